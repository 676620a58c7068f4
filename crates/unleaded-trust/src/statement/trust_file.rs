//! That a trust file may be imported.

use jiff::civil::Date;

use super::{Form, Role};
use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};

/// What a signer says about an exported trust file. The subject is that file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustFile {
    /// Its version; it only grows.
    pub version: u64,
    /// The last day on which it may be used.
    pub expires: Date,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
}

impl Form for TrustFile {
    const TYPE: &'static str = "https://unleaded.example/trust-file/v1";

    fn write(&self) -> Members {
        Members::new()
            .text("version", self.version.to_string())
            .text("expires", self.expires.to_string())
            .text("issuedAt", &self.issued_at)
    }

    fn read(predicate: &Object<'_>, _: &Digest) -> Result<Self, MemberError> {
        Ok(Self {
            version: predicate.value("version", "decimal number")?,
            expires: predicate.value("expires", "date, e.g. 2026-11-22")?,
            issued_at: predicate.text("issuedAt")?,
        })
    }

    fn roles(&self) -> Vec<Role> {
        vec![Role::Root]
    }

    fn issued_at(&self) -> &str {
        &self.issued_at
    }
}
