//! The index of a technical file after EN IEC 63000: which document is the evidence for which part, and what is missing.
//!
//! EN IEC 63000 asks the maker to weigh, part by part, how likely a restricted substance is against how far the supplier is trusted, and to
//! choose the kind of evidence by both. The report tells a part of either; the rule that is used here is ours and is stated in the file.

use unleaded_model::diagnostic::Language;

use crate::holding;
use crate::made_from::{MadeFrom, Source};
use crate::paper::{Paper, Section, origin};
use crate::report::{DeclarationInput, Product, Report};

pub use self::evidence::{Called, Held, Risk, Role, Trust};

mod csv;
mod evidence;
mod words;

/// The kind of document.
pub const KIND: &str = "technical-file";

/// The index of one product.
#[derive(Clone, Debug)]
pub struct TechnicalFile<'a> {
    report: &'a Report,
    product: &'a Product,
    rows: Vec<Row<'a>>,
    made: MadeFrom,
}

/// A part with its evidence.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    /// The item number.
    pub part: &'a str,
    /// What it is in the product.
    pub role: Role,
    /// Its documents, in the order of the report.
    pub documents: Vec<&'a DeclarationInput>,
    /// The best that they say.
    pub held: Held,
    /// Whether what stands in it is at a limit, or not known.
    pub risk: Risk,
    /// Who vouches for it.
    pub trust: Trust,
    /// Rule sets with what the part is under them, where that is not plainly within; the worst place of the part.
    pub statuses: Vec<(&'a str, &'a str)>,
    /// What is called for; empty: nothing more.
    pub called: Vec<Called>,
}

/// Why there is no index.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TechnicalFileError {
    /// The report does not say which parts the product has: an older version made it.
    #[error("the report does not name the parts of the product")]
    PartsUnknown,
    /// The report has no product of that item number.
    #[error("the report has no product `{product}`")]
    ProductUnknown {
        /// The item number asked for.
        product: String,
        /// The item numbers that the report has.
        known: Vec<String>,
    },
}

impl<'a> TechnicalFile<'a> {
    /// Returns the index of the product of that item number.
    pub fn new(source: &Source<'a>, product: &str) -> Result<Self, TechnicalFileError> {
        let report = source.report;
        let found = report.product(product).ok_or_else(|| TechnicalFileError::ProductUnknown {
            product: product.to_owned(),
            known: report.products.iter().map(|p| p.part.clone()).collect(),
        })?;
        let documented = found.documented.as_ref().ok_or(TechnicalFileError::PartsUnknown)?;
        let last = found.verdicts.iter().filter_map(holding::last_day).min();
        Ok(Self {
            report,
            product: found,
            rows: evidence::rows(report, found, documented),
            made: source.made(KIND, product, last.as_deref()),
        })
    }

    /// The parts, by item number.
    pub fn rows(&self) -> &[Row<'a>] {
        &self.rows
    }

    /// Whether more evidence is called for.
    pub fn has_gaps(&self) -> bool {
        self.rows.iter().any(|row| !row.called.is_empty())
    }

    /// Returns the index as one HTML file without scripts or outside resources, fit for A4.
    pub fn to_html(&self, language: Language) -> String {
        self.paper(language).to_html(&self.made)
    }

    /// Returns the index for a terminal.
    pub fn to_text(&self, language: Language) -> String {
        self.paper(language).to_text(&self.made)
    }

    /// Returns the index as a table, a row for each part and document, the same in every language.
    pub fn to_csv(&self) -> String {
        csv::write(self)
    }

    fn paper(&self, language: Language) -> Paper<'static> {
        let words = words::Words(language);
        let sections = vec![
            Section::new(words.product(), words.facts(self)),
            Section::new(words.gaps(), words.gap_table(self)),
            Section::new(words.parts(), vec![words.part_table(self)]),
            Section::new(words.documents(), words.document_table(self)),
            Section::new(words.method(), words.method_text()),
        ];
        let last = self.made.holds_until.as_deref();
        Paper {
            language,
            title: words.title(),
            subtitle: words.subtitle(self),
            sections,
            origin: origin(&self.made, language),
            validity: holding::sentence(&self.made.as_of, last, language),
        }
    }
}
