//! Signatures on rows, and of documents whatever form their signature has.

use jiff::civil::Date;
use unleaded_formats::check::CheckOptions;
use unleaded_formats::detect::{Kind, detect};
use unleaded_formats::sink::Collected;
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error, codes};
use unleaded_trust::rows::{LateDisclosure, RedactedCopy};
use unleaded_trust::{
    Predicate, PrivateKey, SignError, Terms, Tree, TrustStore, sign_statement, verify, verify_copy,
    verify_late,
};

use super::read::declaration;
use crate::signing::predicate;

/// Signs the rows of `document` and returns the bytes of the envelope: the statement is about their root, since the hash of the document
/// would tell what its rows hide.
pub fn sign_rows(
    file: &FileName,
    document: &[u8],
    keys: &[&PrivateKey],
    issued: Date,
    rows: Tree,
) -> Result<Vec<u8>, SignError> {
    let mut collected = Collected::default();
    unleaded_formats::read_declaration(document, file, &mut collected);
    let issued_at = issued.to_string();
    let predicate = Predicate { rows: Some(rows), issued_at, ..predicate(&collected) };
    sign_statement(file.as_str(), &rows.root, &predicate, keys)
}

/// What the signature on a document comes to, be it in an envelope beside it or in a redacted copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The outcome.
    pub outcome: Outcome,
    /// What there is to say about it; empty when all is well.
    pub diagnostics: Vec<Diagnostic>,
    /// The bytes of the envelope; none where a copy holds none.
    pub envelope: Vec<u8>,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something is wrong: the document must not be used.
    Bad,
    /// Trusted keys of these organisations signed; at least one.
    Good(Vec<String>),
    /// Nobody known signed.
    UnknownKey,
}

/// Checks the signature on a document; `None`: there is none.
///
/// A redacted copy holds the envelope on the whole declaration; rows that are disclosed late take that `envelope`, or the copy that
/// holds it; any other document takes the `envelope` beside it. Where rows are no declaration, or hide what must be shown, the outcome
/// is bad whoever signed.
pub fn check(
    file: &FileName,
    document: &[u8],
    envelope: Option<&[u8]>,
    trust: &TrustStore,
    as_of: Date,
) -> Option<Checked> {
    let terms = Terms::new(trust, as_of);
    match detect(document) {
        Some(Kind::Redacted) => Some(of_copy(file, document, &terms)),
        Some(Kind::LateDisclosure) => Some(of_late(file, document, envelope?, &terms)),
        _ => {
            let outcome = verify(file.as_str(), document, envelope?, trust, as_of);
            Some(Checked::of(&outcome, file, envelope?))
        }
    }
}

fn of_copy(file: &FileName, document: &[u8], terms: &Terms<'_>) -> Checked {
    let copy = match RedactedCopy::parse(document) {
        Ok(copy) => copy,
        Err(error) => return Checked::bad(vec![error.diagnostic(file)], &[]),
    };
    let outcome = match verify_copy(&copy, terms) {
        Ok(outcome) => outcome,
        Err(error) => return Checked::bad(vec![error.diagnostic(file)], &copy.envelope),
    };
    let mut checked = Checked::of(&outcome, file, &copy.envelope);
    let of_rows = row_defects(&copy, file);
    if any_error(&of_rows) {
        return Checked::bad(of_rows, &copy.envelope);
    }
    checked.diagnostics.extend(of_rows);
    checked
}

/// What is wrong with the rows of a copy as those of a declaration.
fn row_defects(copy: &RedactedCopy, file: &FileName) -> Vec<Diagnostic> {
    let mut collected = Collected::default();
    match copy.rows() {
        Ok(rows) => declaration(&rows, file, CheckOptions::default(), &mut collected),
        Err(error) => return vec![error.diagnostic(file)],
    }
    let is_of_rows = |defect: &Diagnostic| codes::rows::ALL.contains(&defect.code);
    collected.diagnostics.retain(is_of_rows);
    collected.diagnostics
}

fn of_late(file: &FileName, document: &[u8], envelope: &[u8], terms: &Terms<'_>) -> Checked {
    let held = match detect(envelope) {
        Some(Kind::Redacted) => RedactedCopy::parse(envelope).map(|copy| copy.envelope),
        _ => Ok(envelope.to_vec()),
    };
    let checked = held.and_then(|envelope| {
        let outcome = verify_late(&LateDisclosure::parse(document)?, &envelope, terms)?;
        Ok(Checked::of(&outcome, file, &envelope))
    });
    checked.unwrap_or_else(|error| Checked::bad(vec![error.diagnostic(file)], envelope))
}

impl Checked {
    fn bad(diagnostics: Vec<Diagnostic>, envelope: &[u8]) -> Self {
        Self { outcome: Outcome::Bad, diagnostics, envelope: envelope.to_vec() }
    }

    fn of<T, C>(outcome: &unleaded_trust::Outcome<T, C>, file: &FileName, envelope: &[u8]) -> Self {
        let diagnostics = outcome.diagnostics(file);
        let outcome = match outcome {
            unleaded_trust::Outcome::Good(verified) => {
                let signers = verified.signers().iter();
                Outcome::Good(signers.map(|s| s.organisation.name().to_owned()).collect())
            }
            unleaded_trust::Outcome::Bad(_) => Outcome::Bad,
            unleaded_trust::Outcome::UnknownKey { .. } => Outcome::UnknownKey,
        };
        Self { outcome, diagnostics, envelope: envelope.to_vec() }
    }
}
