//! From totals and judgements to the report.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::rc::Rc;

use unleaded_documents::report::{
    Coverage, EntryTotal, Inputs, ListInput, Options, PartsCoverage, Product, Range, Report,
    SCHEMA, Source, Substance, Tool, Total, Verdict as Wire,
};
use unleaded_model::amount::{Decimal, Fraction, FractionRange, MassRange};
use unleaded_model::bom::{Bom, BomPart};
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_rollup::{ColumnTotal, Graph, Overflow, ProductTotals, Reached, Scratch};
use unleaded_rules::lists::Category;
use unleaded_rules::{
    Covered, Disclosure, Kind, PartJudgement, PlaceStatus, RuleSet, Status, Verdict, combine,
    headers,
};
use unleaded_trust::{Digest, sha256_hex};

use super::assemblies::Unaccounted;
use super::columns::{Column, Columns, is_named};
use super::engine::Totals;
use super::judged::{Judged, kind};
use super::parts::Parts;
use super::{Request, Signatures};
use crate::documents::Loaded;
use crate::parallel;

pub(super) use self::texts::exemptions_of;
use self::trail::Trails;

mod children;
mod claims;
mod covered;
mod documents;
mod origins;
mod places;
mod texts;
mod trail;
mod verdicts;
mod whole;

/// Everything that a report is written from.
pub(super) struct Context<'a> {
    pub(super) request: &'a Request<'a>,
    pub(super) bom: &'a Bom,
    pub(super) graph: &'a Graph,
    pub(super) loaded: &'a [Loaded],
    /// The statements about them, each with the files with evidence of when it was signed.
    pub(super) statements: &'a BTreeMap<Digest, Vec<Digest>>,
    pub(super) parts: &'a Parts,
    pub(super) judged: &'a Judged<'a>,
    pub(super) table: &'a Columns,
    /// What declarations of wholes hold beyond their children.
    pub(super) unaccounted: &'a Unaccounted,
}

/// One product on its way into the report.
struct ProductContext<'a> {
    all: &'a Context<'a>,
    totals: &'a ProductTotals,
    category: Category,
    trails: Trails<'a>,
    /// The nearest assemblies above each node that are declared as a whole, where they are asked for.
    wholes: OnceCell<BTreeMap<u32, Rc<BTreeSet<u32>>>>,
    /// The doubtful columns that some part of the product says something of.
    said: BTreeSet<u32>,
    /// The names of substances that not all parts name alike, where they are asked for.
    names: OnceCell<BTreeMap<&'a str, &'a str>>,
}

