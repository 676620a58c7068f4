//! From what is asked about to what is told of it.

use std::collections::BTreeMap;

use super::select::Chosen;
use super::{Basis, EntryTold, Explained, FindingTold};
use super::{changes, figures, words};
use crate::report::{DeclarationInput, EntryTotal, Exemption, ExemptionText, Finding, Report};
use crate::status::NOT_BINDING;

pub(super) fn verdict<'a>(report: &'a Report, chosen: &Chosen<'a>) -> Explained<'a> {
    let (product, verdict) = (chosen.product, chosen.verdict);
    let with = Signatures::of(report);
    let mut entries: Vec<EntryTold<'a>> =
        chosen.entries.iter().map(|entry| with.entry(entry)).collect();
    // What is farthest over its limit, or nearest below it, comes first.
    entries.sort_by_key(|told| std::cmp::Reverse(figures::nearness(told.entry)));
    let mut summary = words::summary(report, product, verdict);
    if !verdict.is_binding() {
        summary.en = format!("{} {}", summary.en, NOT_BINDING.0);
        summary.zh += NOT_BINDING.1;
    }
    Explained {
        product: &product.part,
        name: &product.name,
        name_zh: &product.name_zh,
        rule_set: &verdict.rule_set,
        kind: &verdict.kind,
        edition: &verdict.edition,
        binding: verdict.is_binding(),
        scope: verdict.scope.as_ref(),
        status: &verdict.status,
        summary: summary.en,
        summary_zh: summary.zh,
        substance: chosen.substance,
        findings: chosen
            .findings
            .iter()
            .map(|finding| FindingTold {
                finding,
                signature: with.signature(finding.document.as_ref()),
                margin: margin(finding),
                permits: finding.exemption.as_ref().and_then(|e| text(report, e)),
                changes: changes::of_finding(report, verdict, finding),
            })
            .collect(),
        entries,
        rests_on: Basis {
            parts_declared: product.coverage.parts.declared,
            parts: product.coverage.parts.total,
            undisclosed_ppm: product.undisclosed.as_ref().map(|total| &total.worst_ppm),
            statements: &verdict.statements,
            disclosure_policy: &report.options.disclosure_policy,
            closure_tolerance_percent: &report.options.closure_tolerance_percent,
            lists: &report.inputs.lists,
        },
        changes: changes::of_verdict(verdict),
    }
}

/// How far from the limit; where something other than the share decides, that says nothing.
fn margin(finding: &Finding) -> Option<figures::Margin> {
    let by_share = |cause: &String| !changes::NOT_BY_SHARE.contains(&&**cause);
    if !finding.causes.iter().all(by_share) {
        return None;
    }
    let limit = finding.limit_ppm.as_ref()?;
    figures::margin(&finding.value_ppm, limit, finding.place_mass_mg.as_ref())
}

fn text<'a>(report: &'a Report, exemption: &Exemption) -> Option<&'a ExemptionText> {
    report.exemptions.iter().find(|text| text.id == exemption.id && text.list == exemption.list)
}

/// The documents of a report by their hashes.
struct Signatures<'a> {
    by_hash: BTreeMap<&'a str, &'a DeclarationInput>,
}

impl<'a> Signatures<'a> {
    fn of(report: &'a Report) -> Self {
        let inputs = report.inputs.declarations.iter();
        Self { by_hash: inputs.map(|input| (&*input.sha256, input)).collect() }
    }

    fn input(&self, document: Option<&String>) -> Option<&'a DeclarationInput> {
        self.by_hash.get(document?.strip_prefix("sha256:")?).copied()
    }

    fn signature(&self, document: Option<&String>) -> Option<&'a str> {
        self.input(document).map(|input| &*input.signature)
    }

    fn entry(&self, entry: &'a EntryTotal) -> EntryTold<'a> {
        let input = self.input(entry.document.as_ref());
        EntryTold {
            entry,
            signer: input.and_then(|input| input.signer.as_deref()),
            signature: input.map(|input| &*input.signature),
            margin: figures::entry_margin(entry),
        }
    }
}
