//! The candidate list of REACH: substances of very high concern.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use unleaded_model::amount::Fraction;
use unleaded_model::identity::key;

use super::header::{File, ListError, ListHeader, several};
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
    /// The entries by number. The numbers are ours, from 1, the newest first; they hold for this edition only.
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    number: u16,
    role: String,
    name_en: String,
    name_zh: String,
    cas: String,
    ec: String,
    description: String,
    included: String,
    reasons: String,
    decisions: String,
}

pub(super) fn read(file: File<'_>) -> Result<SvhcList, ListError> {
    let (header, rows) = file.table::<Row>()?;
    let mut entries: BTreeMap<u16, SvhcEntry> = BTreeMap::new();
    for row in rows {
        match row.role.as_str() {
            "entry" => drop(entries.insert(row.number, row.entry(file)?)),
            "member" => match entries.get_mut(&row.number) {
                Some(entry) => entry.members.push(row.member()),
                None => return Err(file.value("number", &row.number.to_string())),
            },
            other => return Err(file.value("role", other)),
        }
    }
    let (by_cas, by_name) = (index_cas(&entries), index_names(&entries));
    let (limit, level) = (Fraction::ppm(1000), Level::Article);
    Ok(SvhcList { header, limit, level, entries, by_cas, by_name })
}

impl Row {
    fn entry(self, file: File<'_>) -> Result<SvhcEntry, ListError> {
        Ok(SvhcEntry {
            number: self.number,
            cas: several(&self.cas).map(str::to_owned).collect(),
            ec: several(&self.ec).map(str::to_owned).collect(),
            included: file.date("included", &self.included)?,
            reasons: several(&self.reasons).map(str::to_owned).collect(),
            name_en: self.name_en,
            name_zh: self.name_zh,
            description: self.description,
            decisions: several(&self.decisions).map(|id| format!("{DECISIONS}{id}")).collect(),
            members: Vec::new(),
        })
    }

    fn member(self) -> SvhcMember {
        SvhcMember {
            cas: several(&self.cas).map(str::to_owned).collect(),
            ec: several(&self.ec).map(str::to_owned).collect(),
            name_en: self.name_en,
        }
    }
}

fn index_cas(entries: &BTreeMap<u16, SvhcEntry>) -> BTreeMap<String, Vec<u16>> {
    let mut index = BTreeMap::new();
    for entry in entries.values() {
        let members = entry.members.iter().flat_map(|member| &member.cas);
        for cas in entry.cas.iter().chain(members) {
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
