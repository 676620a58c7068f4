//! Figures and statuses as people read them, for whoever writes pages beside those of this crate.

use unleaded_model::diagnostic::Language;

use crate::number;
use crate::report::Range;
use crate::summary::words::Words;

/// Returns an interval, shortened outward.
pub fn range(range: &Range) -> String {
    number::range(range, None)
}

/// Returns a mass of milligrams in milligrams, grams or kilograms.
pub fn mass(milligrams: &Range) -> String {
    number::mass(milligrams)
}

/// Returns what a status of a report is called.
pub fn status(status: &str, language: Language) -> String {
    Words(language).status(status)
}
