//! What each part contributes, laid out in one array for reading.

use unleaded_model::amount::{Fraction, FractionRange, Mass, MassRange};

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

/// One row of 32 bytes, two to a cache line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    /// The low end of the mass in attograms.
    pub(crate) low: i128,
    pub(crate) column: u32,
    /// Ranks of the worst share's ends among all shares of the table.
    pub(crate) share_low: u32,
    pub(crate) share_high: u32,
    /// Index into [`Table::excess`], or [`SAME`] where the excess equals `low`.
    pub(crate) excess: u32,
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

/// The excess equals the low end: an exact amount in a part without background.
pub(crate) const SAME: u32 = u32::MAX;

/// What the compositions contribute, packed.
///
/// A row's *excess* is its high end less the part's background mass, so that a column's high end is the sum of
/// the excesses of the parts that have a row for it plus the background of all parts: parts without a row cost nothing.
#[derive(Debug)]
pub struct Table {
    pub(crate) offsets: Vec<usize>,
    pub(crate) rows: Vec<Row>,
    /// Excesses that differ from the low end; `None`: no bound.
    pub(crate) excess: Vec<Option<i128>>,
    pub(crate) roles: Vec<Role>,
    pub(crate) masses: Vec<MassRange>,
    pub(crate) backgrounds: Vec<Option<i128>>,
    pub(crate) background_ranks: Vec<u32>,
    /// Every share of the table in ascending order; a rank is an index into it.
    pub(crate) shares: Vec<Fraction>,
    pub(crate) columns: usize,
}

impl Table {
    /// Packs `parts`, one per node of the graph and in its order, over `columns` columns.
    pub fn pack(parts: &[PartInput], columns: usize) -> Self {
        let shares = all_shares(parts);
        let rank = |share: &Fraction| position(&shares, share);
        let mut table = Self {
            offsets: Vec::with_capacity(parts.len() + 1),
            rows: Vec::with_capacity(parts.iter().map(|p| p.rows.len()).sum()),
            excess: Vec::new(),
            roles: parts.iter().map(|p| p.role).collect(),
            masses: parts.iter().map(|p| p.mass).collect(),
            backgrounds: parts.iter().map(|p| p.background.mass.map(Mass::attograms)).collect(),
            background_ranks: parts.iter().map(|p| rank(&p.background.share)).collect(),
            columns,
            shares: Vec::new(),
        };
        table.offsets.push(0);
        for part in parts {
            for row in &part.rows {
                let packed = Row {
                    low: row.mass.low.attograms(),
                    column: row.column,
                    share_low: rank(&row.share.low),
                    share_high: rank(&row.share.high),
                    excess: table.excess_of(row, part.background),
                };
                table.rows.push(packed);
            }
            table.offsets.push(table.rows.len());
        }
        table.shares = shares;
        table
    }

    fn excess_of(&mut self, row: &RowInput, background: Background) -> u32 {
        let excess = match (row.mass.high, background.mass) {
            (None, _) => None,
            (Some(high), None) => Some(high.attograms()),
            (Some(high), Some(background)) => Some(high.attograms() - background.attograms()),
        };
        if excess == Some(row.mass.low.attograms()) {
            return SAME;
        }
        self.excess.push(excess);
        u32::try_from(self.excess.len() - 1).unwrap_or(SAME)
    }

    /// What a node is to the sums.
    pub fn role(&self, node: u32) -> Role {
        self.roles[node as usize]
    }

    /// Whether it is known how much of a node may be anything.
    pub fn has_bounded_background(&self, node: u32) -> bool {
        self.backgrounds[node as usize].is_some()
    }

    /// The rows of a node, in ascending order of their columns.
    pub fn entries(&self, node: u32) -> impl ExactSizeIterator<Item = Entry> + '_ {
        self.rows_of(node).iter().map(|row| Entry {
            column: row.column,
            low: row.low,
            excess: match row.excess {
                SAME => Some(row.low),
                at => self.excess[at as usize],
            },
            low_rank: row.share_low,
            high_rank: row.share_high,
        })
    }

    pub(crate) fn rows_of(&self, node: u32) -> &[Row] {
        &self.rows[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }
}

fn all_shares(parts: &[PartInput]) -> Vec<Fraction> {
    let mut shares: Vec<Fraction> = vec![Fraction::ZERO];
    for part in parts {
        shares.push(part.background.share);
        shares.extend(part.rows.iter().flat_map(|row| [row.share.low, row.share.high]));
    }
    shares.sort_unstable();
    shares.dedup();
    shares
}

fn position(shares: &[Fraction], share: &Fraction) -> u32 {
    let at = shares.binary_search(share).unwrap_or_else(|at| at);
    u32::try_from(at).unwrap_or(u32::MAX)
}
