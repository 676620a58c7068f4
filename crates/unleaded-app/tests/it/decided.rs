//! Decisions of people beside findings.

use unleaded_app::decisions::DecisionsFile;
use unleaded_app::rollup::{Answer, Outcome, Request, Signatures, Weight, run};
use unleaded_model::diagnostic::FileName;
use unleaded_rules::Law;
use unleaded_rules::lists::Lists;
use unleaded_trust::sha256_hex;

use crate::amounts::{bom, table};
use crate::support::{Memory, TODAY, options};

const LEAD: &str = "A,R-1,10,Solder,10,Lead,7439-92-1,40";
const TIN: &str = "A,R-1,10,Solder,10,Tin,7440-31-5,60";

fn decision(entry: &str, document: &str, days: (&str, &str)) -> String {
    let (decided, expires) = days;
    format!(
        "[[decision]]\nrules = \"eu-rohs\"\nentry = \"{entry}\"\npart = \"R-1\"\ndocument = \"{document}\"\n\
         reason = \"it is being replaced\"\nowner = \"Quality\"\ndecided = {decided}\nexpires = {expires}\n"
    )
}

fn judged(bom: &str, doc: &str, decisions: &str, weight: Weight) -> Outcome {
    let file = DecisionsFile::read(decisions.as_bytes(), &FileName::new("d.toml")).unwrap();
    let options = options(TODAY);
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: Some((&file, weight)),
        options: &options,
        replaced: &[],
        laws: &[Law::EuRohs],
        lists: Lists::shipped(),
        products: &[],
        signatures: Signatures::Optional,
    };
    run(&request, &Memory::of(&[("d.csv", doc)]), &mut |_, _, _| {}).unwrap()
}

fn codes(outcome: &Outcome) -> Vec<&str> {
    let all = outcome.diagnostics.iter().map(|d| d.code.name());
    all.filter(|code| code.starts_with("decision")).collect()
}

#[test]
fn a_decision_stands_beside_the_finding_and_changes_no_status() {
    let doc = table(&[LEAD, TIN]);
    let hash = format!("sha256:{}", sha256_hex(doc.as_bytes()));
    let decided = decision("Pb", &hash, ("2026-01-01", "2026-11-22"));
    // The same part in two products, and in a later revision of one.
    let outcome = judged(&bom(&["P,R-1,1", "Q,S,1", "S,R-1,2"]), &doc, &decided, Weight::Shown);
    let report = outcome.report.as_ref().unwrap();
    for product in &report.products {
        assert_eq!(product.status, "non-compliant");
        let verdict = product.verdict("eu-rohs").unwrap();
        assert_eq!(verdict.undecided, 0);
        let finding = &verdict.findings[0];
        assert_eq!((finding.part.as_str(), finding.status.as_str()), ("R-1", "non-compliant"));
        let decision = finding.decision.as_ref().unwrap();
        assert_eq!((decision.state.as_str(), decision.owner.as_str()), ("valid", "Quality"));
    }
    assert_eq!((outcome.answer, codes(&outcome)), (Answer::No, vec![]));
    let outcome = judged(&bom(&["P,R-1,1"]), &doc, &decided, Weight::Accepted);
    assert_eq!(outcome.answer, Answer::Yes);
}

#[test]
fn a_decision_ends_with_its_last_day() {
    let doc = table(&[LEAD, TIN]);
    let hash = format!("sha256:{}", sha256_hex(doc.as_bytes()));
    let decided = decision("Pb", &hash, ("2026-01-01", "2026-11-21"));
    let outcome = judged(&bom(&["P,R-1,1"]), &doc, &decided, Weight::Accepted);
    let verdict = &outcome.report.as_ref().unwrap().products[0].verdicts[0];
    assert_eq!(verdict.findings[0].decision.as_ref().unwrap().state, "expired");
    assert_eq!((verdict.undecided, outcome.answer), (1, Answer::No));
    assert_eq!(codes(&outcome), ["decision-expired"]);
}

#[test]
fn another_document_of_the_supplier_opens_the_finding_again() {
    let doc = table(&[LEAD, TIN]);
    let hash = format!("sha256:{}", sha256_hex(b"what was sent before"));
    let decided = decision("Pb", &hash, ("2026-01-01", "2027-01-01"));
    let outcome = judged(&bom(&["P,R-1,1"]), &doc, &decided, Weight::Accepted);
    let verdict = &outcome.report.as_ref().unwrap().products[0].verdicts[0];
    assert!(verdict.findings[0].decision.is_none());
    assert_eq!((verdict.undecided, outcome.answer), (1, Answer::No));
    assert_eq!(codes(&outcome), ["decision-unmatched"]);
}

#[test]
fn a_missing_declaration_can_be_decided_on_too() {
    let doc = table(&["A,OTHER,10,Body,10,Tin,7440-31-5,100"]);
    let decided = decision("*", "none", ("2026-01-01", "2027-01-01"));
    let outcome = judged(&bom(&["P,R-1,1"]), &doc, &decided, Weight::Accepted);
    let verdict = &outcome.report.as_ref().unwrap().products[0].verdicts[0];
    assert_eq!((verdict.status.as_str(), verdict.undecided), ("unknown", 0));
    assert_eq!(outcome.answer, Answer::Yes);
    // A decision on one of two findings is not enough.
    let outcome = judged(&bom(&["P,R-1,1", "P,R-2,1"]), &doc, &decided, Weight::Accepted);
    assert_eq!(outcome.answer, Answer::No);
}

/// A product that the rules are not about is unknown without a finding: nobody decided on anything.
#[test]
fn nothing_decided_is_no_yes() {
    let doc = table(&["A,R-1,10,Body,10,Tin,7440-31-5,100"]);
    let file = DecisionsFile::read(b"", &FileName::new("d.toml")).unwrap();
    let mut options = options(TODAY);
    options.china_item = Some("outside".to_owned());
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: b"parent,child,quantity\nP,R-1,1\n",
        trust: None,
        mapping: None,
        decisions: Some((&file, Weight::Accepted)),
        options: &options,
        replaced: &[],
        laws: &[Law::ChinaRohs],
        lists: Lists::shipped(),
        products: &[],
        signatures: Signatures::Optional,
    };
    let outcome = run(&request, &Memory::of(&[("d.csv", &doc)]), &mut |_, _, _| {}).unwrap();
    assert_eq!(outcome.report.unwrap().products[0].status, "unknown");
    assert_eq!(outcome.answer, Answer::No);
}
