//! A file of decisions, read with the place of every defect.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unleaded_model::diagnostic::codes::decisions as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use super::{Decision, Subject};

/// The fields of a decision.
const FIELDS: [&str; 10] = [
    "rules", "entry", "part", "place", "document", "reason", "owner", "evidence", "decided",
    "expires",
];

type Value<'a> = Spanned<DeValue<'a>>;

/// The text, and what was read of it.
struct Reader<'a> {
    text: &'a str,
    file: &'a FileName,
    decisions: Vec<Decision>,
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn read(bytes: &[u8], file: &FileName) -> Result<Vec<Decision>, Vec<Diagnostic>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader { text, file, decisions: Vec::new(), diagnostics: Vec::new() };
    match DeTable::parse(text) {
        Ok(table) => reader.table(table.get_ref()),
        Err(error) => {
            let reason = error.message().to_owned();
            reader.report("TOML", error.span().unwrap_or(0..0), &reason, &reason);
        }
    }
    match reader.diagnostics.is_empty() {
        true => Ok(reader.decisions),
        false => Err(reader.diagnostics),
    }
}

impl Reader<'_> {
    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            if key.get_ref() != "decision" {
                let (en, zh) = ("there is nothing but [[decision]]", "只能有 [[decision]]");
                self.report(key.get_ref(), key.span(), en, zh);
                continue;
            }
            let Some(all) = value.get_ref().as_array() else {
                let (en, zh) = ("write [[decision]] above each", "每项之前应写 [[decision]]");
                self.report("decision", value.span(), en, zh);
                continue;
            };
            for one in all {
                match one.get_ref().as_table() {
                    Some(table) => self.decision(table, one.span()),
                    None => self.report("decision", one.span(), "it is no table", "应为表"),
                }
            }
        }
    }

    fn decision(&mut self, table: &DeTable<'_>, span: Range<usize>) {
        let before = self.diagnostics.len();
        for key in table.keys().filter(|key| !FIELDS.contains(&key.get_ref().as_ref())) {
            let known = FIELDS.join(", ");
            let (en, zh) = (
                format!("there is no such field; there are {known}"),
                format!("没有该项；可用的有 {known}"),
            );
            self.report(key.get_ref(), key.span(), &en, &zh);
        }
        let text = |reader: &mut Self, field| reader.text(table, field, &span);
        let (rules, entry) = (text(self, "rules"), text(self, "entry"));
        let (part, reason) = (text(self, "part"), text(self, "reason"));
        let (owner, document) = (text(self, "owner"), text(self, "document"));
        let document = document.and_then(|d| self.document(d, table));
        let evidence = self.evidence(table);
        let place = self.place(table);
        let (decided, expires) =
            (self.date(table, "decided", &span), self.date(table, "expires", &span));
        let (Some(decided), Some(expires)) = (decided, expires) else { return };
        if expires < decided {
            let (en, zh) = ("it ends before it was made", "到期日早于决定日");
            self.report("expires", span.clone(), en, zh);
        }
        let (Some(rules), Some(entry), Some(part)) = (rules, entry, part) else { return };
        let (Some(reason), Some(owner), Some(document)) = (reason, owner, document) else { return };
        if self.diagnostics.len() > before {
            return;
        }
        let on = Subject { rules, entry, part, document };
        let at = Place::span(self.file, self.text, span);
        let decision = Decision { on, place, reason, owner, evidence, decided, expires, at };
        self.decisions.push(decision);
    }

    /// A field that must be there and hold text.
    fn text(&mut self, table: &DeTable<'_>, field: &str, span: &Range<usize>) -> Option<String> {
        let Some(value) = table.get(field) else {
            self.report(field, span.clone(), "it is missing", "缺少该项");
            return None;
        };
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            let (en, zh) = ("it is no text in quotes, or empty", "应为带引号的非空文本");
            self.report(field, value.span(), en, zh);
        }
        text.map(str::to_owned)
    }

    /// The hash of a document, or `none` for a part that has none.
    fn document(&mut self, text: String, table: &DeTable<'_>) -> Option<Option<String>> {
        if text == "none" {
            return Some(None);
        }
        if is_hash(&text) {
            return Some(Some(text));
        }
        let span = table.get("document").map_or(0..0, Value::span);
        let (en, zh) = (
            "it is neither `sha256:` with 64 hex digits in lower case nor `none`",
            "应为 sha256: 加 64 位小写十六进制数，或 none",
        );
        self.report("document", span, en, zh);
        None
    }

    fn evidence(&mut self, table: &DeTable<'_>) -> Option<String> {
        let value = table.get("evidence")?;
        let text = value.get_ref().as_str().filter(|text| is_hash(text));
        if text.is_none() {
            let (en, zh) = (
                "it is not `sha256:` with 64 hex digits in lower case",
                "应为 sha256: 加 64 位小写十六进制数",
            );
            self.report("evidence", value.span(), en, zh);
        }
        text.map(str::to_owned)
    }

    fn place(&mut self, table: &DeTable<'_>) -> Option<Vec<String>> {
        let value = table.get("place")?;
        let steps = value.get_ref().as_array().map(|steps| {
            let texts = steps.iter().map(|step| step.get_ref().as_str().map(str::to_owned));
            texts.collect::<Option<Vec<String>>>()
        });
        if let Some(Some(steps)) = steps {
            return Some(steps);
        }
        let (en, zh) = ("it is no list of texts", "应为文本列表");
        self.report("place", value.span(), en, zh);
        None
    }

    /// A date, with or without quotes.
    fn date(&mut self, table: &DeTable<'_>, field: &str, span: &Range<usize>) -> Option<Date> {
        let Some(value) = table.get(field) else {
            self.report(field, span.clone(), "it is missing", "缺少该项");
            return None;
        };
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let date = text.parse().ok();
        if date.is_none() {
            let (en, zh) = ("it is no date such as 2026-11-22", "应为日期，例如 2026-11-22");
            self.report(field, value.span(), en, zh);
        }
        date
    }

    fn report(&mut self, field: &str, span: Range<usize>, en: &str, zh: &str) {
        let place = Place::span(self.file, self.text, span);
        let malformed = Diagnostic::new(codes::DECISION_MALFORMED, place)
            .with("field", field)
            .with("reason_en", en)
            .with("reason_zh", zh);
        self.diagnostics.push(malformed);
    }
}

fn is_hash(text: &str) -> bool {
    let digits = text.strip_prefix("sha256:").unwrap_or_default();
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    digits.len() == 64 && digits.bytes().all(is_digit)
}
