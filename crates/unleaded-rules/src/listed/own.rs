//! The user's own editions of lists, as they are shown.

use super::{Extent, Item, Listed, ListedError, exemptions, laws, substances};
use crate::lists::{Groups, Lists, OwnList};

/// What `extent` means of an edition of the user's own.
pub(super) fn listed<'l>(own: &'l OwnList, extent: &Extent) -> Result<Listed<'l>, ListedError> {
    let date = match extent {
        Extent::On(date) => Some(*date),
        Extent::Edition(_) | Extent::Whole => None,
    };
    let header = own.header();
    let named = match extent {
        Extent::Edition(edition) if *edition != header.edition => Some(edition),
        _ => None,
    };
    let items = match (own, named) {
        (OwnList::Candidates(list), Some(edition)) => substances::svhc_of(list, edition),
        (_, Some(_)) => None,
        (OwnList::Candidates(list), None) => Some(substances::svhc(list, date)),
        (OwnList::China(list), None) => Some(match date {
            Some(date) => laws::china_on(list, date),
            None => laws::china(list),
        }),
        (OwnList::Exemptions(list), None) => Some(exemptions::items(list, date)),
        (OwnList::Groups(list), None) => Some(substances::groups(list)),
        (OwnList::Restrictions(list), None) => Some(laws::eu_rohs(list, date)),
        (OwnList::Rules(list), None) => Some(laws::rules(list, date)),
    };
    let known_until = header.issued.filter(|_| matches!(own, OwnList::Candidates(_)));
    Ok(Listed { header, items: items.ok_or(ListedError::UnknownEdition)?, known_until })
}

/// The groups of a table with the members that the user adds.
pub(super) fn groups(lists: &Lists, table: &Groups) -> Vec<Item> {
    let mut table = table.clone();
    for own in lists.own_of(&table.header.id) {
        if let OwnList::Groups(added) = own {
            table.add(added);
        }
    }
    substances::groups(&table)
}
