//! The algorithms that are accepted, by their names (XML Signature 1.1 section 6, RFC 9231).

use crate::canonical::CanonicalForm;

/// The namespace of XML signatures.
pub(super) const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
pub(super) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// Pure Ed25519, neither with a context nor of a hash (RFC 9231 section 2.3.12).
pub(super) const EDDSA: &str = "http://www.w3.org/2021/04/xmldsig-more#eddsa-ed25519";
pub(super) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// What an algorithm is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlgorithmRole {
    /// The canonical form of what is signed.
    Canonicalisation,
    /// The hash of the document.
    Digest,
    /// The signature itself.
    Signature,
    /// What is done to the document before it is hashed.
    Transform,
}

impl AlgorithmRole {
    /// The name of the element that names the algorithm.
    pub fn element(self) -> &'static str {
        match self {
            Self::Canonicalisation => "CanonicalizationMethod",
            Self::Digest => "DigestMethod",
            Self::Signature => "SignatureMethod",
            Self::Transform => "Transform",
        }
    }
}

/// How a signature is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    EcdsaP256Sha256,
    EcdsaP384Sha384,
    Ed25519,
    RsaSha256,
    RsaSha384,
    RsaSha512,
}

impl Algorithm {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256" => Self::EcdsaP256Sha256,
            "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384" => Self::EcdsaP384Sha384,
            EDDSA => Self::Ed25519,
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256" => Self::RsaSha256,
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384" => Self::RsaSha384,
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512" => Self::RsaSha512,
            _ => return None,
        })
    }
}

/// The hash of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            SHA256 => Self::Sha256,
            "http://www.w3.org/2001/04/xmldsig-more#sha384" => Self::Sha384,
            "http://www.w3.org/2001/04/xmlenc#sha512" => Self::Sha512,
            _ => return None,
        })
    }
}

/// The canonical form `name`. Those with comments are not accepted: no reader of ours looks at comments.
pub(super) fn form(name: &str) -> Option<CanonicalForm> {
    match name {
        EXCLUSIVE => Some(CanonicalForm::Exclusive),
        INCLUSIVE => Some(CanonicalForm::Inclusive),
        _ => None,
    }
}
