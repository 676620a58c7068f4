//! What the format can say of a material without saying more than is told.
//!
//! A homogeneous material without a mass is read as the sum of its substances, which makes them all of it; so where the
//! mass is told in a way that can't be written, the masses of the substances are left out as well, and shares stay.

use std::borrow::Cow;

use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Extent, Material, Stated};
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::{loss, units};
use crate::check::leaves_mass;

/// Whether the mass of a part can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    /// It is a number.
    Number,
    /// There is none.
    None,
    /// It is an interval, which the format has no place for.
    Unsayable,
}

/// Whether a mass is written for a part around another one, which shows what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Around {
    Unweighed,
    Weighed,
}

impl Weight {
    pub(super) fn of(part: &DeclaredPart) -> Self {
        part.mass().map_or(Self::None, Self::stated)
    }

    fn stated(mass: &Stated<MassRange>) -> Self {
        match units::mass(mass) {
            Some(_) => Self::Number,
            None => Self::Unsayable,
        }
    }
}

/// Whether a part of that weight is to be written with something of which nothing is told in it: the format takes what is
/// written for all of it.
pub(super) fn may_hold_more(part: &DeclaredPart, weight: Weight, around: Around) -> bool {
    if part.materials.is_empty() && part.subparts.is_empty() {
        return false;
    }
    match (weight, around) {
        (Weight::Number, _) => leaves_mass(part),
        (Weight::None, Around::Weighed) => false,
        (Weight::None, Around::Unweighed) => part.is_selective(),
        (Weight::Unsayable, _) => true,
    }
}

/// The materials of a part of that weight as they can be written, in order; what is left out goes to `losses`.
pub(super) fn materials<'a>(
    part: &'a DeclaredPart,
    weight: Weight,
    losses: &mut Vec<Diagnostic>,
) -> Vec<Cow<'a, Material>> {
    let mut sayable = Vec::with_capacity(part.materials.len());
    for material in &part.materials {
        match (material.extent, weight_of(material, weight)) {
            (Extent::Loose, _) => {
                // Which material each is in is not told, nor that two are in one.
                for substance in &material.substances {
                    let name =
                        if substance.name.is_empty() { &substance.id_raw } else { &substance.name };
                    losses.push(loss("substance without a material", name, &substance.place));
                }
                let alone = material.substances.iter().map(|substance| Material {
                    substances: vec![substance.clone()],
                    ..material.clone()
                });
                sayable.extend(alone.map(|one| Cow::Owned(without_masses(one, losses))));
            }
            (_, Weight::Number) | (Extent::Closed | Extent::Whole, Weight::None) => {
                sayable.push(Cow::Borrowed(material));
            }
            (Extent::Closed | Extent::Listed | Extent::Whole, _) => {
                sayable.push(Cow::Owned(without_masses(material.clone(), losses)));
            }
        }
    }
    sayable
}

/// How the mass of a material is told: by itself, or by its share of a part of that weight.
fn weight_of(material: &Material, part: Weight) -> Weight {
    match (&material.mass, &material.share_of_part) {
        (Some(mass), _) => Weight::stated(mass),
        (None, None) => Weight::None,
        (None, Some(share)) if units::share(share).is_some() => part,
        (None, Some(_)) => Weight::Unsayable,
    }
}

fn without_masses(mut material: Material, losses: &mut Vec<Diagnostic>) -> Material {
    let mut lose = |what: &str, raw: &str, place: &Place| losses.push(loss(what, raw, place));
    if let Some(mass) = material.mass.take() {
        lose("Amount", &mass.raw, &mass.place);
    }
    if let Some(share) = material.share_of_part.take() {
        lose("share of part", &share.raw, &share.place);
    }
    for DeclaredSubstance { mass, .. } in &mut material.substances {
        if let Some(mass) = mass.take() {
            lose("Amount", &mass.raw, &mass.place);
        }
    }
    material
}
