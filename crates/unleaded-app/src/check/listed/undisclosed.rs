//! How much of a material and of a part names no substance.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Extent, Material};
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

/// The share that names no substance: the least that it can be, and the most. A range that is stated counts with the end that is
/// kind to the supplier; the two differ only where an amount is not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Open {
    pub(super) low: Fraction,
    pub(super) high: Fraction,
}

impl Open {
    fn exactly(share: Fraction) -> Self {
        Self { low: share, high: share }
    }
}

/// The share of `material` that names no substance: placeholders, and what is missing to the whole.
pub(super) fn of_material(material: &Material, disclosure: &mut Disclosure) -> Open {
    let (mut told, mut hidden) = (FractionRange::ZERO, FractionRange::ZERO);
    let mut is_told = true;
    for substance in &material.substances {
        match (disclosure.is_disclosed(substance), share(substance, material)) {
            (true, Some(share)) => told = told.plus(share),
            (true, None) => is_told = false,
            (false, Some(share)) => hidden = hidden.plus(share),
            (false, None) => {}
        }
    }
    let rest = told.capped().rest();
    match is_told {
        true => Open::exactly(rest.low),
        false => Open { low: hidden.capped().low.min(rest.high), high: rest.high },
    }
}

fn share(substance: &DeclaredSubstance, material: &Material) -> Option<FractionRange> {
    let of_masses = || {
        let (own, whole) = (substance.mass.as_ref()?, material.mass.as_ref()?);
        Some(own.value.share_of(whole.value))
    };
    substance.share.as_ref().map(|share| share.value).or_else(of_masses)
}

/// The same of a part with all that is inside it; `None`: it declares no materials. Materials whose share of the part is not known
/// share what the others leave of it.
pub(super) fn of_part(part: &DeclaredPart, disclosure: &mut Disclosure) -> Option<Open> {
    let whole = part.with_material_masses();
    let (mut materials, mut open) = (Vec::new(), vec![&*whole]);
    while let Some(part) = open.pop() {
        materials.extend(&part.materials);
        open.extend(&part.subparts);
    }
    let mass = part.mass().map(|mass| mass.value).or_else(|| sum(&materials));
    let is_only = materials.len() == 1 && part.subparts.is_empty();
    let is_loose = materials.iter().any(|material| material.extent == Extent::Loose);
    let mut total = Total::default();
    for material in materials {
        let of_mass = || Some(material.mass.as_ref()?.value.share_of(mass?));
        let stated = material.share_of_part.as_ref().map(|share| share.value).or_else(of_mass);
        let alone = is_only.then_some(FractionRange::exactly(Fraction::ONE));
        let open = of_material(material, disclosure);
        total.add(stated.or(alone), open, printed(material, disclosure));
    }
    // Substances without their materials are no composition, so that more than what is printed is not expected.
    let found = total.of_part()?;
    Some(if is_loose { Open::exactly(found.low) } else { found })
}

/// What is added up of the materials of a part.
#[derive(Default)]
struct Total {
    known: Option<Sums>,
    /// The least and the most that a material without a share of the part leaves open, and what it prints.
    unknown: Option<(Open, Fraction)>,
}

struct Sums {
    shares: FractionRange,
    low: FractionRange,
    high: FractionRange,
}

impl Sums {
    const NOTHING: Self =
        Self { shares: FractionRange::ZERO, low: FractionRange::ZERO, high: FractionRange::ZERO };
}

impl Total {
    fn add(&mut self, of_part: Option<FractionRange>, open: Open, printed: Fraction) {
        let Some(of_part) = of_part else {
            self.unknown = Some(match self.unknown {
                None => (open, printed),
                Some((all, before)) => {
                    let sum = FractionRange::exactly(before).plus(FractionRange::exactly(printed));
                    (Open { low: all.low.min(open.low), high: all.high.max(open.high) }, sum.low)
                }
            });
            return;
        };
        let sums = self.known.get_or_insert(Sums::NOTHING);
        sums.shares = sums.shares.plus(of_part);
        let low = FractionRange::exactly(open.low).times(of_part.low).low.max(printed);
        sums.low = sums.low.plus(FractionRange::exactly(low));
        let high = match open.low == open.high {
            true => low,
            false => FractionRange::exactly(open.high).times(of_part.high).high.max(low),
        };
        sums.high = sums.high.plus(FractionRange::exactly(high));
    }

    fn of_part(self) -> Option<Open> {
        if self.known.is_none() && self.unknown.is_none() {
            return None;
        }
        let mut sums = self.known.unwrap_or(Sums::NOTHING);
        let Some((open, printed)) = self.unknown else {
            return Some(Open { low: sums.low.capped().low, high: sums.high.capped().low });
        };
        let rest = sums.shares.capped().rest();
        let low = FractionRange::exactly(open.low).times(rest.low).low.max(printed);
        let high = FractionRange::exactly(open.high).times(rest.high).high.max(low);
        sums.low = sums.low.plus(FractionRange::exactly(low));
        sums.high = sums.high.plus(FractionRange::exactly(high));
        Some(Open { low: sums.low.capped().low, high: sums.high.capped().high })
    }
}

fn sum(materials: &[&Material]) -> Option<MassRange> {
    materials
        .iter()
        .try_fold(MassRange::ZERO, |sum, material| sum.plus(material.mass.as_ref()?.value))
}

/// The least of the shares of the part that are printed beside what names no substance.
fn printed(material: &Material, disclosure: &mut Disclosure) -> Fraction {
    let undisclosed = material.substances.iter().filter(|s| !disclosure.is_disclosed(s));
    let shares = undisclosed.filter_map(|substance| substance.share_of_part.as_ref());
    let low = |share: FractionRange| FractionRange::exactly(share.low);
    shares.fold(FractionRange::ZERO, |sum, share| sum.plus(low(share.value))).capped().low
}
