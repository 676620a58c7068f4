//! What became of claimed exemptions, as the report writes it.

use std::collections::BTreeSet;

use unleaded_documents::report::{Claim, Verdict};
use unleaded_rollup::Reached;
use unleaded_rules::{JudgedClaim, RuleSet};

use super::ProductContext;

impl ProductContext<'_> {
    /// What became of the exemptions that the documents of the product's parts claim: by rule set, then those of laws
    /// that there is no rule set of; by exemption and then by part.
    pub(super) fn claims(
        &self,
        verdicts: &[(&RuleSet, unleaded_rules::Verdict<u32>)],
        wires: &[Verdict],
        reached: &[&Reached],
    ) -> Vec<Claim> {
        let mut claims = Vec::new();
        for ((rules, verdict), wire) in verdicts.iter().zip(wires) {
            let mut of_set: Vec<Claim> = Vec::with_capacity(verdict.claims.len());
            for placed in &verdict.claims {
                let entry = placed.claim.entry.map(|at| rules.entries[at].key.clone());
                let rule_set = Some(wire.rule_set.clone());
                of_set.push(Claim { rule_set, entry, ..self.claim(&placed.part, &placed.claim) });
            }
            claims.extend(sorted(of_set));
        }
        claims.extend(sorted(self.foreign_claims(reached)));
        claims
    }

    fn foreign_claims(&self, reached: &[&Reached]) -> Vec<Claim> {
        let mut seen = BTreeSet::new();
        let mut claims = Vec::new();
        for reached in reached {
            let part = self.all.graph.node(reached.node).part;
            if seen.insert(part) {
                for claim in self.all.judged.foreign_claims(part) {
                    claims.push(self.claim(&self.path(reached.node), claim));
                }
            }
        }
        claims
    }

    fn claim(&self, part: &[String], claim: &JudgedClaim) -> Claim {
        let exemption = &claim.exemption;
        let document = claim.document.map(|at| &self.all.loaded[at]);
        Claim {
            rule_set: None,
            id: exemption.id.clone(),
            list: exemption.list.clone(),
            entry: None,
            outcome: claim.outcome.word().to_owned(),
            part: part.last().cloned().unwrap_or_default(),
            path: part.iter().chain(&claim.steps).cloned().collect(),
            places: claim.places,
            document: document.map(|document| format!("sha256:{}", document.sha256)),
            expires: exemption.expires.map(|date| date.to_string()),
        }
    }
}

fn sorted(mut claims: Vec<Claim>) -> Vec<Claim> {
    claims.sort_by(|a, b| {
        fn name(claim: &Claim) -> (&str, &str, Option<&str>, &str) {
            (&claim.id, &claim.list, claim.entry.as_deref(), &claim.outcome)
        }
        fn place(claim: &Claim) -> (&[String], Option<&str>) {
            (&claim.path, claim.document.as_deref())
        }
        name(a).cmp(&name(b)).then_with(|| place(a).cmp(&place(b)))
    });
    claims.dedup();
    claims
}
