//! One rule of a list, from the texts of its fields.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::diagnostic::codes::{identity, rule_lists as codes};
use unleaded_model::identity::{Cas, Ec};

use super::defects::{At, Defects};
use super::read::Reader;
use super::{RowLimit, RuleRow, words};
use crate::lists::header::several;
use crate::lists::restriction::Level;
use crate::rule_set::{Expressed, Intended, Members};

/// The fields of a rule.
pub(super) const FIELDS: [&str; 20] = [
    "key",
    "name_en",
    "name_zh",
    "cas",
    "ec",
    "names",
    "groups",
    "members",
    "expressed_as",
    "limit_ppm",
    "intended",
    "level",
    "applications",
    "from",
    "until",
    "legal_reference",
    "confidence",
    "condition_en",
    "condition_zh",
    "source",
];
/// Those that no rule may lack.
pub(super) const REQUIRED: [&str; 5] = ["key", "name_en", "level", "legal_reference", "confidence"];
/// Most rules of a list: their numbers are held in sixteen bits.
pub(super) const MOST: usize = u16::MAX as usize;

/// The fields of a rule or a header as texts, each with its place.
pub(super) struct Row<'t> {
    /// Where all of it stands.
    pub(super) whole: At,
    cells: BTreeMap<&'static str, Cell<'t>>,
}

struct Cell<'t> {
    /// `None`: it is no text, which was told.
    text: Option<Cow<'t, str>>,
    at: At,
}

impl<'t> Row<'t> {
    pub(super) fn at(whole: At) -> Self {
        Self { whole, cells: BTreeMap::new() }
    }

    pub(super) fn set(&mut self, field: &'static str, text: Option<Cow<'t, str>>, at: At) {
        self.cells.insert(field, Cell { text, at });
    }

    /// The text of a field; empty: it is not there, or no text.
    pub(super) fn text(&self, field: &str) -> &str {
        self.cells.get(field).and_then(|cell| cell.text.as_deref()).unwrap_or_default()
    }

    fn owned(&self, field: &str) -> String {
        self.text(field).to_owned()
    }

    /// Takes the text of a field.
    pub(super) fn take(&mut self, field: &str) -> String {
        let text = self.cells.get_mut(field).and_then(|cell| cell.text.take());
        text.map(Cow::into_owned).unwrap_or_default()
    }

    /// Where the field stands; where it is not there, the whole of the row.
    pub(super) fn place(&self, field: &str) -> At {
        self.cells.get(field).map_or(&self.whole, |cell| &cell.at).clone()
    }

    /// Whether a field that must be there is not, and nothing was told of it yet.
    pub(super) fn lacks(&self, field: &str) -> bool {
        let told = self.cells.get(field).is_some_and(|cell| cell.text.is_none());
        !told && self.text(field).is_empty()
    }

    /// Whether there is such a field, also an empty one.
    pub(super) fn has(&self, field: &str) -> bool {
        self.cells.contains_key(field)
    }
}

/// The rules of a list as they are read.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) entries: Vec<RuleRow>,
    /// Where the key of each stands.
    keys: Vec<At>,
}

/// Which fields of a row are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lacking {
    /// All that must be there.
    Told,
    /// Those that have a column; that one is missing was told of the header.
    ToldOfHeader,
}

impl Rows {
    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= MOST
    }

    /// Reads a rule and adds it.
    pub(super) fn add(&mut self, row: &Row<'_>, lacking: Lacking, reader: &mut Reader<'_>) {
        let number = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        for field in REQUIRED {
            if row.lacks(field) && (lacking == Lacking::Told || row.has(field)) {
                reader.missing(field, Some(row.place(field)));
            }
        }
        let read = rule(row, number, reader);
        // A number with a slip was told, and is one.
        if ["cas", "ec", "groups", "members"].iter().all(|field| row.text(field).is_empty()) {
            let value = [("value", read.key.as_str().into())];
            reader.wrong(codes::RULE_LIST_NAME_ONLY, row.place("key"), &value);
        }
        self.entries.push(read);
        self.keys.push(row.place("key"));
    }

    /// Tells of keys that stand for two rules on one day.
    pub(super) fn overlapping(&self, defects: &mut Defects) {
        let mut by_key: BTreeMap<&str, Vec<(&RuleRow, &At)>> = BTreeMap::new();
        for (entry, at) in self.entries.iter().zip(&self.keys).filter(|(e, _)| !e.key.is_empty()) {
            by_key.entry(&entry.key).or_default().push((entry, at));
        }
        for (key, mut same) in by_key {
            same.sort_by_key(|(entry, _)| (entry.from, entry.number));
            // The rule that ends last so far: where the next begins before that, they overlap.
            let mut last: Option<(&RuleRow, &At)> = None;
            for (entry, at) in same {
                if let Some((before, first)) = last {
                    let apart = before.until.zip(entry.from).is_some_and(|(u, f)| u <= f);
                    if !apart {
                        let places = vec![at.clone(), first.clone()];
                        let value = [("value", key.into())];
                        defects.add(codes::RULE_LIST_KEY_REPEATED, places, &value);
                    }
                }
                let ends = |entry: &RuleRow| (entry.until.is_none(), entry.until);
                if last.is_none_or(|(before, _)| ends(before) <= ends(entry)) {
                    last = Some((entry, at));
                }
            }
        }
    }
}

