//! The semantics of verification.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use unleaded_model::diagnostic::{FileName, Language, Severity};
use unleaded_trust::{BadReason, Predicate, TrustStore, Verification, Verified};
use unleaded_trust::{sign_document, verify};

use crate::common::{DOCUMENT, TODAY, envelope, key, organisation, predicate, store};

mod common;

fn check<'a>(document: &'a [u8], envelope: &[u8], trust: &TrustStore) -> Verification<'a> {
    verify("part.xml", document, envelope, trust, TODAY)
}

fn good(envelope: &[u8], trust: &TrustStore) -> Verified<&'static [u8]> {
    match check(DOCUMENT, envelope, trust) {
        Verification::Good(verified) => verified,
        other => panic!("{other:?}"),
    }
}

/// The code of what is said about the envelope, and that its words are complete in both languages.
fn code(document: &[u8], envelope: &[u8], trust: &TrustStore) -> &'static str {
    let found = check(document, envelope, trust).diagnostics(&FileName::new("part.xml"));
    assert_eq!(found.len(), 1, "{found:?}");
    for language in [Language::En, Language::Zh] {
        let words = found[0].message(language) + &found[0].help(language);
        assert!(!words.contains('{'), "{words}");
    }
    found[0].code.name()
}

/// The envelope of key `n` with `change` made to it.
fn changed(n: u8, change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = serde_json::from_slice(&envelope(n)).unwrap();
    change(&mut value);
    serde_json::to_vec(&value).unwrap()
}

/// One envelope with the signatures of several keys, each with its hint.
fn signed_by(keys: &[u8]) -> Vec<u8> {
    changed(keys[0], |value| {
        let entry = |n: &u8| {
            let other: Value = serde_json::from_slice(&envelope(*n)).unwrap();
            other["signatures"][0].clone()
        };
        value["signatures"] = keys.iter().map(entry).collect();
    })
}

#[test]
fn good_gives_the_very_bytes_and_who_vouches() {
    let verified = good(&envelope(1), &store());
    assert!(std::ptr::eq(*verified.value(), DOCUMENT));
    assert_eq!(verified.organisation().name(), "甲公司");
    assert_eq!(verified.key_id(), key(1).public().id());
    assert_eq!(verified.predicate(), &predicate());
    assert_eq!(verified.digest().to_string(), unleaded_trust::sha256_hex(DOCUMENT));
    assert_eq!(verified.map(<[u8]>::len).into_value(), DOCUMENT.len());
}

#[test]
fn an_envelope_keeps_its_identity_whatever_is_added_to_it() {
    let identity = |envelope: &[u8]| good(envelope, &store()).identity().to_string();
    let ours = unleaded_trust::sha256_hex(&envelope(1));
    assert_eq!(identity(&envelope(1)), ours);
    assert_eq!(identity(&changed(1, |value| value["more"] = json!("x"))), ours);
    assert_eq!(identity(&changed(1, |value| value["signatures"][0]["keyid"] = json!(""))), ours);
    assert_eq!(identity(&signed_by(&[3, 1])), ours);
}

#[test]
fn signing_is_deterministic() {
    assert_eq!(envelope(1), envelope(1));
    assert!(envelope(1).ends_with(b"}\n"));
}

#[test]
fn every_changed_byte_of_the_document_is_seen() {
    // Also when nobody is trusted: the hash alone tells.
    for trust in [store(), TrustStore::empty()] {
        for i in 0..DOCUMENT.len() {
            for bit in 0..8 {
                let mut document = DOCUMENT.to_vec();
                document[i] ^= 1 << bit;
                assert_eq!(code(&document, &envelope(1), &trust), "signature-changed-document");
            }
        }
        assert_eq!(code(b"", &envelope(1), &trust), "signature-changed-document");
        let longer = [DOCUMENT, b"\n"].concat();
        assert_eq!(code(&longer, &envelope(1), &trust), "signature-changed-document");
    }
}

#[test]
fn every_changed_byte_of_payload_type_and_signature_is_seen() {
    let trust = store();
    let envelope = sign_document("part.xml", DOCUMENT, &Predicate::default(), &key(1)).unwrap();
    let text = String::from_utf8(envelope.clone()).unwrap();
    let parsed: Value = serde_json::from_slice(&envelope).unwrap();
    let covered = [&parsed["payload"], &parsed["payloadType"], &parsed["signatures"][0]["sig"]];
    for covered in covered.map(|value| value.as_str().unwrap()) {
        let start = text.find(covered).unwrap();
        for i in start..start + covered.len() {
            let mut bytes = envelope.clone();
            // Another letter of base64, so that the change reaches the signature.
            bytes[i] = if bytes[i] == b'A' { b'B' } else { b'A' };
            let outcome = check(DOCUMENT, &bytes, &trust);
            assert!(matches!(outcome, Verification::Bad(_)), "byte {i}: {outcome:?}");
            bytes[i] = envelope[i] ^ 0x80;
            let outcome = check(DOCUMENT, &bytes, &trust);
            assert!(matches!(outcome, Verification::Bad(_)), "byte {i}: {outcome:?}");
        }
    }
}

