//! Tiles (C2SP tlog-tiles): which hashes and entries stand in which file of a log's folder.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crate::digest::Digest;
use crate::merkle::{Frontier, leaf_hash};

/// Hashes or entries in a full tile.
pub(super) const WIDTH: u64 = 256;

/// Bytes of an entry in a bundle: its length, 32, in two bytes, and the SHA-256 of an envelope.
pub(super) const ENTRY: usize = 34;

/// Largest tile or bundle in bytes: 256 entries.
pub const TILE_LIMIT: usize = 256 * ENTRY;

/// The first highest level that no tree of 2^64 leaves reaches.
const LEVELS: u8 = 8;

/// The files of a log's folder, by their paths with `/`, relative to it.
pub trait LogFiles {
    /// Why a file or the folder can't be read.
    type Error;

    /// Returns the bytes of the file at `path`, of one with more than `limit` bytes the first `limit + 1`. `None`: there is
    /// no such file.
    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, Self::Error>;

    /// Returns the paths of all files below `tile/`, in any order, without hidden ones.
    fn paths(&self) -> Result<Vec<String>, Self::Error>;
}

impl LogFiles for BTreeMap<String, Vec<u8>> {
    type Error = Infallible;

    fn read(&self, path: &str, limit: usize) -> Result<Option<Vec<u8>>, Infallible> {
        Ok(self.get(path).map(|bytes| bytes[..bytes.len().min(limit + 1)].to_vec()))
    }

    fn paths(&self) -> Result<Vec<String>, Infallible> {
        Ok(self.keys().filter(|path| path.starts_with("tile/")).cloned().collect())
    }
}

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Content {
    /// The entries themselves.
    Entries,
    /// Hashes: those of leaves at level 0, of full tiles of the level below above it.
    Hashes(u8),
}

/// One file of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tile {
    pub(super) content: Content,
    /// Number of the tile in its level.
    pub(super) index: u64,
    /// How many hashes or entries it has: 1 to 256.
    pub(super) width: u64,
}

impl Content {
    /// How many hashes or entries of this kind a tree of `size` entries has.
    pub(super) fn count(self, size: u64) -> u64 {
        match self {
            Self::Entries => size,
            Self::Hashes(level) => size.checked_shr(8 * u32::from(level)).unwrap_or(0),
        }
    }

    /// The tile with number `index` in a tree of `size` entries; `None`: the tree has no such tile.
    pub(super) fn tile(self, index: u64, size: u64) -> Option<Tile> {
        let width = self.count(size).checked_sub(index.checked_mul(WIDTH)?)?.min(WIDTH);
        (width > 0).then_some(Tile { content: self, index, width })
    }

    /// Every tile of a tree of `size` entries, in order.
    pub(super) fn tiles(self, size: u64) -> impl Iterator<Item = Tile> {
        (0..).map_while(move |index| self.tile(index, size))
    }

    /// Bytes of one hash or entry.
    fn unit(self) -> usize {
        match self {
            Self::Entries => ENTRY,
            Self::Hashes(_) => 32,
        }
    }
}

impl Tile {
    /// The same place with all that it can hold.
    pub(super) fn full(self) -> Self {
        Self { width: WIDTH, ..self }
    }

    /// How many bytes its file has.
    pub(super) fn bytes(self) -> usize {
        // At most 256 times 34.
        self.width as usize * self.content.unit()
    }

    /// Whether a tree of `size` entries has all that is in it.
    pub(super) fn is_within(self, size: u64) -> bool {
        self.content.tile(self.index, size).is_some_and(|tile| self.width <= tile.width)
    }

    pub(super) fn path(self) -> String {
        let mut path = match self.content {
            Content::Entries => "tile/entries".to_owned(),
            Content::Hashes(level) => format!("tile/{level}"),
        };
        let digits = self.index.to_string();
        let digits = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        for at in (0..digits.len()).step_by(3) {
            let is_last = at + 3 == digits.len();
            path += if is_last { "/" } else { "/x" };
            path += &digits[at..at + 3];
        }
        if self.width < WIDTH {
            path += &format!(".p/{}", self.width);
        }
        path
    }

    /// The tile whose path this is, in its one spelling.
    pub(super) fn parse(path: &str) -> Option<Self> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let content = match kind {
            "entries" => Content::Entries,
            level => Content::Hashes(level.parse().ok().filter(|level| *level < LEVELS)?),
        };
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, width.parse().ok()?),
            None => (rest, WIDTH),
        };
        let digits: String = index.split('/').map(|part| part.trim_start_matches('x')).collect();
        let tile = Self { content, index: digits.parse().ok()?, width };
        let is_one = (1..=WIDTH).contains(&width) && tile.path() == path;
        is_one.then_some(tile)
    }
}

