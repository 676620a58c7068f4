//! What somebody may try with a report or its statement.

use unleaded_app::aggregate::{Again, Checked, State, claim, inputs};
use unleaded_app::signing::{NotSigned, sign_report};
use unleaded_model::diagnostic::codes::{aggregates as codes, trust};
use unleaded_model::diagnostic::{Code, FileName};
use unleaded_trust::merkle::{leaf_hash, root};
use unleaded_trust::{Aggregate, Digest, Inputs, Predicate, Tree, sign_document, sign_statement};

use super::hand::{Hand, diagnostics, key, raised, today};

/// The good report with what `claim` says signed about it.
fn with_claim(claim: &Aggregate) -> Hand {
    let mut hand = Hand::good();
    let (key, digest) = (key("Brand"), Digest::of(&hand.0["report.json"]));
    let envelope = sign_statement("report.json", &digest, claim, &[&key]).unwrap();
    hand.put("report.json.dsse.json", envelope);
    hand
}

/// What an attack changes of a statement.
type Change<'c> = &'c dyn Fn(&mut Aggregate);

/// What is signed about a report says what the report says, or is not believed.
#[test]
fn statements_that_say_something_else_are_refused() {
    let (hand, file) = (Hand::good(), FileName::new("report.json"));
    let report = hand.report("report.json");
    let claim = claim(&report, &file, "").unwrap();
    let leaves = inputs(&report, &file).unwrap();
    let twice = leaves.envelopes().iter().flat_map(|leaf| [*leaf; 2]);
    let hashes: Vec<Digest> = twice.map(|leaf| leaf_hash(leaf.as_bytes())).collect();
    let fewer = Inputs::new(leaves.envelopes()[..1].iter().copied()).tree();
    let duplicated = Tree { count: 4, root: root(&hashes) };
    let recounted = Tree { count: 3, ..claim.inputs };
    let changes: [(&str, Change<'_>); 9] = [
        ("a duplicated leaf", &|claim| claim.inputs = duplicated),
        ("a left-out leaf", &|claim| claim.inputs = fewer),
        ("another count", &|claim| claim.inputs = recounted),
        ("another product", &|claim| claim.products[0].id = "OTHER".to_owned()),
        ("another maker", &|claim| claim.products[0].authority = "OTHER".to_owned()),
        ("another date", &|claim| claim.as_of = "2027-11-22".parse().unwrap()),
        ("a list fewer", &|claim| _ = claim.lists.pop()),
        ("another program", &|claim| claim.tool = "other 1".to_owned()),
        ("another bill of materials", &|claim| claim.bom = Digest::of(b"other")),
    ];
    for (what, change) in changes {
        let mut changed = claim.clone();
        change(&mut changed);
        let checked = with_claim(&changed).check();
        assert_eq!(raised(&checked), [codes::AGGREGATE_DIFFERS], "{what}");
        assert!(!checked.is_fine(), "{what}");
    }
    assert!(with_claim(&claim).check().is_fine());
}

fn refused(hand: &Hand, code: Code) -> Checked {
    let checked = hand.check();
    assert!(raised(&checked).contains(&code), "{code}: {:#?}", diagnostics(&checked));
    assert!(!checked.is_fine(), "{code}");
    checked
}

#[test]
fn the_statement_of_one_report_is_none_of_another() {
    let mut other = Hand::good();
    other.put("bom.csv", "parent,child,quantity\nSHEET,R-1,2\nSHEET,C-1,1\nSHEET,W-1,1\n");
    other.roll("report.json", "bom.csv", "in/", "decisions.toml");
    refused(&other, trust::SIGNATURE_CHANGED_DOCUMENT);
}

#[test]
fn a_statement_of_one_kind_is_none_of_another() {
    let mut confused = Hand::good();
    let predicate = Predicate::default();
    let bytes = &confused.0["report.json"];
    let as_declaration = sign_document("report.json", bytes, &predicate, &key("Brand")).unwrap();
    confused.put("report.json.dsse.json", as_declaration);
    refused(&confused, trust::PREDICATE_TYPE_UNKNOWN);
    let mut confused = Hand::good();
    let (report, file) = (confused.report("report.json"), FileName::new("report.json"));
    let (claim, of_part) = (claim(&report, &file, ""), Digest::of(&confused.0["in/r.csv"]));
    let as_aggregate = sign_statement("r.csv", &of_part, &claim.unwrap(), &[&key("A")]).unwrap();
    confused.put("in/r.csv.dsse.json", as_aggregate);
    refused(&confused, codes::AGGREGATE_INPUT_CHANGED);
    // A roll-up leaves such a document out; a report that says otherwise is caught.
    confused.roll("report.json", "bom.csv", "in/", "decisions.toml");
    let counted = with_row(&confused, "predicate-type-unknown");
    let left_out = refused(&counted, trust::PREDICATE_TYPE_UNKNOWN);
    assert_eq!(left_out.tiers[0].state, State::Good);
}

#[test]
fn signatures_of_two_documents_are_not_exchanged() {
    let mut swapped = Hand::good();
    let mut report = swapped.report("report.json");
    let rows = &mut report.inputs.declarations;
    let first = rows[0].envelope_sha256.clone();
    rows[0].envelope_sha256 = rows[1].envelope_sha256.clone();
    rows[1].envelope_sha256 = first;
    swapped.put("report.json", report.to_json());
    swapped.sign_report("report.json", "Brand");
    refused(&swapped, trust::SIGNATURE_CHANGED_DOCUMENT);
}

#[test]
fn a_report_that_nobody_known_signed_is_not_good() {
    let mut unknown = Hand::good();
    unknown.sign_report("report.json", "Nobody");
    refused(&unknown, trust::KEY_UNKNOWN);
    let mut unsigned = Hand::good();
    unsigned.0.remove("report.json.dsse.json");
    let checked = unsigned.check();
    assert_eq!(checked.tiers[0].state, State::Unsigned);
    assert!(!checked.is_fine());
}

/// A report that counts a document which it left out for `why`.
fn with_row(hand: &Hand, why: &str) -> Hand {
    let mut hand = Hand(hand.0.clone());
    let mut report = hand.report("report.json");
    let mut rows = report.inputs.declarations.iter_mut();
    let row = rows.find(|row| row.left_out.as_deref() == Some(why)).unwrap();
    (row.left_out, row.signature) = (None, "good".to_owned());
    hand.put("report.json", report.to_json());
    hand.sign_report("report.json", "Brand");
    hand
}

#[test]
fn a_report_edited_by_hand_and_signed_comes_to_another() {
    let mut hand = Hand::good();
    let status = "\"status\": \"unknown\"";
    let edited = hand.text("report.json").replacen(status, "\"status\": \"compliant\"", 1);
    assert_ne!(edited, hand.text("report.json"));
    hand.put("report.json", edited);
    hand.sign_report("report.json", "Brand");
    let checked = hand.check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_ROLLUP_DIFFERS]);
    let Again::Differs { differences, count: 1 } = &checked.tiers[0].again else {
        panic!("{:#?}", checked.tiers[0].again);
    };
    assert_eq!(differences[0].at, "/products/0/status");
    // Only white space: not the same bytes either.
    let mut hand = Hand::good();
    hand.put("report.json", format!("{} ", hand.text("report.json")));
    hand.sign_report("report.json", "Brand");
    assert_eq!(raised(&hand.check()), [codes::AGGREGATE_ROLLUP_DIFFERS]);
}

