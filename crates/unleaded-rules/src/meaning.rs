//! What an answer on a list is about: its code, its name, and whether the two agree.

use std::collections::BTreeSet;

use unleaded_model::identity::{Cas, key};

use crate::disclosure::{Named, named};
use crate::lists::{EntryKey, Family, IpcEntry, ListEdition, Lists, Resolved};

/// How long a name is at least that another one may begin with to be the same.
const TELLING: usize = 4;

/// What an answer's name and code mean together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning<'l> {
    /// Different things: every entry of ours that either means.
    Contradiction(BTreeSet<EntryKey>),
    /// These entries, as the list has them.
    Entries(&'l [EntryKey]),
    /// Neither is known in the list.
    Unknown,
}

/// Returns what the entry `name`, `code` of the list `identity` means. A code that the table has for another name does not
/// stand by itself: who wrote the one may have copied the other.
pub fn meaning<'l>(identity: &str, code: &str, name: &str, lists: &'l Lists) -> Meaning<'l> {
    let family = ListEdition::parse(identity).map(|edition| edition.family);
    let coded = lists.ipc.coded(identity, code).zip(family);
    if let Some((coded, _)) = coded.filter(|(coded, family)| !agrees(name, coded, *family, lists)) {
        let mut all = of_name(name, lists).sure;
        all.extend(of_coded(coded, lists).sure);
        return Meaning::Contradiction(all);
    }
    match lists.ipc.resolve(identity, code, name) {
        Resolved::Contradiction(by_code, by_name) => {
            Meaning::Contradiction(by_code.iter().chain(by_name).cloned().collect())
        }
        Resolved::Entries(entries) => Meaning::Entries(entries),
        Resolved::Unknown => Meaning::Unknown,
    }
}

/// Returns the entries that an answer speaks of, whatever list it is on.
pub(crate) fn spoken_of(identity: &str, code: &str, name: &str, lists: &Lists) -> Named {
    let cas = Cas::parse(code.trim()).ok();
    let mut found = of_name(name, lists);
    if let Some(cas) = cas {
        let by_number = named(name, Some(cas.as_str()), lists);
        found.sure.extend(by_number.sure);
        found.maybe.extend(by_number.maybe);
        found.is_known = true;
    }
    if let Some(coded) = lists.ipc.coded(identity, code) {
        let coded = of_coded(coded, lists);
        found.sure.extend(coded.sure);
        found.maybe.extend(coded.maybe);
        found.is_known = true;
    }
    found.maybe.retain(|entry| !found.sure.contains(entry));
    found
}

/// The entries that a name means in any list.
fn of_name(name: &str, lists: &Lists) -> Named {
    let mut found = named(name, None, lists);
    for family in ["EUROHS", "EUREACH"] {
        if let Resolved::Entries(entries) = lists.ipc.resolve(family, "", name) {
            found.sure.extend(entries.iter().cloned());
            found.is_known = true;
        }
    }
    found
}

/// The entries that a row of the tables means: its own, and those of its name.
fn of_coded(coded: &IpcEntry, lists: &Lists) -> Named {
    let mut found = of_name(&coded.name_key, lists);
    found.sure.extend(coded.entries.iter().cloned());
    found
}

/// Whether `name` may be another spelling of the entry that the code stands for. The names of IEC 62474 are held of one
/// edition, so one that no table knows is taken for a newer spelling there.
fn agrees(name: &str, coded: &IpcEntry, family: Family, lists: &Lists) -> bool {
    let is_iec = family == Family::Iec62474;
    let spelt = key(name);
    if spelt.is_empty() || spelt == coded.name_key {
        return true;
    }
    let by_name = of_name(name, lists);
    let by_code = of_coded(coded, lists);
    let all = |named: &Named| -> BTreeSet<EntryKey> {
        named.sure.iter().chain(&named.maybe).cloned().collect()
    };
    if by_name.sure.is_empty() && by_name.maybe.is_empty() {
        let (short, long) = match spelt.len() < coded.name_key.len() {
            true => (&spelt, &coded.name_key),
            false => (&coded.name_key, &spelt),
        };
        let is_longer = short.len() >= TELLING && long.starts_with(short.as_str());
        let says_nothing = is_iec && (!by_name.is_known || by_code.sure.is_empty());
        return is_longer || says_nothing;
    }
    if !is_iec && !by_name.sure.is_empty() && !coded.entries.is_empty() {
        return coded.entries.iter().any(|entry| by_name.sure.contains(entry));
    }
    !all(&by_name).is_disjoint(&all(&by_code))
}
