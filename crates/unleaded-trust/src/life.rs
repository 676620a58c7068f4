//! What became of declarations: replaced, withdrawn, or replaced by two at once.
//!
//! A statement about a declaration counts when the organisation that signed the declaration signed it. Whether it does is a question of
//! signatures that were verified, so only [`Verified`] goes in. Dates play no part: whoever knows of a withdrawal can't go back behind it.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::codes::life as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use crate::digest::Digest;
use crate::statement::{Action, Predicate, ProductId, Status};
use crate::verify::Verified;

/// What is needed of a declaration to tell what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    document: Digest,
    /// By the bytes of its envelope, and by those that this program would write: see [`Verified::identity`].
    envelopes: [Digest; 2],
    parties: BTreeSet<String>,
    products: BTreeSet<ProductId>,
    supersedes: Vec<Digest>,
}

/// What became of a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// How it stands.
    pub standing: Standing,
    /// The envelopes of those that replace it; more than one: its signer said two things.
    pub successors: BTreeSet<Digest>,
    /// Whether someone else said something about it, which does not count.
    pub others: Others,
}

/// How a declaration stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing else is known: it holds.
    Current,
    /// Another one takes its place.
    Superseded {
        /// The envelope of that one; the first of several.
        successor: Digest,
    },
    /// It no longer holds.
    Withdrawn {
        /// Why, in the signer's words.
        reason: String,
    },
}

/// What does not count of what is said about a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Others {
    /// Nothing.
    Nothing,
    /// One that names it as its predecessor is about other products.
    OtherProduct,
    /// Another organisation says that it is replaced or withdrawn.
    OtherSigner,
}

impl Known {
    /// Returns what is needed of the declaration whose envelope has the SHA-256 `envelope`.
    pub fn new<T>(verified: &Verified<T>, envelope: Digest) -> Self {
        let claim: &Predicate = verified.predicate();
        Self {
            document: verified.digest(),
            envelopes: [envelope, verified.identity()],
            parties: parties(verified),
            products: claim.products.iter().cloned().collect(),
            supersedes: claim.supersedes.clone(),
        }
    }

    fn is(&self, envelope: &Digest) -> bool {
        self.envelopes.contains(envelope)
    }

    fn is_of(&self, parties: &BTreeSet<String>) -> bool {
        !self.parties.is_disjoint(parties)
    }

    /// Whether both are about at least one product, or neither tells any.
    fn shares_product(&self, other: &Self) -> bool {
        !self.products.is_disjoint(&other.products)
            || self.products.is_empty() && other.products.is_empty()
    }
}

fn parties<T, C>(verified: &Verified<T, C>) -> BTreeSet<String> {
    let signers = verified.signers().iter();
    signers.flat_map(|signer| signer.parties()).map(str::to_owned).collect()
}

/// Returns what became of each of `known`, in their order.
pub fn lives(known: &[Known], statuses: &[Verified<(), Status>]) -> Vec<Life> {
    known.iter().map(|one| life(one, known, statuses)).collect()
}

fn life(one: &Known, known: &[Known], statuses: &[Verified<(), Status>]) -> Life {
    let mut life =
        Life { standing: Standing::Current, successors: BTreeSet::new(), others: Others::Nothing };
    let mut reasons = BTreeSet::new();
    for status in statuses {
        let said = status.predicate();
        // Also under another envelope: white space in it, or a signature added to it, makes it no other declaration.
        if !one.is(&said.declaration) && status.digest() != one.document {
            continue;
        }
        if !one.is_of(&parties(status)) {
            life.others = life.others.max(Others::OtherSigner);
            continue;
        }
        match said.action {
            Action::Withdraw => {
                reasons.insert(said.reason.clone());
            }
            // A document that was signed anew takes the place of itself.
            Action::Supersede { successor } if !one.is(&successor) => {
                // Of one that is here, by the name that it has here.
                let here = known.iter().find(|other| other.is(&successor));
                life.successors.insert(here.map_or(successor, |other| other.envelopes[0]));
            }
            Action::Supersede { .. } => {}
        }
    }
    for other in known {
        let names_it = other.supersedes.iter().any(|old| one.is(old));
        if !names_it || other.envelopes[0] == one.envelopes[0] {
            continue;
        }
        if !one.is_of(&other.parties) {
            life.others = life.others.max(Others::OtherSigner);
        } else if !one.shares_product(other) {
            life.others = life.others.max(Others::OtherProduct);
        } else {
            life.successors.insert(other.envelopes[0]);
        }
    }
    life.standing = match (reasons.pop_first(), life.successors.first()) {
        (Some(reason), _) => Standing::Withdrawn { reason },
        (None, Some(successor)) => Standing::Superseded { successor: *successor },
        (None, None) => Standing::Current,
    };
    life
}

impl Life {
    /// Returns what there is to say of the declaration `file`; empty when it holds and nobody says anything.
    pub fn diagnostics(&self, file: &FileName) -> Vec<Diagnostic> {
        let at = |code| Diagnostic::new(code, Place::file(file)).with("file", file.as_str());
        let mut found = Vec::new();
        match &self.standing {
            Standing::Current => {}
            Standing::Superseded { successor } => found
                .push(at(codes::DECLARATION_SUPERSEDED).with("successor", successor.to_string())),
            Standing::Withdrawn { reason } => {
                found.push(at(codes::DECLARATION_WITHDRAWN).with("reason", reason.as_str()));
            }
        }
        if self.successors.len() > 1 {
            let all: Vec<String> = self.successors.iter().map(Digest::to_string).collect();
            found.push(at(codes::DECLARATION_FORK).with("successors", all.join(", ")));
        }
        match self.others {
            Others::Nothing => {}
            Others::OtherProduct => found.push(at(codes::SUPERSEDES_OTHER_PRODUCT)),
            Others::OtherSigner => found.push(at(codes::STATUS_OTHER_SIGNER)),
        }
        found
    }
}
