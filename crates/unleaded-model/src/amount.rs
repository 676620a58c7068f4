//! Exact amounts: decimals as printed, masses in attograms, fractions as rationals, and intervals of them.
//!
//! Nothing here is a float. What can't be held exactly becomes an interval that is rounded outward,
//! so that the true value is always inside.

pub use self::decimal::{Decimal, Number, NumberError};
pub use self::fraction::{Fraction, FractionRange};
pub use self::mass::{Mass, MassRange};
pub use self::unit::Unit;

mod decimal;
mod fraction;
mod mass;
mod unit;
mod wide;
