//! Decimal numbers as documents print them.

use std::fmt;

/// Digits that a [`Decimal`] holds; more are rounded outward into an interval.
const PRECISION: usize = 36;
/// Digits that a number may be written with.
const LONGEST: usize = 100;
/// The largest exponent that a number may be written with.
const LARGEST_EXPONENT: i32 = 40;

/// Digits that surely fit 64 bits.
const SHORT: usize = 19;

/// Powers of ten, as far as they fit 128 bits.
const POWERS: [u128; 39] = {
    let mut powers = [1; 39];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// Returns `10^exponent`; `None` beyond 128 bits.
pub(super) fn power_of_ten(exponent: u32) -> Option<u128> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}

/// A non-negative decimal number: `mantissa * 10^exponent`, without trailing zeros in the mantissa.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: u128,
    exponent: i32,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { mantissa: 0, exponent: 0 };
    /// One.
    pub const ONE: Self = Self { mantissa: 1, exponent: 0 };

    /// Returns `mantissa * 10^exponent`.
    pub fn new(mantissa: u128, exponent: i32) -> Self {
        if mantissa == 0 {
            return Self::ZERO;
        }
        if let Ok(small) = u64::try_from(mantissa) {
            return Self::of_small(small, exponent);
        }
        let (mut mantissa, mut exponent) = (mantissa, exponent);
        while mantissa.is_multiple_of(10) {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa, exponent }
    }

    /// The same for a mantissa that is not zero; most are this small, and take a tenth of the time then.
    fn of_small(mut mantissa: u64, mut exponent: i32) -> Self {
        while mantissa.is_multiple_of(10) {
            mantissa /= 10;
            exponent += 1;
        }
        Self { mantissa: mantissa.into(), exponent }
    }

    /// The digits, without trailing zeros.
    pub fn mantissa(self) -> u128 {
        self.mantissa
    }

    /// The power of ten that the digits are multiplied with.
    pub fn exponent(self) -> i32 {
        self.exponent
    }

    /// Whether it is zero.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Returns the product with `10^power`.
    #[must_use]
    pub fn scaled(self, power: i32) -> Self {
        if self.is_zero() { self } else { Self { exponent: self.exponent + power, ..self } }
    }

    /// Returns `self * 10^power` as an integer rounded down, and whether anything was cut off; `None` beyond 128 bits.
    pub fn integer(self, power: i32) -> Option<(u128, bool)> {
        let shift = if self.is_zero() { 0 } else { self.exponent + power };
        match u32::try_from(shift) {
            Ok(up) => Some((self.mantissa.checked_mul(power_of_ten(up)?)?, false)),
            Err(_) => Some(match power_of_ten(shift.unsigned_abs()) {
                Some(divisor) => (self.mantissa / divisor, !self.mantissa.is_multiple_of(divisor)),
                None => (0, self.mantissa != 0),
            }),
        }
    }
}

/// Plain notation without an exponent: `0.0045`, `1200`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.mantissa.to_string();
        let Ok(places) = usize::try_from(-i64::from(self.exponent)) else {
            let zeros = usize::try_from(self.exponent).unwrap_or(0);
            return write!(f, "{digits}{}", "0".repeat(zeros));
        };
        if places == 0 {
            f.write_str(&digits)
        } else if digits.len() > places {
            let (whole, part) = digits.split_at(digits.len() - places);
            write!(f, "{whole}.{part}")
        } else {
            write!(f, "0.{}{digits}", "0".repeat(places - digits.len()))
        }
    }
}

/// Why text is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberError {
    /// It is not a decimal number with a point.
    Malformed,
    /// It is below zero.
    Negative,
    /// It has more than 100 digits, or an exponent beyond 40.
    TooLong,
}

/// A number as printed: its value, and how finely it was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The value, rounded down where it has more than 36 significant digits.
    pub low: Decimal,
    /// The value, rounded up there; else equal to `low`.
    pub high: Decimal,
    /// The power of ten of the last printed digit: -2 for `1.50`, 0 for `7`.
    pub last_place: i32,
}

impl Number {
    /// Half a unit of the last printed place: 0.005 for `1.50`.
    pub fn half_place(&self) -> Self {
        let half = Decimal::new(5, self.last_place - 1);
        Self { low: half, high: half, last_place: self.last_place - 1 }
    }

