//! IPC-1752A XML, schema version 2.0: read as a stream, and written.
//!
//! The schema of the standard is not at hand; what is read and written is the subset that
//! `schemas/ipc1752a-subset.xsd` describes, with the sources of each fact in `schemas/SOURCES.md`. A document is told
//! by its root's local name and namespace, never by a prefix. What is not known is kept as it stands.

use std::io::BufRead;

use unleaded_model::declaration::Declaration;
use unleaded_model::diagnostic::{Diagnostic, FileName};

use crate::sink::Sink;

mod amounts;
mod header;
mod keep;
mod reader;
mod reading;
mod scalars;
mod vocabulary;
mod writer;

/// The namespace of IPC-1751A and IPC-1752A with all amendments.
pub const NAMESPACE: &str = "http://webstds.ipc.org/175x/2.0";
/// The namespace of IPC-1752B, as far as it is known.
pub const NAMESPACE_B: &str = "https://webstds.ipc.org/175x/1752B/1752B";
/// The namespaces whose elements are read.
const NAMESPACES: &[&str] = &[NAMESPACE, NAMESPACE_B];
/// The namespace of signatures inside documents (XML Signature 1.1).
const XML_SIGNATURES: &str = "http://www.w3.org/2000/09/xmldsig#";
/// The schema version that the root names.
pub const VERSION: &str = "2.0";
/// The section of a document that is about materials.
const MATERIAL_SECTION: &str = "MaterialInfo";
/// Subproducts that may be nested.
const MAX_PARTS: usize = 64;
/// Bytes of one product, which is held in memory until it is complete.
const MAX_PRODUCT: u64 = 1 << 24;

/// Reads a document and hands each product to `sink` as soon as it is complete. Every defect becomes a diagnostic;
/// after one of the XML itself nothing more is read.
pub fn read(input: impl BufRead, file: &FileName, sink: &mut dyn Sink) {
    reader::read(input, file, sink);
}

/// Writes `declaration` as a document in UTF-8 with line feeds, the same bytes for the same declaration, and returns
/// with it what the format has no place for.
pub fn write(declaration: &Declaration) -> (String, Vec<Diagnostic>) {
    writer::write(declaration)
}
