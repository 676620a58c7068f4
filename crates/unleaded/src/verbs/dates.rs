//! Dates on the command line.

use jiff::civil::Date;

use crate::exit::Both;

/// Parses `YYYY-MM-DD`.
pub(crate) fn parse(text: &str) -> Result<Date, Both> {
    let form = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    match (form, text.parse()) {
        (true, Ok(date)) => Ok(date),
        _ => Err(Both::from((
            "a date is written YYYY-MM-DD, e.g. 2026-11-22",
            "日期写作 YYYY-MM-DD，例如 2026-11-22",
        ))),
    }
}
