//! Rows of a declaration that are signed as a whole and shown one by one (`rows-v1`).
//!
//! A statement of the supplier commits to a list of rows by the root of a tree ([`merkle`](crate::merkle)). Each leaf is the hash of
//! a [`Salt`] and a [`Row`], so whoever holds a [`RedactedCopy`] sees that the rows that it shows are those that were signed,
//! at their places, and learns of the others no more than that they are there. What a row says is not known here.
//! `docs/decisions/0014-rows.md` fixes the names, `docs/formats/redacted.md` the files.

pub use self::copy::{COPY_LIMIT, COPY_SCHEMA, LEAF_LIMIT, Leaf, RedactedCopy};
pub use self::error::RowsError;
pub use self::late::{LATE_SCHEMA, LATE_SUFFIX, LateDisclosure, LateRow};
pub use self::proven::{ProvenRows, ROWS_ENVELOPE_SUFFIX, Rows, commitment};
pub use self::row::{Row, Value};
pub use self::seed::{SEED_SCHEMA, SEED_SUFFIX, Salt, Seed, SeedFile};

mod copy;
mod error;
mod hmac;
mod late;
mod proven;
mod row;
mod seed;
