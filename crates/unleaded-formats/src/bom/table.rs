//! Bills of materials in tables: one line per child, with its parent, its level, or as the list of one board.

use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::{FileName, Place};

use self::lines::Lines;
use self::words::{Layout, NEEDS, VOCABULARY};
use super::product::ListProduct;
use crate::sink::Sink;
use crate::tables::header::find;
use crate::tables::rows::RowResult;
use crate::tables::source;

mod designators;
mod fitting;
mod levels;
mod lines;
mod words;

/// Reads a workbook.
pub(crate) fn read_workbook(
    bytes: &[u8],
    file: &FileName,
    of: ListProduct<'_>,
    sink: &mut dyn Sink,
) -> Option<Bom> {
    let mut lines = Lines::new(of, Place::file(file));
    let read = source::sheets(bytes, file, &VOCABULARY, NEEDS, sink, |header, rows, sink| {
        header.report_unused(sink);
        take(&mut lines, &Layout::of(header), rows, sink);
    });
    read.then(|| lines.finish(sink))
}

/// Reads delimited text in UTF-8, UTF-16 or GB18030.
pub(crate) fn read_text(
    bytes: &[u8],
    file: &FileName,
    of: ListProduct<'_>,
    sink: &mut dyn Sink,
) -> Option<Bom> {
    let text =
        source::text(bytes, file, &VOCABULARY).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let mut rows = text.rows(file, &VOCABULARY);
    let found =
        find(&mut rows, &VOCABULARY, NEEDS).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let header = found.or_report(NEEDS, &VOCABULARY, &Place::file(file), sink)?;
    header.report_unused(sink);
    let mut lines = Lines::new(of, Place::file(file));
    take(&mut lines, &Layout::of(&header), &mut rows, sink);
    Some(lines.finish(sink))
}

/// Takes the rows of one table.
fn take(
    lines: &mut Lines<'_>,
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
