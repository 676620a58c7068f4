//! What became of the exemptions that a part's documents claim. It decides nothing: findings do.

use std::collections::BTreeMap;

use unleaded_model::amount::Fraction;
use unleaded_model::declaration::ExemptionClaim;

use super::findings::claimed;
use super::{Finding, Judge, Place, PlaceStatus};
use crate::composition::Composition;
use crate::exemption::{
    AppliedExemption, ClaimKey, ClaimOutcome, claim_key, law_of, named, permits,
};
use crate::lists::{EntryKey, Lists};

/// An exemption that a part's documents claim, with what became of it at the places of one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedClaim {
    /// The exemption as its list writes it, or as the document does where no list knows it; with its last day where that
    /// was looked at.
    pub exemption: AppliedExemption,
    /// The position of the entry in the rule set; `None`: nothing that it is claimed for occurs.
    pub entry: Option<usize>,
    /// What became of it.
    pub outcome: ClaimOutcome,
    /// The steps from the part down to the first place that it is so at; empty: the part itself.
    pub steps: Vec<String>,
    /// How many places it is so at; 0: it matches none.
    pub places: u64,
    /// The document that claims it; `None`: it can't be told.
    pub document: Option<usize>,
}

/// A claim of the part, wherever it stands.
struct Claimed<'a> {
    /// As its list names it.
    exemption: AppliedExemption,
    /// Whether its list lacks it.
    is_unknown: bool,
    steps: &'a [String],
    document: Option<usize>,
    /// What it came to, by outcome and entry.
    told: BTreeMap<(u8, ClaimOutcome, usize), JudgedClaim>,
}

/// What answers claim for one entry of the part or of a sub-part.
type Answered<'a> =
    BTreeMap<(&'a EntryKey, &'a [String]), Vec<(&'a ExemptionClaim, Option<usize>)>>;

impl Judge<'_> {
    /// What became of each claim of the rules' law; `places` with their findings are those of `composition`.
    pub(super) fn claims(
        &self,
        places: &[(Place<'_>, Vec<Finding>)],
        composition: &Composition,
    ) -> Vec<JudgedClaim> {
        let answered = answered(composition);
        let is_ours = |claim: &ExemptionClaim| law_of(claim) == Some(self.rules.law);
        let mut all = all_claims(composition, &answered, self.lists, is_ours);
        if all.is_empty() {
            return Vec::new();
        }
        for (place, findings) in places {
            for position in 0..self.rules.entries.len() {
                self.at(place, findings, position, &mut all);
            }
        }
        for ((entry, steps), claims) in &answered {
            let Some(position) = self.rules.position(entry) else { continue };
            let told = answered_at(places, position, steps);
            for (claim, _) in claims {
                let Some(claimed) = all.get_mut(&claim_key(claim)) else { continue };
                let permits = permits(claim, &self.rules.entries[position].key, self.lists);
                for (outcome, (steps, count)) in &told {
                    if permits || *outcome == ClaimOutcome::Apart {
                        claimed.add(*outcome, position, steps, (*count, None));
                    }
                }
            }
        }
        all.into_values().flat_map(Claimed::finish).collect()
    }

    /// Adds what the claims for one entry come to at one place.
    fn at(
        &self,
        place: &Place<'_>,
        findings: &[Finding],
        position: usize,
        all: &mut BTreeMap<ClaimKey, Claimed<'_>>,
    ) {
        let entry = &self.rules.entries[position];
        let claims: Vec<&ExemptionClaim> = claimed(place, position, entry).collect();
        if claims.is_empty() {
            return;
        }
        let finding = findings.iter().find(|finding| finding.entry == Some(position));
        if let Some(finding) = finding.filter(|finding| is_over(finding)) {
            for assessed in self.assessed(place, position, finding.value) {
                let outcome = assessed.outcome(finding.exemption.as_ref());
                if let Some(claimed) = all.get_mut(&assessed.claim) {
                    let exemption = Some(assessed.exemption);
                    claimed.add(outcome, position, place.steps, (1, exemption));
                }
            }
            return;
        }
        let Some(outcome) = beside(place, findings, position) else { return };
        for claim in claims.into_iter().filter(|claim| permits(claim, &entry.key, self.lists)) {
            if let Some(claimed) = all.get_mut(&claim_key(claim)) {
                claimed.add(outcome, position, place.steps, (1, None));
            }
        }
    }
}

impl Claimed<'_> {
    fn add(
        &mut self,
        outcome: ClaimOutcome,
        position: usize,
        steps: &[String],
        (places, exemption): (u64, Option<AppliedExemption>),
    ) {
        let (named, document) = (&self.exemption, self.document);
        let told = self.told.entry((outcome.rank(), outcome, position)).or_insert_with(|| {
            let exemption = exemption.unwrap_or_else(|| named.clone());
            let (entry, steps) = (Some(position), steps.to_vec());
            JudgedClaim { exemption, entry, outcome, steps, places: 0, document }
        });
        told.places = told.places.saturating_add(places);
    }

    /// The outcomes that say the most of the claim.
    fn finish(self) -> Vec<JudgedClaim> {
        let best = self.told.first_key_value().map(|((rank, ..), _)| *rank);
        match best {
            Some(best) if best == 0 || !self.is_unknown => {
                let best = self.told.into_iter().filter(|((rank, ..), _)| *rank == best);
                best.map(|(_, told)| told).collect()
            }
            _ if self.is_unknown => vec![self.silent(ClaimOutcome::UnknownId)],
            _ => vec![self.silent(ClaimOutcome::Unmatched)],
        }
    }

    /// An outcome that is none of a place.
    fn silent(self, outcome: ClaimOutcome) -> JudgedClaim {
        let (exemption, steps) = (self.exemption, self.steps.to_vec());
        JudgedClaim { exemption, entry: None, outcome, steps, places: 0, document: self.document }
    }
}

/// Every claim of the part that is `wanted`, once, in the order of their names.
fn all_claims<'a>(
    composition: &'a Composition,
    answered: &Answered<'a>,
    lists: &Lists,
    wanted: impl Fn(&ExemptionClaim) -> bool,
) -> BTreeMap<ClaimKey, Claimed<'a>> {
    let mut all: BTreeMap<ClaimKey, Claimed<'a>> = BTreeMap::new();
    let mut add = |claim: &'a ExemptionClaim, steps: &'a [String], document: Option<usize>| {
        if wanted(claim) {
            let new = || {
                let (exemption, is_unknown) = named(claim, lists);
                Claimed { exemption, is_unknown, steps, document, told: BTreeMap::new() }
            };
            all.entry(claim_key(claim)).or_insert_with(new);
        }
    };
    for material in &composition.materials {
        for claim in material.contents.iter().flat_map(|content| &content.claims) {
            add(claim, &material.steps, composition.document);
        }
        for claim in &material.claims {
            add(claim, &material.steps, composition.document);
        }
    }
    for claim in &composition.claims {
        add(claim, &[], composition.document);
    }
    for ((_, steps), claims) in answered {
        for (claim, document) in claims {
            add(claim, steps, *document);
        }
    }
    all
}

