//! What suppliers say beside a composition, place by place.

use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange};

use super::{Judge, Place, whole_part};
use crate::composition::Composition;
use crate::reason::Reason;
use crate::value::PlaceValues;

impl Judge<'_> {
    /// What is doubted is open in a place of its own, which no statement narrows and no part dilutes.
    pub(super) fn add_doubts<'a>(&self, places: &mut Vec<Place<'a>>, composition: &'a Composition) {
        let mut apart: BTreeMap<(&[String], usize), Place<'a>> = BTreeMap::new();
        for doubt in &composition.doubts {
            let position = match &doubt.entry {
                None => None,
                Some(entry) => match self.rules.positions.get(entry) {
                    Some(position) => Some(*position),
                    None => continue,
                },
            };
            let place = apart.entry((&doubt.steps, doubt.document)).or_insert_with(|| Place {
                values: PlaceValues { explicit: BTreeMap::new(), background: Fraction::ZERO },
                document: Some(doubt.document),
                ..whole_part(composition, &doubt.steps)
            });
            match position {
                Some(position) => {
                    place.values.explicit.insert(position, FractionRange::ANYTHING);
                    place.doubt.insert(position, doubt.reason.clone());
                }
                None => {
                    place.values.background = Fraction::ONE;
                    place.because.push(doubt.reason.clone());
                }
            }
        }
        places.extend(apart.into_values());
    }

    /// An exemption that is claimed with an answer is for the one place of the part that is over for the entry. Where
    /// there are several, or answers claim differently, it covers none.
    pub(super) fn join_claims<'a>(&self, places: &mut [Place<'a>], composition: &'a Composition) {
        for told in &composition.entry_claims {
            let Some(&position) = self.rules.positions.get(&told.entry) else { continue };
            let limit = self.rules.entries[position].limit;
            let is_over = |place: &&mut Place<'_>| {
                place.steps.starts_with(&told.steps)
                    && place.values.of(position).low > limit
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
