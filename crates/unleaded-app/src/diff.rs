//! What changed between two documents.
//!
//! A document becomes a tree of [`Node`]s: a product, a material, a list, each with a key, facts and what is inside it.
//! One comparison serves declarations, bills of materials and reports. Amounts are compared as exact values; the
//! order of rows never matters; a name that stands twice is matched by what it holds.

pub use self::compare::{Change, Counts, Fact, How, Mode};
pub use self::field::{Field, Kind};
pub use self::node::{Exact, Value};

use unleaded_documents::report::Report;
use unleaded_formats::sink::Collected;
use unleaded_model::bom::Bom;

mod bom;
mod compare;
mod composition;
mod declaration;
mod field;
mod header;
mod identities;
mod lists;
mod node;
mod report;

/// Compares two declarations. The root stands for the documents.
pub fn declarations(a: &Collected, b: &Collected, mode: Mode) -> Change {
    let (a, b) = declaration::trees(a, b);
    compare::compare(a, b, mode)
}

/// Compares two bills of materials.
pub fn boms(a: &Bom, b: &Bom, mode: Mode) -> Change {
    compare::compare(bom::tree(a), bom::tree(b), mode)
}

/// Compares two reports.
pub fn reports(a: &Report, b: &Report, mode: Mode) -> Change {
    compare::compare(report::tree(a), report::tree(b), mode)
}
