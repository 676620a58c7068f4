//! Delimited text (RFC 4180, with `,`, `;`, tab or `|`), cell by cell with exact spans.
//!
//! Quoting is read as spreadsheets write it: a quote opens a cell only as its first character, a doubled quote inside is
//! one quote, and what follows the closing quote belongs to the cell as it stands.

use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::rows::{Row, RowResult, Span, Spots};

/// Separators that are tried, the most usual first.
pub(crate) const SEPARATORS: [u8; 4] = [b',', b'\t', b';', b'|'];
/// Bytes that a row may have: no table of substances comes near, and a lost quote must not swallow a whole file.
const LONGEST_ROW: u64 = 1 << 20;
/// Cells that a row may have: as many as a sheet has columns.
const MOST_CELLS: usize = 16_384;

/// Where in a cell the reader is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Behind a quote inside a quoted cell: it closes the cell unless another follows.
    ClosingQuote,
    /// In a cell without quotes, or behind the closing quote.
    Plain,
    /// Inside quotes.
    Quoted,
    /// Before the first byte of a cell.
    Start,
}

/// The rows of delimited text. Stops after the first defect.
#[derive(Clone)]
pub(crate) struct DelimitedRows<'a> {
    rest: &'a [u8],
    file: FileName,
    separator: u8,
    at: Position,
}

#[derive(Clone, Copy)]
struct Position {
    offset: u64,
    line: u32,
    column: u32,
}

impl Position {
    fn pass(&mut self, byte: u8) {
        self.offset += 1;
        if byte == b'\n' {
            self.next_line();
        } else if byte & 0xc0 != 0x80 {
            // Bytes that continue a character of UTF-8 do not count as columns.
            self.column = self.column.saturating_add(1);
        }
    }

    fn next_line(&mut self) {
        self.line = self.line.saturating_add(1);
        self.column = 1;
    }
}

/// The row that is being read.
struct Draft {
    cells: Vec<String>,
    spans: Vec<Span>,
    state: State,
    text: Vec<u8>,
    start: Position,
    quote: Position,
}

impl Draft {
    fn new(start: Position) -> Self {
        let text = Vec::new();
        Self {
            cells: Vec::new(),
            spans: Vec::new(),
            state: State::Start,
            text,
            start,
            quote: start,
        }
    }

    /// Takes a byte that is inside a cell.
    fn take(&mut self, byte: u8, at: Position) {
        self.state = match (self.state, byte) {
            (State::Start, b'"') => {
                self.quote = at;
                State::Quoted
            }
            (State::Quoted, b'"') => State::ClosingQuote,
            (State::ClosingQuote, b'"') => {
                self.text.push(byte);
                State::Quoted
            }
            (State::Quoted, _) => {
                self.text.push(byte);
                State::Quoted
            }
            _ => {
                self.text.push(byte);
                State::Plain
            }
        };
    }

    /// Ends the cell before `end`; the next begins at `next`.
    fn end_cell(&mut self, end: u64, next: Position) {
        self.cells.push(String::from_utf8_lossy(&self.text).into_owned());
        self.spans.push(Span {
            line: self.start.line,
            column: self.start.column,
            start: self.start.offset,
            end,
        });
        self.text.clear();
        self.state = State::Start;
        self.start = next;
    }

    fn is_untouched(&self) -> bool {
        self.cells.is_empty() && self.text.is_empty() && self.state == State::Start
    }
}

impl<'a> DelimitedRows<'a> {
    /// Returns the rows of `text`, which begins at byte `offset` of `file` (behind a byte order mark).
    pub(crate) fn new(text: &'a str, offset: u64, file: &FileName, separator: u8) -> Self {
        let at = Position { offset, line: 1, column: 1 };
        Self { rest: text.as_bytes(), file: file.clone(), separator, at }
    }

    /// What separates the cells.
    pub(crate) fn separator(&self) -> u8 {
        self.separator
    }

