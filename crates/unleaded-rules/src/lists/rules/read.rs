//! Reads a list of rules, shipped or the user's own, and tells all that is wrong with it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use toml::Spanned;
use toml::de::DeTable;
use unleaded_model::diagnostic::codes::{rule_lists as codes, tables, xml};
use unleaded_model::diagnostic::{Argument, Code, Diagnostic, FileName, Place};

use super::defects::{At, Defects, Part, Text};
use super::row::{self, Lacking, Row, Rows};
use super::table::{Record, records, unquoted};
use super::{RuleList, RuleRow, words};
use crate::lists::groups::Groups;
use crate::lists::header::{ListHeader, Standing, hex};
use crate::lists::suspicion::Suspicion;
use crate::rule_set::{ClassesKnow, Kind};

/// Most bytes of the TOML of a list; a long list has a table beside it.
pub const LARGEST_TOML: u64 = 4 << 20;
/// Most bytes of the table of a list.
pub const LARGEST_TABLE: u64 = 16 << 20;

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

/// The files of a list of rules.
#[derive(Clone, Copy, Debug)]
pub struct RuleFile<'a> {
    /// The TOML: the header, and rules.
    pub toml: Source<'a>,
    /// The table of the same name with more rules; `None`: there is none.
    pub table: Option<Source<'a>>,
}

/// A file's name and bytes.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name, for places.
    pub file: &'a FileName,
    /// The bytes.
    pub bytes: &'a [u8],
}

/// The groups that a rule may be about.
pub(in crate::lists) struct KnownGroups<'a> {
    /// Those that the table of classes was made with in mind.
    classed: Vec<&'a str>,
    /// Those that lists of rules alone are about.
    further: Vec<&'a str>,
}

impl<'a> KnownGroups<'a> {
    /// The groups of the tables; some are known by words alone.
    pub(in crate::lists) fn of(
        groups: &'a Groups,
        further: &'a Groups,
        suspicion: &'a Suspicion,
    ) -> Self {
        let classed = groups.names();
        let mut others = further.names();
        others.extend(suspicion.rules.iter().map(|rule| rule.group.as_str()));
        let mut seen = BTreeSet::new();
        others.retain(|name| !classed.contains(name) && seen.insert(*name));
        Self { classed, further: others }
    }

    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.classed.iter().chain(&self.further).copied()
    }
}

/// Reads a list of rules whose groups are among `groups`. It is there where nothing is an error; all defects are told at once.
pub(in crate::lists) fn read_rules(
    file: &RuleFile<'_>,
    groups: &KnownGroups<'_>,
) -> (Option<RuleList>, Vec<Diagnostic>) {
    let mut broken = Vec::new();
    let toml = text(&file.toml, LARGEST_TOML, &mut broken);
    let table = file.table.as_ref().map(|table| text(table, LARGEST_TABLE, &mut broken));
    let (Some(toml), Some(table)) = (toml, table.map_or(Some(None), |t| t.map(Some))) else {
        return (None, broken);
    };
    let (id, defects) = (At::toml(0..0), Defects::default());
    let mut reader = Reader { toml: toml.text, groups, defects, id };
    let list = reader.list(table.map(|table| table.text));
    let (usable, id) = (!reader.defects.any_error(), reader.id);
    let diagnostics = reader.defects.into_diagnostics(toml, table);
    let list = list.filter(|_| usable).map(|mut list| {
        list.header.sha256 = sha256(file);
        list.header.place = Some(Place::span(toml.file, toml.text, id.span));
        list
    });
    (list, diagnostics)
}

/// Of both files together, as of a shipped list.
fn sha256(file: &RuleFile<'_>) -> String {
    let table = file.table.map(|table| table.bytes).unwrap_or_default();
    hex(&Sha256::new().chain_update(file.toml.bytes).chain_update(table).finalize())
}

