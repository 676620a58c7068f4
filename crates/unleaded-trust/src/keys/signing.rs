//! What signs: a private key in memory, or one whose secret stays where it is kept.

use thiserror::Error;

use super::{KeyError, PrivateKey, PublicKey, national, private};

/// A private key, wherever its secret is.
pub trait SigningKey {
    /// The identifier of its public key: lower-case hexadecimal SHA-256 of the SubjectPublicKeyInfo in DER form.
    fn id(&self) -> String;

    /// Its public key as one of Ed25519; `None`: it is of another algorithm.
    fn ed25519(&self) -> Option<PublicKey>;

    /// Signs `message` with its algorithm: 64 bytes for Ed25519 (RFC 8032 section 5.1.6), DER for SM2 (GM/T 0009 section 7.3).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailure>;
}

/// Why a key did not sign.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SigningFailure {
    /// The signature would be of a kind that only Ed25519 keys make.
    #[error("this signature takes an Ed25519 key, and key {key_id} is of another algorithm")]
    NotEd25519 {
        /// The key.
        key_id: String,
    },
    /// What keeps the key refused to sign with it.
    #[error("what keeps key {key_id} does not sign with it: {reason}")]
    Refused {
        /// The key.
        key_id: String,
        /// Why, in the words of what keeps it.
        reason: String,
    },
    /// What keeps the key went away after the key was found.
    #[error("what keeps key {key_id} is no longer there")]
    Removed {
        /// The key.
        key_id: String,
    },
    /// What came back is no signature of the key: its public half belongs to another secret, or what keeps it is broken.
    #[error("what came back is not a signature of key {key_id}")]
    Wrong {
        /// The key.
        key_id: String,
    },
}

impl SigningKey for PrivateKey {
    fn id(&self) -> String {
        self.public().id()
    }

    fn ed25519(&self) -> Option<PublicKey> {
        Some(self.public())
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailure> {
        Ok(Self::sign(self, message).to_vec())
    }
}

impl<K: SigningKey + ?Sized> SigningKey for Box<K> {
    fn id(&self) -> String {
        (**self).id()
    }

    fn ed25519(&self) -> Option<PublicKey> {
        (**self).ed25519()
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningFailure> {
        (**self).sign(message)
    }
}

/// Parses a PKCS#8 key of an algorithm that signs envelopes, in PEM form; an encrypted one needs its passphrase.
pub fn read_signing_key(
    text: &str,
    passphrase: Option<&[u8]>,
) -> Result<Box<dyn SigningKey>, KeyError> {
    let der = private::decoded(text, passphrase)?;
    match PrivateKey::from_pkcs8_der(&der) {
        Err(KeyError::NotEd25519 { .. }) if national::is_private_key(&der) => sm2(&der),
        key => Ok(Box::new(key?)),
    }
}

#[cfg(feature = "national")]
fn sm2(der: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    Ok(Box::new(super::Sm2PrivateKey::from_pkcs8_der(der)?))
}

#[cfg(not(feature = "national"))]
fn sm2(_: &[u8]) -> Result<Box<dyn SigningKey>, KeyError> {
    Err(KeyError::NotBuilt { algorithm: national::NAME })
}

/// Signs `message` where only Ed25519 is known; returns the public key too.
pub fn sign_ed25519(
    key: &dyn SigningKey,
    message: &[u8],
) -> Result<(PublicKey, [u8; 64]), SigningFailure> {
    let public = key.ed25519().ok_or_else(|| SigningFailure::NotEd25519 { key_id: key.id() })?;
    let signature = key.sign(message)?.try_into();
    let signature = signature.map_err(|_| SigningFailure::Wrong { key_id: key.id() })?;
    Ok((public, signature))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key whose keeper answers with `0`.
    struct Kept(Result<Vec<u8>, SigningFailure>, Option<PublicKey>);

    impl SigningKey for Kept {
        fn id(&self) -> String {
            "a1".to_owned()
        }

        fn ed25519(&self) -> Option<PublicKey> {
            self.1
        }

        fn sign(&self, _: &[u8]) -> Result<Vec<u8>, SigningFailure> {
            self.0.clone()
        }
    }

    #[test]
    fn only_what_can_be_a_signature_of_ed25519_is_one() {
        let (key, key_id) = (PrivateKey::from_seed([1; 32]), "a1".to_owned());
        let public = key.public();
        assert_eq!(sign_ed25519(&Box::new(key.clone()), b"m"), Ok((public, key.sign(b"m"))));
        let removed = SigningFailure::Removed { key_id: key_id.clone() };
        for (answer, public, expected) in [
            (Ok(vec![1; 64]), None, SigningFailure::NotEd25519 { key_id: key_id.clone() }),
            (Ok(vec![1; 63]), Some(public), SigningFailure::Wrong { key_id: key_id.clone() }),
            (Err(removed.clone()), Some(public), removed),
        ] {
            assert_eq!(sign_ed25519(&Kept(answer, public), b"m"), Err(expected));
        }
    }
}
