//! The unit that a number was printed in, found again from the amount that it stands for.

use unleaded_model::amount::{Decimal, FractionRange, MassRange, Number, Unit};
use unleaded_model::declaration::Stated;

use crate::number::half_place;

/// A number and its unit, fit for `value` and `UOM`.
pub(super) type Printed = (String, Unit);

/// Returns `mass` as it was printed, else as exact milligrams; `None`: it can't be printed as one number.
pub(super) fn mass(mass: &Stated<MassRange>) -> Option<Printed> {
    use Unit::{Gram, Kilogram, Microgram, Milligram, Nanogram};
    let printed = Number::parse(&mass.raw).ok().and_then(|number| {
        [Milligram, Gram, Kilogram, Microgram, Nanogram].into_iter().find(|unit| {
            MassRange::of(&number, *unit) == Some(mass.value)
                && MassRange::of(&half_place(&number), *unit) == Some(mass.rounding)
        })
    });
    match printed {
        Some(unit) => Some((mass.raw.clone(), unit)),
        None => mass.value.is_exact().then(|| (mass.value.low.to_string(), Milligram)),
    }
}

/// Returns `share` as it was printed, else as exact mass percent; `None`: it can't be printed as one number.
pub(super) fn share(share: &Stated<FractionRange>) -> Option<Printed> {
    let printed = Number::parse(&share.raw).ok().and_then(|number| {
        [Unit::MassPercent, Unit::Ppm].into_iter().find(|unit| {
            // Both units are shares, so they have a power.
            let power = unit.share_power().unwrap_or(0);
            FractionRange::of(&number, power) == Some(share.value)
                && FractionRange::of(&half_place(&number), power) == Some(share.rounding)
        })
    });
    match printed {
        Some(unit) => Some((share.raw.clone(), unit)),
        None => exact_percent(share.value).map(|percent| (percent.to_string(), Unit::MassPercent)),
    }
}

fn exact_percent(share: FractionRange) -> Option<Decimal> {
    let ppm = share.low.ppm_low();
    (share.is_exact() && ppm == share.low.ppm_high()).then(|| ppm.scaled(-4))
}
