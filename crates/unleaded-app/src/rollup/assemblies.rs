//! Assemblies that are declared as a whole against the sum of their children.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, BomPart, CompositionRole};
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_rollup::{Graph, ProductTotals, Role, RollUp, RowInput, Scratch};
use unleaded_rules::lists::EntryKey;
use unleaded_rules::{Options, RuleEntry};

use super::columns::{Column, Columns};
use super::judged::Judged;
use super::parts::Parts;

mod statements;

/// Substances of an assembly that a remark names.
const NAMED: usize = 8;

/// What is compared.
pub(super) struct Compared<'a> {
    pub(super) bom: &'a Bom,
    pub(super) graph: &'a Graph,
    pub(super) table: &'a Columns,
    pub(super) parts: &'a Parts,
    pub(super) judged: &'a Judged<'a>,
    pub(super) options: &'a Options,
}

/// Entries of which the declaration of a whole holds more than its children account for, by part.
pub(super) type Unaccounted = BTreeMap<u32, BTreeSet<EntryKey>>;

/// How much of a column there is, and the least that its worst place holds: where masses are not known, a share still
/// says that there is some.
#[derive(Clone, Copy)]
struct Amount {
    mass: MassRange,
    share: Fraction,
}

impl Amount {
    fn plus(self, other: Self) -> Self {
        let mass = self.mass.plus(other.mass).unwrap_or(MassRange::UNKNOWN);
        Self { mass, share: self.share.max(other.share) }
    }

    /// What is not named and may be anything.
    fn unnamed(mass: MassRange) -> Self {
        Self { mass, share: Fraction::ZERO }
    }
}

/// What one child of an assembly holds, times its quantity.
struct Held {
    mass: MassRange,
    columns: BTreeMap<u32, Amount>,
    /// What may be anything, and so also what no column of the child names.
    anything: MassRange,
}

/// Remarks on assemblies whose declaration of the whole differs from the sum of their children; returns what the children
/// do not account for.
pub(super) fn compare(all: &Compared<'_>, diagnostics: &mut Vec<Diagnostic>) -> Unaccounted {
    let mut scratch = Scratch::new(all.graph, &all.table.packed);
    let mut unaccounted = Unaccounted::new();
    let mut wholes: Vec<statements::Whole<'_>> = Vec::new();
    for (at, part) in all.bom.parts.iter().enumerate() {
        let node = u32::try_from(at).unwrap_or(u32::MAX);
        let Some(composition) = &all.parts.compositions[at] else { continue };
        if all.graph.is_leaf(node) || all.graph.role(node) != CompositionRole::Whole {
            continue;
        }
        wholes.push((node, composition));
        if all.table.inputs[at].role != Role::Whole {
            continue;
        }
        let Some(children) = all.children(node, &mut scratch) else { continue };
        let mass = all.mass_apart(at, &children);
        let (mut apart, more) = all.columns_apart(at, &children);
        if mass.is_some() {
            // Amounts differ as the masses do; what one side does not hold at all is a difference of its own.
            apart.retain(|(_, whole, sum)| is_none(*whole) || is_none(*sum));
        }
        diagnostics.extend(mass);
        diagnostics.extend(all.substances_differ(part, &apart));
        if !more.is_empty() {
            unaccounted.insert(node, more);
        }
    }
    all.statements(&wholes, diagnostics);
    unaccounted
}

/// A column of which an assembly and its children hold different masses: declared, and of the children.
type Apart<'a> = (&'a Column, MassRange, MassRange);

