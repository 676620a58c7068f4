//! The candidate list of REACH: substances of very high concern.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::amount::Fraction;
use unleaded_model::diagnostic::codes::rule_lists as codes;
use unleaded_model::identity::key;

use super::header::ListHeader;
use super::reading::{Form, Reader, Root, Row, words};
use super::restriction::Level;

/// Where the decisions lie; the table holds what follows.
const DECISIONS: &str = "https://echa.europa.eu/documents/10162/";

/// The candidate list of one edition.
#[derive(Clone, Debug)]
pub struct SvhcList {
    /// The list's identity.
    pub header: ListHeader,
    /// The share of an article above which the duties of Articles 7(2) and 33 begin: 0.1 %, for each entry.
    pub limit: Fraction,
    /// The place whose mass is the denominator: the article.
    pub level: Level,
    /// The entries by number. The numbers are ours: an entry keeps its own in every edition.
    pub entries: BTreeMap<u16, SvhcEntry>,
    by_cas: BTreeMap<String, Vec<u16>>,
    by_name: BTreeMap<String, Vec<u16>>,
}

impl SvhcList {
    /// Returns the numbers of the entries that the substance of that CAS number (in normal form) falls under, by
    /// itself or as a member; none when it is not listed.
    pub fn by_cas(&self, cas: &str) -> &[u16] {
        self.by_cas.get(cas).map_or(&[], Vec::as_slice)
    }

    /// Returns the numbers of the entries that `name` names, by the entry's or a member's name in any spelling.
    pub fn by_name(&self, name: &str) -> &[u16] {
        self.by_name.get(&key(name)).map_or(&[], Vec::as_slice)
    }

    /// Returns the entries that were on the list on `date`, oldest rows last.
    pub fn on(&self, date: Date) -> impl Iterator<Item = &SvhcEntry> {
        self.entries.values().filter(move |entry| entry.included <= date)
    }

    /// Returns the last date in that month on which substances were added; `None` when none were.
    pub fn update_in(&self, year: i16, month: i8) -> Option<Date> {
        let dates = self.entries.values().map(|entry| entry.included);
        dates.filter(|date| date.year() == year && date.month() == month).max()
    }
}

/// An entry of the candidate list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvhcEntry {
    /// Its number in this edition of our table.
    pub number: u16,
    /// The English name.
    pub name_en: String,
    /// The Chinese name; empty: not known.
    pub name_zh: String,
    /// CAS numbers of the entry itself, in normal form; none for most groups.
    pub cas: Vec<String>,
    /// EC numbers of the entry itself.
    pub ec: Vec<String>,
    /// Trade names, or what the entry covers; empty: nothing said.
    pub description: String,
    /// The day it was included.
    pub included: Date,
    /// The letters of Article 57 that it was included for, e.g. `c`, `f-health`.
    pub reasons: Vec<String>,
    /// Addresses of the published decisions; empty: not known.
    pub decisions: Vec<String>,
    /// Substances that the authority names as examples of a group; not closed.
    pub members: Vec<SvhcMember>,
}

impl SvhcEntry {
    /// The CAS numbers of the entry and of its members.
    fn numbers(&self) -> impl Iterator<Item = &String> {
        self.cas.iter().chain(self.members.iter().flat_map(|member| &member.cas))
    }
}

/// A substance that the authority names as an example of a group entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvhcMember {
    /// The English name.
    pub name_en: String,
    /// CAS numbers, in normal form; empty: none.
    pub cas: Vec<String>,
    /// EC numbers; empty: none.
    pub ec: Vec<String>,
}

/// The columns of the table.
const FIELDS: [&str; 10] = [
    "number",
    "role",
    "name_en",
    "name_zh",
    "cas",
    "ec",
    "description",
    "included",
    "reasons",
    "decisions",
];
const FORM: Form =
    Form { fields: &FIELDS, required: &["number", "role", "name_en"], most: u16::MAX as usize };

/// Reads an edition; its entries keep the numbers that they have in the `shipped` one.
pub(super) fn read(
    reader: &mut Reader<'_>,
    root: &Root<'_, '_>,
    shipped: Option<&SvhcList>,
) -> Option<SvhcList> {
    reader.known(root.toml, &[&["list"]]);
    let header = reader.header(root.toml);
    let mut entries: BTreeMap<u16, SvhcEntry> = BTreeMap::new();
    reader.rows(root.table.unwrap_or_default(), (FORM, 0), |reader, row| {
        let role = |word: &str| ["entry", "member"].contains(&word).then(|| word == "member");
        match reader.choice(row, "role", role, words::ROLE) {
            Some(false) => add_entry(row, &mut entries, shipped, reader),
            Some(true) => add_member(row, &mut entries, reader),
            None => {}
        }
    });
    if entries.is_empty() {
        reader.empty();
    }
    if let Some(shipped) = shipped {
        left_out(&entries, shipped, reader);
    }
    let (by_cas, by_name) = (index_cas(&entries), index_names(&entries));
    let (limit, level) = (Fraction::ppm(1000), Level::Article);
    Some(SvhcList { header: header?, limit, level, entries, by_cas, by_name })
}

