//! Signatures inside XML documents (XML Signature 1.1), for receivers that need them there.
//!
//! The signature is the one child `Signature` of the root and covers all of the document but itself and comments. We
//! write one frozen form; what others wrote with RSA and ECDSA is read a little more widely, and everything else is refused by
//! name. A signature beside the document covers its very bytes and is the better one: see the decision
//! `docs/decisions/0015-signatures-inside-xml.md`.

pub use self::algorithm::AlgorithmRole;
use self::algorithm::Hash;
pub use self::given::GivenKey;
pub use self::reason::XmlBadReason;
pub use self::sign::{XmlSignError, XmlSignature, sign_xml};
pub use self::verify::{
    VerifiedXml, XmlKeys, XmlSigner, XmlVerification, mentions_xml_signature, verify_xml,
    verify_xml_stream, xml_identity, xml_signature_value,
};
use crate::canonical::CanonicalForm;

mod algorithm;
mod diagnostic;
mod element;
mod given;
mod profile;
mod reading;
mod reason;
mod sign;
mod verify;

/// Most bytes of a signature, certificates in it included.
pub const SIGNATURE_SIZE: usize = 256 << 10;

/// How a document and the statement about it become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Method {
    /// The canonical form of the document.
    document: CanonicalForm,
    /// That of `SignedInfo`.
    signed_info: CanonicalForm,
    /// The hash of the document.
    digest: Hash,
}

/// Ours.
const FROZEN: Method = Method {
    document: CanonicalForm::Exclusive,
    signed_info: CanonicalForm::Exclusive,
    digest: Hash::Sha256,
};
