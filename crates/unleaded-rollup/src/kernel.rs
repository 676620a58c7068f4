//! The sums of one product.

use std::cmp::Reverse;

use unleaded_model::amount::{Decimal, Fraction, MassRange};

use crate::count::{Count, powers, scaled, sum_of};
use crate::graph::Graph;
use crate::sums::{ColumnSum, Sums};
use crate::table::{Role, SAME, Table};

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

/// The marker of a node that has not been reached.
const NOBODY: u32 = u32::MAX;

/// Memory that one thread reuses from product to product. Between products all of it is in its first state.
#[derive(Debug)]
pub struct Scratch {
    /// The digits of the units of each node.
    count: Vec<u128>,
    /// The power of ten of `count`.
    exponent: Vec<i32>,
    parent: Vec<u32>,
    /// Nodes below an assembly that is declared as a whole.
    covered: Vec<bool>,
    buckets: Vec<Vec<u32>>,
    sums: Vec<Sum>,
    seen: Vec<u32>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    low: i128,
    excess: i128,
    /// Rows without a bound.
    unbounded: u64,
    /// Backgrounds without a bound of the parts that have a row, to be taken off those of all.
    unbounded_background: u64,
    rows: u64,
    low_rank: u32,
    low_node: u32,
    high_rank: u32,
    high_node: u32,
}

impl From<&ColumnSum> for Sum {
    fn from(sum: &ColumnSum) -> Self {
        Self {
            low: sum.low,
            excess: sum.excess,
            unbounded: sum.unbounded,
            unbounded_background: sum.unbounded_background,
            rows: sum.rows,
            low_rank: sum.worst_low.rank,
            low_node: sum.worst_low.node,
            high_rank: sum.worst_high.rank,
            high_node: sum.worst_high.node,
        }
    }
}

impl Scratch {
    /// Returns scratch memory for `graph` and `table`.
    pub fn new(graph: &Graph, table: &Table) -> Self {
        let top = (0..graph.len()).map(|n| graph.level(narrow(n))).max().unwrap_or(0);
        Self {
            count: vec![0; graph.len()],
            exponent: vec![0; graph.len()],
            parent: vec![NOBODY; graph.len()],
            covered: vec![false; graph.len()],
            buckets: vec![Vec::new(); top as usize + 1],
            sums: vec![Sum::default(); table.columns],
            seen: Vec::new(),
        }
    }

    fn clear_sums(&mut self) {
        for column in self.seen.drain(..) {
            self.sums[column as usize] = Sum::default();
        }
    }
}

/// One roll-up: the graph and the table it reads.
#[derive(Clone, Copy, Debug)]
pub struct RollUp<'a> {
    graph: &'a Graph,
    table: &'a Table,
}

/// A reached node with its final count.
struct Visit {
    node: u32,
    count: u128,
    exponent: i32,
    parent: u32,
    covered: bool,
}

impl Visit {
    fn reached(&self) -> Reached {
        Reached {
            node: self.node,
            count: Decimal::new(self.count, self.exponent),
            parent: self.parent,
            covered: self.covered,
        }
    }
}

/// The finest power of ten of any count.
fn finest(visits: &[Visit]) -> i32 {
    visits.iter().map(|visit| visit.exponent).min().unwrap_or(0)
}

impl<'a> RollUp<'a> {
    /// Returns a roll-up over `graph` and `table`, which has one part per node.
    pub fn new(graph: &'a Graph, table: &'a Table) -> Self {
        Self { graph, table }
    }

    /// Returns the totals of `product`.
    pub fn product(&self, product: u32, scratch: &mut Scratch) -> Result<ProductTotals, Overflow> {
        let visits = self.visited(product, scratch);
        let totals = powers(finest(&visits)).find_map(|power| {
            let totals = self.totals(product, &visits, power, scratch, Self::add_rows);
            scratch.clear_sums();
            totals
        });
        totals.ok_or(Overflow { product })
    }

    /// Returns every node of `product`, as [`ProductTotals::reached`] has it, without adding anything up.
    pub fn reached(&self, product: u32, scratch: &mut Scratch) -> Vec<Reached> {
        self.visited(product, scratch).iter().map(Visit::reached).collect()
    }

    /// Returns the totals of `product` whose rows were added up elsewhere: the same as [`RollUp::product`] gives. `None` when
    /// the sums are of no such table, are not exact, or when the rest can't be held in their unit.
    pub fn product_of(
        &self,
        product: u32,
        sums: &Sums<'_>,
        scratch: &mut Scratch,
    ) -> Option<ProductTotals> {
        let visits = self.visited(product, scratch);
        let known = |sum: &ColumnSum| sum.is_of(self.table, self.graph);
        if sums.power > finest(&visits) || !sums.columns.iter().all(known) {
            return None;
        }
        for sum in sums.columns {
            scratch.seen.push(sum.column);
            scratch.sums[sum.column as usize] = sum.into();
        }
        let no_rows = |_: &Self, _, _, _: &mut Scratch| Some(());
        let totals = self.totals(product, &visits, sums.power, scratch, no_rows);
        scratch.clear_sums();
        totals
    }

