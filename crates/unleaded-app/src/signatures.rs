//! What the signature on a document comes to, whatever form it has: in an envelope beside it, in a redacted copy, inside XML.

use unleaded_formats::check::CheckOptions;
use unleaded_formats::detect::{Kind, detect};
use unleaded_formats::sink::Collected;
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error, codes};
use unleaded_trust::rows::{LateDisclosure, RedactedCopy};
use unleaded_trust::{
    Aggregate, Digest, Known, Outcome as Signed, Predicate, Signer, Terms, Verified, XmlKeys,
    XmlSigner, XmlVerification, mentions_xml_signature, verify_copy, verify_file, verify_late,
    verify_xml,
};

use crate::input::names_report;
use crate::rows::declaration;
use crate::signing::{Saying, said};

/// What the signature on a document comes to, be it in an envelope beside it or in a redacted copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The outcome.
    pub outcome: Outcome,
    /// What there is to say about it; empty when all is well.
    pub diagnostics: Vec<Diagnostic>,
    /// The bytes of the envelope; none where a copy holds none.
    pub envelope: Vec<u8>,
    /// Who signed well; empty where the outcome is not good.
    pub signers: Vec<Signer>,
    /// What a signature inside the document covers, as a document of its own: nothing else is to be read; `None`: all of it.
    pub covered: Option<Vec<u8>>,
    /// The proof, of a declaration that is signed well by an envelope; `None`: it is something else, such as a report.
    pub verified: Option<Verified<()>>,
    /// What tells whether it was replaced or withdrawn; `None`: it is no declaration that a trusted key signed well.
    pub known: Option<Known>,
}

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Something is wrong: the document must not be used.
    Bad,
    /// Trusted keys signed.
    Good,
    /// There is a signature inside the document in a form that is not judged here: it proves nothing, for or against.
    NotJudged,
    /// Nobody known signed.
    UnknownKey,
}

/// Checks the signature on a document; `None`: there is none.
///
/// A redacted copy holds the envelope on the whole declaration; rows that are disclosed late take that `envelope`, or the copy that
/// holds it; any other document takes the `envelope` beside it, and an XML document without one the signature that is in it. Where rows are no declaration, or hide what must be shown, the outcome
/// is bad whoever signed.
pub fn check(
    file: &FileName,
    document: &[u8],
    envelope: Option<&[u8]>,
    terms: &Terms<'_>,
) -> Option<Checked> {
    let is_report = match detect(document) {
        Some(Kind::Redacted) => return Some(of_copy(file, document, terms)),
        Some(Kind::LateDisclosure) => return Some(of_late(file, document, envelope?, terms)),
        kind => kind == Some(Kind::Json) && names_report(document),
    };
    let Some(envelope) = envelope else {
        return of_inside(file, document, terms);
    };
    let name = file.as_str();
    // What is signed about a report is another kind of statement; neither passes for the other.
    if is_report {
        let outcome = verify_file::<Aggregate>(name, document, envelope, terms);
        return Some(Checked::of(&outcome, file, envelope));
    }
    let outcome = verify_file::<Predicate>(name, document, envelope, terms);
    Some(Checked::of_declaration(outcome, file, envelope))
}

/// Checks the signature inside an XML document; `None`: there is none.
fn of_inside(file: &FileName, document: &[u8], terms: &Terms<'_>) -> Option<Checked> {
    if !mentions_xml_signature(document) {
        return None;
    }
    let Terms { trust, as_of, evidence, .. } = *terms;
    let keys = XmlKeys { trust, given: &[], as_of, evidence };
    let verification = verify_xml(document, &keys);
    let mut checked = Checked::bad(verification.diagnostics(file), &[]);
    match verification {
        XmlVerification::Bad(reason) if reason.is_of_form() => checked.outcome = Outcome::NotJudged,
        XmlVerification::Bad(_) => {}
        XmlVerification::Good(verified) => {
            checked.outcome = Outcome::Good;
            if let XmlSigner::Trusted(signer) = verified.signer() {
                checked.signers.push((**signer).clone());
            }
            let products = said(file, verified.document(), Saying::default()).products;
            checked.known = Known::inside(&verified, Digest::of(document), products);
            checked.covered = Some(verified.into_document());
        }
        XmlVerification::UnknownKey { .. } => checked.outcome = Outcome::UnknownKey,
        XmlVerification::Unsigned => return None,
    }
    Some(checked)
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
    let mut checked = Checked::of_declaration(outcome, file, &copy.envelope);
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
        // The rows are no document of their own, and end with the declaration.
        Ok(Checked { verified: None, ..Checked::of_declaration(outcome, file, &envelope) })
    });
    checked.unwrap_or_else(|error| Checked::bad(vec![error.diagnostic(file)], envelope))
}

impl Checked {
    fn bad(diagnostics: Vec<Diagnostic>, envelope: &[u8]) -> Self {
        let (outcome, envelope) = (Outcome::Bad, envelope.to_vec());
        let signers = Vec::new();
        Self { outcome, diagnostics, envelope, signers, covered: None, verified: None, known: None }
    }

    fn of<T, C>(outcome: &Signed<T, C>, file: &FileName, envelope: &[u8]) -> Self {
        let diagnostics = outcome.diagnostics(file);
        let (outcome, signers) = match outcome {
            Signed::Good(verified) => (Outcome::Good, verified.signers().to_vec()),
            Signed::Bad(_) => (Outcome::Bad, Vec::new()),
            Signed::UnknownKey { .. } => (Outcome::UnknownKey, Vec::new()),
        };
        let envelope = envelope.to_vec();
        Self { outcome, diagnostics, envelope, signers, covered: None, verified: None, known: None }
    }

    fn of_declaration<T>(outcome: Signed<T>, file: &FileName, envelope: &[u8]) -> Self {
        let checked = Self::of(&outcome, file, envelope);
        let verified = match outcome {
            Signed::Good(verified) => Some(verified.map(|_| ())),
            Signed::Bad(_) | Signed::UnknownKey { .. } => None,
        };
        let known = verified.as_ref().map(|verified| Known::new(verified, Digest::of(envelope)));
        Self { verified, known, ..checked }
    }

    /// The name of the first signer's organisation; `None`: nobody known signed well.
    pub fn signer(&self) -> Option<&str> {
        self.signers.first().map(|signer| signer.organisation.name())
    }
}

/// Returns the envelope that a redacted copy holds; `None`: the document is none.
pub(crate) fn envelope_in(document: &[u8]) -> Option<Vec<u8>> {
    let is_copy = detect(document) == Some(Kind::Redacted);
    is_copy.then(|| RedactedCopy::parse(document).ok()).flatten().map(|copy| copy.envelope)
}
