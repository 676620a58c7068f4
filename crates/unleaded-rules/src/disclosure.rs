//! What a declared substance is: definite, a class, or undisclosed.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::DeclaredSubstance;
use unleaded_model::identity::key;

use crate::composition::{Disclosed, Member};
use crate::lists::{ClassKind, ClassRow, EntryKey, GroupMember, Lists, MayContain};

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
    /// Entries that its name hints at although no table has it.
    pub(crate) suspects: Vec<EntryKey>,
    /// The entries whose substance it is.
    pub(crate) members: Vec<Member>,
}

/// Returns what `substance` is.
///
/// The order: a CAS number in the table of classes (glass, frit, alloy) is what the table says; another CAS or EC
/// number is definite; then a listed name of a definite substance; then a generic name of the table of classes; all
/// else, placeholders included, is undisclosed.
pub(crate) fn identify(substance: &DeclaredSubstance, lists: &Lists) -> Identity {
    let given = substance.cas.as_ref().map(|cas| cas.as_str().to_owned());
    let named = || lists.names.lookup(&substance.name).map(|known| known.cas.clone());
    let cas = given.or_else(named);
    let members = members(cas.as_deref(), &substance.name, lists);
    let class = lists.classes.classify(&substance.name, cas.as_deref());
    let known = cas.is_some() || substance.ec.is_some() || !members.is_empty();
    let (disclosed, class_holds) = match class {
        Some(class) if cas.is_some() || !known => class_of(class),
        _ if known => (Disclosed::Definite, Vec::new()),
        _ => (Disclosed::Nothing, Vec::new()),
    };
    let in_tables = cas.as_deref().is_some_and(|cas| {
        class.is_some() || !members.is_empty() || !lists.names.of_cas(cas).is_empty()
    });
    let suspects = match disclosed {
        Disclosed::Class | Disclosed::Definite if !in_tables => {
            suspects(&substance.name, &members, lists)
        }
        _ => Vec::new(),
    };
    let key = cas.clone().unwrap_or_else(|| key(&substance.name));
    Identity { cas, key, disclosed, class_holds, suspects, members }
}

fn class_of(class: &ClassRow) -> (Disclosed, Vec<EntryKey>) {
    match (&class.kind, &class.may_contain) {
        (ClassKind::Placeholder, _) | (_, MayContain::Anything) => (Disclosed::Nothing, Vec::new()),
        (_, MayContain::Entries(entries)) => (Disclosed::Class, entries.clone()),
        (_, MayContain::NothingListed) => (Disclosed::Class, Vec::new()),
    }
}

/// The entries that the substance counts towards, by its number or, without one, by its name.
fn members(cas: Option<&str>, name: &str, lists: &Lists) -> Vec<Member> {
    let group = |member: &GroupMember| Member {
        entry: EntryKey::Group(member.group.clone()),
        factor: member.factor,
        confirmed: member.confirmed,
    };
    let candidate = |number: &u16| Member {
        entry: EntryKey::Svhc(*number),
        factor: FractionRange::exactly(Fraction::ONE),
        confirmed: true,
    };
    match cas {
        Some(cas) => lists
            .groups
            .by_cas(cas)
            .map(group)
            .chain(lists.svhc.by_cas(cas).iter().map(candidate))
            .collect(),
        None => lists
            .groups
            .by_name(name)
            .map(group)
            .chain(lists.svhc.by_name(name).iter().map(candidate))
            .collect(),
    }
}

/// The groups that the name hints at and that the substance is no known member of.
fn suspects(name: &str, members: &[Member], lists: &Lists) -> Vec<EntryKey> {
    let hinted = lists.suspicion.groups_in(name).into_iter().map(|g| EntryKey::Group(g.to_owned()));
    hinted.filter(|entry| !members.iter().any(|m| m.entry == *entry)).collect()
}
