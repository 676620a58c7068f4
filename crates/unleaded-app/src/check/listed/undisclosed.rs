//! How much of a material and of a part names no substance.

use unleaded_model::amount::{FractionRange, MassRange};
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Material};
use unleaded_rules::is_disclosed;
use unleaded_rules::lists::Lists;

use super::remembered::Remembered;

/// Which substances name what they are.
pub(super) struct Disclosure {
    lists: &'static Lists,
    /// By name, number as written and EC number.
    known: Remembered<bool>,
}

impl Disclosure {
    pub(super) fn by(lists: &'static Lists) -> Self {
        Self { lists, known: Remembered::default() }
    }

    fn is_disclosed(&mut self, substance: &DeclaredSubstance) -> bool {
        let ec = substance.ec.as_ref().map_or("", |ec| ec.as_str());
        let find = || is_disclosed(substance, self.lists);
        self.known.get(&substance.name, &substance.id_raw, ec, find)
    }
}

/// The share of `material` that names no substance: placeholders, and what is missing to the whole; `None` where an amount is not given.
pub(super) fn of_material(
    material: &Material,
    disclosure: &mut Disclosure,
) -> Option<FractionRange> {
    let mut told = FractionRange::ZERO;
    for substance in &material.substances {
        if disclosure.is_disclosed(substance) {
            told = told.plus(share(substance, material)?);
        }
    }
    Some(told.capped().rest())
}

fn share(substance: &DeclaredSubstance, material: &Material) -> Option<FractionRange> {
    let of_masses = || {
        let (own, whole) = (substance.mass.as_ref()?, material.mass.as_ref()?);
        Some(own.value.share_of(whole.value))
    };
    substance.share.as_ref().map(|share| share.value).or_else(of_masses)
}

/// The same of a part with all that is inside it, at least; what can't be told adds nothing.
pub(super) fn of_part(part: &DeclaredPart, disclosure: &mut Disclosure) -> FractionRange {
    let whole = part.with_material_masses();
    let (mut materials, mut open) = (Vec::new(), vec![&*whole]);
    while let Some(part) = open.pop() {
        materials.extend(&part.materials);
        open.extend(&part.subparts);
    }
    let mass = part.mass().map(|mass| mass.value).or_else(|| sum(&materials));
    let mut total = FractionRange::ZERO;
    for material in materials {
        let of_mass = || Some(material.mass.as_ref()?.value.share_of(mass?));
        let of_part = material.share_of_part.as_ref().map(|share| share.value).or_else(of_mass);
        let known = of_part.zip(of_material(material, disclosure));
        total = total.plus(match known {
            Some((of_part, open)) => FractionRange::exactly(open.low).times(of_part.low),
            None => printed(material, disclosure),
        });
    }
    total.capped()
}

fn sum(materials: &[&Material]) -> Option<MassRange> {
    materials
        .iter()
        .try_fold(MassRange::ZERO, |sum, material| sum.plus(material.mass.as_ref()?.value))
}

/// The shares of the part that are printed beside what names no substance.
fn printed(material: &Material, disclosure: &mut Disclosure) -> FractionRange {
    let undisclosed = material.substances.iter().filter(|s| !disclosure.is_disclosed(s));
    let shares = undisclosed.filter_map(|substance| substance.share_of_part.as_ref());
    let low = |share: FractionRange| FractionRange::exactly(share.low);
    shares.fold(FractionRange::ZERO, |sum, share| sum.plus(low(share.value)))
}
