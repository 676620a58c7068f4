//! The product as a place of its own, for the rules that look at it as a whole.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_rules::lists::Level;
use unleaded_rules::{InProduct, PartJudgement, Purpose, RuleSet, judge_product, purpose};

use super::super::assemblies::anything;
use super::super::columns::Column;
use super::ProductContext;

impl ProductContext<'_> {
    /// What the product as a whole is under the rule set at `at`.
    pub(super) fn as_place(&self, at: usize, rules: &RuleSet) -> PartJudgement {
        if !rules.levels.contains(&Level::Product) {
            return PartJudgement::default();
        }
        let judge = self.all.judged.judge(rules, self.category);
        let anything = anything(self.all.table, self.totals).unwrap_or(MassRange::UNKNOWN);
        let background = anything.share_of(self.totals.mass).high;
        judge_product(&judge, |position| InProduct {
            share: self.share(at, position, background),
            purpose: self.purpose(position, rules),
        })
    }

    /// The share of an entry in the product. Where no part says anything of it, it may be in what is not disclosed.
    fn share(&self, at: usize, position: usize, background: Fraction) -> FractionRange {
        let mut totals = self.totals.columns.iter();
        let column = Column::Entry(at, position);
        match totals.find(|total| *self.column(total) == column) {
            Some(total) => total.mass.share_of(self.totals.mass),
            None => FractionRange::up_to(background),
        }
    }

    /// Whether some part of the product holds the entry on purpose.
    fn purpose(&self, position: usize, rules: &RuleSet) -> Purpose {
        let entry = &rules.entries[position];
        let of_parts = self.totals.reached.iter().map(|reached| {
            let part = self.all.graph.node(reached.node).part as usize;
            match &self.all.parts.compositions[part] {
                Some(known) => {
                    let all = known.alternatives.iter();
                    all.map(|alternative| purpose(alternative, entry)).max().unwrap_or_default()
                }
                None if self.all.graph.is_leaf(reached.node) => Purpose::Maybe,
                None => Purpose::None,
            }
        });
        of_parts.max().unwrap_or_default()
    }
}
