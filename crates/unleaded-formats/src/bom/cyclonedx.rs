//! CycloneDX hardware bills of materials (1.2 to 1.7), in JSON and XML.
//!
//! A part is a component of type `device`; its number is its `name`. It is built into the device that it is nested in, else
//! into the one that depends on it, else into the product of `metadata`. How often is the property `cdx:device:quantity`
//! of the official taxonomy. Software, services and all else are counted and told, and change nothing.

use std::collections::BTreeMap;

use unleaded_model::bom::{Bom, BomLine, Quantity};
use unleaded_model::diagnostic::codes::{bom as codes, bom_lists};
use unleaded_model::diagnostic::{Diagnostic, Place};

pub(crate) use self::document::read_json;
use super::assumed::Assumed;
use super::build::{Build, Occurrence};
use super::parts::{Said, Text};
use super::quantity::{ONE_PIECE, PrintedQuantity, quantity};
use super::unused::Unused;
use crate::sink::Sink;

mod document;
mod elements;
mod json;

/// The property that says how often a component is there.
const QUANTITY: &str = "cdx:device:quantity";

/// A component as the document gives it.
#[derive(Default)]
struct Component {
    /// Its `type`: `device`, `library` ...
    kind: String,
    name: String,
    description: String,
    maker: String,
    supplier: String,
    /// The quantity with its place; `None`: it has none.
    quantity: Option<(String, Place)>,
    /// The component around it, by its position.
    around: Option<usize>,
    place: Option<Place>,
}

/// A document that is being read.
#[derive(Default)]
pub(crate) struct CycloneDx {
    components: Vec<Component>,
    /// The component of `metadata`, by its position.
    product: Option<usize>,
    /// Components by `bom-ref`.
    references: BTreeMap<String, usize>,
    /// Who depends on whom, by `bom-ref`.
    dependencies: Vec<(String, String, Place)>,
    /// Open elements of the XML form.
    walk: elements::Walk,
}

impl CycloneDx {
    fn begin(&mut self, around: Option<usize>, kind: &str, place: Place) -> usize {
        self.components.push(Component {
            kind: kind.to_owned(),
            around,
            place: Some(place),
            ..Component::default()
        });
        self.components.len() - 1
    }

    /// Ends the document.
    pub(crate) fn finish(self, sink: &mut dyn Sink) -> Bom {
        let mut unused = Unused::default();
        for (at, component) in self.components.iter().enumerate() {
            if let (false, Some(place)) = (self.is_part(at), &component.place) {
                unused.count(&component.kind, || place.clone());
            }
        }
        let edges = self.edges(&mut unused, sink);
        let mut building = Building {
            build: Build::default(),
            document: &self,
            assumed: Assumed::default(),
            occurrences: Vec::new(),
        };
        let positions = building.enter(&edges, sink);
        building.connect(&edges, &positions, sink);
        building.build.tree(&building.occurrences, sink);
        building.assumed.report(sink);
        unused.report(sink);
        building.build.finish()
    }

    /// Whether the component is a part: a device, or the product whatever it is.
    fn is_part(&self, at: usize) -> bool {
        self.product == Some(at) || self.components[at].kind == "device"
    }

    /// The parents of each component by dependencies, for components that are nested in nothing.
    fn edges(&self, unused: &mut Unused, sink: &mut dyn Sink) -> BTreeMap<usize, Vec<usize>> {
        let mut edges: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (from, to, place) in &self.dependencies {
            let ends = [from, to].map(|name| (name, self.references.get(name).copied()));
            if let Some((name, _)) = ends.iter().find(|(_, found)| found.is_none()) {
                let unknown = Diagnostic::new(bom_lists::BOM_REFERENCE_UNKNOWN, place.clone());
                sink.diagnostic(unknown.with("value", name.as_str()));
                continue;
            }
            let [(_, Some(parent)), (_, Some(child))] = ends else { continue };
            if !self.is_part(parent) || !self.is_part(child) {
                continue;
            }
            match self.components[child].around {
                None => {
                    let parents = edges.entry(child).or_default();
                    if !parents.contains(&parent) {
                        parents.push(parent);
                    }
                }
                // Where a device sits is what it is nested in; what it needs beside that is no second piece of it.
                Some(around) if around != parent => unused.count("dependsOn", || place.clone()),
                Some(_) => {}
            }
        }
        edges
    }
}

