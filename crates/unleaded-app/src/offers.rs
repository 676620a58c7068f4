//! What documents declare, by item number.

use std::collections::BTreeMap;

use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{Answer, DeclaredPart, Header, Item};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::{exchange, identity};
use unleaded_rules::PartDocument;

use crate::documents::Loaded;

/// A declared part under one of its item numbers.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    /// The document, by its position among the loaded ones.
    pub(crate) document: usize,
    /// The maker.
    pub(crate) maker: String,
    /// The part, with this one of its identities.
    pub(crate) part: DeclaredPart,
}

/// Every declared part under every item number it has, in the order of the documents. A part that a document only asks
/// about is none.
pub(crate) fn offers(
    loaded: &[Loaded],
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<Offer>> {
    let mut offers: BTreeMap<String, Vec<Offer>> = BTreeMap::new();
    for (document, source) in loaded.iter().enumerate() {
        let supplier = source.header.as_ref().map_or("", |h| h.supplier.name.as_str());
        for part in &source.products {
            if is_unanswered(part, source.header.as_ref()) {
                diagnostics.push(unanswered(part));
                continue;
            }
            if part.number().is_none() && source.header.as_ref().is_some_and(Header::is_exchange) {
                diagnostics.push(without_number(part));
            }
            for item in part.items.iter().filter(|item| !item.number.is_empty()) {
                let maker = if item.maker.is_empty() { supplier } else { &item.maker };
                let mut part = part.clone();
                part.items = vec![item.clone()];
                let maker = maker.to_owned();
                offers.entry(item.number.clone()).or_default().push(Offer {
                    document,
                    maker,
                    part,
                });
            }
        }
    }
    offers
}

/// A reply may name a part by the requester's number alone; nothing can be matched with that.
fn without_number(part: &DeclaredPart) -> Diagnostic {
    let named = |item: &Item| {
        [&item.name, &item.requester_name, &item.requester_number]
            .into_iter()
            .find(|name| !name.is_empty())
            .cloned()
    };
    let name = part.items.iter().find_map(named).unwrap_or_default();
    Diagnostic::new(identity::ITEM_NUMBER_MISSING, part.place.clone()).with("name", name)
}

fn unanswered(part: &DeclaredPart) -> Diagnostic {
    let item = part.items.first();
    let other = item.map(|item| item.requester_number.as_str()).unwrap_or_default();
    Diagnostic::new(exchange::UNANSWERED, part.place.clone())
        .with("part", part.number().unwrap_or(other))
}

pub(crate) fn part_document<'a>(offer: &'a Offer, document: &Loaded) -> PartDocument<'a> {
    PartDocument {
        document: offer.document,
        part: &offer.part,
        maker: &offer.maker,
        date: document.header.as_ref().and_then(|header| header.date),
        vouched: document.vouched(),
        amounts: document.amounts,
        acceptance: document.acceptance(),
    }
}

/// Whether a document asks about `part` and says nothing of it: what is asked is not answered, and there is no
/// composition. The mass that a form prints is no statement: forms print zero.
pub(crate) fn is_unanswered(part: &DeclaredPart, header: Option<&Header>) -> bool {
    let asks = header.is_some_and(Header::is_exchange)
        || !part.lists.is_empty()
        || !part.queries.is_empty();
    let massless = part.mass().is_some_and(|mass| mass.value == MassRange::ZERO);
    header.is_some_and(Header::is_request) || (asks || massless) && says_nothing(part)
}

fn says_nothing(part: &DeclaredPart) -> bool {
    let silent = |answer: &Answer| {
        answer.over.is_none()
            && answer.mass.is_none()
            && answer.share_of_material.is_none()
            && answer.share_of_part.is_none()
    };
    part.materials.is_empty()
        && part.groups.is_empty()
        && part.attachments.is_empty()
        && part.lists.iter().flat_map(|list| &list.answers).all(silent)
        && part.queries.iter().flat_map(|list| &list.queries).all(|q| q.response.trim().is_empty())
        && part.subparts.iter().all(says_nothing)
}
