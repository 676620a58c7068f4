//! Amounts in rows: exact, with what was printed.

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_model::declaration::Stated;
use unleaded_model::diagnostic::Place;
use unleaded_trust::rows::Row;

/// A mass: attograms in decimal; without `high` it has no bound.
pub(super) fn mass(stated: &Stated<MassRange>) -> Row {
    let Stated { raw, value, rounding, place: _ } = stated;
    let rounding = mass_range(Row::new(), *rounding);
    mass_range(Row::new().text("raw", raw).object("rounding", Some(rounding)), *value)
}

fn mass_range(row: Row, range: MassRange) -> Row {
    let high = range.high.map(|high| high.attograms().to_string()).unwrap_or_default();
    row.text("low", &range.low.attograms().to_string()).text("high", &high)
}

/// A share: numerator and denominator in lowest terms.
pub(super) fn share(stated: &Stated<FractionRange>) -> Row {
    let Stated { raw, value, rounding, place: _ } = stated;
    let rounding = share_range(Row::new(), *rounding);
    share_range(Row::new().text("raw", raw).object("rounding", Some(rounding)), *value)
}

fn share_range(row: Row, range: FractionRange) -> Row {
    row.text("low", &fraction(range.low)).text("high", &fraction(range.high))
}

fn fraction(fraction: Fraction) -> String {
    let (numerator, denominator) = (fraction.numerator(), fraction.denominator());
    // A denominator is never zero.
    let lowest = Fraction::new(numerator, denominator).unwrap_or(fraction);
    format!("{}/{}", lowest.numerator(), lowest.denominator())
}

/// The mass in the member `name`; `None`: it is no mass. Absent: `Some(None)`.
#[expect(clippy::option_option, reason = "absent and malformed are two things")]
pub(super) fn read_mass(
    row: &Row,
    name: &str,
    place: &Place,
) -> Option<Option<Box<Stated<MassRange>>>> {
    read(row, name, place, read_mass_range)
}

/// The share in the member `name`; `None`: it is no share. Absent: `Some(None)`.
#[expect(clippy::option_option, reason = "absent and malformed are two things")]
pub(super) fn read_share(
    row: &Row,
    name: &str,
    place: &Place,
) -> Option<Option<Box<Stated<FractionRange>>>> {
    read(row, name, place, read_share_range)
}

#[expect(clippy::option_option, reason = "absent and malformed are two things")]
fn read<T>(
    row: &Row,
    name: &str,
    place: &Place,
    range: fn(&Row) -> Option<T>,
) -> Option<Option<Box<Stated<T>>>> {
    if row.get(name).is_none() {
        return Some(None);
    }
    let amount = row.object_of(name)?;
    Some(Some(Box::new(Stated {
        raw: amount.text_of("raw"),
        value: range(amount)?,
        rounding: range(amount.object_of("rounding")?)?,
        place: place.clone(),
    })))
}

fn read_mass_range(row: &Row) -> Option<MassRange> {
    let mass = |text: &str| Mass::from_attograms(text.parse().ok()?);
    let low = mass(row.find("low")?)?;
    let high = match row.find("high") {
        Some(text) => Some(mass(text)?),
        None => None,
    };
    // An interval whose ends are swapped holds nothing, and would bound everything.
    high.is_none_or(|high| low <= high).then_some(MassRange { low, high })
}

fn read_share_range(row: &Row) -> Option<FractionRange> {
    let fraction = |name: &str| {
        let (numerator, denominator) = row.find(name)?.split_once('/')?;
        Fraction::new(numerator.parse().ok()?, denominator.parse().ok()?)
    };
    let (low, high) = (fraction("low")?, fraction("high")?);
    (low <= high).then_some(FractionRange { low, high })
}
