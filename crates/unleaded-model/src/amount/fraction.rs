//! Shares by mass as exact rationals.

use std::cmp::Ordering;

use super::decimal::power_of_ten;
use super::wide;
use super::{Decimal, Mass, Number};

/// The denominator that a share falls back to, rounded outward, when its own would exceed 128 bits.
const COARSE: u128 = 10u128.pow(30);
/// Places of a ppm figure in output; what is finer is rounded outward there.
const PPM_PLACES: i32 = 9;

/// A share by mass: an exact rational, zero or more; 1 is the whole.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: u128,
    denominator: u128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// The whole.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// Returns `numerator / denominator`; `None` when the denominator is zero.
    pub fn new(numerator: u128, denominator: u128) -> Option<Self> {
        (denominator != 0).then(|| Self { numerator, denominator }.reduced())
    }

    /// Returns `ppm` parts per million.
    pub const fn ppm(ppm: u128) -> Self {
        Self { numerator: ppm, denominator: 1_000_000 }
    }

    /// Returns `part / whole`; the whole must not be zero, else the share is 1.
    pub(super) fn of_masses(part: Mass, whole: Mass) -> Self {
        Self::new(part.unsigned(), whole.unsigned()).unwrap_or(Self::ONE)
    }

    /// The numerator.
    pub fn numerator(self) -> u128 {
        self.numerator
    }

    /// The denominator, never zero.
    pub fn denominator(self) -> u128 {
        self.denominator
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// The smaller of two.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        if self <= other { self } else { other }
    }

    /// The larger of two.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        if self >= other { self } else { other }
    }

    /// Parts per million, rounded down at the ninth place.
    pub fn ppm_low(self) -> Decimal {
        let huge = || Decimal::new(self.numerator / self.denominator, 6);
        self.ppm_scaled().map_or_else(huge, |(floor, _)| Decimal::new(floor, -PPM_PLACES))
    }

    /// Parts per million, rounded up at the ninth place.
    pub fn ppm_high(self) -> Decimal {
        let huge = || Decimal::new((self.numerator / self.denominator).saturating_add(1), 6);
        let exact = |(floor, cut)| Decimal::new(floor + u128::from(cut), -PPM_PLACES);
        self.ppm_scaled().map_or_else(huge, exact)
    }

    fn ppm_scaled(self) -> Option<(u128, bool)> {
        wide::multiply_divide(self.numerator, 10u128.pow(15), self.denominator)
    }

    /// Returns the exact sum; `None` when it does not fit 128 bits.
    fn plus(self, other: Self) -> Option<Self> {
        if self.denominator == other.denominator {
            let numerator = self.numerator.checked_add(other.numerator)?;
            return Some(Self { numerator, ..self });
        }
        let shared = gcd(self.denominator, other.denominator);
        let (left, right) = (other.denominator / shared, self.denominator / shared);
        let numerator =
            self.numerator.checked_mul(left)?.checked_add(other.numerator.checked_mul(right)?)?;
        Some(Self { numerator, denominator: self.denominator.checked_mul(left)? })
    }

    /// Returns the exact product; `None` when it does not fit 128 bits.
    fn times(self, other: Self) -> Option<Self> {
        let (a, b) = (self.reduced(), other.reduced());
        let (x, y) = (gcd(a.numerator, b.denominator), gcd(b.numerator, a.denominator));
        let (x, y) = (x.max(1), y.max(1));
        Some(Self {
            numerator: (a.numerator / x).checked_mul(b.numerator / y)?,
            denominator: (a.denominator / y).checked_mul(b.denominator / x)?,
        })
    }

    /// Returns the largest multiple of 10^-30 that is not above it.
    fn coarse_down(self) -> Self {
        let floor = wide::multiply_divide(self.numerator, COARSE, self.denominator);
        floor.map_or(self, |(numerator, _)| Self { numerator, denominator: COARSE })
    }

    /// Returns the smallest multiple of 10^-30 that is not below it.
    fn coarse_up(self) -> Self {
        let floor = wide::multiply_divide(self.numerator, COARSE, self.denominator);
        floor.map_or(self, |(n, cut)| Self { numerator: n + u128::from(cut), denominator: COARSE })
    }

    /// Whether both are written with the same numbers, so that what is computed from one need not be from the other.
    fn is_same(self, other: Self) -> bool {
        self.numerator == other.numerator && self.denominator == other.denominator
    }

    fn reduced(self) -> Self {
        let shared = gcd(self.numerator, self.denominator).max(1);
        Self { numerator: self.numerator / shared, denominator: self.denominator / shared }
    }
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// By cross-multiplication in 256 bits: no rounding decides.
impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        wide::compare_products(self.numerator, other.denominator, other.numerator, self.denominator)
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
            while b != 0 {
                (a, b) = (b, a % b);
            }
            return a.into();
        }
        (a, b) = (b, a % b);
    }
    a
}

/// An interval of shares that the true share lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FractionRange {
    /// The least it can be.
    pub low: Fraction,
    /// The most it can be.
    pub high: Fraction,
}

impl FractionRange {
    /// Nothing.
    pub const ZERO: Self = Self { low: Fraction::ZERO, high: Fraction::ZERO };
    /// 0 to 100 %.
    pub const ANYTHING: Self = Self { low: Fraction::ZERO, high: Fraction::ONE };

    /// Returns the interval that holds just `fraction`.
    pub const fn exactly(fraction: Fraction) -> Self {
        Self { low: fraction, high: fraction }
    }

