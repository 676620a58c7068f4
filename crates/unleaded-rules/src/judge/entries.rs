//! What the places of a part hold, entry by entry.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::ExemptionClaim;

use super::findings::claimed;
use super::{Judge, Place, PlaceStatus};
use crate::PartKind;
use crate::composition::Composition;
use crate::exemption::{claim_key, law_of};
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
    /// What the place is with these claims.
    pub status: PlaceStatus,
}

/// The place that may hold the most of an entry, where none surely is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenPlace {
    /// The share there.
    pub value: FractionRange,
    /// Why it is open there.
    pub reasons: Vec<Reason>,
}

/// What is known of a part under one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Some place is over, whatever is unknown.
    Over {
        /// Those that surely are.
        places: Vec<OverPlace>,
        /// Another one may be, too.
        open: Option<OpenPlace>,
    },
    /// No place is surely over, and some may be.
    Open(OpenPlace),
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
            let over = by_statement || self.surely_over(place, position);
            over && !place.doubt.contains_key(&position)
        };
        let here = places.iter().filter(|place| place.is_at(entry.level));
        let (over, rest): (Vec<&Place<'_>>, Vec<_>) = here.partition(is_over);
        let worst = rest.into_iter().max_by_key(|place| place.values.of(position).high);
        let may_be = |p: &&Place<'_>| p.values.of(position).high > self.limit(p, position);
        let worst = worst.filter(may_be);
        let open = worst.map(|place| OpenPlace {
            value: place.values.of(position),
            reasons: self.unknown_reasons(place, position, entry),
        });
        let over_place = |place: &Place<'_>| OverPlace {
            steps: place.steps.to_vec(),
            value: stated(place, position, self.limit(place, position)),
            claims: self.claims_on(place, position, entry),
            status: self.over(place, position, entry, place.values.of(position)).status,
        };
        match open {
            open if !over.is_empty() => {
                Known::Over { places: over.into_iter().map(over_place).collect(), open }
            }
            Some(open) => Known::Open(open),
            None if places.is_empty() => Known::Open(OpenPlace {
                value: FractionRange::ANYTHING,
                reasons: vec![Reason::StatementSilent { lists: Vec::new() }],
            }),
            None => Known::Within,
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
            if !claims.iter().any(|other| claim_key(other) == claim_key(claim)) {
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
