//! Whether a claimed exemption covers what is over the limit.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::{ClaimedLaw, ExemptionClaim};
use unleaded_model::identity::key;

use crate::lists::{Category, ExemptionClaimRow, ExemptionLimit, Lists};
use crate::reason::Reason;
use crate::rule_set::Law;

mod claimed;
mod permitted;
mod standing;
mod state;
#[cfg(test)]
mod tests;

pub use self::claimed::{ClaimKey, ClaimOutcome, claim_key};
use self::claimed::{china_list, list_of, names_none, readings};
pub(crate) use self::claimed::{named, permits};
pub use self::permitted::{Permitted, permitted};
pub use self::standing::{Standing, standing};
pub(crate) use self::state::endings_of;
pub use self::state::{Ending, State, ending, endings};

/// An exemption that a finding names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AppliedExemption {
    /// The exemption as the law writes it, or as the document does where the data lacks it.
    pub id: String,
    /// The list: `EU RoHS Annex III`.
    pub list: String,
    /// The last day it is in force, the earliest that any source gives; `None`: not known.
    pub expires: Option<Date>,
    /// Whether it covers the finding.
    pub force: Force,
}

impl AppliedExemption {
    /// A claim that no list was asked about: as the document writes it.
    pub(crate) fn unnamed(claim: &ExemptionClaim) -> Self {
        let list = format!("{} {}", claim.authority.trim(), claim.list.trim());
        let (id, list) = (claim.id.clone(), list.trim().to_owned());
        Self { id, list, expires: None, force: Force::None }
    }
}

/// Whether a claimed exemption is in force for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// It covers the place.
    InForce,
    /// Whether it does can't be told from the data.
    Undetermined,
    /// It does not.
    None,
}

/// What a claim comes to.
pub(crate) struct Assessed {
    /// Which claim it is.
    pub(crate) claim: ClaimKey,
    pub(crate) exemption: AppliedExemption,
    pub(crate) reason: Reason,
    /// How well it fits: a word of the exemption in the names of the place, then a limit of its own.
    fit: u8,
}

/// What is judged.
pub(crate) struct Question<'a> {
    pub(crate) law: Law,
    /// The entry's key, `Pb`.
    pub(crate) key: &'a str,
    pub(crate) value: FractionRange,
    pub(crate) category: Category,
    pub(crate) as_of: Date,
    /// The names of the steps of the place, for the words of exemptions.
    pub(crate) steps: &'a [String],
}

/// Returns what the claims come to, the best first: in force, then undetermined, then none. Of those that fit equally
/// well the one that ends first is the better: a product is never said to stand for longer than it surely does. A claim
/// that concerns another law is passed over.
pub(crate) fn assess(
    claims: &[&ExemptionClaim],
    question: &Question<'_>,
    lists: &Lists,
) -> Vec<Assessed> {
    let mut seen = BTreeSet::new();
    let mut assessed: Vec<Assessed> = claims
        .iter()
        .filter(|claim| law_of(claim) == Some(question.law))
        .filter(|claim| seen.insert(claim_key(claim)))
        .map(|claim| match question.law {
            _ if names_none(claim) => unnamed(claim, lists),
            Law::EuRohs => eu(claim, question, lists),
            Law::ChinaRohs | Law::Listed(_) | Law::ReachSvhc => china(claim, lists),
        })
        .collect();
    assessed.sort_by_cached_key(|assessed| {
        let exemption = &assessed.exemption;
        let end = (exemption.expires.is_none(), exemption.expires);
        (exemption.force, std::cmp::Reverse(assessed.fit), end, exemption.id.clone())
    });
    assessed
}

/// The law whose exemption is claimed; `None`: one that is not judged here.
pub(crate) fn law_of(claim: &ExemptionClaim) -> Option<Law> {
    match claim.law() {
        ClaimedLaw::ChinaRohs => Some(Law::ChinaRohs),
        ClaimedLaw::EuRohs => Some(Law::EuRohs),
        ClaimedLaw::Other => None,
    }
}

/// The annex that a claim names; `None`: it does not say.
fn annex_of(claim: &ExemptionClaim) -> Option<&'static str> {
    let list = key(&claim.list);
    ["annexiv", "annexiii"]
        .into_iter()
        .find(|name| list.contains(name))
        .map(|name| if name == "annexiv" { "IV" } else { "III" })
}