#[test]
fn a_hint_is_only_a_hint() {
    let trust = store();
    for hint in [json!(""), json!("someone else"), json!(key(9).public().id())] {
        let bytes = changed(1, |value| value["signatures"][0]["keyid"] = hint);
        assert_eq!(good(&bytes, &trust).key_id(), key(1).public().id());
    }
    let bytes = changed(1, |value| {
        value["signatures"][0].as_object_mut().unwrap().remove("keyid");
        value["more"] = json!({"not": ["covered", 1, null]});
    });
    good(&bytes, &trust);
    // A hint that names another trusted key does not make that key the signer.
    let mut both = store();
    both.add(key(2).public(), organisation("乙公司"), None, None).unwrap();
    let bytes = changed(1, |v| v["signatures"][0]["keyid"] = json!(key(2).public().id()));
    assert_eq!(good(&bytes, &both).organisation().name(), "甲公司");
}

#[test]
fn several_signatures() {
    let mut both = store();
    both.add(key(2).public(), organisation("乙公司"), None, None).unwrap();
    // Unknown keys beside a good one change nothing, wherever they stand.
    assert_eq!(good(&signed_by(&[1, 3]), &store()).signers().len(), 1);
    assert_eq!(good(&signed_by(&[3, 1]), &store()).signers().len(), 1);
    // One key counts once; signers are in order of their keys, not of the envelope, which nobody signed.
    assert_eq!(good(&signed_by(&[1, 1]), &both).signers().len(), 1);
    assert_eq!(good(&signed_by(&[1, 2]), &both), good(&signed_by(&[2, 1]), &both));
    assert_eq!(good(&signed_by(&[1, 2]), &both).signers().len(), 2);
    // A trusted key that fails spoils the envelope, even beside one that fits.
    let spoilt = changed(1, |value| {
        let mut entry = value["signatures"][0].clone();
        entry["keyid"] = json!(key(2).public().id());
        entry["sig"] = json!(format!("{}==", "A".repeat(86)));
        value["signatures"].as_array_mut().unwrap().push(entry);
    });
    assert_eq!(code(DOCUMENT, &spoilt, &both), "signature-invalid");
    good(&spoilt, &store());
}

#[test]
fn unknown_keys() {
    assert_eq!(code(DOCUMENT, &envelope(3), &store()), "key-unknown");
    assert_eq!(code(DOCUMENT, &envelope(1), &TrustStore::empty()), "key-unknown");
    let nameless = changed(3, |value| value["signatures"][0]["keyid"] = json!(""));
    let unknown = Verification::UnknownKey { key_ids: Vec::new(), unchecked: Vec::new() };
    assert_eq!(check(DOCUMENT, &nameless, &store()), unknown);
    assert_eq!(code(DOCUMENT, &nameless, &store()), "key-unknown");
    // A signature of another length belongs to an algorithm that is not known here.
    let foreign = changed(3, |value| value["signatures"][0]["sig"] = json!("AAAA"));
    assert_eq!(code(DOCUMENT, &foreign, &store()), "key-unknown");
}

