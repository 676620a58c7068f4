//! Accepting a key.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_model::diagnostic::Diagnostic;

use super::{Organisation, TrustError, TrustStore, TrustedKey};
use crate::keys::AcceptedKey;
use crate::statement::Role;

/// A key that is to be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The key.
    pub key: AcceptedKey,
    /// Whose it is.
    pub organisation: Organisation,
    /// First day on which it is good; `None`: since ever.
    pub from: Option<Date>,
    /// Last day on which it is good; `None`: without end.
    pub to: Option<Date>,
    /// What it may be used for; empty: as it was, and for a new key what its own organisation says.
    pub roles: BTreeSet<Role>,
    /// The items that it may speak of; `None`: as it was, and for a new key all.
    pub scope: Option<Scope>,
}

/// Items, by the beginnings of their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(Vec<String>);

/// What stands for every item.
const EVERYTHING: &str = "*";

impl Scope {
    /// Returns the scope of items whose numbers begin with one of `prefixes`; none, or `*` among them, is every item. A prefix that
    /// begins with another one says nothing more, and is left out.
    pub fn new<P: Into<String>>(prefixes: impl IntoIterator<Item = P>) -> Self {
        let prefixes: BTreeSet<String> = prefixes.into_iter().map(Into::into).collect();
        let is_all = |prefix: &String| prefix.is_empty() || prefix == EVERYTHING;
        if prefixes.iter().any(is_all) {
            return Self::default();
        }
        let mut kept: Vec<String> = Vec::with_capacity(prefixes.len());
        for prefix in prefixes {
            // In this order whatever begins with a prefix follows it.
            if !kept.last().is_some_and(|last| prefix.starts_with(last.as_str())) {
                kept.push(prefix);
            }
        }
        Self(kept)
    }

    /// Whether it has every item, also one without a number.
    pub fn is_everything(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it has the item `number`.
    pub fn covers(&self, number: &str) -> bool {
        // Of prefixes none of which begins with another one, the last that is not after the number is the only one that it can begin with.
        let after = self.0.partition_point(|prefix| prefix.as_str() <= number);
        let last = after.checked_sub(1).and_then(|at| self.0.get(at));
        self.is_everything() || last.is_some_and(|prefix| number.starts_with(prefix.as_str()))
    }

    /// The items that both have; `None`: there is none.
    pub(super) fn intersection(&self, other: &Self) -> Option<Self> {
        if self.is_everything() || other.is_everything() {
            return Some(if self.is_everything() { other.clone() } else { self.clone() });
        }
        let of = |one: &Self, other: &Self| -> Vec<String> {
            one.0.iter().filter(|prefix| other.covers(prefix)).cloned().collect()
        };
        let both: Vec<String> = of(self, other).into_iter().chain(of(other, self)).collect();
        (!both.is_empty()).then(|| Self::new(both))
    }

    /// The beginnings of the numbers, sorted; none: every item.
    pub fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Grant {
    /// Returns a grant of `key` to `organisation` without bounds.
    pub fn new(key: AcceptedKey, organisation: Organisation) -> Self {
        Self { key, organisation, from: None, to: None, roles: BTreeSet::new(), scope: None }
    }
}

impl TrustStore {
    /// Accepts the key of `grant` as one of its organisation.
    ///
    /// A key that is already accepted for the same organisation gets the new period; its identifiers are added to
    /// those known. Returns remarks: an identifier whose check character is wrong. A key has one owner, an
    /// identifier has one owner, and a revoked key does not come back.
    pub fn grant(&mut self, grant: Grant) -> Result<Vec<Diagnostic>, TrustError> {
        if let (Some(from), Some(to)) = (grant.from, grant.to)
            && from > to
        {
            return Err(TrustError::PeriodEmpty { from, to });
        }
        let id = grant.key.id();
        let known = self.keys.get(&id);
        if let Some(known) = known {
            belongs(&id, known, grant.organisation.name())?;
            if let Some(revocation) = &known.revocation {
                return Err(TrustError::KeyRevoked { key_id: id, date: revocation.date });
            }
        }
        // What is not said anew stays as it is: a bound is not lifted by leaving it out.
        let roles = match known {
            Some(known) if grant.roles.is_empty() => known.roles.clone(),
            _ => grant.roles,
        };
        let known_scope = known.map(|known| known.scope.clone());
        let scope = grant.scope.or(known_scope).unwrap_or_default();
        let remarks = grant.organisation.remarks();
        let organisation = grant.organisation.name().to_owned();
        self.add_organisation(grant.organisation)?;
        let (key, from, to) = (grant.key, grant.from, grant.to);
        let (imported, revocation) = (None, None);
        self.keys.insert(
            id,
            TrustedKey { key, organisation, from, to, roles, scope, imported, revocation },
        );
        Ok(remarks)
    }

    /// Adds an organisation, or its identifiers to the one of that name.
    pub(super) fn add_organisation(
        &mut self,
        organisation: Organisation,
    ) -> Result<(), TrustError> {
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
}

/// Refuses a key under a second organisation: a signature would not say who vouches.
pub(super) fn belongs(id: &str, known: &TrustedKey, organisation: &str) -> Result<(), TrustError> {
    if known.organisation == organisation {
        return Ok(());
    }
    Err(TrustError::KeyShared {
        key_id: id.to_owned(),
        first: known.organisation.clone(),
        second: organisation.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_covered_is_left_out() {
        let scope = Scope::new(["CR-1", "X", "CR", "CR-12", "CRX"]);
        assert_eq!(scope.prefixes().collect::<Vec<_>>(), ["CR", "X"]);
        assert!(Scope::new(["CR", "*"]).is_everything());
        assert!(!scope.covers("") && Scope::default().covers(""));
    }

    proptest! {
        /// Looking up one prefix tells the same as asking each.
        #[test]
        fn one_look_is_enough(
            prefixes in prop::collection::vec("[a-c中]{1,4}", 1..12), number in "[a-c中]{0,6}",
        ) {
            let each = prefixes.iter().any(|prefix| number.starts_with(prefix.as_str()));
            prop_assert_eq!(Scope::new(prefixes).covers(&number), each);
        }
    }
}
