//! What each part contributes, laid out in one array for reading.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::ops::Range;

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};

use crate::rows::{Bits, Form, Words};

mod packing;

/// What a part is to the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// An assembly that is described by its children, or by its children and rows of its own beside them.
    Assembly,
    /// A part with usable declarations and no children.
    Declared,
    /// A part without children and without a usable declaration.
    Missing,
    /// An assembly whose own declaration describes the whole: its masses stand for those of its children, which
    /// still serve the worst concentrations.
    Whole,
}

/// How much of a part may be anything.
#[derive(Clone, Copy, Debug)]
pub struct Background {
    /// The most mass that may be anything; `None`: no bound is known.
    pub mass: Option<Mass>,
    /// The largest share of a place of the part that may be anything.
    pub share: Fraction,
}

impl Background {
    /// Everything is disclosed.
    pub const NONE: Self = Self { mass: Some(Mass::ZERO), share: Fraction::ZERO };
}

/// One column's amount in one unit of a part.
#[derive(Clone, Copy, Debug)]
pub struct RowInput {
    /// The column: a substance or an entry of a rule set.
    pub column: u32,
    /// Its mass, undisclosed mass that may be it included.
    pub mass: MassRange,
    /// Its worst share at its level over the places of the part: the largest low, the largest high.
    pub share: FractionRange,
}

/// What one unit (piece or gram) of a node contributes.
#[derive(Clone, Debug)]
pub struct PartInput {
    /// What it is to the sums.
    pub role: Role,
    /// Its mass; for an assembly the mass of what it adds beside its children.
    pub mass: MassRange,
    /// What may be any column that has no row.
    pub background: Background,
    /// Its rows, in ascending order of their columns, each column once.
    pub rows: Vec<RowInput>,
}

/// A row as those see it who add up elsewhere. Sums of entries, each times its multiplicity, are a [`crate::ColumnSum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The column.
    pub column: u32,
    /// The low end of its mass in attograms.
    pub low: i128,
    /// What its high end exceeds the part's background by, which may be below zero; `None`: no bound.
    pub excess: Option<i128>,
    /// The rank of its low share among the shares of the table.
    pub low_rank: u32,
    /// The rank of its high share.
    pub high_rank: u32,
}

/// Where a part's rows begin, and its mass.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// The place of its first row; they end where those of the next part begin.
    pub(crate) start: usize,
    /// Its mass in the unit of the table; from [`UNUSUAL`] on its place in [`Table::unusual`].
    pub(crate) mass: u64,
}

/// Masses of parts that are no numbers below this one stand elsewhere.
pub(crate) const UNUSUAL: u64 = 1 << 63;

/// A part that is missing, has a background, or an amount that packed rows can't hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unusual {
    pub(crate) mass: MassRange,
    /// The most mass that may be anything.
    pub(crate) background: Option<Mass>,
    pub(crate) background_rank: u32,
    /// The place of its first row in [`Table::odd`]; they end where those of the next unusual part begin.
    pub(crate) odd: usize,
}

/// What a column's amount has beside its packed rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Odd {
    pub(crate) column: u32,
    /// To be added to the low end, in attograms.
    pub(crate) low: i128,
    /// To be added to what lies between the ends; `None`: there is no high end.
    pub(crate) wider: Option<i128>,
}

/// Packed rows, in the order of the parts.
#[derive(Debug)]
pub(crate) struct Packed<F: Form> {
    pub(crate) form: F,
    /// One for each row: its low mass and the rank of its low share.
    pub(crate) low: Vec<F::Row>,
    /// One for each row whose ends differ: how much the masses do, and the rank of the high share.
    pub(crate) wider: Vec<F::Row>,
}

/// The rows in whatever form they are.
#[derive(Debug)]
pub(crate) enum Rows {
    Bits(Packed<Bits>),
    Words(Packed<Words>),
}

/// What the compositions contribute, packed.
///
/// Nearly every row is 8 or 16 bytes: masses are numbers of the coarsest power of ten that divides nearly all of them, and
/// an amount whose ends are equal is there once. What does not fit stands beside them, and is added for the parts that have
/// such rows alone.
#[derive(Debug)]
pub struct Table {
    /// One for each node, and one behind the last.
    pub(crate) parts: Vec<Part>,
    pub(crate) rows: Rows,
    /// Where the rows of each node in [`Packed::wider`] begin, and where the last ones end; empty: there are none.
    pub(crate) wider: Vec<usize>,
    /// In the order of the nodes, with one behind the last.
    pub(crate) unusual: Vec<Unusual>,
    pub(crate) odd: Vec<Odd>,
    pub(crate) roles: Vec<Role>,
    /// The masses of packed rows are numbers of 10^unit attograms, 18 at most.
    pub(crate) unit: u32,
    /// No mass of a packed row is larger.
    pub(crate) largest: u64,
    /// Every share of the table in ascending order; a rank is an index into it.
    pub(crate) shares: Vec<Fraction>,
    pub(crate) columns: usize,
}

impl Table {
    /// Packs `parts`, one per node of the graph and in its order, over `columns` columns. A high end below its low end is
    /// taken for equal to it.
    pub fn pack(parts: &[PartInput], columns: usize) -> Self {
        Self::pack_again(|| parts.iter(), columns)
    }

    /// Returns what [`Table::pack`] does, of parts that need not be in memory all at once: `parts` gives them twice, the same
    /// ones each time.
    pub fn pack_again<P: Borrow<PartInput>, I: Iterator<Item = P>>(
        parts: impl Fn() -> I,
        columns: usize,
    ) -> Self {
        packing::pack(parts, columns)
    }

