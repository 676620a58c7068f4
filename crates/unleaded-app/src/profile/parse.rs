//! The TOML of a profile, with every defect named at its place.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::diagnostic::codes::profiles as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Place, Severity};

use super::{Profile, Rule};
use crate::documents::is_unread;

const ROOT: [&str; 5] = ["codes", "limits", "name", "source", "warnings"];
const LIMITS: [&str; 3] =
    ["closure_tolerance_percent", "undisclosed_percent_of_material", "undisclosed_percent_of_part"];
const RULE: [&str; 3] = ["reason", "severity", "source"];
const SEVERITIES: [&str; 4] = ["error", "warning", "info", "off"];
/// How alike two words are, of 1, for one to be suggested for the other.
const ALIKE: f64 = 0.75;

type Value<'a> = Spanned<DeValue<'a>>;

pub(super) fn parse(text: &str, file: &FileName) -> Result<Profile, Vec<Diagnostic>> {
    let mut parser = Parser { text, file, found: Vec::new() };
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let place = parser.place(error.span().unwrap_or(0..0));
            let syntax = Diagnostic::new(codes::PROFILE_SYNTAX, place);
            return Err(vec![
                syntax
                    .with("reason", (error.message(), format!("写法有误（{}）", error.message()))),
            ]);
        }
    };
    let mut profile = parser.profile(table.get_ref());
    if profile.name.is_empty() {
        file.as_str().clone_into(&mut profile.name);
    }
    if parser.found.is_empty() { Ok(profile) } else { Err(parser.found) }
}

struct Parser<'a> {
    text: &'a str,
    file: &'a FileName,
    found: Vec<Diagnostic>,
}

/// What a value must be, in both languages.
type Expected<'a> = (&'a str, &'a str);

const TEXT: Expected<'_> = ("text in quotes", "带引号的文本");
const TABLE: Expected<'_> = ("a table", "表");
const PERCENT: Expected<'_> = ("a number of percent from 0 to 100", "0 到 100 之间的百分数");
const SEVERITY: Expected<'_> =
    ("`error`, `warning`, `info` or `off`", "“error”“warning”“info”或“off”");
