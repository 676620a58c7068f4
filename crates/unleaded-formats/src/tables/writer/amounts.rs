//! Amounts as text and unit that the reader of tables takes for the same amount.

use unleaded_model::amount::{FractionRange, MassRange, Number, Unit};
use unleaded_model::declaration::Stated;
use unleaded_model::diagnostic::FileName;

use crate::number::Amount;
use crate::sink::Collected;
use crate::tables::Mapping;
use crate::tables::amounts::{self, Cell};
use crate::tables::columns::Layout;
use crate::tables::header::Header;
use crate::tables::rows::{Row, Spots};
use crate::tables::words::VOCABULARY;

/// Reads amounts with the reader of tables itself, so that what is written is what is read.
pub(in crate::tables) struct Probe {
    layout: Layout,
}

impl Probe {
    /// Returns a reader of the columns `content` and `unit`.
    pub(in crate::tables) fn new() -> Self {
        Self {
            layout: Layout::of(
                &Header::with(&row(&["content", "unit"]), &VOCABULARY, &[]),
                &Mapping::default(),
            ),
        }
    }

    /// Returns the text and the unit of `mass`: as printed where that gives the same amount, else exact milligrams, else an
    /// interval of them; `None`: it has no upper bound, which no cell can say.
    pub(in crate::tables) fn mass(
        &self,
        mass: &Stated<MassRange>,
    ) -> Option<(String, &'static str)> {
        use Unit::{Gram, Kilogram, Microgram, Milligram, Nanogram};
        let raw = mass.raw.trim();
        for unit in [Milligram, Gram, Kilogram, Microgram, Nanogram] {
            if let Some(Amount::Mass(read)) = self.read(raw, unit.name())
                && (read.value, read.rounding) == (mass.value, mass.rounding)
            {
                return Some((raw.to_owned(), unit.name()));
            }
        }
        let (low, high) = (mass.value.low, mass.value.high?);
        Some((ends(&low.to_string(), &high.to_string()), Milligram.name()))
    }

    /// Returns the text and the unit of `share`: as printed where that gives the same amount, else per cent, else an
    /// interval rounded outward.
    pub(in crate::tables) fn share(&self, share: &Stated<FractionRange>) -> (String, &'static str) {
        let raw = share.raw.trim();
        for unit in ["%", "ppm"] {
            if let Some(Amount::Share(read)) = self.read(raw, unit)
                && (read.value, read.rounding) == (share.value, share.rounding)
            {
                return (raw.to_owned(), unit);
            }
        }
        (in_per_cent(share), "%")
    }

    fn read(&self, raw: &str, unit: &str) -> Option<Amount> {
        let row = row(&[raw, unit]);
        amounts::amount(
            &Cell { column: self.layout.amount.as_ref()?, row: &row },
            &mut Collected::default(),
        )
    }
}

/// Returns `share` in per cent, with the places it was printed with.
pub(super) fn in_per_cent(share: &Stated<FractionRange>) -> String {
    let (low, high) =
        (share.value.low.ppm_low().scaled(-4), share.value.high.ppm_high().scaled(-4));
    let text = ends(&low.to_string(), &high.to_string());
    let half = share.rounding.high.ppm_high().scaled(-4);
    // Half a unit of the last place is a five one place behind it: as many zeros are put back.
    let places = usize::try_from(-half.exponent() - 1).unwrap_or(0);
    let printed = text.split_once('.').map_or(0, |(_, part)| part.len());
    let padded = match text.contains(['.', '-']) || places == 0 {
        true => format!("{text}{}", "0".repeat(places.saturating_sub(printed))),
        false => format!("{text}.{}", "0".repeat(places)),
    };
    let same = |text: &str| {
        Number::parse(text).is_ok_and(|n| FractionRange::of(&n, -2) == Some(share.value))
    };
    if same(&padded) && half.mantissa() == 5 { padded } else { text }
}

fn ends(low: &str, high: &str) -> String {
    if low == high { low.to_owned() } else { format!("{low}-{high}") }
}

fn row(cells: &[&str]) -> Row {
    let cells = cells.iter().map(|cell| (*cell).to_owned()).collect();
    Row::new(cells, Spots::Text { file: FileName::new(""), spans: Vec::new() })
}
