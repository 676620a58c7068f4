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
use super::page::told_key;
use super::{About, KnownDocument, Means, Supersedes, Workspace};
use crate::companions::companion_names;
use crate::parallel;

/// How many parts, or documents about none, one piece tells of.
const BUCKET: usize = 64;

/// What a report is put together from.
pub(super) struct Plan {
    /// The documents, in the order of their hashes.
    pub(super) documents: Vec<KnownDocument>,
    /// Statements on no document, and what stands beside them, by name.
    pub(super) statements: BTreeMap<String, Vec<u8>>,
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
    shelf: Shelf,
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
        let statements = statements(workspace)?;
        let all = everything(request, &statements, means);
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
        Ok(Self { statements, applications, about, products, buckets, others, documents, shelf })
    }

    /// The keys of all pieces.
    pub(super) fn keys(&self) -> Vec<Digest> {
        let buckets = self.buckets.iter().chain(&self.others).map(|bucket| bucket.key);
        let products = self.products.iter().flat_map(|one| [one.key, told_key(&one.key)]);
        products.chain(buckets).collect()
    }

    /// What must be read to tell of the documents at `members`: they, and those that may take their place.
    pub(super) fn with_successors(&self, members: &[usize]) -> Vec<usize> {
        self.shelf.closed(members.iter().copied().collect())
    }
}

/// Statements on no document, and what stands beside them, by name.
fn statements(workspace: &dyn Workspace) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let names = workspace.names()?;
    let statements = companion_names(&names);
    let is_of = |name: &String| statements.iter().any(|one| name.starts_with(one));
    let read = |name: &String| Ok((name.clone(), workspace.read(name)?));
    match statements.is_empty() {
        true => Ok(BTreeMap::new()),
        false => names.iter().filter(|name| is_of(name)).map(read).collect(),
    }
}

/// What every piece depends on.
fn everything(
    request: &Request<'_>,
    statements: &BTreeMap<String, Vec<u8>>,
    means: &Means,
) -> Hashed {
    let mut all = Hashed::new("unleaded/pieces/v1");
    all.digest(&means.program);
    all.shown(request.options);
    all.shown(&request.laws);
    all.shown(request.lists);
    all.shown(&request.signatures);
    all.shown(&request.trust.map(|trust| &trust.sha256));
    all.shown(&request.mapping.map(|mapping| &mapping.sha256));
    all.shown(&request.decisions.map(|(file, weight)| (&file.sha256, weight == Weight::Accepted)));
    for (name, bytes) in statements {
        all.bytes(name.as_bytes());
        all.bytes(bytes);
    }
    all
}

/// Documents by what they are about.
struct Shelf {
    by_number: BTreeMap<String, Vec<usize>>,
    /// By document, those that may take its place.
    successors: Vec<Vec<usize>>,
}

impl Shelf {
    fn new(documents: &[KnownDocument]) -> Self {
        let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let (mut named, mut of_anything) = (BTreeMap::<&str, Vec<usize>>::new(), Vec::new());
        for (at, document) in documents.iter().enumerate() {
            for number in &document.about.numbers {
                by_number.entry(number.clone()).or_default().push(at);
            }
            let claims = &document.about.claims;
            if claims.supersedes == Supersedes::Something {
                links(document).for_each(|link| named.entry(link).or_default().push(at));
                // What claims no product may take the place of any other that claims none.
                of_anything.extend(claims.products.iter().any(String::is_empty).then_some(at));
            }
        }
        let successors = documents.iter().map(|document| {
            let of_links = links(document).filter_map(|link| named.get(link)).flatten();
            let all: BTreeSet<usize> = of_links.chain(&of_anything).copied().collect();
            all.into_iter().collect()
        });
        Self { successors: successors.collect(), by_number }
    }

    /// The documents that may speak of a part, and those that may take their place.
    fn about(&self, part: &BomPart) -> Vec<usize> {
        let found: BTreeSet<usize> = numbers_of(part)
            .filter_map(|number| self.by_number.get(number))
            .flatten()
            .copied()
            .collect();
        self.closed(found)
    }

    /// `documents`, all that may take the place of one of them, and so on.
    fn closed(&self, documents: BTreeSet<usize>) -> Vec<usize> {
        let mut open: Vec<usize> = documents.iter().copied().collect();
        let mut all = documents;
        while let Some(at) = open.pop() {
            open.extend(self.successors[at].iter().filter(|successor| all.insert(**successor)));
        }
        all.into_iter().collect()
    }
}

/// By what a document and one that takes its place belong together: the products that it declares, and those that it claims to.
fn links(document: &KnownDocument) -> impl Iterator<Item = &str> {
    let About { numbers, claims } = &document.about;
    let all = numbers.iter().chain(&claims.products);
    all.map(String::as_str).filter(|link| !link.is_empty())
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
    shelf: &Shelf,
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
