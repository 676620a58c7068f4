//! Keys of Ed25519 (RFC 8032) and SM2 (GM/T 0003), and the files that hold them (RFC 8410, RFC 5480, RFC 5958).

use thiserror::Error;
use unleaded_model::diagnostic::codes::{signers, trust as codes};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

pub use self::accepted::{AcceptedKey, OtherAlgorithm, OtherKey};
#[cfg(feature = "national")]
pub use self::national::Sm2PrivateKey;
pub use self::national::Sm2PublicKey;
pub use self::private::PrivateKey;
pub use self::public::PublicKey;
pub use self::signing::{SigningFailure, SigningKey, read_signing_key, sign_ed25519};

mod accepted;
mod encryption;
mod national;
mod private;
mod public;
mod signing;

/// The object identifier of Ed25519 keys (RFC 8410 section 3).
const ED25519: &str = "1.3.101.112";

/// Keys of elliptic curves (RFC 5480 section 2.1.1); the curve is a parameter.
const ELLIPTIC: &str = "1.2.840.10045.2.1";

/// The label of a SubjectPublicKeyInfo in PEM form (RFC 7468 section 13).
const LABEL: &str = "PUBLIC KEY";

/// Why a text or some bytes are not a usable key.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// The key is encrypted in a way that is not read, or with a cost that would exhaust the machine.
    #[error("the key is encrypted with `{scheme}`, which is not supported or too costly")]
    Encryption {
        /// The scheme: a name or an object identifier, with the cost where that is the cause.
        scheme: String,
    },
    /// The frame is there, its content is not a key.
    #[error("the key is damaged: its content can't be decoded")]
    Malformed,
    /// The key belongs to another algorithm.
    #[error("the key is not an Ed25519 key but one of algorithm {algorithm}")]
    NotEd25519 {
        /// The object identifier of that algorithm.
        algorithm: String,
    },
    /// The key is of an algorithm that this program was built without.
    #[error("the key is of {algorithm}, and this program was built without it")]
    NotBuilt {
        /// The name of that algorithm.
        algorithm: &'static str,
    },
    /// There is no `-----BEGIN` line.
    #[error("there is no key in PEM form")]
    NotPem,
    /// A key can't be encrypted under an empty passphrase.
    #[error("the passphrase is empty")]
    PassphraseEmpty,
    /// The key is encrypted and no passphrase was given.
    #[error("the key is encrypted and no passphrase was given")]
    PassphraseMissing,
    /// The passphrase does not open the key, or the encrypted content was changed.
    #[error("the passphrase does not open the key")]
    PassphraseWrong,
    /// More than one frame: it is not clear which key is meant.
    #[error("there is more than one key in the file")]
    SeveralKeys,
    /// A public key of low order, or without a private key: signatures under it can be made by anyone.
    #[error("the public key is weak: anyone could sign for it")]
    Weak,
    /// A frame of another kind, such as a public key where a private one is needed.
    #[error("the file holds a `{found}`, a `{wanted}` is needed")]
    WrongKind {
        /// The label of the frame.
        found: String,
        /// The label that is needed.
        wanted: &'static str,
    },
}

impl KeyError {
    /// Returns the defect as a diagnostic on the whole of the key file `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        match self {
            Self::Encryption { scheme } => {
                at(codes::KEY_ENCRYPTION_UNSUPPORTED).with("scheme", scheme.as_str())
            }
            Self::Malformed => at(codes::KEY_MALFORMED),
            Self::NotEd25519 { algorithm } => {
                at(codes::KEY_NOT_ED25519).with("algorithm", algorithm.as_str())
            }
            Self::NotBuilt { algorithm } => {
                at(signers::KEY_ALGORITHM_NOT_BUILT).with("algorithm", *algorithm)
            }
            Self::NotPem => at(codes::KEY_NOT_PEM),
            Self::PassphraseEmpty => at(codes::PASSPHRASE_EMPTY),
            Self::PassphraseMissing => at(codes::KEY_ENCRYPTED),
            Self::PassphraseWrong => at(codes::PASSPHRASE_WRONG),
            Self::SeveralKeys => at(codes::KEY_FILE_SEVERAL),
            Self::Weak => at(codes::KEY_WEAK),
            Self::WrongKind { found, wanted } => {
                at(codes::KEY_WRONG_KIND).with("found", found.as_str()).with("wanted", *wanted)
            }
        }
    }
}
