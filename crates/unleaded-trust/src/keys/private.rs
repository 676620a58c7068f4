//! Private keys.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use zeroize::Zeroizing;

use super::{ED25519, KeyError, PublicKey, encryption};
use crate::pem;

/// What stands before the seed in a PKCS#8 version 1 key (RFC 8410 section 7). Version 2, which adds the public
/// key, is refused by OpenSSL before 3.5, so it is read but never written.
const PKCS8_PREFIX: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// The DER header of the octet string around the seed (`CurvePrivateKey`, RFC 8410 section 7).
const SEED_HEADER: [u8; 2] = [0x04, 0x20];

const LABEL: &str = "PRIVATE KEY";
const ENCRYPTED_LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// The PKCS#8 key in PEM form, decrypted where it is encrypted.
pub(super) fn decoded(
    text: &str,
    passphrase: Option<&[u8]>,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    match pem::decode(text)? {
        (LABEL, der) => Ok(der),
        (ENCRYPTED_LABEL, der) => {
            let passphrase = passphrase.ok_or(KeyError::PassphraseMissing)?;
            let plain = encryption::decrypt(&der, passphrase)?;
            Ok(Zeroizing::new(plain.as_bytes().to_vec()))
        }
        (found, _) => Err(KeyError::WrongKind { found: found.to_owned(), wanted: LABEL }),
    }
}

/// The PKCS#8 key `der` in PEM form.
pub(super) fn plain(der: &[u8]) -> Zeroizing<String> {
    pem::encode(LABEL, der)
}

/// The PKCS#8 key `der` in PEM form, encrypted under `passphrase`.
pub(super) fn encrypted(
    der: &[u8],
    passphrase: &[u8],
    salt: [u8; 16],
    iv: [u8; 16],
) -> Result<Zeroizing<String>, KeyError> {
    Ok(pem::encode(ENCRYPTED_LABEL, &encryption::encrypt(der, passphrase, &salt, iv)?))
}

/// An Ed25519 private key. Its secret is never printed, and is wiped from memory when dropped.
#[derive(Clone)]
pub struct PrivateKey(SigningKey);

impl PrivateKey {
    /// Returns the key of a seed of 32 random bytes (RFC 8032 section 5.1.5); the randomness is the caller's.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        let seed = Zeroizing::new(seed);
        Self(SigningKey::from_bytes(&seed))
    }

    /// Parses a PKCS#8 key, version 1 or 2, in PEM form; an encrypted one needs its passphrase. A passphrase for a
    /// key that is not encrypted is not used.
    pub fn from_pem(text: &str, passphrase: Option<&[u8]>) -> Result<Self, KeyError> {
        Self::from_pkcs8_der(&decoded(text, passphrase)?)
    }

    pub(super) fn from_pkcs8_der(der: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        let algorithm = info.algorithm.oid.to_string();
        if algorithm != ED25519 {
            return Err(KeyError::NotEd25519 { algorithm });
        }
        let seed = info.private_key.as_bytes().strip_prefix(&SEED_HEADER);
        let seed: &[u8; 32] =
            seed.and_then(|seed| seed.try_into().ok()).ok_or(KeyError::Malformed)?;
        let key = Self(SigningKey::from_bytes(seed));
        // Version 2 repeats the public key. One that is not the seed's own is a damaged or a tampered file.
        let stated =
            info.public_key.map(|bits| bits.raw_bytes() == key.0.verifying_key().as_bytes());
        if stated == Some(false) {
            return Err(KeyError::Malformed);
        }
        Ok(key)
    }

    /// The PKCS#8 version 1 key in PEM form, not encrypted. It is a secret: keep the file from other users.
    pub fn to_pem(&self) -> Zeroizing<String> {
        plain(&*self.to_pkcs8_der())
    }

    /// The PKCS#8 version 1 key in PEM form, encrypted by PBES2 with scrypt (N = 2^14, r = 8, p = 1) and
    /// AES-256-CBC, which OpenSSL 3 reads. `salt` and `iv` must be fresh random bytes.
    pub fn to_encrypted_pem(
        &self,
        passphrase: &[u8],
        salt: [u8; 16],
        iv: [u8; 16],
    ) -> Result<Zeroizing<String>, KeyError> {
        encrypted(&*self.to_pkcs8_der(), passphrase, salt, iv)
    }

    fn to_pkcs8_der(&self) -> Zeroizing<[u8; 48]> {
        let mut der = Zeroizing::new([0; 48]);
        der[..16].copy_from_slice(&PKCS8_PREFIX);
        der[16..].copy_from_slice(self.0.as_bytes());
        der
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> PublicKey {
        PublicKey::derived(self.0.verifying_key())
    }

    /// Signs `message` (pure Ed25519, RFC 8032 section 5.1.6): the same message gives the same signature.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey(secret of {})", self.public().id())
    }
}
