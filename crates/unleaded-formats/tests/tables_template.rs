//! The workbook for suppliers: empty, and filled.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Cursor, Read, Write};

use unleaded_formats::read_declaration;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::{self, Choice};
use unleaded_model::declaration::Intent;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn template(language: Language) -> Vec<u8> {
    let choice = Choice { value: "7(c)-I".to_owned(), meaning: "Lead in glass".to_owned() };
    tables::template(language, &[choice])
}

fn read(bytes: &[u8]) -> Collected {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new("t.xlsx"), &mut found);
    found
}

/// Returns the workbook with each `(member, old, new)` replaced.
fn edited(bytes: &[u8], edits: &[(&str, &str, &str)]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).unwrap();
        let own = member.name().unwrap().into_owned();
        let mut text = String::new();
        member.read_to_string(&mut text).unwrap();
        for (name, old, new) in edits.iter().filter(|(name, ..)| *name == own) {
            assert!(text.contains(old), "{name} lacks {old}");
            text = text.replace(old, new);
        }
        out.start_file(own, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn row(number: u32, cells: &[&str]) -> String {
    let cell = |(text, column): (&&str, u8)| {
        let column = char::from(b'A' + column);
        format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
    };
    format!("<row r=\"{number}\">{}</row>", cells.iter().zip(0..).map(cell).collect::<String>())
}

#[test]
fn an_untouched_template_holds_no_rows_and_says_just_that() {
    for language in [Language::En, Language::Zh] {
        let found = read(&template(language));
        let codes: Vec<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
        assert_eq!(codes, ["table-empty"], "{:?}", found.diagnostics);
        assert_eq!(found.products, []);
    }
}

#[test]
fn a_filled_template_reads_without_a_diagnostic() {
    for (language, intent, group) in [
        (Language::En, "intended", "M-010 Ceramics, glass"),
        (Language::Zh, "有意添加", "M-010 陶瓷、玻璃"),
    ] {
        let own = ["R-1", "Resistor", "2", "mg", "Body", "Ceramic", group, "2", "mg"];
        let lead = ["Lead", "7439-92-1", "4", "%", intent, "7(c)-I"];
        let rest = [&[""; 9][..], &["Aluminium oxide", "1344-28-1", "96", "%"]].concat();
        let rows = row(2, &[&own[..], &lead].concat()) + &row(3, &rest);
        let sheet = "xl/worksheets/sheet1.xml";
        let fill = |at: &str, text: &str| {
            let old = format!("<c r=\"{at}\" s=\"8\"/>");
            (old, format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"))
        };
        let yes = language.pick("yes", "是");
        let filled = [
            ("B2", "Works"),
            ("B3", "Li"),
            ("B4", "li@example.com"),
            ("B6", "2026-11-22"),
            ("B8", yes),
        ];
        let filled = filled.map(|(at, text)| fill(at, text));
        let rows = rows + "</sheetData>";
        let mut edits = vec![(sheet, "</sheetData>", rows.as_str())];
        for (old, new) in &filled {
            edits.push(("xl/worksheets/sheet2.xml", old, new));
        }
        let found = read(&edited(&template(language), &edits));
        assert_eq!(found.diagnostics, []);
        let header = found.header.unwrap();
        assert_eq!(header.supplier.name, "Works");
        assert_eq!(header.contact.unwrap().emails, ["li@example.com"]);
        assert_eq!(header.date.unwrap(), jiff::civil::date(2026, 11, 22));
        assert_eq!(header.legal.unwrap().accepted, Some(true));
        let [part] = &found.products[..] else { panic!("one part") };
        let [material] = &part.materials[..] else { panic!("one material") };
        assert_eq!((material.group.as_str(), material.substances.len()), ("M-010", 2));
        assert_eq!(material.substances[0].intent, Intent::Intended);
        assert_eq!(material.substances[0].exemptions[0].id, "7(c)-I");
    }
}

/// What is neither yes nor no confirms nothing, and is told where it stands.
#[test]
fn a_confirmation_is_yes_or_no() {
    let cells = ["R-1", "", "", "", "", "Tin", "", "", "", "Tin", "7440-31-5", "100", "%"];
    let rows = row(2, &cells) + "</sheetData>";
    for (said, accepted, told) in [
        ("ja", Some(true), None),
        ("Nein", Some(false), None),
        ("perhaps", None, Some("t.xlsx:declaration!B8: answer-malformed")),
    ] {
        let cell = format!("<c r=\"B8\" t=\"inlineStr\"><is><t>{said}</t></is></c>");
        let edits = [
            ("xl/worksheets/sheet1.xml", "</sheetData>", rows.as_str()),
            ("xl/worksheets/sheet2.xml", "<c r=\"B8\" s=\"8\"/>", cell.as_str()),
        ];
        let found = read(&edited(&template(Language::En), &edits));
        let line = |d: &Diagnostic| format!("{}: {}", d.places[0], d.code.name());
        let lines: Vec<_> = found.diagnostics.iter().map(line).collect();
        assert_eq!(lines, told.into_iter().collect::<Vec<_>>(), "{said}");
        assert_eq!(found.header.unwrap().legal.unwrap().accepted, accepted, "{said}");
    }
}

#[test]
fn what_people_read_fits_where_it_is_shown() {
    for language in [Language::En, Language::Zh] {
        let mut archive = ZipArchive::new(Cursor::new(template(language))).unwrap();
        let mut text = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut text).unwrap();
        // The limits of spreadsheet programs: 32 characters of a title, 255 of a text or formula.
        let after = |mark: &str, end: &str, most: usize| {
            for piece in text.split(mark).skip(1) {
                let piece = piece.split(end).next().unwrap();
                assert!(piece.chars().count() <= most, "{piece}");
            }
        };
        after(" prompt=\"", "\"", 255);
        after(" error=\"", "\"", 225);
        after("Title=\"", "\"", 32);
        after("<formula1>", "</formula1>", 255);
    }
}
