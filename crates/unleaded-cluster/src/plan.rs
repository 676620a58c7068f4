//! Which products go to the cluster, in which units, and what must come back.
//!
//! # Why no number can overflow there
//!
//! The cluster counts in DECIMAL(38,0), whose numbers are below 10^38. For each product the plan looks at each reached node once,
//! here, in checked integers, and adds up `n * most`, where `n` is how often the product holds the node, in units of
//! `10^power`, and `most` is the largest magnitude of any amount in the node's rows. If that sum is below 10^38, then
//!
//! * every product `n * low` and `n * excess` is below 10^38, being no larger than one addend of the sum;
//! * every sum of such products over nodes, in whatever order it is made and of whatever part of the nodes, is below 10^38 in
//!   magnitude: a column has at most one row per node;
//! * every multiplicity on the way, `q` in units of `10^unit(node)`, is at most `n`, as `unit(node) >= power`; each `n` is
//!   checked by itself too, as a node without rows adds nothing to the sum;
//! * every addend `q(parent) * quantity` of a multiplicity is at most that multiplicity: nothing is below zero.
//!
//! A product for which that can't be shown is computed on this machine, whose sums are as wide but may be held in a coarser unit.

use std::ops::RangeInclusive;

use unleaded_rollup::{Entry, Graph, Reached, Role, RollUp, Scratch, Table};

/// The least number that DECIMAL(38,0) can't hold.
pub const BOUND: u128 = 10u128.pow(38);
/// The deepest product that goes to the cluster: each level is a statement, and takes seconds however little it does.
pub const DEEPEST: u32 = 100;
/// Nodes from here on have no number in INT.
const NODES: usize = 1 << 31;

/// One product that goes to the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Its node.
    pub product: u32,
    /// Its sums are in units of 10^power attograms.
    pub power: i32,
    /// How many rows its nodes have: what the cluster must have added up.
    pub entries: u64,
}

/// What the cluster is to compute.
#[derive(Debug)]
pub struct Plan {
    /// The products that go there, in ascending order, each once.
    pub starts: Vec<Start>,
    /// The products that do not, in ascending order.
    pub local: Vec<u32>,
    /// Every node below one of `starts`, and those, in ascending order.
    pub nodes: Vec<u32>,
    /// The power of ten of each node's multiplicities; zero for nodes that no product reaches.
    pub units: Vec<i32>,
    /// By level, from the leaves up: how many pairs of a product and one of its nodes there are.
    pub pairs: Vec<u64>,
    /// By level of the child: the levels of the parents of its lines, in ascending order.
    pub above: Vec<Vec<u32>>,
}

/// The products of one of the last statements, and their rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// From the first node to the last.
    pub products: RangeInclusive<u32>,
    /// The sum over them of [`Start::entries`].
    pub entries: u64,
}

/// A line of the bill of materials in whole units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The parent's node.
    pub parent: u32,
    /// The child's node.
    pub child: u32,
    /// How many units of the child one unit of the parent adds; zero below an assembly that is declared as a whole.
    pub quantity: u128,
}

/// A rank and where a node stands ([`Graph::precedence`]) as one number, of which the largest is the worst share, of equal ones
/// at the node that precedes; `None`: not in 63 bits.
pub fn worst_key(rank: u32, precedence: u32) -> Option<i64> {
    i64::try_from((u64::from(rank) << 32) | u64::from(u32::MAX - precedence)).ok()
}

/// The rank and the precedence of a [`worst_key`].
pub fn of_worst_key(key: i64) -> Option<(u32, u32)> {
    let key = u64::try_from(key).ok()?;
    let (rank, precedence) = (key >> 32, key & u64::from(u32::MAX));
    Some((u32::try_from(rank).ok()?, u32::MAX - u32::try_from(precedence).ok()?))
}

impl Plan {
    /// Plans the totals of `products`.
    pub fn new(graph: &Graph, table: &Table, products: &[u32]) -> Self {
        let mut products = products.to_vec();
        products.sort_unstable();
        products.dedup();
        let below = graph.below(&products);
        let units = units(graph, &below);
        let mut most: Vec<Option<u128>> = vec![Some(0); graph.len()];
        for node in &below {
            most[*node as usize] = most_of(graph, table, &units, *node);
        }
        let levels = below.iter().map(|node| graph.level(*node) as usize + 1).max().unwrap_or(0);
        let mut plan = Self {
            starts: Vec::new(),
            local: Vec::new(),
            nodes: Vec::new(),
            units,
            pairs: vec![0; levels],
            above: Vec::new(),
        };
        let mut scratch = Scratch::new(graph, table);
        for product in products {
            let reached = RollUp::new(graph, table).reached(product, &mut scratch);
            match plan.start(graph, table, &most, &reached) {
                Some(start) => plan.starts.push(start),
                None => plan.local.push(product),
            }
        }
        let starts: Vec<u32> = plan.starts.iter().map(|start| start.product).collect();
        plan.nodes = graph.below(&starts);
        plan.above = plan.levels_above(graph, table);
        plan
    }

    /// The levels that have any pair, from the leaves up.
    pub fn levels(&self) -> Vec<u32> {
        let levels = (0u32..).zip(&self.pairs);
        levels.filter(|(_, pairs)| **pairs > 0).map(|(level, _)| level).collect()
    }

