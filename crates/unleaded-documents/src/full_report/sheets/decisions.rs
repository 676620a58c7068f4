//! What people decided, beside the findings.

use super::{Column, Make};
use crate::report::Decision;

impl Make<'_, '_> {
    /// The columns of a decision.
    pub(super) fn decision_columns(self) -> [Column; 6] {
        [
            self.text("Decision", "决定", 14),
            self.text("Decided because", "决定的原因", 40),
            self.text("Decided by", "决定人", 24),
            self.text("Decided on", "决定日期", 12),
            self.text("Decision's last day", "决定截止日期", 12),
            self.text("Evidence SHA-256", "证据 SHA-256", 66),
        ]
    }

    /// What stands in them; nothing where nobody decided.
    pub(super) fn decision(self, decision: Option<&Decision>) -> [String; 6] {
        let Some(decision) = decision else { return Default::default() };
        let state = match decision.state.as_str() {
            "expired" => self.pick("ended", "已到期").to_owned(),
            "not-yet" => self.pick("does not hold yet", "尚未生效").to_owned(),
            "valid" => self.pick("holds", "有效").to_owned(),
            other => self.fit(other),
        };
        let evidence = decision.evidence.as_deref().unwrap_or_default();
        [
            state,
            self.fit(&decision.reason),
            self.fit(&decision.owner),
            self.fit(&decision.decided),
            self.fit(&decision.expires),
            self.fit(evidence.strip_prefix("sha256:").unwrap_or(evidence)),
        ]
    }
}
