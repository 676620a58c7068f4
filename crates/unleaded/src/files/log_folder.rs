//! The folder of a log: what several runs at once, and one that is killed, may leave of it.
//!
//! The checkpoint is the log: what it does not cover is not there. So tiles are on the disk, names and all, before the checkpoint
//! that covers them, and a run that is killed in between leaves files that the next one removes. Only one run writes at a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use unleaded_trust::log::{CHECKPOINT_LIMIT, CHECKPOINT_PATH, LogFiles};

use super::{Access, make, put, unreadable, unwritable};
use crate::exit::Failure;

/// The file that a run locks while it uses the folder. Its content is nothing.
const LOCK: &str = ".lock";

/// A log's folder, locked.
pub(crate) struct LogFolder {
    /// Its path, as the user wrote it.
    named: String,
    path: PathBuf,
    /// Unlocked when it is closed. `None`: nothing can be locked there, as in a folder that can't be written to.
    _lock: Option<File>,
}

impl LogFolder {
    /// Opens the folder for looking at it; others may do so as well.
    pub(crate) fn read(path: &str) -> Result<Self, Box<Failure>> {
        let folder = Self::of(path);
        folder.need()?;
        let lock =
            File::open(folder.path.join(LOCK)).ok().filter(|lock| lock.lock_shared().is_ok());
        Ok(Self { _lock: lock, ..folder })
    }

    /// Opens the folder for adding to it, once nobody else uses it.
    pub(crate) fn write(path: &str) -> Result<Self, Box<Failure>> {
        let folder = Self::of(path);
        folder.need()?;
        folder.locked()
    }

    /// Makes the folder for a new log; refuses one that holds anything.
    pub(crate) fn begin(path: &str) -> Result<Self, Box<Failure>> {
        let folder = Self::of(path);
        fs::create_dir_all(path).map_err(|error| unwritable(path, &error))?;
        let folder = folder.locked()?;
        let entries = fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
        let visible = |entry: &fs::DirEntry| !entry.file_name().to_string_lossy().starts_with('.');
        match entries.flatten().any(|entry| visible(&entry)) {
            false => Ok(folder),
            true => Err(Failure::new(
                (format!("`{path}` is not empty"), format!("“{path}”不是空文件夹")),
                ("name a folder of its own for the log", "请为日志指定单独的文件夹"),
            )),
        }
    }

    fn of(path: &str) -> Self {
        Self { named: path.to_owned(), path: PathBuf::from(path), _lock: None }
    }

    fn locked(self) -> Result<Self, Box<Failure>> {
        let path = self.path.join(LOCK);
        let lock = File::options().create(true).append(true).open(&path);
        let lock = lock.and_then(|lock| lock.lock().map(|()| lock));
        let lock = lock.map_err(|error| unwritable(&path.display().to_string(), &error))?;
        Ok(Self { _lock: Some(lock), ..self })
    }

