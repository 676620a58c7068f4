//! The outbox: every filing is on disk before it is sent, and stays until its receipt is stored.
//!
//! Below the root, a directory for each platform: `outbox/KEY.json` (one entry for each idempotency key, with the exact body),
//! `receipts/SUBMISSION.json` (the signed receipts as received) and `platform-key.pub.pem` (pinned on first use). A file is
//! written under another name, flushed, renamed, and the directory flushed, so that a crash leaves the old or the new file, never
//! half of one. One process at a time: the file `lock` is locked while the outbox is open.

use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::SigningFailure;

use super::address::PlatformUrl;
use super::ports::{NoRandomness, Surroundings};
use super::prepare::idempotency_key;
use crate::contract::text::Text;

/// How often, and after what pause, to try the lock.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: Duration = Duration::from_millis(250);
/// Bytes of an entry that are read.
const LARGEST_ENTRY: u64 = 16 * 1024 * 1024;

/// The own disk or machine failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OutboxError {
    /// A file or directory can't be read or written.
    #[error("can't use {}: {source}", path.display())]
    File {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The key did not sign a request.
    #[error(transparent)]
    Key(#[from] SigningFailure),
    /// Another process has the outbox open, and had it for five seconds.
    #[error("another process uses the outbox {}", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// The system gave no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// What has become of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntryState {
    /// The receipt is stored.
    Filed,
    /// Not sent, or sent without a stored receipt.
    Pending,
    /// The platform refused it.
    Refused,
}

/// A filing in the outbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The idempotency key.
    pub key: String,
    /// What has become of it.
    pub state: EntryState,
    /// The submission's number, once filed.
    pub submission_no: Option<String>,
    /// Why the platform refused it; empty where it did not.
    pub reasons: Vec<Reason>,
    /// The exact body.
    pub body: Vec<u8>,
}

/// One reason for which the platform refused a filing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The error's name in the contract.
    pub code: String,
    /// The platform's words.
    pub issue: Text,
}

/// The entries of an outbox, by key, and a diagnostic for each file that can't be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listed {
    /// The entries.
    pub entries: Vec<Entry>,
    /// The damaged ones.
    pub diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    schema: String,
    idempotency_key: String,
    state: EntryState,
    submission_no: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<Reason>,
    body_base64: String,
}

const SCHEMA: &str = "unleaded/outbox-entry/v1";

/// An open, locked outbox of one platform. The lock ends when it is dropped, or with the process.
#[derive(Debug)]
pub struct Outbox {
    directory: PathBuf,
    _lock: File,
}

impl Outbox {
    /// Opens the outbox of `platform` below `root`; makes it when it is not there.
    pub fn open(
        root: &Path,
        platform: &PlatformUrl,
        surroundings: &dyn Surroundings,
    ) -> Result<Self, OutboxError> {
        let directory = root.join(platform.directory());
        for part in ["outbox", "receipts"] {
            let path = directory.join(part);
            std::fs::create_dir_all(&path).map_err(at(&path))?;
        }
        let lock = lock(&directory.join("lock"), surroundings)?;
        let outbox = Self { directory, _lock: lock };
        outbox.remove_halves()?;
        Ok(outbox)
    }

    /// Whether anything was ever filed with `platform` from the outbox below `root`; makes nothing.
    pub fn is_used(root: &Path, platform: &PlatformUrl) -> bool {
        root.join(platform.directory()).is_dir()
    }

    /// The file of the pinned key.
    pub fn pin_file(&self) -> PathBuf {
        self.directory.join("platform-key.pub.pem")
    }

    /// The file of the receipt of `submission_no`.
    pub fn receipt_file(&self, submission_no: &str) -> PathBuf {
        self.directory.join("receipts").join(format!("{submission_no}.json"))
    }

    fn entry_file(&self, key: &str) -> PathBuf {
        self.directory.join("outbox").join(format!("{key}.json"))
    }

