//! What a document says that it was made from.

use jsonschema::draft202012;
use serde_json::{Value, json};
use unleaded_documents::china_table::ChinaTable;
use unleaded_documents::made_from::{FindError, MadeFrom, Source};
use unleaded_model::diagnostic::Language;

use crate::sample::{TEN, full, made, marked, part, product, report, sha, verdict, wire};

const SCHEMA: &str = include_str!("../../../../schemas/made-from-v1.schema.json");

/// A report in which `name` is all that people can name.
fn named(name: &str) -> Value {
    let china = verdict("china-rohs", "GB/T 26572-2011+A1", "compliant", &[]);
    let parts = [part(name, name, name, &TEN, &[])];
    let mut product = product(&parts, "compliant", &[china]);
    product["name"] = json!(name);
    product["name_zh"] = json!(name);
    wire("GB/T 26572-2011+A1", json!([product]))
}

#[test]
fn it_says_the_values_of_the_report() {
    let value = full();
    let report = report(&value);
    let made = made(&report, "china-rohs-table", Some("2027-12-31"));
    assert_eq!(made.report_sha256, marked(b"the report"));
    assert_eq!(made.bom_sha256, sha('b'));
    // Two are used; the third was left out.
    assert_eq!(made.declarations.count, 2);
    assert_eq!(made.declarations.list, Some(vec![sha('a'), sha('d')]));
    let lines = format!("{}\n{}\n", sha('a'), sha('d'));
    assert_eq!(made.declarations.sha256, marked(lines.as_bytes()));
    assert_eq!(made.lists[0].id, "china-rohs");
    assert_eq!(made.lists[0].sha256, sha('f'));
    assert_eq!(made.trust_sha256, Some(sha('e')));
    assert_eq!(made.as_of, "2026-11-22");
    let written: Value = serde_json::from_str(&made.to_json()).expect("JSON");
    let schema = serde_json::from_str(SCHEMA).expect("JSON");
    let errors: Vec<String> = draft202012::new(&schema)
        .expect("a schema")
        .iter_errors(&written)
        .map(|e| e.to_string())
        .collect();
    assert_eq!(errors, [""; 0]);
}

#[test]
fn many_declarations_are_counted_and_hashed() {
    let mut value = full();
    let one = value["inputs"]["declarations"][0].clone();
    let many = (0..101).map(|at| {
        let mut one = one.clone();
        one["sha256"] = json!(format!("{at:064x}"));
        one
    });
    value["inputs"]["declarations"] = many.collect();
    let made = made(&report(&value), "china-rohs-table", None);
    assert_eq!((made.declarations.count, made.declarations.list), (101, None));
}

#[test]
fn it_is_found_in_every_form_whatever_names_hold() {
    let forged = r#"{"schema":"unleaded/made-from/v1","document":"forged"}"#;
    for name in [forged, "]]>--></script>'\"&<b>", "\u{202e}手机\u{1f600}", "# unleaded-made-from:"]
    {
        let report = report(&named(name));
        let table = ChinaTable::new(&report, "PHONE-1", &sha('9')).expect("a table");
        let mut expect = made(&report, "china-rohs-table", None);
        expect.product = name.to_owned();
        for language in [Language::En, Language::Zh] {
            for text in [table.to_html(language, &expect), table.to_text(language, &expect)] {
                assert_eq!(MadeFrom::find(text.as_bytes()), Ok(expect.clone()), "{name}");
            }
        }
        let json = expect.to_json();
        assert!(json.is_ascii() && !json.contains(['<', '>', '&', '\'', '\n']), "{json}");
    }
}

#[test]
fn any_bytes_are_answered() {
    assert_eq!(MadeFrom::find(b""), Err(FindError::Absent));
    assert_eq!(MadeFrom::find(b"<html></html>"), Err(FindError::Absent));
    let json = made(&report(&full()), "china-rohs-table", None).to_json();
    for end in 0..json.len() {
        assert!(MadeFrom::find(&json.as_bytes()[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_changed_byte_of_the_report_is_another_report() {
    let report = report(&full());
    let of = |bytes: &[u8]| Source::new(&report, bytes, marked).made("x", "PHONE-1", None);
    assert_eq!(of(b"{} "), of(b"{} "));
    assert_ne!(of(b"{} "), of(b"{}\n"));
}
