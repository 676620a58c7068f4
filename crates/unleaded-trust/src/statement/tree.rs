//! A commitment to many things by the root of their tree.

use crate::digest::Digest;
use crate::json::{Json, MemberError, Members, Object};

/// The rule by which the envelopes of inputs become leaves: the 32 bytes of their digests, sorted.
pub(super) const INPUTS: &str = "rfc6962-sha256";

/// The root of a Merkle tree (RFC 6962 section 2.1, SHA-256) and how many leaves it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tree {
    /// How many leaves; 0: the tree is empty, and its root the SHA-256 of nothing.
    pub count: u64,
    /// The root.
    pub root: Digest,
}

impl Tree {
    pub(super) fn write(&self, alg: &str) -> Json {
        Members::new()
            .text("alg", alg)
            .text("count", self.count.to_string())
            .text("root", self.root.to_string())
            .into_json()
    }

    /// Reads a tree whose leaves are made by the rule `alg`; another rule would be another commitment.
    pub(super) fn read(object: &Object<'_>, alg: &'static str) -> Result<Self, MemberError> {
        if object.string("alg")? != alg {
            return Err(object.error("alg", alg));
        }
        Ok(Self {
            count: object.value("count", "decimal number")?,
            root: object.value("root", "sha256")?,
        })
    }

    /// Adds the member `name`, where there is a tree.
    pub(super) fn write_some(
        tree: Option<&Self>,
        name: &str,
        alg: &str,
        members: Members,
    ) -> Members {
        match tree {
            Some(tree) => members.with(name, tree.write(alg)),
            None => members,
        }
    }

    /// Reads the member `name`, where there is one.
    pub(super) fn read_some(
        object: &Object<'_>,
        name: &str,
        alg: &'static str,
    ) -> Result<Option<Self>, MemberError> {
        object.optional_member(name)?.map(|tree| Self::read(&tree, alg)).transpose()
    }
}
