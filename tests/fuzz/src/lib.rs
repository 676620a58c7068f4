//! What must hold for whatever bytes a reader is given.

use std::collections::HashSet;
use std::io::{Cursor, Write as _};

use unleaded_formats::sink::Collected;
use unleaded_formats::{ipc1752, read_declaration};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Severity, any_error};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Lets a panic be caught where a reader contains one of a library: the hook of the fuzzer would end the process before.
/// One that is not caught still does.
pub fn begin() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// Gives `bytes` to the reader that their content asks for. A document or a defect comes of it; what is read without an
/// error can be written as IPC-1752A, read again without an error, and written to the same bytes.
pub fn declaration(bytes: &[u8]) {
    let found = read(bytes);
    words(&found.diagnostics);
    let (document, diagnostics) = found.into_declaration();
    assert!(document.is_some() || any_error(&diagnostics), "neither a document nor an error");
    let Some(document) = document.filter(|_| !any_error(&diagnostics)) else {
        return;
    };
    let (text, _) = ipc1752::write(&document);
    let (again, diagnostics) = read(text.as_bytes()).into_declaration();
    let errors: HashSet<&str> = diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .map(|d| d.code.name())
        .collect();
    // What another format has no need of, this one may miss.
    let missed = ["product-missing", "item-number-missing", "amount-missing"];
    assert!(errors.iter().all(|code| missed.contains(code)), "{errors:?}\n{text}");
    if let Some(again) = again.filter(|_| errors.is_empty()) {
        assert_eq!(ipc1752::write(&again).0, text);
    }
}

/// The same for a workbook whose first sheet is `bytes`: what is packed is not changed by changing what packs it.
pub fn sheet(bytes: &[u8]) {
    declaration(&archive(bytes));
}

/// A workbook with the sheet `bytes`.
fn archive(bytes: &[u8]) -> Vec<u8> {
    const WORKBOOK: &[u8] = include_bytes!("../../../fixtures/tables/valid-chinese.xlsx");
    let mut source = ZipArchive::new(Cursor::new(WORKBOOK)).expect("a workbook");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let member = source.by_index_raw(index).expect("a member");
        let name = member.name().expect("a name in UTF-8").into_owned();
        if name != "xl/worksheets/sheet1.xml" {
            archive.raw_copy_file(member).expect("memory");
            continue;
        }
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        archive.start_file(name, stored).expect("memory");
        archive.write_all(bytes).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// Gives `bytes` to the reader of bills of materials.
pub fn bom(bytes: &[u8]) {
    let read = unleaded_formats::bom::read(bytes, &FileName::new("f"));
    words(&read.diagnostics);
    assert!(read.bom.is_some() || any_error(&read.diagnostics), "neither a table nor an error");
}

fn read(bytes: &[u8]) -> Collected {
    let mut found = Collected::default();
    read_declaration(bytes, &FileName::new("f"), &mut found);
    found
}

/// Every diagnostic can be told in both languages.
fn words(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        for language in [Language::En, Language::Zh] {
            assert!(!diagnostic.message(language).is_empty());
            assert!(!diagnostic.help(language).is_empty());
        }
    }
}
