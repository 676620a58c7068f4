//! The lines of a table: who holds how much of what.

use unleaded_model::bom::{BomLine, Quantity};
use unleaded_model::diagnostic::codes::{bom as codes, bom_lists, bom_marks};
use unleaded_model::diagnostic::{Argument, Diagnostic, Place};
use unleaded_model::identity::key;

use super::designators::count;
use super::fitting::{Fitting, fitting};
use super::levels::{Depth, Stack};
use super::words::{Column, Layout, Shape};
use crate::bom::build::{Build, Occurrence};
use crate::bom::parts::{Said, Text};
use crate::bom::product::{ListProduct, product};
use crate::bom::quantity::{PrintedQuantity, mass_of_piece, quantity};
use crate::bom::unused::Unused;
use crate::sink::Sink;
use crate::tables::rows::Row;

/// What is said of a part in a column of its own.
const SAID: [(Column, Said); 7] = [
    (Column::Name, Said::Name),
    (Column::NameZh, Said::NameZh),
    (Column::Mass, Said::Mass),
    (Column::Category, Said::Category),
    (Column::ChinaItem, Said::ChinaItem),
    (Column::Application, Said::Application),
    (Column::Composition, Said::Composition),
];

/// Gathers the lines of all tables of a file.
pub(crate) struct Lines<'a> {
    build: Build,
    /// What a list without parents is of.
    of: ListProduct<'a>,
    /// The whole file.
    file: Place,
    unused: Unused,
    /// Rows that have been read.
    count: usize,
    /// Whether a row of this table has named a parent.
    parent_named: bool,
    /// The part whose lines a list without parents holds, once it is known; `Some(None)`: it can't be.
    product: Option<Option<usize>>,
    /// Rows of a levelled table, which are understood when all of their levels are known.
    levelled: Vec<Levelled>,
}

/// A row of a levelled table.
struct Levelled {
    level: String,
    level_place: Place,
    occurrence: Occurrence,
}

impl<'a> Lines<'a> {
    /// Returns the lines of no table yet.
    pub(crate) fn new(of: ListProduct<'a>, file: Place) -> Self {
        Self {
            build: Build::default(),
            of,
            file,
            unused: Unused::default(),
            count: 0,
            parent_named: false,
            product: None,
            levelled: Vec::new(),
        }
    }

    /// Begins a table.
    pub(crate) fn begin_table(&mut self) {
        self.parent_named = false;
    }

    /// Takes a row that is not blank.
    pub(crate) fn row(&mut self, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        self.count += 1;
        if is_content(row, layout) {
            return self.unused.count(layout.text(Column::Kind, row), || row.whole());
        }
        match fitting(row, layout) {
            Fitting::Fitted => {}
            Fitting::LeftOut(mark) => {
                let remark = Diagnostic::new(bom_lists::BOM_LINE_NOT_POPULATED, row.whole());
                return sink.diagnostic(
                    remark
                        .with("part", named(row, layout))
                        .with("value", mark)
                        .with("designators", layout.text(Column::Designator, row)),
                );
            }
            Fitting::Unclear(mark) => {
                let place = layout.place(Column::DoNotPopulate, row);
                let remark = Diagnostic::new(bom_marks::BOM_MARK_UNKNOWN, place);
                let remark = remark.with("part", named(row, layout)).with("value", mark);
                sink.diagnostic(remark.with("column", layout.name(Column::DoNotPopulate)));
            }
        }
        let Some((child, child_place)) = item(row, layout, sink) else { return };
        if layout.shape == Shape::Parents && layout.text(Column::Parent, row).is_empty() {
            return self.top(&child, child_place, row, layout, sink);
        }
        if layout.shape == Shape::Levels {
            return self.level(&child, child_place, row, layout, sink);
        }
        let parent = match layout.shape {
            Shape::Parents => {
                let (parent, place) =
                    (layout.text(Column::Parent, row), layout.place(Column::Parent, row));
                Some(self.build.parts.mention(parent, place))
            }
            _ => self.product(sink),
        };
        let part = self.described(&child, child_place, row, layout, sink);
        let Some(parent) = parent else { return };
        self.parent_named = true;
        match printed(self.build.parts.number(parent), &child, row, layout, sink) {
            Ok(quantity) => {
                let line = BomLine { parent, child: part, quantity, place: row.whole() };
                self.build.line(self.count, line);
            }
            Err(defect) => sink.diagnostic(*defect),
        }
    }

