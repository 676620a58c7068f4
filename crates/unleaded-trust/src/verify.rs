//! The one path that verifies, and the one type that proves it was gone.
//!
//! The order is fixed: size and form of the envelope; signatures over the bytes as they stand; types; the hash of
//! the document; time and revocation. Nothing is read out of the payload for the caller before all of that holds.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::{signers as signers_codes, trust as codes};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

pub(crate) use self::bare::bare_signer;
pub use self::delegated::DelegationProblem;
pub(crate) use self::force::is_in_force_on;
use self::identity::{Given, Identities};
pub use self::reason::{BadReason, KeyPeriod};
pub use self::rows::{verify_copy, verify_late};
pub use self::unchecked::Unchecked;
use crate::digest::Digest;
use crate::envelope::{Envelope, PAYLOAD_TYPE, SignatureEntry, pre_authentication_encoding};
use crate::json::MemberError;
use crate::sign::base_name;
use crate::statement::{BareClaim, Delegation, FileClaim, Form, Predicate, Role, Statement};
use crate::time_evidence::Evidence;
use crate::trust_store::{Organisation, Scope, TrustStore, TrustedKey};

mod bare;
mod delegated;
mod force;
mod identity;
mod reason;
mod rows;
mod unchecked;

/// Most keys that are tried on one envelope beyond those that its hints name. A check takes some 30 microseconds;
/// without a bound, a store of a hundred thousand keys and an envelope without hints would take a minute.
const TRIAL_LIMIT: usize = 4096;

/// What a check of a signature comes to: `T` is what was signed, `C` what is said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T, C = Predicate> {
    /// A key that is trusted on the date signed exactly these bytes.
    Good(Verified<T, C>),
    /// Something is wrong: the document must not be used.
    Bad(BadReason),
    /// The form and the hash are right, but nobody known signed. Anyone can make such an envelope.
    UnknownKey {
        /// The hints of the signatures as written, empty ones left out. They are not authenticated: they help to
        /// ask for the key, and prove nothing.
        key_ids: Vec<String>,
        /// The trusted keys that are named and that this program was built without.
        unchecked: Vec<Unchecked>,
    },
}

/// What a check of the signature on a document's bytes comes to.
pub type Verification<'a, C = Predicate> = Outcome<&'a [u8], C>;

/// A value that was read from verified bytes, with what is said about it and who vouches. Only this module makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T, C = Predicate> {
    value: T,
    digest: Digest,
    name: String,
    signed_name: String,
    claim: C,
    identities: Identities,
    /// The day on which it says to have been signed, where that is after the date of the check.
    issued_later: Option<Date>,
    /// Never empty: `judge` lets no empty list through.
    signers: Vec<Signer>,
    unchecked: Vec<Unchecked>,
}

/// By whose keys, on which date, and with what else at hand signatures are judged.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'t> {
    /// Whose keys are accepted.
    pub trust: &'t TrustStore,
    /// The date on which keys must be good where there is no evidence of when a signature was made.
    pub as_of: Date,
    /// Evidence of when signatures were made; it says itself which.
    pub evidence: &'t [Evidence],
    /// What suppliers let others sign.
    pub delegations: &'t [Presented],
}

impl<'t> Terms<'t> {
    /// Returns the terms without evidence and delegations.
    pub fn new(trust: &'t TrustStore, as_of: Date) -> Self {
        Self { trust, as_of, evidence: &[], delegations: &[] }
    }
}

/// A delegation that was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    /// The SHA-256 of its envelope.
    pub envelope: Digest,
    /// What it says, and which supplier says it.
    pub delegation: Verified<(), Delegation>,
}

/// An organisation that signed, with a key that was good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// The organisation, as the trust store knows it.
    pub organisation: Organisation,
    /// The identifier of its key.
    pub key_id: String,
    /// What it signed as.
    pub role: Role,
    /// What its key may be used for; empty: as a supplier or an aggregator.
    pub roles: BTreeSet<Role>,
    /// The supplier that it signed for, an authorised representative; `None`: for itself.
    pub on_behalf_of: Option<Organisation>,
    /// The items that its key may speak of.
    pub scope: Scope,
    /// The items that the supplier lets it speak of; `None`: it signed for itself.
    pub delegated: Option<Scope>,
    /// By what it is known when the signature existed; `None`: it is not, and the key was judged on the date of the check.
    pub evidence: Option<Evidence>,
}

impl Signer {
    /// Whether its key may be used as `role`.
    pub fn may(&self, role: Role) -> bool {
        role.is_among(&self.roles)
    }

    /// Whether it may speak of the item `number`; an empty number is an item of which none is told.
    pub fn may_speak_of(&self, number: &str) -> bool {
        self.scope.covers(number)
            && self.delegated.as_ref().is_none_or(|delegated| delegated.covers(number))
    }

    /// The names of those for whom it speaks: itself, or the supplier that it signed for as well.
    pub fn parties(&self) -> impl Iterator<Item = &str> {
        let supplier = self.on_behalf_of.as_ref();
        [Some(&self.organisation), supplier].into_iter().flatten().map(Organisation::name)
    }
}

