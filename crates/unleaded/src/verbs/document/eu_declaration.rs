//! `document eu-declaration`: the EU declaration of conformity.

use jiff::civil::Date;
use unleaded_documents::declaration::eu::{self, Declaration, Statements};
use unleaded_documents::declaration::{Both, Issue};
use unleaded_model::diagnostic::{Diagnostic, Language};
use unleaded_platform::client::{EuParty, Manufacturer, parse_manufacturer};

use super::{ReportFile, To, Unmade, impossible, put};
use crate::exit::{Failure, Outcome};
use crate::printer::Printer;
use crate::verbs::conformity::conforming;
use crate::verbs::dates;
use crate::verbs::declarant::{missing, read};

/// The EU declaration of conformity with Directive 2011/65/EU (RoHS)
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document eu-declaration report.json --product PHONE-1 \\
      --declarant company.toml --date 2026-12-01 -o declaration.html

The declaration is in English unless --lang zh asks for a translation. It is printed and signed. Exemptions that conformity rests on
are named with their last day.
Exits 1, and writes nothing, when the product is not compliant under eu-rohs or the declarant's file lacks a field.")]
pub(crate) struct EuDeclaration {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// The product
    #[arg(long, value_name = "ITEM")]
    product: String,
    /// The manufacturer, the signatory, and what they say of the product (TOML)
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

impl EuDeclaration {
    pub(super) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        let made = self.made(asked.unwrap_or(Language::En))?;
        put(made, self.output.as_deref(), printer)
    }

    fn made(&self, language: Language) -> Result<Result<String, Unmade>, Box<Failure>> {
        let file = ReportFile::read(&self.report)?;
        let product = match conforming(&file.report, &self.product, eu::LAW)? {
            Ok(product) => product,
            Err(open) => return Ok(Err(Unmade::open(open, &self.product, eu::LAW))),
        };
        let stated = read(&self.declarant, parse_manufacturer)?.and_then(|file| self.stated(&file));
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

    /// What the manufacturer says; every field that the declaration needs and that is missing is told at once.
    fn stated(&self, file: &Manufacturer) -> Result<Statements, Vec<Diagnostic>> {
        let section = format!("products.\"{}\"", self.product);
        let facts = file.products.get(&self.product);
        let number = facts.and_then(|facts| facts.declaration_no.clone());
        let mut lacking = Vec::new();
        if facts.is_none() {
            lacking.push(missing(&self.declarant, &section));
        } else if number.is_none() {
            lacking.push(missing(&self.declarant, &format!("{section}.eu_declaration_no")));
        }
        if file.place.is_none() {
            lacking.push(missing(&self.declarant, "signatory.place_en"));
        }
        let (Some(facts), Some(number), Some(place)) = (facts, number, &file.place) else {
            return Err(lacking);
        };
        Ok(Statements {
            manufacturer: party(&file.party),
            representative: file.representative.as_ref().map(party),
            brand: facts.brand.clone(),
            models: facts.models.clone(),
            standards: facts.standards.clone(),
            issue: Issue {
                number,
                place: latin(place),
                date: self.date.to_string(),
                signatory: latin(&file.signatory),
                title: latin(&file.title),
            },
        })
    }
}

fn party(party: &EuParty) -> (Both, Both) {
    (latin(&party.name), latin(&party.address))
}

fn latin(text: &str) -> Both {
    Both { zh: String::new(), en: text.to_owned() }
}
