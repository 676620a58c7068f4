//! Signed reports: what is changed, missing or mixed up anywhere below them is seen and named.

use std::collections::BTreeMap;

use proptest::prelude::*;
use unleaded_app::aggregate::{Again, State};
use unleaded_model::diagnostic::codes::{aggregates as codes, trust};
use unleaded_trust::TrustStore;

use self::hand::{Hand, declared, diagnostics, key, names, raised, store, today};

mod attacks;
mod chains;
mod hand;
mod proofs;

#[test]
fn what_is_as_it_was_gives_the_same_bytes() {
    let checked = Hand::good().check();
    assert!(checked.is_fine(), "{:#?}", diagnostics(&checked));
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert_eq!(checked.tiers[0].signers, ["Brand"]);
    assert_eq!(checked.tiers[0].about.as_ref().unwrap().inputs.count, 2);
    assert!(checked.others.is_empty());
    assert!(diagnostics(&checked).is_empty());
}

#[test]
fn names_and_places_make_no_difference() {
    let hand = Hand::good();
    let mut moved = Hand(BTreeMap::new());
    for (at, (name, bytes)) in hand.0.iter().enumerate() {
        let name = match name.strip_prefix("in/") {
            Some(file) => format!("in/{}/{file}", 9 - at),
            None => name.clone(),
        };
        moved.put(&name, bytes);
    }
    assert!(!moved.0.contains_key("in/r.csv"));
    let checked = moved.check();
    // Envelopes no longer lie beside their documents, and are found all the same.
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert!(checked.is_fine(), "{:#?}", diagnostics(&checked));
}

#[test]
fn an_unsigned_document_is_vouched_for_by_nobody() {
    let checked = Hand::board().check();
    let of = |part: &str| {
        let children = checked.tiers[0].children.iter();
        children.filter(|child| child.parts == [part]).map(|child| child.state).collect::<Vec<_>>()
    };
    assert_eq!((of("R-1"), of("W-1")), (vec![State::Good], vec![State::Unsigned]));
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert!(!checked.is_fine());
}

#[test]
fn what_is_not_there_was_not_seen() {
    for gone in ["in/r.csv", "in/r.csv.dsse.json", "in/other.csv", "bom.csv", "decisions.toml"] {
        let mut hand = Hand::good();
        hand.0.remove(gone);
        let checked = hand.check();
        assert!(!checked.is_fine(), "{gone}");
        assert_eq!(raised(&checked), [codes::AGGREGATE_INPUT_MISSING], "{gone}");
        assert_eq!(checked.tiers[0].again, Again::NotRepeated, "{gone}");
    }
    // By whose keys signatures were checked then decides what the report says of them.
    let mut hand = Hand::good();
    hand.put("trust.json", hand.text("trust.json").replace("Brand", "Brand2"));
    assert_eq!(raised(&hand.check()), [codes::AGGREGATE_INPUT_MISSING]);
}

#[test]
fn what_lies_in_its_place_is_named() {
    for changed in ["in/r.csv", "in/r.csv.dsse.json", "bom.csv", "decisions.toml"] {
        let mut hand = Hand::good();
        hand.put(changed, format!("{}\n", hand.text(changed)));
        let checked = hand.check();
        assert_eq!(raised(&checked), [codes::AGGREGATE_INPUT_CHANGED], "{changed}");
        assert!(names(&checked, changed), "{changed}: {:#?}", diagnostics(&checked));
    }
    // An unsigned document is known by its part alone.
    let mut hand = Hand::board();
    hand.put("in/w.csv", declared("W-1", "0.09"));
    assert_eq!(raised(&hand.check()), [codes::AGGREGATE_INPUT_CHANGED]);
    assert!(names(&hand.check(), "in/w.csv"));
}

#[test]
fn further_documents_are_told() {
    let mut hand = Hand::good();
    hand.put("in/new.csv", declared("R-1", "3"));
    let checked = hand.check();
    assert_eq!(checked.others, ["in/new.csv"]);
    assert!(checked.is_fine(), "the report was made without it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_changed_byte_is_seen(file: prop::sample::Index, at: prop::sample::Index, by in 1_u8..=255) {
        let mut hand = Hand::good();
        let files: Vec<String> =
            hand.0.keys().filter(|name| *name != "trust.json").cloned().collect();
        let file = file.get(&files).clone();
        let bytes = hand.0.get_mut(&file).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= by;
        // Hints and white space of the top envelope are not signed, and nothing names it by its hash.
        let text = String::from_utf8_lossy(bytes).into_owned();
        let signed = text.lines().filter(|l| l.contains("\"payload\": ") || l.contains("\"sig\": "));
        let old = Hand::good().text("report.json.dsse.json");
        let is_unsigned_part = file == "report.json.dsse.json"
            && signed.clone().count() == 2
            && signed.clone().all(|line| old.lines().any(|l| l == line));
        let checked = hand.check();
        if !is_unsigned_part {
            prop_assert!(!checked.is_fine(), "{file} at {at}");
            let named = match file.strip_suffix(".dsse.json") {
                Some(document) => names(&checked, &file) || names(&checked, document),
                None => names(&checked, &file),
            };
            prop_assert!(named, "{file} at {at}: {:#?}", diagnostics(&checked));
        }
    }
}

/// Signatures are judged by the trust file and on the date of the check; the roll-up is repeated with those of the time.
#[test]
fn a_revoked_key_is_told_and_the_report_still_comes_to_the_same() {
    let (hand, mut later) = (Hand::good(), store());
    later.revoke(&key("A").public().id(), "2027-01-01".parse().unwrap(), "lost").unwrap();
    assert!(hand.check_by(&later, today()).is_fine());
    let checked = hand.check_by(&later, "2027-01-01".parse().unwrap());
    assert_eq!(raised(&checked), [trust::KEY_REVOKED]);
    assert_eq!(checked.tiers[0].again, Again::Same);
    assert!(!checked.is_fine());
    let nobody = hand.check_by(&TrustStore::empty(), today());
    assert_eq!(raised(&nobody), [trust::KEY_UNKNOWN]);
    assert!(!nobody.is_fine());
}
