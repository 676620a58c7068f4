//! From compositions to the rows of the roll-up: a column per substance, one per entry, one for what is undisclosed.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, CompositionRole, QuantityUnit};
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_rollup::{Background, Graph, PartInput, Role, RollUp, RowInput, Scratch, Table};
use unleaded_rules::lists::EntryKey;
use unleaded_rules::{Composition, Disclosed, PartComposition, PartKind, RuleSet};

use super::judged::{Judged, kind};
use super::parts::Parts;

/// What a column counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    /// A substance, by its CAS number or, without one, its normalised name.
    Substance(String),
    /// An entry: the position of its rule set among those asked for, and its position in that.
    Entry(usize, usize),
    /// What is not disclosed.
    Undisclosed,
}

/// A substance as the report shows it.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) cas: Option<String>,
    pub(super) name: String,
}

/// The packed rows and what their columns are.
pub(super) struct Columns {
    pub(super) packed: Table,
    pub(super) inputs: Vec<PartInput>,
    pub(super) columns: Vec<Column>,
    pub(super) shown: BTreeMap<String, Shown>,
}

/// Rows of one part by column, before the columns have numbers.
type Rows = BTreeMap<Column, (MassRange, FractionRange)>;

/// Everything about one alternative of a part.
struct PartRows {
    rows: Rows,
    /// The most that may be anything.
    anything: Option<Mass>,
    /// The largest share of a material that may be anything.
    anything_share: Fraction,
}

/// Makes the table of a roll-up, one row list per node of the graph.
pub(super) fn table(bom: &Bom, graph: &Graph, parts: &Parts, judged: &Judged) -> Columns {
    let builder = Builder::new(parts, judged);
    let nodes = u32::try_from(graph.len()).unwrap_or(u32::MAX);
    let drafts: Vec<(Role, MassRange, Option<PartRows>)> =
        (0..nodes).map(|node| builder.node(node, bom, graph, parts)).collect();
    let columns: Vec<Column> = {
        let named = drafts.iter().filter_map(|(.., rows)| rows.as_ref()).flat_map(|r| r.rows.keys());
        named.cloned().collect::<BTreeSet<Column>>().into_iter().collect()
    };
    let inputs: Vec<PartInput> =
        drafts.into_iter().map(|draft| input(draft, &columns)).collect();
    let packed = Table::pack(&inputs, columns.len());
    Columns { packed, inputs, columns, shown: builder.shown }
}

struct Builder<'a> {
    judged: &'a Judged,
    rules: &'a [RuleSet],
    shown: BTreeMap<String, Shown>,
    /// Substances that some part names, by the entries they count towards.
    members: BTreeMap<EntryKey, BTreeSet<String>>,
    /// Entries of which some part says something.
    entries: BTreeSet<(usize, usize)>,
}

impl<'a> Builder<'a> {
    fn new(parts: &Parts, judged: &'a Judged) -> Self {
        let mut builder = Self {
            judged,
            rules: judged.default_rules(),
            shown: BTreeMap::new(),
            members: BTreeMap::new(),
            entries: BTreeSet::new(),
        };
        for composition in parts.compositions.iter().flatten().flat_map(|c| &c.alternatives) {
            builder.register(composition);
        }
        builder
    }

    /// Takes note of the substances and entries that a composition names.
    fn register(&mut self, composition: &Composition) {
        for content in composition.materials.iter().flat_map(|m| &m.contents) {
            let held = content.members.iter().map(|m| &m.entry).chain(&content.may_hold);
            for entry in held {
                for (at, rules) in self.rules.iter().enumerate() {
                    self.entries.extend(rules.positions.get(entry).map(|position| (at, *position)));
                }
            }
            if content.disclosed == Disclosed::Nothing || content.key.is_empty() {
                continue;
            }
            self.shown.entry(content.key.clone()).or_insert_with(|| Shown {
                cas: content.cas.clone(),
                name: content.name.clone(),
            });
            for member in &content.members {
                self.members.entry(member.entry.clone()).or_default().insert(content.key.clone());
            }
        }
    }

