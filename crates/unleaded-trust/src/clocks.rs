//! Whose word on times is taken: authorities, logs and witnesses that the caller names, and those that the trust file has.
//!
//! A time is the word of the one who gives it. Whoever has the key can state any, so a key that others may have gives no evidence at all,
//! whatever time it states; one that merely ended stays good for what it saw before (RFC 3161 section 4, item 1).

use std::slice;

use jiff::civil::Date;

use crate::digest::Digest;
use crate::envelope::Envelope;
use crate::log::{LogProof, LogProofError, SignatureKind, VerifierKey};
use crate::statement::Role;
use crate::time_evidence::{Evidence, EvidenceKind};
use crate::time_stamp::{TimeStamp, TimeStampAuthority, TimeStampError};
use crate::trust_store::TrustStore;
use crate::verify::{Terms, is_in_force_on};

/// Whose word on times is taken, and on which date of the check.
#[derive(Clone, Debug)]
pub struct Clocks<'t> {
    /// Further authorities than those of the trust file, by their certificates.
    pub authorities: Vec<TimeStampAuthority>,
    /// Further logs.
    pub logs: Vec<VerifierKey>,
    /// Further witnesses.
    pub witnesses: Vec<VerifierKey>,
    trust: &'t TrustStore,
    as_of: Date,
}

impl<'t> Clocks<'t> {
    /// Returns those that `trust` has: its keys with the roles of a time-stamping authority, a log or a witness.
    pub fn new(trust: &'t TrustStore, as_of: Date) -> Self {
        let (authorities, logs, witnesses) = (Vec::new(), Vec::new(), Vec::new());
        Self { authorities, logs, witnesses, trust, as_of }
    }

