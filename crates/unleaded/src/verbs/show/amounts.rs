//! Amounts for people: as printed, and beside that in a unit that compares well.

use unleaded_model::amount::{Decimal, FractionRange, MassRange, Unit};
use unleaded_model::declaration::Stated;

/// The mass in milligrams, where it is printed in a unit that compares badly or in none that is known.
pub(super) fn in_milligrams(mass: &Stated<MassRange>) -> Option<String> {
    if matches!(mass.unit(), Some(Unit::Milligram | Unit::Gram)) || mass.value == MassRange::ZERO {
        return None;
    }
    Some(match mass.value.high {
        Some(high) if high == mass.value.low => format!("{high} mg"),
        Some(high) => format!("{} – {high} mg", mass.value.low),
        None => format!("≥ {} mg", mass.value.low),
    })
}

/// The share in ppm where it is a small per cent, in per cent where it is many ppm.
pub(super) fn otherwise(share: &Stated<FractionRange>) -> Option<String> {
    let ppm = share.value.high.ppm_high();
    let is_small = is_below(ppm, 10_000);
    match share.unit() {
        _ if ppm.is_zero() => None,
        Some(Unit::MassPercent) if is_small => Some(in_ppm(share.value)),
        Some(Unit::Ppm) if !is_small => Some(percent(share.value)),
        Some(_) => None,
        None => Some(percent(share.value)),
    }
}

fn is_below(number: Decimal, limit: u128) -> bool {
    number.integer(0).is_some_and(|(whole, _)| whole < limit)
}

fn in_ppm(share: FractionRange) -> String {
    between(share.low.ppm_low(), share.high.ppm_high(), "ppm")
}

/// A share in per cent; what is no finite decimal is rounded outward.
pub(super) fn percent(share: FractionRange) -> String {
    between(share.low.ppm_low().scaled(-4), share.high.ppm_high().scaled(-4), "%")
}

fn between(low: Decimal, high: Decimal, unit: &str) -> String {
    if low == high { format!("{low} {unit}") } else { format!("{low} – {high} {unit}") }
}
