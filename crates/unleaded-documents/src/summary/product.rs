//! One product: what it is, how much is known, and the verdicts.

use super::style::Page;
use super::words::Words;
use super::{claims, findings, substances};
use crate::number;
use crate::report::{Product, Range, Verdict};
use crate::status::{NOT_BINDING, icon, not_binding};
use crate::text_table::{Align, TextTable, padded, sentence, shown, width};

pub(super) fn write(page: &mut Page, product: &Product, words: Words) {
    let rule = "─".repeat(page.width());
    page.line(0, &page.faint(&rule));
    heading(page, &shown(&product.part), &names(product, words));
    let status = format!("{} {}", icon(&product.status), big(&words.status(&product.status)));
    page.line(0, &page.coloured(&product.status, &status));
    page.blank();
    facts(page, product, words);
    page.blank();
    verdicts(page, product, words);
    findings::write(page, product, words);
    claims::write(page, product, words);
    substances::write(page, product, words);
}

/// The item number and the names on one line, or on lines of their own where they are long.
fn heading(page: &mut Page, item: &str, names: &str) {
    if width(item) + 2 + width(names) <= page.width() {
        page.line(0, &format!("{}  {names}", page.bold(item)));
    } else {
        page.text(0, item);
        page.text(0, names);
    }
}

fn names(product: &Product, words: Words) -> String {
    let (first, second) = match words.pick("en", "zh") {
        "zh" => (&product.name_zh, &product.name),
        _ => (&product.name, &product.name_zh),
    };
    let given = [first, second].into_iter().filter(|name| !name.is_empty());
    given.map(|name| shown(name)).collect::<Vec<_>>().join("  ")
}

/// Capitals, where the script has them.
fn big(words: &str) -> String {
    words.to_uppercase()
}

fn facts(page: &mut Page, product: &Product, words: Words) {
    let weighed = product.weighed_mass_mg.as_ref().map(|mass| {
        let mass = number::mass(&Range { low: mass.clone(), high: Some(mass.clone()) });
        format!("{}{mass}", words.pick("; weighed: ", "；称重："))
    });
    let mass = format!("{}{}", number::mass(&product.mass_mg), weighed.unwrap_or_default());
    let coverage = &product.coverage;
    let share = coverage.mass_declared_share.as_deref().map(number::percent);
    let declared = words.coverage(coverage.parts.declared, coverage.parts.total, share.as_deref());
    let undisclosed = product.undisclosed.as_ref().map(|total| number::mass(&total.mass_mg));
    let scopes = product.verdicts.iter().filter_map(|verdict| verdict.scope.as_ref());
    let catalogue =
        scopes.filter(|scope| scope.is_said()).map(|s| sentence(s.told(words.0))).next();
    let facts = [
        (words.pick("Mass", "质量"), Some(mass)),
        (words.pick("Declared", "已声明"), Some(declared)),
        (words.pick("Undisclosed", "未披露"), undisclosed),
        (words.pick("Catalogue", "达标管理目录"), catalogue),
    ];
    let told = facts.iter().filter(|(_, value)| value.is_some());
    let columns = told.map(|(label, _)| width(label)).max().unwrap_or(0);
    for (label, value) in facts {
        if let Some(value) = value {
            page.item(0, &format!("{}  ", padded(label, columns)), &value);
        }
    }
}

fn verdicts(page: &mut Page, product: &Product, words: Words) {
    let headers = [
        words.pick("Rule set", "规则集"),
        words.pick("Verdict", "结论"),
        words.pick("within", "限内"),
        words.pick("exempt", "豁免"),
        words.pick("unknown", "不明"),
        words.pick("over", "超限"),
        words.pick("first expiry", "最早到期"),
    ];
    let columns = headers.iter().enumerate().map(|(at, header)| {
        let align = if (2..6).contains(&at) { Align::Right } else { Align::Left };
        (align, vec![(*header).to_owned()])
    });
    let mut table = TextTable::new(columns.collect());
    for verdict in &product.verdicts {
        table.row(row(verdict, words).into_iter().map(|cell| vec![cell]).collect());
    }
    for (at, line) in table.lines().iter().enumerate() {
        // Two lines of header, then one line per verdict.
        match at.checked_sub(2).and_then(|at| product.verdicts.get(at)) {
            Some(verdict) => page.line(0, &page.coloured(&verdict.status, line)),
            None => page.line(0, line),
        }
    }
    if !product.verdicts.iter().all(Verdict::is_binding) {
        page.text(0, words.pick(NOT_BINDING.0, NOT_BINDING.1));
    }
}

fn row(verdict: &Verdict, words: Words) -> [String; 7] {
    let count = |words: &[&str]| {
        let counts: Vec<u64> =
            words.iter().filter_map(|w| verdict.counts.get(*w)).copied().collect();
        let sum = counts.iter().try_fold(0u64, |sum, count| sum.checked_add(*count));
        if counts.is_empty() { "–".to_owned() } else { sum.unwrap_or(u64::MAX).to_string() }
    };
    [
        shown(&verdict.rule_set),
        format!(
            "{} {}{}",
            icon(&verdict.status),
            words.status(&verdict.status),
            not_binding(verdict, words.0)
        ),
        count(&["compliant", "nothing-to-declare"]),
        count(&["compliant-by-exemption"]),
        count(&["unknown"]),
        count(&["non-compliant", "declare"]),
        verdict.earliest_expiry.as_deref().map_or_else(|| "–".to_owned(), shown),
    ]
}
