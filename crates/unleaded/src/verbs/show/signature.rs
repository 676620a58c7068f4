//! The signature beside a declaration.

use std::fs;
use std::io::Read as _;

use unleaded_app::documents::Trust;
use unleaded_app::signatures::{Outcome, check};
use unleaded_formats::detect::{HEAD, Kind, detect};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{ENVELOPE_SUFFIX, Terms};

use crate::files;

/// What is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Signature {
    /// The envelope, the signature or the document is not acceptable, or the envelope can't be read.
    Bad,
    /// These organisations signed it.
    Good(Vec<String>),
    /// There is an envelope, and no trust file to check it with.
    NotChecked,
    /// There is no envelope.
    Unsigned,
    /// Nobody known signed it.
    UnknownKey,
}

impl Signature {
    pub(super) fn of(path: &str, trust: Option<&Trust>) -> Self {
        let envelope = format!("{path}{ENVELOPE_SUFFIX}");
        let is_beside = fs::metadata(&envelope).is_ok_and(|file| file.is_file());
        if path == files::STANDARD || !is_beside && !is_copy(path) {
            return Self::Unsigned;
        }
        let Some(trust) = trust else {
            return Self::NotChecked;
        };
        let envelope = is_beside.then(|| files::read(&envelope)).transpose();
        let (Ok(bytes), Ok(envelope)) = (files::read(path), envelope) else {
            return Self::Bad;
        };
        let terms = Terms::new(&trust.store, crate::clock::today());
        let checked = check(&FileName::new(path), &bytes, envelope.as_deref(), &terms);
        let Some(checked) = checked else {
            return Self::Unsigned;
        };
        let signers = checked.signers.iter().map(|signer| signer.organisation.name().to_owned());
        match checked.outcome {
            Outcome::Good => Self::Good(signers.collect()),
            Outcome::Bad | Outcome::NotJudged => Self::Bad,
            Outcome::UnknownKey => Self::UnknownKey,
        }
    }

    /// The word in JSON.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Bad => "bad",
            Self::Good(_) => "good",
            Self::NotChecked => "not-checked",
            Self::Unsigned => "unsigned",
            Self::UnknownKey => "unknown-key",
        }
    }

    /// Who signed it; empty unless good.
    pub(super) fn signers(&self) -> &[String] {
        match self {
            Self::Good(signers) => signers,
            _ => &[],
        }
    }
}

/// Whether a file is a redacted copy, which holds its signature.
fn is_copy(path: &str) -> bool {
    let mut head = Vec::new();
    let read = files::open(path).and_then(|file| file.take(HEAD as u64).read_to_end(&mut head));
    read.is_ok() && detect(&head) == Some(Kind::Redacted)
}