#[test]
fn malformed_envelopes() {
    let huge = vec![b' '; unleaded_trust::ENVELOPE_LIMIT + 1];
    let typed = |name: &'static str| changed(3, move |value| value[name] = json!("x"));
    for (expected, bytes) in [
        ("envelope-not-json", b"".to_vec()),
        ("envelope-not-json", envelope(1)[..100].to_vec()),
        ("envelope-not-json", vec![b'['; 1000]),
        ("envelope-too-large", huge),
        ("envelope-member-doubled", br#"{"payload":"","payload":""}"#.to_vec()),
        ("envelope-malformed", b"{}".to_vec()),
        ("envelope-malformed", b"[]".to_vec()),
        ("envelope-malformed", typed("payload")),
        ("payload-type-unknown", typed("payloadType")),
        ("statement-malformed", changed(3, |value| value["payload"] = json!("e30="))),
        ("signature-invalid", changed(1, |value| value["payload"] = json!("e30="))),
        ("signature-invalid", changed(1, |value| value["signatures"][0]["sig"] = json!("AAAA"))),
    ] {
        assert_eq!(code(DOCUMENT, &bytes, &store()), expected);
    }
}

#[test]
fn periods_and_revocation() {
    let (from, to) = (date(2026, 1, 1), date(2026, 12, 31));
    let mut trust = TrustStore::empty();
    trust.add(key(1).public(), organisation("甲公司"), Some(from), Some(to)).unwrap();
    let envelope = envelope(1);
    let on = |trust: &TrustStore, day| {
        let outcome = verify("part.xml", DOCUMENT, &envelope, trust, day);
        let found = outcome.diagnostics(&FileName::new("part.xml"));
        // That a signature is dated later than the check is a remark about a good one.
        let bad = found.iter().find(|d| d.severity != Severity::Info);
        bad.map_or("good", |d| d.code.name())
    };
    assert_eq!(on(&trust, date(2025, 12, 31)), "key-not-yet-valid");
    assert_eq!(on(&trust, from), "good");
    assert_eq!(on(&trust, to), "good");
    assert_eq!(on(&trust, date(2027, 1, 1)), "key-expired");
    trust.revoke(&key(1).public().id(), date(2026, 6, 1), "").unwrap();
    assert_eq!(on(&trust, date(2026, 5, 31)), "good");
    assert_eq!(on(&trust, date(2026, 6, 1)), "key-revoked");
    assert_eq!(on(&trust, date(2027, 1, 1)), "key-revoked");
    // A changed document is said to be changed, whatever has become of the key.
    assert_eq!(code(b"other", &envelope, &trust), "signature-changed-document");
    // A second signer who is in force carries the document.
    trust.add(key(2).public(), organisation("乙公司"), None, None).unwrap();
    assert_eq!(good(&signed_by(&[1, 2]), &trust).organisation().name(), "乙公司");
}

#[test]
fn an_expired_key_is_named_with_its_dates() {
    let mut trust = TrustStore::empty();
    let last = date(2025, 12, 31);
    trust.add(key(1).public(), organisation("甲公司"), None, Some(last)).unwrap();
    let Verification::Bad(reason) = check(DOCUMENT, &envelope(1), &trust) else { panic!() };
    assert!(matches!(&reason, BadReason::KeyExpired { key, .. } if key.to == Some(last)));
    let words = reason.diagnostic(&FileName::new("part.xml")).message(Language::En);
    assert!(words.contains("2025-12-31") && words.contains("甲公司"), "{words}");
}

#[test]
fn another_name_is_a_remark_and_no_more() {
    let remarks = |name: &str| {
        let outcome = verify(name, DOCUMENT, &envelope(1), &store(), TODAY);
        assert!(matches!(outcome, Verification::Good(_)));
        let found = outcome.diagnostics(&FileName::new(name));
        found.iter().map(|d| d.code.name()).collect::<Vec<_>>()
    };
    assert_eq!(remarks("in/box/part.xml"), [""; 0]);
    assert_eq!(remarks("other.xml"), ["signature-other-name"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is done to an envelope: if it is still good, it says the same as before.
    #[test]
    fn a_mutated_envelope_never_says_something_else(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3u8), 1..6)
    ) {
        let trust = store();
        let mut bytes = envelope(1);
        for (index, byte, edit) in edits {
            let i = index.index(bytes.len());
            match edit {
                0 => bytes[i] = byte,
                1 => bytes.insert(i, byte),
                _ => drop(bytes.remove(i)),
            }
        }
        if let Verification::Good(verified) = check(DOCUMENT, &bytes, &trust) {
            prop_assert_eq!(verified, good(&envelope(1), &trust));
        }
    }

    #[test]
    fn any_bytes_end_in_a_verdict(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(matches!(check(DOCUMENT, &bytes, &store()), Verification::Bad(_)));
    }

    #[test]
    fn any_document_and_any_claim_pass_unchanged(
        document in prop::collection::vec(any::<u8>(), 0..200),
        name in "\\PC{1,20}",
        texts in prop::collection::vec(any::<String>(), 0..4),
    ) {
        let claim = Predicate {
            lists: texts.clone(),
            format: texts.concat(),
            ..predicate()
        };
        let bytes = sign_document(&name, &document, &claim, &key(1)).unwrap();
        match verify(&name, &document, &bytes, &store(), TODAY) {
            Verification::Good(verified) => prop_assert_eq!(verified.predicate(), &claim),
            other => prop_assert!(false, "{:?}", other),
        }
    }
}

/// Other programs write null for a hint that they do not give, and may leave out the subject's name.
#[test]
fn what_others_leave_out_is_read() {
    let bytes = changed(1, |value| value["signatures"][0]["keyid"] = Value::Null);
    assert_eq!(good(&bytes, &store()).key_id(), key(1).public().id());
    let nameless = changed(1, |value| {
        use base64::Engine as _;
        use base64::engine::general_purpose::STANDARD;
        let payload = STANDARD.decode(value["payload"].as_str().unwrap()).unwrap();
        let mut payload: Value = serde_json::from_slice(&payload).unwrap();
        payload["subject"][0].as_object_mut().unwrap().remove("name");
        let payload = serde_json::to_vec(&payload).unwrap();
        let kind = unleaded_trust::PAYLOAD_TYPE;
        let head = format!("DSSEv1 {} {kind} {} ", kind.len(), payload.len());
        let message = [head.as_bytes(), &payload].concat();
        value["payload"] = json!(STANDARD.encode(&payload));
        value["signatures"][0]["sig"] = json!(STANDARD.encode(key(1).sign(&message)));
    });
    let verified = good(&nameless, &store());
    assert_eq!(verified.signed_name(), "");
    let file = unleaded_model::diagnostic::FileName::new("part.xml");
    assert_eq!(verified.remarks(&file), [], "no name is no other name");
}