    /// What a node is to the sums.
    pub fn role(&self, node: u32) -> Role {
        self.roles[node as usize]
    }

    /// Whether it is known how much of a node may be anything.
    pub fn has_bounded_background(&self, node: u32) -> bool {
        self.unusual(node).is_none_or(|part| part.background.is_some())
    }

    /// The rows of a node, in ascending order of their columns.
    pub fn entries(&self, node: u32) -> impl ExactSizeIterator<Item = Entry> + '_ {
        let (range, unusual) = (self.range_of(node), self.unusual_at(node));
        let background = unusual.and_then(|at| self.unusual[at].background);
        let background = background.map_or(0, Mass::attograms);
        let mut odd = unusual.map_or(&[][..], |at| self.odd_of(at)).iter().peekable();
        let mut wider = self.wider_of(node).map(|at| self.rows.wider(at)).peekable();
        range.map(move |at| {
            let low = self.rows.low(at);
            let wide = wider.next_if(|wide| wide.column == low.column);
            let odd = odd.next_if(|odd| odd.column == low.column);
            let attograms = |mass: u64| i128::from(mass) * self.unit();
            let mass = attograms(low.mass) + odd.map_or(0, |odd| odd.low);
            let wider = odd.map_or(Some(0), |odd| odd.wider);
            let between = attograms(wide.map_or(0, |wide| wide.mass));
            Entry {
                column: low.column,
                low: mass,
                excess: wider.map(|odd| mass + between + odd - background),
                low_rank: low.rank,
                high_rank: wide.map_or(low.rank, |wide| wide.rank),
            }
        })
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.parts[..])
            + self.rows.bytes()
            + size_of_val(&self.wider[..])
            + size_of_val(&self.unusual[..])
            + size_of_val(&self.odd[..])
            + size_of_val(&self.roles[..])
            + size_of_val(&self.shares[..])
    }

    /// Attograms of the unit of packed rows.
    pub(crate) fn unit(&self) -> i128 {
        10i128.pow(self.unit)
    }

    /// The mass of so many units; `None`: it can't be held.
    pub(crate) fn mass_of_units(&self, units: u128) -> Option<Mass> {
        Mass::from_attograms(i128::try_from(units).ok()?.checked_mul(self.unit())?)
    }

    /// The places of a node's rows.
    pub(crate) fn range_of(&self, node: u32) -> Range<usize> {
        self.parts[node as usize].start..self.parts[node as usize + 1].start
    }

    /// The places of a node's rows in [`Packed::wider`].
    pub(crate) fn wider_of(&self, node: u32) -> Range<usize> {
        match self.wider.get(node as usize..) {
            Some([start, end, ..]) => *start..*end,
            _ => 0..0,
        }
    }

    /// The mass of a node that is not unusual.
    pub(crate) fn mass_of(&self, node: u32) -> MassRange {
        match self.unusual(node) {
            Some(part) => part.mass,
            None => {
                // Below 2^63 times 10^18, which is below 10^38.
                let mass = self.mass_of_units(self.parts[node as usize].mass.into());
                MassRange::exactly(mass.unwrap_or(Mass::MAX))
            }
        }
    }

    pub(crate) fn unusual_at(&self, node: u32) -> Option<usize> {
        let mass = self.parts[node as usize].mass;
        usize::try_from(mass.checked_sub(UNUSUAL)?).ok()
    }

    pub(crate) fn unusual(&self, node: u32) -> Option<&Unusual> {
        self.unusual_at(node).map(|at| &self.unusual[at])
    }

    /// The odd amounts of the unusual part at `at`.
    pub(crate) fn odd_of(&self, at: usize) -> &[Odd] {
        &self.odd[self.unusual[at].odd..self.unusual[at + 1].odd]
    }

    /// Whether a node has a row for `column`.
    pub(crate) fn names(&self, node: u32, column: u32) -> bool {
        let range = self.range_of(node);
        let mut range = (range.start, range.end);
        while range.0 < range.1 {
            let middle = range.0.midpoint(range.1);
            match self.rows.low(middle).column.cmp(&column) {
                Ordering::Equal => return true,
                Ordering::Less => range.0 = middle + 1,
                Ordering::Greater => range.1 = middle,
            }
        }
        false
    }
}

/// A packed row, unpacked.
#[derive(Clone, Copy)]
pub(crate) struct Unpacked {
    pub(crate) mass: u64,
    pub(crate) column: u32,
    pub(crate) rank: u32,
}

impl<F: Form> Packed<F> {
    fn unpacked(&self, row: F::Row) -> Unpacked {
        let form = self.form;
        let rank = form.rank(form.ranked(row));
        Unpacked { mass: form.mass(row), column: form.column(row), rank }
    }
}

impl Rows {
    fn bytes(&self) -> usize {
        match self {
            Self::Bits(rows) => size_of_val(&rows.low[..]) + size_of_val(&rows.wider[..]),
            Self::Words(rows) => size_of_val(&rows.low[..]) + size_of_val(&rows.wider[..]),
        }
    }

    pub(crate) fn low(&self, at: usize) -> Unpacked {
        match self {
            Self::Bits(rows) => rows.unpacked(rows.low[at]),
            Self::Words(rows) => rows.unpacked(rows.low[at]),
        }
    }

    pub(crate) fn wider(&self, at: usize) -> Unpacked {
        match self {
            Self::Bits(rows) => rows.unpacked(rows.wider[at]),
            Self::Words(rows) => rows.unpacked(rows.wider[at]),
        }
    }
}
