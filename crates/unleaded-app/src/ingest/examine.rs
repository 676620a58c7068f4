//! Whether a document may be taken in: it can be read, and its signature is not bad.

use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{Clocks, Terms};

use super::given::Given;
use super::said::{Said, read};
use crate::documents::{Settings, Signature, Source, number_out_of_scope, signature};
use crate::evidence;
use crate::rollup::Claims;

/// What was found out about a document that may be taken in.
#[derive(Clone, Debug)]
pub struct Examined {
    /// What it says.
    pub said: Said,
    /// Its signature.
    pub signature: Signature,
    /// What there is to say of the signature.
    pub diagnostics: Vec<Diagnostic>,
}

/// The bytes of a document and of the files that belong to it, in the order of `given`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bytes<'b> {
    pub(super) document: &'b [u8],
    pub(super) beside: &'b [(String, Vec<u8>)],
}

/// Checks the signature and reads the document; or says why it is refused.
pub(super) fn examine(
    given: &Given,
    bytes: Bytes<'_>,
    settings: &Settings<'_>,
    (clocks, terms): (&Clocks<'_>, Terms<'_>),
) -> Result<Examined, Vec<Diagnostic>> {
    let file = FileName::new(&given.name);
    let beside = |name: &str| {
        let at = given.beside.iter().position(|(_, whole)| whole == name)?;
        bytes.beside.get(at).map(|(_, bytes)| bytes.as_slice())
    };
    let envelope = given.envelope().and_then(|name| Some((name, beside(name)?)));
    let signed = evidence::Signed { document: (&given.name, bytes.document), envelope };
    let found =
        evidence::beside(&signed, clocks, &mut |name| beside(name).map(|bytes| Ok(bytes.to_vec())));
    let terms = Terms { evidence: &found.evidence, ..terms };
    let envelope = envelope.map(|(_, bytes)| bytes);
    let source = Source { file: file.clone(), bytes: bytes.document, envelope };
    let (signature, remarks, checked) = signature(&source, settings, &terms);
    let mut diagnostics = found.diagnostics;
    if signature == Signature::Bad {
        return Err(remarks);
    }
    diagnostics.extend(remarks);
    let covered = checked.as_ref().and_then(|checked| checked.covered.as_deref());
    let read = read(covered.unwrap_or(bytes.document), &file, settings.mapping);
    if !read.is_declaration() || !read.fatal.is_empty() {
        return Err(read.fatal_or_first());
    }
    let verified = checked.as_ref().and_then(|checked| checked.verified.as_ref());
    let outside = verified.and_then(|one| number_out_of_scope(one, read.numbers.iter(), &file));
    match outside {
        Some(outside) => Err(vec![outside]),
        None => {
            let claims = Claims::of(bytes.document, envelope);
            Ok(Examined { said: Said { claims, ..read.said }, signature, diagnostics })
        }
    }
}
