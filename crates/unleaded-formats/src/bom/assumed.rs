//! Parts that are counted once because nothing says how often they are there.

use unleaded_model::diagnostic::codes::bom_lists as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use crate::sink::Sink;

/// How many there are, and the first of them.
#[derive(Default)]
pub(crate) struct Assumed {
    count: u64,
    first: Option<(String, Place)>,
}

impl Assumed {
    /// Counts one.
    pub(crate) fn count(&mut self, number: &str, place: &Place) {
        self.count += 1;
        self.first.get_or_insert_with(|| (number.to_owned(), place.clone()));
    }

    /// Tells that there are some, once.
    pub(crate) fn report(self, sink: &mut dyn Sink) {
        if let Some((part, place)) = self.first {
            let remark = Diagnostic::new(codes::BOM_QUANTITY_ASSUMED, place);
            sink.diagnostic(remark.with("count", self.count).with("part", part));
        }
    }
}
