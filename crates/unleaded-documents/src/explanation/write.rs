//! An explanation for a terminal: each verdict in a sentence, then finding by finding.

use unleaded_model::diagnostic::Language;

use super::{Basis, Change, EntryTold, Explained, Explanation};
use crate::number;
use crate::report::{Scope, Substance};
use crate::standard_name::standard;
use crate::status::icon;
use crate::summary::style::Page;
use crate::summary::words::Words;
use crate::summary::{NARROWEST, Style, WIDEST};
use crate::text_table::{padded, sentence, shown, width};

use self::finding::{document, margin};

mod finding;

/// Findings of a verdict that are told.
const FINDINGS: usize = 10;
/// Entries of a verdict whose worst place is told.
const ENTRIES: usize = 5;

pub(super) fn text(
    explanation: &Explanation<'_>,
    language: Language,
    columns: usize,
    style: Style,
) -> String {
    let mut page = Page::new(columns.clamp(NARROWEST, WIDEST), style);
    let words = Words(language);
    if explanation.verdicts.is_empty() {
        page.text(0, words.pick(NOTHING.0, NOTHING.1));
    }
    for (at, verdict) in explanation.verdicts.iter().enumerate() {
        if at > 0 {
            page.blank();
            let rule = "─".repeat(page.width());
            page.line(0, &page.faint(&rule));
        }
        of_verdict(&mut page, verdict, words);
    }
    page.finish()
}

/// What is said where nothing in the report is about all that was asked for together.
const NOTHING: (&str, &str) = (
    "The report tells nothing of that: no place of it is over a limit, unknown, or the worst of an entry. `unleaded where-used` finds the products that hold a part.",
    "报告中没有相关内容：没有任何一处超限、无法判定或为某条目的最高含量处。“unleaded where-used”可查找含有某部件的产品。",
);

fn of_verdict(page: &mut Page, told: &Explained<'_>, words: Words) {
    let names = match words.pick("en", "zh") {
        "zh" => [told.name_zh, told.name],
        _ => [told.name, told.name_zh],
    };
    let name = names.into_iter().find(|name| !name.is_empty()).map(shown).unwrap_or_default();
    let edition = standard(&shown(told.edition), words.0);
    let head = format!("{}  {name}", shown(told.product));
    page.text(0, head.trim_end());
    page.text(0, &format!("{}  {edition}", shown(told.rule_set)));
    page.blank();
    let sentence = words.pick(&told.summary, &told.summary_zh);
    page.item(0, &format!("{} ", icon(told.status)), sentence);
    if let Some(scope) = told.scope {
        of_scope(page, scope, words);
    }
    if let Some(substance) = told.substance {
        of_substance(page, substance, words);
    }
    for (at, finding) in told.findings.iter().take(FINDINGS).enumerate() {
        page.blank();
        finding::write(page, finding, at + 1, words);
    }
    if let Some(more) = told.findings.len().checked_sub(FINDINGS).filter(|more| *more > 0) {
        page.blank();
        page.text(0, &more_findings(more, words));
    }
    let within = told.findings.is_empty();
    let most = if within { ENTRIES } else { 0 };
    entries(page, &told.entries[..told.entries.len().min(most)], words);
    if within {
        if told.entries.is_empty() {
            page.blank();
            page.text(0, words.pick(NO_PART.0, NO_PART.1));
        }
        basis(page, &told.rests_on, words);
    }
    changes(
        page,
        0,
        &told.changes,
        words.pick("What changes the verdict by itself", "会自行改变结论的日期"),
        words,
    );
}

const NO_PART: (&str, &str) = (
    "No place is over a limit or unknown, and nothing that is named counts towards what was asked for.",
    "没有超限或无法判定之处，所列物质均不计入所查询的内容。",
);

fn more_findings(more: usize, words: Words) -> String {
    match words.0 {
        Language::En => format!(
            "… and {more} more findings: ask for one with --entry, --part or --substance, or for all with --format json"
        ),
        Language::Zh => format!(
            "……另有 {more} 项：可用 --entry、--part 或 --substance 指定，或用 --format json 查看全部"
        ),
    }
}

/// How the product stands to the catalogue, and what is told of such products and not judged.
fn of_scope(page: &mut Page, scope: &Scope, words: Words) {
    let label = words.pick("Catalogue: ", "达标管理目录：");
    page.item(0, label, &sentence(scope.told(words.0)));
    for condition in &scope.conditions {
        page.item(2, "- ", &sentence(&condition.told(words.0)));
    }
}

fn of_substance(page: &mut Page, substance: &Substance, words: Words) {
    let cas = substance.cas.as_deref().map(|cas| format!(" ({})", shown(cas))).unwrap_or_default();
    let total = &substance.total;
    let (mass, share) = (number::mass(&total.mass_mg), number::range(&total.worst_ppm, None));
    let place = total.worst_at.iter().map(|step| shown(step)).collect::<Vec<_>>().join(" > ");
    let name = shown(&substance.name);
    page.text(0, &match words.0 {
        Language::En => format!(
            "One piece holds {mass} of {name}{cas}; the worst material holds {share} ppm: {place}"
        ),
        Language::Zh => {
            format!("每件产品含 {name}{cas} {mass}；含量最高的材料为 {share} ppm：{place}")
        }
    });
}

