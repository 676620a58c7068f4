//! Whose exemptions cover what: a claim is for what its own document says and for what older ones say, never for a
//! composition that came after it.

use unleaded_model::declaration::ExemptionClaim;

use super::PartDocument;
use crate::composition::{Bound, Says};

/// Whether what one document claims is claimed for what another says. Ordered from the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lends {
    /// It is not: it is older, or nobody vouches for it as for the other, or it has a composition of its own, or its supplier
    /// does not accept it.
    No,
    /// One of the two has no date.
    Maybe,
    /// It is.
    Yes,
}

/// Whether what `from` claims is claimed for what `to` says.
fn lends(from: &PartDocument<'_>, to: &PartDocument<'_>) -> Lends {
    if std::ptr::eq(from.part, to.part) {
        return Lends::Yes;
    }
    if from.has_composition() || from.vouched < to.vouched {
        return Lends::No;
    }
    match (from.date, to.date) {
        _ if from.document == to.document => Lends::Yes,
        (Some(from), Some(to)) if from >= to => Lends::Yes,
        (Some(_), Some(_)) => Lends::No,
        (None, _) | (_, None) => Lends::Maybe,
    }
}

/// The documents of one maker, asked for what they claim for some of them.
pub(super) struct Lenders<'a> {
    documents: &'a [PartDocument<'a>],
    to: Vec<&'a PartDocument<'a>>,
}

impl<'a> Lenders<'a> {
    /// For the composition of `document`.
    pub(super) fn to_composition(
        documents: &'a [PartDocument<'a>],
        document: &'a PartDocument<'a>,
    ) -> Self {
        Self { documents, to: vec![document] }
    }

    /// For what `bounds` say that is over.
    pub(super) fn to_bounds(documents: &'a [PartDocument<'a>], bounds: &[Bound]) -> Self {
        let says =
            |d: &PartDocument<'_>, b: &Bound| b.document == d.document && b.says == Says::Over;
        let to = documents.iter().filter(|d| bounds.iter().any(|bound| says(d, bound)));
        Self { documents, to: to.collect() }
    }

    /// Whether what `from` claims is claimed for each of them.
    pub(super) fn of(&self, from: &PartDocument<'_>) -> Lends {
        let most = if from.is_refused() { Lends::No } else { Lends::Yes };
        self.to.iter().map(|to| lends(from, to)).fold(most, Lends::min)
    }

    /// Whether what the document called `number` claims with its answers is claimed for each of them.
    pub(super) fn of_number(&self, number: usize) -> Lends {
        let named = self.documents.iter().filter(|d| d.document == number);
        named.map(|from| self.of(from)).min().unwrap_or(Lends::No)
    }

    /// The exemptions claimed for the whole part by documents that lend at `least` so much and are `wanted`.
    pub(super) fn claims(
        &self,
        least: Lends,
        wanted: impl Fn(&PartDocument<'_>) -> bool,
    ) -> Vec<ExemptionClaim> {
        let lending = self.documents.iter().filter(|d| wanted(d) && self.of(d) >= least);
        lending.flat_map(|d| d.part.exemptions.iter().cloned()).collect()
    }

    /// `bounds` without the exemptions of documents that lend less than `least`.
    pub(super) fn lent(&self, bounds: &[Bound], least: Lends) -> Vec<Bound> {
        let mut bounds = bounds.to_vec();
        for bound in bounds.iter_mut().filter(|bound| !bound.claims.is_empty()) {
            if self.of_number(bound.document) < least {
                bound.claims.clear();
            }
        }
        bounds
    }

    /// `bounds` that say over with the exemptions that are claimed for the whole part and for them, not for all of them.
    pub(super) fn covered(&self, bounds: &[Bound], least: Lends) -> Vec<Bound> {
        let mut bounds = bounds.to_vec();
        for bound in bounds.iter_mut().filter(|bound| bound.says == Says::Over) {
            let of_bound = |d: &&PartDocument<'_>| d.document == bound.document;
            let Some(to) = self.documents.iter().find(of_bound) else { continue };
            let apart = |d: &&PartDocument<'_>| {
                !d.is_refused() && self.of(d) < least && lends(d, to) >= least
            };
            let apart = self.documents.iter().filter(apart);
            bound.claims.extend(apart.flat_map(|d| d.part.exemptions.iter().cloned()));
        }
        bounds
    }
}
