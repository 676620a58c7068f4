//! Lists as JSON, described by `schemas/lists-v1.schema.json`, `schemas/list-v1.schema.json` and
//! `schemas/list-diff-v1.schema.json`; the calendar by `schemas/expiring-v1.schema.json`.

use jiff::civil::Date;
use serde_json::{Map, Value, json};
use unleaded_app::expiring::{About, Calendar, Event, Falling, Source, Touched, Window};
use unleaded_rules::listed::{Difference, Fact, Item, Listed, Said};
use unleaded_rules::lists::{ListHeader, Lists};

use super::compared::Side;
use super::expiring::{Named, was_made_with};

/// All lists.
pub(super) fn overview(lists: &[Listed<'_>]) -> Value {
    let lists: Vec<Value> = lists
        .iter()
        .map(|list| {
            let mut header = header(list);
            header.insert("entries".to_owned(), json!(list.entries()));
            header.insert("counts".to_owned(), counts(list));
            Value::Object(header)
        })
        .collect();
    json!({"schema": "unleaded/lists/v1", "lists": lists})
}

/// A list with what was asked for of it.
pub(super) fn list(list: &Listed<'_>, as_of: Option<Date>, entry: Option<&str>) -> Value {
    json!({
        "schema": "unleaded/list/v1",
        "list": header(list),
        "as_of": as_of.map(|date| date.to_string()),
        "entry": entry,
        "counts": counts(list),
        "items": list.items.iter().map(item).collect::<Vec<_>>(),
    })
}

/// What differs between two editions or dates of a list.
pub(super) fn compared(sides: [&Side<'_>; 2], differences: &[Difference<'_>]) -> Value {
    let [a, b] = sides;
    let mut changes = Vec::new();
    collect(differences, &mut Vec::new(), &mut changes);
    let count = |word: &str| changes.iter().filter(|change| change["change"] == word).count();
    json!({
        "schema": "unleaded/list-diff/v1",
        "list": header(&a.list),
        "a": {"asked": a.asked, "entries": a.list.entries()},
        "b": {"asked": b.asked, "entries": b.list.entries()},
        "equal": differences.is_empty(),
        "counts": {
            "added": count("added"),
            "removed": count("removed"),
            "changed": count("changed"),
        },
        "changes": changes,
    })
}

/// What ends or changes within a time.
pub(super) fn expiring(
    calendar: &Calendar,
    window: Window,
    named: &[Named],
    lists: &Lists,
) -> Value {
    let report = |named: &Named| {
        json!({
            "file": named.file,
            "sha256": named.sha256,
            "as_of": named.report.as_of,
            "same_lists": was_made_with(&named.report, lists),
        })
    };
    let list = |header: &ListHeader| json!({"id": header.id, "edition": header.edition, "sha256": header.sha256});
    json!({
        "schema": "unleaded/expiring/v1",
        "from": window.from.to_string(),
        "until": window.until.to_string(),
        "lists": lists.headers().into_iter().map(list).collect::<Vec<_>>(),
        "reports": named.iter().map(report).collect::<Vec<_>>(),
        "events": calendar.events.iter().map(event).collect::<Vec<_>>(),
        "apart": calendar.apart.iter().map(event).collect::<Vec<_>>(),
        "falling": calendar.falling.iter().map(falling).collect::<Vec<_>>(),
    })
}

fn event(event: &Event) -> Value {
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let (kind, exemption, change) = match &event.about {
        About::Change(change) => (
            "change",
            Value::Null,
            json!({
                "list": change.list, "removed": change.removed, "added": change.added,
                "changed": change.changed, "text": change.text_en, "text_zh": change.text_zh,
            }),
        ),
        About::Exemption(end) => {
            let ends: Vec<String> = end.ends.iter().map(ToString::to_string).collect();
            let source = |source: &Source| json!({"act": source.act, "expires": day(source.expires), "source": source.source});
            let exemption = json!({
                "id": end.id, "list": end.list, "entries": end.entries,
                "categories": end.categories, "certainty": end.certainty.word(), "ends": ends,
                "sources": end.sources.iter().map(source).collect::<Vec<_>>(),
            });
            ("exemption", exemption, Value::Null)
        }
    };
    let touched = |touched: &Touched| {
        json!({
            "report": touched.report, "part": touched.part, "name": touched.name,
            "status": touched.status, "places": touched.places, "path": touched.path,
            "falls": touched.falls,
        })
    };
    json!({
        "date": day(event.date), "kind": kind, "exemption": exemption, "change": change,
        "products": event.products.iter().map(touched).collect::<Vec<_>>(),
    })
}

fn falling(falling: &Falling) -> Value {
    json!({
        "report": falling.report, "part": falling.part, "name": falling.name,
        "rule_set": falling.rule_set, "last_day": falling.last_day.to_string(),
        "certainty": falling.certainty.word(), "exemptions": falling.exemptions,
    })
}

/// Adds the differences and those inside of them, depth first; what only holds some is a step of their paths.
fn collect(differences: &[Difference<'_>], path: &mut Vec<Value>, changes: &mut Vec<Value>) {
    for difference in differences {
        match difference {
            Difference::Added(b) => {
                changes.push(
                    json!({"change": "added", "path": path, "fields": [], "a": null, "b": item(b)}),
                );
            }
            Difference::Removed(a) => {
                changes.push(json!({"change": "removed", "path": path, "fields": [], "a": item(a), "b": null}));
            }
            Difference::Changed { a, b, facts, items } => {
                if !facts.is_empty() {
                    let fields: Vec<Value> = facts
                        .iter()
                        .map(|(field, a, b)| json!({"field": field.name(), "a": said(a), "b": said(b)}))
                        .collect();
                    changes.push(json!({
                        "change": "changed", "path": path, "fields": fields, "a": item(a), "b": item(b),
                    }));
                }
                path.push(json!({"kind": b.kind.name(), "key": b.key}));
                collect(items, path, changes);
                path.pop();
            }
        }
    }
}

fn header(list: &Listed<'_>) -> Map<String, Value> {
    let header = list.header;
    let day = |date: Option<Date>| date.map(|date| date.to_string());
    let value = json!({
        "id": header.id,
        "authority": header.authority,
        "identity": header.identity,
        "edition": header.edition,
        "issued": day(header.issued),
        "effective": day(header.effective),
        "repealed": day(header.repealed),
        "known": day(header.known),
        "known_until": day(list.known_until),
        "standing": header.standing.word(),
        "file": header.place.as_ref().map(|place| place.file_name().as_str()),
        "status": header.status,
        "source": header.source,
        "licence": header.licence,
        "sha256": header.sha256,
    });
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

fn counts(list: &Listed<'_>) -> Value {
    let counts = list.counts().into_iter();
    Value::Object(counts.map(|(kind, count)| (kind.name().to_owned(), json!(count))).collect())
}

fn item(item: &Item) -> Value {
    let fact = |(field, value): &Fact| (field.name().to_owned(), said(value));
    let mut fields: Map<String, Value> = item.facts.iter().map(fact).collect();
    fields.insert("kind".to_owned(), json!(item.kind.name()));
    fields.insert("key".to_owned(), json!(item.key));
    fields.insert("items".to_owned(), item.items.iter().map(self::item).collect());
    Value::Object(fields)
}

fn said(said: &Said) -> Value {
    match said {
        Said::Nothing => Value::Null,
        Said::Several(values) => json!(values),
        Said::Text(text) => json!(text),
    }
}