/// The text of a file; `None`: it is too large, or no text.
fn text<'a>(source: &Source<'a>, limit: u64, broken: &mut Vec<Diagnostic>) -> Option<Text<'a>> {
    let place = Place::file(source.file);
    if source.bytes.len() as u64 > limit {
        broken.push(Diagnostic::new(xml::FILE_TOO_LARGE, place).with("limit", limit));
        return None;
    }
    match std::str::from_utf8(source.bytes) {
        Ok(text) => Some(Text { file: source.file, text }),
        Err(error) => {
            broken.push(
                Diagnostic::new(xml::ENCODING_BROKEN, place)
                    .with("offset", error.valid_up_to())
                    .with("encoding", "UTF-8"),
            );
            None
        }
    }
}

/// What stands in front of the first character: a mark of the encoding.
fn after_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

type Key<'a> = Spanned<Cow<'a, str>>;

/// The text, what it must fit with, and what was found wrong with it.
pub(super) struct Reader<'a> {
    toml: &'a str,
    pub(super) groups: &'a KnownGroups<'a>,
    pub(super) defects: Defects,
    /// Where the list says its name.
    id: At,
}

/// A table of the TOML by its fields.
struct Section<'t, 'a> {
    table: &'t DeTable<'a>,
    /// Where it stands.
    at: At,
}

