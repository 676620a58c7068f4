//! Why rows are not what a statement commits to.

use thiserror::Error;
use unleaded_model::diagnostic::codes::rows as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::{COPY_LIMIT, LEAF_LIMIT};
use crate::digest::Digest;
use crate::json::{JsonError, MemberError};
use crate::merkle::ProofError;
use crate::verify::BadReason;

/// Why rows are not what a statement commits to. In each case nothing of the file must be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum RowsError {
    /// The statement commits to another number of rows.
    #[error("{signed} rows were signed, the file has {found}")]
    CountDiffers {
        /// How many were signed.
        signed: u64,
        /// How many there are.
        found: usize,
    },
    /// Not JSON, a doubled member, or too many values.
    #[error("the file can't be read")]
    Json(#[from] JsonError),
    /// A member is missing or not what it must be.
    #[error("`{path}` is missing or not {expected}")]
    Member {
        /// The member with those above it: `leaves[0].salt`.
        path: String,
        /// What it must be.
        expected: &'static str,
    },
    /// The statement is none about rows and commits to them.
    #[error("the envelope is not one on rows")]
    NoRows,
    /// A row is not spelt in the one canonical form.
    #[error("row {at} is not in canonical form")]
    NotCanonical {
        /// The number of the row, from 0.
        at: usize,
    },
    /// A disclosed row is not the one that the copy hides.
    #[error("row {at} is not one that the copy hides")]
    NotHidden {
        /// The number of the row, from 0.
        at: usize,
    },
    /// The disclosure is one of another declaration.
    #[error("the rows are those of statement {named}, the envelope holds {found}")]
    OtherStatement {
        /// The SHA-256 of the signed payload that the disclosure names.
        named: Digest,
        /// That of the envelope.
        found: Digest,
    },
    /// The rows and hashes do not give the root that was signed.
    #[error("the rows are not those that were signed")]
    RootDiffers,
    /// The envelope can't be read as one on a declaration.
    #[error(transparent)]
    Statement(Box<BadReason>),
    /// More than [`COPY_LIMIT`] bytes or [`LEAF_LIMIT`] rows.
    #[error("the file has {size} bytes or rows, more than are read")]
    TooLarge {
        /// Bytes or rows.
        size: usize,
    },
    /// The proof of a disclosed row does not lead to the root that was signed.
    #[error("row {at} is not proven")]
    Unproven {
        /// The number of the row, from 0.
        at: u64,
        /// Why.
        #[source]
        error: ProofError,
    },
}

impl From<MemberError> for RowsError {
    fn from(error: MemberError) -> Self {
        Self::Member { path: error.path, expected: error.expected }
    }
}

impl From<BadReason> for RowsError {
    fn from(reason: BadReason) -> Self {
        Self::Statement(Box::new(reason))
    }
}

impl RowsError {
    /// Returns the defect as a diagnostic on the redacted copy or disclosure `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        let changed = |reason: (&str, &str)| {
            at(codes::ROWS_CHANGED).with("reason_en", reason.0).with("reason_zh", reason.1)
        };
        match self {
            Self::CountDiffers { signed, found } => changed((
                &format!("{signed} rows were signed, {found} are there"),
                &format!("签名时有 {signed} 行，现有 {found} 行"),
            )),
            Self::Json(error) => at(codes::ROWS_MALFORMED)
                .with("member", format!("{}:{}", error.line, error.column))
                .with("expected", "JSON"),
            Self::Member { path, expected } => at(codes::ROWS_MALFORMED)
                .with("member", if path.is_empty() { "." } else { path })
                .with("expected", *expected),
            Self::NoRows => at(codes::ROWS_NOT_SIGNED),
            Self::NotCanonical { at: row } => at(codes::ROW_NOT_UNDERSTOOD).with("row", *row),
            Self::NotHidden { at: row } => at(codes::ROW_UNPROVEN).with("row", *row),
            Self::OtherStatement { named, found } => at(codes::ROWS_OF_OTHER_DECLARATION)
                .with("named", named.to_string())
                .with("found", found.to_string()),
            Self::RootDiffers => changed((
                "rows and hashes do not give the signed root",
                "各行与哈希值得不出所签的根值",
            )),
            Self::Statement(reason) => reason.diagnostic(file),
            Self::TooLarge { size } => at(codes::ROWS_TOO_MANY)
                .with("size", *size)
                .with("limit", LEAF_LIMIT)
                .with("bytes", COPY_LIMIT),
            Self::Unproven { at: row, .. } => at(codes::ROW_UNPROVEN).with("row", *row),
        }
    }
}
