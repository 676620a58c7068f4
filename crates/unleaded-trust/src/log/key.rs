//! The keys that verify signed notes (C2SP signed-note, "Verifier keys").

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::digest::Hasher;
use crate::hidden::is_hidden;
use crate::keys::{KeyError, PublicKey};

/// Longest name of a key that is read, in bytes.
const NAME_LIMIT: usize = 255;

/// What a signature of a note says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureKind {
    /// A witness saw the log grow consistently up to this checkpoint, at a time that it states (type 0x04).
    Cosignature,
    /// The log itself commits to the checkpoint (type 0x01).
    Log,
}

/// A public key with the name it goes by in notes: `NAME+ID+KEY`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: SignatureKind,
    key: PublicKey,
}

/// Why a text is not a verifier key.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifierKeyError {
    /// A kind of signature that is not known here.
    #[error("the verifier key is for signatures of type {found:#04x}, which is not known")]
    AlgorithmUnknown {
        /// The type byte.
        found: u8,
    },
    /// The identifier in the text is not that of its name and key.
    #[error("the verifier key is damaged: its identifier is not that of its name and key")]
    IdWrong,
    /// The key itself is unusable.
    #[error("the key in the verifier key is unusable")]
    Key(#[source] KeyError),
    /// Not of the form `NAME+ID+KEY`.
    #[error("a verifier key has the form NAME+ID+KEY")]
    Malformed,
    /// Not a name for a key.
    #[error(
        "`{name}` can't be the name of a key: 1 to 255 bytes of visible text without spaces and `+`"
    )]
    NameMalformed {
        /// The name, cut to 80 characters.
        name: String,
    },
    /// The clock of a witness is set to 1970 or before.
    #[error("a witness needs a clock that is set: a cosignature states the time after 1970-01-01")]
    NoTime,
}

impl SignatureKind {
    /// The byte that stands for it in key identifiers.
    fn byte(self) -> u8 {
        match self {
            Self::Cosignature => 0x04,
            Self::Log => 0x01,
        }
    }
}

impl VerifierKey {
    /// Returns `key` under `name`: for a log its origin, for a witness the name it cosigns under.
    pub fn new(name: &str, kind: SignatureKind, key: PublicKey) -> Result<Self, VerifierKeyError> {
        if !is_name(name) {
            let name = name.chars().take(80).collect();
            return Err(VerifierKeyError::NameMalformed { name });
        }
        Ok(Self { name: name.to_owned(), kind, key })
    }

    /// Parses `NAME+ID+KEY`.
    pub fn parse(text: &str) -> Result<Self, VerifierKeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(VerifierKeyError::Malformed);
        };
        let key = STANDARD.decode(key).map_err(|_| VerifierKeyError::Malformed)?;
        let (kind, key) = match key.split_first() {
            Some((0x01, key)) => (SignatureKind::Log, key),
            Some((0x04, key)) => (SignatureKind::Cosignature, key),
            Some((found, _)) => return Err(VerifierKeyError::AlgorithmUnknown { found: *found }),
            None => return Err(VerifierKeyError::Malformed),
        };
        let key = key.try_into().map_err(|_| VerifierKeyError::Key(KeyError::Malformed))?;
        let key = PublicKey::from_bytes(key).map_err(VerifierKeyError::Key)?;
        let read = Self::new(name, kind, key)?;
        match id == hex(read.id()) {
            true => Ok(read),
            false => Err(VerifierKeyError::IdWrong),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> SignatureKind {
        self.kind
    }

    /// The key itself.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }

    /// The four bytes that name the key in notes. Anyone can make a key with the same: they are a hint.
    pub(crate) fn id(&self) -> [u8; 4] {
        let mut hasher = Hasher::new();
        hasher.update(self.name.as_bytes());
        hasher.update(&[b'\n', self.kind.byte()]);
        hasher.update(self.key.as_bytes());
        let [a, b, c, d, ..] = *hasher.finish().as_bytes();
        [a, b, c, d]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![self.kind.byte()];
        key.extend_from_slice(self.key.as_bytes());
        write!(f, "{}+{}+{}", self.name, hex(self.id()), STANDARD.encode(key))
    }
}

fn hex(id: [u8; 4]) -> String {
    format!("{:08x}", u32::from_be_bytes(id))
}

/// Whether a key, or the log that has it, can go by `name`. What hides or turns text is refused as well, so that one log
/// can't look like another.
pub(crate) fn is_name(name: &str) -> bool {
    let bad = |c: char| c == '+' || c.is_whitespace() || is_hidden(c);
    (1..=NAME_LIMIT).contains(&name.len()) && !name.contains(bad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::PrivateKey;

    /// The example of signed-note.
    const EXAMPLE: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    #[test]
    fn what_is_written_is_read() {
        let example = VerifierKey::parse(EXAMPLE).unwrap();
        assert_eq!((example.name(), example.kind()), ("example.com/foo", SignatureKind::Log));
        assert_eq!(example.to_string(), EXAMPLE);
        let key = PrivateKey::from_seed([1; 32]).public();
        for kind in [SignatureKind::Cosignature, SignatureKind::Log] {
            let written = VerifierKey::new("甲/日志", kind, key).unwrap();
            assert_eq!(VerifierKey::parse(&written.to_string()), Ok(written));
        }
    }

    #[test]
    fn defects_are_named() {
        use VerifierKeyError as Error;
        let bad =
            |from: &str, to: &str| VerifierKey::parse(&EXAMPLE.replacen(from, to, 1)).unwrap_err();
        assert_eq!(VerifierKey::parse(""), Err(Error::Malformed));
        assert_eq!(bad("+Aek", " Aek"), Error::Malformed);
        assert_eq!(bad("+Aek", "+*ek"), Error::Malformed);
        assert_eq!(bad("530d", "530e"), Error::IdWrong);
        assert_eq!(bad("530d", "530D"), Error::IdWrong);
        assert_eq!(bad("com/foo", "com/bar"), Error::IdWrong);
        assert_eq!(bad("+Aek", "+Bek"), Error::AlgorithmUnknown { found: 0x05 });
        assert_eq!(bad("nKv3U2k", ""), Error::Malformed);
        assert_eq!(bad("rnKv3U2k", ""), Error::Key(KeyError::Malformed));
        assert_eq!(
            bad("com/foo", "com foo"),
            Error::NameMalformed { name: "example.com foo".to_owned() }
        );
        for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb", "a\u{202e}b", &"a".repeat(256)] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
