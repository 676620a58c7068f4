//! From compositions to the rows of the roll-up: a column per substance, one per entry, one for what is undisclosed.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, OwnMaterials, QuantityUnit};
use unleaded_rollup::{Background, Graph, PartInput, Role, RowInput, Table};
use unleaded_rules::lists::EntryKey;
use unleaded_rules::{
    Composition, Content, Disclosed, PartComposition, PartKind, PlacedMaterial, RuleSet, entries_of,
};

use self::rows::{
    NOTHING, PartRows, Rows, add, entry_mass, hull, larger, per_gram, sum, undisclosed, worst_place,
};
use self::said::{Said, Shown};
use super::judged::{Judged, kind};
use super::parts::Parts;
use crate::parallel;

mod rows;
mod said;

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

/// The packed rows and what their columns are.
pub(super) struct Columns {
    pub(super) packed: Table,
    pub(super) inputs: Vec<PartInput>,
    pub(super) columns: Vec<Column>,
    pub(super) shown: BTreeMap<String, Shown>,
    pub(super) said: Said,
}

/// What a node is to the sums, before the columns have numbers.
type Draft = (Role, MassRange, Option<PartRows>);

/// Makes the table of a roll-up, one row list per node of the graph.
pub(super) fn table(bom: &Bom, graph: &Graph, parts: &Parts, judged: &Judged<'_>) -> Columns {
    let builder = Builder::new(parts, judged, undeclared_below(graph, parts));
    let nodes: Vec<u32> = (0..u32::try_from(graph.len()).unwrap_or(u32::MAX)).collect();
    let one = |node: &u32| {
        let draft = builder.node(*node, bom, graph, parts);
        let composition = parts.compositions[graph.node(*node).part as usize].as_ref();
        let unsaid = builder.unsaid(draft.2.as_ref(), composition);
        (draft, unsaid)
    };
    let (drafts, unsaid): (Vec<Draft>, Vec<BTreeSet<Column>>) =
        parallel::map(&nodes, one, |_| ()).into_iter().unzip();
    let columns: Vec<Column> = {
        let named =
            drafts.iter().filter_map(|(.., rows)| rows.as_ref()).flat_map(|r| r.rows.keys());
        named.cloned().collect::<BTreeSet<Column>>().into_iter().collect()
    };
    let inputs: Vec<PartInput> = drafts.into_iter().map(|draft| input(draft, &columns)).collect();
    let packed = Table::pack(&inputs, columns.len());
    let said = Said::new(&inputs, &columns, &unsaid);
    Columns { packed, inputs, columns, shown: builder.shown, said }
}

/// Whether something below each node has no declaration.
fn undeclared_below(graph: &Graph, parts: &Parts) -> Vec<bool> {
    let mut undeclared = vec![false; graph.len()];
    for node in graph.bottom_up() {
        let declared = parts.compositions[graph.node(node).part as usize].is_some();
        undeclared[node as usize] = match graph.is_leaf(node) {
            true => !declared,
            false => graph.children(node).any(|(child, _)| undeclared[child as usize]),
        };
    }
    undeclared
}

struct Builder<'a> {
    judged: &'a Judged<'a>,
    rules: &'a [RuleSet],
    /// Whether something below each node has no declaration.
    undeclared_below: Vec<bool>,
    shown: BTreeMap<String, Shown>,
    /// Substances that some part names, by the entries they count towards.
    members: BTreeMap<EntryKey, BTreeSet<String>>,
    /// Entries of which some part says something.
    entries: BTreeSet<(usize, usize)>,
}

impl<'a> Builder<'a> {
    fn new(parts: &Parts, judged: &'a Judged<'a>, undeclared_below: Vec<bool>) -> Self {
        let mut builder = Self {
            judged,
            rules: judged.default_rules(),
            undeclared_below,
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
            let entries: Vec<(usize, usize)> = self.entries_in(content).collect();
            self.entries.extend(entries);
            if !is_named(content) {
                continue;
            }
            self.shown
                .entry(content.key.clone())
                .and_modify(|shown| shown.alone &= shown.name == content.name)
                .or_insert_with(|| Shown::of(content));
            for entry in entries_of(content.cas.as_deref(), &content.name, self.judged.lists()) {
                self.members.entry(entry).or_default().insert(content.key.clone());
            }
        }
    }