    fn node(
        &self,
        node: u32,
        bom: &Bom,
        graph: &Graph,
        parts: &Parts,
    ) -> (Role, MassRange, Option<PartRows>) {
        let at = graph.node(node).part as usize;
        let weighed = bom.parts[at].mass;
        let Some(composition) = &parts.compositions[at] else {
            return match kind(graph, at) {
                PartKind::Assembly => (Role::Assembly, MassRange::ZERO, None),
                PartKind::Leaf => {
                    let one = per_unit(graph.node(node).unit, weighed);
                    (Role::Missing, one.map_or(MassRange::UNKNOWN, MassRange::exactly), None)
                }
            };
        };
        let kind = kind(graph, at);
        let (mass, rows) = self.part(composition, kind, graph.node(node).unit);
        let role = match (kind, graph.role(node)) {
            (PartKind::Leaf, _) => Role::Declared,
            (PartKind::Assembly, CompositionRole::Adds) => Role::Assembly,
            (PartKind::Assembly, CompositionRole::Whole) => Role::Whole,
        };
        let mass = match (mass.high, weighed, graph.node(node).unit) {
            (None, Some(weighed), QuantityUnit::Pieces) => MassRange::exactly(weighed),
            _ => mass,
        };
        (role, mass, Some(rows))
    }

    /// The hull of all alternatives.
    fn part(&self, part: &PartComposition, kind: PartKind, unit: QuantityUnit) -> (MassRange, PartRows) {
        let mut alternatives =
            part.alternatives.iter().map(|alternative| self.alternative(alternative, kind, unit));
        // A resolved part has an alternative.
        let Some(first) = alternatives.next() else {
            let anything_share = Fraction::ONE;
            let rows = PartRows { rows: Rows::new(), anything: None, anything_share };
            return (MassRange::UNKNOWN, rows);
        };
        alternatives.fold(first, |(mass, rows), (other_mass, other)| {
            (mass.hull(other_mass), hull(rows, other))
        })
    }

    fn alternative(
        &self,
        composition: &Composition,
        kind: PartKind,
        unit: QuantityUnit,
    ) -> (MassRange, PartRows) {
        let mut rows = PartRows {
            rows: Rows::new(),
            anything: Some(Mass::ZERO),
            anything_share: Fraction::ZERO,
        };
        if composition.materials.is_empty() && kind == PartKind::Leaf {
            rows.anything = composition.mass.high;
            rows.anything_share = Fraction::ONE;
        }
        self.substances(composition, &mut rows);
        self.add_entries(composition, kind, &mut rows);
        match unit {
            QuantityUnit::Pieces => (composition.mass, rows),
            QuantityUnit::Grams => (MassRange::exactly(Mass::GRAM), per_gram(rows, composition)),
        }
    }

    fn substances(&self, composition: &Composition, rows: &mut PartRows) {
        let mut in_places: BTreeMap<String, (MassRange, FractionRange)> = BTreeMap::new();
        for material in &composition.materials {
            let mut here: BTreeMap<&str, (MassRange, FractionRange)> = BTreeMap::new();
            let mut anything = FractionRange::ZERO;
            for content in &material.contents {
                let amount = (content.mass, content.share);
                if content.disclosed == Disclosed::Nothing {
                    anything = anything.plus(content.share);
                    add(rows.rows.entry(Column::Undisclosed).or_insert(NOTHING), amount);
                    rows.anything = sum(rows.anything, content.mass.high);
                    continue;
                }
                if !content.key.is_empty() {
                    add(here.entry(&content.key).or_insert(NOTHING), amount);
                }
                let maybe = (
                    MassRange { low: Mass::ZERO, high: content.mass.high },
                    FractionRange { low: Fraction::ZERO, high: content.share.high },
                );
                let held = content.may_hold.iter().filter_map(|entry| self.members.get(entry));
                for key in held.flatten().filter(|key| **key != content.key) {
                    add(here.entry(key).or_insert(NOTHING), maybe);
                }
            }
            rows.anything_share = rows.anything_share.max(anything.high.min(Fraction::ONE));
            for (key, (mass, share)) in here {
                let (known, worst) =
                    in_places.entry(key.to_owned()).or_insert((MassRange::ZERO, FractionRange::ZERO));
                *known = known.plus(mass).unwrap_or(MassRange::UNKNOWN);
                let high = share.plus(FractionRange { low: Fraction::ZERO, high: anything.high });
                *worst = larger(*worst, FractionRange { low: share.low, high: high.high }.capped());
            }
        }
        for (key, (mass, worst)) in in_places {
            let high = sum(mass.high, rows.anything);
            let share = larger(worst, FractionRange { low: Fraction::ZERO, high: rows.anything_share });
            rows.rows.insert(Column::Substance(key), (MassRange { low: mass.low, high }, share));
        }
    }