fn add_entry(
    row: &Row<'_>,
    entries: &mut BTreeMap<u16, SvhcEntry>,
    shipped: Option<&SvhcList>,
    reader: &mut Reader<'_>,
) {
    if row.lacks("included") {
        reader.missing("included", Some(row.place("included")));
    }
    let free = |text: &str| {
        let number = text.parse().ok().filter(|number| *number > 0);
        number.filter(|number| !entries.contains_key(number))
    };
    let number = reader.choice(row, "number", free, words::ENTRY_NUMBER);
    let included = reader.date(row, "included");
    let entry = SvhcEntry {
        number: number.unwrap_or_default(),
        name_en: row.owned("name_en"),
        name_zh: row.owned("name_zh"),
        cas: reader.cas(row),
        ec: reader.ec(row),
        description: row.owned("description"),
        included: included.unwrap_or_default(),
        reasons: row.all("reasons"),
        decisions: row.all("decisions").iter().map(|id| format!("{DECISIONS}{id}")).collect(),
        members: Vec::new(),
    };
    if number.is_none() {
        return;
    }
    if let Some(known) = shipped.and_then(|shipped| moved(&entry, shipped)) {
        let arguments =
            [("number", u64::from(known.number).into()), ("name", known.name_en.as_str().into())];
        reader.wrong(codes::RULE_LIST_NUMBER_MOVED, row.place("number"), &arguments);
    }
    entries.insert(entry.number, entry);
}

fn add_member(row: &Row<'_>, entries: &mut BTreeMap<u16, SvhcEntry>, reader: &mut Reader<'_>) {
    let known = |text: &str| text.parse().ok().filter(|number| entries.contains_key(number));
    let number: Option<u16> = reader.choice(row, "number", known, words::MEMBER_NUMBER);
    let member =
        SvhcMember { cas: reader.cas(row), ec: reader.ec(row), name_en: row.owned("name_en") };
    if let Some(entry) = number.and_then(|number| entries.get_mut(&number)) {
        entry.members.push(member);
    }
}

/// The shipped entry that contradicts the number of `entry`: another one that has it, or the same one under another.
/// Tables of classes and of codes name entries by their numbers.
fn moved<'s>(entry: &SvhcEntry, shipped: &'s SvhcList) -> Option<&'s SvhcEntry> {
    let is_it = |known: &SvhcEntry| {
        key(&known.name_en) == key(&entry.name_en)
            || known.cas.iter().any(|cas| entry.cas.contains(cas))
    };
    match shipped.entries.get(&entry.number) {
        Some(known) => {
            let is_it = is_it(known) || known.ec.iter().any(|ec| entry.ec.contains(ec));
            (!is_it).then_some(known)
        }
        None => {
            let by_cas = entry.cas.iter().flat_map(|cas| shipped.by_cas(cas));
            let alike = by_cas.chain(shipped.by_name(&entry.name_en));
            alike.filter_map(|number| shipped.entries.get(number)).find(|known| is_it(known))
        }
    }
}

/// Tells of entries and numbers of the shipped edition that are not in this one: what they cover would go unseen.
fn left_out(entries: &BTreeMap<u16, SvhcEntry>, shipped: &SvhcList, reader: &mut Reader<'_>) {
    let mut names = Vec::new();
    for known in shipped.entries.values() {
        let Some(entry) = entries.get(&known.number) else {
            names.push(known.name_en.clone());
            continue;
        };
        let here: BTreeSet<&String> = entry.numbers().collect();
        let gone = known.numbers().filter(|cas| !here.contains(cas));
        names.extend(gone.map(|cas| format!("{cas} ({})", known.name_en)));
    }
    reader.left_out(&names);
}

fn index_cas(entries: &BTreeMap<u16, SvhcEntry>) -> BTreeMap<String, Vec<u16>> {
    let mut index = BTreeMap::new();
    for entry in entries.values() {
        for cas in entry.numbers() {
            add(&mut index, cas.clone(), entry.number);
        }
    }
    index
}

fn index_names(entries: &BTreeMap<u16, SvhcEntry>) -> BTreeMap<String, Vec<u16>> {
    let mut index = BTreeMap::new();
    for entry in entries.values() {
        let own = [&entry.name_en, &entry.name_zh];
        let members = entry.members.iter().map(|member| &member.name_en);
        for name in own.into_iter().chain(members).filter(|name| !name.is_empty()) {
            add(&mut index, key(name), entry.number);
        }
    }
    index
}

fn add(index: &mut BTreeMap<String, Vec<u16>>, key: String, number: u16) {
    let numbers = index.entry(key).or_default();
    if !numbers.contains(&number) {
        numbers.push(number);
    }
}
