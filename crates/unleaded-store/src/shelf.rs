//! Putting documents into a workspace: each appears with all that belongs to it, or not at all.
//!
//! Many are written below `.unleaded/tmp` first, by several threads; then a batch of them is flushed to the disk at once and
//! each is renamed into place. What a killed process leaves is in `tmp`, and the next one that writes removes it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::disk::Disk;
use crate::error::{StoreError, at};
use crate::hash::{Hashed, Sha256};
use crate::index::record::FileRecord;
use crate::listing::{ENVELOPE, Kind, Stamp};
use crate::lock::Lock;
use crate::workspace::Workspace;

/// A document or a statement with what belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Package<'p> {
    /// What it is.
    pub kind: Kind,
    /// Its name, without folders. A statement is named by its hash instead.
    pub name: &'p str,
    /// Its bytes.
    pub file: Hashed<'p>,
    /// What belongs to it: what each file's name has behind its own, and the bytes.
    pub beside: &'p [(String, Vec<u8>)],
}

/// What is there of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its folder, from the workspace's.
    pub folder: String,
    /// The name of its file there; `None`: only what belonged to it is there.
    pub name: Option<String>,
    /// The other names in the folder, sorted.
    pub beside: Vec<String>,
}

/// A package that is written, and not in its place yet.
#[derive(Debug)]
pub struct Staged {
    kind: Kind,
    folder: String,
    /// The name of its file in its folder.
    name: String,
    sha256: Sha256,
    /// Where its new files are; `None`: there are none.
    temporary: Option<PathBuf>,
    /// The new files in the order in which they appear where their folder is there.
    new: Vec<(String, Sha256)>,
    differing: Vec<String>,
}

/// What became of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Its file, from the workspace's folder.
    pub path: String,
    /// The hash of its bytes.
    pub sha256: Sha256,
    /// The names of the files that are new there; none: all of it was there.
    pub new: Vec<String>,
    /// The names of files that are there with other bytes, and stay as they are.
    pub differing: Vec<String>,
    /// All its files, its own first, where all of them are new; else none.
    pub files: Vec<FileRecord>,
}

/// The right to put documents into a workspace.
pub struct Shelf<'d> {
    workspace: Workspace,
    disk: &'d dyn Disk,
    is_document: fn(&str) -> bool,
    next: AtomicU64,
    _lock: Lock,
}

impl<'d> Shelf<'d> {
    /// Opens the workspace for writing, and removes what a killed process left half written.
    pub fn open(
        workspace: &Workspace,
        lock: Lock,
        disk: &'d dyn Disk,
        is_document: fn(&str) -> bool,
    ) -> Result<Self, StoreError> {
        let workspace = workspace.clone();
        let shelf = Self { workspace, disk, is_document, next: AtomicU64::new(0), _lock: lock };
        let temporary = shelf.workspace.cache("tmp");
        make_folder(disk, &temporary)?;
        for entry in fs::read_dir(&temporary).map_err(at(&temporary))? {
            let path = entry.map_err(at(&temporary))?.path();
            disk.remove(&path).map_err(at(&path))?;
        }
        for name in Workspace::SHELVES {
            make_folder(disk, &shelf.workspace.path(name))?;
        }
        Ok(shelf)
    }

