//! One rule of a list, from the texts of its fields.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::codes::rule_lists as codes;

use super::read::KnownGroups;
use super::{RowLimit, RuleRow};
use crate::lists::reading::defects::{At, Defects};
use crate::lists::reading::{Form, Reader, Row, ppm, words};
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
/// The form of a rule.
pub(super) const FORM: Form = Form { fields: &FIELDS, required: &REQUIRED, most: MOST };

/// The rules of a list as they are read.
pub(super) struct Rows<'g> {
    /// The groups that a rule may be about.
    groups: Vec<&'g str>,
    pub(super) entries: Vec<RuleRow>,
    /// Where the key of each stands.
    keys: Vec<At>,
}

impl<'g> Rows<'g> {
    pub(super) fn of(groups: &KnownGroups<'g>) -> Self {
        Self { groups: groups.all().collect(), entries: Vec::new(), keys: Vec::new() }
    }

    pub(super) fn is_full(&self) -> bool {
        self.entries.len() >= MOST
    }

    /// Reads a rule and adds it.
    pub(super) fn add(&mut self, row: &Row<'_>, reader: &mut Reader<'_>) {
        let number = u16::try_from(self.entries.len()).unwrap_or(u16::MAX);
        let read = rule(row, number, &self.groups, reader);
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

fn rule(row: &Row<'_>, number: u16, known: &[&str], reader: &mut Reader<'_>) -> RuleRow {
    let from = reader.date(row, "from");
    let until = reader.date(row, "until");
    reader.period(row, ("from", from), ("until", until));
    let groups = row.all("groups");
    for group in groups.iter().filter(|group| !known.contains(&group.as_str())) {
        reader.no_group(row, "groups", (group, known));
    }
    let level = reader.choice(row, "level", Level::parse, words::LEVEL);
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
        cas: reader.cas(row),
        ec: reader.ec(row),
        names: row.all("names"),
        groups,
        members: reader.choice(row, "members", members, words::MEMBERS).unwrap_or(Members::Held),
        expressed: reader
            .choice(row, "expressed_as", expressed, words::EXPRESSED)
            .unwrap_or(Expressed::Substance),
        limit: limit(row, reader),
        intended: reader
            .choice(row, "intended", intended, words::INTENDED)
            .unwrap_or(Intended::AsAll),
        level: level.unwrap_or(Level::HomogeneousMaterial),
        applications: row.all("applications"),
        from,
        until,
        legal_reference: row.owned("legal_reference"),
        confidence: row.owned("confidence"),
        condition_en: row.owned("condition_en"),
        condition_zh: row.owned("condition_zh"),
        source: row.owned("source"),
    }
}

/// Parts per million, `any` or nothing.
fn limit(row: &Row<'_>, reader: &mut Reader<'_>) -> RowLimit {
    match row.text("limit_ppm") {
        "" => RowLimit::Unstated,
        "any" => RowLimit::Any,
        text => ppm(text).map_or_else(
            || {
                reader.no_limit(row);
                RowLimit::Unstated
            },
            RowLimit::Share,
        ),
    }
}
