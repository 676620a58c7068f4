//! The lists in one form, to be shown and compared: entries, what is said of each, and what is inside of it.
//!
//! Nothing is judged from this form: verdicts ask [`Lists`] itself.

mod compare;
mod exemptions;
mod item;
mod laws;
mod own;
mod substances;

use jiff::civil::Date;

pub use self::compare::{Difference, differences};
pub use self::item::{Fact, Field, Item, ItemKind, Said};
use crate::lists::{ListHeader, Lists, OwnList};

/// How much of a list is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What a name stands for: the shipped edition, a standard of China RoHS, an edition of the lists that documents
    /// answer.
    Edition(String),
    /// What holds on that date.
    On(Date),
    /// All that is held, whatever its dates.
    Whole,
}

/// A list, or what was asked for of it.
#[derive(Clone, Debug)]
pub struct Listed<'a> {
    /// The list's identity.
    pub header: &'a ListHeader,
    /// Its entries and whatever else it says, in the order of the list.
    pub items: Vec<Item>,
    /// The last day of which the list is known to say all; `None`: its entries carry their own dates.
    pub known_until: Option<Date>,
}

impl Listed<'_> {
    /// How many entries there are. Periods, product classes and the like are none, nor is what is inside an entry.
    pub fn entries(&self) -> usize {
        count(&self.items, ItemKind::is_entry)
    }

    /// How many items there are of each kind that occurs, at any depth, in the order of the kinds.
    pub fn counts(&self) -> Vec<(ItemKind, usize)> {
        let counted = ItemKind::ALL.iter().map(|kind| (*kind, count(&self.items, |k| k == *kind)));
        counted.filter(|(_, count)| *count > 0).collect()
    }

    /// Keeps what `wanted` names: by key, name, CAS or EC number; an item that only holds such a one is kept with that
    /// alone. Nothing is left where nothing is named so.
    pub fn keep(&mut self, wanted: &str) {
        item::keep(&mut self.items, wanted);
    }
}

fn count(items: &[Item], counts: impl Fn(ItemKind) -> bool + Copy) -> usize {
    let inside = |item: &Item| count(&item.items, counts);
    items.iter().map(|item| usize::from(counts(item.kind)) + inside(item)).sum()
}

/// Why a list can't be shown as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListedError {
    /// The entries of the list have no dates.
    NoDates,
    /// No such edition is held.
    UnknownEdition,
    /// No list has that name.
    UnknownList,
}

/// Returns the list of that name, or what `extent` means of it.
pub fn listed<'a>(lists: &'a Lists, id: &str, extent: &Extent) -> Result<Listed<'a>, ListedError> {
    if lists.rules.iter().any(|list| list.header.id == id) {
        return of_rules(lists, id, extent).ok_or(ListedError::UnknownEdition);
    }
    let shipped = lists.headers().into_iter().find(|header| header.id == id);
    let shipped = shipped.ok_or(ListedError::UnknownList)?;
    if let Some(own) = own(lists, shipped, extent) {
        return own::listed(own, extent);
    }
    let items = match extent {
        Extent::Whole => whole(lists, id),
        Extent::Edition(edition) if *edition == shipped.edition => whole(lists, id),
        Extent::Edition(edition) => of_edition(lists, id, edition),
        Extent::On(date) => Some(on(lists, id, *date).ok_or(ListedError::NoDates)?),
    };
    // The agency adds to the candidate list; the laws carry the dates of what is to come.
    let known_until = shipped.issued.filter(|_| id == lists.svhc.header.id);
    Ok(Listed { header: shipped, items: items.ok_or(ListedError::UnknownEdition)?, known_until })
}

/// The edition of the user's own that is meant, and not the shipped one.
fn own<'l>(lists: &'l Lists, shipped: &ListHeader, extent: &Extent) -> Option<&'l OwnList> {
    let mut all = lists.own_of(&shipped.id);
    if let Extent::Edition(edition) = extent {
        if *edition == shipped.edition {
            return None;
        }
        if let Some(named) = all.iter().find(|list| list.header().edition == *edition) {
            return Some(named);
        }
    }
    // A month of the candidate list is that of its last edition. Additions to groups are shown with what they add to.
    all.retain(|list| {
        let in_force = match extent {
            Extent::On(date) => list.header().is_in_force(*date),
            Extent::Edition(_) | Extent::Whole => true,
        };
        let adds = matches!(list, OwnList::Groups(_));
        in_force && !adds && !list.is_draft() && list.header().order() > shipped.order()
    });
    all.pop()
}

fn whole(lists: &Lists, id: &str) -> Option<Vec<Item>> {
    Some(match id {
        "china-rohs" => laws::china(&lists.china),
        "classes" => substances::classes(&lists.classes),
        "eu-rohs" => laws::eu_rohs(&lists.eu_rohs, None),
        "eu-rohs-exemptions" => exemptions::items(&lists.exemptions, None),
        "further-groups" => own::groups(lists, &lists.further_groups),
        "further-suspicion" => substances::suspicion(&lists.further_suspicion),
        "groups" => own::groups(lists, &lists.groups),
        "ipc-lists" => substances::ipc(&lists.ipc),
        "names" => substances::names(&lists.names),
        "reach-svhc" => substances::svhc(&lists.svhc, None),
        "suspicion" => substances::suspicion(&lists.suspicion),
        _ => return None,
    })
}

/// The edition of a list of rules that is meant: the one of that name, the one that is in force, or the last.
fn of_rules<'a>(lists: &'a Lists, id: &str, extent: &Extent) -> Option<Listed<'a>> {
    let list = match extent {
        Extent::Edition(edition) => {
            let mut all = lists.rules.iter().filter(|list| list.header.id == id);
            all.find(|list| list.header.edition == *edition)
        }
        Extent::On(date) => lists.edition_on(id, *date),
        Extent::Whole => lists.last_edition(id),
    }?;
    let items = match extent {
        Extent::On(date) if list.header.is_in_force(*date) => laws::rules(list, Some(*date)),
        Extent::On(_) => Vec::new(),
        Extent::Edition(_) | Extent::Whole => laws::rules(list, None),
    };
    Some(Listed { header: &list.header, items, known_until: None })
}

/// What of a list holds on a date; `None`: its entries have no dates.
fn on(lists: &Lists, id: &str, date: Date) -> Option<Vec<Item>> {
    match id {
        "china-rohs" => Some(laws::china_on(&lists.china, date)),
        "eu-rohs" => Some(laws::eu_rohs(&lists.eu_rohs, Some(date))),
        "eu-rohs-exemptions" => Some(exemptions::items(&lists.exemptions, Some(date))),
        "reach-svhc" => Some(substances::svhc(&lists.svhc, Some(date))),
        _ => None,
    }
}

/// What of a list an edition holds that is not the whole of it.
fn of_edition(lists: &Lists, id: &str, edition: &str) -> Option<Vec<Item>> {
    match id {
        "china-rohs" => lists.china.set(edition).map(|set| laws::limits(&set.entries)),
        "ipc-lists" => {
            let mut items = substances::ipc(&lists.ipc);
            items.retain(|item| item.key.split_once('/').is_some_and(|(list, _)| list == edition));
            Some(items).filter(|items| !items.is_empty())
        }
        "reach-svhc" => substances::svhc_of(&lists.svhc, edition),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
