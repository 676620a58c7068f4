//! What lies in the folders of a workspace, and what of it changed since it was last looked at.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::error::{StoreError, at};
use crate::index::record::Record;
use crate::workspace::Workspace;

/// What the file of a signature ends with.
pub(crate) const ENVELOPE: &str = ".dsse.json";

/// What a file is without being read: its size, and when it was last changed, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes.
    pub size: u64,
    /// When its bytes were changed, as whoever wrote it says.
    pub modified: i64,
    /// When anything of it was changed, as the system says; zero where the system says nothing.
    pub changed: i64,
}

impl Stamp {
    pub(crate) fn of(file: &fs::Metadata) -> Self {
        let since = file.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = since.and_then(|since| i64::try_from(since.as_nanos()).ok());
        Self { size: file.len(), modified: modified.unwrap_or(0), changed: changed(file) }
    }
}

#[cfg(unix)]
fn changed(file: &fs::Metadata) -> i64 {
    use std::os::unix::fs::MetadataExt as _;
    file.ctime().saturating_mul(1_000_000_000).saturating_add(file.ctime_nsec())
}

#[cfg(not(unix))]
fn changed(_: &fs::Metadata) -> i64 {
    0
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A file that belongs to nothing that is there.
    Astray,
    /// A document.
    Document,
    /// A statement that stands beside no document, such as a withdrawal.
    Statement,
}

/// A document or a statement, with the files that belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its file from the workspace's folder, with `/` between folders.
    pub path: String,
    /// What its file is without being read.
    pub stamp: Stamp,
    /// The files that belong to it, by their names in its folder, sorted.
    pub beside: Vec<(String, Stamp)>,
}

impl Entry {
    /// The name of the folder that it is in, from the workspace's.
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The paths of all its files from the workspace's folder, its own first.
    pub fn files(&self) -> impl Iterator<Item = String> + '_ {
        let beside = self.beside.iter().map(|(name, _)| format!("{}/{name}", self.folder()));
        std::iter::once(self.path.clone()).chain(beside)
    }
}

/// Everything in the folders of a workspace, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entries.
    pub entries: Vec<Entry>,
}

impl Listing {
    /// Looks through the folders. `is_document` tells by its name whether a file is a document, not something beside one. What is hidden
    /// is passed over, and a folder that is not there is empty: version control keeps no empty ones.
    pub fn of(workspace: &Workspace, is_document: fn(&str) -> bool) -> Result<Self, StoreError> {
        let mut found = Vec::new();
        for shelf in Workspace::SHELVES {
            let path = workspace.path(shelf);
            let files = walk(&path, shelf).map_err(|(path, error)| at(&path)(error))?;
            found.extend(files);
        }
        Ok(Self::group(found, is_document))
    }

    fn group(found: Vec<(String, Stamp)>, is_document: fn(&str) -> bool) -> Self {
        let mut folders: BTreeMap<String, Vec<(String, Stamp)>> = BTreeMap::new();
        for (path, stamp) in found {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            folders.entry(folder.to_owned()).or_default().push((name.to_owned(), stamp));
        }
        let mut entries = Vec::new();
        for (folder, mut files) in folders {
            files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
            entries.extend(of_folder(&folder, files, is_document));
        }
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self { entries }
    }

    /// The documents.
    pub fn documents(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.kind == Kind::Document)
    }
}

/// The entries that the files of one folder make.
fn of_folder(
    folder: &str,
    files: Vec<(String, Stamp)>,
    is_document: fn(&str) -> bool,
) -> Vec<Entry> {
    let make = |kind, name: &str, stamp| Entry {
        kind,
        path: format!("{folder}/{name}"),
        stamp,
        beside: Vec::new(),
    };
    let (documents, rest): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(name, _)| is_document(name));
    let mut owners: Vec<(String, Entry)> = documents
        .into_iter()
        .map(|(name, stamp)| (name.clone(), make(Kind::Document, &name, stamp)))
        .collect();
    let rest = hand_out(rest, &mut owners);
    // An envelope that belongs to no document is a statement, and evidence of its time has its name.
    let (envelopes, rest): (Vec<_>, Vec<_>) =
        rest.into_iter().partition(|(name, _)| name.ends_with(ENVELOPE));
    let mut statements: Vec<(String, Entry)> = envelopes
        .into_iter()
        .map(|(name, stamp)| {
            let stem = name.strip_suffix(ENVELOPE).unwrap_or(&name).to_owned();
            (stem, make(Kind::Statement, &name, stamp))
        })
        .collect();
    let astray = hand_out(rest, &mut statements);
    let astray = astray.into_iter().map(|(name, stamp)| make(Kind::Astray, &name, stamp));
    let owners = owners.into_iter().chain(statements).map(|(_, entry)| entry);
    owners.chain(astray).collect()
}

