//! What the data says of an exemption on a date, whoever claims it and whatever its own limit.

use jiff::civil::Date;
use unleaded_model::amount::{Fraction, FractionRange};

use super::{Question, governing, in_force};
use crate::lists::{Category, ExemptionClaimRow};
use crate::reason::Reason;
use crate::rule_set::Law;

/// How an exemption stands for a category on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    /// It is in force.
    InForce,
    /// Sources contradict each other about its last day, which lies behind for one of them.
    Disputed,
    /// Its nominal last day is over; whether a renewal was applied for is not known.
    Pending,
    /// It has ended.
    Ended,
    /// No claim that is held speaks of the date: it may have been in force by an earlier act.
    NoClaim,
    /// The source does not say whether it is for that category.
    Unclear,
}

impl State {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Disputed => "disputed",
            Self::Pending => "pending",
            Self::Ended => "ended",
            Self::NoClaim => "no-claim",
            Self::Unclear => "unclear",
        }
    }
}

/// Returns how the exemption that `rows` are about stands for the entry `key` and a category, and the last day, the
/// earliest that a source gives; `None`: it is not for that category or entry.
pub(crate) fn state(
    rows: &[&ExemptionClaimRow],
    key: &str,
    category: Category,
    as_of: Date,
) -> Option<(State, Option<Date>)> {
    // Any share: what an exemption's own limit comes to is no matter of the date.
    let value = FractionRange { low: Fraction::ZERO, high: Fraction::ONE };
    let question = Question { law: Law::EuRohs, key, value, category, as_of, steps: &[] };
    match governing(rows, &question) {
        Ok(governing) => {
            let (_, expires, reason) = in_force(&governing, &question);
            let state = match reason {
                Reason::ExemptionDisputed { .. } => State::Disputed,
                Reason::ExemptionExpired { .. } => State::Ended,
                Reason::ExemptionPending { .. } => State::Pending,
                _ => State::InForce,
            };
            Some((state, expires))
        }
        Err((_, Reason::ExemptionNotYet { .. })) => Some((State::NoClaim, None)),
        Err((_, Reason::ExemptionScopeUnclear { .. })) => Some((State::Unclear, None)),
        Err(_) => None,
    }
}
