//! How much of each entry a place holds.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange, MassRange};

use crate::composition::{Composition, Content, PlacedMaterial};
use crate::lists::EntryKey;
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
    let contents: Vec<&Content> = material.contents.iter().collect();
    let except = excluding(&contents, rules).into_iter().map(|(position, others)| {
        let shares = others.iter().map(|content| content.share);
        (position, shares.fold(FractionRange::ZERO, FractionRange::plus))
    });
    with_background(own, undisclosed, except.collect())
}

/// The entries that some of `contents` is surely not although it may be anything else, by their positions, with all those that
/// may be the entry because nothing is known of them.
fn excluding<'c>(contents: &[&'c Content], rules: &RuleSet) -> BTreeMap<usize, Vec<&'c Content>> {
    let open: Vec<&Content> = contents.iter().copied().filter(|c| rules.is_open(c)).collect();
    let excluded: BTreeSet<&EntryKey> = open.iter().flat_map(|c| &c.excluded).collect();
    let positions = excluded.into_iter().flat_map(|key| rules.positions(key)).copied();
    let others = |position: usize| {
        let entry = &rules.entries[position];
        (position, open.iter().copied().filter(|c| !entry.is_not_of(c)).collect())
    };
    positions.collect::<BTreeSet<usize>>().into_iter().map(others).collect()
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

/// Adds what may be anything to what is known; to the entries of `except` only as much as stands there.
fn with_background(
    mut own: BTreeMap<usize, FractionRange>,
    undisclosed: FractionRange,
    except: BTreeMap<usize, FractionRange>,
) -> PlaceValues {
    except.keys().for_each(|at| {
        own.entry(*at).or_insert(FractionRange::ZERO);
    });
    let anything = |at: &usize| except.get(at).map_or(undisclosed.high, |share| share.high);
    let all = |(at, share): (usize, FractionRange)| {
        (at, share.plus(FractionRange::up_to(anything(&at))).capped())
    };
    let explicit = own.into_iter().map(all).collect();
    PlaceValues { explicit, background: undisclosed.high.min(Fraction::ONE) }
}

/// Returns what an article of that mass holds of the entries of `rules`: the denominator is the article, and what is `inside`
/// an article inside it counts in both.
pub(crate) fn article_values(
    whole: MassRange,
    inside: &[&PlacedMaterial],
    rules: &RuleSet,
) -> PlaceValues {
    let mut own: BTreeMap<usize, MassRange> = BTreeMap::new();
    let mut undisclosed = MassRange::ZERO;
    for material in inside {
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
    let contents: Vec<&Content> = inside.iter().flat_map(|m| &m.contents).collect();
    let except = excluding(&contents, rules).into_iter().map(|(position, others)| {
        let mut masses = others.iter().map(|content| content.mass);
        let sum = masses.try_fold(MassRange::ZERO, |sum, mass| sum.plus(mass));
        (position, sum.unwrap_or(MassRange::UNKNOWN).share_of(whole))
    });
    let values = with_background(own, undisclosed.share_of(whole), except.collect());
    narrowed_by_materials(values, inside, rules)
}

/// The materials of each article, with those of the articles inside it, which lie in one another no deeper than parts do.
pub(crate) fn materials_by_article(composition: &Composition) -> Vec<Vec<&PlacedMaterial>> {
    let mut inside: Vec<Vec<&PlacedMaterial>> = vec![Vec::new(); composition.articles.len()];
    for material in &composition.materials {
        for article in articles_around(composition, material) {
            inside[article].push(material);
        }
    }
    inside
}

/// The materials of one article and of the articles inside it.
pub(crate) fn materials_inside(
    composition: &Composition,
    article: usize,
) -> impl Iterator<Item = &PlacedMaterial> {
    let is_inside = move |material: &&PlacedMaterial| {
        articles_around(composition, material).any(|around| around == article)
    };
    composition.materials.iter().filter(is_inside)
}

/// The articles that `material` is inside of, from the innermost out.
fn articles_around<'c>(
    composition: &'c Composition,
    material: &PlacedMaterial,
) -> impl Iterator<Item = usize> + use<'c> {
    std::iter::successors(Some(material.article), |at| composition.articles[*at].parent)
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
