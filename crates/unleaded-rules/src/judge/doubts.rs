//! What suppliers say beside a composition, place by place.

use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange};

use super::{Judge, Place, whole_part};
use crate::composition::{Bound, Composition, Says};
use crate::reason::Reason;
use crate::value::PlaceValues;

impl Judge<'_> {
    /// What is doubted is open in a place of its own, which no statement narrows and no part dilutes.
    pub(super) fn add_doubts<'a>(&self, places: &mut Vec<Place<'a>>, composition: &'a Composition) {
        let mut apart: BTreeMap<(&[String], usize), Place<'a>> = BTreeMap::new();
        for doubt in &composition.doubts {
            let positions = doubt.entry.as_ref().map(|entry| self.rules.positions(entry));
            if positions.is_some_and(<[usize]>::is_empty) {
                continue;
            }
            let place = apart.entry((&doubt.steps, doubt.document)).or_insert_with(|| Place {
                values: PlaceValues { explicit: BTreeMap::new(), background: Fraction::ZERO },
                document: Some(doubt.document),
                ..whole_part(composition, &doubt.steps, None)
            });
            for position in positions.into_iter().flatten() {
                place.values.explicit.insert(*position, FractionRange::ANYTHING);
                place.doubt.insert(*position, doubt.reason.clone());
            }
            if doubt.entry.is_none() {
                place.values.background = Fraction::ONE;
                place.because.push(doubt.reason.clone());
            }
        }
        let told = composition.bounds.iter().filter(|bound| bound.says == Says::Over);
        for (bound, position) in told.flat_map(|bound| self.other_limits(bound)) {
            if places.iter().any(|place| self.is_over(place, position)) {
                continue;
            }
            let place = apart.entry((&bound.steps, bound.document)).or_insert_with(|| Place {
                values: PlaceValues { explicit: BTreeMap::new(), background: Fraction::ZERO },
                document: Some(bound.document),
                ..whole_part(composition, &bound.steps, None)
            });
            let list = bound.list.clone();
            place.values.explicit.insert(position, FractionRange::ANYTHING);
            place.doubt.insert(position, Reason::OverElsewhere { list });
        }
        places.extend(apart.into_values());
    }

    /// The entries that what is over by a statement counts towards, where the statement speaks of another limit.
    fn other_limits<'b>(&self, bound: &'b Bound) -> impl Iterator<Item = (&'b Bound, usize)> {
        let positions = self.rules.positions(&bound.entry).iter().copied();
        let entries = &self.rules.entries;
        let is_other = |at: &usize| !entries[*at].is_bounded_by(bound);
        positions.filter(is_other).map(move |at| (bound, at)).collect::<Vec<_>>().into_iter()
    }

    pub(super) fn is_over(&self, place: &Place<'_>, position: usize) -> bool {
        place.is_at(self.rules.entries[position].level) && self.surely_over(place, position)
    }

    /// An exemption that is claimed with an answer is for the one place of the part that is over for the entry. Where
    /// there are several, or answers claim differently, it covers none.
    pub(super) fn join_claims<'a>(&self, places: &mut [Place<'a>], composition: &'a Composition) {
        for told in &composition.entry_claims {
            let Some(position) = self.rules.position(&told.entry) else { continue };
            let is_over = |place: &&mut Place<'_>| {
                place.steps.starts_with(&told.steps)
                    && self.is_over(place, position)
                    && !place.claims_on.contains_key(&position)
            };
            let mut over: Vec<&mut Place<'a>> = places.iter_mut().filter(is_over).collect();
            match (over.as_mut_slice(), told.sets.as_slice()) {
                ([place], [claims]) => drop(place.claims_on.insert(position, claims)),
                (several, sets) => {
                    let mut ids: Vec<String> =
                        sets.iter().flatten().map(|c| c.id.clone()).collect();
                    ids.sort_unstable();
                    ids.dedup();
                    for place in several {
                        let (ids, list) = (ids.clone(), told.list.clone());
                        place.claimed_apart.insert(position, Reason::ClaimedApart { ids, list });
                    }
                }
            }
        }
    }
}
