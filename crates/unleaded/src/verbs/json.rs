//! Diagnostics as JSON, described by `schemas/diagnostics-v1.schema.json`.

use serde_json::{Value, json};
use unleaded_model::diagnostic::{Diagnostic, Language, Place};

/// Returns a diagnostic with its words in both languages.
pub(crate) fn diagnostic(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code.name(),
        "severity": diagnostic.severity.word(),
        "message": diagnostic.message(Language::En),
        "message_zh": diagnostic.message(Language::Zh),
        "help": diagnostic.help(Language::En),
        "help_zh": diagnostic.help(Language::Zh),
        "places": diagnostic.places.iter().map(place).collect::<Vec<_>>(),
    })
}

/// Returns where something stands.
pub(crate) fn place(place: &Place) -> Value {
    match place {
        Place::File { file } => json!({"file": file.as_str()}),
        Place::Member { file, member } => {
            let inner = self::place(&member.place);
            json!({"file": file.as_str(), "member": member.name, "inner": inner})
        }
        Place::Sheet { file, cell } => {
            json!({"file": file.as_str(), "sheet": cell.sheet, "cell": cell.name})
        }
        Place::Text { file, line, column, start, length } => {
            let end = start + u64::from(*length);
            json!({
                "file": file.as_str(), "line": line, "column": column, "start": start, "end": end,
            })
        }
    }
}

/// Returns a document with two spaces of indentation and a final newline.
pub(crate) fn document(value: &Value) -> String {
    format!("{value:#}\n")
}
