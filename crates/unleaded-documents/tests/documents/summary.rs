//! What a person reads.

use serde_json::{Value, json};
use unleaded_documents::summary::{Style, summary};
use unleaded_model::diagnostic::Language;

use crate::sample::{TEN, film, finding, full, part, product, range, report, verdict, wire};

fn plain(value: &Value, language: Language, width: usize) -> String {
    summary(&report(value), language, width, Style::Plain)
}

/// The columns that a line takes; the report holds no wide characters but Chinese ones.
fn columns(line: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ff00}'..='\u{ff60}');
    line.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[test]
fn the_whole_page() {
    assert_eq!(plain(&full(), Language::En, 90), include_str!("summary-en.txt"));
    assert_eq!(plain(&full(), Language::Zh, 90), include_str!("summary-zh.txt"));
}

#[test]
fn lines_fit_the_terminal() {
    for language in [Language::En, Language::Zh] {
        for width in [80, 90, 100] {
            for line in plain(&full(), language, width).lines() {
                assert!(columns(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn colours_only_where_asked_for() {
    let value = full();
    let colour = summary(&report(&value), Language::En, 90, Style::Colour);
    let text = plain(&value, Language::En, 90);
    assert!(!text.contains('\u{1b}'));
    assert!(colour.contains("\u{1b}[1;31m✗ NON-COMPLIANT\u{1b}[0m"));
    let codes = ["1;31", "33", "36", "32", "1", "2", "0"];
    let stripped = codes.iter().fold(colour, |text, c| text.replace(&format!("\u{1b}[{c}m"), ""));
    assert_eq!(stripped, text, "the words are the same");
}

#[test]
fn a_figure_beside_a_limit_is_not_rounded_onto_it() {
    for (low, high, expect) in [
        ("1000.000001", "1000.000001", "1000.000001 ppm, limit 1000 ppm"),
        ("1000", "1000", "Pb  1000 ppm, limit 1000 ppm"),
        ("999.9999999", "1000.000000001", "999.9999–1000.000000001 ppm, limit 1000 ppm"),
        ("333.333333333", "333.333333334", "≈ 333.3333 ppm, limit 1000 ppm"),
    ] {
        let found = finding("Pb", "unknown", &film(), range(low, high));
        let china = verdict("china-rohs", "GB/T 26572-2011", "unknown", &[found]);
        let value = wire("GB/T 26572-2011", json!([product(&[], "unknown", &[china])]));
        let text = plain(&value, Language::En, 90);
        assert!(text.contains(expect), "{expect}\n{text}");
    }
}

#[test]
fn long_lists_are_cut_and_counted() {
    let many: Vec<Value> = (0..1000)
        .map(|at| {
            finding("*", "unknown", &["PHONE-1", &format!("P{at:04}")], range("0", "1000000"))
        })
        .collect();
    let china = verdict("china-rohs", "GB/T 26572-2011", "unknown", &many);
    let eu = verdict("eu-rohs", "2011/65/EU", "unknown", &many);
    let one = product(&[part("P0000", "", "", &TEN, &[])], "unknown", &[china, eu]);
    let value = wire("GB/T 26572-2011", Value::Array(vec![one; 30]));
    let text = plain(&value, Language::En, 80);
    assert!(text.contains("… and 992 more (see the JSON report)"));
    assert!(text.contains("1000, the same as under china-rohs"));
    assert!(text.contains("… and 20 more (see the JSON report)"));
    assert!(text.contains("30 products: 30 unknown"));
    assert!(text.contains("P0005 and 994 more"));
    assert!(text.lines().count() < 700, "{}", text.lines().count());
}

#[test]
fn the_worst_comes_first() {
    let of = |name: &str, status: &str| {
        let mut one = product(&[], status, &[verdict("eu-rohs", "e", status, &[])]);
        one["part"] = json!(name);
        one
    };
    let value = wire(
        "GB/T 26572-2011",
        json!([of("GOOD", "compliant"), of("BAD", "non-compliant"), of("DARK", "unknown")]),
    );
    let text = plain(&value, Language::En, 80);
    let at = |name: &str| text.find(name).expect(name);
    assert!(at("BAD ") < at("DARK ") && at("DARK ") < at("GOOD "), "{text}");
    assert!(text.contains("3 products: 1 non-compliant, 1 unknown, 1 compliant"), "{text}");
}

#[test]
fn nothing_open_is_said() {
    let china = verdict("china-rohs", "GB/T 26572-2011", "compliant", &[]);
    let mut value = wire("GB/T 26572-2011", json!([product(&[], "compliant", &[china])]));
    value["inputs"]["declarations"] = json!([]);
    assert!(plain(&value, Language::En, 80).contains("Nothing is open."));
    assert!(plain(&value, Language::Zh, 80).contains("没有待办事项。"));
}

#[test]
fn names_cannot_act_on_the_terminal() {
    let mut value = full();
    let evil = "\u{1b}[2J\u{202e}\nOK: compliant";
    value["products"][0]["name"] = json!(evil);
    value["products"][0]["verdicts"][0]["findings"][0]["path"][3] = json!(evil);
    value["products"][0]["verdicts"][0]["findings"][0]["reason"] = json!(evil.repeat(100_000));
    let text = plain(&value, Language::En, 80);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    assert!(!text.lines().any(|line| line.starts_with("OK")));
    assert!(text.len() < 20_000);
}
