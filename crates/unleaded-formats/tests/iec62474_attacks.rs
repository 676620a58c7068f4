//! Documents and archives that are cut, damaged or made to exhaust: each ends in a diagnostic, in bounded time and memory.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads its fixtures and fails by panicking"
)]

use std::io::{Cursor, Write};
use std::path::Path;

use unleaded_formats::read_declaration;
use unleaded_formats::sink::Collected;
use unleaded_model::diagnostic::{FileName, Language, Severity};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const BEGIN: &str = "<Main xmlns='http://std.iec.ch/iec62474' schemaDatabaseVersion='X8.00'>";

fn fixture(path: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    std::fs::read(folder.join(path)).unwrap()
}

fn read(bytes: &[u8]) -> Collected {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new("t"), &mut found);
    found
}

fn codes(bytes: &[u8]) -> Vec<&'static str> {
    read(bytes).diagnostics.iter().map(|d| d.code.name()).collect()
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_document_cut_at_any_byte_is_told() {
    for path in ["iec62474/valid-edition-1.xml", "iec62474/valid-edition-2.xml"] {
        let whole = fixture(path);
        let end = whole.trim_ascii_end().len();
        for length in 0..end {
            let found = read(&whole[..length]);
            let told = found.diagnostics.iter().any(|d| d.severity == Severity::Error);
            assert!(told, "{path} cut at {length}");
        }
    }
}

#[test]
fn an_archive_cut_or_damaged_at_any_byte_is_told_or_read() {
    let whole = fixture("chemsherpa/valid-two-parts.shai");
    let good = read(&whole).products;
    for length in 0..whole.len() {
        let found = read(&whole[..length]);
        assert!(found.diagnostics.iter().any(|d| d.severity == Severity::Error), "{length}");
        assert_eq!(found.products, [], "{length}");
    }
    for at in 0..whole.len() {
        for flip in [0x01, 0x80] {
            let mut damaged = whole.clone();
            damaged[at] ^= flip;
            let found = read(&damaged);
            let told = !found.diagnostics.is_empty();
            let same = found.products.len() == good.len();
            assert!(told || same, "byte {at} with {flip:#x}: something is lost unsaid");
        }
    }
}

