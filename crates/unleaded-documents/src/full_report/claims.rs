//! Exemptions that the documents of a product claim, and what became of them.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Fold, Section, Table, Use};
use super::{limits, words};
use crate::report::{Claim, Product};
use crate::text_table::shown;

/// Parts that stand beside an exemption.
const PARTS: usize = 6;

/// Returns the claims that no finding rests on: those that are `applied` stand with their findings. The same of several
/// parts is one row.
pub(super) fn section(product: &Product, language: Language) -> Option<Section> {
    let mut rows: Vec<(&Claim, BTreeSet<&str>)> = Vec::new();
    let mut at: BTreeMap<[&str; 5], usize> = BTreeMap::new();
    for claim in product.claims.iter().filter(|claim| claim.outcome != "applied") {
        let entry = claim.entry.as_deref().unwrap_or_default();
        let set = claim.rule_set.as_deref().unwrap_or_default();
        let same =
            *at.entry([set, &claim.outcome, &claim.list, &claim.id, entry]).or_insert_with(|| {
                rows.push((claim, BTreeSet::new()));
                rows.len() - 1
            });
        rows[same].1.insert(&claim.part);
    }
    if rows.is_empty() {
        return None;
    }
    let all = rows.len();
    let told = rows.iter().take(limits::CLAIMS).map(|(claim, parts)| row(claim, parts, language));
    let title = language.pick("Exemptions claimed and not used", "已引用但未使用的豁免");
    let table = Table {
        caption: language
            .pick(
                "What became of claims that no finding rests on",
                "未成为任何结论依据的引用及其结果",
            )
            .to_owned(),
        columns: words::columns([
            (language.pick("Exemption", "豁免"), 22),
            (language.pick("Entry", "条目"), 12),
            (language.pick("What became of it", "引用结果"), 32),
            (language.pick("Parts", "部件"), 22),
            (language.pick("Last day", "截止日期"), 12),
        ]),
        rows: told.collect(),
        use_: Use::Read,
    };
    let left_out = (all > limits::CLAIMS)
        .then(|| Block::LeftOut(words::left_out(limits::CLAIMS, all, language)));
    Some(Section::new(title).folded(Fold::Closed).with(left_out).with(Block::Table(table)))
}

fn row(claim: &Claim, parts: &BTreeSet<&str>, language: Language) -> Vec<Cell> {
    let name = match claim.id.is_empty() {
        true => language.pick("(no name)", "（无名称）").to_owned(),
        false => shown(&claim.id),
    };
    let list = (!claim.list.is_empty()).then(|| shown(&claim.list));
    let optional = |text: &Option<String>| {
        text.as_ref().map_or_else(words::dash, |text| Cell::Text(shown(text)))
    };
    let few: Vec<String> = parts.iter().take(PARTS).map(|part| shown(part)).collect();
    let few = few.join(language.pick(", ", "、"));
    let parts = match (parts.len().saturating_sub(PARTS), language) {
        (0, _) => few,
        (more, Language::En) => format!("{few} and {more} more"),
        (more, Language::Zh) => format!("{few} 等另外 {more} 项"),
    };
    vec![
        words::named(Cell::Text(name), list),
        optional(&claim.entry),
        Cell::Text(outcome(claim, language)),
        Cell::Text(parts),
        optional(&claim.expires),
    ]
}

/// Returns what became of a claim, in words; that of a later version as it is.
pub(super) fn outcome(claim: &Claim, language: Language) -> String {
    let (en, zh) = match claim.outcome.as_str() {
        "alternative" => ("would cover it too, another is named", "同样适用，已采用另一项豁免"),
        "annex-unclear" => {
            ("over; two annexes have an exemption of that name", "超出限值；两个附录中均有同名豁免")
        }
        "apart" => {
            ("over; whether it is for that can't be told", "超出限值；无法判断该豁免是否针对它")
        }
        "applied" => ("covers what is over", "适用于超出限值的内容"),
        "disputed" => (
            "over; sources contradict each other about its last day",
            "超出限值；各来源的截止日期不一致",
        ),
        "expired" => ("over, and the exemption has ended", "超出限值，豁免已到期"),
        "limit-unclear" => (
            "over; whether its own limit is met can't be told",
            "超出限值；无法判断是否满足豁免自身的限值",
        ),
        "not-held" => ("over; its text is not in the data", "超出限值；数据中没有该豁免的文本"),
        "not-yet" => ("over, and the exemption is not in force yet", "超出限值，豁免尚未生效"),
        "open" => ("whether it is needed can't be told", "无法判断是否需要"),
        "other-substance" => ("it permits another substance", "允许的是其他物质"),
        "out-of-scope" => {
            ("over, and it is not for this category of product", "超出限值，豁免不适用于该产品类别")
        }
        "outside-its-limit" => ("over, also by its own limit", "超出限值，也超出豁免自身的限值"),
        "scope-unclear" => (
            "over; for which categories it is can't be told",
            "超出限值；无法判断豁免适用于哪些类别",
        ),
        "unknown-id" => ("no list that is held knows it", "现有清单中没有该豁免"),
        "unmatched" if claim.rule_set.is_none() => {
            ("of a law that is not judged here", "所属法规不在判定范围内")
        }
        "unmatched" => ("nothing that it is for is declared there", "所声明的内容中没有其适用对象"),
        "unneeded" => ("not needed, within the limit without it", "无需豁免，含量未超过限值"),
        "valid-until-decided" => (
            "over; its last day is past, and a renewal may be pending",
            "超出限值；截止日期已过，续期申请可能尚未决定",
        ),
        other => return shown(other),
    };
    language.pick(en, zh).to_owned()
}
