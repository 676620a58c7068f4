//! How the rows of a table are packed: which unit, how many bits, and what stands beside them.

use std::borrow::Borrow;

use unleaded_model::amount::{Mass, MassRange};

use super::{Odd, Packed, Part, PartInput, Role, RowInput, Rows, Table, UNUSUAL, Unusual};
use crate::rows::{Bits, Form, Words};

use self::shares::{Ranked, Shares};

mod shares;

/// The unit is no coarser than 10^18 attograms, a gram.
const COARSEST: usize = 18;
/// One amount in so many may be no number of the unit, or too large.
const MISFITS: u64 = 64;
/// Masses of packed rows have at most so many bits.
const MOST_BITS: usize = 63;

pub(super) fn pack<P: Borrow<PartInput>, I: Iterator<Item = P>>(
    parts: impl Fn() -> I,
    columns: usize,
) -> Table {
    let (mut shares, mut amounts) = (Shares::default(), Amounts::default());
    let (mut nodes, mut rows) = (0, 0);
    for part in parts() {
        let part = part.borrow();
        shares.add(part.background.share);
        for row in &part.rows {
            shares.add(row.share.low);
            shares.add(row.share.high);
            amounts.add(low_of(row));
            amounts.add(between(row).unwrap_or(0));
        }
        nodes += 1;
        rows += part.rows.len();
    }
    let shares = shares.ranked();
    let unit = amounts.unit();
    let bits = amounts.bits(unit);
    let unit = u32::try_from(unit).unwrap_or(0);
    match Bits::new(columns, shares.values.len(), bits) {
        Some(form) => {
            Packer::new(form, unit, &shares, (nodes, rows)).all(parts(), columns, Rows::Bits)
        }
        None => Packer::new(Words, unit, &shares, (nodes, rows)).all(parts(), columns, Rows::Words),
    }
}

fn low_of(row: &RowInput) -> u128 {
    row.mass.low.unsigned()
}

/// What lies between the ends of a row's mass; `None`: it has no high end.
fn between(row: &RowInput) -> Option<u128> {
    row.mass.high.map(|high| high.minus(row.mass.low).unsigned())
}

/// How many of the amounts of a table are numbers of each power of ten, by their bits in that unit.
struct Amounts {
    /// Amounts that are not zero.
    all: u64,
    numbers: [[u64; 129]; COARSEST + 1],
}

impl Default for Amounts {
    fn default() -> Self {
        Self { all: 0, numbers: [[0; 129]; COARSEST + 1] }
    }
}

impl Amounts {
    fn add(&mut self, mut amount: u128) {
        if amount == 0 {
            return;
        }
        self.all += 1;
        for numbers in &mut self.numbers {
            numbers[bits_of(amount)] += 1;
            match divided(amount) {
                Some(tenth) => amount = tenth,
                None => return,
            }
        }
    }

    /// The coarsest unit of which nearly all amounts are numbers.
    fn unit(&self) -> usize {
        let misfits = |unit: &usize| self.all - self.numbers[*unit].iter().sum::<u64>();
        (0..=COARSEST).rev().find(|unit| misfits(unit) <= self.all / MISFITS).unwrap_or(0)
    }

    /// The bits that nearly all amounts take in `unit`.
    fn bits(&self, unit: usize) -> u32 {
        let mut left = self.all;
        let mut bits = 0;
        for (of_bits, numbers) in self.numbers[unit].iter().enumerate().take(MOST_BITS + 1) {
            if left <= self.all / MISFITS {
                break;
            }
            if *numbers > 0 {
                (left, bits) = (left - numbers, of_bits);
            }
        }
        u32::try_from(bits).unwrap_or(0)
    }
}

fn bits_of(amount: u128) -> usize {
    (u128::BITS - amount.leading_zeros()) as usize
}

/// A tenth of it; `None`: it is no multiple of ten. Nearly all amounts fit 64 bits, where dividing is quick.
fn divided(amount: u128) -> Option<u128> {
    match u64::try_from(amount) {
        Ok(small) => small.is_multiple_of(10).then(|| (small / 10).into()),
        Err(_) => amount.is_multiple_of(10).then_some(amount / 10),
    }
}

struct Packer<'a, F: Form> {
    shares: &'a Ranked,
    power: u32,
    /// Attograms of the unit.
    unit: u128,
    largest: u64,
    parts: Vec<Part>,
    packed: Packed<F>,
    wider: Vec<usize>,
    unusual: Vec<Unusual>,
    odd: Vec<Odd>,
    roles: Vec<Role>,
}