/// Whoever names no exemption claims none.
fn unnamed(claim: &ExemptionClaim, lists: &Lists) -> Assessed {
    let (exemption, _) = named(claim, lists);
    let reason = Reason::ExemptionNotNamed { id: claim.id.clone() };
    Assessed { claim: claim_key(claim), exemption, reason, fit: 0 }
}

fn china(claim: &ExemptionClaim, lists: &Lists) -> Assessed {
    let (id, list) = (claim.id.clone(), china_list(lists));
    Assessed {
        claim: claim_key(claim),
        reason: Reason::ExceptionTextNotHeld { id: id.clone(), list: list.clone() },
        exemption: AppliedExemption { id, list, expires: None, force: Force::Undetermined },
        fit: 0,
    }
}

/// A name without its annex may mean an exemption of either: where both have one, what they differ in is open.
fn eu(claim: &ExemptionClaim, question: &Question<'_>, lists: &Lists) -> Assessed {
    let mut readings: Vec<Assessed> =
        readings(claim, lists).iter().map(|rows| read(claim, rows, question)).collect();
    readings.sort_by_key(|read| (read.exemption.expires.is_none(), read.exemption.expires));
    let differ = readings.windows(2).any(|two| two[0].exemption.force != two[1].exemption.force);
    let Some(mut first) = readings.into_iter().next() else {
        let (exemption, _) = named(claim, lists);
        return Assessed {
            claim: claim_key(claim),
            reason: Reason::ExemptionNotInData { id: claim.id.clone() },
            exemption: AppliedExemption { force: Force::Undetermined, ..exemption },
            fit: 0,
        };
    };
    if differ {
        let id = first.exemption.id.clone();
        first.exemption.force = Force::Undetermined;
        first.reason = Reason::ExemptionAnnexUnclear { id };
    }
    first
}

/// What the claim comes to by the rows of one annex, at least one.
fn read(claim: &ExemptionClaim, rows: &[&ExemptionClaimRow], question: &Question<'_>) -> Assessed {
    let (id, list) = (rows[0].id.clone(), list_of(rows[0]));
    let (force, expires, reason) = match governing(rows, question) {
        Err((force, reason)) => (force, None, reason),
        Ok(governing) => in_force(&governing, question),
    };
    Assessed {
        claim: claim_key(claim),
        exemption: AppliedExemption { id, list, expires, force },
        reason,
        fit: fit(rows[0], question.steps),
    }
}

/// The rows that decide on the date: of those that permit the entry in the category, the ones of the latest act
/// that has begun.
fn governing<'a>(
    rows: &[&'a ExemptionClaimRow],
    question: &Question<'_>,
) -> Result<Vec<&'a ExemptionClaimRow>, (Force, Reason)> {
    let id = rows[0].id.clone();
    let permits = |row: &&&ExemptionClaimRow| {
        row.permits.is_empty() || row.permits.iter().any(|p| p == question.key)
    };
    let permitting: Vec<_> = rows.iter().filter(permits).collect();
    if permitting.is_empty() {
        let entry = question.key.to_owned();
        return Err((Force::None, Reason::ExemptionOfAnotherSubstance { id, entry }));
    }
    let in_scope: Vec<_> =
        permitting.into_iter().filter(|row| row.covers(question.category) != Some(false)).collect();
    if in_scope.is_empty() {
        let category = question.category;
        return Err((Force::None, Reason::ExemptionOutOfScope { id, category }));
    }
    let begun: Vec<&ExemptionClaimRow> =
        in_scope.iter().filter(|row| has_begun(row, question.as_of)).map(|row| **row).collect();
    let Some(latest) = begun.iter().map(|row| row.act_order).max() else {
        // Of a row without a first day it is only known that its act had not been made yet.
        let unknown_start = in_scope.iter().any(|row| row.valid_from.is_none());
        let force = if unknown_start { Force::Undetermined } else { Force::None };
        return Err((force, Reason::ExemptionNotYet { id, date: question.as_of }));
    };
    let governing: Vec<_> = begun.into_iter().filter(|row| row.act_order == latest).collect();
    // Where the source names no category, the general ones are meant; the others have had dates of their own.
    let unstated = governing.iter().all(|row| row.covers(question.category).is_none());
    if unstated && !is_general(question.category) {
        let category = question.category;
        return Err((Force::Undetermined, Reason::ExemptionScopeUnclear { id, category }));
    }
    Ok(governing)
}

/// Whether a claim speaks of the date: from its first day on or, where the source names none, from the year of its act.
fn has_begun(row: &ExemptionClaimRow, date: Date) -> bool {
    let year = u16::try_from(date.year()).unwrap_or(0);
    match (row.valid_from, row.act_order) {
        (Some(from), _) => from <= date,
        (None, Some((act, _))) => act <= year,
        (None, None) => true,
    }
}

