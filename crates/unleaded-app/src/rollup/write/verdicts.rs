//! Verdicts and findings as the report writes them.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_documents::report::{Exemption, Finding, RestsOn, Verdict};
use unleaded_model::diagnostic::Language;
use unleaded_rules::lists::Standing;
use unleaded_rules::{
    AppliedExemption, Force, Law, PlaceStatus, PlacedFinding, Reason, RuleSet, Status, next_change,
};

use super::super::china_items;
use super::origins::Origins;
use super::{ProductContext, ppm_range};

impl ProductContext<'_> {
    pub(super) fn verdict_wire(
        &self,
        at: usize,
        rules: &RuleSet,
        verdict: &unleaded_rules::Verdict<u32>,
    ) -> Verdict {
        let mut findings: Vec<&PlacedFinding<u32>> = verdict.findings.iter().collect();
        findings.sort_by(|a, b| {
            let rank =
                |f: &PlacedFinding<u32>| (std::cmp::Reverse(f.finding.status), f.finding.entry);
            (rank(a), &a.path).cmp(&(rank(b), &b.path))
        });
        let (request, part) = (self.all.request, self.part());
        let scope = china_items::scope(request, part, rules);
        let not_binding = [
            (rules.standing != Standing::InForce, "draft"),
            (request.options.known_on.is_some(), "known-on"),
            (scope.as_ref().is_some_and(|scope| !scope.is_assessed()), "scope"),
        ];
        let not_binding = not_binding.into_iter().filter(|(holds, _)| *holds);
        let not_binding: Vec<String> = not_binding.map(|(_, why)| why.to_owned()).collect();
        Verdict {
            rule_set: rules.id.clone(),
            kind: rules.kind.word().to_owned(),
            edition: rules.edition.clone(),
            binding: not_binding.is_empty(),
            not_binding,
            scope: scope.as_ref().map(china_items::wire),
            status: verdict.status.word().to_owned(),
            counts: verdict.counts.0.iter().map(|(s, n)| (s.word().to_owned(), *n)).collect(),
            exemptions: verdict.exemptions.iter().map(exemption).collect(),
            earliest_expiry: verdict.earliest_expiry.map(|date| date.to_string()),
            statements: self.rests_on(rules, &verdict.statements),
            rules_change: next_change(
                self.all.request.lists,
                rules.law,
                self.category,
                self.all.request.options.as_of,
            )
            .map(|date| date.to_string()),
            entries: self.entries(at, rules, verdict),
            undecided: findings.iter().filter(|f| is_open(&f.finding)).count() as u64,
            findings: findings.into_iter().map(|finding| self.finding(rules, finding)).collect(),
        }
    }

    /// Statements by list.
    fn rests_on(
        &self,
        rules: &RuleSet,
        statements: &BTreeMap<(String, usize), u64>,
    ) -> Vec<RestsOn> {
        let mut by_list: Vec<RestsOn> = Vec::new();
        for ((list, document), parts) in statements {
            let document = self.all.hash_of(*document);
            match by_list.last_mut().filter(|known| known.list == *list) {
                Some(known) => {
                    known.parts += parts;
                    known.documents.push(document);
                }
                None => by_list.push(RestsOn {
                    list: list.clone(),
                    parts: *parts,
                    documents: vec![document],
                    not_covered: self.not_covered(rules, list),
                }),
            }
        }
        by_list
    }

    /// The entries of the rules that the edition of a list does not have; none where nobody knows what it has.
    fn not_covered(&self, rules: &RuleSet, list: &str) -> Vec<String> {
        let covered = match rules.law {
            Law::Listed(_) => None,
            _ => self.all.request.lists.entries_of(list),
        };
        let Some(covered) = covered else { return Vec::new() };
        let covered: BTreeSet<_> = covered.into_iter().collect();
        let missing = rules.entries.iter().filter(|entry| !covered.contains(&entry.entry));
        missing.map(|entry| entry.key.clone()).collect()
    }

    fn finding(&self, rules: &RuleSet, placed: &PlacedFinding<u32>) -> Finding {
        let finding = &placed.finding;
        let part = placed.part.map(|node| self.all.graph.node(node).part as usize);
        let composition = part.and_then(|part| self.all.parts.compositions[part].as_ref());
        let judge = self.all.judged.judge(rules, self.category);
        let from = composition.and_then(|composition| judge.origin(composition, finding));
        let origins = Origins::of(from, finding.at, |document| self.all.hash_of(document));
        let entry = finding.entry.map(|position| &rules.entries[position]);
        let status = Status::of(finding.status, rules.kind);
        let document = finding.document.map(|at| &self.all.loaded[at]);
        let duties = match status {
            Status::Declare => rules.duties.clone(),
            _ => Vec::new(),
        };
        Finding {
            entry: entry.map_or_else(|| "*".to_owned(), |entry| entry.key.clone()),
            status: status.word().to_owned(),
            level: finding.level.unwrap_or(rules.first_level()).word().to_owned(),
            part: placed.part().to_owned(),
            path: placed.path.clone(),
            value_ppm: ppm_range(finding.value),
            limit_ppm: entry.map(|entry| entry.limit.ppm_low().to_string()),
            exemption: finding.exemption.as_ref().map(exemption),
            document: finding.document.map(|at| self.all.hash_of(at)),
            signer: document.and_then(|d| d.signature.signer()).map(str::to_owned),
            reason: words(&finding.reasons, Language::En, "; "),
            reason_zh: words(&finding.reasons, Language::Zh, "；"),
            duties,
            legal_reference: entry.map(|entry| entry.legal_reference.clone()),
            causes: finding.reasons.iter().map(|reason| reason.name().to_owned()).collect(),
            offers: finding.offers.iter().map(exemption).collect(),
            place_mass_mg: origins.mass,
            named_ppm: origins.named,
            undisclosed_ppm: origins.undisclosed,
            contents: origins.contents,
            contents_omitted: origins.omitted,
            statements: origins.statements,
            decision: None,
        }
    }
}

/// Whether a person may have to decide on it.
fn is_open(finding: &unleaded_rules::Finding) -> bool {
    matches!(finding.status, PlaceStatus::Over | PlaceStatus::Unknown)
}

fn words(reasons: &[Reason], language: Language, between: &str) -> String {
    reasons.iter().map(|reason| reason.words(language)).collect::<Vec<_>>().join(between)
}

fn exemption(exemption: &AppliedExemption) -> Exemption {
    Exemption {
        id: exemption.id.clone(),
        list: exemption.list.clone(),
        expires: exemption.expires.map(|date| date.to_string()),
        force: match exemption.force {
            Force::InForce => "in-force",
            Force::Undetermined => "undetermined",
            Force::None => "none",
        }
        .to_owned(),
    }
}
