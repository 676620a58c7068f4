//! Fixtures of readers: one file each, `invalid-CODE--WHAT.EXTENSION` or `valid-WHAT.EXTENSION`.

use std::collections::BTreeSet;
use std::path::Path;

use unleaded_formats::sink::Collected;
use unleaded_formats::{bom, read_declaration, tables};
use unleaded_model::diagnostic::{Diagnostic, FileName};

use crate::{bytes, name};

/// The folders of such fixtures.
pub const FOLDERS: [&str; 5] = ["bom", "chemsherpa", "iec62474", "ipc1752", "tables"];

/// What `path` raises, read as what its folder says.
pub fn raised(path: &Path) -> Vec<Diagnostic> {
    let (bytes, file) = (bytes(path), FileName::new(name(path)));
    match name(path.parent().unwrap()) {
        "bom" => bom::read(&bytes, &file).diagnostics,
        "tables" => table(&bytes, &file),
        _ => declaration(&bytes, &file),
    }
}

/// What is no defect of a table may be one of what it says, so a table without defects is checked as a declaration.
fn table(bytes: &[u8], file: &FileName) -> Vec<Diagnostic> {
    let mut found = Collected::default();
    match file.as_str().ends_with(".xlsx") {
        true => tables::read_xlsx(bytes, file, &mut found),
        false => tables::read_csv(bytes, file, &mut found),
    }
    match found.diagnostics.is_empty() && !file.as_str().starts_with("valid-") {
        true => declaration(bytes, file),
        false => found.diagnostics,
    }
}

fn declaration(bytes: &[u8], file: &FileName) -> Vec<Diagnostic> {
    let mut found = Collected::default();
    read_declaration(bytes, file, &mut found);
    found.diagnostics
}

/// The names of the codes of `diagnostics`.
pub fn names(diagnostics: &[Diagnostic]) -> BTreeSet<&'static str> {
    diagnostics.iter().map(|d| d.code.name()).collect()
}