/// Categories 1 to 7 and 10.
fn is_general(category: Category) -> bool {
    use Category::{C1, C2, C3, C4, C5, C6, C7, C10};
    matches!(category, C1 | C2 | C3 | C4 | C5 | C6 | C7 | C10)
}

fn in_force(
    governing: &[&ExemptionClaimRow],
    question: &Question<'_>,
) -> (Force, Option<Date>, Reason) {
    let row = governing[0];
    let id = row.id.clone();
    let expires = governing.iter().filter_map(|row| row.expires).min();
    let lives = |row: &&&ExemptionClaimRow| row.expires.is_none_or(|end| question.as_of <= end);
    let living: Vec<_> = governing.iter().filter(lives).collect();
    if living.len() < governing.len() && !living.is_empty() {
        let ends = governing.iter().filter_map(|row| row.expires).collect();
        return (Force::Undetermined, expires, Reason::ExemptionDisputed { id, ends });
    }
    match (living.first(), expires) {
        (None, Some(date)) if governing.iter().any(|row| row.pending) => {
            (Force::Undetermined, expires, Reason::ExemptionPending { id, date })
        }
        (None, Some(date)) => (Force::None, expires, Reason::ExemptionExpired { id, date }),
        _ => {
            let (force, reason) = own_limit(&living, question, expires);
            (force, expires, reason)
        }
    }
}

/// The exemption's own limit: at most 4 % lead in a copper alloy, at least 85 % in a solder. Where rows give several, the
/// share must meet each.
fn own_limit(
    rows: &[&&ExemptionClaimRow],
    question: &Question<'_>,
    expires: Option<Date>,
) -> (Force, Reason) {
    let id = rows[0].id.clone();
    let met: Vec<(bool, bool)> = rows.iter().map(|row| meets(row, question.value)).collect();
    match (met.iter().all(|(surely, _)| *surely), met.iter().all(|(_, not)| *not)) {
        (true, _) => (Force::InForce, Reason::ByExemption { id, expires }),
        (_, true) => (Force::None, Reason::ExemptionLimitMissed { id }),
        _ => (Force::Undetermined, Reason::ExemptionLimitUnclear { id }),
    }
}

/// Whether a share surely meets the limit of a row, and whether it surely does not.
fn meets(row: &ExemptionClaimRow, value: FractionRange) -> (bool, bool) {
    match row.limit {
        ExemptionLimit::AtLeast(least) => (value.low >= least, value.high < least),
        ExemptionLimit::AtMost(most) => (value.high <= most, value.low > most),
        // The limits of lamps are milligrams of mercury, which the data does not hold.
        ExemptionLimit::None => (!row.permits.iter().any(|p| p == "Hg"), false),
    }
}

fn fit(row: &ExemptionClaimRow, steps: &[String]) -> u8 {
    let limited = u8::from(row.limit != ExemptionLimit::None);
    if hinted(row, steps) { 2 + limited } else { limited }
}

fn hinted(row: &ExemptionClaimRow, steps: &[String]) -> bool {
    let names: String = steps.iter().map(|step| key(step)).collect::<Vec<_>>().join(" ");
    row.hints.iter().any(|hint| !hint.is_empty() && names.contains(hint.as_str()))
}

/// Returns the exemptions that nobody claimed and that might apply: in force, in scope, within their limit, and with
/// a word of theirs in the names of the place.
pub(crate) fn offers(question: &Question<'_>, lists: &Lists) -> Vec<AppliedExemption> {
    if question.law != Law::EuRohs {
        return Vec::new();
    }
    let mut offered = BTreeMap::new();
    for row in lists.exemptions.claims.iter().filter(|row| hinted(row, question.steps)) {
        let rows: Vec<&ExemptionClaimRow> =
            lists.exemptions.of(&row.id).filter(|other| other.annex == row.annex).collect();
        let permits = rows.iter().any(|row| row.permits.iter().any(|p| p == question.key));
        let standing = governing(&rows, question).map(|rows| in_force(&rows, question));
        if let (true, Ok((force @ Force::InForce, expires, _))) = (permits, standing) {
            let list = format!("EU RoHS Annex {}", row.annex);
            let id = row.id.clone();
            offered.insert(id.clone(), AppliedExemption { id, list, expires, force });
        }
    }
    offered.into_values().collect()
}
