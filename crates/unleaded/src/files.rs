//! Files, standard input and standard output.

use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use unleaded_app::documents::{Documents, is_document};
use unleaded_app::rollup::Replaced;
use unleaded_app::system::{in_chinese, in_english};
use unleaded_formats::detect::{Kind, detect};
use unleaded_trust::ENVELOPE_SUFFIX;
use unleaded_trust::rows::SEED_SUFFIX;

use crate::exit::Failure;

mod guard;
pub(crate) mod log_folder;
pub(crate) mod whole_folder;

/// The argument that stands for standard input or output.
pub(crate) const STANDARD: &str = "-";

/// Most bytes that are read of a file that must be in memory as a whole.
pub(crate) const LARGEST: u64 = 1 << 30;

/// Opens `path`, or standard input for `-`, for reading as a stream.
pub(crate) fn open(path: &str) -> io::Result<Box<dyn BufRead>> {
    if path == STANDARD {
        take_standard()?;
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    size_of_file(Path::new(path))?;
    let file = fs::File::open(path)?;
    guard::read_from(Path::new(path));
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// Takes standard input. What is read of it a second time is nothing, whatever it was meant to be, so that is an error.
pub(crate) fn take_standard() -> io::Result<()> {
    static TAKEN: AtomicBool = AtomicBool::new(false);
    match TAKEN.swap(true, Ordering::Relaxed) {
        true => Err(io::Error::new(io::ErrorKind::ResourceBusy, "it was read already")),
        false => Ok(()),
    }
}

/// Reads `path`, or standard input for `-`, into memory.
pub(crate) fn read(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    read_into(path, &mut bytes)?;
    Ok(bytes)
}

/// Reads `path`, or standard input for `-`, into `bytes` in place of what it holds: many files one after the other take the
/// memory of the largest.
pub(crate) fn read_into(path: &str, bytes: &mut Vec<u8>) -> io::Result<()> {
    let too_large = || io::Error::from(io::ErrorKind::FileTooLarge);
    bytes.clear();
    if path == STANDARD {
        open(path)?.take(LARGEST + 1).read_to_end(bytes)?;
    } else {
        // Told before a gigabyte is read, where the system knows it.
        let size = size_of_file(Path::new(path))?;
        if size > LARGEST {
            return Err(too_large());
        }
        let file = fs::File::open(path)?;
        guard::read_from(Path::new(path));
        bytes.reserve(usize::try_from(size).unwrap_or(0));
        file.take(LARGEST + 1).read_to_end(bytes)?;
    }
    if bytes.len() as u64 > LARGEST { Err(too_large()) } else { Ok(()) }
}

/// Reads `path` or fails with its name.
pub(crate) fn need(path: &str) -> Result<Vec<u8>, Box<Failure>> {
    read(path).map_err(|error| unreadable(path, &error))
}

/// Refuses to read standard input for more than one of `paths`: it can be read once.
pub(crate) fn refuse_standard_twice<'p>(
    paths: impl IntoIterator<Item = &'p String>,
) -> Result<(), Box<Failure>> {
    if paths.into_iter().filter(|path| *path == STANDARD).count() < 2 {
        return Ok(());
    }
    Err(Failure::new(
        ("`-` is given twice", "“-”给出了两次"),
        ("standard input can be read once; name files", "标准输入只能读取一次，请指定文件"),
    ))
}

/// Returns the failure for a file that can't be read.
pub(crate) fn unreadable(path: &str, error: &io::Error) -> Box<Failure> {
    let help = match error.kind() {
        io::ErrorKind::ResourceBusy if path == STANDARD => {
            ("standard input can be read once; name files", "标准输入只能读取一次，请指定文件")
        }
        io::ErrorKind::FileTooLarge => {
            ("give a file of at most 1 GiB", "请提供不超过 1 GiB 的文件")
        }
        io::ErrorKind::NotFound => ("check the name", "请检查文件名"),
        io::ErrorKind::PermissionDenied => ("check the permissions", "请检查权限"),
        _ => ("check the name and the permissions", "请检查文件名和权限"),
    };
    let zh = format!("无法读取“{path}”：{}", in_chinese(error));
    Failure::new((format!("`{path}` can't be read: {}", in_english(error)), zh), help)
}

/// The size in bytes of what is no folder.
fn size_of_file(path: &Path) -> io::Result<u64> {
    let about = fs::metadata(path)?;
    match about.is_dir() {
        true => Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")),
        false => Ok(about.len()),
    }
}

/// Writes `bytes` to `path`, or to standard output for `-` or nothing. A file appears whole or not at all; what is written to a device,
/// a pipe or standard output may be cut where the reader goes away or the disk is full.
pub(crate) fn write(path: Option<&str>, bytes: &[u8]) -> Result<(), Box<Failure>> {
    match path {
        None | Some(STANDARD) => print(bytes),
        Some(path) => {
            guard::refuse(path)?;
            if detect(bytes) != Some(Kind::Dsse) {
                refuse_kept(path)?;
            }
            put(Path::new(path), &mut |out| out.write_all(bytes)).map_err(|e| unwritable(path, &e))
        }
    }
}

/// Refuses to put something else in the place of a signature or of a secret that nobody can make again.
fn refuse_kept(path: &str) -> Result<(), Box<Failure>> {
    let is_kept = [ENVELOPE_SUFFIX, SEED_SUFFIX].iter().any(|suffix| path.ends_with(suffix));
    if !is_kept || !fs::metadata(path).is_ok_and(|about| about.is_file()) {
        return Ok(());
    }
    Err(Failure::new(
        (
            format!("`{path}` holds a signature or its secret, which would be lost"),
            format!("“{path}”中有签名或其秘密，覆盖后将丢失"),
        ),
        (
            "name another file to write to, or put this one away first",
            "请指定另一个输出文件，或先将该文件移走",
        ),
    ))
}

/// Does the same for a file that was read to be changed.
pub(crate) fn update(path: &str, bytes: &[u8]) -> Result<(), Box<Failure>> {
    put(Path::new(path), &mut |out| out.write_all(bytes)).map_err(|e| unwritable(path, &e))
}

/// The bytes of the regular file that writing to `path` would replace, at most `most` and one more; `None`: there is none. Unlike
/// [`read`] it does not keep the file from being written.
pub(crate) fn there(path: &str, most: usize) -> Result<Option<Vec<u8>>, Box<Failure>> {
    if path == STANDARD || !fs::metadata(path).is_ok_and(|about| about.is_file()) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path);
    let read = read.and_then(|file| file.take(most as u64 + 1).read_to_end(&mut bytes));
    read.map(|_| Some(bytes)).map_err(|error| unreadable(path, &error))
}

