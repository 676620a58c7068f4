//! Reads a TOML document field by field, so that every defect is found at once and named with its place.

use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use unleaded_model::diagnostic::codes::platform as codes;
use unleaded_model::diagnostic::{Argument, Code, Diagnostic, FileName, Place};

use crate::contract::day::Day;

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Optional,
    Required,
}

/// The text, and what was found wrong with it.
pub(super) struct Reader<'a> {
    text: &'a str,
    file: &'a FileName,
    diagnostics: Vec<Diagnostic>,
}

/// A table of the document, with its name from the root; without a table it was reported as missing, or is optional.
pub(super) struct Section<'a> {
    name: String,
    table: Option<&'a DeTable<'a>>,
    span: Range<usize>,
}

impl<'a> Section<'a> {
    pub(super) fn root(table: &'a Spanned<DeTable<'a>>) -> Self {
        Self { name: String::new(), table: Some(table.get_ref()), span: 0..0 }
    }

    pub(super) fn is_there(&self) -> bool {
        self.table.is_some()
    }

    pub(super) fn holds(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// The names in the table, in the order of the alphabet.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.table.iter().flat_map(|t| t.keys()).map(|key| key.get_ref().to_string()).collect();
        names.sort();
        names
    }

    fn get(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table.and_then(|table| table.get(name))
    }

    fn path(&self, name: &str) -> String {
        if self.name.is_empty() { name.to_owned() } else { format!("{}.{name}", self.name) }
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, file: &'a FileName) -> Self {
        Self { text, file, diagnostics: Vec::new() }
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    pub(super) fn failed(&self) -> bool {
        !self.diagnostics.is_empty()
    }

    pub(super) fn parse(&mut self) -> Option<Spanned<DeTable<'a>>> {
        match DeTable::parse(self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let reason = (error.message(), format!("写法有误（{}）", error.message()));
                self.report(codes::DECLARANT_SYNTAX, span, &[("reason", reason.into())]);
                None
            }
        }
    }

    /// Reports every field of `section` that is not among `known`.
    pub(super) fn known(&mut self, section: &Section<'_>, known: &[&str]) {
        for key in section.table.iter().flat_map(|table| table.keys()) {
            let name = key.get_ref();
            if !known.contains(&name.as_ref()) {
                let arguments =
                    [("field", section.path(name).into()), ("known", known.join(", ").into())];
                self.report(codes::DECLARANT_FIELD_UNKNOWN, key.span(), &arguments);
            }
        }
    }

    pub(super) fn section<'s>(&mut self, of: &Section<'s>, name: &str, need: Need) -> Section<'s> {
        let path = of.path(name);
        let value = of.get(name);
        let span = value.map_or_else(|| of.span.clone(), |value| value.span());
        let table = value.and_then(|value| value.get_ref().as_table());
        match (value, table) {
            (None, _) if need == Need::Required => self.missing(&path, span.clone()),
            (Some(_), None) => self.invalid(&path, span.clone(), "a table"),
            _ => {}
        }
        Section { name: path, table, span }
    }

    pub(super) fn text(&mut self, of: &Section<'_>, name: &str, need: Need) -> Option<String> {
        let value = self.field(of, name, need)?;
        let text = value.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            self.invalid(&of.path(name), value.span(), "text in quotes, not empty");
        }
        text.map(str::to_owned)
    }

    pub(super) fn texts(&mut self, of: &Section<'_>, name: &str) -> Vec<String> {
        let Some(value) = self.field(of, name, Need::Optional) else {
            return Vec::new();
        };
        let items = value.get_ref().as_array().map(|array| {
            array.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
        });
        let texts: Option<Vec<String>> = items.flatten();
        if texts.is_none() {
            self.invalid(&of.path(name), value.span(), "a list of texts");
        }
        texts.unwrap_or_default()
    }

    /// A date, written with or without quotes.
    pub(super) fn date(&mut self, of: &Section<'_>, name: &str, need: Need) -> Option<Date> {
        let value = self.field(of, name, need)?;
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        let day = written.parse::<Day>().ok();
        if day.is_none() {
            self.invalid(&of.path(name), value.span(), "a date YYYY-MM-DD");
        }
        day.map(|day| day.0)
    }

    /// A whole number from 1 to `high`.
    pub(super) fn number(&mut self, of: &Section<'_>, name: &str, high: u32) -> Option<u32> {
        let value = self.field(of, name, Need::Optional)?;
        let digits = value.get_ref().as_integer().filter(|n| n.radix() == 10);
        let number = digits.and_then(|n| n.as_str().parse().ok());
        let number = number.filter(|n| (1..=high).contains(n));
        if number.is_none() {
            self.invalid(&of.path(name), value.span(), &format!("a whole number from 1 to {high}"));
        }
        number
    }

    pub(super) fn flag(&mut self, of: &Section<'_>, name: &str) -> Option<bool> {
        let value = self.field(of, name, Need::Optional)?;
        if value.get_ref().as_bool().is_none() {
            self.invalid(&of.path(name), value.span(), "true or false");
        }
        value.get_ref().as_bool()
    }

    /// Reports the identity of `section`, which stands in `field` or is missing there.
    pub(super) fn bad_identity(&mut self, section: &Section<'_>, field: &str, reason: &str) {
        match section.get(field) {
            Some(value) => self.invalid(&section.path(field), value.span(), reason),
            None => self.missing(&section.path(field), section.span.clone()),
        }
    }

    fn field<'s>(
        &mut self,
        of: &Section<'s>,
        name: &str,
        need: Need,
    ) -> Option<&'s Spanned<DeValue<'s>>> {
        let value = of.get(name);
        // The fields of a section that is missing itself are not reported one by one.
        if value.is_none() && need == Need::Required && of.is_there() {
            self.missing(&of.path(name), of.span.clone());
        }
        value
    }

    fn missing(&mut self, field: &str, span: Range<usize>) {
        self.report(codes::DECLARANT_FIELD_MISSING, span, &[("field", field.into())]);
    }

    fn invalid(&mut self, field: &str, span: Range<usize>, wanted: &str) {
        let value = self.text.get(span.clone()).unwrap_or_default().trim_matches('"');
        let arguments =
            [("field", field.into()), ("value", value.into()), ("wanted", wanted.into())];
        self.report(codes::DECLARANT_VALUE_INVALID, span, &arguments);
    }

    fn report(&mut self, code: Code, span: Range<usize>, arguments: &[(&'static str, Argument)]) {
        let place = Place::span(self.file, self.text, span);
        let mut diagnostic = Diagnostic::new(code, place);
        diagnostic.arguments.extend_from_slice(arguments);
        self.diagnostics.push(diagnostic);
    }
}
