//! `Mass`, `MassPercent` and `MatMassPercent`, with their tolerances.

use std::io::BufRead;

use unleaded_model::amount::{FractionRange, Mass, MassRange, Number, Unit};
use unleaded_model::declaration::Stated;
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::amounts;

use super::reading::Reading;
use super::value::Value;
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::number::{self, Printed, PrintedUnit};
use crate::sink::Sink;
use crate::xml::Puller;

/// The attributes of one element that make up an amount.
#[derive(Clone, Debug, Default)]
struct Slot {
    value: Option<usize>,
    unit: Option<usize>,
    plus: Option<usize>,
    minus: Option<usize>,
    others: Vec<usize>,
}

impl Slot {
    fn of<R: BufRead>(puller: &Puller<R>) -> Self {
        let mut slot = Self::default();
        for index in 0..puller.attributes() {
            match puller.attribute_name(index) {
                b"mass" | b"massPercent" => slot.value = Some(index),
                b"unitOfMeasure" => slot.unit = Some(index),
                b"positiveTolerance" => slot.plus = Some(index),
                b"negativeTolerance" => slot.minus = Some(index),
                _ => slot.others.push(index),
            }
        }
        slot
    }

    fn mass<R: BufRead>(
        &self,
        puller: &Puller<R>,
        sink: &mut dyn Sink,
    ) -> Option<Box<Stated<MassRange>>> {
        let index = given(self.value, puller)?;
        let raw = puller.value(index);
        let unit = self.unit.map(|unit| puller.value(unit));
        let printed = match &unit {
            Some(text) => PrintedUnit::Text(text),
            None => PrintedUnit::Missing,
        };
        let place = puller.value_place(index);
        let stated = number::mass(
            &Printed { what: "mass", raw: &raw, written: &raw, unit: printed, place },
            sink,
        );
        let (plus, minus) = self.tolerances(puller, sink)?;
        let (mut stated, unit) = (stated?, Unit::parse(&unit?)?);
        let value = widened(stated.value, unit, (&plus, &minus));
        let Some(value) = value else { return overflow(index, puller, sink) };
        stated.value = value;
        Some(stated)
    }

    fn share<R: BufRead>(
        &self,
        puller: &Puller<R>,
        sink: &mut dyn Sink,
    ) -> Option<Box<Stated<FractionRange>>> {
        let index = given(self.value, puller)?;
        let raw = puller.value(index);
        let unit = PrintedUnit::Known(Unit::MassPercent);
        let place = puller.value_place(index);
        let stated = number::share(
            &Printed { what: "massPercent", raw: &raw, written: &raw, unit, place },
            sink,
        );
        let (plus, minus) = self.tolerances(puller, sink)?;
        let mut stated = stated?;
        // Percent of a share are fewer than as many percentage points, so the points hold both readings.
        let points = |number: &Number| FractionRange::of(number, -2);
        if let Some(plus) = &plus {
            let Some(plus) = points(plus) else { return overflow(index, puller, sink) };
            stated.value.high = stated.value.plus(plus).high;
        }
        if let Some(minus) = &minus {
            let Some(minus) = points(minus) else { return overflow(index, puller, sink) };
            stated.value.low = stated.value.rest().plus(minus).rest().low.min(stated.value.low);
        }
        Some(stated)
    }

    /// The tolerances above and below; `None` after a diagnostic.
    fn tolerances<R: BufRead>(
        &self,
        puller: &Puller<R>,
        sink: &mut dyn Sink,
    ) -> Option<(Option<Number>, Option<Number>)> {
        let plus = tolerance("positiveTolerance", given(self.plus, puller), puller, sink);
        let minus = tolerance("negativeTolerance", given(self.minus, puller), puller, sink);
        Some((plus?, minus?))
    }
}

/// The attribute `index`, unless it is empty, as real files write one that is not given.
fn given<R: BufRead>(index: Option<usize>, puller: &Puller<R>) -> Option<usize> {
    index.filter(|index| !puller.value(*index).trim().is_empty())
}

fn overflow<R: BufRead, T>(index: usize, puller: &Puller<R>, sink: &mut dyn Sink) -> Option<T> {
    let overflow = Diagnostic::new(amounts::AMOUNT_OVERFLOW, puller.value_place(index));
    let value = puller.value(index);
    sink.diagnostic(overflow.with("what", "tolerance").with("value", value.as_ref()));
    None
}

/// Reads a tolerance, with or without its sign. Outer `None`: it can't be read, and a diagnostic says so; inner `None`:
/// there is none.
fn tolerance<R: BufRead>(
    what: &str,
    index: Option<usize>,
    puller: &Puller<R>,
    sink: &mut dyn Sink,
) -> Option<Option<Number>> {
    let Some(index) = index else { return Some(None) };
    let value = puller.value(index);
    let unsigned = value.trim().trim_start_matches(['+', '-']);
    if let Ok(number) = Number::parse(unsigned) {
        return Some(Some(number));
    }
    let malformed = Diagnostic::new(amounts::NUMBER_MALFORMED, puller.value_place(index));
    sink.diagnostic(malformed.with("what", what).with("value", value.as_ref()));
    None
}

/// A mass with its tolerances. Whether these are in the unit of the mass or in percent of it is not known, so the wider
/// of both readings is taken. `None`: the sum is no mass.
fn widened(
    mass: MassRange,
    unit: Unit,
    (plus, minus): (&Option<Number>, &Option<Number>),
) -> Option<MassRange> {
    let slack = |number: &Option<Number>| match number {
        None => Some(Mass::ZERO),
        Some(number) => {
            let in_unit = MassRange::of(number, unit)?.high?;
            let in_percent = mass.times(FractionRange::of(number, -2)?)?.high?;
            Some(in_unit.max(in_percent))
        }
    };
    let (plus, minus) = (slack(plus)?, slack(minus)?);
    Some(MassRange { low: mass.low.minus(minus), high: Some(mass.high?.plus(plus)?) })
}

impl Reading {
    /// Takes an amount for the element that it stands in.
    pub(super) fn open_amount<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let slot = Slot::of(puller);
        match kind {
            Kind::Mass => {
                let mass = slot.mass(puller, sink);
                self.put_mass(mass);
            }
            _ => {
                let share = slot.share(puller, sink);
                self.put_share(kind, share);
            }
        }
        self.push(kind, Value::None);
        self.keep_attributes(&slot.others, puller, sink);
    }

    fn put_mass(&mut self, mass: Option<Box<Stated<MassRange>>>) {
        match self.value() {
            Some(Value::Answer(row)) => row.answer.mass = mass,
            Some(Value::Class(class)) => class.mass = mass,
            Some(Value::Item(item)) => item.mass = mass,
            Some(Value::Material(material)) => material.mass = mass,
            Some(Value::Substance(substance)) => substance.substance.mass = mass,
            _ => {}
        }
    }

    fn put_share(&mut self, kind: Kind, share: Option<Box<Stated<FractionRange>>>) {
        match (self.value(), kind) {
            (Some(Value::Answer(row)), Kind::MatMassPercent) => {
                row.answer.share_of_material = share;
            }
            (Some(Value::Answer(row)), _) => row.answer.share_of_part = share,
            (Some(Value::Class(class)), _) => class.share_of_part = share,
            (Some(Value::Material(material)), _) => material.share_of_part = share,
            (Some(Value::Substance(substance)), Kind::MatMassPercent) => {
                substance.material_percent = share;
            }
            (Some(Value::Substance(substance)), _) => substance.percent = share,
            _ => {}
        }
    }
}
