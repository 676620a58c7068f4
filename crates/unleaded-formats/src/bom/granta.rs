//! Granta BoM XML (`PartsEco`): parts nested in parts, each with its quantity and mass.
//!
//! Versions 17/11 to 25/05 name these elements alike. Materials, substances, processes and the rest of a part are counted
//! and told: what a part is made of is for declarations to say. An assembly with materials or substances of its own is marked.

use unleaded_model::bom::{Bom, OwnMaterials, Quantity};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::Place;
use unleaded_model::diagnostic::codes::{bom as codes, bom_lists};

use super::assumed::Assumed;
use super::build::{Build, Occurrence};
use super::elements::{Frame, Opened, Reading, ends};
use super::parts::{Said, Text};
use super::quantity::{ONE_PIECE, PrintedQuantity, mass_of_piece, quantity};
use super::unused::Unused;
use crate::sink::Sink;

/// Elements of the root that say nothing of parts.
const ASIDE: [&str; 8] = [
    "AnnotationSources",
    "Annotations",
    "Components",
    "Location",
    "Notes",
    "TransportPhase",
    "UsePhase",
    "",
];
/// Elements of a part that are counted and left aside.
const UNUSED: [&str; 7] = [
    "EndOfLifeFate",
    "Material",
    "Process",
    "RohsExemption",
    "Specification",
    "Substance",
    "VolumePerUom",
];

/// Those that say what the part is made of.
const OWN: [&str; 2] = ["Material", "Substance"];

/// A number with its unit and place.
#[derive(Default)]
struct Measure {
    text: String,
    unit: String,
    place: Option<Place>,
}

/// A part that is open: its own elements stand before those of its children, and after them.
struct Open {
    place: Place,
    quantity: Measure,
    mass: Measure,
    number: Measure,
    name: Measure,
    /// Its occurrence, made when its number is known: before its first child, or when it ends.
    occurrence: Option<usize>,
    settled: bool,
    own_materials: OwnMaterials,
}

/// A Granta BoM that is being read.
#[derive(Default)]
pub(crate) struct Granta {
    build: Build,
    occurrences: Vec<Occurrence>,
    open: Vec<Open>,
    assumed: Assumed,
    unused: Unused,
}

impl Reading for Granta {
    fn open(&mut self, path: &[Frame], element: &Opened<'_>, sink: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        if ends(path, &["Components", "Part"]) {
            self.settle(sink);
            self.open.push(Open {
                place: frame.place.clone(),
                quantity: Measure::default(),
                mass: Measure::default(),
                number: Measure::default(),
                name: Measure::default(),
                occurrence: None,
                settled: false,
                own_materials: OwnMaterials::None,
            });
        } else if let (true, Some(part)) = (is_own(path), self.open.last_mut()) {
            let measure = match frame.name.as_str() {
                "Quantity" => &mut part.quantity,
                "MassPerUom" => &mut part.mass,
                "PartNumber" => &mut part.number,
                "Name" => &mut part.name,
                _ => return self.other(path),
            };
            measure.unit = element.attribute("Unit").into_owned();
            measure.place = Some(frame.place.clone());
        } else {
            self.other(path);
        }
    }

    fn close(&mut self, path: &[Frame], sink: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        if ends(path, &["Components", "Part"]) {
            self.settle(sink);
            let closed = self.open.pop();
            let marked = closed.filter(|part| part.own_materials == OwnMaterials::Unread);
            let at = marked.and_then(|part| part.occurrence);
            if let Some(occurrence) = at.and_then(|at| self.occurrences.get(at)) {
                self.build.parts.has_own_materials(occurrence.part);
            }
        } else if let (true, Some(part)) = (is_own(path), self.open.last_mut()) {
            let measure = match frame.name.as_str() {
                "Quantity" => &mut part.quantity,
                "MassPerUom" => &mut part.mass,
                "PartNumber" => &mut part.number,
                "Name" => &mut part.name,
                _ => return,
            };
            frame.text.trim().clone_into(&mut measure.text);
        }
    }
}

