//! The folder of the demo: made anew, but never at the cost of a file that somebody else put there.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::exit::Failure;
use crate::files;

use super::split;
use super::steps::{FILES, Run, STEPS};

/// The file by which a folder is known to be one that the demo made; it names the files that the demo writes.
const MARK: &str = ".unleaded-demo";
/// The folders that the demo lays files out in.
const FOLDERS: [&str; 4] = ["", "declarations", "keys", "tables"];

/// Removes what an earlier demo wrote, or makes a new folder, and lays the files out.
pub(super) fn prepare(folder: &Path) -> Result<PathBuf, Box<Failure>> {
    let failed =
        |what: &Path, error: io::Error| files::unwritable(&what.display().to_string(), &error);
    let mark = folder.join(MARK);
    let is_ours = mark.is_file();
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.exists() && !is_ours && !is_empty {
        return Err(not_ours(folder));
    }
    if is_ours {
        empty(folder, &mark)?;
    }
    for inside in FOLDERS {
        let path = folder.join(inside);
        fs::create_dir_all(&path).map_err(|error| failed(&path, error))?;
    }
    fs::write(&mark, marked()).map_err(|error| failed(&mark, error))?;
    for (name, bytes) in FILES {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|error| failed(&path, error))?;
    }
    folder.canonicalize().map_err(|error| failed(folder, error))
}

fn not_ours(folder: &Path) -> Box<Failure> {
    let folder = folder.display();
    Failure::new(
        (
            format!("`{folder}` exists and was not made by the demo"),
            format!("“{folder}”已存在，且不是由演示生成的"),
        ),
        ("name another folder: `unleaded demo DIR`", "请指定其他文件夹：`unleaded demo DIR`"),
    )
}

fn foreign(path: &Path) -> Box<Failure> {
    let path = path.display();
    Failure::new(
        (
            format!("`{path}` was not made by the demo, which makes its folder anew"),
            format!("“{path}”不是由演示生成的，而演示会重建其文件夹"),
        ),
        (
            "move it elsewhere, or name another folder: `unleaded demo DIR`",
            "请将其移到别处，或指定其他文件夹：`unleaded demo DIR`",
        ),
    )
}

/// Removes the files of an earlier demo, and the folders that are empty then. Nothing is removed where anything else is found.
fn empty(folder: &Path, mark: &Path) -> Result<(), Box<Failure>> {
    let failed = |error: io::Error| files::unwritable(&folder.display().to_string(), &error);
    let mut known = names();
    // An earlier version may have written other files; what it wrote is in its mark.
    known.extend(fs::read_to_string(mark).map_err(failed)?.lines().skip(1).map(str::to_owned));
    let found = walk(folder).map_err(failed)?;
    if let Some(other) = found.files.iter().find(|path| !is_known(path, folder, &known)) {
        return Err(foreign(other));
    }
    for file in &found.files {
        fs::remove_file(file).map_err(failed)?;
    }
    for inside in found.folders.iter().rev() {
        fs::remove_dir(inside).map_err(failed)?;
    }
    Ok(())
}

/// What is below a folder; a folder stands before those in it. A link is a file, wherever it leads.
#[derive(Default)]
struct Found {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

fn walk(folder: &Path) -> io::Result<Found> {
    let mut found = Found::default();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            match fs::symlink_metadata(&path)?.is_dir() {
                true => {
                    found.folders.push(path.clone());
                    open.push(path);
                }
                false => found.files.push(path),
            }
        }
    }
    found.files.sort();
    Ok(found)
}

fn is_known(path: &Path, folder: &Path, known: &BTreeSet<String>) -> bool {
    let Some(name) = path.strip_prefix(folder).ok().and_then(Path::to_str) else {
        return false;
    };
    let name = name.replace('\\', "/");
    known.contains(&name) || is_left_over(&name, known) || is_of_outbox(&name)
}

/// Whether it is what a write of a known file leaves when it is killed: `.NAME.PROCESS.tmp` beside it.
fn is_left_over(name: &str, known: &BTreeSet<String>) -> bool {
    let (inside, base) = name.rsplit_once('/').unwrap_or(("", name));
    let named = base.strip_prefix('.').and_then(|b| b.strip_suffix(".tmp"));
    let Some((base, process)) = named.and_then(|b| b.rsplit_once('.')) else {
        return false;
    };
    let whole = if inside.is_empty() { base.to_owned() } else { format!("{inside}/{base}") };
    process.bytes().all(|b| b.is_ascii_digit()) && known.contains(&whole)
}

/// Whether it is a file of the outbox of a platform on this machine, as the demo's is; receipts of others are kept.
fn is_of_outbox(name: &str) -> bool {
    let steps: Vec<&str> = name.split('/').collect();
    let local = |folder: &str| folder.starts_with("http_127.0.0.1_");
    match steps[..] {
        ["outbox", platform, "lock" | "platform-key.pub.pem"] => local(platform),
        ["outbox", platform, "outbox" | "receipts", file] => {
            local(platform) && (file.ends_with(".json") || file.ends_with(".half"))
        }
        _ => false,
    }
}

/// The text of the mark.
fn marked() -> String {
    let names: String = names().iter().map(|name| format!("{name}\n")).collect();
    format!("made by `unleaded demo`, which makes these files anew when it runs again:\n{names}")
}

/// The files that the demo lays out, and those that its commands write.
fn names() -> BTreeSet<String> {
    let database =
        ["", "-journal", "-shm", "-wal"].map(|end| format!("platform/platform.sqlite{end}"));
    let others = [MARK, "trust.json", "platform/platform-key.pem"].map(str::to_owned);
    let laid_out = FILES.iter().map(|(name, _)| (*name).to_owned());
    let written = STEPS.iter().flat_map(|step| step.runs).flat_map(|run| match run {
        Run::Command { line, .. } => written(line),
        Run::Learn { .. } | Run::Serve { .. } => Vec::new(),
    });
    laid_out.chain(written).chain(database).chain(others).collect()
}

/// The files that a command writes.
fn written(line: &str) -> Vec<String> {
    let words = split(line);
    let output = words.iter().position(|word| word == "-o").and_then(|at| words.get(at + 1));
    match (words.first().map(String::as_str), output) {
        (Some("keygen"), Some(key)) => vec![key.clone(), key.replace(".pem", ".pub.pem")],
        (Some("sign"), None) => {
            words.get(1).map(|name| format!("{name}.dsse.json")).into_iter().collect()
        }
        _ => output.cloned().into_iter().collect(),
    }
}
