//! Tables given back with their defects.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures, and fails by panicking"
)]

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx};
use unleaded_formats::check::CheckOptions;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_formats::{read_declaration, read_declaration_mapped, tables};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place, Severity};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const INDEX: &str = r#"<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:q="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><x:sheets><x:sheet name="A &amp; B" sheetId="7" q:id="r1"/></x:sheets></x:workbook>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="9" fontId="0" fillId="1" borderId="0"><alignment horizontal="left"/></xf></cellXfs></styleSheet>"#;
/// A percentage with a formula, a wrong CAS number, a wrong amount, a row without a reference, and a note right of the table.
const TABLE: &str = r#"<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:dimension ref="A1:H9"/><x:sheetData><x:row r="2" spans="1:6"><x:c r="A2" t="inlineStr"><x:is><x:t>part</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:t>material</x:t></x:is></x:c><x:c r="C2" t="inlineStr"><x:is><x:t>substance</x:t></x:is></x:c><x:c r="D2" t="inlineStr"><x:is><x:t>cas</x:t></x:is></x:c><x:c r="E2" t="inlineStr"><x:is><x:t>content (%)</x:t></x:is></x:c></x:row><x:row r="3"><x:c r="A3" t="inlineStr"><x:is><x:t>R-1</x:t></x:is></x:c><x:c r="B3" t="inlineStr"><x:is><x:t>Tin</x:t></x:is></x:c><x:c r="C3" t="inlineStr"><x:is><x:t>Tin</x:t></x:is></x:c><x:c r="D3" t="inlineStr"><x:is><x:t>7440-31-4</x:t></x:is></x:c><x:c r="E3" s="1"><x:f>0.5+0.5</x:f><x:v>1</x:v></x:c><x:c r="H3" t="inlineStr"><x:is><x:t>note</x:t></x:is></x:c></x:row><x:row><x:c r="B4" t="inlineStr"><x:is><x:t>Zinc</x:t></x:is></x:c><x:c r="C4" t="inlineStr"><x:is><x:t>Zinc</x:t></x:is></x:c><x:c r="E4" s="1" t="inlineStr"><x:is><x:t>15x</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>"#;

fn packed(members: &[(&str, &str)]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn sample(styles: Option<&str>) -> Vec<u8> {
    let mut members = vec![
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOTS),
        ("xl/workbook.xml", INDEX),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        (SHEET, TABLE),
        ("docProps/custom.bin", "kept as it is"),
    ];
    members.extend(styles.map(|styles| ("xl/styles.xml", styles)));
    packed(&members)
}

fn members(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let each = (0..archive.len()).map(|index| {
        let mut member = archive.by_index(index).unwrap();
        let name = member.name().unwrap().into_owned();
        let mut content = Vec::new();
        member.read_to_end(&mut content).unwrap();
        (name, content)
    });
    each.collect()
}

fn check(bytes: &[u8]) -> Vec<Diagnostic> {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new("t"), &mut found);
    unleaded_model::diagnostic::sort(&mut found.diagnostics);
    found.diagnostics
}

fn annotated(bytes: &[u8], language: Language) -> Vec<u8> {
    tables::annotate(bytes, &FileName::new("t"), &Mapping::default(), &check(bytes), language)
        .unwrap()
        .unwrap()
}

/// Code and, in a sheet, cell of each defect.
fn defects(diagnostics: &[Diagnostic]) -> Vec<(String, String)> {
    let mut all: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            let cell = match d.places.first() {
                Some(Place::Sheet { cell, .. }) => format!("{}!{}", cell.sheet, cell.name),
                _ => String::new(),
            };
            (d.code.name().to_owned(), cell)
        })
        .collect();
    all.sort();
    all
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/tables");
    let mut paths: Vec<_> = folder.read_dir().unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    paths
}

/// The text of the cells in the column of findings, and of the sheet of the others.
fn words(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let (mut beside, mut loose) = (Vec::new(), Vec::new());
    for (name, range) in workbook.worksheets() {
        let own = |cell: &Data| cell.to_string().starts_with("unleaded · ");
        let column = range.rows().find_map(|row| row.iter().position(own));
        let Some(column) = column else { continue };
        let found = range.rows().filter_map(|row| row.get(column)).map(ToString::to_string);
        let found = found.filter(|text| !text.is_empty());
        match name.starts_with("check") || name.starts_with("检查") {
            true => loose.extend(range.rows().map(|row| format!("{row:?}"))),
            false => beside.extend(found),
        }
    }
    (beside, loose)
}