impl Context<'_> {
    /// Returns the report of products by their totals, and of each what `keep` makes of them; `None` when a sum exceeds what
    /// can be held, which a diagnostic says.
    ///
    /// Products are summed and judged one by one, as many at a time as there are processors: the totals of a product that was
    /// written are let go, unless `keep` keeps them.
    pub(super) fn report<K: Send>(
        &self,
        (sums, products): (&dyn Totals, &[u32]),
        keep: impl Fn(&Self, ProductTotals) -> K + Sync,
        diagnostics: &mut Vec<Diagnostic>,
        done: impl FnMut(usize),
    ) -> io::Result<Option<(Report, Vec<K>)>> {
        let scratch = || Scratch::new(self.graph, &self.table.packed);
        let one = |scratch: &mut Scratch, product: &u32| -> io::Result<_> {
            let totals = match sums.of(*product, scratch)? {
                Ok(totals) => totals,
                Err(overflow) => return Ok(Err(overflow)),
            };
            let written = ProductContext::new(self, &totals).product(scratch);
            Ok(Ok((written, keep(self, totals))))
        };
        let mut written = Vec::with_capacity(products.len());
        let mut kept = Vec::with_capacity(products.len());
        for one in parallel::map_with(products, scratch, one, done) {
            match one? {
                Ok((product, of_product)) => {
                    written.push(product);
                    kept.push(of_product);
                }
                Err(overflow) => diagnostics.push(self.overflow(overflow)),
            }
        }
        let complete = written.len() == products.len();
        Ok(complete.then(|| (self.around(written), kept)))
    }

    fn overflow(&self, overflow: Overflow) -> Diagnostic {
        let number = self.number(overflow.product);
        Diagnostic::unplaced(codes::amounts::AMOUNT_OVERFLOW)
            .with("what", format!("the mass of `{number}`"))
    }

    /// The report of `products`.
    fn around(&self, products: Vec<Product>) -> Report {
        Report {
            schema: SCHEMA.to_owned(),
            as_of: self.request.options.as_of.to_string(),
            tool: Tool {
                name: "unleaded".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
            },
            options: self.options(),
            inputs: Inputs {
                bom: Source { sha256: sha256_hex(self.request.bom_bytes) },
                declarations: self.declarations(),
                unmatched: self.unmatched(),
                statements: self.statements(),
                lists: self.lists(),
            },
            exemptions: self.exemption_texts(&products),
            entries: self.entry_keys(),
            products,
        }
    }

    /// A document as findings name it.
    fn hash_of(&self, document: usize) -> String {
        format!("sha256:{}", self.loaded[document].sha256)
    }

    fn number(&self, node: u32) -> &str {
        &self.bom.parts[self.graph.node(node).part as usize].number
    }

    fn options(&self) -> Options {
        let options = self.request.options;
        let china =
            self.judged.default_rules().iter().find(|r| r.law == unleaded_rules::Law::ChinaRohs);
        let mut allowed: Vec<String> = china.map(|r| r.also_allowed.clone()).unwrap_or_default();
        allowed.extend(china.map(|r| r.edition.clone()));
        let sets = &self.request.lists.china.sets;
        allowed.sort_by_key(|name| sets.iter().position(|set| set.name == *name));
        Options {
            rules: self.request.laws.iter().map(|l| l.id(self.request.lists).to_owned()).collect(),
            eu_rohs_category: options.category.to_string(),
            applications: options.applications.clone(),
            known_on: options.known_on.map(|day| day.to_string()),
            china_basis: china.map(|r| r.edition.clone()),
            china_bases_allowed: allowed,
            china_item: options.china_item.clone().unwrap_or_else(|| "assumed".to_owned()),
            closure_tolerance_percent: options.closure_tolerance.ppm_high().scaled(-4).to_string(),
            disclosure_policy: match options.disclosure {
                Disclosure::Strict => "strict",
                Disclosure::TrustFull => "trust-full",
            }
            .to_owned(),
            require_signed: self.request.signatures == Signatures::Required,
            trust_sha256: self.request.trust.map(|trust| trust.sha256.clone()),
            decisions_sha256: None,
            mapping_sha256: self.request.mapping.map(|mapping| mapping.sha256.clone()),
            products: self.request.products.to_vec(),
        }
    }

    fn entry_keys(&self) -> BTreeMap<String, Vec<String>> {
        let keys = |rules: &RuleSet| rules.entries.iter().map(|entry| entry.key.clone()).collect();
        let sets = self.judged.default_rules().iter();
        sets.map(|rules| (rules.id.clone(), keys(rules))).collect()
    }

    fn lists(&self) -> Vec<ListInput> {
        let lists = self.request.lists;
        let of_laws = self.judged.default_rules().iter().flat_map(|rules| headers(lists, rules));
        // A draft stands beside the edition in force.
        let by_id: BTreeMap<(&str, &str), ListInput> = of_laws
            .map(|header| {
                let input = ListInput {
                    id: header.id.clone(),
                    edition: header.edition.clone(),
                    sha256: header.sha256.clone(),
                    status: header.status.clone(),
                    standing: header.standing.word().to_owned(),
                };
                ((header.id.as_str(), header.edition.as_str()), input)
            })
            .collect();
        by_id.into_values().collect()
    }
}

impl<'a> ProductContext<'a> {
    fn new(all: &'a Context<'a>, totals: &'a ProductTotals) -> Self {
        let category = all.judged.category(all.graph.node(totals.product).part);
        let trails = Trails::new(&totals.reached);
        let said = all.table.said.by(&totals.reached);
        Self {
            all,
            totals,
            category,
            trails,
            wholes: OnceCell::new(),
            said,
            names: OnceCell::new(),
        }
    }

    /// The product in the bill of materials.
    fn part(&self) -> &BomPart {
        &self.all.bom.parts[self.all.graph.node(self.totals.product).part as usize]
    }

