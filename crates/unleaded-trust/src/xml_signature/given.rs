//! Keys of others, given by the caller, for signatures with RSA and ECDSA.

use pkcs8::der::Decode;
use pkcs8::spki::SubjectPublicKeyInfoRef;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
    VerificationAlgorithm,
};

use super::algorithm::Algorithm;
use crate::digest::sha256_hex;
use crate::keys::{KeyError, OtherAlgorithm, OtherKey};
use crate::pem;

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

    /// Parses a SubjectPublicKeyInfo in DER form, as a trust store does: a key has one spelling, and one that is too short is refused.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let kind = match OtherKey::from_spki_der(der)?.algorithm() {
            OtherAlgorithm::EcdsaP256 => Kind::P256,
            OtherAlgorithm::EcdsaP384 => Kind::P384,
            OtherAlgorithm::Rsa => Kind::Rsa,
        };
        let info = SubjectPublicKeyInfoRef::from_der(der).map_err(|_| KeyError::Malformed)?;
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