#[test]
fn the_users_own_cells_stay_and_bad_ones_are_coloured() {
    let bytes = sample(Some(STYLES));
    let before = members(&bytes);
    let out = annotated(&bytes, Language::En);
    let after = members(&out);
    for (name, content) in &before {
        if !matches!(name.as_str(), SHEET | "xl/styles.xml") {
            assert_eq!(&after[name], content, "{name}");
        }
    }
    let sheet = String::from_utf8(after[SHEET].clone()).unwrap();
    for kept in [
        "<x:c r=\"E3\" s=\"1\"><x:f>0.5+0.5</x:f><x:v>1</x:v></x:c>",
        "<x:t>note</x:t>",
        "<x:row r=\"2\">",
        "<x:c r=\"C3\" t=\"inlineStr\"><x:is><x:t>Tin</x:t>",
        "<x:c t=\"inlineStr\"><x:is><x:t>material</x:t>",
    ] {
        assert!(sheet.contains(kept), "{kept}\n{sheet}");
    }
    // The table ends at E, a note stands at H, so the findings stand at I.
    assert!(sheet.contains("<x:c r=\"I2\"") && sheet.contains("<x:c r=\"I4\""), "{sheet}");
    // The wrong CAS number is coloured in its own cell.
    assert!(
        sheet.contains("<x:c r=\"D3\" s=\"")
            || sheet.contains("<x:c r=\"D3\" t=\"inlineStr\" s=\""),
        "{sheet}"
    );
    // The wrong amount is coloured and is still aligned and formatted as it was.
    let styles = String::from_utf8(after["xl/styles.xml"].clone()).unwrap();
    assert!(styles.contains("numFmtId=\"9\" fontId=\"0\" borderId=\"0\" fillId=\"2\" applyFill=\"1\"><alignment horizontal=\"left\"/></xf>"), "{styles}");
    assert!(styles.contains("<fills count=\"4\">") && styles.contains("FFFF9A9B"), "{styles}");
    let (beside, loose) = words(&out);
    assert_eq!(beside.len(), 3, "{beside:?}");
    assert!(beside[1].starts_with("warning: CAS number `7440-31-4`"), "{beside:?}");
    assert!(beside[2].starts_with("error: content (%) `15x`"), "{beside:?}");
    assert_eq!(loose, [] as [String; 0]);
}

#[test]
fn what_is_annotated_reads_to_the_same_defects_and_is_annotated_alike() {
    let mut all: Vec<(String, Vec<u8>)> = fixtures()
        .into_iter()
        .map(|path| (path.display().to_string(), std::fs::read(path).unwrap()))
        .collect();
    all.push(("sample".to_owned(), sample(Some(STYLES))));
    all.push(("sample without formats".to_owned(), sample(None)));
    let mut count = 0;
    for (name, bytes) in all {
        let found = check(&bytes);
        for language in [Language::En, Language::Zh] {
            let file = FileName::new("t");
            let Ok(Some(out)) =
                tables::annotate(&bytes, &file, &Mapping::default(), &found, language)
            else {
                let is_read = found.iter().all(|d| d.severity < Severity::Error);
                assert!(!is_read, "{name} can be read, so it can be annotated");
                continue;
            };
            count += 1;
            let again = check(&out);
            if bytes.starts_with(b"PK") {
                assert_eq!(defects(&again), defects(&found), "{name}");
                let (beside, loose) = words(&out);
                let shown = beside.iter().map(|text| text.lines().count()).sum::<usize>();
                // The heading is one line of the column; title and headings are two of the sheet.
                let shown = shown.saturating_sub(1) + loose.len().saturating_sub(2);
                assert!(shown >= found.len(), "{name}: {beside:?} {loose:?}");
            }
            let twice = tables::annotate(&out, &file, &Mapping::default(), &again, language)
                .unwrap()
                .unwrap();
            assert_eq!(defects(&check(&twice)), defects(&again), "{name}");
            let thrice = annotated(&twice, language);
            assert!(thrice == twice, "{name}: not stable");
        }
    }
    assert!(count > 60, "{count}");
}

