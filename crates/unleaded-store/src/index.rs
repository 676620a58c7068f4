//! The index: what documents say, so that they need not be read to be found. A cache in SQLite, never the truth.
//!
//! What is in it is used only where the files are as they were when it was written; each record carries a sum of its own, so
//! that a byte that changed on the disk is a record that is missing.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, params};

use self::pieces::Piece;
use self::record::{Record, Wire};
use crate::error::StoreError;
use crate::hash::Sha256;
use crate::workspace::Workspace;

pub(crate) mod pieces;
pub(crate) mod record;

/// The version of the tables. Another one is made again.
pub const SCHEMA_VERSION: i64 = 1;
/// What tells an index from other databases: `unld`.
const APPLICATION: i64 = 0x756e_6c64;
/// How long another process may keep it from being written.
const BUSY: Duration = Duration::from_secs(5);

const TABLES: &str = "
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (path TEXT PRIMARY KEY, record TEXT NOT NULL, sum BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pieces (key BLOB PRIMARY KEY, value BLOB NOT NULL, sum BLOB NOT NULL, last_used INTEGER NOT NULL);
";

/// An open index.
#[derive(Debug)]
pub struct Index {
    connection: Connection,
    made: Option<Made>,
}

/// Why an index is a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// What was there is damaged.
    Damaged,
    /// What was there is something else.
    Foreign,
    /// It is in memory alone: nothing can be written there.
    InMemory,
    /// There was none.
    Missing,
    /// Another version of the program made it, or tables are now read otherwise.
    OtherVersion,
}

impl Index {
    /// Opens the index with its records, in the order of their paths; one that is damaged is none. `basis` names all that records depend
    /// on besides the documents, such as the version of the program; where it is another one, or the file is of no use, a new one is
    /// made. Where nothing can be written it is made in memory.
    pub fn open(workspace: &Workspace, basis: &str) -> Result<(Self, Vec<Record>), StoreError> {
        let path = workspace.cache("index.sqlite");
        let made = (!path.exists()).then_some(Made::Missing);
        // Where even the folder can't be made, opening tells.
        let _ = workspace.make_cache();
        let opened = existing(&path, basis).and_then(|opened| match opened {
            Ok(connection) => records(&connection).map(|records| Ok((connection, records))),
            Err(made) => Ok(Err(made)),
        });
        match opened {
            Ok(Ok((connection, records))) => Ok((Self { connection, made }, records)),
            Ok(Err(made)) => Ok((Self::again(&path, basis, made)?, Vec::new())),
            Err(error) if is_damage(&error) => {
                Ok((Self::again(&path, basis, Made::Damaged)?, Vec::new()))
            }
            Err(_) => Ok((Self::in_memory(basis)?, Vec::new())),
        }
    }

    /// Makes it anew.
    pub fn remade(workspace: &Workspace, basis: &str) -> Result<Self, StoreError> {
        Self::again(&workspace.cache("index.sqlite"), basis, Made::Missing)
    }

    /// Why it is a new one; `None`: it is the one that was there.
    pub fn made(&self) -> Option<Made> {
        self.made
    }

