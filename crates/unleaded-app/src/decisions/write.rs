//! A decision as its file writes it.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::Subject;

/// A decision to be written down.
#[derive(Clone, Debug)]
pub struct Decided<'a> {
    /// The finding that it is on.
    pub on: &'a Subject,
    /// The steps from the part down to the place; `None`: every place of the part.
    pub place: Option<&'a [String]>,
    /// Why.
    pub reason: &'a str,
    /// Who decided.
    pub owner: &'a str,
    /// The hash of what shows it, `sha256:` and hex digits.
    pub evidence: Option<&'a str>,
    /// The day of the decision.
    pub decided: Date,
    /// Its last day.
    pub expires: Date,
}

/// Returns the lines that say it, to be added at the end of a file of decisions.
pub fn entry(decided: &Decided<'_>) -> String {
    let mut text = String::from("\n[[decision]]\n");
    let mut say = |field: &str, value: &str| {
        let _infallible = writeln!(text, "{field} = {}", quoted(value));
    };
    say("rules", &decided.on.rules);
    say("entry", &decided.on.entry);
    say("part", &decided.on.part);
    say("document", decided.on.document.as_deref().unwrap_or("none"));
    say("reason", decided.reason);
    say("owner", decided.owner);
    if let Some(evidence) = decided.evidence {
        say("evidence", evidence);
    }
    if let Some(place) = decided.place {
        let steps: Vec<String> = place.iter().map(|step| quoted(step)).collect();
        let _infallible = writeln!(text, "place = [{}]", steps.join(", "));
    }
    let _infallible =
        writeln!(text, "decided = {}\nexpires = {}", decided.decided, decided.expires);
    text
}

/// A string of JSON is one of TOML, but for a control character that only TOML forbids.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