impl<T, C> Verified<T, C> {
    /// The value: for a document, the very slice whose hash was signed; nothing for a statement about something else.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// Gives up the proof and returns the value.
    pub fn into_value(self) -> T {
        self.value
    }

    /// Replaces the value by what `read` makes of it: parses a document without leaving the proof behind.
    pub fn map<U>(self, read: impl FnOnce(T) -> U) -> Verified<U, C> {
        Verified {
            value: read(self.value),
            digest: self.digest,
            name: self.name,
            signed_name: self.signed_name,
            claim: self.claim,
            identities: self.identities,
            issued_later: self.issued_later,
            signers: self.signers,
            unchecked: self.unchecked,
        }
    }

    /// The SHA-256 of the subject: of the document, or of what the statement is about.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The SHA-256 of the envelope as this program writes it, with the trusted signatures alone: what other statements name it
    /// by, unless another program laid it out or others signed it too. White space, hints and signatures that anybody
    /// can add are not in it, so nobody can give an old envelope a new identity.
    pub fn identity(&self) -> Digest {
        self.identities.whole
    }

    /// Whether `envelope` is the SHA-256 of the envelope as this program writes it with the trusted signatures, or with some of
    /// them: whoever adds a signature makes no other statement of what others signed.
    pub fn is_known_as(&self, envelope: &Digest) -> bool {
        self.identities.all.contains(envelope)
    }

    pub(crate) fn identities(&self) -> &BTreeSet<Digest> {
        &self.identities.all
    }

    /// The name under which the subject was signed; empty: it was not stated.
    pub fn signed_name(&self) -> &str {
        &self.signed_name
    }

    /// What the signer says about the document.
    pub fn predicate(&self) -> &C {
        &self.claim
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

    /// What is worth knowing about a good signature on `file`: that the file had another name when it was signed, that it
    /// says to have been signed after the date of the check, and which further signatures this program can't check. The content is bound by its hash, so a renamed file is not a
    /// changed one.
    pub fn remarks(&self, file: &FileName) -> Vec<Diagnostic> {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        let is_other = !self.signed_name.is_empty() && self.name != self.signed_name;
        let other_name = is_other
            .then(|| at(codes::SIGNATURE_OTHER_NAME).with("signed", self.signed_name.as_str()));
        let later = self
            .issued_later
            .map(|date| at(signers_codes::SIGNATURE_DATED_LATER).with("date", date));
        let unchecked = self.unchecked.iter().map(|unchecked| unchecked.diagnostic(file));
        other_name.into_iter().chain(later).chain(unchecked).collect()
    }
}

impl<T, C> Outcome<T, C> {
    /// Returns what there is to say about the signature on the document `file`; empty when all is well.
    pub fn diagnostics(&self, file: &FileName) -> Vec<Diagnostic> {
        match self {
            Self::Good(verified) => verified.remarks(file),
            Self::Bad(reason) => vec![reason.diagnostic(file)],
            Self::UnknownKey { unchecked, .. } if !unchecked.is_empty() => {
                unchecked.iter().map(|unchecked| unchecked.diagnostic(file)).collect()
            }
            Self::UnknownKey { key_ids, .. } => {
                let keys = if key_ids.is_empty() { "?".to_owned() } else { key_ids.join(", ") };
                let unknown = Diagnostic::new(codes::KEY_UNKNOWN, Place::file(file))
                    .with("file", file.as_str())
                    .with("keys", keys);
                vec![unknown]
            }
        }
    }
}

/// Checks that `envelope` is a signature on the declaration `document`, known as `name`, by a key that `trust` accepts on
/// `as_of`.
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
    verify_file(name, document, envelope, &Terms::new(trust, as_of))
}

/// Checks, as [`verify`] does, that `envelope` says a `C` about the file `bytes`, known as `name`.
pub fn verify_file<'a, C: FileClaim>(
    name: &str,
    bytes: &'a [u8],
    envelope: &[u8],
    terms: &Terms<'_>,
) -> Verification<'a, C> {
    let subject = Subject { value: bytes, name: Some(name), digest: Some(Digest::of(bytes)) };
    judge(subject, envelope, terms).unwrap_or_else(Outcome::Bad)
}

/// Checks, as [`verify`] does, that `envelope` is a statement `C` about something that is no file at hand. What it is
/// about, [`Verified::digest`] tells.
pub fn verify_statement<C: BareClaim>(envelope: &[u8], terms: &Terms<'_>) -> Outcome<(), C> {
    let subject = Subject { value: (), name: None, digest: None };
    judge(subject, envelope, terms).unwrap_or_else(Outcome::Bad)
}

/// What a statement should be about.
struct Subject<'n, T> {
    value: T,
    /// What it is called here; `None`: nothing but what the statement calls it.
    name: Option<&'n str>,
    /// Its SHA-256; `None`: whatever the statement says.
    digest: Option<Digest>,
}