    /// Keeps `body` durably and returns its entry. A body that was kept before keeps its entry; one that was refused is pending again.
    pub fn put(&self, body: &[u8]) -> Result<Entry, OutboxError> {
        let key = idempotency_key(body);
        if let Ok(entry) = self.read(&self.entry_file(&key))?
            && entry.body == body
            && entry.state != EntryState::Refused
        {
            return Ok(entry);
        }
        let entry = Entry {
            key,
            state: EntryState::Pending,
            submission_no: None,
            reasons: Vec::new(),
            body: body.to_vec(),
        };
        self.save(&entry)?;
        Ok(entry)
    }

    /// Every entry.
    pub fn list(&self) -> Result<Listed, OutboxError> {
        let directory = self.directory.join("outbox");
        let mut listed = Listed::default();
        for path in files(&directory)? {
            match self.read(&path)? {
                Ok(entry) => listed.entries.push(entry),
                Err(reason) => {
                    let file = FileName::new(&path.to_string_lossy());
                    let diagnostic =
                        Diagnostic::new(codes::OUTBOX_ENTRY_DAMAGED, Place::file(&file));
                    listed.diagnostics.push(diagnostic.with("reason", reason));
                }
            }
        }
        Ok(listed)
    }

    /// Writes `entry` as it stands.
    pub(crate) fn save(&self, entry: &Entry) -> Result<(), OutboxError> {
        let stored = Stored {
            schema: SCHEMA.to_owned(),
            idempotency_key: entry.key.clone(),
            state: entry.state,
            submission_no: entry.submission_no.clone(),
            reasons: entry.reasons.clone(),
            body_base64: STANDARD.encode(&entry.body),
        };
        let path = self.entry_file(&entry.key);
        let text =
            serde_json::to_vec_pretty(&stored).map_err(io::Error::from).map_err(at(&path))?;
        write_durably(&path, &text)
    }

    /// Stores a receipt as received.
    pub(crate) fn save_receipt(
        &self,
        submission_no: &str,
        receipt: &[u8],
    ) -> Result<(), OutboxError> {
        write_durably(&self.receipt_file(submission_no), receipt)
    }

    /// Stores the platform's key.
    pub(crate) fn save_pin(&self, pem: &str) -> Result<(), OutboxError> {
        write_durably(&self.pin_file(), pem.as_bytes())
    }

    /// Returns the text of the pinned key; absent when none is pinned.
    pub(crate) fn load_pin(&self) -> Result<Option<String>, OutboxError> {
        let bytes = self.load(&self.pin_file())?;
        Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    }

    /// Returns the stored receipt of `submission_no`; absent when there is none.
    pub fn load_receipt(&self, submission_no: &str) -> Result<Option<Vec<u8>>, OutboxError> {
        self.load(&self.receipt_file(submission_no))
    }

    fn load(&self, path: &Path) -> Result<Option<Vec<u8>>, OutboxError> {
        match read_bounded(path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(at(path)(error)),
        }
    }

    /// Reads the entry in `path`; the inner error says why it is damaged.
    fn read(&self, path: &Path) -> Result<Result<Entry, String>, OutboxError> {
        let Some(bytes) = self.load(path)? else {
            return Ok(Err("it is not there".to_owned()));
        };
        Ok(parse(&bytes, path))
    }

    /// Removes what a crash left half written. Only with the lock held, else another process's half would go.
    fn remove_halves(&self) -> Result<(), OutboxError> {
        for directory in
            [self.directory.clone(), self.directory.join("outbox"), self.directory.join("receipts")]
        {
            for entry in std::fs::read_dir(&directory).map_err(at(&directory))? {
                let path = entry.map_err(at(&directory))?.path();
                if path.extension().is_some_and(|extension| extension == "half") {
                    std::fs::remove_file(&path).map_err(at(&path))?;
                }
            }
        }
        Ok(())
    }
}