    /// Adds a row for every entry of which some part says something, so that levels and statements are exact.
    fn add_entries(&self, composition: &Composition, kind: PartKind, rows: &mut PartRows) {
        for (at, rules) in self.rules.iter().enumerate() {
            let judge = self.judged.judge(rules, self.judged.default_category());
            let places = judge.values(composition, kind);
            for (_, position) in self.entries.iter().filter(|(set, _)| *set == at) {
                let share = places
                    .iter()
                    .map(|(_, values)| values.of(*position))
                    .fold(FractionRange::ZERO, larger);
                let mass = entry_mass(composition, &rules.entries[*position].entry, rows.anything);
                if !share.high.is_zero() || mass.high != Some(Mass::ZERO) {
                    rows.rows.insert(Column::Entry(at, *position), (mass, share));
                }
            }
        }
    }
}

const NOTHING: (MassRange, FractionRange) = (MassRange::ZERO, FractionRange::ZERO);

fn add(to: &mut (MassRange, FractionRange), amount: (MassRange, FractionRange)) {
    to.0 = to.0.plus(amount.0).unwrap_or(MassRange::UNKNOWN);
    to.1 = to.1.plus(amount.1).capped();
}

fn sum(a: Option<Mass>, b: Option<Mass>) -> Option<Mass> {
    a?.plus(b?)
}

/// The worst of two places: the larger low and the larger high.
fn larger(a: FractionRange, b: FractionRange) -> FractionRange {
    FractionRange { low: a.low.max(b.low), high: a.high.max(b.high) }
}

/// The mass that counts towards an entry: members times their factor, and what may hold it.
fn entry_mass(composition: &Composition, entry: &EntryKey, anything: Option<Mass>) -> MassRange {
    let mut mass = MassRange::ZERO;
    for content in composition.materials.iter().flat_map(|m| &m.contents) {
        for member in content.members.iter().filter(|m| m.entry == *entry) {
            let counted = content.mass.times(member.factor).unwrap_or(MassRange::UNKNOWN);
            mass = mass.plus(counted).unwrap_or(MassRange::UNKNOWN);
        }
        if content.may_hold.contains(entry) {
            let maybe = MassRange { low: Mass::ZERO, high: content.mass.high };
            mass = mass.plus(maybe).unwrap_or(MassRange::UNKNOWN);
        }
    }
    MassRange { low: mass.low, high: sum(mass.high, anything) }
}

fn hull(a: PartRows, b: PartRows) -> PartRows {
    let silent = |rows: &PartRows| {
        let mass = MassRange { low: Mass::ZERO, high: rows.anything };
        (mass, FractionRange { low: Fraction::ZERO, high: rows.anything_share })
    };
    let columns: BTreeSet<&Column> = a.rows.keys().chain(b.rows.keys()).collect();
    let rows = columns.into_iter().map(|column| {
        let of = |rows: &PartRows| rows.rows.get(column).copied().unwrap_or_else(|| silent(rows));
        let ((mass, share), (other_mass, other_share)) = (of(&a), of(&b));
        (column.clone(), (mass.hull(other_mass), share.hull(other_share)))
    });
    PartRows {
        rows: rows.collect(),
        anything: a.anything.zip(b.anything).map(|(a, b)| a.max(b)),
        anything_share: a.anything_share.max(b.anything_share),
    }
}

