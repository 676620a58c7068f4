//! What a declared substance is: definite, a class, or undisclosed.

use std::collections::BTreeSet;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::{DeclaredSubstance, Withheld};
use unleaded_model::identity::{Cas, key, matching_text};

use self::further::further;
use crate::composition::{Disclosed, Member};
use crate::lists::{ClassKind, ClassRow, EntryKey, GroupMember, Lists, MayContain, SvhcEntry};

mod further;

/// The identity of a declared substance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The CAS number, as given or as the table of names gives it.
    pub(crate) cas: Option<String>,
    /// The key by which equal substances are added.
    pub(crate) key: String,
    /// What it is.
    pub(crate) disclosed: Disclosed,
    /// Entries that its class may hold.
    pub(crate) class_holds: Vec<EntryKey>,
    /// Entries that either its name or its number means, and the other does not.
    pub(crate) contradicting: Vec<EntryKey>,
    /// Entries that its name hints at although no table has it.
    pub(crate) suspects: Vec<EntryKey>,
    /// The entries whose substance it is.
    pub(crate) members: Vec<Member>,
}

/// Returns what `substance` is.
///
/// The order: a CAS number in the table of classes (glass, frit, alloy) is what the table says; another CAS number, or
/// an EC number that a list knows, is definite; then a listed name of a definite substance; then a generic name of the
/// table of classes; all else, placeholders included, is undisclosed. A number does not silence the name: what the
/// name says beside it, the substance may hold. The name of a whole group (`lead compounds`) is a class: any of them. Where
/// the number is kept back on purpose, a class is undisclosed too.
pub(crate) fn identify(substance: &DeclaredSubstance, lists: &Lists) -> Identity {
    let given = substance.cas.as_ref().map(|cas| cas.as_str().to_owned());
    let candidates = substance.ec.as_ref().map(|ec| by_ec(ec.as_str(), lists)).unwrap_or_default();
    let of_ec = candidates.iter().find_map(|entry| entry.cas.first().cloned());
    let named = || lists.names.lookup(&substance.name).map(|known| known.cas.clone());
    let cas = given.or(of_ec).or_else(named);
    let by_name = members_by_name(&substance.name, lists);
    let in_raw = match &substance.cas {
        Some(_) => Vec::new(),
        None => numbers_in(&substance.id_raw),
    };
    let mut members = match &cas {
        Some(cas) => members_by_cas(cas, lists),
        None => by_name.clone(),
    };
    members.extend(candidates.iter().map(|entry| candidate(entry.number)));
    dedup(&mut members);
    let class = lists.classes.classify(&substance.name, cas.as_deref());
    let known = cas.is_some() || !members.is_empty();
    let whole_group = match (&cas, candidates.is_empty()) {
        (None, true) => named_group(&substance.name, lists),
        _ => None,
    };
    let (disclosed, class_holds) = match (class, whole_group) {
        (_, Some(group)) => (Disclosed::Class, lists.group_entries.of(group).to_vec()),
        (Some(class), _) if cas.is_some() || !known => class_of(class, lists),
        _ if known => (Disclosed::Definite, Vec::new()),
        _ => (Disclosed::Nothing, Vec::new()),
    };
    let (disclosed, class_holds) = match disclosed {
        Disclosed::Class if cas.is_none() && lists.classes.is_withheld(&substance.id_raw) => {
            (Disclosed::Nothing, Vec::new())
        }
        disclosed => (disclosed, class_holds),
    };
    let is_new = |entry: &EntryKey| !members.iter().any(|m| m.entry == *entry);
    let by_raw = in_raw.iter().flat_map(|cas| members_by_cas(cas, lists));
    let other = by_name.into_iter().chain(by_raw);
    let contradicting: Vec<EntryKey> =
        other.map(|member| member.entry).filter(|entry| is_new(entry)).collect();
    // A number silences its own names alone: `Sn63Pb37` with the number of tin is not tin.
    let is_so_named = cas.as_deref().is_some_and(|cas| {
        class.is_some() || numbers_of_name(&substance.name, lists).contains(cas)
    });
    let suspects = match disclosed {
        Disclosed::Class | Disclosed::Definite if !is_so_named && contradicting.is_empty() => {
            suspects(&substance.name, &members, lists)
        }
        _ => Vec::new(),
    };
    let further = further(substance, cas.as_deref(), &in_raw, lists);
    members.extend(further.members);
    let class_holds = [class_holds, further.may_hold].concat();
    let key = cas.clone().unwrap_or_else(|| key(&substance.name));
    Identity { cas, key, disclosed, class_holds, contradicting, suspects, members }
}

