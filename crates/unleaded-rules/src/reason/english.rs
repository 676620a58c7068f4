//! Causes in English.

use super::{Reason, joined, percent};

impl Reason {
    #[expect(clippy::too_many_lines, reason = "one line per cause")]
    pub(super) fn english(&self) -> String {
        match self {
            Self::Alternate { maker } => {
                format!("only the part of maker `{maker}` is over; another maker's is not")
            }
            Self::OtherDocument => "another document of the same maker says otherwise".to_owned(),
            Self::ByExemption { id, expires: Some(date) } => {
                format!("exempted by {id} until {date}")
            }
            Self::ByExemption { id, expires: None } => format!("exempted by {id}, end not known"),
            Self::ClassMayHold { substance } => {
                format!("`{substance}` is a class or mixture that may hold it")
            }
            Self::ExceptionTextNotHeld { id, list } => {
                format!("exception `{id}` of the {list} is claimed, whose text is not in the data")
            }
            Self::ExemptionAnnexUnclear { id } => format!(
                "exemption {id} is in Annex III and in Annex IV, which differ here, and the claim does not say which is meant"
            ),
            Self::ExemptionDisputed { id, ends } => {
                format!("sources disagree whether exemption {id} ends on {}", joined(ends, " or "))
            }
            Self::ExemptionExpired { id, date } => format!("exemption {id} ended on {date}"),
            Self::ExemptionLimitMissed { id } => {
                format!("the share does not meet the limit of exemption {id} itself")
            }
            Self::ExemptionLimitUnclear { id } => {
                format!("whether the share meets the limit of exemption {id} itself can't be told")
            }
            Self::ExemptionNotInData { id } => {
                format!("exemption `{id}` is claimed, which is not in the data")
            }
            Self::ExemptionNotNamed { id } => {
                format!("`{id}` stands where an exemption is claimed and names none")
            }
            Self::ExemptionNotYet { id, date } => {
                format!("exemption {id} is not in force on {date}")
            }
            Self::ExemptionOfAnotherSubstance { id, entry } => {
                format!("exemption {id} does not permit {entry}")
            }
            Self::ExemptionOutOfScope { id, category } => {
                format!("exemption {id} is not for category {category}")
            }
            Self::ExemptionScopeUnclear { id, category } => {
                format!(
                    "the source of exemption {id} names no category, and category {category} has dates of its own"
                )
            }
            Self::StatementUnclear { list } => {
                format!(
                    "the statement on list {list} says over the threshold and gives a share within it"
                )
            }
            Self::StatementsContradict { lists } => {
                format!("statements of one date contradict each other ({})", lists.join(", "))
            }
            Self::NotKnownThen { day } => {
                format!("no edition of the law is noted as known on {day}")
            }
            Self::NoRules { date } => format!("the data holds no rule that applies on {date}"),
            Self::Range { substance, share } => format!(
                "the amount of `{substance}` is a range: {} to {} % of the material",
                share.low.ppm_low().scaled(-4),
                percent(share.high)
            ),
            Self::WithoutAmount { substance } => format!("`{substance}` has no usable amount"),
            Self::ExemptionPending { id, date } => format!(
                "exemption {id} ended nominally on {date} and stays valid while a renewal is pending, which the data does not tell"
            ),
            Self::Admitted { statement, response } => {
                format!("the supplier answers `{statement}` with `{response}`")
            }
            Self::ClaimNotDated => {
                "another document claims an exemption, and one of the two has no date: it may be superseded"
                    .to_owned()
            }
            Self::ClaimedApart { ids, list } => format!(
                "exemption {} is claimed with list {list}, which does not tell the place it is for",
                ids.join(", ")
            ),
            Self::OverNotUnderstood { entry, list } => format!(
                "the supplier states that the threshold of `{entry}` in list {list} is exceeded, which is not understood"
            ),
            Self::NotClaimed { ids } => {
                format!("exemption {} might apply and is not claimed", ids.join(", "))
            }
            Self::ApplicationNotTold { applications } => format!(
                "the rules are for {} only: say what the product is with --application",
                applications.join(", ")
            ),
            Self::ClassesUnknown { names } => {
                format!("no table says whether it is in the class {}", names.join(", "))
            }
            Self::LimitNotKnown => "the source of the rule names no limit".to_owned(),
            Self::OnPurpose { low } if low.is_zero() => {
                "it is added on purpose, or for a reason that is not told, which is over in any amount"
                    .to_owned()
            }
            Self::OnPurpose { low } => format!(
                "{} ppm are added on purpose, or for a reason that is not told, which is over in any amount",
                low.ppm_low()
            ),
            Self::OfRule { en, .. } => en.clone(),
            Self::OpenInProduct => {
                "what its parts leave open may put the product over the limit".to_owned()
            }
            Self::PurposeNotKnown => {
                "it may have been added on purpose, which is over in any amount".to_owned()
            }
            Self::OverElsewhere { list } => format!(
                "the supplier states that the threshold of list {list} is exceeded, which is not that of the rule"
            ),
            Self::NoDeclaration => "the part has no usable declaration".to_owned(),
            Self::NotInChildren => {
                "the declaration of the whole holds more of it than its parts account for"
                    .to_owned()
            }
            Self::OnlyInWhole => {
                "the part is declared only as a part of the whole assembly".to_owned()
            }
            Self::Over { low, limit } => {
                format!("{} ppm is over the limit of {} ppm", low.ppm_low(), limit.ppm_low())
            }
            Self::OverByStatement { list } => {
                format!("the supplier states that the threshold of list {list} is exceeded")
            }
            Self::StatementContradicts { list } => {
                format!("the composition contradicts the statement on list {list}")
            }
            Self::StatementSilent { lists } if lists.is_empty() => {
                "no composition and no statement covers it".to_owned()
            }
            Self::StatementSilent { lists } => {
                format!("no composition; the statements on {} do not cover it", lists.join(", "))
            }
            Self::Suspect { substance } => {
                format!(
                    "`{substance}` may hold it: its name hints at it, and no table knows it by that name"
                )
            }
            Self::Unconfirmed => {
                "the membership of the substance in the group is not confirmed".to_owned()
            }
            Self::Undisclosed { share, names } if names.is_empty() => {
                format!("{} % is undisclosed", percent(*share))
            }
            Self::Undisclosed { share, names } => {
                format!("{} % is undisclosed ({})", percent(*share), names.join(", "))
            }
        }
    }
}
