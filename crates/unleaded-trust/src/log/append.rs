//! Adding entries: which files a log gets, and which it no longer needs.

use std::collections::BTreeMap;

use super::check::LogDefect;
use super::checkpoint::Checkpoint;
use super::tiles::{
    Content, LogFiles, Tile, WIDTH, entries, entry_bytes, entry_hash, hashes, joined, levels,
    subtree_root,
};
use super::tree::{LogError, read_tile};
use crate::digest::Digest;
use crate::merkle::Frontier;

/// The right edge of a log: all that is needed to add to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    tree: Levels,
    /// The entries of the last bundle, unless that is full.
    bundle: Vec<u8>,
}

/// The right edge of the tree over a log: per level the hashes of the last tile, unless that is full.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Levels {
    size: u64,
    levels: Vec<Vec<Digest>>,
}

/// What a log grew by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// The files to write, by path. All must be on the disk before a checkpoint that covers them: until then they are
    /// nothing, and a later addition may write others in their places.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Edge {
    /// Returns the edge of a log without entries.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Reads the edge of the log under `checkpoint`, and checks that it leads there.
    pub fn read<F: LogFiles>(
        files: &F,
        checkpoint: &Checkpoint,
    ) -> Result<Self, LogError<F::Error>> {
        let size = checkpoint.size();
        let last = |content: Content| {
            let partial = content.tile(content.count(size) / WIDTH, size);
            partial.map(|tile| read_tile(files, tile)).transpose()
        };
        let mut edge = Self::empty();
        edge.tree.size = size;
        for level in levels(size) {
            let tile = last(Content::Hashes(level))?;
            edge.tree.levels.push(tile.map(|bytes| hashes(&bytes)).unwrap_or_default());
        }
        edge.bundle = last(Content::Entries)?.unwrap_or_default();
        let bundle = entries(&edge.bundle).unwrap_or_default();
        let leaves: Vec<Digest> = bundle.iter().map(entry_hash).collect();
        if leaves != edge.tree.levels.first().cloned().unwrap_or_default() {
            let tile = Content::Entries.tile(size / WIDTH, size);
            return Err(LogDefect::Forged { path: tile.map(Tile::path).unwrap_or_default() }.into());
        }
        if edge.root() != checkpoint.root() {
            return Err(LogDefect::Forged { path: super::CHECKPOINT_PATH.to_owned() }.into());
        }
        Ok(edge)
    }

    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.tree.size
    }

    /// The root of the tree over them.
    pub fn root(&self) -> Digest {
        self.tree.root()
    }

    /// Adds `new` in their order, and returns the files that hold them.
    pub fn append(&mut self, new: &[Digest]) -> Appended {
        let mut files = BTreeMap::new();
        let mut put = |tile: Tile, bytes: Vec<u8>| {
            files.insert(tile.path(), bytes);
        };
        for entry in new {
            self.bundle.extend_from_slice(&entry_bytes(entry));
            self.tree.push(entry_hash(entry), |tile, hashes| put(tile, joined(hashes)));
            if self.size().is_multiple_of(WIDTH) {
                let index = self.size() / WIDTH - 1;
                let tile = Tile { content: Content::Entries, index, width: WIDTH };
                put(tile, std::mem::take(&mut self.bundle));
            }
        }
        if let Some(tile) = Content::Entries.tile(self.size() / WIDTH, self.size()) {
            put(tile, self.bundle.clone());
        }
        self.tree.partial(|tile, hashes| put(tile, joined(hashes)));
        Appended { files }
    }
}

impl Levels {
    /// Adds the hash of a leaf; hands each tile that it fills to `full`, the lowest first.
    pub(super) fn push(&mut self, leaf: Digest, mut full: impl FnMut(Tile, &[Digest])) {
        self.size += 1;
        let mut hash = leaf;
        for level in 0.. {
            let at = usize::from(level);
            if at == self.levels.len() {
                self.levels.push(Vec::new());
            }
            self.levels[at].push(hash);
            if self.levels[at].len() < WIDTH as usize {
                return;
            }
            let hashes = std::mem::take(&mut self.levels[at]);
            let content = Content::Hashes(level);
            let index = content.count(self.size) / WIDTH - 1;
            full(Tile { content, index, width: WIDTH }, &hashes);
            hash = subtree_root(&hashes);
        }
    }

