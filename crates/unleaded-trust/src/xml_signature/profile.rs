//! Which signatures are accepted at all.
//!
//! Ours are of one frozen form: the whole document, exclusive canonical form, SHA-256, Ed25519. Those of others with RSA and
//! ECDSA may also use the inclusive form, which some programs write by default, and SHA-384 and SHA-512.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::algorithm::{Algorithm, AlgorithmRole, ENVELOPED, EXCLUSIVE, Hash, SHA256, form};
use super::element::Parts;
use super::{Method, XmlBadReason};
use crate::canonical::CanonicalForm;

/// What a signature of an accepted form says.
pub(super) struct Admitted {
    pub(super) algorithm: Algorithm,
    /// How its document must be read.
    pub(super) method: Method,
    /// The hash that it states.
    pub(super) digest: Vec<u8>,
    pub(super) signature: Vec<u8>,
    /// A hint as to whose key it is; empty: none.
    pub(super) key_name: String,
}

/// Accepts what a signature says, or names what it may not say.
pub(super) fn admit(parts: &Parts) -> Result<Admitted, XmlBadReason> {
    let algorithm = Algorithm::named(&parts.signature_method)
        .ok_or_else(|| not_accepted(AlgorithmRole::Signature, &parts.signature_method))?;
    if !parts.uri.is_empty() {
        let uri = parts.uri.chars().take(200).collect();
        return Err(XmlBadReason::ReferenceElsewhere { uri });
    }
    let is_ours = algorithm == Algorithm::Ed25519;
    let canonicalisation = Some(parts.canonicalisation.as_str());
    let signed_info = canonicalisation.filter(|name| !is_ours || *name == EXCLUSIVE).and_then(form);
    let digest = Some(parts.digest_method.as_str());
    let digest = digest.filter(|name| !is_ours || *name == SHA256).and_then(Hash::named);
    let method = Method {
        document: transformed(&parts.transforms, is_ours.then_some(EXCLUSIVE))?,
        signed_info: signed_info.ok_or_else(|| {
            not_accepted(AlgorithmRole::Canonicalisation, &parts.canonicalisation)
        })?,
        digest: digest.ok_or_else(|| not_accepted(AlgorithmRole::Digest, &parts.digest_method))?,
    };
    Ok(Admitted {
        algorithm,
        method,
        digest: base64("DigestValue", &parts.digest_value)?,
        signature: base64("SignatureValue", &parts.signature_value)?,
        key_name: String::from_utf8_lossy(&parts.key_name).trim().to_owned(),
    })
}

fn not_accepted(role: AlgorithmRole, name: &str) -> XmlBadReason {
    XmlBadReason::AlgorithmRefused { role, name: name.chars().take(200).collect() }
}

/// What of `found` is not accepted where only `wanted` is.
pub(super) fn refused(parts: &Parts, found: Method, wanted: Method) -> XmlBadReason {
    if found.document != wanted.document {
        let name = parts.transforms.last().map_or("", String::as_str);
        return not_accepted(AlgorithmRole::Transform, name);
    }
    if found.signed_info != wanted.signed_info {
        return not_accepted(AlgorithmRole::Canonicalisation, &parts.canonicalisation);
    }
    not_accepted(AlgorithmRole::Digest, &parts.digest_method)
}

/// The canonical form that the transforms end in, which must be `only`, if that is given. Without one of their own they end
/// in the inclusive form (XML Signature 1.1 section 4.4.3.2).
fn transformed(transforms: &[String], only: Option<&str>) -> Result<CanonicalForm, XmlBadReason> {
    let names: Vec<&str> = transforms.iter().map(String::as_str).collect();
    let refused = |name: &str| not_accepted(AlgorithmRole::Transform, name);
    match names.as_slice() {
        [ENVELOPED] if only.is_none() => Ok(CanonicalForm::Inclusive),
        [ENVELOPED, name] if only.is_none_or(|only| only == *name) => {
            form(name).ok_or_else(|| refused(name))
        }
        [ENVELOPED, name, ..] => Err(refused(name)),
        [name, ..] if *name != ENVELOPED => Err(refused(name)),
        _ => Err(XmlBadReason::ElementMissing { element: "Transforms", name: "Transform" }),
    }
}

/// The bytes of a value, in which white space may stand anywhere (XML Schema part 2, base64Binary).
fn base64(element: &'static str, value: &[u8]) -> Result<Vec<u8>, XmlBadReason> {
    let kept: Vec<u8> = value.iter().copied().filter(|byte| !b" \t\r\n".contains(byte)).collect();
    STANDARD.decode(kept).map_err(|_| XmlBadReason::NotBase64 { element })
}
