//! Which documents speak of which part.

use std::borrow::Cow;
use std::collections::BTreeMap;

use unleaded_model::bom::{Bom, BomPart, MakerNumber};
use unleaded_model::declaration::{DeclaredPart, Item};
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_model::identity::key;
use unleaded_rollup::Graph;
use unleaded_rules::lists::Lists;
use unleaded_rules::{Options, PartComposition, PartDocument, PartKind, resolve, undeclared};

use super::judged::kind;
use super::numbers::Numbers;
use super::{Replaced, Request};
use crate::documents::Loaded;
use crate::offers::{Offer, Offers, offers, part_document};
use crate::parallel;

/// The parts of a bill of materials with what is known of them.
pub(super) struct Parts {
    /// One per part of the bill of materials; `None`: no usable declaration.
    pub(super) compositions: Vec<Option<PartComposition>>,
    /// The documents of each part, by their position among the loaded ones, with what they say of it.
    pub(super) documents: Vec<Vec<(usize, Told)>>,
}

/// What a document says of a part, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Told {
    /// Nothing.
    Nothing,
    /// Answers alone.
    Statement,
    /// A part of the composition.
    Listed,
    /// The composition.
    Composition,
}

impl Told {
    fn of(part: &DeclaredPart) -> Self {
        let answers = |part: &DeclaredPart| {
            !part.lists.is_empty() || !part.queries.is_empty() || !part.groups.is_empty()
        };
        match (holds(part, &|part| !part.materials.is_empty()), part.is_selective()) {
            (true, false) => Self::Composition,
            (true, true) => Self::Listed,
            (false, _) if holds(part, &answers) => Self::Statement,
            (false, _) => Self::Nothing,
        }
    }

    /// The word of the report.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Statement => "statement",
            Self::Listed => "listed-substances",
            Self::Composition => "composition",
        }
    }
}

/// Whether that is so of the part or of a part inside it.
fn holds(part: &DeclaredPart, is_so: &dyn Fn(&DeclaredPart) -> bool) -> bool {
    is_so(part) || part.subparts.iter().any(|inside| holds(inside, is_so))
}

impl Parts {
    /// Matches documents with parts by item number, exactly, and by maker where the bill of materials names one.
    pub(super) fn resolve(
        (bom, graph, products): (&Bom, &Graph, &[u32]),
        loaded: &[Loaded],
        lists: &Lists,
        request: &Request<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let options = request.options;
        let mut offers = offers(loaded, diagnostics);
        replace(&mut offers, request.replaced, loaded);
        let one = |part: &BomPart| {
            let (matching, mut found) = (matching(part, &offers), Vec::new());
            let resolved = resolve_by_number(&matching, loaded, lists, options, &mut found);
            let composition = resolved.map(|of_part| with_undeclared(of_part, part, &matching));
            (composition, told(&matching), found)
        };
        let mut compositions = Vec::with_capacity(bom.parts.len());
        let mut documents = Vec::with_capacity(bom.parts.len());
        for (composition, told, found) in parallel::map(&bom.parts, one, |_| ()) {
            compositions.push(composition);
            documents.push(told);
            diagnostics.extend(found);
        }
        let parts = Self { compositions, documents };
        parts.report_missing(bom, graph, products, &offers, diagnostics);
        report_unmatched(bom, &offers, diagnostics);
        parts
    }

    fn report_missing(
        &self,
        bom: &Bom,
        graph: &Graph,
        products: &[u32],
        offers: &Offers<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let declared = Numbers::new(offers.keys().copied());
        for node in graph.below(products) {
            let at = graph.node(node).part as usize;
            let part = &bom.parts[at];
            if self.compositions[at].is_none() && kind(graph, at) != PartKind::Assembly {
                diagnostics.push(
                    Diagnostic::new(codes::bom::DECLARATION_MISSING, part.place.clone())
                        .with("part", part.number.as_str())
                        .with("nearest", declared.nearest(&part.number)),
                );
            }
        }
    }
}

