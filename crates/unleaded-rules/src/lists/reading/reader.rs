//! The header, the entries and the rows of a list as texts with places.

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use unleaded_model::diagnostic::codes::{rule_lists as codes, tables};
use unleaded_model::diagnostic::{Argument, Code, Place};

use super::defects::{At, Defects, Part, Text};
use super::row::{Lacking, Row};
use super::table::{Record, records, unquoted};
use super::{Origin, words};
use crate::lists::header::{ListHeader, Standing};

/// The fields of the header; what must be there first.
const HEADER: [&str; 12] = [
    "id",
    "authority",
    "identity",
    "edition",
    "status",
    "source",
    "licence",
    "issued",
    "effective",
    "repealed",
    "known",
    "standing",
];
/// How many of them must be there.
const REQUIRED: usize = 7;

/// The fields of the entries of a form.
#[derive(Clone, Copy, Debug)]
pub(in crate::lists) struct Form {
    pub(in crate::lists) fields: &'static [&'static str],
    /// Those that must be there.
    pub(in crate::lists) required: &'static [&'static str],
    /// How many entries a list has at most.
    pub(in crate::lists) most: usize,
}

/// The text of a list, and what was found wrong with it.
pub(in crate::lists) struct Reader<'a> {
    toml: Text<'a>,
    /// Bytes in front of the first character: a mark of the encoding.
    mark: usize,
    sha256: String,
    origin: Origin,
    pub(in crate::lists) defects: Defects,
}

/// A table of the TOML.
pub(in crate::lists) struct Section<'t, 'a> {
    pub(in crate::lists) table: &'t DeTable<'a>,
    /// Where it stands.
    pub(in crate::lists) at: At,
}

type Key<'a> = Spanned<Cow<'a, str>>;

impl<'a> Reader<'a> {
    pub(super) fn of(toml: Text<'a>, sha256: String, origin: Origin) -> Self {
        Self { toml, mark: after_mark(toml.text), sha256, origin, defects: Defects::default() }
    }

