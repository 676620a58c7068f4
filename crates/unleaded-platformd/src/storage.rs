//! The database: one SQLite file, opened with full durability, and its migrations.

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::failure::Failure;

/// The migrations in order; a database's `user_version` counts those applied. Never edit one that was released.
const MIGRATIONS: [&str; 1] = [include_str!("storage/migrations/0001_initial.sql")];
/// How long to wait for another process that writes.
const BUSY: Duration = Duration::from_secs(5);

/// The database.
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

/// Why the database can't be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OpenError {
    /// A newer program wrote it.
    #[error("it has version {found}, this program knows up to {known}")]
    Newer { found: u32, known: u32 },
    /// SQLite failed.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
}

impl Store {
    /// Opens the database at `file` and brings it to the newest version.
    pub(crate) fn open(file: &Path) -> Result<Self, OpenError> {
        let mut connection = Connection::open(file)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // An answer is an acknowledgement, so a commit must survive a loss of power: FULL, not NORMAL.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        Ok(Self { connection: Mutex::new(connection) })
    }

    /// Runs `work` in one transaction. It is committed when `work` succeeds or refuses (a refusal writes nothing but the nonce,
    /// which must stay used) and undone when the storage fails.
    pub(crate) fn transact<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        // A panic inside `work` undoes its transaction on unwinding, so the connection is sound.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let result = work(&transaction);
        match result {
            Ok(_) | Err(Failure::Refused(_)) => transaction.commit()?,
            Err(_) => transaction.rollback()?,
        }
        result
    }
}

fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = MIGRATIONS.len() as u32;
    if found > known {
        return Err(OpenError::Newer { found, known });
    }
    for migration in &MIGRATIONS[found as usize..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_database_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("platform.sqlite");
        drop(Store::open(&file).unwrap());
        Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap();
        assert!(matches!(Store::open(&file), Err(OpenError::Newer { found: 99, known: 1 })));
    }

    #[test]
    fn failed_work_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(&dir.path().join("platform.sqlite")).unwrap();
        let insert = "INSERT INTO nonces VALUES ('k', 'n', 0)";
        let failed: Result<(), Failure> = store.transact(|tx| {
            tx.execute(insert, [])?;
            Ok(tx.execute(insert, []).map(drop)?)
        });
        assert!(matches!(failed, Err(Failure::Storage(_))));
        store.transact(|tx| Ok(tx.execute(insert, [])?)).unwrap();
    }
}
