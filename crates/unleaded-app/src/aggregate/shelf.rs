//! What is at hand, by its content.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{Clocks, Digest, ENVELOPE_SUFFIX, Inputs};

use crate::documents::{Documents, is_document, unreadable};
use crate::evidence::{
    Beside, Signed, beside as beside_signature, name_of, proof_name, stamp_name,
};
use crate::held::parts;
use crate::parallel;
use crate::signatures::envelope_in;

/// Files that are at hand, by the SHA-256 of their bytes. The bytes stay where they are until they are asked for.
pub struct Shelf<'d> {
    documents: &'d dyn Documents,
    by_name: BTreeMap<String, Digest>,
    by_digest: BTreeMap<Digest, Vec<String>>,
    /// Envelopes by the root of the tree that holds nothing else: what a declaration that was made from one commits to.
    by_root: BTreeMap<Digest, Digest>,
}

impl<'d> Shelf<'d> {
    /// Takes in all of `documents`; what can't be read is told and is not there.
    pub fn new(
        documents: &'d dyn Documents,
        mut progress: impl FnMut(usize, usize),
    ) -> io::Result<(Self, Vec<Diagnostic>)> {
        let mut names = documents.names()?;
        names.sort_unstable();
        names.dedup();
        let read = |name: &String| documents.read(name).map(|bytes| Digest::of(&bytes));
        let digests = parallel::map(&names, read, |done| progress(done, names.len()));
        let mut shelf = Self {
            documents,
            by_name: BTreeMap::new(),
            by_digest: BTreeMap::new(),
            by_root: BTreeMap::new(),
        };
        let mut unread = Vec::new();
        for (name, digest) in names.into_iter().zip(digests) {
            match digest {
                Ok(digest) => shelf.add(name, digest),
                Err(error) => unread.push(unreadable(&FileName::new(&name), &error)),
            }
        }
        Ok((shelf, unread))
    }

    fn add(&mut self, name: String, digest: Digest) {
        if name.ends_with(ENVELOPE_SUFFIX) {
            self.by_root.insert(Inputs::new([digest]).tree().root, digest);
        }
        self.by_digest.entry(digest).or_default().push(name.clone());
        self.by_name.insert(name, digest);
    }

    /// The names of the files with this SHA-256, sorted; none: it is not there.
    pub(super) fn names(&self, digest: &Digest) -> &[String] {
        self.by_digest.get(digest).map_or(&[], Vec::as_slice)
    }

    /// The SHA-256 of the file of this name.
    pub(super) fn digest(&self, name: &str) -> Option<Digest> {
        self.by_name.get(name).copied()
    }

    /// The envelope that lies beside a document with this SHA-256.
    pub(super) fn envelope_beside(&self, document: &Digest) -> Option<Digest> {
        let names = self.names(document).iter();
        names.filter_map(|name| self.digest(&format!("{name}{ENVELOPE_SUFFIX}"))).next()
    }

    /// The documents that have an envelope beside them, in the order of their names.
    pub(super) fn signed(&self) -> Vec<SignedFile<'_>> {
        let signed = self.by_name.iter().filter_map(|(name, envelope)| {
            let name = beside(name)?;
            let document = self.digest(name)?;
            Some(SignedFile { name, document, envelope: *envelope })
        });
        signed.collect()
    }

    /// Whether the document with this SHA-256 is a redacted copy that holds that envelope itself, or its own envelope, since it is
    /// signed inside.
    pub(super) fn is_in(&self, envelope: &Digest, document: &Digest) -> bool {
        // What lies beside its document need not be looked for inside.
        let is_held = || {
            let held = self.read(document).and_then(|bytes| envelope_in(&bytes));
            held.is_some_and(|held| Digest::of(&held) == *envelope)
        };
        envelope == document || self.names(envelope).is_empty() && is_held()
    }

    /// The envelope that alone is under `root`.
    pub(super) fn envelope_under(&self, root: &Digest) -> Option<Digest> {
        self.by_root.get(root).copied()
    }

    /// The evidence of when the signature on `document` was made: what lies beside any copy of what holds it, and of `named` what is at
    /// hand under whatever name.
    pub(super) fn evidence(
        &self,
        (document, envelope): (&[u8], Option<&[u8]>),
        named: &[Digest],
        clocks: &Clocks<'_>,
    ) -> Beside {
        let named: Vec<Vec<u8>> = named.iter().filter_map(|digest| self.read(digest)).collect();
        let holder = Digest::of(envelope.unwrap_or(document));
        let mut found = Beside::default();
        for holder in self.names(&holder) {
            let signed = Signed {
                document: (holder, document),
                envelope: envelope.map(|bytes| (holder.as_str(), bytes)),
            };
            let mut read = |name: &str| match self.by_name.contains_key(name) {
                true => Some(self.documents.read(name)),
                false => {
                    let of_name = |bytes: &&Vec<u8>| name_of(bytes, holder) == name;
                    named.iter().find(of_name).cloned().map(Ok)
                }
            };
            found.add(beside_signature(&signed, clocks, &mut read));
        }
        found
    }

    /// The files that may be evidence of when the signature was made that the file with this SHA-256 holds.
    pub(super) fn evidence_beside(&self, holder: &Digest) -> Vec<Digest> {
        let names = self.names(holder).iter();
        let names = names.flat_map(|holder| [stamp_name(holder), proof_name(holder)]);
        names.filter_map(|name| self.digest(&name)).collect()
    }

    /// The bytes with this SHA-256; `None`: they are not there, or not any more.
    pub(super) fn read(&self, digest: &Digest) -> Option<Vec<u8>> {
        let mut read = self.names(digest).iter().filter_map(|name| self.documents.read(name).ok());
        // A file that somebody changed meanwhile is another one.
        read.find(|bytes| Digest::of(bytes) == *digest)
    }

    /// The documents with their SHA-256 that `known` does not name, each with the parts that it speaks of.
    pub(super) fn others(&self, known: &BTreeSet<&str>) -> Vec<Other> {
        let others: Vec<(&String, &Digest)> = self
            .by_name
            .iter()
            .filter(|(name, digest)| {
                is_document(name) && !known.contains(digest.to_string().as_str())
            })
            .collect();
        let read = |(name, digest): &(&String, &Digest)| {
            let bytes = self.read(digest).unwrap_or_default();
            Other { file: (*name).clone(), sha256: **digest, parts: parts(&bytes, name, None) }
        };
        parallel::map(&others, read, |_| {})
    }
}

/// A document with an envelope beside it.
pub(super) struct SignedFile<'s> {
    /// Its name.
    pub(super) name: &'s str,
    /// Its SHA-256.
    pub(super) document: Digest,
    /// SHA-256 of the envelope.
    pub(super) envelope: Digest,
}

/// A document that is at hand and that a report does not name.
pub(super) struct Other {
    pub(super) file: String,
    pub(super) sha256: Digest,
    /// The item numbers that it speaks of; empty: none, or it can't be read.
    pub(super) parts: BTreeSet<String>,
}

/// The name of the document beside which an envelope lies; `None`: that of no envelope.
pub(super) fn beside(envelope: &str) -> Option<&str> {
    envelope.strip_suffix(ENVELOPE_SUFFIX)
}
