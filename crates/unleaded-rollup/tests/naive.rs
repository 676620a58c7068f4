//! The roll-up equals the naive sum over every path, in exact rationals, on random bills of materials.
#![allow(
    clippy::unwrap_used,
    clippy::fn_params_excessive_bools,
    reason = "tests may unwrap, and walk with what they carry"
)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, BomLine, BomPart, Quantity, QuantityUnit};
use unleaded_model::diagnostic::{FileName, Place};
use unleaded_rollup::{
    Background, ColumnSum, Graph, PartInput, RankAt, Reached, Role, RollUp, RowInput, Scratch,
    Sums, Table, Worst, roll_up,
};

/// Decimal places of every quantity.
const PLACES: u32 = 2;
const COLUMNS: u32 = 4;
/// Paths in a graph of [`PARTS`] parts have at most this many edges.
const DEEPEST: u32 = 6;
const PARTS: usize = 7;

#[derive(Clone, Debug)]
struct Row {
    low: u32,
    wider: u32,
    ppm_low: u32,
    ppm_wider: u32,
}

#[derive(Clone, Debug)]
struct Leaf {
    missing: bool,
    mass: u32,
    background: u32,
    background_ppm: u32,
    rows: BTreeMap<u32, Row>,
}

#[derive(Clone, Debug)]
struct Case {
    /// (parent, child, quantity in hundredths), parent < child.
    lines: Vec<(usize, usize, u128)>,
    parts: Vec<Leaf>,
    whole: BTreeSet<usize>,
}

