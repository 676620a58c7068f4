//! What documents declare, by item number.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{Answer, DeclaredPart, Header, Item};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::{exchange, identity};
use unleaded_rules::PartDocument;

use crate::documents::Loaded;

/// A declared part under one of its item numbers. A part may have as many of them as it has substances, so it is not
/// copied for each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer<'a> {
    /// The document, by its position among the loaded ones.
    pub(crate) document: usize,
    /// The maker.
    pub(crate) maker: &'a str,
    /// The part, with all its identities.
    pub(crate) whole: &'a DeclaredPart,
    /// This one of its identities.
    pub(crate) item: &'a Item,
}

/// What is offered, by item number.
pub(crate) type Offers<'a> = BTreeMap<&'a str, Vec<Offer<'a>>>;

impl<'a> Offer<'a> {
    /// The part, with this one of its identities.
    pub(crate) fn part(&self) -> Cow<'a, DeclaredPart> {
        let whole = self.whole;
        if whole.items.len() == 1 {
            return Cow::Borrowed(whole);
        }
        // The other identities are not copied.
        Cow::Owned(DeclaredPart {
            items: vec![self.item.clone()],
            unit_type: whole.unit_type.clone(),
            instances: whole.instances.clone(),
            comment: whole.comment.clone(),
            materials: whole.materials.clone(),
            subparts: whole.subparts.clone(),
            lists: whole.lists.clone(),
            queries: whole.queries.clone(),
            groups: whole.groups.clone(),
            attachments: whole.attachments.clone(),
            exemptions: whole.exemptions.clone(),
            kept: whole.kept.clone(),
            place: whole.place.clone(),
        })
    }

    /// Whether it says of the part what `other` does: a document may name one identity twice.
    pub(crate) fn says_the_same(&self, other: &Self) -> bool {
        let mass = |item: &Item| item.mass.as_ref().map(|mass| (mass.value, mass.rounding));
        std::ptr::eq(self.whole, other.whole)
            && self.item.number == other.item.number
            && self.maker == other.maker
            && mass(self.item) == mass(other.item)
    }
}

/// Every declared part under every item number it has, in the order of the documents. A part that a document only asks
/// about is none.
pub(crate) fn offers<'a>(loaded: &'a [Loaded], diagnostics: &mut Vec<Diagnostic>) -> Offers<'a> {
    let mut offers = Offers::new();
    for (document, source) in loaded.iter().enumerate() {
        let supplier = source.header.as_ref().map_or("", |h| h.supplier.name.as_str());
        for whole in &source.products {
            if is_unanswered(whole, source.header.as_ref()) {
                diagnostics.push(unanswered(whole));
                continue;
            }
            if whole.number().is_none() && source.header.as_ref().is_some_and(Header::is_exchange) {
                diagnostics.push(without_number(whole));
            }
            for item in whole.items.iter().filter(|item| !item.number.is_empty()) {
                let maker = if item.maker.is_empty() { supplier } else { &item.maker };
                let offer = Offer { document, maker, whole, item };
                offers.entry(&item.number).or_default().push(offer);
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

/// What is offered as `part`, as the rules take it.
pub(crate) fn part_document<'a>(
    offer: &Offer<'a>,
    part: &'a DeclaredPart,
    document: &Loaded,
) -> PartDocument<'a> {
    PartDocument {
        document: offer.document,
        part,
        maker: offer.maker,
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

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;
    use crate::documents::{Documents, Settings, load};

    struct OneFile(String);

    impl Documents for OneFile {
        fn names(&self) -> io::Result<Vec<String>> {
            Ok(vec!["a.xml".to_owned()])
        }

        fn read(&self, _: &str) -> io::Result<Vec<u8>> {
            Ok(self.0.clone().into_bytes())
        }
    }

    #[test]
    fn a_part_is_not_copied_for_each_of_its_numbers() {
        let numbers: String =
            (0..100).map(|n| format!("<ProductID itemNumber='N-{}'/>", n % 50)).collect();
        let text = format!(
            "<MainDeclaration xmlns='http://webstds.ipc.org/175x/2.0' version='2.0'><BusinessInfo \
             mode='Distribute'><Response date='2026-03-02'><SupplyCompany name='A'/></Response>\
             </BusinessInfo><Product>{numbers}<MaterialInfo><HomogeneousMaterialList>\
             <HomogeneousMaterial name='Wire'/></HomogeneousMaterialList></MaterialInfo></Product>\
             </MainDeclaration>"
        );
        let as_of = jiff::civil::date(2026, 11, 22);
        let settings = Settings { trust: None, mapping: None, as_of };
        let folder = load(&OneFile(text), &settings, &mut Vec::new(), |_, _| ()).unwrap();
        let loaded = folder.documents;
        let whole = &loaded[0].products[0];
        let offers = offers(&loaded, &mut Vec::new());
        assert_eq!((offers.len(), whole.items.len()), (50, 100));
        for offer in offers.values().flatten() {
            assert!(std::ptr::eq(offer.whole, whole));
            let part = offer.part();
            assert_eq!(part.items, std::slice::from_ref(offer.item));
            assert_eq!(part.materials, whole.materials);
        }
        for offers in offers.values() {
            assert!(offers[0].says_the_same(&offers[1]) && offers.len() == 2);
        }
    }
}
