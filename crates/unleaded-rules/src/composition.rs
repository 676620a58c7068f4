//! What a part is made of, as far as its documents say: places, contents, bounds.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{ExemptionClaim, Intent};

use crate::doubt::{level, limit};
use crate::exemption::claim_key;
use crate::lists::{EntryKey, Level, Lists};
use crate::reason::Reason;
use crate::rule_set::Expressed;
use crate::shares::Shares;

/// Everything that is known of one part, one alternative per maker (or per contradicting document of one maker).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartComposition {
    /// At least one.
    pub alternatives: Vec<Composition>,
}

/// What one maker says of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// The maker, as written.
    pub maker: String,
    /// The mass of one piece.
    pub mass: MassRange,
    /// The homogeneous materials. Empty: only statements are known.
    pub materials: Vec<PlacedMaterial>,
    /// The articles: the part itself first, then its sub-products with item numbers of their own.
    pub articles: Vec<Article>,
    /// What statements say of entries of lists.
    pub bounds: Vec<Bound>,
    /// What statements leave open, whatever the materials and the bounds are.
    pub doubts: Vec<Doubt>,
    /// Exemptions claimed with answers that give no bound.
    pub entry_claims: Vec<EntryClaims>,
    /// Exemptions claimed for the whole part.
    pub claims: Vec<ExemptionClaim>,
    /// The document that the composition comes from; the newest statement where there is none; `None`: nothing is
    /// declared.
    pub document: Option<usize>,
    /// Every document that was used, in ascending order.
    pub documents: Vec<usize>,
}

impl Composition {
    /// Whether its statements leave the part worse than its materials alone would: something is left open, or over, that
    /// no material may be. Who takes the materials and leaves the statements behind makes the verdict kinder.
    pub fn is_overruled(&self, lists: &Lists) -> bool {
        let doubted = self.doubts.iter().filter_map(|doubt| doubt.entry.as_ref());
        let shares = Shares::of(self, self.bounds.iter().map(|bound| &bound.entry).chain(doubted));
        // Whether some place at or below the steps may hold more of the entry than the threshold.
        let leaves_open = |entry: &EntryKey, steps: &[String], threshold: Fraction| {
            shares.below(entry, level(entry), steps).any(|share| share.high > threshold)
        };
        let over = self.bounds.iter().filter(|b| b.says == Says::Over && b.is_of_own_list());
        // Each place of a part is looked at once for each entry, however often that is answered.
        let mut known: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        let is_over = over.into_iter().any(|bound| {
            let ids = bound.claims.iter().map(claim_key);
            let ids: BTreeSet<_> = ids.collect();
            let of = (&bound.entry, bound.threshold, bound.steps.as_slice());
            match known.get(&of) {
                Some(first) => *first != ids,
                None => {
                    known.insert(of, ids);
                    !leaves_open(&bound.entry, &bound.steps, bound.threshold)
                }
            }
        });
        let mut doubted: BTreeSet<(&EntryKey, &[String])> = BTreeSet::new();
        let is_doubted = self.doubts.iter().any(|doubt| match &doubt.entry {
            None => true,
            Some(entry) => {
                let is_new = doubted.insert((entry, &doubt.steps));
                is_new && !leaves_open(entry, &doubt.steps, limit(entry, lists))
            }
        });
        !self.materials.is_empty() && (is_over || is_doubted)
    }
}

/// An article (REACH): a leaf part, or a sub-product with an item number of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// The steps from the part down to it; empty for the part itself.
    pub steps: Vec<String>,
    /// The article that it is inside of; `None` for the part itself.
    pub parent: Option<usize>,
    /// Its mass.
    pub mass: MassRange,
}

/// A homogeneous material at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedMaterial {
    /// The steps from the part down to it: subparts, then its own name.
    pub steps: Vec<String>,
    /// The innermost article that it belongs to.
    pub article: usize,
    /// Its mass in one piece of the part.
    pub mass: MassRange,
    /// What it is made of, undisclosed rests included.
    pub contents: Vec<Content>,
    /// Exemptions claimed for it.
    pub claims: Vec<ExemptionClaim>,
}

