//! IEC 62474 XML, read as a stream: the layouts of edition 1 (schema databases X6 and X7) and edition 2 (X8).
//!
//! The schema of the standard is not at hand; `docs/formats/iec62474.md` tells for each element whether its meaning is
//! confirmed or our reading. A document is told by its root's local name and namespace, never by a prefix. Where an
//! element can stand in either layout it is taken in both, and what is not known is kept as it stands.

use std::io::BufRead;
use std::sync::Arc;

use unleaded_model::declaration::Format;
use unleaded_model::diagnostic::FileName;

use crate::allowance::Allowance;
use crate::sink::Sink;

mod amounts;
mod answers;
mod comment;
mod exemptions;
mod header;
mod lists;
mod open;
mod parts;
mod reader;
mod reading;
mod substances;
mod value;
mod vocabulary;

/// The namespace of IEC 62474 with all its schema databases.
pub const NAMESPACE: &str = "http://std.iec.ch/iec62474";
/// The local name of the root.
pub(crate) const ROOT: &str = "Main";
/// Parts that may be nested.
const MAX_PARTS: usize = 64;
/// Bytes of one product, which is held in memory until it is complete.
const MAX_PRODUCT: u64 = 1 << 24;

/// Reads a document and hands each product to `sink` as soon as it is complete. Every defect becomes a diagnostic;
/// after one of the XML itself nothing more is read.
pub fn read(input: impl BufRead, file: &FileName, sink: &mut dyn Sink) {
    let source = Source { file, member: None, format: Format::Iec62474 };
    reader::read(input, &source, Allowance::endless(), sink);
}

/// Does the same for the member of an archive, and returns what is left of `allowance` for the others.
pub(crate) fn read_member(
    input: impl BufRead,
    (file, member): (&FileName, &str),
    allowance: Allowance,
    sink: &mut dyn Sink,
) -> Allowance {
    let source = Source { file, member: Some(Arc::from(member)), format: Format::ChemSherpa };
    reader::read(input, &source, allowance, sink)
}

/// Where a document comes from.
struct Source<'a> {
    /// The file, or the archive.
    file: &'a FileName,
    /// The member of the archive.
    member: Option<Arc<str>>,
    /// The form of the whole file.
    format: Format,
}
