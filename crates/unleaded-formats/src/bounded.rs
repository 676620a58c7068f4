//! A document of nothing but defects fills no memory.

use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Diagnostic, Place, Severity};

use crate::sink::Sink;

/// Errors, and remarks, that are told of one document.
const MOST: u32 = 10_000;

/// A sink that stops listing diagnostics after [`MOST`], and says so: as an error where errors are left out, as a
/// warning where only remarks are.
pub struct Bounded<'a> {
    sink: &'a mut dyn Sink,
    errors: u32,
    remarks: u32,
}

impl<'a> Bounded<'a> {
    /// Returns a sink that passes on to `sink`.
    pub fn new(sink: &'a mut dyn Sink) -> Self {
        Self { sink, errors: 0, remarks: 0 }
    }
}

impl Sink for Bounded<'_> {
    fn header(&mut self, header: Header) {
        self.sink.header(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        let (told, severity) = match diagnostic.severity {
            Severity::Error => (&mut self.errors, Severity::Error),
            Severity::Info | Severity::Warning => (&mut self.remarks, Severity::Warning),
        };
        *told = told.saturating_add(1);
        if *told <= MOST {
            self.sink.diagnostic(diagnostic);
        } else if *told == MOST + 1 {
            let place = diagnostic.places.first().map(|place| Place::file(place.file_name()));
            let mut last = Diagnostic::unplaced(codes::TOO_MANY_DEFECTS);
            last.severity = severity;
            last.places.extend(place);
            self.sink.diagnostic(last.with("limit", u64::from(MOST)));
        }
    }
}

#[cfg(test)]
mod tests {
    use unleaded_model::diagnostic::{FileName, codes::amounts};

    use super::*;
    use crate::sink::Collected;

    #[test]
    fn remarks_without_end_hide_no_error() {
        let mut collected = Collected::default();
        let mut sink = Bounded::new(&mut collected);
        let place = Place::file(&FileName::new("long.csv"));
        for _ in 0..MOST + 5 {
            sink.diagnostic(Diagnostic::new(amounts::AMOUNT_MISSING, place.clone()));
        }
        sink.diagnostic(Diagnostic::new(amounts::NUMBER_MALFORMED, place.clone()));
        let told = &collected.diagnostics;
        assert_eq!(told.len(), MOST as usize + 2);
        assert_eq!(told[MOST as usize].code, codes::TOO_MANY_DEFECTS);
        assert_eq!(told[MOST as usize].severity, Severity::Warning);
        assert_eq!(told.last().unwrap().code, amounts::NUMBER_MALFORMED);
    }
}
