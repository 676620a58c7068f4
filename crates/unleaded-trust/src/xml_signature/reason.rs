//! Why a signature inside a document is bad.

use thiserror::Error;

use super::SIGNATURE_SIZE;
use super::algorithm::AlgorithmRole;
use crate::canonical::CanonicalError;
use crate::verify::BadReason;

/// Why a signature inside a document is bad. In each case the document must not be used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlBadReason {
    /// An algorithm that is weak, or does more than the profile allows.
    #[error("`{name}` is not accepted as {}", .role.element())]
    AlgorithmRefused {
        /// What it is named for.
        role: AlgorithmRole,
        /// Its name.
        name: String,
    },
    /// An attribute of the signature that has no business there, or lacks.
    #[error("`{element}` of the signature lacks the attribute `{name}` or must not have it")]
    Attribute {
        /// The element.
        element: &'static str,
        /// The attribute.
        name: String,
    },
    /// Text, a comment, an instruction or a CDATA section where the signature has none.
    #[error("`{element}` of the signature holds {what}")]
    Content {
        /// The element.
        element: &'static str,
        /// What it holds.
        what: &'static str,
    },
    /// The document can't be read safely.
    #[error(transparent)]
    Document(#[from] CanonicalError),
    /// The document is not the one that was signed.
    #[error("the document was changed after it was signed")]
    DocumentChanged,
    /// An element that has no business in the signature, or not there.
    #[error("`{element}` of the signature holds the element `{name}`")]
    ElementUnexpected {
        /// The element that holds it.
        element: &'static str,
        /// Its local name.
        name: String,
    },
    /// An element that the signature lacks.
    #[error("`{element}` of the signature lacks `{name}`")]
    ElementMissing {
        /// The element that should hold it.
        element: &'static str,
        /// What is missing.
        name: &'static str,
    },
    /// The key fits, but is not good on the date.
    #[error(transparent)]
    Key(BadReason),
    /// The root is a signature, or a signature stands deeper than in the root.
    #[error("a signature stands where it is not that of the whole document")]
    Misplaced,
    /// A value that is not the one base64 spelling of some bytes.
    #[error("`{element}` of the signature is not base64")]
    NotBase64 {
        /// The element.
        element: &'static str,
    },
    /// The signature speaks of another document, or of a part of this one.
    #[error("the signature is about `{uri}`, not about the whole document")]
    ReferenceElsewhere {
        /// What it is about.
        uri: String,
    },
    /// More than one signature.
    #[error("there are several signatures")]
    Several,
    /// The signature names a trusted key and does not fit it.
    #[error("the signature does not fit key {key_id} of `{organisation}`")]
    SignatureInvalid {
        /// The identifier of the key.
        key_id: String,
        /// The name of its organisation.
        organisation: String,
    },
    /// More than [`SIGNATURE_SIZE`].
    #[error("the signature has more than {SIGNATURE_SIZE} bytes")]
    TooLarge,
}

impl XmlBadReason {
    /// Whether it is about the form of the signature, so that nothing is known of what it signs; otherwise it was judged and does not
    /// fit the document or the keys.
    pub fn is_of_form(&self) -> bool {
        !matches!(self, Self::DocumentChanged | Self::Key(_) | Self::SignatureInvalid { .. })
    }

    /// The reason that a key was not accepted.
    pub(super) fn of_key(reason: BadReason) -> Self {
        match reason {
            BadReason::SignatureInvalid { key_id, organisation } => {
                Self::SignatureInvalid { key_id, organisation }
            }
            reason => Self::Key(reason),
        }
    }
}