    fn product(&self, scratch: &mut Scratch) -> Product {
        let part = self.part();
        let of_category = self.all.judged.of(self.category);
        let reached: Vec<&Reached> = self.totals.reached.iter().collect();
        let verdicts: Vec<(&RuleSet, Verdict<u32>)> = of_category
            .rules
            .iter()
            .enumerate()
            .map(|(at, rules)| (rules, self.verdict(at, rules, &reached, Covered::InProduct)))
            .collect();
        let wires: Vec<_> = verdicts
            .iter()
            .enumerate()
            .map(|(at, (rules, verdict))| self.verdict_wire(at, rules, verdict))
            .collect();
        Product {
            part: part.number.clone(),
            name: part.name.clone(),
            name_zh: part.name_zh.clone(),
            status: overall(&verdicts, &wires).word().to_owned(),
            eu_rohs_category: self.category.to_string(),
            mass_mg: mass_range(self.totals.mass),
            weighed_mass_mg: part.mass.map(|mass| mass.to_string()),
            coverage: self.coverage(part.mass),
            undisclosed: self.undisclosed(),
            substances: self.substances(),
            parts: self.children(scratch),
            documented: Some(self.documented()),
            claims: self.claims(&verdicts, &wires, &reached),
            verdicts: wires,
        }
    }

    /// The verdict under the rule set at `at` on `reached`, nodes of the product.
    fn verdict(
        &self,
        at: usize,
        rules: &RuleSet,
        reached: &[&Reached],
        covered: Covered,
    ) -> Verdict<u32> {
        let of_category = self.all.judged.of(self.category);
        let mut seen = BTreeSet::new();
        let (inside, open): (Vec<&Reached>, Vec<&Reached>) =
            reached.iter().partition(|r| r.covered);
        // A part that is also a material in grams is judged once, and for itself where it can be.
        let distinct: Vec<&Reached> = open
            .into_iter()
            .chain(inside)
            .filter(|r| seen.insert(self.all.graph.node(r.node).part))
            .collect();
        let in_product: BTreeMap<u32, PartJudgement> = distinct
            .iter()
            .filter_map(|r| {
                let judgement = self.inside_whole(rules, r, covered);
                Some((r.node, judgement.or_else(|| self.with_unaccounted(at, rules, r.node))?))
            })
            .collect();
        let parts = distinct.iter().map(|r| {
            let of_part = || of_category.part(at, self.all.graph.node(r.node).part);
            (r.node, in_product.get(&r.node).unwrap_or_else(of_part))
        });
        let whole = match covered {
            Covered::InProduct => self.as_place(at, rules),
            Covered::Alone => PartJudgement::default(),
        };
        let parts: Vec<_> = parts.chain([(self.totals.product, &whole)]).collect();
        let told = self.applications(reached);
        let options = (self.all.request.options.as_of, &told);
        combine(rules, options, parts, |node| self.path(node))
    }

    /// What the product and the parts of `reached` are used for.
    pub(super) fn applications(&self, reached: &[&Reached]) -> BTreeSet<String> {
        let parts = reached.iter().map(|r| self.all.graph.node(r.node).part as usize);
        parts.flat_map(|part| self.all.judged.applications(part)).cloned().collect()
    }

    /// The item numbers from the product down to `node`.
    fn path(&self, node: u32) -> Vec<String> {
        self.trails.path(node, |node| self.all.number(node))
    }

    fn coverage(&self, weighed: Option<unleaded_model::amount::Mass>) -> Coverage {
        let coverage = self.totals.coverage;
        let total = weighed.map(MassRange::exactly).unwrap_or(self.totals.mass);
        let share = total.high.filter(|high| !high.is_zero()).map(|high| {
            let declared = coverage.mass_declared.low.unsigned();
            let share = Fraction::new(declared, high.unsigned()).unwrap_or(Fraction::ONE);
            let four_places = share.min(Fraction::ONE).ppm_low().integer(-2);
            Decimal::new(four_places.map_or(0, |(floor, _)| floor), -4).to_string()
        });
        Coverage {
            parts: PartsCoverage { declared: coverage.declared, total: coverage.total },
            mass_declared_share: share,
        }
    }

    fn column(&self, total: &ColumnTotal) -> &Column {
        &self.all.table.columns[total.column as usize]
    }

    fn columns(&self) -> impl Iterator<Item = (&Column, &ColumnTotal)> {
        let told = self.all.table.said.told(self.totals, &self.said);
        told.map(|total| (self.column(total), total))
    }

    fn undisclosed(&self) -> Option<Total> {
        let (_, total) = self.columns().find(|(column, _)| **column == Column::Undisclosed)?;
        Some(self.total(total))
    }

    fn substances(&self) -> Vec<Substance> {
        let substance = |(column, total): (&Column, &ColumnTotal)| {
            let Column::Substance(key) = column else { return None };
            let shown = self.all.table.shown.get(key)?;
            let cas = shown.cas.clone();
            let name = match (&cas, shown.alone) {
                (None, _) => key.clone(),
                (Some(_), true) => shown.name.clone(),
                (Some(_), false) => self.name_of(key).unwrap_or(&shown.name).to_owned(),
            };
            Some(Substance { cas, name, total: self.total(total) })
        };
        let mut substances: Vec<Substance> = self.columns().filter_map(substance).collect();
        substances.sort_by(|a, b| {
            (a.cas.is_none(), &a.cas, &a.name).cmp(&(b.cas.is_none(), &b.cas, &b.name))
        });
        substances
    }

