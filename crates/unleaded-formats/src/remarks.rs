//! Remarks on what is kept, made once per path.

use std::collections::BTreeSet;

use unleaded_model::declaration::Kept;
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, Place};

use crate::sink::Sink;

/// Paths that are remembered as remarked on; with more, repetitions are remarked on again.
const MAX_PATHS: usize = 1_000;

/// The paths that were remarked on.
#[derive(Debug, Default)]
pub(crate) struct Remarks(BTreeSet<(Code, String)>);

impl Remarks {
    /// Remarks, once per path, that what the element at `path` means is our reading.
    pub(crate) fn unconfirmed(&mut self, path: &str, place: Place, sink: &mut dyn Sink) {
        let key = (codes::READING_UNCONFIRMED, path.to_owned());
        if self.0.len() < MAX_PATHS && self.0.insert(key) {
            let remark = Diagnostic::new(codes::READING_UNCONFIRMED, place);
            sink.diagnostic(remark.with("path", path));
        }
    }

    /// Makes the remark `code` on `kept`, unless it was made on the same path before.
    pub(crate) fn make(&mut self, code: Code, kept: &Kept, sink: &mut dyn Sink) {
        let key = (code, kept.path.clone());
        if self.0.contains(&key) {
            return;
        }
        let remark = Diagnostic::new(code, kept.place.clone());
        let remark = match code == codes::TEXT_UNEXPECTED {
            true => {
                let element = kept.path.strip_suffix("/text()").unwrap_or(&kept.path);
                remark.with("element", element).with("value", kept.raw.trim())
            }
            false => remark.with("path", kept.path.clone()),
        };
        sink.diagnostic(remark);
        if self.0.len() < MAX_PATHS {
            self.0.insert(key);
        }
    }
}
