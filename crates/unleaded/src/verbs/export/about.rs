//! What tells of the tables: their columns, and what they were made from; described by `schemas/export-v1.schema.json`.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use unleaded_app::rollup::tables::{Field, Kind, Presence, SCHEMA, Table};
use unleaded_documents::report::Report;

use super::To;
use crate::verbs::json::document;

pub(super) fn body(to: To, report: &Report, rows: &BTreeMap<Table, u64>) -> String {
    let tables = Table::ALL.iter().map(|table| {
        json!({
            "name": table.name(),
            "file": to.file_name(*table),
            "rows": rows.get(table),
            "columns": table.fields().iter().map(column).collect::<Vec<_>>(),
        })
    });
    document(&json!({
        "schema": SCHEMA,
        "as_of": report.as_of,
        "tool": report.tool,
        "options": report.options,
        "inputs": {"bom": report.inputs.bom, "lists": report.inputs.lists},
        "format": to.word(),
        "tables": tables.collect::<Vec<_>>(),
    }))
}

fn column(field: &Field) -> Value {
    json!({
        "name": field.name,
        "type": sql_type(field.kind),
        "nullable": field.presence == Presence::Sometimes,
    })
}

/// The type in the words of SQL.
fn sql_type(kind: Kind) -> String {
    match (kind, kind.decimal()) {
        (_, Some((digits, places))) => format!("DECIMAL({digits},{places})"),
        (Kind::Count, _) => "BIGINT".to_owned(),
        (Kind::Date, _) => "DATE".to_owned(),
        (Kind::Flag, _) => "BOOLEAN".to_owned(),
        _ => "VARCHAR".to_owned(),
    }
}

/// Whether a file tells of tables of this program, of any version.
pub(super) fn is_about(bytes: &[u8]) -> bool {
    let read: Result<Value, _> = serde_json::from_slice(bytes);
    let schema = read.ok().and_then(|about| Some(about.get("schema")?.as_str()?.to_owned()));
    schema.is_some_and(|schema| schema.starts_with("unleaded/export/"))
}
