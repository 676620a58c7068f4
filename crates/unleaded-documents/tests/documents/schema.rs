//! The schema and the struct say the same.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::sample::{full, product, report, wire};

const SCHEMA: &str = include_str!("../../../../schemas/report-v1.schema.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).expect("the schema is JSON")
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).expect("the schema is one of draft 2020-12")
}

/// What the struct writes for `value`.
fn serialised(value: &Value) -> Value {
    serde_json::from_str(&report(value).to_json()).expect("JSON")
}

/// A report with null and empty wherever that may be.
fn bare() -> Value {
    let mut value = wire("GB/T 26572-2011", json!([product(&[], "unknown", &[])]));
    value["options"]["china_basis"] = Value::Null;
    value["options"]["trust_sha256"] = Value::Null;
    value["options"]["mapping_sha256"] = Value::Null;
    value["products"][0]["weighed_mass_mg"] = Value::Null;
    value["products"][0]["mass_mg"]["high"] = Value::Null;
    value["products"][0]["coverage"]["mass_declared_share"] = Value::Null;
    value
}

#[test]
fn reports_are_valid() {
    assert!(jsonschema::meta::is_valid(&schema()));
    let validator = validator();
    for value in [full(), bare(), wire("GB/T 26572-2011", json!([]))] {
        let errors: Vec<String> =
            validator.iter_errors(&serialised(&value)).map(|e| format!("{e}")).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn fields_may_be_added() {
    let mut value = serialised(&full());
    value["later"] = json!(1);
    value["products"][0]["verdicts"][0]["findings"][0]["later"] = json!(1);
    assert!(validator().is_valid(&value));
}

#[test]
fn broken_reports_are_refused() {
    let validator = validator();
    for (pointer, broken) in [
        ("/schema", json!("unleaded/report/v2")),
        ("/as_of", json!("22.11.2026")),
        ("/inputs/bom/sha256", json!("ABC")),
        ("/inputs/declarations/0/signature", json!("fine")),
        ("/options/closure_tolerance_percent", json!(0.5)),
        ("/products/0/status", json!("ok")),
        ("/products/0/mass_mg/low", json!("1e3")),
        ("/products/0/mass_mg/low", json!("-1")),
        ("/products/0/mass_mg/low", json!("01")),
        ("/products/0/mass_mg/low", Value::Null),
        ("/products/0/coverage/parts/declared", json!(-1)),
        ("/products/0/parts/0/unit", json!("kg")),
        ("/products/0/parts/0/statuses/0/entries/Pb", json!("fine")),
        ("/products/0/claims/0/outcome", json!("perhaps")),
        ("/products/0/claims/0/places", json!(-1)),
        ("/products/0/claims/0/rule_set", json!(1)),
        ("/products/0/verdicts/0/kind", json!("wish")),
        ("/products/0/verdicts/0/counts", json!({"fine": 1})),
        ("/products/0/verdicts/0/findings/0/document", json!("0000")),
        ("/products/0/verdicts/0/findings/0/level", json!("room")),
        ("/products/0/verdicts/1/exemptions/0/force", json!("perhaps")),
    ] {
        let mut value = serialised(&full());
        *value.pointer_mut(pointer).expect(pointer) = broken.clone();
        assert!(!validator.is_valid(&value), "{pointer} = {broken}");
    }
}

#[test]
fn no_field_may_be_missing() {
    let validator = validator();
    let whole = serialised(&full());
    let mut pointers = Vec::new();
    fields(&whole, "", &mut pointers);
    let fixed = pointers.iter().filter(|(_, key)| !is_map_key(key));
    let fixed = fixed.filter(|(parent, key)| !is_not_there_where_empty(parent, key));
    for (parent, key) in fixed {
        let mut value = whole.clone();
        let object = value.pointer_mut(parent).and_then(Value::as_object_mut).expect(parent);
        object.remove(key);
        assert!(!validator.is_valid(&value), "{parent}/{key} is not required");
    }
}

/// Fields that few reports have; where there is nothing to say they are not written.
fn is_not_there_where_empty(parent: &str, key: &str) -> bool {
    key == "evidence_sha256" || (parent, key) == ("/inputs", "statements")
}

/// Keys of `counts` and `entries`, which are data.
fn is_map_key(key: &str) -> bool {
    let statuses = [
        "compliant",
        "compliant-by-exemption",
        "unknown",
        "non-compliant",
        "declare",
        "nothing-to-declare",
    ];
    statuses.contains(&key) || crate::sample::TEN.contains(&key) || key == "china-rohs"
}

fn fields(value: &Value, at: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                out.push((at.to_owned(), key.clone()));
                fields(inner, &format!("{at}/{key}"), out);
            }
        }
        Value::Array(items) => {
            for (position, inner) in items.iter().enumerate() {
                fields(inner, &format!("{at}/{position}"), out);
            }
        }
        _ => {}
    }
}

/// The properties that a schema names, as paths without positions; maps end in `*`.
fn named(root: &Value, schema: &Value, at: &str, out: &mut BTreeSet<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = root.pointer(reference.trim_start_matches('#')).expect(reference);
        named(root, target, at, out);
    }
    for inner in schema["anyOf"].as_array().into_iter().flatten() {
        named(root, inner, at, out);
    }
    if schema["items"].is_object() {
        named(root, &schema["items"], at, out);
    }
    if schema["type"] == "object" && schema["properties"].is_null() {
        out.insert(format!("{at}/*"));
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        let at = format!("{at}/{key}");
        named(root, inner, &at, out);
        out.insert(at);
    }
}

#[test]
fn the_schema_names_the_fields_of_the_struct_and_no_others() {
    let schema = schema();
    let mut in_schema = BTreeSet::new();
    named(&schema, &schema, "", &mut in_schema);
    let mut all = Vec::new();
    fields(&serialised(&full()), "", &mut all);
    let in_struct: BTreeSet<String> = all
        .iter()
        .map(|(parent, key)| {
            let steps = parent.split('/').filter(|step| step.parse::<usize>().is_err());
            let key = if is_map_key(key) { "*" } else { key };
            format!("{}/{key}", steps.collect::<Vec<_>>().join("/"))
        })
        .map(|path| if path.starts_with('/') { path } else { format!("/{path}") })
        .collect();
    assert_eq!(in_schema, in_struct);
}
