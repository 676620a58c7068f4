//! What is stated of a whole against what its children are.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_rules::{Bound, PartComposition, PlaceStatus, RuleSet, Says};

use super::Compared;

impl Compared<'_> {
    /// Remarks where the whole is stated not to exceed a threshold that something inside it does.
    pub(super) fn statements(
        &self,
        node: u32,
        whole: &PartComposition,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let bounds = || whole.alternatives.iter().flat_map(|alternative| &alternative.bounds);
        if !bounds().any(|bound| bound.says == Says::NotOver) {
            return;
        }
        let part = &self.bom.parts[self.graph.node(node).part as usize];
        let below = self.graph.below(&[node]);
        for (set, rules) in self.judged.default_rules().iter().enumerate() {
            let mut denied = denied(bounds(), rules);
            let mut below = below.iter().filter(|below| **below != node);
            while let (Some(child), false) = (below.next(), denied.is_empty()) {
                let child = self.graph.node(*child).part;
                for position in self.over(set, child) {
                    let Some(bound) = denied.remove(&position) else { continue };
                    diagnostics.push(
                        Diagnostic::new(
                            codes::bom_lists::ASSEMBLY_STATEMENT_DIFFERS,
                            part.place.clone(),
                        )
                        .with("part", part.number.as_str())
                        .with("list", bound.list.as_str())
                        .with("entry", rules.entries[position].key.as_str())
                        .with("child", self.bom.parts[child as usize].number.as_str()),
                    );
                }
            }
        }
    }

    /// The entries under which a part is over the limit, with or without an exemption.
    fn over(&self, set: usize, part: u32) -> Vec<usize> {
        let judgement = self.judged.of(self.judged.default_category()).part(set, part);
        let is_over = |status| matches!(status, PlaceStatus::Over | PlaceStatus::ByExemption);
        let over = judgement.by_entry.iter().filter(|(_, status)| is_over(**status));
        over.map(|(position, _)| *position).collect()
    }
}

/// The entries of `rules` that are stated not to be over, by position.
fn denied<'a>(
    bounds: impl Iterator<Item = &'a Bound>,
    rules: &RuleSet,
) -> BTreeMap<usize, &'a Bound> {
    bounds
        .filter(|bound| bound.says == Says::NotOver)
        .filter_map(|bound| Some((rules.position(&bound.entry)?, bound)))
        .filter(|(position, bound)| rules.entries[*position].level == bound.level)
        .collect()
}
