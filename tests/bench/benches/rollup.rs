//! Rolling up beside the sums alone: once with everything resolved beforehand, once from one end of memory to the other.

use std::fmt::Write as _;
use std::hint::black_box;

use unleaded_bench::Size;
use unleaded_bench::boms::{Amounts, Sample, Shape, sample};
use unleaded_bench::race::{Contender, Work, publish, race};
use unleaded_model::amount::Fraction;
use unleaded_rollup::{Graph, ProductTotals, RollUp, Scratch, Table, roll_up};

/// A row as the roll-up keeps it, in 32 bytes, and the least it can do with one.
#[derive(Clone, Copy)]
#[repr(C)]
struct Row {
    low: i128,
    column: u32,
    share_low: u32,
    share_high: u32,
    excess: u32,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    low: i128,
    excess: i128,
    share_low: u32,
    share_high: u32,
}

impl Sum {
    fn add(&mut self, row: &Row, count: i128) {
        self.low += row.low * count;
        self.excess += (row.low + i128::from(row.excess)) * count;
        self.share_low = self.share_low.max(row.share_low);
        self.share_high = self.share_high.max(row.share_high);
    }
}

/// The rows of all parts, and for each product what to add: the rows' range and the count.
struct Resolved {
    rows: Vec<Row>,
    products: Vec<Vec<(std::ops::Range<usize>, i128)>>,
    columns: usize,
}

impl Resolved {
    fn new(sample: &Sample, totals: &[ProductTotals]) -> Self {
        let (mut rows, mut offsets) = (Vec::new(), vec![0]);
        for part in &sample.parts {
            rows.extend(part.rows.iter().map(|row| {
                let low = row.mass.low.attograms();
                let high = row.mass.high.map_or(low, |high| high.attograms());
                Row {
                    low,
                    column: row.column,
                    share_low: rank(row.share.low),
                    share_high: rank(row.share.high),
                    excess: u32::try_from(high - low).unwrap_or(u32::MAX),
                }
            }));
            offsets.push(rows.len());
        }
        let resolve = |totals: &ProductTotals| {
            let parts = totals.reached.iter().map(|reached| {
                let at = reached.node as usize;
                let count = reached.count.integer(0).map_or(0, |(count, _)| count);
                (offsets[at]..offsets[at + 1], i128::try_from(count).unwrap_or(0))
            });
            parts.filter(|(range, _)| !range.is_empty()).collect()
        };
        Self { products: totals.iter().map(resolve).collect(), rows, columns: sample.columns }
    }

    /// Multiply-adds over all products.
    fn additions(&self) -> usize {
        self.products.iter().flatten().map(|(range, _)| range.len()).sum()
    }

    /// Adds the rows of each product where they belong.
    fn scatter(&self) -> u64 {
        let mut sums = vec![Sum::default(); self.columns];
        for product in &self.products {
            for (range, count) in product {
                for row in &self.rows[range.clone()] {
                    sums[row.column as usize].add(row, *count);
                }
            }
            black_box(&mut sums).fill(Sum::default());
        }
        0
    }

    /// Adds as many rows as that, one behind the other, into one sum.
    fn stream(&self) -> u64 {
        let mut left = self.additions();
        let mut sum = Sum::default();
        while left > 0 {
            for row in &self.rows[..self.rows.len().min(left)] {
                sum.add(row, 1);
            }
            left -= self.rows.len().min(left);
            black_box(&mut sum);
        }
        0
    }
}

/// The shares are whole ppm.
fn rank(share: Fraction) -> u32 {
    u32::try_from(share.numerator()).unwrap_or(u32::MAX)
}

fn report(shape: &Shape, amounts: Amounts, rounds: usize) -> Option<String> {
    let sample = sample(shape, amounts);
    let graph = Graph::build(&sample.bom).0?;
    let table = Table::pack(&sample.parts, sample.columns);
    let products: Vec<u32> = sample.products.clone().collect();
    let totals: Vec<ProductTotals> =
        roll_up(&graph, &table, &products).into_iter().flatten().collect();
    let resolved = Resolved::new(&sample, &totals);
    let additions = resolved.additions();
    let results: usize = totals.iter().map(|t| t.columns.len()).sum();
    let reached: usize = totals.iter().map(|t| t.reached.len()).sum();
    drop(totals);
    let mut scratch = Scratch::new(&graph, &table);
    let mut scratch_of_sums = Scratch::new(&graph, &table);
    let contenders = vec![
        Contender::new("scatter-add, all resolved", || resolved.scatter()),
        Contender::new("stream of as many rows", || resolved.stream()),
        Contender::new("sums of each product", || {
            let roll_up = RollUp::new(&graph, &table);
            let one = |product: &u32| roll_up.sums(*product, &mut scratch_of_sums);
            products.iter().flat_map(one).map(|sums| sums.columns() as u64).sum()
        }),
        Contender::new("each product, then let go", || {
            let roll_up = RollUp::new(&graph, &table);
            let one = |product: &u32| roll_up.product(*product, &mut scratch);
            products.iter().flat_map(one).map(|totals| totals.columns.len() as u64).sum()
        }),
        Contender::new("roll_up", || roll_up(&graph, &table, &products).len() as u64),
    ];
    let mut title = format!("Rolling up {} products, {amounts:?}: ", products.len());
    // Writing to a string can't fail.
    let _ = write!(
        title,
        "{} parts, {} lines, {} rows; {reached} visits, {additions} multiply-adds, {results} results",
        sample.parts.len(),
        sample.bom.lines.len(),
        resolved.rows.len(),
    );
    let work = Work { unit: "M additions", millionths: additions as u64 };
    Some(race(&title, work, rounds, contenders))
}

fn main() -> std::io::Result<()> {
    let size = Size::from_arguments();
    let shape = size.choose(Shape::S, Shape::SMOKE);
    let rounds = size.choose(11, 1);
    let reports = [Amounts::Exact, Amounts::Intervals].map(|a| report(&shape, a, rounds));
    let reports: Option<Vec<String>> = reports.into_iter().collect();
    let Some(reports) = reports else {
        return Err(std::io::Error::other("the sample has a cycle"));
    };
    publish("rollup", &reports.join("\n"), env!("CARGO_TARGET_TMPDIR"))
}
