//! What stands once per declaration.

use unleaded_model::declaration::{Class, Company, Contact, Format, Header, Legal, Request};
use unleaded_model::identity::{key, matching_text};

use super::composition::kept;
use super::field::{Field, Kind};
use super::node::{Node, Value};

/// The header as a node. The form of the document is no content: the same in another format is the same.
pub(super) fn header(header: &Header) -> Node {
    let supplier = &header.supplier;
    let node = Node::new(Kind::Header, "", format_name(header.format))
        .says(Field::Classes, Value::text(&classes(&header.classes)))
        .says(Field::Mode, Value::text(&header.mode))
        .says(Field::Date, date(header))
        .says(Field::DocumentId, Value::text(&header.document_id))
        .says(Field::Supplier, Value::meaning(&supplier.name, &key(&supplier.name)))
        .says(Field::SupplierIds, Value::text(&ids(supplier)))
        .says(Field::Authorizer, header.authorizer.as_ref().and_then(contact))
        .says(Field::Contact, header.contact.as_ref().and_then(contact))
        .says(Field::Comment, Value::text(&header.comment))
        .holds(kept(&header.kept));
    let node = match &header.request {
        Some(asked) => request(node, asked),
        None => node,
    };
    match &header.legal {
        Some(terms) => legal(node, terms),
        None => node,
    }
}

fn request(node: Node, asked: &Request) -> Node {
    let rest = [&asked.document_id, &asked.date_raw, &asked.respond_by, &asked.comment];
    let rest = rest.iter().map(|text| text.trim().to_owned());
    let rest = rest.chain(asked.contact.iter().map(contact_text));
    let rest: Vec<String> = rest.filter(|text| !text.is_empty()).collect();
    let name = &asked.company.name;
    node.says(Field::Requester, Value::meaning(name, &key(name)))
        .says(Field::RequesterIds, Value::text(&ids(&asked.company)))
        .says(Field::Request, Value::text(&rest.join("; ")))
}

fn legal(node: Node, terms: &Legal) -> Node {
    let accepted = terms.accepted.map(|yes| if yes { "yes" } else { "no" });
    node.says(Field::LegalType, Value::text(&terms.kind))
        .says(Field::LegalText, Value::text(&terms.text))
        .says(Field::Acceptance, accepted.and_then(Value::text))
        .says(Field::Uncertainty, Value::text(&terms.uncertainty))
}

fn date(header: &Header) -> Option<Value> {
    match header.date {
        Some(date) => Value::meaning(&header.date_raw, &date.to_string()),
        None => Value::text(&header.date_raw),
    }
}

fn classes(classes: &[Class]) -> String {
    let letter = |class: &Class| match class {
        Class::A => "A",
        Class::B => "B",
        Class::C => "C",
        Class::D => "D",
    };
    let mut letters: Vec<&str> = classes.iter().map(letter).collect();
    letters.sort_unstable();
    letters.dedup();
    letters.join(", ")
}

fn ids(company: &Company) -> String {
    let mut ids: Vec<String> = company
        .ids
        .iter()
        .map(|(authority, id)| matching_text(&format!("{authority} {id}")))
        .filter(|id| !id.is_empty())
        .collect();
    ids.sort_unstable();
    ids.join(", ")
}

fn contact(contact: &Contact) -> Option<Value> {
    Value::text(&contact_text(contact))
}

fn contact_text(contact: &Contact) -> String {
    let words = [&contact.name, &contact.title].into_iter();
    let words = words.chain(&contact.emails).chain(&contact.phones);
    let words: Vec<&str> = words.map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    words.join(", ")
}

/// The name of a format, as its standard or maker writes it.
pub(super) fn format_name(format: Format) -> &'static str {
    match format {
        Format::ChemSherpa => "chemSHERPA",
        Format::Csv => "CSV",
        Format::Iec62474 => "IEC 62474",
        Format::Ipc1752a => "IPC-1752A",
        Format::Ipc1752b => "IPC-1752B",
        Format::Xlsx => "XLSX",
    }
}
