//! The exemptions that conformity rests on.

use unleaded_model::diagnostic::Language;

use crate::paper::Block;
use crate::report::Verdict;

/// Returns a table of the exemptions with the entries that they cover, by their names in their lists.
pub(super) fn table(verdict: &Verdict, language: Language) -> Block {
    let head = [
        language.pick("Exemption", "豁免（例外）"),
        language.pick("List", "清单"),
        language.pick("Substances", "物质"),
        language.pick("Last day known", "已知的最后一日"),
    ];
    let mut exemptions: Vec<_> = verdict.exemptions.iter().collect();
    exemptions.sort();
    let rows = exemptions.into_iter().map(|exemption| {
        let covered = verdict
            .findings
            .iter()
            .filter(|finding| finding.exemption.as_ref() == Some(exemption))
            .map(|finding| finding.entry.as_str());
        let entries: std::collections::BTreeSet<&str> = covered.collect();
        let entries: Vec<&str> = entries.into_iter().collect();
        vec![
            exemption.id.clone(),
            exemption.list.clone(),
            entries.join(", "),
            exemption.last_day(language),
        ]
    });
    Block::Table { head: head.map(str::to_owned).to_vec(), rows: rows.collect() }
}
