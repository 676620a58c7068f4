//! Whether two documents say the same of a part.

use std::collections::BTreeSet;

use unleaded_model::declaration::ExemptionClaim;

use crate::composition::Composition;
use crate::exemption::{ClaimKey, claim_key};

/// What two compositions differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Apart {
    /// In more than the exemptions that are claimed.
    Composition,
    /// In these alone.
    Exemptions,
    /// In nothing but the document and the places in it.
    Nothing,
}

/// Compares two compositions, wherever in their documents they stand.
pub(super) fn apart(one: &Composition, other: &Composition) -> Apart {
    // What is told of materials is looked at before all of it is copied.
    if one.mass != other.mass || one.materials.len() != other.materials.len() {
        return Apart::Composition;
    }
    let ((bare, claims), (other_bare, others)) = (without_claims(one), without_claims(other));
    match (bare == other_bare, claims == others && one.entry_claims == other.entry_claims) {
        (false, _) => Apart::Composition,
        (true, false) => Apart::Exemptions,
        (true, true) => Apart::Nothing,
    }
}

/// What a composition says without the exemptions, and these in the order of what they stand at.
fn without_claims(composition: &Composition) -> (Composition, Vec<BTreeSet<ClaimKey>>) {
    let mut bare = Composition {
        entry_claims: Vec::new(),
        document: None,
        documents: Vec::new(),
        ..composition.clone()
    };
    let mut claims = vec![taken(&mut bare.claims)];
    for material in &mut bare.materials {
        claims.push(taken(&mut material.claims));
        claims.extend(material.contents.iter_mut().map(|content| taken(&mut content.claims)));
    }
    claims.extend(bare.bounds.iter_mut().map(|bound| taken(&mut bound.claims)));
    (bare, claims)
}

fn taken(claims: &mut Vec<ExemptionClaim>) -> BTreeSet<ClaimKey> {
    std::mem::take(claims).iter().map(claim_key).collect()
}
