//! Figures for people: shortened, and never over or under a limit that the exact figure is not over or under.

use std::cmp::Ordering;

use crate::report::Range;
use crate::text_table::shown;

/// Decimals after the first that is not zero.
const DECIMALS: usize = 4;

/// A plain decimal without zeros that say nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plain<'a> {
    integer: &'a str,
    fraction: &'a str,
}

impl<'a> Plain<'a> {
    /// Returns the number that `text` is; `None`: it is not a plain decimal.
    fn parse(text: &'a str) -> Option<Self> {
        let (integer, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        (!integer.is_empty() && digits(integer) && digits(fraction)).then(|| Self {
            integer: integer.trim_start_matches('0'),
            fraction: fraction.trim_end_matches('0'),
        })
    }

    fn shortened(self) -> Self {
        let zeros = self.fraction.bytes().take_while(|b| *b == b'0').count();
        let kept = self.fraction.len().min(zeros + DECIMALS);
        Self { fraction: self.fraction[..kept].trim_end_matches('0'), ..self }
    }

    fn text(self) -> String {
        let integer = if self.integer.is_empty() { "0" } else { self.integer };
        match self.fraction {
            "" => integer.to_owned(),
            fraction => format!("{integer}.{fraction}"),
        }
    }

    fn order(self, other: Plain<'_>) -> Ordering {
        let integers =
            (self.integer.len(), self.integer).cmp(&(other.integer.len(), other.integer));
        integers.then_with(|| self.fraction.cmp(other.fraction))
    }
}

/// Returns the number in as few digits as are honest, with whether digits were left out. What is not a number is shown
/// as it is.
fn short(text: &str, limit: Option<&str>) -> (String, bool) {
    let Some(exact) = Plain::parse(text) else {
        return (shown(text), false);
    };
    let short = exact.shortened();
    let same_side = |limit: Plain<'_>| short.order(limit) == exact.order(limit);
    match limit.and_then(Plain::parse).is_none_or(same_side) {
        true => (short.text(), short != exact),
        false => (exact.text(), false),
    }
}

/// Returns a number with as few digits as are honest.
pub(crate) fn number(text: &str) -> String {
    marked(short(text, None))
}

fn marked((text, cut): (String, bool)) -> String {
    if cut { format!("≈ {text}") } else { text }
}

/// Returns the interval: one number where both ends are alike, `LOW–HIGH` shortened outward, or `≥ LOW` without a
/// bound.
pub(crate) fn range(range: &Range, limit: Option<&str>) -> String {
    let (low, low_cut) = short(&range.low, limit);
    let Some(high) = &range.high else {
        // What is left out of a low end makes it lower, which it is already said to be.
        return format!("≥ {low}");
    };
    let (down, high_cut) = short(high, limit);
    if low == down {
        return marked((low, low_cut || high_cut));
    }
    format!("{low}–{}", if high_cut { above(&down, high, limit) } else { down })
}

/// Returns the high end `exact` rounded up to the digits of `down`, which is `exact` cut short; `exact` itself where
/// that would change its side of the limit.
fn above(down: &str, exact: &str, limit: Option<&str>) -> String {
    let up = increased(down);
    let up = Plain::parse(&up).map_or_else(|| up.clone(), Plain::text);
    let order = |text: &str| Some(Plain::parse(text)?.order(Plain::parse(limit?)?));
    if order(&up) == order(exact) { up } else { short(exact, Some(exact)).0 }
}

/// Returns a decimal with its last digit increased.
fn increased(text: &str) -> String {
    let mut digits: Vec<u8> = text.bytes().collect();
    for digit in digits.iter_mut().rev().filter(|digit| **digit != b'.') {
        if *digit != b'9' {
            *digit += 1;
            return String::from_utf8_lossy(&digits).into_owned();
        }
        *digit = b'0';
    }
    format!("1{}", String::from_utf8_lossy(&digits))
}

/// Returns a mass of milligrams in milligrams, grams or kilograms.
pub(crate) fn mass(milligrams: &Range) -> String {
    let digits = Plain::parse(milligrams.high.as_ref().unwrap_or(&milligrams.low))
        .map_or(0, |plain| plain.integer.len());
    let (places, unit) = match digits {
        0..=3 => (0, "mg"),
        4..=6 => (3, "g"),
        _ => (6, "kg"),
    };
    let scaled = Range {
        low: divided(&milligrams.low, places),
        high: milligrams.high.as_ref().map(|high| divided(high, places)),
    };
    format!("{} {unit}", range(&scaled, None))
}

/// Returns a share of 1 in percent.
pub(crate) fn percent(share: &str) -> String {
    let Some(plain) = Plain::parse(share) else {
        return shown(share);
    };
    let padded = format!("{:0<2}", plain.fraction);
    let (two, rest) = padded.split_at(2);
    let text = format!("{}{two}.{rest}", plain.integer);
    number(&text)
}

/// Returns a share in ppm in percent; `None`: it is below 1 %, where ppm are easier to read.
pub(crate) fn percent_of_ppm(ppm: &str) -> Option<String> {
    let plain = Plain::parse(ppm).filter(|plain| plain.integer.len() > 4)?;
    Some(number(&divided(&plain.text(), 4)))
}

/// Returns the number divided by a power of ten; what is not a number as it is.
fn divided(text: &str, places: usize) -> String {
    let Some(plain) = Plain::parse(text) else {
        return text.to_owned();
    };
    let integer = format!("{:0>width$}", plain.integer, width = places + 1);
    let (before, after) = integer.split_at(integer.len() - places);
    Plain { integer: before, fraction: format!("{after}{}", plain.fraction).trim_end_matches('0') }
        .text()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: &str, high: Option<&str>) -> Range {
        Range { low: low.to_owned(), high: high.map(str::to_owned) }
    }

