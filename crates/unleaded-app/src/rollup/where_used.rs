//! The way up: which products hold a substance, an entry, a part, or what a document declares.

use std::collections::BTreeSet;

use unleaded_documents::report::{Product, Range, Report, Total};
use unleaded_model::amount::{Fraction, Mass, MassRange};
use unleaded_rollup::{Graph, ProductTotals, Role};

use self::paths::Below;
use super::assemblies::anything;
use super::columns::{Column, Columns};
use super::write::{Context, mass_range, ppm_range};

mod ask;
mod paths;

pub use self::paths::Paths;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// A document, by the beginning of its SHA-256 or its file name.
    Document(String),
    /// An entry of a rule set, by its key, number or name.
    Entry(String),
    /// A part, by its item number.
    Part(String),
    /// A substance, by its CAS number or name.
    Substance(String),
}

/// Whether something is there. What may be there is never left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// It may be.
    Possibly,
    /// It is.
    Surely,
}

impl Certainty {
    /// The word of the result.
    pub fn word(self) -> &'static str {
        match self {
            Self::Possibly => "possibly",
            Self::Surely => "surely",
        }
    }
}

/// Nothing of that name is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotKnown {
    /// The names there are, sorted.
    pub known: Vec<String>,
}

/// Which products hold what was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhereUsed {
    /// What was found by the name that was asked for: a number, a key, a hash.
    pub key: String,
    /// The products that hold it or may, in the order of the report.
    pub products: Vec<InProduct>,
    /// How many products surely do not hold it.
    pub without: usize,
    /// The parts that hold it themselves or may, in the order of the bill of materials.
    pub holders: Vec<Holder>,
}

/// A product that holds it or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InProduct {
    /// The item number.
    pub part: String,
    /// The name; empty: not given.
    pub name: String,
    /// The Chinese name; empty: not given.
    pub name_zh: String,
    /// Whether it holds it.
    pub certainty: Certainty,
    /// Rule sets and what the product is under each: under the entry that was asked for, else altogether.
    pub statuses: Vec<(String, String)>,
    /// The mass in one piece; `None`: a part or a document was asked for.
    pub mass_mg: Option<Range>,
    /// The share in its worst place; `None`: a part or a document was asked for.
    pub worst_ppm: Option<Range>,
    /// The path to that place; empty: there is none, or it is not known.
    pub worst_at: Vec<String>,
    /// The ways down to parts that surely hold it.
    pub surely: Paths,
    /// The ways down to parts that may.
    pub possibly: Paths,
}

/// A part that holds it itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The item number.
    pub part: String,
    /// Whether it holds it.
    pub certainty: Certainty,
    /// `declared`, `named`, `part`, `undisclosed` or `no-declaration`.
    pub why: &'static str,
    /// The mass in one piece or gram of the part; `None`: a part or a document was asked for.
    pub mass_mg: Option<Range>,
    /// The share in its worst place; `None`: a part or a document was asked for.
    pub share_ppm: Option<Range>,
    /// The documents on the part, each by its SHA-256.
    pub documents: Vec<String>,
}

/// What is looked for, as it is found in the bill of materials.
enum Sought {
    /// A column of the sums; `None`: no part says anything of it.
    Column(Option<u32>),
    /// Some of the parts.
    Parts(BTreeSet<usize>),
}

/// A roll-up that has been made.
pub(super) struct Rolled<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) report: &'a Report,
}

