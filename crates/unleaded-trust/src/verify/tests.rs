//! Keys judged by evidence of when a signature existed.

use jiff::civil::date;
use unleaded_model::diagnostic::FileName;

use super::*;
use crate::keys::PrivateKey;
use crate::sign::sign_document;
use crate::time_evidence::{Covered, EvidenceKind};

const NAME: &str = "a.xml";
const DOCUMENT: &[u8] = b"document";

fn key() -> PrivateKey {
    PrivateKey::from_seed([1; 32])
}

fn envelope() -> Vec<u8> {
    sign_document(NAME, DOCUMENT, &Predicate::default(), &key()).unwrap()
}

fn store(from: Option<Date>, to: Option<Date>) -> TrustStore {
    let mut store = TrustStore::empty();
    let organisation = Organisation::new::<&str>("A", &[]).unwrap();
    store.add(key().public(), organisation, from, to).unwrap();
    store
}

fn evidence(day: Date, covered: Covered) -> Evidence {
    let time = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let kind = EvidenceKind::TimeStamp { authority: Digest::of(b"authority") };
    Evidence::new(time, covered, kind)
}

/// The code of what comes of the check on `as_of`, with evidence of these days that covers the envelope.
fn check(store: &TrustStore, days: &[Date], as_of: Date) -> &'static str {
    let bytes = envelope();
    let covered = Covered::Envelope(Digest::of(&bytes));
    let evidence: Vec<Evidence> = days.iter().map(|day| evidence(*day, covered)).collect();
    code(store, &evidence, as_of, &bytes)
}

fn code(store: &TrustStore, evidence: &[Evidence], as_of: Date, bytes: &[u8]) -> &'static str {
    let terms = Terms { evidence, ..Terms::new(store, as_of) };
    match verify_file::<Predicate>(NAME, DOCUMENT, bytes, &terms) {
        Outcome::Good(verified) => {
            let used = verified.signers()[0].evidence.as_ref();
            let earliest = evidence.iter().map(Evidence::date).min();
            let there = earliest.filter(|day| *day <= as_of);
            assert_eq!(used.map(Evidence::date), there);
            "good"
        }
        other => other.diagnostics(&FileName::new(NAME))[0].code.name(),
    }
}

const BEFORE: Date = date(2026, 5, 31);
const DAY: Date = date(2026, 6, 1);
const AFTER: Date = date(2026, 6, 2);
const CHECK: Date = date(2030, 1, 1);

#[test]
fn what_was_signed_before_the_end_of_a_key_is_told_by_evidence() {
    let id = key().public().id();
    let mut revoked = store(None, None);
    revoked.revoke(&id, DAY, "left").unwrap();
    let mut compromised = store(None, None);
    compromised.compromise(&id, DAY, "stolen").unwrap();
    let period = store(Some(DAY), Some(AFTER));
    for (what, store, days, as_of, expected) in [
        ("revoked, no evidence", &revoked, &[][..], CHECK, "key-revoked"),
        ("revoked, no evidence, an earlier check", &revoked, &[], BEFORE, "good"),
        ("revoked, signed before", &revoked, &[BEFORE], CHECK, "good"),
        ("revoked, signed on the day", &revoked, &[DAY], CHECK, "key-revoked"),
        ("revoked, signed after", &revoked, &[AFTER], CHECK, "key-revoked"),
        ("revoked, the earliest counts", &revoked, &[AFTER, BEFORE], CHECK, "good"),
        ("compromised, no evidence", &compromised, &[], CHECK, "key-compromised"),
        (
            "compromised, no evidence, an earlier check",
            &compromised,
            &[],
            BEFORE,
            "key-compromised",
        ),
        ("compromised, signed before", &compromised, &[BEFORE], CHECK, "good"),
        ("compromised, signed on the day", &compromised, &[DAY], CHECK, "key-compromised"),
        ("expired, no evidence", &period, &[], CHECK, "key-expired"),
        ("expired, signed in its period", &period, &[DAY], CHECK, "good"),
        ("expired, signed on its last day", &period, &[AFTER], CHECK, "good"),
        ("expired, signed after it", &period, &[date(2026, 6, 3)], CHECK, "key-expired"),
        ("signed before its first day", &period, &[BEFORE], CHECK, "key-not-yet-valid"),
        ("evidence from after the check", &revoked, &[AFTER], BEFORE, "good"),
        (
            "evidence from after the check of a stolen key",
            &compromised,
            &[DAY],
            BEFORE,
            "key-compromised",
        ),
    ] {
        assert_eq!(check(store, days, as_of), expected, "{what}");
    }
}

#[test]
fn evidence_for_something_else_is_none() {
    let (id, bytes) = (key().public().id(), envelope());
    let mut trust = store(None, None);
    trust.compromise(&id, DAY, "stolen").unwrap();
    let parsed = Envelope::parse(&bytes).unwrap();
    let signature = Digest::of(&parsed.signatures[0].signature);
    for (covered, expected) in [
        (Covered::Signature(signature), "good"),
        (Covered::Envelope(Digest::of(&bytes)), "good"),
        (Covered::Signature(Digest::of(&bytes)), "key-compromised"),
        (Covered::Envelope(signature), "key-compromised"),
        (Covered::Signature(Digest::of(DOCUMENT)), "key-compromised"),
        (Covered::Envelope(Digest::of(DOCUMENT)), "key-compromised"),
    ] {
        assert_eq!(code(&trust, &[evidence(BEFORE, covered)], CHECK, &bytes), expected);
    }
    // A thief who signs something new with the stolen key finds no evidence for it in the old token.
    let forged = sign_document(
        NAME,
        DOCUMENT,
        &Predicate { format: "x".to_owned(), ..Predicate::default() },
        &key(),
    );
    let old = [evidence(BEFORE, Covered::Signature(signature))];
    assert_eq!(code(&trust, &old, CHECK, &forged.unwrap()), "key-compromised");
}

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
        let signature = key.sign(b"m").to_vec();
        let entry = SignatureEntry { key_id: hint.to_owned(), signature };
        signer_of(&entry, b"m", &trust, &mut trials).is_some()
    };
    assert!(found("", 3));
    assert!(!found("", 2));
    assert!(found(&last, 0));
}