    /// What is there of the document with that hash; `None`: nothing.
    pub fn kept(&self, sha256: &Sha256) -> Result<Option<Kept>, StoreError> {
        let folder = Workspace::folder_of(sha256);
        let path = self.workspace.path(&folder);
        let entries = match fs::read_dir(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            entries => entries.map_err(at(&path))?,
        };
        let mut beside = Vec::new();
        for entry in entries {
            let name = entry.map_err(at(&path))?.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                beside.push(name);
            }
        }
        beside.sort_unstable();
        let own = beside.iter().position(|name| (self.is_document)(name));
        let name = own.map(|own| beside.remove(own));
        Ok(Some(Kept { folder, name, beside }))
    }

    /// Where a package is, where all of it is there; `None`: something is not, or is there with other bytes.
    pub fn whole(&self, package: &Package<'_>) -> Result<Option<String>, StoreError> {
        let staged = self.begin(package)?;
        let folder = self.workspace.path(&staged.folder);
        let beside = package.beside.iter();
        let beside = beside.map(|(suffix, bytes)| (staged.beside(suffix), bytes.as_slice()));
        let own = std::iter::once((staged.name.clone(), package.file.bytes()));
        for (name, bytes) in own.chain(beside) {
            match there(&folder.join(&name), &staged, &name, bytes)? {
                There::Same => {}
                There::Nothing | There::Other => return Ok(None),
            }
        }
        Ok(Some(format!("{}/{}", staged.folder, staged.name)))
    }

    /// Writes what is new of a package; several threads may do so at a time.
    pub fn stage(&self, package: &Package<'_>) -> Result<Staged, StoreError> {
        let mut staged = self.begin(package)?;
        match self.write(package, &mut staged) {
            Ok(()) => Ok(staged),
            Err(error) => {
                self.let_go(&staged);
                Err(error)
            }
        }
    }

    /// Where a package goes; nothing is written yet.
    fn begin(&self, package: &Package<'_>) -> Result<Staged, StoreError> {
        let sha256 = package.file.sha256();
        let (folder, name) = match package.kind {
            Kind::Statement => ("statements".to_owned(), format!("{sha256}{ENVELOPE}")),
            Kind::Document | Kind::Astray => {
                let name = self.kept(&sha256)?.and_then(|kept| kept.name);
                (Workspace::folder_of(&sha256), name.unwrap_or_else(|| package.name.to_owned()))
            }
        };
        let kind = package.kind;
        let (new, differing) = (Vec::new(), Vec::new());
        Ok(Staged { kind, folder, name, sha256, temporary: None, new, differing })
    }

    fn write(&self, package: &Package<'_>, staged: &mut Staged) -> Result<(), StoreError> {
        // Where files appear one by one, what belongs to a document comes before it, so that a signature comes with the evidence of
        // its time. A statement comes first: evidence alone would belong to nothing.
        if package.kind == Kind::Statement {
            self.write_new(staged, staged.name.clone(), package.file)?;
        }
        let mut beside: Vec<(String, &[u8])> = package
            .beside
            .iter()
            .map(|(suffix, bytes)| (staged.beside(suffix), bytes.as_slice()))
            .collect();
        beside.sort_unstable_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        for (name, bytes) in beside {
            self.write_new(staged, name, Hashed::of(bytes))?;
        }
        match package.kind {
            Kind::Statement => Ok(()),
            Kind::Document | Kind::Astray => {
                self.write_new(staged, staged.name.clone(), package.file)
            }
        }
    }

    /// Writes one file, unless it is in its place already.
    fn write_new(
        &self,
        staged: &mut Staged,
        name: String,
        file: Hashed<'_>,
    ) -> Result<(), StoreError> {
        let place = self.workspace.path(&staged.folder).join(&name);
        match there(&place, staged, &name, file.bytes())? {
            There::Same => return Ok(()),
            There::Other => {
                staged.differing.push(name);
                return Ok(());
            }
            There::Nothing => {}
        }
        if staged.temporary.is_none() {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let folder = self.workspace.cache("tmp").join(number.to_string());
            self.disk.create_folder(&folder).map_err(at(&folder))?;
            staged.temporary = Some(folder);
        }
        let path = staged.temporary.as_ref().map(|folder| folder.join(&name)).unwrap_or_default();
        self.disk.write(&path, file.bytes()).map_err(at(&path))?;
        staged.new.push((name, file.sha256()));
        Ok(())
    }

    /// Puts packages into their places. What was settled before something failed stays there; the rest is let go.
    pub fn settle(&self, batch: Vec<Staged>) -> (Vec<Settled>, Result<(), StoreError>) {
        let temporary = self.workspace.cache("tmp");
        let mut settled = Vec::with_capacity(batch.len());
        let mut result = Ok(());
        if batch.iter().any(|staged| staged.temporary.is_some()) {
            result = self.disk.flush(&[&temporary]).map_err(at(&temporary));
        }
        for staged in batch {
            if result.is_ok() {
                match self.place(&staged) {
                    Ok(one) => settled.push(one),
                    Err(error) => result = Err(error),
                }
            }
            if result.is_err() {
                self.let_go(&staged);
            }
        }
        (settled, result)
    }

    /// Sees to it that what was settled is still there when the power fails.
    pub fn finish(&self) -> Result<(), StoreError> {
        let folders = Workspace::SHELVES.map(|shelf| self.workspace.path(shelf));
        self.disk.flush(&[&folders[0], &folders[1]]).map_err(at(&folders[0]))
    }

    fn place(&self, staged: &Staged) -> Result<Settled, StoreError> {
        let mut settled = Settled {
            path: format!("{}/{}", staged.folder, staged.name),
            sha256: staged.sha256,
            new: Vec::new(),
            differing: staged.differing.clone(),
            files: Vec::new(),
        };
        let Some(temporary) = &staged.temporary else { return Ok(settled) };
        let folder = self.workspace.path(&staged.folder);
        let is_whole = staged.new.iter().any(|(name, _)| *name == staged.name);
        if staged.kind != Kind::Statement && is_whole {
            if let Some(above) = folder.parent() {
                make_folder(self.disk, above)?;
            }
            match self.disk.rename(temporary, &folder) {
                Ok(()) => {
                    settled.new = staged.new.iter().map(|(name, _)| name.clone()).collect();
                    settled.files = records(&folder, staged)?;
                    return Ok(settled);
                }
                // Another package of the batch has the same bytes.
                Err(error) if is_taken(&error, &folder) => {}
                Err(error) => return Err(at(&folder)(error)),
            }
        }
        self.place_singly(staged, &folder, temporary, &mut settled)?;
        Ok(settled)
    }

    /// Puts files into a folder that is there; none that is there is replaced.
    fn place_singly(
        &self,
        staged: &Staged,
        folder: &Path,
        temporary: &Path,
        settled: &mut Settled,
    ) -> Result<(), StoreError> {
        let own = match staged.kind {
            Kind::Statement => None,
            Kind::Document | Kind::Astray => self.kept(&staged.sha256)?.and_then(|kept| kept.name),
        };
        if let Some(own) = &own {
            settled.path = format!("{}/{own}", staged.folder);
        }
        for (name, sha256) in &staged.new {
            let suffix = name.strip_prefix(&staged.name);
            let to = match (&own, suffix) {
                (Some(own), Some(suffix)) => format!("{own}{suffix}"),
                _ => name.clone(),
            };
            let (from, path) = (temporary.join(name), folder.join(&to));
            match fs::read(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.disk.rename(&from, &path).map_err(at(&path))?;
                    settled.new.push(to);
                }
                Ok(there) if Sha256::of(&there) == *sha256 => {}
                Ok(_) => settled.differing.push(to),
                Err(error) => return Err(at(&path)(error)),
            }
        }
        self.disk.remove(temporary).map_err(at(temporary))
    }

    /// Removes what is written and will not be put into its place.
    pub fn let_go(&self, staged: &Staged) {
        if let Some(temporary) = &staged.temporary {
            // What can't be removed now, the next one that writes removes.
            let _ = self.disk.remove(temporary);
        }
    }
}