impl<'a, F: Form> Packer<'a, F> {
    fn new(form: F, power: u32, shares: &'a Ranked, (nodes, rows): (usize, usize)) -> Self {
        Self {
            shares,
            power,
            unit: 10u128.pow(power),
            largest: 0,
            parts: Vec::with_capacity(nodes + 1),
            packed: Packed { form, low: Vec::with_capacity(rows), wider: Vec::new() },
            wider: Vec::with_capacity(nodes + 1),
            unusual: Vec::new(),
            odd: Vec::new(),
            roles: Vec::with_capacity(nodes),
        }
    }

    fn all<P: Borrow<PartInput>>(
        mut self,
        parts: impl Iterator<Item = P>,
        columns: usize,
        rows: impl Fn(Packed<F>) -> Rows,
    ) -> Table {
        for part in parts {
            self.part(part.borrow());
        }
        self.parts.push(Part { start: self.packed.low.len(), mass: 0 });
        self.wider.push(self.packed.wider.len());
        let behind = Unusual {
            mass: MassRange::ZERO,
            background: None,
            background_rank: 0,
            odd: self.odd.len(),
        };
        self.unusual.push(behind);
        Table {
            parts: self.parts,
            wider: if self.packed.wider.is_empty() { Vec::new() } else { self.wider },
            rows: rows(self.packed),
            unusual: self.unusual,
            odd: self.odd,
            roles: self.roles,
            unit: self.power,
            largest: self.largest,
            shares: self.shares.values.clone(),
            columns,
        }
    }

    fn part(&mut self, part: &PartInput) {
        let (start, odd) = (self.packed.low.len(), self.odd.len());
        self.wider.push(self.packed.wider.len());
        for row in &part.rows {
            self.row(row);
        }
        let has_odd = self.odd.len() > odd;
        let background_rank = self.shares.rank(part.background.share);
        let is_disclosed = part.background.mass == Some(Mass::ZERO) && background_rank == 0;
        let mass = Some(part.mass.low).filter(|low| part.mass.high == Some(*low));
        let (number, rest) = self.number(mass.map_or(0, Mass::unsigned), UNUSUAL);
        let is_usual = mass.is_some() && rest == 0 && is_disclosed && part.role != Role::Missing;
        let mass = match is_usual && !has_odd {
            true => number,
            false => {
                let (mass, background) = (part.mass, part.background.mass);
                self.unusual.push(Unusual { mass, background, background_rank, odd });
                UNUSUAL + (self.unusual.len() as u64 - 1)
            }
        };
        self.parts.push(Part { start, mass });
        self.roles.push(part.role);
    }

    fn row(&mut self, row: &RowInput) {
        let form = self.packed.form;
        let low_rank = self.shares.rank(row.share.low);
        let high_rank = match row.share.high.numerator() == row.share.low.numerator()
            && row.share.high.denominator() == row.share.low.denominator()
        {
            true => low_rank,
            false => self.shares.rank(row.share.high).max(low_rank),
        };
        let (low, low_rest) = self.number(low_of(row), form.limit());
        let (wider, wider_rest) = self.number(between(row).unwrap_or(0), form.limit());
        self.largest = self.largest.max(low).max(wider);
        self.packed.low.push(form.row(low, row.column, low_rank));
        if wider > 0 || high_rank > low_rank {
            self.packed.wider.push(form.row(wider, row.column, high_rank));
        }
        if low_rest != 0 || wider_rest != 0 || row.mass.high.is_none() {
            let wider = row.mass.high.map(|_| wider_rest);
            self.odd.push(Odd { column: row.column, low: low_rest, wider });
        }
    }

    /// The amount in units; where it is no number of them below `limit`, none and all of it.
    fn number(&self, attograms: u128, limit: u64) -> (u64, i128) {
        let units = match u64::try_from(attograms) {
            // The unit is 10^18 at most.
            Ok(small) => {
                let unit = self.unit as u64;
                small.is_multiple_of(unit).then(|| small / unit)
            }
            Err(_) if attograms.is_multiple_of(self.unit) => {
                u64::try_from(attograms / self.unit).ok()
            }
            Err(_) => None,
        };
        match units.filter(|units| *units < limit) {
            Some(units) => (units, 0),
            // A mass is below 10^38.
            None => (0, i128::try_from(attograms).unwrap_or(i128::MAX)),
        }
    }
}
