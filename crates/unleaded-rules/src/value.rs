//! How much of each entry a place holds.

use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange, MassRange};

use crate::composition::{Composition, Content, PlacedMaterial};
use crate::rule_set::{RuleEntry, RuleSet};

/// The shares of a rule set's entries in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceValues {
    /// Entries of which something is said, by their position in the rule set.
    pub explicit: BTreeMap<usize, FractionRange>,
    /// The most that any other entry can be: what may be anything.
    pub background: Fraction,
}

impl PlaceValues {
    /// Returns the share of the entry at `position`.
    pub fn of(&self, position: usize) -> FractionRange {
        let silent = FractionRange::up_to(self.background);
        self.explicit.get(&position).copied().unwrap_or(silent)
    }
}

/// Returns what a homogeneous material holds of the entries of `rules`, each with its own denominator: the material.
pub fn material_values(material: &PlacedMaterial, rules: &RuleSet) -> PlaceValues {
    let mut own: BTreeMap<usize, FractionRange> = BTreeMap::new();
    let mut undisclosed = FractionRange::ZERO;
    for content in &material.contents {
        for position in counting(content, rules) {
            let sum = own.entry(position).or_insert(FractionRange::ZERO);
            *sum = sum.plus(scaled(content.share, counted(content, &rules.entries[position])));
        }
        if rules.is_open(content) {
            undisclosed = undisclosed.plus(content.share);
        }
    }
    with_background(own, undisclosed)
}

/// The entries that `content` counts or may count towards, by their positions, each once.
fn counting(content: &Content, rules: &RuleSet) -> Vec<usize> {
    let keys = content.members.iter().map(|member| &member.entry).chain(&content.may_hold);
    let mut positions: Vec<usize> = Vec::new();
    for position in keys.flat_map(|key| rules.positions(key)) {
        if !positions.contains(position) {
            positions.push(*position);
        }
    }
    positions
}

/// The share of `content` that counts towards `entry`: what surely does, and all of it where more may.
pub fn counted(content: &Content, entry: &RuleEntry) -> FractionRange {
    let sure = entry.factor(content).unwrap_or(FractionRange::ZERO);
    let high = if entry.may_be_of(content) { Fraction::ONE } else { sure.high };
    FractionRange { low: sure.low, high }
}

/// Multiplies a share with a factor that may itself be an interval.
pub(crate) fn scaled(share: FractionRange, factor: FractionRange) -> FractionRange {
    let low = FractionRange::exactly(share.low).times(factor.low).low;
    let high = FractionRange::exactly(share.high).times(factor.high).high;
    FractionRange { low, high }
}

fn with_background(own: BTreeMap<usize, FractionRange>, undisclosed: FractionRange) -> PlaceValues {
    let anything = FractionRange::up_to(undisclosed.high);
    let explicit = own.into_iter().map(|(at, share)| (at, share.plus(anything).capped())).collect();
    PlaceValues { explicit, background: undisclosed.high.min(Fraction::ONE) }
}

/// Returns what an article holds of the entries of `rules`: the denominator is the article, and what is inside an
/// article inside it counts in both.
pub fn article_values(composition: &Composition, article: usize, rules: &RuleSet) -> PlaceValues {
    let inside = materials_inside(composition, article);
    let whole = composition.articles[article].mass;
    let mut own: BTreeMap<usize, MassRange> = BTreeMap::new();
    let mut undisclosed = MassRange::ZERO;
    for material in &inside {
        for content in &material.contents {
            for position in counting(content, rules) {
                let factor = counted(content, &rules.entries[position]);
                let mass = content.mass.times(factor).unwrap_or(MassRange::UNKNOWN);
                let sum = own.entry(position).or_insert(MassRange::ZERO);
                *sum = sum.plus(mass).unwrap_or(MassRange::UNKNOWN);
            }
            if rules.is_open(content) {
                undisclosed = undisclosed.plus(content.mass).unwrap_or(MassRange::UNKNOWN);
            }
        }
    }
    let own = own.into_iter().map(|(at, mass)| (at, mass.share_of(whole))).collect();
    narrowed_by_materials(with_background(own, undisclosed.share_of(whole)), &inside, rules)
}

/// The materials of an article and of the articles inside it.
pub(crate) fn materials_inside(composition: &Composition, article: usize) -> Vec<&PlacedMaterial> {
    let is_inside = |mut at: usize| loop {
        if at == article {
            return true;
        }
        match composition.articles[at].parent {
            Some(parent) => at = parent,
            None => return false,
        }
    };
    composition.materials.iter().filter(|material| is_inside(material.article)).collect()
}

/// The share in a whole lies between the least and the greatest share in its materials, which bounds it where masses
/// are not known.
fn narrowed_by_materials(
    values: PlaceValues,
    inside: &[&PlacedMaterial],
    rules: &RuleSet,
) -> PlaceValues {
    if inside.is_empty() {
        return values;
    }
    let parts: Vec<PlaceValues> = inside.iter().map(|m| material_values(m, rules)).collect();
    let highest = |at: usize| parts.iter().map(|p| p.of(at).high).reduce(Fraction::max);
    let lowest = |at: usize| parts.iter().map(|p| p.of(at).low).reduce(Fraction::min);
    let explicit = values.explicit.iter().map(|(at, share)| {
        let low = share.low.max(lowest(*at).unwrap_or(Fraction::ZERO));
        let high = share.high.min(highest(*at).unwrap_or(Fraction::ONE)).max(low);
        (*at, FractionRange { low, high })
    });
    let background = parts.iter().map(|p| p.background).reduce(Fraction::max);
    PlaceValues {
        explicit: explicit.collect(),
        background: values.background.min(background.unwrap_or(Fraction::ONE)),
    }
}

/// Returns the most that any material of `composition` holds of each entry: what an article somewhere inside it can
/// hold at the worst.
pub(crate) fn worst_of_materials(composition: &Composition, rules: &RuleSet) -> PlaceValues {
    let mut worst = PlaceValues { explicit: BTreeMap::new(), background: Fraction::ZERO };
    for material in &composition.materials {
        let values = material_values(material, rules);
        for (at, share) in values.explicit {
            let known = worst.explicit.entry(at).or_insert(FractionRange::ZERO);
            known.high = known.high.max(share.high);
        }
        worst.background = worst.background.max(values.background);
    }
    for share in worst.explicit.values_mut() {
        share.high = share.high.max(worst.background);
    }
    if composition.materials.is_empty() {
        worst.background = Fraction::ONE;
    }
    worst
}
