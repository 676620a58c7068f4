//! The candidate list, members of groups, names, classes, lists that documents answer, suspicious words.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::amount::Fraction;

use super::item::{Field, Item, ItemKind};
use super::laws::level;
use crate::lists::{
    ClassKind, ClassRow, Classes, EntryKey, Family, GroupMember, Groups, IpcLists, KnownName,
    ListEdition, Matching, MayContain, Names, Suspicion, SvhcEntry, SvhcList, SvhcMember,
};

/// The entries of the candidate list; with a date those that were included by then.
pub(super) fn svhc(list: &SvhcList, date: Option<Date>) -> Vec<Item> {
    let included = |entry: &&SvhcEntry| date.is_none_or(|date| entry.included <= date);
    list.entries.values().filter(included).map(|entry| svhc_entry(entry, list)).collect()
}

/// What a month of the candidate list, `EUREACH-MMYY`, holds.
pub(super) fn svhc_of(list: &SvhcList, edition: &str) -> Option<Vec<Item>> {
    let asked = ListEdition::parse(edition).filter(|e| e.family == Family::EuReach)?;
    let (year, month) = asked.month?;
    list.update_in(year, month).map(|update| svhc(list, Some(update)))
}

fn svhc_entry(entry: &SvhcEntry, list: &SvhcList) -> Item {
    Item::new(ItemKind::Entry, EntryKey::Svhc(entry.number).to_string())
        .say(Field::NameEn, &entry.name_en)
        .say(Field::NameZh, &entry.name_zh)
        .say(Field::Cas, &entry.cas)
        .say(Field::Ec, &entry.ec)
        .say(Field::Included, Some(entry.included))
        .say(Field::Reasons, &entry.reasons)
        .say(Field::LimitPpm, list.limit)
        .say(Field::Level, level(list.level))
        .say(Field::Description, &entry.description)
        .say(Field::Decisions, &entry.decisions)
        .with(entry.members.iter().map(svhc_member))
}

fn svhc_member(member: &SvhcMember) -> Item {
    let numbers = member.cas.first().or(member.ec.first());
    Item::new(ItemKind::Member, numbers.unwrap_or(&member.name_en))
        .say(Field::NameEn, &member.name_en)
        .say(Field::Cas, &member.cas)
        .say(Field::Ec, &member.ec)
}

/// The groups with their members, in the order of the table.
pub(super) fn groups(groups: &Groups) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for member in &groups.members {
        match items.iter_mut().find(|group| group.key == member.group) {
            Some(group) => group.items.push(group_member(member)),
            None => {
                let group = Item::new(ItemKind::Group, &member.group);
                items.push(group.with([group_member(member)]));
            }
        }
    }
    items
}

fn group_member(member: &GroupMember) -> Item {
    let confirmed = if member.confirmed { "confirmed" } else { "unconfirmed" };
    Item::new(ItemKind::Member, member.cas.as_ref().unwrap_or(&member.name))
        .say(Field::NameEn, &member.name)
        .say(Field::Cas, member.cas.iter().cloned().collect::<Vec<_>>())
        .say(Field::Formula, &member.formula)
        .say(Field::FactorLow, &rational(member.factor.low))
        .say(Field::FactorHigh, &rational(member.factor.high))
        .say(Field::Confirmed, confirmed)
        .say(Field::Derivation, &member.derivation)
}

fn rational(fraction: Fraction) -> String {
    match fraction.denominator() {
        1 => fraction.numerator().to_string(),
        denominator => format!("{}/{denominator}", fraction.numerator()),
    }
}

/// The substances with their names, by CAS number.
pub(super) fn names(names: &Names) -> Vec<Item> {
    let numbers: BTreeMap<&str, &KnownName> =
        names.iter().map(|known| (known.cas.as_str(), known)).collect();
    let items = numbers.into_keys().map(|cas| {
        Item::new(ItemKind::Substance, cas)
            .say(Field::Cas, vec![cas.to_owned()])
            .say(Field::Names, names.of_cas(cas).to_vec())
    });
    items.collect()
}

/// The classes: the rows that one line of the table became are one again.
pub(super) fn classes(classes: &Classes) -> Vec<Item> {
    let is_one = |a: &ClassRow, b: &ClassRow| {
        (a.matching, a.kind, &a.class, &a.may_contain, &a.reason)
            == (b.matching, b.kind, &b.class, &b.may_contain, &b.reason)
    };
    classes.rows.chunk_by(is_one).map(class).collect()
}

fn class(rows: &[ClassRow]) -> Item {
    let row = &rows[0];
    let matching = match row.matching {
        Matching::Cas => "cas",
        Matching::Contains => "contains",
        Matching::Exact => "exact",
        Matching::Prefix => "prefix",
    };
    let kind = match row.kind {
        ClassKind::Generic => "generic",
        ClassKind::Placeholder => "placeholder",
        ClassKind::Variable => "variable",
        ClassKind::Withheld => "withheld",
    };
    let may_contain = match &row.may_contain {
        MayContain::Anything => vec!["anything".to_owned()],
        MayContain::Entries(entries) => entries.iter().map(ToString::to_string).collect(),
        MayContain::NothingListed => vec!["nothing-listed".to_owned()],
    };
    let patterns: Vec<String> = rows.iter().map(|row| row.pattern.clone()).collect();
    let (cas, patterns) = match row.matching {
        Matching::Cas => (patterns, Vec::new()),
        _ => (Vec::new(), patterns),
    };
    Item::new(ItemKind::Class, format!("{}/{matching}", row.class))
        .say(Field::Name, &row.class)
        .say(Field::ClassKind, kind)
        .say(Field::Matching, matching)
        .say(Field::Cas, cas)
        .say(Field::Patterns, patterns)
        .say(Field::MayContain, may_contain)
        .say(Field::Reason, &row.reason)
}

/// The entries of the lists that documents answer, in the order of the table.
pub(super) fn ipc(lists: &IpcLists) -> Vec<Item> {
    let items = lists.rows().iter().map(|row| {
        let own = if row.code.is_empty() { &row.entry.name_key } else { &row.code };
        let entries: Vec<String> = row.entry.entries.iter().map(ToString::to_string).collect();
        Item::new(ItemKind::QueryEntry, format!("{}/{own}", row.list))
            .say(Field::List, &row.list)
            .say(Field::Code, &row.code)
            .say(Field::Name, &row.entry.name_key)
            .say(Field::Entries, entries)
    });
    items.collect()
}

/// What makes names suspect, by group.
pub(super) fn suspicion(suspicion: &Suspicion) -> Vec<Item> {
    let items = suspicion.rules.iter().map(|rule| {
        Item::new(ItemKind::Rule, &rule.group)
            .say(Field::Element, &rule.element)
            .say(Field::Words, &rule.words)
            .say(Field::Parts, &rule.parts)
            .say(Field::Harmless, &rule.harmless)
    });
    items.collect()
}
