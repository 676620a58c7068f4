//! Calendar dates and times as the contract writes them.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone, offset};
use serde::{Deserialize, Serialize};

/// A date written `YYYY-MM-DD` and in no other form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub Date);

/// The text is no date of the form `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date of the form YYYY-MM-DD")]
pub struct NotADay(String);

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let date: Option<Date> = text.parse().ok();
        // The parser also takes `20260201` and times of day; the contract has one form.
        date.filter(|date| date.to_string() == text)
            .map(Self)
            .ok_or_else(|| NotADay(text.chars().take(40).collect()))
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// China has one time, eight hours ahead of UTC, without summer time since 1992.
const SHANGHAI: Offset = offset(8);

/// Returns the date in Asia/Shanghai at `now`; the contract's deadlines are counted there.
pub fn shanghai_date(now: Timestamp) -> Date {
    SHANGHAI.to_datetime(now).date()
}

/// Returns `now` as `2026-02-14T10:00:00+08:00`.
pub fn shanghai_time(now: Timestamp) -> String {
    let local = now.to_zoned(TimeZone::fixed(SHANGHAI));
    local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_of_date() {
        assert!("2026-02-01".parse::<Day>().is_ok());
        for bad in ["20260201", "2026-02-30", "2026-2-1", "2026-02-01T00:00", "", "２０２６-02-01"]
        {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_day_changes_at_midnight_in_shanghai() {
        let before: Timestamp = "2026-02-13T15:59:59Z".parse().unwrap();
        let after: Timestamp = "2026-02-13T16:00:00Z".parse().unwrap();
        assert_eq!(shanghai_date(before).to_string(), "2026-02-13");
        assert_eq!(shanghai_date(after).to_string(), "2026-02-14");
        assert_eq!(shanghai_time(after), "2026-02-14T00:00:00+08:00");
    }
}