    fn again(path: &Path, basis: &str, made: Made) -> Result<Self, StoreError> {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut file = path.as_os_str().to_owned();
            file.push(suffix);
            // What can't be removed is met again below.
            let _ = std::fs::remove_file(file);
        }
        match existing(path, basis) {
            Ok(Ok(connection)) => Ok(Self { connection, made: Some(made) }),
            Ok(Err(_)) | Err(_) => Self::in_memory(basis),
        }
    }

    fn in_memory(basis: &str) -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory()?;
        begin(&connection, basis)?;
        Ok(Self { connection, made: Some(Made::InMemory) })
    }

    /// Puts records in, in place of those of the same paths, and takes out those of `gone`, all of it or nothing.
    pub fn update<'r>(
        &mut self,
        records: impl IntoIterator<Item = &'r Record>,
        gone: &[String],
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        {
            let mut delete = transaction.prepare_cached("DELETE FROM documents WHERE path = ?1")?;
            for path in gone {
                delete.execute([path])?;
            }
            let mut insert = transaction.prepare_cached(
                "INSERT OR REPLACE INTO documents (path, record, sum) VALUES (?1, ?2, ?3)",
            )?;
            for record in records {
                // Texts and numbers can always be written.
                let Ok(text) = serde_json::to_string(&Wire::of(record)) else { continue };
                insert.execute(params![record.path, text, sum(&record.path, &text)])?;
            }
        }
        Ok(transaction.commit()?)
    }

    /// The value kept under `key`; `None`: there is none, or it is damaged.
    pub fn piece(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        match pieces::get(&self.connection, key) {
            Err(error) if is_damage(&error) => Ok(None),
            found => Ok(found?),
        }
    }

    /// Whether there is a value under `key`; whether it is damaged, only reading it tells.
    pub fn has_piece(&self, key: &[u8]) -> Result<bool, StoreError> {
        match pieces::has(&self.connection, key) {
            Err(error) if is_damage(&error) => Ok(false),
            found => Ok(found?),
        }
    }

    /// Keeps values, all of them or none.
    pub fn put_pieces(&mut self, pieces: &[Piece<'_>]) -> Result<(), StoreError> {
        pieces::put(&mut self.connection, pieces)
    }

    /// Notes that the values under `keys` were used, and lets go what has not been for two days: those of yesterday's date are
    /// still of use where two people work with two dates.
    pub fn forget_unused(&mut self, keys: &BTreeSet<Vec<u8>>) -> Result<(), StoreError> {
        pieces::forget_unused(&mut self.connection, keys)
    }

    /// Lets all values go but those under `keys`, and notes that these were used.
    pub fn keep_only(&mut self, keys: &BTreeSet<Vec<u8>>) -> Result<(), StoreError> {
        pieces::keep_only(&mut self.connection, keys)
    }
}

fn records(connection: &Connection) -> rusqlite::Result<Vec<Record>> {
    let mut select = connection.prepare("SELECT path, record, sum FROM documents ORDER BY path")?;
    let mut rows = select.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        let (Ok(path), Ok(text), Ok(kept)) =
            (row.get::<_, String>(0), row.get::<_, String>(1), row.get::<_, Vec<u8>>(2))
        else {
            continue;
        };
        if kept[..] == sum(&path, &text) {
            let wire = serde_json::from_str::<Wire>(&text).ok();
            records.extend(wire.and_then(|wire| wire.into_record(path)));
        }
    }
    Ok(records)
}

/// What shows whether a record is as it was written.
fn sum(path: &str, text: &str) -> [u8; 16] {
    let mut sum = [0; 16];
    sum.copy_from_slice(&Sha256::of(format!("{path}\0{text}").as_bytes()).bytes()[..16]);
    sum
}

/// Opens the database at `path`, or makes it; the inner error says why it is of no use.
fn existing(path: &Path, basis: &str) -> rusqlite::Result<Result<Connection, Made>> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    // Readers and a writer at once; what a killed process wrote is there whole or not at all.
    connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        return begin(&connection, basis).map(|()| Ok(connection));
    }
    if number("application_id")? != APPLICATION {
        return Ok(Err(Made::Foreign));
    }
    if number("user_version")? != SCHEMA_VERSION {
        return Ok(Err(Made::OtherVersion));
    }
    let was: String =
        connection.query_row("SELECT value FROM about WHERE name = 'basis'", [], |r| r.get(0))?;
    Ok(if was == basis { Ok(connection) } else { Err(Made::OtherVersion) })
}

/// Makes the tables, all of them or nothing; two processes may come to it at once.
fn begin(connection: &Connection, basis: &str) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 {
        connection.execute_batch(TABLES)?;
        connection.pragma_update(None, "application_id", APPLICATION)?;
        connection.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        connection.execute("INSERT INTO about (name, value) VALUES ('basis', ?1)", [basis])?;
    }
    connection.execute_batch("COMMIT")
}

/// Whether the file is to blame, not the disk or another process.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => matches!(
            failure.code,
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
        ),
        // A table that is not there, a value of another type.
        _ => true,
    }
}
