//! How often a product holds a part, and what that does to a mass.

use unleaded_model::amount::{Mass, MassRange};

/// A multiplicity relative to the power of ten of a sum: `digits / divisor`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    digits: i128,
    /// 1 unless the multiplicity is finer than the sum.
    pub(crate) divisor: i128,
}

impl Count {
    /// Returns `digits * 10^exponent` in units of `10^power`; `None` when that can't be held.
    pub(crate) fn new(digits: u128, exponent: i32, power: i32) -> Option<Self> {
        let digits = i128::try_from(digits).ok()?;
        let factor = 10i128.checked_pow(exponent.abs_diff(power));
        if digits == 0 {
            return Some(Self { digits, divisor: 1 });
        }
        if exponent >= power {
            return Some(Self { digits: digits.checked_mul(factor?)?, divisor: 1 });
        }
        Some(Self { digits, divisor: factor? })
    }

    pub(crate) fn is_zero(self) -> bool {
        self.digits == 0
    }

    /// The amount times the multiplicity, rounded down; `None` when it does not fit.
    pub(crate) fn floor_of(self, amount: i128) -> Option<i128> {
        match product_of(amount, self.digits) {
            Some(product) if self.divisor == 1 => Some(product),
            Some(product) => Some(product.div_euclid(self.divisor)),
            None => {
                let (smaller, larger) = self.coarser()?;
                if amount < 0 { larger.floor_of(amount) } else { smaller.floor_of(amount) }
            }
        }
    }

    /// The amount times the multiplicity, rounded up; `None` when it does not fit.
    pub(crate) fn ceiling_of(self, amount: i128) -> Option<i128> {
        let Some(product) = product_of(amount, self.digits) else {
            let (smaller, larger) = self.coarser()?;
            return if amount < 0 { smaller.ceiling_of(amount) } else { larger.ceiling_of(amount) };
        };
        if self.divisor == 1 {
            return Some(product);
        }
        let cut = product.rem_euclid(self.divisor) != 0;
        Some(product.div_euclid(self.divisor) + i128::from(cut))
    }

    /// The next smaller and the next larger multiplicity with one digit less; `None`: there is none left to give.
    fn coarser(self) -> Option<(Self, Self)> {
        let divisor = (self.divisor > 1).then_some(self.divisor / 10)?;
        let smaller = Self { digits: self.digits / 10, divisor };
        let cut = self.digits % 10 != 0;
        Some((smaller, Self { digits: smaller.digits + i128::from(cut), divisor }))
    }
}

/// The powers of ten that a sum is tried in, the exact one first. A sum that can't be held exactly is held in millionths
/// of an attogram, then in attograms, each addend rounded outward.
pub(crate) fn powers(finest: i32) -> impl Iterator<Item = i32> {
    let coarser = [-6, 0].into_iter().filter(move |power| *power > finest);
    std::iter::once(finest).chain(coarser)
}

/// Adds two multiplicities, each its digits and its power of ten; saturates.
pub(crate) fn sum_of(a: (u128, i32), b: (u128, i32)) -> (u128, i32) {
    match (a, b) {
        ((0, _), b) => b,
        (a, (0, _)) => a,
        (a, b) if a.1 == b.1 => (a.0.saturating_add(b.0), a.1),
        (a, b) => {
            let finest = a.1.min(b.1);
            let in_finest = |(digits, exponent): (u128, i32)| {
                digits.saturating_mul(10u128.saturating_pow(exponent.abs_diff(finest)))
            };
            (in_finest(a).saturating_add(in_finest(b)), finest)
        }
    }
}

/// Returns the product; `None` when it does not fit. Nearly all factors fit 64 bits, where no product is too large and
/// the processor has one instruction for it.
fn product_of(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a) * i128::from(b)),
        _ => a.checked_mul(b),
    }
}

/// Divides the ends of a scaled sum by `scale`, outward.
pub(crate) fn scaled(low: i128, high: Option<i128>, scale: u128) -> Option<MassRange> {
    let divide = |value: i128| -> (u128, bool) {
        let value = value.unsigned_abs();
        if scale == 1 {
            return (value, false);
        }
        (value / scale, !value.is_multiple_of(scale))
    };
    let mass = |attograms: u128| Mass::from_attograms(i128::try_from(attograms).ok()?);
    let (floor, _) = divide(low);
    let high = match high {
        Some(high) => {
            let (floor, cut) = divide(high.max(low));
            Some(mass(floor + u128::from(cut))?)
        }
        None => None,
    };
    Some(MassRange { low: mass(floor)?, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_rounded_outward() {
        // A third of a unit, less or more: 333 333 / 10^6.
        let count = Count::new(333_333, -6, 0).unwrap();
        assert_eq!((count.floor_of(10), count.ceiling_of(10)), (Some(3), Some(4)));
        assert_eq!((count.floor_of(-10), count.ceiling_of(-10)), (Some(-4), Some(-3)));
        let exact = Count::new(5, -1, -1).unwrap();
        assert_eq!((exact.floor_of(7), exact.ceiling_of(7)), (Some(35), Some(35)));
    }

    #[test]
    fn a_product_beyond_128_bits_is_still_held_from_both_sides() {
        // 5^40 * 10^-40 of 10^18 is 10^18 / 2^40 = 909 494.7.
        let count = Count::new(5u128.pow(40), -40, -3).unwrap();
        let gram = 1_000_000_000_000_000_000;
        assert_eq!(count.floor_of(gram), Some(909_494_701));
        assert_eq!(count.ceiling_of(gram), Some(909_494_702));
        assert_eq!(count.floor_of(-gram), Some(-909_494_702));
        assert_eq!(count.ceiling_of(-gram), Some(-909_494_701));
        assert_eq!(Count::new(u128::MAX, 0, 0).map(|_| ()), None);
    }

    #[test]
    fn a_multiplicity_of_two_powers_has_the_finer_one() {
        assert_eq!(sum_of((1, 0), (5, -1)), (15, -1));
        assert_eq!(sum_of((0, 0), (5, -1)), (5, -1));
        assert_eq!(sum_of((1, 0), (1, -60)), (u128::MAX, -60));
    }
}
