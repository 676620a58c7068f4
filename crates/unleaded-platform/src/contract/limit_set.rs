//! The standards with limits, and which of them a product may be assessed by on which date.
//!
//! Source: GB/T 26572-2011, its Amendment 1 (announcement 2024 No. 14, from 2026-01-01), GB 26572-2025 (from 2027-08-01),
//! and announcement 2025 No. 44 of SAMR and MIIT (2025-11-20), which says what is allowed when.

use jiff::civil::{Date, date};

/// A standard with limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LimitSet {
    /// GB/T 26572-2011: six substances.
    Gbt2011,
    /// GB/T 26572-2011 with Amendment 1: ten substances.
    Gbt2011A1,
    /// GB 26572-2025, mandatory: ten substances.
    Gb2025,
}

/// The keys of the six substances of 2011, in the order of the table on the label.
const SIX: &[&str] = &["pb", "hg", "cd", "cr6", "pbb", "pbde"];
/// The six and the four phthalates.
const TEN: &[&str] = &["pb", "hg", "cd", "cr6", "pbb", "pbde", "dbp", "dibp", "bbp", "dehp"];

impl LimitSet {
    /// Every standard, oldest first.
    pub const ALL: [Self; 3] = [Self::Gbt2011, Self::Gbt2011A1, Self::Gb2025];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gbt2011 => "GB/T 26572-2011",
            Self::Gbt2011A1 => "GB/T 26572-2011+A1",
            Self::Gb2025 => "GB 26572-2025",
        }
    }

    /// Returns the standard of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.name() == name)
    }

    /// The keys of its substances; a row of the hazardous substance table has a cell for each.
    pub fn substances(self) -> &'static [&'static str] {
        match self {
            Self::Gbt2011 => SIX,
            Self::Gbt2011A1 | Self::Gb2025 => TEN,
        }
    }
}

/// A row of the table of dates: from this day on, these standards are allowed.
struct Row {
    from: Date,
    allowed: &'static [LimitSet],
}

/// Before the first row only the plain standard of 2011 is. A row ends where the next begins.
const ROWS: [Row; 3] = [
    Row {
        from: date(2025, 11, 20),
        allowed: &[LimitSet::Gbt2011, LimitSet::Gbt2011A1, LimitSet::Gb2025],
    },
    Row { from: date(2026, 1, 1), allowed: &[LimitSet::Gbt2011A1, LimitSet::Gb2025] },
    Row { from: date(2027, 8, 1), allowed: &[LimitSet::Gb2025] },
];

/// Returns the standards by which a product may be assessed on `day`.
pub fn allowed_on(day: Date) -> &'static [LimitSet] {
    let row = ROWS.iter().rev().find(|row| row.from <= day);
    row.map_or(&[LimitSet::Gbt2011], |row| row.allowed)
}

/// What becomes of an assessment by an older standard when the product is still supplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// It stands as it is.
    None,
    /// It must be converted before that day.
    Before(Date),
    /// It had to be converted before that day, and the product was placed on the market on or after it.
    Overdue(Date),
    /// It is converted when the certificate is renewed or the product changes.
    Natural,
}

/// Returns what becomes of an assessment by `set` of a product placed on the market on `placed`.
pub fn conversion(set: LimitSet, placed: Date) -> Conversion {
    let converted_before = date(2027, 1, 1);
    match set {
        LimitSet::Gbt2011 if placed >= converted_before => Conversion::Overdue(converted_before),
        LimitSet::Gbt2011 if placed >= date(2026, 1, 1) => Conversion::Before(converted_before),
        LimitSet::Gbt2011A1 if placed >= date(2027, 8, 1) => Conversion::Natural,
        _ => Conversion::None,
    }
}

#[cfg(test)]
mod tests {
    use super::LimitSet::{Gb2025, Gbt2011, Gbt2011A1};
    use super::*;

    #[test]
    fn the_three_rows_of_dates() {
        let rows: [(&str, &[LimitSet]); 7] = [
            ("2025-11-19", &[Gbt2011]),
            ("2025-11-20", &[Gbt2011, Gbt2011A1, Gb2025]),
            ("2025-12-31", &[Gbt2011, Gbt2011A1, Gb2025]),
            ("2026-01-01", &[Gbt2011A1, Gb2025]),
            ("2027-07-31", &[Gbt2011A1, Gb2025]),
            ("2027-08-01", &[Gb2025]),
            ("2031-01-01", &[Gb2025]),
        ];
        for (day, allowed) in rows {
            assert_eq!(allowed_on(day.parse().unwrap()), allowed, "{day}");
        }
    }

    #[test]
    fn the_two_rows_of_conversion() {
        let limit = date(2027, 1, 1);
        for (set, placed, expected) in [
            (Gbt2011, "2025-12-31", Conversion::None),
            (Gbt2011, "2026-01-01", Conversion::Before(limit)),
            (Gbt2011, "2026-12-31", Conversion::Before(limit)),
            (Gbt2011, "2027-01-01", Conversion::Overdue(limit)),
            (Gbt2011A1, "2027-07-31", Conversion::None),
            (Gbt2011A1, "2027-08-01", Conversion::Natural),
            (Gb2025, "2030-01-01", Conversion::None),
        ] {
            assert_eq!(conversion(set, placed.parse().unwrap()), expected, "{set:?} {placed}");
        }
    }

    #[test]
    fn names_are_read_back() {
        for set in LimitSet::ALL {
            assert_eq!(LimitSet::parse(set.name()), Some(set));
        }
        assert_eq!(LimitSet::parse("GB/T 26572"), None);
    }
}
