//! What must not be written over: what this run reads or wrote, and private keys.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::STANDARD;
use crate::exit::Failure;
use crate::verbs::keys;

/// Most bytes that are looked at to tell a private key.
const HEAD: u64 = 4096;

/// The files that this run has read.
static READ: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Takes note that `path` is read.
pub(super) fn read_from(path: &Path) {
    if let Ok(path) = path.canonicalize() {
        READ.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }
}

/// Refuses to write over a file that this run has read, and over a private key.
pub(super) fn refuse(path: &str) -> Result<(), Box<Failure>> {
    let Ok(target) = Path::new(path).canonicalize() else {
        return Ok(());
    };
    if path == STANDARD || !target.is_file() {
        return Ok(());
    }
    if READ.lock().unwrap_or_else(PoisonError::into_inner).contains(&target) {
        return Err(is_read(path));
    }
    let mut head = Vec::new();
    let read = fs::File::open(&target).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    if read.is_ok() && keys::is_private(&head) {
        return Err(Failure::new(
            (
                format!("`{path}` is a private key, which is never written over"),
                format!("“{path}”是私钥，不会被覆盖"),
            ),
            ("name another file to write to", "请指定另一个输出文件"),
        ));
    }
    Ok(())
}

/// Returns the failure for an output that is an input.
pub(super) fn is_read(path: &str) -> Box<Failure> {
    Failure::new(
        (format!("`{path}` is the file that is read"), format!("“{path}”就是要读取的文件")),
        ("name another file to write to", "请指定另一个输出文件"),
    )
}
