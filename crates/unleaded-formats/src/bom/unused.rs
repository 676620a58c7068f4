//! What a bill of materials holds that is not about which part is built into which.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::codes::bom_lists as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use crate::sink::Sink;

/// Kinds beyond which the rest is counted as one.
const MOST_KINDS: usize = 100;

/// Counts what is left aside, by its kind.
#[derive(Default)]
pub(crate) struct Unused {
    kinds: BTreeMap<String, (u64, Place)>,
}

impl Unused {
    /// Counts one of `kind`, as the document calls it; the first place is kept.
    pub(crate) fn count(&mut self, kind: &str, place: impl FnOnce() -> Place) {
        if let Some((count, _)) = self.kinds.get_mut(kind) {
            *count += 1;
        } else if self.kinds.len() < MOST_KINDS {
            self.kinds.insert(kind.to_owned(), (1, place()));
        } else if let Some(mut last) = self.kinds.last_entry() {
            last.get_mut().0 += 1;
        }
    }

    /// Tells what was counted, one remark per kind.
    pub(crate) fn report(self, sink: &mut dyn Sink) {
        for (kind, (count, place)) in self.kinds {
            let remark = Diagnostic::new(codes::BOM_CONTENT_UNUSED, place);
            sink.diagnostic(remark.with("what", kind).with("count", count));
        }
    }
}
