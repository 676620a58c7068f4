//! Checking a whole log: every tile is made again from the entries, and what differs is named.

use thiserror::Error;

use super::append::Levels;
use super::checkpoint::{Checkpoint, CheckpointError};
use super::key::VerifierKey;
use super::tiles::{Content, LogFiles, Tile, entries, entry_hash, hashes, joined};
use super::tree::{LogError, LogTree, read_tile};
use super::{CHECKPOINT_LIMIT, CHECKPOINT_PATH};
use crate::digest::Digest;

/// Most defects that are told of one log.
const DEFECT_LIMIT: usize = 100;

/// What is wrong with a log.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogDefect {
    /// The checkpoint is none of this log.
    #[error("the checkpoint is not one of this log")]
    Checkpoint(#[source] CheckpointError),
    /// There are files that the checkpoint does not cover: an interrupted addition, or entries that nobody vouches for.
    #[error("`{path}` is not covered by the checkpoint")]
    Extended {
        /// The file.
        path: String,
    },
    /// The file does not hold what the checkpoint commits to.
    #[error("`{path}` was changed: it is not what the checkpoint commits to")]
    Forged {
        /// The file; the checkpoint itself: neither entries nor tiles lead to its root.
        path: String,
    },
    /// The log is not a continuation of an earlier checkpoint: it showed different people different pasts.
    #[error("the log with {to} entries is not a continuation of its own checkpoint with {from}")]
    Forked {
        /// Entries of the earlier checkpoint.
        from: u64,
        /// Entries of the log.
        to: u64,
    },
    /// The log has fewer entries than an earlier checkpoint.
    #[error("the log has {to} entries, but had {from}")]
    RolledBack {
        /// Entries of the earlier checkpoint.
        from: u64,
        /// Entries of the log.
        to: u64,
    },
    /// A file that the checkpoint needs is missing or cut off.
    #[error("`{path}` is missing or cut off")]
    Truncated {
        /// The file.
        path: String,
    },
}

/// Checks the whole log whose key is `log`: its checkpoint, every entry, every tile, and that it continues the checkpoint
/// `since`. Returns the checkpoint, if it is one, and up to a hundred defects; none: the log is whole.
pub fn check<F: LogFiles>(
    files: &F,
    log: &VerifierKey,
    since: Option<&Checkpoint>,
) -> Result<(Option<Checkpoint>, Vec<LogDefect>), F::Error> {
    let Some(bytes) = files.read(CHECKPOINT_PATH, CHECKPOINT_LIMIT)? else {
        let path = CHECKPOINT_PATH.to_owned();
        return Ok((None, vec![LogDefect::Truncated { path }]));
    };
    let checkpoint = match Checkpoint::open(&bytes, log) {
        Ok(checkpoint) => checkpoint,
        Err(error) => return Ok((None, vec![LogDefect::Checkpoint(error)])),
    };
    let mut pass = Pass { files, size: checkpoint.size(), defects: Vec::new() };
    pass.tree(&checkpoint)?;
    pass.others()?;
    if let Some(old) = since
        && let Some(defect) = continues(files, &checkpoint, old, &pass.defects)?
    {
        pass.defects.insert(0, defect);
    }
    pass.defects.truncate(DEFECT_LIMIT);
    Ok((Some(checkpoint), pass.defects))
}

/// Why the log is no continuation of `old`.
fn continues<F: LogFiles>(
    files: &F,
    checkpoint: &Checkpoint,
    old: &Checkpoint,
    found: &[LogDefect],
) -> Result<Option<LogDefect>, F::Error> {
    match LogTree::new(files, checkpoint).prove_growth(old) {
        Err(LogError::Files(error)) => Err(error),
        // Whether a damaged log continues another can't be told: what damages it is told instead.
        Err(LogError::Defect(LogDefect::Forked { .. })) if !found.is_empty() => Ok(None),
        Err(LogError::Defect(defect)) if !found.contains(&defect) => Ok(Some(defect)),
        _ => Ok(None),
    }
}

/// One way to make the tree again, and the files of the log that differ from it.
#[derive(Default)]
struct Rebuilt {
    tree: Levels,
    differing: Vec<String>,
}

/// One check of a log.
struct Pass<'a, F> {
    files: &'a F,
    size: u64,
    defects: Vec<LogDefect>,
}

