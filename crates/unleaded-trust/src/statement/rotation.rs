//! That one key takes over from another.

use jiff::civil::Date;

use super::{Form, Role};
use crate::digest::Digest;
use crate::json::{MemberError, Members, Object};
use crate::keys::PublicKey;

/// That an organisation goes on to a new key. The subject is the SHA-256 of the new key's DER form; both keys sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRotation {
    /// The key that was used so far.
    pub old_key: PublicKey,
    /// The key that is used from now on.
    pub new_key: PublicKey,
    /// First day on which the new key is good.
    pub from: Date,
    /// When it was signed, by the signer's clock: RFC 3339 date or time in UTC; empty: not stated.
    pub issued_at: String,
}

impl Form for KeyRotation {
    const TYPE: &'static str = "https://unleaded.example/key-rotation/v1";

    fn write(&self) -> Members {
        Members::new()
            .text("oldKey", self.old_key.spki_base64())
            .text("newKey", self.new_key.spki_base64())
            .text("from", self.from.to_string())
            .text("issuedAt", &self.issued_at)
    }

    fn read(predicate: &Object<'_>, subject: &Digest) -> Result<Self, MemberError> {
        const EXPECTED: &str = "base64 of the DER form of an Ed25519 key";
        let key = |name| {
            let key = PublicKey::from_spki_base64(predicate.string(name)?);
            key.map_err(|_| predicate.error(name, EXPECTED))
        };
        let (old_key, new_key) = (key("oldKey")?, key("newKey")?);
        if Digest::of(&new_key.to_spki_der()) != *subject {
            return Err(predicate.error("newKey", "key of the subject"));
        }
        if old_key == new_key {
            return Err(predicate.error("newKey", "key other than oldKey"));
        }
        let from = predicate.value("from", "date, e.g. 2026-11-22")?;
        Ok(Self { old_key, new_key, from, issued_at: predicate.text("issuedAt")? })
    }

    fn roles(&self) -> Vec<Role> {
        Role::ALL.to_vec()
    }

    fn issued_at(&self) -> &str {
        &self.issued_at
    }
}
