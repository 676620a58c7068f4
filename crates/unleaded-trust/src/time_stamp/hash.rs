//! The hashes that tokens may use.

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::TimeStampError;
use super::der::{self, Reader, oid};

/// A hash of the SHA-2 family. Older ones are refused: an imprint that can be made to fit twice proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// Reads an `AlgorithmIdentifier`, whose parameters are absent or null.
    pub(super) fn read(
        reader: &mut Reader<'_>,
        field: &'static str,
    ) -> Result<Self, TimeStampError> {
        let mut algorithm = Reader::new(reader.expect(der::SEQUENCE, field)?.value);
        match algorithm.expect(der::OID, field)?.value {
            oid::SHA256 => Ok(Self::Sha256),
            oid::SHA384 => Ok(Self::Sha384),
            oid::SHA512 => Ok(Self::Sha512),
            other => Err(TimeStampError::AlgorithmUnsupported { algorithm: der::dotted(other) }),
        }
    }

    pub(super) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }
}
