//! Proofs to hand out (C2SP tlog-proof): that an envelope is in a log, without the rest of the log.

use std::collections::BTreeSet;
use std::slice;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use thiserror::Error;

use super::CHECKPOINT_LIMIT;
use super::checkpoint::{Checkpoint, CheckpointError, Cosignature, decimal, hash};
use super::key::VerifierKey;
use super::note::Note;
use super::tiles::entry_hash;
use crate::digest::Digest;
use crate::merkle::{ProofError, verify_inclusion};
use crate::time_evidence::{Covered, Evidence, EvidenceKind};

/// What is added to a document's name to name the proof that its envelope is in a log.
pub const PROOF_SUFFIX: &str = ".tlog-proof";

/// Largest proof that is read, in bytes: its checkpoint, and as much again.
pub const PROOF_LIMIT: usize = 2 * CHECKPOINT_LIMIT;

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// Most hashes in a proof: the height of a tree of 2^64 leaves.
const HEIGHT: usize = 64;

/// A proof whose form is right; what it shows only [`LogProof::verify`] tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogProof {
    index: u64,
    path: Vec<Digest>,
    checkpoint: String,
}

/// That an envelope is in a log, proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    envelope: Digest,
    index: u64,
    checkpoint: Checkpoint,
    cosignatures: Vec<Cosignature>,
    /// The earliest time that each of the witnesses gives, in order; a witness that gives none is not among them.
    seen: Vec<Cosignature>,
    /// How many witnesses were asked for.
    needed: usize,
}

/// Why a proof shows nothing.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogProofError {
    /// Its checkpoint is not one of the log.
    #[error("the checkpoint in the proof is not one of this log")]
    Checkpoint(#[from] CheckpointError),
    /// A line is not what it must be.
    #[error("line {line} of the proof is not {expected}")]
    LineMalformed {
        /// The line, from 1.
        line: usize,
        /// What it must be.
        expected: &'static str,
    },
    /// The envelope is not at that place of the log.
    #[error("the proof does not show that this envelope is in the log")]
    NotIncluded(#[from] ProofError),
    /// More than [`PROOF_LIMIT`].
    #[error("the proof has {size} bytes, more than {PROOF_LIMIT}")]
    TooLarge {
        /// The size in bytes.
        size: usize,
    },
    /// Fewer witnesses than asked for.
    #[error("{found} of the witnesses saw the checkpoint, {needed} are needed")]
    WitnessesTooFew {
        /// How many did.
        found: usize,
        /// How many must.
        needed: usize,
    },
}

impl LogProof {
    pub(super) fn new(index: u64, path: Vec<Digest>, checkpoint: &Checkpoint) -> Self {
        Self { index, path, checkpoint: checkpoint.to_text() }
    }

    /// Parses a proof. Extra data in it is not authenticated, and not used.
    pub fn parse(bytes: &[u8]) -> Result<Self, LogProofError> {
        if bytes.len() > PROOF_LIMIT {
            return Err(LogProofError::TooLarge { size: bytes.len() });
        }
        let malformed = |line, expected| LogProofError::LineMalformed { line, expected };
        let text = std::str::from_utf8(bytes).map_err(|_| malformed(1, HEADER))?;
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or(malformed(1, "HASHES, EMPTY LINE, CHECKPOINT"))?;
        let mut lines = (1..).zip(head.split('\n')).peekable();
        if lines.next().is_none_or(|(_, line)| line != HEADER) {
            return Err(malformed(1, HEADER));
        }
        let extra = |line: &str| {
            line.strip_prefix("extra ").is_some_and(|extra| STANDARD.decode(extra).is_ok())
        };
        let _ = lines.next_if(|(_, line)| extra(line));
        let (line, index) = lines.next().unwrap_or((2, ""));
        let index = index.strip_prefix("index ").and_then(decimal);
        let index = index.ok_or(malformed(line, "index NUMBER"))?;
        let hash = |(line, text)| {
            let is_line = line <= HEIGHT + 3;
            hash(text).filter(|_| is_line).ok_or(malformed(line, "BASE64 (32)"))
        };
        let path = lines.map(hash).collect::<Result<_, _>>()?;
        Ok(Self { index, path, checkpoint: checkpoint.to_owned() })
    }

    /// The file.
    pub fn to_text(&self) -> String {
        let mut out = format!("{HEADER}\nindex {}\n", self.index);
        for hash in &self.path {
            out += &STANDARD.encode(hash.as_bytes());
            out.push('\n');
        }
        out + "\n" + &self.checkpoint
    }

    /// The number of the entry, as the proof claims it.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The names under which its checkpoint is signed, with the identifiers of the keys. Nothing about them is verified.
    pub(crate) fn signed_by(&self) -> Vec<(String, [u8; 4])> {
        Note::parse(self.checkpoint.as_bytes()).map(|note| note.signed_by()).unwrap_or_default()
    }

    /// Checks that the envelope with the SHA-256 `envelope` is in the log with the key `log`, and that `needed` of the
    /// `witnesses` saw the checkpoint. The log is no witness of itself.
    pub fn verify(
        &self,
        envelope: Digest,
        log: &VerifierKey,
        witnesses: &[VerifierKey],
        needed: usize,
    ) -> Result<Inclusion, LogProofError> {
        let checkpoint = Checkpoint::open(self.checkpoint.as_bytes(), log)?;
        let (mut cosignatures, mut seen, mut keys) = (Vec::new(), Vec::new(), BTreeSet::new());
        for witness in witnesses.iter().filter(|witness| witness.key() != log.key()) {
            let by = checkpoint.cosignatures(slice::from_ref(witness))?;
            // One key under two names is one witness.
            if !by.is_empty() && keys.insert(*witness.key()) {
                let told = by.iter().filter(|by| by.time > Timestamp::UNIX_EPOCH);
                seen.extend(told.min_by_key(|by| by.time).cloned());
                cosignatures.extend(by);
            }
        }
        let found = keys.len();
        if found < needed {
            return Err(LogProofError::WitnessesTooFew { found, needed });
        }
        seen.sort_by_key(|by| by.time);
        let (size, root) = (checkpoint.size(), checkpoint.root());
        verify_inclusion(&entry_hash(&envelope), self.index, size, &self.path, &root)?;
        Ok(Inclusion { envelope, index: self.index, checkpoint, cosignatures, seen, needed })
    }
}

impl Inclusion {
    /// The number of the entry in the log, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// The checkpoint that commits to it.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The witnesses that saw the checkpoint.
    pub fn cosignatures(&self) -> &[Cosignature] {
        &self.cosignatures
    }

    /// Evidence of the time by which the envelope existed, by the word of as many witnesses as were asked for, of one at least: fewer
    /// of them alone make it no earlier. `None`: not as many gave a time (0 is none), and a log alone tells an order and no time.
    pub fn evidence(&self) -> Option<Evidence> {
        let first = self.seen.get(self.needed.saturating_sub(1))?;
        let (origin, witness) = (self.checkpoint.origin().to_owned(), first.witness.clone());
        let kind = EvidenceKind::LogInclusion { origin, witness };
        Some(Evidence::new(first.time, Covered::Envelope(self.envelope), kind))
    }
}
