//! A comparison as JSON, described by `schemas/diff-v1.schema.json`.

use serde_json::{Value, json};
use unleaded_app::diff::{self, Change, Exact, Fact, How, Mode};

use super::{Compared, Scope, Side};
use crate::verbs::json::diagnostic;

pub(super) fn body(compared: &Compared, sides: [&Side; 2], scope: Scope) -> Value {
    let [a, b] = sides.map(side);
    let counts = compared.root.counts();
    let mut changes = Vec::new();
    let mut path = Vec::new();
    for child in &compared.root.children {
        collect(child, scope, &mut path, &mut changes);
    }
    json!({
        "schema": "unleaded/diff/v1",
        "kind": compared.kind,
        "a": a,
        "b": b,
        "printed": compared.mode == Mode::Printed,
        "equal": compared.root.is_equal(),
        "counts": {
            "added": counts.added,
            "removed": counts.removed,
            "changed": counts.changed,
            "equal": counts.equal,
        },
        "changes": changes,
    })
}

fn side(side: &Side) -> Value {
    json!({
        "file": side.path,
        "sha256": side.sha256,
        "diagnostics": side.diagnostics().iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

/// Adds a change and what is inside it, depth first.
fn collect(change: &Change, scope: Scope, path: &mut Vec<Value>, changes: &mut Vec<Value>) {
    if change.is_equal() && scope == Scope::Differences {
        return;
    }
    if !matches!(change.how, How::Within) || scope == Scope::All {
        let told = |fact: &&Fact| fact.how != How::Equal || scope == Scope::All;
        changes.push(json!({
            "change": word(change.how),
            "kind": change.kind.name(),
            "path": path,
            "name_a": change.a,
            "name_b": change.b,
            "fields": change.facts.iter().filter(told).map(fact).collect::<Vec<_>>(),
        }));
    }
    path.push(json!({"kind": change.kind.name(), "name": change.label()}));
    for child in &change.children {
        collect(child, scope, path, changes);
    }
    path.pop();
}

fn word(how: How) -> &'static str {
    match how {
        How::Added => "added",
        How::Changed => "changed",
        How::Equal | How::Within => "equal",
        How::Removed => "removed",
    }
}

fn fact(fact: &Fact) -> Value {
    json!({
        "field": fact.field.name(),
        "change": word(fact.how),
        "a": fact.a.as_ref().map(value),
        "b": fact.b.as_ref().map(value),
    })
}

fn value(value: &diff::Value) -> Value {
    let (mut mass, mut share) = (Value::Null, Value::Null);
    match &value.exact {
        Exact::Mass(range) => {
            let high = range.high.map(|high| high.to_string());
            mass = json!({"low": range.low.to_string(), "high": high});
        }
        Exact::Share(range) => {
            let (low, high) = (range.low.ppm_low(), range.high.ppm_high());
            share = json!({"low": low.to_string(), "high": high.to_string()});
        }
        Exact::Count(_) | Exact::Text(_) => {}
    }
    json!({"printed": value.printed, "mass_mg": mass, "share_ppm": share})
}
