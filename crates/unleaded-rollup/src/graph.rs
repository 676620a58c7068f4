//! The graph of a bill of materials: compressed rows, levels, cycles.

use std::collections::BTreeMap;

use unleaded_model::amount::Decimal;
use unleaded_model::bom::{Bom, CompositionRole, QuantityUnit};
use unleaded_model::diagnostic::{Diagnostic, Place, codes};

use self::lines::{Line, Quantity, compressed, levels};

mod lines;

pub(crate) use self::lines::Edge;

/// A node: a part counted in pieces, or the same part counted in grams as a raw material.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Index into [`Bom::parts`].
    pub part: u32,
    /// What one unit of it is.
    pub unit: QuantityUnit,
}

/// A directed acyclic graph of parts.
///
/// Nodes `0 .. bom.parts.len()` are the parts in pieces, in the order of the file; parts that some line counts in
/// grams have a second node after those.
#[derive(Debug)]
pub struct Graph {
    nodes: Vec<Node>,
    offsets: Vec<usize>,
    edges: Vec<Edge>,
    /// The quantities that stand [`ELSEWHERE`], each with the place of its edge, in ascending order.
    quantities: Vec<(usize, Quantity)>,
    levels: Vec<u32>,
    has_parent: Vec<bool>,
    precedence: Vec<u32>,
    /// The nodes in the order of their precedence.
    preceding: Vec<u32>,
    roles: Vec<CompositionRole>,
}

impl Graph {
    /// Builds the graph of `bom`. `None` when a part contains itself, when a quantity can't be held, or when an
    /// assembly is counted in grams; the diagnostics say which.
    pub fn build(bom: &Bom) -> (Option<Self>, Vec<Diagnostic>) {
        let mut nodes: Vec<Node> = (0..bom.parts.len())
            .map(|part| Node { part: index(part), unit: QuantityUnit::Pieces })
            .collect();
        let mut in_grams = vec![None; bom.parts.len()];
        let children: Vec<u32> = bom
            .lines
            .iter()
            .map(|line| match line.quantity.unit {
                QuantityUnit::Pieces => index(line.child),
                QuantityUnit::Grams => *in_grams[line.child].get_or_insert_with(|| {
                    nodes.push(Node { part: index(line.child), unit: QuantityUnit::Grams });
                    index(nodes.len() - 1)
                }),
            })
            .collect();
        let mut diagnostics = grams_of_assemblies(bom);
        let Some(quantities) = quantities(bom, &mut diagnostics) else {
            return (None, diagnostics);
        };
        let lines = bom.lines.iter().zip(children).zip(quantities);
        let lines: Vec<Line> = lines
            .map(|((line, child), quantity)| Line { parent: index(line.parent), child, quantity })
            .collect();
        let preceding = by_number(bom, &nodes);
        let roles = nodes.iter().map(|n| bom.parts[n.part as usize].composition).collect();
        let graph = match Self::of_lines(nodes, roles, preceding, &lines) {
            Ok(graph) => Some(graph).filter(|_| diagnostics.is_empty()),
            Err((nodes, cycle)) => {
                diagnostics.push(cycle_diagnostic(bom, &nodes, &cycle));
                None
            }
        };
        (graph, diagnostics)
    }

    /// Builds the graph of `parts` parts in pieces from lines of parent, child and quantity; a part's number is its item
    /// number. An error holds the parts of a cycle, the first one at the end again.
    pub fn from_lines(
        parts: u32,
        lines: impl IntoIterator<Item = (u32, u32, u64)>,
    ) -> Result<Self, Vec<u32>> {
        let nodes: Vec<Node> =
            (0..parts).map(|part| Node { part, unit: QuantityUnit::Pieces }).collect();
        let roles = vec![CompositionRole::default(); nodes.len()];
        let lines: Vec<Line> = lines
            .into_iter()
            .map(|(parent, child, count)| Line { parent, child, quantity: (count.into(), 0) })
            .collect();
        let graph = Self::of_lines(nodes, roles, (0..parts).collect(), &lines);
        graph.map_err(|(_, cycle)| cycle)
    }

