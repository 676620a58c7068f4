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
        let name = algorithm.expect(der::OID, field)?.value;
        let is_empty = algorithm.optional(der::NULL)?.is_none_or(|null| null.value.is_empty());
        algorithm.finish(field)?;
        if !is_empty {
            return Err(TimeStampError::Malformed { field });
        }
        match name {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_absent_or_null() {
        let read = |parameters: &[u8]| {
            let content = [&[der::OID, 9], oid::SHA256, parameters].concat();
            let length = u8::try_from(content.len()).unwrap();
            let whole = [&[der::SEQUENCE, length], content.as_slice()].concat();
            Hash::read(&mut Reader::new(&whole), "f")
        };
        assert_eq!((read(b""), read(b"\x05\0")), (Ok(Hash::Sha256), Ok(Hash::Sha256)));
        for bad in [&b"\x04\0"[..], b"\x05\x01\0", b"\x05\0\x05\0"] {
            assert_eq!(read(bad), Err(TimeStampError::Malformed { field: "f" }), "{bad:?}");
        }
    }
}
