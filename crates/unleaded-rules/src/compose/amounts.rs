//! The amounts of a substance, from the forms that they are printed in.

use unleaded_model::amount::{FractionRange, Mass, MassRange};
use unleaded_model::declaration::{DeclaredSubstance, Material, Stated};

use super::{Draft, rounding};

/// The amounts of a substance in a material of that mass. Where the substances sum to more than the whole, the printed
/// figures are of the stated mass, and the share lies between theirs and that of the sum.
pub(super) fn amounts_in(
    substance: &DeclaredSubstance,
    material: &Material,
    draft: &Draft,
    mass: MassRange,
    part: Option<MassRange>,
) -> Option<(MassRange, FractionRange)> {
    match material.mass.as_ref().filter(|_| draft.over_full) {
        None => amounts(substance, mass, part),
        Some(stated) => {
            let (amount, _) = amounts(substance, stated.value, part)?;
            Some((amount, amount.share_of(mass)))
        }
    }
}

/// The mass of a substance and its share of the material; `None`: neither is stated in any form.
///
/// Data sheets print an amount up to three times, each rounded in its own way: as a mass, as a share of the material
/// and as a share of the part. The mass is the hull of all that can be derived. The share is the printed share of the
/// material; where another printed amount contradicts it beyond all rounding, it is the hull too.
pub(super) fn amounts(
    substance: &DeclaredSubstance,
    material: MassRange,
    part: Option<MassRange>,
) -> Option<(MassRange, FractionRange)> {
    let by_part = substance.share_of_part.as_ref().zip(part).and_then(|(s, p)| p.times(s.value));
    let by_share = substance.share.as_ref().and_then(|s| material.times(s.value));
    let derived = [by_share, by_part].into_iter().flatten().filter(|mass| mass.high.is_some());
    let derived = derived.reduce(MassRange::hull);
    let printed = substance.mass.as_ref().filter(|printed| !is_rounded_to_zero(printed, derived));
    let known = [printed.map(|p| p.value), derived].into_iter().flatten().reduce(MassRange::hull);
    let mass = known.or(by_share).or(by_part)?;
    let Some(share) = &substance.share else { return Some((mass, mass.share_of(material))) };
    let printed = printed.map(|p| around(p.value, rounding(p)));
    let of_part = substance.share_of_part.as_ref().zip(part);
    let of_part = of_part.and_then(|(s, p)| {
        Some(around(p.times(s.value)?, p.times(s.rounding)?.high.unwrap_or(Mass::ZERO)))
    });
    let margin = material.times(share.rounding).and_then(|m| m.high).unwrap_or(Mass::ZERO);
    let by_share = by_share.map(|mass| around(mass, margin));
    let others = [printed, of_part].into_iter().flatten();
    let contradicting = others.filter(|other| by_share.is_some_and(|own| apart(own, *other)));
    let value = contradicting.fold(share.value, |hull, other| hull.hull(other.share_of(material)));
    Some((mass, value))
}

/// A printed mass with all that it may have been before it was rounded.
fn around(mass: MassRange, margin: Mass) -> MassRange {
    let high = mass.high.map(|high| high.plus(margin).unwrap_or(Mass::MAX));
    MassRange { low: mass.low.minus(margin), high }
}

/// Whether no mass is in both.
fn apart(a: MassRange, b: MassRange) -> bool {
    a.high.is_some_and(|high| high < b.low) || b.high.is_some_and(|high| high < a.low)
}

/// Whether a printed mass of zero is only what another printed amount rounds to: it must not make that amount vanish.
fn is_rounded_to_zero(printed: &Stated<MassRange>, derived: Option<MassRange>) -> bool {
    let zero = printed.value.high == Some(Mass::ZERO);
    zero && derived.and_then(|d| d.high).is_some_and(|high| high <= rounding(printed))
}
