//! What lists of rules, and the groups that only they are about, know of a declared substance.
//!
//! None of it makes a substance more definite: `tobacco smoke` is on such a list.

use std::collections::BTreeSet;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::DeclaredSubstance;

use super::{group, numbers_of_name};
use crate::composition::Member;
use crate::lists::{EntryKey, Lists};

/// What is known beside the laws that are held whole.
pub(super) struct Further {
    /// The entries and groups that the substance is of.
    pub(super) members: Vec<Member>,
    /// Those that its name or what stands for its number means, and its number does not; and those that its name hints at
    /// although no table has it.
    pub(super) may_hold: Vec<EntryKey>,
}

/// Returns what is known of `substance`, whose number is `cas`; `in_raw` are numbers in a cell that is none.
pub(super) fn further(
    substance: &DeclaredSubstance,
    cas: Option<&str>,
    in_raw: &[String],
    lists: &Lists,
) -> Further {
    let name = &substance.name;
    let mut of_name = by_name(name, lists);
    let mut members: Vec<Member> = Vec::new();
    let ecs = substance.ec.iter().flat_map(|ec| lists.ruled.by_ec(ec.as_str()));
    add(&mut members, ecs.map(whole));
    match cas {
        Some(cas) => add(&mut members, by_cas(cas, lists)),
        None => add(&mut members, std::mem::take(&mut of_name)),
    }
    let other = of_name.into_iter().chain(in_raw.iter().flat_map(|cas| by_cas(cas, lists)));
    let other = other.map(|member| member.entry);
    let hinted = hinted(name, cas, lists).into_iter().map(EntryKey::Group);
    let mut may_hold: BTreeSet<EntryKey> = other.chain(hinted).collect();
    may_hold.retain(|entry| !members.iter().any(|member| member.entry == *entry));
    Further { members, may_hold: may_hold.into_iter().collect() }
}

fn by_cas(cas: &str, lists: &Lists) -> Vec<Member> {
    let groups = lists.further_groups.by_cas(cas).map(group);
    groups.chain(lists.ruled.by_cas(cas).map(whole)).collect()
}

/// By the name as it is listed, or through the one number that tables give it.
fn by_name(name: &str, lists: &Lists) -> Vec<Member> {
    let mut members: Vec<Member> = lists.further_groups.by_name(name).map(group).collect();
    add(&mut members, lists.ruled.by_name(name).map(whole));
    let numbers = numbers_of_name(name, lists);
    if let Some(cas) = numbers.first().filter(|_| numbers.len() == 1) {
        add(&mut members, by_cas(cas, lists));
    }
    members
}

/// The groups that a name hints at which no table has.
fn hinted(name: &str, cas: Option<&str>, lists: &Lists) -> Vec<String> {
    let is_known = |cas: &str| {
        !lists.names.of_cas(cas).is_empty()
            || lists.groups.by_cas(cas).next().is_some()
            || lists.further_groups.by_cas(cas).next().is_some()
            || !lists.svhc.by_cas(cas).is_empty()
            || lists.ruled.by_cas(cas).next().is_some()
    };
    let known = match cas {
        Some(cas) => is_known(cas),
        None => lists.names.lookup(name).is_some() || !numbers_of_name(name, lists).is_empty(),
    };
    if known {
        return Vec::new();
    }
    lists.further_suspicion.groups_in(name).into_iter().map(str::to_owned).collect()
}

fn whole(entry: EntryKey) -> Member {
    Member { entry, factor: FractionRange::exactly(Fraction::ONE), confirmed: true }
}

/// Adds those that are not in `members` yet.
fn add(members: &mut Vec<Member>, more: impl IntoIterator<Item = Member>) {
    for member in more {
        if !members.iter().any(|known| known.entry == member.entry) {
            members.push(member);
        }
    }
}
