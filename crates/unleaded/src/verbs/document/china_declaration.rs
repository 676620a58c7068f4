//! `document china-declaration`: the supplier's declaration of conformity for China RoHS.

use jiff::civil::Date;
use unleaded_documents::declaration::china::{self, Declaration, Statements};
use unleaded_documents::declaration::china::{SupportDocument, SupportKind};
use unleaded_documents::declaration::{Both, Contact, Issue, Party};
use unleaded_model::diagnostic::{Diagnostic, Language};
use unleaded_platform::client::{DeclarantFile, parse_declarant};
use unleaded_platform::contract::declaration::Party as Filed;
use unleaded_platform::contract::text::Text;

use super::{ReportFile, To, Unmade, impossible, put};
use crate::exit::{Failure, Outcome};
use crate::printer::Printer;
use crate::verbs::conformity::conforming;
use crate::verbs::dates;
use crate::verbs::declarant::{missing, read};

/// The supplier's declaration of conformity for China RoHS
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document china-declaration report.json --product PHONE-1 \\
      --declarant company.toml --date 2026-12-01 -o declaration.html

The declaration is in Chinese, in which it is filed, unless --lang en asks for a translation. It is printed, signed and sealed.
Exits 1, and writes nothing, when the product is not compliant under china-rohs or the declarant's file lacks a field.")]
pub(crate) struct ChinaDeclaration {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// The product
    #[arg(long, value_name = "ITEM")]
    product: String,
    /// The enterprise, the signatory, and what they say of the product (TOML)
    #[arg(long, value_name = "FILE")]
    declarant: String,
    /// The date of issue
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    date: Date,
    /// Form of the declaration
    #[arg(long, value_enum, default_value_t)]
    to: To,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

impl ChinaDeclaration {
    pub(super) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        let made = self.made(asked.unwrap_or(Language::Zh))?;
        put(made, self.output.as_deref(), printer)
    }

    fn made(&self, language: Language) -> Result<Result<String, Unmade>, Box<Failure>> {
        let file = ReportFile::read(&self.report)?;
        let product = match conforming(&file.report, &self.product, china::LAW)? {
            Ok(product) => product,
            Err(open) => return Ok(Err(Unmade::open(open, &self.product, china::LAW))),
        };
        let stated = read(&self.declarant, parse_declarant)?.and_then(|file| self.stated(&file));
        let stated = match stated {
            Ok(stated) => stated,
            Err(lacking) => return Ok(Err(Unmade::from(lacking))),
        };
        let declaration = Declaration::new(&file.source(), product, stated);
        let text = declaration.map(|declaration| match self.to {
            To::Html => declaration.to_html(language),
            To::Text => declaration.to_text(language),
        });
        Ok(text.map_err(|error| Unmade::from(vec![impossible(&error)])))
    }

    /// What the declarant says; every field that the declaration needs and that is missing is told at once.
    fn stated(&self, file: &DeclarantFile) -> Result<Statements, Vec<Diagnostic>> {
        let section = format!("products.\"{}\"", self.product);
        let facts = file.products.get(&self.product);
        let declarant = &file.declarant;
        let number = facts.and_then(|facts| facts.china_declaration_no.clone());
        let mut lacking = Vec::new();
        if facts.is_none() {
            lacking.push(missing(&self.declarant, &section));
        } else if number.is_none() {
            lacking.push(missing(&self.declarant, &format!("{section}.china_declaration_no")));
        }
        if declarant.signing.place_zh.is_none() {
            lacking.push(missing(&self.declarant, "signatory.place_zh"));
        }
        let (Some(facts), Some(number), true) = (facts, number, lacking.is_empty()) else {
            return Err(lacking);
        };
        let report =
            SupportDocument { kind: SupportKind::ConformityReport, number: facts.doc_no.clone() };
        let test = facts.test_report_no.iter().map(|number| SupportDocument {
            kind: SupportKind::TestReport,
            number: number.clone(),
        });
        let or_none = |text: &Option<String>| text.clone().unwrap_or_default();
        let (signatory, signing) = (&declarant.signatory, &declarant.signing);
        Ok(Statements {
            supplier: party(&declarant.party),
            representative: declarant.representative.as_ref().map(party),
            brand: facts.brand.clone(),
            models: facts.models.clone(),
            catalogue_item: facts.catalogue_item.clone(),
            support: std::iter::once(report).chain(test).collect(),
            revision: facts.revision,
            issue: Issue {
                number,
                place: Both { zh: or_none(&signing.place_zh), en: or_none(&signing.place_en) },
                date: self.date.to_string(),
                signatory: Both { zh: signatory.name.clone(), en: or_none(&signing.name_en) },
                title: Both { zh: signatory.title.clone(), en: or_none(&signing.title_en) },
            },
        })
    }
}

fn party(party: &Filed) -> Party {
    let both = |text: &Text| Both { zh: text.zh.clone(), en: text.en.clone().unwrap_or_default() };
    let code = |zh: &str, en: &str| Both { zh: zh.to_owned(), en: en.to_owned() };
    let chinese =
        party.uscc.clone().map(|id| (code("统一社会信用代码", "Unified social credit code"), id));
    let foreign = party.foreign_id.clone().map(|id| {
        let scheme = party.foreign_id_scheme.clone().unwrap_or_default();
        (code("境外标识", "Foreign identifier"), format!("{scheme} {id}").trim().to_owned())
    });
    Party {
        name: both(&party.name),
        address: both(&party.address),
        identity: chinese.or(foreign),
        contact: Some(Contact {
            name: party.contact.name.clone(),
            phone: party.contact.phone.clone(),
            email: party.contact.email.clone(),
        }),
    }
}
