//! The secret from which the salts of all rows are made, and the file that keeps it.

use std::fmt;

use zeroize::Zeroizing;

use super::copy::VALUES;
use super::hmac::hmac_sha256;
use super::{COPY_LIMIT, Leaf, RedactedCopy, RowsError};
use crate::digest::Digest;
use crate::json::Json;
use crate::merkle;
use crate::statement::Tree;

/// What is added to a document's name to name the file of its seed.
pub const SEED_SUFFIX: &str = ".seed";

/// The schema of a seed file.
pub const SEED_SCHEMA: &str = "unleaded/seed/v1";

/// What the salts of version 1 are made with, before the number of the row. It can never change.
const DOMAIN: &str = "unleaded/rows/v1/";

/// What is hashed with a row, so that a row can't be guessed from its leaf: 16 bytes, written in lower-case hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt([u8; 16]);

impl Salt {
    /// Parses 32 lower-case hexadecimal digits; `None`: anything else.
    pub fn parse(text: &str) -> Option<Self> {
        // A digest has the same digits, twice as many.
        let twice: Digest = format!("{text}{text}").parse().ok()?;
        Some(Self::first_half(&twice))
    }

    fn first_half(digest: &Digest) -> Self {
        let mut salt = [0; 16];
        salt.copy_from_slice(&digest.as_bytes()[..16]);
        Self(salt)
    }

    /// Returns the leaf of a row in canonical form: SHA-256 of 0x00, the salt and the row.
    pub fn leaf(&self, row: &str) -> Digest {
        merkle::leaf_hash(&[&self.0[..], row.as_bytes()].concat())
    }
}

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Salt({self})")
    }
}

/// The secret of one declaration's rows: 32 random bytes. Never printed, and wiped from memory when dropped.
#[derive(Clone)]
pub struct Seed(Zeroizing<[u8; 32]>);

impl Seed {
    /// Wraps 32 random bytes; the randomness is the caller's.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Returns the salt of the row number `at`, from 0: the first half of HMAC-SHA-256 over `unleaded/rows/v1/` and the
    /// number in decimal.
    pub fn salt(&self, at: usize) -> Salt {
        Salt::first_half(&hmac_sha256(&self.0, format!("{DOMAIN}{at}").as_bytes()))
    }

    /// Returns the root over `rows`, each in canonical form.
    pub fn root(&self, rows: &[String]) -> Digest {
        let mut tree = merkle::Frontier::new();
        rows.iter().enumerate().for_each(|(at, row)| tree.push(self.salt(at).leaf(row)));
        tree.root()
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// A seed with the rows that it was used for, as they were signed: a later version of the program may make other rows of the same
/// document, and under the same seed both would have the same salts.
#[derive(Clone, Debug)]
pub struct SeedFile {
    /// The seed.
    pub seed: Seed,
    /// The SHA-256 of the document that it was made for.
    pub document: Digest,
    /// The rows that it was made for, each in canonical form.
    pub rows: Vec<String>,
}

impl SeedFile {
    /// Parses the bytes of a seed file. No error repeats what stands in it.
    pub fn parse(bytes: &[u8]) -> Result<Self, RowsError> {
        if bytes.len() > COPY_LIMIT {
            return Err(RowsError::TooLarge { size: bytes.len() });
        }
        let json = Json::parse(bytes, VALUES)?;
        let file = json.object("")?;
        if file.string("schema")? != SEED_SCHEMA {
            return Err(file.error("schema", SEED_SCHEMA).into());
        }
        let digest = |name: &str| {
            let parsed: Result<Digest, _> = file.string(name)?.parse();
            parsed.map_err(|_| file.error(name, "64 digits"))
        };
        // 32 bytes in the form of a digest.
        let seed = Seed::from_bytes(*digest("seed")?.as_bytes());
        file.array("rows")?;
        Ok(Self { seed, document: digest("document")?, rows: file.strings("rows")? })
    }

    /// What its statement commits to.
    pub fn tree(&self) -> Tree {
        Tree { count: self.rows.len() as u64, root: self.seed.root(&self.rows) }
    }

    /// Returns the copy that shows every row of the declaration in `envelope`, which must have been signed with this seed.
    pub fn whole(&self, envelope: &[u8]) -> Result<RedactedCopy, RowsError> {
        let shown = |(at, row): (usize, &String)| Leaf::Shown {
            salt: self.seed.salt(at),
            row: row.clone(),
        };
        let leaves = self.rows.iter().enumerate().map(shown).collect();
        let copy = RedactedCopy { envelope: envelope.to_vec(), leaves };
        copy.rows().map(|_| copy)
    }

    /// The bytes of the file.
    pub fn write(&self) -> Zeroizing<Vec<u8>> {
        let seed = Digest::from_bytes(*self.seed.0);
        let text = |text: &String| serde_json::to_string(text).expect("a text always serialises");
        let rows: Vec<String> = self.rows.iter().map(text).collect();
        let rows = rows.join(",\n    ");
        Zeroizing::new(
            format!(
                "{{\n  \"schema\": \"{SEED_SCHEMA}\",\n  \"seed\": \"{seed}\",\n  \"document\": \"{}\",\n  \"rows\": [\n    {rows}\n  ]\n}}\n",
                self.document
            )
            .into_bytes(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Salts and leaves of version 1 can never change; the values are those of another implementation of HMAC.
    #[test]
    fn salts_and_leaves_of_version_1_never_change() {
        let seed = Seed::from_bytes([7; 32]);
        assert_eq!(seed.salt(0).to_string(), "5f40ea3bf2fd1b402d418cb8ede3c748");
        assert_eq!(seed.salt(10).to_string(), "3047f38cf7774524dc56379e99f931e6");
        assert_eq!(
            seed.salt(0).leaf(r#"{"a":"b"}"#).to_string(),
            "d80078a3deec9ab7cf9c772cee8886ddb5b9fe4ec6d65269943123347f8e42aa"
        );
    }

    #[test]
    fn a_seed_is_kept_and_never_printed() {
        let seed = Seed::from_bytes([0xab; 32]);
        let document = Digest::of(b"");
        let file = SeedFile { seed, document, rows: vec![r#"{"a":"b"}"#.to_owned()] };
        let bytes = file.write();
        let read = SeedFile::parse(&bytes).unwrap();
        assert_eq!((read.tree(), &read.rows), (file.tree(), &file.rows));
        assert_eq!(read.document, document);
        assert!(!format!("{file:?}").contains("abab"));
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        for (from, to) in [("seed/v1", "seed/v2"), ("\"ab", "\"AB"), ("rows", "raws"), ("[", "")] {
            let error = SeedFile::parse(text.replacen(from, to, 1).as_bytes()).unwrap_err();
            assert!(!error.to_string().contains("abab"), "{error}");
        }
    }

    #[test]
    fn one_salt_has_one_spelling() {
        let salt = Seed::from_bytes([1; 32]).salt(0);
        let text = salt.to_string();
        assert_eq!(Salt::parse(&text), Some(salt));
        for bad in [&text[1..], &text.to_uppercase(), &format!("{text}0"), ""] {
            assert_eq!(Salt::parse(bad), None, "{bad}");
        }
    }
}
