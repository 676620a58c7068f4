//! A workspace in a folder of its own, and what lies in it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use unleaded_store::disk::{Disk, System};
use unleaded_store::{
    About, Changes, FileRecord, Hashed, Index, Initial, Kind, Listing, Lock, Offered, Package,
    Patience, Record, Settled, Sha256, Shelf, Workspace,
};

pub(crate) fn is_document(name: &str) -> bool {
    name.ends_with(".xml")
}

/// A name, the text, and what belongs to it: what each name has behind that, and the text.
pub(crate) type Given<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

pub(crate) struct Place {
    pub(crate) dir: TempDir,
    pub(crate) workspace: Workspace,
}

impl Place {
    pub(crate) fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let workspace = Workspace::init(dir.path(), Initial { settings: "bom = \"bom.csv\"\n" });
        Self { dir, workspace: workspace.unwrap() }
    }

    pub(crate) fn add(&self, documents: &[Given<'_>]) -> Vec<Settled> {
        add(&self.workspace, &System, documents)
    }

    /// Every file but those of the cache, with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        files(self.dir.path())
    }

    pub(crate) fn listing(&self) -> Listing {
        Listing::of(&self.workspace, is_document).unwrap()
    }

    /// Opens the index, brings it up to date, and returns its records.
    pub(crate) fn refreshed(&self) -> (Index, Vec<Record>) {
        let (mut index, records) = Index::open(&self.workspace, "test").unwrap();
        let Changes { mut fresh, stale, gone } = Changes::between(&self.listing(), records);
        let new: Vec<Record> = stale.iter().map(|entry| self.record(entry)).collect();
        index.update(&new, &gone).unwrap();
        fresh.extend(new);
        fresh.sort_by(|a, b| a.path.cmp(&b.path));
        (index, fresh)
    }

    fn record(&self, entry: &unleaded_store::Entry) -> Record {
        let read = |name: &str| std::fs::read(self.workspace.path(name)).unwrap();
        let bytes = read(&entry.path);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let beside = entry.beside.iter().map(|(name, stamp)| FileRecord {
            name: name.clone(),
            stamp: *stamp,
            sha256: Sha256::of(&read(&format!("{}/{name}", entry.folder()))),
        });
        Record {
            kind: entry.kind,
            path: entry.path.clone(),
            sha256: Sha256::of(&bytes),
            stamp: entry.stamp,
            beside: beside.collect(),
            about: About {
                offers: vec![Offered { maker: "A".to_owned(), number: text }],
                mentions: vec!["C-1".to_owned()],
                ..About::default()
            },
        }
    }
}

/// Waits for another writer, but not for ever.
pub(crate) fn patience(waited: Duration) -> Patience {
    if waited < Duration::from_secs(60) { Patience::Wait } else { Patience::GiveUp }
}

pub(crate) fn add(workspace: &Workspace, disk: &dyn Disk, documents: &[Given<'_>]) -> Vec<Settled> {
    let lock = Lock::take(workspace, patience).unwrap();
    let shelf = Shelf::open(workspace, lock, disk, is_document).unwrap();
    let mut staged = Vec::new();
    for (name, text, beside) in documents {
        let kind = if is_document(name) { Kind::Document } else { Kind::Statement };
        let beside: Vec<(String, Vec<u8>)> = beside
            .iter()
            .map(|(suffix, text)| ((*suffix).to_owned(), text.as_bytes().to_vec()))
            .collect();
        let package = Package { kind, name, file: Hashed::of(text.as_bytes()), beside: &beside };
        staged.push(shelf.stage(&package).unwrap());
    }
    let (settled, result) = shelf.settle(staged);
    result.unwrap();
    shelf.finish().unwrap();
    settled
}

pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in folder.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            match path.is_dir() {
                true if name == ".unleaded" => {}
                true => open.push(path),
                false => {
                    found.insert(name, std::fs::read(path).unwrap());
                }
            }
        }
    }
    found
}
