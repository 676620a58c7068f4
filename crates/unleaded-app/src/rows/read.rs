//! Redacted copies as declarations.

use std::io::{BufRead, Cursor, Read};

use unleaded_formats::bounded::Bounded;
use unleaded_formats::check::{CheckOptions, Checking};
use unleaded_formats::detect::{self, Kind};
use unleaded_formats::sink::Sink;
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::Declaration;
use unleaded_model::diagnostic::codes::rows as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::rows::{COPY_LIMIT, RedactedCopy, Rows, RowsError};

use super::decode::{Decoded, Defect, HiddenIdentity, decode};
use super::share;

/// Reads a declaration in whatever form `input` is in, a redacted copy included, and checks each product. Of a copy nothing is read but
/// rows that are proven to be those that were signed; who signed is not asked here.
pub fn read_declaration(
    mut input: impl BufRead,
    file: &FileName,
    options: CheckOptions,
    mapping: &Mapping,
    sink: &mut dyn Sink,
) {
    let mut head = Vec::new();
    // What can't be read is told by the reader that comes to it.
    let _ = input.by_ref().take(detect::HEAD as u64).read_to_end(&mut head);
    let is_copy = detect::detect(&head) == Some(Kind::Redacted);
    let whole = Cursor::new(head).chain(input);
    if !is_copy {
        return unleaded_formats::read_declaration_mapped(whole, file, options, mapping, sink);
    }
    let mut bytes = Vec::new();
    let read = whole.take(COPY_LIMIT as u64 + 1).read_to_end(&mut bytes);
    match read.map(|_| RedactedCopy::parse(&bytes).and_then(|copy| copy.rows())) {
        Ok(Ok(rows)) => declaration(&rows, file, options, sink),
        Ok(Err(error)) => sink.diagnostic(error.diagnostic(file)),
        Err(error) => sink.diagnostic(crate::documents::unreadable(file, &error)),
    }
}

/// Reads the declaration that proven rows are, and checks each product.
pub fn declaration(rows: &Rows, file: &FileName, options: CheckOptions, sink: &mut dyn Sink) {
    let Decoded { declaration, hidden } = match decode(rows.rows(), file) {
        Ok(decoded) => decoded,
        Err(defect) => return sink.diagnostic(told(defect, file)),
    };
    for identity in hidden.iter().filter(|identity| !identity.on.is_empty()) {
        sink.diagnostic(declarable(identity, file));
    }
    for product in &declaration.products {
        share::over(product, share::usual()).into_iter().for_each(|remark| sink.diagnostic(remark));
    }
    check(declaration, options, sink);
}

/// Hands a declaration over with the defects of its products.
pub(super) fn check(declaration: Declaration, options: CheckOptions, sink: &mut dyn Sink) {
    let mut bounded = Bounded::new(sink);
    let mut checking = Checking::new(&mut bounded, options);
    checking.header(declaration.header);
    declaration.products.into_iter().for_each(|product| checking.product(product));
}

/// The defect of a row; rows are counted from 0, as in the file.
pub(super) fn told(defect: Defect, file: &FileName) -> Diagnostic {
    match defect {
        Defect::Hidden(row) => Diagnostic::new(codes::ROW_HIDDEN_NEEDED, Place::file(file))
            .with("file", file.as_str())
            .with("row", row),
        Defect::NotUnderstood(at) => RowsError::NotCanonical { at }.diagnostic(file),
    }
}

/// That a substance is hidden which its supplier says is on a list.
pub(super) fn declarable(identity: &HiddenIdentity, file: &FileName) -> Diagnostic {
    Diagnostic::new(codes::ROW_HIDDEN_DECLARABLE, Place::file(file))
        .with("file", file.as_str())
        .with("row", identity.row)
        .with("material", identity.material.as_str())
        .with("lists", identity.on.join(", "))
}