/// The levels that have hashes in a tree of `size` entries, lowest first.
pub(super) fn levels(size: u64) -> impl Iterator<Item = u8> {
    (0..LEVELS).take_while(move |level| Content::Hashes(*level).count(size) > 0)
}

/// Returns an entry as it stands in a bundle.
pub(super) fn entry_bytes(entry: &Digest) -> [u8; ENTRY] {
    let mut bytes = [0; ENTRY];
    bytes[1] = 32;
    bytes[2..].copy_from_slice(entry.as_bytes());
    bytes
}

/// The entries of a bundle; `None`: one is not the SHA-256 of anything, or a piece is left.
pub(super) fn entries(bundle: &[u8]) -> Option<Vec<Digest>> {
    let entries = bundle.chunks(ENTRY).map(|entry| {
        let (length, digest) = entry.split_first_chunk()?;
        (*length == [0, 32]).then_some(())?;
        Some(Digest::from_bytes(digest.try_into().ok()?))
    });
    entries.collect()
}

/// The hashes of a tile whose length is right.
pub(super) fn hashes(tile: &[u8]) -> Vec<Digest> {
    let hashes = tile.chunks_exact(32).filter_map(|hash| hash.try_into().ok());
    hashes.map(Digest::from_bytes).collect()
}

/// A tile of `hashes`.
pub(super) fn joined(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// The hash of an entry as a leaf of the tree.
pub(super) fn entry_hash(entry: &Digest) -> Digest {
    leaf_hash(entry.as_bytes())
}

/// The root over full subtrees of one size.
pub(super) fn subtree_root(hashes: &[Digest]) -> Digest {
    let mut tree = Frontier::new();
    hashes.iter().for_each(|hash| tree.push(*hash));
    tree.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tile(content: Content, index: u64, width: u64) -> Tile {
        Tile { content, index, width }
    }

    #[test]
    fn paths_are_those_of_the_specification() {
        for (tile, path) in [
            (tile(Content::Hashes(0), 1_234_067, 256), "tile/0/x001/x234/067"),
            (tile(Content::Hashes(7), 0, 1), "tile/7/000.p/1"),
            (tile(Content::Entries, 1000, 255), "tile/entries/x001/000.p/255"),
            (tile(Content::Entries, 999, 256), "tile/entries/999"),
        ] {
            assert_eq!(tile.path(), path);
            assert_eq!(Tile::parse(path), Some(tile));
        }
        for bad in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/0/0000",
            "tile/00/000",
            "tile/8/000",
            "tile/-1/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/x000/000",
            "tile/0/001/000",
            "tile/0/x001/x000",
            "tile/entries/000.p",
            "tile/0/../../000",
            "checkpoint",
            "tile/0/99999999999999999999",
        ] {
            assert_eq!(Tile::parse(bad), None, "{bad}");
        }
    }

    /// The two examples of the specification.
    #[test]
    fn a_tree_of_70_000_and_one_of_256() {
        let widths = |content: Content, size| {
            let tiles: Vec<Tile> = content.tiles(size).collect();
            (tiles.iter().filter(|t| t.width == 256).count(), tiles.last().map(|t| t.width))
        };
        assert_eq!(widths(Content::Hashes(0), 70_000), (273, Some(112)));
        assert_eq!(widths(Content::Hashes(1), 70_000), (1, Some(17)));
        assert_eq!(widths(Content::Hashes(2), 70_000), (0, Some(1)));
        assert_eq!(levels(70_000).count(), 3);
        assert_eq!(widths(Content::Hashes(0), 256), (1, Some(256)));
        assert_eq!(widths(Content::Hashes(1), 256), (0, Some(1)));
        assert_eq!(widths(Content::Entries, 0), (0, None));
        assert_eq!(levels(u64::MAX).count(), 8);
        assert!(Content::Entries.tile(u64::MAX / 256 + 1, u64::MAX).is_none());
    }

    #[test]
    fn entries_are_32_bytes_each() {
        let all = [Digest::of(b"a"), Digest::of(b"b")];
        let bundle = all.map(|entry| entry_bytes(&entry)).concat();
        assert_eq!(entries(&bundle).unwrap(), all);
        assert_eq!(entries(&bundle[..67]), None);
        let mut other = bundle.clone();
        other[1] = 31;
        assert_eq!(entries(&other), None);
    }
}
