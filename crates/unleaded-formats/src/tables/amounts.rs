//! Amounts as tables print them: `1.5`, `96 %`, `< 0.1`, `5 - 10`, `0,5`, `n.d.`, `balance`.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_model::declaration::Stated;
use unleaded_model::diagnostic::codes::{amounts, cells, sheets};
use unleaded_model::diagnostic::{Code, Diagnostic, Place};

use super::cell_text::{Figure, Said, folded, is_rest, said};
use super::columns::{AmountColumn, CellUnit};
use super::compose::is_fault;
use super::decimal_mark::{Evidence, plain};
use super::rows::Row;
use super::substance::is_date;
use super::units::Scaled;
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
    /// Whether it states nothing: blank, a dash or the like, or that it is withheld.
    pub(crate) fn is_blank(&self) -> bool {
        let text = self.text();
        text.is_empty() || is_fault(text) || said(&folded(text)) == Said::Nothing
    }

    /// Whether it states something that is told when it is not read.
    pub(crate) fn is_unread(&self) -> bool {
        let text = self.text();
        is_fault(text) || !self.is_blank()
    }

    /// Whether it says that it is what the others leave.
    pub(crate) fn is_rest(&self) -> bool {
        is_rest(self.text())
    }

    /// Number and unit as one text, by which equal statements are known.
    pub(crate) fn key(&self) -> String {
        match self.column.unit(self.row) {
            CellUnit::Text(unit) => format!("{}\u{0}{unit}", self.text()),
            CellUnit::Known(_) | CellUnit::Missing => self.text().to_owned(),
        }
    }

    /// The text of the cell.
    pub(crate) fn text(&self) -> &str {
        self.row.text(self.column.column)
    }

    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        self.row.place(self.column.column)
    }

    fn defect(&self, code: Code) -> Diagnostic {
        Diagnostic::new(code, self.place())
            .with("what", self.column.name.as_str())
            .with("value", self.text())
    }

    /// Reads what the cell says, each number with `read`.
    fn read<T: Ends>(
        &self,
        sink: &mut dyn Sink,
        read: fn(&Printed<'_>, &mut dyn Sink) -> Option<T>,
    ) -> Option<T> {
        if self.text().is_empty() || is_fault(self.text()) {
            return None;
        }
        if is_date(self.text()) {
            sink.diagnostic(self.defect(sheets::AMOUNT_IS_DATE));
            return None;
        }
        let text = folded(self.text());
        let one = |figure: Figure<'_>, sink: &mut dyn Sink| self.figure(figure, sink, read);
        let found = match said(&text) {
            Said::Nothing | Said::Rest => return None,
            Said::Unbounded => {
                sink.diagnostic(self.defect(cells::AMOUNT_UNBOUNDED));
                return None;
            }
            Said::About(figure) => {
                // A unit that is wrong is told too.
                one(figure, sink)?;
                sink.diagnostic(self.defect(cells::AMOUNT_APPROXIMATE));
                return None;
            }
            Said::Number(figure) => one(figure, sink)?,
            Said::AtMost(high) => one(high, sink)?.or_less(),
            Said::AtLeast(low) => match one(low, sink)?.or_more() {
                Some(range) => range,
                None => return self.not_a_number(sink),
            },
            Said::Range(low, high) => {
                let high = one(high, sink)?;
                match one(low, sink)?.to(high) {
                    Some(range) => range,
                    // A range that runs backwards is no amount.
                    None => return self.not_a_number(sink),
                }
            }
        };
        Some(found.written(self.text()))
    }

    fn not_a_number<T>(&self, sink: &mut dyn Sink) -> Option<T> {
        sink.diagnostic(self.defect(amounts::NUMBER_MALFORMED));
        None
    }

    /// Reads one number of the cell.
    fn figure<T>(
        &self,
        figure: Figure<'_>,
        sink: &mut dyn Sink,
        read: fn(&Printed<'_>, &mut dyn Sink) -> Option<T>,
    ) -> Option<T> {
        let evidence = match self.row.is_typed(self.column.column) {
            // A workbook stores numbers without any mark of a language.
            true => Evidence::default(),
            false => self.column.evidence,
        };
        let Ok(number) = plain(figure.number, evidence) else {
            sink.diagnostic(self.defect(cells::NUMBER_AMBIGUOUS));
            return None;
        };
        // A unit in the cell is nearer than the unit of the column.
        let unit = figure.unit.map_or_else(|| self.column.unit(self.row), CellUnit::Known);
        let (unit, power) = match unit {
            CellUnit::Known(Scaled { unit, power }) => (PrintedUnit::Known(unit), power),
            CellUnit::Text(text) => (PrintedUnit::Text(text), 0),
            CellUnit::Missing => (PrintedUnit::Missing, 0),
        };
        let raw = &scaled(&number, power);
        read(
            &Printed {
                what: &self.column.name,
                raw,
                written: self.text(),
                unit,
                place: self.place(),
            },
            sink,
        )
    }
}

/// `number` times ten to the `power`.
fn scaled(number: &str, power: i32) -> String {
    let (digits, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    match exponent.parse::<i32>().ok().and_then(|e| e.checked_add(power)) {
        Some(exponent) if power != 0 => format!("{digits}e{exponent}"),
        _ => number.to_owned(),
    }
}

/// Returns the mass in `cell`; `None` where it states none, or after a diagnostic.
pub(crate) fn mass(cell: &Cell<'_>, sink: &mut dyn Sink) -> Option<Box<Stated<MassRange>>> {
    cell.read(sink, number::mass)
}

/// Returns the share in `cell`; `None` where it states none, or after a diagnostic.
pub(crate) fn share(cell: &Cell<'_>, sink: &mut dyn Sink) -> Option<Box<Stated<FractionRange>>> {
    cell.read(sink, number::share)
}

/// Returns the mass or share in `cell`; `None` where it states none, or after a diagnostic.
pub(crate) fn amount(cell: &Cell<'_>, sink: &mut dyn Sink) -> Option<Amount> {
    cell.read(sink, number::amount)
}

/// An amount that can be one end of a range.
trait Ends: Sized {
    /// Returns the interval from `self` to `high`; `None` where `high` is below `self`.
    fn to(self, high: Self) -> Option<Self>;
    /// Returns the interval from zero to `self`.
    fn or_less(self) -> Self;
    /// Returns the interval from `self` on; `None` for a share of more than the whole.
    fn or_more(self) -> Option<Self>;
    /// Returns it with `raw` as what is written.
    fn written(self, raw: &str) -> Self;
}

impl Ends for Box<Stated<MassRange>> {
    fn to(self, mut high: Self) -> Option<Self> {
        high.value.low = self.value.low;
        high.value.high.is_none_or(|top| high.value.low <= top).then_some(high)
    }

    fn or_less(mut self) -> Self {
        self.value = MassRange::up_to(self.value.high);
        self
    }

    fn or_more(mut self) -> Option<Self> {
        self.value.high = None;
        Some(self)
    }

    fn written(mut self, raw: &str) -> Self {
        raw.clone_into(&mut self.raw);
        self
    }
}

impl Ends for Box<Stated<FractionRange>> {
    fn to(self, mut high: Self) -> Option<Self> {
        high.value.low = self.value.low;
        (high.value.low <= high.value.high).then_some(high)
    }

    fn or_less(mut self) -> Self {
        self.value = FractionRange::up_to(self.value.high);
        self
    }

    fn or_more(mut self) -> Option<Self> {
        self.value.high = Fraction::ONE;
        (self.value.low <= self.value.high).then_some(self)
    }

    fn written(mut self, raw: &str) -> Self {
        raw.clone_into(&mut self.raw);
        self
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

    fn or_less(self) -> Self {
        match self {
            Self::Mass(stated) => Self::Mass(stated.or_less()),
            Self::Share(stated) => Self::Share(stated.or_less()),
        }
    }

    fn or_more(self) -> Option<Self> {
        match self {
            Self::Mass(stated) => stated.or_more().map(Self::Mass),
            Self::Share(stated) => stated.or_more().map(Self::Share),
        }
    }

    fn written(self, raw: &str) -> Self {
        match self {
            Self::Mass(stated) => Self::Mass(stated.written(raw)),
            Self::Share(stated) => Self::Share(stated.written(raw)),
        }
    }
}
