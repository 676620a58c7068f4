//! Amounts as tables print them: `1.5`, `96 %`, `< 0.1`, `5 - 10`.

use unleaded_model::amount::{FractionRange, MassRange, Number, Unit};
use unleaded_model::declaration::Stated;
use unleaded_model::identity::matching_text;

use super::columns::AmountColumn;
use super::compose::is_fault;
use super::rows::Row;
use crate::number::{self, Amount, Printed, PrintedUnit};
use crate::sink::Sink;

/// A cell of a column of amounts.
pub(crate) struct Cell<'a> {
    /// Its column.
    pub(crate) column: &'a AmountColumn,
    /// Its row.
    pub(crate) row: &'a Row,
}

impl Cell<'_> {
    /// Whether it states nothing: blank, or a dash or the like.
    pub(crate) fn is_blank(&self) -> bool {
        let text = self.text();
        let nothing = ["", "-", "--", "/", "na", "n/a"];
        nothing.iter().any(|word| text.eq_ignore_ascii_case(word)) || is_fault(text)
    }

    /// Number and unit as one text, by which equal statements are known.
    pub(crate) fn key(&self) -> String {
        match self.column.unit(self.row) {
            PrintedUnit::Text(unit) => format!("{}\u{0}{unit}", self.text()),
            PrintedUnit::Known(_) | PrintedUnit::Missing => self.text().to_owned(),
        }
    }

    fn text(&self) -> &str {
        self.row.text(self.column.column)
    }

    /// Reads the number, or both ends of a range, with `read`.
    fn read<T: Ends>(
        &self,
        sink: &mut dyn Sink,
        read: fn(&Printed<'_>, &mut dyn Sink) -> Option<T>,
    ) -> Option<T> {
        if self.is_blank() {
            return None;
        }
        // Full-width digits and signs are common in Chinese forms.
        let folded = matching_text(self.text());
        // A per cent sign in the cell is nearer than the unit of the column.
        let (number, unit) = match folded.strip_suffix('%') {
            Some(number) => (number.trim_end(), PrintedUnit::Known(Unit::MassPercent)),
            None => (folded.as_str(), self.column.unit(self.row)),
        };
        let one = |raw: &str, sink: &mut dyn Sink| {
            let place = self.row.place(self.column.column);
            read(&Printed { what: &self.column.name, raw, unit, place }, sink)
        };
        let Some((low, high)) = range(number) else {
            return Some(one(number, sink)?.written(self.text()));
        };
        let high = one(high, sink)?;
        match one(low, sink)?.to(high) {
            Some(range) => Some(range.written(self.text())),
            // A range that runs backwards is no amount: its whole text is reported as no number.
            None => one(number, sink),
        }
    }
}

/// Returns the mass in `cell`; `None` where it states none, or after a diagnostic.
pub(crate) fn mass(cell: &Cell<'_>, sink: &mut dyn Sink) -> Option<Stated<MassRange>> {
    cell.read(sink, number::mass)
}

/// Returns the share in `cell`; `None` where it states none, or after a diagnostic.
pub(crate) fn share(cell: &Cell<'_>, sink: &mut dyn Sink) -> Option<Stated<FractionRange>> {
    cell.read(sink, number::share)
}

/// Returns the mass or share in `cell`; `None` where it states none, or after a diagnostic.
pub(crate) fn amount(cell: &Cell<'_>, sink: &mut dyn Sink) -> Option<Amount> {
    cell.read(sink, number::amount)
}

/// `< 0.1`, `5 - 10` and `5 ~ 10` to their ends; `None` for anything else, negative numbers and exponents included.
fn range(text: &str) -> Option<(&str, &str)> {
    let below = text.strip_prefix("<=").or_else(|| text.strip_prefix(['<', '≤', '≦']));
    if let Some(high) = below {
        return Some(("0", high.trim_start()));
    }
    let (low, high) = text.split_once(['~', '-', '～', '至'])?;
    let (low, high) = (low.trim().trim_end_matches('%').trim_end(), high.trim());
    let both = Number::parse(low).is_ok() && Number::parse(high).is_ok();
    (both && !high.starts_with('-')).then_some((low, high))
}

/// An amount that can be one end of a range.
trait Ends: Sized {
    /// Returns the interval from `self` to `high`; `None` where `high` is below `self`.
    fn to(self, high: Self) -> Option<Self>;
    /// Returns it with `raw` as what is written.
    fn written(self, raw: &str) -> Self;
}

impl Ends for Stated<MassRange> {
    fn to(self, high: Self) -> Option<Self> {
        let ordered = high.value.high.is_none_or(|top| self.value.low <= top);
        let value = MassRange { low: self.value.low, high: high.value.high };
        ordered.then_some(Self { value, ..high })
    }

    fn written(self, raw: &str) -> Self {
        Self { raw: raw.to_owned(), ..self }
    }
}

impl Ends for Stated<FractionRange> {
    fn to(self, high: Self) -> Option<Self> {
        let value = FractionRange { low: self.value.low, high: high.value.high };
        (value.low <= value.high).then_some(Self { value, ..high })
    }

    fn written(self, raw: &str) -> Self {
        Self { raw: raw.to_owned(), ..self }
    }
}

impl Ends for Amount {
    fn to(self, high: Self) -> Option<Self> {
        match (self, high) {
            (Self::Mass(low), Self::Mass(high)) => low.to(high).map(Self::Mass),
            (Self::Share(low), Self::Share(high)) => low.to(high).map(Self::Share),
            _ => None,
        }
    }

    fn written(self, raw: &str) -> Self {
        match self {
            Self::Mass(stated) => Self::Mass(stated.written(raw)),
            Self::Share(stated) => Self::Share(stated.written(raw)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges() {
        let check = |text: &str, expected| assert_eq!(range(text), expected, "{text}");
        check("<0.1", Some(("0", "0.1")));
        check("≤ 5", Some(("0", "5")));
        check("<= 5", Some(("0", "5")));
        check("5-10", Some(("5", "10")));
        check("5 % ~ 10", Some(("5", "10")));
        check("1e-5", None);
        check("-1", None);
        check("5--10", None);
        check("2024-09-27", None);
        check("1.5", None);
    }
}
