//! Rows of cells, whatever file they come from, each cell with its place.

use std::sync::Arc;

use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use crate::sink::Sink;

/// Characters that begin a formula in a spreadsheet program; an apostrophe before them makes them text.
pub(crate) const GUARDED: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A row, or the defect after which the file can't be read further.
pub(crate) type RowResult = Result<Row, Diagnostic>;

/// Where a cell stands in delimited text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Span {
    /// Line, from 1.
    pub(crate) line: u32,
    /// Column in characters, from 1.
    pub(crate) column: u32,
    /// First byte.
    pub(crate) start: u64,
    /// The byte after the cell.
    pub(crate) end: u64,
}

/// Where the cells of a row stand.
#[derive(Clone, Debug)]
pub(crate) enum Spots {
    /// In a sheet; cells are numbered by their column.
    Sheet {
        /// The workbook.
        file: FileName,
        /// The sheet's name.
        sheet: Arc<str>,
        /// Row, from 1.
        row: u32,
        /// Columns whose cells hold numbers that were stored as such, not as text, in ascending order.
        typed: Vec<usize>,
    },
    /// In text, one span per cell.
    Text {
        /// The file.
        file: FileName,
        /// The spans, as many as cells and at least one.
        spans: Vec<Span>,
    },
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    cells: Vec<String>,
    spots: Spots,
}

impl Row {
    /// Returns the row of `cells`, which stand at `spots`.
    pub(crate) fn new(cells: Vec<String>, spots: Spots) -> Self {
        Self { cells, spots }
    }

    /// The cells as written.
    pub(crate) fn cells(&self) -> &[String] {
        &self.cells
    }

    /// The text of the cell in `column` (from 0), trimmed; empty where the row has no such cell. An apostrophe that keeps
    /// delimited text from being a formula is no part of it.
    pub(crate) fn text(&self, column: usize) -> &str {
        let text = self.cells.get(column).map_or("", |cell| cell.trim());
        match &self.spots {
            Spots::Text { .. } if text.trim_start_matches('\'').starts_with(GUARDED) => {
                text.strip_prefix('\'').unwrap_or(text)
            }
            _ => text,
        }
    }

    /// Whether the cells stand under `width` headings; reports it if not.
    pub(crate) fn fits(&self, width: usize, sink: &mut dyn Sink) -> bool {
        let cells = self.cells().len();
        let fits = !self.has_width() || (cells >= width && self.filled() <= width);
        if !fits {
            let defect = Diagnostic::new(tables::ROW_WIDTH, self.whole());
            sink.diagnostic(defect.with("found", cells).with("expected", width));
        }
        fits
    }

    /// Whether the cell in `column` holds a number that was stored as one, and not as text that a person typed.
    pub(crate) fn is_typed(&self, column: usize) -> bool {
        match &self.spots {
            Spots::Sheet { typed, .. } => typed.binary_search(&column).is_ok(),
            Spots::Text { .. } => false,
        }
    }

    /// The number of the row in its sheet, or the line on which it begins, from 1.
    pub(crate) fn number(&self) -> u32 {
        match &self.spots {
            Spots::Sheet { row, .. } => *row,
            Spots::Text { spans, .. } => spans.first().map_or(0, |span| span.line),
        }
    }

    /// Whether no cell holds anything.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// The number of cells up to the last one that holds anything.
    pub(crate) fn filled(&self) -> usize {
        self.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
    }

    /// Whether a row of this kind of file has as many cells as its header: text does, a sheet holds only what is filled.
    pub(crate) fn has_width(&self) -> bool {
        matches!(self.spots, Spots::Text { .. })
    }

    /// Where the cell in `column` (from 0) stands.
    pub(crate) fn place(&self, column: usize) -> Place {
        match &self.spots {
            Spots::Sheet { file, sheet, row, .. } => {
                Place::cell(file, &**sheet, format!("{}{row}", letters(column)))
            }
            Spots::Text { spans, .. } => match spans.get(column) {
                Some(span) => self.text_place(span.line, span.column, span.start, span.end),
                None => self.whole(),
            },
        }
    }

    /// Where the row stands.
    pub(crate) fn whole(&self) -> Place {
        match &self.spots {
            Spots::Sheet { file, sheet, row, .. } => {
                Place::cell(file, &**sheet, format!("{row}:{row}"))
            }
            Spots::Text { file, spans } => match (spans.first(), spans.last()) {
                (Some(first), Some(last)) => {
                    self.text_place(first.line, first.column, first.start, last.end)
                }
                _ => Place::file(file),
            },
        }
    }

    fn text_place(&self, line: u32, column: u32, start: u64, end: u64) -> Place {
        let (Spots::Sheet { file, .. } | Spots::Text { file, .. }) = &self.spots;
        let length = u32::try_from(end.saturating_sub(start)).unwrap_or(u32::MAX);
        Place::Text { file: file.clone(), line, column, start, length }
    }
}

/// The letters of a sheet's column, from 0: `A`, `Z`, `AA`.
pub(crate) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_of_a_sheet() {
        let check = |column, expected: &str| assert_eq!(letters(column), expected);
        check(0, "A");
        check(25, "Z");
        check(26, "AA");
        check(701, "ZZ");
        check(702, "AAA");
        check(16_383, "XFD");
    }
}
