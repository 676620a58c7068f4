//! What a signature inside a document proves, and the one type that says so.

use std::io::{self, BufRead, Write};

use jiff::civil::Date;

use super::algorithm::Algorithm;
use super::element::Parts;
use super::given::GivenKey;
use super::profile::{Admitted, admit, refused};
use super::reading::{Reading, read};
use super::{FROZEN, Method, XmlBadReason};
use crate::digest::Digest;
use crate::keys::AcceptedKey;
use crate::time_evidence::Evidence;
use crate::trust_store::TrustStore;
use crate::verify::{self, Signer, Terms};

/// What a check of the signature inside a document comes to. Whatever is not good keeps the document to itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlVerification<S> {
    /// A key that is accepted on the date signed the document.
    Good(VerifiedXml<S>),
    /// Something is wrong: the document must not be used.
    Bad(XmlBadReason),
    /// The form and the hash are right, but nobody known signed. Anyone can make such a signature.
    UnknownKey {
        /// What the signature says of its key. It is not authenticated: it helps to ask for the key, and proves nothing.
        /// Empty: nothing.
        key_name: String,
    },
    /// There is no signature in the document.
    Unsigned,
}

/// A document as it was signed, with who vouches for it. Only [`verify_xml`] and [`verify_xml_stream`] make one.
///
/// What it holds is the canonical form without the signature, which is what was hashed: no comment, no byte that
/// is not covered. It is a document of its own, and readers are to be given it, never the file that it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedXml<S> {
    document: S,
    signer: XmlSigner,
}

/// Who signed a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlSigner {
    /// The holder of a key that the caller gave; whose it is, the caller knows.
    Given {
        /// The identifier of the key.
        key_id: String,
    },
    /// An organisation of the trust store.
    Trusted(Box<Signer>),
}

/// The keys by which signatures inside documents are judged. What a document says of keys is never used.
#[derive(Clone, Copy, Debug)]
pub struct XmlKeys<'k> {
    /// Whose keys are accepted.
    pub trust: &'k TrustStore,
    /// Further RSA and ECDSA keys that the caller accepts.
    pub given: &'k [GivenKey],
    /// The date on which keys must be good where there is no evidence of when a signature was made.
    pub as_of: Date,
    /// Evidence of when signatures were made; it says itself which.
    pub evidence: &'k [Evidence],
}

impl<S> VerifiedXml<S> {
    /// The document as it was signed.
    pub fn document(&self) -> &S {
        &self.document
    }

    /// Gives up the proof and returns the document as it was signed.
    pub fn into_document(self) -> S {
        self.document
    }

    /// Replaces the document by what `read` makes of it, without leaving the proof behind.
    pub fn map<U>(self, read: impl FnOnce(S) -> U) -> VerifiedXml<U> {
        VerifiedXml { document: read(self.document), signer: self.signer }
    }

    /// Who signed.
    pub fn signer(&self) -> &XmlSigner {
        &self.signer
    }
}

/// Whether `document` could hold a signature: it names the namespace of XML signatures. Where this is false there is none
/// that any program would find without resolving references in declarations of namespaces.
pub fn mentions_xml_signature(document: &[u8]) -> bool {
    memchr::memmem::find(document, super::algorithm::DS.as_bytes()).is_some()
}

/// Checks the signature inside `document`. It is read once, and a second time where others signed in another way than we do.
pub fn verify_xml(document: &[u8], keys: &XmlKeys<'_>) -> XmlVerification<Vec<u8>> {
    let judged = open(document, FROZEN, Vec::new()).and_then(|opened| match opened {
        Opened::Other { method, .. } => open(document, method, Vec::new()),
        opened => Ok(opened),
    });
    conclude(judged, keys)
}

/// Checks the signature inside a `document` of any length, in one pass and constant memory. The document as it was signed goes
/// to `sink`, which comes back only inside [`VerifiedXml`]; until then nothing in it is proven.
///
/// Signatures of others that use another canonical form or hash than ours are bad here: [`verify_xml`] takes them.
pub fn verify_xml_stream<R: BufRead, S: Write>(
    document: R,
    sink: S,
    keys: &XmlKeys<'_>,
) -> XmlVerification<S> {
    conclude(open(document, FROZEN, sink), keys)
}

