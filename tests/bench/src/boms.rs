//! Bills of materials in the shape of an electronics maker's: many leaves, deep sharing, a few substances everywhere.
//!
//! A set is drawn from one stream of numbers, so that it is the same everywhere; [`Arrays`] hold it in 12 bytes a line and 12 a
//! row, so that the largest fits in memory with all that is made of it.
#![expect(clippy::float_arithmetic, reason = "samples of distributions, no amounts")]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use unleaded_model::amount::{Decimal, Fraction, FractionRange, Mass, MassRange};
use unleaded_model::bom::{Bom, BomLine, BomPart, Quantity, QuantityUnit};
use unleaded_model::diagnostic::{FileName, Place};
use unleaded_rollup::{Background, Graph, PartInput, Role, RowInput, Table};

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
    /// Levels, the leaves' included.
    pub levels: usize,
    /// Columns.
    pub substances: u32,
    /// Of a hundred children of an assembly so many are assemblies, beside the first, which always is one.
    pub assemblies: u32,
}

impl Shape {
    /// A hundred thousand parts.
    pub const S: Self = Self {
        parts: 100_000,
        edges: 1_000_000,
        entries: 2_000_000,
        levels: 8,
        substances: 4_000,
        assemblies: 13,
    };
    /// As many, with far more sharing: assemblies in assemblies.
    pub const X: Self = Self { levels: 9, assemblies: 35, ..Self::S };
    /// A million parts.
    pub const L: Self = Self {
        parts: 1_000_000,
        edges: 5_000_000,
        entries: 10_000_000,
        substances: 8_000,
        ..Self::S
    };
    /// A million parts of which each holds a hundred substances.
    pub const H: Self =
        Self { edges: 10_000_000, entries: 170_000_000, substances: 10_000, ..Self::L };
    /// The same in small.
    pub const SMOKE: Self = Self {
        parts: 2_000,
        edges: 20_000,
        entries: 40_000,
        levels: 5,
        substances: 400,
        assemblies: 13,
    };
}

/// What the amounts of leaves are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// Each is a number.
    Exact,
    /// Every other row is an interval, and one leaf in ten has an undisclosed rest.
    Intervals,
}

/// A line: a parent holds so many of a child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The parent.
    pub parent: u32,
    /// The child, whose number is lower.
    pub child: u32,
    /// How many, 1 to 9.
    pub quantity: u32,
}

/// What a leaf holds of a substance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The substance.
    pub column: u32,
    /// Its mass.
    pub nanograms: u32,
    /// Its largest concentration.
    pub ppm: u32,
}

/// A set: parts are numbered level by level, the leaves first, and those of the top level are the products.
#[derive(Clone, Debug)]
pub struct Arrays {
    /// Where each level begins, and where the last one ends.
    pub starts: Vec<u32>,
    /// By parent, and by child below it.
    pub lines: Vec<Line>,
    /// Where the rows of each leaf begin, and where the last ones end.
    pub offsets: Vec<u32>,
    /// By leaf, and by column below it.
    pub rows: Vec<Row>,
    /// Columns.
    pub columns: u32,
}

impl Arrays {
    /// Draws the set of `shape`, the same one every time.
    pub fn draw(shape: &Shape) -> Self {
        let mut random = Random::new(SEED);
        let starts = level_starts(shape);
        let leaves = starts[1];
        let mut arrays = Self {
            lines: Vec::with_capacity(shape.edges),
            offsets: vec![0],
            rows: Vec::new(),
            columns: shape.substances,
            starts,
        };
        let mut drawn = Vec::new();
        let mean = shape.entries as f64 / f64::from(leaves);
        for _ in 0..leaves {
            leaf(&mut random, (mean, shape.substances), &mut drawn);
            arrays.rows.append(&mut drawn);
            arrays.offsets.push(narrow(arrays.rows.len()));
        }
        let mean = shape.edges as f64 / (narrow(shape.parts) - leaves) as f64;
        let share = f64::from(shape.assemblies) / 100.0;
        for level in 1..shape.levels {
            for parent in arrays.starts[level]..arrays.starts[level + 1] {
                let below = &arrays.starts[..=level];
                for (child, quantity) in children(&mut random, (mean, share), below) {
                    arrays.lines.push(Line { parent, child, quantity });
                }
            }
        }
        arrays
    }

