//! What must hold for whatever bytes a reader is given.

use std::io::{Cursor, Write as _};

use libfuzzer_sys::Corpus;
use unleaded_app::mapping::MappingFile;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_formats::{check::CheckOptions, read_declaration_mapped};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, any_error};
use unleaded_rules::lists::{ListFile, Lists, Source};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

pub mod envelope;
pub mod folder;
mod keys;
pub mod notes;
pub mod round;
pub mod rows;
pub mod signature;
mod signers;
pub mod ssh;
pub mod stamp;
pub mod trust_file;

/// Lets a panic be caught where a reader contains one of a library: the hook of the fuzzer would end the process before.
/// One that is not caught still does.
pub fn begin() {
    std::panic::set_hook(Box::new(|panic| eprintln!("{panic}")));
}

/// Gives `bytes` to the reader that their content asks for. A document or a defect comes of it; what is read without an
/// error goes through every form that can be written ([`round::trip`]).
pub fn declaration(bytes: &[u8]) {
    mapped(bytes, &Mapping::default());
}

fn mapped(bytes: &[u8], mapping: &Mapping) {
    let found = read(bytes, mapping);
    words(&found.diagnostics);
    let (document, diagnostics) = found.into_declaration();
    assert!(document.is_some() || any_error(&diagnostics), "neither a document nor an error");
    if let Some(document) = document.filter(|_| !any_error(&diagnostics)) {
        round::trip(&document, &diagnostics);
    }
}

/// The same for a workbook whose first sheet is `bytes`: what is packed is not changed by changing what packs it.
pub fn sheet(bytes: &[u8]) {
    declaration(&workbook(bytes));
}

/// The same for a chemSHERPA file whose one document is `bytes`.
pub fn member(bytes: &[u8]) {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    store(&mut archive, "part.xml".to_owned(), bytes);
    declaration(&archive.finish().expect("memory").into_inner());
}

/// A mapping file and, behind the first line that is `---`, the table that it is for.
pub fn mapping(bytes: &[u8]) -> Corpus {
    const BETWEEN: &[u8] = b"\n---\n";
    let Some(at) = bytes.windows(BETWEEN.len()).position(|window| window == BETWEEN) else {
        return Corpus::Reject;
    };
    let (file, table) = (&bytes[..at], &bytes[at + BETWEEN.len()..]);
    match MappingFile::read(file, &FileName::new("m.toml")) {
        Ok(file) => mapped(table, &file.mapping),
        Err(defects) => {
            assert!(any_error(&defects), "refused without an error");
            words(&defects);
        }
    }
    Corpus::Keep
}

/// Gives `bytes` to the reader of bills of materials.
pub fn bom(bytes: &[u8]) {
    let read = unleaded_formats::bom::read(bytes, &FileName::new("f"));
    words(&read.diagnostics);
    assert!(read.bom.is_some() || any_error(&read.diagnostics), "neither a table nor an error");
}

/// Gives `bytes` to the reader of lists of parts.
pub fn parts(bytes: &[u8]) {
    let (parts, diagnostics) = unleaded_formats::parts::read(bytes, &FileName::new("f"));
    words(&diagnostics);
    assert!(!parts.is_empty() || any_error(&diagnostics), "neither parts nor an error");
}

/// Gives `bytes` to the reader of lists of one's own: as the TOML, or as the table beside a good header of each form.
pub fn rules(bytes: &[u8]) {
    const HEADER: &[u8] =
        include_bytes!("../../../fixtures/lists/valid--company/acme-restricted.toml");
    const TABLES: [&[u8]; 3] = [
        include_bytes!("../../../crates/unleaded-rules/lists/reach-svhc.toml"),
        include_bytes!("../../../crates/unleaded-rules/lists/eu-rohs-exemptions.toml"),
        include_bytes!("../../../crates/unleaded-rules/lists/groups.toml"),
    ];
    let (file, beside) = (FileName::new("f.toml"), FileName::new("f.csv"));
    let source = |file, bytes| Source { file, bytes };
    let alone = ListFile { toml: source(&file, bytes), table: None };
    let tables = TABLES.into_iter().chain([HEADER]).map(|header| ListFile {
        toml: source(&file, header),
        table: Some(source(&beside, bytes)),
    });
    for list in tables.chain([alone]) {
        let (list, diagnostics) = Lists::shipped().read_own(&list);
        words(&diagnostics);
        assert_eq!(list.is_some(), !any_error(&diagnostics), "a list with an error, or neither");
        if let Some(list) = list {
            words(&Lists::shipped().with(vec![list]).err().unwrap_or_default());
        }
    }
}

/// A workbook with the sheet `bytes`.
fn workbook(bytes: &[u8]) -> Vec<u8> {
    const WORKBOOK: &[u8] = include_bytes!("../../../fixtures/tables/valid-chinese.xlsx");
    let mut source = ZipArchive::new(Cursor::new(WORKBOOK)).expect("a workbook");
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..source.len() {
        let member = source.by_index_raw(index).expect("a member");
        let name = member.name().expect("a name in UTF-8").into_owned();
        if name == "xl/worksheets/sheet1.xml" {
            store(&mut archive, name, bytes);
        } else {
            archive.raw_copy_file(member).expect("memory");
        }
    }
    archive.finish().expect("memory").into_inner()
}

fn store(archive: &mut ZipWriter<Cursor<Vec<u8>>>, name: String, bytes: &[u8]) {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    archive.start_file(name, stored).expect("memory");
    archive.write_all(bytes).expect("memory");
}

fn read(bytes: &[u8], mapping: &Mapping) -> Collected {
    let mut found = Collected::default();
    let options = CheckOptions::default();
    read_declaration_mapped(bytes, &FileName::new("f"), options, mapping, &mut found);
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