/// Gives each file to the owner whose name it begins with, the longest such, and returns those that have none.
fn hand_out(files: Vec<(String, Stamp)>, owners: &mut [(String, Entry)]) -> Vec<(String, Stamp)> {
    let mut left = Vec::new();
    for (name, stamp) in files {
        let owner = owners
            .iter_mut()
            .filter(|(own, _)| name.strip_prefix(own.as_str()).is_some_and(|r| r.starts_with('.')))
            .max_by_key(|(own, _)| own.len());
        match owner {
            Some((_, entry)) => entry.beside.push((name, stamp)),
            None => left.push((name, stamp)),
        }
    }
    left
}

/// An error of the system, and where.
type Failed = (std::path::PathBuf, io::Error);

/// The files below `folder`, on all processors, with paths that begin with `name`.
fn walk(folder: &Path, name: &str) -> Result<Vec<(String, Stamp)>, Failed> {
    let mut found = Vec::new();
    let shards = match read(folder, name, &mut found) {
        Err((path, error)) if path == folder && error.kind() == io::ErrorKind::NotFound => {
            return Ok(found);
        }
        shards => shards?,
    };
    let (next, results) = (AtomicUsize::new(0), Mutex::new(Ok(found)));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads.min(shards.len()) {
            scope.spawn(|| {
                let own = below(folder, name, &shards, &next);
                let mut all = results.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                match (all.as_mut(), own) {
                    (Ok(all), Ok(own)) => all.extend(own),
                    (Ok(_), Err(error)) => *all = Err(error),
                    (Err(_), _) => {}
                }
            });
        }
    });
    results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The files of the shards that this thread comes to first.
fn below(
    folder: &Path,
    name: &str,
    shards: &[String],
    next: &AtomicUsize,
) -> Result<Vec<(String, Stamp)>, Failed> {
    let mut found = Vec::new();
    while let Some(shard) = shards.get(next.fetch_add(1, Ordering::Relaxed)) {
        let mut open = vec![shard.clone()];
        while let Some(inside) = open.pop() {
            let path = folder.join(&inside);
            let folders = read(&path, &format!("{name}/{inside}"), &mut found)?;
            open.extend(folders.into_iter().map(|folder| format!("{inside}/{folder}")));
        }
    }
    Ok(found)
}

/// Reads one folder: its files to `found`, and the names of its folders are returned.
fn read(
    folder: &Path,
    name: &str,
    found: &mut Vec<(String, Stamp)>,
) -> Result<Vec<String>, Failed> {
    let failed = |error| (folder.to_owned(), error);
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let own = entry.file_name().to_string_lossy().into_owned();
        if own.starts_with('.') {
            continue;
        }
        // A link to a folder is not followed: it may lead back up. One to a file is that file, and one to nothing can't be read later.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            folders.push(own);
            continue;
        }
        let about = if kind.is_symlink() { fs::metadata(entry.path()) } else { entry.metadata() };
        found.push((format!("{name}/{own}"), about.map(|a| Stamp::of(&a)).unwrap_or_default()));
    }
    Ok(folders)
}

/// What changed since records were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Records of what did not change, in the order of the listing.
    pub fresh: Vec<Record>,
    /// What came or changed.
    pub stale: Vec<Entry>,
    /// The paths of records of what is no longer there.
    pub gone: Vec<String>,
}

impl Changes {
    /// Compares a listing with records, none of which is twice there.
    pub fn between(listing: &Listing, records: Vec<Record>) -> Self {
        let mut known: BTreeMap<String, Record> =
            records.into_iter().map(|record| (record.path.clone(), record)).collect();
        let mut changes = Self::default();
        for entry in listing.entries.iter().filter(|entry| entry.kind != Kind::Astray) {
            match known.remove(&entry.path) {
                Some(record) if record.is_of(entry) => changes.fresh.push(record),
                _ => changes.stale.push(entry.clone()),
            }
        }
        changes.gone = known.into_keys().collect();
        changes
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.stale.is_empty() && self.gone.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_document(name: &str) -> bool {
        name.ends_with(".xml")
    }

    fn grouped(paths: &[&str]) -> Vec<String> {
        let found = paths.iter().map(|path| ((*path).to_owned(), Stamp::default())).collect();
        let listing = Listing::group(found, is_document);
        let line = |entry: &Entry| {
            let beside: Vec<&str> = entry.beside.iter().map(|(name, _)| name.as_str()).collect();
            format!("{:?} {} [{}]", entry.kind, entry.path, beside.join(" "))
        };
        listing.entries.iter().map(line).collect()
    }

    #[test]
    fn files_belong_to_the_document_whose_name_they_begin_with() {
        assert_eq!(
            grouped(&[
                "d/1/a.xml.dsse.json.tsr",
                "d/1/a.xml.dsse.json",
                "d/1/a.xml",
                "d/1/b.tsr",
                "d/2/a.xml.dsse.json",
                "s/12.dsse.json",
                "s/12.tlog-proof",
                "s/12.dsse.json.tsr",
            ]),
            [
                "Document d/1/a.xml [a.xml.dsse.json a.xml.dsse.json.tsr]",
                "Astray d/1/b.tsr []",
                "Statement d/2/a.xml.dsse.json []",
                "Statement s/12.dsse.json [12.dsse.json.tsr 12.tlog-proof]",
            ]
        );
    }
}
