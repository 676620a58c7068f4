//! The findings of a product, by rule set.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::Language;

use super::style::Page;
use super::words::Words;
use crate::number;
use crate::report::{Decision, Exemption, Finding, Product, Verdict};
use crate::standard_name::standard;
use crate::status::{icon, rank};
use crate::text_table::{sentence, shown, width};

/// Findings of a rule set that are spelled out.
const FINDINGS: usize = 8;
/// Digits of a document's SHA-256 that are shown.
const HASH: usize = 12;

/// What makes two findings say the same.
type Same<'a> = (&'a str, &'a str, &'a [String], &'a str);

fn same(finding: &Finding) -> Same<'_> {
    (&finding.entry, &finding.status, &finding.path, &finding.reason)
}

pub(super) fn write(page: &mut Page, product: &Product, words: Words) {
    let mut verdicts: Vec<&Verdict> =
        product.verdicts.iter().filter(|verdict| !verdict.findings.is_empty()).collect();
    verdicts.sort_by_key(|verdict| std::cmp::Reverse(rank(&verdict.status)));
    // A part without a declaration is a finding of every rule set; it is told once.
    let mut told: BTreeMap<Same<'_>, &str> = BTreeMap::new();
    for verdict in verdicts {
        page.blank();
        of_rule_set(page, verdict, &told, words);
        for finding in &verdict.findings {
            told.entry(same(finding)).or_insert(&verdict.rule_set);
        }
    }
}

fn of_rule_set(page: &mut Page, verdict: &Verdict, told: &BTreeMap<Same<'_>, &str>, words: Words) {
    let count = words.findings(verdict.findings.len());
    let name = page.bold(&shown(&verdict.rule_set));
    let edition = standard(&shown(&verdict.edition), words.0);
    let edition = match edition.is_empty() {
        true => String::new(),
        false => page.faint(words.pick(&format!("  ({edition})"), &format!("（{edition}）"))),
    };
    page.line(0, &format!("{name}  {count}{edition}"));
    let mut new: Vec<&Finding> = Vec::new();
    let mut old: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &verdict.findings {
        match told.get(&same(finding)) {
            Some(rule_set) => *old.entry(rule_set).or_default() += 1,
            None => new.push(finding),
        }
    }
    new.sort_by_key(|finding| std::cmp::Reverse(rank(&finding.status)));
    for finding in new.iter().take(FINDINGS) {
        let twin = |other: &&Finding| {
            (&other.entry, &other.path) == (&finding.entry, &finding.path)
                && other.level != finding.level
        };
        // A law may judge one place as several wholes; otherwise its level goes without saying.
        let level = verdict.findings.iter().any(|other| twin(&other)).then_some(&*finding.level);
        of_place(page, finding, level, words);
    }
    if let Some(more) = new.len().checked_sub(FINDINGS).filter(|more| *more > 0) {
        page.line(2, &words.more(more));
    }
    for (rule_set, count) in old {
        page.line(2, &words.same_as(count, new.len(), rule_set));
    }
}

fn of_place(page: &mut Page, finding: &Finding, level: Option<&str>, words: Words) {
    let mark = page.coloured(&finding.status, icon(&finding.status));
    let entry = match finding.entry.as_str() {
        "*" => words.pick("all entries", "全部条目").to_owned(),
        entry => page.bold(&shown(entry)),
    };
    let value = value(finding, words);
    let separator = if value.is_empty() { "" } else { "  " };
    let plain = match finding.entry.as_str() {
        "*" => words.pick("all entries", "全部条目").to_owned(),
        entry => shown(entry),
    };
    let head = format!("{plain}{separator}{value}");
    match 4 + width(&head) <= page.width() {
        true => page.line(2, &format!("{mark} {entry}{separator}{value}")),
        false => page.item(2, &format!("{} ", icon(&finding.status)), &head),
    }
    let level = level.map(|level| format!("  ({})", words.level(level))).unwrap_or_default();
    page.text(4, &format!("{}{level}", path(&finding.path)));
    let reason = sentence(words.pick(&finding.reason, &finding.reason_zh));
    if !reason.is_empty() {
        page.text(4, &reason);
    }
    let origin = origin(finding, words);
    if !origin.is_empty() {
        page.text(4, &origin);
    }
    if let Some(decision) = &finding.decision {
        page.text(4, &decided(decision, words));
    }
}

/// What a person decided, and until when.
fn decided(decision: &Decision, words: Words) -> String {
    let owner = shown(&decision.owner);
    let (reason, last) = (sentence(&shown(&decision.reason)), shown(&decision.expires));
    match (decision.state.as_str(), words.0) {
        ("valid", Language::En) => format!("decision of {owner}, until {last}: {reason}"),
        ("valid", Language::Zh) => format!("{owner} 的决定，有效至 {last}：{reason}"),
        ("not-yet", Language::En) => {
            format!("decision of {owner}, made after this date: {reason}")
        }
        ("not-yet", Language::Zh) => format!("{owner} 的决定，在此日期之后作出：{reason}"),
        (_, Language::En) => format!("decision of {owner}, ended on {last}: {reason}"),
        (_, Language::Zh) => format!("{owner} 的决定，已于 {last} 到期：{reason}"),
    }
}

/// The share and the limit; nothing where all entries are meant, which have limits of their own.
fn value(finding: &Finding, words: Words) -> String {
    let Some(limit) = &finding.limit_ppm else {
        return String::new();
    };
    let value = number::range(&finding.value_ppm, Some(limit));
    format!("{value} ppm{}{} ppm", words.pick(", limit ", "，限值 "), number::number(limit))
}

/// A path from the product downwards, in one line.
pub(super) fn path(steps: &[String]) -> String {
    steps.iter().map(|step| shown(step)).collect::<Vec<_>>().join(" > ")
}

/// The exemption, the document and who signed it.
fn origin(finding: &Finding, words: Words) -> String {
    let mut parts = Vec::new();
    parts.extend(finding.exemption.as_ref().map(|exemption| exemption_words(exemption, words)));
    if let Some(document) = &finding.document {
        let hash = document.strip_prefix("sha256:").unwrap_or(document);
        let hash: String = shown(hash).chars().take(HASH).collect();
        let signer = match &finding.signer {
            Some(signer) => {
                format!("{}{}", words.pick(", signed by ", "，签名方："), shown(signer))
            }
            None => words.pick(", no trusted signature", "，无可信签名").to_owned(),
        };
        parts.push(format!("{}{hash}{signer}", words.pick("document ", "文件 ")));
    }
    parts.join(words.pick("; ", "；"))
}

fn exemption_words(exemption: &Exemption, words: Words) -> String {
    let name = format!("{} ({})", shown(&exemption.id), shown(&exemption.list));
    let force = match exemption.force.as_str() {
        "in-force" => words.pick("in force", "有效"),
        "none" => words.pick("not in force", "不适用"),
        _ => words.pick("force not certain", "效力不确定"),
    };
    let end = exemption
        .expires
        .as_ref()
        .map(|date| format!("{}{}", words.pick(", last day ", "，截止 "), shown(date)));
    let label = words.pick("exemption ", "豁免 ");
    format!("{label}{name}{}{force}{}", words.pick(", ", "，"), end.unwrap_or_default())
}
