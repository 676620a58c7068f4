//! The few 256-bit operations that exactness needs.

use std::cmp::Ordering;

/// Returns the 256-bit product of `a` and `b` as (high, low) halves.
pub(super) fn product(a: u128, b: u128) -> (u128, u128) {
    const HALF: u32 = 64;
    const MASK: u128 = u64::MAX as u128;
    let (a1, a0) = (a >> HALF, a & MASK);
    let (b1, b0) = (b >> HALF, b & MASK);
    let low = a0 * b0;
    let mid = a1 * b0 + (low >> HALF);
    let mid2 = a0 * b1 + (mid & MASK);
    (a1 * b1 + (mid >> HALF) + (mid2 >> HALF), (mid2 << HALF) | (low & MASK))
}

/// Compares `a * b` with `c * d` exactly.
pub(super) fn compare_products(a: u128, b: u128, c: u128, d: u128) -> Ordering {
    if let (Some(left), Some(right)) = (a.checked_mul(b), c.checked_mul(d)) {
        return left.cmp(&right);
    }
    product(a, b).cmp(&product(c, d))
}

/// Returns the floor of `a * b / divisor` and whether anything was cut off; `None` when it exceeds 128 bits or
/// `divisor` is zero.
pub(super) fn multiply_divide(a: u128, b: u128, divisor: u128) -> Option<(u128, bool)> {
    if divisor == 0 {
        return None;
    }
    if let Some(exact) = a.checked_mul(b) {
        return Some((exact / divisor, exact % divisor != 0));
    }
    let (high, low) = product(a, b);
    if high >= divisor {
        return None;
    }
    let (quotient, remainder) = divide(high, low, divisor);
    Some((quotient, remainder != 0))
}

/// Divides the 256-bit (`high`, `low`) by `divisor`, bit by bit; `high` must be below `divisor`.
fn divide(high: u128, low: u128, divisor: u128) -> (u128, u128) {
    let mut remainder = high;
    let mut quotient = 0u128;
    for bit in (0..u128::BITS).rev() {
        let carry = remainder >> (u128::BITS - 1) != 0;
        remainder = (remainder << 1) | ((low >> bit) & 1);
        quotient <<= 1;
        if carry || remainder >= divisor {
            remainder = remainder.wrapping_sub(divisor);
            quotient |= 1;
        }
    }
    (quotient, remainder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_beyond_128_bits() {
        assert_eq!(product(u128::MAX, u128::MAX), (u128::MAX - 1, 1));
        assert_eq!(compare_products(u128::MAX, 10, u128::MAX - 1, 10), Ordering::Greater);
        assert_eq!(compare_products(1 << 100, 1 << 90, 1 << 95, 1 << 95), Ordering::Equal);
    }

    #[test]
    fn division_returns_floor_and_remainder() {
        assert_eq!(multiply_divide(u128::MAX, u128::MAX, u128::MAX), Some((u128::MAX, false)));
        assert_eq!(multiply_divide(1 << 120, 1 << 20, 3), None);
        assert_eq!(multiply_divide(1 << 120, 1 << 20, 1 << 60), Some((1 << 80, false)));
        assert_eq!(multiply_divide((1 << 120) + 1, 1 << 20, 1 << 60), Some((1 << 80, true)));
        assert_eq!(multiply_divide(7, 1, 2), Some((3, true)));
        assert_eq!(multiply_divide(7, 1, 0), None);
    }
}
