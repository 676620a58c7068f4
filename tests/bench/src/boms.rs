//! Bills of materials in the shape of an electronics maker's: many leaves, deep sharing, a few substances everywhere.
#![expect(clippy::float_arithmetic, reason = "samples of distributions, no amounts")]

use std::collections::BTreeSet;
use std::ops::Range;

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, BomLine, BomPart, Quantity, QuantityUnit};
use unleaded_model::diagnostic::{FileName, Place};
use unleaded_rollup::{Background, PartInput, Role, RowInput};

use crate::random::Random;

const SEED: u64 = 0x1234_5678_8765_4321;
/// Attograms of a nanogram.
const NANOGRAM: i128 = 1_000_000_000;

/// How large a bill of materials is.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// All parts; 70 % of them are leaves.
    pub parts: usize,
    /// Lines; duplicates are dropped, so that some fewer remain.
    pub edges: usize,
    /// Rows of leaves; duplicates are dropped here too.
    pub entries: usize,
    /// Levels, the leaves' included. Each has 0.55 times the parts of the one below.
    pub levels: usize,
    /// Columns.
    pub substances: u32,
}

impl Shape {
    /// A hundred thousand parts.
    pub const S: Self =
        Self { parts: 100_000, edges: 1_000_000, entries: 2_000_000, levels: 8, substances: 4_000 };
    /// The same in small.
    pub const SMOKE: Self =
        Self { parts: 2_000, edges: 20_000, entries: 40_000, levels: 5, substances: 400 };
}

/// What the amounts of leaves are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// Each is a number.
    Exact,
    /// Every other row is an interval, and one leaf in ten has an undisclosed rest.
    Intervals,
}

/// A bill of materials and what its parts hold.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The lines.
    pub bom: Bom,
    /// What each part holds, in the order of the parts.
    pub parts: Vec<PartInput>,
    /// Columns.
    pub columns: usize,
    /// The parts of the top level.
    pub products: Range<u32>,
}

/// Returns the bill of materials of `shape`, the same one every time. Parts are numbered level by level, so that a child
/// has a lower number than its parents. Only the parts of the top level count as products, also where others have no parent.
pub fn sample(shape: &Shape, amounts: Amounts) -> Sample {
    let mut random = Random::new(SEED);
    let starts = level_starts(shape);
    let leaves = starts[1];
    let parts = (0..shape.parts)
        .map(|part| match part < leaves {
            true => leaf(&mut random, shape, leaves, amounts),
            false => assembly(),
        })
        .collect();
    let place = Place::file(&FileName::new("bom.csv"));
    let mut lines = Vec::with_capacity(shape.edges);
    let mean = shape.edges as f64 / (shape.parts - leaves) as f64;
    for level in 1..shape.levels {
        for parent in starts[level]..starts[level + 1] {
            let below = &starts[..=level];
            for (child, quantity) in children(&mut random, mean, below) {
                lines.push(BomLine {
                    parent,
                    child,
                    quantity: Quantity {
                        amount: Decimal::new(quantity, 0),
                        unit: QuantityUnit::Pieces,
                    },
                    place: place.clone(),
                });
            }
        }
    }
    let named = |number: usize| BomPart::new(format!("P-{number:07}"), place.clone());
    Sample {
        bom: Bom { parts: (0..shape.parts).map(named).collect(), lines },
        parts,
        columns: shape.substances as usize,
        products: narrow(starts[shape.levels - 1])..narrow(starts[shape.levels]),
    }
}

fn narrow(part: usize) -> u32 {
    u32::try_from(part).unwrap_or(u32::MAX)
}

/// Where each level begins, and where the last one ends.
fn level_starts(shape: &Shape) -> Vec<usize> {
    let leaves = shape.parts * 7 / 10;
    let weights: Vec<f64> = (1..shape.levels).map(|level| 0.55f64.powi(level as i32)).collect();
    let whole: f64 = weights.iter().sum();
    let mut starts = vec![0, leaves];
    let mut share = 0.0;
    for weight in weights {
        share += weight / whole;
        let assemblies = ((shape.parts - leaves) as f64 * share).round() as usize;
        starts.push(leaves + assemblies);
    }
    starts
}

