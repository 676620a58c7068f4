//! Who makes a statement, and in which role.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};

/// A name and identifiers as a statement gives them: a claim. Nothing is decided by it; who signed, the trust store says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Identifiers, written `scheme:value`; empty: none.
    pub ids: Vec<String>,
}

/// Who makes a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// Name and identifiers.
    pub party: Party,
    /// What it acts as.
    pub role: Role,
    /// The envelope of the supplier's delegation, for an authorised representative; `None`: not named.
    pub delegation: Option<Digest>,
}

/// What a key may be used for. In trust files and statements it is written as [`Role::name`] gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Signs aggregates made from the declarations of others.
    Aggregator,
    /// Signs for a supplier, under a delegation that the supplier signed.
    AuthorisedRepresentative,
    /// Signs the checkpoints of a log.
    Log,
    /// Signs trust files that may be imported.
    Root,
    /// Declares its own products.
    Supplier,
    /// Signs time stamps (RFC 3161).
    TimeStampAuthority,
    /// Cosigns the checkpoints of logs.
    Witness,
}

/// Text that names no role.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("`{text}` is no role")]
pub struct RoleError {
    /// The text, cut to 80 characters.
    pub text: String,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 7] = [
        Self::Aggregator,
        Self::AuthorisedRepresentative,
        Self::Log,
        Self::Root,
        Self::Supplier,
        Self::TimeStampAuthority,
        Self::Witness,
    ];

    /// Whether a key with `roles` may be used as this; without any it speaks for its own organisation.
    pub(crate) fn is_among(self, roles: &BTreeSet<Self>) -> bool {
        match roles.is_empty() {
            true => matches!(self, Self::Aggregator | Self::Supplier),
            false => roles.contains(&self),
        }
    }

    /// The role's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aggregator => "aggregator",
            Self::AuthorisedRepresentative => "authorised-representative",
            Self::Log => "log",
            Self::Root => "root",
            Self::Supplier => "supplier",
            Self::TimeStampAuthority => "time-stamp-authority",
            Self::Witness => "witness",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        let role = Self::ALL.into_iter().find(|role| role.name() == text);
        role.ok_or_else(|| RoleError { text: text.chars().take(80).collect() })
    }
}

impl Party {
    pub(super) fn write(&self) -> Members {
        Members::new().text("name", &self.name).texts("ids", &self.ids)
    }

    pub(super) fn read(object: &Object<'_>) -> Result<Self, MemberError> {
        Ok(Self { name: object.string("name")?.to_owned(), ids: object.strings("ids")? })
    }
}

/// Adds the member `issuer`, where there is one.
pub(super) fn write(issuer: Option<&Issuer>, members: Members) -> Members {
    let Some(issuer) = issuer else { return members };
    let object = issuer.party.write().text("role", issuer.role.name());
    members.with("issuer", object.some("delegation", issuer.delegation).into_json())
}

/// Reads the member `issuer`, where there is one. Only a supplier, its representative and an aggregator make statements.
pub(super) fn read(predicate: &Object<'_>) -> Result<Option<Issuer>, MemberError> {
    const EXPECTED: &str = "supplier, authorised-representative or aggregator";
    let Some(object) = predicate.optional_member("issuer")? else {
        return Ok(None);
    };
    let role = object.value("role", EXPECTED)?;
    if !matches!(role, Role::Aggregator | Role::AuthorisedRepresentative | Role::Supplier) {
        return Err(object.error("role", EXPECTED));
    }
    let delegation = object.optional_value("delegation", "sha256")?;
    Ok(Some(Issuer { party: Party::read(&object)?, role, delegation }))
}
