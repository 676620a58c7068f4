//! Item, CAS and EC numbers in plain letters and digits: full-width ones, typographic hyphens and non-breaking blanks are
//! made those of ASCII. Of item numbers this is told once; a CAS or EC number has a check digit that tells of mistakes.

use std::borrow::Cow;

use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::sheets;
use unleaded_model::identity::{Cas, Ec, matching_text};

use super::columns::Layout;
use super::rows::Row;
use super::words::Column;
use crate::sink::Sink;

/// Returns the item number `text` with what stands for ASCII as ASCII.
pub(super) fn item_number(text: &str) -> Cow<'_, str> {
    match text.chars().any(stands_for_ascii) {
        true => Cow::Owned(matching_text(text)),
        false => Cow::Borrowed(text),
    }
}

/// Returns `text` in plain digits where it is a CAS or EC number in others, else as it is.
pub(super) fn registry_number(text: &str) -> Cow<'_, str> {
    let plain = item_number(text);
    match Cas::parse(&plain).is_ok() || Ec::parse(&plain).is_some() {
        true => plain,
        false => Cow::Borrowed(text),
    }
}

/// Full-width ASCII, hyphens and dashes, blanks that are no space, and what is not seen: as `matching_text` folds them.
fn stands_for_ascii(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe63}'
        | '\u{a0}' | '\u{2000}'..='\u{200f}' | '\u{202f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
        | '\u{ad}')
}

/// Whether it was told that item numbers are read otherwise than they are written.
#[derive(Default)]
pub(super) struct Told(bool);

impl Told {
    /// Reports the first item number that is.
    pub(super) fn see(&mut self, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        let text = layout.text(Column::Part, row);
        // Nearly every number is plain.
        if self.0 || text.is_ascii() {
            return;
        }
        let read = item_number(text);
        if read != text {
            self.0 = true;
            let place = layout.at(Column::Part).map_or_else(|| row.whole(), |at| row.place(at));
            let remark = Diagnostic::new(sheets::NUMBER_FOLDED, place);
            let remark = remark.with("value", text).with("read", read.into_owned());
            sink.diagnostic(remark.with("column", layout.name(Column::Part)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_ascii() {
        assert_eq!(item_number("Ｐ－７"), "P-7");
        assert_eq!(item_number("AB\u{2011}1\u{a0}C"), "AB-1 C");
        // Blanks between plain letters stay as they are.
        assert_eq!(item_number("A  1"), "A  1");
        assert_eq!(item_number("铅-1"), "铅-1");
        assert_eq!(registry_number("７４３９－９２－１"), "7439-92-1");
        assert_eq!(registry_number("7440–31–5"), "7440-31-5");
        assert_eq!(registry_number("２３１－１００－４"), "231-100-4");
        assert_eq!(registry_number("商业－秘密"), "商业－秘密");
    }
}
