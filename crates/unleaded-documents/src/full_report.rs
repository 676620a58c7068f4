//! The report for people: all that `unleaded/report/v1` says, as one page ([`FullReport::to_html`]) or as the sheets of a
//! workbook ([`FullReport::sheets`]).
//!
//! The page is written from blocks that know nothing of HTML. It is bounded: past the limits of [`limits`] the worst
//! stays, and what is left out is counted where it is missed. The sheets leave nothing out.

use unleaded_model::diagnostic::Language;

#[cfg(feature = "pdf")]
pub use self::pdf::{Font, PdfError};
pub use self::sheets::{Column, ColumnKind, Rows, Sheet};
use crate::holding;
use crate::made_from::{MadeFrom, Source};
use crate::report::{Product, Report};
use crate::status::rank;

mod about;
mod blocks;
mod claims;
mod content;
mod findings;
mod holds;
mod html;
mod limits;
mod overview;
#[cfg(feature = "pdf")]
mod pdf;
mod product;
mod sheets;
mod words;

/// The kind of document, as it names itself.
pub const KIND: &str = "report";

/// A report as people read it.
#[derive(Clone, Debug)]
pub struct FullReport<'a> {
    report: &'a Report,
    /// The products that are told of, worst first.
    products: Vec<&'a Product>,
    /// The SHA-256 of the report's bytes in lower-case hex.
    sha256: &'a str,
}

/// Why a report cannot be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FullReportError {
    /// The report has no product of that item number.
    #[error("the report has no product `{product}`")]
    ProductUnknown {
        /// The item number asked for.
        product: String,
        /// The item numbers that the report has.
        known: Vec<String>,
    },
}

impl<'a> FullReport<'a> {
    /// Returns the report on the products of these item numbers; on all, where none is named. `sha256` is that of the
    /// report's bytes, in lower-case hex: it stands on every page, so that a page can be seen to be older than its report.
    pub fn new(
        report: &'a Report,
        sha256: &'a str,
        products: &[String],
    ) -> Result<Self, FullReportError> {
        let known = || report.products.iter().map(|product| product.part.clone()).collect();
        if let Some(product) = products.iter().find(|part| report.product(part).is_none()) {
            return Err(FullReportError::ProductUnknown {
                product: product.clone(),
                known: known(),
            });
        }
        let asked = |product: &&Product| products.is_empty() || products.contains(&product.part);
        let mut products: Vec<&Product> = report.products.iter().filter(asked).collect();
        products.sort_by_key(|product| std::cmp::Reverse(rank(&product.status)));
        Ok(Self { report, products, sha256 })
    }

    /// Returns what it was made from. It holds until the first of its verdicts ends.
    pub fn made(&self, source: &Source<'_>) -> MadeFrom {
        let verdicts = self.products.iter().flat_map(|product| &product.verdicts);
        let last = verdicts.filter_map(holding::last_day).min();
        let product = match self.products.as_slice() {
            [one] => one.part.as_str(),
            _ => "",
        };
        source.made(KIND, product, last.as_deref())
    }

    /// Returns one HTML file that needs no network and no script, for screens of any size and for A4.
    pub fn to_html(&self, language: Language, made: &MadeFrom) -> String {
        html::write(self, language, made)
    }

    /// Returns the page as PDF on A4, set in that font.
    #[cfg(feature = "pdf")]
    pub fn to_pdf(
        &self,
        language: Language,
        font: &Font,
        made: &MadeFrom,
    ) -> Result<Vec<u8>, PdfError> {
        pdf::write(self, language, font, made)
    }

    /// Returns the sheets of a workbook, with every row that the report has.
    pub fn sheets(&self, language: Language) -> Vec<Sheet<'_>> {
        sheets::sheets(self, language)
    }

    /// The rule sets that any product was judged by, in the order in which they first occur.
    fn rule_sets(&self) -> Vec<&'a str> {
        let mut sets: Vec<&str> = Vec::new();
        for verdict in self.products.iter().flat_map(|product| &product.verdicts) {
            if !sets.contains(&verdict.rule_set.as_str()) {
                sets.push(&verdict.rule_set);
            }
        }
        sets
    }
}
