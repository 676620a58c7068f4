//! What there is of parts: how they are built of each other, what each holds itself, and who says so.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use unleaded_documents::report::{DeclarationInput, Report};
use unleaded_model::bom::BomPart;
use unleaded_rollup::Role;

use super::cells::{at_most, count, flag, mass, optional, ppm_high, ppm_low, quantity, text, unit};
use super::{Cell, Sink, Table};
use crate::rollup::columns::Column;
use crate::rollup::write::Context;

/// Rows after which progress is told.
const STEP: usize = 1 << 12;

/// The parts of the products that were rolled up.
pub(super) struct Parts<'a> {
    context: &'a Context<'a>,
    /// The place of each part of the bill of materials among all, by item number.
    ranks: Vec<u32>,
    /// The nodes of the products, by item number and unit.
    nodes: Vec<u32>,
    /// Whether a product has each node.
    reached: Vec<bool>,
    /// The nodes of the products themselves.
    products: BTreeSet<u32>,
    /// The longest way down from each node.
    levels: Vec<u32>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(context: &'a Context<'a>, products: &[u32]) -> Self {
        let mut nodes = context.graph.below(products);
        let mut reached = vec![false; context.graph.len()];
        for node in &nodes {
            reached[*node as usize] = true;
        }
        let ranks = ranks(&context.bom.parts);
        nodes.sort_unstable_by_key(|node| {
            let node = context.graph.node(*node);
            (ranks[node.part as usize], node.unit)
        });
        let products = products.iter().copied().collect();
        Self { context, ranks, nodes, reached, products, levels: levels(context) }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Writes every table that is not of products; they are the first of `all` parts and products.
    pub(super) fn write(&self, report: &Report, all: usize, sink: &mut dyn Sink) -> io::Result<()> {
        self.columns(sink)?;
        self.makers(sink)?;
        self.edges(sink)?;
        self.documents(&report.inputs.declarations, sink)?;
        for (done, node) in self.nodes.iter().enumerate() {
            self.part(*node, sink)?;
            self.composition(*node, sink)?;
            if done % STEP == 0 {
                sink.written(done, all);
            }
        }
        Ok(())
    }

    fn columns(&self, sink: &mut dyn Sink) -> io::Result<()> {
        for (at, column) in self.context.table.columns.iter().enumerate() {
            let nothing = Cell::Nothing;
            let about = match column {
                Column::Substance(key) => {
                    let shown = self.context.table.shown.get(key);
                    let cas = shown.and_then(|shown| shown.cas.as_deref());
                    // Without a number the key is the name, as in the report.
                    let name = shown.filter(|_| cas.is_some()).map_or(key, |shown| &shown.name);
                    let kind = Cell::Text("substance");
                    [kind, optional(cas), text(name), nothing, nothing, nothing, nothing, nothing]
                }
                Column::Entry(set, position) => {
                    let rules = &self.context.judged.default_rules()[*set];
                    let entry = &rules.entries[*position];
                    [
                        Cell::Text("entry"),
                        nothing,
                        text(&entry.name_en),
                        text(&entry.name_zh),
                        text(&rules.id),
                        text(&entry.key),
                        text(entry.level.word()),
                        ppm_low(entry.limit),
                    ]
                }
                Column::Undisclosed => {
                    let kind = Cell::Text("undisclosed");
                    [kind, nothing, nothing, nothing, nothing, nothing, nothing, nothing]
                }
            };
            let mut row = vec![count(at)];
            row.extend(about);
            sink.row(Table::Columns, &row)?;
        }
        Ok(())
    }

    fn part(&self, node: u32, sink: &mut dyn Sink) -> io::Result<()> {
        let at = self.context.graph.node(node);
        let part = &self.context.bom.parts[at.part as usize];
        let input = &self.context.table.inputs[node as usize];
        let row = [
            text(&part.number),
            unit(at.unit),
            text(&part.name),
            text(&part.name_zh),
            flag(self.products.contains(&node)),
            flag(self.context.graph.is_leaf(node)),
            count(self.levels[node as usize]),
            Cell::Text(match input.role {
                Role::Assembly => "assembly",
                Role::Declared => "declared",
                Role::Missing => "missing",
                Role::Whole => "whole",
            }),
            text(&part.category),
            at_most(part.mass),
            mass(input.mass.low),
            at_most(input.mass.high),
            at_most(input.background.mass),
            ppm_high(input.background.share),
        ];
        sink.row(Table::Parts, &row)
    }

    /// Writes whom the parts come from.
    fn makers(&self, sink: &mut dyn Sink) -> io::Result<()> {
        let mut before = None;
        for node in &self.nodes {
            let at = self.context.graph.node(*node).part;
            // The nodes of one part stand beside each other.
            if before.replace(at) == Some(at) {
                continue;
            }
            let part = &self.context.bom.parts[at as usize];
            for maker in &part.makers {
                sink.row(Table::Makers, &[text(&part.number), text(maker), Cell::Nothing])?;
            }
            for sold in &part.maker_numbers {
                let row = [text(&part.number), text(&sold.maker), text(&sold.number)];
                sink.row(Table::Makers, &row)?;
            }
        }
        Ok(())
    }

    fn composition(&self, node: u32, sink: &mut dyn Sink) -> io::Result<()> {
        let at = self.context.graph.node(node);
        let item = text(&self.context.bom.parts[at.part as usize].number);
        for row in &self.context.table.inputs[node as usize].rows {
            let row = [
                item,
                unit(at.unit),
                count(row.column),
                mass(row.mass.low),
                at_most(row.mass.high),
                ppm_low(row.share.low),
                ppm_high(row.share.high),
            ];
            sink.row(Table::Compositions, &row)?;
        }
        Ok(())
    }

    /// Writes the lines of the bill of materials, by parent and child.
    fn edges(&self, sink: &mut dyn Sink) -> io::Result<()> {
        let bom = self.context.bom;
        // What has children is counted in pieces, and has the number of its part.
        let mut lines: Vec<usize> =
            (0..bom.lines.len()).filter(|at| self.reached[bom.lines[*at].parent]).collect();
        lines.sort_unstable_by_key(|at| {
            let line = &bom.lines[*at];
            (self.ranks[line.parent], self.ranks[line.child], line.quantity.unit, *at)
        });
        let mut written = String::new();
        for at in lines {
            let line = &bom.lines[at];
            written.clear();
            // Writing to a string never fails.
            let _ = write!(written, "{}", line.quantity.amount);
            let [low, high] = quantity(line.quantity.amount);
            let row = [
                text(&bom.parts[line.parent].number),
                text(&bom.parts[line.child].number),
                unit(line.quantity.unit),
                count(at + 1),
                Cell::Text(&written),
                low,
                high,
            ];
            sink.row(Table::Edges, &row)?;
        }
        Ok(())
    }

    /// Writes the documents that speak of these parts, and those that were left out.
    fn documents(&self, inputs: &[DeclarationInput], sink: &mut dyn Sink) -> io::Result<()> {
        let parts = self.nodes.iter().map(|node| self.context.graph.node(*node).part as usize);
        let ours: BTreeSet<&str> =
            parts.map(|part| self.context.bom.parts[part].number.as_str()).collect();
        let is_ours =
            |input: &&DeclarationInput| input.part.is_empty() || ours.contains(input.part.as_str());
        for input in inputs.iter().filter(is_ours) {
            let date = input.date.as_deref().and_then(|date| date.parse().ok());
            let row = [
                text(&input.part),
                text(&input.sha256),
                flag(input.used),
                optional(input.content.as_deref()),
                optional(input.left_out.as_deref()),
                optional(input.acceptance.as_deref()),
                text(&input.signature),
                optional(input.signer.as_deref()),
                optional(input.envelope_sha256.as_deref()),
                optional(input.supplier.as_deref()),
                date.map_or(Cell::Nothing, Cell::Date),
            ];
            sink.row(Table::Documents, &row)?;
        }
        Ok(())
    }
}

/// The place of each part among all, by item number.
fn ranks(parts: &[BomPart]) -> Vec<u32> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_unstable_by_key(|part| (&parts[*part].number, *part));
    let mut ranks = vec![0; parts.len()];
    for (rank, part) in (0..).zip(order) {
        ranks[part] = rank;
    }
    ranks
}

/// The longest way down from each node; 0: it has no children.
fn levels(context: &Context<'_>) -> Vec<u32> {
    let mut levels = vec![0; context.graph.len()];
    for node in context.graph.bottom_up() {
        let below = context.graph.children(node).map(|(child, _)| levels[child as usize] + 1);
        levels[node as usize] = below.max().unwrap_or(0);
    }
    levels
}