fn parse(bytes: &[u8], path: &Path) -> Result<Entry, String> {
    let stored: Stored = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if stored.schema != SCHEMA {
        return Err(format!("its schema is not {SCHEMA}"));
    }
    let body = STANDARD.decode(&stored.body_base64).map_err(|error| error.to_string())?;
    let key = idempotency_key(&body);
    let named = path.file_stem().is_some_and(|stem| stem == key.as_str());
    if key != stored.idempotency_key || !named {
        return Err("its body does not belong to its key".to_owned());
    }
    let Stored { state, submission_no, reasons, .. } = stored;
    Ok(Entry { key, state, submission_no, reasons, body })
}

/// The `json` files of `directory`, sorted.
fn files(directory: &Path) -> Result<Vec<PathBuf>, OutboxError> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(at(directory))? {
        let path = entry.map_err(at(directory))?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    use io::Read;
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST_ENTRY).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), OutboxError> {
    let half = path.with_extension("half");
    let write = || -> io::Result<()> {
        let mut file = File::create(&half)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, path)?;
        // Without this the rename itself may be lost with the power. Windows can't open a directory and needs no flush.
        match path.parent() {
            Some(parent) if cfg!(unix) => File::open(parent)?.sync_all(),
            _ => Ok(()),
        }
    };
    write().map_err(at(path))
}

fn lock(path: &Path, surroundings: &dyn Surroundings) -> Result<File, OutboxError> {
    let mut options = File::options();
    let file = options.create(true).truncate(false).write(true).open(path).map_err(at(path))?;
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => surroundings.pause(LOCK_PAUSE),
            Err(TryLockError::Error(error)) => return Err(at(path)(error)),
        }
    }
    Err(OutboxError::Locked { path: path.to_owned() })
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> OutboxError + use<> {
    let path = path.to_owned();
    move |source| OutboxError::File { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::{PlainHttp, System};

    fn platform() -> PlatformUrl {
        PlatformUrl::parse("http://127.0.0.1:1", PlainHttp::LoopbackOnly).unwrap()
    }

    /// A clock that does not sleep.
    struct Hasty;

    impl Surroundings for Hasty {
        fn now(&self) -> jiff::Timestamp {
            jiff::Timestamp::UNIX_EPOCH
        }

        fn pause(&self, _: Duration) {}

        fn random(&self) -> Result<[u8; 16], NoRandomness> {
            System.random()
        }
    }

    #[test]
    fn an_entry_is_kept_and_found() {
        let root = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(root.path(), &platform(), &Hasty).unwrap();
        let entry = outbox.put(b"{}").unwrap();
        assert_eq!(outbox.put(b"{}").unwrap(), entry);
        drop(outbox);
        let outbox = Outbox::open(root.path(), &platform(), &Hasty).unwrap();
        assert_eq!(outbox.list().unwrap().entries, [entry]);
    }

    #[test]
    fn a_second_process_is_told() {
        let root = tempfile::tempdir().unwrap();
        let _first = Outbox::open(root.path(), &platform(), &Hasty).unwrap();
        let second = Outbox::open(root.path(), &platform(), &Hasty);
        assert!(matches!(second, Err(OutboxError::Locked { .. })));
    }

    #[test]
    fn halves_are_removed_and_damage_is_named() {
        let root = tempfile::tempdir().unwrap();
        let outbox = Outbox::open(root.path(), &platform(), &Hasty).unwrap();
        let entry = outbox.put(b"{}").unwrap();
        let path = outbox.entry_file(&entry.key);
        std::fs::write(path.with_extension("half"), "{").unwrap();
        let whole = std::fs::read(&path).unwrap();
        drop(outbox);
        let outbox = Outbox::open(root.path(), &platform(), &Hasty).unwrap();
        assert!(!path.with_extension("half").exists());
        for end in [0, 1, whole.len() / 2, whole.len() - 1] {
            std::fs::write(&path, &whole[..end]).unwrap();
            let listed = outbox.list().unwrap();
            assert_eq!(listed.entries, []);
            assert_eq!(listed.diagnostics[0].code, codes::OUTBOX_ENTRY_DAMAGED);
        }
        // The same filing again repairs it.
        assert_eq!(outbox.put(b"{}").unwrap(), entry);
        assert_eq!(outbox.list().unwrap().entries, [entry]);
    }
}
