//! Shared pieces of the workspace tests: what files there are, what raises each code, and the pages about codes.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "this package holds nothing but tests, which read files and fail by panicking"
)]

use std::path::{Path, PathBuf};

pub mod check_cases;
pub mod code_pages;
pub mod evidence;
pub mod list_cases;
pub mod made;
pub mod proof_cases;
pub mod readers;
pub mod rollup_cases;
pub mod trust_cases;

/// The folder of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

/// The path of `file` from the root, with `/` between its steps.
pub fn from_root(file: &Path) -> String {
    let inside = file.strip_prefix(root()).unwrap();
    let steps: Vec<_> = inside.iter().map(|step| step.to_string_lossy()).collect();
    steps.join("/")
}

/// What stands in `folder`, sorted. An empty folder fails: a walk over nothing proves nothing.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = folder.read_dir().unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} is empty", folder.display());
    paths
}

/// Every file of the repository but those of git, builds and the demonstration, sorted.
pub fn files() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root()];
    while let Some(folder) = open.pop() {
        for path in entries(&folder) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let skipped = [".git", "target", "demo"].contains(&name.as_str());
            match (skipped && folder == root(), path.is_dir()) {
                (true, _) => {}
                (false, true) if !is_empty(&path) => open.push(path),
                (false, true) => {}
                (false, false) => found.push(path),
            }
        }
    }
    found.sort();
    found
}

fn is_empty(folder: &Path) -> bool {
    folder.read_dir().unwrap().next().is_none()
}

/// The last component of `path`.
pub fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// The text of a file.
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The bytes of a file.
pub fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}
