//! Signing inside a document.

use std::io::{BufRead, sink};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use super::algorithm::{DS, EDDSA, ENVELOPED, EXCLUSIVE, SHA256};
use super::reading::read;
use super::{FROZEN, XmlBadReason};
use crate::canonical::CanonicalError;
use crate::keys::{SigningFailure, SigningKey, sign_ed25519};

/// Why a document was not signed.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum XmlSignError {
    /// It holds a signature already: a second one would leave open what each covers.
    #[error("the document is signed already")]
    AlreadySigned,
    /// The document can't be signed so that every program reads the same.
    #[error(transparent)]
    Document(#[from] CanonicalError),
    /// The key did not sign.
    #[error(transparent)]
    Key(#[from] SigningFailure),
    /// The root is an empty-element tag: a signature can't stand in it without changing a byte of the document.
    #[error("the root element is empty")]
    RootEmpty,
}

/// A signature and its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlSignature {
    /// How many bytes of the document stand before it: all but the end tag of the root and what follows.
    pub offset: u64,
    /// The `Signature` element.
    pub element: String,
}

impl XmlSignature {
    /// The signed document: every byte of `document`, which was signed, is in it.
    pub fn insert_into(&self, document: &[u8]) -> Vec<u8> {
        let offset = usize::try_from(self.offset).unwrap_or(usize::MAX).min(document.len());
        let (before, after) = document.split_at(offset);
        [before, self.element.as_bytes(), after].concat()
    }
}

/// Signs `document`, an XML document in UTF-8 without a DOCTYPE, and returns what must be inserted.
///
/// The document is read once and not kept. The same arguments give the same bytes. Comments are not covered.
pub fn sign_xml<R: BufRead>(
    document: R,
    key: &dyn SigningKey,
) -> Result<XmlSignature, XmlSignError> {
    let reading = read(document, FROZEN, sink()).map_err(|reason| match reason {
        XmlBadReason::Document(error) => XmlSignError::Document(error),
        // Only a signature that is there can be wrong.
        _ => XmlSignError::AlreadySigned,
    })?;
    if reading.parts.is_some() {
        return Err(XmlSignError::AlreadySigned);
    }
    let offset = reading.end.ok_or(XmlSignError::RootEmpty)?;
    let content = signed_info(&STANDARD.encode(reading.digest));
    // Its canonical form, apart from the document: the one prefix it uses is declared on it.
    let message = format!("<ds:SignedInfo xmlns:ds=\"{DS}\">{content}</ds:SignedInfo>");
    let (key, signature) = sign_ed25519(key, message.as_bytes())?;
    let (value, key_name) = (STANDARD.encode(signature), key.id());
    let element = format!(
        "<ds:Signature xmlns:ds=\"{DS}\"><ds:SignedInfo>{content}</ds:SignedInfo>\
         <ds:SignatureValue>{value}</ds:SignatureValue>\
         <ds:KeyInfo><ds:KeyName>{key_name}</ds:KeyName></ds:KeyInfo></ds:Signature>"
    );
    Ok(XmlSignature { offset, element })
}

/// What `SignedInfo` holds, in canonical form. Frozen: what was signed once must be found again.
fn signed_info(digest: &str) -> String {
    let method =
        |element: &str, name: &str| format!("<ds:{element} Algorithm=\"{name}\"></ds:{element}>");
    [
        method("CanonicalizationMethod", EXCLUSIVE),
        method("SignatureMethod", EDDSA),
        "<ds:Reference URI=\"\"><ds:Transforms>".to_owned(),
        method("Transform", ENVELOPED),
        method("Transform", EXCLUSIVE),
        "</ds:Transforms>".to_owned(),
        method("DigestMethod", SHA256),
        format!("<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference>"),
    ]
    .concat()
}
