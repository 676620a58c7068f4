//! How much each place of a composition holds of the entries that statements speak of.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use unleaded_model::amount::{Fraction, FractionRange};

use crate::composition::Composition;
use crate::lists::{EntryKey, Level};
use crate::rule_set::{RuleEntry, RuleSet};
use crate::value::{PlaceValues, article_values, material_values, materials_by_article};

/// The shares of some entries in the places of a composition. Each place is looked at once for all of them: a document may
/// have as many places as answers.
pub(crate) struct Shares<'a> {
    composition: &'a Composition,
    rules: RuleSet,
    materials: OnceCell<Places<'a>>,
    articles: OnceCell<Places<'a>>,
}

/// The places of one level.
struct Places<'a> {
    /// The steps down to each, and what it holds, in the order of the composition.
    values: Vec<(&'a [String], PlaceValues)>,
    /// Their positions in the order of their steps: what is below a part stands together.
    by_steps: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(places: impl Iterator<Item = (&'a [String], PlaceValues)>) -> Self {
        let values: Vec<(&[String], PlaceValues)> = places.collect();
        let mut by_steps: Vec<usize> = (0..values.len()).collect();
        by_steps.sort_by_key(|at| values[*at].0);
        Self { values, by_steps }
    }
}

impl<'a> Shares<'a> {
    /// The shares of `entries`; of another one no more is known than of one that nothing speaks of.
    pub(crate) fn of(
        composition: &'a Composition,
        entries: impl IntoIterator<Item = &'a EntryKey>,
    ) -> Self {
        let entries: BTreeSet<&EntryKey> = entries.into_iter().collect();
        // The limit counts for nothing here, nor does the level.
        let rule = |entry| RuleEntry::stated(entry, Fraction::ONE, Level::HomogeneousMaterial);
        let rules = RuleSet::of_entries(entries.into_iter().map(rule).collect());
        Self { composition, rules, materials: OnceCell::new(), articles: OnceCell::new() }
    }

    /// The share of `entry` in each place of that level, with the steps down to it, in the order of the composition.
    pub(crate) fn each(
        &self,
        entry: &EntryKey,
        level: Level,
    ) -> impl Iterator<Item = (&'a [String], FractionRange)> {
        let position = self.position(entry);
        self.places(level).values.iter().map(move |(steps, values)| (*steps, values.of(position)))
    }

    /// The share of `entry` in each place of that level that is at or below `steps`.
    pub(crate) fn below(
        &self,
        entry: &EntryKey,
        level: Level,
        steps: &[String],
    ) -> impl Iterator<Item = FractionRange> {
        let position = self.position(entry);
        let Places { values, by_steps } = self.places(level);
        let first = by_steps.partition_point(|at| values[*at].0 < steps);
        let below = by_steps[first..].iter().map(|at| &values[*at]);
        below
            .take_while(move |(at, _)| at.starts_with(steps))
            .map(move |(_, values)| values.of(position))
    }

    /// Where `entry` stands in the rules; of one that is not there nothing is said in any place.
    fn position(&self, entry: &EntryKey) -> usize {
        self.rules.position(entry).unwrap_or(usize::MAX)
    }

    fn places(&self, level: Level) -> &Places<'a> {
        let Composition { materials, articles, .. } = self.composition;
        match level {
            Level::HomogeneousMaterial => self.materials.get_or_init(|| {
                let values = materials.iter().map(|m| material_values(m, &self.rules));
                Places::of(materials.iter().map(|m| m.steps.as_slice()).zip(values))
            }),
            Level::Article | Level::Product | Level::ProductPart => {
                self.articles.get_or_init(|| {
                    let inside = materials_by_article(self.composition);
                    let values = articles.iter().zip(&inside);
                    let values =
                        values.map(|(a, inside)| article_values(a.mass, inside, &self.rules));
                    Places::of(articles.iter().map(|a| a.steps.as_slice()).zip(values))
                })
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use unleaded_model::amount::{Mass, MassRange};
    use unleaded_model::declaration::Intent;

    use super::*;
    use crate::composition::{Article, Content, Disclosed, Member, PlacedMaterial, Told};

    fn entry(number: u16) -> EntryKey {
        EntryKey::Svhc(number)
    }

    /// A substance of `mass` attograms, half of its material: entry `of`, or anything but `excluded`.
    pub(crate) fn content(mass: i128, of: Option<u16>, excluded: &[u16]) -> Content {
        let factor = FractionRange::exactly(Fraction::ONE);
        let member = |of| Member { entry: entry(of), factor, confirmed: true };
        Content {
            cas: None,
            name: String::new(),
            key: String::new(),
            disclosed: of.map_or(Disclosed::Nothing, |_| Disclosed::Definite),
            may_hold: Vec::new(),
            excluded: excluded.iter().map(|number| entry(*number)).collect(),
            members: of.into_iter().map(member).collect(),
            mass: MassRange::exactly(Mass::from_attograms(mass).unwrap()),
            share: FractionRange::exactly(Fraction::new(1, 2).unwrap()),
            told: Told::Amount,
            intent: Intent::Unknown,
            claims: Vec::new(),
        }
    }

    /// So many articles, each with one material, every third inside the one before.
    fn composition(count: usize) -> Composition {
        let mut composition = crate::resolve::undeclared("");
        let steps = |at: usize| match at % 3 {
            0 => vec![at.to_string()],
            _ => vec![(at - 1).to_string(), at.to_string()],
        };
        for at in 1..count {
            let parent = Some(if at % 3 == 0 { 0 } else { at - 1 });
            let mass = MassRange::exactly(Mass::from_attograms(10).unwrap());
            composition.articles.push(Article { steps: steps(at), parent, mass });
            let number = u16::try_from(at % 5).unwrap();
            let contents = vec![content(3, Some(number), &[]), content(3, None, &[number + 1])];
            let (steps, claims) = (steps(at), Vec::new());
            composition.materials.push(PlacedMaterial {
                steps,
                article: at,
                mass,
                contents,
                claims,
            });
        }
        composition
    }

    #[test]
    fn entries_are_looked_at_together_as_each_alone() {
        let composition = composition(20);
        let all: Vec<EntryKey> = (0..8).map(entry).collect();
        let together = Shares::of(&composition, &all);
        for level in [Level::Article, Level::HomogeneousMaterial] {
            for one in &all {
                let alone = Shares::of(&composition, [one]);
                let each: Vec<_> = together.each(one, level).collect();
                assert_eq!(each, alone.each(one, level).collect::<Vec<_>>());
                assert_eq!(each.len(), if level == Level::Article { 20 } else { 19 });
                for (steps, _) in &each {
                    let below = each.iter().filter(|(at, _)| at.starts_with(steps));
                    let mut below: Vec<_> = below.map(|(_, share)| *share).collect();
                    let mut found: Vec<_> = together.below(one, level, steps).collect();
                    below.sort_by_key(|share| (share.low, share.high));
                    found.sort_by_key(|share| (share.low, share.high));
                    assert_eq!(found, below, "{steps:?}");
                }
            }
        }
    }

    /// The work grows with the sum of articles and answers, not with the articles' square times the answers.
    #[test]
    fn many_articles_are_looked_at_once() {
        let composition = composition(10_000);
        let all: Vec<EntryKey> = (0..200).map(entry).collect();
        let shares = Shares::of(&composition, &all);
        let places = all.iter().map(|entry| shares.each(entry, Level::Article).count());
        assert_eq!(places.sum::<usize>(), 200 * 10_000);
    }
}
