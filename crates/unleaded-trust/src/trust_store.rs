//! Whose keys the user accepts, and for when.
//!
//! The file is JSON with sorted members and one value per line, so that a change of trust is a change of few
//! lines that a reviewer can read. A store only says who vouches; what a signature covers is judged in `verify`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::diagnostic::Diagnostic;

pub use self::error::TrustError;
pub use self::organisation::{Organisation, OrganisationId, Scheme};
use crate::keys::PublicKey;

mod error;
mod organisation;
mod wire;

/// Trusted keys with their organisations and periods; ordered by key identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustStore {
    /// By name.
    organisations: BTreeMap<String, Organisation>,
    /// The name of the one organisation that has an identifier.
    owners: BTreeMap<OrganisationId, String>,
    /// By key identifier.
    keys: BTreeMap<String, TrustedKey>,
}

/// A key that the user accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedKey {
    /// The key.
    pub key: PublicKey,
    /// The name of the organisation that signs with it.
    pub organisation: String,
    /// First day on which it is good; `None`: since ever.
    pub from: Option<Date>,
    /// Last day on which it is good; `None`: without end.
    pub to: Option<Date>,
    /// The revocation; `None`: not revoked.
    pub revocation: Option<Revocation>,
}

/// The end of a key before its time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// First day on which the key is no longer good.
    pub date: Date,
    /// Why, in the user's words; empty: not stated.
    pub reason: String,
}

impl TrustStore {
    /// Returns a store that trusts nobody.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Parses a trust file. A member that the format does not know is refused by name, since a misspelt `to` or
    /// `revoked` would otherwise lift a bound.
    pub fn parse(text: &str) -> Result<Self, TrustError> {
        wire::parse(text)
    }

    /// The trust file: the same store gives the same bytes, whatever order it was filled in.
    pub fn to_json(&self) -> String {
        wire::write(self)
    }

    /// Accepts `key` as one of `organisation`, from the day `from` to the day `to`, both included.
    ///
    /// A key that is already accepted for the same organisation gets the new period; its identifiers are added to
    /// those known. Returns remarks: an identifier whose check character is wrong. A key has one owner, an
    /// identifier has one owner, and a revoked key does not come back.
    pub fn add(
        &mut self,
        key: PublicKey,
        organisation: Organisation,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Vec<Diagnostic>, TrustError> {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(TrustError::PeriodEmpty { from, to });
        }
        let id = key.id();
        if let Some(known) = self.keys.get(&id) {
            if known.organisation != organisation.name() {
                return Err(TrustError::KeyShared {
                    key_id: id,
                    first: known.organisation.clone(),
                    second: organisation.name().to_owned(),
                });
            }
            if let Some(revocation) = &known.revocation {
                return Err(TrustError::KeyRevoked { key_id: id, date: revocation.date });
            }
        }
        let remarks = organisation.remarks();
        let name = organisation.name().to_owned();
        self.add_organisation(organisation)?;
        self.keys.insert(id, TrustedKey { key, organisation: name, from, to, revocation: None });
        Ok(remarks)
    }

    /// Adds an organisation, or its identifiers to the one of that name.
    fn add_organisation(&mut self, organisation: Organisation) -> Result<(), TrustError> {
        for id in organisation.ids() {
            if let Some(owner) = self.owners.get(id)
                && owner != organisation.name()
            {
                return Err(TrustError::IdShared {
                    id: id.to_string(),
                    first: owner.clone(),
                    second: organisation.name().to_owned(),
                });
            }
        }
        for id in organisation.ids() {
            self.owners.insert(id.clone(), organisation.name().to_owned());
        }
        match self.organisations.get_mut(organisation.name()) {
            Some(known) => known.merge(organisation),
            None => {
                self.organisations.insert(organisation.name().to_owned(), organisation);
            }
        }
        Ok(())
    }

    /// Ends the key with identifier `key_id` on `date`: it is not good on that day and after. A revoked key can be
    /// revoked from an earlier day, never from a later one.
    pub fn revoke(&mut self, key_id: &str, date: Date, reason: &str) -> Result<(), TrustError> {
        let Some(key) = self.keys.get_mut(key_id) else {
            return Err(TrustError::KeyUnknown { key_id: key_id.to_owned() });
        };
        match &key.revocation {
            Some(known) if known.date < date => {
                Err(TrustError::KeyRevoked { key_id: key_id.to_owned(), date: known.date })
            }
            _ => {
                key.revocation = Some(Revocation { date, reason: reason.to_owned() });
                Ok(())
            }
        }
    }

    /// Every key with its identifier, in order of the identifiers.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &TrustedKey)> {
        self.keys.iter().map(|(id, key)| (id.as_str(), key))
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
}
