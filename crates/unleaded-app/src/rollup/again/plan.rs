//! What a report is put together from, and what each piece of it depends on.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use unleaded_model::bom::{BomPart, QuantityUnit};
use unleaded_rollup::Graph;
use unleaded_trust::Digest;

use super::super::ground::Ground;
use super::super::judged::applications;
use super::super::parts::numbers_of;
use super::super::{Request, Weight};
use super::hashed::Hashed;
use super::{KnownDocument, Means, Supersedes, Workspace};
use crate::parallel;

/// How many parts, or documents about none, one piece tells of.
const BUCKET: usize = 64;

/// What a report is put together from.
pub(super) struct Plan {
    /// The documents, in the order of their hashes.
    pub(super) documents: Vec<KnownDocument>,
    /// Files that belong to no document: statements, and what stands beside them.
    pub(super) statements: Vec<String>,
    /// What each part is used for; empty: all for what the options say.
    pub(super) applications: Vec<Vec<String>>,
    /// By part, the documents about it, and those that may take their place.
    pub(super) about: Vec<Vec<usize>>,
    /// The products, in the order of the report.
    pub(super) products: Vec<ProductPlan>,
    /// The parts that documents speak of.
    pub(super) buckets: Vec<Bucket>,
    /// The documents that speak of none.
    pub(super) others: Vec<Bucket>,
}

/// A product.
pub(super) struct ProductPlan {
    /// Its node, which is its part.
    pub(super) node: u32,
    /// Its parts, ascending.
    pub(super) parts: Vec<u32>,
    /// The key of its page.
    pub(super) key: Digest,
}

/// Parts or documents that one piece tells of.
pub(super) struct Bucket {
    /// The parts, or the positions of the documents.
    pub(super) members: Vec<usize>,
    /// The key of the piece.
    pub(super) key: Digest,
}

impl Plan {
    pub(super) fn new(
        request: &Request<'_>,
        ground: &Ground,
        workspace: &dyn Workspace,
        means: &Means,
    ) -> io::Result<Self> {
        let mut documents = workspace.known()?;
        documents.sort_by_key(|one| (one.sha256, one.key));
        let statements = statements(&documents, workspace)?;
        let all = everything(request, &statements, workspace, means)?;
        let bom = &ground.bom;
        let applications = applications(bom, &ground.graph, &request.options.applications);
        let shelf = Shelf::new(&documents);
        let about: Vec<Vec<usize>> = bom.parts.iter().map(|part| shelf.about(part)).collect();
        let part = |at: &usize| {
            let told = applications.get(*at).map(Vec::as_slice).unwrap_or_default();
            part_key((&bom.parts[*at], told), &about[*at], &documents)
        };
        let all_parts: Vec<usize> = (0..bom.parts.len()).collect();
        let part_keys = parallel::map(&all_parts, part, |_| ());
        let nowhere = || vec![NOWHERE; bom.parts.len()];
        let one = |place: &mut Vec<u32>, node: &u32| {
            product((&ground.graph, place), *node, &part_keys, &all)
        };
        let products = parallel::map_with(&ground.products, nowhere, one, |_| ());
        let told: Vec<usize> = (0..about.len()).filter(|at| !about[*at].is_empty()).collect();
        let numbered = |at: &usize| Digest::of(bom.parts[*at].number.as_bytes());
        let buckets = buckets(&told, numbered, |members| {
            let mut key = all.clone();
            members.iter().for_each(|at| key.digest(&part_keys[*at]));
            key
        });
        let matched: BTreeSet<usize> = about.iter().flatten().copied().collect();
        let unmatched: Vec<usize> =
            (0..documents.len()).filter(|at| !matched.contains(at)).collect();
        let others = buckets_of_documents(&unmatched, &documents, &shelf, &all);
        Ok(Self { statements, applications, about, products, buckets, others, documents })
    }

    /// The keys of all pages and of what is told of documents.
    pub(super) fn keys(&self) -> Vec<Digest> {
        let buckets = self.buckets.iter().chain(&self.others).map(|bucket| bucket.key);
        self.products.iter().map(|product| product.key).chain(buckets).collect()
    }

