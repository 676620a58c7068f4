//! What is said of each product's place in the China RoHS catalogue.

use unleaded_documents::report::{Scope as Wire, ScopeBound, ScopeCondition};
use unleaded_model::bom::{Bom, BomPart};
use unleaded_model::diagnostic::codes::rules as codes;
use unleaded_model::diagnostic::{Diagnostic, Language};
use unleaded_rules::lists::ChinaLists;
use unleaded_rules::{ItemError, Law, RuleSet, Scope, StatedItem};

use super::Request;
use crate::nearest::nearest;

/// Whether all that is said can be used: under another's bounds a product could be let off that must be assessed.
pub(super) fn are_known(
    request: &Request<'_>,
    bom: &Bom,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    let china = &request.lists.china;
    let of_all = request.options.china_item.iter().map(|said| (said.as_str(), None));
    let of_parts = bom.parts.iter().map(|part| (part.china_item.as_str(), Some(part)));
    let before = diagnostics.len();
    for (said, part) in of_all.chain(of_parts) {
        if let Err(error) = StatedItem::parse(said, china) {
            diagnostics.push(refused(&error, part, china));
        }
    }
    diagnostics.len() == before
}

fn refused(error: &ItemError, part: Option<&BomPart>, china: &ChinaLists) -> Diagnostic {
    let at = |code| match part {
        Some(part) => Diagnostic::new(code, part.place.clone()),
        None => Diagnostic::unplaced(code),
    };
    match error {
        ItemError::Unknown { item } => at(codes::CHINA_ITEM)
            .with("value", item.as_str())
            .with("nearest", nearest_items(item, china)),
        ItemError::Value { value, item, wanted } => {
            let reason = ("it is no value that bounds this item", "不是该条目范围限值所需的数值");
            value_of(at(codes::CHINA_ITEM_VALUE).with("reason", reason), [value, item, wanted])
        }
        ItemError::ValueTwice { value, item, wanted } => {
            let reason = ("it is a second value of one quantity", "同一数量给出了两个值");
            value_of(at(codes::CHINA_ITEM_VALUE).with("reason", reason), [value, item, wanted])
        }
    }
}

fn value_of(found: Diagnostic, [value, item, wanted]: [&String; 3]) -> Diagnostic {
    found.with("value", value.as_str()).with("item", item.as_str()).with("wanted", wanted.as_str())
}

/// ` (2018-1/1 Refrigerators 电冰箱?)`: the items whose identity or name is most like what was asked for; empty when none is.
fn nearest_items(asked: &str, china: &ChinaLists) -> String {
    let named = asked.split([',', ';', '，', '；']).next().unwrap_or_default();
    let items = &china.catalogue;
    let names = items.iter().flat_map(|item| [&item.id, &item.name_en, &item.name_zh]);
    let near = nearest(named, names.map(String::as_str));
    let is_near = |name: &String| near.contains(&name.as_str());
    let found = items.iter().filter(|i| [&i.id, &i.name_en, &i.name_zh].into_iter().any(is_near));
    let found: Vec<String> =
        found.map(|i| format!("{} {} {}", i.id, i.name_en, i.name_zh)).collect();
    if found.is_empty() { String::new() } else { format!(" ({}?)", found.join(", ")) }
}

/// How the product `part` stands to the catalogue under `rules`; `None`: that is another law.
pub(super) fn scope(request: &Request<'_>, part: &BomPart, rules: &RuleSet) -> Option<Scope> {
    if rules.law != Law::ChinaRohs {
        return None;
    }
    let said = match part.china_item.as_str() {
        "" => request.options.china_item.as_deref().unwrap_or_default(),
        own => own,
    };
    let china = &request.lists.china;
    // All that is said was found to be usable before; what is not said is judged as if in the catalogue.
    let stated = StatedItem::parse(said, china).unwrap_or_default();
    Some(Scope::new(&stated, china, request.options.as_of, &rules.edition))
}

/// The same as the report writes it.
pub(super) fn wire(scope: &Scope) -> Wire {
    let item = scope.item.as_ref();
    let bounds = item.into_iter().flat_map(|item| &item.bounds).zip(&scope.values);
    let bounds = bounds.map(|(bound, value)| ScopeBound {
        quantity: bound.quantity.clone(),
        quantity_zh: bound.quantity_zh.clone(),
        stated: value.as_ref().map(|value| value.text.clone()),
        max: bound.max.clone(),
        unit: bound.unit.clone(),
    });
    let conditions = scope.conditions.iter().map(|condition| ScopeCondition {
        text: condition.text_en.clone(),
        text_zh: condition.text_zh.clone(),
        confidence: condition.confidence.clone(),
        source: condition.source.clone(),
    });
    Wire {
        standing: scope.standing.word().to_owned(),
        assessed: scope.is_assessed(),
        item: item.map(|item| item.id.clone()),
        name: item.map(|item| item.name_en.clone()).unwrap_or_default(),
        name_zh: item.map(|item| item.name_zh.clone()).unwrap_or_default(),
        class: Some(scope.class.clone()).filter(|class| !class.is_empty()),
        bounds: bounds.collect(),
        reason: scope.reason(Language::En),
        reason_zh: scope.reason(Language::Zh),
        conditions: conditions.collect(),
    }
}
