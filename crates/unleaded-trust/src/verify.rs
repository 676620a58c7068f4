//! The one function that verifies, and the one type that proves it did.
//!
//! The order is fixed: size and form of the envelope; signatures over the bytes as they stand; types; the hash of
//! the document; time and revocation. Nothing is read out of the payload for the caller before all of that holds.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::trust as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

pub use self::reason::{BadReason, KeyPeriod};
use crate::digest::Digest;
use crate::envelope::{Envelope, PAYLOAD_TYPE, SignatureEntry, pre_authentication_encoding};
use crate::sign::base_name;
use crate::statement::{Predicate, Statement};
use crate::trust_store::{Organisation, TrustStore, TrustedKey};

mod reason;

/// Most keys that are tried on one envelope beyond those that its hints name. A check takes some 30 microseconds;
/// without a bound, a store of a hundred thousand keys and an envelope without hints would take a minute.
const TRIAL_LIMIT: usize = 4096;

/// What a check of a signature comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verification<'a> {
    /// A key that is trusted on the date signed exactly these bytes.
    Good(Verified<&'a [u8]>),
    /// Something is wrong: the document must not be used.
    Bad(BadReason),
    /// The form and the hash are right, but nobody known signed. Anyone can make such an envelope.
    UnknownKey {
        /// The hints of the signatures as written, empty ones left out. They are not authenticated: they help to
        /// ask for the key, and prove nothing.
        key_ids: Vec<String>,
    },
}

/// A value that was read from verified bytes, with who vouches for them. Only [`verify`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T> {
    value: T,
    digest: Digest,
    name: String,
    signed_name: String,
    predicate: Predicate,
    /// Never empty: `judge` lets no empty list through.
    signers: Vec<Signer>,
}

/// An organisation that signed, with a key that was good on the date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The organisation, as the trust store knows it.
    pub organisation: Organisation,
    /// The identifier of its key.
    pub key_id: String,
}

impl<T> Verified<T> {
    /// The value: for a document, the very slice whose hash was signed.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Gives up the proof and returns the value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Replaces the value by what `read` makes of it: parses a document without leaving the proof behind.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Verified<U> {
        let Self { value, digest, name, signed_name, predicate, signers } = self;
        Verified { value: read(value), digest, name, signed_name, predicate, signers }
    }

    /// The SHA-256 of the document.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The file name under which the document was signed.
    pub fn signed_name(&self) -> &str {
        &self.signed_name
    }

    /// What the signer says about the document.
    pub fn predicate(&self) -> &Predicate {
        &self.predicate
    }

    /// Who signed, ordered by key identifier; at least one.
    pub fn signers(&self) -> &[Signer] {
        &self.signers
    }

    /// The first signer's organisation.
    pub fn organisation(&self) -> &Organisation {
        &self.signers[0].organisation
    }

    /// The identifier of the first signer's key.
    pub fn key_id(&self) -> &str {
        &self.signers[0].key_id
    }

    /// What is worth knowing about a good signature on `file`: that the file had another name when it was signed.
    /// The content is bound by its hash, so a renamed file is not a changed one.
    pub fn remarks(&self, file: &FileName) -> Vec<Diagnostic> {
        if self.name == self.signed_name {
            return Vec::new();
        }
        let remark = Diagnostic::new(codes::SIGNATURE_OTHER_NAME, Place::file(file))
            .with("file", file.as_str())
            .with("signed", self.signed_name.as_str());
        vec![remark]
    }
}

impl Verification<'_> {
    /// Returns what there is to say about the signature on the document `file`; empty when all is well.
    pub fn diagnostics(&self, file: &FileName) -> Vec<Diagnostic> {
        match self {
            Self::Good(verified) => verified.remarks(file),
            Self::Bad(reason) => vec![reason.diagnostic(file)],
            Self::UnknownKey { key_ids } => {
                let keys = if key_ids.is_empty() { "?".to_owned() } else { key_ids.join(", ") };
                let unknown = Diagnostic::new(codes::KEY_UNKNOWN, Place::file(file))
                    .with("file", file.as_str())
                    .with("keys", keys);
                vec![unknown]
            }
        }
    }
}

/// Checks that `envelope` is a signature on `document`, known as `name`, by a key that `trust` accepts on `as_of`.
///
/// Good takes one trusted key that is in its period and not revoked, and no signature that names a trusted key and
/// fits none: such a signature was changed. Signatures of unknown keys beside a good one change nothing. A wrong hash
/// is bad whoever signed. The name is no part of the check: a document signed under another name is the same
/// document, and [`Verified::remarks`] says so.
pub fn verify<'a>(
    name: &str,
    document: &'a [u8],
    envelope: &[u8],
    trust: &TrustStore,
    as_of: Date,
) -> Verification<'a> {
    judge(name, document, envelope, trust, as_of).unwrap_or_else(Verification::Bad)
}

