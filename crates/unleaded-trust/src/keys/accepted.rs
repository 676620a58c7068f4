//! Keys that a trust store can hold: Ed25519 keys, and those of other algorithms for the XML signatures of others.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pkcs8::der::asn1::{ObjectIdentifier, UintRef};
use pkcs8::der::{Decode, Encode, Reader, SliceReader};
use pkcs8::spki::SubjectPublicKeyInfoRef;

use super::{ED25519, KeyError, LABEL, PublicKey};
use crate::digest::sha256_hex;
use crate::pem;

/// RSA keys, for whatever padding (RFC 8017 appendix A.1).
const RSA: &str = "1.2.840.113549.1.1.1";

/// Keys of elliptic curves (RFC 5480 section 2.1.1).
const ELLIPTIC: &str = "1.2.840.10045.2.1";

/// The curves that are accepted (RFC 5480 section 2.1.1.1), with the length of an uncompressed point in bytes.
const CURVES: [(&str, OtherAlgorithm, usize); 3] = [
    ("1.2.840.10045.3.1.7", OtherAlgorithm::EcdsaP256, 65),
    ("1.3.132.0.34", OtherAlgorithm::EcdsaP384, 97),
    ("1.3.132.0.35", OtherAlgorithm::EcdsaP521, 133),
];

/// Fewest and most bits of an RSA modulus: shorter ones can be broken, longer ones cost more than they give.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=16384;

/// A key that a trust store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcceptedKey {
    /// An Ed25519 key: it may sign everything.
    Ed25519(PublicKey),
    /// A key of another algorithm: it is looked up for XML signatures and time stamps, and fits no envelope.
    Other(OtherKey),
}

/// A key of another algorithm than Ed25519, for checking what others signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherKey {
    algorithm: OtherAlgorithm,
    der: Vec<u8>,
}

/// Algorithms of the signatures of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OtherAlgorithm {
    /// ECDSA on the curve P-256.
    EcdsaP256,
    /// ECDSA on the curve P-384.
    EcdsaP384,
    /// ECDSA on the curve P-521.
    EcdsaP521,
    /// RSA with a modulus of 2048 to 16384 bits.
    Rsa,
}

impl OtherAlgorithm {
    /// Its name in trust files.
    pub fn name(self) -> &'static str {
        match self {
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP384 => "ecdsa-p384",
            Self::EcdsaP521 => "ecdsa-p521",
            Self::Rsa => "rsa",
        }
    }
}

impl OtherKey {
    /// What it signs with.
    pub fn algorithm(&self) -> OtherAlgorithm {
        self.algorithm
    }

    /// The SubjectPublicKeyInfo in DER form.
    pub fn spki_der(&self) -> &[u8] {
        &self.der
    }

    fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        // The identifier is a hash of these bytes, so a key must have one spelling.
        if info.to_der().ok().as_deref() != Some(der) {
            return Err(KeyError::Malformed);
        }
        let oid = info.algorithm.oid.to_string();
        let content = info.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?;
        let algorithm = match oid.as_str() {
            RSA if RSA_BITS.contains(&modulus_bits(content)?) => OtherAlgorithm::Rsa,
            RSA => return Err(KeyError::Weak),
            ELLIPTIC => {
                let curve = info.algorithm.parameters;
                let curve = curve.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
                let curve = curve.ok_or(KeyError::Malformed)?.to_string();
                let known = CURVES.iter().find(|(oid, ..)| *oid == curve);
                let (_, algorithm, length) =
                    known.ok_or(KeyError::NotEd25519 { algorithm: curve })?;
                // Uncompressed points alone (SEC 1 section 2.3.3): the same key has no second spelling.
                if content.len() != *length || content.first() != Some(&4) {
                    return Err(KeyError::Malformed);
                }
                *algorithm
            }
            _ => return Err(KeyError::NotEd25519 { algorithm: oid }),
        };
        Ok(Self { algorithm, der: der.to_vec() })
    }
}

/// The bits of the modulus of an RSAPublicKey (RFC 8017 appendix A.1.1).
fn modulus_bits(content: &[u8]) -> Result<usize, KeyError> {
    let read = || -> Result<usize, pkcs8::der::Error> {
        let mut reader = SliceReader::new(content)?;
        let bytes = reader.sequence(|inner| {
            let modulus = UintRef::decode(inner)?;
            let _exponent = UintRef::decode(inner)?;
            Ok::<_, pkcs8::der::Error>(modulus.as_bytes().to_vec())
        })?;
        let zeros = bytes.first().map_or(0, |byte| byte.leading_zeros() as usize);
        Ok((bytes.len() * 8).saturating_sub(zeros))
    };
    read().map_err(|_| KeyError::Malformed)
}

impl AcceptedKey {
    /// Parses a SubjectPublicKeyInfo in PEM form.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::decode(text)? {
            (LABEL, der) => Self::from_spki_der(&der),
            (found, _) => Err(KeyError::WrongKind { found: found.to_owned(), wanted: LABEL }),
        }
    }

    /// Parses a SubjectPublicKeyInfo in DER form.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        match PublicKey::from_spki_der(der) {
            Ok(key) => Ok(Self::Ed25519(key)),
            Err(KeyError::NotEd25519 { algorithm }) if algorithm != ED25519 => {
                OtherKey::from_spki_der(der).map(Self::Other)
            }
            Err(error) => Err(error),
        }
    }

    /// Parses the standard base64 of a SubjectPublicKeyInfo.
    pub fn from_spki_base64(text: &str) -> Result<Self, KeyError> {
        Self::from_spki_der(&STANDARD.decode(text).map_err(|_| KeyError::Malformed)?)
    }

    /// The standard base64 of the SubjectPublicKeyInfo.
    pub fn spki_base64(&self) -> String {
        match self {
            Self::Ed25519(key) => key.spki_base64(),
            Self::Other(key) => STANDARD.encode(&key.der),
        }
    }

    /// The key's identifier: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo in DER form.
    pub fn id(&self) -> String {
        match self {
            Self::Ed25519(key) => key.id(),
            Self::Other(key) => sha256_hex(&key.der),
        }
    }

    /// The name of its algorithm: `ed25519`, `rsa`, `ecdsa-p256`, ...
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "ed25519",
            Self::Other(key) => key.algorithm.name(),
        }
    }

    /// The key as one of Ed25519.
    pub fn ed25519(&self) -> Option<&PublicKey> {
        match self {
            Self::Ed25519(key) => Some(key),
            Self::Other(_) => None,
        }
    }

    /// Whether `signature` is this key's on `message`. A key of another algorithm signs no envelope, whatever its bytes say.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.ed25519().is_some_and(|key| key.verify(message, signature))
    }
}

impl From<PublicKey> for AcceptedKey {
    fn from(key: PublicKey) -> Self {
        Self::Ed25519(key)
    }
}
