//! What became of a claimed exemption.

use std::collections::BTreeMap;

use unleaded_model::declaration::ExemptionClaim;
use unleaded_model::identity::key;

use super::{AppliedExemption, Assessed, Force, annex_of, law_of};
use crate::lists::{ExemptionClaimRow, Lists};
use crate::reason::Reason;
use crate::rule_set::Law;

/// What became of a claimed exemption at the places that it is claimed for. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClaimOutcome {
    /// It would cover a place that is over its limit; another one that is claimed there is named.
    Alternative,
    /// The claim names no annex, and the exemptions of that name in Annexes III and IV differ.
    AnnexUnclear,
    /// It covers a place that is over its limit.
    Applied,
    /// A place is over its limit, and whether it is the one that the exemption is claimed for can't be told.
    Apart,
    /// Sources contradict each other about whether it is in force.
    Disputed,
    /// It ended before the date.
    Expired,
    /// Whether the share in a place meets its own limit can't be told.
    LimitUnclear,
    /// Its text is not in the data.
    NotHeld,
    /// It was not in force yet.
    NotYet,
    /// Whether a place needs it can't be told: what it may hold may be over the limit.
    Open,
    /// It does not permit the entry that is over the limit.
    OtherSubstance,
    /// It is not for the category of the product.
    OutOfScope,
    /// The share in a place does not meet its own limit.
    OutsideItsLimit,
    /// Its source does not say whether it is for the category of the product.
    ScopeUnclear,
    /// The data lacks it.
    UnknownId,
    /// What it is claimed for does not occur: nothing that it permits is told there.
    Unmatched,
    /// The places that it is claimed for are within the limit without it.
    Unneeded,
    /// Its nominal last day is over, and it stays valid until a renewal that may have been applied for is decided.
    ValidUntilDecided,
}

impl ClaimOutcome {
    /// The word of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Alternative => "alternative",
            Self::AnnexUnclear => "annex-unclear",
            Self::Applied => "applied",
            Self::Apart => "apart",
            Self::Disputed => "disputed",
            Self::Expired => "expired",
            Self::LimitUnclear => "limit-unclear",
            Self::NotHeld => "not-held",
            Self::NotYet => "not-yet",
            Self::Open => "open",
            Self::OtherSubstance => "other-substance",
            Self::OutOfScope => "out-of-scope",
            Self::OutsideItsLimit => "outside-its-limit",
            Self::ScopeUnclear => "scope-unclear",
            Self::UnknownId => "unknown-id",
            Self::Unmatched => "unmatched",
            Self::Unneeded => "unneeded",
            Self::ValidUntilDecided => "valid-until-decided",
        }
    }

    /// How much it says: a claim is told by what says the most of it, whatever it came to elsewhere. From 0, the most.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Self::Open => 2,
            Self::Unneeded => 3,
            Self::OtherSubstance => 4,
            Self::Unmatched => 5,
            // Of an exemption that nobody knows it is told that before anything of places that may not need it.
            _ => 0,
        }
    }
}

impl Assessed {
    /// What became of the claim at a place that is over its limit; `chosen`: the exemption that the finding names.
    pub(crate) fn outcome(&self, chosen: Option<&AppliedExemption>) -> ClaimOutcome {
        match &self.reason {
            Reason::ExceptionTextNotHeld { .. } => ClaimOutcome::NotHeld,
            Reason::ExemptionAnnexUnclear { .. } => ClaimOutcome::AnnexUnclear,
            Reason::ExemptionDisputed { .. } => ClaimOutcome::Disputed,
            Reason::ExemptionExpired { .. } => ClaimOutcome::Expired,
            Reason::ExemptionLimitMissed { .. } => ClaimOutcome::OutsideItsLimit,
            Reason::ExemptionNotInData { .. } | Reason::ExemptionNotNamed { .. } => {
                ClaimOutcome::UnknownId
            }
            Reason::ExemptionNotYet { .. } => ClaimOutcome::NotYet,
            Reason::ExemptionOfAnotherSubstance { .. } => ClaimOutcome::OtherSubstance,
            Reason::ExemptionOutOfScope { .. } => ClaimOutcome::OutOfScope,
            Reason::ExemptionPending { .. } => ClaimOutcome::ValidUntilDecided,
            Reason::ExemptionScopeUnclear { .. } => ClaimOutcome::ScopeUnclear,
            _ if self.exemption.force != Force::InForce => ClaimOutcome::LimitUnclear,
            _ if chosen == Some(&self.exemption) => ClaimOutcome::Applied,
            _ => ClaimOutcome::Alternative,
        }
    }
}