    /// The text of the TOML, without the mark of the encoding.
    pub(in crate::lists) fn text(&self) -> &'a str {
        &self.toml.text[self.mark..]
    }

    /// Tells that the TOML is not what the form asks for, for a reason in both languages; without a span of [`Self::text`] it is the
    /// whole file.
    pub(in crate::lists) fn not_of_form(
        &mut self,
        reason: (String, String),
        span: Option<Range<usize>>,
    ) {
        let at = span.map(|span| self.moved(span)).into_iter().collect();
        let (en, zh) = reason;
        self.defects.add(codes::RULE_LIST_SYNTAX, at, &[("reason", (en.as_str(), zh).into())]);
    }

    /// The tables of the TOML; `None`: it is none.
    pub(super) fn root(&mut self) -> Option<Spanned<DeTable<'a>>> {
        let (root, errors) = DeTable::parse_recoverable(&self.toml.text[self.mark..]);
        for error in &errors {
            let reason = (error.message(), format!("写法有误（{}）", error.message()));
            let at = self.moved(error.span().unwrap_or(0..0));
            self.defects.add(codes::RULE_LIST_SYNTAX, vec![at], &[("reason", reason.into())]);
        }
        errors.is_empty().then_some(root)
    }

    /// A span of the text behind the mark of the encoding, as one of the file.
    pub(in crate::lists) fn moved(&self, span: Range<usize>) -> At {
        At::toml(span.start + self.mark..span.end + self.mark)
    }

    /// Tells of fields that are not `known`.
    pub(in crate::lists) fn known(&mut self, table: &DeTable<'_>, known: &[&[&str]]) {
        let is_known = |key: &str| known.iter().any(|some| some.contains(&key));
        let mut unknown: Vec<&Key<'_>> =
            table.keys().filter(|key| !is_known(key.get_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            let at = self.moved(key.span());
            self.unknown(key.get_ref(), at, &known.concat());
        }
    }

    fn unknown(&mut self, name: &str, at: At, known: &[&str]) {
        let arguments = [("value", name.into()), ("known", known.join(", ").into())];
        self.defects.add(codes::RULE_LIST_FIELD_UNKNOWN, vec![at], &arguments);
    }

    /// A table that must be there.
    pub(in crate::lists) fn section<'t, 'v>(
        &mut self,
        root: &'t DeTable<'v>,
        name: &'static str,
    ) -> Option<Section<'t, 'v>> {
        let Some(value) = root.get(name) else {
            self.missing(name, None);
            return None;
        };
        let at = self.moved(value.span());
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.invalid(name, &at, words::TABLE);
        }
        table.map(|table| Section { table, at })
    }

    /// The tables of that name, none where there is none; what is no table is told.
    pub(in crate::lists) fn sections<'t, 'v>(
        &mut self,
        table: &'t DeTable<'v>,
        name: &'static str,
        expected: words::Expected,
    ) -> Vec<Section<'t, 'v>> {
        let Some(value) = table.get(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            let at = self.moved(value.span());
            self.invalid(name, &at, expected);
            return Vec::new();
        };
        let mut sections = Vec::new();
        for value in array.iter() {
            let at = self.moved(value.span());
            match value.get_ref().as_table() {
                Some(table) => sections.push(Section { table, at }),
                None => self.invalid(name, &at, words::TABLE),
            }
        }
        sections
    }

    /// The header of the list; `None`: there is none.
    pub(in crate::lists) fn header(&mut self, root: &DeTable<'_>) -> Option<ListHeader> {
        let section = self.section(root, "list")?;
        self.known(section.table, &[&HEADER]);
        let cells = self.cells(&section, &HEADER);
        self.lacking(&cells, &HEADER[..REQUIRED], Lacking::Told);
        let id = cells.owned("id");
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !id.chars().all(is_name) {
            self.invalid("id", &cells.place("id"), words::ID);
        }
        let standing = match cells.text("standing") {
            "" | "in-force" => Standing::InForce,
            "draft" => Standing::Draft,
            _ => {
                self.invalid("standing", &cells.place("standing"), words::STANDING);
                Standing::Draft
            }
        };
        let [issued, effective, repealed, known] =
            ["issued", "effective", "repealed", "known"].map(|field| self.date(&cells, field));
        self.period(&cells, ("effective", effective), ("repealed", repealed));
        let place = match self.origin {
            Origin::Own => {
                Some(Place::span(self.toml.file, self.toml.text, cells.place("id").span))
            }
            Origin::Shipped => None,
        };
        Some(ListHeader {
            id,
            authority: cells.owned("authority"),
            identity: cells.owned("identity"),
            edition: cells.owned("edition"),
            issued,
            effective,
            repealed,
            known,
            standing,
            status: cells.owned("status"),
            source: cells.owned("source"),
            licence: cells.owned("licence"),
            sha256: self.sha256.clone(),
            place,
        })
    }

    /// Those of `fields` that a table has, as text; what is none is told. What else it has is no matter of this.
    pub(in crate::lists) fn cells<'t>(
        &mut self,
        section: &Section<'t, '_>,
        fields: &[&'static str],
    ) -> Row<'t> {
        let mut cells = Row::at(section.at.clone());
        for (key, value) in section.table {
            let wanted = fields.iter().find(|field| **field == key.get_ref().as_ref());
            let Some(field) = wanted else { continue };
            let at = self.moved(value.span());
            let text = value.get_ref().as_str().map(|text| Cow::Borrowed(text.trim()));
            if text.is_none() {
                self.invalid(field, &at, words::TEXT);
            }
            cells.set(field, text, at);
        }
        cells
    }

    /// Hands the rows of a table in CSV over to `add`, as far as they can be read; `taken` entries are there already.
    pub(in crate::lists) fn rows(
        &mut self,
        text: &str,
        (form, taken): (Form, usize),
        mut add: impl FnMut(&mut Self, &Row<'_>),
    ) {
        let mut records = records(text, after_mark(text));
        let Some(header) = records.next() else { return };
        let Some(columns) = self.columns(text, &header, form) else { return };
        for (at, record) in (taken..).zip(records) {
            if let Some(open) = record.unclosed {
                let at = At { part: Part::Table, span: open..open + 1 };
                return self.defects.add(tables::QUOTE_UNCLOSED, vec![at], &[]);
            }
            let whole = At { part: Part::Table, span: record.span.clone() };
            if at >= form.most {
                return self.too_long(whole, form);
            }
            if record.width != header.width {
                let widths = [("found", record.width.into()), ("expected", header.width.into())];
                self.defects.add(tables::ROW_WIDTH, vec![whole], &widths);
                continue;
            }
            let mut cells = Row::at(whole);
            for (field, span) in columns.iter().zip(record.cells) {
                let cell = match unquoted(&text[span.clone()]) {
                    Cow::Borrowed(cell) => Cow::Borrowed(cell.trim()),
                    Cow::Owned(cell) => Cow::Owned(cell.trim().to_owned()),
                };
                if let Some(field) = field {
                    cells.set(field, Some(cell), At { part: Part::Table, span });
                }
            }
            self.lacking(&cells, form.required, Lacking::ToldOfHeader);
            add(self, &cells);
        }
    }

    /// The fields of the columns; `None`: rows can't be read under them.
    fn columns(
        &mut self,
        text: &str,
        header: &Record,
        form: Form,
    ) -> Option<Vec<Option<&'static str>>> {
        let at = |span: &Range<usize>| At { part: Part::Table, span: span.clone() };
        if let Some(open) = header.unclosed {
            self.defects.add(tables::QUOTE_UNCLOSED, vec![at(&(open..open + 1))], &[]);
            return None;
        }
        let mut fields: Vec<Option<&'static str>> = Vec::new();
        for span in &header.cells {
            let name = unquoted(&text[span.clone()]);
            let field = form.fields.iter().copied().find(|field| *field == name.trim());
            match field {
                None => self.unknown(name.trim(), at(span), form.fields),
                Some(field) if fields.contains(&Some(field)) => {
                    let value = [("value", field.into())];
                    self.defects.add(codes::RULE_LIST_COLUMN_REPEATED, vec![at(span)], &value);
                }
                Some(_) => {}
            }
            fields.push(field);
        }
        for field in form.required.iter().filter(|field| !fields.contains(&Some(**field))) {
            self.missing(field, Some(at(&header.span)));
        }
        // A header that names nothing of ours is that of another table, of which each row would be wrong.
        fields.iter().any(Option::is_some).then_some(fields)
    }

    /// Tells that there are more entries than any list has.
    pub(in crate::lists) fn too_long(&mut self, at: At, form: Form) {
        let limit = [("limit", form.most.into())];
        self.defects.add(codes::RULE_LIST_TOO_LONG, vec![at], &limit);
    }

    /// Tells that there are no entries, where nothing else was told of them.
    pub(in crate::lists) fn empty(&mut self) {
        if !self.defects.any_error() {
            self.defects.add(codes::RULE_LIST_EMPTY, Vec::new(), &[]);
        }
    }

    /// Tells of a field that is not there.
    pub(in crate::lists) fn missing(&mut self, field: &str, at: Option<At>) {
        let of_row = at.as_ref().is_some_and(|at| at.part == Part::Table);
        // The name of a list, and of an exemption.
        let (en, zh) = words::meaning(if of_row && field == "id" { "exemption" } else { field });
        let arguments =
            [("field", field.into()), ("expected_en", en.into()), ("expected_zh", zh.into())];
        let at = at.into_iter().collect();
        self.defects.add(codes::RULE_LIST_FIELD_MISSING, at, &arguments);
    }

    /// Tells of a value of the TOML that is none of its field.
    pub(in crate::lists) fn invalid(&mut self, field: &str, at: &At, expected: words::Expected) {
        let written = self.toml.text.get(at.span.clone()).unwrap_or_default();
        let written = written.trim_matches(['"', '\'']).to_owned();
        self.not_of(field, &written, at.clone(), expected);
    }

    /// Tells of a value that is none of its field.
    pub(in crate::lists) fn not_of(
        &mut self,
        field: &str,
        value: &str,
        at: At,
        expected: words::Expected,
    ) {
        let arguments = [
            ("field", field.into()),
            ("value", value.into()),
            ("expected_en", expected.0.into()),
            ("expected_zh", expected.1.into()),
        ];
        self.defects.add(codes::RULE_LIST_VALUE, vec![at], &arguments);
    }

    /// Tells of something else that is wrong with a value.
    pub(in crate::lists) fn wrong(
        &mut self,
        code: Code,
        at: At,
        arguments: &[(&'static str, Argument)],
    ) {
        self.defects.add(code, vec![at], arguments);
    }
}

/// What stands in front of the first character: a mark of the encoding.
fn after_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}
