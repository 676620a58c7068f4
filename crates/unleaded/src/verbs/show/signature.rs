//! The signature beside a declaration.

use std::fs;
use std::io::Read;

use unleaded_app::companions::Told;
use unleaded_app::documents::Trust;
use unleaded_app::evidence::{self, Signed};
use unleaded_app::signatures::{Checked, Outcome, check};
use unleaded_app::signing::beyond_bounds;
use unleaded_formats::detect::{HEAD, Kind, detect};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{Clocks, ENVELOPE_SUFFIX, Known, Standing, Terms, mentions_xml_signature};

use crate::exit::Failure;
use crate::files;
use crate::verbs::verify::companions::{self, Beside};
use crate::verbs::verify::time::if_there;

/// Bytes that are read of a document at a time to see whether it may hold a signature.
const PIECE: u64 = 1 << 16;

/// What is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// The envelope, the signature or the document is not acceptable, or the envelope can't be read.
    Bad,
    /// These organisations signed it.
    Good(Vec<String>),
    /// There is a signature inside, and no trust file to check it with.
    Inside,
    /// There is an envelope, and no trust file to check it with.
    NotChecked,
    /// These organisations signed it, and have put another document in its place.
    Superseded(Vec<String>),
    /// There is no envelope.
    Unsigned,
    /// Nobody known signed it.
    UnknownKey,
    /// These organisations signed it, and have withdrawn it.
    Withdrawn(Vec<String>),
}

/// What signatures are judged with.
pub(super) struct Judge<'t> {
    clocks: Clocks<'t>,
    beside: Beside,
}

impl<'t> Judge<'t> {
    /// Reads what lies beside `documents`.
    pub(super) fn new(trust: &'t Trust, documents: &[String]) -> Result<Self, Box<Failure>> {
        let clocks = Clocks::new(&trust.store, crate::clock::today());
        let beside = companions::of(documents, None, &clocks)?;
        Ok(Self { clocks, beside })
    }

    /// What could not be read, and may say that a document was taken back.
    pub(super) fn unread(&self) -> &[Diagnostic] {
        &self.beside.unread
    }
}

impl Signature {
    pub(super) fn of(path: &str, judge: Option<&Judge<'_>>) -> Self {
        let envelope = format!("{path}{ENVELOPE_SUFFIX}");
        let is_beside = fs::metadata(&envelope).is_ok_and(|file| file.is_file());
        if path == files::STANDARD || !is_beside && !may_hold_one(path) {
            return Self::Unsigned;
        }
        let Some(judge) = judge else {
            return if is_beside { Self::NotChecked } else { Self::Inside };
        };
        let held = is_beside.then(|| files::read(&envelope)).transpose();
        let (Ok(bytes), Ok(held)) = (files::read(path), held) else {
            return Self::Bad;
        };
        let named = held.as_deref().map(|bytes| (envelope.as_str(), bytes));
        let Judge { clocks, beside } = judge;
        let signed = Signed { document: (path, &bytes), envelope: named };
        let found = evidence::beside(&signed, clocks, &mut if_there);
        let delegations = &beside.companions.delegations;
        let terms = Terms { delegations, evidence: &found.evidence, ..clocks.terms() };
        match check(&FileName::new(path), &bytes, held.as_deref(), &terms) {
            Some(checked) => Self::judged(&checked, &bytes, path, beside),
            None => Self::Unsigned,
        }
    }

    fn judged(checked: &Checked, document: &[u8], path: &str, beside: &Beside) -> Self {
        match checked.outcome {
            Outcome::Good => {}
            Outcome::Bad | Outcome::NotJudged => return Self::Bad,
            Outcome::UnknownKey => return Self::UnknownKey,
        }
        let signers = checked.signers.iter().map(|signer| signer.organisation.name().to_owned());
        let signers: Vec<String> = signers.collect();
        let file = FileName::new(path);
        let beyond = |verified| beyond_bounds(verified, document, &file).is_some();
        if checked.verified.as_ref().is_some_and(beyond) {
            return Self::Bad;
        }
        let Some(known) = checked.known.clone() else { return Self::Good(signers) };
        let known: Vec<Known> = [known].into_iter().chain(beside.successors.clone()).collect();
        let told = beside.companions.lives(&known);
        match told.first().map(Told::standing) {
            Some(Standing::Superseded { .. }) => Self::Superseded(signers),
            Some(Standing::Withdrawn { .. }) => Self::Withdrawn(signers),
            Some(Standing::Current) | None => Self::Good(signers),
        }
    }

    /// The word in JSON.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Good(_) => "good",
            Self::Inside | Self::NotChecked => "not-checked",
            Self::Superseded(_) => "superseded",
            Self::Unsigned => "unsigned",
            Self::UnknownKey => "unknown-key",
            Self::Withdrawn(_) => "withdrawn",
        }
    }

    /// Who signed it; empty unless good, also where it was taken back.
    pub(super) fn signers(&self) -> &[String] {
        match self {
            Self::Good(signers) | Self::Superseded(signers) | Self::Withdrawn(signers) => signers,
            _ => &[],
        }
    }
}

/// Whether a file may hold its signature: a redacted copy does, and an XML document may.
fn may_hold_one(path: &str) -> bool {
    let mut head = Vec::new();
    let Ok(mut file) = files::open(path) else { return false };
    if file.by_ref().take(HEAD as u64).read_to_end(&mut head).is_err() {
        return false;
    }
    match detect(&head) {
        Some(Kind::Redacted) => true,
        Some(Kind::Iec62474 | Kind::Ipc1752a | Kind::Xml) => mentions_signature(head, file),
        _ => false,
    }
}

/// Whether a document that begins with `window` names the form of signatures inside XML.
fn mentions_signature(mut window: Vec<u8>, mut rest: impl Read) -> bool {
    // What is looked for may stand across two pieces.
    const KEPT: usize = 256;
    loop {
        if mentions_xml_signature(&window) {
            return true;
        }
        window.drain(..window.len().saturating_sub(KEPT));
        match rest.by_ref().take(PIECE).read_to_end(&mut window) {
            Ok(0) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}
