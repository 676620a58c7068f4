//! The lines of a bill of materials: who holds how much of what.

use std::collections::BTreeMap;

use unleaded_model::amount::{Decimal, Number, Unit};
use unleaded_model::bom::{Bom, BomLine, Quantity, QuantityUnit};
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::{key, matching_text};

use super::levels::{Depth, Stack};
use super::parts::Parts;
use super::words::{Column, Layout};
use crate::sink::Sink;
use crate::tables::rows::Row;

/// Words for pieces, as `key` writes them.
const PIECES: [&str; 22] = [
    "pcs", "pc", "piece", "pieces", "ea", "each", "unit", "units", "set", "sets", "nos", "st",
    "stk", "个", "件", "只", "颗", "片", "支", "台", "套", "枚",
];

/// Gathers the lines of all tables of a file.
#[derive(Default)]
pub(crate) struct Lines {
    parts: Parts,
    /// Each with its row in the order of the file.
    lines: Vec<(usize, BomLine)>,
    /// Rows that have been read.
    count: usize,
    /// Whether a row of this table has named a parent.
    parent_named: bool,
    /// Rows of a levelled table, which are understood when all of their levels are known.
    levelled: Vec<Levelled>,
    /// The first place where each assembly is expanded, across tables.
    expanded: BTreeMap<usize, Vec<(usize, Quantity)>>,
}

/// A row of a levelled table.
struct Levelled {
    level: String,
    part: usize,
    /// What is wrong with the quantity is reported only where the row has a parent.
    quantity: Result<Quantity, Diagnostic>,
    level_place: Place,
    place: Place,
    /// Its row in the order of the file.
    order: usize,
}

impl Lines {
    /// Begins a table.
    pub(crate) fn begin_table(&mut self) {
        self.parent_named = false;
    }

    /// Takes a row that is not blank.
    pub(crate) fn row(&mut self, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        self.count += 1;
        let child = layout.text(Column::Child, row);
        if child.is_empty() {
            return missing("item number (料号)", Column::Child, row, layout, sink);
        }
        let parent = layout.text(Column::Parent, row);
        let flat = layout.at(Column::Parent).is_some();
        if flat && parent.is_empty() {
            return self.product(child, row, layout, sink);
        }
        let parent = flat.then(|| self.parts.mention(parent, layout.place(Column::Parent, row)));
        let part = self.parts.mention(child, layout.place(Column::Child, row));
        self.parts.describe(part, row, layout, sink);
        let Some(parent) = parent else {
            return self.levelled.push(Levelled {
                level: layout.text(Column::Level, row).to_owned(),
                part,
                quantity: quantity("", child, row, layout),
                level_place: layout.place(Column::Level, row),
                place: row.whole(),
                order: self.count,
            });
        };
        self.parent_named = true;
        match quantity(self.parts.number(parent), child, row, layout) {
            Ok(quantity) => {
                let line = BomLine { parent, child: part, quantity, place: row.whole() };
                self.lines.push((self.count, line));
            }
            Err(defect) => sink.diagnostic(defect),
        }
    }

    /// Takes a row without a parent: a product, as long as it can be nothing else.
    fn product(&mut self, number: &str, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        if self.parent_named && !layout.text(Column::Quantity, row).is_empty() {
            return missing("parent (父件)", Column::Parent, row, layout, sink);
        }
        let part = self.parts.mention(number, layout.place(Column::Child, row));
        self.parts.describe(part, row, layout, sink);
    }

