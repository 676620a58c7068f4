//! Assemblies that are declared as a whole: undeclared parts inside them, and what their parts do not account for.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_rollup::{Reached, Role};
use unleaded_rules::{Covered, PartJudgement, RuleSet, judge_unaccounted};

use super::ProductContext;

impl ProductContext<'_> {
    /// The judgement of an undeclared leaf that every way leads to through an assembly declared as a whole: what each of
    /// those assemblies leaves open.
    pub(super) fn inside_whole(
        &self,
        rules: &RuleSet,
        reached: &Reached,
        covered: Covered,
    ) -> Option<PartJudgement> {
        let part = self.all.graph.node(reached.node).part as usize;
        if !reached.covered || self.all.parts.compositions[part].is_some() {
            return None;
        }
        let mut judgement: Option<PartJudgement> = None;
        for whole in self.wholes_above(reached.node) {
            let at = self.all.graph.node(whole).part as usize;
            let composition = self.all.parts.compositions[at].as_ref()?;
            let asked = (covered, part);
            let of_whole = self.all.judged.covered(rules, self.category, composition, asked);
            judgement = Some(match judgement {
                Some(others) => others.and(of_whole),
                None => of_whole,
            });
        }
        judgement
    }

    /// The judgement of an assembly declared as a whole that holds more than its children account for.
    pub(super) fn with_unaccounted(
        &self,
        at: usize,
        rules: &RuleSet,
        node: u32,
    ) -> Option<PartJudgement> {
        let part = self.all.graph.node(node).part;
        let entries = self.all.unaccounted.get(&part)?;
        let whole = self.all.parts.compositions[part as usize].as_ref()?;
        let judge = self.all.judged.judge_part(rules, self.category, part as usize);
        let more = judge_unaccounted(whole, entries, &judge);
        Some(self.all.judged.of(self.category).part(at, part).clone().and(more))
    }

    /// The nearest assemblies above `node` that are declared as a whole, one on each way to the product.
    /// In the order of their item numbers, which is none of the file's.
    fn wholes_above(&self, node: u32) -> Vec<u32> {
        let parents = self.parents.get_or_init(|| self.parents_of_reached());
        let mut wholes = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            for parent in parents.get(&node).into_iter().flatten() {
                match self.all.table.inputs[*parent as usize].role {
                    Role::Whole => _ = wholes.insert(*parent),
                    _ if seen.insert(*parent) => open.push(*parent),
                    _ => {}
                }
            }
        }
        let mut wholes: Vec<u32> = wholes.into_iter().collect();
        wholes.sort_unstable_by_key(|whole| self.all.graph.precedence(*whole));
        wholes
    }

    fn parents_of_reached(&self) -> BTreeMap<u32, Vec<u32>> {
        let mut parents: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for reached in &self.totals.reached {
            for (child, _) in self.all.graph.children(reached.node) {
                parents.entry(child).or_default().push(reached.node);
            }
        }
        parents
    }
}
