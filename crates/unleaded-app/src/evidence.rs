//! Evidence of when a signature was made: the word of others, in files beside what holds the signature.
//!
//! What holds it is the envelope beside a document, or the document itself: a redacted copy, or XML that is signed inside. A time stamp
//! has the name of that file and `.tsr`; the proof that an envelope is in a log has the name of the document and `.tlog-proof`.

use std::borrow::Cow;
use std::io;

use unleaded_formats::detect::{Kind, detect};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::log::PROOF_SUFFIX;
use unleaded_trust::{
    Clocks, Digest, ENVELOPE_SUFFIX, Evidence, TIME_STAMP_SUFFIX, xml_signature_value,
};

use crate::documents::unreadable;
use crate::signatures::envelope_in;

/// What a proof that an envelope is in a log begins with (C2SP tlog-proof); a time stamp can't.
const PROOF_HEADER: &[u8] = b"c2sp.org/tlog-proof";

/// What was found beside a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// The files that it stands in, by the SHA-256 of their bytes, sorted.
    pub files: Vec<Digest>,
    /// What is wrong with evidence that is none, which changes nothing.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file that need not be there; `None`: it is not.
pub type Reader<'r> = dyn FnMut(&str) -> Option<io::Result<Vec<u8>>> + 'r;

/// A document and the envelope beside it, under their names.
#[derive(Clone, Copy, Debug)]
pub struct Signed<'d> {
    /// The document.
    pub document: (&'d str, &'d [u8]),
    /// The envelope; `None`: there is none.
    pub envelope: Option<(&'d str, &'d [u8])>,
}

/// What holds a signature.
struct Holder<'d> {
    /// Its name.
    name: &'d str,
    held: Held<'d>,
}

/// A signature as others may have seen it.
enum Held<'d> {
    /// In this envelope.
    Envelope(Cow<'d, [u8]>),
    /// Inside this XML document.
    Inside(&'d [u8]),
}

impl<'d> Signed<'d> {
    /// What holds the signature that is judged; `None`: nothing does.
    fn holder(&self) -> Option<Holder<'d>> {
        let (name, document) = self.document;
        match detect(document) {
            Some(Kind::Redacted) => {
                let held = Held::Envelope(envelope_in(document)?.into());
                return Some(Holder { name, held });
            }
            Some(Kind::LateDisclosure) => {
                let (name, envelope) = self.envelope?;
                let copied = envelope_in(envelope).map(Cow::from);
                let held = Held::Envelope(copied.unwrap_or(envelope.into()));
                return Some(Holder { name, held });
            }
            _ => {}
        }
        Some(match self.envelope {
            Some((name, envelope)) => Holder { name, held: Held::Envelope(envelope.into()) },
            None => Holder { name, held: Held::Inside(document) },
        })
    }
}

/// Returns the evidence beside the signature on a document, as far as `clocks` take it.
pub fn beside(signed: &Signed<'_>, clocks: &Clocks<'_>, read: &mut Reader<'_>) -> Beside {
    match clocks.take_stamps() || clocks.take_proofs() {
        true => signed.holder().map(|holder| holder.beside(clocks, read)).unwrap_or_default(),
        false => Beside::default(),
    }
}

/// Returns the evidence beside the statement `envelope`, which is on no document.
pub fn beside_statement(
    (name, envelope): (&str, &[u8]),
    clocks: &Clocks<'_>,
    read: &mut Reader<'_>,
) -> Beside {
    Holder { name, held: Held::Envelope(envelope.into()) }.beside(clocks, read)
}

/// The name that the file `bytes` has beside the file `holder`, as evidence of when the signature in that was made.
pub(crate) fn name_of(bytes: &[u8], holder: &str) -> String {
    match bytes.starts_with(PROOF_HEADER) {
        true => proof_name(holder),
        false => stamp_name(holder),
    }
}

/// The name of the time stamp on the signature in the file `holder`.
pub fn stamp_name(holder: &str) -> String {
    format!("{holder}{TIME_STAMP_SUFFIX}")
}

/// The name of the proof that the envelope in the file `holder` is in a log.
pub fn proof_name(holder: &str) -> String {
    format!("{}{PROOF_SUFFIX}", holder.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(holder))
}

impl Holder<'_> {
    fn beside(&self, clocks: &Clocks<'_>, read: &mut Reader<'_>) -> Beside {
        let mut found = Beside::default();
        if clocks.take_stamps() {
            let name = stamp_name(self.name);
            found.take(&name, read, |bytes| {
                let stamped = match &self.held {
                    Held::Envelope(envelope) => clocks.stamped_envelope(bytes, envelope),
                    Held::Inside(document) => {
                        let signature = xml_signature_value(document);
                        let signature: Vec<&[u8]> = signature.iter().map(Vec::as_slice).collect();
                        clocks.stamped(bytes, &signature)
                    }
                };
                stamped.map_err(|error| error.diagnostic(&FileName::new(&name)))
            });
        }
        // A log has envelopes; what is signed inside is in none.
        if clocks.take_proofs()
            && let Held::Envelope(envelope) = &self.held
        {
            let name = proof_name(self.name);
            found.take(&name, read, |bytes| {
                let (file, of) = (FileName::new(&name), FileName::new(self.name));
                let logged = clocks.logged(bytes, Digest::of(envelope));
                logged.map_err(|error| error.diagnostic(&file, &of))
            });
        }
        found.files.sort_unstable();
        found
    }
}

impl Beside {
    /// Adds what was found beside a copy.
    pub(crate) fn add(&mut self, other: Self) {
        self.evidence.extend(other.evidence);
        self.files.extend(other.files);
        self.files.sort_unstable();
        self.files.dedup();
        self.diagnostics.extend(other.diagnostics);
    }

    /// Adds what the file `name` is evidence of, if it is there.
    fn take(
        &mut self,
        name: &str,
        read: &mut Reader<'_>,
        verify: impl FnOnce(&[u8]) -> Result<Evidence, Diagnostic>,
    ) {
        let verified = match read(name) {
            None => return,
            Some(Err(error)) => Err(unreadable(&FileName::new(name), &error)),
            Some(Ok(bytes)) => verify(&bytes).map(|evidence| (evidence, Digest::of(&bytes))),
        };
        match verified {
            Ok((evidence, file)) => {
                self.evidence.push(evidence);
                self.files.push(file);
            }
            Err(defect) => self.diagnostics.push(defect),
        }
    }
}
