//! Going on to a new key.

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::trust_files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::{TrustError, TrustStore, TrustedKey};
use crate::statement::KeyRotation;
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
    /// day that it states. Both must have signed, and the old one must be good on `as_of`; it stays as it is, since what it
    /// signed before is still to be verified. Returns what was accepted.
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
        let key = TrustedKey {
            key: rotation.new_key.into(),
            from: Some(rotation.from),
            to: None,
            ..known.clone()
        };
        let mut next = self.clone();
        if let Some(known) = next.keys.get(&new) {
            super::grant::belongs(&new, known, &key.organisation)?;
            if let Some(revocation) = &known.revocation {
                let date = revocation.date;
                return Err(TrustError::KeyRevoked { key_id: new, date }.into());
            }
        }
        next.keys.insert(new.clone(), key);
        // The new key signs on a day on which it may not be good yet, so it is asked on its first one.
        let day = rotation.from.max(as_of);
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

fn good(outcome: Outcome<(), KeyRotation>) -> Result<Verified<(), KeyRotation>, RotationError> {
    match outcome {
        Outcome::Good(verified) => Ok(verified),
        Outcome::Bad(reason) => Err(reason.into()),
        Outcome::UnknownKey { .. } => Err(RotationError::NotBoth),
    }
}
