//! Results kept from one run to the next, under keys that name all that they depend on.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::error::StoreError;
use crate::hash::Sha256;

/// A result, and the key that it is kept under.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'p> {
    /// Names all that the value depends on.
    pub key: &'p [u8],
    /// The value.
    pub value: &'p [u8],
}

/// What shows whether a piece is as it was written: a byte that changed on the disk is no value.
fn sum(piece: &Piece<'_>) -> [u8; 16] {
    let mut both = Vec::with_capacity(piece.key.len() + piece.value.len() + 8);
    both.extend((piece.key.len() as u64).to_le_bytes());
    both.extend(piece.key);
    both.extend(piece.value);
    let mut sum = [0; 16];
    sum.copy_from_slice(&Sha256::of(&both).bytes()[..16]);
    sum
}

pub(super) fn get(connection: &Connection, key: &[u8]) -> rusqlite::Result<Option<Vec<u8>>> {
    let mut select = connection.prepare_cached("SELECT value, sum FROM pieces WHERE key = ?1")?;
    let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Vec<u8>>(1)?));
    let found = select.query_row([key], row).optional()?;
    let is_whole = |(value, kept): &(Vec<u8>, Vec<u8>)| kept[..] == sum(&Piece { key, value });
    Ok(found.filter(is_whole).map(|(value, _)| value))
}

pub(super) fn has(connection: &Connection, key: &[u8]) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM pieces WHERE key = ?1")?.exists([key])
}

pub(super) fn put(connection: &mut Connection, pieces: &[Piece<'_>]) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare_cached(
            "INSERT OR REPLACE INTO pieces (key, value, sum, last_used) VALUES (?1, ?2, ?3, unixepoch())",
        )?;
        for piece in pieces {
            insert.execute(params![piece.key, piece.value, sum(piece)])?;
        }
    }
    Ok(transaction.commit()?)
}

pub(super) fn forget_unused(
    connection: &mut Connection,
    keys: &BTreeSet<Vec<u8>>,
) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    {
        let mut used = transaction.prepare(
            "UPDATE pieces SET last_used = unixepoch() WHERE key = ?1 AND last_used < unixepoch() - 3600",
        )?;
        for key in keys {
            used.execute([key])?;
        }
        transaction.execute("DELETE FROM pieces WHERE last_used < unixepoch() - 172800", [])?;
    }
    Ok(transaction.commit()?)
}

pub(super) fn keep_only(
    connection: &mut Connection,
    keys: &BTreeSet<Vec<u8>>,
) -> Result<(), StoreError> {
    let transaction = connection.transaction()?;
    {
        let mut all = transaction.prepare("SELECT key FROM pieces")?;
        let all = all.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let all: Vec<Vec<u8>> = all.collect::<Result<_, _>>()?;
        let mut delete = transaction.prepare("DELETE FROM pieces WHERE key = ?1")?;
        for key in all.iter().filter(|key| !keys.contains(*key)) {
            delete.execute([key])?;
        }
        let mut used =
            transaction.prepare("UPDATE pieces SET last_used = unixepoch() WHERE key = ?1")?;
        for key in keys {
            used.execute([key])?;
        }
    }
    Ok(transaction.commit()?)
}
