//! The rows: what each part is, entry by entry.

use std::collections::BTreeMap;

use super::{Cell, Mark, Name, RULE_SET, Row, RowKind, substances};
use crate::report::{Finding, Part, Product, Verdict};

/// Returns a row per direct part; one for the product itself where it has no parts, or where the verdict is worse than
/// its parts are.
pub(super) fn rows(
    product: &Product,
    verdict: &Verdict,
    columns: &[String],
    findings: &Findings<'_>,
) -> Vec<Row> {
    if product.parts.is_empty() {
        let marks = columns.iter().map(|key| whole(verdict, key)).collect();
        return vec![row(Name::of(product), RowKind::Part, at_least(verdict, marks))];
    }
    let mut rows: Vec<Row> = product.parts.iter().map(|part| of_part(part, columns)).collect();
    rows.extend(own(product, verdict, columns, findings, &rows));
    rows
}

fn row(name: Name, kind: RowKind, marks: Vec<Mark>) -> Row {
    let cells = marks.into_iter().map(|mark| Cell { mark, note: None }).collect();
    Row { name, kind, cells }
}

fn of_part(part: &Part, columns: &[String]) -> Row {
    let name =
        Name { item: part.part.clone(), name: part.name.clone(), name_zh: part.name_zh.clone() };
    let status = part.statuses.iter().find(|status| status.rule_set == RULE_SET);
    let mark = |key: &String| {
        let word = status.and_then(|status| status.entries.get(key));
        word.map_or(Mark::Unknown, |word| Mark::of(word))
    };
    row(name, RowKind::Part, columns.iter().map(mark).collect())
}

/// The mark of a product without parts. The verdict lists only entries of which something is said, so silence means
/// within the limit; but only where places were judged, and for what the basis restricts.
fn whole(verdict: &Verdict, key: &str) -> Mark {
    let judged = verdict.counts.values().any(|count| *count > 0);
    let silent = match judged && substances::is_restricted(&verdict.edition, key) {
        true => Mark::Within,
        false => Mark::Unknown,
    };
    let total = verdict.entries.iter().find(|total| total.entry == key);
    let said = total.map_or(silent, |total| Mark::of(&total.status));
    verdict.findings.iter().filter_map(|finding| concerns(finding, key)).fold(said, Mark::max)
}

/// What the finding says of the entry; `None`: nothing.
fn concerns(finding: &Finding, key: &str) -> Option<Mark> {
    (finding.entry == key || finding.entry == "*").then(|| Mark::of(&finding.status))
}

/// The findings of a verdict by the row that they belong to.
pub(super) struct Findings<'a> {
    /// By the item number of a part.
    parts: BTreeMap<&'a str, Vec<&'a Finding>>,
    /// Those of places in the product and in none of its parts; of a product without parts all.
    own: Vec<&'a Finding>,
}

impl<'a> Findings<'a> {
    pub(super) fn of(product: &'a Product, verdict: &'a Verdict) -> Self {
        let numbers = product.parts.iter().map(|part| (part.part.as_str(), Vec::new()));
        let mut findings = Self { parts: numbers.collect(), own: Vec::new() };
        for finding in &verdict.findings {
            let step = finding.path.get(1).map_or("", String::as_str);
            findings.parts.get_mut(step).unwrap_or(&mut findings.own).push(finding);
        }
        findings
    }

    /// Those of a row.
    pub(super) fn row(&self, row: &Row) -> &[&'a Finding] {
        let of_part = self.parts.get(row.name.item.as_str());
        match row.kind {
            RowKind::Part if !self.parts.is_empty() => of_part.map_or(&[], Vec::as_slice),
            RowKind::Own | RowKind::Part => &self.own,
        }
    }
}

/// The row of what the product holds beside its parts; none where that is within every limit.
fn own(
    product: &Product,
    verdict: &Verdict,
    columns: &[String],
    findings: &Findings<'_>,
    rows: &[Row],
) -> Option<Row> {
    let mark = |(at, key): (usize, &String)| {
        let found = findings.own.iter().filter_map(|finding| concerns(finding, key)).max();
        let of_parts = rows.iter().map(|row| row.cells[at].mark).max();
        let total = verdict.entries.iter().find(|total| total.entry == *key);
        let said = total.map(|total| Mark::of(&total.status)).filter(|said| Some(*said) > of_parts);
        found.max(said).unwrap_or(Mark::Within)
    };
    let marks: Vec<Mark> = columns.iter().enumerate().map(mark).collect();
    let of_rows = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.mark).max();
    let marks = match of_rows >= Some(Mark::of(&verdict.status)) {
        true => marks,
        false => at_least(verdict, marks),
    };
    let any = marks.iter().any(|mark| *mark != Mark::Within);
    any.then(|| row(Name::of(product), RowKind::Own, marks))
}

/// Returns the marks, or nothing but `?` where the verdict is worse than all of them.
fn at_least(verdict: &Verdict, marks: Vec<Mark>) -> Vec<Mark> {
    match marks.iter().max() >= Some(&Mark::of(&verdict.status)) {
        true => marks,
        false => vec![Mark::Unknown; marks.len()],
    }
}
