//! Sums of rows that were made elsewhere, on their way into [`crate::ProductTotals`].

use crate::graph::Graph;
use crate::table::Table;

/// The sums of the rows of one product.
#[derive(Clone, Copy, Debug)]
pub struct Sums<'a> {
    /// Their unit: 10^power attograms, no coarser than the finest multiplicity of the product.
    pub power: i32,
    /// One per column that any reached part has, each column once.
    pub columns: &'a [ColumnSum],
}

/// The sum of one column's [`crate::Entry`]s over the parts of a product, each times its multiplicity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSum {
    /// The column.
    pub column: u32,
    /// The low ends.
    pub low: i128,
    /// The excesses that are bounded.
    pub excess: i128,
    /// Entries without a bound; those of parts that are there zero times are not counted, here and below.
    pub unbounded: u64,
    /// Entries in parts whose background has no bound.
    pub unbounded_background: u64,
    /// All entries, those of parts that are there zero times too.
    pub rows: u64,
    /// The largest low share over all entries.
    pub worst_low: RankAt,
    /// The largest high share over all entries.
    pub worst_high: RankAt,
}

/// The rank of a share, and of the nodes that have it the one that precedes ([`Graph::precedence`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankAt {
    /// Its place among the shares of the table.
    pub rank: u32,
    /// The node.
    pub node: u32,
}

impl ColumnSum {
    /// Whether the column, the ranks and the nodes are any of these.
    pub(crate) fn is_of(&self, table: &Table, graph: &Graph) -> bool {
        let known = |worst: RankAt| {
            (worst.rank as usize) < table.shares.len() && (worst.node as usize) < graph.len()
        };
        let column = (self.column as usize) < table.columns;
        column && self.rows > 0 && known(self.worst_low) && known(self.worst_high)
    }
}
