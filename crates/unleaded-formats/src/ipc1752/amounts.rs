//! Amounts: `Amount` and `Concentration` elements, and `value` and `UOM` on the element itself.

use std::io::BufRead;

use unleaded_model::amount::{MassRange, Unit};
use unleaded_model::declaration::Stated;

use super::keep::Frame;
use super::reading::{Outcome, Reading};
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::number::{self, Amount, Printed, PrintedUnit};
use crate::xml::Puller;

/// The attributes of one tag that make up an amount.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slot {
    value: Option<usize>,
    unit: Option<usize>,
}

impl Slot {
    /// Whether the attribute `index` is part of an amount; it is then taken.
    pub(super) fn takes<R: BufRead>(&mut self, puller: &Puller<R>, index: usize) -> bool {
        match puller.attribute_name(index) {
            b"value" => self.value = Some(index),
            b"UOM" => self.unit = Some(index),
            _ => return false,
        }
        true
    }

    /// Whether there is a value. An empty one is what real files write for one that is not given.
    fn is_given<R: BufRead>(self, puller: &Puller<R>) -> bool {
        self.value.is_some_and(|index| !puller.value(index).trim().is_empty())
    }

    /// The mass that the attributes state; `None`: none, or after a diagnostic.
    pub(super) fn mass<R: BufRead>(
        self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Option<Box<Stated<MassRange>>> {
        self.printed(None, puller, |printed| number::mass(printed, sink))
    }

    /// The amount that the attributes state, in `default` where they name no unit.
    fn amount<R: BufRead>(
        self,
        default: Option<Unit>,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Option<Amount> {
        self.printed(default, puller, |printed| number::amount(printed, sink))
    }

    /// An empty value is what real files write for one that is not given.
    fn printed<R: BufRead, T>(
        self,
        default: Option<Unit>,
        puller: &Puller<R>,
        parse: impl FnOnce(&Printed<'_>) -> Option<T>,
    ) -> Option<T> {
        let index = self.value?;
        let raw = puller.value(index);
        if raw.trim().is_empty() {
            return None;
        }
        let unit = self.unit.map(|unit| puller.value(unit));
        let unit = match (&unit, default) {
            (Some(text), _) => known(text).map_or(PrintedUnit::Text(text), PrintedUnit::Known),
            (None, Some(unit)) => PrintedUnit::Known(unit),
            (None, None) => PrintedUnit::Missing,
        };
        let what = match puller.name() {
            b"Concentration" => "Concentration",
            _ => "Amount",
        };
        parse(&Printed { what, raw: &raw, written: &raw, unit, place: puller.value_place(index) })
    }
}

/// The unit whose usual spelling `text` is; other spellings are for the parser of units.
fn known(text: &str) -> Option<Unit> {
    const USUAL: [Unit; 7] = [
        Unit::Gram,
        Unit::Kilogram,
        Unit::MassPercent,
        Unit::Microgram,
        Unit::Milligram,
        Unit::Nanogram,
        Unit::Ppm,
    ];
    USUAL.into_iter().find(|unit| unit.name() == text)
}

impl Reading {
    /// Takes an `Amount` or `Concentration` for the element that it stands in.
    pub(super) fn open_amount<R: BufRead>(
        &mut self,
        kind: Kind,
        frame: Frame,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Outcome {
        let Some(parent) = self.frames.last().map(|frame| frame.kind) else {
            return Outcome::Repeated;
        };
        let mut slot = Slot::default();
        let others: Vec<usize> =
            (0..puller.attributes()).filter(|index| !slot.takes(puller, *index)).collect();
        let outcome = self.fill(parent, kind, &slot, puller, sink);
        if outcome == Outcome::Entered {
            self.frames.push(frame);
            for index in others {
                self.keep_attribute(puller, index, sink);
            }
        }
        outcome
    }

    /// Puts an amount into the field of `parent` that it is for; a field that is full stays as it is.
    pub(super) fn fill<R: BufRead>(
        &mut self,
        parent: Kind,
        kind: Kind,
        slot: &Slot,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) -> Outcome {
        if parent == Kind::ProductId {
            let mass = slot.mass(puller, sink);
            return put_all(self.item.as_mut().map(|item| &mut item.mass), mass);
        }
        // A concentration without a unit is mass percent.
        let default = (kind == Kind::Concentration).then_some(Unit::MassPercent);
        let amount = match kind {
            Kind::Concentration => slot
                .printed(default, puller, |printed| number::share(printed, sink))
                .map(Amount::Share),
            _ => slot.amount(default, puller, sink),
        };
        let Some(amount) = amount else {
            let is_unread = slot.is_given(puller);
            match (parent, &mut self.substance) {
                (Kind::Substance, Some(substance)) => substance.has_unread_amount |= is_unread,
                (Kind::Answer, _) => self.has_unread_answer |= is_unread,
                _ => {}
            }
            return Outcome::Entered;
        };
        self.put_amount(amount, parent, kind)
    }

    fn put_amount(&mut self, amount: Amount, parent: Kind, kind: Kind) -> Outcome {
        let group = self.groups.group.as_mut();
        match (amount, parent) {
            (Amount::Mass(mass), Kind::Group) => put(group.map(|g| &mut g.mass), mass),
            (Amount::Share(share), Kind::Group) => put(group.map(|g| &mut g.share_of_part), share),
            (Amount::Mass(mass), Kind::Material) => {
                put(self.material.as_mut().map(|m| &mut m.mass), mass)
            }
            (Amount::Share(share), Kind::Material) => {
                put(self.material.as_mut().map(|m| &mut m.share_of_part), share)
            }
            (Amount::Mass(mass), Kind::Substance) => {
                put(self.substance.as_mut().map(|s| &mut s.mass), mass)
            }
            (Amount::Share(share), Kind::Substance) => {
                put(self.substance.as_mut().map(|s| &mut s.share), share)
            }
            (Amount::Mass(mass), _) => put(self.answer.as_mut().map(|a| &mut a.mass), mass),
            (Amount::Share(share), _) if kind == Kind::Concentration => {
                put(self.answer.as_mut().map(|a| &mut a.share_of_material), share)
            }
            (Amount::Share(share), _) => {
                put(self.answer.as_mut().map(|a| &mut a.share_of_part), share)
            }
        }
    }
}

/// The same where there may be nothing to put.
fn put_all<T>(field: Option<&mut Option<T>>, value: Option<T>) -> Outcome {
    value.map_or(Outcome::Entered, |value| put(field, value))
}

fn put<T>(field: Option<&mut Option<T>>, value: T) -> Outcome {
    match field {
        Some(field @ None) => {
            *field = Some(value);
            Outcome::Entered
        }
        _ => Outcome::Repeated,
    }
}
