//! Checkpoints (C2SP tlog-checkpoint): what a log commits to, signed; and cosignatures (C2SP tlog-cosignature).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use thiserror::Error;

use super::CHECKPOINT_LIMIT;
use super::key::{SignatureKind, VerifierKey, VerifierKeyError, is_name};
use super::note::Note;
use crate::digest::Digest;
use crate::keys::PrivateKey;

/// A checkpoint that its log signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    head: Head,
    note: Note,
}

/// The three lines that every checkpoint has.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Head {
    origin: String,
    size: u64,
    root: Digest,
}

/// A witness's word that it saw the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// The name of the witness.
    pub witness: String,
    /// When, by the clock of the witness.
    pub time: Timestamp,
}

/// Why bytes are not a checkpoint of a log.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum CheckpointError {
    /// A line is not what it must be.
    #[error("line {line} of the checkpoint is not {expected}")]
    LineMalformed {
        /// The line, from 1.
        line: usize,
        /// What it must be.
        expected: &'static str,
    },
    /// Not UTF-8, or with control characters.
    #[error("the checkpoint is not text")]
    NotText,
    /// The checkpoint is that of another log.
    #[error("the checkpoint is of the log `{found}`, not of `{wanted}`")]
    OriginOther {
        /// The log that it names.
        found: String,
        /// The log that is meant.
        wanted: String,
    },
    /// A signature names a known key and does not fit.
    #[error("the signature of `{name}` on the checkpoint does not fit")]
    SignatureInvalid {
        /// The name of the key.
        name: String,
    },
    /// What follows the text is no list of signatures.
    #[error("the signature lines of the checkpoint can't be read")]
    SignatureLineMalformed,
    /// More than [`CHECKPOINT_LIMIT`].
    #[error("the checkpoint has {size} bytes, more than {CHECKPOINT_LIMIT}")]
    TooLarge {
        /// The size in bytes.
        size: usize,
    },
    /// No signature by the log's key.
    #[error("the checkpoint is not signed by the key of `{name}`")]
    Unsigned {
        /// The name of the key.
        name: String,
    },
}

impl Checkpoint {
    /// Parses a checkpoint and checks that the log with the key `log` signed it, under its own name as the origin.
    pub fn open(bytes: &[u8], log: &VerifierKey) -> Result<Self, CheckpointError> {
        let note = Note::parse(bytes)?;
        let head = Head::parse(&note.text)?;
        if head.origin != log.name() {
            let (found, wanted) = (head.origin, log.name().to_owned());
            return Err(CheckpointError::OriginOther { found, wanted });
        }
        if log.kind() != SignatureKind::Log || note.times(log)?.is_empty() {
            return Err(CheckpointError::Unsigned { name: log.name().to_owned() });
        }
        Ok(Self { head, note })
    }

    /// Makes the checkpoint of the log `origin` with `size` entries under `root`.
    pub fn sign(
        origin: &str,
        size: u64,
        root: Digest,
        key: &PrivateKey,
    ) -> Result<Self, VerifierKeyError> {
        let verifier = VerifierKey::new(origin, SignatureKind::Log, key.public())?;
        let head = Head { origin: origin.to_owned(), size, root };
        let mut note = Note::unsigned(head.to_text());
        note.sign(&verifier, key, 0);
        Ok(Self { head, note })
    }

    /// Adds the cosignature of the witness `name` at `time`; one that it gave before is replaced. A witness that never saw
    /// an earlier state, or checked that this one follows from it, may say so. Refuses a time that is not after 1970-01-01, which can't be
    /// written down, or says that there is none.
    pub fn cosign(
        &mut self,
        name: &str,
        key: &PrivateKey,
        time: Timestamp,
    ) -> Result<(), VerifierKeyError> {
        let verifier = VerifierKey::new(name, SignatureKind::Cosignature, key.public())?;
        let second = u64::try_from(time.as_second()).ok().filter(|second| *second > 0);
        self.note.sign(&verifier, key, second.ok_or(VerifierKeyError::NoTime)?);
        Ok(())
    }

