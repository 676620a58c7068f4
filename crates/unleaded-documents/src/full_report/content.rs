//! The page as a whole: what stands in it, in order.

use unleaded_model::diagnostic::Language;

use super::blocks::{Block, Cell, Fold, Section};
use super::limits::{self, Limits};
use super::{FullReport, about, holds, overview, product, words};
use crate::text_table::shown;

/// Products up to which each is open at first.
const OPEN: usize = 5;

/// What the page is called.
pub(super) fn title(language: Language) -> &'static str {
    language.pick("Report on regulated substances", "受管控物质评定报告")
}

/// The title of the document: with the product, where there is one alone.
pub(super) fn long_title(full: &FullReport<'_>, language: Language) -> String {
    match full.products.as_slice() {
        [one] => format!("{} – {}", title(language), words::product(one, language)),
        _ => title(language).to_owned(),
    }
}

/// What stands under the title.
pub(super) fn facts(full: &FullReport<'_>, language: Language) -> Vec<(String, Cell)> {
    let report = full.report;
    let made_by = format!("{} {}", shown(&report.tool.name), shown(&report.tool.version));
    let mut facts = vec![
        (language.pick("As of", "评定日期"), Cell::Number(shown(&report.as_of))),
        (language.pick("Report SHA-256", "报告 SHA-256"), Cell::Hash(shown(full.sha256))),
        (language.pick("Made by", "编制工具"), Cell::Text(made_by)),
    ];
    if full.products.len() < report.products.len() {
        let (told, all) = (full.products.len(), report.products.len());
        let part = match language {
            Language::En => format!("{told} of the {all} products of the report"),
            Language::Zh => format!("报告共 {all} 个产品，本页为其中 {told} 个"),
        };
        facts.push((language.pick("Extent", "范围"), Cell::Text(part)));
    }
    facts.push((
        language.pick("How long this holds", "有效性"),
        Cell::Text(holds::told(&report.as_of, &full.products, language)),
    ));
    facts.into_iter().map(|(label, cell)| (label.to_owned(), cell)).collect()
}

/// The sections, one after the other, so that only one is in memory.
pub(super) fn sections<'f>(
    full: &'f FullReport<'_>,
    language: Language,
) -> impl Iterator<Item = Section> + 'f {
    let told = full.products.len().min(limits::PRODUCTS);
    let limits = Limits::of(&full.products[..told]);
    let fold = if told > OPEN { Fold::Closed } else { Fold::Open };
    let products = (0..told).map(move |at| product::section(full, at, limits, fold, language));
    std::iter::once_with(move || overview::section(full, language))
        .chain(products)
        .chain(rest(full, language))
        .chain(std::iter::once_with(move || about::section(full, language)))
}

/// That products have no section of their own.
fn rest(full: &FullReport<'_>, language: Language) -> Option<Section> {
    (full.products.len() > limits::PRODUCTS).then(|| {
        let left = words::left_out(limits::PRODUCTS, full.products.len(), language);
        Section::new(language.pick("Further products", "其他产品")).with(Block::LeftOut(left))
    })
}
