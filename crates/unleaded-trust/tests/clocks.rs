//! Whose word on times is taken: that of keys with a role in the trust file, as far as they are good.

#![allow(clippy::unwrap_used, reason = "helpers may panic")]

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use unleaded_trust::log::{Checkpoint, Edge, LogProofError, LogTree, SignatureKind, VerifierKey};
use unleaded_trust::{
    AcceptedKey, BadReason, Clocks, Digest, Evidence, Grant, Outcome, Role, Terms, TimeStampError,
    TrustStore, verify_file,
};

use crate::common::{DOCUMENT, TODAY, envelope, key, organisation, store};

mod common;

/// An authority's answer over 64 bytes of 7, with its certificate, of 2026-11-22; and the key of that certificate.
const ANSWER: &[u8] = include_bytes!("time_stamp/answer.tsr");
const AUTHORITY: &str = include_str!("time_stamp/authority.pub.pem");
const SIGNATURE: [u8; 64] = [7; 64];

/// When the witness saw the log.
const SEEN: Date = date(2026, 3, 1);

fn grant(store: &mut TrustStore, key: AcceptedKey, name: &str, role: Role) -> String {
    let id = key.id();
    let grant = Grant { roles: [role].into(), ..Grant::new(key, organisation(name)) };
    store.grant(grant).unwrap();
    id
}

fn with_authority() -> (TrustStore, String) {
    let mut store = store();
    let key = AcceptedKey::from_pem(AUTHORITY).unwrap();
    let id = grant(&mut store, key, "Authority", Role::TimeStampAuthority);
    (store, id)
}

fn stamped(store: &TrustStore, as_of: Date) -> Result<Evidence, TimeStampError> {
    Clocks::new(store, as_of).stamped(ANSWER, &[&SIGNATURE])
}

#[test]
fn the_certificate_in_a_token_counts_where_its_key_is_an_authority() {
    let (store, _) = with_authority();
    assert_eq!(stamped(&store, TODAY).unwrap().date(), TODAY);
    assert_eq!(Clocks::new(&store, TODAY).stamped(ANSWER, &[]), Err(TimeStampError::ImprintOther));
    let unknown = Err(TimeStampError::AuthorityUnknown);
    assert_eq!(stamped(&common::store(), TODAY), unknown);
    let mut other = common::store();
    let key = AcceptedKey::from_pem(AUTHORITY).unwrap();
    grant(&mut other, key, "Authority", Role::Witness);
    assert_eq!(stamped(&other, TODAY), unknown);
}

/// RFC 3161 section 4: what an authority stamped before it ended is good, unless others may have its key.
#[test]
fn an_authority_that_ended_is_good_for_what_it_saw_before() {
    let unfit = |found| matches!(found, Err(TimeStampError::AuthorityUnfit { .. }));
    let (mut store, id) = with_authority();
    let later = date(2030, 1, 1);
    store.revoke(&id, date(2027, 1, 1), "closed").unwrap();
    assert!(stamped(&store, later).is_ok());
    let mut before = store.clone();
    before.revoke(&id, TODAY, "closed").unwrap();
    assert!(unfit(stamped(&before, later)));
    // Whoever has the key can state any time.
    store.compromise(&id, date(2029, 1, 1), "stolen").unwrap();
    assert!(unfit(stamped(&store, later)));
    assert!(unfit(stamped(&store, TODAY)));
    let (mut store, _) = with_authority();
    store.expire(Some(date(2027, 1, 1)));
    assert!(stamped(&store, date(2027, 1, 1)).is_ok());
    assert!(unfit(stamped(&store, date(2027, 1, 2))));
}

/// The proof that `envelope` is in a log of key 9, which key `witness` saw on [`SEEN`].
fn proof(envelope: &[u8], witness: u8) -> Vec<u8> {
    let entries = [Digest::of(b"another"), Digest::of(envelope)];
    let mut edge = Edge::empty();
    let files: BTreeMap<String, Vec<u8>> = edge.append(&entries).files.into_iter().collect();
    let origin = "log.example/one";
    let mut checkpoint = Checkpoint::sign(origin, edge.size(), edge.root(), &key(9)).unwrap();
    let time: Timestamp = format!("{SEEN}T12:00:00Z").parse().unwrap();
    checkpoint.cosign("witness.example/one", &key(witness), time).unwrap();
    let proof = LogTree::new(&files, &checkpoint).prove(entries[1], 1).unwrap();
    proof.to_text().into_bytes()
}

