//! Masses in attograms.

use std::fmt;

use super::wide;
use super::{Decimal, Fraction, FractionRange, Number, Unit};

/// A mass: a whole number of attograms (10^-18 g), zero or more, below 10^38.
///
/// The bound is also the range of `DECIMAL(38,0)`, so that any engine that sums it gets the same result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mass(i128);

impl Mass {
    /// No mass.
    pub const ZERO: Self = Self(0);
    /// The largest mass: 10^38 - 1 attograms.
    pub const MAX: Self = Self(10i128.pow(38) - 1);
    /// One gram.
    pub const GRAM: Self = Self(10i128.pow(18));

    /// Returns a mass of `attograms`; `None` below zero or from 10^38 on.
    pub fn from_attograms(attograms: i128) -> Option<Self> {
        (0..=Self::MAX.0).contains(&attograms).then_some(Self(attograms))
    }

    /// The attograms.
    pub fn attograms(self) -> i128 {
        self.0
    }

    /// The attograms; a mass is never negative.
    pub fn unsigned(self) -> u128 {
        self.0.unsigned_abs()
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Returns the sum; `None` from 10^38 attograms on.
    pub fn plus(self, other: Self) -> Option<Self> {
        Self::from_attograms(self.0.checked_add(other.0)?)
    }

    /// Returns the difference, zero where `other` is larger.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self((self.0 - other.0).max(0))
    }

    /// The same mass as a plain decimal number of milligrams.
    pub fn milligrams(self) -> Decimal {
        Decimal::new(self.unsigned(), -15)
    }

    fn from_unsigned(attograms: u128) -> Option<Self> {
        Self::from_attograms(i128::try_from(attograms).ok()?)
    }

    /// Returns `self * fraction`, rounded down, and whether anything was cut off.
    fn times(self, fraction: Fraction) -> Option<(Self, bool)> {
        let (floor, cut) =
            wide::multiply_divide(self.unsigned(), fraction.numerator(), fraction.denominator())?;
        Some((Self::from_unsigned(floor)?, cut))
    }
}

/// Milligrams in plain notation, without the unit.
impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.milligrams().fmt(f)
    }
}

/// An interval of masses that the true mass lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MassRange {
    /// The least it can be.
    pub low: Mass,
    /// The most it can be; `None`: no bound is known.
    pub high: Option<Mass>,
}

impl MassRange {
    /// No mass.
    pub const ZERO: Self = Self::exactly(Mass::ZERO);
    /// Anything at all: a part without a declaration.
    pub const UNKNOWN: Self = Self { low: Mass::ZERO, high: None };

    /// Returns the interval that holds just `mass`.
    pub const fn exactly(mass: Mass) -> Self {
        Self { low: mass, high: Some(mass) }
    }

    /// Returns the interval from nothing to `high`; `None`: no bound.
    pub const fn up_to(high: Option<Mass>) -> Self {
        Self { low: Mass::ZERO, high }
    }

    /// Returns the interval of a printed number in `unit`, widened where it is finer than one attogram; `None` from
    /// 10^38 attograms on, or when the unit is not one of mass.
    pub fn of(number: &Number, unit: Unit) -> Option<Self> {
        let power = unit.attogram_power()?;
        let (low, low_cut) = number.low.integer(power)?;
        if number.low == number.high && !low_cut {
            return Mass::from_unsigned(low).map(Self::exactly);
        }
        let (high, cut) = number.high.integer(power)?;
        Some(Self {
            low: Mass::from_unsigned(low)?,
            high: Some(Mass::from_unsigned(high + u128::from(cut))?),
        })
    }

    /// Whether the mass is known exactly.
    pub fn is_exact(self) -> bool {
        self.high == Some(self.low)
    }

    /// Returns the sum; `None` from 10^38 attograms on.
    pub fn plus(self, other: Self) -> Option<Self> {
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.plus(b)?),
            _ => None,
        };
        Some(Self { low: self.low.plus(other.low)?, high })
    }

    /// Returns `self * fraction`, rounded outward; `None` from 10^38 attograms on.
    pub fn times(self, fraction: FractionRange) -> Option<Self> {
        let (low, _) = self.low.times(fraction.low)?;
        let high = match self.high {
            Some(high) => {
                let (floor, cut) = high.times(fraction.high)?;
                Some(if cut { floor.plus(Mass(1))? } else { floor })
            }
            None if fraction.high.is_zero() => Some(Mass::ZERO),
            None => None,
        };
        Some(Self { low, high })
    }

    /// Returns the smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.max(b)),
            _ => None,
        };
        Self { low: self.low.min(other.low), high }
    }

    /// Returns the share of `self` in `whole`: `[low / whole.high, high / whole.low]`, at most 1.
    pub fn share_of(self, whole: Self) -> FractionRange {
        let low = match whole.high {
            Some(w) if !w.is_zero() => Fraction::of_masses(self.low, w),
            _ => Fraction::ZERO,
        };
        let high = match self.high {
            Some(high) if high.is_zero() => Fraction::ZERO,
            Some(high) if !whole.low.is_zero() => Fraction::of_masses(high, whole.low),
            _ => Fraction::ONE,
        };
        FractionRange { low: low.min(Fraction::ONE), high: high.min(Fraction::ONE) }
    }
}

impl From<Mass> for MassRange {
    fn from(mass: Mass) -> Self {
        Self::exactly(mass)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str, unit: Unit) -> MassRange {
        MassRange::of(&Number::parse(text).unwrap(), unit).unwrap()
    }

    #[test]
    fn units_are_exact() {
        assert_eq!(range("1", Unit::Gram), MassRange::exactly(Mass::GRAM));
        assert_eq!(range("0.51355", Unit::Milligram).low.to_string(), "0.51355");
        assert_eq!(range("1", Unit::Kilogram), range("1000", Unit::Gram));
        assert_eq!(range("1", Unit::Microgram), range("1000", Unit::Nanogram));
    }

    #[test]
    fn finer_than_an_attogram_is_rounded_outward() {
        let r = range("0.0000000001", Unit::Nanogram);
        assert_eq!((r.low.attograms(), r.high.unwrap().attograms()), (0, 1));
    }

    #[test]
    fn beyond_the_bound_is_refused_not_wrapped() {
        assert_eq!(MassRange::of(&Number::parse("1e20").unwrap(), Unit::Gram), None);
        assert_eq!(Mass::MAX.plus(Mass(1)), None);
    }

    #[test]
    fn shares_are_outward_and_capped() {
        let whole = range("3", Unit::Gram);
        let part = range("1", Unit::Gram);
        let share = part.share_of(whole);
        assert_eq!(share.low, share.high);
        assert_eq!(MassRange::UNKNOWN.share_of(whole), FractionRange::ANYTHING);
        assert_eq!(part.share_of(MassRange::ZERO).high, Fraction::ONE);
    }
}
