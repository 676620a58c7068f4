//! What all formats build a bill of materials with: its parts, and the lines between them.

use std::collections::BTreeMap;

use unleaded_model::bom::{Bom, BomLine, Quantity};
use unleaded_model::diagnostic::codes::bom as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::parts::Parts;
use crate::sink::Sink;

/// A place where a part stands in a tree or a levelled table.
pub(crate) struct Occurrence {
    /// The part.
    pub(crate) part: usize,
    /// The occurrence that it hangs on; `None`: it is a product, or what it hangs on is not known.
    pub(crate) parent: Option<usize>,
    /// What is wrong with the quantity is reported only where the occurrence has a parent.
    pub(crate) quantity: Result<Quantity, Box<Diagnostic>>,
    /// Where it stands.
    pub(crate) place: Place,
    /// Its line in the order of the file.
    pub(crate) order: usize,
}

/// A bill of materials that is being read.
#[derive(Default)]
pub(crate) struct Build {
    /// Its parts.
    pub(crate) parts: Parts,
    /// Each with its line in the order of the file.
    lines: Vec<(usize, BomLine)>,
    /// The children of each assembly at the first place where it is expanded, across tables.
    expanded: BTreeMap<usize, Vec<(usize, Quantity)>>,
}

impl Build {
    /// Takes a line of which both ends are known; `order` is its line in the order of the file.
    pub(crate) fn line(&mut self, order: usize, line: BomLine) {
        self.lines.push((order, line));
    }

    /// Takes the occurrences of a tree, each after the one that it hangs on.
    pub(crate) fn tree(&mut self, occurrences: &[Occurrence], sink: &mut dyn Sink) {
        // Each place where an assembly stands, by its occurrence: the lines of its children.
        let mut places: BTreeMap<usize, Vec<(usize, BomLine)>> = BTreeMap::new();
        for occurrence in occurrences {
            let Some(at) = occurrence.parent else { continue };
            let parent = occurrences[at].part;
            match &occurrence.quantity {
                Ok(quantity) => {
                    let (child, place) = (occurrence.part, occurrence.place.clone());
                    let line = BomLine { parent, child, quantity: *quantity, place };
                    places.entry(at).or_default().push((occurrence.order, line));
                }
                Err(defect) => {
                    sink.diagnostic(of_parent((**defect).clone(), self.parts.number(parent)));
                }
            }
        }
        for (at, lines) in places {
            self.expansion(&occurrences[at], lines, sink);
        }
    }

    /// Takes the children of an assembly at one of the places where it is expanded. A later place repeats the first.
    fn expansion(
        &mut self,
        assembly: &Occurrence,
        lines: Vec<(usize, BomLine)>,
        sink: &mut dyn Sink,
    ) {
        let mut children: Vec<_> =
            lines.iter().map(|(_, line)| (line.child, line.quantity)).collect();
        children.sort_by_key(|(child, quantity)| {
            (*child, quantity.unit, quantity.amount.exponent(), quantity.amount.mantissa())
        });
        match self.expanded.get(&assembly.part) {
            None => {
                self.expanded.insert(assembly.part, children);
                self.lines.extend(lines);
            }
            Some(first) if *first != children => sink.diagnostic(
                Diagnostic::new(codes::BOM_EXPANSION_DIFFERS, assembly.place.clone())
                    .with("part", self.parts.number(assembly.part)),
            ),
            Some(_) => {}
        }
    }

    /// The bill of materials, with its lines in the order of their file.
    pub(crate) fn finish(mut self) -> Bom {
        self.lines.sort_by_key(|(order, _)| *order);
        Bom {
            parts: self.parts.into_list(),
            lines: self.lines.into_iter().map(|(_, line)| line).collect(),
        }
    }
}

/// Names the parent in a defect that was found before it was known.
fn of_parent(mut defect: Diagnostic, parent: &str) -> Diagnostic {
    for (name, value) in &mut defect.arguments {
        if *name == "parent" {
            *value = parent.into();
        }
    }
    defect
}
