//! SM2 keys, the national algorithm of China: GM/T 0003 and GB/T 32918, on the curve of GM/T 0003.5, with the hash SM3.
//!
//! Programs built without the feature `national` know such a key by its form, so that a trust file serves every program; only
//! those built with it tell whether the key is a point of the curve, and check and make signatures.

use pkcs8::PrivateKeyInfoRef;
use pkcs8::der::Decode;
use pkcs8::der::asn1::ObjectIdentifier;

#[cfg(feature = "national")]
pub use self::private::Sm2PrivateKey;
use super::{ELLIPTIC, KeyError};

#[cfg(feature = "national")]
mod private;
#[cfg(feature = "national")]
mod signature;

/// The curve sm2p256v1 (GM/T 0006).
const CURVE: &str = "1.2.156.10197.1.301";

/// What stands before the coordinates in a SubjectPublicKeyInfo: `id-ecPublicKey` (RFC 5480 section 2.1.1) with the curve, and an
/// uncompressed point (SEC 1 section 2.3.3). No other form is read, so that a key has one identifier.
const SPKI_PREFIX: [u8; 27] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x81, 0x1c, 0xcf, 0x55, 0x01, 0x82, 0x2d, 0x03, 0x42, 0x00, 0x04,
];

/// Where the uncompressed point begins in a SubjectPublicKeyInfo.
#[cfg(feature = "national")]
const POINT: usize = SPKI_PREFIX.len() - 1;

/// The identity that is hashed with the key before the message (GM/T 0003.2 section 5.5): the default of GM/T 0009 section 10. Whose
/// the key is, the trust file says.
#[cfg(feature = "national")]
const IDENTITY: &str = "1234567812345678";

/// The name of the algorithm, in trust files too.
pub(super) const NAME: &str = "sm2";

/// An SM2 public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sm2PublicKey([u8; 91]);

/// Whether an algorithm with the parameters `curve` is that of SM2 keys.
pub(super) fn is_sm2(algorithm: &str, curve: Option<&str>) -> bool {
    algorithm == ELLIPTIC && curve == Some(CURVE)
}

/// Whether `der` is a PKCS#8 key of SM2, by the algorithm that it names.
pub(super) fn is_private_key(der: &[u8]) -> bool {
    PrivateKeyInfoRef::from_der(der).is_ok_and(|info| {
        let curve = info.algorithm.parameters;
        let curve = curve.and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        let curve = curve.map(|curve| curve.to_string());
        is_sm2(&info.algorithm.oid.to_string(), curve.as_deref())
    })
}

impl Sm2PublicKey {
    /// Whether this program was built to check what such keys sign.
    pub const IS_BUILT: bool = cfg!(feature = "national");

    /// Parses a SubjectPublicKeyInfo in DER form. Built with the feature `national`, it refuses what is no point of the curve, and the
    /// one point that belongs to no private key.
    pub fn from_spki_der(der: &[u8]) -> Result<Self, KeyError> {
        let der: [u8; 91] = der.try_into().map_err(|_| KeyError::Malformed)?;
        if !der.starts_with(&SPKI_PREFIX) {
            return Err(KeyError::Malformed);
        }
        #[cfg(feature = "national")]
        signature::check_point(&der[POINT..])?;
        Ok(Self(der))
    }

    /// The SubjectPublicKeyInfo in DER form: 91 bytes.
    pub fn to_spki_der(&self) -> [u8; 91] {
        self.0
    }

    /// The SubjectPublicKeyInfo in PEM form, with a newline at the end.
    pub fn to_pem(&self) -> String {
        crate::pem::encode(super::LABEL, &self.0).to_string()
    }

    /// The key's identifier: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo in DER form.
    pub fn id(&self) -> String {
        crate::digest::sha256_hex(&self.0)
    }

    /// Whether `signature` (DER, GM/T 0009 section 7.3) is this key's on `message`; never where the program was built without SM2.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        #[cfg(feature = "national")]
        return signature::verify(&self.0[POINT..], message, signature);
        #[cfg(not(feature = "national"))]
        {
            let _ = (message, signature);
            false
        }
    }
}
