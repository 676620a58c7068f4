//! The roll-up equals the sum over every path in numbers without a limit, wherever amounts and quantities are extreme: near the
//! largest mass, beyond 64 and 128 bits, with thirty decimal places, missing, or zero.
#![allow(
    clippy::unwrap_used,
    clippy::fn_params_excessive_bools,
    reason = "tests may unwrap, and ask how exactly"
)]

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use proptest::prelude::*;
use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, BomLine, BomPart, Quantity, QuantityUnit};
use unleaded_model::diagnostic::{FileName, Place};
use unleaded_rollup::{
    Background, ColumnTotal, Graph, Overflow, PartInput, ProductTotals, Role, RowInput, Table,
    Worst, roll_up,
};

const PARTS: usize = 6;
/// Columns that are looked at; those behind them only have nice amounts.
const COLUMNS: u32 = 4;
const NICE: u32 = 100;
/// No quantity has more decimal places.
const PLACES: u32 = 30;
/// No path is longer.
const DEEPEST: u32 = PARTS as u32 - 1;

/// A number without a limit, in limbs of nine digits, the lowest first, without zeros at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Big(Vec<u32>);

const LIMB: u64 = 1_000_000_000;

impl Big {
    fn new(mut number: u128) -> Self {
        let mut limbs = Vec::new();
        while number > 0 {
            limbs.push((number % u128::from(LIMB)) as u32);
            number /= u128::from(LIMB);
        }
        Self(limbs)
    }

    fn plus(&self, other: &Self) -> Self {
        let mut limbs = Vec::new();
        let mut carry = 0;
        for at in 0..=self.0.len().max(other.0.len()) {
            let limb = |big: &Self| u64::from(big.0.get(at).copied().unwrap_or(0));
            let sum = limb(self) + limb(other) + carry;
            limbs.push((sum % LIMB) as u32);
            carry = sum / LIMB;
        }
        Self(limbs).trimmed()
    }

    fn times(&self, other: &Self) -> Self {
        let mut limbs = vec![0u32; self.0.len() + other.0.len() + 1];
        for (low, a) in self.0.iter().enumerate() {
            let mut carry = 0;
            for at in 0..=other.0.len() {
                let b = u64::from(other.0.get(at).copied().unwrap_or(0));
                let sum = u64::from(limbs[low + at]) + u64::from(*a) * b + carry;
                limbs[low + at] = (sum % LIMB) as u32;
                carry = sum / LIMB;
            }
        }
        Self(limbs).trimmed()
    }

    fn ten_to(power: u32) -> Self {
        let mut limbs = vec![0; (power / 9) as usize];
        limbs.push(10u32.pow(power % 9));
        Self(limbs)
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        let upper = |big: &Self| big.0.iter().rev().copied().collect::<Vec<u32>>();
        self.0.len().cmp(&other.0.len()).then_with(|| upper(self).cmp(&upper(other)))
    }
}

#[derive(Clone, Debug)]
struct Row {
    low: u128,
    /// `None`: no high end.
    wider: Option<u128>,
    ppm: (u128, u128),
}

#[derive(Clone, Debug)]
struct Part {
    missing: bool,
    whole: bool,
    mass: u128,
    /// Its mass; `None`: no bound is known.
    background: Option<u128>,
    background_ppm: u128,
    rows: BTreeMap<u32, Row>,
    nice: bool,
}

#[derive(Clone, Debug)]
struct Case {
    /// Parent, child, and the digits and decimal places of the quantity.
    lines: Vec<(usize, usize, u128, u32)>,
    parts: Vec<Part>,
}

fn mass() -> impl Strategy<Value = u128> {
    let most = 10u128.pow(38) - 1;
    prop_oneof![
        4 => (0..1_000u128).prop_map(|g| g * 10u128.pow(15)),
        2 => 0..1_000u128,
        1 => (0..1_000u128).prop_map(|below| (1 << 63) - 500 + below),
        1 => (0..1_000u128).prop_map(|below| (1 << 64) - 500 + below),
        1 => (0..1_000u128).prop_map(move |below| most - below),
        1 => (1..90u128).prop_map(|part| part * 10u128.pow(36)),
    ]
}

