//! Which products of two declarations are the same part: those that share a maker and an item number.
//!
//! A product may have several identities. Products that share one, directly or through others, form a group, and the
//! group's least identity is the key of all its products.

use std::collections::BTreeMap;

use unleaded_formats::sink::Collected;
use unleaded_model::declaration::{DeclaredPart, Item};
use unleaded_model::identity::{key, matching_text};

/// The maker and the item number, both made comparable.
type Identity = (String, String);

/// The keys of the products of two documents, in document order.
pub(super) fn keys(a: &Collected, b: &Collected) -> (Vec<String>, Vec<String>) {
    let of = |document: &Collected| -> Vec<Vec<Identity>> {
        document.products.iter().map(|part| identities(document, part)).collect()
    };
    let (of_a, of_b) = (of(a), of(b));
    let mut groups = Groups::new(of_a.len() + of_b.len());
    let mut first: BTreeMap<&Identity, usize> = BTreeMap::new();
    for (at, identities) in of_a.iter().chain(&of_b).enumerate() {
        for identity in identities {
            let other = *first.entry(identity).or_insert(at);
            groups.join(at, other);
        }
    }
    let mut least: BTreeMap<usize, &Identity> = BTreeMap::new();
    for (at, identities) in of_a.iter().chain(&of_b).enumerate() {
        let group = groups.of(at);
        for identity in identities {
            least.entry(group).and_modify(|l| *l = (*l).min(identity)).or_insert(identity);
        }
    }
    let mut keys: Vec<String> = (0..of_a.len() + of_b.len())
        .map(|at| {
            least.get(&groups.of(at)).map_or_else(String::new, |(m, n)| format!("{n}\u{1}{m}"))
        })
        .collect();
    let of_b = keys.split_off(of_a.len());
    (keys, of_b)
}

/// Who makes an item: as it says itself, else who declares.
pub(super) fn maker<'d>(document: &'d Collected, item: &'d Item) -> &'d str {
    match item.maker.trim() {
        "" => document.header.as_ref().map_or("", |header| header.supplier.name.as_str()),
        maker => maker,
    }
}

fn identities(document: &Collected, part: &DeclaredPart) -> Vec<Identity> {
    let of = |item: &Item| (key(maker(document, item)), matching_text(&item.number));
    let numbered = part.items.iter().filter(|item| !item.number.trim().is_empty());
    let found: Vec<Identity> = numbered.map(of).collect();
    if found.is_empty() {
        // Without a number the name has to do; the mark keeps it from being taken for one.
        let name = part.items.first().map_or("", |item| item.name.as_str());
        return vec![(String::new(), format!("\u{2}{}", key(name)))];
    }
    found
}

/// Disjoint groups of numbers from 0.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    /// The least member found on the way up, with the way shortened.
    fn of(&mut self, mut at: usize) -> usize {
        while let Some(up) = self.0.get(at).copied().filter(|up| *up != at) {
            let further = self.0.get(up).copied().unwrap_or(up);
            if let Some(link) = self.0.get_mut(at) {
                *link = further;
            }
            at = further;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(link) = self.0.get_mut(a.max(b)) {
            *link = a.min(b);
        }
    }
}
