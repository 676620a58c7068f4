//! Declarations as trees.

use unleaded_formats::sink::Collected;
use unleaded_model::declaration::{Attachment, DeclaredPart, Item};
use unleaded_model::identity::{key, matching_text};
use unleaded_trust::sha256_hex;

use super::composition::{exemptions, group, kept, material};
use super::field::{Field, Kind};
use super::header::header;
use super::identities;
use super::lists::{answers, queries};
use super::node::{Keyed, Node, Value};

/// Both documents as trees, with the products that are the same part under the same key.
pub(super) fn trees(a: &Collected, b: &Collected) -> (Node, Node) {
    let (keys_a, keys_b) = identities::keys(a, b);
    (tree(a, keys_a), tree(b, keys_b))
}

fn tree(document: &Collected, keys: Vec<String>) -> Node {
    let products = document.products.iter().zip(keys).map(|(part, key)| {
        let made_by = part.items.iter().map(|item| identities::maker(document, item));
        let stated = part.items.iter().map(|item| item.maker.as_str());
        let number = part.number().map_or_else(String::new, matching_text);
        self::part(part, Kind::Product, key).alias(number, Keyed::Loosely).says_or(
            Field::Maker,
            joined(stated),
            joined(made_by),
        )
    });
    let header = document.header.as_ref().map(header);
    Node::new(Kind::Document, "", "").holds(header).holds(products)
}

/// A part and all that is inside it; parts are nested as deep as readers allow.
fn part(part: &DeclaredPart, kind: Kind, key: String) -> Node {
    let of = |text: fn(&Item) -> &str| joined(part.items.iter().map(text));
    Node::new(kind, key, label(part))
        .says(Field::Number, of(|item| &item.number))
        .says(Field::Name, of(|item| &item.name))
        .says(Field::Version, of(|item| &item.version))
        .says(Field::Site, of(|item| &item.site))
        .says(Field::RequesterNumber, of(|item| &item.requester_number))
        .says(Field::RequesterName, of(|item| &item.requester_name))
        .says(Field::Mass, Value::mass(part.mass()))
        .says_or(Field::UnitType, unit_type(&part.unit_type), unit_type("Each"))
        .says_or(Field::Instances, Value::count(&part.instances), Value::count("1"))
        .says(Field::Comment, Value::text(&part.comment))
        .holds(part.materials.iter().map(|one| material(one, part.mass())))
        .holds(part.subparts.iter().map(|sub| self::part(sub, Kind::Subpart, subpart_key(sub))))
        .holds(part.lists.iter().map(answers))
        .holds(part.queries.iter().map(queries))
        .holds(part.groups.iter().map(|one| group(one, part.mass())))
        .holds(part.attachments.iter().map(attachment))
        .holds(exemptions(&part.exemptions))
        .holds(kept(&part.kept))
}

fn unit_type(text: &str) -> Option<Value> {
    Value::meaning(text, &key(text))
}

/// The number and the name.
fn label(part: &DeclaredPart) -> String {
    let name = part.items.iter().map(|item| item.name.trim()).find(|name| !name.is_empty());
    let words: Vec<&str> = part.number().into_iter().map(str::trim).chain(name).collect();
    words.join(" ")
}

fn subpart_key(part: &DeclaredPart) -> String {
    match part.number() {
        Some(number) => matching_text(number),
        None => {
            part.items.first().map_or_else(String::new, |item| format!("\u{2}{}", key(&item.name)))
        }
    }
}

/// The distinct words of all identities, in a stable order.
fn joined<'d>(words: impl Iterator<Item = &'d str>) -> Option<Value> {
    let mut words: Vec<&str> = words.map(str::trim).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    Value::text(&words.join(", "))
}

fn attachment(file: &Attachment) -> Node {
    let data: String = file.data.split_ascii_whitespace().collect();
    let digest = sha256_hex(data.as_bytes());
    let short = digest.get(..12).unwrap_or(&digest);
    let printed = format!("{} bytes in base 64, {short}…", data.len());
    Node::new(Kind::Attachment, file.name.clone(), file.name.trim())
        .says(Field::MediaType, Value::text(&file.media_type))
        .says(Field::Content, Value::meaning(&printed, &digest))
}