    /// Hands each tile that is not full to `each`.
    pub(super) fn partial(&self, mut each: impl FnMut(Tile, &[Digest])) {
        for (level, hashes) in (0..).zip(&self.levels).filter(|(_, hashes)| !hashes.is_empty()) {
            let content = Content::Hashes(level);
            let index = content.count(self.size) / WIDTH;
            each(Tile { content, index, width: hashes.len() as u64 }, hashes);
        }
    }

    pub(super) fn root(&self) -> Digest {
        let mut full = Vec::new();
        for hashes in self.levels.iter().rev() {
            // All hashes of a level are subtrees of one size, and each bit of their number is a larger one.
            let mut rest = hashes.as_slice();
            while !rest.is_empty() {
                let (subtree, after) = rest.split_at(1 << rest.len().ilog2());
                full.push(subtree_root(subtree));
                rest = after;
            }
        }
        Frontier::of(self.size, full).root()
    }
}

/// Returns those of `paths` that a log of `size` entries can do without: tiles beyond its end, which an interrupted
/// addition leaves, and partial tiles whose full tile is there. Other files are not the log's to remove.
pub fn leftovers(paths: &[String], size: u64) -> Vec<String> {
    let needless = |path: &&String| {
        let tile = Tile::parse(path);
        let replaced = |tile: Tile| tile != tile.full() && tile.full().is_within(size);
        tile.is_some_and(|tile| !tile.is_within(size) || replaced(tile))
    };
    paths.iter().filter(needless).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::PrivateKey;
    use crate::merkle;

    fn entry(n: usize) -> Digest {
        Digest::of(&n.to_be_bytes())
    }

    fn checkpoint(edge: &Edge) -> Checkpoint {
        let key = PrivateKey::from_seed([1; 32]);
        Checkpoint::sign("a/unleaded-log", edge.size(), edge.root(), &key).unwrap()
    }

    /// However a log is grown, its tree is that of the definition, and its files are the same but for partial tiles.
    #[test]
    fn pieces_add_up() {
        let all: Vec<Digest> = (0..66_000).map(entry).collect();
        let leaves: Vec<Digest> = all.iter().map(entry_hash).collect();
        let mut files = BTreeMap::new();
        let mut edge = Edge::empty();
        for end in [0, 1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 66_000] {
            let start = usize::try_from(edge.size()).unwrap();
            files.extend(edge.append(&all[start..end]).files);
            assert_eq!(edge.root(), merkle::root(&leaves[..end]), "{end}");
            assert_eq!(Edge::read(&files, &checkpoint(&edge)).unwrap(), edge, "{end}");
        }
        let paths: Vec<String> = files.keys().cloned().collect();
        for path in leftovers(&paths, edge.size()) {
            assert!(path.contains(".p/"), "{path}");
            files.remove(&path);
        }
        let mut at_once = Edge::empty().append(&all).files;
        // Partial tiles that no full one replaces stay for those who hold an older checkpoint.
        let older = files.extract_if(.., |path, _| !at_once.contains_key(path));
        assert_eq!(older.count(), 0);
        assert_eq!(files, at_once);
        assert_eq!(at_once.pop_last().unwrap().0, "tile/entries/257.p/208");
    }

    #[test]
    fn what_lies_beyond_the_end_is_left_over() {
        let paths = [
            "tile/0/000.p/3",
            "tile/0/000.p/4",
            "tile/0/000",
            "tile/1/000.p/1",
            "checkpoint",
            "tile/x",
        ];
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        assert_eq!(leftovers(&paths, 3), ["tile/0/000.p/4", "tile/0/000", "tile/1/000.p/1"]);
        assert_eq!(leftovers(&paths, 256), ["tile/0/000.p/3", "tile/0/000.p/4"]);
    }

    #[test]
    fn a_damaged_edge_is_not_added_to() {
        let mut edge = Edge::empty();
        let good = edge.append(&[entry(1), entry(2)]).files;
        let checkpoint = checkpoint(&edge);
        for path in ["tile/0/000.p/2", "tile/entries/000.p/2"] {
            let mut files = good.clone();
            files.get_mut(path).unwrap()[40] ^= 1;
            let found = Edge::read(&files, &checkpoint);
            assert!(matches!(found, Err(LogError::Defect(LogDefect::Forged { .. }))), "{path}");
            files.get_mut(path).unwrap().pop();
            let truncated = LogDefect::Truncated { path: path.to_owned() };
            assert_eq!(Edge::read(&files, &checkpoint), Err(LogError::Defect(truncated)));
        }
    }
}
