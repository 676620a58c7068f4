//! The declarant's file: who files, and what the platform must know of each product that no report holds.
//!
//! TOML: `[declarant]` with `uscc` (or `foreign_id_scheme` and `foreign_id`), `name_zh`, `name_en`, `address_zh`, `address_en`, `role`;
//! `[contact]` with `name`, `phone`, `email`; `[signatory]` with `name`, `title`; for an enterprise outside China `[representative]`
//! and `[representative_contact]`; and for each product `[products."ITEM"]` with `catalogue_item`, `placed_on_market_on`,
//! `doc_no` and, where wanted, `brand`, `models`, `epup_years`, `revision`, `publish`, `planned_publish_on`.
//!
//! Declarations on paper need more, which a filing does without: `name_en`, `title_en`, `place_zh` and `place_en` in `[signatory]`,
//! `china_declaration_no`, `test_report_no`, `eu_declaration_no` and `standards` in `[products."ITEM"]`, and `[eu_representative]` with
//! `name` and `address`. [`parse_manufacturer`] reads of the same file what the European Union asks for.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::diagnostic::{Diagnostic, FileName};

pub use self::manufacturer::{EuFacts, EuParty, Manufacturer, parse_manufacturer};
use self::reader::{Need, Reader, Section};
use crate::contract::check;
use crate::contract::declaration::{Contact, Party, Signatory};
use crate::contract::enterprise::EnterpriseId;
use crate::contract::text::Text;

mod manufacturer;
mod reader;
#[cfg(test)]
mod tests;

/// The enterprise that files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declarant {
    /// Its identity, checked.
    pub enterprise: EnterpriseId,
    /// Name, address, role, contact.
    pub party: Party,
    /// Who acts for it in China; needed when it has no unified social credit code.
    pub representative: Option<Party>,
    /// The authorised person.
    pub signatory: Signatory,
    /// What declarations on paper say beside it.
    pub signing: Signing,
}

/// What a signature on paper needs beside the name and the function of the signatory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signing {
    /// The signatory's name in Latin letters; absent: as in Chinese.
    pub name_en: Option<String>,
    /// The function in English; absent: as in Chinese.
    pub title_en: Option<String>,
    /// Where declarations are issued, in Chinese.
    pub place_zh: Option<String>,
    /// Where declarations are issued, in English.
    pub place_en: Option<String>,
}

/// What a filing says of a product and no report holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductFacts {
    /// The class in the conformity catalogue.
    pub catalogue_item: String,
    /// When the product was, or will be, first placed on the Chinese market.
    pub placed_on_market_on: Date,
    /// The number of the supporting document.
    pub doc_no: String,
    /// The brand; absent when it has none.
    pub brand: Option<String>,
    /// The models; empty: the item number is the model.
    pub models: Vec<String>,
    /// Environment-friendly use period in years; needed when anything is above a limit.
    pub epup_years: Option<u32>,
    /// The number of the supplier's declaration of conformity; a filing does without.
    pub china_declaration_no: Option<String>,
    /// The number of a test report on the product; absent: there is none.
    pub test_report_no: Option<String>,
    /// The revision of the declaration, from 1.
    pub revision: u32,
    /// Whether the record is to be public.
    pub publish: bool,
    /// From which day; absent: at once.
    pub planned_publish_on: Option<Date>,
}

/// A declarant's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclarantFile {
    /// The enterprise.
    pub declarant: Declarant,
    /// The products, by item number.
    pub products: BTreeMap<String, ProductFacts>,
}

/// Parses the text of a declarant's file; `None` when any diagnostic is an error.
pub fn parse_declarant(text: &str, file: &FileName) -> (Option<DeclarantFile>, Vec<Diagnostic>) {
    let mut reader = Reader::new(text, file);
    let parsed = read(&mut reader);
    (parsed, reader.into_diagnostics())
}

const PARTY: &[&str] = &[
    "uscc",
    "foreign_id_scheme",
    "foreign_id",
    "name_zh",
    "name_en",
    "address_zh",
    "address_en",
    "role",
];
const CONTACT: &[&str] = &["name", "phone", "email"];
const SIGNATORY: &[&str] = &["name", "title", "name_en", "title_en", "place_zh", "place_en"];
const PRODUCT: &[&str] = &[
    "catalogue_item",
    "placed_on_market_on",
    "doc_no",
    "brand",
    "models",
    "epup_years",
    "revision",
    "publish",
    "planned_publish_on",
    "china_declaration_no",
    "test_report_no",
    "eu_declaration_no",
    "standards",
];
const EU_REPRESENTATIVE: &[&str] = &["name", "address"];
const SECTIONS: &[&str] = &[
    "declarant",
    "contact",
    "signatory",
    "representative",
    "representative_contact",
    "eu_representative",
    "products",
];

