//! What of a bill of materials is declared, by numbers and makers alone: no document is read.

use std::collections::BTreeMap;

use unleaded_formats::bom::{ListProduct, read_of};
use unleaded_model::bom::{BomPart, CompositionRole};
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error, sort};
use unleaded_model::identity::key;
use unleaded_rollup::Graph;

/// Who offers a part under each number.
pub type Offered<'o> = BTreeMap<&'o str, Vec<&'o str>>;

/// What of a bill of materials is declared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// How many products it has.
    pub products: usize,
    /// How many of their parts need a declaration: those with no part inside them, and those that add to the parts inside.
    pub needed: usize,
    /// Those that nobody declares who may deliver them, in the order of the bill of materials.
    pub missing: Vec<Missing>,
}

/// A part that nobody declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its item number.
    pub part: String,
    /// Its makers, as far as they are named.
    pub makers: Vec<String>,
}

/// Returns what of a bill of materials is declared by what is `offered`; or what is wrong with it.
pub fn coverage(
    bytes: &[u8],
    file: &FileName,
    offered: &Offered<'_>,
) -> Result<Coverage, Vec<Diagnostic>> {
    let read = read_of(bytes, file, ListProduct::AsFile);
    let mut diagnostics = read.diagnostics;
    let mut graph = None;
    if let Some(bom) = &read.bom {
        let (built, defects) = Graph::build(bom);
        diagnostics.extend(defects);
        graph = built;
    }
    let (Some(bom), Some(graph), false) = (read.bom, graph, any_error(&diagnostics)) else {
        sort(&mut diagnostics);
        return Err(diagnostics);
    };
    let products = graph.roots();
    let mut coverage = Coverage { products: products.len(), ..Coverage::default() };
    let mut leaves: Vec<usize> = graph
        .below(&products)
        .into_iter()
        .filter(|node| graph.is_leaf(*node) || graph.role(*node) == CompositionRole::Adds)
        .map(|node| graph.node(node).part as usize)
        .collect();
    leaves.sort_unstable();
    coverage.needed = leaves.len();
    for part in leaves.into_iter().map(|at| &bom.parts[at]) {
        if !is_declared(part, offered) {
            let sold = part.maker_numbers.iter().map(|sold| &sold.maker);
            let makers = part.makers.iter().chain(sold).filter(|maker| !maker.is_empty());
            coverage
                .missing
                .push(Missing { part: part.number.clone(), makers: makers.cloned().collect() });
        }
    }
    Ok(coverage)
}

/// Whether any maker that may deliver the part declares it: under its own number, or under the maker's.
fn is_declared(part: &BomPart, offered: &Offered<'_>) -> bool {
    let is_of = |makers: &[String], maker: &str| {
        makers.is_empty() || makers.iter().any(|wanted| key(wanted) == key(maker))
    };
    let under = |number: &str, makers: &[String]| {
        offered.get(number).is_some_and(|offers| offers.iter().any(|maker| is_of(makers, maker)))
    };
    under(&part.number, &part.makers)
        || part.maker_numbers.iter().any(|sold| match sold.maker.is_empty() {
            true => under(&sold.number, &part.makers),
            false => under(&sold.number, std::slice::from_ref(&sold.maker)),
        })
}
