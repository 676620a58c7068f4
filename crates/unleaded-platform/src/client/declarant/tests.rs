use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_model::diagnostic::{Code, Language};

use super::*;

const GOOD: &str = include_str!("../../../tests/declarant.toml");

#[track_caller]
fn check_one(from: &str, to: &str, expected: &[(Code, &str)]) {
    assert!(GOOD.contains(from), "{from}");
    let (parsed, found) = parse_declarant(&GOOD.replacen(from, to, 1), &FileName::new("d.toml"));
    let words: Vec<String> = found.iter().map(|d| d.message(Language::En)).collect();
    assert_eq!(found.len(), expected.len(), "{words:?}");
    for ((d, words), (code, says)) in found.iter().zip(&words).zip(expected) {
        assert_eq!(d.code, *code, "{words}");
        assert!(words.contains(says), "{words}");
        assert!(!d.message(Language::Zh).contains('{') && !d.help(Language::Zh).contains('{'));
        assert!(d.places[0].to_string().starts_with("d.toml:"));
    }
    assert_eq!(parsed.is_some(), expected.is_empty());
}

#[test]
fn a_good_file() {
    let (file, diagnostics) = parse_declarant(GOOD, &FileName::new("d.toml"));
    assert_eq!(diagnostics, []);
    let file = file.unwrap();
    assert_eq!(file.declarant.enterprise.to_string(), "91350100M000100Y43");
    assert_eq!(file.products["PHONE-1"].placed_on_market_on.to_string(), "2026-11-01");
    assert_eq!(file.products["PHONE-1"].revision, 1);
}

#[test]
fn defects_are_named_with_their_place() {
    check_one(
        "uscc =",
        "ucss =",
        &[
            (codes::DECLARANT_FIELD_UNKNOWN, "declarant.ucss"),
            (codes::DECLARANT_FIELD_MISSING, "declarant.uscc"),
        ],
    );
    check_one("Y43", "Y44", &[(codes::DECLARANT_VALUE_INVALID, "91350100M000100Y44")]);
    check_one("name_zh =", "name_en =", &[(codes::DECLARANT_FIELD_MISSING, "declarant.name_zh")]);
    check_one(
        "[signatory]",
        "[signer]",
        &[
            (codes::DECLARANT_FIELD_UNKNOWN, "signer"),
            (codes::DECLARANT_FIELD_MISSING, "signatory"),
        ],
    );
    check_one("2026-11-01", "2026-11", &[(codes::DECLARANT_SYNTAX, "")]);
    check_one("2026-11-01", "\"1 Nov\"", &[(codes::DECLARANT_VALUE_INVALID, "1 Nov")]);
    check_one(
        "epup_years = 10",
        "epup_years = 0",
        &[(codes::DECLARANT_VALUE_INVALID, "epup_years")],
    );
    check_one(
        "phone = \"+86 000 0000 0000\"",
        "phone = 86",
        &[(codes::DECLARANT_VALUE_INVALID, "86")],
    );
}

#[test]
fn no_bytes_panic() {
    for end in (0..GOOD.len()).filter(|end| GOOD.is_char_boundary(*end)) {
        let _ = parse_declarant(&GOOD[..end], &FileName::new("d.toml"));
    }
}
