//! What lies beside the documents and says something about them.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use unleaded_app::companions::{Companion, Companions, companion_names};
use unleaded_app::documents::unreadable;
use unleaded_app::evidence::{self, Signed};
use unleaded_app::signatures::check;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{Clocks, ENVELOPE_SUFFIX, Known, Terms, claims_to_supersede};

use super::time::if_there;
use crate::exit::Failure;
use crate::files;

/// What was found.
pub(crate) struct Beside {
    pub(crate) companions: Companions,
    /// Signed documents that take the place of others.
    pub(crate) successors: Vec<Known>,
    /// What there is to say about the statements.
    pub(crate) told: Vec<Diagnostic>,
    /// Folders and files that can't be read: each may hold a withdrawal.
    pub(crate) unread: Vec<Diagnostic>,
}

/// Reads the delegations and statuses in the folders of `documents` and in `further`.
pub(crate) fn of<'n>(
    documents: impl IntoIterator<Item = &'n String>,
    further: Option<&str>,
    clocks: &Clocks<'_>,
) -> Result<Beside, Box<Failure>> {
    let named: BTreeSet<&String> =
        documents.into_iter().filter(|name| *name != files::STANDARD).collect();
    let folders: BTreeSet<&Path> =
        named.iter().filter_map(|name| Path::new(name.as_str()).parent()).collect();
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
    unread.extend(read.iter().flat_map(|one| one.defects(&clocks.terms())));
    let companions = Companions::verified(&read, clocks, &mut told);
    let terms = Terms { delegations: &companions.delegations, ..clocks.terms() };
    let others = names.iter().filter(|name| !named.contains(name));
    let successors = others.filter_map(|name| successor(name, &terms, clocks)).collect();
    Ok(Beside { companions, successors, told, unread })
}

/// What is needed of the document at `path` to tell of which others it takes the place; `None`: of none that its signer says.
fn successor(path: &str, terms: &Terms<'_>, clocks: &Clocks<'_>) -> Option<Known> {
    let name = format!("{path}{ENVELOPE_SUFFIX}");
    // Most files have no envelope beside them, and most envelopes say nothing of the kind.
    let envelope = if_there(&name)?.ok().filter(|envelope| claims_to_supersede(envelope))?;
    let bytes = files::read(path).ok()?;
    let signed = Signed { document: (path, &bytes), envelope: Some((&name, &envelope)) };
    let found = evidence::beside(&signed, clocks, &mut if_there);
    let terms = Terms { evidence: &found.evidence, ..*terms };
    check(&FileName::new(path), &bytes, Some(&envelope), &terms)?.known
}
