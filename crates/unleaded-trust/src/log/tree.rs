//! Reading a log: tiles, the hashes of any part of the tree, and proofs from them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

use super::check::LogDefect;
use super::checkpoint::Checkpoint;
use super::proof::LogProof;
use super::tiles::{Content, LogFiles, TILE_LIMIT, Tile, WIDTH, entries, hashes, subtree_root};
use crate::digest::Digest;
use crate::merkle::{
    consistency_ranges, inclusion_ranges, node_hash, verify_consistency, verify_inclusion,
};

/// Why something about a log can't be told.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogError<E> {
    /// The log is damaged.
    Defect(LogDefect),
    /// A file can't be read.
    Files(E),
}

impl<E: fmt::Display> fmt::Display for LogError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Defect(defect) => defect.fmt(f),
            Self::Files(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for LogError<E> {}

impl<E> From<LogDefect> for LogError<E> {
    fn from(defect: LogDefect) -> Self {
        Self::Defect(defect)
    }
}

/// The tree that a checkpoint commits to, over the files of the log's folder.
pub struct LogTree<'a, F> {
    files: &'a F,
    checkpoint: &'a Checkpoint,
    /// The tiles of hashes read so far: a proof reads a few of each level, some more than once.
    read: RefCell<BTreeMap<(u8, u64), Vec<Digest>>>,
}

impl<'a, F: LogFiles> LogTree<'a, F> {
    /// Returns the tree under `checkpoint`. Nothing is read yet.
    pub fn new(files: &'a F, checkpoint: &'a Checkpoint) -> Self {
        Self { files, checkpoint, read: RefCell::default() }
    }

    /// Returns the numbers of those of `wanted` that are entries of the log, of one that stands twice the first.
    pub fn find(
        &self,
        wanted: &BTreeSet<Digest>,
    ) -> Result<BTreeMap<Digest, u64>, LogError<F::Error>> {
        let mut found = BTreeMap::new();
        for tile in Content::Entries.tiles(self.checkpoint.size()) {
            if found.len() == wanted.len() {
                break;
            }
            let bundle = read_tile(self.files, tile)?;
            let bundle = entries(&bundle).ok_or(LogDefect::Forged { path: tile.path() })?;
            for (number, entry) in (tile.index * WIDTH..).zip(bundle) {
                if wanted.contains(&entry) {
                    found.entry(entry).or_insert(number);
                }
            }
        }
        Ok(found)
    }

    /// Returns the proof that `entry` has the number `index`, checked: tiles that do not lead to the checkpoint make none.
    pub fn prove(&self, entry: Digest, index: u64) -> Result<LogProof, LogError<F::Error>> {
        let size = self.checkpoint.size();
        let broken = || LogDefect::Forged { path: super::CHECKPOINT_PATH.to_owned() };
        let ranges = inclusion_ranges(index, size).ok_or_else(broken)?;
        let path = self.hashes(&ranges)?;
        let leaf = super::tiles::entry_hash(&entry);
        verify_inclusion(&leaf, index, size, &path, &self.checkpoint.root())
            .map_err(|_| broken())?;
        Ok(LogProof::new(index, path, self.checkpoint))
    }

    /// Returns the proof that the log at `old` is the beginning of this one, checked.
    pub fn prove_growth(&self, old: &Checkpoint) -> Result<Vec<Digest>, LogError<F::Error>> {
        let (from, to) = (old.size(), self.checkpoint.size());
        let ranges = consistency_ranges(from, to).ok_or(LogDefect::RolledBack { from, to })?;
        let proof = self.hashes(&ranges)?;
        verify_consistency(from, &old.root(), to, &self.checkpoint.root(), &proof)
            .map_err(|_| LogDefect::Forked { from, to })?;
        Ok(proof)
    }

    fn hashes(&self, ranges: &[Range<u64>]) -> Result<Vec<Digest>, LogError<F::Error>> {
        ranges.iter().map(|range| self.range(range)).collect()
    }

    /// The hash over the leaves of `range`, which starts where a subtree does.
    fn range(&self, range: &Range<u64>) -> Result<Digest, LogError<F::Error>> {
        let (mut start, length) = (range.start, range.end - range.start);
        let mut full = Vec::new();
        // Full subtrees, the largest first.
        for height in (0..64).rev().filter(|height| length >> height & 1 == 1) {
            full.push(self.subtree(height, start >> height)?);
            start += 1 << height;
        }
        let folded = full.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        Ok(folded.unwrap_or_else(|| subtree_root(&[])))
    }

    /// The hash of the full subtree with number `index` among those of 2^`height` leaves.
    fn subtree(&self, height: u32, index: u64) -> Result<Digest, LogError<F::Error>> {
        // A tile holds every eighth level; those between are made from it. The height is below 64, so the level fits.
        let (level, above) = ((height / 8) as u8, height % 8);
        let first = index << above;
        let tile = first / WIDTH;
        if !self.read.borrow().contains_key(&(level, tile)) {
            let wanted = Content::Hashes(level).tile(tile, self.checkpoint.size());
            let wanted =
                wanted.ok_or(LogDefect::Forged { path: super::CHECKPOINT_PATH.to_owned() })?;
            let bytes = read_tile(self.files, wanted)?;
            self.read.borrow_mut().insert((level, tile), hashes(&bytes));
        }
        let read = self.read.borrow();
        // Both are below 256.
        let (at, count) = ((first % WIDTH) as usize, 1 << above);
        let part = read.get(&(level, tile)).and_then(|hashes| hashes.get(at..at + count));
        let missing = || Content::Hashes(level).tile(tile, u64::MAX).map(Tile::path);
        let part =
            part.ok_or_else(|| LogDefect::Truncated { path: missing().unwrap_or_default() })?;
        Ok(subtree_root(part))
    }
}

/// Reads a tile: a partial one may have been replaced by the full one, which begins with the same.
pub(super) fn read_tile<F: LogFiles>(files: &F, tile: Tile) -> Result<Vec<u8>, LogError<F::Error>> {
    let read = |tile: Tile| -> Result<Option<Vec<u8>>, LogError<F::Error>> {
        let path = tile.path();
        let bytes = files.read(&path, TILE_LIMIT).map_err(LogError::Files)?;
        match bytes {
            Some(bytes) if bytes.len() == tile.bytes() => Ok(Some(bytes)),
            Some(bytes) if bytes.len() < tile.bytes() => Err(LogDefect::Truncated { path }.into()),
            Some(_) => Err(LogDefect::Forged { path }.into()),
            None => Ok(None),
        }
    };
    if let Some(bytes) = read(tile)? {
        return Ok(bytes);
    }
    let full = if tile == tile.full() { None } else { read(tile.full())? };
    let mut bytes = full.ok_or(LogDefect::Truncated { path: tile.path() })?;
    bytes.truncate(tile.bytes());
    Ok(bytes)
}
