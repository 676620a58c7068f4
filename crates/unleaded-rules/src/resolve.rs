//! From the documents of a part to what is known of it.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use unleaded_model::amount::MassRange;
use unleaded_model::declaration::DeclaredPart;
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_model::identity::key;

use crate::compose::{Composed, compose};
use crate::composition::{Article, Bound, Composition, PartComposition, Says};
use crate::contradiction::{contradictions, older_statements};
use crate::doubt::{Remark, doubts, entry_claims, remarks};
use crate::lists::Lists;
use crate::options::Options;
use crate::statement::bounds;

use self::alike::{Apart, apart};
use self::lending::{Lenders, Lends};

mod alike;
mod lending;

/// Whether the supplier accepted the declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// It did, or the document has no place to say so.
    NotRefused,
    /// The document says that it did not.
    Refused,
}

/// Whether every amount that a document states could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amounts {
    /// All of them.
    Read,
    /// Some could not: a substance without an amount may be there in any.
    SomeUnreadable,
}

/// Whether a trusted key vouches for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vouched {
    /// None does, or signatures were not checked.
    No,
    /// One does.
    Yes,
}

/// A part as one document declares it.
#[derive(Clone, Copy, Debug)]
pub struct PartDocument<'a> {
    /// The document, as findings name it.
    pub document: usize,
    /// The declared part.
    pub part: &'a DeclaredPart,
    /// Its maker.
    pub maker: &'a str,
    /// The date of the declaration; `None`, and one after the date that is judged: it may be older or newer than any other.
    pub date: Option<Date>,
    /// Whether a trusted key vouches for it.
    pub vouched: Vouched,
    /// Whether its amounts could be read.
    pub amounts: Amounts,
    /// Whether the supplier accepted it.
    pub acceptance: Acceptance,
}

impl PartDocument<'_> {
    fn has_composition(&self) -> bool {
        !self.part.materials.is_empty() || !self.part.subparts.is_empty()
    }

    /// Whether its supplier does not accept it: it excludes nothing and claims nothing, and what it admits counts.
    pub(crate) fn is_refused(&self) -> bool {
        self.acceptance == Acceptance::Refused
    }
}

