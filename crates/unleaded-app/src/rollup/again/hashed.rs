//! Keys: one hash over all that something is made from.

use std::fmt::{self, Debug, Write};

use sha2::{Digest as _, Sha256};
use unleaded_trust::Digest;

/// A hash that is being made. Each field is told apart from the next by its length.
#[derive(Clone)]
pub(super) struct Hashed(Sha256);

impl Hashed {
    /// Begins with what the key is for.
    pub(super) fn new(purpose: &str) -> Self {
        let mut hashed = Self(Sha256::new());
        hashed.bytes(purpose.as_bytes());
        hashed
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.update(bytes);
    }

    pub(super) fn number(&mut self, number: u64) {
        self.0.update(number.to_le_bytes());
    }

    pub(super) fn digest(&mut self, digest: &Digest) {
        self.0.update(digest.as_bytes());
    }

    /// Takes all that `Debug` shows of a value, which for data is all of it.
    pub(super) fn shown(&mut self, value: &dyn Debug) {
        let mut shown = Shown { hash: &mut self.0, bytes: 0 };
        // Hashing can't fail.
        let _ = write!(shown, "{value:?}");
        let bytes = shown.bytes;
        self.number(bytes);
    }

    pub(super) fn done(self) -> Digest {
        Digest::from_bytes(self.0.finalize().into())
    }
}

struct Shown<'h> {
    hash: &'h mut Sha256,
    bytes: u64,
}

impl Write for Shown<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.bytes += text.len() as u64;
        self.hash.update(text.as_bytes());
        Ok(())
    }
}
