//! The index of a technical file.

use serde_json::{Value, json};
use unleaded_documents::made_from::{MadeFrom, Source};
use unleaded_documents::report::Report;
use unleaded_documents::technical_file::{
    Called, Held, Risk, Role, TechnicalFile, TechnicalFileError, Trust,
};
use unleaded_model::diagnostic::Language;

use crate::sample::{full, marked, report, sha};

fn forms(report: &Report) -> [String; 5] {
    let source = Source::new(report, b"the report", marked);
    let index = TechnicalFile::new(&source, "PHONE-1").expect("an index");
    let (en, zh) = (Language::En, Language::Zh);
    [index.to_html(en), index.to_html(zh), index.to_text(en), index.to_text(zh), index.to_csv()]
}

#[test]
fn each_part_has_what_the_report_says_of_it() {
    let report = report(&full());
    let source = Source::new(&report, b"the report", marked);
    let index = TechnicalFile::new(&source, "PHONE-1").expect("an index");
    let found = |part: &str| index.rows().iter().find(|row| row.part == part).expect("a row");
    assert_eq!(index.rows().len(), 5);
    let resistor = found("CR0402");
    assert_eq!((resistor.role, resistor.held), (Role::Leaf, Held::Composition));
    // Its supplier refused to accept it, and lead is over the limit of one law.
    assert_eq!((resistor.risk, resistor.trust), (Risk::Shown, Trust::Unsigned));
    assert_eq!(resistor.called, [Called::Remedy, Called::Signature]);
    let keypad = found("KEYPAD");
    assert_eq!((keypad.held, keypad.trust), (Held::Missing, Trust::None));
    assert_eq!(keypad.called, [Called::Document]);
    assert!(keypad.statuses.contains(&("china-rohs", "unknown")));
    let screw = found("SCREW-M2");
    assert_eq!((screw.held, screw.risk), (Held::Statement, Risk::NotShown));
    assert_eq!(screw.called, [Called::Signature]);
    let chip = found("CHIP");
    assert_eq!((chip.role, chip.held), (Role::Covered, Held::Missing));
    assert!(chip.called.is_empty(), "the document of the assembly does");
    assert!(index.has_gaps());
}

#[test]
fn every_form_names_every_document_and_the_gaps_stand_first() {
    let report = report(&full());
    let forms = forms(&report);
    for form in &forms {
        for input in &report.inputs.declarations {
            let (start, end) = (&input.sha256[..20], &input.sha256[44..]);
            assert!(form.contains(start) && form.contains(end), "{form}");
        }
        assert!(form.contains(&sha('8')[..20]), "what speaks of no part stays on file");
        assert!(form.contains("KEYPAD") && form.contains("signature-bad"));
        assert!(MadeFrom::find(form.as_bytes()).is_ok());
    }
    let en = &forms[0];
    let (gaps, parts) = (en.find("2. Gaps").expect("gaps"), en.find("3. Parts").expect("parts"));
    let between = &en[gaps..parts];
    assert!(between.find("KEYPAD") < between.find("CR0402"), "the worst first");
    assert!(between.contains("3 of 5 parts"));
    assert!(en.contains("10 years") && forms[1].contains("10 年"));
    assert_eq!(forms, self::forms(&report), "the same bytes twice");
}

#[test]
fn a_part_with_all_that_is_called_for_is_no_gap() {
    let mut value = full();
    value["products"][0]["verdicts"] = json!([]);
    value["products"][0]["documented"] =
        json!({"leaf_parts": ["CR0402"], "covered_parts": [], "assemblies": []});
    value["inputs"]["declarations"][0]["acceptance"] = Value::Null;
    let report = report(&value);
    let source = Source::new(&report, b"the report", marked);
    let index = TechnicalFile::new(&source, "PHONE-1").expect("an index");
    assert!(!index.has_gaps());
    assert!(index.to_html(Language::En).contains("None: each part has"));
}

#[test]
fn a_statement_does_not_do_where_risk_is_shown() {
    for (content, called) in [
        ("statement", vec![Called::Composition]),
        ("listed-substances", vec![Called::Composition]),
        ("composition", vec![Called::Completion]),
        ("nothing", vec![Called::Composition]),
    ] {
        let mut value = full();
        let declarations = &mut value["inputs"]["declarations"];
        declarations[0]["part"] = json!("KEYPAD");
        declarations[0]["content"] = json!(content);
        declarations[0]["acceptance"] = Value::Null;
        let report = report(&value);
        let source = Source::new(&report, b"the report", marked);
        let index = TechnicalFile::new(&source, "PHONE-1").expect("an index");
        let row = index.rows().iter().find(|row| row.part == "KEYPAD").expect("a row");
        assert_eq!(row.called, called, "{content}");
    }
}

#[test]
fn what_cannot_be_answered_is_told() {
    let mut value = full();
    value["products"][0].as_object_mut().expect("a product").remove("documented");
    let old = report(&value);
    let source = Source::new(&old, b"the report", marked);
    let parts = TechnicalFile::new(&source, "PHONE-1").expect_err("no parts");
    assert_eq!(parts, TechnicalFileError::PartsUnknown);
    let unknown = TechnicalFile::new(&source, "NONE").expect_err("no product");
    assert!(matches!(unknown, TechnicalFileError::ProductUnknown { .. }));
}

#[test]
fn names_cannot_act() {
    let long = "x".repeat(10_000);
    for name in ["<script>alert(1)</script>", "]]>", "=1+1", "\u{202e}a,\"b\"\n", &long] {
        let mut value = full();
        value["inputs"]["declarations"][0]["supplier"] = json!(name);
        value["inputs"]["declarations"][0]["part"] = json!(name);
        value["products"][0]["documented"]["leaf_parts"] = json!([name]);
        let forms = forms(&report(&value));
        for form in &forms[..4] {
            assert!(!form.contains('\u{202e}') && form.len() < 60_000);
            assert!(!form.contains("<script") || !form.starts_with("<!DOCTYPE"));
        }
        assert!(!forms[4].contains("\n=") && !forms[4].contains(",="), "no formula");
        for form in &forms {
            assert!(MadeFrom::find(form.as_bytes()).is_ok());
        }
    }
}

#[test]
fn a_hundred_thousand_parts_are_listed() {
    let mut value = full();
    let numbers: Vec<String> = (0..100_000).map(|at| format!("P-{at:06}")).collect();
    let declarations = numbers.iter().enumerate().map(|(at, part)| {
        json!({"part": part, "sha256": format!("{at:064x}"), "signer": "S", "signature": "good",
               "acceptance": null, "used": true, "left_out": null, "content": "composition",
               "supplier": "S", "date": "2026-01-01"})
    });
    value["inputs"]["declarations"] = declarations.collect();
    value["products"][0]["documented"]["leaf_parts"] = json!(numbers);
    let report = report(&value);
    let source = Source::new(&report, b"the report", marked);
    let index = TechnicalFile::new(&source, "PHONE-1").expect("an index");
    assert_eq!(index.rows().len(), 100_002);
    assert_eq!(index.to_csv().lines().count(), 1 + 100_002 + 1 + 1);
    assert!(index.to_html(Language::En).matches("<tr>").count() > 200_000);
}