    /// Returns the cosignatures of those of `witnesses` that gave one, in their order. One that names a known witness and
    /// does not fit is an error: the checkpoint was changed.
    pub fn cosignatures(
        &self,
        witnesses: &[VerifierKey],
    ) -> Result<Vec<Cosignature>, CheckpointError> {
        let mut found = Vec::new();
        for key in witnesses.iter().filter(|key| key.kind() == SignatureKind::Cosignature) {
            let invalid = || CheckpointError::SignatureInvalid { name: key.name().to_owned() };
            for time in self.note.times(key)? {
                let time = i64::try_from(time).ok().and_then(|t| Timestamp::from_second(t).ok());
                let time = time.ok_or_else(invalid)?;
                found.push(Cosignature { witness: key.name().to_owned(), time });
            }
        }
        Ok(found)
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        &self.head.origin
    }

    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.head.size
    }

    /// The root of the tree over them.
    pub fn root(&self) -> Digest {
        self.head.root
    }

    /// The file.
    pub fn to_text(&self) -> String {
        self.note.to_text()
    }
}

impl Head {
    fn parse(text: &str) -> Result<Self, CheckpointError> {
        let malformed = |line, expected| CheckpointError::LineMalformed { line, expected };
        let lines: Vec<&str> = text.strip_suffix('\n').unwrap_or(text).split('\n').collect();
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(malformed(lines.len(), "one of 3 LINES"));
        };
        if !is_name(origin) {
            return Err(malformed(1, "NAME"));
        }
        let size = decimal(size).ok_or(malformed(2, "NUMBER"))?;
        let root = hash(root).ok_or(malformed(3, "BASE64 (32)"))?;
        if let Some(empty) = extensions.iter().position(|line| line.is_empty()) {
            return Err(malformed(4 + empty, "EXTENSION"));
        }
        Ok(Self { origin: (*origin).to_owned(), size, root })
    }

    fn to_text(&self) -> String {
        let root = STANDARD.encode(self.root.as_bytes());
        format!("{}\n{}\n{root}\n", self.origin, self.size)
    }
}

/// A number in the one way of writing it.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