    /// Visits as [`RollUp::visit`] does and leaves the scratch in its first state before anything can fail: an overflow must not
    /// leak into the next product.
    fn visited(&self, product: u32, scratch: &mut Scratch) -> Vec<Visit> {
        let visits = self.visit(product, scratch);
        for visit in &visits {
            let at = visit.node as usize;
            (scratch.count[at], scratch.exponent[at]) = (0, 0);
            (scratch.parent[at], scratch.covered[at]) = (NOBODY, false);
        }
        visits
    }

    /// Visits every node below `product` once, parents before children. A multiplicity beyond 128 bits saturates
    /// and is found by [`RollUp::totals`].
    fn visit(&self, product: u32, scratch: &mut Scratch) -> Vec<Visit> {
        let top = self.graph.level(product) as usize;
        let mut visits = Vec::new();
        scratch.count[product as usize] = 1;
        scratch.parent[product as usize] = product;
        scratch.buckets[top].push(product);
        for level in (0..=top).rev() {
            let mut bucket = std::mem::take(&mut scratch.buckets[level]);
            for node in &bucket {
                self.descend(*node, scratch);
                let at = *node as usize;
                visits.push(Visit {
                    node: *node,
                    count: scratch.count[at],
                    exponent: scratch.exponent[at],
                    parent: scratch.parent[at],
                    covered: scratch.covered[at],
                });
            }
            bucket.clear();
            scratch.buckets[level] = bucket;
        }
        visits
    }

    /// Carries the count of `node`, which is final, to its children.
    fn descend(&self, node: u32, scratch: &mut Scratch) {
        let at = node as usize;
        let whole = self.table.roles[at] == Role::Whole;
        let covered = whole || scratch.covered[at];
        let (count, exponent) = (if whole { 0 } else { scratch.count[at] }, scratch.exponent[at]);
        for edge in self.graph.edges_of(node) {
            let child = edge.child as usize;
            if scratch.parent[child] == NOBODY {
                scratch.parent[child] = node;
                scratch.covered[child] = covered;
                scratch.buckets[self.graph.level(edge.child) as usize].push(edge.child);
            } else {
                scratch.covered[child] &= covered;
            }
            let added = (count.saturating_mul(edge.quantity), exponent + edge.exponent);
            let before = (scratch.count[child], scratch.exponent[child]);
            (scratch.count[child], scratch.exponent[child]) = sum_of(before, added);
        }
    }

    fn totals(
        &self,
        product: u32,
        visits: &[Visit],
        power: i32,
        scratch: &mut Scratch,
        add_rows: impl Fn(&Self, u32, Count, &mut Scratch) -> Option<()>,
    ) -> Option<ProductTotals> {
        let scale = 10u128.checked_pow(power.unsigned_abs())?;
        let mut all = Everything::default();
        let mut background = BackgroundSum::default();
        let mut reached = Vec::with_capacity(visits.len());
        for visit in visits {
            let count = Count::new(visit.count, visit.exponent, power)?;
            all.add(self.table, self.graph, visit, count)?;
            if !(visit.covered && self.table.roles[visit.node as usize] == Role::Missing) {
                // What is undeclared inside a declared whole is bounded by that whole.
                background.add(self.table, visit.node, count)?;
            }
            add_rows(self, visit.node, count, scratch)?;
            reached.push(visit.reached());
        }
        background.order(self.table, self.graph);
        scratch.seen.sort_unstable();
        let columns = scratch
            .seen
            .iter()
            .map(|column| self.column(*column, &scratch.sums[*column as usize], &background, scale))
            .collect::<Option<Vec<_>>>()?;
        Some(ProductTotals {
            product,
            mass: all.mass.range(scale)?,
            coverage: Coverage {
                declared: all.declared,
                total: all.total,
                mass_declared: all.declared_mass.range(scale)?,
            },
            columns,
            reached,
        })
    }

