//! Keys that a trust store can hold: those of Ed25519 and SM2, and those of other algorithms for the XML signatures of others.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use pkcs8::der::asn1::{AnyRef, ObjectIdentifier, UintRef};
use pkcs8::der::{Decode, Encode, Reader, SliceReader, Tag};
use pkcs8::spki::SubjectPublicKeyInfoRef;

use super::{ED25519, ELLIPTIC, KeyError, LABEL, PublicKey, Sm2PublicKey, national};
use crate::digest::sha256_hex;
use crate::pem;

/// RSA keys, for whatever padding (RFC 8017 appendix A.1).
const RSA: &str = "1.2.840.113549.1.1.1";

/// The curves that are accepted (RFC 5480 section 2.1.1.1), with the length of an uncompressed point in bytes.
const CURVES: [(&str, OtherAlgorithm, usize); 2] = [
    ("1.2.840.10045.3.1.7", OtherAlgorithm::EcdsaP256, 65),
    ("1.3.132.0.34", OtherAlgorithm::EcdsaP384, 97),
];

/// Fewest and most bits of an RSA modulus: shorter ones can be broken, and of longer ones no signature is checked here.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;

/// A key that a trust store holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AcceptedKey {
    /// An Ed25519 key: it may sign everything.
    Ed25519(PublicKey),
    /// A key of another algorithm: it is looked up for XML signatures and time stamps, and fits no envelope.
    Other(OtherKey),
    /// An SM2 key: it signs what envelopes hold.
    Sm2(Sm2PublicKey),
}

/// A key of an algorithm that signs no envelope, for checking what others signed.
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
    /// RSA with a modulus of 2048 to 8192 bits.
    Rsa,
}