impl Staged {
    /// The name of the file that belongs to it and has `suffix` behind its own. A proof of a log has the name of a statement without its ending.
    fn beside(&self, suffix: &str) -> String {
        match (self.kind, self.name.strip_suffix(ENVELOPE)) {
            (Kind::Statement, Some(stem)) => format!("{stem}{suffix}"),
            _ => format!("{}{suffix}", self.name),
        }
    }
}

/// What lies where a file should go.
enum There {
    Nothing,
    Other,
    Same,
}

fn there(place: &Path, staged: &Staged, name: &str, bytes: &[u8]) -> Result<There, StoreError> {
    let about = match fs::metadata(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(There::Nothing),
        about => about.map_err(at(place))?,
    };
    if about.len() != bytes.len() as u64 {
        return Ok(There::Other);
    }
    // It lies in a folder, or under a name, that its hash names: that it is as it was, `status --verify` tells.
    if name == staged.name {
        return Ok(There::Same);
    }
    let same = fs::read(place).map_err(at(place))? == bytes;
    Ok(if same { There::Same } else { There::Other })
}

fn records(folder: &Path, staged: &Staged) -> Result<Vec<FileRecord>, StoreError> {
    let record = |(name, sha256): &(String, Sha256)| {
        let path = folder.join(name);
        let stamp = Stamp::of(&fs::metadata(&path).map_err(at(&path))?);
        Ok(FileRecord { name: name.clone(), stamp, sha256: *sha256 })
    };
    let mut files: Vec<FileRecord> =
        staged.new.iter().map(record).collect::<Result<_, StoreError>>()?;
    files.sort_unstable_by(|a, b| {
        (a.name != staged.name, &a.name).cmp(&(b.name != staged.name, &b.name))
    });
    Ok(files)
}

/// Whether a folder can't be put where there is one.
fn is_taken(error: &io::Error, folder: &Path) -> bool {
    let kinds = [io::ErrorKind::DirectoryNotEmpty, io::ErrorKind::AlreadyExists];
    kinds.contains(&error.kind()) || cfg!(windows) && folder.is_dir()
}

fn make_folder(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    match disk.create_folder(path) {
        // Another process may have come first.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => made.map_err(at(path)),
    }
}