/// The one way to a [`Verified`].
fn judge<T, C: Form>(
    subject: Subject<'_, T>,
    envelope: &[u8],
    terms: &Terms<'_>,
) -> Result<Outcome<T, C>, BadReason> {
    // Evidence of time may cover the envelope as it lies there.
    let given = Given { bytes: envelope, digest: Digest::of(envelope) };
    let envelope = Envelope::parse(envelope)?;
    let Found { signed_by, unchecked } = trusted_signatures(&envelope, terms.trust)?;
    if envelope.payload_type != PAYLOAD_TYPE {
        return Err(BadReason::PayloadTypeUnknown { value: envelope.payload_type });
    }
    let statement = Statement::<C>::parse(&envelope.payload)?;
    if let Some(found) = subject.digest.filter(|found| *found != statement.digest) {
        return Err(BadReason::DocumentChanged { signed: statement.digest, found });
    }
    // The bytes of two nodes of a tree hash to a third one, so whoever has them could hand them out as a file that was signed.
    if subject.name.is_some() && statement.claim.rows().is_some_and(|t| t.root == statement.digest)
    {
        let (path, expected) = ("payload.predicate.rows".to_owned(), "other than the subject");
        return Err(BadReason::Statement(MemberError { path, expected }));
    }
    if signed_by.is_empty() {
        return Ok(Outcome::UnknownKey { key_ids: hints(envelope), unchecked });
    }
    let claim = &statement.claim;
    let signers = match force::signers(&signed_by, claim, Some(given.digest), terms) {
        // Whether enough keys signed is not known where one of them can't be asked.
        Err(BadReason::TooFew { .. }) if !unchecked.is_empty() => {
            return Ok(Outcome::UnknownKey { key_ids: hints(envelope), unchecked });
        }
        signers => signers?,
    };
    if let Some(last) = claim.valid_until().filter(|last| *last < terms.as_of) {
        return Err(BadReason::DeclarationExpired { last, as_of: terms.as_of });
    }
    let issued = claim.issued_at().get(..10).and_then(|day| day.parse().ok());
    Ok(Outcome::Good(Verified {
        value: subject.value,
        digest: statement.digest,
        name: base_name(subject.name.unwrap_or(&statement.name)).to_owned(),
        // Another program may have signed a path. Nobody is to be led along it.
        signed_name: base_name(&statement.name).to_owned(),
        claim: statement.claim,
        identities: Identities::of(envelope.payload, &signed_by, &given),
        issued_later: issued.filter(|issued: &Date| *issued > terms.as_of),
        signers,
        unchecked,
    }))
}

/// A trusted key, and its signature on the payload.
struct Fit<'t> {
    key: &'t TrustedKey,
    signature: Vec<u8>,
}

/// What the signatures of an envelope come to.
struct Found<'t> {
    /// The trusted keys that signed the payload, whatever their period; each once, by identifier.
    signed_by: BTreeMap<String, Fit<'t>>,
    /// The trusted keys that are named and that this program was built without.
    unchecked: Vec<Unchecked>,
}

/// Whose signatures those of the envelope are.
fn trusted_signatures<'t>(
    envelope: &Envelope,
    trust: &'t TrustStore,
) -> Result<Found<'t>, BadReason> {
    let message = pre_authentication_encoding(&envelope.payload_type, &envelope.payload);
    let mut trials = TRIAL_LIMIT;
    let (mut signed_by, mut unchecked) = (BTreeMap::new(), Vec::new());
    for entry in &envelope.signatures {
        // A key of another algorithm can't fail to fit: it fits no envelope.
        let named = trust.key(&entry.key_id).filter(|key| key.key.signs_envelopes());
        match (signer_of(entry, &message, trust, &mut trials), named) {
            (Some((id, fit)), _) => {
                signed_by.insert(id.to_owned(), fit);
            }
            (None, Some(key)) if !key.key.is_built() => unchecked.push(Unchecked {
                key_id: entry.key_id.clone(),
                organisation: key.organisation.clone(),
                algorithm: key.key.algorithm(),
            }),
            (None, Some(key)) => {
                return Err(BadReason::SignatureInvalid {
                    key_id: entry.key_id.clone(),
                    organisation: key.organisation.clone(),
                });
            }
            (None, None) => {}
        }
    }
    Ok(Found { signed_by, unchecked })
}

/// The trusted key whose signature `entry` is: the one that its hint names, else any that fits.
fn signer_of<'t>(
    entry: &SignatureEntry,
    message: &[u8],
    trust: &'t TrustStore,
    trials: &mut usize,
) -> Option<(&'t str, Fit<'t>)> {
    let fits = |key: &TrustedKey| key.key.verify(message, &entry.signature);
    let fit = |key| Fit { key, signature: entry.signature.clone() };
    if let Some((id, key)) = trust.entry(&entry.key_id)
        && fits(key)
    {
        return Some((id, fit(key)));
    }
    for (id, key) in trust.keys().filter(|(id, _)| *id != entry.key_id) {
        *trials = trials.checked_sub(1)?;
        if fits(key) {
            return Some((id, fit(key)));
        }
    }
    None
}

/// The hints of the signatures, those that say something.
fn hints(envelope: Envelope) -> Vec<String> {
    let ids = envelope.signatures.into_iter().map(|entry| entry.key_id);
    ids.filter(|id| !id.is_empty()).collect()
}

#[cfg(test)]
mod tests;