/// The entries that a name speaks of where no amount stands with it, as in an answer on a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    /// Those that all of what is named counts towards.
    pub(crate) sure: BTreeSet<EntryKey>,
    /// Those that a part of it, or some of the substances of that name, counts towards.
    pub(crate) maybe: BTreeSet<EntryKey>,
    /// Whether the tables know what it is.
    pub(crate) is_known: bool,
}

/// Returns the entries that `name` speaks of, and the CAS number `cas` beside it.
pub(crate) fn named(name: &str, cas: Option<&str>, lists: &Lists) -> Named {
    let mut members = members_by_name(name, lists);
    members.extend(cas.iter().flat_map(|cas| members_by_cas(cas, lists)));
    let suspects = suspects(name, &members, lists);
    let (class, class_holds) = match lists.classes.classify(name, cas) {
        Some(class) => class_of(class, lists),
        None => (Disclosed::Nothing, Vec::new()),
    };
    let group = named_group(name, lists);
    let is_known = cas.is_some()
        || lists.names.lookup(name).is_some()
        || class == Disclosed::Class
        || !(members.is_empty() && suspects.is_empty());
    let (whole, in_part): (Vec<Member>, Vec<Member>) =
        members.into_iter().partition(|member| member.factor.low == Fraction::ONE);
    let of_group = group.map(|group| EntryKey::Group(group.to_owned()));
    let sure: BTreeSet<EntryKey> = whole.into_iter().map(|m| m.entry).chain(of_group).collect();
    let in_group = group.iter().flat_map(|group| lists.group_entries.of(group)).cloned();
    let mut maybe: BTreeSet<EntryKey> = in_part.into_iter().map(|member| member.entry).collect();
    maybe.extend(in_group.chain(class_holds).chain(suspects));
    maybe.extend(abbreviated(name, lists));
    maybe.retain(|entry| !sure.contains(entry));
    let is_known = is_known || !(sure.is_empty() && maybe.is_empty());
    Named { sure, maybe, is_known }
}

/// The restricted groups whose keys stand as words in `name`: `Phthalates, group 1 (DEHP, DBP, BBP)`.
fn abbreviated<'l>(name: &str, lists: &'l Lists) -> impl Iterator<Item = EntryKey> + use<'l> {
    let text = matching_text(name).to_uppercase();
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: BTreeSet<String> = words.map(|w| w.trim_end_matches('S').to_owned()).collect();
    let entries = lists.answered.entries.iter();
    let is_word = move |group: &&String| group.len() > 2 && words.contains(&group.to_uppercase());
    entries.map(|entry| &entry.group).filter(is_word).cloned().map(EntryKey::Group)
}

/// Whether `substance` names what it is: a definite substance or a class of substances. A class whose number is said to be
/// withheld (`保密`) names nothing.
pub fn is_disclosed(substance: &DeclaredSubstance, lists: &Lists) -> bool {
    let is_withheld = substance.cas.is_none() && lists.classes.is_withheld(&substance.id_raw);
    !is_withheld && identify(substance, lists).disclosed != Disclosed::Nothing
}

/// Where a substance stands towards lists: what its supplier can say of it without naming it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListStanding {
    /// The lists that have an entry for it.
    pub on: Vec<String>,
    /// The lists of which it surely is on no entry.
    pub not_on: Vec<String>,
}

