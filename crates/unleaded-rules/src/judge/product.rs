//! The finished product as a place of its own.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::Intent;

use super::{Finding, Judge, PartJudgement, PlaceStatus};
use crate::composition::Composition;
use crate::lists::Level;
use crate::reason::Reason;
use crate::rule_set::{Beyond, Intended, RuleEntry, RuleSet};

/// Whether a product holds something on purpose. Ordered from least to most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// It does not.
    #[default]
    None,
    /// It may.
    Maybe,
    /// It does.
    Sure,
}

/// What a product holds of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InProduct {
    /// The share of the product's mass.
    pub share: FractionRange,
    /// Whether some of it is there on purpose.
    pub purpose: Purpose,
}

/// Returns whether `composition` holds `entry` on purpose; what is there for a reason that is not told counts as so.
pub fn purpose(composition: &Composition, entry: &RuleEntry, rules: &RuleSet) -> Purpose {
    let contents = composition.materials.iter().flat_map(|material| &material.contents);
    let of_content = contents.map(|content| {
        let is_open = rules.is_open(content);
        let is_impurity = content.intent == Intent::Impurity;
        if entry.is_of(content) && !is_impurity {
            if content.share.low.is_zero() { Purpose::Maybe } else { Purpose::Sure }
        } else if entry.may_be_of(content) && !is_impurity
            || is_open && !content.share.high.is_zero()
        {
            Purpose::Maybe
        } else {
            Purpose::None
        }
    });
    let silent = if composition.materials.is_empty() { Purpose::Maybe } else { Purpose::None };
    of_content.max().unwrap_or_default().max(silent)
}

/// Returns what a product is under the rules that look at it as a whole; `of` tells what it holds of the entry at a position.
pub fn judge_product(judge: &Judge<'_>, of: impl Fn(usize) -> InProduct) -> PartJudgement {
    let mut findings = Vec::new();
    let entries = judge.rules.entries.iter().enumerate();
    let looks = |e: &RuleEntry| e.level == Level::Product && e.is_for(judge.applications);
    let mut any = false;
    for (position, entry) in entries.filter(|(_, entry)| looks(entry)) {
        any = true;
        findings.extend(finding(position, entry, of(position)));
    }
    let mut judgement = PartJudgement::default();
    if any {
        judgement.add_place(findings);
    }
    judgement
}

fn finding(position: usize, entry: &RuleEntry, held: InProduct) -> Option<Finding> {
    let on_purpose = entry.intended == Intended::Over;
    let (status, mut reasons) = match held.purpose {
        Purpose::Sure if on_purpose => {
            (PlaceStatus::Over, vec![Reason::OnPurpose { low: held.share.low }])
        }
        _ if entry.beyond == Beyond::Over && held.share.low > entry.limit => {
            (PlaceStatus::Over, vec![Reason::Over { low: held.share.low, limit: entry.limit }])
        }
        Purpose::Maybe if on_purpose && held.share.high > Fraction::ZERO => {
            (PlaceStatus::Unknown, vec![Reason::PurposeNotKnown])
        }
        _ if held.share.high > entry.limit => (PlaceStatus::Unknown, vec![Reason::OpenInProduct]),
        _ => return None,
    };
    reasons.extend(entry.remarked());
    Some(Finding {
        entry: Some(position),
        status,
        level: Some(Level::Product),
        value: held.share,
        reasons,
        ..Finding::unknown()
    })
}