    /// Fails where there is no log.
    fn need(&self) -> Result<(), Box<Failure>> {
        let checkpoint = self.path.join(CHECKPOINT_PATH);
        match fs::metadata(&checkpoint) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let path = self.path.display();
                Err(Failure::new(
                    (format!("`{path}` holds no log"), format!("“{path}”中没有日志")),
                    (
                        "name the folder with the file `checkpoint`, or make one with `log init`",
                        "请指定含有文件 checkpoint 的文件夹，或用 log init 新建",
                    ),
                ))
            }
            Err(error) => Err(unreadable(&checkpoint.display().to_string(), &error)),
        }
    }

    /// The folder as the user named it.
    pub(crate) fn path(&self) -> &str {
        &self.named
    }

    /// The name of the file at `path` in it.
    pub(crate) fn name(&self, path: &str) -> String {
        self.path.join(path).to_string_lossy().into_owned()
    }

    /// Returns the bytes of a file that must be there.
    pub(crate) fn file(&self, path: &str) -> Result<Vec<u8>, Box<Failure>> {
        let missing = || self.unread(path, &io::Error::from(io::ErrorKind::NotFound));
        LogFiles::read(self, path, CHECKPOINT_LIMIT)?.ok_or_else(missing)
    }

    /// Writes the first files of a log, none of which is there yet.
    pub(crate) fn begin_with(&self, path: &str, bytes: &[u8]) -> Result<(), Box<Failure>> {
        make(&self.path.join(path), bytes, Access::Everybody)
            .and_then(|()| sync(&self.path))
            .map_err(|error| self.unwritten(path, &error))
    }

    /// Writes tiles, and then the checkpoint that covers them.
    pub(crate) fn commit(
        &self,
        tiles: &BTreeMap<String, Vec<u8>>,
        checkpoint: &str,
    ) -> Result<(), Box<Failure>> {
        let mut folders = BTreeSet::new();
        for (path, bytes) in tiles {
            self.write_tile(path, bytes, &mut folders).map_err(|e| self.unwritten(path, &e))?;
        }
        for folder in folders {
            sync(&folder).map_err(|error| unwritable(&folder.display().to_string(), &error))?;
        }
        let path = self.path.join(CHECKPOINT_PATH);
        put(&path, &mut |out| out.write_all(checkpoint.as_bytes()))
            .and_then(|()| sync(&self.path))
            .map_err(|error| self.unwritten(CHECKPOINT_PATH, &error))
    }

    /// Writes a tile, and takes note of every folder that got a new name.
    fn write_tile(
        &self,
        path: &str,
        bytes: &[u8],
        folders: &mut BTreeSet<PathBuf>,
    ) -> io::Result<()> {
        let file = self.path.join(path);
        let parents = file.ancestors().skip(1).take_while(|parent| *parent != self.path);
        folders.extend(parents.map(Path::to_path_buf));
        folders.insert(self.path.clone());
        fs::create_dir_all(file.parent().unwrap_or(&self.path))?;
        put(&file, &mut |out| out.write_all(bytes))
    }

    /// Removes tiles that the log does not need, and what a killed run left half written.
    pub(crate) fn clear(&self, needless: &[String]) -> Result<(), Box<Failure>> {
        let walked = self.walk().map_err(|error| self.unread("tile", &error))?;
        let halves = walked.into_iter().filter(|path| is_half(path));
        let tiles = needless.iter().map(|path| self.path.join(path));
        for path in halves.chain(tiles) {
            let gone = fs::remove_file(&path);
            gone.map_err(|error| unwritable(&path.display().to_string(), &error))?;
        }
        Ok(())
    }

    /// Every file of the folder.
    fn walk(&self) -> io::Result<Vec<PathBuf>> {
        let (mut found, mut open) = (Vec::new(), vec![self.path.clone()]);
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                // A link to a folder is not followed: it may lead back up.
                match entry.file_type()?.is_dir() {
                    true => open.push(entry.path()),
                    false => found.push(entry.path()),
                }
            }
        }
        Ok(found)
    }

    fn unread(&self, path: &str, error: &io::Error) -> Box<Failure> {
        unreadable(&self.path.join(path).display().to_string(), error)
    }

    fn unwritten(&self, path: &str, error: &io::Error) -> Box<Failure> {
        unwritable(&self.path.join(path).display().to_string(), error)
    }
}

impl LogFiles for LogFolder {
    type Error = Box<Failure>;

    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, Box<Failure>> {
        let read = || {
            let file = File::open(self.path.join(path))?;
            if !file.metadata()?.is_file() {
                // A pipe or a device may never end.
                return Err(io::Error::other("not a regular file"));
            }
            let mut bytes = Vec::new();
            file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        match read() {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.unread(path, &error)),
        }
    }

    fn paths(&self) -> Result<Vec<String>, Box<Failure>> {
        let found = self.walk().map_err(|error| self.unread("tile", &error))?;
        let named = found.iter().filter(|path| !is_hidden(path)).filter_map(|path| {
            let parts = path.strip_prefix(&self.path).ok()?.iter();
            Some(parts.map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/"))
        });
        Ok(named.filter(|path| path.starts_with("tile/")).collect())
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
}

/// Whether a file is one that a run was writing when it was killed.
fn is_half(path: &Path) -> bool {
    is_hidden(path) && path.extension().is_some_and(|extension| extension == "tmp")
}

/// Has the names in a folder written to the disk.
fn sync(folder: &Path) -> io::Result<()> {
    // Other systems can't open a folder, and write its names with the files.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
