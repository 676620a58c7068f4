//! What signers have said, since, of the documents that a report was made from.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Digest, Known, Standing, Terms};

use super::children::Child;
use super::tiers::{Deep, Tier};
use crate::{parallel, signatures};

/// How the signer of a document took it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TakenBack {
    /// Another document takes its place.
    Superseded,
    /// It no longer holds.
    Withdrawn,
}

impl TakenBack {
    /// The word of the result.
    pub fn word(self) -> &'static str {
        match self {
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Marks the documents of all tiers that were taken back, by a statement or by a newer document at hand.
pub(super) fn mark(tiers: &mut [Tier], deep: &Deep<'_>) {
    let successors = successors(tiers, deep);
    let children = tiers.iter_mut().flat_map(|tier| &mut tier.children);
    let children: Vec<&mut Child> = children.filter(|child| child.known.is_some()).collect();
    let known = children.iter().filter_map(|child| child.known.clone());
    let known: Vec<Known> = known.chain(successors).collect();
    for (child, told) in children.into_iter().zip(deep.companions.lives(&known)) {
        child.taken_back = match told.standing() {
            Standing::Current => None,
            Standing::Superseded { .. } => Some(TakenBack::Superseded),
            Standing::Withdrawn { .. } => Some(TakenBack::Withdrawn),
        };
        let file = FileName::new(child.file.as_deref().unwrap_or_default());
        child.diagnostics.extend(told.diagnostics(&file));
    }
}

/// The signed documents at hand that no tier was made from, as far as they take the place of others.
fn successors(tiers: &[Tier], deep: &Deep<'_>) -> Vec<Known> {
    let children = tiers.iter().flat_map(|tier| &tier.children);
    let named: BTreeSet<Digest> = children.map(|child| child.sha256).collect();
    let signed = deep.shelf.signed().into_iter();
    let others: Vec<_> = signed.filter(|signed| !named.contains(&signed.document)).collect();
    let known = parallel::map(
        &others,
        |other| {
            let (bytes, envelope) =
                deep.shelf.read(&other.document).zip(deep.shelf.read(&other.envelope))?;
            let file = FileName::new(other.name);
            let both = (bytes.as_slice(), Some(envelope.as_slice()));
            let found = deep.shelf.evidence(both, &[], deep.clocks);
            let terms = Terms { evidence: &found.evidence, ..deep.terms };
            let checked = signatures::check(&file, &bytes, Some(&envelope), &terms)?;
            let supersedes = !checked.verified?.predicate().supersedes.is_empty();
            checked.known.filter(|_| supersedes)
        },
        |_| {},
    );
    known.into_iter().flatten().collect()
}
