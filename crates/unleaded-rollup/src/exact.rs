//! Sums that are proven to fit before they are added up.
//!
//! **Proof.** Let `c` be the counts of the parts of a product, whole numbers in the finest unit that it needs, and `m` the
//! largest mass of a packed row of the table in its unit. A part has at most one row for a column, so the sum of a column is at
//! most `sum(c) * m`, and so is every sum on the way there, since nothing is below zero; the same holds for what lies between
//! the ends. Where `sum(c) * m < 2^64` no step can leave 64 bits, and where it is below 2^127 none can leave 127 ([`bound`]). A
//! product `c * m` is one of the addends and fits for the same reason. What is not in packed rows is checked step by step.

use std::hint::black_box;

use crate::compact::{Column, ColumnSums, Key, Masses, behind};
use crate::count::Count;
use crate::kernel::RollUp;
use crate::parts::{PartSums, Standing};
use crate::rows::{Form, Sum, Sum64, Sum128, add, touch};
use crate::table::{Packed, Rows, UNUSUAL, Unusual};
use crate::visit::{Visit, Visited};

/// The rows of so many parts are under way at a time. More than that and they push each other out of the nearest cache.
const BATCH: usize = 16;

/// Memory for exact sums, used again from product to product. Between products all sums are zero and nothing is seen.
#[derive(Debug)]
pub(crate) struct Exact {
    columns: usize,
    narrow: Pair<Sum64>,
    wide: Pair<Sum128>,
    beside: Vec<Beside>,
    /// A bit for each column.
    seen: Vec<u64>,
}

/// A sum per column; none until one is needed.
#[derive(Debug)]
struct Pair<S> {
    low: Vec<S>,
    /// What lies between the ends.
    wider: Vec<S>,
}

/// What a column has beside its packed rows, in the unit of the counts.
#[derive(Clone, Copy, Debug, Default)]
struct Beside {
    low: i128,
    wider: i128,
    /// The background of the parts that have a row.
    background: i128,
    unbounded: u64,
    unbounded_background: u64,
}

impl Exact {
    pub(crate) fn new(columns: usize) -> Self {
        Self {
            columns,
            narrow: Pair { low: Vec::new(), wider: Vec::new() },
            wide: Pair { low: Vec::new(), wider: Vec::new() },
            beside: Vec::new(),
            seen: vec![0; columns.div_ceil(64)],
        }
    }
}

impl<S: Sum> Pair<S> {
    fn resize(&mut self, columns: usize, wider: usize) {
        self.low.resize(columns, S::default());
        self.wider.resize(wider, S::default());
    }
}

/// What is added up.
struct Product<'a> {
    visits: &'a [Visit<u64>],
    visited: &'a Visited,
    power: i32,
}

/// Where it is added.
struct Adding<'a, S> {
    low: &'a mut [S],
    wider: &'a mut [S],
    beside: &'a mut [Beside],
    seen: &'a mut [u64],
}

/// A part whose rows are under way.
#[derive(Clone, Copy, Default)]
struct Reading {
    rows: (usize, usize),
    wider: (usize, usize),
    mass: u64,
    behind: u64,
}

/// The largest sum of a column that there can be; `None`: it exceeds 127 bits.
fn bound(visits: &[Visit<u64>], largest: u64) -> Option<u128> {
    // 2^32 counts of 64 bits fit 96.
    let counts: u128 = visits.iter().map(|visit| u128::from(visit.count)).sum();
    counts.checked_mul(largest.into()).filter(|bound| *bound < 1 << 127)
}

