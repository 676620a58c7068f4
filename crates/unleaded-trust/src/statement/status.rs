//! What became of a declaration after it was signed.

use super::{Form, Role};
use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};

/// That a declaration is withdrawn or replaced. The subject is the declared document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What happened to it.
    pub action: Action,
    /// The envelope of the declaration that is meant.
    pub declaration: Digest,
    /// Why, in the signer's words; for a withdrawal never empty.
    pub reason: String,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
}

/// What happened to a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Another declaration takes its place.
    Supersede {
        /// The envelope of that declaration.
        successor: Digest,
    },
    /// It no longer holds, and nothing takes its place.
    Withdraw,
}

impl Form for Status {
    const TYPE: &'static str = "https://unleaded.example/status/v1";

    fn write(&self) -> Members {
        let (action, successor) = match self.action {
            Action::Supersede { successor } => ("supersede", Some(successor)),
            Action::Withdraw => ("withdraw", None),
        };
        Members::new()
            .text("action", action)
            .text("declaration", self.declaration.to_string())
            .some("successor", successor)
            .text("reason", &self.reason)
            .text("issuedAt", &self.issued_at)
    }

    fn read(predicate: &Object<'_>, _: &Digest) -> Result<Self, MemberError> {
        let action = match predicate.string("action")? {
            "supersede" => Action::Supersede { successor: predicate.value("successor", "sha256")? },
            "withdraw" => Action::Withdraw,
            _ => return Err(predicate.error("action", "withdraw or supersede")),
        };
        let reason = predicate.text("reason")?;
        if reason.trim().is_empty() && action == Action::Withdraw {
            return Err(predicate.error("reason", "text"));
        }
        Ok(Self {
            action,
            declaration: predicate.value("declaration", "sha256")?,
            reason,
            issued_at: predicate.text("issuedAt")?,
        })
    }

    fn roles(&self) -> Vec<Role> {
        vec![Role::Supplier, Role::Aggregator, Role::AuthorisedRepresentative]
    }

    fn issued_at(&self) -> &str {
        &self.issued_at
    }
}
