//! Bytes to the model and back, one folder per format.
//!
//! [`read_declaration`] reads whatever a file holds; [`ipc1752`], [`iec62474`], [`chemsherpa`] and [`tables`] read what
//! is known to be in their format, and [`bom`] reads bills of materials. Everything that is wrong goes to a [`sink::Sink`].

use std::io::{BufRead, Cursor, Read};

use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use crate::bounded::Bounded;
use crate::check::{CheckOptions, Checking};
use crate::chemsherpa::Contents;
use crate::detect::Kind;
use crate::sink::Sink;
use crate::tables::Mapping;

pub mod bom;
pub mod bounded;
pub mod check;
pub mod chemsherpa;
pub mod detect;
pub mod iec62474;
pub mod ipc1752;
pub mod lint;
mod nothing;
pub mod number;
pub mod parts;
pub mod position;
pub mod sink;
pub mod tables;
pub mod text;

mod allowance;
mod blank;
mod identifier;
mod remarks;
mod scalars;
mod snug;
mod xml;

/// Bytes of an archive or of delimited text, which must be in memory as a whole.
const MAX_WHOLE: u64 = 1 << 28;

/// Reads a declaration in whatever format `input` is in, and checks each product with the default options
/// ([`check::check`] tells what is checked). Every defect becomes a diagnostic.
pub fn read_declaration(input: impl BufRead, file: &FileName, sink: &mut dyn Sink) {
    read_declaration_with(input, file, CheckOptions::default(), sink);
}

/// Does the same with `options`.
pub fn read_declaration_with(
    input: impl BufRead,
    file: &FileName,
    options: CheckOptions,
    sink: &mut dyn Sink,
) {
    read_declaration_mapped(input, file, options, &Mapping::default(), sink);
}

/// Does the same; a table is read as `mapping` says, where that fits it.
pub fn read_declaration_mapped(
    mut input: impl BufRead,
    file: &FileName,
    options: CheckOptions,
    mapping: &Mapping,
    sink: &mut dyn Sink,
) {
    let bounded = &mut Bounded::new(sink);
    let sink = &mut Checking::new(bounded, options);
    let mut head = Vec::new();
    if let Err(error) = input.by_ref().take(detect::HEAD as u64).read_to_end(&mut head) {
        return sink.diagnostic(unreadable(&error, head.len(), file));
    }
    let kind = detect::detect(&head);
    let defect = |code| Diagnostic::new(code, Place::file(file));
    if head.iter().all(u8::is_ascii_whitespace) && head.len() < detect::HEAD {
        return sink.diagnostic(defect(codes::FILE_EMPTY));
    }
    if is_private_key(&head) {
        return sink.diagnostic(defect(codes::PRIVATE_KEY));
    }
    let value: String = String::from_utf8_lossy(&head).trim_start().chars().take(40).collect();
    let whole = Cursor::new(head).chain(input);
    match kind {
        Some(Kind::Csv) => tables::read_csv_with(whole, file, mapping, sink),
        Some(Kind::Ipc1752a | Kind::Xml) => ipc1752::read(whole, file, sink),
        Some(Kind::Iec62474) => iec62474::read(whole, file, sink),
        Some(Kind::Xlsx) => read_archive(whole, file, mapping, sink),
        // The rows of a copy must be proven before they are read, which is not done here.
        Some(Kind::Dsse | Kind::Json | Kind::LateDisclosure | Kind::Redacted) | None => {
            sink.diagnostic(defect(codes::FORMAT_UNKNOWN).with("value", value));
        }
    }
}

/// Whether text begins with a private key in the form of RFC 7468.
fn is_private_key(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let line = text.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    let named = b"PRIVATE KEY-----";
    line.starts_with(b"-----BEGIN ") && line.windows(named.len()).any(|window| window == named)
}

/// Reads a workbook or a chemSHERPA file, as its members say.
fn read_archive(input: impl BufRead, file: &FileName, mapping: &Mapping, sink: &mut dyn Sink) {
    let mut bytes = Vec::new();
    if let Err(error) = input.take(MAX_WHOLE + 1).read_to_end(&mut bytes) {
        return sink.diagnostic(unreadable(&error, bytes.len(), file));
    }
    if bytes.len() as u64 > MAX_WHOLE {
        let large = Diagnostic::new(codes::FILE_TOO_LARGE, Place::file(file));
        return sink.diagnostic(large.with("limit", MAX_WHOLE));
    }
    match chemsherpa::contents(&bytes) {
        Contents::Documents => chemsherpa::read(&bytes, file, sink),
        Contents::Other => tables::read_xlsx_with(&bytes, file, mapping, sink),
    }
}

fn unreadable(error: &std::io::Error, offset: usize, file: &FileName) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, Place::file(file))
        .with("offset", offset)
        .with("reason", error.to_string())
}