impl Parser<'_> {
    fn profile(&mut self, table: &DeTable<'_>) -> Profile {
        self.check_keys(table, &ROOT);
        let mut profile = Profile::default();
        if let Some(name) = table.get("name") {
            profile.name = self.text_of("name", name);
        }
        if let Some(source) = table.get("source") {
            self.text_of("source", source);
        }
        if let Some(warnings) = table.get("warnings") {
            profile.warnings = self.severity("warnings", warnings).flatten();
            if profile.warnings.is_none_or(|severity| severity < Severity::Warning) {
                self.invalid("warnings", warnings, ("`error` or `warning`", "“error”或“warning”"));
            }
        }
        if let Some(limits) = self.table("limits", table.get("limits")) {
            self.check_keys(limits, &LIMITS);
            let [closure, material, part] =
                LIMITS.map(|name| limits.get(name).and_then(|value| self.percent(name, value)));
            profile.closure_tolerance = closure;
            profile.undisclosed_of_material = material;
            profile.undisclosed_of_part = part;
        }
        if let Some(rules) = self.table("codes", table.get("codes")) {
            for (name, value) in rules {
                self.rule(name, value, &mut profile);
            }
        }
        profile
    }

    fn rule(
        &mut self,
        name: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
        profile: &mut Profile,
    ) {
        let known = || unleaded_model::diagnostic::codes::all();
        let Some(code) = known().find(|code| code.name() == name.get_ref().as_ref()) else {
            let names: Vec<&str> = known().map(Code::name).collect();
            let unknown = Diagnostic::new(codes::PROFILE_CODE_UNKNOWN, self.place(name.span()));
            let unknown = unknown.with("value", name.get_ref().as_ref());
            let else_do = ("`docs/codes/` lists them", "见 docs/codes/ 中的列表");
            self.found.push(with_nearest(unknown, name.get_ref(), &names, else_do));
            return;
        };
        let path = format!("codes.{}", code.name());
        let Some(table) = self.table(&path, Some(value)) else { return };
        self.check_keys(table, &RULE);
        if let Some(source) = table.get("source") {
            self.text_of(&format!("{path}.source"), source);
        }
        let reason = table.get("reason");
        let reason =
            reason.map_or_else(String::new, |r| self.text_of(&format!("{path}.reason"), r));
        let severity = match table.get("severity") {
            Some(word) => match self.severity(&format!("{path}.severity"), word) {
                Some(severity) => severity,
                None => return,
            },
            None => Some(code.severity()),
        };
        if severity.is_none_or(|severity| severity < code.severity()) {
            if is_unread(code) {
                let refused =
                    Diagnostic::new(codes::PROFILE_LOWERS_UNREAD, self.place(name.span()));
                self.found.push(refused.with("value", code.name()));
            } else if reason.is_empty() {
                let place = self.place(name.span());
                let missing = Diagnostic::new(codes::PROFILE_REASON_MISSING, place);
                self.found.push(missing.with("value", code.name()));
            }
        }
        profile.rules.insert(code.name(), Rule { severity, reason });
    }

    /// `Some(None)`: off; `None` after a diagnostic.
    fn severity(&mut self, key: &str, value: &Value<'_>) -> Option<Option<Severity>> {
        Some(match value.get_ref().as_str() {
            Some("error") => Some(Severity::Error),
            Some("warning") => Some(Severity::Warning),
            Some("info") => Some(Severity::Info),
            Some("off") => None,
            _ => {
                self.invalid(key, value, SEVERITY);
                return None;
            }
        })
    }

    /// A percentage, as a number or in quotes.
    fn percent(&mut self, key: &str, value: &Value<'_>) -> Option<Fraction> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            _ => String::new(),
        };
        let number = Number::parse(&text).ok();
        let share = number.and_then(|number| FractionRange::of(&number, -2));
        let share = share.filter(|share| share.is_exact() && share.low <= Fraction::ONE);
        if share.is_none() {
            self.invalid(&format!("limits.{key}"), value, PERCENT);
        }
        share.map(|share| share.low)
    }

    fn text_of(&mut self, key: &str, value: &Value<'_>) -> String {
        let text = value.get_ref().as_str().map(str::trim);
        if text.is_none() {
            self.invalid(key, value, TEXT);
        }
        text.unwrap_or_default().to_owned()
    }

    fn table<'t>(&mut self, key: &str, value: Option<&'t Value<'t>>) -> Option<&'t DeTable<'t>> {
        let value = value?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.invalid(key, value, TABLE);
        }
        table
    }

    fn check_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let unknown = Diagnostic::new(codes::PROFILE_KEY_UNKNOWN, self.place(key.span()));
            let unknown =
                unknown.with("value", key.get_ref().as_ref()).with("known", known.join(", "));
            let else_do = ("remove it, or write one of these", "请删除，或改用上述之一");
            self.found.push(with_nearest(unknown, key.get_ref(), known, else_do));
        }
    }

    fn invalid(&mut self, key: &str, value: &Value<'_>, expected: Expected<'_>) {
        let written = self.text.get(value.span()).unwrap_or_default().trim_matches(['"', '\'']);
        let near = value.get_ref().as_str().filter(|_| expected == SEVERITY);
        let (en, zh) = match near.and_then(|word| nearest(word, &SEVERITIES)) {
            Some(near) => (format!("did you mean `{near}`?"), format!("是否为“{near}”？")),
            None => (format!("write {}", expected.0), format!("请填写{}", expected.1)),
        };
        let invalid = Diagnostic::new(codes::PROFILE_VALUE_INVALID, self.place(value.span()));
        self.found.push(
            invalid
                .with("key", key)
                .with("value", written)
                .with("expected_en", expected.0)
                .with("expected_zh", expected.1)
                .with("suggestion_en", en)
                .with("suggestion_zh", zh),
        );
    }

    fn place(&self, span: Range<usize>) -> Place {
        Place::span(self.file, self.text, span)
    }
}

fn with_nearest(
    diagnostic: Diagnostic,
    word: &str,
    known: &[&str],
    otherwise: Expected<'_>,
) -> Diagnostic {
    let near = nearest(word, known);
    let en = near.map_or(otherwise.0.to_owned(), |near| format!("did you mean `{near}`?"));
    let zh = near.map_or(otherwise.1.to_owned(), |near| format!("是否为“{near}”？"));
    diagnostic.with("suggestion_en", en).with("suggestion_zh", zh)
}

/// The known word that is most like `word`, where one is.
fn nearest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let likeness = |other: &str| strsim::jaro_winkler(&word.to_lowercase(), other);
    let scored = known.iter().map(|other| (likeness(other), *other));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= ALIKE).then_some(best.1)
}
