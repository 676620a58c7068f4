//! Why a signature file of OpenSSH shows nothing.

use thiserror::Error;
use unleaded_model::diagnostic::codes::ssh as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::{SSH_LIMIT, SSH_NAMESPACE};
use crate::keys::KeyError;

/// Why a signature file is not a signature on the document.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum SshError {
    /// The signature is of another algorithm than its key.
    #[error("the signature is of algorithm `{found}`, not `ssh-ed25519`")]
    AlgorithmOther {
        /// The algorithm.
        found: String,
    },
    /// No frame of `-----BEGIN SSH SIGNATURE-----`, or no base64 in it.
    #[error("the file is not a signature of OpenSSH")]
    FrameMalformed,
    /// The document was hashed in another way than this profile's SHA-512.
    #[error("the document was hashed with `{found}`, not `sha512`")]
    HashOther {
        /// The name of the hash.
        found: String,
    },
    /// The key in the file is no usable Ed25519 key.
    #[error("the key in the signature is unusable")]
    Key(#[source] KeyError),
    /// The signature was made for another purpose.
    #[error("the signature was made for `{found}`, not for `{SSH_NAMESPACE}`")]
    NamespaceOther {
        /// The purpose.
        found: String,
    },
    /// A field that this version leaves empty has content.
    #[error("the reserved field of the signature is not empty")]
    ReservedUsed,
    /// The document is not the one that was signed, or another key signed it.
    #[error("key {key_id} did not sign this document")]
    SignatureInvalid {
        /// The key that the file names.
        key_id: String,
    },
    /// An Ed25519 signature has 64 bytes.
    #[error("the signature has {found} bytes, not 64")]
    SignatureLength {
        /// How many it has.
        found: usize,
    },
    /// More than [`SSH_LIMIT`].
    #[error("the file has {size} bytes, more than {SSH_LIMIT}")]
    TooLarge {
        /// The size in bytes.
        size: usize,
    },
    /// Something stands behind the end.
    #[error("{count} bytes stand behind the end of the signature")]
    TrailingBytes {
        /// How many.
        count: usize,
    },
    /// The file ends inside a field, or the field does not begin as it must.
    #[error("the signature is cut off: `{field}` is not there")]
    Truncated {
        /// The field, as PROTOCOL.sshsig names it.
        field: &'static str,
    },
    /// A version of the format that is not known.
    #[error("the signature is of version {version}, not 1")]
    VersionUnknown {
        /// The version.
        version: u32,
    },
}

impl SshError {
    /// Returns the defect as a diagnostic on the signature file `file`.
    pub fn diagnostic(&self, file: &FileName) -> Diagnostic {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        match self {
            Self::HashOther { found } => {
                at(codes::SSH_SIGNATURE_HASH).with("found", found.as_str())
            }
            Self::Key(error) => error.diagnostic(file),
            Self::NamespaceOther { found } => at(codes::SSH_SIGNATURE_NAMESPACE)
                .with("found", found.as_str())
                .with("wanted", SSH_NAMESPACE),
            Self::SignatureInvalid { key_id } => {
                at(codes::SSH_SIGNATURE_INVALID).with("key", key_id.as_str())
            }
            _ => at(codes::SSH_SIGNATURE_MALFORMED).with("reason", self.reason()),
        }
    }

    /// What is wrong with the form, in both languages.
    fn reason(&self) -> (String, String) {
        let zh = match self {
            Self::AlgorithmOther { found } => format!("签名算法为“{found}”，而不是 ssh-ed25519"),
            Self::ReservedUsed => "保留字段不为空".to_owned(),
            Self::SignatureLength { found } => format!("签名有 {found} 字节，应为 64 字节"),
            Self::TooLarge { size } => format!("文件有 {size} 字节，超过上限 {SSH_LIMIT}"),
            Self::TrailingBytes { count } => format!("末尾之后还有 {count} 字节"),
            Self::Truncated { field } => format!("缺少“{field}”"),
            Self::VersionUnknown { version } => format!("版本为 {version}，而不是 1"),
            _ => "不是 OpenSSH 签名".to_owned(),
        };
        (self.to_string(), zh)
    }
}