fn leaf() -> impl Strategy<Value = Leaf> {
    // Few shares, so that many are equal.
    let row = (0..1_000u32, 0..3u32, 0..6u32, 0..3u32)
        .prop_map(|(low, wider, ppm_low, ppm_wider)| Row { low, wider, ppm_low, ppm_wider });
    let rows = prop::collection::btree_map(0..COLUMNS, row, 0..4);
    (prop::bool::weighted(0.2), 1..5_000u32, 0..50u32, 0..8u32, rows).prop_map(
        |(missing, mass, background, background_ppm, rows)| {
            if missing {
                Leaf {
                    missing,
                    mass: 0,
                    background: 0,
                    background_ppm: 1_000_000,
                    rows: BTreeMap::new(),
                }
            } else {
                let background_ppm = if background == 0 { 0 } else { background_ppm };
                Leaf { missing, mass, background, background_ppm, rows }
            }
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let line = (0..PARTS, 0..PARTS, 0..300u128)
        .prop_filter_map("a line goes down", |(a, b, q)| (a < b).then_some((a, b, q)));
    let parts = prop::collection::vec(leaf(), PARTS);
    (prop::collection::vec(line, 1..12), parts, prop::collection::btree_set(1..PARTS, 0..2))
        .prop_map(|(lines, parts, whole)| Case { lines, parts, whole })
}

/// The item numbers run against the order of the parts.
fn precedence(part: usize) -> usize {
    PARTS - 1 - part
}

fn bom(case: &Case) -> Bom {
    let place = Place::file(&FileName::new("random"));
    let parts =
        (0..PARTS).map(|n| BomPart::new(precedence(n).to_string(), place.clone())).collect();
    let lines = case
        .lines
        .iter()
        .map(|(parent, child, hundredths)| BomLine {
            parent: *parent,
            child: *child,
            quantity: Quantity {
                amount: Decimal::new(*hundredths, -2),
                unit: QuantityUnit::Pieces,
            },
            place: place.clone(),
        })
        .collect();
    Bom { parts, lines }
}

fn attograms(value: u32) -> Mass {
    Mass::from_attograms(i128::from(value)).unwrap()
}

fn has_children(case: &Case, part: usize) -> bool {
    case.lines.iter().any(|(parent, ..)| *parent == part)
}

fn input(case: &Case, part: usize) -> PartInput {
    let leaf = &case.parts[part];
    let role = match (has_children(case, part), leaf.missing) {
        (true, _) if case.whole.contains(&part) => Role::Whole,
        (true, _) => Role::Assembly,
        (false, true) => Role::Missing,
        (false, false) => Role::Declared,
    };
    if role == Role::Missing {
        let background = Background { mass: None, share: Fraction::ONE };
        return PartInput { role, mass: MassRange::UNKNOWN, background, rows: Vec::new() };
    }
    let rows = leaf
        .rows
        .iter()
        .map(|(column, row)| RowInput {
            column: *column,
            mass: MassRange { low: attograms(row.low), high: Some(attograms(row.low + row.wider)) },
            share: FractionRange {
                low: Fraction::ppm(row.ppm_low.into()),
                high: Fraction::ppm((row.ppm_low + row.ppm_wider).into()),
            },
        })
        .collect();
    PartInput {
        role,
        mass: MassRange::exactly(attograms(leaf.mass)),
        background: Background {
            mass: Some(attograms(leaf.background)),
            share: Fraction::ppm(leaf.background_ppm.into()),
        },
        rows,
    }
}

/// What the sum over all paths gives, times `10^(PLACES * DEEPEST)`.
#[derive(Debug)]
struct Naive {
    low: [u128; COLUMNS as usize],
    high: [u128; COLUMNS as usize],
    unbounded: bool,
    /// The worst shares in ppm, each with the first of the item numbers that have it.
    worst_low: [(u128, Reverse<usize>); COLUMNS as usize],
    worst_high: [(u128, Reverse<usize>); COLUMNS as usize],
    mentioned: [bool; COLUMNS as usize],
    leaves: BTreeSet<usize>,
    declared: BTreeSet<usize>,
}

impl Default for Naive {
    fn default() -> Self {
        let nobody = [(0, Reverse(usize::MAX)); COLUMNS as usize];
        Self {
            low: Default::default(),
            high: Default::default(),
            unbounded: false,
            worst_low: nobody,
            worst_high: nobody,
            mentioned: Default::default(),
            leaves: BTreeSet::new(),
            declared: BTreeSet::new(),
        }
    }
}

fn enumerate(case: &Case, part: usize, factor: u128, depth: u32, covered: bool, out: &mut Naive) {
    let leaf = &case.parts[part];
    let input = input(case, part);
    let scale = 10u128.pow(PLACES * (DEEPEST - depth));
    if !has_children(case, part) {
        out.leaves.insert(part);
        if input.role != Role::Missing || covered {
            out.declared.insert(part);
        }
    }
    let node = Reverse(precedence(part));
    for column in 0..COLUMNS {
        let at = column as usize;
        match leaf.rows.get(&column).filter(|_| input.role != Role::Missing) {
            Some(row) => {
                out.mentioned[at] = true;
                out.low[at] += u128::from(row.low) * factor * scale;
                out.high[at] += u128::from(row.low + row.wider) * factor * scale;
                out.worst_low[at] = out.worst_low[at].max((row.ppm_low.into(), node));
                let high = (row.ppm_low + row.ppm_wider).into();
                out.worst_high[at] = out.worst_high[at].max((high, node));
            }
            None if input.role == Role::Missing && covered => {}
            None => {
                out.high[at] += u128::from(leaf.background) * factor * scale;
                if leaf.background_ppm > 0 {
                    let high = leaf.background_ppm.into();
                    out.worst_high[at] = out.worst_high[at].max((high, node));
                }
            }
        }
    }
    out.unbounded |= input.role == Role::Missing && factor > 0;
    let whole = input.role == Role::Whole;
    for (parent, child, quantity) in &case.lines {
        if *parent == part {
            let factor = if whole { 0 } else { factor * quantity };
            enumerate(case, *child, factor, depth + 1, covered || whole, out);
        }
    }
}

/// Coverage counts a leaf as declared when every way to it is; the naive walk finds the ways that are not.
fn uncovered(case: &Case, part: usize, covered: bool, out: &mut BTreeSet<usize>) {
    let role = input(case, part).role;
    if role == Role::Missing && !covered {
        out.insert(part);
    }
    for (parent, child, _) in &case.lines {
        if *parent == part {
            uncovered(case, *child, covered || role == Role::Whole, out);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn equals_the_sum_over_all_paths(case in case()) {
        let bom = bom(&case);
        let graph = Graph::build(&bom).0.unwrap();
        let inputs: Vec<PartInput> = (0..PARTS).map(|part| input(&case, part)).collect();
        let table = Table::pack(&inputs, COLUMNS as usize);
        let products: Vec<u32> = (0..PARTS as u32).collect();
        for totals in roll_up(&graph, &table, &products) {
            let totals = totals.unwrap();
            let mut naive = Naive::default();
            enumerate(&case, totals.product as usize, 1, 0, false, &mut naive);
            let scale = 10u128.pow(PLACES * DEEPEST);
            let mentioned: Vec<u32> =
                (0..COLUMNS).filter(|c| naive.mentioned[*c as usize]).collect();
            let columns: Vec<u32> = totals.columns.iter().map(|c| c.column).collect();
            prop_assert_eq!(columns, mentioned);
            for total in &totals.columns {
                let at = total.column as usize;
                prop_assert_eq!(total.mass.low.unsigned(), naive.low[at] / scale);
                let high = (!naive.unbounded).then(|| naive.high[at].div_ceil(scale));
                prop_assert_eq!(total.mass.high.map(Mass::unsigned), high);
                let worst = |worst: Worst| (worst.share, Reverse(precedence(worst.node as usize)));
                let naive = [naive.worst_low[at], naive.worst_high[at]];
                let [low, high] = naive.map(|(ppm, node)| (Fraction::ppm(ppm), node));
                prop_assert_eq!(worst(total.low), low);
                prop_assert_eq!(worst(total.high), high);
            }
            let mut open = BTreeSet::new();
            uncovered(&case, totals.product as usize, false, &mut open);
            prop_assert_eq!(totals.coverage.total, naive.leaves.len() as u64);
            prop_assert_eq!(totals.coverage.declared, (naive.leaves.len() - open.len()) as u64);
        }
    }

    #[test]
    fn the_order_of_lines_changes_no_total(case in case()) {
        let inputs: Vec<PartInput> = (0..PARTS).map(|part| input(&case, part)).collect();
        let table = Table::pack(&inputs, COLUMNS as usize);
        let sums = |case: &Case| {
            let graph = Graph::build(&bom(case)).0.unwrap();
            let totals = roll_up(&graph, &table, &[0]).remove(0).unwrap();
            (totals.mass, totals.coverage, totals.columns)
        };
        let mut turned = case.clone();
        turned.lines.reverse();
        prop_assert_eq!(sums(&case), sums(&turned));
    }
}

#[test]
fn a_million_paths_cost_a_visit_each_part() {
    // A ladder: every rung holds two of the next, 60 rungs, so 2^60 paths.
    let mut lines = Vec::new();
    let place = Place::file(&FileName::new("ladder"));
    let template = bom(&Case { lines: Vec::new(), parts: Vec::new(), whole: BTreeSet::new() });
    let parts: Vec<BomPart> =
        (0..=60).map(|n| BomPart { number: n.to_string(), ..template.parts[0].clone() }).collect();
    for parent in 0..60 {
        for _ in 0..2 {
            let quantity = Quantity { amount: Decimal::ONE, unit: QuantityUnit::Pieces };
            lines.push(BomLine { parent, child: parent + 1, quantity, place: place.clone() });
        }
    }
    let graph = Graph::build(&Bom { parts, lines }).0.unwrap();
    let mut inputs: Vec<PartInput> = (0..60)
        .map(|_| PartInput {
            role: Role::Assembly,
            mass: MassRange::ZERO,
            background: Background::NONE,
            rows: Vec::new(),
        })
        .collect();
    let one = MassRange::exactly(attograms(1));
    inputs.push(PartInput {
        role: Role::Declared,
        mass: one,
        background: Background::NONE,
        rows: Vec::new(),
    });
    let table = Table::pack(&inputs, 0);
    let totals = roll_up(&graph, &table, &[0]).remove(0).unwrap();
    assert_eq!(totals.mass.low.attograms(), 1 << 60);
    assert_eq!(totals.reached.len(), 61);
}

#[test]
fn beyond_the_bound_is_an_error_and_the_next_product_is_whole() {
    let place = Place::file(&FileName::new("huge"));
    let template = bom(&Case { lines: Vec::new(), parts: Vec::new(), whole: BTreeSet::new() });
    let parts: Vec<BomPart> =
        (0..4).map(|n| BomPart { number: n.to_string(), ..template.parts[0].clone() }).collect();
    let line = |parent, child, exponent| BomLine {
        parent,
        child,
        quantity: Quantity { amount: Decimal::new(1, exponent), unit: QuantityUnit::Pieces },
        place: place.clone(),
    };
    let lines = vec![line(0, 1, 30), line(1, 2, 30), line(3, 2, 0)];
    let graph = Graph::build(&Bom { parts, lines }).0.unwrap();
    let gram = PartInput {
        role: Role::Declared,
        mass: MassRange::exactly(Mass::GRAM),
        background: Background::NONE,
        rows: Vec::new(),
    };
    let assembly = PartInput { role: Role::Assembly, mass: MassRange::ZERO, ..gram.clone() };
    let table = Table::pack(&[assembly.clone(), assembly.clone(), gram, assembly], 0);
    let results = roll_up(&graph, &table, &[0, 3]);
    assert!(results[0].is_err());
    assert_eq!(results[1].as_ref().unwrap().mass, MassRange::exactly(Mass::GRAM));
}

#[test]
fn a_decimal_quantity_far_down_does_not_exceed_what_can_be_held() {
    // 40 levels of a half, and a gram beside them at the top.
    let place = Place::file(&FileName::new("deep"));
    let template = bom(&Case { lines: Vec::new(), parts: Vec::new(), whole: BTreeSet::new() });
    let parts: Vec<BomPart> =
        (0..=41).map(|n| BomPart { number: n.to_string(), ..template.parts[0].clone() }).collect();
    let line = |parent, child, quantity| BomLine {
        parent,
        child,
        quantity: Quantity { amount: quantity, unit: QuantityUnit::Pieces },
        place: place.clone(),
    };
    let mut lines: Vec<BomLine> = (0..40).map(|n| line(n, n + 1, Decimal::new(5, -1))).collect();
    lines.push(line(0, 41, Decimal::ONE));
    let graph = Graph::build(&Bom { parts, lines }).0.unwrap();
    let gram = PartInput {
        role: Role::Declared,
        mass: MassRange::exactly(Mass::GRAM),
        background: Background::NONE,
        rows: Vec::new(),
    };
    let assembly = PartInput { role: Role::Assembly, mass: MassRange::ZERO, ..gram.clone() };
    let mut inputs = vec![assembly; 40];
    inputs.extend([gram.clone(), gram]);
    let table = Table::pack(&inputs, 0);
    let mass = roll_up(&graph, &table, &[0]).remove(0).unwrap().mass;
    // 10^18 attograms and 10^18 / 2^40 of them.
    let beside = 1_000_000_000_000_000_000;
    assert_eq!(mass.low.attograms(), beside + 909_494);
    assert_eq!(mass.high.unwrap().attograms(), beside + 909_495);
}

/// The rows of `product` added up as someone else would, in the finest unit that any path could need.
fn sums_of(graph: &Graph, table: &Table, reached: &[Reached], power: i32) -> Vec<ColumnSum> {
    let mut sums: BTreeMap<u32, ColumnSum> = BTreeMap::new();
    let worst = |before: RankAt, rank: u32, node: u32| {
        let now = RankAt { rank, node };
        let precedence = |node: u32| if node == u32::MAX { node } else { graph.precedence(node) };
        std::cmp::max_by_key(before, now, |worst| (worst.rank, Reverse(precedence(worst.node))))
    };
    for part in reached {
        assert!(part.node < graph.len() as u32);
        let count = part.count.integer(-power).unwrap();
        assert!(!count.1, "the unit is the finest");
        let count = count.0 as i128;
        for entry in table.entries(part.node) {
            let nobody = RankAt { rank: 0, node: u32::MAX };
            let sum = sums.entry(entry.column).or_insert(ColumnSum {
                column: entry.column,
                low: 0,
                excess: 0,
                unbounded: 0,
                unbounded_background: 0,
                rows: 0,
                worst_low: nobody,
                worst_high: nobody,
            });
            sum.rows += 1;
            sum.worst_low = worst(sum.worst_low, entry.low_rank, part.node);
            sum.worst_high = worst(sum.worst_high, entry.high_rank, part.node);
            sum.low += entry.low * count;
            sum.excess += entry.excess.unwrap_or(0) * count;
            if count > 0 {
                sum.unbounded += u64::from(entry.excess.is_none());
                sum.unbounded_background += u64::from(!table.has_bounded_background(part.node));
            }
        }
    }
    sums.into_values().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn sums_made_elsewhere_give_the_same_totals(case in case()) {
        let graph = Graph::build(&bom(&case)).0.unwrap();
        let inputs: Vec<PartInput> = (0..PARTS).map(|part| input(&case, part)).collect();
        let table = Table::pack(&inputs, COLUMNS as usize);
        let roll_up = RollUp::new(&graph, &table);
        let mut scratch = Scratch::new(&graph, &table);
        for product in 0..PARTS as u32 {
            let expected = roll_up.product(product, &mut scratch).unwrap();
            let reached = roll_up.reached(product, &mut scratch);
            prop_assert_eq!(&reached, &expected.reached);
            let power = -((PLACES * DEEPEST) as i32);
            let mut columns = sums_of(&graph, &table, &reached, power);
            let sums = Sums { power, columns: &columns };
            let found = roll_up.product_of(product, &sums, &mut scratch).unwrap();
            prop_assert_eq!(&expected, &found);
            let coarse = Sums { power: 1, columns: &columns };
            prop_assert_eq!(roll_up.product_of(product, &coarse, &mut scratch), None);
            if let Some(sum) = columns.first_mut() {
                sum.column = COLUMNS;
                let foreign = Sums { power, columns: &columns };
                prop_assert_eq!(roll_up.product_of(product, &foreign, &mut scratch), None);
            }
        }
    }
}
