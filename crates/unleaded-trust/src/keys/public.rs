//! Public keys.

use std::cmp::Ordering;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};
use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;

use super::{ED25519, KeyError, LABEL};
use crate::digest::sha256_hex;
use crate::pem;

/// What stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 section 4).
const SPKI_PREFIX: [u8; 12] =
    [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// An Ed25519 public key that is a point of the curve and not of low order. Ordered by its 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Returns the key of 32 `bytes` (RFC 8032 section 5.1.2); refuses weak keys and bytes that are no point.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::Malformed)?;
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        Ok(Self(key))
    }

    /// Wraps a key derived from a private key, which is never weak: clamping makes its order large.
    pub(super) fn derived(key: VerifyingKey) -> Self {
        Self(key)
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Parses a SubjectPublicKeyInfo in PEM form.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::decode(text)? {
            (LABEL, der) => Self::from_spki_der(&der),
            (found, _) => Err(KeyError::WrongKind { found: found.to_owned(), wanted: LABEL }),
        }
    }

    /// The SubjectPublicKeyInfo in PEM form, with a newline at the end.
    pub fn to_pem(&self) -> String {
        pem::encode(LABEL, &self.to_spki_der()).to_string()
    }

    /// Parses a SubjectPublicKeyInfo in DER form.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        if let Some(bytes) = der.strip_prefix(&SPKI_PREFIX)
            && let Ok(bytes) = bytes.try_into()
        {
            return Self::from_bytes(bytes);
        }
        // Not the one form of an Ed25519 key; the rest is only about saying what it is instead.
        let other = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        let algorithm = other.algorithm.oid.to_string();
        if algorithm == ED25519 {
            return Err(KeyError::Malformed);
        }
        Err(KeyError::NotEd25519 { algorithm })
    }

    /// The SubjectPublicKeyInfo in DER form: 44 bytes.
    pub fn to_spki_der(&self) -> [u8; 44] {
        let mut der = [0; 44];
        der[..12].copy_from_slice(&SPKI_PREFIX);
        der[12..].copy_from_slice(self.0.as_bytes());
        der
    }

    /// Parses the standard base64 of a SubjectPublicKeyInfo.
    pub fn from_spki_base64(text: &str) -> Result<Self, KeyError> {
        Self::from_spki_der(&STANDARD.decode(text).map_err(|_| KeyError::Malformed)?)
    }

    /// The standard base64 of the SubjectPublicKeyInfo: 60 characters.
    pub fn spki_base64(&self) -> String {
        STANDARD.encode(self.to_spki_der())
    }

    /// The key's identifier: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo in DER form.
    pub fn id(&self) -> String {
        sha256_hex(&self.to_spki_der())
    }

    /// Whether `signature` is this key's on `message`, by the strict rules that leave no two verifiers in doubt:
    /// no key or commitment of low order, no unreduced scalar.
    pub fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

impl PartialOrd for PublicKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for PublicKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.as_bytes().cmp(other.0.as_bytes())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id())
    }
}
