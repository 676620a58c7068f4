//! A redacted copy: the envelope of a declaration, and each of its rows either with its salt or as a hash alone.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Row, RowsError, Salt};
use crate::digest::Digest;
use crate::json::{Json, Object};
use crate::merkle;

/// The schema of a redacted copy.
pub const COPY_SCHEMA: &str = "unleaded/redacted/v1";

/// Most rows that a declaration may have.
pub const LEAF_LIMIT: usize = 1 << 18;

/// Largest redacted copy that is read, in bytes.
pub const COPY_LIMIT: usize = 1 << 28;

/// Most JSON values in a redacted copy: each leaf is an object of two.
pub(super) const VALUES: usize = 4 * LEAF_LIMIT;

/// One row of a redacted copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// What is kept back: nothing but its hash.
    Hidden(Digest),
    /// What is shown.
    Shown {
        /// What was hashed with the row.
        salt: Salt,
        /// The row as it was hashed.
        row: String,
    },
}

impl Leaf {
    /// Returns the leaf in the tree.
    pub fn hash(&self) -> Digest {
        match self {
            Self::Hidden(hash) => *hash,
            Self::Shown { salt, row } => salt.leaf(row),
        }
    }

    /// The row, where it is shown.
    pub fn row(&self) -> Option<&str> {
        match self {
            Self::Hidden(_) => None,
            Self::Shown { row, .. } => Some(row),
        }
    }

    fn read(leaf: &Object<'_>) -> Result<Self, RowsError> {
        if let Some(unknown) = leaf.unknown(&["hash", "row", "salt"]) {
            return Err(RowsError::Member { path: unknown, expected: "hash, row or salt" });
        }
        let salt = |text: &str| Salt::parse(text).ok_or_else(|| leaf.error("salt", "salt"));
        match (leaf.optional("hash")?, leaf.optional("row")?, leaf.optional("salt")?) {
            (Some(hash), None, None) => {
                let hash = hash.parse().map_err(|_| leaf.error("hash", "sha256"))?;
                Ok(Self::Hidden(hash))
            }
            (None, Some(row), Some(text)) => {
                Ok(Self::Shown { salt: salt(text)?, row: row.to_owned() })
            }
            _ => Err(leaf.error("row", "row with salt, or hash alone").into()),
        }
    }
}

/// A redacted copy whose form is right; nothing about it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedactedCopy {
    /// The bytes of the envelope on the whole declaration.
    pub envelope: Vec<u8>,
    /// Its rows, in their order.
    pub leaves: Vec<Leaf>,
}

impl RedactedCopy {
    /// Parses the bytes of a redacted copy. A member that version 1 does not name is refused: it would look as if it had
    /// been signed.
    pub fn parse(bytes: &[u8]) -> Result<Self, RowsError> {
        if bytes.len() > COPY_LIMIT {
            return Err(RowsError::TooLarge { size: bytes.len() });
        }
        let json = Json::parse(bytes, VALUES)?;
        let copy = json.object("")?;
        if copy.string("schema")? != COPY_SCHEMA {
            return Err(copy.error("schema", COPY_SCHEMA).into());
        }
        if let Some(unknown) = copy.unknown(&["envelope", "leaves", "schema"]) {
            return Err(RowsError::Member { path: unknown, expected: "envelope or leaves" });
        }
        let envelope = STANDARD.decode(copy.string("envelope")?);
        let envelope = envelope.map_err(|_| copy.error("envelope", "base64"))?;
        copy.array("leaves")?;
        let leaves = copy.objects("leaves")?;
        if leaves.len() > LEAF_LIMIT {
            return Err(RowsError::TooLarge { size: leaves.len() });
        }
        let leaves = leaves.iter().map(Leaf::read).collect::<Result<_, _>>()?;
        Ok(Self { envelope, leaves })
    }

    /// Returns the bytes of the file: a line per row, so that two copies can be compared line by line.
    pub fn write(&self) -> Vec<u8> {
        let text = |text: &str| serde_json::to_string(text).expect("a text always serialises");
        let leaf = |leaf: &Leaf| match leaf {
            Leaf::Hidden(hash) => format!("    {{\"hash\": \"{hash}\"}}"),
            Leaf::Shown { salt, row } => {
                format!("    {{\"salt\": \"{salt}\", \"row\": {}}}", text(row))
            }
        };
        let leaves: Vec<String> = self.leaves.iter().map(leaf).collect();
        format!(
            "{{\n  \"schema\": \"{COPY_SCHEMA}\",\n  \"envelope\": \"{}\",\n  \"leaves\": [\n{}\n  ]\n}}\n",
            STANDARD.encode(&self.envelope),
            leaves.join(",\n")
        )
        .into_bytes()
    }

    /// Returns the root over the leaves.
    pub fn root(&self) -> Digest {
        let mut tree = merkle::Frontier::new();
        self.leaves.iter().for_each(|leaf| tree.push(leaf.hash()));
        tree.root()
    }

    /// The rows, `None` for those that are hidden; each must be in canonical form.
    pub(super) fn parsed(&self) -> Result<Vec<Option<Row>>, RowsError> {
        let row = |(at, leaf): (usize, &Leaf)| leaf.row().map(|row| Row::parse(row, at));
        self.leaves.iter().enumerate().map(|leaf| row(leaf).transpose()).collect()
    }
}