impl RollUp<'_> {
    /// Returns the sums in units of 10^power attograms, no coarser than the finest count; `None`: they are not proven to fit, or
    /// something beside them does not.
    pub(crate) fn exact(
        &self,
        visited: &Visited,
        power: i32,
        memory: &mut Exact,
    ) -> Option<ColumnSums> {
        let visits = visited.counted(power)?;
        let product = Product { visits: &visits, visited, power };
        let bound = bound(&visits, self.table.largest)?;
        let Exact { columns, narrow, wide, beside, seen } = memory;
        let besides = if self.table.unusual.len() > 1 { *columns } else { 0 };
        beside.resize(besides, Beside::default());
        let widers = if self.table.wider.is_empty() { 0 } else { *columns };
        if bound <= u64::MAX.into() {
            narrow.resize(*columns, widers);
            let Pair { low, wider } = narrow;
            self.in_form(&product, Adding { low, wider, beside, seen })
        } else {
            wide.resize(*columns, widers);
            let Pair { low, wider } = wide;
            self.in_form(&product, Adding { low, wider, beside, seen })
        }
    }

    fn in_form<S: Sum>(&self, product: &Product<'_>, to: Adding<'_, S>) -> Option<ColumnSums>
    where
        Masses: From<Vec<S::Total>>,
    {
        match &self.table.rows {
            Rows::Bits(packed) => self.add_exact(packed, product, to),
            Rows::Words(packed) => self.add_exact(packed, product, to),
        }
    }

    fn add_exact<F: Form, S: Sum>(
        &self,
        packed: &Packed<F>,
        product: &Product<'_>,
        mut to: Adding<'_, S>,
    ) -> Option<ColumnSums>
    where
        Masses: From<Vec<S::Total>>,
    {
        let added = self.add_parts(packed, product, &mut to);
        // Every sum is taken, whatever fails: the next product begins with none.
        let columns = drained(to.seen);
        let leaves = product.visited.leaves;
        match added {
            Some((parts, Amounts::Numbers)) if product.power == 0 => {
                let (mass, coverage) = parts.told(leaves, 1).unzip();
                let sums =
                    columns.iter().map(|column| std::mem::take(&mut to.low[*column as usize]));
                let (masses, low): (Vec<S::Total>, Vec<Key>) =
                    sums.map(|sum| (sum.total(), key(packed.form, sum.worst()))).unzip();
                let largest = masses.iter().map(|mass| (*mass).into()).max().unwrap_or(0);
                self.table.mass_of_units(largest)?;
                let (masses, high) = (masses.into(), Vec::new());
                Some(ColumnSums { mass: mass?, coverage: coverage?, columns, masses, low, high })
            }
            added => {
                let sum = |column: &u32| self.column(packed.form, *column, &mut to);
                let sums: Vec<Option<Column>> = columns.iter().map(sum).collect();
                let scale = 10u128.checked_pow(product.power.unsigned_abs())?;
                ColumnSums::ranges(self, sums.into_iter(), (added?.0, leaves, scale))
            }
        }
    }

    /// `None`: what stands beside packed rows does not fit.
    fn add_parts<F: Form, S: Sum>(
        &self,
        packed: &Packed<F>,
        product: &Product<'_>,
        to: &mut Adding<'_, S>,
    ) -> Option<(PartSums, Amounts)> {
        let (mut parts, mut amounts, mut mass) = (PartSums::default(), Amounts::Numbers, 0u128);
        for (batch, visits) in product.visits.chunks(BATCH).enumerate() {
            let readings = self.touched(packed, visits);
            for (at, (visit, reading)) in visits.iter().zip(&readings).enumerate() {
                let rows = &packed.low[reading.rows.0..reading.rows.1];
                let times = (visit.count, reading.behind);
                add(packed.form, rows, times, to.low, to.seen);
                if reading.wider.0 < reading.wider.1 {
                    amounts = Amounts::Ranges;
                    let rows = &packed.wider[reading.wider.0..reading.wider.1];
                    add(packed.form, rows, times, to.wider, to.seen);
                }
                if reading.mass < UNUSUAL {
                    // Less than 2^64 * 2^63.
                    let times = u128::from(reading.mass) * u128::from(visit.count);
                    mass = mass.checked_add(times)?;
                    continue;
                }
                amounts = Amounts::Ranges;
                let covered = product.visited.at(batch * BATCH + at).count.covered;
                self.add_unusual(packed, (visit, reading, covered), to, &mut parts)?;
            }
        }
        let mass = i128::try_from(mass).ok()?.checked_mul(self.table.unit())?;
        parts.add_exact(mass)?;
        Some((parts, amounts))
    }

    /// Where the rows of `visits` are, all of them read before the first is needed: so that the processor waits for them
    /// together, and not for one after the other.
    fn touched<F: Form>(&self, packed: &Packed<F>, visits: &[Visit<u64>]) -> [Reading; BATCH] {
        let mut readings = [Reading::default(); BATCH];
        for (reading, visit) in readings.iter_mut().zip(visits) {
            let at = visit.node as usize;
            let (part, next) = (self.table.parts[at], self.table.parts[at + 1]);
            let behind = behind(self.graph.precedence(visit.node));
            let wider = self.table.wider_of(visit.node);
            let wider = (wider.start, wider.end);
            *reading = Reading { rows: (part.start, next.start), wider, mass: part.mass, behind };
        }
        let touched = readings.iter().fold(0, |all, Reading { rows, wider, .. }| {
            let low = touch(packed.form, &packed.low[rows.0..rows.1]);
            all ^ low ^ touch(packed.form, &packed.wider[wider.0..wider.1])
        });
        black_box(touched);
        readings
    }

    /// Adds what an unusual part has beside its packed rows, which were added before.
    fn add_unusual<F: Form, S: Sum>(
        &self,
        packed: &Packed<F>,
        (visit, reading, covered): (&Visit<u64>, &Reading, bool),
        to: &mut Adding<'_, S>,
        parts: &mut PartSums,
    ) -> Option<()> {
        let (node, role) = (visit.node, self.table.role(visit.node));
        let Some(at) = self.table.unusual_at(node) else { return Some(()) };
        let part = &self.table.unusual[at];
        let count = Count::new(visit.count.into(), 0, 0)?;
        parts.add_unusual(part, Standing { node, role, covered }, count)?;
        if count.is_zero() {
            return Some(());
        }
        let rows = &packed.low[reading.rows.0..reading.rows.1];
        let columns = rows.iter().map(|row| packed.form.column(*row) as usize);
        add_background(part, columns, count, to.beside)?;
        for odd in self.table.odd_of(at) {
            let beside = &mut to.beside[odd.column as usize];
            beside.low = beside.low.checked_add(count.floor_of(odd.low)?)?;
            match odd.wider {
                Some(wider) => {
                    beside.wider = beside.wider.checked_add(count.floor_of(wider)?)?;
                }
                None => beside.unbounded += 1,
            }
        }
        Some(())
    }

    /// Takes the sum of a column; `None`: it does not fit.
    fn column<F: Form, S: Sum>(
        &self,
        form: F,
        column: u32,
        to: &mut Adding<'_, S>,
    ) -> Option<Column> {
        let at = column as usize;
        let low = std::mem::take(&mut to.low[at]);
        let wider = to.wider.get_mut(at).map(std::mem::take).unwrap_or_default();
        let beside = to.beside.get_mut(at).map(std::mem::take).unwrap_or_default();
        let attograms = |units: S::Total| {
            i128::try_from(units.into()).ok().and_then(|units| units.checked_mul(self.table.unit()))
        };
        let total = attograms(low.total())?.checked_add(beside.low)?;
        let between = attograms(wider.total())?.checked_add(beside.wider)?;
        Some(Column {
            column,
            low: total,
            excess: total.checked_add(between)?.checked_sub(beside.background)?,
            unbounded: beside.unbounded,
            unbounded_background: beside.unbounded_background,
            worst_low: key(form, low.worst()),
            worst_high: key(form, low.worst().max(wider.worst())),
        })
    }
}

