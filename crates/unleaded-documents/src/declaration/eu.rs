//! The EU declaration of conformity for the restriction of hazardous substances (Directive 2011/65/EU).
//!
//! Its items are in the order of the model in Annex VI of the Directive, as that is generally known; the text of the Annex is not held here,
//! and the wording is ours.

use unleaded_model::diagnostic::Language;

use super::{Both, DeclarationError, Issue, exemptions, outlived};
use crate::conformity::{Conforming, Refusal};
use crate::holding;
use crate::made_from::{MadeFrom, Source};
use crate::paper::{Paper, Section, origin};
use crate::report::Report;

mod words;

/// The rule set that the declaration is made from.
pub const LAW: &str = "eu-rohs";
/// The kind of document.
pub const KIND: &str = "eu-declaration";
/// The standard on technical documentation, named where the manufacturer names none.
pub const STANDARD: &str = "EN IEC 63000:2018";

/// What the manufacturer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statements {
    /// The manufacturer's name and address.
    pub manufacturer: (Both, Both),
    /// Those of the authorised representative; `None`: the manufacturer declares itself.
    pub representative: Option<(Both, Both)>,
    /// The brand; `None`: it has none.
    pub brand: Option<String>,
    /// The models; empty: the item number is the model.
    pub models: Vec<String>,
    /// The standards in relation to which conformity is declared; empty: [`STANDARD`].
    pub standards: Vec<String>,
    /// Number, place, date, signatory.
    pub issue: Issue,
}

/// A declaration.
#[derive(Clone, Debug)]
pub struct Declaration<'a> {
    product: Conforming<'a>,
    statements: Statements,
    made: MadeFrom,
}

/// Returns the product, or why its conformity may not be declared.
pub fn conforming<'a>(report: &'a Report, product: &str) -> Result<Conforming<'a>, Refusal> {
    Conforming::new(report, product, LAW)
}

impl<'a> Declaration<'a> {
    /// Returns the declaration for a product of `source`'s report that conforms. It may be issued before the day that the report
    /// judges: that is the day of placing on the market.
    pub fn new(
        source: &Source<'_>,
        product: Conforming<'a>,
        statements: Statements,
    ) -> Result<Self, DeclarationError> {
        let last = holding::last_day(product.verdict);
        let date = &statements.issue.date;
        if let Some(last) = outlived(last.as_deref(), date) {
            let last = last.to_owned();
            return Err(DeclarationError::Outlived { date: date.clone(), last });
        }
        let made = source.made(KIND, &product.product.part, last.as_deref());
        Ok(Self { product, statements, made })
    }

    /// Returns the declaration as one HTML file without scripts or outside resources, fit for A4.
    pub fn to_html(&self, language: Language) -> String {
        self.paper(language).to_html(&self.made)
    }

    /// Returns the declaration for a terminal.
    pub fn to_text(&self, language: Language) -> String {
        self.paper(language).to_text(&self.made)
    }

    fn paper(&self, language: Language) -> Paper<'static> {
        let words = words::Words(language);
        let (verdict, statements) = (self.product.verdict, &self.statements);
        let mut more = words.more(&self.product);
        if !verdict.exemptions.is_empty() {
            more.push(words.exempted());
            more.push(exemptions::table(verdict, language));
        }
        let sections = vec![
            Section::new(words.identification(), words.number(statements)),
            Section::new(words.manufacturer(), words.parties(statements)),
            Section::new(words.responsibility(), words.responsible()),
            Section::new(words.object(), words.product(&self.product, statements)),
            Section::new(words.conformity(), words.conforms(verdict)),
            Section::new(words.references(), words.standards(statements)),
            Section::new(words.additional(), more),
            Section::new(words.signed(), vec![words.signature(statements)]),
        ];
        let last = self.made.holds_until.as_deref();
        Paper {
            language,
            title: words.title(),
            subtitle: words.subtitle().to_owned(),
            sections,
            origin: origin(&self.made, language),
            validity: holding::sentence(&self.made.as_of, last, language),
        }
    }
}
