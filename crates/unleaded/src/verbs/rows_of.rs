//! The rows of a signed declaration, from where its signer keeps them or from a copy.

use unleaded_formats::detect::{Kind, detect};
use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::Digest;
use unleaded_trust::rows::{ROWS_ENVELOPE_SUFFIX, RedactedCopy, RowsError, SEED_SUFFIX, SeedFile};

pub(crate) use self::sign::{Rows, no_place};
use crate::exit::{Both, Failure};
use crate::files;

mod sign;

/// Where the rows are.
#[derive(Debug, clap::Args)]
pub(crate) struct From {
    /// The declaration that was signed with --rows, or a copy of one that shows what is asked for
    pub(crate) file: String,
    /// The file with the secret of its rows, which `sign --rows` wrote; by default FILE.seed
    #[arg(long, value_name = "FILE.seed")]
    seed: Option<String>,
    /// The signature on its rows; by default FILE.rows.dsse.json
    #[arg(long, value_name = "FILE.rows.dsse.json")]
    envelope: Option<String>,
}

impl From {
    /// Reads them: all of a declaration, of a copy those that it shows.
    pub(crate) fn copy(&self) -> Result<RedactedCopy, Box<Failure>> {
        let document = files::need(&self.file)?;
        if detect(&document) == Some(Kind::Redacted) {
            if self.seed.is_some() || self.envelope.is_some() {
                return Err(holds_its_own(&self.file));
            }
            return RedactedCopy::parse(&document).map_err(|error| failure(&error, &self.file));
        }
        let beside = |given: &Option<String>, suffix: &str| {
            given.clone().unwrap_or_else(|| format!("{}{suffix}", self.file))
        };
        let envelope = files::need(&beside(&self.envelope, ROWS_ENVELOPE_SUFFIX))?;
        let seed = beside(&self.seed, SEED_SUFFIX);
        let file = seed_file(&seed)?;
        // What is shown must be what the user named.
        if file.document != Digest::of(&document) {
            return Err(other_document(&self.file, &seed));
        }
        file.whole(&envelope).map_err(|error| failure(&error, &seed))
    }
}

fn holds_its_own(file: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{file}` is a copy, which holds its signature and needs no secret"),
            format!("“{file}”是副本，其中已有签名，也不需要秘密"),
        ),
        (
            "leave out `--seed` and `--envelope`, or name the declaration",
            "请去掉 `--seed` 和 `--envelope`，或指定声明本身",
        ),
    )
}

pub(crate) fn other_document(file: &str, seed: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{seed}` is the secret of another document than `{file}`"),
            format!("“{seed}”不是“{file}”的秘密"),
        ),
        (
            "give the document as it was signed, and its own secret with `--seed`",
            "请给出签名时的文件，并用 `--seed` 指定其秘密",
        ),
    )
}

/// Reads a seed file. Nothing of it stands in the failure.
pub(crate) fn seed_file(path: &str) -> Result<SeedFile, Box<Failure>> {
    SeedFile::parse(&files::need(path)?).map_err(|error| failure(&error, path))
}

/// The failure for rows that are not what was signed.
pub(crate) fn failure(error: &RowsError, file: &str) -> Box<Failure> {
    Failure::of(&error.diagnostic(&FileName::new(file)))
}

/// Parses a number of percent, at most 100.
pub(crate) fn percent(text: &str) -> Result<Fraction, Both> {
    let share = Number::parse(text).ok().and_then(|number| FractionRange::of(&number, -2));
    share.map(|share| share.low).filter(|share| *share <= Fraction::ONE).ok_or_else(|| {
        Both::from(("a number from 0 to 100, e.g. 10", "请给出 0 至 100 的数值，例如 10"))
    })
}
