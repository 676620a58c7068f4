//! Bills of materials: tables (CSV, XLSX), Granta BoM, IPC-2581, CycloneDX and KiCad's netlist, told apart by content.
//!
//! `docs/formats/bom.md` tells what is read of each. A line with an error is reported and left out; who sums refuses a
//! bill of materials with errors, so nothing is missing unseen. Cycles are found where the graph is built.

use unleaded_model::bom::Bom;
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};

pub use self::product::ListProduct;
use crate::bounded::Bounded;
use crate::detect::{HEAD, Kind, detect};
use crate::sink::{Collected, Sink};

mod assumed;
mod build;
mod cyclonedx;
mod document;
mod elements;
mod granta;
mod ipc2581;
mod kicad;
mod parts;
mod product;
mod quantity;
mod table;
#[cfg(test)]
mod tests;
mod unused;

/// What reading a bill of materials gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BomRead {
    /// What could be used; `None` when nothing could.
    pub bom: Option<Bom>,
    /// The defects and remarks, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a bill of materials in any format; a list without parents is of a product that is called as the file is.
pub fn read(bytes: &[u8], file: &FileName) -> BomRead {
    read_of(bytes, file, ListProduct::AsFile)
}

/// Does the same; `of` is the product of a list without parents.
pub fn read_of(bytes: &[u8], file: &FileName, of: ListProduct<'_>) -> BomRead {
    let mut collected = Collected::default();
    let mut sink = Bounded::new(&mut collected);
    let bom = match detect(&bytes[..bytes.len().min(HEAD)]) {
        Some(Kind::Xlsx) => table::read_workbook(bytes, file, of, &mut sink),
        Some(Kind::Iec62474 | Kind::Ipc1752a | Kind::Xml) => {
            document::read(bytes, file, of, &mut sink)
        }
        Some(Kind::Dsse | Kind::Json | Kind::LateDisclosure | Kind::Redacted) => {
            cyclonedx::read_json(bytes, file, &mut sink)
        }
        Some(Kind::Csv) | None => table::read_text(bytes, file, of, &mut sink),
    };
    let nothing = bom.as_ref().is_some_and(|bom| bom.parts.is_empty());
    if nothing && !any_error(&collected.diagnostics) {
        collected.diagnostic(Diagnostic::new(codes::BOM_EMPTY, Place::file(file)));
    }
    BomRead { bom, diagnostics: collected.diagnostics }
}