    /// The entries that a content says something of: the position of the rule set and that of the entry.
    fn entries_in<'c>(
        &self,
        content: &'c Content,
    ) -> impl Iterator<Item = (usize, usize)> + use<'a, 'c> {
        let rules = self.rules;
        let held = content.members.iter().map(|m| &m.entry).chain(&content.may_hold);
        held.flat_map(move |entry| {
            let sets = rules.iter().enumerate();
            sets.flat_map(move |(at, set)| set.positions(entry).iter().map(move |to| (at, *to)))
        })
    }

    /// The columns of `rows` of which the part itself says nothing: it has a row since some other part says something of them.
    fn unsaid(
        &self,
        rows: Option<&PartRows>,
        composition: Option<&PartComposition>,
    ) -> BTreeSet<Column> {
        let Some((rows, composition)) = rows.zip(composition) else { return BTreeSet::new() };
        let mut unsaid: BTreeSet<Column> = rows.rows.keys().cloned().collect();
        unsaid.remove(&Column::Undisclosed);
        let materials = composition.alternatives.iter().flat_map(|one| &one.materials);
        for content in materials.flat_map(|material| &material.contents) {
            for (set, position) in self.entries_in(content) {
                unsaid.remove(&Column::Entry(set, position));
            }
            if is_named(content) {
                unsaid.remove(&Column::Substance(content.key.clone()));
            }
        }
        unsaid
    }

    fn node(&self, node: u32, bom: &Bom, graph: &Graph, parts: &Parts) -> Draft {
        let at = graph.node(node).part as usize;
        let weighed = bom.parts[at].mass;
        let Some(composition) = &parts.compositions[at] else {
            return match kind(graph, at) {
                PartKind::Adds => (Role::Assembly, MassRange::UNKNOWN, None),
                PartKind::Assembly => {
                    let own = match bom.parts[at].own_materials {
                        OwnMaterials::None => MassRange::ZERO,
                        OwnMaterials::Unread => MassRange::UNKNOWN,
                    };
                    (Role::Assembly, own, None)
                }
                PartKind::Leaf => {
                    let one = per_unit(graph.node(node).unit, weighed);
                    (Role::Missing, one.map_or(MassRange::UNKNOWN, MassRange::exactly), None)
                }
            };
        };
        let kind = kind(graph, at);
        let role = self.role(node, kind, composition);
        let (mass, rows) = match role {
            // Its statements stay with the children, whose compositions say more.
            Role::Assembly if kind == PartKind::Assembly => return (role, MassRange::ZERO, None),
            _ => self.part(composition, (kind, at), graph.node(node).unit),
        };
        let mass = match (mass.high, weighed, graph.node(node).unit) {
            // What an assembly adds beside its children is not what it weighs.
            (None, Some(weighed), QuantityUnit::Pieces) if role != Role::Assembly => {
                MassRange::exactly(weighed).hull(MassRange::exactly(weighed.max(mass.low)))
            }
            _ => mass,
        };
        (role, mass, Some(rows))
    }

    /// A declaration of the whole that is statements only speaks for the whole where something in it is undeclared.
    fn role(&self, node: u32, kind: PartKind, composition: &PartComposition) -> Role {
        let speaks = !is_stated_only(composition) || self.undeclared_below[node as usize];
        match kind {
            PartKind::Leaf => Role::Declared,
            PartKind::Assembly if speaks => Role::Whole,
            PartKind::Adds | PartKind::Assembly => Role::Assembly,
        }
    }

    /// The hull of all alternatives.
    fn part(
        &self,
        part: &PartComposition,
        kind: (PartKind, usize),
        unit: QuantityUnit,
    ) -> (MassRange, PartRows) {
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
        (kind, part): (PartKind, usize),
        unit: QuantityUnit,
    ) -> (MassRange, PartRows) {
        let mut rows = PartRows {
            rows: Rows::new(),
            anything: Some(Mass::ZERO),
            anything_share: Fraction::ZERO,
        };
        if composition.materials.is_empty() {
            rows.anything = composition.mass.high;
            rows.anything_share = Fraction::ONE;
        }
        self.substances(composition, &mut rows);
        self.add_entries(composition, (kind, part), &mut rows);
        match unit {
            QuantityUnit::Pieces => (composition.mass, rows),
            QuantityUnit::Grams => (MassRange::exactly(Mass::GRAM), per_gram(rows, composition)),
        }
    }

    fn substances(&self, composition: &Composition, rows: &mut PartRows) {
        let mut in_places: BTreeMap<&str, (MassRange, FractionRange)> = BTreeMap::new();
        for material in &composition.materials {
            let undisclosed = undisclosed(material);
            if undisclosed != NOTHING {
                worst_place(rows.rows.entry(Column::Undisclosed).or_insert(NOTHING), undisclosed);
            }
            rows.anything = sum(rows.anything, undisclosed.0.high);
            let anything = FractionRange::up_to(undisclosed.1.high);
            rows.anything_share = rows.anything_share.max(anything.high);
            for (key, (mass, share)) in self.named(material) {
                let amount = (mass, share.plus(anything).capped());
                worst_place(in_places.entry(key).or_insert(NOTHING), amount);
            }
        }
        for (key, (mass, worst)) in in_places {
            let mass = MassRange { high: sum(mass.high, rows.anything), ..mass };
            let share = larger(worst, FractionRange::up_to(rows.anything_share));
            rows.rows.insert(Column::Substance(key.to_owned()), (mass, share));
        }
    }

    /// The substances of a material, and those that some other part names and that a class in it may hold.
    fn named<'m>(
        &'m self,
        material: &'m PlacedMaterial,
    ) -> BTreeMap<&'m str, (MassRange, FractionRange)> {
        let mut here: BTreeMap<&str, (MassRange, FractionRange)> = BTreeMap::new();
        let disclosed = material.contents.iter().filter(|c| c.disclosed != Disclosed::Nothing);
        for content in disclosed {
            if !content.key.is_empty() {
                add(here.entry(&content.key).or_insert(NOTHING), (content.mass, content.share));
            }
            let maybe =
                (MassRange::up_to(content.mass.high), FractionRange::up_to(content.share.high));
            let held = content.may_hold.iter().filter_map(|entry| self.members.get(entry));
            for key in held.flatten().filter(|key| **key != content.key) {
                add(here.entry(key).or_insert(NOTHING), maybe);
            }
        }
        here
    }

    /// Adds a row for every entry of which some part says something, so that levels and statements are exact.
    fn add_entries(
        &self,
        composition: &Composition,
        (kind, part): (PartKind, usize),
        rows: &mut PartRows,
    ) {
        let applications = self.judged.applications(part);
        for (at, rules) in self.rules.iter().enumerate() {
            let judge = self.judged.judge(rules, self.judged.default_category());
            let places = judge.values(composition, kind);
            let is_for = |at: usize| rules.entries[at].is_for(applications);
            let here = self.entries.iter().filter(|(set, _)| *set == at);
            for (_, position) in here.filter(|(_, position)| is_for(*position)) {
                let share = places
                    .iter()
                    .filter_map(|place| place.of(*position, rules))
                    .fold(FractionRange::ZERO, larger);
                let mass = entry_mass(composition, *position, rules, rows.anything);
                if !share.high.is_zero() || mass.high != Some(Mass::ZERO) {
                    rows.rows.insert(Column::Entry(at, *position), (mass, share));
                }
            }
        }
    }
}

/// Whether a content is a substance with a column of its own.
pub(super) fn is_named(content: &Content) -> bool {
    content.disclosed != Disclosed::Nothing && !content.key.is_empty()
}

/// Whether of a part only statements are known.
fn is_stated_only(part: &PartComposition) -> bool {
    part.alternatives.iter().all(|alternative| alternative.materials.is_empty())
}

/// The weighed mass of one unit; a gram weighs a gram.
fn per_unit(unit: QuantityUnit, weighed: Option<Mass>) -> Option<Mass> {
    match unit {
        QuantityUnit::Pieces => weighed,
        QuantityUnit::Grams => Some(Mass::GRAM),
    }
}

fn input((role, mass, rows): Draft, columns: &[Column]) -> PartInput {
    let Some(rows) = rows else {
        let background = match role {
            Role::Missing => Background { mass: mass.high, share: Fraction::ONE },
            // What it holds beside its children nobody tells.
            _ if mass.high.is_none() => Background { mass: None, share: Fraction::ONE },
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