    /// Parses `text`: digits with an optional decimal point and an optional exponent, nothing else. A leading `+` and
    /// surrounding white space are allowed.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        if let Some(rest) = text.strip_prefix('-') {
            let value = Self::parse_unsigned(rest)?;
            return if value.high.is_zero() { Ok(value) } else { Err(NumberError::Negative) };
        }
        Self::parse_unsigned(text.strip_prefix('+').unwrap_or(text))
    }

    /// Takes a number of few digits with or without a point, as nearly all are; `None`: it is something else.
    fn parse_short(text: &str) -> Option<Self> {
        if text.len() > SHORT {
            return None;
        }
        let (mut mantissa, mut point) = (0u64, None);
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(byte - b'0'),
                b'.' if point.is_none() => point = Some(at),
                _ => return None,
            }
        }
        let places = point.map_or(0, |at| text.len() - 1 - at);
        if text.len() == usize::from(point.is_some()) {
            return None;
        }
        let last_place = -i32::try_from(places).ok()?;
        let value = Decimal::new(mantissa.into(), last_place);
        Some(Self { low: value, high: value, last_place })
    }

    fn parse_unsigned(text: &str) -> Result<Self, NumberError> {
        if let Some(short) = Self::parse_short(text) {
            return Ok(short);
        }
        let (plain, exponent) = match text.find(['e', 'E']) {
            Some(at) => (&text[..at], parse_exponent(&text[at + 1..])?),
            None => (text, 0),
        };
        let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() && part.is_empty() || !all_digits(whole) || !all_digits(part) {
            return Err(NumberError::Malformed);
        }
        if whole.len() + part.len() > LONGEST {
            return Err(NumberError::TooLong);
        }
        let last_place = exponent - i32::try_from(part.len()).unwrap_or(0);
        Ok(Self::from_digits(whole, part, last_place))
    }

    /// Takes the first [`PRECISION`] significant digits of `whole` and `part`; what follows widens the interval.
    fn from_digits(whole: &str, part: &str, last_place: i32) -> Self {
        let significant: Vec<u8> =
            whole.bytes().chain(part.bytes()).skip_while(|b| *b == b'0').collect();
        let kept = significant.len().min(PRECISION);
        let mantissa = significant[..kept].iter().fold(0u128, |m, b| m * 10 + u128::from(b - b'0'));
        let cut = &significant[kept..];
        let exponent = last_place + i32::try_from(cut.len()).unwrap_or(0);
        let rounded_up = u128::from(cut.iter().any(|b| *b != b'0'));
        Self {
            low: Decimal::new(mantissa, exponent),
            high: Decimal::new(mantissa + rounded_up, exponent),
            last_place,
        }
    }
}

fn parse_exponent(text: &str) -> Result<i32, NumberError> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(NumberError::Malformed);
    }
    let value: i32 = digits.parse().map_err(|_| NumberError::TooLong)?;
    match value {
        LARGEST_EXPONENT.. if value > LARGEST_EXPONENT => Err(NumberError::TooLong),
        _ if text.starts_with('-') => Ok(-value),
        _ => Ok(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_printed() {
        let check = |text: &str, plain: &str, last_place: i32| {
            let n = Number::parse(text).unwrap();
            assert_eq!((n.low.to_string().as_str(), n.last_place), (plain, last_place), "{text}");
            assert_eq!(n.low, n.high);
        };
        check("1.50", "1.5", -2);
        check(" +7 ", "7", 0);
        check("0.00450", "0.0045", -5);
        check("1e-6", "0.000001", -6);
        check("1.2E3", "1200", 2);
        check("-0", "0", 0);
        check(".5", "0.5", -1);
        check("5.", "5", 0);
        check("000120", "120", 0);
        // Where digits no longer fit 64 bits.
        check("9999999999999999999", "9999999999999999999", 0);
        check("99999999999999999999", "99999999999999999999", 0);
        check("0.12345678901234567", "0.12345678901234567", -17);
        check("0.1234567890123456789", "0.1234567890123456789", -19);
    }

    #[test]
    fn what_is_no_number() {
        for (text, error) in [
            ("1,2", NumberError::Malformed),
            ("1,2kg", NumberError::Malformed),
            ("NaN", NumberError::Malformed),
            ("inf", NumberError::Malformed),
            ("", NumberError::Malformed),
            (".", NumberError::Malformed),
            ("1e", NumberError::Malformed),
            ("1e+", NumberError::Malformed),
            ("0x10", NumberError::Malformed),
            ("１", NumberError::Malformed),
            ("1 000", NumberError::Malformed),
            ("-1", NumberError::Negative),
            ("1e41", NumberError::TooLong),
            ("1e-41", NumberError::TooLong),
            ("1e99999999999", NumberError::TooLong),
            (&"1".repeat(101), NumberError::TooLong),
        ] {
            assert_eq!(Number::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_hundred_digits_become_an_interval() {
        let n = Number::parse(&format!("0.{}1", "3".repeat(98))).unwrap();
        assert!(n.low != n.high);
        assert_eq!(n.high.to_string(), format!("0.{}4", "3".repeat(35)));
    }
}
