//! Reads a list of rules.

use std::collections::BTreeSet;

use super::row::{self, Rows};
use super::{RuleList, RuleRow};
use crate::lists::groups::Groups;
use crate::lists::reading::{Lacking, Reader, Root, Section, words};
use crate::lists::suspicion::Suspicion;
use crate::rule_set::{ClassesKnow, Kind};

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
    pub(super) fn all(&self) -> impl Iterator<Item = &'a str> {
        self.classed.iter().chain(&self.further).copied()
    }
}

/// Reads a list of rules whose groups are among `groups`.
pub(in crate::lists) fn read_rules(
    reader: &mut Reader<'_>,
    root: &Root<'_, '_>,
    groups: &KnownGroups<'_>,
) -> Option<RuleList> {
    reader.known(root.toml, &[&["list", "rules", "entry"]]);
    let header = reader.header(root.toml);
    let kind = reader.section(root.toml, "rules").map(|section| kind(&section, reader));
    let mut rows = Rows::of(groups);
    for section in reader.sections(root.toml, "entry", words::TABLES) {
        reader.known(section.table, &[&row::FIELDS]);
        if rows.is_full() {
            reader.too_long(section.at, row::FORM);
            break;
        }
        let cells = reader.cells(&section, &row::FIELDS);
        reader.lacking(&cells, &row::REQUIRED, Lacking::Told);
        rows.add(&cells, reader);
    }
    if let Some(table) = root.table {
        let form = (row::FORM, rows.entries.len());
        reader.rows(table, form, |reader, cells| rows.add(cells, reader));
    }
    rows.overlapping(&mut reader.defects);
    if rows.entries.is_empty() {
        reader.empty();
    }
    let (header, (kind, duties)) = header.zip(kind)?;
    let entries = rows.entries;
    let in_classes = |group: &String| groups.classed.contains(&group.as_str());
    let is_known = |row: &RuleRow| {
        row.cas.is_empty() && !row.groups.is_empty() && row.groups.iter().all(in_classes)
    };
    let all_known = entries.iter().all(is_known);
    let classes = if all_known { ClassesKnow::Entries } else { ClassesKnow::Nothing };
    let rule_set = header.rule_set();
    let changes = header.effective.into_iter().chain(header.repealed).collect();
    Some(RuleList { header, rule_set, kind, duties, classes, entries, gap: None, changes })
}

fn kind(section: &Section<'_, '_>, reader: &mut Reader<'_>) -> (Kind, Vec<String>) {
    reader.known(section.table, &[&["kind", "duties"]]);
    let mut duties = Vec::new();
    if let Some(value) = section.table.get("duties") {
        let array = value.get_ref().as_array();
        let texts = array.map(|array| {
            array.iter().map(|text| text.get_ref().as_str().map(str::to_owned)).collect()
        });
        match texts.flatten() {
            Some(texts) => duties = texts,
            None => reader.invalid("duties", &reader.moved(value.span()), words::TEXTS),
        }
    }
    let kind = match section.table.get("kind") {
        None => {
            reader.missing("kind", Some(section.at.clone()));
            None
        }
        Some(value) => match value.get_ref().as_str() {
            Some("disclosure") => Some(Kind::Disclosure),
            Some("restriction") => Some(Kind::Restriction),
            _ => {
                reader.invalid("kind", &reader.moved(value.span()), words::KIND);
                None
            }
        },
    };
    (kind.unwrap_or(Kind::Restriction), duties)
}