/// The parts and lines of a document whose components are known.
struct Building<'a> {
    build: Build,
    document: &'a CycloneDx,
    assumed: Assumed,
    occurrences: Vec<Occurrence>,
}

impl Building<'_> {
    /// Enters the parts. Returns for each component its occurrence, or that of what is around it.
    fn enter(
        &mut self,
        edges: &BTreeMap<usize, Vec<usize>>,
        sink: &mut dyn Sink,
    ) -> Vec<Option<usize>> {
        let document = self.document;
        let mut positions: Vec<Option<usize>> = vec![None; document.components.len()];
        // JSON has no order of keys: `metadata` may stand behind `components`.
        let others = (0..document.components.len()).filter(|at| document.product != Some(*at));
        for at in document.product.into_iter().chain(others) {
            let component = &document.components[at];
            let around = component.around.and_then(|around| positions[around]);
            let product = document.product.filter(|product| *product != at);
            let parent = match around {
                None if !edges.contains_key(&at) => product.and_then(|product| positions[product]),
                around => around,
            };
            if !document.is_part(at) {
                positions[at] = around;
                continue;
            }
            positions[at] = self.occurrence(component, parent, sink).or(around);
        }
        positions
    }

    fn occurrence(
        &mut self,
        component: &Component,
        parent: Option<usize>,
        sink: &mut dyn Sink,
    ) -> Option<usize> {
        let place = component.place.as_ref()?;
        if component.name.is_empty() {
            let defect = Diagnostic::new(codes::BOM_ITEM_MISSING, place.clone());
            sink.diagnostic(defect.with("what", "name").with("column", "name"));
            return None;
        }
        let parts = &mut self.build.parts;
        let part = parts.mention(&component.name, place.clone());
        let maker = match component.maker.is_empty() {
            true => &component.supplier,
            false => &component.maker,
        };
        parts.made_by(part, maker);
        let text = Text {
            name: "description",
            text: &component.description,
            unit: "",
            place: &|| place.clone(),
        };
        parts.say(part, Said::Name, &text, sink);
        if parent.is_some() && component.quantity.is_none() {
            self.assumed.count(&component.name, place);
        }
        self.occurrences.push(Occurrence {
            part,
            parent,
            quantity: held(component),
            place: place.clone(),
            order: self.occurrences.len(),
        });
        Some(self.occurrences.len() - 1)
    }

    /// Adds the lines that dependencies say.
    fn connect(
        &mut self,
        edges: &BTreeMap<usize, Vec<usize>>,
        positions: &[Option<usize>],
        sink: &mut dyn Sink,
    ) {
        for (child, parents) in edges {
            let component = &self.document.components[*child];
            let Some(at) = positions[*child] else { continue };
            let (part, order, place) = (
                self.occurrences[at].part,
                self.occurrences[at].order,
                self.occurrences[at].place.clone(),
            );
            if let (Some((value, place)), [_, _, ..]) = (&component.quantity, &parents[..])
                && value.trim() != "1"
            {
                let names = parents.iter().map(|p| self.document.components[*p].name.as_str());
                sink.diagnostic(
                    Diagnostic::new(bom_lists::BOM_QUANTITY_SHARED, place.clone())
                        .with("part", component.name.as_str())
                        .with("parents", names.collect::<Vec<_>>().join(", "))
                        .with("value", value.as_str()),
                );
                continue;
            }
            if component.quantity.is_none() {
                self.assumed.count(&component.name, &place);
            }
            match held(component) {
                Err(defect) => sink.diagnostic(*defect),
                Ok(quantity) => {
                    for parent in parents.iter().filter_map(|parent| positions[*parent]) {
                        let parent = self.occurrences[parent].part;
                        let place = place.clone();
                        self.build.line(order, BomLine { parent, child: part, quantity, place });
                    }
                }
            }
        }
    }
}

/// The quantity of a component in what it is built into; one, where none is given.
fn held(component: &Component) -> Result<Quantity, Box<Diagnostic>> {
    let Some((text, place)) = &component.quantity else { return Ok(ONE_PIECE) };
    let printed = PrintedQuantity {
        text,
        unit: "",
        mass_per_unit: ("", ""),
        child: &component.name,
        parent: "",
    };
    quantity(&printed, || place.clone(), || place.clone())
}
