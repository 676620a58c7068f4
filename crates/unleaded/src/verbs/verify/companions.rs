//! What lies beside the documents and says something about them.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use unleaded_app::companions::{Companion, Companions, companion_names};
use unleaded_app::documents::unreadable;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::Clocks;

use super::time::if_there;
use crate::exit::Failure;
use crate::files;

/// What was found.
pub(super) struct Beside {
    pub(super) companions: Companions,
    /// What there is to say about the statements.
    pub(super) told: Vec<Diagnostic>,
    /// Folders and files that can't be read: each may hold a withdrawal.
    pub(super) unread: Vec<Diagnostic>,
}

/// Reads the delegations and statuses in the folders of `documents` and in `further`.
pub(super) fn of<'n>(
    documents: impl IntoIterator<Item = &'n String>,
    further: Option<&str>,
    clocks: &Clocks<'_>,
) -> Result<Beside, Box<Failure>> {
    let folders: BTreeSet<&Path> = documents
        .into_iter()
        .filter(|name| *name != files::STANDARD)
        .filter_map(|name| Path::new(name).parent())
        .collect();
    let (mut names, mut unread, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for folder in folders {
        match files::names(folder) {
            Ok(found) => names.extend(found),
            // What is not there holds nothing; that its documents are not there is told of them.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                unread.push(unreadable(&FileName::new(&folder.to_string_lossy()), &error))
            }
        }
    }
    if let Some(further) = further {
        let folder = Path::new(further);
        names.extend(files::names(folder).map_err(|error| files::unreadable(further, &error))?);
    }
    let mut read = Vec::new();
    for name in companion_names(&names) {
        match files::read(name) {
            Ok(bytes) => read.push(Companion::new(name, bytes, clocks, &mut if_there)),
            Err(error) => unread.push(unreadable(&FileName::new(name), &error)),
        }
    }
    let companions = Companions::verified(&read, clocks, &mut told);
    Ok(Beside { companions, told, unread })
}
