//! The hash tree of RFC 6962 section 2.1 (the same as RFC 9162 section 2.1) over SHA-256.
//!
//! A root commits to a list of leaves in their order; a proof shows with a few hashes that a leaf is in the list, or
//! that a shorter list is the beginning of a longer one, without the rest. The tree knows nothing of what a leaf is:
//! the log, the inputs of an aggregate and the rows of a declaration use it alike.

use std::ops::Range;

use thiserror::Error;

use crate::digest::{Digest, Hasher};

/// Why a proof shows nothing.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProofError {
    /// The leaf would stand behind the end of the tree.
    #[error("there is no leaf {index} in a tree of {size}")]
    IndexOutside {
        /// The number of the leaf; the first is 0.
        index: u64,
        /// How many leaves the tree has.
        size: u64,
    },
    /// The proof has too few or too many hashes for a tree of its size.
    #[error("the proof has {found} hashes, which does not fit the size of the tree")]
    LengthWrong {
        /// How many hashes it has.
        found: usize,
    },
    /// The hashes lead to another root: the leaf, the proof or the root was changed.
    #[error("the proof leads to another root hash")]
    RootDiffers,
    /// The later tree has fewer leaves than the earlier one.
    #[error("a tree of {new} leaves can't be a later state of a tree of {old}")]
    Shrunk {
        /// Leaves of the earlier tree.
        old: u64,
        /// Leaves of the later tree.
        new: u64,
    },
}

/// Returns the hash of a leaf that holds `data`: SHA-256 of 0x00 and the data.
pub fn leaf_hash(data: &[u8]) -> Digest {
    let mut hasher = Hasher::new();
    hasher.update(&[0]);
    hasher.update(data);
    hasher.finish()
}

/// Returns the hash of the node over two subtrees: SHA-256 of 0x01 and the two hashes.
pub fn node_hash(left: &Digest, right: &Digest) -> Digest {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(left.as_bytes());
    bytes[33..].copy_from_slice(right.as_bytes());
    Digest::of(&bytes)
}

/// Returns the root of the tree over `leaves`, which are hashes made by [`leaf_hash`]. No leaves: SHA-256 of nothing.
pub fn root(leaves: &[Digest]) -> Digest {
    let mut tree = Frontier::new();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

/// Returns the proof that leaf `index` is in the tree over `leaves`, the leaf's sibling first; `None`: no such leaf.
pub fn inclusion_proof(leaves: &[Digest], index: usize) -> Option<Vec<Digest>> {
    let ranges = inclusion_ranges(index as u64, leaves.len() as u64)?;
    Some(roots(leaves, &ranges))
}

/// Returns the proof that the tree over the first `old` of `leaves` is the beginning of the tree over all of them;
/// empty where `old` is 0 or all. `None`: there are fewer than `old`.
pub fn consistency_proof(leaves: &[Digest], old: usize) -> Option<Vec<Digest>> {
    let ranges = consistency_ranges(old as u64, leaves.len() as u64)?;
    Some(roots(leaves, &ranges))
}

/// Checks that `leaf`, a hash made by [`leaf_hash`], is number `index` (from 0) of the `size` leaves under `root`.
pub fn verify_inclusion(
    leaf: &Digest,
    index: u64,
    size: u64,
    proof: &[Digest],
    root: &Digest,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::IndexOutside { index, size });
    }
    let mut path = Path { node: index, last: size - 1 };
    let mut hash = *leaf;
    for sibling in proof {
        hash = match path.climb().ok_or(ProofError::LengthWrong { found: proof.len() })? {
            Side::Left => node_hash(sibling, &hash),
            Side::Right => node_hash(&hash, sibling),
        };
    }
    if path.last != 0 {
        return Err(ProofError::LengthWrong { found: proof.len() });
    }
    same(&hash, root)
}