/// Whether both are names of one file that is there.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    let whole = |path: &str| fs::canonicalize(path).ok().filter(|_| path != STANDARD);
    whole(a).is_some_and(|a| whole(b) == Some(a))
}

/// Does `work`, which reads `path` and writes it again, while no other run of the program does the same in that folder: of two
/// changes none is lost. Where a folder can't be locked, as on some systems and network drives, it is done all the same.
pub(crate) fn alone<T>(path: &str, work: impl FnOnce() -> T) -> T {
    // Behind a link the folder of the file that it leads to: that is what is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let folder = fs::File::open(folder.unwrap_or(Path::new("."))).ok();
    // Held until `folder` is dropped, also when the process is killed.
    let _locked = folder.as_ref().map(fs::File::lock);
    work()
}

/// Makes a file that people go on to edit by hand: one that is there already is never replaced.
pub(crate) fn begin(path: &str, bytes: &[u8]) -> Result<(), Box<Failure>> {
    if path == STANDARD {
        return print(bytes);
    }
    make(Path::new(path), bytes, Access::Everybody).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Failure::new(
            (format!("`{path}` exists already"), format!("“{path}”已存在")),
            (
                "name another file, or remove this one if nobody has worked on it",
                "请指定另一个文件；如无人编辑过该文件，可先将其删除",
            ),
        ),
        _ => unwritable(path, &error),
    })
}

/// What writes the content of a file.
pub(crate) type Content<'a> = dyn FnMut(&mut dyn Write) -> io::Result<()> + 'a;

/// Does the same with what `content` writes, as it comes, so that it may be larger than memory.
pub(crate) fn stream(path: Option<&str>, content: &mut Content<'_>) -> Result<(), Box<Failure>> {
    match path {
        None | Some(STANDARD) => {
            let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
            printed(content(&mut out).and_then(|()| out.flush()))
        }
        Some(path) => {
            guard::refuse(path)?;
            refuse_kept(path)?;
            put(Path::new(path), &mut |out| {
                let mut out = BufWriter::with_capacity(1 << 16, out);
                content(&mut out)?;
                out.flush()
            })
            .map_err(|e| unwritable(path, &e))
        }
    }
}

/// Refuses to write over the file that is read.
pub(crate) fn refuse_same(input: &str, output: &str) -> Result<(), Box<Failure>> {
    if is_same(input, output) { Err(guard::is_read(output)) } else { Ok(()) }
}

/// Returns the failure for a file that can't be written.
pub(crate) fn unwritable(path: &str, error: &io::Error) -> Box<Failure> {
    Failure::new(
        (
            format!("`{path}` can't be written: {}", in_english(error)),
            format!("无法写入“{path}”：{}", in_chinese(error)),
        ),
        ("check the folder and the permissions", "请检查文件夹和权限"),
    )
}

