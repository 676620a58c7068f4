//! The rows of one part, and how they are put together.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_rules::{Composition, Disclosed, PlacedMaterial, RuleSet, counted};

use super::Column;

/// Rows of one part by column, before the columns have numbers.
pub(super) type Rows = BTreeMap<Column, (MassRange, FractionRange)>;

/// Everything about one alternative of a part.
pub(super) struct PartRows {
    pub(super) rows: Rows,
    /// The most that may be anything.
    pub(super) anything: Option<Mass>,
    /// The largest share of a material that may be anything.
    pub(super) anything_share: Fraction,
}

pub(super) const NOTHING: (MassRange, FractionRange) = (MassRange::ZERO, FractionRange::ZERO);

pub(super) fn add(to: &mut (MassRange, FractionRange), amount: (MassRange, FractionRange)) {
    to.0 = to.0.plus(amount.0).unwrap_or(MassRange::UNKNOWN);
    to.1 = to.1.plus(amount.1).capped();
}

/// Takes a further place of the part: masses are added, of the shares the worst counts.
pub(super) fn worst_place(to: &mut (MassRange, FractionRange), place: (MassRange, FractionRange)) {
    to.0 = to.0.plus(place.0).unwrap_or(MassRange::UNKNOWN);
    to.1 = larger(to.1, place.1);
}

/// How much of a material nobody disclosed.
pub(super) fn undisclosed(material: &PlacedMaterial) -> (MassRange, FractionRange) {
    let mut undisclosed = NOTHING;
    for content in material.contents.iter().filter(|c| c.disclosed == Disclosed::Nothing) {
        add(&mut undisclosed, (content.mass, content.share));
    }
    undisclosed
}

pub(super) fn sum(a: Option<Mass>, b: Option<Mass>) -> Option<Mass> {
    a?.plus(b?)
}

/// The worst of two places: the larger low and the larger high.
pub(super) fn larger(a: FractionRange, b: FractionRange) -> FractionRange {
    FractionRange { low: a.low.max(b.low), high: a.high.max(b.high) }
}

/// The mass that counts towards an entry: members times their factor, and what may hold it.
pub(super) fn entry_mass(
    composition: &Composition,
    position: usize,
    rules: &RuleSet,
    anything: Option<Mass>,
) -> MassRange {
    let mut mass = MassRange::ZERO;
    for content in composition.materials.iter().flat_map(|m| &m.contents) {
        let factor = counted(content, &rules.entries[position]);
        // What is not disclosed at all is in `anything`; a class of which nobody knows what it holds is not.
        let is_class = content.disclosed == Disclosed::Class && rules.is_open(content);
        let counts = match is_class {
            true => content.mass.times(FractionRange { low: factor.low, high: Fraction::ONE }),
            false => content.mass.times(factor),
        };
        mass = mass.plus(counts.unwrap_or(MassRange::UNKNOWN)).unwrap_or(MassRange::UNKNOWN);
    }
    MassRange { low: mass.low, high: sum(mass.high, anything) }
}

pub(super) fn hull(a: PartRows, b: PartRows) -> PartRows {
    let silent = |rows: &PartRows| {
        let mass = MassRange::up_to(rows.anything);
        (mass, FractionRange::up_to(rows.anything_share))
    };
    let columns: BTreeSet<&Column> = a.rows.keys().chain(b.rows.keys()).collect();
    let rows = columns.into_iter().map(|column| {
        let of = |rows: &PartRows| rows.rows.get(column).copied().unwrap_or_else(|| silent(rows));
        let ((mass, share), (other_mass, other_share)) = (of(&a), of(&b));
        (column.clone(), (mass.hull(other_mass), share.hull(other_share)))
    });
    PartRows {
        rows: rows.collect(),
        anything: a.anything.zip(b.anything).map(|(a, b)| a.max(b)),
        anything_share: a.anything_share.max(b.anything_share),
    }
}

/// What one gram of a raw material holds. Its shares are those of the piece that was declared; where that has no
/// mass, a single material's shares are those of the gram.
pub(super) fn per_gram(rows: PartRows, composition: &Composition) -> PartRows {
    let gram = MassRange::exactly(Mass::GRAM);
    let piece = composition.mass;
    let by_share = piece.high.is_none() && composition.materials.len() == 1;
    let share_of_gram = |mass: MassRange, share: FractionRange| {
        let share = if by_share { share } else { mass.share_of(piece) };
        gram.times(share).unwrap_or(MassRange::UNKNOWN)
    };
    let most = FractionRange::up_to(rows.anything_share);
    let anything = share_of_gram(MassRange::up_to(rows.anything), most);
    let scaled = rows
        .rows
        .into_iter()
        .map(|(column, (mass, share))| (column, (share_of_gram(mass, share), share)));
    PartRows {
        rows: scaled.collect(),
        anything: anything.high,
        anything_share: rows.anything_share,
    }
}