fn quantity() -> impl Strategy<Value = (u128, u32)> {
    prop_oneof![
        6 => (0..4u128).prop_map(|pieces| (pieces, 0)),
        1 => (0..4u128).prop_map(|above| (u128::from(u32::MAX) - 2 + above, 0)),
        1 => (0..4u128).prop_map(|above| (u128::from(u64::MAX) - 2 + above, 0)),
        1 => (1..40u128).prop_map(|part| (part * 10u128.pow(36), 0)),
        2 => (1..1_000u128, 0..3u32),
        1 => (1..1_000u128, 0..PLACES + 1),
        1 => (1..1_000u128).prop_map(|digits| (10u128.pow(PLACES) + digits, PLACES)),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    let row = (mass(), prop::option::weighted(0.9, prop_oneof![3 => Just(0), 2 => mass()]));
    let row = (row, 0..4u128, 0..2u128).prop_map(|((low, wider), ppm, above)| {
        let most = 10u128.pow(38) - 1;
        let wider = wider.map(|wider| wider.min(most - low));
        Row { low, wider, ppm: (ppm, ppm + above) }
    });
    let rows = prop::collection::btree_map(0..COLUMNS, row, 0..3);
    let background = prop_oneof![4 => Just(Some(0)), 2 => mass().prop_map(Some), 1 => Just(None)];
    let kinds = (prop::bool::weighted(0.15), prop::bool::weighted(0.15), prop::bool::weighted(0.5));
    (kinds, mass(), background, 0..5u128, rows).prop_map(
        |((missing, whole, nice), mass, background, ppm, rows)| {
            let background_ppm = if background == Some(0) { 0 } else { ppm };
            Part { missing, whole, mass, background, background_ppm, rows, nice }
        },
    )
}

fn case() -> impl Strategy<Value = Case> {
    let line = (0..PARTS, 0..PARTS, quantity()).prop_filter_map(
        "a line goes down",
        |(parent, child, (digits, places))| {
            (parent < child).then_some((parent, child, digits, places))
        },
    );
    (prop::collection::vec(line, 1..9), prop::collection::vec(part(), PARTS))
        .prop_map(|(lines, parts)| Case { lines, parts })
}

impl Case {
    fn bom(&self) -> Bom {
        let place = Place::file(&FileName::new("extremes"));
        let line = |(parent, child, digits, places): &(usize, usize, u128, u32)| BomLine {
            parent: *parent,
            child: *child,
            quantity: Quantity {
                amount: Decimal::new(*digits, -(*places as i32)),
                unit: QuantityUnit::Pieces,
            },
            place: place.clone(),
        };
        Bom {
            parts: (0..PARTS).map(|n| BomPart::new(n.to_string(), place.clone())).collect(),
            lines: self.lines.iter().map(line).collect(),
        }
    }

    fn role(&self, at: usize) -> Role {
        let part = &self.parts[at];
        match self.lines.iter().any(|(parent, ..)| *parent == at) {
            true if part.whole => Role::Whole,
            true => Role::Assembly,
            false if part.missing => Role::Missing,
            false => Role::Declared,
        }
    }

    /// What a part is to the sums: one that is missing has nothing, and may be anything.
    fn part(&self, at: usize) -> Part {
        let part = self.parts[at].clone();
        if self.role(at) != Role::Missing {
            return part;
        }
        let rows = BTreeMap::new();
        Part { background: None, background_ppm: 1_000_000, rows, nice: false, ..part }
    }

    fn input(&self, at: usize) -> PartInput {
        let (part, role) = (self.part(at), self.role(at));
        let row = |(column, row): (&u32, &Row)| RowInput {
            column: *column,
            mass: MassRange {
                low: attograms(row.low),
                high: row.wider.map(|wider| attograms(row.low + wider)),
            },
            share: FractionRange { low: Fraction::ppm(row.ppm.0), high: Fraction::ppm(row.ppm.1) },
        };
        let nice = |column: u32| RowInput {
            column,
            mass: MassRange::exactly(attograms(u128::from(column) * 10u128.pow(12))),
            share: FractionRange::exactly(Fraction::ppm(column.into())),
        };
        let nice = (COLUMNS..NICE).filter(|_| part.nice).map(nice);
        PartInput {
            role,
            mass: match role {
                Role::Missing => MassRange::UNKNOWN,
                _ => MassRange::exactly(attograms(part.mass)),
            },
            background: Background {
                mass: part.background.map(attograms),
                share: Fraction::ppm(part.background_ppm),
            },
            rows: part.rows.iter().map(row).chain(nice).collect(),
        }
    }
}

fn attograms(amount: u128) -> Mass {
    Mass::from_attograms(amount as i128).unwrap()
}

/// What the sum over all paths gives, times `10^(PLACES * DEEPEST)`.
#[derive(Clone, Debug, Default)]
struct Naive {
    low: Big,
    high: Big,
    unbounded: bool,
    worst_low: Option<(u128, Reverse<u32>)>,
    worst_high: Option<(u128, Reverse<u32>)>,
}

#[derive(Debug, Default)]
struct Sums {
    columns: BTreeMap<u32, Naive>,
    mass: Naive,
    /// The largest count, and the largest of all that is summed up.
    largest_count: Big,
    largest: Big,
}

impl Sums {
    fn note(&mut self, sum: &Big) {
        if *sum > self.largest {
            self.largest = sum.clone();
        }
    }
}

#[derive(Clone)]
struct Way {
    part: usize,
    factor: Big,
    depth: u32,
    covered: bool,
}

fn enumerate(case: &Case, way: Way, named: &[u32], out: &mut Sums) {
    let (part, role) = (case.part(way.part), case.role(way.part));
    let factor = way.factor.times(&Big::ten_to(PLACES * (DEEPEST - way.depth)));
    let node = Reverse(way.part as u32);
    let is_there = factor != Big::default();
    out.mass.unbounded |= role == Role::Missing && is_there;
    if role != Role::Missing {
        out.mass.low = out.mass.low.plus(&factor.times(&Big::new(part.mass)));
    }
    for column in named {
        let sum = out.columns.entry(*column).or_default();
        if let Some(row) = part.rows.get(column) {
            sum.low = sum.low.plus(&factor.times(&Big::new(row.low)));
            let high = row.low + row.wider.unwrap_or(0);
            sum.high = sum.high.plus(&factor.times(&Big::new(high)));
            sum.unbounded |= row.wider.is_none() && is_there;
            sum.worst_low = sum.worst_low.max(Some((row.ppm.0, node)));
            sum.worst_high = sum.worst_high.max(Some((row.ppm.1, node)));
        } else if role != Role::Missing || !way.covered {
            let background = part.background.unwrap_or(0);
            sum.high = sum.high.plus(&factor.times(&Big::new(background)));
            sum.unbounded |= part.background.is_none() && is_there;
            if part.background_ppm > 0 {
                sum.worst_high = sum.worst_high.max(Some((part.background_ppm, node)));
            }
        }
    }
    let whole = role == Role::Whole;
    for (parent, child, digits, places) in &case.lines {
        if *parent == way.part {
            let quantity = Big::new(*digits).times(&Big::ten_to(PLACES - places));
            let factor = if whole { Big::default() } else { way.factor.times(&quantity) };
            let (depth, covered) = (way.depth + 1, way.covered || whole);
            enumerate(case, Way { part: *child, factor, depth, covered }, named, out);
        }
    }
}

/// Columns that some part of the product names.
fn named(case: &Case, part: usize, out: &mut Vec<u32>) {
    out.extend(case.part(part).rows.keys());
    for (parent, child, ..) in &case.lines {
        if *parent == part {
            named(case, *child, out);
        }
    }
    out.sort_unstable();
    out.dedup();
}

/// The parts of each way, to find the largest count.
fn counts(case: &Case, product: usize) -> Vec<Big> {
    let mut counts = vec![Big::default(); PARTS];
    let mut open = vec![(product, Big::new(1), 0)];
    while let Some((part, factor, depth)) = open.pop() {
        let scaled: Big = factor.times(&Big::ten_to(PLACES * (DEEPEST - depth)));
        counts[part] = counts[part].plus(&scaled);
        for (parent, child, digits, places) in &case.lines {
            if *parent == part && case.role(part) != Role::Whole {
                let quantity = Big::new(*digits).times(&Big::ten_to(PLACES - places));
                open.push((*child, factor.times(&quantity), depth + 1));
            }
        }
    }
    counts
}

/// The most decimal places of any way.
fn places(case: &Case, part: usize) -> u32 {
    let below = case.lines.iter().filter(|(parent, ..)| *parent == part);
    below.map(|(_, child, _, own)| own + places(case, *child)).max().unwrap_or(0)
}

/// Whether a mass from below and above holds the sum: exactly, or, where 128 bits are too few for that, so that it lies between.
fn holds(found: MassRange, naive: &Naive, is_exact: bool) -> bool {
    let scale = Big::ten_to(PLACES * DEEPEST);
    let of = |mass: Mass| Big::new(mass.unsigned()).times(&scale);
    let low = of(found.low);
    let is_low = low <= naive.low && (!is_exact || low.plus(&scale) > naive.low);
    let is_high = match found.high.map(of) {
        None => naive.unbounded,
        Some(high) => {
            !naive.unbounded && high >= naive.high && (!is_exact || high < naive.high.plus(&scale))
        }
    };
    is_low && is_high
}

fn is_same(total: &ColumnTotal, naive: &Naive, is_exact: bool) -> bool {
    let worst = |worst: Worst| Some((worst.share, Reverse(worst.node)));
    let naive_worst =
        |worst: Option<(u128, Reverse<u32>)>| worst.map(|(ppm, node)| (Fraction::ppm(ppm), node));
    holds(total.mass, naive, is_exact)
        && worst(total.low) == naive_worst(naive.worst_low)
        && worst(total.high) == naive_worst(naive.worst_high)
}

/// Compares a product with the sum over its paths; an overflow must be one.
fn check(case: &Case, found: &Result<ProductTotals, Overflow>, product: usize) {
    let mut columns = Vec::new();
    named(case, product, &mut columns);
    let mut naive = Sums::default();
    let way = Way { part: product, factor: Big::new(1), depth: 0, covered: false };
    enumerate(case, way, &columns, &mut naive);
    naive.mass.high = naive.mass.low.clone();
    let counts = counts(case, product);
    for count in &counts {
        if *count > naive.largest_count {
            naive.largest_count = count.clone();
        }
        // A part that nobody knows still has a background and a mass of its own.
        let largest = case.parts.iter().flat_map(|part| [part.mass, part.background.unwrap_or(0)]);
        naive.note(&count.times(&Big::new(largest.max().unwrap_or(0))));
    }
    naive.note(&naive.mass.low.clone());
    for sum in naive.columns.clone().values() {
        naive.note(&sum.high);
    }
    // In the finest unit that any way needs, every count and every addend fits 123 bits, so that sums of six fit 126.
    let finest = Big::ten_to(places(case, product));
    let fits = Big::new(1 << 123).times(&Big::ten_to(PLACES * DEEPEST));
    let is_exact = naive.largest.plus(&naive.largest_count).times(&finest) < fits;
    match found {
        Ok(totals) => {
            assert!(holds(totals.mass, &naive.mass, is_exact), "mass of {product}");
            let seen = totals.columns.iter().filter(|total| total.column < COLUMNS);
            let seen: Vec<&ColumnTotal> = seen.collect();
            assert_eq!(seen.iter().map(|t| t.column).collect::<Vec<_>>(), columns);
            for total in seen {
                let naive = &naive.columns[&total.column];
                assert!(is_same(total, naive, is_exact), "{product}: {total:?}, not {naive:?}");
            }
        }
        Err(Overflow { .. }) => assert!(!is_exact, "{product} fits"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn extremes_equal_the_sum_over_all_paths(case in case()) {
        let graph = Graph::build(&case.bom()).0.unwrap();
        let inputs: Vec<PartInput> = (0..PARTS).map(|part| case.input(part)).collect();
        let table = Table::pack(&inputs, NICE as usize);
        let products: Vec<u32> = (0..PARTS as u32).collect();
        let found = roll_up(&graph, &table, &products);
        for (at, found) in found.iter().enumerate() {
            check(&case, found, at);
        }
        // What one product leaves behind, an overflow among them, changes nothing of the next.
        let turned: Vec<u32> = products.iter().rev().copied().collect();
        let again: Vec<_> = roll_up(&graph, &table, &turned).into_iter().rev().collect();
        prop_assert_eq!(found, again);
    }
}
