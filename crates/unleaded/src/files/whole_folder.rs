//! A folder of files that appears whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{STANDARD, guard, unwritable};
use crate::exit::Failure;

/// What such a folder holds, so that one that is there is replaced only where it is of the same kind.
#[derive(Clone, Copy)]
pub(crate) struct Contents {
    /// The file that tells of the others.
    pub(crate) mark: &'static str,
    /// Whether its bytes are those of a mark.
    pub(crate) is_mark: fn(&[u8]) -> bool,
    /// Whether a file of that name belongs in.
    pub(crate) is_known: fn(&str) -> bool,
}

/// A folder on its way: it is made beside the place where it is to stand, and is gone again if it never gets there.
pub(crate) struct WholeFolder {
    /// The path as it was given.
    given: String,
    /// Where it is to stand.
    target: PathBuf,
    /// Where it is made.
    beside: PathBuf,
    contents: Contents,
    /// Locked while it is worked on, so that it is known what a killed run left behind.
    _lock: Option<fs::File>,
}

impl WholeFolder {
    /// Begins a folder at `path`, where there must be none, an empty one, or one with the same contents and nothing else.
    pub(crate) fn begin(path: &str, contents: Contents) -> Result<Self, Box<Failure>> {
        if path == STANDARD {
            return Err(Failure::new(
                ("tables can't be written to standard output", "表格无法写入标准输出"),
                ("name a folder with `-o FOLDER`", "请用“-o 文件夹”指定文件夹"),
            ));
        }
        let failed = |error: io::Error| unwritable(path, &error);
        // Behind a link the folder that it leads to.
        let target = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
        replaceable(path, &target, contents)?;
        let name = target.file_name().ok_or_else(|| failed(ErrorKind::InvalidFilename.into()))?;
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
        let parent = parent.unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(failed)?;
        sweep(parent, name, contents);
        let beside = hidden(&target, name, "tmp");
        fs::create_dir(&beside).map_err(failed)?;
        let lock = fs::File::open(&beside).ok().filter(|folder| folder.try_lock().is_ok());
        Ok(Self { given: path.to_owned(), target, beside, contents, _lock: lock })
    }

    /// Where its files are written for now.
    pub(crate) fn path(&self) -> &Path {
        &self.beside
    }

    /// Puts it in its place.
    pub(crate) fn place(self) -> Result<(), Box<Failure>> {
        let failed = |error: io::Error| unwritable(&self.given, &error);
        // It may have changed in the meantime.
        replaceable(&self.given, &self.target, self.contents)?;
        if !self.target.is_dir() {
            return fs::rename(&self.beside, &self.target).map_err(failed);
        }
        for file in files_in(&self.target).map_err(failed)? {
            guard::refuse(&file.to_string_lossy())?;
        }
        let name = self.target.file_name().unwrap_or_default();
        let old = hidden(&self.target, name, "old");
        fs::rename(&self.target, &old).map_err(failed)?;
        if let Err(error) = fs::rename(&self.beside, &self.target) {
            // What was there stays.
            let _ = fs::rename(&old, &self.target);
            return Err(failed(error));
        }
        remove(&old, self.contents).map_err(failed)
    }
}

impl Drop for WholeFolder {
    fn drop(&mut self) {
        // It is not there if it was placed.
        let _ = remove(&self.beside, self.contents);
    }
}

/// Refuses a target that holds anything else.
fn replaceable(path: &str, target: &Path, contents: Contents) -> Result<(), Box<Failure>> {
    let failed = |error: io::Error| unwritable(path, &error);
    let Ok(about) = fs::symlink_metadata(target) else { return Ok(()) };
    if !about.is_dir() {
        return Err(Failure::new(
            (format!("`{path}` is a file"), format!("“{path}”是文件")),
            ("name a folder, there or not", "请指定文件夹，无论是否已存在"),
        ));
    }
    let found = files_in(target).map_err(failed)?;
    let mark = fs::read(target.join(contents.mark));
    let is_ours = mark.is_ok_and(|mark| (contents.is_mark)(&mark));
    match found.iter().find(|file| !is_ours || !belongs(file, contents)) {
        Some(other) => Err(not_ours(path, other)),
        None => Ok(()),
    }
}

fn not_ours(path: &str, other: &Path) -> Box<Failure> {
    let other = other.file_name().unwrap_or_default().to_string_lossy();
    Failure::new(
        (
            format!("`{path}` holds `{other}`, which would be lost"),
            format!("“{path}”中有“{other}”，替换后将丢失"),
        ),
        (
            "name another folder: only one that holds nothing but an earlier export is replaced",
            "请指定其他文件夹：只有仅含此前导出内容的文件夹才会被替换",
        ),
    )
}

/// Whether a file may be part of a folder with these contents. A link or a folder never is.
fn belongs(file: &Path, contents: Contents) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    let is_file = fs::symlink_metadata(file).is_ok_and(|about| about.is_file());
    is_file && name.is_some_and(|name| name == contents.mark || (contents.is_known)(name))
}

/// What is in a folder, sorted.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let files: io::Result<Vec<PathBuf>> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect();
    files.map(|mut files| {
        files.sort_unstable();
        files
    })
}

/// Removes a folder with these contents; anything else in it stays, and so does the folder then.
fn remove(folder: &Path, contents: Contents) -> io::Result<()> {
    for file in files_in(folder)?.iter().filter(|file| belongs(file, contents)) {
        fs::remove_file(file)?;
    }
    fs::remove_dir(folder)
}

/// `.NAME.PROCESS.ENDING` beside the target: hidden, so that it is not taken for anything.
fn hidden(target: &Path, name: &std::ffi::OsStr, ending: &str) -> PathBuf {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}.{ending}", std::process::id()));
    target.with_file_name(hidden)
}

/// Removes what killed runs left beside a folder of that name: nobody holds its lock. What can't be removed is in nobody's way.
fn sweep(parent: &Path, name: &std::ffi::OsStr, contents: Contents) {
    let Ok(found) = files_in(parent) else { return };
    let begins = format!(".{}.", name.to_string_lossy());
    let is_left = |path: &&PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let process = name
            .as_deref()
            .and_then(|name| name.strip_prefix(&begins))
            .and_then(|rest| rest.strip_suffix(".tmp").or_else(|| rest.strip_suffix(".old")));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        process.is_some_and(is_number) && path.is_dir()
    };
    for left in found.iter().filter(is_left) {
        let is_free = fs::File::open(left).is_ok_and(|folder| folder.try_lock().is_ok());
        if is_free {
            let _ = remove(left, contents);
        }
    }
}
