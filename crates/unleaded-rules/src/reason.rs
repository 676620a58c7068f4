//! Why a finding is what it is, as data; the words come from it in either language.

use jiff::civil::Date;
use unleaded_model::amount::{Decimal, Fraction, FractionRange};
use unleaded_model::diagnostic::Language;

use crate::lists::Category;

mod chinese;
mod english;
mod name;

/// One cause of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// One maker's part is over, another's is not.
    Alternate {
        /// The maker whose part is over.
        maker: String,
    },
    /// One document of the maker has it over, another has not.
    OtherDocument,
    /// An exemption covers it.
    ByExemption {
        /// The exemption.
        id: String,
        /// Its last day.
        expires: Option<Date>,
    },
    /// A class or mixture may hold it.
    ClassMayHold {
        /// The name of the substance.
        substance: String,
    },
    /// A claim on a list of exceptions whose text the data lacks.
    ExceptionTextNotHeld {
        /// The claim.
        id: String,
        /// The list.
        list: String,
    },
    /// The claim names no annex, and the exemptions of that name in two annexes differ on the place.
    ExemptionAnnexUnclear {
        /// The exemption.
        id: String,
    },
    /// Sources disagree on the end of the exemption.
    ExemptionDisputed {
        /// The exemption.
        id: String,
        /// The ends they give.
        ends: Vec<Date>,
    },
    /// The exemption has ended.
    ExemptionExpired {
        /// The exemption.
        id: String,
        /// Its last day.
        date: Date,
    },
    /// The share does not meet the exemption's own limit.
    ExemptionLimitMissed {
        /// The exemption.
        id: String,
    },
    /// Whether the share meets the exemption's own limit can't be told.
    ExemptionLimitUnclear {
        /// The exemption.
        id: String,
    },
    /// The data has no such exemption.
    ExemptionNotInData {
        /// The claim.
        id: String,
    },
    /// What stands in the place of an exemption names none.
    ExemptionNotNamed {
        /// The claim.
        id: String,
    },
    /// The exemption begins later.
    ExemptionNotYet {
        /// The exemption.
        id: String,
        /// The date asked for.
        date: Date,
    },
    /// The exemption permits another substance.
    ExemptionOfAnotherSubstance {
        /// The exemption.
        id: String,
        /// The entry that is over.
        entry: String,
    },
    /// The exemption is not for this category of product.
    ExemptionOutOfScope {
        /// The exemption.
        id: String,
        /// The category.
        category: Category,
    },
    /// The source names no category, and this one has had dates of its own.
    ExemptionScopeUnclear {
        /// The exemption.
        id: String,
        /// The category.
        category: Category,
    },
    /// The exemption has ended nominally, and a renewal was pending.
    ExemptionPending {
        /// The exemption.
        id: String,
        /// Its nominal end.
        date: Date,
    },
    /// The supplier says in answer to a query that a law is not met.
    Admitted {
        /// The query.
        statement: String,
        /// Its answer, as written.
        response: String,
    },
    /// Another document claims an exemption, and whether it is older than this one can't be told.
    ClaimNotDated,
    /// Exemptions are claimed with answers on a list, and which place they are for can't be told.
    ClaimedApart {
        /// The exemptions.
        ids: Vec<String>,
        /// The list.
        list: String,
    },
    /// The supplier states that a threshold is exceeded, and nobody knows which substance is meant.
    OverNotUnderstood {
        /// The entry, as written.
        entry: String,
        /// The list.
        list: String,
    },
    /// The rules are for some applications, and the product is not said to be for any.
    ApplicationNotTold {
        /// The applications.
        applications: Vec<String>,
    },
    /// Classes of substances of which no table says whether they hold what the law names.
    ClassesUnknown {
        /// Their names.
        names: Vec<String>,
    },
    /// The source of the rule names no limit.
    LimitNotKnown,
    /// It is there on purpose, or for a reason that is not told, and that is over in any amount.
    OnPurpose {
        /// The least that there is.
        low: Fraction,
    },
    /// What must be known of the rule itself.
    OfRule {
        /// In English.
        en: String,
        /// In Chinese.
        zh: String,
    },
    /// Parts of the product are open, and with them its share.
    OpenInProduct,
    /// It may be there on purpose, which is over in any amount.
    PurposeNotKnown,
    /// The supplier states that another threshold than that of the rule is exceeded.
    OverElsewhere {
        /// The list.
        list: String,
    },
    /// Exemptions that might apply and are not claimed.
    NotClaimed {
        /// The exemptions.
        ids: Vec<String>,
    },
    /// The part has no usable declaration.
    NoDeclaration,
    /// The part is inside an assembly that is declared as a whole, and is not declared itself.
    OnlyInWhole,
    /// The declaration of an assembly as a whole holds more than its children account for.
    NotInChildren,
    /// The share is over the limit.
    Over {
        /// The low end.
        low: Fraction,
        /// The limit.
        limit: Fraction,
    },
    /// The supplier states that the threshold is exceeded.
    OverByStatement {
        /// The list.
        list: String,
    },
    /// The composition and the statement contradict each other.
    StatementContradicts {
        /// The list.
        list: String,
    },
    /// Statements are all there is, and none covers the entry.
    StatementSilent {
        /// The lists that were answered.
        lists: Vec<String>,
    },
    /// The supplier states that the threshold is exceeded, and a share within it.
    StatementUnclear {
        /// The list.
        list: String,
    },
    /// Two statements of one maker and date contradict each other.
    StatementsContradict {
        /// The lists.
        lists: Vec<String>,
    },
    /// No rule of the data applies on the date.
    NoRules {
        /// The date.
        date: Date,
    },
    /// No edition of the law was known on that day, or nobody noted when it became known.
    NotKnownThen {
        /// The day.
        day: Date,
    },
    /// The amount of a substance is told as a range.
    Range {
        /// The name of the substance.
        substance: String,
        /// Its share of the material.
        share: FractionRange,
    },
    /// A substance is named without a usable amount.
    WithoutAmount {
        /// The name of the substance.
        substance: String,
    },
    /// A substance of unknown nature whose name hints at the entry.
    Suspect {
        /// The name of the substance.
        substance: String,
    },
    /// The membership of the substance in the group is not confirmed.
    Unconfirmed,
    /// A share that may be anything.
    Undisclosed {
        /// How much.
        share: Fraction,
        /// Under which names; none: nothing is said of it.
        names: Vec<String>,
    },
}

impl Reason {
    /// Returns the cause in words, without a full stop.
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Zh => self.chinese(),
        }
    }
}

fn joined(dates: &[Date], between: &str) -> String {
    dates.iter().map(Date::to_string).collect::<Vec<_>>().join(between)
}

/// A share in percent, rounded up at the eleventh place.
fn percent(share: Fraction) -> Decimal {
    share.ppm_high().scaled(-4)
}
