//! One finding: the value against the limit, the path, how the value arose, the law, the document, what would change it.

use unleaded_model::diagnostic::Language;

use super::super::{FindingTold, Margin};
use super::{changes, named, table};
use crate::number;
use crate::report::{Content, ExemptionText, Finding, Range, Stated};
use crate::status::icon;
use crate::summary::style::Page;
use crate::summary::words::Words;
use crate::text_table::shown;

/// Contents that are told.
const CONTENTS: usize = 8;
/// Digits of a document's SHA-256 that are shown.
const HASH: usize = 12;

pub(super) fn write(page: &mut Page, told: &FindingTold<'_>, at: usize, words: Words) {
    let finding = told.finding;
    head(page, told, at, words);
    tree(page, finding, words);
    let reason = words.pick(&finding.reason, &finding.reason_zh);
    let mut facts = vec![(words.pick("Why", "原因"), reason.to_owned())];
    facts.extend(origin(finding, words));
    facts.extend(law(finding, words));
    facts.extend(exemption(told, words));
    facts.extend(finding.document.iter().map(|hash| {
        let text = document(hash, finding.signer.as_deref(), told.signature, words);
        (words.pick("Document", "文件"), text)
    }));
    facts.extend(finding.duties.iter().map(|duty| (words.pick("Duty", "义务"), shown(duty))));
    table(page, 3, &facts);
    let heading = words.pick("What would change this", "什么会改变此结果");
    changes(page, 3, &told.changes, heading, words);
}

/// The entry and its share against the limit.
fn head(page: &mut Page, told: &FindingTold<'_>, at: usize, words: Words) {
    let finding = told.finding;
    let mark = format!("{at}  {} ", icon(&finding.status));
    let status = words.status(&finding.status);
    let Some(limit) = &finding.limit_ppm else {
        let text = words.pick("all entries", "全部条目");
        page.item(0, &mark, &format!("{text}{}{status}", words.pick(": ", "：")));
        return;
    };
    let value = number::range(&finding.value_ppm, Some(limit));
    let limit = number::number(limit);
    let entry = named(&finding.entry, "");
    let text = match words.0 {
        Language::En => format!("{entry}: {status}, {value} ppm, limit {limit} ppm"),
        Language::Zh => format!("{entry}：{status}，{value} ppm，限值 {limit} ppm"),
    };
    page.item(0, &mark, &text);
    let margin = told.margin.as_ref().map(|m| margin(m, words)).unwrap_or_default();
    if !margin.is_empty() {
        page.text(3, &margin);
    }
}

/// The path, a step below the other.
fn tree(page: &mut Page, finding: &Finding, words: Words) {
    let last = finding.path.len().saturating_sub(1);
    let level = words.level(&finding.level);
    let mass = finding.place_mass_mg.as_ref().map(number::mass);
    for (depth, step) in finding.path.iter().enumerate() {
        let branch = if depth == 0 { String::new() } else { "└ ".to_owned() };
        let mut text = shown(step);
        if depth == last {
            text += &mass.as_ref().map(|m| format!("  ({level}, {m})")).unwrap_or_default();
        }
        // A path of many levels would leave no room for names.
        let indent = 3 + 2 * depth.saturating_sub(1).min(20);
        page.item(indent, &branch, &text);
    }
}

/// How the share arose.
fn origin(finding: &Finding, words: Words) -> Vec<(&'static str, String)> {
    let contents =
        finding.contents.iter().take(CONTENTS).map(|content| content_words(content, words));
    let mut lines: Vec<String> = contents.collect();
    let hidden = finding.contents.len().saturating_sub(CONTENTS);
    let omitted = finding.contents_omitted.saturating_add(u64::try_from(hidden).unwrap_or(0));
    if omitted > 0 {
        lines.push(words.more(usize::try_from(omitted).unwrap_or(usize::MAX)));
    }
    lines.extend(finding.statements.iter().map(|stated| stated_words(stated, words)));
    let label = words.pick("How it arose", "由来");
    lines.into_iter().map(|line| (label, line)).collect()
}

fn content_words(content: &Content, words: Words) -> String {
    let cas = content.cas.as_deref().map(|cas| format!(" ({})", shown(cas))).unwrap_or_default();
    let place = content.material.as_deref();
    let place = place.map(|m| format!("{}{}", words.pick(" in ", "，位于 "), shown(m)));
    let name = format!("{}{cas}{}", shown(&content.substance), place.unwrap_or_default());
    let share = number::range(&content.share_ppm, None);
    let counts = number::range(&content.counts_ppm, None);
    let factor = factor(&content.factor);
    let english = words.0 == Language::En;
    match content.disclosed.as_str() {
        "undisclosed" if english => format!("{name}: {share} ppm may be anything"),
        "undisclosed" => format!("{name}：{share} ppm 可能是任何物质"),
        "class" if english => {
            format!("{name}: a class or mixture of {share} ppm that may hold up to all of it")
        }
        "class" => format!("{name}：{share} ppm 的类别或混合物，可能全部是该物质"),
        "suspect" if english => format!("{name}: {share} ppm, whose name hints at it"),
        "suspect" => format!("{name}：{share} ppm，名称有此迹象"),
        _ if content.told == "presence" && english => {
            format!("{name}: named without an amount, {counts} ppm")
        }
        _ if content.told == "presence" => format!("{name}：未给出含量，{counts} ppm"),
        _ if factor == "1" && english => format!("{name}: {share} ppm"),
        _ if factor == "1" => format!("{name}：{share} ppm"),
        _ if english => format!("{name}: {share} ppm × {factor} = {counts} ppm"),
        _ => format!("{name}：{share} ppm × {factor} = {counts} ppm"),
    }
}

