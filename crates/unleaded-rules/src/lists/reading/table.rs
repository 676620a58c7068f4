//! The rows of a table in CSV (RFC 4180), each cell with its place.

use std::borrow::Cow;
use std::ops::Range;

/// Cells of a row that are kept; more belong to no table of rules.
const WIDEST: usize = 64;

/// A row: the spans of its cells, with their quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) span: Range<usize>,
    pub(super) cells: Vec<Range<usize>>,
    /// How many cells there are, also those that are not kept.
    pub(super) width: usize,
    /// Where a quote opens that is not closed.
    pub(super) unclosed: Option<usize>,
}

/// Returns the rows of `text` from the byte `start` on. Empty lines are none.
pub(super) fn records(text: &str, start: usize) -> impl Iterator<Item = Record> + '_ {
    let mut at = start;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while matches!(bytes.get(at), Some(b'\n' | b'\r')) {
            at += 1;
        }
        (at < bytes.len()).then(|| {
            let record = record(bytes, at);
            at = record.span.end;
            record
        })
    })
}

fn record(bytes: &[u8], start: usize) -> Record {
    let mut record = Record { span: start..start, ..Record::default() };
    let mut at = start;
    loop {
        let begin = at;
        if bytes.get(at) == Some(&b'"') {
            match closing(bytes, at) {
                Some(close) => at = close + 1,
                None => {
                    record.unclosed = Some(at);
                    at = bytes.len();
                }
            }
        }
        // What follows a closing quote belongs to the cell, as spreadsheets read it.
        while !matches!(bytes.get(at), None | Some(b',' | b'\n' | b'\r')) {
            at += 1;
        }
        record.width += 1;
        if record.cells.len() < WIDEST {
            record.cells.push(begin..at);
        }
        if bytes.get(at) != Some(&b',') {
            break;
        }
        at += 1;
    }
    record.span = start..at;
    record
}

/// Where the quote that opens at `open` is closed.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' if bytes.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// The text of a cell, without its quotes.
pub(super) fn unquoted(cell: &str) -> Cow<'_, str> {
    let Some(inside) = cell.strip_prefix('"') else {
        return Cow::Borrowed(cell);
    };
    match inside.strip_suffix('"') {
        Some(inside) if !inside.contains('"') => Cow::Borrowed(inside),
        _ => {
            let mut text = String::with_capacity(inside.len());
            let mut chars = inside.chars();
            while let Some(c) = chars.next() {
                if c != '"' {
                    text.push(c);
                } else if chars.clone().next() == Some('"') {
                    text.push('"');
                    chars.next();
                }
            }
            Cow::Owned(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_with_their_places() {
        let text = "a,b\r\n\r\n\"x, \"\"y\"\"\nz\",\n1,2,3";
        let rows: Vec<Vec<Cow<'_, str>>> = records(text, 0)
            .map(|row| row.cells.iter().map(|cell| unquoted(&text[cell.clone()])).collect())
            .collect();
        assert_eq!(rows, [vec!["a", "b"], vec!["x, \"y\"\nz", ""], vec!["1", "2", "3"]]);
        let spans: Vec<usize> = records(text, 0).map(|row| row.span.start).collect();
        assert_eq!(spans, [0, 7, 21]);
    }

    #[test]
    fn a_quote_that_is_not_closed_ends_with_the_text() {
        let row = records("a,\"b\nc", 0).next().unwrap();
        assert_eq!((row.unclosed, row.span.end, row.width), (Some(2), 6, 2));
        assert_eq!(records("a,b,\"", 0).next().unwrap().width, 3);
        assert_eq!(records(&",".repeat(1000), 0).next().unwrap().width, 1001);
    }
}
