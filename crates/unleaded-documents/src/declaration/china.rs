//! The supplier's declaration of conformity for China RoHS (供方符合性声明).
//!
//! Its contents are those that the conformity assessment arrangement asks for (announcement 2019 No. 23): the supplier and how to reach it;
//! the product's name, specification or model, number and kind of the technical support document; the commitment to truth,
//! completeness and consistency; the signature of the authorised person and the seal. Its form follows GB/T 27050.1 (ISO/IEC 17050-1).

use unleaded_model::diagnostic::Language;

use super::{Both, DeclarationError, Issue, Party, exemptions, outlived};
use crate::conformity::{Conforming, Refusal};
use crate::holding;
use crate::made_from::{MadeFrom, Source};
use crate::paper::{Paper, Section, origin};
use crate::report::Report;

mod words;

/// The rule set that the declaration is made from.
pub const LAW: &str = "china-rohs";
/// The kind of document.
pub const KIND: &str = "china-declaration";

/// What the declarant says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statements {
    /// The supplier: the producer, or who else declares.
    pub supplier: Party,
    /// Who acts for it in China; `None`: it acts itself.
    pub representative: Option<Party>,
    /// The brand; `None`: it has none.
    pub brand: Option<String>,
    /// The models; empty: the item number is the model.
    pub models: Vec<String>,
    /// The class in the conformity catalogue.
    pub catalogue_item: String,
    /// The technical support documents; at least one.
    pub support: Vec<SupportDocument>,
    /// The revision of the declaration, from 1.
    pub revision: u32,
    /// Number, place, date, signatory.
    pub issue: Issue,
}

/// A document that supports the declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportDocument {
    /// What it is.
    pub kind: SupportKind,
    /// Its number.
    pub number: String,
}

/// What supports a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SupportKind {
    /// A supplier conformity report after GB/T 36560-2018 (IEC 63000).
    ConformityReport,
    /// A test report on the product.
    TestReport,
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
    /// Returns the declaration for a product of `source`'s report that conforms.
    pub fn new(
        source: &Source<'_>,
        product: Conforming<'a>,
        statements: Statements,
    ) -> Result<Self, DeclarationError> {
        let judged = product.verdict.scope.as_ref().and_then(|scope| scope.item.as_ref());
        let declared = &statements.catalogue_item;
        if let Some(judged) = judged.filter(|judged| *judged != declared) {
            let (declared, judged) = (declared.clone(), judged.clone());
            return Err(DeclarationError::OtherItem { declared, judged });
        }
        let last = holding::last_day(product.verdict);
        // From the day on which another basis must be used, none is issued on this one.
        let basis = product.verdict.rules_change.as_deref().and_then(holding::day_before);
        let last = last.into_iter().chain(basis).min();
        let date = &statements.issue.date;
        if *date < product.report.as_of {
            let as_of = product.report.as_of.clone();
            return Err(DeclarationError::BeforeAssessment { date: date.clone(), as_of });
        }
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
        let Conforming { product, verdict, .. } = self.product;
        let statements = &self.statements;
        let name = Both { zh: product.name_zh.clone(), en: product.name.clone() };
        let mut conformity = words.conformity(&self.product);
        if !verdict.exemptions.is_empty() {
            conformity.push(words.exempted());
            conformity.push(exemptions::table(verdict, language));
        }
        let sections = vec![
            Section::new(words.supplier(), words.parties(statements)),
            Section::new(
                words.object(),
                vec![words.product(&name, &product.part, statements, verdict.scope.as_ref())],
            ),
            Section::new(words.support(), words.support_documents(statements)),
            Section::new(words.statement(), conformity),
            Section::new(words.commitment(), words.promises()),
            Section::new(words.signed(), vec![words.signature(statements)]),
        ];
        let last = self.made.holds_until.as_deref();
        Paper {
            language,
            title: words.title(),
            subtitle: words.number(statements),
            sections,
            origin: origin(&self.made, language),
            validity: holding::sentence(&self.made.as_of, last, language),
        }
    }
}
