//! Why a document has no canonical form that is accepted.

use thiserror::Error;

use super::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_NAMESPACES, MAX_TOKEN};

/// Why a document has no canonical form that is accepted, and where.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{problem}, at byte {offset}")]
pub struct CanonicalError {
    /// What is wrong.
    pub problem: CanonicalProblem,
    /// How many bytes of the document stand before the tag, text or instruction that is wrong.
    pub offset: u64,
}

/// What is wrong with a document.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum CanonicalProblem {
    /// An element has two attributes of one name, or of two names that mean the same.
    #[error("the attribute `{name}` stands twice")]
    AttributeRepeated {
        /// The name, as written.
        name: String,
    },
    /// More than [`MAX_ATTRIBUTES`] on one element.
    #[error("an element has more than {MAX_ATTRIBUTES} attributes")]
    AttributesTooMany,
    /// XML 1.0 does not allow the character.
    #[error("the character U+{code:04X} is not allowed")]
    CharacterForbidden {
        /// Its number in Unicode, or what a reference gives as such.
        code: u32,
    },
    /// A document type declaration may add attributes that nobody signed.
    #[error("there is a DOCTYPE")]
    Doctype,
    /// The document says or shows that it is not in UTF-8.
    #[error("the document is in `{name}`, not in UTF-8")]
    EncodingOther {
        /// The encoding, as declared or found.
        name: String,
    },
    /// Only the five entities of XML itself exist without a DOCTYPE.
    #[error("the entity `{name}` is not declared")]
    EntityUndeclared {
        /// Its name, cut to 80 characters.
        name: String,
    },
    /// The input failed.
    #[error("the document can't be read: {reason}")]
    Input {
        /// What the input says.
        reason: String,
    },
    /// Not well-formed XML 1.0.
    #[error("this is not well-formed XML: {what}")]
    Malformed {
        /// What is wrong.
        what: &'static str,
    },
    /// A namespace without a scheme: Canonical XML 1.0 section 1 makes it a failure.
    #[error("the namespace `{name}` is relative")]
    NamespaceRelative {
        /// The name.
        name: String,
    },
    /// A declaration that Namespaces in XML 1.0 forbids.
    #[error("the prefix `{prefix}` can't be declared so")]
    NamespaceReserved {
        /// The prefix; empty: the default namespace.
        prefix: String,
    },
    /// More than [`MAX_NAMESPACES`] in scope.
    #[error("more than {MAX_NAMESPACES} namespaces are declared at once")]
    NamespacesTooMany,
    /// Bytes that are no UTF-8.
    #[error("the bytes are not UTF-8")]
    NotUtf8,
    /// What takes the canonical form failed.
    #[error("the canonical form can't be written: {reason}")]
    Output {
        /// What it says.
        reason: String,
    },
    /// A prefix without a namespace.
    #[error("the prefix `{prefix}` is not declared")]
    PrefixUnbound {
        /// The prefix.
        prefix: String,
    },
    /// Text, or a second element, outside the root element.
    #[error("there is something outside the root element")]
    OutsideRoot,
    /// More than [`MAX_TOKEN`] bytes.
    #[error("a tag, text, comment or instruction has more than {MAX_TOKEN} bytes")]
    TokenTooLong,
    /// More than [`MAX_DEPTH`] elements in each other.
    #[error("elements are nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// The document ends inside an element, or has none.
    #[error("the document ends too early")]
    Truncated,
}
