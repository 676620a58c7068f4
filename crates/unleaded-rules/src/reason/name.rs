//! The names of causes in reports.

use super::Reason;

impl Reason {
    /// The name of the cause, for scripts.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Admitted { .. } => "admitted",
            Self::Alternate { .. } => "alternate",
            Self::ApplicationNotTold { .. } => "application-not-told",
            Self::ByExemption { .. } => "by-exemption",
            Self::ClaimNotDated => "claim-not-dated",
            Self::ClaimedApart { .. } => "claimed-apart",
            Self::ClassMayHold { .. } => "class-may-hold",
            Self::ClassesUnknown { .. } => "classes-unknown",
            Self::ExceptionTextNotHeld { .. } => "exception-text-not-held",
            Self::ExemptionAnnexUnclear { .. } => "exemption-annex-unclear",
            Self::ExemptionDisputed { .. } => "exemption-disputed",
            Self::ExemptionExpired { .. } => "exemption-expired",
            Self::ExemptionLimitMissed { .. } => "exemption-limit-missed",
            Self::ExemptionLimitUnclear { .. } => "exemption-limit-unclear",
            Self::ExemptionNotInData { .. } => "exemption-not-in-data",
            Self::ExemptionNotNamed { .. } => "exemption-not-named",
            Self::ExemptionNotYet { .. } => "exemption-not-yet",
            Self::ExemptionOfAnotherSubstance { .. } => "exemption-of-another-substance",
            Self::ExemptionOutOfScope { .. } => "exemption-out-of-scope",
            Self::ExemptionPending { .. } => "exemption-pending",
            Self::ExemptionScopeUnclear { .. } => "exemption-scope-unclear",
            Self::LimitNotKnown => "limit-not-known",
            Self::NoDeclaration => "no-declaration",
            Self::NoRules { .. } => "no-rules",
            Self::NotKnownThen { .. } => "not-known-then",
            Self::NotClaimed { .. } => "not-claimed",
            Self::NotInChildren => "not-in-children",
            Self::OfRule { .. } => "of-rule",
            Self::OnPurpose { .. } => "on-purpose",
            Self::OnlyInWhole => "only-in-whole",
            Self::OpenInProduct => "open-in-product",
            Self::OtherDocument => "other-document",
            Self::Over { .. } => "over",
            Self::OverByStatement { .. } => "over-by-statement",
            Self::OverElsewhere { .. } => "over-elsewhere",
            Self::OverNotUnderstood { .. } => "over-not-understood",
            Self::PurposeNotKnown => "purpose-not-known",
            Self::Range { .. } => "range",
            Self::StatementContradicts { .. } => "statement-contradicts",
            Self::StatementSilent { .. } => "statement-silent",
            Self::StatementUnclear { .. } => "statement-unclear",
            Self::StatementsContradict { .. } => "statements-contradict",
            Self::Suspect { .. } => "suspect",
            Self::Unconfirmed => "unconfirmed",
            Self::Undisclosed { .. } => "undisclosed",
            Self::WithoutAmount { .. } => "without-amount",
        }
    }
}
