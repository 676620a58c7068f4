//! What earlier documents say of the parts that are asked about.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use unleaded_formats::parts::ListedPart;
use unleaded_model::declaration::{Company, DeclaredPart, Header};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_rules::{Acceptance, PartDocument};

use crate::documents::Loaded;
use crate::offers::{Offer, Offers, offers, part_document};

/// The offers of the earlier documents, and the numbers of the parts.
pub(super) struct Known<'a> {
    loaded: &'a [Loaded],
    offers: Offers<'a>,
    /// The supplier's numbers by the customer's: from the list of parts, then from earlier replies.
    numbers: BTreeMap<String, BTreeSet<String>>,
    /// The newest document that was used.
    newest: Cell<Option<usize>>,
}

/// An offer with the part as it is offered.
pub(super) type Offered<'a> = (Offer<'a>, Cow<'a, DeclaredPart>);

impl<'a> Known<'a> {
    pub(super) fn new(
        loaded: &'a [Loaded],
        map: &[&ListedPart],
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let offers = offers(loaded, diagnostics);
        let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let items = offers.values().flatten().map(|offer| offer.item);
        for item in items.filter(|item| !item.requester_number.is_empty()) {
            let known = numbers.entry(item.requester_number.clone()).or_default();
            known.insert(item.number.clone());
        }
        // Who maps by hand knows better than an earlier reply.
        for part in map.iter().filter(|p| !p.requester_number.is_empty()) {
            if !part.number.is_empty() {
                numbers
                    .insert(part.requester_number.clone(), BTreeSet::from([part.number.clone()]));
            }
        }
        Self { loaded, offers, numbers, newest: Cell::new(None) }
    }

    /// The supplier's number of a part that is asked about: as the request names it, else by the customer's number.
    /// `None`: it can't be told, or there are several.
    pub(super) fn number(&self, part: &DeclaredPart) -> Option<String> {
        if let Some(number) = part.number() {
            return Some(number.to_owned());
        }
        let asked = part.items.iter().map(|item| &item.requester_number);
        let mut found: BTreeSet<&String> =
            asked.filter_map(|number| self.numbers.get(number)).flatten().collect();
        match found.len() {
            1 => found.pop_first().cloned(),
            _ => None,
        }
    }

    /// What is offered as the part of that number.
    pub(super) fn offers(&self, number: &str) -> Vec<Offered<'a>> {
        let offers = self.offers.get(number).into_iter().flatten();
        offers.map(|offer| (*offer, offer.part())).collect()
    }

    /// The documents of what is `offered`, the oldest first.
    pub(super) fn documents<'o>(&self, offered: &'o [Offered<'a>]) -> Vec<PartDocument<'o>> {
        let document = |(offer, part): &'o Offered<'a>| {
            let document = part_document(offer, part, &self.loaded[offer.document]);
            // Nobody has accepted the draft of a reply: who answers stands for its answers, not for a composition in it.
            match part.materials.is_empty() && part.subparts.is_empty() {
                true => PartDocument { acceptance: Acceptance::NotRefused, ..document },
                false => document,
            }
        };
        let mut documents: Vec<PartDocument<'_>> = offered.iter().map(document).collect();
        documents.sort_by_key(|d| (d.date, d.document));
        let newest = documents.last().map(|d| d.document);
        let date = |at: usize| self.loaded[at].header.as_ref().and_then(|header| header.date);
        if let Some(newest) = newest
            && self.newest.get().is_none_or(|known| date(known) < date(newest))
        {
            self.newest.set(Some(newest));
        }
        documents
    }

    /// The supplier of the newest document that was used: as its header names it, else as the maker of the part.
    pub(super) fn supplier(&self) -> Company {
        let mut company = self.newest_header().map(|h| h.supplier.clone()).unwrap_or_default();
        let newest = self.newest.get();
        let mut offers = self.offers.values().flatten().filter(|o| Some(o.document) == newest);
        if let Some(offer) = offers.next().filter(|_| company.name.is_empty()) {
            offer.maker.clone_into(&mut company.name);
        }
        company
    }

    /// The header of the newest document that was used.
    pub(super) fn newest_header(&self) -> Option<&Header> {
        self.newest.get().and_then(|at| self.loaded[at].header.as_ref())
    }
}
