//! What became of the files, in words and as JSON (`schemas/add-v1.schema.json`).

use serde_json::{Value, json};
use unleaded_app::documents::Signature;
use unleaded_app::ingest::{Fate, Ingested, Kind, Taken};
use unleaded_model::diagnostic::{Diagnostic, Language};

use crate::printer::Printer;
use crate::verbs::json;

/// The word for what became of a file.
fn outcome(taken: &Taken) -> &'static str {
    match &taken.fate {
        Fate::Kept(put) if put.new.is_empty() => "present",
        // Where the document itself is new, all of it is.
        Fate::Kept(put) if put.new.iter().any(|name| put.path.ends_with(&format!("/{name}"))) => {
            "added"
        }
        Fate::Kept(_) => "completed",
        Fate::NotReached => "not-reached",
        Fate::Refused => "refused",
        Fate::Unreadable => "unreadable",
    }
}

const OUTCOMES: [(&str, &str, &str); 6] = [
    ("added", "added", "新增"),
    ("completed", "completed", "补充"),
    ("present", "already there", "已存在"),
    ("refused", "refused", "拒绝"),
    ("unreadable", "not readable", "无法读取"),
    ("not-reached", "not reached", "未处理"),
];

fn count(ingested: &Ingested, wanted: &str) -> usize {
    ingested.taken.iter().filter(|taken| outcome(taken) == wanted).count()
}

pub(super) fn json(ingested: &Ingested) -> String {
    let totals: serde_json::Map<String, Value> = OUTCOMES
        .iter()
        .map(|(word, ..)| (word.replace('-', "_"), count(ingested, word).into()))
        .collect();
    json::document(&json!({
        "schema": "unleaded/add/v1",
        "totals": totals,
        "files": ingested.taken.iter().map(file).collect::<Vec<_>>(),
    }))
}

fn file(taken: &Taken) -> Value {
    let put = match &taken.fate {
        Fate::Kept(put) => Some(put),
        Fate::NotReached | Fate::Refused | Fate::Unreadable => None,
    };
    let said = taken.examined.as_ref().map(|examined| &examined.said);
    json!({
        "file": taken.name,
        "kind": match taken.kind {
            Kind::Alone => "alone",
            Kind::Document => "document",
            Kind::Statement => "statement",
        },
        "outcome": outcome(taken),
        "sha256": put.and(taken.sha256).map(|sha256| sha256.to_string()),
        "stored": put.map(|put| &put.path),
        "new": put.map(|put| put.new.as_slice()).unwrap_or_default(),
        "signature": taken.signature().map(Signature::word),
        "signer": taken.signature().and_then(Signature::signer),
        "parts": said.map(|said| said.parts),
        "errors": said.map(|said| said.errors),
        "warnings": said.map(|said| said.warnings),
        "diagnostics": taken.diagnostics.iter().map(json::diagnostic).collect::<Vec<_>>(),
    })
}

/// Prints why files were refused, and how many were kept with defects.
pub(super) fn tell(ingested: &Ingested, printer: &Printer) {
    let told: Vec<Diagnostic> =
        ingested.taken.iter().flat_map(|taken| &taken.diagnostics).cloned().collect();
    printer.diagnostics(&told);
    let said = ingested.taken.iter().filter_map(|taken| taken.examined.as_ref());
    let bad: Vec<u64> =
        said.map(|examined| examined.said.errors).filter(|errors| *errors > 0).collect();
    let (files, errors) = (bad.len(), bad.iter().sum::<u64>());
    if files > 0 {
        printer.note(&match printer.language() {
            Language::En => format!(
                "kept with defects: {files} documents with {errors} errors; `unleaded check documents` tells them"
            ),
            Language::Zh => format!(
                "收入时带有缺陷：{files} 个文件，共 {errors} 个错误；可用“unleaded check documents”查看"
            ),
        });
    }
}

/// The line with the totals.
pub(super) fn totals(ingested: &Ingested, language: Language) -> String {
    let parts = OUTCOMES.iter().filter_map(|(word, en, zh)| {
        let count = count(ingested, word);
        let name = match language {
            Language::En => en,
            Language::Zh => zh,
        };
        (count > 0 || *word == "added").then(|| format!("{name} {count}"))
    });
    let separator = match language {
        Language::En => ", ",
        Language::Zh => "，",
    };
    parts.collect::<Vec<_>>().join(separator) + "\n"
}