    /// The lines below the products that go to the cluster, by their parents.
    pub fn lines<'a>(
        &'a self,
        graph: &'a Graph,
        table: &'a Table,
    ) -> impl Iterator<Item = Line> + 'a {
        self.nodes.iter().flat_map(move |parent| lines_of(graph, table, &self.units, *parent))
    }

    /// The product, where the cluster can hold its numbers; `reached` begins with it.
    fn start(
        &mut self,
        graph: &Graph,
        table: &Table,
        most: &[Option<u128>],
        reached: &[Reached],
    ) -> Option<Start> {
        let product = reached.first()?.node;
        if graph.level(product) > DEEPEST || graph.len() >= NODES {
            return None;
        }
        let power = reached.iter().map(|part| self.units[part.node as usize]).min()?;
        let mut bound = 0u128;
        let mut entries = 0;
        for part in reached {
            let (count, cut) = part.count.integer(-power)?;
            let of_node = count.checked_mul(most[part.node as usize]?)?;
            bound = bound.checked_add(of_node)?;
            if cut || count >= BOUND || bound >= BOUND {
                return None;
            }
            entries += table.entries(part.node).len() as u64;
        }
        for part in reached {
            self.pairs[graph.level(part.node) as usize] += 1;
        }
        Some(Start { product, power, entries })
    }

    fn levels_above(&self, graph: &Graph, table: &Table) -> Vec<Vec<u32>> {
        let mut above: Vec<Vec<u32>> = vec![Vec::new(); self.pairs.len()];
        for line in self.lines(graph, table) {
            let levels = &mut above[graph.level(line.child) as usize];
            if let Err(at) = levels.binary_search(&graph.level(line.parent)) {
                levels.insert(at, graph.level(line.parent));
            }
        }
        above
    }
}

/// The products that have rows, in ranges of about `block` rows each: a range ends with the product that fills it.
pub fn blocks(starts: &[Start], block: u64) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for start in starts.iter().filter(|start| start.entries > 0) {
        match blocks.last_mut() {
            Some(last) if last.entries < block => {
                last.products = *last.products.start()..=start.product;
                last.entries += start.entries;
            }
            _ => blocks
                .push(Block { products: start.product..=start.product, entries: start.entries }),
        }
    }
    blocks
}

/// The finest power of ten that any way down from a product gives each node: no multiplicity is finer.
fn units(graph: &Graph, below: &[u32]) -> Vec<i32> {
    let mut units: Vec<i32> = vec![0; graph.len()];
    let mut down = below.to_vec();
    down.sort_by_key(|node| std::cmp::Reverse(graph.level(*node)));
    for node in down {
        for (child, quantity) in graph.children(node) {
            let unit = units[node as usize].saturating_add(quantity.exponent().min(0));
            units[child as usize] = units[child as usize].min(unit);
        }
    }
    units
}

/// The largest magnitude in the rows of a node; `None`: the node or one of its lines can't be written for the cluster.
fn most_of(graph: &Graph, table: &Table, units: &[i32], node: u32) -> Option<u128> {
    let start = 10u128.checked_pow(units[node as usize].unsigned_abs())?;
    let written = graph.children(node).count() == lines_of(graph, table, units, node).count();
    if start >= BOUND || !written {
        return None;
    }
    let mut most = 0;
    for entry in table.entries(node) {
        let Entry { low, excess, low_rank, high_rank, .. } = entry;
        worst_key(low_rank.max(high_rank), graph.precedence(node))?;
        most = most.max(low.unsigned_abs()).max(excess.unwrap_or(0).unsigned_abs());
    }
    // So that a row of a part that is there zero times can be written, too.
    (most < BOUND).then_some(most)
}

/// The lines of a parent whose quantities can be written.
fn lines_of<'a>(
    graph: &'a Graph,
    table: &'a Table,
    units: &'a [i32],
    parent: u32,
) -> impl Iterator<Item = Line> + 'a {
    let whole = table.role(parent) == Role::Whole;
    graph.children(parent).filter_map(move |(child, quantity)| {
        // One unit of the parent, in units of the child.
        let shift = units[parent as usize].checked_sub(units[child as usize])?;
        let (quantity, cut) = match whole {
            true => (0, false),
            false => quantity.integer(shift)?,
        };
        (!cut && quantity < BOUND).then_some(Line { parent, child, quantity })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ends_with_the_product_that_fills_it() {
        let start = |product, entries| Start { product, power: 0, entries };
        let starts =
            [start(1, 5), start(2, 0), start(4, 6), start(7, 1), start(9, 20), start(11, 3)];
        let found: Vec<_> =
            blocks(&starts, 10).into_iter().map(|b| (b.products, b.entries)).collect();
        assert_eq!(found, [(1..=4, 11), (7..=9, 21), (11..=11, 3)]);
        assert!(blocks(&starts[1..2], 10).is_empty());
    }

    #[test]
    fn the_largest_key_is_the_worst_share_at_the_first_node() {
        let key = |rank, precedence| worst_key(rank, precedence).unwrap();
        assert!(key(1, u32::MAX) > key(0, 0) && key(1, 2) > key(1, 3));
        for pair in [(0, 0), (7, u32::MAX), (i32::MAX.unsigned_abs(), 9)] {
            assert_eq!(of_worst_key(key(pair.0, pair.1)), Some(pair));
        }
        assert_eq!(worst_key(1 << 31, 0), None);
        assert_eq!(of_worst_key(-1), None);
    }
}
