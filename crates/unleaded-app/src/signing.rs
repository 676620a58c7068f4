//! Signing documents and checking signatures.

use jiff::civil::Date;
use unleaded_formats::detect::{Kind, detect};
use unleaded_formats::sink::Collected;
use unleaded_model::declaration::{Class, Format};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    Digest, Predicate, PrivateKey, ProductId, SignError, Tree, TrustStore, Verification,
    sign_document, sign_statement, verify,
};

use crate::aggregate::claim;
use crate::input;

/// Signs `document` and returns the bytes of its envelope. What the signer says of it is read from the document itself;
/// a document of no known format is signed all the same, by its bytes.
pub fn sign(
    file: &FileName,
    document: &[u8],
    key: &PrivateKey,
    issued: Date,
) -> Result<Vec<u8>, SignError> {
    sign_made_from(file, document, key, issued, None)
}

/// Does the same for a document that was made from an aggregate, to which `inputs` commits; `None`: nothing is said of that.
pub fn sign_made_from(
    file: &FileName,
    document: &[u8],
    key: &PrivateKey,
    issued: Date,
    inputs: Option<Tree>,
) -> Result<Vec<u8>, SignError> {
    let mut collected = Collected::default();
    unleaded_formats::read_declaration(document, file, &mut collected);
    let predicate = Predicate { inputs, ..predicate(&collected, issued) };
    sign_document(file.as_str(), document, &predicate, key)
}

/// Signs a report as an aggregate: the statement commits to everything that the report names, and returns the bytes of the envelope.
pub fn sign_report(
    file: &FileName,
    bytes: &[u8],
    key: &PrivateKey,
    issued: Date,
) -> Result<Vec<u8>, NotSigned> {
    let report = input::report(bytes, file).map_err(NotSigned::Report)?;
    let claim = claim(&report, file, &issued.to_string()).map_err(NotSigned::Report)?;
    sign_statement(file.as_str(), &Digest::of(bytes), &claim, &[key]).map_err(NotSigned::Sign)
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

fn predicate(collected: &Collected, issued: Date) -> Predicate {
    let mut predicate = Predicate { issued_at: issued.to_string(), ..Predicate::default() };
    let Some(header) = &collected.header else {
        return predicate;
    };
    predicate.format = match header.format {
        Format::ChemSherpa => "chemSHERPA",
        Format::Csv => "csv",
        Format::Iec62474 => "IEC 62474",
        Format::Ipc1752a => "IPC-1752A",
        Format::Ipc1752b => "IPC-1752B",
        Format::Xlsx => "xlsx",
    }
    .to_owned();
    predicate.classes = header.classes.iter().map(|class| class_letter(*class)).collect();
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

fn class_letter(class: Class) -> String {
    match class {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
        Class::D => "D",
    }
    .to_owned()
}

/// Checks the envelope beside a document; `None`: there is no envelope.
pub fn check<'a>(
    file: &FileName,
    document: &'a [u8],
    envelope: Option<&[u8]>,
    trust: &TrustStore,
    as_of: Date,
) -> Option<Verification<'a>> {
    Some(verify(file.as_str(), document, envelope?, trust, as_of))
}
