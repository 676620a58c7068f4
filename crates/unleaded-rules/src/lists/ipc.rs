//! The substance lists that IPC-1752 documents answer, and how their entries map to ours.

use std::collections::BTreeMap;

use serde::Deserialize;
use unleaded_model::identity::key;

use super::entry::EntryKey;
use super::header::{File, ListError, ListHeader, several};
use super::svhc::SvhcList;

/// What the keys of the editions of IEC 62474 begin with.
const IEC_KEY: &str = "iec62474";

/// The tables of foreign list entries.
#[derive(Clone, Debug)]
pub struct IpcLists {
    /// The table's identity.
    pub header: ListHeader,
    rows: Vec<IpcRow>,
    by_code: BTreeMap<(String, String), IpcEntry>,
    by_name: BTreeMap<(Family, String), Vec<EntryKey>>,
}

/// A row of the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpcRow {
    /// The list as written: with its edition where there is a code, else its family.
    pub list: String,
    /// The code in that edition; empty: the row is known by name only.
    pub code: String,
    /// What the entry is in ours.
    pub entry: IpcEntry,
}

/// A list that documents answer, without its edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The candidate list of REACH.
    EuReach,
    /// The restricted substances of EU RoHS.
    EuRohs,
    /// The declarable substances of IEC 62474.
    Iec62474,
}

/// The identity of a list in a document, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListEdition {
    /// The list.
    pub family: Family,
    /// Year and month of the edition; `None` for IEC 62474, and where the digits are no month.
    pub month: Option<(i16, i8)>,
    /// What follows the family name, as written: `0624`, `D19.00`.
    pub edition: String,
}

impl ListEdition {
    /// Parses `EUREACH-MMYY`, `EUROHS-YYMM` (the two use opposite orders) and `IEC_62474 D19.00`; `None` for any other
    /// list.
    pub fn parse(identity: &str) -> Option<Self> {
        let identity = unleaded_model::identity::matching_text(identity).to_uppercase();
        let (family, edition) = [
            ("EUREACH", Family::EuReach),
            ("EUROHS", Family::EuRohs),
            ("IEC_62474", Family::Iec62474),
            ("IEC 62474", Family::Iec62474),
            ("IEC62474", Family::Iec62474),
        ]
        .into_iter()
        .find_map(|(name, family)| Some((family, identity.strip_prefix(name)?)))?;
        let edition = edition.trim_start_matches(['-', ' ', '_']).to_owned();
        Some(Self { family, month: month(family, &edition), edition })
    }
}

fn month(family: Family, edition: &str) -> Option<(i16, i8)> {
    if edition.len() != 4 || !edition.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (month, year) = match family {
        Family::EuReach => (&edition[..2], &edition[2..]),
        Family::EuRohs => (&edition[2..], &edition[..2]),
        Family::Iec62474 => return None,
    };
    let (month, year): (i8, i16) = (month.parse().ok()?, year.parse().ok()?);
    (1..=12).contains(&month).then_some((2000 + year, month))
}

/// What an entry of a foreign list is in ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IpcEntry {
    /// The key of the entry's name.
    pub name_key: String,
    /// Our entries that it covers wholly; empty: none, or for some applications only.
    pub entries: Vec<EntryKey>,
}

/// How an answer's name and code were understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved<'a> {
    /// Name and code mean different entries: first those of the code, then those of the name.
    Contradiction(&'a [EntryKey], &'a [EntryKey]),
    /// These entries.
    Entries(&'a [EntryKey]),
    /// Neither the name nor the code is known.
    Unknown,
}

impl IpcLists {
    /// Returns all rows, in the order of the file.
    pub fn rows(&self) -> &[IpcRow] {
        &self.rows
    }

    /// Returns what the entry `name`, `code` of the list `identity` is in our lists. A code counts only in the very
    /// edition that it was read from, a name in every edition of its family. In IEC 62474 one name stands for several
    /// applications, so that it takes the code and its name together.
    pub fn resolve(&self, identity: &str, code: &str, name: &str) -> Resolved<'_> {
        let Some(edition) = ListEdition::parse(identity) else {
            return Resolved::Unknown;
        };
        let name = key(name);
        let by_code = self.by_code.get(&(key(identity), code.trim().to_owned()));
        let by_code =
            by_code.filter(|entry| edition.family != Family::Iec62474 || entry.name_key == name);
        let by_name = self.by_name.get(&(edition.family, name)).map(Vec::as_slice);
        match (by_code.map(|entry| entry.entries.as_slice()), by_name) {
            (Some(code), Some(name)) if code != name => Resolved::Contradiction(code, name),
            (_, Some(entries)) | (Some(entries), None) => Resolved::Entries(entries),
            (None, None) => Resolved::Unknown,
        }
    }

    /// Returns the entry that has `code` in the list `identity`. A code counts only in the very edition that it was read
    /// from; those of IEC 62474 are serial numbers that stay with their entry in every edition.
    pub fn coded(&self, identity: &str, code: &str) -> Option<&IpcEntry> {
        let code = code.trim();
        if ListEdition::parse(identity)?.family == Family::Iec62474 {
            let mut all = self.by_code.iter();
            let is_it = |list: &str| list.starts_with(IEC_KEY);
            return all.find(|((list, known), _)| is_it(list) && known == code).map(|(_, e)| e);
        }
        self.by_code.get(&(key(identity), code.to_owned()))
    }

    /// Takes up the names of the entries of another edition of the candidate list that no row has.
    pub(super) fn name_candidates(&mut self, list: &SvhcList) {
        for entry in list.entries.values() {
            let name = (Family::EuReach, key(&entry.name_en));
            self.by_name.entry(name).or_insert_with(|| vec![EntryKey::Svhc(entry.number)]);
        }
    }

    /// Returns the entries that are known by code in exactly that edition: (code, entry).
    pub fn codes(&self, identity: &str) -> impl Iterator<Item = (&str, &IpcEntry)> {
        let wanted = key(identity);
        let all = self.by_code.iter();
        all.filter(move |((list, _), _)| *list == wanted).map(|((_, code), e)| (code.as_str(), e))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    list: String,
    code: String,
    name_key: String,
    entries: String,
}

pub(super) fn read(file: File<'_>) -> Result<IpcLists, ListError> {
    let (header, rows) = file.table::<Row>()?;
    let (mut by_code, mut by_name) = (BTreeMap::new(), BTreeMap::new());
    let mut kept = Vec::new();
    for row in rows {
        let edition = ListEdition::parse(&row.list).ok_or_else(|| file.value("list", &row.list))?;
        let entries = several(&row.entries).map(EntryKey::parse).collect::<Option<Vec<_>>>();
        let entries = entries.ok_or_else(|| file.value("entries", &row.entries))?;
        if edition.family != Family::Iec62474 {
            let known = by_name.insert((edition.family, row.name_key.clone()), entries.clone());
            if known.is_some_and(|known| known != entries) {
                return Err(file.value("name_key", &row.name_key));
            }
        }
        let entry = IpcEntry { name_key: row.name_key, entries };
        if !row.code.is_empty() {
            let place = (key(&row.list), row.code.clone());
            if by_code.insert(place, entry.clone()).is_some() {
                return Err(file.value("code", &row.code));
            }
        }
        kept.push(IpcRow { list: row.list, code: row.code, entry });
    }
    Ok(IpcLists { header, rows: kept, by_code, by_name })
}
