//! What is rolled up: a bill of materials that can be used, and the products in it.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_formats::bom::{ListProduct, read_of};
use unleaded_model::bom::{Bom, BomLine, BomPart};
use unleaded_model::diagnostic::{Diagnostic, any_error, codes};
use unleaded_rollup::Graph;
use unleaded_rules::lists::Category;

use super::numbers::Numbers;
use super::{Request, china_items};

/// A bill of materials, or a part of one, and the products in it.
pub(super) struct Ground {
    pub(super) bom: Bom,
    pub(super) graph: Graph,
    /// Their nodes.
    pub(super) products: Vec<u32>,
}

impl Ground {
    /// Reads the bill of materials; `None`: it can't be used, and diagnostics say why.
    pub(super) fn read(request: &Request<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let (bom, graph) = read_bom(request, diagnostics)?;
        let products = products(request, &bom, &graph, diagnostics)?;
        uses_known(request, &bom, diagnostics).then_some(Self { bom, graph, products })
    }

    /// What is left of it with these `parts`, in ascending order, and `products` among them; `None`: a bill of materials can't be
    /// smaller and contain itself, so there always is some.
    ///
    /// All that is below a product must be among the parts. What a part is used for by way of others stays: `applications` tells it of
    /// each part of the whole, and is empty where none has any.
    pub(super) fn narrowed(
        &self,
        parts: &[u32],
        products: &[u32],
        applications: &[Vec<String>],
    ) -> Option<Self> {
        let place = |part: usize| {
            let part = u32::try_from(part).ok()?;
            parts.binary_search(&part).ok()
        };
        let part = |at: &u32| {
            let at = *at as usize;
            let part = self.bom.parts[at].clone();
            match applications.get(at) {
                Some(told) => BomPart { applications: told.clone(), ..part },
                None => part,
            }
        };
        let line = |line: &BomLine| {
            let (parent, child) = (place(line.parent)?, place(line.child)?);
            Some(BomLine { parent, child, ..line.clone() })
        };
        let bom = Bom {
            parts: parts.iter().map(part).collect(),
            lines: self.bom.lines.iter().filter_map(line).collect(),
        };
        let graph = Graph::build(&bom).0?;
        let node = |product: &u32| u32::try_from(place(*product as usize)?).ok();
        let products = products.iter().filter_map(node).collect();
        Some(Self { bom, graph, products })
    }
}

/// A bill of materials with an error is refused: a line that is left out would make every sum too small.
fn read_bom(request: &Request<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<(Bom, Graph)> {
    let of = match request.products {
        [] => ListProduct::AsFile,
        [one] => ListProduct::Named(one),
        _ => ListProduct::Several,
    };
    let read = read_of(request.bom_bytes, &request.bom, of);
    let usable = !any_error(&read.diagnostics);
    diagnostics.extend(read.diagnostics);
    let bom = read.bom?;
    // The graph is looked at even where lines are wrong: all defects are told at once.
    let (graph, defects) = Graph::build(&bom);
    diagnostics.extend(defects);
    Some((bom, graph?)).filter(|_| usable)
}

fn products(
    request: &Request<'_>,
    bom: &Bom,
    graph: &Graph,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Vec<u32>> {
    if request.products.is_empty() {
        return Some(graph.roots());
    }
    let mut found = Vec::new();
    let parts = bom.parts.iter().enumerate().rev();
    let by_number: BTreeMap<&str, usize> =
        parts.map(|(at, part)| (part.number.as_str(), at)).collect();
    for number in request.products {
        match by_number.get(number.as_str()) {
            Some(at) => found.push(u32::try_from(*at).ok()?),
            None => {
                let known = Numbers::new(bom.parts.iter().map(|part| part.number.as_str()));
                diagnostics.push(
                    Diagnostic::unplaced(codes::bom::BOM_PRODUCT_UNKNOWN)
                        .with("part", number.as_str())
                        .with("nearest", known.nearest(number)),
                );
            }
        }
    }
    (found.len() == request.products.len()).then_some(found)
}

/// Whether it is known by which rules each part is judged.
fn uses_known(request: &Request<'_>, bom: &Bom, diagnostics: &mut Vec<Diagnostic>) -> bool {
    diagnostics.extend(unknown_applications(request, bom));
    let items_known = china_items::are_known(request, bom, diagnostics);
    categories_known(bom, diagnostics) && items_known
}

/// Whether every category is one: under another's dates and exemptions a product could pass that must not.
fn categories_known(bom: &Bom, diagnostics: &mut Vec<Diagnostic>) -> bool {
    let before = diagnostics.len();
    for part in &bom.parts {
        if !part.category.is_empty() && Category::parse(&part.category).is_none() {
            diagnostics.push(
                Diagnostic::new(codes::rules::CATEGORY_UNKNOWN, part.place.clone())
                    .with("value", part.category.as_str()),
            );
        }
    }
    diagnostics.len() == before
}

/// Remarks on applications that no rule is for, of the options and of parts, each once.
fn unknown_applications(request: &Request<'_>, bom: &Bom) -> Vec<Diagnostic> {
    let rows = request.lists.rules.iter().flat_map(|list| &list.entries);
    let known: BTreeSet<&str> =
        rows.flat_map(|row| &row.applications).map(String::as_str).collect();
    let told = request.options.applications.iter().map(|name| (name, None));
    let of_parts = bom.parts.iter();
    let of_parts =
        of_parts.flat_map(|part| part.applications.iter().map(move |name| (name, Some(part))));
    let mut seen = BTreeSet::new();
    let unknown = told
        .chain(of_parts)
        .filter(|(name, _)| !known.contains(name.as_str()) && seen.insert(name.as_str()));
    let names = known.iter().copied().collect::<Vec<_>>().join(", ");
    let remark = |(name, part): (&String, Option<&unleaded_model::bom::BomPart>)| {
        let mut remark = Diagnostic::unplaced(codes::rules::APPLICATION_UNKNOWN);
        remark.places.extend(part.map(|part| part.place.clone()));
        remark.with("value", name.as_str()).with("known", names.as_str())
    };
    unknown.map(remark).collect()
}
