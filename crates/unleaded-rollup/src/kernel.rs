//! The sums of one product.

use crate::checked::Checked;
use crate::compact::ProductSums;
use crate::count::powers;
use crate::exact::Exact;
use crate::graph::Graph;
use crate::sums::{ColumnSum, Sums};
use crate::table::Table;
use crate::totals::{Overflow, ProductTotals, Reached};
use crate::visit::Walk;

/// Memory that one thread reuses from product to product. Between products all of it is in its first state.
#[derive(Debug)]
pub struct Scratch {
    walk: Walk,
    exact: Exact,
    checked: Checked,
}

impl Scratch {
    /// Returns scratch memory for `graph` and `table`.
    pub fn new(graph: &Graph, table: &Table) -> Self {
        Self {
            walk: Walk::new(graph),
            exact: Exact::new(table.columns),
            checked: Checked::default(),
        }
    }
}

/// One roll-up: the graph and the table it reads.
#[derive(Clone, Copy, Debug)]
pub struct RollUp<'a> {
    pub(crate) graph: &'a Graph,
    pub(crate) table: &'a Table,
}

impl<'a> RollUp<'a> {
    /// Returns a roll-up over `graph` and `table`, which has one part per node.
    pub fn new(graph: &'a Graph, table: &'a Table) -> Self {
        Self { graph, table }
    }

    /// Returns the totals of `product`.
    pub fn product(&self, product: u32, scratch: &mut Scratch) -> Result<ProductTotals, Overflow> {
        self.sums(product, scratch).map(|sums| sums.totals(self))
    }

    /// Returns the sums of `product`, which are its totals in little memory.
    ///
    /// Sums are exact in the finest unit that the product needs, nearly always in 64 bits after a proof that they fit; where
    /// that fails they are checked in 128, and where those are too few they are in a coarser unit, each addend rounded outward.
    pub fn sums(&self, product: u32, scratch: &mut Scratch) -> Result<ProductSums, Overflow> {
        let visited = scratch.walk.visit(self.graph, self.table, product);
        let finest = visited.finest();
        let exact = self.exact(&visited, finest, &mut scratch.exact);
        let in_power = |power| self.checked(&visited, power, &mut scratch.checked);
        let sums = exact.or_else(|| powers(finest).find_map(in_power));
        sums.map(|sums| sums.of(product, visited)).ok_or(Overflow { product })
    }

    /// Returns every node of `product`, as [`ProductTotals::reached`] has it, without adding anything up.
    pub fn reached(&self, product: u32, scratch: &mut Scratch) -> Vec<Reached> {
        scratch.walk.visit(self.graph, self.table, product).reached()
    }

    /// Returns the totals of `product` whose rows were added up elsewhere: the same as [`RollUp::product`] gives. `None` when
    /// the sums are of no such table, are not exact, or when the rest can't be held in their unit.
    pub fn product_of(
        &self,
        product: u32,
        sums: &Sums<'_>,
        scratch: &mut Scratch,
    ) -> Option<ProductTotals> {
        let visited = scratch.walk.visit(self.graph, self.table, product);
        let known = |sum: &ColumnSum| sum.is_of(self.table, self.graph);
        if sums.power > visited.finest() || !sums.columns.iter().all(known) {
            return None;
        }
        let sums = self.checked_beside(&visited, sums)?;
        Some(sums.of(product, visited).totals(self))
    }
}