/// The worst places of entries that are within.
fn entries(page: &mut Page, entries: &[EntryTold<'_>], words: Words) {
    if entries.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &page.bold(words.pick("Nearest to the limit", "最接近限值之处")));
    for told in entries {
        let entry = told.entry;
        let name = named(&entry.entry, words.pick(&entry.name, &entry.name_zh));
        let value = number::range(&entry.total.worst_ppm, Some(&entry.limit_ppm));
        let limit = number::number(&entry.limit_ppm);
        let head = match words.0 {
            Language::En => format!("{name}: {value} ppm, limit {limit} ppm"),
            Language::Zh => format!("{name}：{value} ppm，限值 {limit} ppm"),
        };
        page.item(2, &format!("{} ", icon(&entry.status)), &head);
        let margin = told.margin.as_ref().map(|m| margin(m, words)).unwrap_or_default();
        if !margin.is_empty() {
            page.text(4, &margin);
        }
        let path = entry.total.worst_at.iter().map(|step| shown(step)).collect::<Vec<_>>();
        page.text(4, &path.join(" > "));
        if let Some(hash) = &entry.document {
            page.text(4, &document(hash, told.signer, told.signature, words));
        }
    }
}

/// The key of an entry and its name, where that says more.
pub(super) fn named(key: &str, name: &str) -> String {
    match name.is_empty() || key.contains(name) {
        true => shown(key),
        false => format!("{} ({})", shown(key), shown(name)),
    }
}

/// What a verdict rests on in which nothing is over or unknown.
fn basis(page: &mut Page, basis: &Basis<'_>, words: Words) {
    page.blank();
    page.line(0, &page.bold(words.pick("What it rests on", "结论的依据")));
    let declared = match words.0 {
        Language::En => format!("{} of {} parts", basis.parts_declared, basis.parts),
        Language::Zh => format!("{} 个部件中 {} 个", basis.parts, basis.parts_declared),
    };
    let undisclosed = match basis.undisclosed_ppm {
        None => words.pick("nothing", "无").to_owned(),
        Some(range) => match words.0 {
            Language::En => format!("at most {} ppm of a material", number::range(range, None)),
            Language::Zh => format!("任一材料中至多 {} ppm", number::range(range, None)),
        },
    };
    let policy = match basis.disclosure_policy {
        "trust-full" => words.pick(
            "an accepted full composition left out nothing listed",
            "已接受的完整成分视为没有遗漏受控物质",
        ),
        _ => words.pick("what is not disclosed may be anything", "未披露的部分可能是任何物质"),
    };
    let mut facts = vec![
        (words.pick("Declared", "已声明"), declared),
        (words.pick("Undisclosed", "未披露"), undisclosed),
        (words.pick("Taken", "前提"), policy.to_owned()),
    ];
    for stated in basis.statements {
        let (list, documents) = (shown(&stated.list), stated.documents.len());
        let parts = stated.parts;
        let text = match words.0 {
            Language::En => {
                format!("on {list} in {documents} documents, for {parts} parts: not over")
            }
            Language::Zh => format!("{documents} 份文件就 {list} 对 {parts} 个部件声明：未超过"),
        };
        let text = text + &newer(&stated.not_covered, words);
        facts.push((words.pick("Statements", "声明"), text));
    }
    table(page, 2, &facts);
}

/// What a list edition says nothing of; nothing where it has every entry of the law.
fn newer(not_covered: &[String], words: Words) -> String {
    const NAMED: usize = 8;
    let named = not_covered.iter().take(NAMED).map(|key| shown(key)).collect::<Vec<_>>();
    let named = named.join(words.pick(", ", "、"));
    let more = if not_covered.len() > NAMED { " …" } else { "" };
    match (not_covered.len(), words.0) {
        (0, _) => String::new(),
        (count, Language::En) => format!("; it has not {count} entries of the law: {named}{more}"),
        (count, Language::Zh) => format!("；该版清单不含法规的 {count} 个条目：{named}{more}"),
    }
}

/// Facts with labels of one width.
pub(super) fn table(page: &mut Page, indent: usize, facts: &[(&str, String)]) {
    let columns = facts.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    for (label, value) in facts {
        page.item(indent, &format!("{}  ", padded(label, columns)), value);
    }
}

/// What would change something.
pub(super) fn changes(
    page: &mut Page,
    indent: usize,
    changes: &[Change],
    heading: &str,
    words: Words,
) {
    if changes.is_empty() {
        return;
    }
    if indent == 0 {
        page.blank();
    }
    page.line(indent, &page.bold(heading));
    for change in changes {
        page.item(indent + 2, "- ", words.pick(&change.words, &change.words_zh));
    }
}