    /// What the first part of the product that names the substance calls it; `None`: all parts of all products call it the same.
    fn name_of(&self, key: &str) -> Option<&'a str> {
        self.names.get_or_init(|| self.own_names()).get(key).copied()
    }

    /// The names of substances that not all parts name alike, each as the first part of the product names it that does.
    fn own_names(&self) -> BTreeMap<&'a str, &'a str> {
        let mut names = BTreeMap::new();
        for reached in &self.totals.reached {
            let part = self.all.graph.node(reached.node).part as usize;
            let composition = self.all.parts.compositions[part].iter();
            let materials = composition.flat_map(|c| &c.alternatives).flat_map(|a| &a.materials);
            for content in materials.flat_map(|m| &m.contents).filter(|c| is_named(c)) {
                if self.all.table.shown.get(&content.key).is_some_and(|shown| !shown.alone) {
                    names.entry(content.key.as_str()).or_insert(content.name.as_str());
                }
            }
        }
        names
    }

    fn total(&self, total: &ColumnTotal) -> Total {
        Total {
            mass_mg: mass_range(total.mass),
            worst_ppm: ppm_range(FractionRange { low: total.low.share, high: total.high.share }),
            worst_at: self.worst_at(total).0,
        }
    }

    fn entries(&self, at: usize, rules: &RuleSet, verdict: &Verdict<u32>) -> Vec<EntryTotal> {
        let reached: Vec<&Reached> = self.totals.reached.iter().collect();
        let told: Vec<String> = self.applications(&reached).into_iter().collect();
        let of_set = self.columns().filter_map(|(column, total)| match column {
            Column::Entry(set, position) if *set == at => Some((total, *position)),
            _ => None,
        });
        // The columns hold positions of the default category's rule set; another category may lack the entry.
        of_set
            .filter_map(|(total, position)| {
                let default = &self.all.judged.default_rules()[at].entries[position];
                let position = rules.position(&default.entry)?;
                if !rules.entries[position].is_for(&told) {
                    return None;
                }
                let entry = &rules.entries[position];
                let (worst_at, document) = self.worst_at(total);
                Some(EntryTotal {
                    entry: entry.key.clone(),
                    name: entry.name_en.clone(),
                    name_zh: entry.name_zh.clone(),
                    level: entry.level.word().to_owned(),
                    limit_ppm: entry.limit.ppm_low().to_string(),
                    legal_reference: entry.legal_reference.clone(),
                    document: document.map(|at| self.all.hash_of(at)),
                    status: status_word(rules, verdict.by_entry[position]),
                    total: Total { worst_at, ..self.total(total) },
                })
            })
            .collect()
    }
}

fn status_word(rules: &RuleSet, status: PlaceStatus) -> String {
    Status::of(status, rules.kind).word().to_owned()
}

/// The worst of the restriction sets; of the disclosure sets where there are no others. A draft, and limits that are no part
/// of an assessment of the product, bind nobody: they count for nothing.
fn overall(verdicts: &[(&RuleSet, Verdict<u32>)], wires: &[Wire]) -> Status {
    let worst = |kind: Kind| {
        let counts = |wire: &Wire| wire.not_binding.iter().all(|why| why == "known-on");
        let binding = verdicts.iter().zip(wires).filter(|(_, wire)| counts(wire));
        let of_kind = binding.filter(|((rules, _), _)| rules.kind == kind);
        of_kind.map(|((_, verdict), _)| verdict.status).max()
    };
    worst(Kind::Restriction).or_else(|| worst(Kind::Disclosure)).unwrap_or(Status::Unknown)
}

pub(super) fn mass_range(mass: MassRange) -> Range {
    Range { low: mass.low.to_string(), high: mass.high.map(|high| high.to_string()) }
}

pub(super) fn ppm_range(share: FractionRange) -> Range {
    Range { low: share.low.ppm_low().to_string(), high: Some(share.high.ppm_high().to_string()) }
}

/// Whether the part of a node has children, for whoever looks into it.
fn kind_of(context: &Context<'_>, node: u32) -> unleaded_rules::PartKind {
    kind(context.graph, context.graph.node(node).part as usize)
}