    /// The documents of a bucket of `others`, and those that may take their place.
    pub(super) fn with_successors(&self, members: &[usize]) -> Vec<usize> {
        Shelf::new(&self.documents).closed(members.iter().copied().collect())
    }
}

/// The files that belong to no document, sorted.
fn statements(documents: &[KnownDocument], workspace: &dyn Workspace) -> io::Result<Vec<String>> {
    let of_documents: BTreeSet<&String> = documents.iter().flat_map(|one| &one.files).collect();
    let names = workspace.names()?.into_iter();
    let mut others: Vec<String> = names.filter(|name| !of_documents.contains(name)).collect();
    others.sort_unstable();
    Ok(others)
}

/// What every piece depends on.
fn everything(
    request: &Request<'_>,
    statements: &[String],
    workspace: &dyn Workspace,
    means: &Means,
) -> io::Result<Hashed> {
    let mut all = Hashed::new("unleaded/pieces/v1");
    all.digest(&means.program);
    all.shown(request.options);
    all.shown(&request.laws);
    all.shown(request.lists);
    all.shown(&request.signatures);
    all.shown(&request.trust.map(|trust| &trust.sha256));
    all.shown(&request.mapping.map(|mapping| &mapping.sha256));
    all.shown(&request.decisions.map(|(file, weight)| (&file.sha256, weight == Weight::Accepted)));
    for name in statements {
        all.bytes(name.as_bytes());
        all.bytes(&workspace.read(name)?);
    }
    Ok(all)
}

/// Documents by what they are about.
struct Shelf<'d> {
    documents: &'d [KnownDocument],
    by_number: BTreeMap<&'d str, Vec<usize>>,
    /// Those that take the place of others, by what they are about; those about nothing under an empty number.
    successors: BTreeMap<&'d str, Vec<usize>>,
}

impl<'d> Shelf<'d> {
    fn new(documents: &'d [KnownDocument]) -> Self {
        let (mut by_number, mut successors) = (BTreeMap::new(), BTreeMap::new());
        for (at, document) in documents.iter().enumerate() {
            for number in numbers(document) {
                by_number.entry(number).or_insert_with(Vec::new).push(at);
                if document.about.supersedes == Supersedes::Something {
                    successors.entry(number).or_insert_with(Vec::new).push(at);
                }
            }
        }
        Self { documents, by_number, successors }
    }

    /// The documents that may speak of a part, and those that may take their place.
    fn about(&self, part: &BomPart) -> Vec<usize> {
        let found: BTreeSet<usize> = numbers_of(part)
            .filter(|number| !number.is_empty())
            .filter_map(|number| self.by_number.get(number))
            .flatten()
            .copied()
            .collect();
        if found.is_empty() { Vec::new() } else { self.closed(found) }
    }

    /// `documents`, all that may take the place of one of them, and so on: what does names a product of that one.
    fn closed(&self, documents: BTreeSet<usize>) -> Vec<usize> {
        if self.successors.is_empty() {
            return documents.into_iter().collect();
        }
        let mut open: Vec<usize> = documents.iter().copied().collect();
        let mut all = documents;
        while let Some(at) = open.pop() {
            let numbers = numbers(&self.documents[at]);
            for successor in numbers.filter_map(|number| self.successors.get(number)).flatten() {
                if all.insert(*successor) {
                    open.push(*successor);
                }
            }
        }
        all.into_iter().collect()
    }
}

/// What a document is about; an empty number where it is about nothing.
fn numbers(document: &KnownDocument) -> impl Iterator<Item = &str> {
    let numbers = &document.about.numbers;
    let nothing = numbers.is_empty().then_some("");
    numbers.iter().map(String::as_str).chain(nothing)
}

