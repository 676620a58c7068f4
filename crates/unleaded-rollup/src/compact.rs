//! The sums of one product in little memory.

use unleaded_model::amount::{Mass, MassRange};

use crate::count::scaled;
use crate::graph::Graph;
use crate::kernel::RollUp;
use crate::parts::{Background, PartSums};
use crate::sums::{ColumnSum, RankAt};
use crate::totals::{ColumnTotal, Coverage, ProductTotals, Worst};
use crate::visit::Visited;

/// The totals of one product as they are added up: 20 bytes a column where all amounts are numbers, and 16 a node.
#[derive(Clone, Debug)]
pub struct ProductSums {
    product: u32,
    visited: Visited,
    sums: ColumnSums,
}

/// The sums of one product's columns.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSums {
    pub(crate) mass: MassRange,
    pub(crate) coverage: Coverage,
    /// In ascending order.
    pub(crate) columns: Vec<u32>,
    pub(crate) masses: Masses,
    pub(crate) low: Vec<Key>,
    /// Empty: the same as `low`.
    pub(crate) high: Vec<Key>,
}

/// The mass of each column.
#[derive(Clone, Debug)]
pub(crate) enum Masses {
    /// Numbers of the unit of the table.
    Numbers(Vec<u64>),
    /// The same where 64 bits are too few.
    Large(Vec<u128>),
    Ranges(Vec<MassRange>),
}

impl From<Vec<u64>> for Masses {
    fn from(masses: Vec<u64>) -> Self {
        Self::Numbers(masses)
    }
}

impl From<Vec<u128>> for Masses {
    fn from(masses: Vec<u128>) -> Self {
        Self::Large(masses)
    }
}

/// What was added up of one column, see [`ColumnSum`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) column: u32,
    pub(crate) low: i128,
    pub(crate) excess: i128,
    pub(crate) unbounded: u64,
    pub(crate) unbounded_background: u64,
    pub(crate) worst_low: Key,
    pub(crate) worst_high: Key,
}

impl Column {
    pub(crate) fn of(graph: &Graph, sum: &ColumnSum) -> Self {
        let key = |worst: RankAt| Key::new(worst.rank, graph.precedence(worst.node));
        Self {
            column: sum.column,
            low: sum.low,
            excess: sum.excess,
            unbounded: sum.unbounded,
            unbounded_background: sum.unbounded_background,
            worst_low: key(sum.worst_low),
            worst_high: key(sum.worst_high),
        }
    }
}

/// A rank above a node's place in the order of precedence, counted from the end: the larger is the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key(u64);

impl Key {
    /// Returns the key of `rank` above the lower 32 bits of `worst`.
    pub(crate) fn ranked(rank: u32, worst: u64) -> Self {
        Self(u64::from(rank) << 32 | worst & u64::from(u32::MAX))
    }

    pub(crate) fn new(rank: u32, precedence: u32) -> Self {
        Self(u64::from(rank) << 32 | behind(precedence))
    }

    fn worst(self, roll_up: &RollUp<'_>) -> Worst {
        let share = roll_up.table.shares[(self.0 >> 32) as usize];
        Worst { share, node: roll_up.graph.at_precedence(u32::MAX - self.0 as u32) }
    }
}

/// What stands below the rank; not zero, since no node has the last of all numbers.
pub(crate) fn behind(precedence: u32) -> u64 {
    u64::from(u32::MAX - precedence)
}

impl ProductSums {
    /// The product's node.
    pub fn product(&self) -> u32 {
        self.product
    }

    /// How many nodes it has, itself among them.
    pub fn nodes(&self) -> usize {
        self.visited.len()
    }

    /// How many columns any of them has.
    pub fn columns(&self) -> usize {
        self.sums.columns.len()
    }

    /// The total of the column at the place `at` among [`ProductSums::columns`], in the roll-up that it is of.
    pub fn column(&self, at: usize, roll_up: &RollUp<'_>) -> ColumnTotal {
        let number = |units: u128| {
            // That it fits was checked when it was added up.
            MassRange::exactly(roll_up.table.mass_of_units(units).unwrap_or(Mass::MAX))
        };
        let mass = match &self.sums.masses {
            Masses::Numbers(masses) => number(masses[at].into()),
            Masses::Large(masses) => number(masses[at]),
            Masses::Ranges(masses) => masses[at],
        };
        let low = self.sums.low[at];
        let high = self.sums.high.get(at).copied().unwrap_or(low);
        let (low, high) = (low.worst(roll_up), high.worst(roll_up));
        ColumnTotal { column: self.sums.columns[at], mass, low, high }
    }

    /// Returns the totals, in the roll-up that they are of.
    pub fn totals(&self, roll_up: &RollUp<'_>) -> ProductTotals {
        ProductTotals {
            product: self.product,
            mass: self.sums.mass,
            coverage: self.sums.coverage,
            columns: (0..self.columns()).map(|at| self.column(at, roll_up)).collect(),
            reached: self.visited.reached(),
        }
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        let sums = &self.sums;
        let masses = match &sums.masses {
            Masses::Numbers(masses) => size_of_val(&masses[..]),
            Masses::Large(masses) => size_of_val(&masses[..]),
            Masses::Ranges(masses) => size_of_val(&masses[..]),
        };
        let keys = size_of_val(&sums.low[..]) + size_of_val(&sums.high[..]);
        size_of::<Self>() + self.visited.bytes() + size_of_val(&sums.columns[..]) + masses + keys
    }
}

impl ColumnSums {
    pub(crate) fn of(self, product: u32, visited: Visited) -> ProductSums {
        ProductSums { product, visited, sums: self }
    }

    /// Returns the sums of `columns`, ascending and in units of `scale` to the attogram, with what the parts are beside
    /// them. `None`: something can't be held.
    pub(crate) fn ranges(
        roll_up: &RollUp<'_>,
        columns: impl ExactSizeIterator<Item = Option<Column>>,
        (parts, leaves, scale): (PartSums, usize, u128),
    ) -> Option<Self> {
        let (mass, coverage) = parts.told(leaves, scale)?;
        let background = parts.background.ordered(roll_up.graph);
        let mut masses = Vec::with_capacity(columns.len());
        let mut sums = Self {
            mass,
            coverage,
            columns: Vec::with_capacity(columns.len()),
            masses: Masses::Numbers(Vec::new()),
            low: Vec::with_capacity(columns.len()),
            high: Vec::with_capacity(columns.len()),
        };
        for sum in columns {
            let sum = sum?;
            sums.columns.push(sum.column);
            masses.push(range_of(&sum, &background, scale)?);
            sums.low.push(sum.worst_low);
            sums.high.push(background.worst(roll_up, sum.column, sum.worst_high));
        }
        Some(Self { masses: Masses::Ranges(masses), ..sums })
    }
}

fn range_of(sum: &Column, background: &Background, scale: u128) -> Option<MassRange> {
    let unbounded = sum.unbounded > 0 || background.unbounded > sum.unbounded_background;
    let high = match unbounded {
        true => None,
        false => Some(background.mass.checked_add(sum.excess)?),
    };
    scaled(sum.low, high, scale)
}