    /// The terms of a check without evidence and delegations.
    pub fn terms(&self) -> Terms<'t> {
        Terms::new(self.trust, self.as_of)
    }

    /// Whether the word of any time-stamping authority is taken.
    pub fn take_stamps(&self) -> bool {
        !self.authorities.is_empty() || self.has(Role::TimeStampAuthority)
    }

    /// Whether that of any witness of any log is taken.
    pub fn take_proofs(&self) -> bool {
        (!self.logs.is_empty() || self.has(Role::Log))
            && (!self.witnesses.is_empty() || self.has(Role::Witness))
    }

    fn has(&self, role: Role) -> bool {
        self.trust.keys_for(role).next().is_some()
    }

    /// Checks the token `stamp` as evidence for that one of `signatures` which it covers.
    pub fn stamped(&self, stamp: &[u8], signatures: &[&[u8]]) -> Result<Evidence, TimeStampError> {
        let stamp = TimeStamp::parse(stamp)?;
        let covered = signatures.iter().find(|signature| stamp.covers(signature));
        let signature = covered.ok_or(TimeStampError::ImprintOther)?;
        match stamp.verify(signature, &self.authorities) {
            Err(TimeStampError::AuthorityUnknown) => {}
            Err(error) => return Err(error),
            Ok(evidence) => {
                let by = |authority: &&TimeStampAuthority| {
                    *evidence.kind() == EvidenceKind::TimeStamp { authority: authority.id() }
                };
                let named = self.authorities.iter().find(by);
                return named.map_or(Ok(evidence.clone()), |by| self.by_authority(by, evidence));
            }
        }
        // The certificate in a token counts where its key is trusted: the token is signed by that key, and names it by its hash.
        let by = |authority: &TimeStampAuthority| {
            let key = self.trust.key(authority.key_id());
            key.is_some_and(|key| key.may(Role::TimeStampAuthority)) && stamp.is_by(authority)
        };
        let certificates = stamp.certificates();
        let known = certificates.filter_map(|der| TimeStampAuthority::from_der(der).ok());
        let known: Vec<TimeStampAuthority> = known.filter(by).collect();
        let evidence = stamp.verify(signature, &known)?;
        let is_its = |authority: &&TimeStampAuthority| {
            *evidence.kind() == EvidenceKind::TimeStamp { authority: authority.id() }
        };
        let authority = known.iter().find(is_its).ok_or(TimeStampError::AuthorityUnknown)?;
        self.by_authority(authority, evidence.clone())
    }

    /// Does the same for the signatures in `envelope`.
    pub fn stamped_envelope(
        &self,
        stamp: &[u8],
        envelope: &[u8],
    ) -> Result<Evidence, TimeStampError> {
        let envelope = Envelope::parse(envelope).map_err(|_| TimeStampError::ImprintOther)?;
        let signatures = envelope.signatures.iter().map(|entry| entry.signature.as_slice());
        self.stamped(stamp, &signatures.collect::<Vec<_>>())
    }

    /// Asks whether the key of the authority was good at the time.
    fn by_authority(
        &self,
        authority: &TimeStampAuthority,
        evidence: Evidence,
    ) -> Result<Evidence, TimeStampError> {
        let unfit = TimeStampError::AuthorityUnfit { authority: authority.id() };
        self.vouched(authority.key_id(), evidence).ok_or(unfit)
    }

    /// Checks the `proof` that an envelope is in a log, as evidence of the time at which a witness saw it there.
    pub fn logged(&self, proof: &[u8], envelope: Digest) -> Result<Evidence, LogProofError> {
        let proof = LogProof::parse(proof)?;
        let mut refused = None;
        for log in self.logs(&proof) {
            match self.seen(&proof, envelope, &log) {
                Ok(evidence) => return Ok(evidence),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        Err(refused.unwrap_or(LogProofError::WitnessesTooFew { found: 0, needed: 1 }))
    }

    /// The earliest word of a witness on the checkpoint of `log` in `proof`.
    fn seen(
        &self,
        proof: &LogProof,
        envelope: Digest,
        log: &VerifierKey,
    ) -> Result<Evidence, LogProofError> {
        proof.verify(envelope, log, &[], 0)?;
        let mut earliest: Option<Evidence> = None;
        for witness in self.witnesses(proof) {
            let inclusion = proof.verify(envelope, log, slice::from_ref(&witness), 0)?;
            let seen = inclusion.evidence().filter(|seen| self.is_good(&log.key().id(), seen));
            let Some(evidence) = seen.and_then(|seen| self.vouched(&witness.key().id(), seen))
            else {
                continue;
            };
            if earliest.as_ref().is_none_or(|known| evidence.time() < known.time()) {
                earliest = Some(evidence);
            }
        }
        earliest.ok_or(LogProofError::WitnessesTooFew { found: 0, needed: 1 })
    }

    /// The logs whose checkpoint it may be. The trust file has keys without names: a key of a log is one under any name.
    fn logs(&self, proof: &LogProof) -> Vec<VerifierKey> {
        let named = self.logs.iter().cloned();
        let trusted = self.named(Role::Log, SignatureKind::Log, proof);
        named.chain(trusted).collect()
    }

    fn witnesses(&self, proof: &LogProof) -> Vec<VerifierKey> {
        let named = self.witnesses.iter().cloned();
        let trusted = self.named(Role::Witness, SignatureKind::Cosignature, proof);
        named.chain(trusted).collect()
    }

    /// The trusted keys with the role `role` that signed the checkpoint, each under the name that it goes by there.
    fn named(&self, role: Role, kind: SignatureKind, proof: &LogProof) -> Vec<VerifierKey> {
        let mut found = Vec::new();
        for (name, id) in proof.signed_by() {
            let keys = self.trust.keys_for(role).filter_map(|(_, key)| key.key.ed25519());
            let named = keys.filter_map(|key| VerifierKey::new(&name, kind, *key).ok());
            found.extend(named.filter(|key| key.id() == id));
        }
        found
    }

    /// The evidence, if the key `id` that gives it may. It does not count for its own organisation.
    fn vouched(&self, id: &str, evidence: Evidence) -> Option<Evidence> {
        let evidence = Some(evidence).filter(|evidence| self.is_good(id, evidence))?;
        Some(match self.trust.key(id) {
            Some(key) => evidence.given_by(&key.organisation),
            None => evidence,
        })
    }

    /// Whether the key `id` was good at the time of the evidence, as far as the trust file knows it.
    fn is_good(&self, id: &str, evidence: &Evidence) -> bool {
        let key = self.trust.key(id);
        key.is_none_or(|key| is_in_force_on(id, key, evidence.date(), self.trust, self.as_of))
    }
}
