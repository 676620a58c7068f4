//! Signatures that this program was built without.

use unleaded_model::diagnostic::codes::signers as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

/// A trusted key that an envelope names, of an algorithm that this program was built without. Whether it signed is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// The identifier of the key.
    pub key_id: String,
    /// The name of its organisation.
    pub organisation: String,
    /// The name of its algorithm.
    pub algorithm: &'static str,
}

impl Unchecked {
    /// Returns what there is to say about the signature on `file`.
    pub(super) fn diagnostic(&self, file: &FileName) -> Diagnostic {
        Diagnostic::new(codes::SIGNATURE_ALGORITHM_NOT_BUILT, Place::file(file))
            .with("file", file.as_str())
            .with("key", self.key_id.as_str())
            .with("organisation", self.organisation.as_str())
            .with("algorithm", self.algorithm)
    }
}
