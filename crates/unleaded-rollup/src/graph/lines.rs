//! Lines as compressed rows: the edges of each node in one run, their levels, their cycles.

use super::index;

/// One line of the bill of materials, seen from its parent, in 8 bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) child: u32,
    /// The quantity; [`ELSEWHERE`]: among those that are no small whole numbers.
    pub(crate) quantity: u32,
}

impl Edge {
    /// The quantity, where it is a small whole number.
    pub(crate) fn small_quantity(&self) -> Option<u32> {
        (self.quantity != ELSEWHERE).then_some(self.quantity)
    }
}

/// The quantity is no whole number below this one: [`super::Graph::quantity`] finds it.
pub(super) const ELSEWHERE: u32 = u32::MAX;

/// A quantity's digits and its power of ten: zero, or below zero for one that is no whole number.
pub(super) type Quantity = (u128, i32);

/// A line between nodes.
pub(super) struct Line {
    pub(super) parent: u32,
    pub(super) child: u32,
    pub(super) quantity: Quantity,
}

pub(super) fn compressed(
    lines: &[Line],
    nodes: usize,
) -> (Vec<usize>, Vec<Edge>, Vec<(usize, Quantity)>) {
    let mut offsets = vec![0; nodes + 1];
    for line in lines {
        offsets[line.parent as usize + 1] += 1;
    }
    for at in 0..nodes {
        offsets[at + 1] += offsets[at];
    }
    let mut next = offsets.clone();
    let mut edges = vec![Edge { child: 0, quantity: 0 }; lines.len()];
    let mut elsewhere = Vec::new();
    for line in lines {
        let next = &mut next[line.parent as usize];
        let quantity = match line.quantity {
            (digits, 0) => u32::try_from(digits).unwrap_or(ELSEWHERE),
            _ => ELSEWHERE,
        };
        if quantity == ELSEWHERE {
            elsewhere.push((*next, line.quantity));
        }
        edges[*next] = Edge { child: line.child, quantity };
        *next += 1;
    }
    elsewhere.sort_unstable_by_key(|(at, _)| *at);
    (offsets, edges, elsewhere)
}

/// Returns the level of every node, or the nodes of one cycle from its smallest node back to it.
pub(super) fn levels(offsets: &[usize], edges: &[Edge]) -> Result<Vec<u32>, Vec<u32>> {
    let nodes = offsets.len() - 1;
    let mut level = vec![0u32; nodes];
    let mut open: Vec<usize> = (0..nodes).map(|n| offsets[n + 1] - offsets[n]).collect();
    let parents = reversed(offsets, edges);
    let mut ready: Vec<usize> = (0..nodes).filter(|n| open[*n] == 0).collect();
    let mut done = ready.len();
    while let Some(node) = ready.pop() {
        for parent in parents.of(node) {
            let parent = *parent as usize;
            level[parent] = level[parent].max(level[node] + 1);
            open[parent] -= 1;
            if open[parent] == 0 {
                ready.push(parent);
                done += 1;
            }
        }
    }
    if done == nodes { Ok(level) } else { Err(one_cycle(offsets, edges, &open)) }
}

struct Reversed {
    offsets: Vec<usize>,
    parents: Vec<u32>,
}

impl Reversed {
    fn of(&self, node: usize) -> &[u32] {
        &self.parents[self.offsets[node]..self.offsets[node + 1]]
    }
}

fn reversed(offsets: &[usize], edges: &[Edge]) -> Reversed {
    let nodes = offsets.len() - 1;
    let mut starts = vec![0; nodes + 1];
    for edge in edges {
        starts[edge.child as usize + 1] += 1;
    }
    for at in 0..nodes {
        starts[at + 1] += starts[at];
    }
    let mut next = starts.clone();
    let mut parents = vec![0; edges.len()];
    for parent in 0..nodes {
        for edge in &edges[offsets[parent]..offsets[parent + 1]] {
            parents[next[edge.child as usize]] = index(parent);
            next[edge.child as usize] += 1;
        }
    }
    Reversed { offsets: starts, parents }
}

/// Walks down among the nodes that never became ready until one repeats: each of them has such a child.
fn one_cycle(offsets: &[usize], edges: &[Edge], open: &[usize]) -> Vec<u32> {
    let mut seen_at = vec![usize::MAX; open.len()];
    let mut walk: Vec<u32> = Vec::new();
    let mut at = open.iter().position(|o| *o > 0).unwrap_or(0);
    while seen_at[at] == usize::MAX {
        seen_at[at] = walk.len();
        walk.push(index(at));
        let stuck = edges[offsets[at]..offsets[at + 1]]
            .iter()
            .map(|edge| edge.child as usize)
            .find(|child| open[*child] > 0);
        at = stuck.unwrap_or(at);
    }
    let mut cycle = walk.split_off(seen_at[at]);
    let first = cycle.iter().enumerate().min_by_key(|(_, node)| **node).map_or(0, |(i, _)| i);
    cycle.rotate_left(first);
    cycle.push(cycle[0]);
    cycle
}
