//! Why a signature is bad.

use jiff::civil::Date;
use thiserror::Error;
use unleaded_model::diagnostic::codes::trust as codes;
use unleaded_model::diagnostic::{Argument, Code, Diagnostic, FileName, Place};

use crate::digest::Digest;
use crate::envelope::{ENVELOPE_LIMIT, ENVELOPE_SUFFIX, EnvelopeError};
use crate::json::{JsonError, JsonProblem, MemberError};
use crate::statement::StatementError;
use crate::trust_store::TrustedKey;

/// A key and when the trust store accepts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyPeriod {
    /// The identifier of the key.
    pub key_id: String,
    /// The name of its organisation.
    pub organisation: String,
    /// First day on which it is good; `None`: since ever.
    pub from: Option<Date>,
    /// Last day on which it is good; `None`: without end.
    pub to: Option<Date>,
}

/// Why a signature is bad. In each case the document must not be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadReason {
    /// The document is not the one that was signed.
    #[error("the document was changed: {signed} was signed, it has {found}")]
    DocumentChanged {
        /// What was signed.
        signed: Digest,
        /// What the document has.
        found: Digest,
    },
    /// The envelope can't be read.
    #[error(transparent)]
    Envelope(#[from] EnvelopeError),
    /// The key was good until a day before the date.
    #[error("key {} of `{}` expired before {as_of}", .key.key_id, .key.organisation)]
    KeyExpired {
        /// The key.
        key: KeyPeriod,
        /// The date of the check.
        as_of: Date,
    },
    /// The key is good from a day after the date.
    #[error("key {} of `{}` is not good yet on {as_of}", .key.key_id, .key.organisation)]
    KeyNotYetValid {
        /// The key.
        key: KeyPeriod,
        /// The date of the check.
        as_of: Date,
    },
    /// The key was revoked on the date or before.
    #[error("key {} of `{}` was revoked on {date}", .key.key_id, .key.organisation)]
    KeyRevoked {
        /// The key.
        key: KeyPeriod,
        /// The first day on which it is no longer good.
        date: Date,
        /// Why, in the words of the trust file; empty: not stated.
        reason: String,
    },
    /// The payload is of a type that is not known.
    #[error("the payload type `{value}` is not known")]
    PayloadTypeUnknown {
        /// The type.
        value: String,
    },
    /// The statement makes a kind of claim that is not known.
    #[error("the predicate type `{value}` is not known")]
    PredicateTypeUnknown {
        /// The type.
        value: String,
    },
    /// A signature names a trusted key and fits none.
    #[error("the signature does not fit key {key_id} of `{organisation}`")]
    SignatureInvalid {
        /// The identifier of the key.
        key_id: String,
        /// The name of its organisation.
        organisation: String,
    },
    /// The payload is not a statement about one document.
    #[error("the signed statement is malformed")]
    Statement(#[source] MemberError),
}

impl From<StatementError> for BadReason {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Member(error) => Self::Statement(error),
            StatementError::PredicateType(value) => Self::PredicateTypeUnknown { value },
        }
    }
}

/// Why `key` is not good on `as_of`; `None`: it is. The first and the last day belong to the period, the day of the
/// revocation does not.
pub(super) fn out_of_force(id: &str, key: &TrustedKey, as_of: Date) -> Option<BadReason> {
    let period = || KeyPeriod {
        key_id: id.to_owned(),
        organisation: key.organisation.clone(),
        from: key.from,
        to: key.to,
    };
    if let Some(revocation) = &key.revocation
        && revocation.date <= as_of
    {
        let (date, reason) = (revocation.date, revocation.reason.clone());
        return Some(BadReason::KeyRevoked { key: period(), date, reason });
    }
    if key.from.is_some_and(|from| as_of < from) {
        return Some(BadReason::KeyNotYetValid { key: period(), as_of });
    }
    key.to.is_some_and(|to| to < as_of).then(|| BadReason::KeyExpired { key: period(), as_of })
}

impl BadReason {
    /// Returns the defect as a diagnostic on the document `file`, or on the envelope beside it where that is what
    /// must be repaired.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| on(code, file);
        match self {
            Self::DocumentChanged { signed, found } => at(codes::SIGNATURE_CHANGED_DOCUMENT)
                .with("signed", signed.to_string())
                .with("found", found.to_string()),
            Self::Envelope(error) => envelope_diagnostic(error, &envelope_name(file)),
            Self::KeyExpired { key, as_of } => {
                at(codes::KEY_EXPIRED).key(key).with("as-of", *as_of)
            }
            Self::KeyNotYetValid { key, as_of } => {
                at(codes::KEY_NOT_YET_VALID).key(key).with("as-of", *as_of)
            }
            Self::KeyRevoked { key, date, reason } => {
                at(codes::KEY_REVOKED).key(key).with("date", *date).with("reason", stated(reason))
            }
            Self::PayloadTypeUnknown { value } => {
                on(codes::PAYLOAD_TYPE_UNKNOWN, &envelope_name(file)).with("value", value.as_str())
            }
            Self::PredicateTypeUnknown { value } => {
                on(codes::PREDICATE_TYPE_UNKNOWN, &envelope_name(file))
                    .with("value", value.as_str())
            }
            Self::SignatureInvalid { key_id, organisation } => at(codes::SIGNATURE_INVALID)
                .with("key", key_id.as_str())
                .with("organisation", organisation.as_str()),
            Self::Statement(error) => {
                member(codes::STATEMENT_MALFORMED, error, &envelope_name(file))
            }
        }
    }
}

fn on(code: Code, file: &FileName) -> Diagnostic {
    Diagnostic::new(code, Place::file(file)).with("file", file.as_str())
}

/// Adds what messages about a key say of it.
trait WithKey {
    fn key(self, key: &KeyPeriod) -> Self;
}

impl WithKey for Diagnostic {
    fn key(self, key: &KeyPeriod) -> Self {
        let day = |date: Option<Date>| date.map_or(Argument::from("-"), Argument::from);
        self.with("key", key.key_id.as_str())
            .with("organisation", key.organisation.as_str())
            .with("from", day(key.from))
            .with("to", day(key.to))
    }
}

/// A dash where the trust file gives no reason.
fn stated(reason: &str) -> &str {
    if reason.is_empty() { "-" } else { reason }
}

fn envelope_name(file: &FileName) -> FileName {
    FileName::new(&format!("{file}{ENVELOPE_SUFFIX}"))
}

fn member(code: Code, error: &MemberError, file: &FileName) -> Diagnostic {
    // The empty path is the value as a whole.
    let path = if error.path.is_empty() { "." } else { &error.path };
    on(code, file).with("member", path).with("expected", error.expected)
}

fn envelope_diagnostic(error: &EnvelopeError, file: &FileName) -> Diagnostic {
    match error {
        EnvelopeError::Json(JsonError { problem, line, column }) => match problem {
            JsonProblem::Doubled { name } => {
                on(codes::ENVELOPE_MEMBER_DOUBLED, file).with("member", name.as_str())
            }
            JsonProblem::Syntax | JsonProblem::TooMuch { .. } => {
                on(codes::ENVELOPE_NOT_JSON, file).with("line", *line).with("column", *column)
            }
        },
        EnvelopeError::Member(error) => member(codes::ENVELOPE_MALFORMED, error, file),
        EnvelopeError::TooLarge { size } => {
            on(codes::ENVELOPE_TOO_LARGE, file).with("size", *size).with("limit", ENVELOPE_LIMIT)
        }
    }
}