/// Checks that the `old_size` leaves under `old_root` are the first of the `new_size` leaves under `new_root`.
///
/// An empty tree is the beginning of every tree: its proof is empty, and its root must be that of no leaves.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Digest,
    new_size: u64,
    new_root: &Digest,
    proof: &[Digest],
) -> Result<(), ProofError> {
    let wrong = ProofError::LengthWrong { found: proof.len() };
    if old_size > new_size {
        return Err(ProofError::Shrunk { old: old_size, new: new_size });
    }
    if old_size == 0 {
        same(old_root, &root(&[]))?;
    }
    if old_size == new_size {
        same(old_root, new_root)?;
    }
    if old_size == 0 || old_size == new_size {
        return if proof.is_empty() { Ok(()) } else { Err(wrong) };
    }
    // A full tree is a node of the later one, so its hash is not repeated in the proof (RFC 9162 section 2.1.4.2).
    let (start, rest) = match proof.split_first() {
        Some(_) if old_size.is_power_of_two() => (old_root, proof),
        Some((first, rest)) => (first, rest),
        None => return Err(wrong),
    };
    let mut path = Path { node: old_size - 1, last: new_size - 1 };
    path.skip(path.node.trailing_ones());
    let (mut old_hash, mut new_hash) = (*start, *start);
    for sibling in rest {
        match path.climb().ok_or_else(|| wrong.clone())? {
            Side::Left => {
                old_hash = node_hash(sibling, &old_hash);
                new_hash = node_hash(sibling, &new_hash);
            }
            Side::Right => new_hash = node_hash(&new_hash, sibling),
        }
    }
    if path.last != 0 {
        return Err(wrong);
    }
    same(&old_hash, old_root)?;
    same(&new_hash, new_root)
}

fn same(found: &Digest, expected: &Digest) -> Result<(), ProofError> {
    if found == expected { Ok(()) } else { Err(ProofError::RootDiffers) }
}

/// A way from a node up to the root, as RFC 9162 section 2.1.3.2 counts it.
struct Path {
    /// Number of the node in its level.
    node: u64,
    /// Number of the last node of that level; 0: the root is reached.
    last: u64,
}

/// Where the sibling stands.
enum Side {
    Left,
    Right,
}

impl Path {
    /// Goes up past the next sibling and says where that stands; `None`: the root has none.
    fn climb(&mut self) -> Option<Side> {
        if self.last == 0 {
            return None;
        }
        let is_right = self.node & 1 == 1;
        // The last node of a level that has no sibling there moves up unchanged until it has one.
        if !is_right && self.node == self.last {
            self.skip(self.node.trailing_zeros());
        }
        let side = if self.node & 1 == 1 { Side::Left } else { Side::Right };
        self.skip(1);
        Some(side)
    }

    fn skip(&mut self, levels: u32) {
        self.node = self.node.checked_shr(levels).unwrap_or(0);
        self.last = self.last.checked_shr(levels).unwrap_or(0);
    }
}

/// The right edge of a tree that grows leaf by leaf: all that is needed to add leaves and to know the root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    /// The roots of the full subtrees of the tree, largest first: one per bit that is set in `size`.
    full: Vec<Digest>,
}

impl Frontier {
    /// Returns the edge of the empty tree.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the edge of a tree of `size` leaves whose full subtrees have the roots `full`, largest first.
    pub(crate) fn of(size: u64, full: Vec<Digest>) -> Self {
        Self { size, full }
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf, given by its hash.
    pub fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            // There is one hash per bit that is set, so there is one for each of the trailing ones.
            let Some(left) = self.full.pop() else { break };
            hash = node_hash(&left, &hash);
        }
        self.full.push(hash);
        self.size += 1;
    }

    /// Returns the root of the tree.
    pub fn root(&self) -> Digest {
        let folded = self.full.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        folded.unwrap_or_else(|| Digest::of(&[]))
    }
}

/// The roots of parts of the list `leaves`.
fn roots(leaves: &[Digest], ranges: &[Range<u64>]) -> Vec<Digest> {
    // The ranges were made for the length of this very list, so they fit into `usize`.
    ranges.iter().map(|range| root(&leaves[range.start as usize..range.end as usize])).collect()
}

