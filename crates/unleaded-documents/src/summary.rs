//! What a person reads after a roll-up: the report in a terminal.
//!
//! The worst comes first, long lists are cut and say so, and it ends with what to do next. Every figure that a limit
//! is compared with is shown so that it stays on its side of that limit.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::Language;

use self::style::Page;
use self::words::Words;
use crate::report::Report;
use crate::status;

mod claims;
mod findings;
mod next;
mod product;
pub(crate) mod style;
mod substances;
pub(crate) mod words;

/// Whether the text holds control sequences for colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Colours and bold type by SGR sequences (ECMA-48); the words say the same without them.
    Colour,
    /// Nothing but text.
    #[default]
    Plain,
}

/// The narrowest text that is still legible; a narrower terminal breaks the lines itself.
pub(crate) const NARROWEST: usize = 60;
/// Longer lines are hard to read.
pub(crate) const WIDEST: usize = 120;
/// Products shown in full.
const PRODUCTS: usize = 10;

/// Returns the report for a terminal of `width` columns, with a final newline.
pub fn summary(report: &Report, language: Language, width: usize, style: Style) -> String {
    let words = Words(language);
    let mut page = Page::new(width.clamp(NARROWEST, WIDEST), style);
    header(&mut page, report, words);
    let mut products: Vec<_> = report.products.iter().collect();
    products.sort_by_key(|product| std::cmp::Reverse(status::rank(&product.status)));
    for product in products.iter().take(PRODUCTS) {
        page.blank();
        product::write(&mut page, product, words);
    }
    if let Some(more) = products.len().checked_sub(PRODUCTS).filter(|more| *more > 0) {
        page.blank();
        page.line(0, &words.more(more));
    }
    page.blank();
    next::write(&mut page, report, words);
    page.finish()
}

fn header(page: &mut Page, report: &Report, words: Words) {
    let head = words.head(report);
    page.text(0, &head);
    if report.products.len() < 2 {
        return;
    }
    let mut counts: BTreeMap<(u8, &str), usize> = BTreeMap::new();
    for product in &report.products {
        *counts.entry((status::rank(&product.status), &product.status)).or_default() += 1;
    }
    let counted = counts.iter().rev().map(|((_, status), count)| words.counted(*count, status));
    let counted = counted.collect::<Vec<_>>().join(words.pick(", ", "，"));
    page.text(0, &words.products(report.products.len(), &counted));
}
