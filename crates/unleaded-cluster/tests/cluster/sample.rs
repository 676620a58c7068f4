//! Bills of materials with everything that makes sums difficult, by chance but from a seed.

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, BomLine, BomPart, Quantity, QuantityUnit};
use unleaded_model::diagnostic::{FileName, Place};
use unleaded_rollup::{Background, Graph, PartInput, Role, RowInput, Table};

/// How large a sample is.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) parts: usize,
    /// Levels; the parts of the first are the products.
    pub(crate) levels: usize,
    pub(crate) columns: u32,
    /// Rows of a part.
    pub(crate) rows: u32,
}

/// xorshift64.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }
}

/// A bill of materials of so many levels, its table, and its products: all parts of the top level, and an assembly that is also
/// a part of them.
pub(crate) fn sample(size: Size, seed: u64) -> (Graph, Table, Vec<u32>) {
    let mut chance = Chance(seed);
    let place = Place::file(&FileName::new("sample"));
    let per_level = size.parts / size.levels;
    let parts = (0..size.parts)
        // The numbers fall, so that the order by number is not that of the nodes.
        .map(|n| BomPart::new(format!("P{:06}", size.parts - n), place.clone()))
        .collect();
    let mut lines = Vec::new();
    for parent in 0..per_level * (size.levels - 1) {
        let next = (parent / per_level + 1) * per_level;
        for _ in 0..=chance.below(8) {
            let child = next + chance.below((size.parts - next) as u64) as usize;
            let amount = match chance.below(20) {
                0 => Decimal::ZERO,
                1 => Decimal::new(25 + u128::from(chance.below(1_000)), -3),
                2 => Decimal::new(15, -1),
                3 => Decimal::new(1_000, 0),
                many => Decimal::new(many.into(), 0),
            };
            let quantity = Quantity { amount, unit: QuantityUnit::Pieces };
            lines.push(BomLine { parent, child, quantity, place: place.clone() });
        }
    }
    let (graph, diagnostics) = Graph::build(&Bom { parts, lines });
    let graph = graph.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let inputs: Vec<PartInput> =
        (0..size.parts as u32).map(|node| part(&graph, node, size, &mut chance)).collect();
    let table = Table::pack(&inputs, size.columns as usize);
    let mut products: Vec<u32> = (0..per_level as u32).collect();
    products.push(per_level as u32 + 1);
    (graph, table, products)
}

fn part(graph: &Graph, node: u32, size: Size, chance: &mut Chance) -> PartInput {
    let role = match (graph.is_leaf(node), chance.below(8)) {
        (true, 0) => Role::Missing,
        (true, _) => Role::Declared,
        (false, 0) => Role::Whole,
        (false, _) => Role::Assembly,
    };
    if role == Role::Missing {
        return PartInput {
            role,
            mass: MassRange { low: Mass::ZERO, high: None },
            background: Background { mass: None, share: Fraction::ONE },
            rows: Vec::new(),
        };
    }
    if role == Role::Assembly && !chance.one_in(4) {
        let background = Background::NONE;
        return PartInput { role, mass: MassRange::ZERO, background, rows: Vec::new() };
    }
    let undisclosed = match chance.below(6) {
        0 => Background { mass: None, share: ppm(chance) },
        1 => Background { mass: Mass::from_attograms(grams(chance) / 7), share: ppm(chance) },
        _ => Background::NONE,
    };
    let mut columns: Vec<u32> =
        (0..size.rows).map(|_| chance.below(size.columns.into()) as u32).collect();
    columns.sort_unstable();
    columns.dedup();
    let rows = columns.into_iter().map(|column| row(column, chance)).collect();
    let mass = MassRange::exactly(Mass::from_attograms(grams(chance)).unwrap());
    PartInput { role, mass, background: undisclosed, rows }
}

fn row(column: u32, chance: &mut Chance) -> RowInput {
    let low = grams(chance) / 1_000;
    let high = match chance.below(10) {
        0 => None,
        1 | 2 => Mass::from_attograms(low + grams(chance) / 10_000),
        _ => Mass::from_attograms(low),
    };
    let (a, b) = (ppm(chance), ppm(chance));
    let share = FractionRange { low: a.min(b), high: a.max(b) };
    RowInput { column, mass: MassRange { low: Mass::from_attograms(low).unwrap(), high }, share }
}

/// Up to some kilograms, which need more than 64 bits, in odd numbers of attograms.
fn grams(chance: &mut Chance) -> i128 {
    i128::from(chance.below(1 << 62)) * i128::from(1 + chance.below(1_000)) + 1
}

/// Few different shares, so that many parts are equally bad.
fn ppm(chance: &mut Chance) -> Fraction {
    Fraction::ppm((chance.below(12) * 1_000).into())
}
