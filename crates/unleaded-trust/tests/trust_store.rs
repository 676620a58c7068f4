//! The trust file.

#![allow(clippy::unwrap_used, reason = "helpers of tests may panic")]

use jiff::civil::date;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{Organisation, TrustError, TrustStore};

use crate::common::{key, organisation, store};

mod common;

fn full() -> TrustStore {
    let mut store = store();
    let ids = ["uscc:91350100M000100Y43", "duns:123456789"];
    let maker = Organisation::new("Maker \"B\"", &ids).unwrap();
    store.add(key(2).public(), maker.clone(), Some(date(2026, 1, 1)), None).unwrap();
    store.add(key(3).public(), maker, None, Some(date(2027, 12, 31))).unwrap();
    store.revoke(&key(3).public().id(), date(2026, 5, 1), "laptop stolen\n被盗").unwrap();
    store
}

#[test]
fn the_file_is_diffable_and_read_back() {
    let text = full().to_json();
    assert_eq!(TrustStore::parse(&text).unwrap(), full());
    assert_eq!(TrustStore::parse(&text).unwrap().to_json(), text);
    assert!(text.ends_with("}\n"));
    assert!(text.lines().all(|line| line.matches("\": \"").count() <= 1), "{text}");
    let expected = r#"{
  "schema": "unleaded/trust/v2",
  "version": "0",
  "organisations": [
    {
      "name": "甲公司",
      "ids": [],
      "keys": [
        {
          "id": "fd110d301d2f077de1414b8f99f441b1403fab207b2052fbd2c065e4ee8e7dc2",
          "spki": "MCowBQYDK2VwAyEAiojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w="
        }
      ]
    }
  ]
}
"#;
    assert_eq!(store().to_json(), expected);
    assert!(TrustStore::parse(&TrustStore::empty().to_json()).unwrap() == TrustStore::empty());
}

#[test]
fn the_order_of_adding_leaves_no_trace() {
    let add = |order: [u8; 3]| {
        let mut store = TrustStore::empty();
        for n in order {
            store.add(key(n).public(), organisation(&format!("maker {n}")), None, None).unwrap();
        }
        store.to_json()
    };
    assert_eq!(add([1, 2, 3]), add([3, 1, 2]));
}

#[test]
fn owners_are_unique_and_revocation_is_final() {
    let mut store = full();
    let id = key(3).public().id();
    let shared = store.add(key(1).public(), organisation("other"), None, None).unwrap_err();
    assert!(matches!(&shared, TrustError::KeyShared { first, .. } if first == "甲公司"));
    let thief = Organisation::new("thief", &["duns:123456789"]).unwrap();
    let shared = store.add(key(4).public(), thief, None, None).unwrap_err();
    assert!(matches!(&shared, TrustError::IdShared { first, .. } if first == "Maker \"B\""));
    assert!(store.key(&key(4).public().id()).is_none(), "a refused key leaves nothing behind");
    let again = store.add(key(3).public(), organisation("Maker \"B\""), None, None);
    assert!(matches!(again.unwrap_err(), TrustError::KeyRevoked { .. }));
    assert!(matches!(
        store.revoke(&id, date(2026, 6, 1), "").unwrap_err(),
        TrustError::KeyRevoked { .. }
    ));
    store.revoke(&id, date(2026, 4, 1), "earlier").unwrap();
    assert_eq!(store.key(&id).unwrap().revocation.as_ref().unwrap().date, date(2026, 4, 1));
    let none = store.revoke("00", date(2026, 4, 1), "").unwrap_err();
    assert!(matches!(none, TrustError::KeyUnknown { .. }));
    let (from, to) = (Some(date(2026, 2, 1)), Some(date(2026, 1, 1)));
    let empty = store.add(key(5).public(), organisation("x"), from, to).unwrap_err();
    assert!(matches!(empty, TrustError::PeriodEmpty { .. }));
}

#[test]
fn adding_again_sets_the_period() {
    let mut store = store();
    let last = Some(date(2030, 1, 1));
    let named = Organisation::new("甲公司", &["uscc:91350100M000100Y44"]).unwrap();
    let remarks = store.add(key(1).public(), named, None, last).unwrap();
    assert_eq!(remarks[0].code.name(), "credit-code-check");
    assert_eq!(store.key(&key(1).public().id()).unwrap().to, last);
    assert_eq!(store.organisation("甲公司").unwrap().ids().len(), 1);
    assert_eq!(store.organisations().count(), 1);
}

#[test]
fn an_editor_s_byte_order_mark_and_line_ends_are_forgiven() {
    let text = format!("\u{feff}{}", full().to_json().replace('\n', "\r\n"));
    assert_eq!(TrustStore::parse(&text).unwrap(), full());
}

