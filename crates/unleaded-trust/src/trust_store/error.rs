//! What can be wrong with a trust file, or with a change to one.

use jiff::civil::Date;
use thiserror::Error;
use unleaded_model::diagnostic::codes::{trust as codes, trust_files as files};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::ImportError;
use crate::json::{JsonError, JsonProblem, MemberError};
use crate::keys::KeyError;

/// Why a trust file can't be read, or a change to it can't be made.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrustError {
    /// An identifier of an organisation does not have the form of its scheme.
    #[error("`{id}` is not an identifier of an organisation: {expected}")]
    IdMalformed {
        /// The identifier as written.
        id: String,
        /// The form of the scheme, or the schemes there are.
        expected: &'static str,
    },
    /// One identifier under two organisations.
    #[error("`{id}` belongs to `{first}` and can't also belong to `{second}`")]
    IdShared {
        /// The identifier.
        id: String,
        /// The organisation that has it.
        first: String,
        /// The organisation that should get it.
        second: String,
    },
    /// A trust file of others is not taken over.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Not JSON, or a doubled member.
    #[error("the trust file can't be read")]
    Json(#[from] JsonError),
    /// A key of the file is unusable.
    #[error("the key at `{path}` is unusable")]
    Key {
        /// Where in the file.
        path: String,
        /// Why.
        #[source]
        source: KeyError,
    },
    /// A key that an imported trust file brought, which its publisher alone changes.
    #[error("key {key_id} came with the trust file of `{from}`")]
    KeyImported {
        /// The key.
        key_id: String,
        /// The organisation whose trust file it is.
        from: String,
    },
    /// The key was revoked before.
    #[error("key {key_id} was revoked on {date}")]
    KeyRevoked {
        /// The key.
        key_id: String,
        /// The day of the revocation.
        date: Date,
    },
    /// One key under two organisations: a signature would not say who vouches.
    #[error("key {key_id} belongs to `{first}` and can't also belong to `{second}`")]
    KeyShared {
        /// The key.
        key_id: String,
        /// The organisation that has it.
        first: String,
        /// The organisation that should get it.
        second: String,
    },
    /// The store has no such key.
    #[error("there is no key {key_id} in the trust file")]
    KeyUnknown {
        /// The identifier asked for.
        key_id: String,
    },
    /// A member is missing or not what it must be.
    #[error("the trust file is malformed")]
    Member(#[from] MemberError),
    /// A member that the format does not know.
    #[error("the trust file has a member `{path}` that is not known")]
    MemberUnknown {
        /// The member with those above it.
        path: String,
    },
    /// A name that a reader would take for a known one.
    #[error("`{name}` looks like `{known}`")]
    NameAlike {
        /// The name.
        name: String,
        /// The known organisation.
        known: String,
    },
    /// A name that is empty, too long, or has hidden characters.
    #[error("`{name}` is not the name of an organisation: visible text on one line")]
    NameMalformed {
        /// The name, cut to 80 characters.
        name: String,
    },
    /// A word of letters of several scripts that look alike.
    #[error("`{word}` in `{name}` has letters of several scripts")]
    NameMixed {
        /// The name.
        name: String,
        /// The word.
        word: String,
    },
    /// A key that takes over from another and has bounds of its own, and no role or item within both.
    #[error("key {key_id} has no role or no item in common with the key that it follows")]
    NothingLeft {
        /// The key.
        key_id: String,
    },
    /// The store has no such organisation.
    #[error("there is no organisation `{name}` in the trust file")]
    OrganisationUnknown {
        /// The name asked for.
        name: String,
    },
    /// A period that ends before it begins.
    #[error("a key that is good from {from} to {to} is never good")]
    PeriodEmpty {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The file has more bytes than are read.
    #[error("the trust file has {size} bytes, more than {limit}")]
    TooLarge {
        /// The size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The file is of another format or version.
    #[error("the trust file is of `{schema}`, which is not known")]
    Version {
        /// What its member `schema` says.
        schema: String,
    },
}

impl TrustError {
    /// Returns the defect as a diagnostic on the trust file `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        match self {
            Self::IdMalformed { id, expected } => at(codes::ORGANISATION_ID_MALFORMED)
                .with("value", id.as_str())
                .with("expected", *expected),
            Self::IdShared { id, first, second } => at(codes::ORGANISATION_ID_SHARED)
                .with("value", id.as_str())
                .with("first", first.as_str())
                .with("second", second.as_str()),
            Self::Import(error) => error.diagnostic(file),
            Self::Json(error) => json_diagnostic(error, file),
            Self::Key { path, source } => key_diagnostic(path, source, file),
            Self::KeyImported { key_id, from } => at(files::KEY_IMPORTED)
                .with("key", key_id.as_str())
                .with("organisation", from.as_str()),
            Self::KeyRevoked { key_id, date } => {
                at(codes::TRUST_KEY_REVOKED).with("key", key_id.as_str()).with("date", *date)
            }
            Self::KeyShared { key_id, first, second } => at(codes::KEY_SHARED)
                .with("key", key_id.as_str())
                .with("first", first.as_str())
                .with("second", second.as_str()),
            Self::KeyUnknown { key_id } => {
                at(codes::TRUST_KEY_UNKNOWN).with("key", key_id.as_str())
            }
            Self::Member(MemberError { path, expected }) => at(codes::TRUST_FILE_MEMBER)
                .with("member", path.as_str())
                .with("expected", *expected),
            Self::MemberUnknown { path } => {
                at(codes::TRUST_FILE_MEMBER_UNKNOWN).with("member", path.as_str())
            }
            Self::NameAlike { name, known } => at(files::ORGANISATION_NAME_ALIKE)
                .with("value", name.as_str())
                .with("known", known.as_str()),
            Self::NameMixed { name, word } => at(files::ORGANISATION_NAME_MIXED)
                .with("value", name.as_str())
                .with("word", word.as_str()),
            Self::NothingLeft { key_id } => {
                at(files::KEY_NOTHING_LEFT).with("key", key_id.as_str())
            }
            Self::OrganisationUnknown { name } => {
                at(files::ORGANISATION_UNKNOWN).with("value", name.as_str())
            }
            Self::NameMalformed { name } => {
                at(codes::ORGANISATION_NAME_MALFORMED).with("value", name.as_str())
            }
            Self::PeriodEmpty { from, to } => {
                at(codes::KEY_PERIOD_EMPTY).with("from", *from).with("to", *to)
            }
            Self::TooLarge { size, limit } => {
                at(codes::TRUST_FILE_TOO_LARGE).with("size", *size).with("limit", *limit)
            }
            Self::Version { schema } => {
                at(codes::TRUST_FILE_VERSION).with("value", schema.as_str())
            }
        }
    }
}

/// The defect of a key inside the trust file: the file's name is followed by the member.
fn key_diagnostic(path: &str, source: &KeyError, file: &FileName) -> Diagnostic {
    let mut found = source.diagnostic(&FileName::new(&format!("{file}: {path}")));
    found.places = vec![Place::file(file)];
    found
}

fn json_diagnostic(error: &JsonError, file: &FileName) -> Diagnostic {
    let at = |code| {
        Diagnostic::new(code, Place::file(file))
            .with("file", file.as_str())
            .with("line", error.line)
            .with("column", error.column)
    };
    match &error.problem {
        JsonProblem::Doubled { name } => {
            at(codes::TRUST_FILE_MEMBER_DOUBLED).with("member", name.as_str())
        }
        JsonProblem::Syntax | JsonProblem::TooMuch { .. } => at(codes::TRUST_FILE_MALFORMED),
    }
}
