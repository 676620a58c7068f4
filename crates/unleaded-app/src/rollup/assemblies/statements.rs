//! What is stated of a whole against what its children are.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_rules::{Bound, PartComposition, PlaceStatus, RuleSet, Says};

use super::Compared;

/// A part declared as a whole, and what is stated of it.
pub(super) type Whole<'a> = (u32, &'a PartComposition);

impl Compared<'_> {
    /// Remarks where a whole is stated not to exceed a threshold that something inside it does.
    pub(super) fn statements(&self, wholes: &[Whole<'_>], diagnostics: &mut Vec<Diagnostic>) {
        for (set, rules) in self.judged.default_rules().iter().enumerate() {
            let mut denials: BTreeMap<usize, Vec<(u32, &Bound)>> = BTreeMap::new();
            for (node, whole) in wholes {
                for (position, bound) in denied(whole, rules) {
                    denials.entry(position).or_default().push((*node, bound));
                }
            }
            let over = if denials.is_empty() { BTreeMap::new() } else { self.over(set) };
            for (position, denials) in denials {
                let Some(over) = over.get(&position) else { continue };
                let first = self.graph.first_below(over);
                let entry = &rules.entries[position].key;
                for (node, bound) in denials {
                    let differs = |child| self.differs(node, bound, entry, child);
                    diagnostics.extend(first[node as usize].map(differs));
                }
            }
        }
    }

    fn differs(&self, node: u32, bound: &Bound, entry: &str, child: u32) -> Diagnostic {
        let part = |node: u32| &self.bom.parts[self.graph.node(node).part as usize];
        let code = codes::bom_lists::ASSEMBLY_STATEMENT_DIFFERS;
        Diagnostic::new(code, part(node).place.clone())
            .with("part", part(node).number.as_str())
            .with("list", bound.list.as_str())
            .with("entry", entry)
            .with("child", part(child).number.as_str())
    }

    /// The entries under which parts are over the limit, with or without an exemption: their positions, with the nodes.
    fn over(&self, set: usize) -> BTreeMap<usize, Vec<u32>> {
        let category = self.judged.of(self.judged.default_category());
        let mut over: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for node in (0..).take(self.graph.len()) {
            for (position, status) in &category.part(set, self.graph.node(node).part).by_entry {
                if matches!(status, PlaceStatus::Over | PlaceStatus::ByExemption) {
                    over.entry(*position).or_default().push(node);
                }
            }
        }
        over
    }
}

/// The entries of `rules` that are stated not to be over, by position.
fn denied<'a>(whole: &'a PartComposition, rules: &RuleSet) -> BTreeMap<usize, &'a Bound> {
    let bounds = whole.alternatives.iter().flat_map(|alternative| &alternative.bounds);
    bounds
        .filter(|bound| bound.says == Says::NotOver)
        .filter_map(|bound| Some((rules.position(&bound.entry)?, bound)))
        .filter(|(position, bound)| rules.entries[*position].level == bound.level)
        .collect()
}