fn answered(composition: &Composition) -> Answered<'_> {
    let mut answered = Answered::new();
    for bound in &composition.bounds {
        let claims = answered.entry((&bound.entry, &bound.steps)).or_default();
        claims.extend(bound.claims.iter().map(|claim| (claim, Some(bound.document))));
    }
    for told in &composition.entry_claims {
        let claims = answered.entry((&told.entry, &told.steps)).or_default();
        claims.extend(told.sets.iter().flatten().map(|claim| (claim, None)));
    }
    answered.retain(|_, claims| !claims.is_empty());
    answered
}

/// What answers that claim for one entry come to at the places that none of their claims was given to, with the first
/// such place and how many there are: the answers do not tell the place that they are for.
fn answered_at<'p>(
    places: &'p [(Place<'_>, Vec<Finding>)],
    position: usize,
    steps: &[String],
) -> BTreeMap<ClaimOutcome, (&'p [String], u64)> {
    let mut told: BTreeMap<ClaimOutcome, (&[String], u64)> = BTreeMap::new();
    for (place, findings) in places {
        if place.claims_on.contains_key(&position) || !place.steps.starts_with(steps) {
            continue;
        }
        let finding = findings.iter().find(|finding| finding.entry == Some(position));
        let apart = place.claimed_apart.contains_key(&position).then_some(ClaimOutcome::Apart);
        let outcome = match finding {
            Some(finding) if is_over(finding) => apart,
            _ => beside(place, findings, position),
        };
        if let Some(outcome) = outcome {
            let (_, count) = told.entry(outcome).or_insert((place.steps, 0));
            *count += 1;
        }
    }
    told
}

/// Whether the place is over the limit, whatever an exemption made of it.
fn is_over(finding: &Finding) -> bool {
    match finding.status {
        PlaceStatus::ByExemption | PlaceStatus::Over => true,
        PlaceStatus::Unknown => finding.exemption.is_some(),
        PlaceStatus::Within => false,
    }
}

/// What a claim comes to at a place that is not over; `None`: nothing of the entry is told there.
fn beside(place: &Place<'_>, findings: &[Finding], position: usize) -> Option<ClaimOutcome> {
    let may_be_over = |finding: &Finding| finding.entry.is_none_or(|entry| entry == position);
    if findings.iter().any(may_be_over) {
        return Some(ClaimOutcome::Open);
    }
    let told = place.values.explicit.get(&position)?;
    (told.high > Fraction::ZERO).then_some(ClaimOutcome::Unneeded)
}

/// The exemptions that a part claims of laws that no rule set here is made from, each once.
pub fn foreign_claims(composition: &Composition, lists: &Lists) -> Vec<JudgedClaim> {
    let answered = answered(composition);
    let all = all_claims(composition, &answered, lists, |claim| law_of(claim).is_none());
    all.into_values().map(|claimed| claimed.silent(ClaimOutcome::Unmatched)).collect()
}