impl<F: LogFiles> Pass<'_, F> {
    /// Makes the tree again from the entries, and once more from the hashes of the leaves: where they differ, those that
    /// lead to the signed root are right and the others were changed.
    fn tree(&mut self, checkpoint: &Checkpoint) -> Result<(), F::Error> {
        let (mut by_entries, mut by_leaves) = (Rebuilt::default(), Rebuilt::default());
        for tile in Content::Entries.tiles(self.size) {
            let bundle = self.read(tile)?.map(|bytes| (tile, entries(&bytes)));
            let leaf_tile = Tile { content: Content::Hashes(0), ..tile };
            let leaves = self.read(leaf_tile)?.map(|bytes| hashes(&bytes));
            let hashed = bundle.and_then(|(tile, entries)| {
                if entries.is_none() {
                    self.tell(LogDefect::Forged { path: tile.path() });
                }
                entries.map(|all| all.iter().map(entry_hash).collect::<Vec<_>>())
            });
            if let (Some(hashed), Some(leaves)) = (&hashed, &leaves)
                && hashed != leaves
            {
                by_entries.differs(leaf_tile);
                by_leaves.differs(tile);
            }
            // Where one is not there the other stands in, so that the rest can still be judged.
            let (Some(hashed), Some(leaves)) =
                (hashed.as_ref().or(leaves.as_ref()), leaves.as_ref().or(hashed.as_ref()))
            else {
                return self.remaining(tile.index);
            };
            self.grow(&mut by_entries, hashed)?;
            self.grow(&mut by_leaves, leaves)?;
        }
        for rebuilt in [&mut by_entries, &mut by_leaves] {
            let mut partial = Vec::new();
            rebuilt.tree.partial(|tile, hashes| partial.push((tile, joined(hashes))));
            self.compare(rebuilt, partial)?;
        }
        let root = checkpoint.root();
        let (good, bad) = (by_entries.tree.root() == root, by_leaves.tree.root() == root);
        let changed = match (good, bad) {
            (true, _) => by_entries.differing,
            (false, true) => by_leaves.differing,
            (false, false) => vec![CHECKPOINT_PATH.to_owned()],
        };
        changed.into_iter().for_each(|path| self.tell(LogDefect::Forged { path }));
        Ok(())
    }

    /// Adds leaves to a tree and compares the tiles that they fill with those of the log.
    fn grow(&mut self, rebuilt: &mut Rebuilt, leaves: &[Digest]) -> Result<(), F::Error> {
        let mut full = Vec::new();
        for leaf in leaves {
            rebuilt.tree.push(*leaf, |tile, hashes| full.push((tile, joined(hashes))));
        }
        self.compare(rebuilt, full)
    }

    fn compare(
        &mut self,
        rebuilt: &mut Rebuilt,
        tiles: Vec<(Tile, Vec<u8>)>,
    ) -> Result<(), F::Error> {
        // The lowest level was compared with the entries.
        for (tile, bytes) in tiles.into_iter().filter(|(t, _)| t.content != Content::Hashes(0)) {
            if self.read(tile)?.is_some_and(|found| found != bytes) {
                rebuilt.differs(tile);
            }
        }
        Ok(())
    }

    /// Tells of what is missing beyond a bundle that can't be told in any way.
    fn remaining(&mut self, after: u64) -> Result<(), F::Error> {
        for content in [Content::Entries, Content::Hashes(0)] {
            for tile in content.tiles(self.size).filter(|tile| tile.index > after) {
                if self.defects.len() >= DEFECT_LIMIT {
                    return Ok(());
                }
                self.read(tile)?;
            }
        }
        Ok(())
    }

    /// Looks at the files that the tree does not need: beginnings of its tiles from earlier days, and what is not its own.
    fn others(&mut self) -> Result<(), F::Error> {
        let mut paths = self.files.paths()?;
        paths.sort();
        for path in paths {
            let tile = Tile::parse(&path).filter(|tile| tile.is_within(self.size));
            let Some(tile) = tile else {
                self.tell(LogDefect::Extended { path });
                continue;
            };
            let Some(now) = tile.content.tile(tile.index, self.size).filter(|now| *now != tile)
            else {
                continue;
            };
            if let (Some(old), Some(new)) = (self.read(tile)?, self.read(now)?)
                && !new.starts_with(&old)
            {
                self.tell(LogDefect::Forged { path });
            }
        }
        Ok(())
    }

    /// Reads a tile; one that is not there or not whole is told of.
    fn read(&mut self, tile: Tile) -> Result<Option<Vec<u8>>, F::Error> {
        match read_tile(self.files, tile) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(LogError::Files(error)) => Err(error),
            Err(LogError::Defect(defect)) => {
                self.tell(defect);
                Ok(None)
            }
        }
    }

    fn tell(&mut self, defect: LogDefect) {
        if self.defects.len() < DEFECT_LIMIT && !self.defects.contains(&defect) {
            self.defects.push(defect);
        }
    }
}

impl Rebuilt {
    fn differs(&mut self, tile: Tile) {
        if self.differing.len() < DEFECT_LIMIT {
            self.differing.push(tile.path());
        }
    }
}
