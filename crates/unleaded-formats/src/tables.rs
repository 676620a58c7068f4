//! Compositions in tables: one row per substance, in delimited text or in a workbook.
//!
//! `docs/formats/tables.md` tells which columns there are and how blank cells are read. A table states compositions; it
//! does not judge them: sums are checked elsewhere, for every format alike.

use std::io::BufRead;

use unleaded_model::declaration::{Declaration, Format};
use unleaded_model::diagnostic::codes::{tables, xml};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place};

use self::columns::Layout;
use self::compose::Composer;
use self::header::find;
use self::rows::RowResult;
use self::statement::Stating;
pub use self::template::{Choice, template};
use self::words::{Column, NEEDS, VOCABULARY};
use crate::sink::Sink;

mod amounts;
mod annotate;
mod book;
mod columns;
mod compose;
pub(crate) mod delimited;
pub(crate) mod header;
pub(crate) mod rows;
pub(crate) mod source;
mod statement;
mod substance;
mod template;
#[cfg(test)]
pub(crate) mod tests;
mod words;
pub(crate) mod workbook;
mod writer;

/// Reads a table of compositions in delimited text: UTF-8, UTF-16 or GB18030, separated by commas, semicolons or tabs.
pub fn read_csv(mut input: impl BufRead, file: &FileName, sink: &mut dyn Sink) {
    let mut bytes = Vec::new();
    if let Err(error) = input.read_to_end(&mut bytes) {
        let defect = Diagnostic::new(xml::FILE_UNREADABLE, Place::file(file));
        sink.diagnostic(defect.with("offset", bytes.len()).with("reason", error.to_string()));
        return;
    }
    let text = match source::text(&bytes, file) {
        Ok(text) => text,
        Err(defect) => return sink.diagnostic(defect),
    };
    let mut composer = Composer::new();
    let mut rows = text.rows(file, &VOCABULARY);
    let mut table = Table { composer: &mut composer, whole: Place::file(file) };
    match find(&mut rows, &VOCABULARY, NEEDS) {
        Ok(found) => {
            let Some(header) = found.or_report(NEEDS, &table.whole, sink) else {
                return;
            };
            table.read(&header, &mut rows, sink);
        }
        Err(defect) => return sink.diagnostic(defect),
    }
    composer.finish(Format::Csv, sink);
}

/// Reads the tables of compositions in the sheets of an Office Open XML workbook.
pub fn read_xlsx(bytes: &[u8], file: &FileName, sink: &mut dyn Sink) {
    let sink = &mut Stating::new(bytes, file, sink);
    let mut composer = Composer::new();
    let read = source::sheets(bytes, file, &VOCABULARY, NEEDS, sink, |header, rows, sink| {
        composer.begin_sheet();
        Table { composer: &mut composer, whole: Place::file(file) }.read(header, rows, sink);
    });
    if read {
        composer.finish(Format::Xlsx, sink);
    }
}

/// Writes `declaration` as a table of compositions in delimited text, with a diagnostic for each thing that a table has no
/// place for. [`read_csv`] reads it back.
pub fn write_csv(declaration: &Declaration) -> (String, Vec<Diagnostic>) {
    writer::csv(declaration)
}

/// Writes `declaration` as a table of compositions in an Office Open XML workbook with headings in `language`, with a
/// diagnostic for each thing that a table has no place for. [`read_xlsx`] reads it back.
pub fn write_xlsx(declaration: &Declaration, language: Language) -> (Vec<u8>, Vec<Diagnostic>) {
    writer::xlsx(declaration, language)
}

/// Returns the table in `bytes` as a workbook that shows `diagnostics`, which reading it gave: bad cells coloured, and a column in
/// `language` that says what is wrong and what to do. A workbook stays as it is otherwise; `Ok(None)`: it is no table.
pub fn annotate(
    bytes: &[u8],
    file: &FileName,
    diagnostics: &[Diagnostic],
    language: Language,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    annotate::annotate(bytes, file, diagnostics, language)
}

/// A table whose header has been found.
struct Table<'a> {
    composer: &'a mut Composer,
    whole: Place,
}

impl Table<'_> {
    /// Takes the rows below `header`.
    fn read(
        &mut self,
        header: &header::Header<Column>,
        rows: &mut dyn Iterator<Item = RowResult>,
        sink: &mut dyn Sink,
    ) {
        header.report_unused(sink);
        let layout = Layout::of(header);
        let mut any = false;
        for row in rows {
            match row {
                Ok(row) => {
                    any |= !row.is_blank();
                    self.composer.row(&row, &layout, sink);
                }
                Err(defect) => {
                    any = true;
                    sink.diagnostic(defect);
                }
            }
        }
        if !any {
            sink.diagnostic(Diagnostic::new(tables::TABLE_EMPTY, self.whole.clone()));
        }
    }
}