impl OtherAlgorithm {
    /// Its name in trust files.
    pub fn name(self) -> &'static str {
        match self {
            Self::EcdsaP256 => "ecdsa-p256",
            Self::EcdsaP384 => "ecdsa-p384",
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

    pub(crate) fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        // The identifier is a hash of these bytes, so a key must have one spelling.
        if info.to_der().ok().as_deref() != Some(der) {
            return Err(KeyError::Malformed);
        }
        let oid = info.algorithm.oid.to_string();
        let content = info.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?;
        let algorithm = match oid.as_str() {
            RSA => {
                // The parameters are NULL and nothing else (RFC 8017 appendix A.1).
                if !info.algorithm.parameters.is_some_and(|any| any.is_null()) {
                    return Err(KeyError::Malformed);
                }
                if !RSA_BITS.contains(&modulus_bits(content)?) {
                    return Err(KeyError::Weak);
                }
                OtherAlgorithm::Rsa
            }
            ELLIPTIC => {
                let curve = curve(&info).ok_or(KeyError::Malformed)?;
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

/// The curve of an elliptic key.
fn curve(info: &SubjectPublicKeyInfoRef<'_>) -> Option<String> {
    let curve = info.algorithm.parameters?.decode_as::<ObjectIdentifier>().ok()?;
    Some(curve.to_string())
}

/// The bits of the modulus of an RSAPublicKey (RFC 8017 appendix A.1.1), which must be written as it would be here.
fn modulus_bits(content: &[u8]) -> Result<usize, KeyError> {
    let read = || -> Result<(usize, Vec<u8>), pkcs8::der::Error> {
        let mut reader = SliceReader::new(content)?;
        let (bytes, numbers) = reader.sequence(|inner| {
            let (modulus, exponent) = (UintRef::decode(inner)?, UintRef::decode(inner)?);
            let numbers = [modulus.to_der()?, exponent.to_der()?].concat();
            Ok::<_, pkcs8::der::Error>((modulus.as_bytes().to_vec(), numbers))
        })?;
        let zeros = bytes.first().map_or(0, |byte| byte.leading_zeros() as usize);
        let written = AnyRef::new(Tag::Sequence, &numbers)?.to_der()?;
        Ok(((bytes.len() * 8).saturating_sub(zeros), written))
    };
    match read() {
        Ok((bits, written)) if written == content => Ok(bits),
        _ => Err(KeyError::Malformed),
    }
}

impl AcceptedKey {
    /// Parses a SubjectPublicKeyInfo in PEM form. A key of an algorithm that this program was built without is refused: whether it is
    /// one can't be told. One that a trust file holds is kept, for programs that can tell.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::decode(text)? {
            (LABEL, der) => match Self::from_spki_der(&der)? {
                key if key.is_built() => Ok(key),
                _ => Err(KeyError::NotBuilt { algorithm: national::NAME }),
            },
            (found, _) => Err(KeyError::WrongKind { found: found.to_owned(), wanted: LABEL }),
        }
    }

    /// Parses a SubjectPublicKeyInfo in DER form.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        match PublicKey::from_spki_der(der) {
            Ok(key) => Ok(Self::Ed25519(key)),
            Err(KeyError::NotEd25519 { algorithm }) if algorithm != ED25519 => {
                let info = SubjectPublicKeyInfoRef::from_der(der);
                let curve = info.ok().as_ref().and_then(curve);
                match national::is_sm2(&algorithm, curve.as_deref()) {
                    true => Sm2PublicKey::from_spki_der(der).map(Self::Sm2),
                    false => OtherKey::from_spki_der(der).map(Self::Other),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Parses the standard base64 of a SubjectPublicKeyInfo.
    pub fn from_spki_base64(text: &str) -> Result<Self, KeyError> {
        Self::from_spki_der(&STANDARD.decode(text).map_err(|_| KeyError::Malformed)?)
    }

    /// The SubjectPublicKeyInfo in DER form.
    pub fn to_spki_der(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.to_spki_der().to_vec(),
            Self::Other(key) => key.der.clone(),
            Self::Sm2(key) => key.to_spki_der().to_vec(),
        }
    }

    /// The standard base64 of the SubjectPublicKeyInfo.
    pub fn spki_base64(&self) -> String {
        STANDARD.encode(self.to_spki_der())
    }

    /// The key's identifier: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo in DER form.
    pub fn id(&self) -> String {
        sha256_hex(&self.to_spki_der())
    }

    /// The name of its algorithm: `ed25519`, `sm2`, `rsa`, `ecdsa-p256`, ...
    pub fn algorithm(&self) -> &'static str {
        match self {
            Self::Ed25519(_) => "ed25519",
            Self::Other(key) => key.algorithm.name(),
            Self::Sm2(_) => national::NAME,
        }
    }

    /// The key as one of Ed25519.
    pub fn ed25519(&self) -> Option<&PublicKey> {
        match self {
            Self::Ed25519(key) => Some(key),
            Self::Other(_) | Self::Sm2(_) => None,
        }
    }

    /// Whether its algorithm is one that signs envelopes; a key of another is for what others sign.
    pub fn signs_envelopes(&self) -> bool {
        !matches!(self, Self::Other(_))
    }

    /// Whether this program was built to check what it signs.
    pub fn is_built(&self) -> bool {
        !matches!(self, Self::Sm2(_)) || Sm2PublicKey::IS_BUILT
    }

    /// Whether `signature` is this key's on `message`. A key of another algorithm signs no envelope, whatever its bytes say, and one of
    /// an algorithm that this program was built without fits nothing.
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => {
                signature.try_into().is_ok_and(|signature| key.verify(message, signature))
            }
            Self::Other(_) => false,
            Self::Sm2(key) => key.verify(message, signature),
        }
    }
}

impl From<PublicKey> for AcceptedKey {
    fn from(key: PublicKey) -> Self {
        Self::Ed25519(key)
    }
}

impl From<Sm2PublicKey> for AcceptedKey {
    fn from(key: Sm2PublicKey) -> Self {
        Self::Sm2(key)
    }
}
