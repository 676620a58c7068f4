//! By what a verified envelope is known to other statements.

use std::collections::{BTreeMap, BTreeSet};

use super::Fit;
use crate::digest::Digest;
use crate::envelope::{Envelope, PAYLOAD_TYPE, SignatureEntry};

/// Most signatures of which every choice is an identity: 255 of them.
const EVERY_CHOICE: usize = 8;

/// The SHA-256 of the envelopes that this program would write for one payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identities {
    /// With every trusted signature.
    pub(super) whole: Digest,
    /// With every choice of them; of more than eight with each alone, with those of one organisation, and without those.
    pub(super) all: BTreeSet<Digest>,
}

/// The envelope as it was given, with its SHA-256: mostly it is as this program writes it.
pub(super) struct Given<'e> {
    pub(super) bytes: &'e [u8],
    pub(super) digest: Digest,
}

impl Identities {
    /// Returns those of the payload that the keys `signed_by` signed; there is at least one.
    pub(super) fn of(
        payload: Vec<u8>,
        signed_by: &BTreeMap<String, Fit<'_>>,
        given: &Given<'_>,
    ) -> Self {
        let entry = |(id, fit): (&String, &Fit<'_>)| SignatureEntry {
            key_id: id.clone(),
            signature: fit.signature.to_vec(),
        };
        let signatures = signed_by.iter().map(entry).collect();
        let envelope = Envelope { payload_type: PAYLOAD_TYPE.to_owned(), payload, signatures };
        let owners: Vec<&str> =
            signed_by.values().map(|fit| fit.key.organisation.as_str()).collect();
        let written = envelope.write();
        let whole = if written == given.bytes { given.digest } else { Digest::of(&written) };
        let all = match owners.len() {
            1 => [whole].into(),
            _ => envelope.digests_with(&choices(&owners)).into_iter().collect(),
        };
        Self { whole, all }
    }
}

/// The places of the signatures that are chosen, by their owners.
fn choices(owners: &[&str]) -> Vec<Vec<usize>> {
    let places = 0..owners.len();
    if owners.len() <= EVERY_CHOICE {
        let chosen = |choice: usize| places.clone().filter(|at| choice >> at & 1 == 1).collect();
        return (1..1 << owners.len()).map(chosen).collect();
    }
    let (alone, whole) = (places.clone().map(|at| vec![at]), places.clone().collect());
    let mut choices: Vec<Vec<usize>> = alone.chain([whole]).collect();
    for owner in owners.iter().collect::<BTreeSet<_>>() {
        let (its, others) = places.clone().partition(|at| owners[*at] == *owner);
        choices.extend([its, others]);
    }
    choices.retain(|chosen| !chosen.is_empty());
    choices
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_of_few_and_those_of_one_owner_of_many() {
        assert_eq!(choices(&["a"]), [[0]]);
        assert_eq!(choices(&["a", "b"]), [vec![0], vec![1], vec![0, 1]]);
        assert_eq!(choices(&["a"; 8]).len(), 255);
        let many = choices(&["a", "a", "b", "c", "d", "e", "f", "g", "h"]);
        assert!(many.contains(&vec![0, 1]) && many.contains(&(2..9).collect()), "{many:?}");
        assert!(many.contains(&(0..9).collect()) && many.iter().all(|chosen| !chosen.is_empty()));
    }
}
