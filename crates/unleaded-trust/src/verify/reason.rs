//! Why a signature is bad.

use jiff::civil::Date;
use thiserror::Error;
use unleaded_model::diagnostic::codes::{signers, trust as codes};
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Place};

use super::DelegationProblem;
use crate::digest::Digest;
use crate::envelope::{ENVELOPE_LIMIT, ENVELOPE_SUFFIX, EnvelopeError};
use crate::json::{JsonError, JsonProblem, MemberError};
use crate::statement::{Role, StatementError};

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
    /// The signer stood by the declaration until a day before the date.
    #[error("the declaration was good until {last}, not on {as_of}")]
    DeclarationExpired {
        /// The last day.
        last: Date,
        /// The date of the check.
        as_of: Date,
    },
    /// A representative signed without a delegation that fits.
    #[error("key {key_id} of `{organisation}` signs for a supplier without its delegation")]
    Delegation {
        /// The identifier of the key.
        key_id: String,
        /// The name of its organisation.
        organisation: String,
        /// What is wrong.
        problem: DelegationProblem,
    },
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
    /// Others may have the key, and nothing but the signer's word says that the signature is older.
    #[error("others may have key {} of `{}` since {date}", .key.key_id, .key.organisation)]
    KeyCompromised {
        /// The key.
        key: KeyPeriod,
        /// The first day on which others may have it.
        date: Date,
        /// Why, in the words of the trust file; empty: not stated.
        reason: String,
    },
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
    /// The key may not say such a thing.
    #[error("key {key_id} of `{organisation}` has none of the roles {roles:?}")]
    KeyRole {
        /// The identifier of the key.
        key_id: String,
        /// The name of its organisation.
        organisation: String,
        /// The roles of which it needs one.
        roles: Vec<Role>,
    },
    /// The key may not speak of the item.
    #[error("key {key_id} of `{organisation}` may not speak of {item:?}")]
    KeyScope {
        /// The identifier of the key.
        key_id: String,
        /// The name of its organisation.
        organisation: String,
        /// The item; `None`: the statement does not tell its items.
        item: Option<String>,
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
    /// Fewer keys of an organisation signed than the trust file asks for.
    #[error("{found} of {needed} keys of `{organisation}` signed")]
    TooFew {
        /// The organisation.
        organisation: String,
        /// How many must sign.
        needed: u32,
        /// How many did.
        found: u32,
    },
    /// The imported trust file that names the key was signed with one that others may have.
    #[error("others may have key {root_key} of `{root}`, which signed the trust file that names key {}", .key.key_id)]
    TrustCompromised {
        /// The key.
        key: KeyPeriod,
        /// The name of the organisation whose trust file it is.
        root: String,
        /// The identifier of the key that signed it.
        root_key: String,
    },
    /// The trust file, or the imported one that names the key, may no longer be used.
    #[error("the trust file that names key {} may be used until {expires}", .key.key_id)]
    TrustExpired {
        /// The key.
        key: KeyPeriod,
        /// The last day on which the file may be used.
        expires: Date,
        /// The date of the check.
        as_of: Date,
    },
}

impl From<StatementError> for BadReason {
    fn from(error: StatementError) -> Self {
        match error {
            StatementError::Member(error) => Self::Statement(error),
            StatementError::PredicateType(value) => Self::PredicateTypeUnknown { value },
        }
    }
}

