//! A bill of materials as JSON.

use serde_json::{Value, json};
use unleaded_model::bom::{Bom, BomLine, BomPart, CompositionRole, OwnMaterials, QuantityUnit};

use crate::verbs::json::place;

/// Its parts, and its lines with the numbers of the parts that they join.
pub(super) fn bom(bom: &Bom) -> Value {
    let number = |at: usize| bom.parts.get(at).map(|part| part.number.as_str());
    let line = |line: &BomLine| {
        json!({
            "parent": number(line.parent),
            "child": number(line.child),
            "quantity": line.quantity.amount.to_string(),
            "unit": match line.quantity.unit {
                QuantityUnit::Grams => "g",
                QuantityUnit::Pieces => "pieces",
            },
            "place": place(&line.place),
        })
    };
    json!({
        "parts": bom.parts.iter().map(part).collect::<Vec<_>>(),
        "lines": bom.lines.iter().map(line).collect::<Vec<_>>(),
    })
}

fn part(part: &BomPart) -> Value {
    let sold = part.maker_numbers.iter();
    json!({
        "number": part.number,
        "name": part.name,
        "name_zh": part.name_zh,
        "makers": part.makers,
        "maker_numbers": sold.map(|m| json!({"maker": m.maker, "number": m.number})).collect::<Vec<_>>(),
        "mass_mg": part.mass.map(|mass| mass.to_string()),
        "category": part.category,
        "applications": part.applications,
        "china_item": part.china_item,
        "composition": match part.composition {
            CompositionRole::Adds => "adds",
            CompositionRole::Whole => "whole",
        },
        "own_materials": match part.own_materials {
            OwnMaterials::None => "none",
            OwnMaterials::Unread => "unread",
        },
        "place": place(&part.place),
    })
}
