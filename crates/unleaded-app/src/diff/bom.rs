//! Bills of materials as trees: parts with their data, and in each the lines of its children.

use std::collections::BTreeMap;

use unleaded_model::bom::{Bom, BomLine, BomPart, CompositionRole, QuantityUnit};
use unleaded_model::identity::matching_text;

use super::field::{Field, Kind};
use super::node::{Exact, Node, Value};

pub(super) fn tree(bom: &Bom) -> Node {
    let mut lines: BTreeMap<usize, Vec<&BomLine>> = BTreeMap::new();
    for line in &bom.lines {
        lines.entry(line.parent).or_default().push(line);
    }
    let parts = bom.parts.iter().enumerate().map(|(at, part)| {
        let of = lines.get(&at).into_iter().flatten();
        self::part(part)
            .holds(of.filter_map(|line| Some(self::line(line, bom.parts.get(line.child)?))))
    });
    Node::new(Kind::Document, "", "").holds(parts)
}

fn part(part: &BomPart) -> Node {
    let mut makers: Vec<&str> = part.makers.iter().map(|maker| maker.trim()).collect();
    makers.sort_unstable();
    makers.dedup();
    let adds = (part.composition == CompositionRole::Adds).then(|| Value::text("adds")).flatten();
    Node::new(Kind::Part, matching_text(&part.number), label(part))
        .says(Field::Name, Value::text(&part.name))
        .says(Field::NameZh, Value::text(&part.name_zh))
        .says(Field::Maker, Value::text(&makers.join(", ")))
        .says(Field::WeighedMass, Value::milligrams(part.mass))
        .says(Field::Category, Value::text(&part.category))
        .says(Field::Application, Value::text(&part.applications.join(", ")))
        .says(Field::ChinaItem, Value::text(&part.china_item))
        .says_or(Field::Composition, adds, Value::text("whole"))
}

fn line(line: &BomLine, child: &BomPart) -> Node {
    let amount = line.quantity.amount;
    let (unit, mark) = match line.quantity.unit {
        QuantityUnit::Grams => (" g", "g"),
        QuantityUnit::Pieces => ("", "pieces"),
    };
    let exact = Exact::Text(format!("{amount} {mark}"));
    let quantity = Value { printed: format!("{amount}{unit}"), exact };
    Node::new(Kind::Line, matching_text(&child.number), label(child))
        .says(Field::Quantity, Some(quantity))
}

fn label(part: &BomPart) -> String {
    let name = if part.name.is_empty() { &part.name_zh } else { &part.name };
    let words = [part.number.trim(), name.trim()];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
