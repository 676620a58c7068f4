//! Whether a claimed exemption covers what is over the limit.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::ExemptionClaim;
use unleaded_model::identity::key;

use crate::lists::{Category, ExemptionClaimRow, ExemptionLimit, Lists};
use crate::reason::Reason;
use crate::rule_set::Law;

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

/// Returns what the claims come to, the best first: in force, then undetermined, then none. A claim that concerns
/// another law is passed over.
pub(crate) fn assess(
    claims: &[&ExemptionClaim],
    question: &Question<'_>,
    lists: &Lists,
) -> Vec<Assessed> {
    let mut seen = BTreeSet::new();
    let mut assessed: Vec<Assessed> = claims
        .iter()
        .filter(|claim| law_of(claim) == question.law)
        .filter(|claim| seen.insert((key(&claim.id), key(&claim.list))))
        .map(|claim| match question.law {
            Law::EuRohs => eu(claim, question, lists),
            Law::ChinaRohs | Law::ReachSvhc => china(claim, lists),
        })
        .collect();
    assessed.sort_by_key(|a| (a.exemption.force, std::cmp::Reverse(a.fit), a.exemption.id.clone()));
    assessed
}

/// The law whose exemption is claimed. A claim that names no list is one of EU RoHS, as data sheets write it.
fn law_of(claim: &ExemptionClaim) -> Law {
    let list = format!("{} {}", claim.authority, claim.list).to_lowercase();
    let chinese = ["china", "26572", "miit", "sj/t", "工信", "例外", "中国"];
    if chinese.iter().any(|word| list.contains(word)) { Law::ChinaRohs } else { Law::EuRohs }
}

fn china(claim: &ExemptionClaim, lists: &Lists) -> Assessed {
    let list = format!("China RoHS exceptions list {}", lists.china.exceptions.edition);
    Assessed {
        reason: Reason::ExceptionTextNotHeld { id: claim.id.clone(), list: list.clone() },
        exemption: AppliedExemption {
            id: claim.id.clone(),
            list,
            expires: None,
            force: Force::Undetermined,
        },
        fit: 0,
    }
}

fn eu(claim: &ExemptionClaim, question: &Question<'_>, lists: &Lists) -> Assessed {
    let rows: Vec<&ExemptionClaimRow> = lists.exemptions.of(&claim.id).collect();
    let Some(first) = rows.first() else {
        let reason = Reason::ExemptionNotInData { id: claim.id.clone() };
        return verdict(&claim.id, "EU RoHS", None, Force::Undetermined, reason, 0);
    };
    let list = format!("EU RoHS Annex {}", first.annex);
    let fit = fit(first, question.steps);
    let (force, expires, reason) = match governing(&rows, question) {
        Err(reason) => (Force::None, None, reason),
        Ok(governing) => in_force(&governing, question),
    };
    verdict(&first.id, &list, expires, force, reason, fit)
}

fn verdict(
    id: &str,
    list: &str,
    expires: Option<Date>,
    force: Force,
    reason: Reason,
    fit: u8,
) -> Assessed {
    let (id, list) = (id.to_owned(), list.to_owned());
    Assessed { exemption: AppliedExemption { id, list, expires, force }, reason, fit }
}

/// The rows that decide on the date: of those that permit the entry in the category, the ones of the latest act
/// that has begun.
fn governing<'a>(
    rows: &[&'a ExemptionClaimRow],
    question: &Question<'_>,
) -> Result<Vec<&'a ExemptionClaimRow>, Reason> {
    let id = rows[0].id.clone();
    let permits = |row: &&&ExemptionClaimRow| {
        row.permits.is_empty() || row.permits.iter().any(|p| p == question.key)
    };
    let permitting: Vec<_> = rows.iter().filter(permits).collect();
    if permitting.is_empty() {
        return Err(Reason::ExemptionOfAnotherSubstance { id, entry: question.key.to_owned() });
    }
    let in_scope: Vec<_> = permitting
        .into_iter()
        .filter(|row| row.categories.covers(question.category) != Some(false))
        .collect();
    if in_scope.is_empty() {
        return Err(Reason::ExemptionOutOfScope { id, category: question.category });
    }
    let begun: Vec<&ExemptionClaimRow> = in_scope
        .into_iter()
        .filter(|row| row.valid_from.is_none_or(|from| from <= question.as_of))
        .copied()
        .collect();
    let latest = begun.iter().map(|row| row.act_order).max();
    match latest {
        Some(latest) => Ok(begun.into_iter().filter(|row| row.act_order == latest).collect()),
        None => Err(Reason::ExemptionNotYet { id, date: question.as_of }),
    }
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
            let (force, reason) = own_limit(row, question, expires);
            (force, expires, reason)
        }
    }
}

/// The exemption's own limit: at most 4 % lead in a copper alloy, at least 85 % in a solder.
fn own_limit(
    row: &ExemptionClaimRow,
    question: &Question<'_>,
    expires: Option<Date>,
) -> (Force, Reason) {
    let id = row.id.clone();
    let value = question.value;
    let (surely, surely_not) = match row.limit {
        ExemptionLimit::AtLeast(least) => (value.low >= least, value.high < least),
        ExemptionLimit::AtMost(most) => (value.high <= most, value.low > most),
        ExemptionLimit::None => (true, false),
    };
    match (surely, surely_not) {
        (true, _) => (Force::InForce, Reason::ByExemption { id, expires }),
        (_, true) => (Force::None, Reason::ExemptionLimitMissed { id }),
        _ => (Force::Undetermined, Reason::ExemptionLimitUnclear { id }),
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
pub(crate) fn offers(question: &Question<'_>, lists: &Lists) -> Vec<String> {
    if question.law != Law::EuRohs {
        return Vec::new();
    }
    let mut offered = BTreeSet::new();
    for row in lists.exemptions.claims.iter().filter(|row| hinted(row, question.steps)) {
        let rows: Vec<&ExemptionClaimRow> = lists.exemptions.of(&row.id).collect();
        let permits = rows.iter().any(|row| row.permits.iter().any(|p| p == question.key));
        let force = governing(&rows, question).map(|rows| in_force(&rows, question).0);
        if permits && force == Ok(Force::InForce) {
            offered.insert(row.id.clone());
        }
    }
    offered.into_iter().collect()
}