/// Writes to standard output. A reader that went away is no failure.
pub(crate) fn print(bytes: &[u8]) -> Result<(), Box<Failure>> {
    let mut out = io::stdout().lock();
    printed(out.write_all(bytes).and_then(|()| out.flush()))
}

fn printed(result: io::Result<()>) -> Result<(), Box<Failure>> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(
            (format!("standard output: {error}"), format!("标准输出：{}", in_chinese(&error))),
            ("check where it is redirected to", "请检查重定向的目标"),
        )),
        _ => Ok(()),
    }
}

/// Who may read a new file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Whoever the system's settings allow.
    Everybody,
    /// The owner alone (mode 0600).
    Owner,
}

/// Replaces the file at `path`, behind a link the file that it leads to. A device or a pipe is written to, not replaced.
fn put(path: &Path, content: &mut Content<'_>) -> io::Result<()> {
    let Ok(old) = fs::metadata(path) else {
        return appear(path, content, Access::Everybody, |from, to| fs::rename(from, to));
    };
    if old.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if !old.is_file() {
        return content(&mut fs::OpenOptions::new().write(true).open(path)?);
    }
    let path = path.canonicalize()?;
    appear(&path, content, Access::Owner, |from, to| {
        fs::set_permissions(from, old.permissions())?;
        fs::rename(from, to)
    })
}

/// Makes a file that must not exist yet; it appears whole or not at all.
pub(crate) fn make(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    // Unlike a renaming, a second name is refused where there is a file.
    appear(path, &mut |out| out.write_all(bytes), access, |from, to| {
        fs::hard_link(from, to)?;
        fs::remove_file(from)
    })
}

/// Writes a file beside `path`, flushes it to the disk, and hands both names to `place`.
fn appear(
    path: &Path,
    content: &mut Content<'_>,
    access: Access,
    place: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    // Hidden, so that what a killed process leaves in a folder of declarations is not taken for one.
    let mut hidden = OsString::from(".");
    hidden.push(
        path.file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidFilename, "it names no file"))?,
    );
    hidden.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(hidden);
    let written = create(&beside, access).and_then(|mut file| {
        content(&mut file)?;
        file.sync_all()
    });
    written.and_then(|()| place(&beside, path)).inspect_err(|_| {
        // The target is untouched; what is left beside it is ours to remove, and may not be there at all.
        let _ = fs::remove_file(&beside);
    })
}

fn create(path: &Path, access: Access) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    options.open(path)
}

/// The files of `inputs`, in place of a folder the documents in it, in the order of their names.
pub(crate) fn documents(inputs: &[String]) -> Result<Vec<String>, Box<Failure>> {
    let mut documents = Vec::new();
    for input in inputs {
        if input == STANDARD || !Path::new(input).is_dir() {
            documents.push(input.clone());
            continue;
        }
        let names = Folder::new(input).names().map_err(|error| unreadable(input, &error))?;
        let mut names: Vec<String> = names.into_iter().filter(|name| is_document(name)).collect();
        if names.is_empty() {
            return Err(Failure::new(
                (
                    format!("the folder `{input}` holds no document"),
                    format!("文件夹“{input}”中没有文件"),
                ),
                ("name another folder, or files", "请指定其他文件夹或文件"),
            ));
        }
        names.sort();
        documents.extend(names);
    }
    Ok(documents)
}

/// Returns the paths of the files in `folder`, sorted, without those of its folders.
pub(crate) fn names(folder: &Path) -> io::Result<Vec<String>> {
    let listed = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names = Vec::new();
    for entry in fs::read_dir(listed)? {
        let entry = entry?;
        if entry.path().is_file() {
            names.push(folder.join(entry.file_name()).to_string_lossy().into_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// The files of a folder and of the folders in it.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) fn new(path: &str) -> Self {
        Self { path: PathBuf::from(path) }
    }
}

/// A folder with further documents, and their signatures where they lie beside them.
pub(crate) struct With<'a> {
    pub(crate) folder: &'a dyn Documents,
    pub(crate) replaced: &'a [Replaced],
}

impl Documents for With<'_> {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = self.folder.names()?;
        for one in self.replaced {
            let signature = format!("{}.dsse.json", one.file);
            let signed = Path::new(&signature).exists().then_some(signature);
            for name in std::iter::once(one.file.clone()).chain(signed) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        self.folder.read(name)
    }
}

impl Documents for Folder {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        let mut open = vec![self.path.clone()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder)? {
                let path = entry?.path();
                let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
                if hidden {
                    continue;
                }
                // A link to a folder is not followed: it may lead back up.
                match fs::symlink_metadata(&path)?.is_dir() {
                    true => open.push(path),
                    false => names.push(path.to_string_lossy().into_owned()),
                }
            }
        }
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        if !fs::metadata(name)?.is_file() {
            // A pipe or a device may never end.
            return Err(io::Error::other("not a regular file"));
        }
        read(name)
    }
}