/// A factor from 0 to 1.
fn factor(factor: &Range) -> String {
    number::range(factor, None)
}

fn stated_words(stated: &Stated, words: Words) -> String {
    let (list, value) = (shown(&stated.list), number::range(&stated.value_ppm, None));
    let hash = short(&stated.document);
    match (words.0, stated.says.as_str()) {
        (Language::En, "over") => {
            format!("stated to be over the threshold of {list}: {value} ppm (document {hash})")
        }
        (Language::En, _) => {
            format!("stated not to be over the threshold of {list}: {value} ppm (document {hash})")
        }
        (Language::Zh, "over") => format!("声明超过 {list} 的阈值：{value} ppm（文件 {hash}）"),
        (Language::Zh, _) => format!("声明未超过 {list} 的阈值：{value} ppm（文件 {hash}）"),
    }
}

fn law(finding: &Finding, words: Words) -> Option<(&'static str, String)> {
    let reference = finding.legal_reference.as_ref()?;
    Some((words.pick("Law", "法规"), shown(reference)))
}

fn exemption(told: &FindingTold<'_>, words: Words) -> Vec<(&'static str, String)> {
    let Some(exemption) = &told.finding.exemption else { return Vec::new() };
    let force = match exemption.force.as_str() {
        "in-force" => words.pick("in force", "有效"),
        "none" => words.pick("not in force here", "此处不适用"),
        _ => words.pick("force not certain", "效力不确定"),
    };
    let end = match (&exemption.expires, words.0) {
        (Some(date), Language::En) => format!("last day {}", shown(date)),
        (Some(date), Language::Zh) => format!("截止 {}", shown(date)),
        (None, Language::En) => "end not known".to_owned(),
        (None, Language::Zh) => "截止日期不详".to_owned(),
    };
    let label = words.pick("Exemption", "豁免");
    let name = format!("{} ({})", shown(&exemption.id), shown(&exemption.list));
    let comma = words.pick(", ", "，");
    let mut lines = vec![(label, format!("{name}{comma}{force}{comma}{end}"))];
    lines.extend(told.permits.map(|text| (words.pick("Permits", "允许"), permits(text, words))));
    lines
}

fn permits(text: &ExemptionText, words: Words) -> String {
    let (first, second) = match words.0 {
        Language::En => (&text.text, &text.text_zh),
        Language::Zh => (&text.text_zh, &text.text),
    };
    let mut permits = if first.is_empty() { shown(second) } else { shown(first) };
    let bound = match (&text.least_ppm, &text.most_ppm, words.0) {
        (Some(least), _, Language::En) => format!("; at least {} ppm", shown(least)),
        (Some(least), _, Language::Zh) => format!("；至少 {} ppm", shown(least)),
        (_, Some(most), Language::En) => format!("; at most {} ppm", shown(most)),
        (_, Some(most), Language::Zh) => format!("；至多 {} ppm", shown(most)),
        (None, None, _) => String::new(),
    };
    permits += &bound;
    permits
}

/// A document by the beginning of its hash, with its signature.
pub(super) fn document(
    hash: &str,
    signer: Option<&str>,
    signature: Option<&str>,
    words: Words,
) -> String {
    let hash = short(hash);
    let state = match signature {
        Some("good") => words.pick("signature good", "签名有效"),
        Some("unsigned") => words.pick("not signed", "未签名"),
        Some("unknown-key") => {
            words.pick("signed with a key that is not trusted", "签名密钥不可信")
        }
        Some("not-checked") => words
            .pick("signed; not checked, no trust file was given", "有签名；未提供信任文件，未验证"),
        Some("bad") => words.pick("signature bad", "签名无效"),
        _ => words.pick("signature not known", "签名情况不详"),
    };
    match signer {
        Some(signer) => {
            let by = words.pick("signed by ", "签名方：");
            format!(
                "sha256 {hash}{}{by}{}{}{state}",
                words.pick(", ", "，"),
                shown(signer),
                words.pick(", ", "，")
            )
        }
        None => format!("sha256 {hash}{}{state}", words.pick(", ", "，")),
    }
}

fn short(hash: &str) -> String {
    shown(hash.strip_prefix("sha256:").unwrap_or(hash)).chars().take(HASH).collect()
}

/// How far a share is from its limit, in words.
pub(super) fn margin(margin: &Margin, words: Words) -> String {
    let over = &margin.over_by_ppm;
    let Some(high) = &over.high else { return String::new() };
    let times = margin.times_limit.as_ref().map(|times| number::range(times, None));
    let below = |text: &str| text.strip_prefix('-').map(str::to_owned);
    let english = words.0 == Language::En;
    let mut text = match (below(&over.low), below(high)) {
        (None, None) => {
            let by = number::range(over, None);
            let mass = margin.over_by_mg.as_ref().map(number::mass);
            match (english, mass) {
                (true, Some(mass)) => {
                    format!("over by {by} ppm, {mass} of it in one piece of the part")
                }
                (true, None) => format!("over by {by} ppm"),
                (false, Some(mass)) => format!("超出 {by} ppm，每件部件中超出 {mass}"),
                (false, None) => format!("超出 {by} ppm"),
            }
        }
        (_, Some(room)) => {
            let room = number::number(&room);
            if english {
                format!("below the limit by at least {room} ppm")
            } else {
                format!("低于限值至少 {room} ppm")
            }
        }
        (Some(_), None) => {
            let by = number::number(high);
            if english {
                format!("may be over by up to {by} ppm")
            } else {
                format!("可能超出至多 {by} ppm")
            }
        }
    };
    if let Some(times) = times {
        text += &if english {
            format!("; {times} times the limit")
        } else {
            format!("；为限值的 {times} 倍")
        };
    }
    text
}
