//! What an EU declaration of conformity needs of the declarant's file. Nothing that China alone asks for has to be there.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, FileName};

use super::reader::{Need, Reader, Section};
use super::{CONTACT, EU_REPRESENTATIVE, PARTY, PRODUCT, SECTIONS, SIGNATORY};

/// The manufacturer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manufacturer {
    /// Its name and address.
    pub party: EuParty,
    /// The authorised representative in the Union; absent: the manufacturer declares itself.
    pub representative: Option<EuParty>,
    /// The name of the person who signs.
    pub signatory: String,
    /// The function of that person.
    pub title: String,
    /// Where declarations are issued; absent: not said.
    pub place: Option<String>,
    /// What it says of its products, by item number.
    pub products: BTreeMap<String, EuFacts>,
}

/// An enterprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EuParty {
    /// Its name.
    pub name: String,
    /// Its postal address.
    pub address: String,
}

/// What the manufacturer says of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EuFacts {
    /// The brand; absent when it has none.
    pub brand: Option<String>,
    /// The models; empty: the item number is the model.
    pub models: Vec<String>,
    /// The number of the declaration; absent: not said.
    pub declaration_no: Option<String>,
    /// The standards in relation to which conformity is declared; empty: not said.
    pub standards: Vec<String>,
}

/// Parses the text of a declarant's file for the European Union; `None` when any diagnostic is an error.
pub fn parse_manufacturer(text: &str, file: &FileName) -> (Option<Manufacturer>, Vec<Diagnostic>) {
    let mut reader = Reader::new(text, file);
    let parsed = read(&mut reader);
    (parsed, reader.into_diagnostics())
}

fn read(reader: &mut Reader<'_>) -> Option<Manufacturer> {
    let table = reader.parse()?;
    let root = Section::root(&table);
    reader.known(&root, SECTIONS);
    let section = reader.section(&root, "declarant", Need::Required);
    reader.known(&section, PARTY);
    let name = reader.text(&section, "name_en", Need::Required);
    let address = reader.text(&section, "address_en", Need::Required);
    let contact = reader.section(&root, "contact", Need::Optional);
    reader.known(&contact, CONTACT);
    let representative = representative(reader, &root);
    let section = reader.section(&root, "signatory", Need::Required);
    reader.known(&section, SIGNATORY);
    let signatory = either(reader, &section, "name_en", "name");
    let title = either(reader, &section, "title_en", "title");
    let place = reader.text(&section, "place_en", Need::Optional);
    let products = products(reader, &root);
    if reader.failed() {
        return None;
    }
    Some(Manufacturer {
        party: EuParty { name: name?, address: address? },
        representative,
        signatory: signatory?,
        title: title?,
        place,
        products,
    })
}

/// The first of two fields that is there; the second is asked for.
fn either(
    reader: &mut Reader<'_>,
    section: &Section<'_>,
    first: &str,
    second: &str,
) -> Option<String> {
    let need = if section.holds(first) { Need::Optional } else { Need::Required };
    let other = reader.text(section, second, need);
    reader.text(section, first, Need::Optional).or(other)
}

fn representative(reader: &mut Reader<'_>, root: &Section<'_>) -> Option<EuParty> {
    let section = reader.section(root, "eu_representative", Need::Optional);
    reader.known(&section, EU_REPRESENTATIVE);
    let name = reader.text(&section, "name", Need::Required);
    let address = reader.text(&section, "address", Need::Required);
    Some(EuParty { name: name?, address: address? })
}

fn products(reader: &mut Reader<'_>, root: &Section<'_>) -> BTreeMap<String, EuFacts> {
    let section = reader.section(root, "products", Need::Optional);
    let mut products = BTreeMap::new();
    for item in section.names() {
        let one = reader.section(&section, &item, Need::Required);
        reader.known(&one, PRODUCT);
        let facts = EuFacts {
            brand: reader.text(&one, "brand", Need::Optional),
            models: reader.texts(&one, "models"),
            declaration_no: reader.text(&one, "eu_declaration_no", Need::Optional),
            standards: reader.texts(&one, "standards"),
        };
        products.insert(item, facts);
    }
    products
}
