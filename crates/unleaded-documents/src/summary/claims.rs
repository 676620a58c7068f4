//! Exemptions that the documents of a product claim and that nothing rests on.

use std::collections::{BTreeMap, BTreeSet};

use super::style::Page;
use super::words::Words;
use crate::report::{Claim, Product};
use crate::text_table::shown;

/// Exemptions that are listed.
const EXEMPTIONS: usize = 8;
/// Parts that are named beside one.
const PARTS: usize = 6;

pub(super) fn write(page: &mut Page, product: &Product, words: Words) {
    let mut vain: BTreeMap<(&str, &str, &str), BTreeSet<&str>> = BTreeMap::new();
    for claim in product.claims.iter().filter(|claim| why(claim, words).is_some()) {
        let same = (claim.outcome.as_str(), claim.id.as_str(), claim.list.as_str());
        vain.entry(same).or_default().insert(&claim.part);
    }
    if vain.is_empty() {
        return;
    }
    page.blank();
    page.line(0, &page.bold(words.pick("Exemptions claimed and not used", "已引用但未使用的豁免")));
    let mut told: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
    for claim in &product.claims {
        let same = (claim.outcome.as_str(), claim.id.as_str(), claim.list.as_str());
        let (Some(parts), Some(why)) = (vain.get(&same), why(claim, words)) else { continue };
        if told.len() < EXEMPTIONS && told.insert(same) {
            let why = format!("{}{why}{}", words.pick(", ", "，"), words.pick(": ", "："));
            let parts = words.few(parts, PARTS);
            page.item(2, "- ", &format!("{}{why}{parts}", name(claim, words)));
        }
    }
    if let Some(more) = vain.len().checked_sub(EXEMPTIONS).filter(|more| *more > 0) {
        page.line(2, &words.more(more));
    }
}

fn name(claim: &Claim, words: Words) -> String {
    let id = match claim.id.is_empty() {
        true => words.pick("(no name)", "（无名称）").to_owned(),
        false => shown(&claim.id),
    };
    match claim.list.is_empty() {
        true => id,
        false => format!("{id} ({})", shown(&claim.list)),
    }
}

/// Why nothing rests on it; `None`: something does, or a finding says why not.
fn why(claim: &Claim, words: Words) -> Option<&'static str> {
    let (en, zh) = match claim.outcome.as_str() {
        "other-substance" => ("it permits another substance", "允许的是其他物质"),
        "unknown-id" => ("no list that is held knows it", "现有清单中没有该豁免"),
        "unmatched" if claim.rule_set.is_none() => {
            ("of a law that is not judged here", "所属法规不在判定范围内")
        }
        "unmatched" => ("nothing that it is for is declared there", "所声明的内容中没有其适用对象"),
        "unneeded" => ("not needed, within the limit without it", "无需豁免，含量未超过限值"),
        _ => return None,
    };
    Some(words.pick(en, zh))
}