/// A substance, or a share that is not disclosed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The CAS number; `None`: not given.
    pub cas: Option<String>,
    /// The name as written; for an undisclosed rest the words of the tool.
    pub name: String,
    /// The key by which equal substances are added: the CAS number, else the normalised name.
    pub key: String,
    /// Whether it is disclosed.
    pub disclosed: Disclosed,
    /// Entries that it may hold, up to all of it: those of its class, and those that its name hints at.
    pub may_hold: Vec<EntryKey>,
    /// Entries that it is surely not, by statement, where nothing else is known of it.
    pub excluded: Vec<EntryKey>,
    /// The entries whose substance it is, with the mass fraction that counts towards each.
    pub members: Vec<Member>,
    /// Its mass in one piece of the part.
    pub mass: MassRange,
    /// Its share of the material.
    pub share: FractionRange,
    /// Whether its amount is told.
    pub told: Told,
    /// Why it is there.
    pub intent: Intent,
    /// Exemptions claimed for it here.
    pub claims: Vec<ExemptionClaim>,
}

/// Whether a substance is disclosed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disclosed {
    /// A class of substances or a mixture, disclosed as such: it may hold the entries of [`Content::may_hold`] only.
    Class,
    /// A definite substance.
    Definite,
    /// Nothing is known of it: it may be any substance that no statement excludes.
    Nothing,
}

/// Whether the amount of a substance is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// It is, be it as a range.
    Amount,
    /// Only that it is there.
    Presence,
}

/// A substance counts towards an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The entry.
    pub entry: EntryKey,
    /// The mass fraction of it that counts: of the element, or 1.
    pub factor: FractionRange,
    /// Whether the membership rests on a confirmed source.
    pub confirmed: bool,
}

impl Member {
    /// The share of its mass that counts where an entry is expressed so.
    pub(crate) fn factor_of(&self, expressed: Expressed) -> FractionRange {
        match expressed {
            Expressed::Element => self.factor,
            Expressed::Substance => FractionRange::exactly(Fraction::ONE),
        }
    }
}

/// What a statement says of one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The entry.
    pub entry: EntryKey,
    /// The level that the statement speaks of.
    pub level: Level,
    /// What the share lies in.
    pub range: FractionRange,
    /// The threshold of the list's entry.
    pub threshold: Fraction,
    /// The steps from the part down to the sub-part that it speaks of; empty: the part itself.
    pub steps: Vec<String>,
    /// What was stated.
    pub says: Says,
    /// The list as the document names it, e.g. `EUROHS-1907`.
    pub list: String,
    /// Exemptions claimed with it.
    pub claims: Vec<ExemptionClaim>,
    /// The document.
    pub document: usize,
}

impl Bound {
    /// Whether it speaks of an entry that compositions are compared with: of others, answers on IEC 62474, what they
    /// contradict is told as a doubt.
    pub(crate) fn is_of_own_list(&self) -> bool {
        !matches!(self.entry, EntryKey::Listed(..))
    }
}

/// Something that a supplier says and that what is known of the part does not explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The entry that stays open; `None`: every one.
    pub entry: Option<EntryKey>,
    /// The steps from the part down to the sub-part that it speaks of; empty: the part itself.
    pub steps: Vec<String>,
    /// What is said.
    pub reason: Reason,
    /// The document.
    pub document: usize,
}

/// The exemptions that answers claim for one entry of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryClaims {
    /// The entry.
    pub entry: EntryKey,
    /// The steps from the part down to the sub-part that they speak of; empty: the part itself.
    pub steps: Vec<String>,
    /// The list that was answered.
    pub list: String,
    /// The exemptions of each answer that differs; more than one set: which is for which place can't be told.
    pub sets: Vec<Vec<ExemptionClaim>>,
}

/// What a statement says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The threshold is not exceeded.
    NotOver,
    /// The threshold is exceeded; the low end of the range is open where no amount is given.
    Over,
}
