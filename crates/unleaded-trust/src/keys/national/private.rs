//! SM2 private keys.

use std::fmt;

use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::asn1::{BitStringRef, ObjectIdentifier, OctetStringRef};
use pkcs8::der::{self, Decode, Reader, SliceReader, TagMode, TagNumber};
use sm2::SecretKey;
use sm2::elliptic_curve::sec1::ToSec1Point;
use zeroize::Zeroizing;

use super::{CURVE, POINT, SPKI_PREFIX, Sm2PublicKey, is_private_key, signature};
use crate::keys::private::{decoded, encrypted, plain};
use crate::keys::{KeyError, PublicKey, SigningFailure, SigningKey};

/// What stands before the 32 bytes of the secret in a PKCS#8 version 1 key: the algorithm as in a public key, and the beginning of an
/// `ECPrivateKey` (RFC 5915 section 3).
const PKCS8_PREFIX: [u8; 36] = [
    0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
    0x01, 0x06, 0x08, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x04, 0x6d, 0x30, 0x6b, 0x02,
    0x01, 0x01, 0x04, 0x20,
];

/// What stands between the secret and the public key in an `ECPrivateKey`.
const PUBLIC_PREFIX: [u8; 5] = [0xa1, 0x44, 0x03, 0x42, 0x00];

/// Bytes of a PKCS#8 version 1 key.
const PKCS8_SIZE: usize = PKCS8_PREFIX.len() + 32 + PUBLIC_PREFIX.len() + 65;

/// An SM2 private key. Its secret is never printed, and is wiped from memory when dropped.
#[derive(Clone)]
pub struct Sm2PrivateKey {
    secret: SecretKey,
    public: Sm2PublicKey,
}

impl Sm2PrivateKey {
    /// Returns the key of the integer of 32 random bytes; the randomness is the caller's. `None`: it is outside 1 to n - 2 (GM/T 0003.1
    /// section 6.1), which happens once in four thousand million times, and others must be drawn.
    pub fn from_secret(secret: &[u8; 32]) -> Option<Self> {
        let secret = SecretKey::from_slice(secret).ok()?;
        let point = secret.public_key().to_sec1_point(false);
        let der = [SPKI_PREFIX.as_slice(), point.as_bytes().get(1..)?].concat();
        // Of n - 1 the public key is refused.
        let public = Sm2PublicKey::from_spki_der(&der).ok()?;
        Some(Self { secret, public })
    }

    /// Parses a PKCS#8 key, version 1 or 2, in PEM form; an encrypted one needs its passphrase. A passphrase for a
    /// key that is not encrypted is not used.
    pub fn from_pem(text: &str, passphrase: Option<&[u8]>) -> Result<Self, KeyError> {
        Self::from_pkcs8_der(&decoded(text, passphrase)?)
    }

    pub(in crate::keys) fn from_pkcs8_der(bytes: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::from_der(bytes).map_err(|_| KeyError::Malformed)?;
        if !is_private_key(bytes) {
            return Err(KeyError::NotEd25519 { algorithm: info.algorithm.oid.to_string() });
        }
        let inner = Inner::read(info.private_key.as_bytes()).map_err(|_| KeyError::Malformed)?;
        let is_same = inner.curve.is_none_or(|oid| oid.to_string() == CURVE);
        let secret = inner.secret.try_into().ok().filter(|_| is_same).map(Self::from_secret);
        let key = secret.flatten().ok_or(KeyError::Malformed)?;
        // A public key that is not the secret's own is a damaged or a tampered file.
        let stated = [inner.public, info.public_key.map(|bits| bits.raw_bytes())];
        let own = &key.public.to_spki_der()[POINT..];
        match stated.into_iter().flatten().all(|point| point == own) {
            true => Ok(key),
            false => Err(KeyError::Malformed),
        }
    }

    /// The PKCS#8 version 1 key in PEM form, not encrypted. It is a secret: keep the file from other users.
    pub fn to_pem(&self) -> Zeroizing<String> {
        plain(&*self.to_pkcs8_der())
    }

    /// The PKCS#8 version 1 key in PEM form, encrypted as [`PrivateKey::to_encrypted_pem`](crate::PrivateKey::to_encrypted_pem)
    /// does. `salt` and `iv` must be fresh random bytes.
    pub fn to_encrypted_pem(
        &self,
        passphrase: &[u8],
        salt: [u8; 16],
        iv: [u8; 16],
    ) -> Result<Zeroizing<String>, KeyError> {
        encrypted(&*self.to_pkcs8_der(), passphrase, salt, iv)
    }

    fn to_pkcs8_der(&self) -> Zeroizing<[u8; PKCS8_SIZE]> {
        let mut der = Zeroizing::new([0; PKCS8_SIZE]);
        let secret = Zeroizing::new(<[u8; 32]>::from(self.secret.to_bytes()));
        let public = &self.public.to_spki_der()[POINT..];
        let parts = [PKCS8_PREFIX.as_slice(), secret.as_slice(), &PUBLIC_PREFIX, public];
        for (to, from) in der.iter_mut().zip(parts.into_iter().flatten()) {
            *to = *from;
        }
        der
    }

    /// The public key that belongs to it.
    pub fn public(&self) -> &Sm2PublicKey {
        &self.public
    }
}

/// An `ECPrivateKey` (RFC 5915 section 3).
struct Inner<'a> {
    secret: &'a [u8],
    curve: Option<ObjectIdentifier>,
    public: Option<&'a [u8]>,
}

impl<'a> Inner<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, der::Error> {
        let mut reader = SliceReader::new(bytes)?;
        let inner = reader.sequence(|inner| {
            let version = u8::decode(inner)?;
            let secret = <&OctetStringRef>::decode(inner)?.as_bytes();
            let curve = inner.context_specific(TagNumber(0), TagMode::Explicit)?;
            let public: Option<BitStringRef<'a>> =
                inner.context_specific(TagNumber(1), TagMode::Explicit)?;
            match version {
                1 => Ok::<_, der::Error>(Self {
                    secret,
                    curve,
                    public: public.map(|bits| bits.raw_bytes()),
                }),
                _ => Err(der::Tag::Integer.value_error().into()),
            }
        })?;
        reader.finish()?;
        Ok(inner)
    }
}

impl SigningKey for Sm2PrivateKey {
    fn id(&self) -> String {
        self.public.id()
    }

    fn ed25519(&self) -> Option<PublicKey> {
        None
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailure> {
        let signature = signature::sign(&self.secret, message);
        signature.ok_or_else(|| SigningFailure::Wrong { key_id: self.id() })
    }
}

impl fmt::Debug for Sm2PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sm2PrivateKey(secret of {})", self.public.id())
    }
}
