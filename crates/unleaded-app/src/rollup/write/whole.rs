//! The product as a place of its own, for the rules that look at it as a whole.

use unleaded_model::amount::{Fraction, FractionRange, MassRange};
use unleaded_rules::lists::Level;
use unleaded_rules::{
    Disclosed, InProduct, PartJudgement, Purpose, RuleSet, judge_product, purpose,
};

use super::super::assemblies::anything;
use super::super::columns::Column;
use super::ProductContext;

impl ProductContext<'_> {
    /// What the product as a whole is under the rule set at `at`.
    pub(super) fn as_place(&self, at: usize, rules: &RuleSet) -> PartJudgement {
        if !rules.levels.contains(&Level::Product) {
            return PartJudgement::default();
        }
        let part = self.all.graph.node(self.totals.product).part as usize;
        let judge = self.all.judged.judge_part(rules, self.category, part);
        let anything = anything(self.all.table, self.totals).unwrap_or(MassRange::UNKNOWN);
        let background = match self.has_open_class(rules) {
            true => Fraction::ONE,
            false => anything.share_of(self.totals.mass).high,
        };
        judge_product(&judge, |position| InProduct {
            share: self.share(at, position, background),
            purpose: self.purpose(position, rules),
        })
    }

    /// The share of an entry in the product. Where no part says anything of it, it may be in what is not disclosed.
    fn share(&self, at: usize, position: usize, background: Fraction) -> FractionRange {
        let wanted = Column::Entry(at, position);
        match self.columns().find(|(column, _)| **column == wanted) {
            Some((_, total)) => total.mass.share_of(self.totals.mass),
            None => FractionRange::up_to(background),
        }
    }

    /// Whether a class of substances is in the product of which nobody knows what it holds under the rules.
    fn has_open_class(&self, rules: &RuleSet) -> bool {
        let parts = self.totals.reached.iter();
        let parts = parts.map(|reached| self.all.graph.node(reached.node).part as usize);
        let known = parts.filter_map(|part| self.all.parts.compositions[part].as_ref());
        let materials = known.flat_map(|part| &part.alternatives).flat_map(|one| &one.materials);
        let mut contents = materials.flat_map(|material| &material.contents);
        contents.any(|content| content.disclosed == Disclosed::Class && rules.is_open(content))
    }

    /// Whether some part of the product holds the entry on purpose.
    fn purpose(&self, position: usize, rules: &RuleSet) -> Purpose {
        let entry = &rules.entries[position];
        let of_parts = self.totals.reached.iter().map(|reached| {
            let part = self.all.graph.node(reached.node).part as usize;
            match &self.all.parts.compositions[part] {
                Some(known) => {
                    let all = known.alternatives.iter();
                    let purposes = all.map(|alternative| purpose(alternative, entry, rules));
                    purposes.max().unwrap_or_default()
                }
                None if self.all.table.inputs[reached.node as usize].background.share.is_zero() => {
                    Purpose::None
                }
                None => Purpose::Maybe,
            }
        });
        of_parts.max().unwrap_or_default()
    }
}
