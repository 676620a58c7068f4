//! Whose keys the user accepts, for what, and for when.
//!
//! The file is JSON with sorted members and one value per line, so that a change of trust is a change of few
//! lines that a reviewer can read. A store only says who vouches; what a signature covers is judged in `verify`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::diagnostic::Diagnostic;

pub use self::error::TrustError;
pub use self::grant::{Grant, Scope};
pub use self::import::{Import, ImportError};
pub use self::organisation::{Organisation, OrganisationId, Scheme};
pub use self::rotation::RotationError;
use crate::keys::{AcceptedKey, PublicKey};
use crate::statement::Role;

mod error;
mod grant;
mod import;
mod lookalike;
mod names;
mod organisation;
mod rotation;
mod wire;

/// Trusted keys with their organisations, roles and periods; ordered by key identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustStore {
    /// Grows with each change that is written; 0: never written, or by a program that did not count.
    version: u64,
    /// The last day on which the file may be used; `None`: without end.
    expires: Option<Date>,
    /// By name.
    organisations: BTreeMap<String, Organisation>,
    /// The name of the one organisation that has an identifier.
    owners: BTreeMap<OrganisationId, String>,
    /// How many of its keys must sign, by organisation; without an entry one is enough.
    thresholds: BTreeMap<String, u32>,
    /// The same, as the imported file says that brought the organisation.
    imported_thresholds: BTreeMap<String, u32>,
    /// By key identifier.
    keys: BTreeMap<String, TrustedKey>,
    /// The last file that was imported of each organisation that signs trust files, by its name.
    imports: BTreeMap<String, Import>,
}

/// A key that the user accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// The key.
    pub key: AcceptedKey,
    /// The name of the organisation that signs with it.
    pub organisation: String,
    /// First day on which it is good; `None`: since ever.
    pub from: Option<Date>,
    /// Last day on which it is good; `None`: without end.
    pub to: Option<Date>,
    /// What it may be used for; empty: for what its own organisation says, as a supplier or an aggregator.
    pub roles: BTreeSet<Role>,
    /// The items that it may speak of.
    pub scope: Scope,
    /// The organisation whose trust file it was imported from; `None`: the user accepted it.
    pub imported: Option<String>,
    /// The revocation; `None`: not revoked.
    pub revocation: Option<Revocation>,
}

impl TrustedKey {
    /// Whether the key may be used as `role`.
    pub fn may(&self, role: Role) -> bool {
        role.is_among(&self.roles)
    }
}

/// The end of a key before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// First day on which the key is no longer good.
    pub date: Date,
    /// Whether others may have it.
    pub cause: Cause,
    /// Why, in the user's words; empty: not stated.
    pub reason: String,
}

/// What kind of end a revocation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Others may have the key, and write any date: only independent evidence of an earlier time saves a signature.
    Compromised,
    /// The key is no longer used, or its owner no longer trusted.
    Ended,
}

