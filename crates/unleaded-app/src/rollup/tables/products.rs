//! What there is of products: what each holds, and what it is under each rule set.

use std::collections::BTreeMap;
use std::io;

use unleaded_documents::report::{Product, Verdict};
use unleaded_model::amount::{Mass, MassRange};
use unleaded_rollup::{ColumnTotal, Coverage, ProductTotals, Worst};

use super::cells::{at_most, count, flag, mass, ppm_high, ppm_low, text};
use super::{Cell, Sink, Table};
use crate::rollup::assemblies::anything;
use crate::rollup::columns::Column;
use crate::rollup::write::Context;

/// What is kept of the totals of a product until its rows are written: not the parts in it, of which products have many alike.
pub(in crate::rollup) struct Sums {
    /// The node of the product.
    pub(super) product: u32,
    mass: MassRange,
    coverage: Coverage,
    columns: Vec<ColumnTotal>,
    /// How much of it may be anything; `None`: no bound is known.
    open: Option<Mass>,
}

impl Sums {
    pub(in crate::rollup) fn of(context: &Context<'_>, totals: ProductTotals) -> Self {
        let open = anything(context.table, &totals).and_then(|open| open.high);
        let ProductTotals { product, mass, coverage, columns, .. } = totals;
        Self { product, mass, coverage, columns, open }
    }
}

/// Writes the rows of one product.
pub(super) fn write(
    context: &Context<'_>,
    sums: &Sums,
    product: &Product,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    itself(context, sums, product, sink)?;
    columns(context, sums, product, sink)?;
    product.verdicts.iter().try_for_each(|verdict| of_rule_set(product, verdict, sink))
}

fn itself(
    context: &Context<'_>,
    sums: &Sums,
    product: &Product,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let part = &context.bom.parts[context.graph.node(sums.product).part as usize];
    let coverage = sums.coverage;
    let row = [
        text(&product.part),
        text(&product.name),
        text(&product.name_zh),
        text(&product.status),
        text(&product.eu_rohs_category),
        mass(sums.mass.low),
        at_most(sums.mass.high),
        at_most(part.mass),
        count(coverage.total),
        count(coverage.declared),
        mass(coverage.mass_declared.low),
        at_most(coverage.mass_declared.high),
        at_most(sums.open),
    ];
    sink.row(Table::Products, &row)
}

/// Writes what the product holds of each column of which some part says something.
fn columns(
    context: &Context<'_>,
    sums: &Sums,
    product: &Product,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let by_entry = |verdict: &'_ Verdict| -> BTreeMap<String, String> {
        let entries = verdict.entries.iter();
        entries.map(|entry| (entry.entry.clone(), entry.status.clone())).collect()
    };
    // The verdicts stand in the order of the rule sets.
    let statuses: Vec<_> = product.verdicts.iter().map(by_entry).collect();
    let item = |worst: Worst| match worst.share.is_zero() {
        true => Cell::Nothing,
        false => text(&context.bom.parts[context.graph.node(worst.node).part as usize].number),
    };
    for total in &sums.columns {
        let status = match &context.table.columns[total.column as usize] {
            Column::Entry(set, position) => {
                let key = &context.judged.default_rules()[*set].entries[*position].key;
                statuses.get(*set).and_then(|entries| entries.get(key))
            }
            Column::Substance(_) | Column::Undisclosed => None,
        };
        let row = [
            text(&product.part),
            count(total.column),
            mass(total.mass.low),
            at_most(total.mass.high),
            ppm_low(total.low.share),
            ppm_high(total.high.share),
            item(total.low),
            item(total.high),
            status.map_or(Cell::Nothing, |status| text(status)),
        ];
        sink.row(Table::Totals, &row)?;
    }
    Ok(())
}

fn of_rule_set(product: &Product, verdict: &Verdict, sink: &mut dyn Sink) -> io::Result<()> {
    // A place is called otherwise where the law only obliges to tell.
    let places =
        |words: &[&str]| -> u64 { words.iter().filter_map(|word| verdict.counts.get(*word)).sum() };
    let row = [
        text(&product.part),
        text(&verdict.rule_set),
        text(&verdict.kind),
        flag(verdict.binding),
        text(&verdict.status),
        count(places(&["declare", "non-compliant"])),
        count(places(&["compliant-by-exemption"])),
        count(places(&["unknown"])),
        count(places(&["compliant", "nothing-to-declare"])),
    ];
    sink.row(Table::Verdicts, &row)
}
