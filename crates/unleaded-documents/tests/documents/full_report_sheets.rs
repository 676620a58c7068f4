//! The report for people, as sheets.

use serde_json::json;
use unleaded_documents::full_report::{ColumnKind, FullReport};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::Language;

use crate::sample::{full, report, sha, wire};

/// The sheets of a report: names, headings with their kinds, and rows.
type Sheets = Vec<(&'static str, Vec<(&'static str, ColumnKind)>, Vec<Vec<String>>)>;

fn sheets(report: &Report, language: Language) -> Sheets {
    let sha256 = sha('9');
    let full = FullReport::new(report, &sha256, &[]).expect("all products");
    let read = full.sheets(language).into_iter().map(|sheet| {
        let columns = sheet.columns.iter().map(|column| (column.heading, column.kind)).collect();
        (sheet.name, columns, sheet.rows.collect())
    });
    read.collect()
}

#[test]
fn every_row_has_a_cell_for_each_column() {
    for language in [Language::En, Language::Zh] {
        for value in [full(), wire("GB/T 26572-2011", json!([]))] {
            let sheets = sheets(&report(&value), language);
            assert_eq!(sheets.len(), 8);
            for (name, columns, rows) in sheets {
                assert!(name.chars().count() <= 28);
                for row in rows {
                    assert_eq!(row.len(), columns.len(), "{name}: {row:?}");
                }
            }
        }
    }
}

#[test]
fn every_finding_is_a_row_with_its_figures() {
    let report = report(&full());
    let sheets = sheets(&report, Language::En);
    let (_, columns, rows) = &sheets[1];
    let cell = |row: &Vec<String>, heading: &str| {
        row[columns.iter().position(|(name, _)| *name == heading).expect(heading)].clone()
    };
    let findings = report.products[0].verdicts.iter().flat_map(|verdict| &verdict.findings);
    let findings: Vec<_> = findings.collect();
    assert_eq!(rows.len(), findings.len());
    for (row, finding) in rows.iter().zip(findings) {
        let high = finding.value_ppm.high.clone().unwrap_or_default();
        assert_eq!(cell(row, "Share ppm, low"), finding.value_ppm.low);
        assert_eq!(cell(row, "Share ppm, high"), high);
        assert_eq!(cell(row, "Limit ppm"), finding.limit_ppm.clone().unwrap_or_default());
        assert_eq!(cell(row, "Place"), finding.path.join(" > "));
        assert_eq!(cell(row, "Reason"), finding.reason);
        assert_eq!(cell(row, "Signed by"), finding.signer.clone().unwrap_or_default());
        let document = finding.document.clone().unwrap_or_default();
        assert_eq!(cell(row, "Document SHA-256"), document.trim_start_matches("sha256:"));
        let decision = finding.decision.as_ref();
        let by = decision.map_or(String::new(), |decision| decision.owner.clone());
        assert_eq!(cell(row, "Decided by"), by);
        assert_eq!(cell(row, "Decision"), if by.is_empty() { "" } else { "holds" });
    }
    let numbers = columns.iter().filter(|(_, kind)| *kind == ColumnKind::Number);
    assert_eq!(numbers.count(), 3);
}

#[test]
fn a_bound_that_is_not_known_is_said() {
    let mut value = full();
    value["products"][0]["mass_mg"]["high"] = serde_json::Value::Null;
    let sheets = sheets(&report(&value), Language::Zh);
    assert!(sheets[0].2[0].contains(&"无已知上限".to_owned()), "{:?}", sheets[0].2[0]);
}

#[test]
fn text_that_no_cell_holds_says_how_long_it_was() {
    let mut value = full();
    value["products"][0]["name"] = json!("长".repeat(40_000));
    let sheets = sheets(&report(&value), Language::En);
    let name = &sheets[0].2[0][1];
    assert!(name.ends_with("… (40000 characters; no cell holds more, the report does)"));
    assert!(name.encode_utf16().count() < 32_767);
}

#[test]
fn inputs_are_all_there() {
    let mut value = full();
    value["options"]["decisions_sha256"] = json!(sha('5'));
    let report = report(&value);
    let sheets = sheets(&report, Language::En);
    let rows = &sheets[6].2;
    let has = |hash: &str| rows.iter().any(|row| row[3] == hash);
    for hash in [sha('9'), sha('b'), sha('e'), sha('f'), sha('5'), sha('a'), sha('c'), sha('d')] {
        assert!(has(&hash), "{hash}");
    }
    assert_eq!(rows.len(), 5 + report.inputs.lists.len() + report.inputs.declarations.len());
}

#[test]
fn every_claim_is_a_row() {
    let report = report(&full());
    for language in [Language::En, Language::Zh] {
        let sheets = sheets(&report, language);
        let (name, _, rows) = &sheets[5];
        assert_eq!(*name, language.pick("Claims", "豁免引用"));
        let claims = &report.products[0].claims;
        assert_eq!(rows.len(), claims.len());
        for (row, claim) in rows.iter().zip(claims) {
            for text in [&claim.id, &claim.list, &claim.part, &claim.places.to_string()] {
                assert!(row.contains(text), "{text}: {row:?}");
            }
            assert!(row.contains(&sha('a')), "the document: {row:?}");
        }
    }
}