/// What one gram of a raw material holds. Its shares are those of the piece that was declared; where that has no
/// mass, a single material's shares are those of the gram.
fn per_gram(rows: PartRows, composition: &Composition) -> PartRows {
    let gram = MassRange::exactly(Mass::GRAM);
    let piece = composition.mass;
    let by_share = piece.high.is_none() && composition.materials.len() == 1;
    let share_of_gram = |mass: MassRange, share: FractionRange| {
        let share = if by_share { share } else { mass.share_of(piece) };
        gram.times(share).unwrap_or(MassRange::UNKNOWN)
    };
    let most = FractionRange { low: Fraction::ZERO, high: rows.anything_share };
    let anything = share_of_gram(MassRange { low: Mass::ZERO, high: rows.anything }, most);
    let scaled = rows.rows.into_iter().map(|(column, (mass, share))| {
        (column, (share_of_gram(mass, share), share))
    });
    PartRows { rows: scaled.collect(), anything: anything.high, anything_share: rows.anything_share }
}

/// The weighed mass of one unit; a gram weighs a gram.
fn per_unit(unit: QuantityUnit, weighed: Option<Mass>) -> Option<Mass> {
    match unit {
        QuantityUnit::Pieces => weighed,
        QuantityUnit::Grams => Some(Mass::GRAM),
    }
}

fn input((role, mass, rows): (Role, MassRange, Option<PartRows>), columns: &[Column]) -> PartInput {
    let Some(rows) = rows else {
        let background = match role {
            Role::Missing => Background { mass: mass.high, share: Fraction::ONE },
            _ => Background::NONE,
        };
        return PartInput { role, mass, background, rows: Vec::new() };
    };
    let background = Background { mass: rows.anything, share: rows.anything_share };
    // The columns are sorted, and so are the rows of a part.
    let mut numbered = Vec::with_capacity(rows.rows.len());
    for (column, (mass, share)) in rows.rows {
        if let Ok(at) = columns.binary_search(&column) {
            let column = u32::try_from(at).unwrap_or(u32::MAX);
            numbered.push(RowInput { column, mass, share });
        }
    }
    PartInput { role, mass, background, rows: numbered }
}

/// Remarks on assemblies whose declaration of the whole differs from the sum of their children.
pub(super) fn compare_assemblies(
    bom: &Bom,
    graph: &Graph,
    table: &Columns,
    parts: &Parts,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut scratch = Scratch::new(graph, &table.packed);
    for (at, part) in bom.parts.iter().enumerate() {
        let node = u32::try_from(at).unwrap_or(u32::MAX);
        if table.inputs[at].role != Role::Whole || parts.compositions[at].is_none() {
            continue;
        }
        let mut children = Some(MassRange::ZERO);
        for (child, quantity) in graph.children(node) {
            let total = RollUp::new(graph, &table.packed).product(child, &mut scratch);
            children = children.zip(total.ok()).and_then(|(sum, total)| {
                sum.plus(times(total.mass, quantity)?)
            });
        }
        let declared = table.inputs[at].mass;
        let Some(children) = children else { continue };
        let apart = declared.high.is_some_and(|high| high < children.low)
            || children.high.is_some_and(|high| high < declared.low);
        if apart {
            diagnostics.push(
                Diagnostic::new(codes::bom::ASSEMBLY_MASS_DIFFERS, part.place.clone())
                    .with("part", part.number.as_str())
                    .with("declared", declared.low.to_string())
                    .with("children", children.low.to_string()),
            );
        }
    }
}

fn times(mass: MassRange, quantity: unleaded_model::amount::Decimal) -> Option<MassRange> {
    let (numerator, denominator) = match u32::try_from(quantity.exponent()) {
        Ok(up) => (quantity.mantissa().checked_mul(10u128.checked_pow(up)?)?, 1),
        Err(_) => (quantity.mantissa(), 10u128.checked_pow(quantity.exponent().unsigned_abs())?),
    };
    mass.times(FractionRange::exactly(Fraction::new(numerator, denominator)?))
}