    /// Takes the next byte; `None` at the end.
    fn pass(&mut self) -> Option<u8> {
        let (byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.at.pass(*byte);
        Some(*byte)
    }

    fn row(&mut self) -> Result<Option<Row>, Diagnostic> {
        let first = self.at;
        let mut draft = Draft::new(first);
        loop {
            let before = self.at;
            let Some(byte) = self.pass() else {
                return self.last_row(draft);
            };
            if draft.state != State::Quoted && (byte == b'\n' || byte == b'\r') {
                self.end_line(byte);
                draft.end_cell(before.offset, self.at);
                return Ok(Some(self.finished(draft)));
            }
            if draft.state != State::Quoted && byte == self.separator {
                draft.end_cell(before.offset, self.at);
            } else {
                draft.take(byte, before);
            }
            if self.at.offset - first.offset > LONGEST_ROW || draft.cells.len() >= MOST_CELLS {
                return Err(self.too_long(&draft, first));
            }
        }
    }

    /// Ends a line at `\n`, `\r\n` or `\r`.
    fn end_line(&mut self, byte: u8) {
        match (byte, self.rest.first()) {
            (b'\r', Some(b'\n')) => {
                self.pass();
            }
            (b'\r', _) => self.at.next_line(),
            _ => {}
        }
    }

    fn last_row(&self, mut draft: Draft) -> Result<Option<Row>, Diagnostic> {
        if draft.state == State::Quoted {
            return Err(self.unclosed(&draft));
        }
        if draft.is_untouched() {
            return Ok(None);
        }
        draft.end_cell(self.at.offset, self.at);
        Ok(Some(self.finished(draft)))
    }

    fn finished(&self, draft: Draft) -> Row {
        Row::new(draft.cells, Spots::Text { file: self.file.clone(), spans: draft.spans })
    }

    fn too_long(&self, draft: &Draft, first: Position) -> Diagnostic {
        if draft.state == State::Quoted {
            return self.unclosed(draft);
        }
        Diagnostic::new(tables::ROW_TOO_LONG, self.place(first, self.at.offset))
    }

    fn unclosed(&self, draft: &Draft) -> Diagnostic {
        Diagnostic::new(tables::QUOTE_UNCLOSED, self.place(draft.quote, draft.quote.offset + 1))
    }

    fn place(&self, from: Position, end: u64) -> Place {
        Place::Text {
            file: self.file.clone(),
            line: from.line,
            column: from.column,
            start: from.offset,
            length: u32::try_from(end.saturating_sub(from.offset)).unwrap_or(u32::MAX),
        }
    }
}

impl Iterator for DelimitedRows<'_> {
    type Item = RowResult;

    fn next(&mut self) -> Option<RowResult> {
        let row = self.row();
        if row.is_err() {
            self.rest = &[];
        }
        row.transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, separator: u8) -> Vec<RowResult> {
        DelimitedRows::new(text, 0, &FileName::new("t"), separator).collect()
    }

    fn check(text: &str, expected: &[&[&str]]) {
        let found: Vec<_> = rows(text, b',').into_iter().map(|row| row.unwrap()).collect();
        let cells: Vec<_> = found.iter().map(|row| row.cells().to_vec()).collect();
        assert_eq!(cells, expected, "{text:?}");
    }

    #[test]
    fn rows_and_quotes() {
        check("", &[]);
        check("a,b\n1,2", &[&["a", "b"], &["1", "2"]]);
        check("a\r\nb\rc\n", &[&["a"], &["b"], &["c"]]);
        check("a,\n,\n", &[&["a", ""], &["", ""]]);
        check("\"a,\"\"b\"\"\nc\",d\n", &[&["a,\"b\"\nc", "d"]]);
        check("5\" disk,\"x\" y", &[&["5\" disk", "x y"]]);
        check("\"\"", &[&[""]]);
    }

    #[test]
    fn places_are_exact() {
        let text = "铅,b\r\n\"x\ny\", z,3\n";
        let found: Vec<_> = rows(text, b',').into_iter().map(|row| row.unwrap()).collect();
        let check = |row: usize, column: usize, expected: (u32, u32, &str)| {
            let Place::Text { line, column, start, length, .. } = found[row].place(column) else {
                panic!("no text place");
            };
            let start = usize::try_from(start).unwrap();
            let span = &text[start..start + usize::try_from(length).unwrap()];
            assert_eq!((line, column, span), expected);
        };
        check(0, 0, (1, 1, "铅"));
        check(0, 1, (1, 3, "b"));
        check(1, 0, (2, 1, "\"x\ny\""));
        check(1, 1, (3, 4, " z"));
        check(1, 2, (3, 7, "3"));
    }

    #[test]
    fn a_lost_quote_is_reported_where_it_opens() {
        let found = rows("a,b\n1,\"2\n3,4\n", b',');
        let defect = found.last().unwrap().as_ref().unwrap_err();
        assert_eq!(defect.code.name(), "quote-unclosed");
        assert_eq!(defect.places[0].to_string(), "t:2:3");
        let endless = format!("a\n\"{}", "x".repeat(3 << 20));
        assert_eq!(rows(&endless, b',').len(), 2);
        assert_eq!(
            rows(&",".repeat(20_000), b',')[0].as_ref().unwrap_err().code.name(),
            "row-too-long"
        );
    }
}
