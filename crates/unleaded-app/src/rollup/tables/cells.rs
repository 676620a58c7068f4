//! From values to cells.

use unleaded_model::amount::{Decimal, Fraction, Mass};
use unleaded_model::bom::QuantityUnit;

use super::{Cell, Flag, Kind};

/// Text; nothing where it is empty.
pub(super) fn text(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Nothing } else { Cell::Text(text) }
}

/// Text that may not be there.
pub(super) fn optional(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Nothing, self::text)
}

/// Whether something is so.
pub(super) fn flag(is_so: impl Into<Flag>) -> Cell<'static> {
    Cell::Flag(is_so.into())
}

/// A number of things.
pub(super) fn count(count: impl TryInto<i64>) -> Cell<'static> {
    Cell::Count(count.try_into().unwrap_or(i64::MAX))
}

/// A mass.
pub(super) fn mass(mass: Mass) -> Cell<'static> {
    Cell::Digits(mass.attograms())
}

/// The high end of a mass; nothing: no bound is known.
pub(super) fn at_most(high: Option<Mass>) -> Cell<'static> {
    high.map_or(Cell::Nothing, mass)
}

/// The low end of a share, rounded down.
pub(super) fn ppm_low(share: Fraction) -> Cell<'static> {
    Cell::Digits(low(share.ppm_low(), Kind::Ppm))
}

/// The high end of a share, rounded up; nothing: it is larger than any that is held.
pub(super) fn ppm_high(share: Fraction) -> Cell<'static> {
    high(share.ppm_high(), Kind::Ppm).map_or(Cell::Nothing, Cell::Digits)
}

/// A quantity: rounded down, and rounded up.
pub(super) fn quantity(quantity: Decimal) -> [Cell<'static>; 2] {
    let high = high(quantity, Kind::Quantity).map_or(Cell::Nothing, Cell::Digits);
    [Cell::Digits(low(quantity, Kind::Quantity)), high]
}

/// `pieces` or `grams`.
pub(super) fn unit(unit: QuantityUnit) -> Cell<'static> {
    Cell::Text(match unit {
        QuantityUnit::Grams => "grams",
        QuantityUnit::Pieces => "pieces",
    })
}

/// The digits of a number rounded down; the largest that are held, where it has more.
fn low(value: Decimal, kind: Kind) -> i128 {
    let (largest, places) = bounds(kind);
    let floor = value.integer(places).and_then(|(floor, _)| i128::try_from(floor).ok());
    floor.map_or(largest, |floor| floor.min(largest))
}

/// The digits of a number rounded up; `None`: it has more than are held.
fn high(value: Decimal, kind: Kind) -> Option<i128> {
    let (largest, places) = bounds(kind);
    let (floor, cut) = value.integer(places)?;
    let ceiling = i128::try_from(floor).ok()?.checked_add(i128::from(cut))?;
    (ceiling <= largest).then_some(ceiling)
}

/// The largest digits of a kind, and its places behind the point.
fn bounds(kind: Kind) -> (i128, i32) {
    let (digits, places) = kind.decimal().unwrap_or_default();
    (10i128.pow(digits.unsigned_abs()) - 1, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_finer_or_larger_than_is_held_is_rounded_outward() {
        let check = |mantissa: u128, exponent: i32, low: i128, high: Option<i128>| {
            let high = high.map_or(Cell::Nothing, Cell::Digits);
            assert_eq!(quantity(Decimal::new(mantissa, exponent)), [Cell::Digits(low), high]);
        };
        check(25, -1, 2_500_000_000_000, Some(2_500_000_000_000));
        check(1, -12, 1, Some(1));
        check(1, -13, 0, Some(1));
        check(15, -13, 1, Some(2));
        check(0, 0, 0, Some(0));
        check(1, 25, 10i128.pow(37), Some(10i128.pow(37)));
        check(1, 26, 10i128.pow(38) - 1, None);
        check(1, 40, 10i128.pow(38) - 1, None);
        check(1, -60, 0, Some(1));
    }

    #[test]
    fn shares_are_rounded_as_the_report_rounds_them() {
        let third = Fraction::new(1, 3).unwrap();
        assert_eq!(ppm_low(third), Cell::Digits(333_333_333_333_333));
        assert_eq!(ppm_high(third), Cell::Digits(333_333_333_333_334));
        assert_eq!(ppm_high(Fraction::ONE), Cell::Digits(10i128.pow(15)));
        let huge = Fraction::new(u128::MAX, 1).unwrap();
        assert_eq!(
            (ppm_low(huge), ppm_high(huge)),
            (Cell::Digits(10i128.pow(18) - 1), Cell::Nothing)
        );
    }
}
