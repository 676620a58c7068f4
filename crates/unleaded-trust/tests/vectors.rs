//! Published vectors, where the material beside the repository is there.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use unleaded_trust::verify;
use unleaded_trust::{BadReason, Organisation, PrivateKey, PublicKey, TrustStore, Verification};

mod common;

fn bytes(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2), "{hex}");
    let pairs = (0..hex.len()).step_by(2);
    pairs.map(|i| u8::from_str_radix(&hex[i..i + 2], 16).unwrap()).collect()
}

fn text(path: &str) -> Option<String> {
    common::shared(path).map(|path| std::fs::read_to_string(path).unwrap())
}

/// Whether our strict verification takes a case, as far as its parts have the right lengths at all.
fn accepts(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (key.try_into(), signature.try_into()) else {
        return false;
    };
    PublicKey::from_bytes(key).is_ok_and(|key| key.verify(message, signature))
}

/// RFC 8032 section 7.1, test 2: stands here so that one vector is always run.
#[test]
fn rfc_8032_test_2() {
    let seed = bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    let public = bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    let signature = concat!(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da",
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    );
    let key = PrivateKey::from_seed(seed.try_into().unwrap());
    assert_eq!(key.sign(&[0x72]).to_vec(), bytes(signature));
    assert_eq!(key.public().to_spki_der()[12..], public);
    assert!(accepts(&public, &[0x72], &bytes(signature)));
    assert!(!accepts(&public, &[0x73], &bytes(signature)));
}

#[test]
fn sign_and_verify_lines() {
    let Some(lines) = text("corpus/vectors/rfc8032/TESTVECTORS_sign.input") else {
        return;
    };
    let mut count = 0;
    for line in lines.lines() {
        let fields: Vec<&str> = line.split(':').collect();
        let (secret, public, message) = (bytes(fields[0]), bytes(fields[1]), bytes(fields[2]));
        let signature = bytes(&fields[3][..128]);
        let key = PrivateKey::from_seed(secret[..32].try_into().unwrap());
        assert_eq!(key.public().to_spki_der()[12..], public);
        assert_eq!(key.sign(&message).to_vec(), signature);
        assert!(accepts(&public, &message, &signature));
        count += 1;
    }
    assert_eq!(count, 128);
}

#[test]
fn edge_cases_accepted_are_exactly_43() {
    let Some(json) = text("corpus/vectors/ed25519/cctv_ed25519vectors.json") else {
        return;
    };
    let cases: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(cases.len(), 914);
    let field = |case: &serde_json::Value, name: &str| case[name].as_str().unwrap().to_owned();
    let accepted = cases.iter().filter(|case| {
        let message = field(case, "msg");
        accepts(&bytes(&field(case, "key")), message.as_bytes(), &bytes(&field(case, "sig")))
    });
    assert_eq!(accepted.count(), 43);
}

#[test]
fn wycheproof() {
    let Some(json) = text("corpus/vectors/ed25519/wycheproof_ed25519_test.json") else {
        return;
    };
    let file: serde_json::Value = serde_json::from_str(&json).unwrap();
    let mut count = 0;
    for group in file["testGroups"].as_array().unwrap() {
        let key = bytes(group["publicKey"]["pk"].as_str().unwrap());
        for case in group["tests"].as_array().unwrap() {
            let message = bytes(case["msg"].as_str().unwrap());
            let signature = bytes(case["sig"].as_str().unwrap());
            let expected = case["result"] == "valid";
            assert_eq!(accepts(&key, &message, &signature), expected, "{}", case["tcId"]);
            count += 1;
        }
    }
    assert_eq!(count, 151);
}

/// The envelope was made by another program and checked by two more. Its predicate is not ours, so a right
/// signature on it ends at the list of types, and a wrong one before.
#[test]
fn an_envelope_of_another_program() {
    let (Some(pem), Some(envelope), Some(document)) = (
        text("corpus/vectors/dsse/p.pem"),
        text("corpus/vectors/dsse/decl.dsse.json"),
        text("corpus/vectors/dsse/decl.xml"),
    ) else {
        return;
    };
    let key = PublicKey::from_pem(&pem).unwrap();
    assert!(envelope.contains(&key.id()), "the hint is the identifier that we compute");
    let mut trust = TrustStore::empty();
    trust.add(key, Organisation::new::<&str>("Maker", &[]).unwrap(), None, None).unwrap();
    let check = |envelope: &str| match verify(
        "decl.xml",
        document.as_bytes(),
        envelope.as_bytes(),
        &trust,
        common::TODAY,
    ) {
        Verification::Bad(reason) => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        check(&envelope),
        BadReason::PredicateTypeUnknown {
            value: "https://example.org/material-declaration/v1".to_owned()
        }
    );
    assert!(matches!(
        check(&envelope.replace("eyJfdHlwZSI6", "eyJfdHlwZSI7")),
        BadReason::SignatureInvalid { .. }
    ));
}
