//! Bills of materials of extreme shapes: deep, wide, and shared without end.
#![allow(clippy::unwrap_used, reason = "tests may unwrap")]

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};
use unleaded_rollup::{
    Background, Graph, PartInput, ProductTotals, Role, RollUp, RowInput, Scratch, Table,
};

fn assembly() -> PartInput {
    PartInput {
        role: Role::Assembly,
        mass: MassRange::ZERO,
        background: Background::NONE,
        rows: Vec::new(),
    }
}

/// A gram of which a tenth is the only column.
fn leaf() -> PartInput {
    let mass = |part: i128| Mass::from_attograms(Mass::GRAM.attograms() / 10 * part).unwrap();
    PartInput {
        role: Role::Declared,
        mass: MassRange::exactly(mass(10)),
        rows: vec![RowInput {
            column: 0,
            mass: MassRange::exactly(mass(1)),
            share: FractionRange::exactly(Fraction::ppm(100_000)),
        }],
        ..assembly()
    }
}

/// The totals of `products`; the parts without children hold a gram each, and the lines are parent, child and quantity.
fn totals(
    parts: u32,
    lines: impl Iterator<Item = (u32, u32, u64)>,
    products: &[u32],
) -> Vec<Option<ProductTotals>> {
    let graph = Graph::from_lines(parts, lines).unwrap();
    let part = |node| if graph.is_leaf(node) { leaf() } else { assembly() };
    let table = Table::pack_again(|| (0..parts).map(part), 1);
    let (roll_up, mut scratch) = (RollUp::new(&graph, &table), Scratch::new(&graph, &table));
    products.iter().map(|product| roll_up.product(*product, &mut scratch).ok()).collect()
}

fn grams(totals: &Option<ProductTotals>) -> i128 {
    let totals = totals.as_ref().unwrap();
    let [column] = &totals.columns[..] else { panic!("{} columns", totals.columns.len()) };
    assert_eq!(column.mass.low.attograms() * 10, totals.mass.low.attograms());
    assert_eq!(totals.mass.high, Some(totals.mass.low));
    totals.mass.low.attograms() / Mass::GRAM.attograms()
}

#[test]
fn a_hundred_thousand_levels() {
    let deep = totals(100_001, (0..100_000).map(|at| (at, at + 1, 1)), &[0, 50_000]);
    assert_eq!(grams(&deep[0]), 1);
    assert_eq!(deep[0].as_ref().unwrap().reached.len(), 100_001);
    assert_eq!(deep[1].as_ref().unwrap().reached.len(), 50_001);
}

#[test]
fn a_star_of_a_million_children() {
    let star = totals(1_000_001, (1..=1_000_000).map(|at| (0, at, u64::from(at))), &[0]);
    assert_eq!(grams(&star[0]), 500_000_500_000);
    let coverage = star[0].as_ref().unwrap().coverage;
    assert_eq!((coverage.declared, coverage.total), (1_000_000, 1_000_000));
}

#[test]
fn a_part_in_a_million_assemblies_of_one_product() {
    let (all, leaf) = (1_000_000, 1_000_001);
    let lines = (1..=all).flat_map(|at| [(0, at, 2), (at, leaf, 3)]);
    let shared = totals(leaf + 1, lines, &[0]);
    assert_eq!(grams(&shared[0]), 6_000_000);
    let worst = shared[0].as_ref().unwrap().columns[0].high;
    assert_eq!((worst.node, worst.share), (leaf, Fraction::ppm(100_000)));
}

#[test]
fn more_ways_than_can_be_counted_are_an_overflow_and_never_a_small_number() {
    // Each rung leads to the next over two others. A gram has 10^18 attograms, so that 2^66 of them are below 10^38.
    let lines = (0..200).flat_map(|rung| {
        let [top, left, right, next] = [0, 1, 2, 3].map(|at| 3 * rung + at);
        [(top, left, 1), (top, right, 1), (left, next, 1), (right, next, 1)]
    });
    let products: Vec<u32> =
        [0u32, 60, 66, 67, 126, 128, 200].map(|rungs| 3 * (200 - rungs)).into();
    let ladder = totals(601, lines, &products);
    let ways: Vec<Option<i128>> =
        ladder.iter().map(|totals| totals.as_ref().map(|_| grams(totals))).collect();
    assert_eq!(ways, [Some(1), Some(1 << 60), Some(1 << 66), None, None, None, None]);
}

#[test]
fn a_product_may_be_a_part_of_another() {
    let lines = [(0, 1, 2), (0, 3, 1), (1, 2, 5), (1, 3, 1)];
    let both = totals(4, lines.into_iter(), &[0, 1, 0, 3]);
    assert_eq!(both.iter().map(grams).collect::<Vec<_>>(), [13, 6, 13, 1]);
    assert_eq!(both[0], both[2]);
}
