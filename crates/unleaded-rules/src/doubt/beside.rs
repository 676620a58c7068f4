//! What is known of a part beside a statement.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::Fraction;

use super::level;
use crate::composition::{Composition, Says};
use crate::lists::EntryKey;
use crate::shares::Shares;

/// A composition and its bounds, each entry looked up once: a document may say as much as it has lines.
pub(super) struct Beside<'a> {
    composition: &'a Composition,
    shares: Shares<'a>,
    /// The entries with a bound that says that they are over, and the steps down to where.
    told: BTreeSet<(&'a EntryKey, &'a [String])>,
    /// The entries with a bound that says that they are not.
    denied: BTreeSet<&'a EntryKey>,
    /// The most that a place at or below some steps surely holds.
    most: BTreeMap<(EntryKey, Vec<String>), Fraction>,
}

impl<'a> Beside<'a> {
    /// What is known beside statements on `entries`.
    pub(super) fn of(
        composition: &'a Composition,
        entries: impl IntoIterator<Item = &'a EntryKey>,
    ) -> Self {
        let bounds = |says: Says| composition.bounds.iter().filter(move |bound| bound.says == says);
        Self {
            composition,
            shares: Shares::of(composition, entries),
            told: bounds(Says::Over).map(|b| (&b.entry, b.steps.as_slice())).collect(),
            denied: bounds(Says::NotOver).map(|bound| &bound.entry).collect(),
            most: BTreeMap::new(),
        }
    }

    /// The most of `entry` that a place at or below `steps` surely holds.
    pub(super) fn most(&mut self, entry: &EntryKey, steps: &[String]) -> Fraction {
        let at = (entry.clone(), steps.to_vec());
        if let Some(known) = self.most.get(&at) {
            return *known;
        }
        let below = self.shares.below(entry, level(entry), steps);
        let most = below.map(|share| share.low).reduce(Fraction::max).unwrap_or(Fraction::ZERO);
        self.most.insert(at, most);
        most
    }

    /// Whether a bound says that `entry` is over at `steps`, below or above, which is judged by itself. That it is over in
    /// another part inside the part is another matter.
    pub(super) fn is_told(&self, entry: &EntryKey, steps: &[String]) -> bool {
        let mut below = self.told.range((entry, steps)..);
        let is_below = below.next().is_some_and(|(of, at)| *of == entry && at.starts_with(steps));
        is_below || (0..steps.len()).any(|depth| self.told.contains(&(entry, &steps[..depth])))
    }

    /// Whether a composition may have left `entry` out: there is one, and no statement speaks of the entry.
    pub(super) fn may_hold(&self, entry: &EntryKey) -> bool {
        let is_silent = !self.is_told(entry, &[]) && !self.denied.contains(entry);
        is_silent && !self.composition.materials.is_empty()
    }
}