    /// Ends a table: finds the parents of levelled rows.
    pub(crate) fn end_table(&mut self, sink: &mut dyn Sink) {
        let rows = std::mem::take(&mut self.levelled);
        let depth = Depth::of(rows.iter().map(|row| row.level.as_str()));
        let mut stack = Stack::default();
        // Each place where an assembly stands, by the row of the assembly: its children's rows.
        let mut places: BTreeMap<usize, Vec<(usize, BomLine)>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            let Some(parent) = stack.enter(depth.level(&row.level), index) else {
                let defect = Diagnostic::new(codes::BOM_LEVEL, row.level_place.clone());
                sink.diagnostic(defect.with("value", row.level.as_str()));
                continue;
            };
            let Some(parent_row) = parent else { continue };
            let parent = rows[parent_row].part;
            match row.quantity.clone() {
                Ok(quantity) => {
                    let (child, place) = (row.part, row.place.clone());
                    let line = BomLine { parent, child, quantity, place };
                    places.entry(parent_row).or_default().push((row.order, line));
                }
                Err(defect) => sink.diagnostic(of_parent(defect, self.parts.number(parent))),
            }
        }
        for (parent_row, lines) in places {
            self.expansion(rows[parent_row].part, &rows[parent_row], lines, sink);
        }
    }

    /// Takes the children of an assembly at one of the places where it is expanded. A later place repeats the first.
    fn expansion(
        &mut self,
        part: usize,
        row: &Levelled,
        lines: Vec<(usize, BomLine)>,
        sink: &mut dyn Sink,
    ) {
        let mut children: Vec<_> =
            lines.iter().map(|(_, line)| (line.child, line.quantity)).collect();
        children.sort_by_key(|(child, quantity)| {
            (*child, quantity.unit, quantity.amount.exponent(), quantity.amount.mantissa())
        });
        match self.expanded.get(&part) {
            None => {
                self.expanded.insert(part, children);
                self.lines.extend(lines);
            }
            Some(first) if *first != children => sink.diagnostic(
                Diagnostic::new(codes::BOM_EXPANSION_DIFFERS, row.place.clone())
                    .with("part", self.parts.number(part)),
            ),
            Some(_) => {}
        }
    }

    /// The bill of materials, with its lines in the order of their file.
    pub(crate) fn finish(mut self) -> Bom {
        self.lines.sort_by_key(|(order, _)| *order);
        Bom {
            parts: self.parts.into_list(),
            lines: self.lines.into_iter().map(|(_, line)| line).collect(),
        }
    }
}

fn missing(what: &str, column: Column, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
    let defect = Diagnostic::new(codes::BOM_ITEM_MISSING, layout.place(column, row));
    sink.diagnostic(defect.with("what", what).with("column", layout.name(column)));
}

/// Names the parent in a defect that was found before it was known.
fn of_parent(mut defect: Diagnostic, parent: &str) -> Diagnostic {
    for (name, value) in &mut defect.arguments {
        if *name == "parent" {
            *value = parent.into();
        }
    }
    defect
}

/// The quantity in `row`, or what is wrong with it.
fn quantity(parent: &str, child: &str, row: &Row, layout: &Layout) -> Result<Quantity, Diagnostic> {
    let text = layout.text(Column::Quantity, row);
    let number = Number::parse(&matching_text(text)).ok().filter(|n| n.low == n.high);
    let Some(number) = number else {
        return Err(Diagnostic::new(codes::BOM_QUANTITY, layout.place(Column::Quantity, row))
            .with("value", text)
            .with("child", child)
            .with("parent", parent));
    };
    let unit = match layout.unit(Column::Quantity) {
        Some(unit) => unit.name(),
        None => layout.text(Column::Unit, row),
    };
    in_unit(number.low, unit).ok_or_else(|| {
        Diagnostic::new(codes::BOM_UNIT, layout.place(Column::Unit, row))
            .with("value", unit)
            .with("child", child)
    })
}

/// `amount` of pieces, where no unit is given, or of grams.
fn in_unit(amount: Decimal, unit: &str) -> Option<Quantity> {
    const GRAM: i32 = 18;
    let word = key(unit);
    if word.is_empty() && unit.is_empty() || PIECES.contains(&word.as_str()) {
        return Some(Quantity { amount, unit: QuantityUnit::Pieces });
    }
    let power = Unit::parse(&matching_text(unit))?.attogram_power()?;
    Some(Quantity { amount: amount.scaled(power - GRAM), unit: QuantityUnit::Grams })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_quantity() {
        let two = Number::parse("2").unwrap().low;
        let check = |unit: &str, expected: Option<(&str, QuantityUnit)>| {
            let found = in_unit(two, unit).map(|q| (q.amount.to_string(), q.unit));
            assert_eq!(found, expected.map(|(amount, unit)| (amount.to_owned(), unit)), "{unit}");
        };
        check("", Some(("2", QuantityUnit::Pieces)));
        check("PCS", Some(("2", QuantityUnit::Pieces)));
        check("个", Some(("2", QuantityUnit::Pieces)));
        check("Each", Some(("2", QuantityUnit::Pieces)));
        check("mg", Some(("0.002", QuantityUnit::Grams)));
        check("克", Some(("2", QuantityUnit::Grams)));
        check("KG", Some(("2000", QuantityUnit::Grams)));
        check("m", None);
        check("%", None);
        check("ppm", None);
    }
}
