//! Signing documents and checking signatures.

use jiff::civil::Date;
use unleaded_formats::sink::Collected;
use unleaded_model::declaration::{Class, Format};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Predicate, PrivateKey, ProductId, SignError, TrustStore, Verification, sign_document, verify,
};

/// Signs `document` and returns the bytes of its envelope. What the signer says of it is read from the document itself;
/// a document of no known format is signed all the same, by its bytes.
pub fn sign(
    file: &FileName,
    document: &[u8],
    key: &PrivateKey,
    issued: Date,
) -> Result<Vec<u8>, SignError> {
    let mut collected = Collected::default();
    unleaded_formats::read_declaration(document, file, &mut collected);
    sign_document(file.as_str(), document, &predicate(&collected, issued), key)
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