    #[test]
    fn a_figure_stays_on_its_side_of_the_limit() {
        for (low, high, limit, expect) in [
            ("1000", "1000", "1000", "1000"),
            ("1000.000001", "1000.000001", "1000", "1000.000001"),
            ("999.999999999", "999.999999999", "1000", "≈ 999.9999"),
            ("1000.00001234567", "1000.00001234567", "1000.00001234", "1000.00001234567"),
            ("0.123456789", "0.123456789", "0.5", "≈ 0.1234"),
            ("0.123456789", "0.123456789", "0.1234", "0.123456789"),
            ("333.333333333", "333.333333334", "1000", "≈ 333.3333"),
            ("0", "1000000", "1000", "0–1000000"),
            ("999.5", "1000.000000001", "1000", "999.5–1000.000000001"),
            ("0", "72.92058", "1000", "0–72.9206"),
            ("0", "999.999999", "5000", "0–1000"),
            ("0", "999.99999", "1000", "0–999.99999"),
            ("0.11118", "0.99999", "5000", "0.1111–1"),
            ("100", "100.0", "1000", "100"),
            ("many", "many", "1000", "many"),
        ] {
            assert_eq!(range(&of(low, Some(high)), Some(limit)), expect, "{low} {limit}");
        }
        assert_eq!(range(&of("12.5", None), None), "≥ 12.5");
    }

    #[test]
    fn masses_get_a_unit_that_fits() {
        for (low, high, expect) in [
            ("0", Some("0"), "0 mg"),
            ("0.000001", Some("0.000001"), "0.000001 mg"),
            ("999.5", Some("999.5"), "999.5 mg"),
            ("1000", Some("1000"), "1 g"),
            ("152300.5", Some("152300.5"), "152.3005 g"),
            ("152300.123456", Some("152300.123456"), "≈ 152.3001 g"),
            ("2500000", Some("2600000"), "2.5–2.6 kg"),
            ("5", Some("1005"), "0.005–1.005 g"),
            ("12000", None, "≥ 12 g"),
            ("3938.5000123456", None, "≥ 3.9385 g"),
        ] {
            assert_eq!(mass(&of(low, high)), expect);
        }
    }

    #[test]
    fn large_shares_are_told_in_percent() {
        for (ppm, expect) in [
            ("9999.9", None),
            ("10000", Some("1")),
            ("1000000", Some("100")),
            ("123456.789", Some("12.3456789")),
            ("many", None),
        ] {
            let expect = expect.map(number);
            assert_eq!(percent_of_ppm(ppm), expect);
        }
    }

    #[test]
    fn shares_become_percent() {
        for (share, expect) in
            [("0.9934", "99.34"), ("1", "100"), ("0", "0"), ("0.5", "50"), ("0.0001", "0.01")]
        {
            assert_eq!(percent(share), expect);
        }
    }
}