fn with_log() -> TrustStore {
    let mut store = store();
    grant(&mut store, key(9).public().into(), "Log", Role::Log);
    grant(&mut store, key(8).public().into(), "Witness", Role::Witness);
    store
}

fn verified(store: &TrustStore, evidence: Evidence, as_of: Date) -> Outcome<&'static [u8]> {
    let terms = Terms { evidence: &[evidence], ..Terms::new(store, as_of) };
    verify_file("part.xml", DOCUMENT, &envelope(1), &terms)
}

#[test]
fn a_witness_of_the_trust_file_saves_what_a_stolen_key_signed_before() {
    let mut store = with_log();
    let signed = envelope(1);
    let digest = Digest::of(&signed);
    store.compromise(&key(1).public().id(), date(2026, 6, 1), "stolen").unwrap();
    let seen = Clocks::new(&store, TODAY).logged(&proof(&signed, 8), digest).unwrap();
    assert_eq!(seen.date(), SEEN);
    assert!(matches!(verified(&store, seen.clone(), TODAY), Outcome::Good(_)));
    // Seen after the theft it may be the thief's.
    let mut earlier = with_log();
    earlier.compromise(&key(1).public().id(), SEEN, "stolen").unwrap();
    let found = verified(&earlier, seen, TODAY);
    assert!(matches!(found, Outcome::Bad(BadReason::KeyCompromised { .. })), "{found:?}");
}

#[test]
fn nobody_else_is_a_witness() {
    let store = with_log();
    let signed = envelope(1);
    let digest = Digest::of(&signed);
    let too_few = Err(LogProofError::WitnessesTooFew { found: 0, needed: 1 });
    let logged = |store: &TrustStore, by| {
        Clocks::new(store, TODAY).logged(&proof(&signed, by), digest).map(|seen| seen.date())
    };
    assert_eq!(logged(&store, 8), Ok(SEEN));
    for by in [1, 7, 9] {
        assert_eq!(logged(&store, by), too_few, "{by}");
    }
    for (stolen, owner) in [(8, "witness"), (9, "log")] {
        let mut store = store.clone();
        store.compromise(&key(stolen).public().id(), date(2026, 6, 1), "stolen").unwrap();
        assert_eq!(logged(&store, 8), too_few, "{owner}");
    }
    assert!(logged(&common::store(), 8).is_err());
    let other = Clocks::new(&store, TODAY).logged(&proof(&signed, 8), Digest::of(b"other"));
    assert!(matches!(other, Err(LogProofError::NotIncluded(_))));
}

/// The caller may name a witness, but not one that the trust file knows to be stolen.
#[test]
fn a_named_witness_is_asked_for_in_the_trust_file_too() {
    let mut store = store();
    let signed = envelope(1);
    let digest = Digest::of(&signed);
    grant(&mut store, key(8).public().into(), "Witness", Role::Log);
    let logged = |store: &TrustStore| {
        let name = |name, kind, n| VerifierKey::new(name, kind, key(n).public()).unwrap();
        let mut clocks = Clocks::new(store, TODAY);
        clocks.logs.push(name("log.example/one", SignatureKind::Log, 9));
        clocks.witnesses.push(name("witness.example/one", SignatureKind::Cosignature, 8));
        clocks.logged(&proof(&signed, 8), digest)
    };
    assert!(logged(&store).is_ok());
    store.compromise(&key(8).public().id(), date(2026, 6, 1), "stolen").unwrap();
    assert!(logged(&store).is_err());
}

/// Whoever's key ended may have another one, which must not say that the first was good.
#[test]
fn nobody_vouches_for_the_times_of_their_own_signatures() {
    let mut store = store();
    grant(&mut store, key(9).public().into(), "Log", Role::Log);
    grant(&mut store, key(8).public().into(), "甲公司", Role::Witness);
    store.revoke(&key(1).public().id(), date(2026, 6, 1), "no longer trusted").unwrap();
    let signed = envelope(1);
    let clocks = Clocks::new(&store, TODAY);
    let seen = clocks.logged(&proof(&signed, 8), Digest::of(&signed)).unwrap();
    let found = verified(&store, seen, TODAY);
    assert!(matches!(found, Outcome::Bad(BadReason::KeyRevoked { .. })), "{found:?}");
}