impl TrustStore {
    /// Returns a store that trusts nobody.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Parses a trust file, version 1 or 2. A member that the format does not know is refused by name, since a misspelt
    /// `to` or `revoked` would lift a bound without a word.
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        wire::parse(text)
    }

    /// The trust file: the same store gives the same bytes, whatever order it was filled in.
    pub fn to_json(&self) -> String {
        wire::write(self)
    }

    /// The version: it grows with each change that is written.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Counts a change, before the store is written.
    pub fn count_change(&mut self) {
        self.version = self.version.saturating_add(1);
    }

    /// The last day on which the store may be used; `None`: without end.
    pub fn expires(&self) -> Option<Date> {
        self.expires
    }

    /// Sets the last day on which the store may be used.
    pub fn expire(&mut self, last: Option<Date>) {
        self.expires = last;
    }

    /// Accepts `key` as one of `organisation`, from the day `from` to the day `to`, both included: [`Self::grant`]
    /// without roles and scope.
    pub fn add(
        &mut self,
        key: PublicKey,
        organisation: Organisation,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Vec<Diagnostic>, TrustError> {
        self.grant(Grant { from, to, ..Grant::new(key.into(), organisation) })
    }

    /// Ends the key with identifier `key_id` on `date`: it is not good on that day and after. A revoked key can be
    /// revoked from an earlier day, never from a later one.
    pub fn revoke(&mut self, key_id: &str, date: Date, reason: &str) -> Result<(), TrustError> {
        self.end(key_id, Revocation { date, cause: Cause::Ended, reason: reason.to_owned() })
    }

    /// Ends the key with identifier `key_id` since others may have it from `date` on. A key that was revoked for another
    /// reason stays revoked from the earlier of both days.
    pub fn compromise(&mut self, key_id: &str, date: Date, reason: &str) -> Result<(), TrustError> {
        let known = self.keys.get(key_id).and_then(|key| key.revocation.as_ref());
        let ended = known.filter(|known| known.cause == Cause::Ended);
        let date = ended.map_or(date, |known| known.date.min(date));
        self.end(key_id, Revocation { date, cause: Cause::Compromised, reason: reason.to_owned() })
    }

    fn end(&mut self, key_id: &str, revocation: Revocation) -> Result<(), TrustError> {
        let Some(key) = self.keys.get_mut(key_id) else {
            return Err(TrustError::KeyUnknown { key_id: key_id.to_owned() });
        };
        let kept = |known: &&Revocation| {
            let weaker = known.cause == Cause::Compromised && revocation.cause == Cause::Ended;
            known.date < revocation.date || weaker
        };
        if let Some(known) = key.revocation.as_ref().filter(kept) {
            return Err(TrustError::KeyRevoked { key_id: key_id.to_owned(), date: known.date });
        }
        key.revocation = Some(revocation);
        Ok(())
    }

    /// Asks that at least `count` keys of `organisation` sign what it says; 0 counts as 1.
    pub fn require(&mut self, organisation: &str, count: u32) -> Result<(), TrustError> {
        if !self.organisations.contains_key(organisation) {
            return Err(TrustError::OrganisationUnknown { name: organisation.to_owned() });
        }
        match count {
            0 | 1 => self.thresholds.remove(organisation),
            _ => self.thresholds.insert(organisation.to_owned(), count),
        };
        Ok(())
    }

    /// How many keys of `organisation` must sign what it says; at least 1.
    pub fn threshold(&self, organisation: &str) -> u32 {
        let stated = [&self.thresholds, &self.imported_thresholds];
        stated.iter().filter_map(|stated| stated.get(organisation).copied()).max().unwrap_or(1)
    }

    /// How many of `key_ids`, which signed for `organisation`, count towards its threshold. Of one that has keys which the user accepted,
    /// these alone do where the user has set the threshold: who signs imported trust files does not decide who meets it.
    pub(crate) fn counted(&self, organisation: &str, key_ids: &[&str]) -> u32 {
        let is_own = |key: &TrustedKey| key.imported.is_none();
        let all = key_ids.len();
        let count = match self.thresholds.contains_key(organisation) {
            true if self
                .keys
                .values()
                .any(|key| key.organisation == organisation && is_own(key)) =>
            {
                key_ids.iter().filter(|id| self.key(id).is_some_and(is_own)).count()
            }
            _ => all,
        };
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Every key with its identifier, in order of the identifiers.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &TrustedKey)> {
        self.keys.iter().map(|(id, key)| (id.as_str(), key))
    }

    /// The keys that may be used as `role`, in order of the identifiers.
    pub fn keys_for(&self, role: Role) -> impl Iterator<Item = (&str, &TrustedKey)> {
        self.keys().filter(move |(_, key)| key.may(role))
    }

    /// The key with identifier `key_id`.
    pub fn key(&self, key_id: &str) -> Option<&TrustedKey> {
        self.keys.get(key_id)
    }

    /// The key with identifier `key_id`, with the store's own copy of the identifier.
    pub(crate) fn entry(&self, key_id: &str) -> Option<(&str, &TrustedKey)> {
        self.keys.get_key_value(key_id).map(|(id, key)| (id.as_str(), key))
    }

    /// Every organisation, in order of the names.
    pub fn organisations(&self) -> impl Iterator<Item = &Organisation> {
        self.organisations.values()
    }

    /// The organisation called `name`.
    pub fn organisation(&self, name: &str) -> Option<&Organisation> {
        self.organisations.get(name)
    }

    /// The last import of each organisation that signs trust files, in order of the names.
    pub fn imports(&self) -> impl Iterator<Item = (&str, &Import)> {
        self.imports.iter().map(|(name, import)| (name.as_str(), import))
    }

    /// The last day on which what was imported from `organisation` may be used.
    pub(crate) fn import_expires(&self, organisation: &str) -> Option<Date> {
        self.imports.get(organisation).map(|import| import.expires)
    }

    /// A key that others may have, of those that signed what was imported from `organisation`; of an import that does not tell its
    /// signers, of those that might have.
    pub(crate) fn stolen_root(&self, organisation: &str) -> Option<&str> {
        let import = self.imports.get(organisation)?;
        let is_stolen = |key: &TrustedKey| {
            key.revocation.as_ref().is_some_and(|known| known.cause == Cause::Compromised)
        };
        let may_have_signed = |id: &str, key: &TrustedKey| match import.keys.is_empty() {
            true => key.organisation == organisation && key.may(Role::Root),
            false => import.keys.contains(id),
        };
        let mut stolen = self.keys().filter(|(id, key)| is_stolen(key) && may_have_signed(id, key));
        stolen.next().map(|(id, _)| id)
    }
}
