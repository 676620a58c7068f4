//! The folder of a job: what is given to the cluster, what comes back, and how far it went.
//!
//! `FOLDER/KEY/` holds `in-NAME` (our tables) and, for each finished statement, a marker `STATEMENT.done` that names the folder
//! with its result. Each attempt writes to a folder of its own, so that a statement which a server still works on for a client
//! that is gone never mixes with one that a later client sends.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::error::Error;

/// The folder of one job, which nobody else works in.
#[derive(Debug)]
pub(crate) struct JobFolder {
    path: PathBuf,
    /// Held as long as the job.
    _lock: File,
}

impl JobFolder {
    /// Opens the folder of the job with this key.
    pub(crate) fn open(parent: &Path, key: &str) -> Result<Self, Error> {
        let parent = std::path::absolute(parent).map_err(at(parent))?;
        let path = parent.join(key);
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
        if !path.to_str().is_some_and(|text| text.chars().all(plain)) {
            return Err(Error::FolderName { folder: parent });
        }
        fs::create_dir_all(&path).map_err(at(&path))?;
        let lock = path.join("lock");
        let file = File::create(&lock).map_err(at(&lock))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { path, _lock: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Busy { folder: path }),
            Err(TryLockError::Error(source)) => Err(Error::File { path: lock, source }),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path of something in the folder, as statements name it.
    pub(crate) fn named(&self, name: &str) -> String {
        // The path was looked at when the folder was opened.
        self.path.join(name).to_string_lossy().into_owned()
    }

    /// The folder with the finished result of a statement, if there is one that holds what it must: as many rows as `is_whole`
    /// takes.
    pub(crate) fn finished(
        &self,
        statement: &str,
        is_whole: impl Fn(&Path) -> Result<bool, Error>,
    ) -> Result<Option<String>, Error> {
        let marker = self.path.join(format!("{statement}.done"));
        let name = match fs::read_to_string(&marker) {
            Ok(name) => name,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::File { path: marker, source }),
        };
        let folder = self.path.join(&name);
        let plain = !name.contains(['/', '\\']) && name.starts_with(statement);
        if plain && folder.is_dir() && is_whole(&folder)? {
            return Ok(Some(name));
        }
        fs::remove_file(&marker).map_err(at(&marker))?;
        Ok(None)
    }

    /// Notes that a statement is finished, and where its result is.
    pub(crate) fn finish(&self, statement: &str, name: &str) -> Result<(), Error> {
        let marker = self.path.join(format!("{statement}.done"));
        let draft = self.path.join(format!("{statement}.draft"));
        fs::write(&draft, name).map_err(at(&draft))?;
        File::open(&draft).and_then(|file| file.sync_all()).map_err(at(&draft))?;
        fs::rename(&draft, &marker).map_err(at(&marker))
    }

    /// Removes what earlier attempts at a statement left.
    pub(crate) fn sweep(&self, statement: &str) -> Result<(), Error> {
        let prefix = format!("{statement}-");
        for entry in fs::read_dir(&self.path).map_err(at(&self.path))? {
            let entry = entry.map_err(at(&self.path))?;
            if entry.file_name().to_string_lossy().starts_with(&prefix) {
                fs::remove_dir_all(entry.path()).map_err(at(&entry.path()))?;
            }
        }
        Ok(())
    }
}

/// The Parquet files of a result, by name.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        if name.is_some_and(|name| name.ends_with(".parquet") && !name.starts_with(['.', '_'])) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The number of rows that the Parquet files of a folder say they hold. A file that is no Parquet file holds none.
pub(crate) fn rows(folder: &Path) -> Result<u64, Error> {
    let mut rows = 0;
    for path in files(folder)? {
        let file = File::open(&path).map_err(at(&path))?;
        if let Ok(reader) = SerializedFileReader::new(file) {
            rows += u64::try_from(reader.metadata().file_metadata().num_rows()).unwrap_or(0);
        }
    }
    Ok(rows)
}

/// The error of a file.
pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    move |source| Error::File { path: path.to_owned(), source }
}
