//! Signing the rows of a declaration.

use std::path::Path;

use unleaded_app::rows::{NoRows, rows, sign_rows};
use unleaded_app::signing::Saying;
use unleaded_model::diagnostic::FileName;
use unleaded_rules::lists::Lists;
use unleaded_trust::rows::{LEAF_LIMIT, SEED_SUFFIX, Seed, SeedFile};
use unleaded_trust::{Digest, SigningKey, Tree};

use super::seed_file;
use crate::exit::Failure;
use crate::files::{self, Access};
use crate::printer::Printer;
use crate::verbs::keys;
use crate::verbs::sign::failure;

/// A document whose rows are signed.
pub(crate) struct Rows<'a> {
    /// Its name.
    pub(crate) file: &'a FileName,
    /// Its bytes.
    pub(crate) document: &'a [u8],
    /// Where its secret is kept; `None`: beside it.
    pub(crate) seed: Option<&'a str>,
}

impl Rows<'_> {
    /// Keeps the secret of the rows and returns the envelope on them.
    pub(crate) fn sign(
        &self,
        keys: &[&dyn SigningKey],
        saying: Saying,
        printer: &Printer,
    ) -> Result<Vec<u8>, Box<Failure>> {
        let tree = self.commit(printer)?;
        sign_rows(self.file, self.document, keys, saying, tree).map_err(|error| failure(&error))
    }

    /// Makes the rows of the document and keeps their secret.
    fn commit(&self, printer: &Printer) -> Result<Tree, Box<Failure>> {
        let seed = match (self.seed, self.file.as_str()) {
            (Some(seed), _) if seed != files::STANDARD => seed.to_owned(),
            (None, file) if file != files::STANDARD => format!("{file}{SEED_SUFFIX}"),
            _ => return Err(no_place()),
        };
        let rows = match rows(self.document, self.file, Lists::shipped()) {
            Ok(rows) if rows.len() <= LEAF_LIMIT => rows,
            Ok(_) | Err(NoRows::Unfaithful) => return Err(no_rows()),
            Err(NoRows::Unread(defects)) => {
                printer.diagnostics(&defects);
                return Err(no_rows());
            }
        };
        let document = Digest::of(self.document);
        if Path::new(&seed).exists() {
            let kept = seed_file(&seed)?;
            let is_same = kept.rows == rows && kept.document == document;
            return if is_same { Ok(kept.tree()) } else { Err(other_rows(&seed)) };
        }
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| keys::no_random(&error))?;
        let kept = SeedFile { seed: Seed::from_bytes(bytes), document, rows };
        // The secret first: a signature without it could never be shown in part.
        files::make(Path::new(&seed), &kept.write(), Access::Owner)
            .map_err(|error| files::unwritable(&seed, &error))?;
        let words = printer.word("secret of the rows, for you alone: ", "各行的秘密，仅供本人：");
        printer.note(&format!("{words}{seed}"));
        Ok(kept.tree())
    }
}

pub(crate) fn no_place() -> Box<Failure> {
    Failure::new(
        ("the rows need files of their own", "各行需要单独的文件"),
        ("give `-o FILE` and `--seed FILE`", "请用 `-o FILE` 和 `--seed FILE` 指定"),
    )
}

/// A document whose rows would say less than it does is not signed by rows.
fn no_rows() -> Box<Failure> {
    Failure::new(
        ("the document can't be signed row by row", "该文件无法逐行签名"),
        (
            "mend what `unleaded check` tells, split a large document, or sign without `--rows`",
            "请修正 `unleaded check` 指出的问题，拆分过大的文件，或不使用 `--rows` 签名",
        ),
    )
}

/// Under one secret two sets of rows would have the same salts, and what is shown of the one would help to guess the other.
fn other_rows(seed: &str) -> Box<Failure> {
    Failure::new(
        (format!("`{seed}` is the secret of other rows"), format!("“{seed}”是其他内容各行的秘密")),
        (
            "name another file with `--seed`, and keep this one as long as its declaration",
            "请用 `--seed` 指定另一个文件，并在原声明有效期间保留此文件",
        ),
    )
}
