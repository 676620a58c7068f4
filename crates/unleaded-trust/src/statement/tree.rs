//! A commitment to many things by the root of their tree.

use crate::digest::Digest;
use crate::json::{Json, MemberError, Members, Object};

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
}