/// Returns where `substance` stands towards the list editions `identities`. In neither is a list whose edition is not known, and one
/// that the substance may be on: what is not disclosed may be anything, and a class what the table says.
pub fn list_standing(
    substance: &DeclaredSubstance,
    identities: &[String],
    lists: &Lists,
) -> ListStanding {
    let identity = identify(substance, lists);
    let may_be = [&identity.class_holds, &identity.contradicting, &identity.suspects];
    let is_any = |entries: &[EntryKey]| identity.members.iter().any(|m| entries.contains(&m.entry));
    let may_be_any = |entries: &[EntryKey]| {
        may_be.into_iter().flatten().any(|entry| entries.contains(entry))
            || identity.disclosed == Disclosed::Nothing
    };
    let mut standing = ListStanding::default();
    for list in identities {
        let Some(entries) = lists.entries_of(list) else { continue };
        if is_any(&entries) {
            standing.on.push(list.clone());
        } else if !may_be_any(&entries) && substance.withheld.is_none() {
            standing.not_on.push(list.clone());
        }
    }
    standing
}

/// The entries that a substance is said not to be. What is said of an edition that nobody knows excludes nothing.
pub(crate) fn excluded(said: &Withheld, lists: &Lists) -> Vec<EntryKey> {
    let entries = said.not_on.iter().filter_map(|list| lists.entries_of(list)).flatten();
    entries.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Numbers of substances that go by one name in data sheets: a form, a grade or a mixture of the other.
const ALIKE: [&[&str]; 4] = [
    &["7440-44-0", "7782-42-5", "1333-86-4", "7782-40-3", "16291-96-6"],
    &[
        "7631-86-9",
        "14808-60-7",
        "60676-86-0",
        "112926-00-8",
        "14464-46-1",
        "112945-52-5",
        "68611-44-9",
        "7699-41-4",
    ],
    &["1344-28-1", "1302-74-5", "1318-23-6", "21645-51-2"],
    &["8002-74-2", "9002-88-4"],
];

/// Returns the substance that the CAS number means, where the name means another one: its name, or its number where it has none.
/// Both must be in the tables of definite substances; a name with a number that no table knows is believed.
pub fn name_contradicts(name: &str, cas: &str, lists: &Lists) -> Option<String> {
    let of_name = numbers_of_name(name, lists);
    let fits = |other: &String| {
        other == cas || ALIKE.iter().any(|set| set.contains(&cas) && set.contains(&other.as_str()))
    };
    if of_name.is_empty() || of_name.iter().any(fits) {
        return None;
    }
    // `Lead` with the number of one of its compounds, `Cr(VI)` with that of chromium trioxide: one entry of every law.
    let groups = |cas: &str| -> BTreeSet<&str> {
        lists.groups.by_cas(cas).map(|member| member.group.as_str()).collect()
    };
    let of_number = groups(cas);
    if of_name.iter().any(|other| !of_number.is_disjoint(&groups(other))) {
        return None;
    }
    let known = lists.names.of_cas(cas).first().cloned();
    let group = || lists.groups.by_cas(cas).next().map(|member| member.name.clone());
    let entry = || {
        let number = lists.svhc.by_cas(cas).first()?;
        lists.svhc.entries.get(number).map(|entry| entry.name_en.clone())
    };
    known.or_else(group).or_else(entry).map(|known| format!("{known} ({cas})"))
}

/// The CAS numbers that tables give to `name`.
fn numbers_of_name(name: &str, lists: &Lists) -> BTreeSet<String> {
    let named = lists.names.lookup(name).map(|known| known.cas.clone());
    let of_groups = lists.groups.by_name(name).filter_map(|member| member.cas.clone());
    let entries = lists.svhc.by_name(name).iter().filter_map(|at| lists.svhc.entries.get(at));
    let of_entries = entries.flat_map(|entry| {
        let members = entry.members.iter().flat_map(|member| &member.cas);
        entry.cas.iter().chain(members).cloned()
    });
    named.into_iter().chain(of_groups).chain(of_entries).collect()
}

/// The candidate-list entries of that EC number.
fn by_ec<'l>(ec: &str, lists: &'l Lists) -> Vec<&'l SvhcEntry> {
    let is_it = |entry: &&SvhcEntry| {
        let members = entry.members.iter().flat_map(|member| &member.ec);
        entry.ec.iter().chain(members).any(|known| known == ec)
    };
    lists.svhc.entries.values().filter(is_it).collect()
}