    fn add_rows(&self, node: u32, count: Count, scratch: &mut Scratch) -> Option<()> {
        let bounded_background = self.table.backgrounds[node as usize].is_some();
        for row in self.table.rows_of(node) {
            let sum = &mut scratch.sums[row.column as usize];
            if sum.rows == 0 {
                scratch.seen.push(row.column);
                (sum.low_node, sum.high_node) = (node, node);
            }
            sum.rows += 1;
            if self.is_worse((row.share_low, node), (sum.low_rank, sum.low_node)) {
                (sum.low_rank, sum.low_node) = (row.share_low, node);
            }
            if self.is_worse((row.share_high, node), (sum.high_rank, sum.high_node)) {
                (sum.high_rank, sum.high_node) = (row.share_high, node);
            }
            if count.is_zero() {
                continue;
            }
            let low = count.floor_of(row.low)?;
            sum.low = sum.low.checked_add(low)?;
            match row.excess {
                SAME if count.divisor == 1 => sum.excess = sum.excess.checked_add(low)?,
                SAME => sum.excess = sum.excess.checked_add(count.ceiling_of(row.low)?)?,
                at => match self.table.excess[at as usize] {
                    Some(excess) => {
                        sum.excess = sum.excess.checked_add(count.ceiling_of(excess)?)?;
                    }
                    None => sum.unbounded += 1,
                },
            }
            sum.unbounded_background += u64::from(!bounded_background);
        }
        Some(())
    }

    /// Whether the rank and node `one` go before `other` as the worst.
    fn is_worse(&self, one: (u32, u32), other: (u32, u32)) -> bool {
        let precedes = || self.graph.precedence(one.1) < self.graph.precedence(other.1);
        one.0 > other.0 || one.0 == other.0 && precedes()
    }

    fn column(
        &self,
        column: u32,
        sum: &Sum,
        background: &BackgroundSum,
        scale: u128,
    ) -> Option<ColumnTotal> {
        let unbounded = sum.unbounded > 0 || background.unbounded > sum.unbounded_background;
        let high = match unbounded {
            true => None,
            false => Some(background.mass.checked_add(sum.excess)?),
        };
        let share = |rank: u32| self.table.shares[rank as usize];
        let mut worst = Worst { share: share(sum.high_rank), node: sum.high_node };
        if let Some((rank, node)) = background.worst_without_row(self.table, column)
            && self.is_worse((rank, node), (sum.high_rank, sum.high_node))
        {
            worst = Worst { share: share(rank), node };
        }
        Some(ColumnTotal {
            column,
            mass: scaled(sum.low, high, scale)?,
            low: Worst { share: share(sum.low_rank), node: sum.low_node },
            high: worst,
        })
    }
}

/// Mass and coverage of all reached parts.
#[derive(Default)]
struct Everything {
    mass: RangeSum,
    declared_mass: RangeSum,
    declared: u64,
    total: u64,
}

impl Everything {
    fn add(&mut self, table: &Table, graph: &Graph, visit: &Visit, count: Count) -> Option<()> {
        let at = visit.node as usize;
        let missing = table.roles[at] == Role::Missing;
        if graph.is_leaf(visit.node) {
            self.total += 1;
            self.declared += u64::from(!missing || visit.covered);
        }
        self.mass.add(table.masses[at], count)?;
        if !missing {
            self.declared_mass.add(table.masses[at], count)?;
        }
        Some(())
    }
}

#[derive(Default)]
struct RangeSum {
    low: i128,
    high: i128,
    unbounded: bool,
}

impl RangeSum {
    fn add(&mut self, mass: MassRange, count: Count) -> Option<()> {
        if count.is_zero() {
            return Some(());
        }
        self.low = self.low.checked_add(count.floor_of(mass.low.attograms())?)?;
        match mass.high {
            Some(high) => {
                self.high = self.high.checked_add(count.ceiling_of(high.attograms())?)?;
            }
            None => self.unbounded = true,
        }
        Some(())
    }

    fn range(&self, scale: u128) -> Option<MassRange> {
        scaled(self.low, (!self.unbounded).then_some(self.high), scale)
    }
}

/// What may be any column, over all reached parts.
#[derive(Default)]
struct BackgroundSum {
    mass: i128,
    unbounded: u64,
    /// Reached nodes with a background, the worst first, of equal ones the one that precedes.
    nodes: Vec<u32>,
}

impl BackgroundSum {
    fn add(&mut self, table: &Table, node: u32, count: Count) -> Option<()> {
        if table.background_ranks[node as usize] > 0 {
            self.nodes.push(node);
        }
        match table.backgrounds[node as usize] {
            _ if count.is_zero() => {}
            Some(mass) => self.mass = self.mass.checked_add(count.ceiling_of(mass)?)?,
            None => self.unbounded += 1,
        }
        Some(())
    }

    fn order(&mut self, table: &Table, graph: &Graph) {
        let rank = |node: &u32| Reverse(table.background_ranks[*node as usize]);
        self.nodes.sort_unstable_by_key(|node| (rank(node), graph.precedence(*node)));
    }

    /// The worst background among the parts that say nothing of `column`.
    fn worst_without_row(&self, table: &Table, column: u32) -> Option<(u32, u32)> {
        let silent = |node: &u32| {
            table.rows_of(*node).binary_search_by_key(&column, |row| row.column).is_err()
        };
        let node = *self.nodes.iter().find(|node| silent(node))?;
        Some((table.background_ranks[node as usize], node))
    }
}

fn narrow(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NOBODY)
}