/// Returns what `documents` say of one part; `None` when there are none.
///
/// Of one maker's compositions the newest is used, and the maker's statements narrow it. Two compositions of one maker
/// and date are both used, as alternatives, and so is one without a date beside others. A document that no trusted key vouches for never supersedes one that has
/// one: both are used, as alternatives. Different makers are alternatives.
pub fn resolve(
    documents: &[PartDocument<'_>],
    lists: &Lists,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PartComposition> {
    let mut makers: BTreeMap<String, Vec<PartDocument<'_>>> = BTreeMap::new();
    for document in documents {
        makers.entry(key(document.maker)).or_default().push(*document);
    }
    let mut alternatives = Vec::new();
    for documents in makers.values_mut() {
        undate(documents, options.as_of, diagnostics);
        documents.sort_by_key(|d| (d.date, d.document));
        alternatives.extend(of_one_maker(documents, lists, options, diagnostics));
    }
    (!alternatives.is_empty()).then_some(PartComposition { alternatives })
}

/// Takes the date from documents of one maker that nobody can have made by `as_of`: a wrong date supersedes nothing.
fn undate(documents: &mut [PartDocument<'_>], as_of: Date, diagnostics: &mut Vec<Diagnostic>) {
    let several = documents.len() > 1;
    for document in documents {
        let Some(date) = document.date.take_if(|date| *date > as_of) else { continue };
        if several {
            diagnostics.push(
                Diagnostic::new(codes::rules::DATED_AHEAD, document.part.place.clone())
                    .with("part", document.part.number().unwrap_or_default())
                    .with("date", date.to_string())
                    .with("as_of", as_of.to_string()),
            );
        }
    }
}

/// `documents` are in the order of their dates.
fn of_one_maker(
    documents: &[PartDocument<'_>],
    lists: &Lists,
    options: &Options,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Composition> {
    let bounds = newest_bounds(documents, lists, diagnostics);
    let said = Said { documents, bounds, remarks: remarks(documents, lists), lists };
    let composed: Vec<&PartDocument<'_>> =
        documents.iter().filter(|d| d.has_composition()).collect();
    let Some(newest) = composed.last() else {
        return documents.last().map(|d| said.statements_only(d)).unwrap_or_default();
    };
    let mut alternatives: Vec<(Vouched, Composition)> = Vec::new();
    for document in in_force(&composed, newest) {
        let composed = compose(document, lists, options, diagnostics);
        let composition = said.composition(document, composed);
        let number = document.part.number().unwrap_or_default();
        let place_of = |wanted: usize| {
            documents.iter().find(|d| d.document == wanted).map(|d| d.part.place.clone())
        };
        diagnostics.extend(contradictions(&composition, number, place_of));
        let is_older = |wanted: usize| {
            let mut told = documents.iter().filter(|d| d.document == wanted);
            told.any(|d| d.date.is_some() && d.date < document.date)
        };
        diagnostics.extend(older_statements(&composition, number, place_of, is_older));
        let claimed = said.claimed(document, composition);
        let is_known = |one: &Composition| {
            alternatives.iter().any(|(vouched, other)| match apart(one, other) {
                Apart::Composition => false,
                // Whoever copies what is signed neither adds an exemption to it nor takes one away.
                Apart::Exemptions => *vouched > document.vouched,
                Apart::Nothing => true,
            })
        };
        if claimed.iter().all(is_known) {
            continue;
        }
        if let Some((_, first)) = alternatives.first() {
            let mut duplicate =
                Diagnostic::new(codes::identity::DUPLICATE_PART, document.part.place.clone())
                    .with("part", number);
            duplicate.places.extend(first.document.and_then(place_of));
            diagnostics.push(duplicate);
        }
        alternatives.extend(claimed.into_iter().map(|one| (document.vouched, one)));
    }
    alternatives.into_iter().map(|(_, composition)| composition).collect()
}

/// Those of `composed` that count, in the order of their dates, what somebody vouches for first; `newest` is the last of them.
fn in_force<'a>(
    composed: &[&'a PartDocument<'a>],
    newest: &PartDocument<'_>,
) -> Vec<&'a PartDocument<'a>> {
    let vouched = composed.iter().rev().find(|d| d.vouched == Vouched::Yes).copied();
    let vouched = vouched.unwrap_or(newest);
    // What is as new as the newest vouched one, and what would supersede it unvouched.
    let counts = |d: &&PartDocument<'_>| match newest.vouched {
        // Whether a document without a date is the newest can't be told.
        _ if d.date.is_none() => true,
        Vouched::Yes => d.date == newest.date,
        Vouched::No => d.date >= vouched.date && (d.date == newest.date || d.date == vouched.date),
    };
    let mut in_force: Vec<_> = composed.iter().copied().filter(counts).collect();
    in_force.sort_by_key(|document| std::cmp::Reverse(document.vouched));
    in_force
}

/// What the documents of one maker say of a part beside its composition.
struct Said<'a> {
    /// In the order of their dates.
    documents: &'a [PartDocument<'a>],
    bounds: Vec<Bound>,
    remarks: Vec<Remark>,
    lists: &'a Lists,
}

impl Said<'_> {
    /// The composition of `document` with what is said beside it, and without any claim for the whole part.
    fn composition(&self, document: &PartDocument<'_>, composed: Composed) -> Composition {
        let mut documents = self.in_use(document);
        let composition = Composition {
            mass: composed.mass,
            materials: composed.materials,
            articles: composed.articles,
            bounds: self.bounds.clone(),
            document: Some(document.document),
            ..undeclared(document.maker)
        };
        let doubts = doubts(&composition, &self.remarks, self.lists);
        documents.extend(doubts.iter().map(|doubt| doubt.document));
        Composition { doubts, documents: sorted(documents), ..composition }
    }

    /// The documents that a composition rests on: its own, and those that bound it.
    fn in_use(&self, document: &PartDocument<'_>) -> Vec<usize> {
        let mut documents: Vec<usize> = self.bounds.iter().map(|b| b.document).collect();
        documents.push(document.document);
        documents
    }

    /// The composition with the exemptions that are claimed for it: where it can't be told whether some are, once without
    /// and once with these.
    fn claimed(&self, document: &PartDocument<'_>, composition: Composition) -> Vec<Composition> {
        let lenders = Lenders::to_composition(self.documents, document);
        let in_use: BTreeSet<usize> = self.in_use(document).into_iter().collect();
        with_claims(|least| Composition {
            claims: lenders.claims(least, |d| in_use.contains(&d.document)),
            bounds: lenders.lent(&self.bounds, least),
            entry_claims: entry_claims(&self.remarks, |d| lenders.of_number(d) >= least),
            ..composition.clone()
        })
    }

    /// What is known where nobody tells a composition.
    fn statements_only(&self, newest: &PartDocument<'_>) -> Vec<Composition> {
        let all = self.documents;
        // A form that asks prints a mass of zero: it is no mass.
        let mass =
            |d: &PartDocument<'_>| Some(d.part.mass()?.value).filter(|m| *m != MassRange::ZERO);
        let mass = all.iter().rev().find_map(mass).unwrap_or(MassRange::UNKNOWN);
        let composition = Composition {
            mass,
            articles: vec![Article { steps: Vec::new(), parent: None, mass }],
            bounds: self.bounds.clone(),
            document: Some(newest.document),
            ..undeclared(newest.maker)
        };
        let doubts = doubts(&composition, &self.remarks, self.lists);
        let documents = sorted(all.iter().map(|d| d.document).collect());
        let composition = Composition { doubts, documents, ..composition };
        let lenders = Lenders::to_bounds(all, &self.bounds);
        with_claims(|least| Composition {
            claims: lenders.claims(least, |_| true),
            bounds: lenders.covered(&self.bounds, least),
            entry_claims: entry_claims(&self.remarks, |d| lenders.of_number(d) >= least),
            ..composition.clone()
        })
    }
}