#[test]
fn a_repaired_table_loses_its_marks() {
    let out = annotated(&sample(Some(STYLES)), Language::Zh);
    let mut repaired = members(&out);
    let sheet = String::from_utf8(repaired[SHEET].clone()).unwrap();
    let sheet = sheet.replace("7440-31-4", "7440-31-5").replace("15x", "100");
    repaired.insert(SHEET.to_owned(), sheet.into_bytes());
    let texts: Vec<_> = repaired
        .iter()
        .map(|(name, content)| (name.as_str(), std::str::from_utf8(content).unwrap()))
        .collect();
    let repaired = packed(&texts);
    assert_eq!(check(&repaired), []);
    let again = annotated(&repaired, Language::Zh);
    assert_eq!(words(&again).0, ["unleaded · 检查"]);
    let sheet = String::from_utf8(members(&again)[SHEET].clone()).unwrap();
    let styles = String::from_utf8(members(&again)["xl/styles.xml"].clone()).unwrap();
    let formats: Vec<&str> =
        styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    for cell in sheet.split("<x:c ").skip(1) {
        let style = cell.split('>').next().unwrap().split(" s=\"").nth(1);
        if let Some(style) = style {
            let style: usize = style.split('"').next().unwrap().parse().unwrap();
            assert!(!formats[style].contains("fillId=\"2\""), "{cell}");
            assert!(!formats[style].contains("fillId=\"3\""), "{cell}");
        }
    }
}

#[test]
fn no_edit_of_a_workbook_makes_it_panic() {
    let original = members(&sample(Some(STYLES)));
    for (name, content) in &original {
        for at in (0..content.len()).step_by(31) {
            let mut edited = original.clone();
            let content = edited.get_mut(name).unwrap();
            content.truncate(at);
            let texts: Vec<_> = edited
                .iter()
                .map(|(name, content)| (name.as_str(), std::str::from_utf8(content).unwrap()))
                .collect();
            let bytes = packed(&texts);
            let found = check(&bytes);
            let _ = tables::annotate(
                &bytes,
                &FileName::new("t"),
                &Mapping::default(),
                &found,
                Language::En,
            );
        }
    }
}

/// The defects of a table as it is, of the workbook made of it, and of that annotated again; what stands beside the rows.
fn thrice(text: &str, mapping: &Mapping) -> Vec<String> {
    let file = FileName::new("t");
    let read = |bytes: &[u8]| {
        let mut found = Collected::default();
        read_declaration_mapped(bytes, &file, CheckOptions::default(), mapping, &mut found);
        found.diagnostics
    };
    let annotated = |bytes: &[u8]| {
        tables::annotate(bytes, &file, mapping, &read(bytes), Language::En).unwrap().unwrap()
    };
    let once = annotated(text.as_bytes());
    let codes = |found: &[Diagnostic]| found.iter().map(|d| d.code.name()).collect::<Vec<_>>();
    assert_eq!(codes(&read(&once)), codes(&read(text.as_bytes())), "{text}");
    let twice = annotated(&once);
    assert_eq!(defects(&read(&twice)), defects(&read(&once)), "{text}");
    let (beside, loose) = words(&twice);
    assert_eq!(loose, [] as [String; 0], "{text}");
    assert_eq!(words(&once).0, beside, "{text}");
    beside
}

#[test]
fn findings_stand_beside_rows_below_tall_headers_and_mapped_ones() {
    let wrong = "`7440-31-4`";
    let mut mapping = Mapping::default();
    for (ours, heading) in
        [("part", "Ident"), ("material", "W"), ("substance", "S"), ("cas", "Nr"), ("mass", "M")]
    {
        mapping.name(ours, heading).unwrap();
    }
    mapping.fix("unit", "mg").unwrap();
    let odd = "Form 7;;;;\nIdent;W;S;Nr;M\nA-1;Tin;Tin;7440-31-4;2\n";
    let tall = "Part,,Material,,,\nNumber,Mass,Name,Substance,CAS,Content\n,mg,,,,%\nA-1,2,Tin,Tin,7440-31-4,100\n";
    for (text, mapping) in [(odd, &mapping), (tall, &Mapping::default())] {
        let beside = thrice(text, mapping);
        assert_eq!(beside.len(), 2, "{beside:?}");
        assert!(beside[1].contains(wrong), "{beside:?}");
    }
}