fn rule(row: &Row<'_>, number: u16, reader: &mut Reader<'_>) -> RuleRow {
    let all = |field| several(row.text(field)).map(str::to_owned).collect::<Vec<String>>();
    let from = reader.date(row, "from");
    let until = reader.date(row, "until");
    reader.period(row, ("from", from), ("until", until));
    let groups = all("groups");
    let known: Vec<&str> = reader.groups.all().collect();
    for group in groups.iter().filter(|group| !known.contains(&group.as_str())) {
        let arguments = [("value", group.as_str().into()), ("known", known.join(", ").into())];
        reader.wrong(codes::RULE_LIST_GROUP, row.place("groups"), &arguments);
    }
    let level = choice(row, "level", Level::parse, words::LEVEL, reader);
    let expressed = |word: &str| match word {
        "element" => Some(Expressed::Element),
        "substance" => Some(Expressed::Substance),
        _ => None,
    };
    let members = |word: &str| (word == "not-held").then_some(Members::NotHeld);
    let intended = |word: &str| (word == "over").then_some(Intended::Over);
    RuleRow {
        number,
        key: row.owned("key"),
        name_en: row.owned("name_en"),
        name_zh: row.owned("name_zh"),
        cas: numbers(row, reader),
        ec: inventory_numbers(row, reader),
        names: all("names"),
        groups,
        members: choice(row, "members", members, words::MEMBERS, reader).unwrap_or(Members::Held),
        expressed: choice(row, "expressed_as", expressed, words::EXPRESSED, reader)
            .unwrap_or(Expressed::Substance),
        limit: limit(row, reader),
        intended: choice(row, "intended", intended, words::INTENDED, reader)
            .unwrap_or(Intended::AsAll),
        level: level.unwrap_or(Level::HomogeneousMaterial),
        applications: all("applications"),
        from,
        until,
        legal_reference: row.owned("legal_reference"),
        confidence: row.owned("confidence"),
        condition_en: row.owned("condition_en"),
        condition_zh: row.owned("condition_zh"),
        source: row.owned("source"),
    }
}

/// What one of a few words means; `None`: it is empty, or none of them, which is told.
fn choice<T>(
    row: &Row<'_>,
    field: &'static str,
    parse: impl Fn(&str) -> Option<T>,
    expected: words::Expected,
    reader: &mut Reader<'_>,
) -> Option<T> {
    let word = row.text(field);
    let meant = parse(word);
    if meant.is_none() && !word.is_empty() {
        reader.not_of(field, word, row.place(field), expected);
    }
    meant
}

/// CAS numbers in normal form.
fn numbers(row: &Row<'_>, reader: &mut Reader<'_>) -> Vec<String> {
    let mut numbers = Vec::new();
    for text in several(row.text("cas")) {
        match Cas::parse(text).ok().filter(Cas::is_valid) {
            Some(cas) => numbers.push(cas.as_str().to_owned()),
            None => bad_number(row, "cas", text, ("CAS number", "CAS 号"), reader),
        }
    }
    numbers
}

/// EC numbers in normal form.
fn inventory_numbers(row: &Row<'_>, reader: &mut Reader<'_>) -> Vec<String> {
    let mut numbers = Vec::new();
    for text in several(row.text("ec")) {
        match Ec::parse(text) {
            Some(ec) => {
                // Numbers are in use that break the rule of the check digit.
                if !ec.is_valid() {
                    let value = [("value", text.into())];
                    reader.wrong(identity::EC_CHECK_DIGIT, row.place("ec"), &value);
                }
                numbers.push(ec.as_str().to_owned());
            }
            None => bad_number(row, "ec", text, ("EC number", "EC 号"), reader),
        }
    }
    numbers
}

fn bad_number(
    row: &Row<'_>,
    field: &'static str,
    text: &str,
    what: (&str, &str),
    reader: &mut Reader<'_>,
) {
    let arguments = [("value", text.into()), ("what", what.into())];
    reader.wrong(codes::RULE_LIST_NUMBER, row.place(field), &arguments);
}

/// Parts per million, `any` or nothing.
fn limit(row: &Row<'_>, reader: &mut Reader<'_>) -> RowLimit {
    let share = |text: &str| {
        let share = FractionRange::of(&Number::parse(text).ok()?, -6)?;
        (share.is_exact() && share.high <= Fraction::ONE).then_some(RowLimit::Share(share.low))
    };
    match row.text("limit_ppm") {
        "" => RowLimit::Unstated,
        "any" => RowLimit::Any,
        text => share(text).unwrap_or_else(|| {
            let value = [("value", text.into())];
            reader.wrong(codes::RULE_LIST_LIMIT, row.place("limit_ppm"), &value);
            RowLimit::Unstated
        }),
    }
}