/// A hash in the base64 of 32 bytes.
pub(super) fn hash(text: &str) -> Option<Digest> {
    let bytes = STANDARD.decode(text).ok()?;
    Some(Digest::from_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ORIGIN: &str = "maker.example/unleaded-log";

    fn key(n: u8) -> PrivateKey {
        PrivateKey::from_seed([n; 32])
    }

    fn log(n: u8) -> VerifierKey {
        VerifierKey::new(ORIGIN, SignatureKind::Log, key(n).public()).unwrap()
    }

    fn witness(n: u8) -> VerifierKey {
        VerifierKey::new("witness.example", SignatureKind::Cosignature, key(n).public()).unwrap()
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint::sign(ORIGIN, 7, Digest::of(b"root"), &key(1)).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let written = checkpoint();
        let read = Checkpoint::open(written.to_text().as_bytes(), &log(1)).unwrap();
        assert_eq!(read, written);
        assert_eq!((read.origin(), read.size(), read.root()), (ORIGIN, 7, Digest::of(b"root")));
    }

    #[test]
    fn reasons_are_named() {
        use CheckpointError as Error;
        let text = checkpoint().to_text();
        let open = |text: &str| Checkpoint::open(text.as_bytes(), &log(1)).unwrap_err();
        let line = |line, expected| Error::LineMalformed { line, expected };
        assert_eq!(open(&text.replacen(".example", " example", 1)), line(1, "NAME"));
        for size in ["", "07", "+7", "-7", "18446744073709551616", "7 "] {
            let changed = text.replacen("\n7\n", &format!("\n{size}\n"), 1);
            let found = open(&changed);
            assert_eq!(found, line(2, "NUMBER"), "{size}");
        }
        let root = STANDARD.encode(Digest::of(b"root").as_bytes());
        assert_eq!(open(&text.replace(&root, &root[4..])), line(3, "BASE64 (32)"));
        assert_eq!(open("a\n7\n\n\u{2014} n AAAAAAA=\n"), line(2, "one of 3 LINES"));
        let other = open(&text.replacen("maker.", "other.", 1));
        assert!(matches!(other, Error::OriginOther { .. }), "{other:?}");
        let name = || ORIGIN.to_owned();
        let changed = open(&text.replacen("\n7\n", "\n8\n", 1));
        assert_eq!(changed, Error::SignatureInvalid { name: name() });
        let stranger = Checkpoint::open(text.as_bytes(), &log(2)).unwrap_err();
        assert_eq!(stranger, Error::Unsigned { name: name() });
    }

    #[test]
    fn witnesses_vouch_for_a_time() {
        let time = |second| Timestamp::from_second(second).unwrap();
        let mut seen = checkpoint();
        seen.cosign("witness.example", &key(2), time(1_700_000_000)).unwrap();
        seen.cosign("witness.example", &key(3), time(1_800_000_000)).unwrap();
        seen.cosign("witness.example", &key(2), time(1_900_000_000)).unwrap();
        let read = Checkpoint::open(seen.to_text().as_bytes(), &log(1)).unwrap();
        let times = |keys: &[VerifierKey]| {
            read.cosignatures(keys).map(|all| all.iter().map(|c| c.time.as_second()).collect())
        };
        assert_eq!(times(&[witness(2), witness(3)]), Ok(vec![1_900_000_000, 1_800_000_000]));
        assert_eq!(times(&[witness(4)]), Ok(vec![]));
        assert_eq!(times(&[log(1)]), Ok(vec![]), "a log is no witness of its own");
        // Only the time differs, which is signed too.
        let text = seen.to_text();
        let line = text.lines().last().unwrap().rsplit(' ').next().unwrap();
        let mut bytes = STANDARD.decode(line).unwrap();
        bytes[11] ^= 1;
        let changed = text.replace(line, &STANDARD.encode(bytes));
        let changed = Checkpoint::open(changed.as_bytes(), &log(1)).unwrap();
        assert!(changed.cosignatures(&[witness(3)]).is_ok());
        assert!(changed.cosignatures(&[witness(2)]).is_err());
    }

    /// What a cosignature covers is spelt out by the specification.
    #[test]
    fn the_message_of_a_cosignature() {
        let mut seen = checkpoint();
        seen.cosign("witness.example", &key(2), Timestamp::from_second(1_679_315_147).unwrap())
            .unwrap();
        let root = STANDARD.encode(Digest::of(b"root").as_bytes());
        let message = format!("cosignature/v1\ntime 1679315147\n{ORIGIN}\n7\n{root}\n");
        let signature = key(2).sign(message.as_bytes());
        let expected =
            [&witness(2).id(), &1_679_315_147_u64.to_be_bytes()[..], &signature].concat();
        let line = format!("\u{2014} witness.example {}\n", STANDARD.encode(expected));
        assert!(seen.to_text().ends_with(&line));
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,200}") {
            let _ = Checkpoint::open(&bytes, &log(1));
            let framed = format!("{ORIGIN}\n{text}\n\n\u{2014} {text}\n");
            prop_assert!(Checkpoint::open(framed.as_bytes(), &log(1)).is_err());
        }

        #[test]
        fn no_changed_byte_passes(at: prop::sample::Index, by in 1_u8..) {
            let mut bytes = checkpoint().to_text().into_bytes();
            let at = at.index(bytes.len());
            bytes[at] ^= by;
            prop_assert!(Checkpoint::open(&bytes, &log(1)).is_err());
        }
    }
}
