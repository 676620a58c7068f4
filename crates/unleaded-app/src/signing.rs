//! Signing documents and checking signatures.

use jiff::civil::Date;
use unleaded_formats::check::CheckOptions;
use unleaded_formats::detect::{Kind, detect};
use unleaded_formats::sink::Collected;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    Action, Aggregate, Digest, Issuer, Predicate, ProductId, Scope, SignError, Signer, SigningKey,
    Status, Tree, Verified, add_signatures, sign_statement,
};

use crate::aggregate::claim;
use crate::documents::out_of_scope;
use crate::input;
use crate::rows::{class_letter, format_word, read_declaration};

/// What a signer says of a document beside what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    /// The date to state; `None`: none.
    pub issued: Option<Date>,
    /// The last day for which the signer stands by it; `None`: without end.
    pub valid_until: Option<Date>,
    /// The envelopes of earlier declarations that it replaces.
    pub supersedes: Vec<Digest>,
    /// Who declares and in which role; `None`: a supplier for itself.
    pub issuer: Option<Issuer>,
    /// The tree of the envelopes that it was made from; `None`: nothing is said of that.
    pub inputs: Option<Tree>,
}

/// Signs `document` and returns the bytes of its envelope. What the signer says of it is read from the document itself;
/// a document of no known format is signed all the same, by its bytes.
pub fn sign(
    file: &FileName,
    document: &[u8],
    key: &dyn SigningKey,
    issued: Date,
) -> Result<Vec<u8>, SignError> {
    sign_as(file, document, &[key], Saying { issued: Some(issued), ..Saying::default() })
}

/// Signs a report as an aggregate: the statement commits to everything that the report names, and returns the bytes of the envelope.
pub fn sign_report(
    file: &FileName,
    bytes: &[u8],
    keys: &[&dyn SigningKey],
    issued: Date,
) -> Result<Vec<u8>, NotSigned> {
    let report = input::report(bytes, file).map_err(NotSigned::Report)?;
    let claim = claim(&report, file, &issued.to_string()).map_err(NotSigned::Report)?;
    sign_statement(file.as_str(), &Digest::of(bytes), &claim, keys).map_err(NotSigned::Sign)
}

/// Why a report is not signed.
#[derive(Debug)]
pub enum NotSigned {
    /// It says too little of what it was made from, or is none.
    Report(Diagnostic),
    /// The signature can't be made.
    Sign(SignError),
}

/// Whether a document is meant to be a report, which is signed as an aggregate.
pub fn is_report(document: &[u8]) -> bool {
    detect(document) == Some(Kind::Json) && input::names_report(document)
}

/// Does the same with several keys, and more to say.
pub fn sign_as(
    file: &FileName,
    document: &[u8],
    keys: &[&dyn SigningKey],
    saying: Saying,
) -> Result<Vec<u8>, SignError> {
    let predicate = said(file, document, saying);
    sign_statement(file.as_str(), &Digest::of(document), &predicate, keys)
}

/// All that is said of a document: what is read from it, and what stands beside that.
pub(crate) fn said(file: &FileName, document: &[u8], saying: Saying) -> Predicate {
    let mut collected = Collected::default();
    unleaded_formats::read_declaration(document, file, &mut collected);
    Predicate {
        issued_at: saying.issued.map(|date| date.to_string()).unwrap_or_default(),
        valid_until: saying.valid_until,
        supersedes: saying.supersedes,
        issuer: saying.issuer,
        inputs: saying.inputs,
        ..predicate(&collected)
    }
}

/// Adds signatures to the envelope on `document`, whose payload stays as it is.
pub fn add(
    file: &FileName,
    document: &[u8],
    envelope: &[u8],
    keys: &[&dyn SigningKey],
) -> Result<Vec<u8>, SignError> {
    let (name, digest) = (file.as_str(), Digest::of(document));
    match is_report(document) {
        true => add_signatures::<Aggregate>(name, &digest, envelope, keys),
        false => add_signatures::<Predicate>(name, &digest, envelope, keys),
    }
}

/// A declaration that a statement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// What its signature is about: the SHA-256 of the document, or the root of its rows.
    pub subject: Digest,
    /// What it goes by: the SHA-256 of its envelope; where the signature is inside the document, of what that covers.
    pub declaration: Digest,
}

/// Signs what became of the declaration that is `meant`, called `file`, on the day `issued`.
pub fn sign_status(
    file: &FileName,
    meant: &Meant,
    event: (Action, &str, Date),
    keys: &[&dyn SigningKey],
) -> Result<Vec<u8>, SignError> {
    let (action, reason, issued) = event;
    let status = Status {
        action,
        declaration: meant.declaration,
        reason: reason.to_owned(),
        issued_at: issued.to_string(),
    };
    sign_statement(file.as_str(), &meant.subject, &status, keys)
}

/// What a signer says of a document that was read.
fn predicate(collected: &Collected) -> Predicate {
    let mut predicate = Predicate::default();
    let Some(header) = &collected.header else {
        return predicate;
    };
    format_word(header.format).clone_into(&mut predicate.format);
    let letters = header.classes.iter().map(|class| class_letter(*class).to_owned());
    predicate.classes = letters.collect();
    let parts = &collected.products;
    predicate.lists =
        parts.iter().flat_map(|p| &p.lists).map(|list| list.identity.clone()).collect();
    predicate.lists.sort_unstable();
    predicate.lists.dedup();
    let items = parts.iter().flat_map(|part| &part.items).filter(|i| !i.number.is_empty());
    predicate.products = items
        .map(|item| ProductId { authority: item.maker.clone(), id: item.number.clone() })
        .collect();
    predicate
}

/// What is wrong where a signer with bounds signed a document about items beyond them; the document is read to see.
pub fn beyond_bounds(
    verified: &Verified<()>,
    document: &[u8],
    file: &FileName,
) -> Option<Diagnostic> {
    let is_free = |signer: &Signer| {
        signer.scope.is_everything() && signer.delegated.as_ref().is_none_or(Scope::is_everything)
    };
    if verified.signers().iter().any(is_free) {
        return None;
    }
    let (mut collected, none) = (Collected::default(), Mapping::default());
    read_declaration(document, file, CheckOptions::default(), &none, &mut collected);
    out_of_scope(verified, &collected.products, file)
}
