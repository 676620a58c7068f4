//! Single rows that are disclosed after the fact, each with the proof that it is one of those that were signed.

use super::copy::VALUES;
use super::{COPY_LIMIT, Leaf, RedactedCopy, RowsError, Salt};
use crate::digest::Digest;
use crate::json::{Json, Object};
use crate::merkle;

/// What the name of a late disclosure ends with, so that a folder of declarations is not read as holding one more.
pub const LATE_SUFFIX: &str = ".late.json";

/// The schema of a late disclosure.
pub const LATE_SCHEMA: &str = "unleaded/late-disclosure/v1";

/// A disclosed row whose form is right; nothing about it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateRow {
    /// Its number, from 0.
    pub at: u64,
    /// What was hashed with the row.
    pub salt: Salt,
    /// The row as it was hashed.
    pub row: String,
    /// The proof of RFC 6962 section 2.1.1, the leaf's sibling first.
    pub proof: Vec<Digest>,
}

/// Rows disclosed after the fact; nothing about them is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateDisclosure {
    /// The SHA-256 of the payload whose statement commits to the rows.
    pub statement: Digest,
    /// The rows, in the order of their numbers.
    pub rows: Vec<LateRow>,
}

impl LateDisclosure {
    /// Returns the rows of `copy` with the numbers `wanted`, with their proofs. A number that it does not have or does not
    /// show is the error.
    pub fn of(copy: &RedactedCopy, statement: Digest, wanted: &[usize]) -> Result<Self, RowsError> {
        let hashes: Vec<Digest> = copy.leaves.iter().map(Leaf::hash).collect();
        let row = |at: &usize| match (copy.leaves.get(*at), merkle::inclusion_proof(&hashes, *at)) {
            (Some(Leaf::Shown { salt, row }), Some(proof)) => {
                Ok(LateRow { at: *at as u64, salt: *salt, row: row.clone(), proof })
            }
            _ => Err(RowsError::NotHidden { at: *at }),
        };
        Ok(Self { statement, rows: wanted.iter().map(row).collect::<Result<_, _>>()? })
    }

    /// Parses the bytes of a late disclosure. A member that version 1 does not name is refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, RowsError> {
        if bytes.len() > COPY_LIMIT {
            return Err(RowsError::TooLarge { size: bytes.len() });
        }
        let json = Json::parse(bytes, VALUES)?;
        let late = json.object("")?;
        if late.string("schema")? != LATE_SCHEMA {
            return Err(late.error("schema", LATE_SCHEMA).into());
        }
        if let Some(unknown) = late.unknown(&["rows", "schema", "statement"]) {
            return Err(RowsError::Member { path: unknown, expected: "rows or statement" });
        }
        let statement = late.string("statement")?.parse();
        let statement = statement.map_err(|_| late.error("statement", "sha256"))?;
        late.array("rows")?;
        let rows: Vec<LateRow> =
            late.objects("rows")?.iter().map(LateRow::read).collect::<Result<_, _>>()?;
        let in_order = rows.windows(2).all(|pair| pair[0].at < pair[1].at);
        if rows.is_empty() || !in_order {
            return Err(late.error("rows", "array of rows in order, at least one").into());
        }
        Ok(Self { statement, rows })
    }

    /// Returns the bytes of the file.
    pub fn write(&self) -> Vec<u8> {
        let text = |text: &str| serde_json::to_string(text).expect("a text always serialises");
        let row = |row: &LateRow| {
            let proof: Vec<String> = row.proof.iter().map(|hash| format!("\"{hash}\"")).collect();
            format!(
                "    {{\"index\": \"{}\", \"salt\": \"{}\", \"row\": {},\n     \"proof\": [{}]}}",
                row.at,
                row.salt,
                text(&row.row),
                proof.join(", ")
            )
        };
        let rows: Vec<String> = self.rows.iter().map(row).collect();
        format!(
            "{{\n  \"schema\": \"{LATE_SCHEMA}\",\n  \"statement\": \"{}\",\n  \"rows\": [\n{}\n  ]\n}}\n",
            self.statement,
            rows.join(",\n")
        )
        .into_bytes()
    }

    /// Returns `copy` with these rows shown. Each must be one that the copy has, hidden or shown: its hash tells.
    pub fn merged(&self, copy: &RedactedCopy) -> Result<RedactedCopy, RowsError> {
        let mut merged = copy.clone();
        for late in &self.rows {
            let at = usize::try_from(late.at).unwrap_or(usize::MAX);
            let shown = Leaf::Shown { salt: late.salt, row: late.row.clone() };
            match merged.leaves.get_mut(at) {
                Some(leaf) if leaf.hash() == shown.hash() => *leaf = shown,
                _ => return Err(RowsError::NotHidden { at }),
            }
        }
        Ok(merged)
    }
}

impl LateRow {
    fn read(row: &Object<'_>) -> Result<Self, RowsError> {
        if let Some(unknown) = row.unknown(&["index", "proof", "row", "salt"]) {
            return Err(RowsError::Member { path: unknown, expected: "index, proof, row or salt" });
        }
        let index = row.string("index")?;
        let at: Option<u64> = index.parse().ok().filter(|at: &u64| at.to_string() == index);
        let proof = |hash: String| hash.parse().map_err(|_| row.error("proof", "sha256"));
        row.array("proof")?;
        Ok(Self {
            at: at.ok_or_else(|| row.error("index", "decimal number"))?,
            salt: Salt::parse(row.string("salt")?).ok_or_else(|| row.error("salt", "salt"))?,
            row: row.string("row")?.to_owned(),
            proof: row.strings("proof")?.into_iter().map(proof).collect::<Result<_, _>>()?,
        })
    }
}
