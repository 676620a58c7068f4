//! The parts that a bill of materials mentions.

use std::collections::BTreeMap;

use unleaded_model::bom::{BomPart, CompositionRole, MakerNumber, OwnMaterials};
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::key;

use super::quantity::mass_of_piece;
use crate::number::{self, Printed, PrintedUnit};
use crate::sink::Sink;

/// What may be said of a part, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Said {
    /// What it is used for.
    Application,
    /// The EU RoHS category.
    Category,
    /// Its place in the China RoHS catalogue.
    ChinaItem,
    /// What its declaration describes.
    Composition,
    /// The weighed mass of one piece.
    Mass,
    /// The name.
    Name,
    /// The Chinese name.
    NameZh,
}

/// A text of the document about a part.
pub(crate) struct Text<'a> {
    /// What the document calls it: the name of a column, element or attribute.
    pub(crate) name: &'a str,
    /// The text, trimmed; empty says nothing.
    pub(crate) text: &'a str,
    /// The unit of a mass; empty: none.
    pub(crate) unit: &'a str,
    /// Where it stands; made only where it is needed.
    pub(crate) place: &'a dyn Fn() -> Place,
}

/// Parts in the order of first mention, found by their number.
#[derive(Default)]
pub(crate) struct Parts {
    list: Vec<BomPart>,
    /// The text of all that has been said of a part, to compare with what comes later.
    given: Vec<BTreeMap<Said, String>>,
    by_number: BTreeMap<String, usize>,
}

impl Parts {
    /// The parts.
    pub(crate) fn into_list(self) -> Vec<BomPart> {
        self.list
    }

    /// The number of part `index`.
    pub(crate) fn number(&self, index: usize) -> &str {
        &self.list[index].number
    }

    /// Returns the part `number`, new at `place` or known.
    pub(crate) fn mention(&mut self, number: &str, place: Place) -> usize {
        if let Some(index) = self.by_number.get(number) {
            return *index;
        }
        self.list.push(BomPart::new(number.to_owned(), place));
        self.given.push(BTreeMap::new());
        self.by_number.insert(number.to_owned(), self.list.len() - 1);
        self.list.len() - 1
    }

    /// The part `number`; `None`: it has not been mentioned.
    pub(crate) fn known(&self, number: &str) -> Option<usize> {
        self.by_number.get(number).copied()
    }

    /// Takes a maker of part `index`; empty text names none. A second maker is a second source.
    pub(crate) fn made_by(&mut self, index: usize, maker: &str) {
        let makers = &mut self.list[index].makers;
        if !maker.is_empty() && !makers.iter().any(|known| key(known) == key(maker)) {
            makers.push(maker.to_owned());
        }
    }

    /// Takes the number under which `maker` (empty: not known) sells part `index`; an empty number is none.
    pub(crate) fn sold_as(&mut self, index: usize, maker: &str, number: &str) {
        let part = &mut self.list[index];
        if number.is_empty() || number == part.number {
            return;
        }
        let same = |known: &MakerNumber| known.number == number && key(&known.maker) == key(maker);
        if !part.maker_numbers.iter().any(same) {
            let (maker, number) = (maker.to_owned(), number.to_owned());
            part.maker_numbers.push(MakerNumber { maker, number });
        }
    }

    /// Takes that the document tells materials of part `index` itself, in a form that is not read.
    pub(crate) fn has_own_materials(&mut self, index: usize) {
        self.list[index].own_materials = OwnMaterials::Unread;
    }

    /// Takes what is said of part `index`. Where it is said twice, the first counts.
    pub(crate) fn say(&mut self, index: usize, what: Said, said: &Text<'_>, sink: &mut dyn Sink) {
        if said.text.is_empty() {
            return;
        }
        // A mass is the same only in the same unit.
        let text = match what {
            Said::Mass => format!("{} {}", said.text, said.unit).trim_end().to_owned(),
            _ => said.text.to_owned(),
        };
        match self.given[index].get(&what) {
            None => {
                self.set(index, what, said, sink);
                self.given[index].insert(what, text);
            }
            Some(first) if *first != text => sink.diagnostic(
                Diagnostic::new(codes::BOM_PART_CONTRADICTS, (said.place)())
                    .with("column", said.name)
                    .with("part", self.number(index))
                    .with("value", text)
                    .with("first", first.as_str()),
            ),
            Some(_) => {}
        }
    }

    /// Names part `index` where nothing else has.
    pub(crate) fn call(&mut self, index: usize, name: &str) {
        let part = &mut self.list[index];
        if part.name.is_empty() && name != part.number {
            name.clone_into(&mut part.name);
        }
    }

    fn set(&mut self, index: usize, what: Said, said: &Text<'_>, sink: &mut dyn Sink) {
        let part = &mut self.list[index];
        let text = said.text.to_owned();
        match what {
            Said::Name => part.name = text,
            Said::NameZh => part.name_zh = text,
            Said::Application => part.applications = applications(&text),
            Said::Category => part.category = text,
            Said::ChinaItem => part.china_item = text,
            Said::Mass => {
                let printed = Printed {
                    what: said.name,
                    raw: said.text,
                    written: said.text,
                    unit: PrintedUnit::Text(mass_of_piece(said.unit).unwrap_or(said.unit)),
                    place: (said.place)(),
                };
                // A weighed mass is one number; finer than an attogram it is taken at its low end, far below any balance.
                part.mass = number::mass(&printed, sink).map(|stated| stated.value.low);
            }
            Said::Composition => match role(said.text) {
                Some(role) => part.composition = role,
                None => sink.diagnostic(
                    Diagnostic::new(codes::BOM_COMPOSITION, (said.place)())
                        .with("value", text)
                        .with("part", part.number.as_str()),
                ),
            },
        }
    }
}

/// The names of a cell, in lower case with hyphens: `Portable battery` is `portable-battery`.
fn applications(text: &str) -> Vec<String> {
    let names = text.split(['|', ',', ';', '、', '，', '；', '/']);
    let names = names.map(|name| name.split_whitespace().collect::<Vec<_>>().join("-"));
    names.map(|name| name.to_lowercase()).filter(|name| !name.is_empty()).collect()
}

fn role(text: &str) -> Option<CompositionRole> {
    match key(text).as_str() {
        "whole" | "all" | "整体" | "全部" | "整件" => Some(CompositionRole::Whole),
        "adds" | "add" | "additional" | "附加" | "追加" | "另加" => {
            Some(CompositionRole::Adds)
        }
        _ => None,
    }
}
