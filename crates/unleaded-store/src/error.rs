//! What can go wrong with the own disk.

use std::io;
use std::path::{Path, PathBuf};

/// The own disk or machine failed, or the workspace can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file or folder can't be read or written.
    #[error("can't use {}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The index can't be used, not even in memory.
    #[error("the index can't be used: {0}")]
    Index(#[from] rusqlite::Error),
    /// There is a workspace already.
    #[error("{} is a workspace already", root.display())]
    IsThere {
        /// Its folder.
        root: PathBuf,
    },
    /// Whoever waited for another process gave up.
    #[error("another process writes to {}", root.display())]
    Locked {
        /// The workspace's folder.
        root: PathBuf,
    },
}

/// Returns what makes an error of the system one about `path`.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> StoreError + use<> {
    let path = path.to_owned();
    move |source| StoreError::File { path, source }
}