/// The bytes of the signature inside `document`, of which a time stamp may speak. Nothing about them is verified; `None`: there are none in
/// a form that [`verify_xml`] takes.
pub fn xml_signature_value(document: &[u8]) -> Option<Vec<u8>> {
    let parts = read(document, FROZEN, io::sink()).ok()?.parts?;
    Some(admit(&parts).ok()?.signature)
}

/// Returns the SHA-256 of what the signature inside `document` covers, whoever signed it: what other statements name the document by.
/// It stays the same where the document is laid out anew, or a comment is added. `None`: there is no signature in it.
pub fn xml_identity(document: &[u8]) -> Result<Option<Digest>, XmlBadReason> {
    let opened = match open(document, FROZEN, Vec::new())? {
        Opened::Other { method, .. } => open(document, method, Vec::new())?,
        opened => opened,
    };
    match opened {
        Opened::Other { reason, .. } => Err(reason),
        Opened::Signed(signed) => Ok(Some(Digest::of(&signed.document))),
        Opened::Unsigned => Ok(None),
    }
}

/// A document that was read by one method.
enum Opened<S> {
    /// It must be read by another one.
    Other {
        method: Method,
        /// What to say if it is not.
        reason: XmlBadReason,
    },
    Signed(Box<Signed<S>>),
    Unsigned,
}

/// A document that is as its signature says. Whose signature it is, is open.
struct Signed<S> {
    document: S,
    parts: Parts,
    admitted: Admitted,
}

fn open<R: BufRead, S: Write>(
    document: R,
    method: Method,
    sink: S,
) -> Result<Opened<S>, XmlBadReason> {
    let Reading { sink: document, digest, parts, .. } = read(document, method, sink)?;
    let Some(parts) = parts else {
        return Ok(Opened::Unsigned);
    };
    let admitted = admit(&parts)?;
    if admitted.method != method {
        let reason = refused(&parts, admitted.method, method);
        return Ok(Opened::Other { method: admitted.method, reason });
    }
    if admitted.digest != digest {
        return Err(XmlBadReason::DocumentChanged);
    }
    Ok(Opened::Signed(Box::new(Signed { document, parts, admitted })))
}

fn conclude<S>(opened: Result<Opened<S>, XmlBadReason>, keys: &XmlKeys<'_>) -> XmlVerification<S> {
    let signed = match opened {
        Ok(Opened::Signed(signed)) => *signed,
        Ok(Opened::Unsigned) => return XmlVerification::Unsigned,
        Ok(Opened::Other { reason, .. }) => return XmlVerification::Bad(reason),
        Err(reason) => return XmlVerification::Bad(reason),
    };
    let Signed { document, parts, admitted } = signed;
    match signer(&parts.signed_info, &admitted, keys) {
        Ok(Some(signer)) => XmlVerification::Good(VerifiedXml { document, signer }),
        Ok(None) => XmlVerification::UnknownKey { key_name: admitted.key_name },
        Err(reason) => XmlVerification::Bad(reason),
    }
}

/// Who signed `signed_info`; `None`: nobody known.
fn signer(
    signed_info: &[u8],
    admitted: &Admitted,
    keys: &XmlKeys<'_>,
) -> Result<Option<XmlSigner>, XmlBadReason> {
    let Admitted { algorithm, signature, key_name, .. } = admitted;
    let fits = |key: &AcceptedKey| match key {
        AcceptedKey::Ed25519(key) => {
            let signature = signature.as_slice().try_into();
            *algorithm == Algorithm::Ed25519
                && signature.is_ok_and(|signature| key.verify(signed_info, signature))
        }
        AcceptedKey::Other(key) => GivenKey::from_spki_der(key.spki_der())
            .is_ok_and(|key| key.fits(*algorithm, signed_info, signature)),
        // The profile has no SM2.
        AcceptedKey::Sm2(_) => false,
    };
    let terms = Terms { evidence: keys.evidence, ..Terms::new(keys.trust, keys.as_of) };
    let found = verify::bare_signer(signature, key_name, &terms, fits);
    if let Some(signer) = found.map_err(XmlBadReason::of_key)? {
        return Ok(Some(XmlSigner::Trusted(Box::new(signer))));
    }
    let fits = |key: &&GivenKey| key.fits(*algorithm, signed_info, signature);
    let key = keys.given.iter().find(fits);
    Ok(key.map(|key| XmlSigner::Given { key_id: key.id().to_owned() }))
}
