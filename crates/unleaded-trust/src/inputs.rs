//! The envelopes that something was made from, and the tree over them.
//!
//! An aggregate commits to them by the root of their tree, so that it names nobody, and a customer can be shown that one
//! envelope is among them without seeing the others.

use crate::digest::Digest;
use crate::merkle::{self, ProofError};
use crate::statement::Tree;

/// Envelopes by the SHA-256 of their bytes: sorted, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs(Vec<Digest>);

/// Where an envelope stands in the tree, and the hashes that lead from it to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Its number among the sorted envelopes, from 0.
    pub index: u64,
    /// The hashes, that of the leaf's sibling first; empty: it is the only leaf.
    pub path: Vec<Digest>,
}

impl Inputs {
    /// Returns the envelopes with these digests, in whatever order and however often they are given.
    pub fn new(envelopes: impl IntoIterator<Item = Digest>) -> Self {
        let mut sorted: Vec<Digest> = envelopes.into_iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self(sorted)
    }

    /// The digests, sorted.
    pub fn envelopes(&self) -> &[Digest] {
        &self.0
    }

    /// The tree over them: a leaf is the 32 bytes of a digest.
    pub fn tree(&self) -> Tree {
        Tree { count: self.0.len() as u64, root: merkle::root(&self.leaves()) }
    }

    /// Where `envelope` stands in the tree; `None`: it is none of them.
    pub fn membership(&self, envelope: &Digest) -> Option<Membership> {
        let index = self.0.binary_search(envelope).ok()?;
        let path = merkle::inclusion_proof(&self.leaves(), index)?;
        Some(Membership { index: index as u64, path })
    }

    fn leaves(&self) -> Vec<Digest> {
        self.0.iter().map(|digest| merkle::leaf_hash(digest.as_bytes())).collect()
    }
}

impl Membership {
    /// Checks that `envelope` stands at this place of `tree`.
    pub fn check(&self, envelope: &Digest, tree: &Tree) -> Result<(), ProofError> {
        let leaf = merkle::leaf_hash(envelope.as_bytes());
        merkle::verify_inclusion(&leaf, self.index, tree.count, &self.path, &tree.root)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn digests(count: u32) -> Vec<Digest> {
        (0..count).map(|n| Digest::of(&n.to_be_bytes())).collect()
    }

    #[test]
    fn order_and_repetition_make_no_difference() {
        let mut some = digests(9);
        let tree = Inputs::new(some.iter().copied()).tree();
        some.reverse();
        some.push(some[3]);
        assert_eq!(Inputs::new(some).tree(), tree);
        assert_eq!(tree.count, 9);
        let none = Inputs::new([]).tree();
        assert_eq!(none, Tree { count: 0, root: Digest::of(&[]) });
    }

    /// Section 2.1 of RFC 6962, written out for two leaves.
    #[test]
    fn a_leaf_is_the_32_bytes_of_a_digest() {
        let (one, two) = (Digest::of(b"1"), Digest::of(b"2"));
        let leaf = |digest: &Digest| Digest::of(&[&[0], digest.as_bytes().as_slice()].concat());
        let (first, second) = (one.min(two), one.max(two));
        let node = [&[1], leaf(&first).as_bytes().as_slice(), leaf(&second).as_bytes()].concat();
        assert_eq!(Inputs::new([one, two]).tree().root, Digest::of(&node));
    }

    #[test]
    fn who_is_not_among_them_has_no_place() {
        assert_eq!(Inputs::new(digests(5)).membership(&Digest::of(b"other")), None);
        assert_eq!(Inputs::new([]).membership(&Digest::of(b"other")), None);
    }

    proptest! {
        #[test]
        fn a_place_is_that_of_one_envelope_in_one_tree(
            count in 1_u32..70, at: prop::sample::Index, other: prop::sample::Index, grown in 1_u32..9,
        ) {
            let all = digests(count);
            let inputs = Inputs::new(all.iter().copied());
            let (envelope, other) = (at.get(&all), other.get(&all));
            let place = inputs.membership(envelope).unwrap();
            prop_assert_eq!(place.check(envelope, &inputs.tree()), Ok(()));
            if other != envelope {
                prop_assert!(place.check(other, &inputs.tree()).is_err());
            }
            let larger = Inputs::new(digests(count + grown)).tree();
            prop_assert!(place.check(envelope, &larger).is_err());
            let moved = Membership { index: place.index + 1, ..place.clone() };
            prop_assert!(moved.check(envelope, &inputs.tree()).is_err());
            let miscounted = Tree { count: inputs.tree().count + 64, ..inputs.tree() };
            prop_assert!(place.check(envelope, &miscounted).is_err());
        }
    }
}
