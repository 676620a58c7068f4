//! The way from a product down to a part: in a deep bill of materials both of its ends.

use std::collections::BTreeMap;

use unleaded_rollup::Reached;

/// Parts that a path shows at the product's end where it does not show all.
const FIRST: usize = 32;
/// Parts that it shows at the other end.
const LAST: usize = 31;

/// The parts of a product, each with the one it was first reached from. Each part of a chain has all above it on its path, so
/// that whole paths would grow with the square of the depth.
pub(super) struct Trails<'a> {
    reached: &'a [Reached],
    /// Where each reached node stands.
    at: BTreeMap<u32, usize>,
    steps: Vec<Step>,
}

#[derive(Clone, Copy)]
struct Step {
    /// The one above; of the product itself.
    above: usize,
    /// How many are above.
    depth: usize,
    /// The last one that is shown at the product's end.
    head: usize,
}

impl<'a> Trails<'a> {
    /// `reached` holds parents before their children, the product first.
    pub(super) fn new(reached: &'a [Reached]) -> Self {
        let at: BTreeMap<u32, usize> = (0..).zip(reached).map(|(at, r)| (r.node, at)).collect();
        let mut steps: Vec<Step> = Vec::with_capacity(reached.len());
        for (here, reached) in reached.iter().enumerate() {
            let above = at.get(&reached.parent).copied().filter(|above| *above < here);
            steps.push(match above.map(|above| (above, steps[above])) {
                Some((above, Step { depth, head, .. })) => {
                    let head = if depth + 1 < FIRST { here } else { head };
                    Step { above, depth: depth + 1, head }
                }
                None => Step { above: here, depth: 0, head: here },
            });
        }
        Self { reached, at, steps }
    }

    /// The node, if the product has it.
    pub(super) fn reached(&self, node: u32) -> Option<&'a Reached> {
        self.at.get(&node).map(|at| &self.reached[*at])
    }

    /// The names from the product down to `node`; of more than 64 the first 32 and the last 31, with the number of the others
    /// between them.
    pub(super) fn path<'n>(&self, node: u32, name: impl Fn(u32) -> &'n str) -> Vec<String> {
        let Some(at) = self.at.get(&node).copied() else {
            return vec![name(node).to_owned()];
        };
        let count = self.steps[at].depth + 1;
        let name = |at: usize| name(self.reached[at].node).to_owned();
        if count <= FIRST + 1 + LAST {
            return self.up(at, count).into_iter().rev().map(name).collect();
        }
        let head = self.up(self.steps[at].head, FIRST).into_iter().rev().map(name);
        let tail = self.up(at, LAST).into_iter().rev().map(name);
        let others = format!("… {} …", count - FIRST - LAST);
        head.chain([others]).chain(tail).collect()
    }

    /// So many from `at` upwards.
    fn up(&self, at: usize, count: usize) -> Vec<usize> {
        std::iter::successors(Some(at), |at| Some(self.steps[*at].above)).take(count).collect()
    }
}

#[cfg(test)]
mod tests {
    use unleaded_model::amount::Decimal;

    use super::*;

    #[test]
    fn a_deep_path_shows_both_ends() {
        let one = |node: u32| Reached {
            node,
            count: Decimal::ONE,
            parent: node.saturating_sub(1),
            covered: false,
        };
        let chain: Vec<Reached> = (0..20_000).map(one).collect();
        let trails = Trails::new(&chain);
        let names: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
        let path = |node: u32| trails.path(node, |node| &names[node as usize]);
        assert_eq!(path(0), ["0"]);
        assert_eq!(path(2), ["0", "1", "2"]);
        assert_eq!(path(63), names[..64]);
        for node in [64, 65, 1_000, 19_999] {
            let last = node as usize + 1;
            let others = format!("… {} …", last - 63);
            let expected = [&names[..32], &[others], &names[last - 31..last]].concat();
            assert_eq!(path(node), expected);
        }
        // Whole paths would be two hundred million steps.
        assert_eq!((0..20_000).map(|node| path(node).len()).max(), Some(64));
    }
}
