//! What adds up the rows of the products: this machine, unless someone else is told to.

use std::fmt::Debug;
use std::io;

use unleaded_rollup::{Graph, Overflow, ProductTotals, RollUp, Scratch, Table};

/// What adds up the rows of products.
pub trait Engine: Debug {
    /// Makes ready to tell the totals of each of `products`: all the work, or none of it, may be done here.
    fn begin<'a>(
        &'a self,
        graph: &'a Graph,
        table: &'a Table,
        products: &'a [u32],
    ) -> io::Result<Box<dyn Totals + 'a>>;
}

/// The totals of the products that an [`Engine`] was made ready for.
pub trait Totals: Sync {
    /// Returns the totals of `product`, exactly those of [`RollUp::product`]. Several threads ask at a time.
    fn of(
        &self,
        product: u32,
        scratch: &mut Scratch,
    ) -> io::Result<Result<ProductTotals, Overflow>>;
}

/// This machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Local;

impl Engine for Local {
    fn begin<'a>(
        &'a self,
        graph: &'a Graph,
        table: &'a Table,
        _: &'a [u32],
    ) -> io::Result<Box<dyn Totals + 'a>> {
        Ok(Box::new(RollUp::new(graph, table)))
    }
}

impl Totals for RollUp<'_> {
    fn of(
        &self,
        product: u32,
        scratch: &mut Scratch,
    ) -> io::Result<Result<ProductTotals, Overflow>> {
        Ok(self.product(product, scratch))
    }
}