/// Changes the file and gives the code of the first defect, whose words must be complete.
fn code(from: &str, to: &str) -> String {
    let text = full().to_json();
    let bad = text.replacen(from, to, 1);
    assert_ne!(bad, text, "{from}");
    let Err(error) = TrustStore::parse(&bad) else { panic!("{from} -> {to} is accepted") };
    let found = error.diagnostic(&FileName::new("trust.json"));
    for language in [Language::En, Language::Zh] {
        let words = found.message(language) + &found.help(language);
        assert!(words.contains("trust.json") && !words.contains('{'), "{words}");
    }
    found.code.name().to_owned()
}

#[test]
fn defects_of_the_form() {
    for (from, to, expected) in [
        ("{", "", "trust-file-malformed"),
        ("trust/v2", "trust/v3", "trust-file-version"),
        ("schema", "shema", "trust-file-member"),
        ("organisations", "organizations", "trust-file-member-unknown"),
        (r#""name""#, r#""nome""#, "trust-file-member-unknown"),
        ("revoked", "revokd", "trust-file-member-unknown"),
        ("from", "From", "trust-file-member-unknown"),
        (r#""ids": ["#, r#""ids": [1, "#, "trust-file-member"),
        ("2026-01-01", "20260101", "trust-file-member"),
        ("2026-01-01", "2026-02-30", "trust-file-member"),
        (r#""2026-01-01""#, "null", "trust-file-member"),
        (r#""from": "2026-01-01""#, r#""reason": """#, "trust-file-member"),
        ("{", r#"{"schema": "","#, "trust-file-member-doubled"),
    ] {
        assert_eq!(code(from, to), expected, "{from} -> {to}");
    }
}

#[test]
fn defects_of_the_content() {
    let first = key(1).public();
    let (id, spki) = (first.id(), first.spki_base64());
    let weak = "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let again = format!(r#""keys": [{{"spki": "{spki}"}}, "#);
    for (from, to, expected) in [
        ("duns:123456789", "duns:1", "organisation-id-malformed"),
        ("[]", r#"["duns:123456789"]"#, "organisation-id-shared"),
        ("甲公司", " ", "organisation-name-malformed"),
        (&id, "00", "trust-file-member"),
        (&spki, weak, "key-weak"),
        (&spki, "AAAA", "key-malformed"),
        (r#""to""#, r#""from": "2028-01-01", "to""#, "key-period-empty"),
        (r#""keys": ["#, &again, "key-shared"),
    ] {
        assert_eq!(code(from, to), expected, "{from} -> {to}");
    }
}

#[test]
fn every_byte_of_the_file_may_be_cut() {
    let text = full().to_json();
    for end in (0..text.len() - 2).filter(|end| text.is_char_boundary(*end)) {
        assert!(TrustStore::parse(&text[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn refused_changes_have_complete_words() {
    for error in [
        TrustError::KeyUnknown { key_id: "00".to_owned() },
        TrustError::KeyRevoked { key_id: "00".to_owned(), date: date(2026, 1, 1) },
        TrustError::TooLarge { size: 2, limit: 1 },
    ] {
        let found = error.diagnostic(&FileName::new("trust.json"));
        for language in [Language::En, Language::Zh] {
            let words = found.message(language) + &found.help(language);
            assert!(!words.contains('{'), "{words}");
        }
    }
}

/// What a person reads in two ways, a program must not read in one.
#[test]
fn what_can_be_read_in_two_ways_is_refused() {
    let key =
        |n: u8, more: &str| format!(r#"{{"spki":"{}"{more}}}"#, key(n).public().spki_base64());
    let entry = |name: &str, threshold: &str, key: &str| {
        format!(r#"{{"name":"{name}","ids":[],"threshold":"{threshold}","keys":[{key}]}}"#)
    };
    let code = |organisations: &[String]| {
        let text = format!(
            r#"{{"schema":"unleaded/trust/v2","version":"1","organisations":[{}]}}"#,
            organisations.join(",")
        );
        match TrustStore::parse(&text) {
            Ok(_) => "good".to_owned(),
            Err(TrustError::Member(error)) => error.path,
            Err(other) => panic!("{other:?}"),
        }
    };
    let (one, two) = (entry("A", "2", &key(1, "")), entry("A", "1", &key(2, "")));
    assert_eq!(code(&[one.clone(), entry("B", "1", &key(2, ""))]), "good");
    assert_eq!(code(&[one.clone(), two]), "organisations[1].name");
    assert_eq!(code(&[one, entry(" A ", "1", &key(2, ""))]), "organisations[1].name");
    for (more, expected) in [
        (r#","scope":["*"],"roles":["supplier"]"#, "good"),
        (r#","scope":[]"#, "organisations[0].keys[0].scope"),
        (r#","roles":[]"#, "organisations[0].keys[0].roles"),
        (r#","imported":"Nobody""#, "organisations[0].keys[0].imported"),
    ] {
        assert_eq!(code(&[entry("A", "1", &key(1, more))]), expected, "{more}");
    }
}
