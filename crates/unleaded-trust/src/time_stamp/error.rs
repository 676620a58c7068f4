//! Why a time-stamp token proves nothing.

use thiserror::Error;
use unleaded_model::diagnostic::codes::time_stamps as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::TIME_STAMP_LIMIT;
use crate::digest::Digest;

/// Why a token is no evidence.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeStampError {
    /// An algorithm that is not accepted, or not for the authority's key.
    #[error("the time stamp uses the algorithm {algorithm}, which is not accepted")]
    AlgorithmUnsupported {
        /// Its object identifier.
        algorithm: String,
    },
    /// The authority's certificate is not for time stamps, or was not good at the time.
    #[error("the certificate {authority} is not for time stamps, or was not good at the time")]
    AuthorityUnfit {
        /// The SHA-256 of the certificate.
        authority: Digest,
    },
    /// No authority that the user accepts signed.
    #[error("the time stamp is by no authority that is accepted")]
    AuthorityUnknown,
    /// The token is over other bytes.
    #[error("the time stamp is not over this signature")]
    ImprintOther,
    /// Not DER, or not the structure of a token.
    #[error("the time stamp is malformed at `{field}`")]
    Malformed {
        /// The field, as RFC 3161 and RFC 5652 name it.
        field: &'static str,
    },
    /// The authority did not grant a token.
    #[error("the authority refused the time stamp with status {status}")]
    NotGranted {
        /// The status of RFC 3161 section 2.4.2.
        status: u8,
    },
    /// The signature does not fit the authority's certificate, or speaks of other content.
    #[error("the signature of the time stamp does not fit")]
    SignatureInvalid,
    /// More than [`TIME_STAMP_LIMIT`].
    #[error("the time stamp has {size} bytes, more than {TIME_STAMP_LIMIT}")]
    TooLarge {
        /// The size in bytes.
        size: usize,
    },
}

impl TimeStampError {
    /// Returns the defect as a diagnostic on the token `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        match self {
            Self::AlgorithmUnsupported { algorithm } => {
                at(codes::TIME_STAMP_ALGORITHM).with("algorithm", algorithm.as_str())
            }
            Self::AuthorityUnfit { authority } => {
                at(codes::TIME_STAMP_AUTHORITY_UNFIT).with("authority", authority.to_string())
            }
            Self::AuthorityUnknown => at(codes::TIME_STAMP_AUTHORITY_UNKNOWN),
            Self::ImprintOther => at(codes::TIME_STAMP_OTHER),
            Self::Malformed { field } => at(codes::TIME_STAMP_MALFORMED).with("field", *field),
            Self::NotGranted { status } => {
                at(codes::TIME_STAMP_REFUSED).with("status", u64::from(*status))
            }
            Self::SignatureInvalid => at(codes::TIME_STAMP_INVALID),
            Self::TooLarge { size } => {
                at(codes::TIME_STAMP_TOO_LARGE).with("size", *size).with("limit", TIME_STAMP_LIMIT)
            }
        }
    }
}