impl Reader<'_> {
    fn list(&mut self, table: Option<&str>) -> Option<RuleList> {
        let mark = after_mark(self.toml);
        let text = &self.toml[mark..];
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let reason = (error.message(), format!("写法有误（{}）", error.message()));
            let at = At::toml(span.start + mark..span.end + mark);
            self.defects.add(codes::RULE_LIST_SYNTAX, vec![at], &[("reason", reason.into())]);
        }
        if !errors.is_empty() {
            return None;
        }
        let root = root.get_ref();
        self.known(root, &["list", "rules", "entry"], mark);
        let header = self.section(root, "list", mark);
        let header = header.map(|section| self.header(&section, mark));
        let kind = self.section(root, "rules", mark).map(|section| self.kind(&section, mark));
        let mut rows = Rows::default();
        self.entries(root, mark, &mut rows);
        if let Some(table) = table {
            self.table(table, &mut rows);
        }
        rows.overlapping(&mut self.defects);
        if rows.entries.is_empty() && !self.defects.any_error() {
            self.defects.add(codes::RULE_LIST_EMPTY, Vec::new(), &[]);
        }
        let (header, (kind, duties)) = header.zip(kind)?;
        let entries = rows.entries;
        let in_classes = |group: &String| self.groups.classed.contains(&group.as_str());
        let is_known = |row: &RuleRow| {
            row.cas.is_empty() && !row.groups.is_empty() && row.groups.iter().all(in_classes)
        };
        let all_known = entries.iter().all(is_known);
        let classes = if all_known { ClassesKnow::Entries } else { ClassesKnow::Nothing };
        let rule_set = header.rule_set();
        let changes = header.effective.into_iter().chain(header.repealed).collect();
        Some(RuleList { header, rule_set, kind, duties, classes, entries, gap: None, changes })
    }

    fn known(&mut self, table: &DeTable<'_>, known: &[&str], mark: usize) {
        let mut unknown: Vec<&Key<'_>> =
            table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|key| key.span().start);
        for key in unknown {
            self.unknown(key.get_ref(), moved(key.span(), mark), known);
        }
    }

    fn unknown(&mut self, name: &str, at: At, known: &[&str]) {
        let arguments = [("value", name.into()), ("known", known.join(", ").into())];
        self.defects.add(codes::RULE_LIST_FIELD_UNKNOWN, vec![at], &arguments);
    }

    fn section<'t, 'a>(
        &mut self,
        root: &'t DeTable<'a>,
        name: &'static str,
        mark: usize,
    ) -> Option<Section<'t, 'a>> {
        let Some(value) = root.get(name) else {
            self.missing(name, None);
            return None;
        };
        let at = moved(value.span(), mark);
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.invalid(name, &at, words::TABLE);
        }
        table.map(|table| Section { table, at })
    }

    fn header(&mut self, section: &Section<'_, '_>, mark: usize) -> ListHeader {
        self.known(section.table, &HEADER, mark);
        let mut cells = self.cells(section.table, section.at.clone(), mark);
        for field in HEADER.iter().take(7).filter(|field| cells.lacks(field)) {
            self.missing(field, Some(section.at.clone()));
        }
        let id = cells.text("id").to_owned();
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
        self.id = cells.place("id");
        let mut take = |field| cells.take(field);
        ListHeader {
            id,
            authority: take("authority"),
            identity: take("identity"),
            edition: take("edition"),
            issued,
            effective,
            repealed,
            known,
            standing,
            status: take("status"),
            source: take("source"),
            licence: take("licence"),
            // Set where the bytes of both files are known.
            sha256: String::new(),
            place: None,
        }
    }

    fn kind(&mut self, section: &Section<'_, '_>, mark: usize) -> (Kind, Vec<String>) {
        self.known(section.table, &["kind", "duties"], mark);
        let mut duties = Vec::new();
        if let Some(value) = section.table.get("duties") {
            let array = value.get_ref().as_array();
            let texts = array.map(|array| {
                array.iter().map(|text| text.get_ref().as_str().map(str::to_owned)).collect()
            });
            match texts.flatten() {
                Some(texts) => duties = texts,
                None => self.invalid("duties", &moved(value.span(), mark), words::TEXTS),
            }
        }
        let kind = match section.table.get("kind") {
            None => {
                self.missing("kind", Some(section.at.clone()));
                None
            }
            Some(value) => match value.get_ref().as_str() {
                Some("disclosure") => Some(Kind::Disclosure),
                Some("restriction") => Some(Kind::Restriction),
                _ => {
                    self.invalid("kind", &moved(value.span(), mark), words::KIND);
                    None
                }
            },
        };
        (kind.unwrap_or(Kind::Restriction), duties)
    }

    fn entries(&mut self, root: &DeTable<'_>, mark: usize, rows: &mut Rows) {
        let Some(value) = root.get("entry") else { return };
        let Some(array) = value.get_ref().as_array() else {
            return self.invalid("entry", &moved(value.span(), mark), words::TABLES);
        };
        for value in array.iter() {
            let at = moved(value.span(), mark);
            let Some(table) = value.get_ref().as_table() else {
                self.invalid("entry", &at, words::TABLE);
                continue;
            };
            self.known(table, &row::FIELDS, mark);
            if rows.is_full() {
                return self.too_long(at);
            }
            let cells = self.cells(table, at, mark);
            rows.add(&cells, Lacking::Told, self);
        }
    }

    /// The fields of a table that are text; the others are told.
    fn cells<'t>(&mut self, table: &'t DeTable<'_>, whole: At, mark: usize) -> Row<'t> {
        let mut cells = Row::at(whole);
        for (key, value) in table {
            let at = moved(value.span(), mark);
            // What has another name is told as such.
            let Some(field) = field(key.get_ref()) else { continue };
            let text = value.get_ref().as_str().map(|text| Cow::Borrowed(text.trim()));
            if text.is_none() {
                self.invalid(field, &at, words::TEXT);
            }
            cells.set(field, text, at);
        }
        cells
    }

    fn table(&mut self, text: &str, rows: &mut Rows) {
        let mut records = records(text, after_mark(text));
        let Some(header) = records.next() else { return };
        let Some(columns) = self.columns(text, &header) else { return };
        for record in records {
            if let Some(open) = record.unclosed {
                let at = At { part: Part::Table, span: open..open + 1 };
                return self.defects.add(tables::QUOTE_UNCLOSED, vec![at], &[]);
            }
            let whole = At { part: Part::Table, span: record.span.clone() };
            if record.width != header.width {
                let widths = [("found", record.width.into()), ("expected", header.width.into())];
                self.defects.add(tables::ROW_WIDTH, vec![whole], &widths);
                continue;
            }
            if rows.is_full() {
                return self.too_long(whole);
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
            rows.add(&cells, Lacking::ToldOfHeader, self);
        }
    }

    /// The fields of the columns; `None`: rows can't be read under them.
    fn columns(&mut self, text: &str, header: &Record) -> Option<Vec<Option<&'static str>>> {
        let at = |span: &Range<usize>| At { part: Part::Table, span: span.clone() };
        if let Some(open) = header.unclosed {
            self.defects.add(tables::QUOTE_UNCLOSED, vec![at(&(open..open + 1))], &[]);
            return None;
        }
        let mut fields: Vec<Option<&'static str>> = Vec::new();
        for span in &header.cells {
            let name = unquoted(&text[span.clone()]);
            let field = row::FIELDS.into_iter().find(|field| *field == name.trim());
            match field {
                None => self.unknown(name.trim(), at(span), &row::FIELDS),
                Some(field) if fields.contains(&Some(field)) => {
                    let value = [("value", field.into())];
                    self.defects.add(codes::RULE_LIST_COLUMN_REPEATED, vec![at(span)], &value);
                }
                Some(_) => {}
            }
            fields.push(field);
        }
        for field in row::REQUIRED.into_iter().filter(|field| !fields.contains(&Some(*field))) {
            self.missing(field, Some(at(&header.span)));
        }
        // A header that names nothing of ours is that of another table, of which each row would be wrong.
        fields.iter().any(Option::is_some).then_some(fields)
    }

    fn too_long(&mut self, at: At) {
        let limit = [("limit", row::MOST.into())];
        self.defects.add(codes::RULE_LIST_TOO_LONG, vec![at], &limit);
    }

    /// The day that a field names; `None`: none, or what it says is no date, which is told.
    pub(super) fn date(&mut self, row: &Row<'_>, field: &'static str) -> Option<Date> {
        let text = row.text(field);
        if text.is_empty() {
            return None;
        }
        // The parser of dates takes other forms too, which sort and read differently.
        let date = text.parse().ok().filter(|date: &Date| date.to_string() == text);
        if date.is_none() {
            let arguments = [("field", field.into()), ("value", text.into())];
            self.defects.add(codes::RULE_LIST_DATE, vec![row.place(field)], &arguments);
        }
        date
    }

    /// Tells of a period that ends before it begins.
    pub(super) fn period(
        &mut self,
        row: &Row<'_>,
        from: (&'static str, Option<Date>),
        until: (&'static str, Option<Date>),
    ) {
        if let (Some(first), Some(last)) = (from.1, until.1)
            && last <= first
        {
            let arguments = [("from", first.into()), ("until", last.into())];
            let at = vec![row.place(until.0), row.place(from.0)];
            self.defects.add(codes::RULE_LIST_PERIOD_EMPTY, at, &arguments);
        }
    }

    /// Tells of a field that is not there.
    pub(super) fn missing(&mut self, field: &str, at: Option<At>) {
        let (en, zh) = words::meaning(field);
        let arguments =
            [("field", field.into()), ("expected_en", en.into()), ("expected_zh", zh.into())];
        let at = at.into_iter().collect();
        self.defects.add(codes::RULE_LIST_FIELD_MISSING, at, &arguments);
    }

    /// Tells of a value of the TOML that is none of its field.
    fn invalid(&mut self, field: &str, at: &At, expected: words::Expected) {
        let written = self.toml.get(at.span.clone()).unwrap_or_default();
        let written = written.trim_matches(['"', '\'']).to_owned();
        self.not_of(field, &written, at.clone(), expected);
    }

    /// Tells of a value that is none of its field.
    pub(super) fn not_of(&mut self, field: &str, value: &str, at: At, expected: words::Expected) {
        let arguments = [
            ("field", field.into()),
            ("value", value.into()),
            ("expected_en", expected.0.into()),
            ("expected_zh", expected.1.into()),
        ];
        self.defects.add(codes::RULE_LIST_VALUE, vec![at], &arguments);
    }

    /// Tells of something else that is wrong with a value.
    pub(super) fn wrong(&mut self, code: Code, at: At, arguments: &[(&'static str, Argument)]) {
        self.defects.add(code, vec![at], arguments);
    }
}

/// The field of that name, of a header or a rule.
fn field(name: &str) -> Option<&'static str> {
    HEADER.into_iter().chain(row::FIELDS).find(|field| *field == name)
}

/// A span of the text behind the mark of the encoding, as one of the file.
fn moved(span: Range<usize>, mark: usize) -> At {
    At::toml(span.start + mark..span.end + mark)
}
