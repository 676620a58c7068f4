//! All products at a glance.

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Fold, Head, Section, Table, Use};
use super::{FullReport, holds, limits, words};
use crate::report::{Product, Verdict};
use crate::status::{not_binding, rank, word};
use crate::text_table::shown;

/// Returns the overview.
pub(super) fn section(full: &FullReport<'_>, language: Language) -> Section {
    let section = Section::new(language.pick("Products", "产品")).folded(Fold::Never);
    if full.products.is_empty() {
        let none = language.pick(
            "The report holds no product, so nothing is said about any.",
            "报告中没有产品，因此不对任何产品作出结论。",
        );
        return section.with(Block::Text(none.to_owned()));
    }
    let rule_sets = full.rule_sets();
    let told = full.products.iter().take(limits::OVERVIEW).enumerate();
    let table = Table {
        caption: language.pick("Overview of all products", "全部产品概览").to_owned(),
        columns: columns(&rule_sets, language),
        rows: told.map(|(at, product)| row(product, at, &rule_sets, language)).collect(),
        use_: Use::Search,
    };
    let left_out = (full.products.len() > limits::OVERVIEW)
        .then(|| Block::LeftOut(words::left_out(limits::OVERVIEW, full.products.len(), language)));
    section.with(Block::Text(counted(full, language))).with(Block::Table(table)).with(left_out)
}

/// How many products have which status, worst first.
fn counted(full: &FullReport<'_>, language: Language) -> String {
    // Products are in this order already.
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for product in &full.products {
        match counts.iter_mut().find(|(status, _)| *status == product.status) {
            Some((_, count)) => *count += 1,
            None => counts.push((&product.status, 1)),
        }
    }
    let all = full.products.len();
    let each = counts.into_iter().map(|(status, count)| match language {
        Language::En => format!("{count} {}", word(status, language)),
        Language::Zh => format!("{count} 个{}", word(status, language)),
    });
    let each = each.collect::<Vec<_>>().join(language.pick(", ", "，"));
    match (language, all) {
        (Language::En, 1) => format!("1 product: {each}."),
        (Language::En, _) => format!("{all} products: {each}."),
        (Language::Zh, _) => format!("{all} 个产品：{each}。"),
    }
}

fn columns(rule_sets: &[&str], language: Language) -> Vec<Head> {
    let before = words::columns([
        (language.pick("Product", "产品"), 22),
        (language.pick("Status", "结论"), 16),
        (language.pick("Declared", "已声明"), 16),
    ]);
    let sets = rule_sets.iter().map(|key| Head { name: words::rule_set(key, language), share: 18 });
    let after = words::columns([(language.pick("Earliest expiry", "最早到期"), 12)]);
    before.into_iter().chain(sets).chain(after).collect()
}

fn row(product: &Product, at: usize, rule_sets: &[&str], language: Language) -> Vec<Cell> {
    let item = shown(&product.part);
    let link = match at < limits::PRODUCTS {
        true => Cell::Link { text: item, to: id(at) },
        false => Cell::Text(item),
    };
    let name = words::name(&product.name, &product.name_zh, language);
    let mut row = vec![
        words::named(link, name),
        Cell::Status(product.status.clone()),
        words::coverage(product, language),
    ];
    row.extend(rule_sets.iter().map(|key| match product.verdict(key) {
        Some(verdict) => Cell::Lines(vec![
            Cell::Status(verdict.status.clone()),
            Cell::Text(format!("{}{}", counts(verdict, language), not_binding(verdict, language))),
        ]),
        None => Cell::Text(language.pick("not judged", "未评定").to_owned()),
    }));
    row.push(match holds::last_day(&[product]) {
        Some(day) => Cell::Number(shown(day)),
        None => words::dash(),
    });
    row
}

/// What links to the section of the product at that place point to.
pub(super) fn id(at: usize) -> String {
    format!("p{}", at + 1)
}

/// How many places of a verdict have which status, worst first; statuses that no place has are left away.
pub(super) fn counts(verdict: &Verdict, language: Language) -> String {
    let mut counts: Vec<(&String, &u64)> =
        verdict.counts.iter().filter(|(_, count)| **count > 0).collect();
    counts.sort_by_key(|(status, _)| std::cmp::Reverse(rank(status)));
    let each =
        counts.iter().map(|(status, count)| format!("{count}\u{a0}{}", word(status, language)));
    each.collect::<Vec<_>>().join(language.pick(", ", "，"))
}
