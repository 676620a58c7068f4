//! What differs between two lists, item by item.

use std::collections::{BTreeMap, BTreeSet};

use super::item::{Field, Item, ItemKind, Said};

/// Something that differs between the lists `a` and `b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference<'a> {
    /// Only in `b`.
    Added(&'a Item),
    /// In both, and not the same.
    Changed {
        /// As `a` has it.
        a: &'a Item,
        /// As `b` has it.
        b: &'a Item,
        /// What they say differently: the field, and what each says.
        facts: Vec<(Field, &'a Said, &'a Said)>,
        /// What differs inside of it.
        items: Vec<Difference<'a>>,
    },
    /// Only in `a`.
    Removed(&'a Item),
}

/// Returns what differs, what is removed first, each in the order of its list. The order of items is no difference.
pub fn differences<'a>(a: &'a [Item], b: &'a [Item]) -> Vec<Difference<'a>> {
    let (old, new) = (named(a), named(b));
    let (known, kept): (BTreeMap<_, _>, BTreeSet<_>) =
        (old.iter().copied().collect(), new.iter().map(|(name, _)| name).collect());
    let removed = old.iter().filter(|(name, _)| !kept.contains(name));
    let removed = removed.map(|(_, item)| Difference::Removed(item));
    let rest = new.iter().filter_map(|(name, item)| match known.get(name) {
        Some(before) => changed(before, item),
        None => Some(Difference::Added(item)),
    });
    removed.chain(rest).collect()
}

/// What tells an item from those beside it: its kind, its key, and which of several of them it is.
type Name<'a> = (ItemKind, &'a str, usize);

fn named(items: &[Item]) -> Vec<(Name<'_>, &Item)> {
    let mut seen: BTreeMap<(ItemKind, &str), usize> = BTreeMap::new();
    let named = items.iter().map(|item| {
        let count = seen.entry((item.kind, item.key.as_str())).or_default();
        *count += 1;
        ((item.kind, item.key.as_str(), *count), item)
    });
    named.collect()
}

fn changed<'a>(a: &'a Item, b: &'a Item) -> Option<Difference<'a>> {
    // Items of one kind say the same fields in the same order.
    let facts: Vec<_> = a
        .facts
        .iter()
        .zip(&b.facts)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| (*field, old, new))
        .collect();
    let items = differences(&a.items, &b.items);
    let is_same = facts.is_empty() && items.is_empty();
    (!is_same).then_some(Difference::Changed { a, b, facts, items })
}