fn judge<'a>(
    name: &str,
    document: &'a [u8],
    envelope: &[u8],
    trust: &TrustStore,
    as_of: Date,
) -> Result<Verification<'a>, BadReason> {
    let envelope = Envelope::parse(envelope)?;
    let signed_by = trusted_signatures(&envelope, trust)?;
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(BadReason::PayloadTypeUnknown { value: envelope.payload_type });
    }
    let statement = Statement::parse(&envelope.payload)?;
    let digest = Digest::of(document);
    if statement.digest != digest {
        return Err(BadReason::DocumentChanged { signed: statement.digest, found: digest });
    }
    if signed_by.is_empty() {
        return Ok(Verification::UnknownKey { key_ids: hints(envelope) });
    }
    let signers = good_signers(&signed_by, trust, as_of)?;
    Ok(Verification::Good(Verified {
        value: document,
        digest,
        name: base_name(name).to_owned(),
        signed_name: statement.name,
        predicate: statement.predicate,
        signers,
    }))
}

/// The trusted keys that signed the payload, whatever their period; each once, by identifier.
fn trusted_signatures<'t>(
    envelope: &Envelope,
    trust: &'t TrustStore,
) -> Result<BTreeMap<String, &'t TrustedKey>, BadReason> {
    let message = pre_authentication_encoding(&envelope.payload_type, &envelope.payload);
    let mut trials = TRIAL_LIMIT;
    let mut signed_by = BTreeMap::new();
    for entry in &envelope.signatures {
        let named = trust.key(&entry.key_id);
        match (signer_of(entry, &message, trust, &mut trials), named) {
            (Some((id, key)), _) => {
                signed_by.insert(id.to_owned(), key);
            }
            (None, Some(key)) => {
                return Err(BadReason::SignatureInvalid {
                    key_id: entry.key_id.clone(),
                    organisation: key.organisation.clone(),
                });
            }
            (None, None) => {}
        }
    }
    Ok(signed_by)
}

/// The trusted key whose signature `entry` is: the one that its hint names, else any that fits.
fn signer_of<'t>(
    entry: &SignatureEntry,
    message: &[u8],
    trust: &'t TrustStore,
    trials: &mut usize,
) -> Option<(&'t str, &'t TrustedKey)> {
    let signature = entry.signature.as_ref()?;
    let fits = |key: &TrustedKey| key.key.verify(message, signature);
    if let Some((id, key)) = trust.entry(&entry.key_id)
        && fits(key)
    {
        return Some((id, key));
    }
    for (id, key) in trust.keys().filter(|(id, _)| *id != entry.key_id) {
        *trials = trials.checked_sub(1)?;
        if fits(key) {
            return Some((id, key));
        }
    }
    None
}

/// Those of the keys that are good on `as_of`, with their organisations; if there are keys and none is good, why the
/// first is not.
fn good_signers(
    signed_by: &BTreeMap<String, &TrustedKey>,
    trust: &TrustStore,
    as_of: Date,
) -> Result<Vec<Signer>, BadReason> {
    let mut signers = Vec::new();
    let mut refused = None;
    for (id, key) in signed_by {
        let organisation = trust.organisation(&key.organisation);
        match (reason::out_of_force(id, key, as_of), organisation) {
            (None, Some(organisation)) => {
                let organisation = organisation.clone();
                signers.push(Signer { organisation, key_id: id.clone() });
            }
            (reason, _) => refused = refused.or(reason),
        }
    }
    match (signers.is_empty(), refused) {
        (true, Some(reason)) => Err(reason),
        _ => Ok(signers),
    }
}

/// The hints of the signatures, those that say something.
fn hints(envelope: Envelope) -> Vec<String> {
    let ids = envelope.signatures.into_iter().map(|entry| entry.key_id);
    ids.filter(|id| !id.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::PrivateKey;

    #[test]
    fn a_signature_without_a_usable_hint_is_not_searched_for_without_end() {
        let keys = [1, 2, 3].map(|n| PrivateKey::from_seed([n; 32]));
        let mut trust = TrustStore::empty();
        for (key, name) in keys.iter().zip(["a", "b", "c"]) {
            let organisation = Organisation::new::<&str>(name, &[]).unwrap();
            trust.add(key.public(), organisation, None, None).unwrap();
        }
        let last = trust.keys().last().unwrap().0.to_owned();
        let key = keys.iter().find(|key| key.public().id() == last).unwrap();
        let found = |hint: &str, mut trials: usize| {
            let entry = SignatureEntry { key_id: hint.to_owned(), signature: Some(key.sign(b"m")) };
            signer_of(&entry, b"m", &trust, &mut trials).is_some()
        };
        assert!(found("", 3));
        assert!(!found("", 2));
        assert!(found(&last, 0));
    }
}