impl Rolled<'_> {
    /// Answers `question` from the `totals` of the products of the report, with at most `shown` paths of each kind for each product.
    pub(super) fn where_used(
        &self,
        question: &Question,
        totals: &[ProductTotals],
        shown: usize,
    ) -> Result<WhereUsed, NotKnown> {
        let (key, sought) = self.sought(question)?;
        let graph = self.context.graph;
        let nodes = u32::try_from(graph.len()).unwrap_or(u32::MAX);
        let reached = self.reached(totals);
        let held: Vec<Option<(Certainty, &'static str)>> =
            (0..nodes).map(|node| self.held(&sought, node)).collect();
        let below = Below::new(graph, &held.iter().map(|h| h.map(|h| h.0)).collect::<Vec<_>>());
        let mut products = Vec::new();
        for (totals, product) in totals.iter().zip(&self.report.products) {
            products.extend(self.product(question, &key, (totals, product), &below, shown));
        }
        let holder = |node: u32| {
            let (certainty, why) = held[node as usize].filter(|_| reached[node as usize])?;
            Some(self.holder(&sought, node, certainty, why))
        };
        Ok(WhereUsed {
            without: totals.len().saturating_sub(products.len()),
            holders: (0..nodes).filter_map(holder).collect(),
            key,
            products,
        })
    }

    /// Whether each node is part of some product.
    fn reached(&self, totals: &[ProductTotals]) -> Vec<bool> {
        let mut reached = vec![false; self.context.graph.len()];
        for at in totals.iter().flat_map(|totals| &totals.reached) {
            reached[at.node as usize] = true;
        }
        reached
    }

    /// Whether the part of `node` holds it itself, and how that is known.
    fn held(&self, sought: &Sought, node: u32) -> Option<(Certainty, &'static str)> {
        match sought {
            Sought::Parts(parts) => {
                let part = self.context.graph.node(node).part as usize;
                parts.contains(&part).then_some((Certainty::Surely, "part"))
            }
            Sought::Column(column) => {
                in_part(self.context.table, self.context.graph, *column, node)
            }
        }
    }

    fn product(
        &self,
        question: &Question,
        key: &str,
        (totals, product): (&ProductTotals, &Product),
        below: &Below,
        shown: usize,
    ) -> Option<InProduct> {
        let surely = below.paths(totals.product, Certainty::Surely, shown, |n| self.number(n));
        let possibly = below.paths(totals.product, Certainty::Possibly, shown, |n| self.number(n));
        let certainty = match (surely.is_none(), possibly.is_none()) {
            (true, true) => return None,
            (true, false) => Certainty::Possibly,
            (false, _) => Certainty::Surely,
        };
        let total = self.total(question, key, product);
        let is_amount = matches!(question, Question::Entry(_) | Question::Substance(_));
        let silent = || {
            let anything = anything(self.context.table, totals).unwrap_or(MassRange::UNKNOWN);
            mass_range(MassRange::up_to(anything.high))
        };
        let mass = total.map_or_else(silent, |total| total.mass_mg.clone());
        let whole = || Range { low: "0".to_owned(), high: Some("1000000".to_owned()) };
        let share = total.map_or_else(whole, |total| total.worst_ppm.clone());
        Some(InProduct {
            part: product.part.clone(),
            name: product.name.clone(),
            name_zh: product.name_zh.clone(),
            certainty,
            statuses: self.statuses(question, key, product),
            mass_mg: is_amount.then_some(mass),
            worst_ppm: is_amount.then_some(share),
            worst_at: total.map(|total| total.worst_at.clone()).unwrap_or_default(),
            surely,
            possibly,
        })
    }

    fn total<'p>(&self, question: &Question, key: &str, product: &'p Product) -> Option<&'p Total> {
        match question {
            Question::Substance(_) => {
                let is_sought = |s: &&unleaded_documents::report::Substance| {
                    s.cas.as_deref().unwrap_or(&s.name) == key
                };
                product.substances.iter().find(is_sought).map(|substance| &substance.total)
            }
            Question::Entry(_) => {
                let mut entries = product.verdicts.iter().flat_map(|verdict| &verdict.entries);
                entries.find(|entry| entry.entry == key).map(|entry| &entry.total)
            }
            Question::Document(_) | Question::Part(_) => None,
        }
    }

    fn number(&self, node: u32) -> &str {
        &self.context.bom.parts[self.context.graph.node(node).part as usize].number
    }

    fn holder(
        &self,
        sought: &Sought,
        node: u32,
        certainty: Certainty,
        why: &'static str,
    ) -> Holder {
        let part = self.context.graph.node(node).part as usize;
        let input = &self.context.table.inputs[node as usize];
        let amount = match sought {
            Sought::Parts(_) => None,
            Sought::Column(column) => {
                let row = column.and_then(|column| input.rows.iter().find(|r| r.column == column));
                let anything = unleaded_model::amount::FractionRange::up_to(input.background.share);
                let silent = (MassRange::up_to(input.background.mass), anything);
                Some(row.map_or(silent, |row| (row.mass, row.share)))
            }
        };
        let documents = self.context.parts.documents[part].iter();
        Holder {
            part: self.number(node).to_owned(),
            certainty,
            why,
            mass_mg: amount.map(|(mass, _)| mass_range(mass)),
            share_ppm: amount.map(|(_, share)| ppm_range(share)),
            documents: documents.map(|(at, _)| self.context.loaded[*at].sha256.clone()).collect(),
        }
    }
}

/// Whether the part of a node holds what a column counts.
fn in_part(
    table: &Columns,
    graph: &Graph,
    column: Option<u32>,
    node: u32,
) -> Option<(Certainty, &'static str)> {
    let input = &table.inputs[node as usize];
    let row = column.and_then(|column| input.rows.iter().find(|row| row.column == column));
    if let Some(row) = row {
        let sure = !row.mass.low.is_zero() || !row.share.low.is_zero();
        let maybe = row.mass.high != Some(Mass::ZERO) || row.share.high != Fraction::ZERO;
        return match (sure, maybe) {
            (true, _) => Some((Certainty::Surely, "named")),
            (false, true) => Some((Certainty::Possibly, "undisclosed")),
            (false, false) => None,
        };
    }
    let is_open = input.background.mass != Some(Mass::ZERO)
        || input.background.share != Fraction::ZERO
        // Materials of an assembly that the bill of materials tells and that are not read.
        || !graph.is_leaf(node) && input.mass.high.is_none();
    let why = if input.role == Role::Missing { "no-declaration" } else { "undisclosed" };
    is_open.then_some((Certainty::Possibly, why))
}

/// The column of an entry or a substance, where some part says something of it.
fn column_of(table: &Columns, column: &Column) -> Option<u32> {
    u32::try_from(table.columns.binary_search(column).ok()?).ok()
}
