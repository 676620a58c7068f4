//! That another may sign for a supplier.

use jiff::civil::Date;

use super::{Form, Party, Role};
use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};

/// Most beginnings of item numbers in a delegation.
const SCOPE_LIMIT: usize = 4096;

/// That the holder of a key may sign for a supplier. The subject is the SHA-256 of the key's DER form, its identifier.
/// Signed by the supplier itself: a delegate can't delegate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegation {
    /// Who may sign.
    pub delegate: Party,
    /// The items that it may sign for: beginnings of item numbers, or `*` for all; never empty, at most 4096.
    pub scope: Vec<String>,
    /// First day on which it may sign.
    pub from: Date,
    /// Last day on which it may sign.
    pub to: Date,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
}

impl Form for Delegation {
    const TYPE: &'static str = "https://unleaded.example/delegation/v1";

    fn write(&self) -> Members {
        Members::new()
            .with("delegate", self.delegate.write().into_json())
            .texts("scope", &self.scope)
            .text("from", self.from.to_string())
            .text("to", self.to.to_string())
            .text("issuedAt", &self.issued_at)
    }

    fn read(predicate: &Object<'_>, _: &Digest) -> Result<Self, MemberError> {
        let scope = predicate.strings("scope")?;
        // An empty beginning would cover everything without saying so.
        if !(1..=SCOPE_LIMIT).contains(&scope.len()) || scope.iter().any(String::is_empty) {
            return Err(predicate.error("scope", "array of 1 to 4096 item number prefixes"));
        }
        Ok(Self {
            delegate: Party::read(&predicate.member("delegate")?)?,
            scope,
            from: predicate.value("from", "date, e.g. 2026-11-22")?,
            to: predicate.value("to", "date, e.g. 2026-11-22")?,
            issued_at: predicate.text("issuedAt")?,
        })
    }

    /// What it allows to another, its signer must be allowed itself.
    fn items(&self) -> Option<Vec<&str>> {
        Some(self.scope.iter().map(String::as_str).collect())
    }

    /// A representative can't delegate: that would be a chain that nobody surveys.
    fn roles(&self) -> Vec<Role> {
        vec![Role::Supplier]
    }

    fn issued_at(&self) -> &str {
        &self.issued_at
    }
}
