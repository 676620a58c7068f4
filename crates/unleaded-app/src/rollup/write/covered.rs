//! Assemblies that are declared as a whole: undeclared parts inside them, and what their parts do not account for.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

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
        let wholes = self.wholes.get_or_init(|| self.all_wholes_above()).get(&node);
        let mut wholes: Vec<u32> =
            wholes.iter().flat_map(|wholes| wholes.iter()).copied().collect();
        wholes.sort_unstable_by_key(|whole| self.all.graph.precedence(*whole));
        wholes
    }

    /// Those of every node, by their numbers, each line looked at once; nodes below each other mostly have one set in common.
    fn all_wholes_above(&self) -> BTreeMap<u32, Rc<BTreeSet<u32>>> {
        let mut above: BTreeMap<u32, Rc<BTreeSet<u32>>> = BTreeMap::new();
        // Parents stand before their children.
        for reached in &self.totals.reached {
            let wholes = match self.all.table.inputs[reached.node as usize].role {
                Role::Whole => Rc::new(BTreeSet::from([reached.node])),
                _ => above.get(&reached.node).cloned().unwrap_or_default(),
            };
            for (child, _) in self.all.graph.children(reached.node) {
                let known = above.entry(child).or_insert_with(|| Rc::clone(&wholes));
                if !Rc::ptr_eq(known, &wholes) && !wholes.is_subset(known) {
                    Rc::make_mut(known).extend(wholes.iter().copied());
                }
            }
        }
        above
    }
}
