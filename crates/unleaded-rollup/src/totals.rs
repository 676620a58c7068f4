//! What is told of a product.

use unleaded_model::amount::{Decimal, Fraction, MassRange};

/// A worst share and the node whose place has it: of several with the same share the one that precedes
/// ([`Graph::precedence`]), so that neither the order of lines nor that of visits decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worst {
    /// The share.
    pub share: Fraction,
    /// The node; the place inside it is for the caller to look up.
    pub node: u32,
}

/// What a product holds of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnTotal {
    /// The column.
    pub column: u32,
    /// Its mass in one piece of the product.
    pub mass: MassRange,
    /// The place that surely has the largest share.
    pub low: Worst,
    /// The place that may have the largest share.
    pub high: Worst,
}

/// A node inside a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The node.
    pub node: u32,
    /// How many units of it one product holds; 0 below an assembly that is declared as a whole.
    pub count: Decimal,
    /// The first parent that led to it; the product itself leads to itself.
    pub parent: u32,
    /// Whether every way to it leads through an assembly that is declared as a whole.
    pub covered: bool,
}

/// How much of a product its declarations cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// Leaf parts with a usable declaration, or inside an assembly that has one for the whole.
    pub declared: u64,
    /// Leaf parts.
    pub total: u64,
    /// The mass of what is declared.
    pub mass_declared: MassRange,
}

/// The totals of one product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductTotals {
    /// The product's node.
    pub product: u32,
    /// Its mass, as the sum of its parts.
    pub mass: MassRange,
    /// How much of it is declared.
    pub coverage: Coverage,
    /// One total per column that any reached part has, in ascending order.
    pub columns: Vec<ColumnTotal>,
    /// Every node of the product, itself first, each before the nodes below it.
    pub reached: Vec<Reached>,
}

/// A sum or a multiplicity of a product exceeds 10^38.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// The product's node.
    pub product: u32,
}
