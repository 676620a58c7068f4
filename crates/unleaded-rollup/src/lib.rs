//! The bill of materials as a graph, and the exact sums over it.
//!
//! [`Graph::build`] turns rows into a directed acyclic graph (a cycle is a diagnostic with its path).
//! [`Table::pack`] lays the compositions out for reading. [`roll_up`] then answers one product at a
//! time: it first finds how often each part occurs in it, visiting every reachable part once in
//! topological order whatever the number of paths, and then adds each part's rows once, times that
//! multiplicity. Nothing recurses; nothing is rounded inward.

pub use self::compact::ProductSums;
pub use self::graph::{Graph, Node};
pub use self::kernel::{RollUp, Scratch};
pub use self::sums::{ColumnSum, RankAt, Sums};
pub use self::table::{Background, Entry, PartInput, Role, RowInput, Table};
pub use self::totals::{ColumnTotal, Coverage, Overflow, ProductTotals, Reached, Worst};

mod checked;
mod compact;
mod count;
mod exact;
mod graph;
mod kernel;
mod parts;
mod rows;
mod sums;
mod table;
mod totals;
mod visit;

/// Returns the totals of each of `products`, in their order.
pub fn roll_up(
    graph: &Graph,
    table: &Table,
    products: &[u32],
) -> Vec<Result<ProductTotals, Overflow>> {
    let mut scratch = Scratch::new(graph, table);
    products
        .iter()
        .map(|product| RollUp::new(graph, table).product(*product, &mut scratch))
        .collect()
}