/// What a class may hold: beside the entries that the table names, those that it does not know of.
fn class_of(class: &ClassRow, lists: &Lists) -> (Disclosed, Vec<EntryKey>) {
    let unclassed = lists.unclassed.iter().cloned();
    match (&class.kind, &class.may_contain) {
        (ClassKind::Placeholder | ClassKind::Withheld, _) | (_, MayContain::Anything) => {
            (Disclosed::Nothing, Vec::new())
        }
        (_, MayContain::Entries(entries)) => {
            (Disclosed::Class, entries.iter().cloned().chain(unclassed).collect())
        }
        (_, MayContain::NothingListed) => (Disclosed::Class, unclassed.collect()),
    }
}

/// The group that `name` names as a whole, which is no definite substance.
fn named_group<'l>(name: &str, lists: &'l Lists) -> Option<&'l str> {
    let mut rows = lists.groups.by_name(name);
    rows.find(|row| row.cas.is_none()).map(|row| row.group.as_str())
}

fn group(member: &GroupMember) -> Member {
    Member {
        entry: EntryKey::Group(member.group.clone()),
        factor: member.factor,
        confirmed: member.confirmed,
    }
}

fn candidate(number: u16) -> Member {
    Member {
        entry: EntryKey::Svhc(number),
        factor: FractionRange::exactly(Fraction::ONE),
        confirmed: true,
    }
}

/// The entries that the number counts towards.
/// Returns the entries that the tables count a substance towards, by its CAS number or, without one, by its name: the same for
/// all that is added as one substance.
pub fn entries_of(cas: Option<&str>, name: &str, lists: &Lists) -> BTreeSet<EntryKey> {
    let members = match cas {
        Some(cas) => members_by_cas(cas, lists),
        None => members_by_name(name, lists),
    };
    members.into_iter().map(|member| member.entry).collect()
}

fn members_by_cas(cas: &str, lists: &Lists) -> Vec<Member> {
    let groups = lists.groups.by_cas(cas).map(group);
    groups.chain(lists.svhc.by_cas(cas).iter().map(|number| candidate(*number))).collect()
}

/// The entries that the name counts towards: as it is listed, or through the number that the table of names gives it.
fn members_by_name(name: &str, lists: &Lists) -> Vec<Member> {
    let groups = lists.groups.by_name(name).map(group);
    let candidates = lists.svhc.by_name(name).iter().map(|number| candidate(*number));
    let mut members: Vec<Member> = groups.chain(candidates).collect();
    let known = lists.names.lookup(name).map(|known| known.cas.clone());
    let numbers = numbers_of_name(name, lists);
    // A name of several numbers is that of a group.
    let only = numbers.first().filter(|_| numbers.len() == 1).cloned();
    if let Some(cas) = known.or(only) {
        members.extend(members_by_cas(&cas, lists));
    }
    dedup(&mut members);
    members
}

/// The CAS numbers in a cell that is none: with a word before it, padded with zeros, two in one cell.
fn numbers_in(raw: &str) -> Vec<String> {
    let text = matching_text(raw);
    let of_number = |c: char| c.is_ascii_digit() || c == '-';
    let words = text.split(|c| !of_number(c));
    let words = words.map(|word| word.trim_matches('-').trim_start_matches('0'));
    words.filter_map(|word| Cas::parse(word).ok()).map(|cas| cas.as_str().to_owned()).collect()
}

/// Keeps the first membership in each entry.
fn dedup(members: &mut Vec<Member>) {
    let mut seen = BTreeSet::new();
    members.retain(|member| seen.insert(member.entry.clone()));
}

/// The groups that the name hints at and that the substance is no known member of.
fn suspects(name: &str, members: &[Member], lists: &Lists) -> Vec<EntryKey> {
    let hinted = lists.suspicion.groups_in(name).into_iter().map(|g| EntryKey::Group(g.to_owned()));
    hinted.filter(|entry| !members.iter().any(|m| m.entry == *entry)).collect()
}
