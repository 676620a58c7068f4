//! The unit that an amount was printed in, found again from the amount that it stands for.

use super::Stated;
use crate::amount::{FractionRange, MassRange, Number, Unit};
use crate::identity::matching_text;

impl Stated<MassRange> {
    /// The unit that it was printed in; `None`: it can't be told from the number.
    pub fn unit(&self) -> Option<Unit> {
        use Unit::{Gram, Kilogram, Microgram, Milligram, Nanogram};
        let number = last_number(&self.raw)?;
        [Milligram, Gram, Kilogram, Microgram, Nanogram].into_iter().find(|unit| {
            let high = |number| MassRange::of(number, *unit).and_then(|mass| mass.high);
            high(&number) == self.value.high && high(&number.half_place()) == self.rounding.high
        })
    }

    /// The number as printed, with its unit.
    pub fn printed(&self) -> String {
        match self.unit() {
            Some(unit) => with_unit(&self.raw, unit.name()),
            None => self.raw.trim().to_owned(),
        }
    }
}

impl Stated<FractionRange> {
    /// The unit that it was printed in; `None`: it can't be told from the number.
    pub fn unit(&self) -> Option<Unit> {
        let number = last_number(&self.raw)?;
        [Unit::MassPercent, Unit::Ppm].into_iter().find(|unit| {
            let of = |number| FractionRange::of(number, unit.share_power()?).map(|s| s.high);
            of(&number) == Some(self.value.high)
                && of(&number.half_place()) == Some(self.rounding.high)
        })
    }

    /// The number as printed, with its unit.
    pub fn printed(&self) -> String {
        match self.unit() {
            Some(Unit::MassPercent) => with_unit(&self.raw, "%"),
            Some(unit) => with_unit(&self.raw, unit.name()),
            None => self.raw.trim().to_owned(),
        }
    }
}

/// The number that `text` ends with: `10` of `5 - 10`, `0.1` of `< 0.1 %`.
fn last_number(text: &str) -> Option<Number> {
    let text = matching_text(text);
    let text = text.strip_suffix('%').unwrap_or(&text).trim_end();
    if let Ok(number) = Number::parse(text) {
        return Some(number);
    }
    let last = text.rsplit(['~', '-', '～', '至', '<', '=', '≤', '≦']).next()?;
    Number::parse(last).ok()
}

/// The number and its unit, which may be printed already.
fn with_unit(raw: &str, unit: &str) -> String {
    let raw = raw.trim();
    if raw.ends_with(unit) || unit == "%" && raw.ends_with('％') {
        return raw.to_owned();
    }
    format!("{raw} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{FileName, Place};

    fn share(raw: &str, low: &str, high: &str, unit: Unit) -> Stated<FractionRange> {
        let power = unit.share_power().unwrap();
        let of = |text| Number::parse(text).unwrap();
        let ends = |number: &Number| FractionRange::of(number, power).unwrap();
        Stated {
            raw: raw.to_owned(),
            value: FractionRange { low: ends(&of(low)).low, high: ends(&of(high)).high },
            rounding: ends(&of(high).half_place()),
            place: Place::file(&FileName::new("a.csv")),
        }
    }

    fn mass(raw: &str, unit: Unit) -> Stated<MassRange> {
        let number = Number::parse(raw).unwrap();
        Stated {
            raw: raw.to_owned(),
            value: MassRange::of(&number, unit).unwrap(),
            rounding: MassRange::of(&number.half_place(), unit).unwrap(),
            place: Place::file(&FileName::new("a.csv")),
        }
    }

    #[test]
    fn units_are_found_again() {
        use Unit::{Gram, MassPercent, Milligram, Nanogram, Ppm};
        for (stated, expect) in [
            (share("0.5", "0.5", "0.5", MassPercent), "0.5 %"),
            (share("5000", "5000", "5000", Ppm), "5000 ppm"),
            (share("96 %", "96", "96", MassPercent), "96 %"),
            (share("５ ％", "5", "5", MassPercent), "５ ％"),
            (share("< 0.1", "0", "0.1", MassPercent), "< 0.1 %"),
            (share("5 - 10", "5", "10", Ppm), "5 - 10 ppm"),
            (share("0", "0", "0", Ppm), "0 ppm"),
            (share("some", "1", "1", Ppm), "some"),
        ] {
            assert_eq!(stated.printed(), expect);
        }
        for (stated, expect) in [
            (mass("1.000", Milligram), "1.000 mg"),
            (mass("1e-3", Gram), "1e-3 g"),
            (mass("0", Nanogram), "0 ng"),
            (mass("0.0", Gram), "0.0 g"),
        ] {
            assert_eq!(stated.printed(), expect);
        }
    }
}
