//! KiCad's netlist in XML (`<export version="E">`), which its bills of materials are made from: one `comp` per piece.

use std::collections::BTreeMap;

use unleaded_model::amount::Decimal;
use unleaded_model::bom::{Bom, BomLine, Quantity, QuantityUnit};
use unleaded_model::diagnostic::codes::{bom as codes, bom_lists};
use unleaded_model::diagnostic::{Diagnostic, Place};
use unleaded_model::identity::key;

use super::build::Build;
use super::elements::{Frame, Opened, Reading, ends};
use super::product::{ListProduct, product};
use crate::sink::Sink;

/// A component that is open.
struct Component {
    reference: String,
    value: String,
    footprint: String,
    maker: String,
    number: String,
    /// The property that leaves it out; empty: none does.
    left_out: String,
    place: Place,
}

/// A netlist that is being read.
pub(crate) struct Netlist<'a> {
    build: Build,
    of: ListProduct<'a>,
    file: Place,
    component: Option<Component>,
    /// Pieces by part, with the place of the first.
    pieces: BTreeMap<usize, (u64, Place)>,
    /// The name of the field that is open.
    field: String,
}

impl<'a> Netlist<'a> {
    /// Returns the reader of one netlist.
    pub(crate) fn new(of: ListProduct<'a>, file: Place) -> Self {
        Self {
            build: Build::default(),
            of,
            file,
            component: None,
            pieces: BTreeMap::new(),
            field: String::new(),
        }
    }

    /// Ends the netlist.
    pub(crate) fn finish(mut self, sink: &mut dyn Sink) -> Bom {
        if self.pieces.is_empty() {
            return self.build.finish();
        }
        let Some(name) = product(self.of, &self.file, sink) else { return self.build.finish() };
        let parent = self.build.parts.mention(&name, self.file.clone());
        for (order, (child, (count, place))) in self.pieces.into_iter().enumerate() {
            let quantity =
                Quantity { amount: Decimal::new(u128::from(count), 0), unit: QuantityUnit::Pieces };
            self.build.line(order, BomLine { parent, child, quantity, place });
        }
        self.build.finish()
    }

    /// Takes a component that has ended.
    fn component(&mut self, component: &Component, sink: &mut dyn Sink) {
        let called = format!("{} {}", component.value, component.footprint).trim().to_owned();
        let number = match component.number.is_empty() {
            true => &called,
            false => &component.number,
        };
        if number.is_empty() {
            let defect = Diagnostic::new(codes::BOM_ITEM_MISSING, component.place.clone());
            return sink.diagnostic(defect.with("what", "value").with("column", "value"));
        }
        if !component.left_out.is_empty() {
            return sink.diagnostic(
                Diagnostic::new(bom_lists::BOM_LINE_NOT_POPULATED, component.place.clone())
                    .with("part", number.as_str())
                    .with("value", component.left_out.as_str())
                    .with("designators", component.reference.as_str()),
            );
        }
        let part = self.build.parts.mention(number, component.place.clone());
        self.build.parts.made_by(part, &component.maker);
        self.build.parts.call(part, &component.value);
        let (count, _) = self.pieces.entry(part).or_insert_with(|| (0, component.place.clone()));
        *count += 1;
        if *count == 1 && component.number.is_empty() {
            let remark = Diagnostic::new(bom_lists::BOM_ITEM_UNNUMBERED, component.place.clone());
            sink.diagnostic(remark.with("part", called));
        }
    }
}

impl Component {
    /// Takes a field that the user gave the component.
    fn field(&mut self, name: &str, value: &str) {
        match key(name).as_str() {
            "mpn"
            | "manufacturerpartnumber"
            | "mfrpartnumber"
            | "mfrpn"
            | "mfgpn"
            | "mfrpart"
            | "manufacturerpartno"
            | "manufacturerpn"
            | "mfgpartnumber" => {
                value.clone_into(&mut self.number);
            }
            "manufacturer" | "mfr" | "mfg" | "maker" => value.clone_into(&mut self.maker),
            _ => {}
        }
    }
}

impl Reading for Netlist<'_> {
    fn open(&mut self, path: &[Frame], element: &Opened<'_>, _: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        if ends(path, &["components", "comp"]) {
            self.component = Some(Component {
                reference: element.attribute("ref").into_owned(),
                value: String::new(),
                footprint: String::new(),
                maker: String::new(),
                number: String::new(),
                left_out: String::new(),
                place: frame.place.clone(),
            });
        }
        let Some(component) = &mut self.component else { return };
        match frame.name.as_str() {
            // Fields stand as elements with text, and since version 7 as properties with a value too.
            "field" => self.field = element.attribute("name").into_owned(),
            "property" => {
                let [name, value] = ["name", "value"].map(|name| element.attribute(name));
                match name.as_ref() {
                    "dnp" | "exclude_from_bom" => component.left_out = name.into_owned(),
                    name => component.field(name, &value),
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, path: &[Frame], sink: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        if ends(path, &["components", "comp"]) {
            if let Some(component) = self.component.take() {
                self.component(&component, sink);
            }
            return;
        }
        let Some(component) = &mut self.component else { return };
        let text = frame.text.trim();
        match frame.name.as_str() {
            "field" => component.field(&self.field, text),
            "footprint" => text.clone_into(&mut component.footprint),
            "value" => text.clone_into(&mut component.value),
            _ => {}
        }
    }
}