#[test]
fn of_another_version_what_both_say_is_compared() {
    let mut hand = Hand::good();
    let older = hand.text("report.json").replacen("\"version\": \"", "\"version\": \"0.", 1);
    let older = older.replacen("    \"products\": []\n", "    \"later\": []\n", 1);
    hand.put("report.json", &older);
    hand.sign_report("report.json", "Brand");
    let checked = hand.check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_TOOL_DIFFERS]);
    assert_eq!(checked.tiers[0].again, Again::SameOtherwise);
    assert!(checked.is_fine());
    hand.put(
        "report.json",
        older.replacen("\"status\": \"unknown\"", "\"status\": \"compliant\"", 1),
    );
    hand.sign_report("report.json", "Brand");
    let checked = hand.check();
    assert_eq!(raised(&checked), [codes::AGGREGATE_ROLLUP_DIFFERS, codes::AGGREGATE_TOOL_DIFFERS]);
    assert!(!checked.is_fine());
}

#[test]
fn a_report_without_envelopes_is_not_signed() {
    let hand = Hand::good();
    let mut report = hand.report("report.json");
    for row in &mut report.inputs.declarations {
        row.envelope_sha256 = None;
    }
    let (file, bytes) = (FileName::new("report.json"), report.to_json());
    match sign_report(&file, bytes.as_bytes(), &[&key("Brand")], today()) {
        Err(NotSigned::Report(defect)) => assert_eq!(defect.code, codes::AGGREGATE_REPORT_OLD),
        other => panic!("{other:?}"),
    }
}
