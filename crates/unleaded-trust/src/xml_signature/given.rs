//! Keys of others, given by the caller, for signatures with RSA and ECDSA.

use pkcs8::der::asn1::ObjectIdentifier;
use pkcs8::der::{Decode, Encode};
use pkcs8::spki::SubjectPublicKeyInfoRef;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
    VerificationAlgorithm,
};

use super::algorithm::Algorithm;
use crate::digest::sha256_hex;
use crate::keys::KeyError;
use crate::pem;

const RSA: &str = "1.2.840.113549.1.1.1";
const ELLIPTIC: &str = "1.2.840.10045.2.1";
const P256: &str = "1.2.840.10045.3.1.7";
const P384: &str = "1.3.132.0.34";

/// A public key of another algorithm than Ed25519, for signatures that others made: RSA with 2048 to 8192 bits, or ECDSA on
/// P-256 or P-384. It never comes from the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenKey {
    kind: Kind,
    /// What the algorithm takes: an `RSAPublicKey`, or a point.
    content: Vec<u8>,
    id: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    P256,
    P384,
    Rsa,
}

impl GivenKey {
    /// Parses a SubjectPublicKeyInfo in PEM form.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        match pem::decode(text)? {
            ("PUBLIC KEY", der) => Self::from_spki_der(&der),
            (found, _) => {
                Err(KeyError::WrongKind { found: found.to_owned(), wanted: "PUBLIC KEY" })
            }
        }
    }

    /// Parses a SubjectPublicKeyInfo in DER form. A key that is too short is refused when it is used, by fitting nothing.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
        // The identifier is a hash of these bytes, so a key must have one spelling.
        if info.to_der().ok().as_deref() != Some(der) {
            return Err(KeyError::Malformed);
        }
        let algorithm = info.algorithm.oid.to_string();
        let curve = || info.algorithm.parameters?.decode_as::<ObjectIdentifier>().ok();
        let kind = match algorithm.as_str() {
            RSA => Kind::Rsa,
            ELLIPTIC => match curve().ok_or(KeyError::Malformed)?.to_string().as_str() {
                P256 => Kind::P256,
                P384 => Kind::P384,
                other => return Err(KeyError::NotEd25519 { algorithm: other.to_owned() }),
            },
            _ => return Err(KeyError::NotEd25519 { algorithm }),
        };
        let content = info.subject_public_key.as_bytes().ok_or(KeyError::Malformed)?.to_vec();
        Ok(Self { kind, content, id: sha256_hex(der) })
    }

    /// The key's identifier: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo in DER form.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether `signature` is this key's on `message`. The key decides which algorithms it is for, not the signature.
    pub(super) fn fits(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let verify: &'static dyn VerificationAlgorithm = match (self.kind, algorithm) {
            (Kind::P256, Algorithm::EcdsaP256Sha256) => &ECDSA_P256_SHA256_FIXED,
            (Kind::P384, Algorithm::EcdsaP384Sha384) => &ECDSA_P384_SHA384_FIXED,
            (Kind::Rsa, Algorithm::RsaSha256) => &RSA_PKCS1_2048_8192_SHA256,
            (Kind::Rsa, Algorithm::RsaSha384) => &RSA_PKCS1_2048_8192_SHA384,
            (Kind::Rsa, Algorithm::RsaSha512) => &RSA_PKCS1_2048_8192_SHA512,
            _ => return false,
        };
        UnparsedPublicKey::new(verify, &self.content).verify(message, signature).is_ok()
    }
}
