//! The signature beside a declaration.

use std::fs;

use unleaded_app::documents::Trust;
use unleaded_app::signing::check;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{ENVELOPE_SUFFIX, Verification};

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
        if path == files::STANDARD || !fs::metadata(&envelope).is_ok_and(|file| file.is_file()) {
            return Self::Unsigned;
        }
        let Some(trust) = trust else {
            return Self::NotChecked;
        };
        let (Ok(bytes), Ok(envelope)) = (files::read(path), files::read(&envelope)) else {
            return Self::Bad;
        };
        let today = crate::clock::today();
        match check(&FileName::new(path), &bytes, Some(&envelope), &trust.store, today) {
            None => Self::Unsigned,
            Some(Verification::Good(verified)) => {
                let signers = verified.signers().iter();
                Self::Good(signers.map(|s| s.organisation.name().to_owned()).collect())
            }
            Some(Verification::Bad(_)) => Self::Bad,
            Some(Verification::UnknownKey { .. }) => Self::UnknownKey,
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