impl Granta {
    /// Ends the document.
    pub(crate) fn finish(mut self, sink: &mut dyn Sink) -> Bom {
        self.build.tree(&self.occurrences, sink);
        self.assumed.report(sink);
        self.unused.report(sink);
        self.build.finish()
    }

    /// Takes an element that is no part and none of what is read of one.
    fn other(&mut self, path: &[Frame]) {
        let Some(frame) = path.last() else { return };
        let name = frame.name.as_str();
        if UNUSED.contains(&name) || path.len() == 2 && !ASIDE.contains(&name) {
            self.unused.count(name, || frame.place.clone());
        }
        if let (true, Some(part)) = (OWN.contains(&name), self.open.last_mut()) {
            part.own_materials = OwnMaterials::Unread;
        }
    }

    /// Enters the innermost open part where that has not been done.
    fn settle(&mut self, sink: &mut dyn Sink) {
        let above = self.open.len().checked_sub(2).and_then(|at| self.open[at].occurrence);
        let Some(open) = self.open.last_mut().filter(|open| !open.settled) else { return };
        open.settled = true;
        let number = number_of(open).to_owned();
        if number.is_empty() {
            let defect = Diagnostic::new(codes::BOM_ITEM_MISSING, open.place.clone());
            return sink.diagnostic(defect.with("what", "PartNumber").with("column", "PartNumber"));
        }
        if open.number.text.is_empty() {
            let remark = Diagnostic::new(bom_lists::BOM_ITEM_UNNUMBERED, open.place.clone());
            sink.diagnostic(remark.with("part", number.as_str()));
        }
        let parts = &mut self.build.parts;
        let part = parts.mention(&number, open.place.clone());
        say(parts, part, Said::Name, "Name", &open.name, sink);
        let of_other =
            open.mass.unit.split_once('/').is_some_and(|(_, of)| of == open.quantity.unit);
        if mass_of_piece(&open.mass.unit).is_some() || !of_other {
            say(parts, part, Said::Mass, "MassPerUom", &open.mass, sink);
        }
        if open.quantity.place.is_none() && self.open.len() > 1 {
            let open = &self.open[self.open.len() - 1];
            self.assumed.count(number_of(open), &open.place);
        }
        let Some(open) = self.open.last_mut() else { return };
        open.occurrence = Some(self.occurrences.len());
        self.occurrences.push(Occurrence {
            part,
            parent: above,
            quantity: held(open),
            place: open.place.clone(),
            order: self.occurrences.len(),
        });
    }
}

fn number_of(open: &Open) -> &str {
    if open.number.text.is_empty() { &open.name.text } else { &open.number.text }
}

/// Whether the element is one of an open part itself.
fn is_own(path: &[Frame]) -> bool {
    path.len() > 3 && ends(&path[..path.len() - 1], &["Components", "Part"])
}

fn say(
    parts: &mut super::parts::Parts,
    part: usize,
    what: Said,
    name: &str,
    measure: &Measure,
    sink: &mut dyn Sink,
) {
    let Some(place) = &measure.place else { return };
    let text = Text { name, text: &measure.text, unit: &measure.unit, place: &|| place.clone() };
    parts.say(part, what, &text, sink);
}

/// The quantity of a part in what holds it; one, where none is given.
fn held(open: &Open) -> Result<Quantity, Box<Diagnostic>> {
    let Some(place) = &open.quantity.place else { return Ok(ONE_PIECE) };
    let printed = PrintedQuantity {
        text: &open.quantity.text,
        unit: &open.quantity.unit,
        mass_per_unit: (&open.mass.text, &open.mass.unit),
        child: number_of(open),
        parent: "",
    };
    quantity(&printed, || place.clone(), || place.clone())
}