/// `from` to `to`, the lower ones more often.
fn skewed(random: &mut Random, from: usize, to: usize) -> usize {
    let unit = random.unit();
    from + ((to - from) as f64 * unit * unit) as usize
}

/// The children of an assembly above the levels that begin at `below`: one of the level just below it, the others 87 %
/// leaves and 13 % any assembly below.
fn children(random: &mut Random, mean: f64, below: &[usize]) -> Vec<(usize, u128)> {
    let count = ((0.25 + 1.5 * random.unit()) * mean).max(1.0) as usize;
    let (leaves, level) = (below[1], below.len() - 1);
    let (from, to) = (below[level - 1], below[level]);
    let mut seen = BTreeSet::new();
    let mut children = Vec::with_capacity(count);
    for number in 0..count {
        let child = if number == 0 {
            skewed(random, from, to)
        } else if to == leaves || random.unit() < 0.87 {
            skewed(random, 0, leaves)
        } else {
            skewed(random, leaves, to)
        };
        if seen.insert(child) {
            let quantity = 1 + (9.0 * random.unit().powi(4)) as u128;
            children.push((child, quantity));
        }
    }
    children
}

fn assembly() -> PartInput {
    PartInput {
        role: Role::Assembly,
        mass: MassRange::ZERO,
        background: Background::NONE,
        rows: Vec::new(),
    }
}

/// The number of rows is exponential, at most six times the mean; masses and shares are log-uniform.
fn leaf(random: &mut Random, shape: &Shape, leaves: usize, amounts: Amounts) -> PartInput {
    let mean = shape.entries as f64 / leaves as f64;
    let count = (-(1.0 - random.unit()).ln() * mean).clamp(1.0, 6.0 * mean) as usize;
    let columns: BTreeSet<u32> =
        (0..count).map(|_| (f64::from(shape.substances) * random.unit().powi(8)) as u32).collect();
    let rows: Vec<RowInput> =
        columns.into_iter().map(|column| row(random, column, amounts)).collect();
    let low = rows.iter().map(|row| row.mass.low.attograms()).sum();
    let background = match amounts == Amounts::Intervals && random.below(10) == 0 {
        true => Background { mass: Mass::from_attograms(low / 50), share: Fraction::ppm(20_000) },
        false => Background::NONE,
    };
    PartInput {
        role: Role::Declared,
        mass: MassRange::exactly(Mass::from_attograms(low).unwrap_or(Mass::ZERO)),
        background,
        rows,
    }
}

fn row(random: &mut Random, column: u32, amounts: Amounts) -> RowInput {
    let nanograms = 10f64.powf(1.0 + 8.0 * random.unit()) as i128;
    let ppm = 10f64.powf(6.0 * random.unit()) as u128;
    let is_wide = amounts == Amounts::Intervals && random.below(2) == 0;
    let mass = |part: i128| Mass::from_attograms(nanograms * NANOGRAM / 100 * part);
    let wide = if is_wide { 105 } else { 100 };
    RowInput {
        column,
        mass: MassRange { low: mass(100).unwrap_or(Mass::ZERO), high: mass(wide) },
        share: FractionRange {
            low: Fraction::ppm(ppm),
            high: Fraction::ppm(if is_wide { ppm + ppm / 20 } else { ppm }),
        },
    }
}

#[cfg(test)]
mod tests {
    use unleaded_rollup::Graph;

    use super::*;

    #[test]
    fn the_top_level_is_the_products() {
        let sample = sample(&Shape::SMOKE, Amounts::Intervals);
        let (graph, diagnostics) = Graph::build(&sample.bom);
        assert_eq!(diagnostics, []);
        let graph = graph.unwrap();
        assert_eq!(sample.parts.len(), graph.len());
        let roots = graph.roots();
        assert!(sample.products.len() > 10);
        assert!(sample.products.clone().all(|product| roots.contains(&product)));
    }
}
