//! Decisions beside the findings of a report.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use unleaded_documents::report::{Decision, Finding, Product, Report, Verdict};
use unleaded_model::diagnostic::Diagnostic;

use super::{DecisionsFile, Holds, Index, Subject};

/// What decisions met in some products.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Met {
    /// Those that are beside a finding, by their positions in the file.
    pub(crate) used: BTreeSet<usize>,
    /// What was found that a decision may be on.
    pub(crate) found: BTreeSet<Subject>,
}

/// Puts each decision of `file` beside the findings that it is on, and counts what no decision is on. Returns remarks on
/// decisions that are over, and on those that nothing was found for. No status changes.
pub fn apply(file: &DecisionsFile, report: &mut Report, as_of: Date) -> Vec<Diagnostic> {
    report.options.decisions_sha256 = Some(file.sha256.clone());
    let (mut met, index) = (Met::default(), file.index());
    report.products.iter_mut().for_each(|product| met.add(&index, product, as_of));
    met.remarks(file, as_of)
}

impl Met {
    /// Puts each decision beside the findings of `product` that it is on.
    pub(crate) fn add(&mut self, index: &Index<'_>, product: &mut Product, as_of: Date) {
        for verdict in &mut product.verdicts {
            let Verdict { rule_set, findings, undecided, .. } = verdict;
            for finding in findings.iter_mut().filter(|finding| is_open(finding)) {
                let (on, steps) = subject(rule_set, finding);
                if let Some((at, decision)) = index.find(&on, steps, as_of) {
                    let holds = decision.holds(as_of);
                    self.used.insert(at);
                    finding.decision = Some(Decision {
                        reason: decision.reason.clone(),
                        owner: decision.owner.clone(),
                        evidence: decision.evidence.clone(),
                        decided: decision.decided.to_string(),
                        expires: decision.expires.to_string(),
                        state: holds.word().to_owned(),
                    });
                    *undecided -= u64::from(holds == Holds::Valid);
                }
                self.found.insert(on);
            }
        }
    }

    /// Returns remarks on decisions that are over, and on those that nothing was found for.
    pub(crate) fn remarks(&self, file: &DecisionsFile, as_of: Date) -> Vec<Diagnostic> {
        file.remarks(&self.used, as_of, &self.found)
    }
}

/// Whether there is something to decide: what is exempted is settled by law.
pub(crate) fn is_open(finding: &Finding) -> bool {
    matches!(finding.status.as_str(), "declare" | "non-compliant" | "unknown")
}

/// Returns what a decision on `finding` is on, and the steps from its part down to the place.
pub fn subject<'f>(rules: &str, finding: &'f Finding) -> (Subject, &'f [String]) {
    let of_part = finding.path.iter().position(|step| *step == finding.part);
    let steps = of_part.map_or(&[][..], |at| &finding.path[at + 1..]);
    let subject = Subject {
        rules: rules.to_owned(),
        entry: finding.entry.clone(),
        part: finding.part.clone(),
        document: finding.document.clone(),
    };
    (subject, steps)
}