    /// Takes a row of a levelled table.
    fn level(
        &mut self,
        child: &str,
        child_place: Place,
        row: &Row,
        layout: &Layout,
        sink: &mut dyn Sink,
    ) {
        let part = self.described(child, child_place, row, layout, sink);
        self.levelled.push(Levelled {
            level: layout.text(Column::Level, row).to_owned(),
            level_place: layout.place(Column::Level, row),
            occurrence: Occurrence {
                part,
                parent: None,
                quantity: printed("", child, row, layout, sink),
                place: row.whole(),
                order: self.count,
            },
        });
    }

    /// Takes a row without a parent: a product, as long as it can be nothing else.
    fn top(&mut self, child: &str, place: Place, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
        if self.parent_named && !layout.text(Column::Quantity, row).is_empty() {
            return missing("parent (父件)", Column::Parent, row, layout, sink);
        }
        self.described(child, place, row, layout, sink);
    }

    /// The product of a list without parents; `None`: it can't be known, which has been told.
    fn product(&mut self, sink: &mut dyn Sink) -> Option<usize> {
        if self.product.is_none() {
            let found = product(self.of, &self.file, sink);
            let part = found.map(|name| self.build.parts.mention(&name, self.file.clone()));
            self.product = Some(part);
        }
        self.product.flatten()
    }

    /// Mentions the part of the row and takes what its columns say of it.
    fn described(
        &mut self,
        child: &str,
        child_place: Place,
        row: &Row,
        layout: &Layout,
        sink: &mut dyn Sink,
    ) -> usize {
        let parts = &mut self.build.parts;
        let part = parts.mention(child, child_place);
        let maker = layout.text(Column::Maker, row);
        parts.made_by(part, maker);
        parts.sold_as(part, maker, layout.text(Column::MakerNumber, row));
        for (column, said) in SAID {
            let unit = match column {
                Column::Mass => mass_unit(row, layout),
                _ => "",
            };
            if column == Column::Mass && is_of_another_unit(unit, row, layout) {
                continue;
            }
            let text = Text {
                name: layout.name(column),
                text: layout.text(column, row),
                unit,
                place: &|| layout.place(column, row),
            };
            parts.say(part, said, &text, sink);
        }
        parts.call(part, layout.text(Column::Value, row));
        part
    }

    /// Ends a table: finds the parents of levelled rows.
    pub(crate) fn end_table(&mut self, sink: &mut dyn Sink) {
        let rows = std::mem::take(&mut self.levelled);
        let depth = Depth::of(rows.iter().map(|row| row.level.as_str()));
        let mut stack = Stack::default();
        let mut occurrences = Vec::with_capacity(rows.len());
        for (index, mut row) in rows.into_iter().enumerate() {
            match stack.enter(depth.level(&row.level), index) {
                Some(parent) => row.occurrence.parent = parent,
                None => {
                    let defect = Diagnostic::new(codes::BOM_LEVEL, row.level_place);
                    sink.diagnostic(defect.with("value", row.level));
                }
            }
            occurrences.push(row.occurrence);
        }
        self.build.tree(&occurrences, sink);
    }

    /// Ends the file.
    pub(crate) fn finish(self, sink: &mut dyn Sink) -> unleaded_model::bom::Bom {
        self.unused.report(sink);
        self.build.finish()
    }
}

/// Whether the line is of what its parent is made of: a share of a material or the like. A material with an amount is a part
/// that is counted by its mass.
fn is_content(row: &Row, layout: &Layout) -> bool {
    let kinds = ["material", "materials", "substance", "substances", "process", "specification"];
    kinds.contains(&key(layout.text(Column::Kind, row)).as_str())
        && layout.text(Column::Unit, row) == "%"
}

