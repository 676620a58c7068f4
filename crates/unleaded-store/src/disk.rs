//! What is done to the disk, one step at a time: every change of the documents goes through here.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

/// A disk. A process may be killed between any two steps.
pub trait Disk: Sync {
    /// Makes a folder that is not there.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file that is not there.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Gives a file or folder another name. Where `to` is a folder that holds anything, it fails; callers see to it that `to` is no file.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file or folder with all that is in it.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Has what was written below `folders` written to the disk: bytes, and the names in them.
    fn flush(&self, folders: &[&Path]) -> io::Result<()>;
}

/// The disk of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Disk for System {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        File::create_new(path)?.write_all(bytes)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::symlink_metadata(path)?.is_dir() {
            true => fs::remove_dir_all(path),
            false => fs::remove_file(path),
        }
    }

    #[cfg(target_os = "linux")]
    fn flush(&self, folders: &[&Path]) -> io::Result<()> {
        // All of them are on the file system of the workspace, so once is enough.
        match folders.first() {
            Some(folder) => Ok(rustix::fs::syncfs(File::open(folder)?)?),
            None => Ok(()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn flush(&self, folders: &[&Path]) -> io::Result<()> {
        folders.iter().try_for_each(|folder| flush_below(folder))
    }
}

/// Does it file by file, where the system can't do it at once.
#[cfg(not(target_os = "linux"))]
fn flush_below(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        match fs::symlink_metadata(&path)?.is_dir() {
            true => flush_below(&path)?,
            false => File::options().write(true).open(&path)?.sync_all()?,
        }
    }
    // Other systems than those of Unix can't open a folder, and write its names with the files.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
