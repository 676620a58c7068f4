//! What lies beside the documents and says something about them.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;
use unleaded_app::companions::{Companions, companion_names};
use unleaded_app::documents::unreadable;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::TrustStore;

use crate::exit::Failure;
use crate::files;

/// Reads the delegations and statuses in the folders of `documents` and in `further`.
pub(super) fn of(
    documents: &[String],
    further: Option<&str>,
    store: &TrustStore,
    as_of: Date,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Companions, Box<Failure>> {
    let folders: BTreeSet<&Path> = documents
        .iter()
        .filter(|name| *name != files::STANDARD)
        .filter_map(|name| Path::new(name).parent())
        .collect();
    let mut names = Vec::new();
    for folder in folders {
        // A folder that can't be listed hides nothing that could be read: its documents tell the same.
        names.extend(files::names(folder).unwrap_or_default());
    }
    if let Some(further) = further {
        let folder = Path::new(further);
        names.extend(files::names(folder).map_err(|error| files::unreadable(further, &error))?);
    }
    let mut read = Vec::new();
    for name in companion_names(&names) {
        match files::read(name) {
            Ok(bytes) => read.push((FileName::new(name), bytes)),
            Err(error) => diagnostics.push(unreadable(&FileName::new(name), &error)),
        }
    }
    Ok(Companions::verified(&read, store, as_of, diagnostics))
}