/// What is claimed for sure, and, where that is more, what may be: what one of them is not over for is not within for
/// sure, nor over.
fn with_claims(of: impl Fn(Lends) -> Composition) -> Vec<Composition> {
    let mut both = vec![of(Lends::Yes), of(Lends::Maybe)];
    both.dedup();
    both
}

fn sorted(mut documents: Vec<usize>) -> Vec<usize> {
    documents.sort_unstable();
    documents.dedup();
    documents
}

/// The alternative of a maker of whose part nothing is declared.
pub fn undeclared(maker: &str) -> Composition {
    let mass = MassRange::UNKNOWN;
    Composition {
        maker: maker.to_owned(),
        mass,
        materials: Vec::new(),
        articles: vec![Article { steps: Vec::new(), parent: None, mass }],
        bounds: Vec::new(),
        doubts: Vec::new(),
        entry_claims: Vec::new(),
        claims: Vec::new(),
        document: None,
        documents: Vec::new(),
    }
}

/// The bounds of all documents; of two about one entry the later document's stands, unless only the earlier one is
/// vouched for.
fn newest_bounds(
    documents: &[PartDocument<'_>],
    lists: &Lists,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Bound> {
    let mut newest: BTreeMap<_, Newest> = BTreeMap::new();
    for document in documents {
        let told = bounds(document.part, document.document, lists, diagnostics);
        for bound in told.into_iter().filter_map(|bound| stands(bound, document)) {
            let here = (document.vouched, document.date);
            let newest = newest.entry((bound.entry.clone(), bound.level, bound.steps.clone()));
            let newest =
                newest.or_insert(Newest { vouched: here.0, date: here.1, bounds: Vec::new() });
            // What a supplier does not accept takes back nothing that it admitted.
            let admitted = newest.bounds.iter().any(|bound| bound.says == Says::Over);
            let may = here.0 >= newest.vouched && !(document.is_refused() && admitted);
            if newest.date.is_some() && here.1 > newest.date && may {
                *newest = Newest { vouched: here.0, date: here.1, bounds: Vec::new() };
            }
            newest.bounds.push(bound);
        }
    }
    newest.into_values().flat_map(|newest| newest.bounds).collect()
}

/// What stands of a bound that `document` states.
fn stands(mut bound: Bound, document: &PartDocument<'_>) -> Option<Bound> {
    if document.is_refused() {
        bound.claims.clear();
    }
    (!document.is_refused() || bound.says == Says::Over).then_some(bound)
}

/// The bounds on one entry that stand.
struct Newest {
    vouched: Vouched,
    date: Option<Date>,
    bounds: Vec<Bound>,
}
