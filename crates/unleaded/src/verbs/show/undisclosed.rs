//! What a material does not disclose.

use unleaded_formats::check::CheckOptions;
use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::{DeclaredSubstance, Material};

/// What is missing to the whole of a material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Its shares sum to the whole, within the closure tolerance.
    Nothing,
    /// It names no substance at all.
    Everything,
    /// This much is not named.
    Share(FractionRange),
    /// The shares of some substances aren't known: they state no amount, or the material has no mass to compare it with.
    /// They and what is not named are together this much.
    Open(FractionRange),
}

/// Returns what is missing, from shares as stated or as masses give them; `whole` is the mass of the part.
pub(super) fn missing(material: &Material, whole: Option<MassRange>) -> Missing {
    if material.substances.is_empty() {
        return Missing::Everything;
    }
    let mut sum = FractionRange::ZERO;
    let mut open = false;
    for one in &material.substances {
        match share(one, material, whole) {
            Some(share) => sum = sum.plus(share),
            None => open = true,
        }
    }
    let rest = sum.rest();
    let tolerance = CheckOptions::default().closure_tolerance;
    match open {
        true if rest.high.is_zero() => Missing::Nothing,
        true => Missing::Open(rest),
        false if rest.high <= tolerance => Missing::Nothing,
        false => Missing::Share(rest),
    }
}

fn share(
    substance: &DeclaredSubstance,
    material: &Material,
    whole: Option<MassRange>,
) -> Option<FractionRange> {
    if let Some(share) = &substance.share {
        return Some(share.value);
    }
    let of_material = match &material.mass {
        Some(mass) => mass.value,
        None => whole?.times(material.share_of_part.as_ref()?.value)?,
    };
    let mass = match &substance.mass {
        Some(mass) => mass.value,
        None => whole?.times(substance.share_of_part.as_ref()?.value)?,
    };
    Some(FractionRange {
        low: Fraction::new(mass.low.unsigned(), of_material.high?.unsigned())?,
        high: Fraction::new(mass.high?.unsigned(), of_material.low.unsigned())?,
    })
}
