//! A local append-only log of what was signed and received, in the formats of C2SP (signed-note, tlog-checkpoint,
//! tlog-cosignature, tlog-tiles and tlog-proof, version 1 each), so that anyone's tools can check it.
//!
//! A log is a folder. Its entries are the SHA-256 of envelopes, which tell nothing of their content; tiles hold the hash
//! tree over them ([`crate::merkle`]); a checkpoint, signed with a key that serves nothing else, commits to all of it. A
//! proof for one entry can be handed out without the rest. This module says which bytes belong at which path and what is
//! wrong with those that are there; reading and writing them is the caller's.

pub use self::append::{Appended, Edge, leftovers};
pub use self::check::{LogDefect, check};
pub use self::checkpoint::{Checkpoint, CheckpointError, Cosignature};
pub use self::key::{SignatureKind, VerifierKey, VerifierKeyError};
pub use self::proof::{Inclusion, LogProof, LogProofError, PROOF_LIMIT, PROOF_SUFFIX};
pub use self::tiles::{LogFiles, TILE_LIMIT};
pub use self::tree::{LogError, LogTree};

use crate::digest::Digest;
use crate::envelope::{Envelope, EnvelopeError};

mod append;
mod check;
mod checkpoint;
mod key;
mod note;
mod proof;
mod tiles;
mod tree;
mod words;

/// The checkpoint's path in a log's folder.
pub const CHECKPOINT_PATH: &str = "checkpoint";

/// Largest checkpoint that is read, in bytes: room for the signatures of many witnesses, also of larger kinds.
pub const CHECKPOINT_LIMIT: usize = 256 << 10;

/// The path of the log's own verifier key in its folder, for whoever gets the folder; it proves nothing there.
pub const KEY_PATH: &str = "log.vkey";

/// Returns the entry that an envelope gets: the SHA-256 of its bytes. Bytes that are no envelope get none, so that a document named in
/// its place is not logged by mistake.
pub fn entry(envelope: &[u8]) -> Result<Digest, EnvelopeError> {
    Envelope::parse(envelope)?;
    Ok(Digest::of(envelope))
}