fn read(reader: &mut Reader<'_>) -> Option<DeclarantFile> {
    let table = reader.parse()?;
    let root = Section::root(&table);
    reader.known(&root, SECTIONS);
    let declarant = party(reader, &root, ("declarant", "contact"), "producer");
    let representative = match root.holds("representative") {
        true => Some(party(
            reader,
            &root,
            ("representative", "representative_contact"),
            "authorised_representative",
        )),
        false => None,
    };
    let section = reader.section(&root, "signatory", Need::Required);
    reader.known(&section, SIGNATORY);
    let signatory = Signatory {
        name: reader.text(&section, "name", Need::Required).unwrap_or_default(),
        title: reader.text(&section, "title", Need::Required).unwrap_or_default(),
    };
    let signing = signing(reader, &section);
    let products = products(reader, &root);
    if reader.failed() {
        return None;
    }
    let enterprise = check::enterprise_of(&declarant).ok()?;
    let declarant = Declarant { enterprise, party: declarant, representative, signatory, signing };
    Some(DeclarantFile { declarant, products })
}

fn signing(reader: &mut Reader<'_>, section: &Section<'_>) -> Signing {
    let mut text = |field| reader.text(section, field, Need::Optional);
    Signing {
        name_en: text("name_en"),
        title_en: text("title_en"),
        place_zh: text("place_zh"),
        place_en: text("place_en"),
    }
}

fn party(
    reader: &mut Reader<'_>,
    root: &Section<'_>,
    (name, contact): (&str, &str),
    role: &str,
) -> Party {
    let section = reader.section(root, name, Need::Required);
    reader.known(&section, PARTY);
    let uscc = reader.text(&section, "uscc", Need::Optional);
    let foreign_id_scheme = reader.text(&section, "foreign_id_scheme", Need::Optional);
    let foreign_id = reader.text(&section, "foreign_id", Need::Optional);
    let text = |reader: &mut Reader<'_>, zh: &str, en: &str| Text {
        zh: reader.text(&section, zh, Need::Required).unwrap_or_default(),
        en: reader.text(&section, en, Need::Optional),
    };
    let named = text(reader, "name_zh", "name_en");
    let address = text(reader, "address_zh", "address_en");
    let role = reader.text(&section, "role", Need::Optional).unwrap_or_else(|| role.to_owned());
    let contact = read_contact(reader, root, contact);
    let party = Party { uscc, foreign_id_scheme, foreign_id, name: named, role, address, contact };
    if let (true, Err(error)) = (section.is_there(), check::enterprise_of(&party)) {
        let id = party.foreign_id.is_some() || party.foreign_id_scheme.is_some();
        let field = if id { "foreign_id" } else { "uscc" };
        reader.bad_identity(&section, field, &error.to_string());
    }
    party
}

fn read_contact(reader: &mut Reader<'_>, root: &Section<'_>, name: &str) -> Contact {
    let section = reader.section(root, name, Need::Required);
    reader.known(&section, CONTACT);
    let mut text = |field| reader.text(&section, field, Need::Required).unwrap_or_default();
    Contact { name: text("name"), phone: text("phone"), email: text("email") }
}

fn products(reader: &mut Reader<'_>, root: &Section<'_>) -> BTreeMap<String, ProductFacts> {
    let section = reader.section(root, "products", Need::Optional);
    let mut products = BTreeMap::new();
    for item in section.names() {
        let one = reader.section(&section, &item, Need::Required);
        reader.known(&one, PRODUCT);
        if let Some(facts) = product(reader, &one) {
            products.insert(item, facts);
        }
    }
    products
}

fn product(reader: &mut Reader<'_>, section: &Section<'_>) -> Option<ProductFacts> {
    let catalogue_item = reader.text(section, "catalogue_item", Need::Required);
    let placed_on_market_on = reader.date(section, "placed_on_market_on", Need::Required);
    let doc_no = reader.text(section, "doc_no", Need::Required);
    let brand = reader.text(section, "brand", Need::Optional);
    let models = reader.texts(section, "models");
    let epup_years = reader.number(section, "epup_years", 100);
    let china_declaration_no = reader.text(section, "china_declaration_no", Need::Optional);
    let test_report_no = reader.text(section, "test_report_no", Need::Optional);
    let revision = reader.number(section, "revision", 9999).unwrap_or(1);
    let publish = reader.flag(section, "publish").unwrap_or(true);
    let planned_publish_on = reader.date(section, "planned_publish_on", Need::Optional);
    Some(ProductFacts {
        catalogue_item: catalogue_item?,
        placed_on_market_on: placed_on_market_on?,
        doc_no: doc_no?,
        brand,
        models,
        epup_years,
        china_declaration_no,
        test_report_no,
        revision,
        publish,
        planned_publish_on,
    })
}