    /// An error gives the nodes back, with those of a cycle.
    fn of_lines(
        nodes: Vec<Node>,
        roles: Vec<CompositionRole>,
        preceding: Vec<u32>,
        lines: &[Line],
    ) -> Result<Self, (Vec<Node>, Vec<u32>)> {
        let (offsets, edges, quantities) = compressed(lines, nodes.len());
        let mut has_parent = vec![false; nodes.len()];
        for edge in &edges {
            has_parent[edge.child as usize] = true;
        }
        let levels = match levels(&offsets, &edges) {
            Ok(levels) => levels,
            Err(cycle) => return Err((nodes, cycle)),
        };
        let mut precedence = vec![0; nodes.len()];
        for (at, node) in (0..).zip(&preceding) {
            precedence[*node as usize] = at;
        }
        Ok(Self {
            nodes,
            offsets,
            edges,
            quantities,
            levels,
            has_parent,
            precedence,
            preceding,
            roles,
        })
    }

    /// The number of nodes.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The node at `index`.
    pub fn node(&self, index: u32) -> Node {
        self.nodes[index as usize]
    }

    /// The parts in pieces that no line has as its child: the products, in the order of the file. A raw material that
    /// is only counted in grams is none.
    pub fn roots(&self) -> Vec<u32> {
        let is_grams = |node: &&Node| node.unit == QuantityUnit::Grams;
        let mut in_grams = vec![false; self.nodes.len()];
        for node in self.nodes.iter().filter(is_grams) {
            in_grams[node.part as usize] = true;
        }
        (0..index(self.nodes.len()))
            .filter(|n| {
                let at = *n as usize;
                let raw_material = self.is_leaf(*n) && in_grams[at];
                let pieces = self.nodes[at].unit == QuantityUnit::Pieces;
                pieces && !(self.has_parent[at] || raw_material)
            })
            .collect()
    }

    /// The nodes, each after all nodes below it.
    pub fn bottom_up(&self) -> Vec<u32> {
        let mut nodes: Vec<u32> = (0..index(self.nodes.len())).collect();
        nodes.sort_by_key(|node| self.level(*node));
        nodes
    }

    /// `nodes` and every node below one of them, each once, in ascending order.
    pub fn below(&self, nodes: &[u32]) -> Vec<u32> {
        let mut seen = vec![false; self.nodes.len()];
        let mut open = nodes.to_vec();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node as usize], true) {
                open.extend(self.edges_of(node).iter().map(|edge| edge.child));
            }
        }
        (0..index(seen.len())).filter(|node| seen[*node as usize]).collect()
    }

    /// For each node the first node below it of `marked`, which are in ascending order; `None`: none of them is. Each line is
    /// looked at once, for however many nodes that is asked.
    pub fn first_below(&self, marked: &[u32]) -> Vec<Option<u32>> {
        let mut first: Vec<Option<u32>> = vec![None; self.nodes.len()];
        if marked.is_empty() {
            return first;
        }
        for node in self.bottom_up() {
            let of_child = |edge: &Edge| {
                let own = marked.binary_search(&edge.child).ok().map(|_| edge.child);
                let below = first[edge.child as usize];
                own.into_iter().chain(below).min()
            };
            first[node as usize] = self.edges_of(node).iter().filter_map(of_child).min();
        }
        first
    }

    /// Whether the node has no children.
    pub fn is_leaf(&self, node: u32) -> bool {
        self.edges_of(node).is_empty()
    }

    /// The children of a node, one per line in the order of the file, with the quantity of each.
    pub fn children(&self, node: u32) -> impl Iterator<Item = (u32, Decimal)> + '_ {
        let start = self.offsets[node as usize];
        (start..).zip(self.edges_of(node)).map(|(at, edge)| {
            let (digits, exponent) = self.quantity(at, edge);
            (edge.child, Decimal::new(digits, exponent))
        })
    }

    /// What a declaration of the node's part describes.
    pub fn role(&self, node: u32) -> CompositionRole {
        self.roles[node as usize]
    }

    /// Where the node stands among all by the bytes of the item number, pieces before grams: the same whatever the order
    /// of the lines. Of nodes that are equally bad the lower one is named.
    pub fn precedence(&self, node: u32) -> u32 {
        self.precedence[node as usize]
    }

    /// The level of each node.
    pub(crate) fn levels(&self) -> impl Iterator<Item = u32> + '_ {
        self.levels.iter().copied()
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        size_of_val(&self.nodes[..])
            + size_of_val(&self.offsets[..])
            + size_of_val(&self.edges[..])
            + size_of_val(&self.quantities[..])
            + size_of_val(&self.levels[..])
            + size_of_val(&self.has_parent[..])
            + size_of_val(&self.precedence[..])
            + size_of_val(&self.preceding[..])
            + size_of_val(&self.roles[..])
    }

    /// The node of a [`Graph::precedence`].
    pub(crate) fn at_precedence(&self, precedence: u32) -> u32 {
        self.preceding[precedence as usize]
    }

    /// The place of the first of [`Graph::edges_of`].
    pub(crate) fn first_edge(&self, node: u32) -> usize {
        self.offsets[node as usize]
    }

    /// The digits and the power of ten of the quantity of `edge`, which stands at the place `at`.
    pub(crate) fn quantity(&self, at: usize, edge: &Edge) -> (u128, i32) {
        if let Some(small) = edge.small_quantity() {
            return (small.into(), 0);
        }
        // Each edge that says so has one.
        let found = self.quantities.binary_search_by_key(&at, |(at, _)| *at);
        found.map_or((0, 0), |found| self.quantities[found].1)
    }

    pub(crate) fn edges_of(&self, node: u32) -> &[Edge] {
        &self.edges[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }

    /// The longest way down from the node: 0 for a leaf.
    pub fn level(&self, node: u32) -> u32 {
        self.levels[node as usize]
    }
}

