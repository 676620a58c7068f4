//! Statements that a threshold is exceeded.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use super::{Judge, Place, whole_part};
use crate::composition::{Composition, Says};
use crate::exemption::{ClaimKey, claim_key};
use crate::reason::Reason;
use crate::value::PlaceValues;

/// The exemptions of a statement.
type ClaimSet = BTreeSet<ClaimKey>;
/// The sub-part that a statement is about (none: the whole part), and its exemptions.
type Subject<'a> = (&'a [String], ClaimSet);

/// What a part states of one entry with one set of exemptions.
struct Told<'a> {
    steps: &'a [String],
    list: &'a str,
    document: usize,
    /// The worst of what is stated so.
    range: FractionRange,
    claims: &'a [ExemptionClaim],
}

/// What is known of an entry beside what is told.
#[derive(Clone, Copy)]
enum Beside {
    /// Nothing: there is no composition.
    Nothing,
    /// Some place of the composition may be over.
    MayBeOver,
    /// No place of the composition is over.
    Within,
}

impl Judge<'_> {
    /// A statement that a threshold is exceeded speaks of some place of the part, and its exemptions cover its own
    /// entry there, if only one place can be meant. Where no place surely is over, the part itself is by statement; where none can be, composition and
    /// statement contradict each other. One entry stated with different exemptions speaks of as many kinds of places:
    /// neither's permission covers the other.
    pub(super) fn add_told_over<'a>(
        &self,
        places: &mut Vec<Place<'a>>,
        composition: &'a Composition,
    ) {
        let told = self.told_over(composition);
        if composition.materials.is_empty() && places.is_empty() && !told.is_empty() {
            places.push(told_of(composition, &[]));
        }
        let denied = self.denied(composition);
        let (mut own, mut apart) = (std::mem::take(places), Vec::new());
        for (position, sets) in told {
            let beside = self.beside(&own, position, composition);
            let denied = denied.get(&position).copied();
            let differing = differing(&sets);
            for (at, told) in sets.into_values().enumerate() {
                let part = match (beside, at) {
                    (Beside::Nothing, 0) if told.steps.is_empty() => {
                        let level = self.rules.entries[position].level;
                        own.iter_mut().find(|place| place.is_at(level))
                    }
                    _ => None,
                };
                if let Some(part) = part {
                    self.tell(part, position, &told, denied, beside);
                } else if at > 0 || !self.claim_where_over(&mut own, position, (&told, &differing))
                {
                    let mut place = told_of(composition, told.steps);
                    self.tell(&mut place, position, &told, denied, beside);
                    apart.push(place);
                }
            }
        }
        places.extend(own);
        places.extend(apart);
    }

    /// What is stated of each entry that is over, one for each set of exemptions.
    fn told_over<'a>(
        &self,
        composition: &'a Composition,
    ) -> BTreeMap<usize, BTreeMap<Subject<'a>, Told<'a>>> {
        let mut all: BTreeMap<usize, BTreeMap<Subject<'a>, Told<'a>>> = BTreeMap::new();
        for (position, bound) in self.bounds(composition, Says::Over) {
            let ids = bound.claims.iter().map(claim_key);
            let subject = (bound.steps.as_slice(), ids.collect());
            let told = all.entry(position).or_default().entry(subject).or_insert(Told {
                steps: &bound.steps,
                list: &bound.list,
                document: bound.document,
                range: bound.range,
                claims: &bound.claims,
            });
            told.range.low = told.range.low.max(bound.range.low);
            told.range.high = told.range.high.max(bound.range.high);
        }
        all
    }

    /// The first list that says of an entry that its threshold is not exceeded.
    fn denied<'a>(&self, composition: &'a Composition) -> BTreeMap<usize, &'a str> {
        let mut denied = BTreeMap::new();
        for (position, bound) in self.bounds(composition, Says::NotOver) {
            denied.entry(position).or_insert(bound.list.as_str());
        }
        denied
    }

    fn beside(&self, own: &[Place<'_>], position: usize, composition: &Composition) -> Beside {
        let level = self.rules.entries[position].level;
        let may_be = |place: &Place<'_>| {
            place.is_at(level) && place.values.of(position).high > self.limit(place, position)
        };
        if composition.materials.is_empty() {
            Beside::Nothing
        } else if own.iter().any(may_be) {
            Beside::MayBeOver
        } else {
            Beside::Within
        }
    }

    /// Gives the claims to the one place that surely is over; returns whether there is any. Where there are several, or answers
    /// claim differently (`differing`: all that they claim), the exemption covers none: an answer does not tell the place.
    fn claim_where_over<'a>(
        &self,
        places: &mut [Place<'a>],
        position: usize,
        (told, differing): (&Told<'a>, &BTreeSet<String>),
    ) -> bool {
        let is_meant = |place: &&mut Place<'_>| {
            place.steps.starts_with(told.steps) && self.is_over(place, position)
        };
        let mut over: Vec<&mut Place<'a>> = places.iter_mut().filter(is_meant).collect();
        if let ([place], true) = (over.as_mut_slice(), differing.is_empty()) {
            place.claims_on.insert(position, told.claims);
            return true;
        }
        let own = told.claims.iter().map(|claim| claim.id.clone());
        let ids: BTreeSet<String> = differing.iter().cloned().chain(own).collect();
        let any = !over.is_empty();
        for place in over.into_iter().filter(|_| !ids.is_empty()) {
            let (ids, list) = (ids.iter().cloned().collect(), told.list.to_owned());
            place.claimed_apart.insert(position, Reason::ClaimedApart { ids, list });
        }
        any
    }

    fn tell<'a>(
        &self,
        place: &mut Place<'a>,
        position: usize,
        told: &Told<'a>,
        denied: Option<&str>,
        beside: Beside,
    ) {
        let limit = self.limit(place, position);
        place.claims_on.insert(position, told.claims);
        place.document = Some(told.document);
        let list = told.list.to_owned();
        let (doubt, value) = match (denied, beside) {
            (Some(denied), _) => {
                let mut lists = vec![list.clone(), denied.to_owned()];
                lists.dedup();
                let high = FractionRange::up_to(told.range.high);
                (Some(Reason::StatementsContradict { lists }), high)
            }
            (None, Beside::Nothing | Beside::MayBeOver) if told.range.high > limit => {
                (None, FractionRange { low: told.range.low.max(limit), ..told.range })
            }
            (None, Beside::Nothing) => {
                (Some(Reason::StatementUnclear { list: list.clone() }), FractionRange::ANYTHING)
            }
            (None, Beside::MayBeOver | Beside::Within) => {
                (Some(Reason::StatementContradicts { list: list.clone() }), FractionRange::ANYTHING)
            }
        };
        place.values.explicit.insert(position, value);
        match doubt {
            Some(reason) => drop(place.doubt.insert(position, reason)),
            None => drop(place.by_statement.insert(position, list)),
        }
    }
}

/// The names of all exemptions that are claimed for one entry, where its answers do not all claim the same; else none.
fn differing(sets: &BTreeMap<Subject<'_>, Told<'_>>) -> BTreeSet<String> {
    let mut claimed = sets.keys().map(|(_, claims)| claims);
    let first = claimed.next();
    match claimed.all(|claims| Some(claims) == first) {
        true => BTreeSet::new(),
        false => sets.values().flat_map(|told| told.claims).map(|claim| claim.id.clone()).collect(),
    }
}

/// The sub-part at `steps`, or the whole part, of which nothing holds but what is told.
fn told_of<'a>(composition: &'a Composition, steps: &'a [String]) -> Place<'a> {
    Place {
        values: PlaceValues { explicit: BTreeMap::new(), background: Fraction::ZERO },
        ..whole_part(composition, steps, None)
    }
}
