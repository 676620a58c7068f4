//! What a program that was built without SM2 says of SM2 keys and signatures: never that they are bad, and never that they are good.

#![cfg(not(feature = "national"))]
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    AcceptedKey, KeyError, Outcome, TrustStore, read_signing_key, sign_document, verify,
};

use crate::common::{DOCUMENT, TODAY, key, organisation, predicate};

mod common;

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/trust");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// A store that trusts an SM2 key, and Ed25519 key 1 as one of the same organisation.
fn store() -> TrustStore {
    let mut store =
        TrustStore::parse(&fixture("signature-algorithm-not-built--sm2/trust.json")).unwrap();
    store.add(key(1).public(), organisation("Supplier A"), None, None).unwrap();
    store
}

fn sm2() -> AcceptedKey {
    let store = store();
    let (_, key) = store.keys().find(|(_, key)| key.key.algorithm() == "sm2").unwrap();
    key.key.clone()
}

/// An envelope that Ed25519 key 1 signed, with an entry that names the SM2 key beside it.
fn both() -> Vec<u8> {
    let envelope = sign_document("part.xml", DOCUMENT, &predicate(), &key(1)).unwrap();
    let mut value: Value = serde_json::from_slice(&envelope).unwrap();
    let entry = json!({"keyid": sm2().id(), "sig": "MAYCAQECAQE="});
    value["signatures"].as_array_mut().unwrap().push(entry);
    serde_json::to_vec(&value).unwrap()
}

#[test]
fn who_else_signed_well_counts_and_the_rest_is_told() {
    let outcome = verify("part.xml", DOCUMENT, &both(), &store(), TODAY);
    let said = outcome.diagnostics(&FileName::new("part.xml"));
    let names: Vec<&str> = said.iter().map(|said| said.code.name()).collect();
    assert_eq!(names, ["signature-algorithm-not-built"]);
    let Outcome::Good(verified) = outcome else { panic!("{outcome:?}") };
    assert_eq!(verified.signers().len(), 1);
    assert_eq!(verified.key_id(), key(1).public().id());
}

#[test]
fn whether_enough_keys_signed_is_not_known() {
    let mut store = store();
    store.require("Supplier A", 2).unwrap();
    let check = |envelope: &[u8]| {
        let outcome = verify("part.xml", DOCUMENT, envelope, &store, TODAY);
        let unknown = matches!(outcome, Outcome::UnknownKey { .. });
        (unknown, outcome.diagnostics(&FileName::new("part.xml"))[0].code.name())
    };
    assert_eq!(check(&both()), (true, "signature-algorithm-not-built"));
    let one = sign_document("part.xml", DOCUMENT, &predicate(), &key(1)).unwrap();
    assert_eq!(check(&one), (false, "signatures-too-few"));
}

#[test]
fn what_it_signed_alone_is_signed_by_nobody_known() {
    let folder = "signature-algorithm-not-built--sm2";
    let document = fixture(&format!("{folder}/part.csv"));
    let envelope = fixture(&format!("{folder}/part.csv.dsse.json"));
    let envelope = envelope.as_bytes();
    let outcome = verify("part.csv", document.as_bytes(), envelope, &store(), TODAY);
    let Outcome::UnknownKey { key_ids, unchecked } = outcome else { panic!("{outcome:?}") };
    assert_eq!((key_ids.as_slice(), unchecked.len()), ([sm2().id()].as_slice(), 1));
    assert_eq!((&*unchecked[0].organisation, unchecked[0].algorithm), ("Supplier A", "sm2"));
    // A key that nobody trusts is unknown, whatever its algorithm; a changed document is bad whoever signed.
    let nobody = TrustStore::empty();
    let unknown = verify("part.csv", document.as_bytes(), envelope, &nobody, TODAY);
    assert_eq!(unknown.diagnostics(&FileName::new("part.csv"))[0].code.name(), "key-unknown");
    let changed = verify("part.csv", b"other", envelope, &store(), TODAY);
    assert!(matches!(changed, Outcome::Bad(_)), "{changed:?}");
}

#[test]
fn a_trust_file_keeps_the_key_and_nothing_else_takes_it() {
    let text = store().to_json();
    assert!(text.contains("\"algorithm\": \"sm2\""));
    assert_eq!(TrustStore::parse(&text).unwrap(), store());
    assert!(sm2().signs_envelopes() && !sm2().is_built());
    let not_built = KeyError::NotBuilt { algorithm: "sm2" };
    let public = fixture("key-algorithm-not-built--public-sm2/public.pem");
    assert_eq!(AcceptedKey::from_pem(&public), Err(not_built.clone()));
    let private = fixture("key-algorithm-not-built--private-sm2/private.pem");
    assert_eq!(read_signing_key(&private, None).err(), Some(not_built));
}
