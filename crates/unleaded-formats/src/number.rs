//! Printed amounts, with a diagnostic for each way in which one can be wrong.

use unleaded_model::amount::{FractionRange, MassRange, Number, NumberError, Unit};
use unleaded_model::declaration::Stated;
use unleaded_model::diagnostic::codes::amounts;
use unleaded_model::diagnostic::{Code, Diagnostic, Place};

use crate::sink::Sink;

/// The unit of a printed amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrintedUnit<'a> {
    /// It is known without being printed beside the number, e.g. from the header of a column.
    Known(Unit),
    /// There is none.
    Missing,
    /// It is printed; blank text is no unit.
    Text(&'a str),
}

/// An amount as a document prints it.
#[derive(Clone, Debug)]
pub struct Printed<'a> {
    /// What the document calls the amount: the name of a column or attribute.
    pub what: &'a str,
    /// The text of the number.
    pub raw: &'a str,
    /// What a defect quotes: the number with all that the reader took from it.
    pub written: &'a str,
    /// The unit.
    pub unit: PrintedUnit<'a>,
    /// Where it stands.
    pub place: Place,
}

/// A mass or a share, as the unit says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amount {
    /// A mass.
    Mass(Box<Stated<MassRange>>),
    /// A share.
    Share(Box<Stated<FractionRange>>),
}

/// Returns the mass that is printed; `None` after a diagnostic. A unit of share is one (`unit-kind`).
pub fn mass(printed: &Printed<'_>, sink: &mut dyn Sink) -> Option<Box<Stated<MassRange>>> {
    match amount(printed, sink)? {
        Amount::Mass(stated) => Some(stated),
        Amount::Share(_) => wrong_kind(printed, sink),
    }
}

/// Returns the share that is printed; `None` after a diagnostic. A unit of mass is one (`unit-kind`).
pub fn share(printed: &Printed<'_>, sink: &mut dyn Sink) -> Option<Box<Stated<FractionRange>>> {
    match amount(printed, sink)? {
        Amount::Share(stated) => Some(stated),
        Amount::Mass(_) => wrong_kind(printed, sink),
    }
}

/// Returns the mass or share that is printed, as its unit says; `None` after a diagnostic.
pub fn amount(printed: &Printed<'_>, sink: &mut dyn Sink) -> Option<Amount> {
    let number = number(printed, sink);
    let unit = unit(printed, sink);
    let (number, unit) = (number?, unit?);
    let half = number.half_place();
    let amount = match unit.share_power() {
        Some(power) => {
            stated(printed, FractionRange::of(&number, power), FractionRange::of(&half, power))
                .map(Amount::Share)
        }
        None => stated(printed, MassRange::of(&number, unit), MassRange::of(&half, unit))
            .map(Amount::Mass),
    };
    if amount.is_none() {
        sink.diagnostic(defect(printed, amounts::AMOUNT_OVERFLOW));
    }
    amount
}

fn stated<T>(
    printed: &Printed<'_>,
    value: Option<T>,
    rounding: Option<T>,
) -> Option<Box<Stated<T>>> {
    let (value, rounding) = (value?, rounding?);
    let (raw, place) = (printed.raw.to_owned(), printed.place.clone());
    Some(Box::new(Stated { raw, value, rounding, place }))
}

fn number(printed: &Printed<'_>, sink: &mut dyn Sink) -> Option<Number> {
    let code = match Number::parse(printed.raw) {
        Ok(number) => return Some(number),
        Err(NumberError::Malformed) if is_prose(printed.raw) => amounts::AMOUNT_IN_WORDS,
        Err(NumberError::Malformed) => amounts::NUMBER_MALFORMED,
        Err(NumberError::Negative) => amounts::NUMBER_NEGATIVE,
        Err(NumberError::TooLong) => amounts::NUMBER_TOO_LONG,
    };
    sink.diagnostic(defect(printed, code));
    None
}

/// Whether `text` is words: several of them, or two Chinese characters, and no digit.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let han =
        text.chars().filter(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    !text.chars().any(|c| c.is_numeric()) && (words.count() > 1 || han.count() > 1)
}

fn unit(printed: &Printed<'_>, sink: &mut dyn Sink) -> Option<Unit> {
    let text = match printed.unit {
        PrintedUnit::Known(unit) => return Some(unit),
        PrintedUnit::Text(text) if !text.trim().is_empty() => text,
        PrintedUnit::Text(_) | PrintedUnit::Missing => {
            sink.diagnostic(defect(printed, amounts::UNIT_MISSING));
            return None;
        }
    };
    let unit = Unit::parse(text);
    if unit.is_none() {
        let unknown = Diagnostic::new(amounts::UNIT_UNKNOWN, printed.place.clone());
        sink.diagnostic(unknown.with("value", text));
    }
    unit
}

fn wrong_kind<T>(printed: &Printed<'_>, sink: &mut dyn Sink) -> Option<T> {
    let unit = match printed.unit {
        PrintedUnit::Known(unit) => unit.name(),
        PrintedUnit::Text(text) => text,
        PrintedUnit::Missing => "",
    };
    sink.diagnostic(defect(printed, amounts::UNIT_KIND).with("unit", unit));
    None
}

fn defect(printed: &Printed<'_>, code: Code) -> Diagnostic {
    Diagnostic::new(code, printed.place.clone())
        .with("what", printed.what)
        .with("value", printed.written)
}

#[cfg(test)]
mod tests {
    use unleaded_model::diagnostic::FileName;

    use super::*;
    use crate::sink::Collected;

    fn printed<'a>(raw: &'a str, unit: PrintedUnit<'a>) -> Printed<'a> {
        Printed { what: "mass", raw, written: raw, unit, place: Place::file(&FileName::new("t")) }
    }

    #[test]
    fn rounding_is_half_a_unit_of_the_last_place() {
        let mut sink = Collected::default();
        let found = mass(&printed("1.50", PrintedUnit::Text("mg")), &mut sink).unwrap();
        assert_eq!(found.value.low.to_string(), "1.5");
        assert_eq!(found.rounding.low.to_string(), "0.005");
        let found = share(&printed("7", PrintedUnit::Known(Unit::MassPercent)), &mut sink).unwrap();
        assert_eq!(found.rounding.low.ppm_low().to_string(), "5000");
        assert_eq!(sink, Collected::default());
    }

    #[test]
    fn each_defect_has_its_code() {
        let check = |raw: &str, unit, expected: &[&str]| {
            let mut sink = Collected::default();
            assert_eq!(mass(&printed(raw, unit), &mut sink), None, "{raw}");
            let codes: Vec<_> = sink.diagnostics.iter().map(|d| d.code.name()).collect();
            assert_eq!(codes, expected, "{raw}");
        };
        let mg = PrintedUnit::Text("mg");
        check("1,5", mg, &["number-malformed"]);
        check("", mg, &["number-malformed"]);
        check("-1", mg, &["number-negative"]);
        check("1e41", mg, &["number-too-long"]);
        check("1e30", mg, &["amount-overflow"]);
        check("1", PrintedUnit::Missing, &["unit-missing"]);
        check("1", PrintedUnit::Text(" "), &["unit-missing"]);
        check("1", PrintedUnit::Text("oz"), &["unit-unknown"]);
        check("1", PrintedUnit::Text("ppm"), &["unit-kind"]);
        check("x", PrintedUnit::Text("oz"), &["number-malformed", "unit-unknown"]);
    }
}
