//! What the name of a whole group may mean: `lead compounds` is any of them.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::EntryKey;
use super::groups::Groups;
use super::suspicion::Suspicion;
use super::svhc::{SvhcEntry, SvhcList};

/// The entries that some member of a group counts towards, beside the group itself.
#[derive(Clone, Debug)]
pub struct GroupEntries {
    by_group: BTreeMap<String, Vec<EntryKey>>,
}

impl GroupEntries {
    /// Returns the entries that a substance may count towards of which only the `group` is known, in their order.
    pub fn of(&self, group: &str) -> &[EntryKey] {
        self.by_group.get(group).map_or(&[], Vec::as_slice)
    }
}

/// Of the members' numbers, and of the entries of the candidate list whose names hint at the group.
pub(super) fn derive(groups: &Groups, svhc: &SvhcList, suspicion: &Suspicion) -> GroupEntries {
    let mut by_group: BTreeMap<String, BTreeSet<EntryKey>> = BTreeMap::new();
    for member in &groups.members {
        let entries = by_group.entry(member.group.clone()).or_default();
        if let Some(cas) = &member.cas {
            entries.extend(groups.by_cas(cas).map(|other| EntryKey::Group(other.group.clone())));
            entries.extend(svhc.by_cas(cas).iter().map(|number| EntryKey::Svhc(*number)));
        }
    }
    for entry in svhc.entries.values() {
        for group in hinted(entry, suspicion) {
            by_group.entry(group.to_owned()).or_default().insert(EntryKey::Svhc(entry.number));
        }
    }
    for (group, entries) in &mut by_group {
        entries.remove(&EntryKey::Group(group.clone()));
    }
    let listed = by_group.into_iter().map(|(group, set)| (group, set.into_iter().collect()));
    GroupEntries { by_group: listed.collect() }
}

/// The groups that the names of the entry and of its examples hint at.
fn hinted<'s>(entry: &SvhcEntry, suspicion: &'s Suspicion) -> BTreeSet<&'s str> {
    let own = [&entry.name_en, &entry.name_zh];
    let names = own.into_iter().chain(entry.members.iter().map(|member| &member.name_en));
    names.flat_map(|name| suspicion.groups_in(name)).collect()
}
