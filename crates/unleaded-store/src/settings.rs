//! `unleaded.toml`: what stays the same from day to day.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unleaded_model::diagnostic::codes::workspaces as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

/// The settings that hold one text.
const TEXTS: [&str; 8] = [
    "category",
    "china_basis",
    "china_item",
    "closure_tolerance",
    "decisions",
    "known_on",
    "mapping",
    "trust",
];
/// The settings that hold a text or several.
const LISTS: [&str; 6] = ["application", "bom", "lists", "product", "rules", "what_if"];
/// The settings that are `true` or `false`.
const FLAGS: [&str; 2] = ["require_signed", "trust_full_disclosure"];
/// The settings that name files or folders, from the workspace's folder.
pub const FILES: [&str; 5] = ["bom", "decisions", "lists", "mapping", "trust"];

/// A text of the settings, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// What was set. Values are as written: what they mean, the options of the same names say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    texts: BTreeMap<&'static str, Vec<Named>>,
    flags: BTreeMap<&'static str, bool>,
}

impl Settings {
    /// Reads settings; or tells every defect with its place.
    pub fn read(bytes: &[u8], file: &FileName) -> Result<Self, Vec<Diagnostic>> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = Reader { text, file, settings: Self::default(), diagnostics: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => {
                for (key, value) in table.get_ref() {
                    reader.setting(key, value);
                }
            }
            Err(error) => {
                let reason = error.message().to_owned();
                reader.report("TOML", error.span().unwrap_or(0..0), (&reason, &reason));
            }
        }
        match reader.diagnostics.is_empty() {
            true => Ok(reader.settings),
            false => Err(reader.diagnostics),
        }
    }

    /// The only text of a setting; `None`: it is not set.
    pub fn text(&self, key: &str) -> Option<&Named> {
        self.texts(key).first()
    }

    /// The texts of a setting; none: it is not set.
    pub fn texts(&self, key: &str) -> &[Named] {
        self.texts.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a setting is `true`.
    pub fn is_on(&self, key: &str) -> bool {
        self.flags.get(key).is_some_and(|on| *on)
    }
}

/// That something is wrong with the setting `key`, for a reason in English and in Chinese.
pub(crate) fn defect(key: &str, place: Place, (en, zh): (&str, &str)) -> Diagnostic {
    Diagnostic::new(codes::WORKSPACE_SETTING, place)
        .with("field", key)
        .with("reason_en", en)
        .with("reason_zh", zh)
}

impl Named {
    /// That something is wrong with it, as the value of `key`, for a reason in English and in Chinese.
    pub fn defect(&self, key: &str, reason: (&str, &str)) -> Diagnostic {
        defect(key, self.place.clone(), reason)
    }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a FileName,
    settings: Settings,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn setting(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        let is = |known: &&&'static str| **known == name;
        if let Some(known) = FLAGS.iter().find(is) {
            match value.get_ref().as_bool() {
                Some(on) => {
                    self.settings.flags.insert(known, on);
                }
                None => {
                    self.report(name, value.span(), ("write true or false", "应为 true 或 false"))
                }
            }
        } else if let Some(known) = TEXTS.iter().find(is) {
            match self.named(value) {
                Some(text) => {
                    self.settings.texts.insert(known, vec![text]);
                }
                None => self.not_a_text(name, value.span()),
            }
        } else if let Some(known) = LISTS.iter().find(is) {
            self.list(known, value);
        } else {
            let mut all = [&TEXTS[..], &LISTS[..], &FLAGS[..]].concat();
            all.sort_unstable();
            let all = all.join(", ");
            let en = format!("there is no such setting; there are {all}");
            let zh = format!("没有该项设置；可用的有 {all}");
            self.report(name, key.span(), (&en, &zh));
        }
    }

    fn list(&mut self, known: &'static str, value: &Spanned<DeValue<'_>>) {
        let Some(several) = value.get_ref().as_array() else {
            match self.named(value) {
                Some(text) => {
                    self.settings.texts.insert(known, vec![text]);
                }
                None => self.not_a_text(known, value.span()),
            }
            return;
        };
        let mut texts = Vec::new();
        for one in several {
            match self.named(one) {
                Some(text) => texts.push(text),
                None => self.not_a_text(known, one.span()),
            }
        }
        self.settings.texts.insert(known, texts);
    }

    fn named(&self, value: &Spanned<DeValue<'_>>) -> Option<Named> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.trim().to_owned(),
            // A date may stand without quotes, and a number of percentage points.
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            _ => return None,
        };
        let place = Place::span(self.file, self.text, value.span());
        (!text.is_empty()).then_some(Named { text, place })
    }

    fn not_a_text(&mut self, key: &str, span: Range<usize>) {
        let reason = ("it is no text in quotes, or empty", "应为带引号的非空文本");
        self.report(key, span, reason);
    }

    fn report(&mut self, key: &str, span: Range<usize>, reason: (&str, &str)) {
        let place = Place::span(self.file, self.text, span);
        self.diagnostics.push(defect(key, place, reason));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Settings, Vec<Diagnostic>> {
        Settings::read(text.as_bytes(), &FileName::new("unleaded.toml"))
    }

    #[test]
    fn every_defect_of_settings_is_told_with_its_place() {
        let text =
            "bom = [\"a.csv\", 7.5, true]\ntrust = \"\"\ncolour = \"red\"\nrequire_signed = 1\n";
        let found = read(text).unwrap_err();
        let mut lines: Vec<String> = found
            .iter()
            .map(|defect| {
                assert_eq!(defect.code, codes::WORKSPACE_SETTING);
                defect.places[0].to_string()
            })
            .collect();
        lines.sort();
        let expected =
            ["unleaded.toml:1:22", "unleaded.toml:2:9", "unleaded.toml:3:1", "unleaded.toml:4:18"];
        assert_eq!(lines, expected);
        assert_eq!(read("bom = ").unwrap_err().len(), 1);
    }

    #[test]
    fn settings_are_as_written() {
        let settings = read(
            "bom = \"bom.csv\"\nlists = [\"a\", \"b\"]\nclosure_tolerance = 0.5\nrequire_signed = true\n\
             known_on = 2026-01-01\n",
        );
        let settings = settings.unwrap();
        let texts = |key| {
            let texts = settings.texts(key).iter();
            texts.map(|named| named.text.as_str()).collect::<Vec<_>>()
        };
        assert_eq!(texts("bom"), ["bom.csv"]);
        assert_eq!(texts("lists"), ["a", "b"]);
        assert_eq!(texts("known_on"), ["2026-01-01"]);
        assert_eq!(texts("closure_tolerance"), ["0.5"]);
        assert!(settings.text("trust").is_none());
        assert!(settings.is_on("require_signed") && !settings.is_on("trust_full_disclosure"));
    }
}
