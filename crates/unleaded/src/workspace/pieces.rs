//! The workspace as a roll-up sees it that computes only what changed: documents by what the index knows of them, and the
//! pieces that are kept in it.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use unleaded_app::documents;
use unleaded_app::rollup::{About, Claims, KnownDocument, Supersedes, Workspace};
use unleaded_store::{Index, Kind, Piece, Record, StoreError};
use unleaded_trust::Digest;

use super::{Documents, Opened, catalogue};
use crate::exit::Failure;
use crate::printer::Printer;

/// A workspace with its index.
pub(crate) struct Pieces {
    documents: Documents,
    known: Vec<KnownDocument>,
    index: Mutex<Index>,
}

impl Pieces {
    /// Opens the workspace and brings its index up to date; `None`: files lie where they do not belong, of which the index knows nothing, or
    /// the same bytes lie there twice.
    pub(crate) fn open(opened: &Opened, printer: &Printer) -> Result<Option<Self>, Box<Failure>> {
        let current = catalogue::current(opened, printer)?;
        let is_astray = |record: &Record| record.kind == Kind::Astray || !record.is_in_its_folder();
        let documents = current.records.iter().filter(|record| record.kind == Kind::Document);
        let known: Vec<KnownDocument> = documents.map(|record| known(opened, record)).collect();
        let distinct: BTreeSet<Digest> = known.iter().map(|one| one.sha256).collect();
        if current.records.iter().any(is_astray) || distinct.len() < known.len() {
            return Ok(None);
        }
        let index = Mutex::new(current.index);
        Ok(Some(Self { documents: Documents::of(opened), known, index }))
    }

    /// Lets all pieces go that no run has used for some days, but those under `used`.
    pub(crate) fn tidy(&self, used: &[Digest]) {
        let keys: BTreeSet<Vec<u8>> = used.iter().map(|key| key.as_bytes().to_vec()).collect();
        // A cache that can't be made smaller is as good as before.
        let _ = self.index().forget_unused(&keys);
    }

    /// Lets all pieces go.
    pub(crate) fn forget(&self) -> io::Result<()> {
        self.index().keep_only(&BTreeSet::new()).map_err(io::Error::other)
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        self.index.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn known(opened: &Opened, record: &Record) -> KnownDocument {
    let sha256 = Digest::from_bytes(*record.sha256.bytes());
    let folder = record.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let own = record.path.rsplit('/').next().unwrap_or_default();
    let mut files = vec![(opened.path(&record.path), sha256)];
    let mut whole = record.sha256.bytes().to_vec();
    for file in &record.beside {
        let name = opened.path(&format!("{folder}/{}", file.name));
        files.push((name, Digest::from_bytes(*file.sha256.bytes())));
        // What a file beside a document is called after it says what it is.
        whole.extend(file.name.strip_prefix(own).unwrap_or(&file.name).as_bytes());
        whole.push(0);
        whole.extend(file.sha256.bytes());
    }
    let stamps = record.beside.iter().map(|file| file.stamp).chain([record.stamp]);
    let size = stamps.map(|stamp| stamp.size).sum();
    KnownDocument { files, sha256, key: Digest::of(&whole), size, about: about(&record.about) }
}

fn about(about: &unleaded_store::About) -> About {
    let offers = about.offers.iter().map(|offered| &offered.number);
    let numbers: BTreeSet<&String> = offers.chain(&about.asked).collect();
    let supersedes = match about.supersedes {
        true => Supersedes::Something,
        false => Supersedes::Nothing,
    };
    About {
        numbers: numbers.into_iter().cloned().collect(),
        claims: Claims { products: about.claimed.clone(), supersedes },
    }
}

impl documents::Documents for Pieces {
    fn names(&self) -> io::Result<Vec<String>> {
        self.documents.names()
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.documents.read(name)
    }
}

impl Workspace for Pieces {
    fn known(&self) -> io::Result<Vec<KnownDocument>> {
        Ok(self.known.clone())
    }

    fn missing(&self, keys: &[Digest]) -> io::Result<Vec<Digest>> {
        let index = self.index();
        let is_missing = |key: &Digest| Ok(!index.has_piece(key.as_bytes())?);
        let asked = keys.iter().map(|key| is_missing(key).map(|missing| missing.then_some(*key)));
        let missing: Result<Vec<Option<Digest>>, StoreError> = asked.collect();
        Ok(missing.map_err(io::Error::other)?.into_iter().flatten().collect())
    }

    fn piece(&self, key: &Digest) -> io::Result<Option<Vec<u8>>> {
        self.index().piece(key.as_bytes()).map_err(io::Error::other)
    }

    fn keep(&self, pieces: &[(Digest, Vec<u8>)]) -> io::Result<()> {
        let pieces: Vec<Piece<'_>> =
            pieces.iter().map(|(key, value)| Piece { key: key.as_bytes(), value }).collect();
        self.index().put_pieces(&pieces).map_err(io::Error::other)
    }
}
