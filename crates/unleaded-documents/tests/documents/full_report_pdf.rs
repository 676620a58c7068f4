//! The report for people, as PDF.
#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a font is a file, the reader of PDF another program; a skipped test says so"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::json;
use unleaded_documents::full_report::{Font, FullReport, PdfError};
use unleaded_documents::made_from::{MadeFrom, Source};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::Language;

use crate::sample::{full, report, sha};

const FONT: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// The font, and whether `pdftotext` is there; without them a test is skipped, unless all programs are required.
fn font() -> Option<Font> {
    let bytes = std::fs::read(FONT).ok();
    let reads = Command::new("pdftotext").arg("-v").stderr(Stdio::null()).status().is_ok();
    let required = std::env::var("UNLEADED_REQUIRE_PROGRAMS").is_ok_and(|value| value == "1");
    let there = bytes.is_some() && reads;
    assert!(there || !required, "fonts-noto-cjk and pdftotext are required and not installed");
    if !there {
        eprintln!("skipped: fonts-noto-cjk or pdftotext is not installed");
    }
    bytes.filter(|_| reads).map(|bytes| Font { bytes })
}

fn pdf(report: &Report, language: Language, font: &Font) -> Result<Vec<u8>, PdfError> {
    let hash = sha('9');
    let full = FullReport::new(report, &hash, &[]).expect("all products");
    let made = full.made(&Source::new(report, b"the report", |_| sha('9')));
    let bytes = full.to_pdf(language, font, &made)?;
    assert_eq!(MadeFrom::find(&bytes), Ok(made));
    Ok(bytes)
}

/// The text of each page, without any blanks, which depend on where lines are broken.
fn pages(pdf: &[u8]) -> Vec<String> {
    let mut reader = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext runs");
    reader.stdin.take().expect("a pipe").write_all(pdf).expect("it reads");
    let text = reader.wait_with_output().expect("it ends").stdout;
    let text = String::from_utf8(text).expect("UTF-8");
    let pages = text.split('\u{c}').map(|page| page.split_whitespace().collect::<String>());
    pages.filter(|page| !page.is_empty()).collect()
}

#[test]
fn the_text_of_the_report_can_be_read_back() {
    let Some(font) = font() else { return };
    let report = report(&full());
    for language in [Language::En, Language::Zh] {
        let bytes = pdf(&report, language, &font).expect("a PDF");
        assert_eq!(pdf(&report, language, &font).as_ref(), Ok(&bytes), "the same bytes twice");
        let pages = pages(&bytes);
        let all = pages.concat();
        let has = |what: &str| {
            let what: String = what.split_whitespace().collect();
            assert!(all.contains(&what), "{what} is not in\n{all}");
        };
        for finding in report.products[0].verdicts.iter().flat_map(|verdict| &verdict.findings) {
            has(language.pick(&finding.reason, &finding.reason_zh));
            has(&finding.path.join(" > "));
            finding.document.iter().for_each(|hash| has(hash.trim_start_matches("sha256:")));
        }
        has(language.pick("Report on regulated substances", "受管控物质评定报告"));
        for (at, page) in pages.iter().enumerate() {
            assert!(page.ends_with(&format!("{}/{}", at + 1, pages.len())), "{page}");
            assert!(page.contains(&sha('9')), "the hash stands on every page");
        }
    }
}

#[test]
fn headings_of_a_table_stand_on_every_page() {
    let Some(font) = font() else { return };
    let mut value = full();
    let one = value["products"][0]["substances"][0].clone();
    let many = (0..300).map(|at| {
        let mut substance = one.clone();
        substance["name"] = json!(format!("物质{at}"));
        substance
    });
    value["products"][0]["substances"] = json!(many.collect::<Vec<_>>());
    let pages = pages(&pdf(&report(&value), Language::Zh, &font).expect("a PDF"));
    let inside: Vec<&String> = pages.iter().filter(|page| page.contains("物质1")).collect();
    assert!(inside.len() > 3, "{}", inside.len());
    assert!(inside.iter().all(|page| page.contains("CAS号单件中的质量")), "{inside:?}");
}

#[test]
fn a_row_that_is_longer_than_a_page_goes_on() {
    let Some(font) = font() else { return };
    let mut value = full();
    let path: Vec<String> = (0..900).map(|at| format!("长长长长长长长长长长 {at}")).collect();
    value["products"][0]["verdicts"][0]["findings"][0]["path"] = json!(path);
    let pages = pages(&pdf(&report(&value), Language::En, &font).expect("a PDF"));
    assert!(pages.concat().contains("长899"));
}

#[test]
fn what_the_font_lacks_is_named() {
    let Some(font) = font() else { return };
    for (name, missing) in [("Phone \u{1f600}", '\u{1f600}'), ("\u{634}\u{627}", '\u{634}')] {
        let mut value = full();
        value["products"][0]["name"] = json!(name);
        match pdf(&report(&value), Language::En, &font) {
            Err(PdfError::CharactersMissing(found)) => assert!(found.contains(&missing)),
            other => panic!("{name}: {other:?}"),
        }
    }
    let none = Font { bytes: b"no font".to_vec() };
    assert_eq!(pdf(&report(&full()), Language::En, &none), Err(PdfError::FontUnreadable));
}