impl Compared<'_> {
    /// What the children hold; `None`: more than can be summed.
    fn children(&self, node: u32, scratch: &mut Scratch) -> Option<Vec<Held>> {
        let roll_up = RollUp::new(self.graph, &self.table.packed);
        let mut children = Vec::new();
        for (child, quantity) in self.graph.children(node) {
            let totals = roll_up.product(child, scratch).ok()?;
            children.push(Held {
                mass: times(totals.mass, quantity)?,
                anything: times(anything(self.table, &totals)?, quantity)?,
                columns: totals
                    .columns
                    .iter()
                    .map(|total| {
                        let mass = times(total.mass, quantity)?;
                        // A part that is there zero times is as required: it holds nothing for sure.
                        let share =
                            if quantity.is_zero() { Fraction::ZERO } else { total.low.share };
                        Some((total.column, Amount { mass, share }))
                    })
                    .collect::<Option<_>>()?,
            });
        }
        Some(children)
    }

    fn mass_apart(&self, at: usize, children: &[Held]) -> Option<Diagnostic> {
        let part = &self.bom.parts[at];
        let declared = self.table.inputs[at].mass;
        let children =
            children.iter().try_fold(MassRange::ZERO, |sum, child| sum.plus(child.mass))?;
        let apart = declared.high.is_some_and(|high| high < children.low)
            || children.high.is_some_and(|high| high < declared.low);
        apart.then(|| {
            Diagnostic::new(codes::bom::ASSEMBLY_MASS_DIFFERS, part.place.clone())
                .with("part", part.number.as_str())
                .with("declared", declared.low.to_string())
                .with("children", children.low.to_string())
        })
    }

    /// The substances that differ, and the entries of which the whole holds more.
    fn columns_apart(&self, at: usize, children: &[Held]) -> (Vec<Apart<'_>>, BTreeSet<EntryKey>) {
        let input = &self.table.inputs[at];
        let amount = |row: &RowInput| Amount { mass: row.mass, share: row.share.low };
        let declared: BTreeMap<u32, Amount> =
            input.rows.iter().map(|row| (row.column, amount(row))).collect();
        let of_children = children.iter().flat_map(|child| child.columns.keys());
        let columns: BTreeSet<u32> = declared.keys().chain(of_children).copied().collect();
        let (mut apart, mut unaccounted) = (Vec::new(), BTreeSet::new());
        for number in columns {
            let silent = Amount::unnamed(MassRange::up_to(input.background.mass));
            let whole = declared.get(&number).copied().unwrap_or(silent);
            let held = |child: &Held| {
                child.columns.get(&number).copied().unwrap_or(Amount::unnamed(child.anything))
            };
            let nothing = Amount::unnamed(MassRange::ZERO);
            let sum = children.iter().fold(nothing, |sum, child| sum.plus(held(child)));
            let more = self.surely_more(whole, sum);
            match &self.table.columns[number as usize] {
                column @ Column::Substance(_) if more || self.surely_more(sum, whole) => {
                    apart.push((column, whole.mass, sum.mass));
                }
                Column::Entry(set, position) => {
                    let rule = &self.judged.default_rules()[*set].entries[*position];
                    let none = is_none(sum.mass);
                    if more || none && self.is_named(at, rule) {
                        unaccounted.insert(rule.entry.clone());
                    }
                }
                _ => {}
            }
        }
        (apart, unaccounted)
    }

    /// Whether a material of the part surely holds some of the entry. The assembly is no article, so its column has no share.
    fn is_named(&self, at: usize, rule: &RuleEntry) -> bool {
        let alternatives = self.parts.compositions[at].iter().flat_map(|part| &part.alternatives);
        let mut contents = alternatives.flat_map(|a| &a.materials).flat_map(|m| &m.contents);
        contents.any(|content| !content.share.low.is_zero() && rule.is_of(content))
    }

    /// Whether `one` holds more than `other` can, by more than what printed amounts are rounded; or some where the other
    /// holds none.
    fn surely_more(&self, one: Amount, other: Amount) -> bool {
        let Some(most) = other.mass.high else { return false };
        let tolerance = FractionRange::exactly(self.options.closure_tolerance);
        let least = MassRange::exactly(one.mass.low).times(tolerance.rest());
        most < least.unwrap_or(one.mass).low || most.is_zero() && !one.share.is_zero()
    }

    fn substances_differ(&self, part: &BomPart, apart: &[Apart<'_>]) -> Option<Diagnostic> {
        let (_, declared, children) = apart.first()?;
        let names: Vec<&str> =
            apart.iter().take(NAMED).map(|(column, ..)| self.name(column)).collect();
        Some(
            Diagnostic::new(codes::bom_lists::ASSEMBLY_SUBSTANCE_DIFFERS, part.place.clone())
                .with("part", part.number.as_str())
                .with("substance", names.first().copied().unwrap_or_default())
                .with("declared", declared.low.to_string())
                .with("children", children.low.to_string())
                .with("count", apart.len())
                .with("substances", names.join(", ")),
        )
    }

    fn name<'c>(&'c self, column: &'c Column) -> &'c str {
        match column {
            Column::Substance(key) => self.table.shown.get(key).map_or(key, |shown| &shown.name),
            Column::Entry(..) | Column::Undisclosed => "",
        }
    }
}

/// How much of a product may be anything; `None`: more than can be summed.
pub(super) fn anything(table: &Columns, totals: &ProductTotals) -> Option<MassRange> {
    let mut sum = MassRange::ZERO;
    for reached in totals.reached.iter().filter(|reached| !reached.count.is_zero()) {
        let background = table.inputs[reached.node as usize].background;
        sum = sum.plus(times(MassRange::up_to(background.mass), reached.count)?)?;
    }
    Some(sum)
}

/// Whether there surely is nothing.
fn is_none(mass: MassRange) -> bool {
    mass.high.is_some_and(Mass::is_zero)
}

fn times(mass: MassRange, quantity: Decimal) -> Option<MassRange> {
    let (numerator, denominator) = match u32::try_from(quantity.exponent()) {
        Ok(up) => (quantity.mantissa().checked_mul(10u128.checked_pow(up)?)?, 1),
        Err(_) => (quantity.mantissa(), 10u128.checked_pow(quantity.exponent().unsigned_abs())?),
    };
    mass.times(FractionRange::exactly(Fraction::new(numerator, denominator)?))
}
