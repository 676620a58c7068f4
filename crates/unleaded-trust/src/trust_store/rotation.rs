//! Going on to a new key.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::trust_files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::{TrustError, TrustStore, TrustedKey};
use crate::statement::{KeyRotation, Role};
use crate::verify::{BadReason, Outcome, Terms, Verified, verify_statement};

/// Why a rotation is not accepted.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum RotationError {
    /// Its envelope is bad.
    #[error(transparent)]
    Bad(#[from] BadReason),
    /// One of the two keys has not signed, or the store does not know the old one.
    #[error("the rotation is not signed by a trusted key and the new one")]
    NotBoth,
    /// The store does not accept the new key.
    #[error(transparent)]
    Trust(#[from] TrustError),
}

impl RotationError {
    /// Returns the defect as a diagnostic on the rotation's envelope `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        match self {
            Self::Bad(reason) => reason.diagnostic(file),
            Self::NotBoth => Diagnostic::new(codes::KEY_ROTATION_SIGNERS, Place::file(file))
                .with("file", file.as_str()),
            Self::Trust(error) => error.diagnostic(file),
        }
    }
}

impl TrustStore {
    /// Accepts the new key of the rotation in `envelope` as what its old one is: for the same organisation, roles and items, from the
    /// day that it states, and no earlier or later than the old one. Both must have signed, and the old one must be good on `as_of`; it
    /// stays as it is, since what it signed before is still to be verified. Bounds that the new key has already stay. A key that came
    /// with an imported trust file is followed by whoever signs that file. Returns what was accepted.
    pub fn rotate(
        &mut self,
        envelope: &[u8],
        as_of: Date,
    ) -> Result<Verified<(), KeyRotation>, RotationError> {
        // Whether the old key may say it is the question, so the first look is with the store as it is.
        let first = good(verify_statement(envelope, &Terms::new(self, as_of)))?;
        let rotation: &KeyRotation = first.predicate();
        let (old, new) = (rotation.old_key.id(), rotation.new_key.id());
        let known = self.key(&old).ok_or(RotationError::NotBoth)?;
        let mut next = self.clone();
        let key = successor(known, rotation, self.key(&new))?;
        let starts = key.from;
        next.keys.insert(new.clone(), key);
        // The new key signs on a day on which it may not be good yet, so it is asked on its first one.
        let day = starts.map_or(as_of, |from| from.max(as_of));
        let both: Verified<(), KeyRotation> =
            good(verify_statement(envelope, &Terms::new(&next, day)))?;
        let signed = |id: &str, verified: &Verified<(), KeyRotation>| {
            verified.signers().iter().any(|signer| signer.key_id == id)
        };
        if !signed(&old, &first) || !signed(&new, &both) {
            return Err(RotationError::NotBoth);
        }
        *self = next;
        Ok(first)
    }
}

/// The key that follows `old`; `there` is what the store says of it already. No bound of either is lifted.
fn successor(
    old: &TrustedKey,
    rotation: &KeyRotation,
    there: Option<&TrustedKey>,
) -> Result<TrustedKey, TrustError> {
    let key_id = || rotation.new_key.id();
    for key in [Some(old), there].into_iter().flatten() {
        if let Some(from) = &key.imported {
            return Err(TrustError::KeyImported { key_id: key.key.id(), from: from.clone() });
        }
    }
    let mut key = TrustedKey {
        key: rotation.new_key.into(),
        from: old.from.max(Some(rotation.from)),
        // How the old key ends is no end of the new one.
        revocation: None,
        ..old.clone()
    };
    if let Some(there) = there {
        super::grant::belongs(&key_id(), there, &key.organisation)?;
        if let Some(revocation) = &there.revocation {
            return Err(TrustError::KeyRevoked { key_id: key_id(), date: revocation.date });
        }
        key.from = key.from.max(there.from);
        key.to = earlier(key.to, there.to);
        key.narrow(there)?;
    }
    match (key.from, key.to) {
        (Some(from), Some(to)) if from > to => Err(TrustError::PeriodEmpty { from, to }),
        _ => Ok(key),
    }
}

/// The earlier of two last days; `None`: without end.
fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.into_iter().chain(other).min()
}

impl TrustedKey {
    /// Leaves what both keys may be used for and speak of.
    fn narrow(&mut self, other: &Self) -> Result<(), TrustError> {
        let none_left = || TrustError::NothingLeft { key_id: other.key.id() };
        let both = Role::ALL.into_iter().filter(|role| self.may(*role) && other.may(*role));
        let both: BTreeSet<Role> = both.collect();
        if both.is_empty() {
            return Err(none_left());
        }
        if !self.roles.is_empty() || !other.roles.is_empty() {
            self.roles = both;
        }
        self.scope = self.scope.intersection(&other.scope).ok_or_else(none_left)?;
        Ok(())
    }
}

fn good(outcome: Outcome<(), KeyRotation>) -> Result<Verified<(), KeyRotation>, RotationError> {
    match outcome {
        Outcome::Good(verified) => Ok(verified),
        Outcome::Bad(reason) => Err(reason.into()),
        Outcome::UnknownKey { .. } => Err(RotationError::NotBoth),
    }
}
