//! Quantities with their units, and masses of a piece or of another unit of measure.

use unleaded_model::amount::{Decimal, Number};
use unleaded_model::bom::{Quantity, QuantityUnit};
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::{key, matching_text};

use crate::tables::units::Scaled;

/// Words for pieces, as `key` writes them.
const PIECES: [&str; 29] = [
    "pcs", "pc", "piece", "pieces", "ea", "each", "unit", "units", "set", "sets", "nos", "st",
    "stk", "part", "parts", "stück", "stueck", "个", "件", "只", "颗", "片", "支", "台", "套",
    "枚", "個", "本", "点",
];
/// Grams as a power of ten of attograms.
const GRAM: i32 = 18;

/// What a part counts where nothing says how often it is there.
pub(crate) const ONE_PIECE: Quantity =
    Quantity { amount: Decimal::ONE, unit: QuantityUnit::Pieces };

/// A quantity as a document prints it.
pub(crate) struct PrintedQuantity<'a> {
    /// The number.
    pub(crate) text: &'a str,
    /// Its unit; empty: none.
    pub(crate) unit: &'a str,
    /// The mass of one unit of a length, an area or a volume, where the document gives it: number and unit, as in
    /// `19.6` and `kg/m^2`. Empty: not given.
    pub(crate) mass_per_unit: (&'a str, &'a str),
    /// The part that is counted.
    pub(crate) child: &'a str,
    /// What holds it; empty: not known yet.
    pub(crate) parent: &'a str,
}

/// Returns the quantity that is printed, or what is wrong with it; places are made only where they are needed.
pub(crate) fn quantity(
    printed: &PrintedQuantity<'_>,
    place: impl FnOnce() -> Place,
    unit_place: impl FnOnce() -> Place,
) -> Result<Quantity, Box<Diagnostic>> {
    let Some(amount) = exact(printed.text) else {
        return Err(Box::new(
            Diagnostic::new(codes::BOM_QUANTITY, place())
                .with("value", printed.text)
                .with("child", printed.child)
                .with("parent", printed.parent),
        ));
    };
    let found = in_unit(amount, printed.unit).or_else(|| by_mass(amount, printed));
    found.ok_or_else(|| {
        let defect = Diagnostic::new(codes::BOM_UNIT, unit_place());
        Box::new(defect.with("value", printed.unit).with("child", printed.child))
    })
}

/// The number in `text`; `None` where it is none or can't be held exactly.
fn exact(text: &str) -> Option<Decimal> {
    let number = Number::parse(&matching_text(text)).ok().filter(|n| n.low == n.high);
    number.map(|number| number.low)
}

/// Whether `unit` counts pieces; no unit does.
fn is_pieces(unit: &str) -> bool {
    unit.trim().is_empty() || PIECES.contains(&key(unit).as_str())
}

/// `amount` of pieces, where no unit is given, or of grams.
fn in_unit(amount: Decimal, unit: &str) -> Option<Quantity> {
    if is_pieces(unit) {
        return Some(Quantity { amount, unit: QuantityUnit::Pieces });
    }
    let Scaled { unit, power } = Scaled::parse(unit)?;
    let power = unit.attogram_power()? + power;
    Some(Quantity { amount: amount.scaled(power - GRAM), unit: QuantityUnit::Grams })
}

/// A length, an area or a volume as the mass that the document gives for one unit of it.
fn by_mass(amount: Decimal, printed: &PrintedQuantity<'_>) -> Option<Quantity> {
    let (mass, per) = printed.mass_per_unit;
    let (mass_unit, of) = per.split_once('/')?;
    if key(of) != key(printed.unit) {
        return None;
    }
    let mass = in_unit(exact(mass)?, mass_unit).filter(|m| m.unit == QuantityUnit::Grams)?.amount;
    let grams = Decimal::new(
        amount.mantissa().checked_mul(mass.mantissa())?,
        amount.exponent().checked_add(mass.exponent())?,
    );
    Some(Quantity { amount: grams, unit: QuantityUnit::Grams })
}

/// The unit of mass in `unit`, which may be per piece as in `g/Part`; `None` where it is per something else.
pub(crate) fn mass_of_piece(unit: &str) -> Option<&str> {
    match unit.split_once('/') {
        None => Some(unit),
        Some((mass, of)) => (!of.trim().is_empty() && is_pieces(of)).then_some(mass.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(printed: &PrintedQuantity<'_>) -> Option<(String, QuantityUnit)> {
        let place = || Place::file(&unleaded_model::diagnostic::FileName::new("t"));
        quantity(printed, place, place).ok().map(|q| (q.amount.to_string(), q.unit))
    }

    #[test]
    fn units_of_quantity() {
        let check = |unit: &str, expected: Option<(&str, QuantityUnit)>| {
            let printed = PrintedQuantity {
                text: "2",
                unit,
                mass_per_unit: ("", ""),
                child: "c",
                parent: "p",
            };
            let expected = expected.map(|(amount, unit)| (amount.to_owned(), unit));
            assert_eq!(found(&printed), expected, "{unit}");
        };
        check("", Some(("2", QuantityUnit::Pieces)));
        check("PCS", Some(("2", QuantityUnit::Pieces)));
        check("个", Some(("2", QuantityUnit::Pieces)));
        check("Each", Some(("2", QuantityUnit::Pieces)));
        check("Stück", Some(("2", QuantityUnit::Pieces)));
        check("mg", Some(("0.002", QuantityUnit::Grams)));
        check("克", Some(("2", QuantityUnit::Grams)));
        check("公克", Some(("2", QuantityUnit::Grams)));
        check("gramm", Some(("2", QuantityUnit::Grams)));
        check("KG", Some(("2000", QuantityUnit::Grams)));
        check("m", None);
        check("%", None);
        check("ppm", None);
    }

    #[test]
    fn areas_with_their_mass() {
        let check = |unit: &str, mass_per_unit: (&str, &str), expected: Option<&str>| {
            let printed =
                PrintedQuantity { text: "1.51", unit, mass_per_unit, child: "c", parent: "p" };
            let expected = expected.map(|grams| (grams.to_owned(), QuantityUnit::Grams));
            assert_eq!(found(&printed), expected, "{unit} {mass_per_unit:?}");
        };
        check("m^2", ("19.6", "kg/m^2"), Some("29596"));
        check("m^2", ("340", "g/m^2"), Some("513.4"));
        check("m", ("0.5", "g/m"), Some("0.755"));
        check("m^2", ("340", "g/mm^2"), None);
        check("m^2", ("x", "g/m^2"), None);
        check("m^2", ("340", "m/m^2"), None);
        check("m^2", ("", ""), None);
        let (text, nines) = ("99999", "9".repeat(36));
        let mass_per_unit = (nines.as_str(), "kg/m^2");
        let printed = PrintedQuantity { text, unit: "m^2", mass_per_unit, child: "c", parent: "p" };
        assert_eq!(found(&printed), None, "beyond 128 bits");
        assert_eq!(mass_of_piece("g/Part"), Some("g"));
        assert_eq!(mass_of_piece("kg"), Some("kg"));
        assert_eq!(mass_of_piece("kg/m^2"), None);
        assert_eq!(mass_of_piece("kg/"), None);
    }
}
