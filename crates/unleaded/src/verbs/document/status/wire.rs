//! What became of documents as JSON, described by `schemas/document-status-v1.schema.json`.

use serde_json::{Value, json};
use unleaded_documents::made_from::{Change, How, Input, ListEdition, Now, State};

use super::{Told, Untold};

pub(super) fn body(told: &[Told], now: &Now<'_>) -> Value {
    json!({
        "schema": "unleaded/document-status/v1",
        "as_of": now.as_of,
        "documents": told.iter().map(one).collect::<Vec<_>>(),
    })
}

fn one(told: &Told) -> Value {
    let state = match told.state() {
        State::Current => "current",
        State::Stale => "stale",
        State::Unknown => "unknown",
    };
    let found = told.found.as_ref().ok();
    let changes = found.iter().flat_map(|(_, compared)| &compared.changes).map(change);
    let words = |inputs: &[Input]| inputs.iter().map(|i| word(*i)).collect::<Vec<_>>();
    json!({
        "file": told.file,
        "state": state,
        "reason": reason(told),
        "made_from": found.map(|(made, _)| made),
        "changes": changes.collect::<Vec<_>>(),
        "compared": found.map_or(Vec::new(), |(_, compared)| words(&compared.compared)),
        "not_compared": found.map_or(Vec::new(), |(_, compared)| words(&compared.not_compared)),
        // Documents are not signed.
        "altered": null,
    })
}

/// Why it can't be told; null: it can.
fn reason(told: &Told) -> Option<&'static str> {
    match (&told.found, told.state()) {
        (Err(Untold::Absent), _) => Some("absent"),
        (Err(Untold::Malformed), _) => Some("malformed"),
        (Err(Untold::Unreadable), _) => Some("unreadable"),
        (Ok(_), State::Unknown) => Some("too-little-given"),
        (Ok(_), State::Current | State::Stale) => None,
    }
}

fn word(input: Input) -> &'static str {
    match input {
        Input::Bom => "bom",
        Input::Decisions => "decisions",
        Input::Declarations => "declarations",
        Input::Lists => "lists",
        Input::Mapping => "mapping",
        Input::Report => "report",
        Input::Trust => "trust",
    }
}

fn change(change: &Change) -> Value {
    match change {
        Change::AsOf { then, now } => json!({"what": "as-of", "then": then, "now": now}),
        Change::Declaration(one) => json!({
            "what": "declaration",
            "how": match one.how {
                How::Added => "added",
                How::Changed => "changed",
                How::Removed => "removed",
            },
            "then": one.then,
            "now": one.now,
            "files": one.files,
            "parts": one.parts,
        }),
        Change::Declarations { then, now } => {
            json!({"what": "declarations", "then": then, "now": now})
        }
        Change::Ended { holds_until } => json!({"what": "ended", "holds_until": holds_until}),
        Change::File { input, then, now } => {
            json!({"what": word(*input), "then": then, "now": now})
        }
        Change::Rules { since } => json!({"what": "rules", "since": since}),
        Change::List { then, now } => json!({
            "what": "list",
            "id": then.id,
            "then": edition(then),
            "now": now.as_ref().map(edition),
        }),
    }
}

fn edition(list: &ListEdition) -> Value {
    json!({"edition": list.edition, "sha256": list.sha256})
}
