//! What a part says of the entries of the list of declarable substances.

use std::io::BufRead;

use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{Answer, Stated};

use super::comment::{Packed, unpack};
use super::lists::{AUTHORITY, DeclarableList};
use super::open::fill;
use super::reading::Reading;
use super::value::{Crossing, Row, Value};
use super::vocabulary::Kind;
use crate::blank;
use crate::bounded::Bounded;
use crate::number::{self, Printed, PrintedUnit};
use crate::scalars::read_boolean;
use crate::sink::Sink;
use crate::xml::Puller;

/// An answer that says what `crossing` says, of nothing yet.
pub(super) fn answer(crossing: &Crossing) -> Answer {
    let mut answer = blank::answer(crossing.place.clone());
    answer.over = crossing.over;
    answer.application.clone_from(&crossing.application);
    answer.threshold.clone_from(&crossing.threshold);
    answer
}

impl Packed {
    /// Puts the packed weight where no mass is stated.
    pub(super) fn complete(&self, mass: &mut Option<Box<Stated<MassRange>>>, sink: &mut dyn Sink) {
        if mass.is_some() || self.weight.is_empty() {
            return;
        }
        let unit = PrintedUnit::Text(&self.unit);
        let (raw, place) = (self.weight.as_str(), self.place.clone());
        *mass = number::mass(&Printed { what: "comment", raw, written: raw, unit, place }, sink);
    }
}

impl Reading {
    pub(super) fn open_threshold<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut crossing = Crossing {
            over: None,
            application: String::new(),
            threshold: String::new(),
            place: puller.place(),
        };
        let mut others = Vec::new();
        for index in 0..puller.attributes() {
            match puller.attribute_name(index) {
                b"aboveThresholdLevel" => {
                    crossing.over = read_boolean("aboveThresholdLevel", puller, index, sink);
                }
                b"aboveComplianceThreshold" => {
                    crossing.over = read_boolean("aboveComplianceThreshold", puller, index, sink);
                }
                b"reportableApplication" => crossing.application = puller.value(index).into_owned(),
                b"reportingThreshold" => crossing.threshold = puller.value(index).into_owned(),
                _ => others.push(index),
            }
        }
        match self.value() {
            Some(Value::Answer(row)) => row.thresholds.push(crossing),
            Some(Value::Substance(substance)) => substance.thresholds.push(crossing),
            _ => {}
        }
        self.push(kind, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_row<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut answer = blank::answer(puller.place());
        AUTHORITY.clone_into(&mut answer.code_authority);
        let others =
            fill(puller, &mut answer, |answer, name| (name == b"name").then_some(&mut answer.name));
        let comment = others.iter().find(|index| puller.attribute_name(**index) == b"comment");
        let packed = comment
            .filter(|_| self.is_chemsherpa())
            .and_then(|index| unpack(&puller.value(*index), &puller.value_place(*index)));
        let row = Row { answer, thresholds: Vec::new(), packed };
        self.push(Kind::DsDsg, Value::Answer(Box::new(row)));
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_row_id<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut entry = String::new();
        let others = fill(puller, &mut entry, |entry, name| {
            matches!(name, b"entryIdentity").then_some(entry)
        });
        if let Some(Value::Answer(row)) = self.value() {
            row.answer.code = entry;
        }
        self.push(Kind::DsDsgId, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    /// A row without a threshold is one answer that says nothing; one with several is as many answers.
    pub(super) fn close_row(&mut self, row: Row, sink: &mut Bounded<'_>) {
        let Row { answer: mut whole, thresholds, packed } = row;
        if let Some(packed) = packed
            && thresholds.iter().any(|crossing| crossing.over == Some(true))
        {
            packed.complete(&mut whole.mass, sink);
        }
        let list = self.list.clone();
        let Some(part) = self.part() else { return };
        if thresholds.is_empty() {
            return list.add(&mut part.part, whole);
        }
        for crossing in &thresholds {
            let said = answer(crossing);
            let (over, application, threshold) = (said.over, said.application, said.threshold);
            let one = Answer { over, application, threshold, ..whole.clone() };
            list.add(&mut part.part, one);
        }
    }

    /// Takes the name of a list of declarable substances, or the identifier inside it.
    pub(super) fn open_list<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut list = match kind {
            Kind::DeclarableListId => self.list.clone(),
            _ => DeclarableList::default(),
        };
        let others = fill(puller, &mut list, |list, name| match name {
            b"authority" => Some(&mut list.authority),
            b"identity" => Some(&mut list.identity),
            b"version" => Some(&mut list.version),
            _ => None,
        });
        self.list = list;
        self.push(kind, Value::None);
        self.keep_attributes(&others, puller, sink);
    }
}