/// The documents among the offers, with the most that each says.
fn told(offers: &[&Offer<'_>]) -> Vec<(usize, Told)> {
    let mut documents: BTreeMap<usize, Told> = BTreeMap::new();
    for offer in offers {
        let told = Told::of(offer.whole);
        documents.entry(offer.document).and_modify(|most| *most = told.max(*most)).or_insert(told);
    }
    documents.into_iter().collect()
}

/// Of a part that is replaced only the document that replaces it speaks, and that of nothing else.
fn replace(offers: &mut Offers<'_>, replaced: &[Replaced], loaded: &[Loaded]) {
    for (number, offers) in offers.iter_mut() {
        let file = |offer: &Offer<'_>| loaded[offer.document].file.as_str();
        let by = replaced.iter().find(|one| one.part == *number);
        offers.retain(|offer| match by {
            Some(by) => file(offer) == by.file,
            None => !replaced.iter().any(|one| one.file == file(offer)),
        });
    }
    offers.retain(|_, offers| !offers.is_empty());
}

fn is_of_maker(makers: &[String], maker: &str) -> bool {
    makers.is_empty() || makers.iter().any(|wanted| key(wanted) == key(maker))
}

/// What the offers say of one part. Each number is a source of its own: a newer document about one does not supersede an
/// older one about another.
fn resolve_by_number(
    offers: &[&Offer<'_>],
    loaded: &[Loaded],
    lists: &Lists,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PartComposition> {
    let parts: Vec<Cow<'_, DeclaredPart>> = offers.iter().map(|offer| offer.part()).collect();
    let mut by_number: BTreeMap<&str, Vec<PartDocument<'_>>> = BTreeMap::new();
    for (offer, part) in offers.iter().zip(&parts) {
        let document = part_document(offer, part, &loaded[offer.document]);
        by_number.entry(&offer.item.number).or_default().push(document);
    }
    let mut alternatives = Vec::new();
    for documents in by_number.values() {
        let resolved = resolve(documents, lists, options, diagnostics);
        alternatives.extend(resolved.into_iter().flat_map(|part| part.alternatives));
    }
    (!alternatives.is_empty()).then_some(PartComposition { alternatives })
}

/// The offers of part `part`: under its own number from its makers, and under each maker's number from that maker.
fn matching<'a, 'd>(part: &BomPart, offers: &'a Offers<'d>) -> Vec<&'a Offer<'d>> {
    let under = |number: &str| offers.get(number).into_iter().flatten();
    let own = under(&part.number).filter(|offer| is_of_maker(&part.makers, offer.maker));
    let sold = part.maker_numbers.iter().flat_map(|sold| {
        under(&sold.number).filter(|offer| {
            let makers = if sold.maker.is_empty() {
                &part.makers[..]
            } else {
                std::slice::from_ref(&sold.maker)
            };
            is_of_maker(makers, offer.maker)
        })
    });
    let mut found: Vec<&Offer<'_>> = Vec::new();
    for offer in own.chain(sold) {
        // Two numbers of the bill of materials may lead to one declaration.
        if !found.iter().any(|known| known.says_the_same(offer)) {
            found.push(offer);
        }
    }
    found
}

/// Adds what a maker of the bill of materials may deliver that has declared nothing.
fn with_undeclared(
    mut composition: PartComposition,
    part: &BomPart,
    offers: &[&Offer<'_>],
) -> PartComposition {
    let declared = |maker: &str| offers.iter().any(|offer| key(offer.maker) == key(maker));
    let silent = part.makers.iter().filter(|maker| !declared(maker));
    composition.alternatives.extend(silent.map(|maker| undeclared(maker)));
    let silent = part.maker_numbers.iter().filter(|sold| !is_declared(sold, part, offers));
    composition.alternatives.extend(silent.map(|sold| undeclared(named(sold))));
    composition
}

/// Whether the maker has declared what it sells under that number, by it or by the number of the bill of materials.
fn is_declared(sold: &MakerNumber, part: &BomPart, offers: &[&Offer]) -> bool {
    offers.iter().any(|offer| {
        let is_number = |item: &Item| item.number == sold.number || item.number == part.number;
        let is_maker = sold.maker.is_empty() || key(&sold.maker) == key(offer.maker);
        is_maker && is_number(offer.item)
    })
}

/// What a source is called: its maker, or else its number.
fn named(sold: &MakerNumber) -> &str {
    if sold.maker.is_empty() { &sold.number } else { &sold.maker }
}

/// The numbers by which declarations of `part` are found.
pub(super) fn numbers_of(part: &BomPart) -> impl Iterator<Item = &str> {
    let sold = part.maker_numbers.iter().map(|sold| sold.number.as_str());
    std::iter::once(part.number.as_str()).chain(sold)
}

fn report_unmatched(bom: &Bom, offers: &Offers<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let known: std::collections::BTreeSet<&str> = bom.parts.iter().flat_map(numbers_of).collect();
    let numbers = Numbers::new(known.iter().copied());
    for (number, offers) in offers.iter().filter(|(number, _)| !known.contains(*number)) {
        let nearest = numbers.nearest(number);
        for offer in offers {
            diagnostics.push(
                Diagnostic::new(codes::bom::DECLARATION_UNMATCHED, offer.whole.place.clone())
                    .with("part", *number)
                    .with("nearest", nearest.as_str()),
            );
        }
    }
}
