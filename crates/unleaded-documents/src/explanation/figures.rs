//! Exact arithmetic on the figures of a report, which are decimals.

use serde::Serialize;
use unleaded_model::amount::{Decimal, Number};

use crate::report::{EntryTotal, Range};

/// Places of a share in a report, and the power of ten that makes it an integer.
const SHARE: i32 = 9;
/// Places of a mass of milligrams that an attogram takes.
const MASS: i32 = 15;
/// Places of a multiple of the limit.
const TIMES: i32 = 6;
/// A whole in billionths of a ppm.
const WHOLE: u128 = 10u128.pow(15);

/// How far a share is from its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Margin {
    /// By how much the share is over the limit, in ppm; below zero: by how much it is within.
    pub over_by_ppm: Range,
    /// The share as a multiple of the limit, rounded outward at the sixth place; null: the limit is zero.
    pub times_limit: Option<Range>,
    /// The mass over the limit in one piece of the part, in milligrams, rounded outward; null: the share is not surely
    /// over, or the place's mass is not known.
    pub over_by_mg: Option<Range>,
}

/// A share in billionths of a ppm; `None`: the text is no share, or a finer one than reports hold.
pub(super) fn share(text: &str) -> Option<u128> {
    integer(text, SHARE)
}

/// The end of an interval in billionths of a ppm.
pub(super) fn high(range: &Range) -> Option<u128> {
    share(range.high.as_deref()?)
}

fn integer(text: &str, places: i32) -> Option<u128> {
    let number = Number::parse(text).ok()?;
    let (integer, cut) = number.low.integer(places)?;
    (!cut && number.low == number.high).then_some(integer)
}

/// Returns a share in plain ppm.
pub(super) fn ppm(share: u128) -> String {
    Decimal::new(share, -SHARE).to_string()
}

/// Returns how far `value` is from `limit`, in a place of that mass; `None`: they are no numbers.
pub(super) fn margin(value: &Range, limit: &str, mass: Option<&Range>) -> Option<Margin> {
    let limit = share(limit)?;
    let (low, high) = (share(&value.low)?, high(value)?);
    let times = |share: u128, up: u128| {
        let scaled = share.checked_mul(10u128.pow(TIMES.unsigned_abs()))?.checked_add(up)?;
        Some(Decimal::new(scaled.checked_div(limit)?, -TIMES).to_string())
    };
    let times_limit = times(low, 0).zip(times(high, limit.saturating_sub(1)));
    Some(Margin {
        over_by_ppm: Range { low: signed(low, limit), high: Some(signed(high, limit)) },
        times_limit: times_limit.map(|(low, high)| Range { low, high: Some(high) }),
        over_by_mg: mass.filter(|_| low > limit).and_then(|m| mass_over(low, high, limit, m)),
    })
}

/// How near an entry is to its limit at its worst place: multiples of a billionth of the limit.
pub(super) fn nearness(entry: &EntryTotal) -> u128 {
    let limit = share(&entry.limit_ppm).filter(|limit| *limit > 0);
    let scaled = high(&entry.total.worst_ppm).and_then(|high| high.checked_mul(10u128.pow(9)));
    // Without a limit above zero anything is far over it.
    scaled.map_or(0, |scaled| limit.map_or(scaled, |limit| scaled / limit))
}

/// How far an entry is from its limit at its worst place; `None`: its limit is nothing or everything, so that something
/// other than the share decides.
pub(super) fn entry_margin(entry: &EntryTotal) -> Option<Margin> {
    let limit = share(&entry.limit_ppm)?;
    (limit > 0 && limit < WHOLE)
        .then(|| margin(&entry.total.worst_ppm, &entry.limit_ppm, None))
        .flatten()
}

fn signed(value: u128, limit: u128) -> String {
    match value < limit {
        true => format!("-{}", ppm(limit - value)),
        false => ppm(value - limit),
    }
}

/// The mass of what is over the limit.
fn mass_over(low: u128, high: u128, limit: u128, mass: &Range) -> Option<Range> {
    let least = (low - limit).checked_mul(integer(&mass.low, MASS)?)? / WHOLE;
    let most = match &mass.high {
        Some(mass) => Some((high - limit).checked_mul(integer(mass, MASS)?)?.div_ceil(WHOLE)),
        None => None,
    };
    let milligrams = |attograms: u128| Decimal::new(attograms, -MASS).to_string();
    Some(Range { low: milligrams(least), high: most.map(milligrams) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(low: &str, high: &str) -> Range {
        Range { low: low.to_owned(), high: Some(high.to_owned()) }
    }

    #[test]
    fn margins_are_exact() {
        let over = margin(&range("200000", "200000"), "1000", Some(&range("2.5", "2.5"))).unwrap();
        assert_eq!(over.over_by_ppm, range("199000", "199000"));
        assert_eq!(over.times_limit, Some(range("200", "200")));
        assert_eq!(over.over_by_mg, Some(range("0.4975", "0.4975")));
    }

    #[test]
    fn what_is_no_finite_decimal_is_rounded_outward() {
        let near = margin(&range("333.333333333", "333.333333334"), "1000", None).unwrap();
        assert_eq!(near.over_by_ppm, range("-666.666666667", "-666.666666666"));
        assert_eq!(near.times_limit, Some(range("0.333333", "0.333334")));
        let mass = range("0.000000000000001", "0.000000000000001");
        let over = margin(&range("1000.5", "1000.5"), "1000", Some(&mass)).unwrap();
        assert_eq!(over.over_by_mg, Some(range("0", "0.000000000000001")));
    }

    #[test]
    fn exactly_at_the_limit_is_not_over() {
        let at = margin(&range("1000", "1000"), "1000", Some(&range("1", "1"))).unwrap();
        assert_eq!((at.over_by_ppm, at.over_by_mg), (range("0", "0"), None));
    }

    #[test]
    fn what_is_no_number_has_no_margin() {
        for (value, limit) in [
            (range("many", "1"), "1000"),
            (range("1", "1"), "-1"),
            (range("0.0000000001", "1"), "1000"),
            (Range { low: "1".to_owned(), high: None }, "1000"),
        ] {
            assert_eq!(margin(&value, limit, None), None, "{value:?} {limit}");
        }
        assert_eq!(margin(&range("1", "1"), "0", None).unwrap().times_limit, None);
        let endless = Range { low: "1".to_owned(), high: None };
        let over = margin(&range("2000", "2000"), "1000", Some(&endless)).unwrap();
        assert_eq!(over.over_by_mg, Some(Range { low: "0.001".to_owned(), high: None }));
    }
}
