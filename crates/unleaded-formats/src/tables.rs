//! Compositions in tables: one row per substance, in delimited text or in a workbook.
//!
//! `docs/formats/tables.md` tells which columns there are and how blank cells are read. A table states compositions; it
//! does not judge them: sums are checked elsewhere, for every format alike.

use std::io::{BufRead, Read as _};

use unleaded_model::declaration::{Declaration, Format};
use unleaded_model::diagnostic::codes::{sheets, tables, xml};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place};

use self::answers::Answering;
pub(crate) use self::cell_text::is_rest;
use self::columns::{Layout, Survey};
use self::compose::Composer;
pub use self::decimal_mark::DecimalMark;
use self::footer::Footer;
use self::header::{Header, Lookahead};
pub use self::headings::{Headings, headings};
pub use self::mapping::{Mapping, MappingError};
use self::rows::RowResult;
use self::statement::Stating;
pub use self::template::{Choice, template};
use self::words::{Column, VOCABULARY};
use self::workbook::Workbook;
use crate::MAX_WHOLE;
use crate::sink::Sink;

mod amounts;
mod annotate;
pub mod answers;
mod book;
mod cell_text;
mod columns;
mod compose;
mod decimal_mark;
pub(crate) mod delimited;
mod encoding;
mod fit;
mod footer;
mod formulas;
pub mod grid;
pub(crate) mod header;
mod headings;
pub(crate) mod mapping;
mod plain;
mod rest;
pub(crate) mod rows;
pub(crate) mod source;
mod statement;
mod substance;
mod template;
#[cfg(test)]
pub(crate) mod tests;
pub(crate) mod units;
pub(crate) mod words;
pub(crate) mod workbook;
mod writer;

/// Reads a table of compositions in delimited text; `docs/formats/tables.md` tells in which encodings and with which separators.
pub fn read_csv(input: impl BufRead, file: &FileName, sink: &mut dyn Sink) {
    read_csv_with(input, file, &Mapping::default(), sink);
}

/// Does the same for a table that `mapping` describes.
pub fn read_csv_with(input: impl BufRead, file: &FileName, mapping: &Mapping, sink: &mut dyn Sink) {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(MAX_WHOLE + 1).read_to_end(&mut bytes) {
        let defect = Diagnostic::new(xml::FILE_UNREADABLE, Place::file(file));
        sink.diagnostic(defect.with("offset", bytes.len()).with("reason", error.to_string()));
        return;
    }
    if bytes.len() as u64 > MAX_WHOLE {
        let large = Diagnostic::new(xml::FILE_TOO_LARGE, Place::file(file));
        return sink.diagnostic(large.with("limit", MAX_WHOLE));
    }
    let text = match source::text(&bytes, file, &VOCABULARY) {
        Ok(text) => text,
        Err(defect) => return sink.diagnostic(defect),
    };
    let mut composer = Composer::new();
    let mut rows = text.rows_with(file, &VOCABULARY, &mapping.named);
    let none = Mapping::default();
    let mapping = fit::to_text(mapping, &none, &rows, sink);
    let in_advance = text.has_commas(rows.separator()).then(|| rows.clone());
    let whole = Place::file(file);
    let read = mapping.searching(|search| {
        let rows = &mut Lookahead::new(&mut rows);
        let header = search.find(rows)?.or_lacking(search, &whole, sink);
        let Some(header) = header else {
            return Ok(false);
        };
        let survey = in_advance.and_then(|mut rows| {
            let rows = &mut Lookahead::new(&mut rows);
            search.find(rows).ok()?;
            Some(Layout::of(&header, mapping).survey(rows))
        });
        let mut table = Table { composer: &mut composer, whole: whole.clone(), mapping };
        table.read(&header, &survey.unwrap_or_default(), rows, sink);
        Ok(true)
    });
    match read {
        Ok(true) => composer.finish(Format::Csv, sink),
        Ok(false) => {}
        Err(defect) => sink.diagnostic(defect),
    }
}

/// Reads the tables of compositions in the sheets of an Office Open XML workbook.
pub fn read_xlsx(bytes: &[u8], file: &FileName, sink: &mut dyn Sink) {
    read_xlsx_with(bytes, file, &Mapping::default(), sink);
}

/// Does the same for tables that `mapping` describes.
pub fn read_xlsx_with(bytes: &[u8], file: &FileName, mapping: &Mapping, sink: &mut dyn Sink) {
    let mut workbook = match Workbook::open(bytes, file) {
        Ok(workbook) => workbook,
        Err(defect) => return sink.diagnostic(defect),
    };
    let sink = &mut Stating::new(&mut workbook, sink);
    let mut answering = Answering::new(&mut workbook, file, sink);
    let sink = &mut answering;
    let none = Mapping::default();
    let mapping = fit::to_workbook(mapping, &none, bytes, file, sink);
    let mut composer = Composer::new();
    let survey = |header: &Header<Column>, rows: &mut dyn Iterator<Item = RowResult>| {
        Layout::of(header, mapping).survey(rows)
    };
    let read = mapping.searching(|search| {
        source::sheets_of(
            &mut workbook,
            file,
            search,
            sink,
            survey,
            |header, survey, rows, sink| {
                composer.begin_sheet();
                let mut table =
                    Table { composer: &mut composer, whole: Place::file(file), mapping };
                table.read(header, &survey, rows, sink);
            },
        )
    });
    if read || sink.is_any() {
        composer.finish(Format::Xlsx, sink);
    }
    answering.finish();
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

/// Returns the table in `bytes` as a workbook that shows `diagnostics`, which reading it by `mapping` gave: bad cells coloured, and a column in
/// `language` that says what is wrong and what to do. A workbook stays as it is otherwise; `Ok(None)`: it is no table.
pub fn annotate(
    bytes: &[u8],
    file: &FileName,
    mapping: &Mapping,
    diagnostics: &[Diagnostic],
    language: Language,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    annotate::annotate(bytes, file, mapping, diagnostics, language)
}

/// A table whose header has been found.
struct Table<'a> {
    composer: &'a mut Composer,
    whole: Place,
    mapping: &'a Mapping,
}

impl Table<'_> {
    /// Takes the rows below `header`, of which `survey` shows how numbers are written.
    fn read(
        &mut self,
        header: &Header<Column>,
        survey: &Survey,
        rows: &mut dyn Iterator<Item = RowResult>,
        sink: &mut dyn Sink,
    ) {
        header.report_unused(sink);
        let mut footer = Footer::default();
        let mut layout = Layout::of(header, self.mapping);
        if self.mapping.decimal_mark.is_none() {
            layout.surveyed(survey);
        }
        let mut any = false;
        for row in rows {
            match row {
                Ok(row) => {
                    any |= !row.is_blank();
                    if !self.composer.has_room(&row, sink) {
                        break;
                    }
                    if footer::repeats_heading(&row, header) {
                        sink.diagnostic(Diagnostic::new(sheets::ROW_HEADING, row.whole()));
                        continue;
                    }
                    for row in footer.take(row, &layout) {
                        self.composer.row(&row, &layout, sink);
                    }
                }
                Err(defect) => {
                    any = true;
                    sink.diagnostic(defect);
                }
            }
        }
        footer.report(sink);
        if !any {
            sink.diagnostic(Diagnostic::new(tables::TABLE_EMPTY, self.whole.clone()));
        }
    }
}
