//! Text as a cell can hold it.

use crate::tables::book::{LONGEST_CELL, is_forbidden};
use crate::tables::rows::GUARDED;

/// What became of a text on its way into a cell.
pub(in crate::tables) enum Fit {
    /// It stands there, without white space around it.
    Whole(String),
    /// So many of its characters can't stand in a file and were replaced.
    Replaced(String, usize),
    /// It is longer than a cell of a workbook.
    TooLong,
}

/// Fits `text` into a cell.
pub(in crate::tables) fn fit(text: &str) -> Fit {
    let text = text.trim();
    if text.encode_utf16().count() > LONGEST_CELL {
        return Fit::TooLong;
    }
    match text.chars().filter(|c| is_forbidden(*c)).count() {
        0 => Fit::Whole(text.to_owned()),
        count => {
            let replace = |c| if is_forbidden(c) { '\u{fffd}' } else { c };
            Fit::Replaced(text.chars().map(replace).collect(), count)
        }
    }
}

/// Appends `text` as a cell of delimited text (RFC 4180). What a spreadsheet program would take for a formula gets an
/// apostrophe, which the reader takes off.
pub(super) fn delimited(out: &mut String, text: &str) {
    let guard = if text.trim_start_matches('\'').starts_with(GUARDED) { "'" } else { "" };
    if text.contains([',', ';', '\t', '"', '\n', '\r']) {
        let doubled = text.replace('"', "\"\"");
        out.push('"');
        out.push_str(guard);
        out.push_str(&doubled);
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::delimited;

    #[test]
    fn formulas_are_text() {
        let check = |text: &str, expected: &str| {
            let mut out = String::new();
            delimited(&mut out, text);
            assert_eq!(out, expected);
        };
        check("a", "a");
        check("=1+1", "'=1+1");
        check("'=1", "''=1");
        check("'a", "'a");
        check("-5V \"x\"", "\"'-5V \"\"x\"\"\"");
        check("a,b", "\"a,b\"");
        check("+86", "'+86");
        check("＝1", "'＝1");
    }
}
