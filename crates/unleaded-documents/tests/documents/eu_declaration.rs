//! The EU declaration of conformity.

use serde_json::{Value, json};
use unleaded_documents::conformity::Refusal;
use unleaded_documents::declaration::eu::{Declaration, STANDARD, Statements, conforming};
use unleaded_documents::declaration::{Both, DeclarationError, Issue};
use unleaded_documents::made_from::{MadeFrom, Source};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::Language;

use crate::sample::{film, finding, full, marked, product, range, report, verdict, wire};

fn latin(en: &str) -> Both {
    Both { zh: String::new(), en: en.to_owned() }
}

fn stated(date: &str) -> Statements {
    Statements {
        manufacturer: (latin("Example Electronics Co., Ltd."), latin("1 Example Road")),
        representative: Some((latin("Example Europe"), latin("2 Example Street"))),
        brand: Some("Example".to_owned()),
        models: Vec::new(),
        standards: Vec::new(),
        issue: Issue {
            number: "EU-7".to_owned(),
            place: latin("Example City"),
            date: date.to_owned(),
            signatory: latin("A. Person"),
            title: latin("Head of Quality"),
        },
    }
}

/// A report on a product that is compliant, by two exemptions of which one has no known end.
fn exempted() -> Value {
    let exemption = |id: &str, expires: Value| json!({"id": id, "list": "EU RoHS Annex III", "expires": expires, "force": "in-force"});
    let (lasting, ending) =
        (exemption("6(c)", Value::Null), exemption("7(c)-I", json!("2027-12-31")));
    let found = |exemption: &Value| {
        let mut found = finding("Pb", "compliant-by-exemption", &film(), range("4000", "4000"));
        found["exemption"] = exemption.clone();
        found
    };
    let findings = [found(&lasting), found(&ending)];
    let mut eu = verdict("eu-rohs", "2011/65/EU", "compliant-by-exemption", &findings);
    eu["counts"] = json!({"compliant": 40, "compliant-by-exemption": 2});
    eu["exemptions"] = json!([ending, lasting]);
    eu["earliest_expiry"] = json!("2027-12-31");
    wire("GB/T 26572-2011", json!([product(&[], "compliant-by-exemption", &[eu])]))
}

fn declared(report: &Report, stated: Statements) -> Result<[String; 4], DeclarationError> {
    let source = Source::new(report, b"the report", marked);
    let product = conforming(report, "PHONE-1").expect("a product that conforms");
    let declaration = Declaration::new(&source, product, stated)?;
    let (en, zh) = (Language::En, Language::Zh);
    Ok([
        declaration.to_html(en),
        declaration.to_html(zh),
        declaration.to_text(en),
        declaration.to_text(zh),
    ])
}

#[test]
fn every_form_says_what_must_be_said() {
    let report = report(&exempted());
    let forms = declared(&report, stated("2026-12-01")).expect("a declaration");
    for form in &forms {
        for said in [
            "EU-7",
            "Example Electronics Co., Ltd.",
            "1 Example Road",
            "Example Europe",
            "2 Example Street",
            "PHONE-1",
            "2011/65/EU",
            STANDARD,
            "Example City",
            "2026-12-01",
            "A. Person",
            "Head of Quality",
            "6(c)",
            "7(c)-I",
            "2027-12-31",
            "EU RoHS Annex III",
        ] {
            assert!(form.contains(said), "{said}: {form}");
        }
        let made = MadeFrom::find(form.as_bytes()).expect("what it was made from");
        assert_eq!(made.document, "eu-declaration");
        assert_eq!(made.holds_until.as_deref(), Some("2027-12-31"));
        assert!(form.matches(made.report_sha256.as_str()).count() >= 2);
    }
    assert!(forms[0].contains("sole responsibility of the manufacturer"));
    assert!(
        forms[0].contains("not known") && forms[1].contains("不详"),
        "an end that is not known"
    );
    assert!(forms[0].contains("on behalf of</dt><dd>Example Europe</dd>"), "who acts signs");
    assert_eq!(forms, declared(&report, stated("2026-12-01")).expect("the same twice"));
}

#[test]
fn standards_that_are_named_are_those() {
    let mut said = stated("2026-12-01");
    said.standards = vec!["EN IEC 63000:2018".to_owned(), "EN IEC 62321-7-2".to_owned()];
    let forms = declared(&report(&exempted()), said).expect("a declaration");
    assert!(forms[0].contains("EN IEC 63000:2018; EN IEC 62321-7-2"));
}

#[test]
fn it_may_be_issued_before_placing_on_the_market_but_not_after_an_exemption() {
    let report = report(&exempted());
    for (date, good) in [("2026-01-01", true), ("2027-12-31", true), ("2028-01-01", false)] {
        assert_eq!(declared(&report, stated(date)).is_ok(), good, "{date}");
    }
}

#[test]
fn what_does_not_conform_is_refused() {
    let full = report(&full());
    let refused = conforming(&full, "PHONE-1");
    let Err(Refusal::NotConforming { status, open }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!((status.as_str(), open.len()), ("non-compliant", 2));
    // The worst first; what is unknown too.
    assert_eq!((open[0].entry.as_str(), open[1].entry.as_str()), ("Pb", "*"));
}

#[test]
fn names_cannot_act() {
    for name in ["<script>alert(1)</script>", "]]>", "\u{202e}abc", "x".repeat(10_000).as_str()] {
        let mut value = exempted();
        value["products"][0]["name"] = json!(name);
        value["products"][0]["verdicts"][0]["exemptions"][0]["id"] = json!(name);
        value["products"][0]["verdicts"][0]["findings"][1]["exemption"]["id"] = json!(name);
        let mut said = stated("2026-12-01");
        said.manufacturer = (latin(name), latin(name));
        for form in declared(&report(&value), said).expect("a declaration") {
            assert!(!form.contains("<script") || !form.starts_with("<!DOCTYPE"), "{form}");
            assert!(!form.contains('\u{202e}') && form.len() < 40_000);
            assert!(MadeFrom::find(form.as_bytes()).is_ok());
        }
    }
}
