//! Signed notes (C2SP signed-note): a text, an empty line, and a line per signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::CHECKPOINT_LIMIT;
use super::checkpoint::CheckpointError;
use super::key::{SignatureKind, VerifierKey, is_name};
use crate::keys::PrivateKey;

/// Most signatures that a note may have; at least 16 must be taken.
const SIGNATURE_LIMIT: usize = 64;

/// What stands before each signature: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// A note whose form is right; nothing about it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Note {
    /// What is signed, with its final newline and without the empty line.
    pub(super) text: String,
    signatures: Vec<Signature>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    name: String,
    key_id: [u8; 4],
    bytes: Vec<u8>,
}

impl Note {
    /// Returns the note without a signature.
    pub(super) fn unsigned(text: String) -> Self {
        Self { text, signatures: Vec::new() }
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, CheckpointError> {
        if bytes.len() > CHECKPOINT_LIMIT {
            return Err(CheckpointError::TooLarge { size: bytes.len() });
        }
        let text = std::str::from_utf8(bytes).map_err(|_| CheckpointError::NotText)?;
        if text.bytes().any(|byte| byte < 0x20 && byte != b'\n') {
            return Err(CheckpointError::NotText);
        }
        let malformed = CheckpointError::SignatureLineMalformed;
        let end = text.rfind("\n\n").ok_or(malformed.clone())? + 1;
        let (text, rest) = text.split_at(end);
        let lines = rest[1..].strip_suffix('\n').ok_or(malformed.clone())?;
        let signatures: Option<Vec<_>> = lines.split('\n').map(Signature::parse).collect();
        let signatures = signatures.ok_or(malformed.clone())?;
        if signatures.len() > SIGNATURE_LIMIT {
            return Err(malformed);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    pub(super) fn to_text(&self) -> String {
        let mut out = format!("{}\n", self.text);
        for Signature { name, key_id, bytes } in &self.signatures {
            let bytes = STANDARD.encode([key_id.as_slice(), bytes].concat());
            out += &format!("{DASH}{name} {bytes}\n");
        }
        out
    }

    /// Adds the signature of the log, or of a witness at `time` in seconds since 1970, which a log's does not hold.
    pub(super) fn sign(&mut self, verifier: &VerifierKey, key: &PrivateKey, time: u64) {
        let bytes = match verifier.kind() {
            SignatureKind::Log => key.sign(self.text.as_bytes()).to_vec(),
            SignatureKind::Cosignature => {
                let signature = key.sign(self.cosigned(time).as_bytes());
                [time.to_be_bytes().as_slice(), &signature].concat()
            }
        };
        // A second one by the same key replaces the first.
        self.signatures.retain(|known| !known.is_by(verifier));
        let (name, key_id) = (verifier.name().to_owned(), verifier.id());
        self.signatures.push(Signature { name, key_id, bytes });
    }

    /// The names of its signatures, with the identifiers of the keys.
    pub(super) fn signed_by(&self) -> Vec<(String, [u8; 4])> {
        self.signatures.iter().map(|by| (by.name.clone(), by.key_id)).collect()
    }

    /// Checks each signature that names `key` and returns the times they state, 0 for a log's; empty: it did not sign. One
    /// that does not fit makes the note bad, whatever else is on it.
    pub(super) fn times(&self, key: &VerifierKey) -> Result<Vec<u64>, CheckpointError> {
        let invalid = || CheckpointError::SignatureInvalid { name: key.name().to_owned() };
        let by = self.signatures.iter().filter(|signature| signature.is_by(key));
        by.map(|signature| self.time(signature, key).ok_or_else(invalid)).collect()
    }

    /// The time of a signature that fits.
    fn time(&self, signature: &Signature, key: &VerifierKey) -> Option<u64> {
        let (time, message, bytes) = match key.kind() {
            SignatureKind::Log => (0, self.text.clone(), signature.bytes.as_slice()),
            SignatureKind::Cosignature => {
                let (time, bytes) = signature.bytes.split_first_chunk()?;
                let time = u64::from_be_bytes(*time);
                (time, self.cosigned(time), bytes)
            }
        };
        key.key().verify(message.as_bytes(), bytes.try_into().ok()?).then_some(time)
    }

    /// What a witness signs.
    fn cosigned(&self, time: u64) -> String {
        format!("cosignature/v1\ntime {time}\n{}", self.text)
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, bytes) = line.strip_prefix(DASH)?.split_once(' ')?;
        let bytes = STANDARD.decode(bytes).ok()?;
        let (key_id, bytes) = bytes.split_first_chunk()?;
        let named = is_name(name) && !bytes.is_empty();
        named.then(|| Self { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
    }

    fn is_by(&self, key: &VerifierKey) -> bool {
        self.name == key.name() && self.key_id == key.id()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of signed-note.
    #[test]
    fn the_example_of_the_specification() {
        let text = "This is an example message.\n\n\
            \u{2014} example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
        let key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
        let key = VerifierKey::parse(key).unwrap();
        let note = Note::parse(text.as_bytes()).unwrap();
        assert_eq!(note.text, "This is an example message.\n");
        assert_eq!(note.times(&key), Ok(vec![0]));
        assert_eq!(note.to_text(), text);
        let changed = Note::parse(text.replace("message", "Message").as_bytes()).unwrap();
        assert!(changed.times(&key).is_err());
    }

    #[test]
    fn forms_that_are_refused() {
        let good = "a\n\nb\n\n\u{2014} n AAAAAAA=\n";
        assert_eq!(Note::parse(good.as_bytes()).unwrap().text, "a\n\nb\n");
        for bad in [
            "",
            "a\n",
            "a\n\n",
            "a\n\n\u{2014} n AAAAAAA=",
            "a\n\n- n AAAAAAA=\n",
            "a\n\n\u{2014} n AAAAAA==\n",
            "a\n\n\u{2014} n *\n",
            "a\n\n\u{2014} n+m AAAAAAA=\n",
            "a\n\n\u{2014}  AAAAAAA=\n",
            "a\r\n\n\u{2014} n AAAAAAA=\n",
            "a\t\n\n\u{2014} n AAAAAAA=\n",
        ] {
            assert!(Note::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Note::parse(b"a\xff\n\n").is_err());
        let lines = |count| format!("a\n\n{}", "\u{2014} n AAAAAAA=\n".repeat(count));
        assert!(Note::parse(lines(SIGNATURE_LIMIT).as_bytes()).is_ok());
        assert!(Note::parse(lines(SIGNATURE_LIMIT + 1).as_bytes()).is_err());
    }
}