    /// How many parts there are.
    pub fn parts(&self) -> u32 {
        self.starts.last().copied().unwrap_or(0)
    }

    /// The parts of the top level.
    pub fn products(&self) -> Range<u32> {
        self.starts[self.starts.len() - 2]..self.parts()
    }

    /// The rows of a part; an assembly has none of its own.
    pub fn rows_of(&self, part: u32) -> &[Row] {
        match self.offsets.get(part as usize + 1) {
            Some(end) => &self.rows[self.offsets[part as usize] as usize..*end as usize],
            None => &[],
        }
    }

    /// What a part holds.
    pub fn part(&self, part: u32, amounts: Amounts) -> PartInput {
        let is_leaf = part < self.starts[1];
        let rows: Vec<RowInput> = self.rows_of(part).iter().map(|r| row(*r, amounts)).collect();
        let low = rows.iter().map(|row| row.mass.low.attograms()).sum();
        let has_rest = amounts == Amounts::Intervals && is_leaf && part.is_multiple_of(10);
        let background = match has_rest {
            true => {
                Background { mass: Mass::from_attograms(low / 50), share: Fraction::ppm(20_000) }
            }
            false => Background::NONE,
        };
        PartInput {
            role: if is_leaf { Role::Declared } else { Role::Assembly },
            mass: MassRange::exactly(Mass::from_attograms(low).unwrap_or(Mass::ZERO)),
            background,
            rows,
        }
    }

    /// The graph of the lines.
    pub fn graph(&self) -> Option<Graph> {
        let lines = self.lines.iter().map(|l| (l.parent, l.child, u64::from(l.quantity)));
        Graph::from_lines(self.parts(), lines).ok()
    }

    /// Writes all of it for other programs: each array behind its length, in 32 bits a number and little-endian; the length has 64.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        let lines = &self.lines;
        write_array(&mut file, std::iter::once(self.columns))?;
        write_array(&mut file, self.starts.iter().copied())?;
        write_array(&mut file, lines.iter().map(|line| line.parent))?;
        write_array(&mut file, lines.iter().map(|line| line.child))?;
        write_array(&mut file, lines.iter().map(|line| line.quantity))?;
        write_array(&mut file, self.offsets.iter().copied())?;
        write_array(&mut file, self.rows.iter().map(|row| row.column))?;
        write_array(&mut file, self.rows.iter().map(|row| row.nanograms))?;
        write_array(&mut file, self.rows.iter().map(|row| row.ppm))?;
        file.flush()
    }

    /// What all parts hold, packed.
    pub fn table(&self, amounts: Amounts) -> Table {
        let parts = || (0..self.parts()).map(|part| self.part(part, amounts));
        Table::pack_again(parts, self.columns as usize)
    }
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

/// Returns the bill of materials of `shape`, the same one every time. Only the parts of the top level count as products, also
/// where others have no parent.
pub fn sample(shape: &Shape, amounts: Amounts) -> Sample {
    let arrays = Arrays::draw(shape);
    let place = Place::file(&FileName::new("bom.csv"));
    let line = |line: &Line| BomLine {
        parent: line.parent as usize,
        child: line.child as usize,
        quantity: Quantity {
            amount: Decimal::new(line.quantity.into(), 0),
            unit: QuantityUnit::Pieces,
        },
        place: place.clone(),
    };
    let named = |number: u32| BomPart::new(format!("P-{number:07}"), place.clone());
    Sample {
        bom: Bom {
            parts: (0..arrays.parts()).map(named).collect(),
            lines: arrays.lines.iter().map(line).collect(),
        },
        parts: (0..arrays.parts()).map(|part| arrays.part(part, amounts)).collect(),
        columns: shape.substances as usize,
        products: arrays.products(),
    }
}

