//! What the places of a part hold, entry by entry.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;
use unleaded_model::identity::key;

use super::findings::claimed;
use super::{Judge, Place};
use crate::PartKind;
use crate::composition::Composition;
use crate::exemption::law_of;
use crate::reason::Reason;
use crate::rule_set::RuleEntry;

/// A place that is over the limit of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverPlace {
    /// The steps from the part down to the place; empty: the part itself.
    pub steps: Vec<String>,
    /// The share of the entry in it; `None`: the supplier states that it is over, and not by how much.
    pub value: Option<FractionRange>,
    /// The exemptions of the rules' law that are claimed for the entry there, in document order.
    pub claims: Vec<ExemptionClaim>,
}

/// What is known of a part under one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Some place is over, whatever is unknown: these are.
    Over(Vec<OverPlace>),
    /// No place is surely over, and some may be.
    Open {
        /// The share in the place that may hold the most.
        value: FractionRange,
        /// Why it is open there.
        reasons: Vec<Reason>,
    },
    /// No place is over.
    Within,
}

impl Judge<'_> {
    /// What one alternative is under each entry of the rules, in their order. Exemptions decide nothing here.
    pub(crate) fn entries(&self, composition: &Composition, kind: PartKind) -> Vec<Known> {
        let places = self.places_of(composition, kind);
        let rules = self.rules.entries.iter().enumerate();
        rules.map(|(position, entry)| self.known(&places, position, entry)).collect()
    }

    fn known(&self, places: &[Place<'_>], position: usize, entry: &RuleEntry) -> Known {
        let is_over = |place: &&Place<'_>| {
            let by_statement = place.by_statement.contains_key(&position);
            let over = by_statement || place.values.of(position).low > entry.limit;
            over && !place.doubt.contains_key(&position)
        };
        let over: Vec<OverPlace> = places
            .iter()
            .filter(is_over)
            .map(|place| OverPlace {
                steps: place.steps.to_vec(),
                value: stated(place, position, entry.limit),
                claims: self.claims_on(place, position, entry),
            })
            .collect();
        if !over.is_empty() {
            return Known::Over(over);
        }
        let worst = places.iter().max_by_key(|place| place.values.of(position).high);
        match worst {
            Some(place) if place.values.of(position).high > entry.limit => Known::Open {
                value: place.values.of(position),
                reasons: self.unknown_reasons(place, position, entry),
            },
            Some(_) => Known::Within,
            None => Known::Open {
                value: FractionRange::ANYTHING,
                reasons: vec![Reason::StatementSilent { lists: Vec::new() }],
            },
        }
    }

    fn claims_on(
        &self,
        place: &Place<'_>,
        position: usize,
        entry: &RuleEntry,
    ) -> Vec<ExemptionClaim> {
        let mut claims: Vec<ExemptionClaim> = Vec::new();
        let all = claimed(place, position, entry);
        for claim in all.filter(|claim| law_of(claim) == Some(self.rules.law)) {
            let same = |other: &ExemptionClaim| {
                (key(&other.list), key(&other.id)) == (key(&claim.list), key(&claim.id))
            };
            if !claims.iter().any(same) {
                claims.push(claim.clone());
            }
        }
        claims
    }
}

/// The share in a place that is over; `None` where only a statement without an amount says so.
fn stated(place: &Place<'_>, position: usize, limit: Fraction) -> Option<FractionRange> {
    let value = place.values.of(position);
    let silent = value.low <= limit && value.high == Fraction::ONE;
    (!place.by_statement.contains_key(&position) || !silent).then_some(value)
}
