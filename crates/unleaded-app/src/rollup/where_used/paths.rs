//! The distinct ways from a product down to what is looked for, counted without walking each.

use unleaded_model::amount::Decimal;
use unleaded_rollup::Graph;

use super::Certainty;

/// The ways from a product down to parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    /// How many there are; `None`: more than 2^128.
    pub count: Option<u128>,
    /// The first of them, each from the product to the part.
    pub shown: Vec<Vec<String>>,
}

impl Paths {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.count == Some(0)
    }
}

/// How many ways lead from a node down to a part that surely holds it, and to one that may; `None`: too many to count.
#[derive(Clone, Copy)]
struct Ways {
    surely: Option<u128>,
    possibly: Option<u128>,
}

/// A child by its node, once for all its lines.
#[derive(Clone, Copy)]
struct Child {
    node: u32,
    there: There,
}

/// Whether a part is there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum There {
    /// At least in some quantity.
    Surely,
    /// Zero times, "as required", here or above: then it may be there.
    Perhaps,
}

/// Every node with what lies below it.
pub(super) struct Below {
    offsets: Vec<usize>,
    children: Vec<Child>,
    held: Vec<Option<Certainty>>,
    ways: Vec<Ways>,
}

impl Below {
    /// Counts in one pass, each node after its children; a way is a sequence of parts, however many lines repeat it.
    pub(super) fn new(graph: &Graph, held: &[Option<Certainty>]) -> Self {
        let nodes = u32::try_from(graph.len()).unwrap_or(u32::MAX);
        let (mut offsets, mut children) = (vec![0], Vec::new());
        for node in 0..nodes {
            let there = |quantity: Decimal| match quantity.is_zero() {
                true => There::Perhaps,
                false => There::Surely,
            };
            let own = graph.children(node).map(|(child, quantity)| (child, there(quantity)));
            let mut own: Vec<(u32, There)> = own.collect();
            // What is there by one line is there: that comes first.
            own.sort_unstable();
            own.dedup_by_key(|(child, _)| *child);
            children.extend(own.into_iter().map(|(node, there)| Child { node, there }));
            offsets.push(children.len());
        }
        let none = Ways { surely: Some(0), possibly: Some(0) };
        let mut below =
            Self { offsets, children, held: held.to_vec(), ways: vec![none; held.len()] };
        for node in graph.bottom_up() {
            below.ways[node as usize] = below.ways_of(node);
        }
        below
    }

    fn children(&self, node: u32) -> &[Child] {
        &self.children[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }

    fn ways_of(&self, node: u32) -> Ways {
        let add = |a: Option<u128>, b: Option<u128>| a?.checked_add(b?);
        let own = |certainty| Some(u128::from(self.held[node as usize] == Some(certainty)));
        let start = Ways { surely: own(Certainty::Surely), possibly: own(Certainty::Possibly) };
        self.children(node).iter().fold(start, |sum, child| {
            let ways = self.ways[child.node as usize];
            let possibly = add(sum.possibly, ways.possibly);
            match child.there {
                There::Perhaps => Ways { possibly: add(possibly, ways.surely), ..sum },
                There::Surely => Ways { surely: add(sum.surely, ways.surely), possibly },
            }
        })
    }

    /// The ways from `product`, the first `most` of them by name.
    pub(super) fn paths<'n>(
        &self,
        product: u32,
        certainty: Certainty,
        most: usize,
        name: impl Fn(u32) -> &'n str,
    ) -> Paths {
        let ways = self.ways[product as usize];
        let count = match certainty {
            Certainty::Possibly => ways.possibly,
            Certainty::Surely => ways.surely,
        };
        let mut walk = Walk { below: self, certainty, path: Vec::new() };
        let mut shown = Vec::new();
        walk.enter(product, There::Surely);
        while shown.len() < most
            && let Some(nodes) = walk.next()
        {
            shown.push(nodes.into_iter().map(|node| name(node).to_owned()).collect());
        }
        Paths { count, shown }
    }
}

/// A walk down, which enters only nodes that a way leads on from: between two ways it takes no more steps than both
/// are long.
struct Walk<'b> {
    below: &'b Below,
    certainty: Certainty,
    path: Vec<Step>,
}

struct Step {
    node: u32,
    there: There,
    told: bool,
    next: usize,
}

impl Walk<'_> {
    fn enter(&mut self, node: u32, there: There) {
        let ways = self.below.ways[node as usize];
        let leads = |count: Option<u128>| count != Some(0);
        let is_open = match (self.certainty, there) {
            (Certainty::Surely, There::Surely) => leads(ways.surely),
            (Certainty::Surely, There::Perhaps) => false,
            (Certainty::Possibly, There::Surely) => leads(ways.possibly),
            (Certainty::Possibly, There::Perhaps) => leads(ways.possibly) || leads(ways.surely),
        };
        if is_open {
            self.path.push(Step { node, there, told: false, next: 0 });
        }
    }

    /// The nodes of the next way, from the product down.
    fn next(&mut self) -> Option<Vec<u32>> {
        while let Some(step) = self.path.last_mut() {
            if !std::mem::replace(&mut step.told, true) {
                let held = self.below.held[step.node as usize];
                let held = match (held, step.there) {
                    (Some(_), There::Perhaps) => Some(Certainty::Possibly),
                    (held, _) => held,
                };
                if held == Some(self.certainty) {
                    return Some(self.path.iter().map(|step| step.node).collect());
                }
                continue;
            }
            match self.below.children(step.node).get(step.next).copied() {
                Some(child) => {
                    step.next += 1;
                    let there = step.there.max(child.there);
                    self.enter(child.node, there);
                }
                None => _ = self.path.pop(),
            }
        }
        None
    }
}