impl BadReason {
    /// Returns the defect as a diagnostic on the document `file`, or on the envelope beside it where that is what
    /// must be repaired.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| on(code, file);
        match self {
            Self::DeclarationExpired { last, as_of } => {
                at(signers::DECLARATION_EXPIRED).with("last", *last).with("as-of", *as_of)
            }
            Self::Delegation { key_id, organisation, problem } => {
                delegation(problem, file).of(key_id, organisation)
            }
            Self::DocumentChanged { signed, found } => at(codes::SIGNATURE_CHANGED_DOCUMENT)
                .with("signed", signed.to_string())
                .with("found", found.to_string()),
            Self::Envelope(error) => envelope_diagnostic(error, &envelope_name(file)),
            Self::KeyCompromised { key, date, reason } => at(signers::KEY_COMPROMISED)
                .key(key)
                .with("date", *date)
                .with("reason", stated(reason)),
            Self::KeyExpired { key, as_of } => {
                at(codes::KEY_EXPIRED).key(key).with("as-of", *as_of)
            }
            Self::KeyNotYetValid { key, as_of } => {
                at(codes::KEY_NOT_YET_VALID).key(key).with("as-of", *as_of)
            }
            Self::KeyRevoked { key, date, reason } => {
                at(codes::KEY_REVOKED).key(key).with("date", *date).with("reason", stated(reason))
            }
            Self::KeyRole { key_id, organisation, roles } => {
                let roles: Vec<&str> = roles.iter().map(|role| role.name()).collect();
                at(signers::KEY_ROLE).of(key_id, organisation).with("roles", roles.join(", "))
            }
            Self::KeyScope { key_id, organisation, item } => at(signers::KEY_SCOPE)
                .of(key_id, organisation)
                .with("item", item.as_deref().unwrap_or("?")),
            Self::PayloadTypeUnknown { value } => {
                on(codes::PAYLOAD_TYPE_UNKNOWN, &envelope_name(file)).with("value", value.as_str())
            }
            Self::PredicateTypeUnknown { value } => {
                on(codes::PREDICATE_TYPE_UNKNOWN, &envelope_name(file))
                    .with("value", value.as_str())
            }
            Self::SignatureInvalid { key_id, organisation } => {
                at(codes::SIGNATURE_INVALID).of(key_id, organisation)
            }
            Self::Statement(error) => {
                member(codes::STATEMENT_MALFORMED, error, &envelope_name(file))
            }
            Self::TooFew { organisation, needed, found } => at(signers::SIGNATURES_TOO_FEW)
                .with("organisation", organisation.as_str())
                .with("needed", u64::from(*needed))
                .with("found", u64::from(*found)),
            Self::TrustCompromised { key, root, root_key } => at(signers::TRUST_COMPROMISED)
                .of(&key.key_id, &key.organisation)
                .with("publisher", root.as_str())
                .with("root", root_key.as_str()),
            Self::TrustExpired { key, expires, as_of } => {
                at(signers::TRUST_EXPIRED).key(key).with("expires", *expires).with("as-of", *as_of)
            }
        }
    }
}

fn on(code: Code, file: &FileName) -> Diagnostic {
    Diagnostic::new(code, Place::file(file)).with("file", file.as_str())
}

fn delegation(problem: &DelegationProblem, file: &FileName) -> Diagnostic {
    match problem {
        DelegationProblem::Ambiguous { suppliers } => {
            on(signers::DELEGATION_AMBIGUOUS, file).with("suppliers", suppliers.join(", "))
        }
        DelegationProblem::Missing => on(signers::DELEGATION_MISSING, file),
        DelegationProblem::OutOfPeriod { from, to } => {
            on(signers::DELEGATION_PERIOD, file).with("from", *from).with("to", *to)
        }
        DelegationProblem::OutOfScope { scope } => {
            on(signers::DELEGATION_SCOPE, file).with("scope", scope.join(", "))
        }
    }
}

/// Adds what messages about a key say of it.
trait WithKey {
    fn of(self, key_id: &str, organisation: &str) -> Self;
    fn key(self, key: &KeyPeriod) -> Self;
}

impl WithKey for Diagnostic {
    fn of(self, key_id: &str, organisation: &str) -> Self {
        self.with("key", key_id).with("organisation", organisation)
    }

    fn key(self, key: &KeyPeriod) -> Self {
        self.of(&key.key_id, &key.organisation).with("period", key.words())
    }
}

impl KeyPeriod {
    /// When the key is good, in both languages.
    fn words(&self) -> (String, String) {
        match (self.from, self.to) {
            (Some(from), Some(to)) => (format!("from {from} to {to}"), format!("{from} 至 {to}")),
            (Some(from), None) => (format!("from {from} on"), format!("{from} 起")),
            (None, Some(to)) => (format!("until {to}"), format!("至 {to} 止")),
            (None, None) => ("at any time".to_owned(), "不限".to_owned()),
        }
    }
}

/// The reason of the trust file, in its own words.
fn stated(reason: &str) -> (String, String) {
    match reason {
        "" => ("not stated".to_owned(), "未说明".to_owned()),
        reason => (reason.to_owned(), reason.to_owned()),
    }
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