/// What tells one claim from another: name and list, spelling aside.
pub type ClaimKey = (String, String);

/// Returns what tells `claim` from others.
pub fn claim_key(claim: &ExemptionClaim) -> ClaimKey {
    (key(&claim.id), key(&claim.list))
}

/// Answers that stand in the place of an exemption and name none, as names are compared. Nothing is taken for one of them
/// that a list might use: that would be unknown, and this is no claim.
const NAMES_NONE: [&str; 39] = [
    "yes",
    "y",
    "no",
    "n",
    "na",
    "none",
    "nil",
    "null",
    "true",
    "false",
    "applicable",
    "applied",
    "notapplicable",
    "notapplied",
    "notrequired",
    "notneeded",
    "exempt",
    "exempted",
    "exemption",
    "noexemption",
    "exemptionapplied",
    "exemptionapplies",
    "tbd",
    "tba",
    "unknown",
    "ja",
    "nein",
    "keine",
    "entfällt",
    "是",
    "否",
    "有",
    "无",
    "不适用",
    "适用",
    "豁免",
    "なし",
    "あり",
    "該当なし",
];

/// Whether what stands in the place of an exemption names none: a mark, or one of a few words.
pub(super) fn names_none(claim: &ExemptionClaim) -> bool {
    let written = key(&claim.id);
    written.is_empty() || NAMES_NONE.contains(&written.as_str())
}

/// Returns what the table says of the exemption that is claimed, one group per annex that has one of that name, Annex
/// III first; none: the table lacks it.
pub(super) fn readings<'a>(
    claim: &ExemptionClaim,
    lists: &'a Lists,
) -> Vec<Vec<&'a ExemptionClaimRow>> {
    let mut annexes: BTreeMap<&str, Vec<&ExemptionClaimRow>> = BTreeMap::new();
    for row in lists.exemptions.of(&claim.id) {
        if annex_of(claim).is_none_or(|annex| row.annex == annex) {
            annexes.entry(&row.annex).or_default().push(row);
        }
    }
    annexes.into_values().collect()
}

/// Whether the exemption may permit the entry `key`: also where nobody says what it permits.
pub(crate) fn permits(claim: &ExemptionClaim, key: &str, lists: &Lists) -> bool {
    let rows: Vec<&ExemptionClaimRow> = match law_of(claim) {
        Some(Law::EuRohs) => readings(claim, lists).concat(),
        _ => Vec::new(),
    };
    let permits = |row: &&ExemptionClaimRow| {
        row.permits.is_empty() || row.permits.iter().any(|permitted| permitted == key)
    };
    rows.is_empty() || rows.iter().any(permits)
}

/// Returns the exemption as its table names it, or as the claim does, and whether the table should know it and does not.
pub(crate) fn named(claim: &ExemptionClaim, lists: &Lists) -> (AppliedExemption, bool) {
    let of = |id: &str, list: String| AppliedExemption {
        id: id.to_owned(),
        list,
        expires: None,
        force: Force::None,
    };
    match law_of(claim) {
        Some(Law::EuRohs) => match readings(claim, lists).first().and_then(|rows| rows.first()) {
            Some(row) => (of(&row.id, list_of(row)), false),
            None => (of(&claim.id, "EU RoHS".to_owned()), true),
        },
        Some(Law::ChinaRohs) => (of(&claim.id, china_list(lists)), false),
        _ => (AppliedExemption::unnamed(claim), false),
    }
}

/// The list of the report: `EU RoHS Annex III`.
pub(super) fn list_of(row: &ExemptionClaimRow) -> String {
    format!("EU RoHS Annex {}", row.annex)
}

/// The list of exceptions of China RoHS, with its edition.
pub(super) fn china_list(lists: &Lists) -> String {
    format!("China RoHS exceptions list {}", lists.china.exceptions.edition)
}