    /// Returns the interval from nothing to `high`.
    pub const fn up_to(high: Fraction) -> Self {
        Self { low: Fraction::ZERO, high }
    }

    /// Returns the interval of a printed number times `10^power`: power -2 for percent, -6 for ppm. What is finer
    /// than 10^-36 is rounded outward; `None` from 10^38 on.
    pub fn of(number: &Number, power: i32) -> Option<Self> {
        const FINEST: i32 = 36;
        let denominator = 10u128.pow(FINEST.unsigned_abs());
        if let Some(exact) = exact(number, power) {
            return Some(exact);
        }
        let (low, _) = number.low.integer(power + FINEST)?;
        let (high, cut) = number.high.integer(power + FINEST)?;
        Some(Self {
            low: Fraction::new(low, denominator)?,
            high: Fraction::new(high + u128::from(cut), denominator)?,
        })
    }

    /// Whether the share is known exactly.
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// Returns the sum, rounded outward at 10^-30 where it would exceed 128 bits.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if self.low.is_same(self.high)
            && other.low.is_same(other.high)
            && let Some(sum) = self.low.plus(other.low)
        {
            return Self::exactly(sum);
        }
        let low = self
            .low
            .plus(other.low)
            .or_else(|| self.low.coarse_down().plus(other.low.coarse_down()));
        let high = self
            .high
            .plus(other.high)
            .or_else(|| self.high.coarse_up().plus(other.high.coarse_up()));
        // Two multiples of 10^-30 that are each at most a few wholes can't overflow; beyond that 100 % bounds it.
        Self { low: low.unwrap_or(Fraction::ONE), high: high.unwrap_or(Fraction::ONE) }
    }

    /// Returns the product, rounded outward at 10^-30 where it would exceed 128 bits.
    #[must_use]
    pub fn times(self, factor: Fraction) -> Self {
        let low = self.low.times(factor).unwrap_or_else(|| {
            wide::multiply_divide(
                self.low.coarse_down().numerator,
                factor.numerator,
                factor.denominator,
            )
            .map_or(Fraction::ZERO, |(n, _)| Fraction { numerator: n, denominator: COARSE })
        });
        let high = self.high.times(factor).unwrap_or_else(|| {
            wide::multiply_divide(
                self.high.coarse_up().numerator,
                factor.numerator,
                factor.denominator,
            )
            .map_or(Fraction::ONE, |(n, cut)| Fraction {
                numerator: n + u128::from(cut),
                denominator: COARSE,
            })
        });
        Self { low, high }
    }

    /// Returns what is missing to the whole: `[1 - high, 1 - low]`, never below zero.
    #[must_use]
    pub fn rest(self) -> Self {
        Self { low: complement(self.high), high: complement(self.low) }
    }

    /// Returns the smallest interval that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Returns it with nothing above the whole.
    #[must_use]
    pub fn capped(self) -> Self {
        Self { low: self.low.min(Fraction::ONE), high: self.high.min(Fraction::ONE) }
    }
}

fn exact(number: &Number, power: i32) -> Option<FractionRange> {
    if number.low != number.high {
        return None;
    }
    let shift = number.low.exponent() + power;
    let ten = power_of_ten(shift.unsigned_abs())?;
    let fraction = if shift >= 0 {
        Fraction::new(number.low.mantissa().checked_mul(ten)?, 1)?
    } else {
        Fraction { numerator: number.low.mantissa(), denominator: ten }
    };
    Some(FractionRange::exactly(fraction))
}

fn complement(fraction: Fraction) -> Fraction {
    let numerator = fraction.denominator.saturating_sub(fraction.numerator);
    Fraction { numerator, denominator: fraction.denominator }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> FractionRange {
        FractionRange::of(&Number::parse(text).unwrap(), -2).unwrap()
    }

    #[test]
    fn a_share_beyond_all_reason_is_still_printed() {
        let share = percent("1e39").low;
        assert_eq!(share.ppm_low(), Decimal::new(1, 43));
        assert!(share.ppm_high().mantissa() > share.ppm_low().mantissa());
    }

    #[test]
    fn exactly_at_the_limit_is_within() {
        let limit = Fraction::ppm(1000);
        assert!(percent("0.1").high <= limit);
        assert!(percent("0.1000000000000000000000000000001").low > limit);
        let third = Fraction::new(1, 3).unwrap();
        assert_eq!(third.ppm_low().to_string(), "333333.333333333");
        assert_eq!(third.ppm_high().to_string(), "333333.333333334");
    }

    #[test]
    fn sums_of_tenths_are_exact() {
        let sum = percent("0.1").plus(percent("0.2"));
        assert_eq!(sum, percent("0.3"));
        assert_eq!(percent("96.5").plus(percent("3.5")).rest(), FractionRange::ZERO);
    }

    #[test]
    fn what_does_not_fit_is_rounded_outward() {
        let odd = |n: u128, d: u128| FractionRange::exactly(Fraction::new(n, d).unwrap());
        let a = odd(1, (1 << 100) + 1);
        let b = odd(1, (1 << 99) + 3);
        let sum = a.plus(b);
        assert!(sum.low < sum.high);
        let product = odd((1 << 100) + 1, (1 << 101) + 7)
            .times(Fraction::new((1 << 90) + 5, (1 << 91) + 9).unwrap());
        assert!(product.low < product.high && product.high <= Fraction::ONE);
    }
}
