//! Declarations of conformity, made from a report and what the declarant says.
//!
//! [`china`] is the supplier's declaration for China RoHS, [`eu`] the EU declaration of conformity. Both name the exemptions that
//! conformity rests on, and neither is made where [`Conforming`](crate::conformity::Conforming) is refused.

use unleaded_model::diagnostic::Language;

use crate::report::Exemption;

pub mod china;
pub mod eu;
mod exemptions;

/// The same in two languages; either may be empty, and then the other stands for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Both {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Both {
    /// The words in that language, else in the other.
    fn shown(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::En => (&self.en, &self.zh),
            Language::Zh => (&self.zh, &self.en),
        };
        if first.is_empty() { second } else { first }
    }
}

/// An enterprise and how to reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Its name.
    pub name: Both,
    /// Its address.
    pub address: Both,
    /// Its number: what kind it is, and the number; `None`: not given.
    pub identity: Option<(Both, String)>,
    /// Whom to ask.
    pub contact: Option<Contact>,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// The address of electronic mail.
    pub email: String,
}

/// Who declares, where and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The number of the declaration.
    pub number: String,
    /// Where it is issued.
    pub place: Both,
    /// The date of issue, `YYYY-MM-DD`.
    pub date: String,
    /// The authorised person.
    pub signatory: Both,
    /// The function of that person.
    pub title: Both,
}

/// Whether a declaration that rests on these exemptions may be issued on `date`, and the last day on which it may.
fn outlived<'a>(last_day: Option<&'a str>, date: &str) -> Option<&'a str> {
    last_day.filter(|last| *last < date)
}

/// Why there is no declaration though the product conforms.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeclarationError {
    /// It would be issued before the assessment that it rests on.
    #[error("issued on {date}, before the assessment of {as_of}")]
    BeforeAssessment {
        /// The date of issue.
        date: String,
        /// The date of the assessment.
        as_of: String,
    },
    /// It names another item of the catalogue than the product was judged as.
    #[error("declared as item {declared} of the catalogue, and judged as {judged}")]
    OtherItem {
        /// The item that the declarant names.
        declared: String,
        /// The item of the report.
        judged: String,
    },
    /// It would be issued after the last day on which it can hold.
    #[error("issued on {date}, and what it rests on ended on {last}")]
    Outlived {
        /// The date of issue.
        date: String,
        /// The last day.
        last: String,
    },
}

impl Exemption {
    /// Its last day, or that none is known.
    fn last_day(&self, language: Language) -> String {
        let unknown = language.pick("not known", "不详");
        self.expires.clone().unwrap_or_else(|| unknown.to_owned())
    }
}
