//! A place of a part while it is judged.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use super::origin::At;
use crate::composition::{Bound, Composition, Content};
use crate::lists::Level;
use crate::reason::Reason;
use crate::rule_set::RuleSet;
use crate::value::PlaceValues;

/// One place with all that its findings need.
pub(super) struct Place<'a> {
    /// What it is; `None`: whatever its entries look at.
    pub(super) level: Option<Level>,
    pub(super) steps: &'a [String],
    /// Where it is among what is known of the part; `None`: it is no place of a composition.
    pub(super) at: Option<At>,
    pub(super) values: PlaceValues,
    pub(super) contents: Vec<&'a Content>,
    pub(super) claims: Vec<&'a ExemptionClaim>,
    pub(super) document: Option<usize>,
    /// Causes that hold for every finding of the place.
    pub(super) because: Vec<Reason>,
    /// Entries of which what is known contradicts itself.
    pub(super) doubt: BTreeMap<usize, Reason>,
    /// Entries that are not over by statement.
    pub(super) not_over: BTreeSet<usize>,
    /// Entries that are over by statement, with the list.
    pub(super) by_statement: BTreeMap<usize, String>,
    /// Entries that exemptions are claimed for without telling the place.
    pub(super) claimed_apart: BTreeMap<usize, Reason>,
    /// Exemptions claimed with statements, by the entry that the statement speaks of: they cover no other.
    pub(super) claims_on: BTreeMap<usize, &'a [ExemptionClaim]>,
    /// Statements that narrow an entry to within its limit.
    pub(super) narrowed_by: BTreeMap<usize, &'a Bound>,
}

/// A place of a part and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValuedPlace {
    /// What it is; `None`: whatever its entries look at.
    pub level: Option<Level>,
    /// The steps from the part down to it.
    pub steps: Vec<String>,
    /// Its shares.
    pub values: PlaceValues,
}

impl ValuedPlace {
    /// Returns what the place holds of the entry at `position`; `None`: the entry does not look at such places.
    pub fn of(&self, position: usize, rules: &RuleSet) -> Option<FractionRange> {
        let level = rules.entries[position].level;
        self.level.is_none_or(|own| own == level).then(|| self.values.of(position))
    }
}

impl Place<'_> {
    /// The statements that it rests on.
    pub(super) fn rests_on(&self) -> impl Iterator<Item = (String, usize)> {
        self.narrowed_by.values().map(|bound| (bound.list.clone(), bound.document))
    }

    /// Whether entries of that level look at it.
    pub(super) fn is_at(&self, level: Level) -> bool {
        self.level.is_none_or(|own| own == level)
    }
}

/// The place that is the whole part, of which nothing is known yet.
pub(super) fn whole_part<'a>(
    composition: &'a Composition,
    steps: &'a [String],
    level: Option<Level>,
) -> Place<'a> {
    Place {
        level,
        steps,
        at: None,
        values: PlaceValues { explicit: BTreeMap::new(), background: Fraction::ONE },
        contents: Vec::new(),
        claims: composition.claims.iter().collect(),
        document: composition.document,
        because: Vec::new(),
        doubt: BTreeMap::new(),
        not_over: BTreeSet::new(),
        by_statement: BTreeMap::new(),
        claimed_apart: BTreeMap::new(),
        claims_on: BTreeMap::new(),
        narrowed_by: BTreeMap::new(),
    }
}
