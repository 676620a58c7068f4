//! The folder of a workspace, and where things are in it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{StoreError, at};
use crate::hash::Sha256;

/// The file that makes a folder a workspace.
const SETTINGS: &str = "unleaded.toml";
/// What can be deleted at any time.
const CACHE: &str = ".unleaded";
/// Version control leaves the cache alone, itself included.
const IGNORED: &str = "# What is here can be made again.\n*\n";
/// A line ending that was changed would change the hash of a document.
const AS_THEY_ARE: &str = "# Signatures cover each byte.\n* -text\n";

/// A workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    root: PathBuf,
}

/// What a new workspace begins with.
#[derive(Clone, Copy, Debug)]
pub struct Initial<'a> {
    /// The text of `unleaded.toml`.
    pub settings: &'a str,
}

impl Workspace {
    /// The folders with documents and statements, from the workspace's.
    pub const SHELVES: [&str; 2] = ["documents", "statements"];

    /// The workspace that `folder` is in: itself, or the nearest folder above with settings. `None`: there is none.
    pub fn find(folder: &Path) -> io::Result<Option<Self>> {
        let whole = fs::canonicalize(folder)?;
        let root = whole.ancestors().find(|above| above.join(SETTINGS).is_file());
        let Some(root) = root else { return Ok(None) };
        // From where the user is, so that what is told of files is as short as can be.
        let up = whole.ancestors().take_while(|above| *above != root).count();
        let near: PathBuf = (0..up).map(|_| "..").collect();
        let root = match (up, folder == Path::new(".")) {
            (0, _) => folder.to_owned(),
            (_, true) => near,
            (_, false) => folder.join(near),
        };
        Ok(Some(Self { root }))
    }

    /// Makes a workspace of `folder`, which may hold files, and need not be there. The settings are written last: without them it is none.
    pub fn init(folder: &Path, initial: Initial<'_>) -> Result<Self, StoreError> {
        let workspace = Self { root: folder.to_owned() };
        if workspace.settings().exists() {
            return Err(StoreError::IsThere { root: folder.to_owned() });
        }
        fs::create_dir_all(folder).map_err(at(folder))?;
        for shelf in Self::SHELVES {
            let path = workspace.path(shelf);
            fs::create_dir_all(&path).map_err(at(&path))?;
            write_where_missing(&path.join(".gitattributes"), AS_THEY_ARE)?;
        }
        workspace.make_cache()?;
        let half = workspace.cache("settings");
        let path = workspace.settings();
        let write = || {
            let mut file = fs::File::create(&half)?;
            file.write_all(initial.settings.as_bytes())?;
            file.sync_all()?;
            // Unlike a renaming, a second name is refused where there is a file.
            fs::hard_link(&half, &path)?;
            fs::remove_file(&half)
        };
        match write() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(StoreError::IsThere { root: folder.to_owned() })
            }
            written => written.map(|()| workspace).map_err(at(&path)),
        }
    }

    /// Its folder, as seen from where the process is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file with its settings.
    pub fn settings(&self) -> PathBuf {
        self.root.join(SETTINGS)
    }

    /// The file or folder `name` in it; `/` stands between folders.
    pub fn path(&self, name: &str) -> PathBuf {
        match self.root.as_os_str().is_empty() || self.root == Path::new(".") {
            true => PathBuf::from(name),
            false => self.root.join(name),
        }
    }

    /// The folder of the document with that hash, from the workspace's.
    pub fn folder_of(sha256: &Sha256) -> String {
        let hex = sha256.to_string();
        format!("documents/{}/{hex}", &hex[..2])
    }

    /// The file or folder `name` of the cache.
    pub(crate) fn cache(&self, name: &str) -> PathBuf {
        self.path(CACHE).join(name)
    }

    /// Makes the cache's folder where it is not there, as after it was deleted or the rest was copied.
    pub(crate) fn make_cache(&self) -> Result<(), StoreError> {
        let path = self.path(CACHE);
        fs::create_dir_all(&path).map_err(at(&path))?;
        write_where_missing(&path.join(".gitignore"), IGNORED)
    }
}

fn write_where_missing(path: &Path, text: &str) -> Result<(), StoreError> {
    match fs::metadata(path).is_ok_and(|file| file.len() > 0) {
        true => Ok(()),
        false => fs::write(path, text).map_err(at(path)),
    }
}