/// What tells a part, with the documents about it, from any other.
fn part_key(
    (part, applications): (&BomPart, &[String]),
    about: &[usize],
    documents: &[KnownDocument],
) -> Digest {
    // Where it stands in the file changes nothing but remarks.
    let BomPart {
        number,
        makers,
        maker_numbers,
        name,
        name_zh,
        mass,
        category,
        china_item,
        applications: own,
        composition,
        own_materials,
        place: _,
    } = part;
    let mut key = Hashed::new("part");
    key.shown(&(number, makers, maker_numbers, name, name_zh, mass));
    key.shown(&(category, china_item, own, composition, own_materials, applications));
    about.iter().for_each(|at| key.digest(&documents[*at].key));
    key.done()
}

/// A product with its parts, and the key of its page: its part of the bill of materials, and what is known of each part. Parts
/// are told in the order in which they are met from above, so that it makes no difference where else a part stands.
///
/// `place` has the number of parts as its length; all of it is [`NOWHERE`], and is so again afterwards.
fn product(
    (graph, place): (&Graph, &mut [u32]),
    node: u32,
    part_keys: &[Digest],
    all: &Hashed,
) -> ProductPlan {
    let mut parts = parts_below((graph, place), node);
    let mut key = all.clone();
    key.bytes(b"page");
    for part in &parts {
        key.digest(&part_keys[*part as usize]);
        for (child, quantity) in graph.children(*part) {
            let to = graph.node(child);
            key.number(u64::from(place[to.part as usize]));
            key.number(u64::from(to.unit == QuantityUnit::Grams));
            key.bytes(&quantity.mantissa().to_le_bytes());
            key.bytes(&quantity.exponent().to_le_bytes());
        }
        key.number(u64::MAX);
    }
    parts.iter().for_each(|part| place[*part as usize] = NOWHERE);
    parts.sort_unstable();
    ProductPlan { node, parts, key: key.done() }
}

/// The place of a part that is not in a product.
const NOWHERE: u32 = u32::MAX;

/// The parts of a product, itself first, in the order in which they are met from above; `place` tells the place of each.
fn parts_below((graph, place): (&Graph, &mut [u32]), product: u32) -> Vec<u32> {
    let (mut parts, mut open) = (Vec::new(), vec![product]);
    while let Some(node) = open.pop() {
        let part = graph.node(node).part;
        if place[part as usize] == NOWHERE {
            place[part as usize] = u32::try_from(parts.len()).unwrap_or(NOWHERE);
            parts.push(part);
            open.extend(graph.children(node).map(|(child, _)| child));
        }
    }
    parts
}

/// `members` in buckets by what they are called, so that one that comes or goes changes one bucket.
fn buckets(
    members: &[usize],
    called: impl Fn(&usize) -> Digest,
    key: impl Fn(&[usize]) -> Hashed,
) -> Vec<Bucket> {
    let count = members.len().div_ceil(BUCKET).next_power_of_two();
    let mut all: Vec<Vec<usize>> = vec![Vec::new(); count];
    // Where they stand in the bill of materials makes no difference.
    let mut called: Vec<(Digest, usize)> = members.iter().map(|at| (called(at), *at)).collect();
    called.sort_unstable();
    for (name, member) in called {
        let [a, b, c, d, ..] = *name.as_bytes();
        all[u32::from_le_bytes([a, b, c, d]) as usize % count].push(member);
    }
    let bucket = |members: Vec<usize>| {
        let mut key = key(&members);
        key.bytes(b"bucket");
        Bucket { members, key: key.done() }
    };
    all.into_iter().filter(|members| !members.is_empty()).map(bucket).collect()
}

fn buckets_of_documents(
    unmatched: &[usize],
    documents: &[KnownDocument],
    shelf: &Shelf<'_>,
    all: &Hashed,
) -> Vec<Bucket> {
    buckets(
        unmatched,
        |at| documents[*at].sha256,
        |members| {
            let mut key = all.clone();
            key.bytes(b"others");
            members.iter().for_each(|at| key.digest(&documents[*at].key));
            let closed = shelf.closed(members.iter().copied().collect());
            closed.iter().for_each(|at| key.digest(&documents[*at].key));
            key
        },
    )
}