/// The column that gives the item number of the row. The user's own number comes first, then the maker's, then a
/// distributor's; `None`: the row has none.
fn numbered(row: &Row, layout: &Layout) -> Option<Column> {
    let own = match layout.shape {
        Shape::List => None,
        Shape::Levels | Shape::Parents => Some(Column::Id),
    };
    let columns = [Some(Column::Child), own, Some(Column::MakerNumber), Some(Column::SellerNumber)];
    columns.into_iter().flatten().find(|column| !layout.text(*column, row).is_empty())
}

/// What a line without any number is called: its value and land pattern.
fn called(row: &Row, layout: &Layout) -> String {
    let (value, footprint) = (layout.text(Column::Value, row), layout.text(Column::Footprint, row));
    format!("{value} {footprint}").trim().to_owned()
}

/// What the line is called in messages.
fn named(row: &Row, layout: &Layout) -> String {
    let number = numbered(row, layout);
    number.map_or_else(|| called(row, layout), |at| layout.text(at, row).to_owned())
}

/// The item number of the row and where it stands, or `None` after a diagnostic.
fn item(row: &Row, layout: &Layout, sink: &mut dyn Sink) -> Option<(String, Place)> {
    if let Some(column) = numbered(row, layout) {
        return Some((layout.text(column, row).to_owned(), layout.place(column, row)));
    }
    if layout.text(Column::Value, row).is_empty() {
        let column = [Column::Child, Column::Id, Column::MakerNumber, Column::Value];
        let column = column.into_iter().find(|column| layout.at(*column).is_some());
        missing("item number (料号)", column.unwrap_or(Column::Child), row, layout, sink);
        return None;
    }
    let called = called(row, layout);
    let place = layout.place(Column::Value, row);
    let remark = Diagnostic::new(bom_lists::BOM_ITEM_UNNUMBERED, place.clone());
    sink.diagnostic(remark.with("part", called.as_str()));
    Some((called, place))
}

/// The unit of the mass in `row`; empty where there is none.
fn mass_unit<'r>(row: &'r Row, layout: &Layout) -> &'r str {
    match layout.unit(Column::Mass) {
        Some(unit) => unit.name(),
        None => layout.text(Column::MassUnit, row),
    }
}

/// Whether the mass is of a metre or the like, which the quantity counts, and not of a piece.
fn is_of_another_unit(mass_unit: &str, row: &Row, layout: &Layout) -> bool {
    let of = mass_unit.split_once('/').map_or("", |(_, of)| of);
    mass_of_piece(mass_unit).is_none() && key(of) == key(layout.text(Column::Unit, row))
}

fn missing(what: &str, column: Column, row: &Row, layout: &Layout, sink: &mut dyn Sink) {
    let defect = Diagnostic::new(codes::BOM_ITEM_MISSING, layout.place(column, row));
    sink.diagnostic(
        defect.with("what", Argument::in_both(what)).with("column", layout.name(column)),
    );
}

/// The quantity in `row`, or what is wrong with it. Without one the places on the board are counted.
fn printed(
    parent: &str,
    child: &str,
    row: &Row,
    layout: &Layout,
    sink: &mut dyn Sink,
) -> Result<Quantity, Box<Diagnostic>> {
    let (text, designators) =
        (layout.text(Column::Quantity, row), layout.text(Column::Designator, row));
    let counted = count(designators).map(|count| count.to_string());
    let text = match (&counted, text.is_empty()) {
        (Some(counted), true) => counted,
        _ => text,
    };
    let unit = match layout.unit(Column::Quantity) {
        Some(unit) => unit.name(),
        None => layout.text(Column::Unit, row),
    };
    let mass_per_unit = (layout.text(Column::Mass, row), mass_unit(row, layout));
    let printed = PrintedQuantity { text, unit, mass_per_unit, child, parent };
    let place = |column| move || layout.place(column, row);
    let found = quantity(&printed, place(Column::Quantity), place(Column::Unit))?;
    if let Some(counted) =
        counted.as_deref().filter(|counted| found.amount.to_string() != **counted)
    {
        sink.diagnostic(
            Diagnostic::new(bom_lists::BOM_DESIGNATORS_DIFFER, layout.place(Column::Quantity, row))
                .with("value", text)
                .with("child", child)
                .with("count", counted)
                .with("designators", designators),
        );
    }
    Ok(found)
}
