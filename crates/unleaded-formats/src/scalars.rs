//! Text of attributes as booleans and dates, for every format in XML.

use std::io::BufRead;

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Code, Diagnostic};

pub(crate) use crate::nothing::is_blank as is_absent;
use crate::sink::Sink;
use crate::xml::Puller;

/// Reads a boolean of XML Schema (part 2, section 3.2.2), in any letter case; `None`: it is none.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// Reads the date that `text` begins with; a time or zone may follow (`2014-05-22-00-00` is met in real files).
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let (day, rest) = text.split_at_checked(10)?;
    if !matches!(rest.chars().next(), None | Some('T' | 'Z' | '+' | '-' | ' ')) {
        return None;
    }
    let mut fields = day.split('-');
    let (year, month, day) = (fields.next()?, fields.next()?, fields.next()?);
    let is_form = year.len() == 4 && month.len() == 2 && day.len() == 2;
    let is_digits = [year, month, day].iter().all(|f| f.bytes().all(|b| b.is_ascii_digit()));
    if !is_form || !is_digits {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads an attribute that is true or false; `None` where it is empty, or after a diagnostic.
pub(crate) fn read_boolean<R: BufRead>(
    what: &str,
    puller: &Puller<R>,
    index: usize,
    sink: &mut dyn Sink,
) -> Option<bool> {
    let value = puller.value(index);
    let found = boolean(&value);
    if found.is_none() && !value.trim().is_empty() {
        let malformed = Diagnostic::new(codes::BOOLEAN_MALFORMED, puller.value_place(index));
        sink.diagnostic(malformed.with("what", what).with("value", value.as_ref()));
    }
    found
}

/// Remarks with `code` on the value of the attribute `index`, which messages call `what`.
pub(crate) fn remark<R: BufRead>(
    code: Code,
    what: &str,
    puller: &Puller<R>,
    index: usize,
    sink: &mut dyn Sink,
) {
    let value = puller.value(index);
    let remark = Diagnostic::new(code, puller.value_place(index));
    sink.diagnostic(remark.with("what", what).with("value", value.as_ref()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_real_files() {
        let expected = Some(Date::constant(2014, 5, 22));
        for text in ["2014-05-22", "2014-05-22-00-00", "2014-05-22T10:00:00Z", " 2014-05-22+08:00"]
        {
            assert_eq!(date(text), expected, "{text}");
        }
        for text in [
            "",
            "2014-5-22",
            "2014-02-30",
            "May-22-2014",
            "20140522",
            "2014-05-221",
            "２０１４-05-22",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