/// Every line away, or there twice: whatever comes of it, it is told in words that are complete.
#[test]
fn documents_with_a_line_less_or_more() {
    for path in ["iec62474/valid-edition-1.xml", "iec62474/valid-edition-2.xml"] {
        let text = String::from_utf8(fixture(path)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        for at in 0..lines.len() {
            for times in [0, 2] {
                let (before, after) = (&lines[..at], &lines[at + 1..]);
                let changed = [before, &vec![lines[at]; times], after].concat().join("\n");
                for diagnostic in read(changed.as_bytes()).diagnostics {
                    for language in [Language::En, Language::Zh] {
                        let words = diagnostic.message(language) + &diagnostic.help(language);
                        assert!(!words.contains('{'), "{path} line {at}: {words}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_hundred_thousand_levels() {
    let deep = |tag: &str| format!("{BEGIN}<Product>{}", tag.repeat(100_000));
    assert_eq!(codes(deep("<ProductPart>").as_bytes()), ["part-too-deep"]);
    assert_eq!(codes(deep("<a>").as_bytes()), ["xml-too-deep"]);
    let inside = archive(&[("a.xml", deep("<ProductPart>").as_bytes())]);
    assert_eq!(codes(&inside), ["part-too-deep"]);
}

#[test]
fn entities_and_document_types_are_refused() {
    let bomb = format!("<!DOCTYPE Main [<!ENTITY a 'aaaa'>]>{BEGIN}&a;</Main>");
    assert_eq!(codes(bomb.as_bytes()), ["xml-doctype"]);
    let entity = format!("{BEGIN}<Product><ProductID identifier='&a;'/></Product></Main>");
    assert!(codes(entity.as_bytes()).contains(&"xml-entity"));
}

#[test]
fn one_product_without_end_and_huge_values() {
    let nines = "9".repeat(2 << 20);
    let mass = format!("{BEGIN}<Product><ProductID identifier='P'><Mass mass='{nines}'");
    assert_eq!(
        codes(format!("{mass}/></ProductID></Product></Main>").as_bytes()),
        ["xml-value-too-long"]
    );
    let long = format!("{BEGIN}<Product>{}", "<Material name='x'/>".repeat(1_000_000));
    assert_eq!(codes(long.as_bytes()), ["part-too-many-elements"]);
    let name = "x".repeat(100);
    let long = format!("{BEGIN}<Product>{}", format!("<Material name='{name}'/>").repeat(150_000));
    assert_eq!(codes(long.as_bytes()), ["part-too-large"]);
    let digits = "9".repeat(1 << 16);
    for (plus, minus) in [(digits.as_str(), ""), ("1e39", ""), ("", "-1e39"), ("1", "9e99999999")] {
        let document = format!(
            "{BEGIN}<DeclarableSubstanceList version='D1'/><Product><ProductID identifier='P'>\
             <Mass mass='1' unitOfMeasure='g' positiveTolerance='{plus}' negativeTolerance='{minus}'/>\
             </ProductID></Product></Main>"
        );
        let found = codes(document.as_bytes());
        assert!(matches!(found[..], ["number-malformed" | "amount-overflow"]), "{found:?}");
    }
}

#[test]
fn an_archive_that_unpacks_without_end() {
    let blank = vec![b' '; 1 << 20];
    let mut member = format!("{BEGIN}<DeclarableSubstanceList version='D1'/>").into_bytes();
    for number in 0..80 {
        let product = format!("<Product><ProductID identifier='P{number}'/></Product>");
        member.extend_from_slice(product.as_bytes());
        member.extend_from_slice(&blank);
    }
    member.extend_from_slice(b"</Main>");
    let honest = archive(&[("a.xml", &member)]);
    assert_eq!(codes(&honest), ["archive-unpacks-too-large"]);
    // The same, with another size declared in the directory at its end (APPNOTE 4.3.12).
    let directory = honest.windows(4).rposition(|bytes| bytes == b"PK\x01\x02").unwrap();
    for (size, code) in [(1u32 << 10, "archive-unreadable"), (1 << 20, "file-unreadable")] {
        let mut lying = honest.clone();
        lying[directory + 24..directory + 28].copy_from_slice(&size.to_le_bytes());
        assert_eq!(codes(&lying), [code], "{size}");
    }
    // The same, with sizes that stand behind the members, so that the directory's count for nothing (bit 3 of the flags).
    let mut streamed = honest;
    streamed[directory + 8] |= 8;
    streamed[6] |= 8;
    let found = codes(&streamed);
    assert_eq!(found, ["file-unreadable", "archive-unpacks-too-large"]);
}

#[test]
fn names_of_members_are_text_and_nothing_else() {
    let document = fixture("iec62474/valid-smallest-of-both.xml");
    for name in ["a.xml", "..", "C:a.xml", "名.xml", "-rf", "a\nb"] {
        let found = read(&archive(&[(name, &document)]));
        assert_eq!((found.products.len(), found.diagnostics.len()), (1, 0), "{name}");
    }
    for name in ["../../a.xml", "/etc/a.xml", "a\\b.xml"] {
        let bytes = archive(&[("a.xml", &document), (name, &document)]);
        let found = read(&bytes);
        let codes: Vec<_> = found.diagnostics.iter().map(|d| d.code.name()).collect();
        assert_eq!((found.products.len(), codes), (1, vec!["member-ignored"]), "{name}");
    }
}

#[test]
fn two_members_of_one_name_are_told() {
    let document = fixture("iec62474/valid-edition-1.xml");
    let mut bytes = archive(&[("a1.xml", &document), ("a2.xml", &document)]);
    assert_eq!(codes(&bytes), codes(&archive(&[("a1.xml", &document), ("a3.xml", &document)])));
    for at in 0..bytes.len() - 6 {
        if &bytes[at..at + 6] == b"a2.xml" {
            bytes[at + 1] = b'1';
        }
    }
    assert_eq!(codes(&bytes), ["archive-unreadable"]);
}

#[test]
fn an_archive_of_something_else_is_no_chemsherpa_file() {
    let document = fixture("iec62474/valid-smallest-of-both.xml");
    let workbook = archive(&[("[Content_Types].xml", b"<Types/>"), ("a.xml", &document)]);
    assert_eq!(codes(&workbook), ["workbook-unreadable"]);
    assert_eq!(codes(&archive(&[("a.txt", b"text")])), ["workbook-unreadable"]);
    assert_eq!(codes(&archive(&[])).len(), 1);
}
