//! The unit that a number was printed in, found again from the amount that it stands for.

use unleaded_model::amount::{Decimal, FractionRange, MassRange, Number, Unit};
use unleaded_model::declaration::Stated;

/// A number and its unit, fit for `value` and `UOM`.
pub(super) type Printed = (String, Unit);

/// Returns `mass` as it was printed, else as exact milligrams; `None`: it can't be printed as one number.
pub(super) fn mass(mass: &Stated<MassRange>) -> Option<Printed> {
    let printed = Number::parse(&mass.raw).ok().zip(mass.unit());
    let printed = printed.filter(|(n, unit)| MassRange::of(n, *unit) == Some(mass.value));
    match printed {
        Some((_, unit)) => Some((mass.raw.clone(), unit)),
        None => mass.value.is_exact().then(|| (mass.value.low.to_string(), Unit::Milligram)),
    }
}

/// Returns `share` as it was printed, else as exact mass percent; `None`: it can't be printed as one number.
pub(super) fn share(share: &Stated<FractionRange>) -> Option<Printed> {
    let printed = Number::parse(&share.raw).ok().zip(share.unit());
    let of = |n: &Number, unit: Unit| FractionRange::of(n, unit.share_power()?);
    let printed = printed.filter(|(n, unit)| of(n, *unit) == Some(share.value));
    match printed {
        Some((_, unit)) => Some((share.raw.clone(), unit)),
        None => exact_percent(share.value).map(|percent| (percent.to_string(), Unit::MassPercent)),
    }
}

fn exact_percent(share: FractionRange) -> Option<Decimal> {
    let ppm = share.low.ppm_low();
    (share.is_exact() && ppm == share.low.ppm_high()).then(|| ppm.scaled(-4))
}
