//! The XML form.

use super::{CycloneDx, QUANTITY};
use crate::bom::elements::{Frame, Opened, Reading, ends};
use crate::sink::Sink;

/// What is open.
#[derive(Default)]
pub(super) struct Walk {
    /// Components, from the outermost.
    open: Vec<usize>,
    /// The name of the open property.
    property: String,
    /// The `ref` of the outer open dependency.
    from: String,
}

impl Reading for CycloneDx {
    fn open(&mut self, path: &[Frame], element: &Opened<'_>, _: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        let in_metadata = ends(path, &["bom", "metadata", "component"]);
        if in_metadata
            || ends(path, &["components", "component"])
            || ends(path, &["services", "service"])
        {
            let kind = match frame.name.as_str() {
                "service" => "service".into(),
                _ => element.attribute("type"),
            };
            let around = self.walk.open.last().copied();
            let at = self.begin(around, &kind, frame.place.clone());
            if in_metadata {
                self.product = Some(at);
            }
            let reference = element.attribute("bom-ref");
            if !reference.is_empty() {
                self.references.entry(reference.into_owned()).or_insert(at);
            }
            self.walk.open.push(at);
        } else if ends(path, &["dependencies", "dependency"]) {
            self.walk.from = element.attribute("ref").into_owned();
        } else if ends(path, &["dependency", "dependency"]) {
            let to = element.attribute("ref").into_owned();
            self.dependencies.push((self.walk.from.clone(), to, frame.place.clone()));
        } else if ends(path, &["properties", "property"]) {
            self.walk.property = element.attribute("name").into_owned();
        }
    }

    fn close(&mut self, path: &[Frame], _: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        let Some(component) = self.walk.open.last().map(|at| &mut self.components[*at]) else {
            return;
        };
        let text = frame.text.trim();
        // What is read stands in the component itself, not in a licence or tool inside it.
        let inside = |names: &[&str]| {
            ends(path, &[&["component"], names].concat())
                || ends(path, &[&["service"], names].concat())
        };
        if inside(&[]) {
            self.walk.open.pop();
        } else if inside(&["name"]) {
            text.clone_into(&mut component.name);
        } else if inside(&["description"]) {
            text.clone_into(&mut component.description);
        } else if inside(&["manufacturer", "name"]) {
            text.clone_into(&mut component.maker);
        } else if inside(&["supplier", "name"]) {
            text.clone_into(&mut component.supplier);
        } else if inside(&["properties", "property"]) && self.walk.property == QUANTITY {
            component.quantity = Some((text.to_owned(), frame.place.clone()));
        }
    }
}