/// What the amounts of a product are.
enum Amounts {
    Numbers,
    Ranges,
}

/// Notes for each of `columns`, which a part has rows for, that its background is not to be added to them.
fn add_background(
    part: &Unusual,
    columns: impl Iterator<Item = usize>,
    count: Count,
    beside: &mut [Beside],
) -> Option<()> {
    match part.background {
        Some(mass) if mass.is_zero() => {}
        Some(mass) => {
            let mass = count.floor_of(mass.attograms())?;
            for column in columns {
                let background = &mut beside[column].background;
                *background = background.checked_add(mass)?;
            }
        }
        None => columns.for_each(|column| beside[column].unbounded_background += 1),
    }
    Some(())
}

fn key<F: Form>(form: F, worst: u64) -> Key {
    Key::ranked(form.rank(worst), worst)
}

/// The columns that are seen, ascending, none of which is afterwards.
fn drained(seen: &mut [u64]) -> Vec<u32> {
    let all = seen.iter().map(|word| word.count_ones() as usize).sum();
    let mut columns = Vec::with_capacity(all);
    for (at, word) in (0..).step_by(64).zip(seen) {
        let mut left = std::mem::take(word);
        while left != 0 {
            columns.push(at + left.trailing_zeros());
            left &= left - 1;
        }
    }
    columns
}