fn write_array(
    file: &mut impl Write,
    numbers: impl ExactSizeIterator<Item = u32>,
) -> io::Result<()> {
    file.write_all(&(numbers.len() as u64).to_le_bytes())?;
    for number in numbers {
        file.write_all(&number.to_le_bytes())?;
    }
    Ok(())
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Where each level begins, and where the last one ends: 70 % are leaves, and of the others each level has 0.55 times the
/// parts of the one below.
fn level_starts(shape: &Shape) -> Vec<u32> {
    let mut starts = vec![0];
    let mut below = 0.7;
    let mut share = 0.3 * 0.45 / (1.0 - 0.55f64.powi(narrow(shape.levels) as i32 - 1));
    for _ in 1..shape.levels {
        starts.push((below * shape.parts as f64).round() as u32);
        below += share;
        share *= 0.55;
    }
    starts.push(narrow(shape.parts));
    starts
}

/// `from` to `to`, the lower ones more often.
fn skewed(random: &mut Random, from: u32, to: u32) -> u32 {
    let unit = random.unit();
    from + (f64::from(to - from) * unit * unit) as u32
}

/// The children of an assembly above the levels that begin at `below`, ascending: one of the level just below it, the others
/// leaves, but for the `share` that are any assembly below.
fn children(random: &mut Random, (mean, share): (f64, f64), below: &[u32]) -> Vec<(u32, u32)> {
    let count = (mean * (0.25 + 1.5 * random.unit())).round().max(1.0) as usize;
    let (leaves, level) = (below[1], below.len() - 1);
    let (from, to) = (below[level - 1], below[level]);
    let mut children = vec![skewed(random, from, to)];
    for _ in 1..count {
        let is_leaf = level == 1 || random.unit() < 1.0 - share;
        let (from, to) = if is_leaf { (0, leaves) } else { (leaves, to) };
        children.push(skewed(random, from, to));
    }
    children.sort_unstable();
    children.dedup();
    let quantity = |random: &mut Random| {
        let unit = random.unit();
        1 + (9.0 * unit * unit * unit * unit) as u32
    };
    children.into_iter().map(|child| (child, quantity(random))).collect()
}

/// Draws the rows of a leaf: their number is exponential, at most six times the mean; masses and shares are log-uniform.
fn leaf(random: &mut Random, (mean, substances): (f64, u32), rows: &mut Vec<Row>) {
    let most = (6.0 * mean) as u64 + 1;
    let count = ((mean * -(1.0 - random.unit()).ln()).round() as u64).clamp(1, most);
    let mut columns: Vec<u32> =
        (0..count).map(|_| (f64::from(substances) * random.unit().powf(8.0)) as u32).collect();
    columns.sort_unstable();
    columns.dedup();
    rows.extend(columns.into_iter().map(|column| {
        let nanograms = 10f64.powf(1.0 + 8.0 * random.unit()) as u32;
        Row { column, nanograms, ppm: 10f64.powf(6.0 * random.unit()) as u32 }
    }));
}

/// A row with its amounts as `amounts` says.
fn row(row: Row, amounts: Amounts) -> RowInput {
    // The last digit of the mass is as good as a coin.
    let is_wide = amounts == Amounts::Intervals && row.nanograms.is_multiple_of(2);
    let mass = |part: i128| Mass::from_attograms(i128::from(row.nanograms) * NANOGRAM / 100 * part);
    let (wide, ppm) = (if is_wide { 105 } else { 100 }, u128::from(row.ppm));
    RowInput {
        column: row.column,
        mass: MassRange { low: mass(100).unwrap_or(Mass::ZERO), high: mass(wide) },
        share: FractionRange {
            low: Fraction::ppm(ppm),
            high: Fraction::ppm(if is_wide { ppm + ppm / 20 } else { ppm }),
        },
    }
}

#[cfg(test)]
mod tests {
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

    #[test]
    fn a_set_is_the_same_every_time() {
        let arrays = Arrays::draw(&Shape::S);
        assert_eq!((arrays.lines.len(), arrays.rows.len()), (999_562, 1_264_937));
        assert_eq!(arrays.products(), 99_621..100_000);
        let (first, last) = (arrays.lines[0], arrays.lines[999_561]);
        assert!(first.parent == 70_000 && last.parent == 99_999, "{first:?} {last:?}");
    }
}
