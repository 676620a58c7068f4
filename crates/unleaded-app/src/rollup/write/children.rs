//! The direct children of a product, and what each is with everything inside it.

use std::collections::BTreeMap;

use unleaded_documents::report::{Part, PartStatus};
use unleaded_model::amount::Decimal;
use unleaded_model::bom::QuantityUnit;
use unleaded_rollup::{Reached, RollUp, Scratch};
use unleaded_rules::{Covered, Kind, PlaceStatus, RuleSet, Verdict};

use super::{ProductContext, status_word};

impl ProductContext<'_> {
    pub(super) fn children(&self, scratch: &mut Scratch) -> Vec<Part> {
        let mut order: Vec<u32> = Vec::new();
        let mut quantities: BTreeMap<u32, Vec<Decimal>> = BTreeMap::new();
        for (child, quantity) in self.all.graph.children(self.totals.product) {
            if !quantities.contains_key(&child) {
                order.push(child);
            }
            quantities.entry(child).or_default().push(quantity);
        }
        order.into_iter().map(|child| self.child(child, &quantities[&child], scratch)).collect()
    }

    fn child(&self, child: u32, quantities: &[Decimal], scratch: &mut Scratch) -> Part {
        let node = self.all.graph.node(child);
        let part = &self.all.bom.parts[node.part as usize];
        let inside = RollUp::new(self.all.graph, &self.all.table.packed).reached(child, scratch);
        // Whether a part is declared inside a whole is a matter of the product, not of the child alone.
        let reached: Vec<&Reached> =
            inside.iter().filter_map(|inside| self.trails.reached(inside.node)).collect();
        let rules = &self.all.judged.of(self.category).rules;
        let told: Vec<String> = self.applications(&reached).into_iter().collect();
        Part {
            part: part.number.clone(),
            name: part.name.clone(),
            name_zh: part.name_zh.clone(),
            quantity: added(quantities),
            unit: match node.unit {
                QuantityUnit::Grams => "grams",
                QuantityUnit::Pieces => "pieces",
            }
            .to_owned(),
            statuses: rules
                .iter()
                .enumerate()
                .map(|(at, rules)| {
                    let verdict = self.verdict(at, rules, &reached, Covered::Alone);
                    part_status(rules, &verdict, &told)
                })
                .collect(),
        }
    }
}

/// Entries that are for none of the applications told are not judged, and not named. What is common to all entries of a disclosure
/// set is told once: of a part without a declaration each of hundreds is unknown.
fn part_status(rules: &RuleSet, verdict: &Verdict<u32>, told: &[String]) -> PartStatus {
    let judged = rules.entries.iter().zip(&verdict.by_entry).filter(|(e, _)| e.is_for(told));
    let judged: Vec<_> = judged.collect();
    let is_disclosure = rules.kind == Kind::Disclosure;
    let none_within = judged.iter().all(|(_, status)| **status != PlaceStatus::Within);
    let unknown = judged.iter().filter(|(_, status)| **status == PlaceStatus::Unknown).count();
    let silent = match is_disclosure {
        true if none_within && unknown > 1 => Some(PlaceStatus::Unknown),
        true => Some(PlaceStatus::Within),
        false => None,
    };
    let named = judged.into_iter().filter(|(_, status)| Some(**status) != silent);
    let named = named.map(|(entry, status)| (entry.key.clone(), *status));
    let others = silent.filter(|status| *status == PlaceStatus::Unknown);
    let others = others.map(|status| ("*".to_owned(), status));
    PartStatus {
        rule_set: rules.id.clone(),
        status: verdict.status.word().to_owned(),
        entries: named.chain(others).map(|(key, s)| (key, status_word(rules, s))).collect(),
    }
}

/// The sum of the quantities of several lines; where it can't be held, the lines themselves.
fn added(quantities: &[Decimal]) -> String {
    let exponent = quantities.iter().map(|q| q.exponent()).min().unwrap_or(0).min(0);
    let sum = quantities.iter().try_fold(0u128, |sum, q| sum.checked_add(q.integer(-exponent)?.0));
    match sum {
        Some(sum) => Decimal::new(sum, exponent).to_string(),
        None => quantities.iter().map(Decimal::to_string).collect::<Vec<_>>().join(" + "),
    }
}