/// The leaves under each hash of an inclusion proof, in the order of the proof; `None`: no such leaf.
pub(crate) fn inclusion_ranges(index: u64, size: u64) -> Option<Vec<Range<u64>>> {
    if index >= size {
        return None;
    }
    let (mut tree, mut ranges) = (0..size, Vec::new());
    while tree.end - tree.start > 1 {
        let middle = split(&tree);
        if index < middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    ranges.reverse();
    Some(ranges)
}

/// The leaves under each hash of a consistency proof, in the order of the proof; `None`: the later tree is smaller.
pub(crate) fn consistency_ranges(old: u64, new: u64) -> Option<Vec<Range<u64>>> {
    if old > new {
        return None;
    }
    if old == 0 || old == new {
        return Some(Vec::new());
    }
    let (mut tree, mut ranges) = (0..new, Vec::new());
    while tree.end != old {
        let middle = split(&tree);
        if old <= middle {
            ranges.push(middle..tree.end);
            tree.end = middle;
        } else {
            ranges.push(tree.start..middle);
            tree.start = middle;
        }
    }
    // What is left is the last full subtree of the earlier tree; where that is the whole of it, its hash is known.
    if tree.start != 0 {
        ranges.push(tree);
    }
    ranges.reverse();
    Some(ranges)
}

/// Where a tree of at least two leaves is cut: the left part is the largest power of two below its size.
fn split(tree: &Range<u64>) -> u64 {
    let below = tree.end - tree.start - 1;
    tree.start + (1 << below.ilog2())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// MTH of RFC 6962 section 2.1, word by word.
    fn naive(leaves: &[Digest]) -> Digest {
        match leaves {
            [] => Digest::of(&[]),
            [leaf] => *leaf,
            _ => {
                let middle = leaves.len().next_power_of_two() / 2;
                node_hash(&naive(&leaves[..middle]), &naive(&leaves[middle..]))
            }
        }
    }

    /// PATH of RFC 6962 section 2.1.1.
    fn naive_path(index: usize, leaves: &[Digest]) -> Vec<Digest> {
        if leaves.len() == 1 {
            return Vec::new();
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        let (mut path, sibling) = if index < left.len() {
            (naive_path(index, left), right)
        } else {
            (naive_path(index - left.len(), right), left)
        };
        path.push(naive(sibling));
        path
    }

    /// SUBPROOF of RFC 6962 section 2.1.2.
    fn naive_subproof(old: usize, leaves: &[Digest], known: Option<()>) -> Vec<Digest> {
        if old == leaves.len() {
            return if known.is_some() { Vec::new() } else { vec![naive(leaves)] };
        }
        let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
        let (mut proof, sibling) = if old <= left.len() {
            (naive_subproof(old, left, known), right)
        } else {
            (naive_subproof(old - left.len(), right, None), left)
        };
        proof.push(naive(sibling));
        proof
    }

    fn leaves(count: usize) -> Vec<Digest> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    #[test]
    fn trees_up_to_70_leaves_are_those_of_the_definition() {
        let all = leaves(70);
        for size in 0..=all.len() {
            let tree = &all[..size];
            let root = root(tree);
            assert_eq!(root, naive(tree));
            for (index, leaf) in tree.iter().enumerate() {
                let proof = inclusion_proof(tree, index).unwrap();
                assert_eq!(proof, naive_path(index, tree));
                let shown = verify_inclusion(leaf, index as u64, size as u64, &proof, &root);
                assert_eq!(shown, Ok(()), "{index} of {size}");
            }
            assert_eq!(inclusion_proof(tree, size), None);
            for old in 0..=size {
                let proof = consistency_proof(tree, old).unwrap();
                let expected =
                    if old == 0 { Vec::new() } else { naive_subproof(old, tree, Some(())) };
                assert_eq!(proof, expected, "{old} of {size}");
                let before = naive(&tree[..old]);
                let shown = verify_consistency(old as u64, &before, size as u64, &root, &proof);
                assert_eq!(shown, Ok(()), "{old} of {size}");
            }
            assert_eq!(consistency_proof(tree, size + 1), None);
        }
    }

    #[test]
    fn reasons_are_named() {
        let all = leaves(5);
        let (top, three) = (root(&all), root(&all[..3]));
        let proof = inclusion_proof(&all, 2).unwrap();
        let wrong = |found| Err(ProofError::LengthWrong { found });
        let check =
            |index, size, proof: &[Digest]| verify_inclusion(&all[2], index, size, proof, &top);
        assert_eq!(check(2, 5, &proof), Ok(()));
        assert_eq!(check(5, 5, &proof), Err(ProofError::IndexOutside { index: 5, size: 5 }));
        assert_eq!(check(2, 5, &proof[1..]), wrong(2));
        assert_eq!(check(2, 5, &[proof.as_slice(), &[top]].concat()), wrong(4));
        assert_eq!(check(3, 5, &proof), Err(ProofError::RootDiffers));
        let proof = consistency_proof(&all, 3).unwrap();
        let check = |old, new, proof: &[Digest]| verify_consistency(old, &three, new, &top, proof);
        assert_eq!(check(3, 5, &proof), Ok(()));
        assert_eq!(check(6, 5, &proof), Err(ProofError::Shrunk { old: 6, new: 5 }));
        assert_eq!(check(3, 5, &[]), wrong(0));
        assert_eq!(check(3, 5, &proof[..1]), wrong(1));
        assert_eq!(check(3, 5, &[proof.as_slice(), &[top]].concat()), wrong(proof.len() + 1));
        assert_eq!(check(0, 5, &[]), Err(ProofError::RootDiffers), "the root of nothing is known");
        assert_eq!(check(5, 5, &[]), Err(ProofError::RootDiffers));
        assert_eq!(verify_consistency(5, &top, 5, &top, &[top]), wrong(1));
        assert_eq!(verify_consistency(0, &root(&[]), 5, &top, &[top]), wrong(1));
    }

    #[test]
    fn the_largest_sizes_end() {
        let hash = leaf_hash(b"");
        for size in [u64::MAX, 1 << 63, (1 << 63) + 1] {
            for proof in [vec![], vec![hash; 63], vec![hash; 64], vec![hash; 65]] {
                for index in [0, size / 2, size - 1] {
                    assert!(verify_inclusion(&hash, index, size, &proof, &hash).is_err());
                    assert!(verify_consistency(index, &hash, size, &hash, &proof).is_err());
                }
            }
            assert!(inclusion_ranges(size - 1, size).unwrap().len() <= 64);
            assert!(consistency_ranges(size - 1, size).unwrap().len() <= 65);
        }
    }

    proptest! {
        /// Nothing but the one proof of a leaf at its place is taken.
        #[test]
        fn a_changed_proof_shows_nothing(
            size in 2_usize..300, index: prop::sample::Index, at: prop::sample::Index, bit in 0_usize..256,
        ) {
            let all = leaves(size);
            let index = index.index(size);
            let mut proof = inclusion_proof(&all, index).unwrap();
            let at = at.index(proof.len());
            let mut bytes = *proof[at].as_bytes();
            bytes[bit / 8] ^= 1 << (bit % 8);
            proof[at] = Digest::from_bytes(bytes);
            let shown = verify_inclusion(&all[index], index as u64, size as u64, &proof, &root(&all));
            prop_assert_eq!(shown, Err(ProofError::RootDiffers));
        }

        #[test]
        fn a_rewritten_past_is_never_consistent(
            size in 2_usize..300, old: prop::sample::Index, at: prop::sample::Index,
        ) {
            let all = leaves(size);
            let old = 1 + old.index(size - 1);
            let mut other = all.clone();
            other[at.index(old)] = leaf_hash(b"other");
            let proof = consistency_proof(&other, old).unwrap();
            let (before, after) = (root(&all[..old]), root(&other));
            prop_assert!(
                verify_consistency(old as u64, &before, size as u64, &after, &proof).is_err()
            );
        }
    }
}
