//! SHA-256 of bytes.

use std::fmt;

use sha2::Digest;

/// A SHA-256.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// The hash of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// The hash that has these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 hex digits in lower case; `None`: they are not.
    pub fn parse(hex: &str) -> Option<Self> {
        let digits = hex.as_bytes();
        if digits.len() != 64 {
            return None;
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(bytes))
    }
}

fn digit(of: u8) -> Option<u8> {
    match of {
        b'0'..=b'9' => Some(of - b'0'),
        b'a'..=b'f' => Some(of - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Bytes with their hash.
#[derive(Clone, Copy, Debug)]
pub struct Hashed<'b> {
    bytes: &'b [u8],
    sha256: Sha256,
}

impl<'b> Hashed<'b> {
    /// Hashes `bytes`.
    pub fn of(bytes: &'b [u8]) -> Self {
        Self { bytes, sha256: Sha256::of(bytes) }
    }

    /// Takes a hash that was made of `bytes` already: making it twice would be most of the work of putting them away.
    pub fn known(bytes: &'b [u8], sha256: Sha256) -> Self {
        debug_assert_eq!(Sha256::of(bytes), sha256, "the hash is that of the bytes");
        Self { bytes, sha256 }
    }

    /// The bytes.
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// Their hash.
    pub fn sha256(&self) -> Sha256 {
        self.sha256
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_as_it_is_written() {
        let hash = Sha256::of(b"");
        let hex = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(hash.to_string(), hex);
        assert_eq!(Sha256::parse(hex), Some(hash));
        let upper = hex.to_uppercase();
        for wrong in ["", &hex[1..], upper.as_str(), &format!("{hex}0"), &hex.replace('e', "é")] {
            assert_eq!(Sha256::parse(wrong), None, "{wrong}");
        }
    }
}