fn index(at: usize) -> u32 {
    // A bill of materials of 2^32 parts would not fit in memory as rows; readers refuse it long before.
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The nodes by the bytes of their item numbers; those in pieces stand before those in grams.
fn by_number(bom: &Bom, nodes: &[Node]) -> Vec<u32> {
    let mut sorted: Vec<u32> = (0..index(nodes.len())).collect();
    let number = |node: u32| bom.parts[nodes[node as usize].part as usize].number.as_str();
    sorted.sort_by(|a, b| number(*a).cmp(number(*b)).then(a.cmp(b)));
    sorted
}

fn grams_of_assemblies(bom: &Bom) -> Vec<Diagnostic> {
    let mut is_parent = vec![false; bom.parts.len()];
    for line in &bom.lines {
        is_parent[line.parent] = true;
    }
    bom.lines
        .iter()
        .filter(|line| line.quantity.unit == QuantityUnit::Grams && is_parent[line.child])
        .map(|line| {
            Diagnostic::new(codes::bom::BOM_GRAMS_OF_ASSEMBLY, line.place.clone())
                .with("child", bom.parts[line.child].number.as_str())
                .with("parent", bom.parts[line.parent].number.as_str())
        })
        .collect()
}

/// The digits and the power of ten of each quantity; whole numbers have the power zero.
fn quantities(bom: &Bom, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<Quantity>> {
    let mut quantities = Vec::with_capacity(bom.lines.len());
    for line in &bom.lines {
        let amount = line.quantity.amount;
        match amount.integer(0) {
            _ if amount.exponent() < 0 => quantities.push((amount.mantissa(), amount.exponent())),
            Some((whole, _)) => quantities.push((whole, 0)),
            None => diagnostics.push(
                Diagnostic::new(codes::amounts::AMOUNT_OVERFLOW, line.place.clone())
                    .with("what", format!("quantity {amount}")),
            ),
        }
    }
    (quantities.len() == bom.lines.len()).then_some(quantities)
}

fn cycle_diagnostic(bom: &Bom, nodes: &[Node], cycle: &[u32]) -> Diagnostic {
    let part = |node: u32| nodes[node as usize].part as usize;
    let names: Vec<String> = cycle.iter().map(|n| bom.parts[part(*n)].number.clone()).collect();
    let mut steps: BTreeMap<(usize, usize), usize> =
        cycle.windows(2).enumerate().map(|(at, p)| ((part(p[0]), part(p[1])), at)).collect();
    let mut places: Vec<(usize, Place)> = Vec::new();
    for line in &bom.lines {
        // The first line of each step.
        if let Some(at) = steps.remove(&(line.parent, line.child)) {
            places.push((at, line.place.clone()));
        }
    }
    places.sort_by_key(|(at, _)| *at);
    let mut diagnostic = Diagnostic::unplaced(codes::bom::BOM_CYCLE)
        .with("part", names[0].as_str())
        .with("path", names);
    diagnostic.places.extend(places.into_iter().map(|(_, place)| place));
    diagnostic
}

#[cfg(test)]
mod tests {
    use unleaded_model::bom::{BomLine, BomPart, Quantity};
    use unleaded_model::diagnostic::FileName;

    use super::*;

    fn bom(lines: &[(&str, &str, u128, i32, QuantityUnit)]) -> Bom {
        let place = Place::file(&FileName::new("bom.csv"));
        let mut bom = Bom::default();
        let at = |bom: &mut Bom, number: &str| {
            bom.parts.iter().position(|p| p.number == number).unwrap_or_else(|| {
                bom.parts.push(BomPart::new(number.to_owned(), place.clone()));
                bom.parts.len() - 1
            })
        };
        for (parent, child, mantissa, exponent, unit) in lines {
            let (parent, child) = (at(&mut bom, parent), at(&mut bom, child));
            let quantity = Quantity { amount: Decimal::new(*mantissa, *exponent), unit: *unit };
            bom.lines.push(BomLine { parent, child, quantity, place: place.clone() });
        }
        bom
    }

    const PIECES: QuantityUnit = QuantityUnit::Pieces;

    #[test]
    fn a_cycle_is_named_from_end_to_end() {
        // a -> b -> c -> b
        let (graph, diagnostics) = Graph::build(&bom(&[
            ("a", "b", 1, 0, PIECES),
            ("b", "c", 1, 0, PIECES),
            ("c", "b", 1, 0, PIECES),
        ]));
        assert!(graph.is_none());
        let [cycle] = &diagnostics[..] else { panic!("{diagnostics:?}") };
        assert_eq!(cycle.code, codes::bom::BOM_CYCLE);
        assert!(cycle.message(Default::default()).ends_with("b > c > b"));
        assert_eq!(cycle.places.len(), 2);
    }

    #[test]
    fn a_part_that_contains_itself() {
        let (graph, diagnostics) = Graph::build(&bom(&[("a", "a", 1, 0, PIECES)]));
        assert!(graph.is_none());
        assert!(diagnostics[0].message(Default::default()).ends_with("a > a"));
    }

    #[test]
    fn a_hundred_thousand_levels() {
        let names: Vec<String> = (0..=100_000).map(|n| format!("p{n}")).collect();
        let place = Place::file(&FileName::new("deep"));
        let mut deep = bom(&[("p0", "p1", 1, 0, PIECES)]);
        for name in &names[2..] {
            let mut part = deep.parts[0].clone();
            part.number.clone_from(name);
            deep.parts.push(part);
            let child = deep.parts.len() - 1;
            let quantity = Quantity { amount: Decimal::ONE, unit: PIECES };
            deep.lines.push(BomLine { parent: child - 1, child, quantity, place: place.clone() });
        }
        let graph = Graph::build(&deep).0.unwrap();
        assert_eq!(graph.level(0), 100_000);
        assert_eq!(graph.roots(), [0]);
    }

    #[test]
    fn the_first_marked_node_below() {
        // a -> b -> d, a -> c -> d, c -> e
        let lines = [("a", "b"), ("b", "d"), ("a", "c"), ("c", "d"), ("c", "e")];
        let graph = Graph::build(&bom(&lines.map(|(p, c)| (p, c, 1, 0, PIECES)))).0.unwrap();
        let check = |marked: &[u32], expected: [Option<u32>; 5]| {
            assert_eq!(graph.first_below(marked), expected, "{marked:?}");
            for node in 0..5 {
                let mut below = graph.below(&[node]).into_iter().filter(|at| *at != node);
                let found = below.find(|at| marked.contains(at));
                assert_eq!(found, expected[node as usize], "{marked:?} {node}");
            }
        };
        check(&[], [None; 5]);
        check(&[0], [None; 5]);
        // The nodes are a, b, d, c, e.
        check(&[1], [Some(1), None, None, None, None]);
        check(&[3, 4], [Some(3), None, None, Some(4), None]);
        check(&[1, 2, 4], [Some(1), Some(2), None, Some(2), None]);
    }

    #[test]
    fn quantities_are_exact() {
        let graph =
            Graph::build(&bom(&[("a", "b", 25, -1, PIECES), ("a", "c", 3, 0, PIECES)])).0.unwrap();
        let quantities: Vec<String> = graph.children(0).map(|(_, q)| q.to_string()).collect();
        assert_eq!(quantities, ["2.5", "3"]);
    }

    #[test]
    fn grams_count_a_raw_material_only() {
        let grams = QuantityUnit::Grams;
        let good = Graph::build(&bom(&[("a", "glue", 12, -1, grams), ("a", "b", 1, 0, PIECES)]))
            .0
            .unwrap();
        assert_eq!(good.roots(), [0]);
        assert_eq!(good.node(3).unit, grams);
        let (bad, diagnostics) =
            Graph::build(&bom(&[("a", "b", 1, 0, grams), ("b", "c", 1, 0, PIECES)]));
        assert!(bad.is_none());
        assert_eq!(diagnostics[0].code, codes::bom::BOM_GRAMS_OF_ASSEMBLY);
    }
}
