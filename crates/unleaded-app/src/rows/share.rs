//! How much of a material is hidden.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{DeclaredPart, DeclaredSubstance, Material};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::rows as codes;

/// The most of a material that is hidden without a remark: a tenth, as makers of vehicles ask of their suppliers.
pub(super) fn usual() -> Fraction {
    Fraction::ppm(100_000)
}

/// A remark on each material of `part` and of the parts inside it that may hide more of its mass than `limit`.
pub(super) fn over(part: &DeclaredPart, limit: Fraction) -> Vec<Diagnostic> {
    let (mut remarks, mut open) = (Vec::new(), vec![part]);
    while let Some(part) = open.pop() {
        let weighed = part.with_material_masses();
        let whole = weighed.mass().map(|mass| mass.value);
        for material in &weighed.materials {
            let hidden = hidden(material, whole).high;
            if hidden > limit {
                remarks.push(
                    Diagnostic::new(codes::HIDDEN_SHARE, material.place.clone())
                        .with("material", material.name.as_str())
                        .with("share", percent(hidden))
                        .with("limit", percent(limit)),
                );
            }
        }
        open.extend(part.subparts.iter().rev());
    }
    remarks
}

fn percent(share: Fraction) -> String {
    share.ppm_high().scaled(-4).to_string()
}

/// The share of a material whose identity is hidden; what can't be told may be all of it.
fn hidden(material: &Material, part: Option<MassRange>) -> FractionRange {
    let stated = material.mass.as_ref().map(|mass| mass.value);
    let mut masses = material.substances.iter().map(|s| s.mass.as_ref().map(|mass| mass.value));
    let sum = masses.try_fold(MassRange::ZERO, |sum, mass| sum.plus(mass?));
    let whole = stated.or(sum).filter(|whole| !whole.low.is_zero());
    let of = |substance: &DeclaredSubstance| {
        if substance.has_unread() {
            return FractionRange::ANYTHING;
        }
        let mass = substance.mass.as_ref().map(|mass| mass.value);
        let by_part = substance.share_of_part.as_ref().zip(part);
        let mass = mass.or_else(|| by_part.and_then(|(share, part)| part.times(share.value)));
        match (&substance.share, mass.zip(whole)) {
            (Some(share), _) => share.value,
            (None, Some((mass, whole))) => mass.share_of(whole),
            (None, None) => FractionRange::ANYTHING,
        }
    };
    let withheld = material.substances.iter().filter(|s| s.withheld.is_some()).map(of);
    withheld.fold(FractionRange::ZERO, FractionRange::plus).capped()
}
