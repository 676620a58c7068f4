//! Bills of materials in tables: one line per child, with its parent or with its level.
//!
//! `docs/formats/bom.md` tells which columns there are. A line with an error is reported and left out; who sums refuses a
//! bill of materials with errors, so nothing is missing unseen. Cycles are found where the graph is built.

use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};

use self::lines::Lines;
use self::words::{Layout, NEEDS, VOCABULARY};
use crate::bounded::Bounded;
use crate::sink::{Collected, Sink};
use crate::tables::header::find;
use crate::tables::rows::RowResult;
use crate::tables::{source, workbook};

mod levels;
mod lines;
mod parts;
#[cfg(test)]
mod tests;
mod words;

/// What reading a bill of materials gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BomRead {
    /// What could be used; `None` when there is no header.
    pub bom: Option<Bom>,
    /// The defects and remarks, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a bill of materials: a workbook, or delimited text in UTF-8, UTF-16 or GB18030.
pub fn read(bytes: &[u8], file: &FileName) -> BomRead {
    let mut collected = Collected::default();
    let mut sink = Bounded::new(&mut collected);
    let bom = if bytes.starts_with(workbook::ARCHIVE) || bytes.starts_with(workbook::COMPOUND) {
        read_workbook(bytes, file, &mut sink)
    } else {
        read_text(bytes, file, &mut sink)
    };
    let nothing = bom.as_ref().is_some_and(|bom| bom.parts.is_empty());
    if nothing && !any_error(&collected.diagnostics) {
        collected.diagnostic(Diagnostic::new(codes::BOM_EMPTY, Place::file(file)));
    }
    BomRead { bom, diagnostics: collected.diagnostics }
}

fn read_workbook(bytes: &[u8], file: &FileName, sink: &mut dyn Sink) -> Option<Bom> {
    let mut lines = Lines::default();
    let read = source::sheets(bytes, file, &VOCABULARY, NEEDS, sink, |header, rows, sink| {
        header.report_unused(sink);
        take(&mut lines, &Layout::of(header), rows, sink);
    });
    read.then(|| lines.finish())
}

fn read_text(bytes: &[u8], file: &FileName, sink: &mut dyn Sink) -> Option<Bom> {
    let text = source::text(bytes, file).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let mut rows = text.rows(file, &VOCABULARY);
    let found =
        find(&mut rows, &VOCABULARY, NEEDS).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let header = found.or_report(NEEDS, &Place::file(file), sink)?;
    header.report_unused(sink);
    let mut lines = Lines::default();
    take(&mut lines, &Layout::of(&header), &mut rows, sink);
    Some(lines.finish())
}

/// Takes the rows of one table.
fn take(
    lines: &mut Lines,
    layout: &Layout,
    rows: &mut dyn Iterator<Item = RowResult>,
    sink: &mut dyn Sink,
) {
    lines.begin_table();
    for row in rows {
        match row {
            Ok(row) if row.is_blank() => {}
            Ok(row) if row.fits(layout.width, sink) => lines.row(&row, layout, sink),
            Ok(_) => {}
            Err(defect) => sink.diagnostic(defect),
        }
    }
    lines.end_table(sink);
}
