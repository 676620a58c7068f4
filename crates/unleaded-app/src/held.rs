//! The documents that a folder holds, by their bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use unleaded_documents::made_from::Held;
use unleaded_formats::check::CheckOptions;
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::DeclaredPart;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::sha256_hex;

use crate::documents::{Documents, is_document};
use crate::mapping::MappingFile;
use crate::parallel;
use crate::rows::read_declaration;

/// A file that can't be read.
#[derive(Debug, thiserror::Error)]
#[error("`{file}` can't be read")]
pub struct Unread {
    /// Its name; empty: it is the folder.
    pub file: String,
    /// Why.
    #[source]
    pub error: io::Error,
}

/// Returns the documents of a folder in the order of their hashes; files of the same bytes are one. The parts of those that
/// `known` does not know are read, too.
pub fn held(
    documents: &dyn Documents,
    mapping: Option<&MappingFile>,
    known: Option<&BTreeSet<&str>>,
    mut progress: impl FnMut(usize, usize),
) -> Result<Vec<Held>, Unread> {
    let names = documents.names().map_err(|error| Unread { file: String::new(), error })?;
    let mut wanted: Vec<&String> = names.iter().filter(|name| is_document(name)).collect();
    wanted.sort_unstable();
    let one = |name: &&String| {
        let bytes = documents.read(name)?;
        let sha256 = sha256_hex(&bytes);
        let is_new = known.is_some_and(|known| !known.contains(sha256.as_str()));
        let parts = if is_new { parts(&bytes, name, mapping) } else { BTreeSet::new() };
        Ok((sha256, parts))
    };
    let mut all: BTreeMap<String, Held> = BTreeMap::new();
    let read = parallel::map(&wanted, one, |done| progress(done, wanted.len()));
    for (name, read) in wanted.iter().zip(read) {
        let file = (*name).clone();
        let (sha256, parts) =
            read.map_err(|error: io::Error| Unread { file: file.clone(), error })?;
        let held = all.entry(sha256.clone()).or_default();
        held.sha256 = sha256;
        held.files.push(file);
        held.parts = parts.into_iter().collect();
    }
    Ok(all.into_values().collect())
}

/// The numbers of the parts that a document speaks of; none where it can't be read.
pub(crate) fn parts(bytes: &[u8], name: &str, mapping: Option<&MappingFile>) -> BTreeSet<String> {
    let (mut collected, none) = (Collected::default(), Mapping::default());
    read_declaration(
        bytes,
        &FileName::new(name),
        CheckOptions::default(),
        mapping.map_or(&none, |file| &file.mapping),
        &mut collected,
    );
    let numbers = |part: &DeclaredPart| {
        let items = part.items.iter();
        let both = items.flat_map(|item| [item.number.clone(), item.requester_number.clone()]);
        both.filter(|number| !number.is_empty()).collect::<Vec<_>>()
    };
    collected.products.iter().flat_map(numbers).collect()
}
