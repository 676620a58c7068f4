//! The parts that a bill of materials mentions.

use std::collections::BTreeMap;

use unleaded_model::amount::Mass;
use unleaded_model::bom::{BomPart, CompositionRole};
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::key;

use super::words::{Column, Layout};
use crate::number::{self, Printed, PrintedUnit};
use crate::sink::Sink;
use crate::tables::rows::Row;

/// Parts in the order of first mention, found by their number.
#[derive(Default)]
pub(crate) struct Parts {
    list: Vec<BomPart>,
    /// The text of each column that has been given for a part, to compare with what comes later.
    given: Vec<BTreeMap<Column, String>>,
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

    /// Takes what the columns of `row` say of part `index`.
    pub(crate) fn describe(
        &mut self,
        index: usize,
        row: &Row,
        layout: &Layout,
        sink: &mut dyn Sink,
    ) {
        for column in [
            Column::Maker,
            Column::Name,
            Column::NameZh,
            Column::Mass,
            Column::Category,
            Column::Composition,
        ] {
            let text = layout.text(column, row);
            if text.is_empty() {
                continue;
            }
            // A mass is the same only in the same unit.
            let text = match column {
                Column::Mass => format!("{text} {}", mass_unit(row, layout)).trim_end().to_owned(),
                _ => text.to_owned(),
            };
            if column == Column::Maker {
                // A second maker is a second source.
                add_maker(&mut self.list[index].makers, text);
                continue;
            }
            match self.given[index].get(&column) {
                None => {
                    self.set(index, column, row, layout, sink);
                    self.given[index].insert(column, text);
                }
                Some(first) if *first != text => sink.diagnostic(
                    Diagnostic::new(codes::BOM_PART_CONTRADICTS, layout.place(column, row))
                        .with("column", layout.name(column))
                        .with("part", self.number(index))
                        .with("value", text)
                        .with("first", first.as_str()),
                ),
                Some(_) => {}
            }
        }
    }

    fn set(
        &mut self,
        index: usize,
        column: Column,
        row: &Row,
        layout: &Layout,
        sink: &mut dyn Sink,
    ) {
        let part = &mut self.list[index];
        let text = layout.text(column, row).to_owned();
        match column {
            Column::Name => part.name = text,
            Column::NameZh => part.name_zh = text,
            Column::Category => part.category = text,
            Column::Mass => part.mass = mass(row, layout, sink),
            Column::Composition => match role(&text) {
                Some(role) => part.composition = role,
                None => sink.diagnostic(
                    Diagnostic::new(codes::BOM_COMPOSITION, layout.place(column, row))
                        .with("value", text)
                        .with("part", part.number.as_str()),
                ),
            },
            _ => {}
        }
    }
}

fn add_maker(makers: &mut Vec<String>, maker: String) {
    if !makers.iter().any(|known| key(known) == key(&maker)) {
        makers.push(maker);
    }
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

/// The unit of the mass in `row`; empty where there is none.
fn mass_unit<'r>(row: &'r Row, layout: &Layout) -> &'r str {
    match layout.unit(Column::Mass) {
        Some(unit) => unit.name(),
        None => layout.text(Column::MassUnit, row),
    }
}

fn mass(row: &Row, layout: &Layout, sink: &mut dyn Sink) -> Option<Mass> {
    let printed = Printed {
        what: layout.name(Column::Mass),
        raw: layout.text(Column::Mass, row),
        unit: PrintedUnit::Text(mass_unit(row, layout)),
        place: layout.place(Column::Mass, row),
    };
    // A weighed mass is one number; finer than an attogram it is taken at its low end, far below any balance.
    number::mass(&printed, sink).map(|stated| stated.value.low)
}
