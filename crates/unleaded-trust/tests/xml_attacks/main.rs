//! Attacks on signatures inside XML documents: how each is made, and what must come of it.
//!
//! Rows that say `good` change nothing that a signature covers: what is handed out must then be what was signed, to the
//! byte. Where a row is about what a signature says, the trusted key has signed exactly that, so that nothing but the
//! profile stands in the way.

#![allow(
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "a table has as many lines as rows, and helpers of tests may panic"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use unleaded_trust::{
    CanonicalForm, XmlBadReason, XmlKeys, XmlVerification, canonicalise, sign_xml, verify_xml,
};

use crate::common::{TODAY, key, store};

#[path = "../common/mod.rs"]
mod common;
mod document;
mod elements;
mod profile;
mod values;
mod wrapping;

/// A document with what attacks need: text, attributes, an `Id`, two namespaces.
const DOCUMENT: &str = "<d:Declaration xmlns:d=\"urn:d\" xmlns:e=\"urn:e\" Id=\"root\">\
    <d:Part Id=\"part\" name=\"R1\" ppm=\"12.5\">over &amp; out</d:Part></d:Declaration>";

const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

fn signed() -> String {
    let signature = sign_xml(DOCUMENT.as_bytes(), &key(1)).unwrap();
    String::from_utf8(signature.insert_into(DOCUMENT.as_bytes())).unwrap()
}

/// The `Signature` element alone.
fn signature() -> String {
    sign_xml(DOCUMENT.as_bytes(), &key(1)).unwrap().element
}

/// The signed document with one thing replaced, which must be there.
fn changed(from: &str, to: &str) -> String {
    let signed = signed();
    let changed = signed.replacen(from, to, 1);
    assert_ne!(changed, signed, "{from}");
    changed
}

/// The document with a signature of the trusted key on a `SignedInfo` that `change` made out of ours.
fn resigned(change: impl Fn(String) -> String) -> String {
    resigned_with(DOCUMENT, change)
}

fn resigned_with(document: &str, change: impl Fn(String) -> String) -> String {
    let canonical = canonicalise(document.as_bytes(), CanonicalForm::Exclusive, Vec::new());
    let digest = STANDARD.encode(Sha256::digest(canonical.unwrap()));
    let ours = signature();
    let start = ours.find("<ds:SignedInfo>").unwrap();
    let end = ours.find("<ds:SignatureValue>").unwrap();
    let value = ours.find("<ds:DigestValue>").unwrap() + 16;
    let before = ours[start..end].replace(&ours[value..value + 44], &digest);
    let info = change(before.clone());
    let declared = info.replacen("<ds:SignedInfo", &format!("<ds:SignedInfo xmlns:ds=\"{DS}\""), 1);
    let message = canonicalise(declared.as_bytes(), CanonicalForm::Exclusive, Vec::new());
    let fresh = STANDARD.encode(key(1).sign(&message.unwrap()));
    let old = ours.find("<ds:SignatureValue>").unwrap() + 19;
    let element = ours.replace(&ours[start..end], &info).replace(&ours[old..old + 88], &fresh);
    document.replacen("</d:Declaration>", &format!("{element}</d:Declaration>"), 1)
}

/// Our `SignedInfo` with one thing replaced, signed by the trusted key.
fn says(from: &'static str, to: &'static str) -> String {
    resigned(|info| {
        let said = info.replacen(from, to, 1);
        assert_ne!(said, info, "{from}");
        said
    })
}

/// What comes of a document: `good` only where what is handed out is what was signed.
fn outcome(document: &[u8]) -> String {
    let trust = store();
    let keys = XmlKeys { trust: &trust, given: &[], as_of: TODAY, evidence: &[] };
    match verify_xml(document, &keys) {
        XmlVerification::Good(verified) => {
            let expected = canonicalise(DOCUMENT.as_bytes(), CanonicalForm::Exclusive, Vec::new());
            assert_eq!(verified.into_document(), expected.unwrap());
            "good".to_owned()
        }
        XmlVerification::Bad(reason) => bad(&reason),
        XmlVerification::UnknownKey { .. } => "unknown key".to_owned(),
        XmlVerification::Unsigned => "unsigned".to_owned(),
    }
}

fn bad(reason: &XmlBadReason) -> String {
    let variant = |debug: String| debug.split([' ', '{', '(']).next().unwrap().to_owned();
    match reason {
        XmlBadReason::AlgorithmRefused { role, .. } => format!("refused: {}", role.element()),
        XmlBadReason::Attribute { element, name } => format!("attribute: {element} {name}"),
        XmlBadReason::Content { element, what } => format!("content: {element}, {what}"),
        XmlBadReason::Document(error) => {
            format!("document: {}", variant(format!("{:?}", error.problem)))
        }
        XmlBadReason::ElementMissing { element, name } => format!("missing: {element}/{name}"),
        XmlBadReason::ElementUnexpected { element, name } => format!("element: {element}/{name}"),
        XmlBadReason::NotBase64 { element } => format!("base64: {element}"),
        other => variant(format!("{other:?}")),
    }
}

/// Checks a table of attacks: name, the document, what must come of it.
fn check<B: AsRef<[u8]>>(attacks: &[(&str, B, &str)]) {
    for (name, document, expected) in attacks {
        assert_eq!(outcome(document.as_ref()), *expected, "{name}");
    }
}

#[test]
fn what_the_rows_are_made_of_is_good() {
    check(&[("ours", signed(), "good"), ("signed anew", resigned(|info| info), "good")]);
}
