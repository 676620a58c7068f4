//! IPC-2581 (revisions A to C): the `Bom` and `Avl` sections of a board's data.
//!
//! An item is its `OEMDesignNumberRef`. The approved vendor list gives the numbers under which makers sell it; declarations
//! are found by those. All else of a board's data is passed over.

use std::collections::BTreeMap;

use unleaded_model::bom::{Bom, BomLine};
use unleaded_model::diagnostic::codes::{bom as codes, bom_lists};
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::build::Build;
use super::elements::{Frame, Opened, Reading};
use super::parts::{Said, Text};
use super::product::{ListProduct, product};
use super::quantity::{PrintedQuantity, quantity};
use super::unused::Unused;
use crate::sink::Sink;

/// An item that is open.
struct Item {
    number: String,
    quantity: String,
    description: String,
    is_document: bool,
    place: Place,
    quantity_place: Place,
    /// Places on the board, and how many of them stay empty.
    named: u64,
    empty: u64,
}

/// A source of an item in the approved vendor list.
#[derive(Default)]
struct Source {
    item: String,
    number: String,
    /// The reference to the maker.
    enterprise: String,
    approved: bool,
}

/// A board's data that is being read.
pub(crate) struct Ipc2581<'a> {
    build: Build,
    of: ListProduct<'a>,
    file: Place,
    unused: Unused,
    /// The product of the open `Bom`; `Some(None)`: it can't be known.
    product: Option<Option<usize>>,
    item: Option<Item>,
    /// The open `AvlItem`'s number.
    approved_for: String,
    source: Option<Source>,
    sources: Vec<Source>,
    /// Makers by the names that the document gives them.
    enterprises: BTreeMap<String, String>,
    order: usize,
}

impl<'a> Ipc2581<'a> {
    /// Returns the reader of one document.
    pub(crate) fn new(of: ListProduct<'a>, file: Place) -> Self {
        Self {
            build: Build::default(),
            of,
            file,
            unused: Unused::default(),
            product: None,
            item: None,
            approved_for: String::new(),
            source: None,
            sources: Vec::new(),
            enterprises: BTreeMap::new(),
            order: 0,
        }
    }

    /// Ends the document.
    pub(crate) fn finish(mut self, sink: &mut dyn Sink) -> Bom {
        for source in std::mem::take(&mut self.sources) {
            let Some(part) = self.build.parts.known(&source.item) else { continue };
            let maker = self.enterprises.get(&source.enterprise).unwrap_or(&source.enterprise);
            // Programs write these where no maker was entered.
            let maker = match maker.to_ascii_uppercase().as_str() {
                "NONE" | "UNKNOWN" | "N/A" => "",
                _ => maker,
            };
            self.build.parts.made_by(part, maker);
            self.build.parts.sold_as(part, maker, &source.number);
        }
        self.unused.report(sink);
        self.build.finish()
    }

    /// Takes an item that has ended.
    fn item(&mut self, item: &Item, sink: &mut dyn Sink) {
        if item.number.is_empty() {
            let defect = Diagnostic::new(codes::BOM_ITEM_MISSING, item.place.clone());
            let name = "OEMDesignNumberRef";
            return sink.diagnostic(defect.with("what", name).with("column", name));
        }
        if item.empty > 0 && item.empty == item.named {
            let remark = Diagnostic::new(bom_lists::BOM_LINE_NOT_POPULATED, item.place.clone());
            return sink.diagnostic(
                remark
                    .with("part", item.number.as_str())
                    .with("value", "populate=\"false\"")
                    .with("designators", item.named),
            );
        }
        if item.is_document {
            return self.unused.count("DOCUMENT", || item.place.clone());
        }
        let Some(parent) = self.product(sink) else { return };
        self.order += 1;
        let part = self.build.parts.mention(&item.number, item.place.clone());
        let text = Text {
            name: "description",
            text: &item.description,
            unit: "",
            place: &|| item.place.clone(),
        };
        self.build.parts.say(part, Said::Name, &text, sink);
        let text = counted(item, sink);
        let printed = PrintedQuantity {
            text: &text,
            unit: "",
            mass_per_unit: ("", ""),
            child: &item.number,
            parent: self.build.parts.number(parent),
        };
        let place = || item.quantity_place.clone();
        match quantity(&printed, place, place) {
            Ok(quantity) => {
                let line = BomLine { parent, child: part, quantity, place: item.place.clone() };
                self.build.line(self.order, line);
            }
            Err(defect) => sink.diagnostic(*defect),
        }
    }

    /// The product of the open `Bom`, which its header names; else as for any list.
    fn product(&mut self, sink: &mut dyn Sink) -> Option<usize> {
        if self.product.is_none() {
            let found = product(self.of, &self.file, sink);
            let part = found.map(|name| self.build.parts.mention(&name, self.file.clone()));
            self.product = Some(part);
        }
        self.product.flatten()
    }
}

impl Reading for Ipc2581<'_> {
    fn open(&mut self, path: &[Frame], element: &Opened<'_>, _: &mut dyn Sink) {
        let Some(frame) = path.last() else { return };
        let place = || frame.place.clone();
        match frame.name.as_str() {
            "Enterprise" => {
                let [id, name, code] = ["id", "name", "code"].map(|name| element.attribute(name));
                let name = if name.is_empty() { code } else { name };
                self.enterprises.insert(id.into_owned(), name.into_owned());
            }
            "Bom" => self.product = None,
            "BomHeader" => {
                let assembly = element.attribute("assembly");
                if !assembly.is_empty() {
                    self.product = Some(Some(self.build.parts.mention(&assembly, place())));
                }
            }
            "BomItem" => self.item = Some(opened(element, place())),
            "RefDes" => {
                if let Some(item) = &mut self.item {
                    item.named += 1;
                    let populate = element.attribute("populate");
                    item.empty += u64::from(matches!(populate.as_ref(), "false" | "0"));
                }
            }
            "AvlItem" => self.approved_for = element.attribute("OEMDesignNumber").into_owned(),
            "AvlVmpn" => {
                let is = |name, value: bool| match element.attribute(name).as_ref() {
                    "true" | "1" => value,
                    "false" | "0" => !value,
                    _ => false,
                };
                self.source = Some(Source {
                    item: self.approved_for.clone(),
                    approved: is("chosen", true) || !is("qualified", false),
                    ..Source::default()
                });
            }
            "AvlMpn" => {
                if let Some(source) = &mut self.source {
                    source.number = element.attribute("name").into_owned();
                }
            }
            "AvlVendor" => {
                if let Some(source) = &mut self.source {
                    source.enterprise = element.attribute("enterpriseRef").into_owned();
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, path: &[Frame], sink: &mut dyn Sink) {
        match path.last().map(|frame| frame.name.as_str()) {
            Some("BomItem") => {
                if let Some(item) = self.item.take() {
                    self.item(&item, sink);
                }
            }
            Some("AvlVmpn") => {
                let source = self.source.take();
                self.sources.extend(source.filter(|s| s.approved && !s.number.is_empty()));
            }
            _ => {}
        }
    }
}

fn opened(element: &Opened<'_>, place: Place) -> Item {
    let text = |name| element.attribute(name).into_owned();
    Item {
        number: text("OEMDesignNumberRef"),
        quantity: text("quantity"),
        description: text("description"),
        is_document: element.attribute("category") == "DOCUMENT",
        place,
        quantity_place: element.place_of("quantity"),
        named: 0,
        empty: 0,
    }
}

/// The quantity of an item without the places that stay empty, which some programs count and others do not.
fn counted(item: &Item, sink: &mut dyn Sink) -> String {
    let filled = item.named - item.empty;
    if item.named == 0 || item.quantity.is_empty() || item.quantity == item.named.to_string() {
        return match item.named {
            0 => item.quantity.clone(),
            _ => filled.to_string(),
        };
    }
    if item.quantity != filled.to_string() {
        sink.diagnostic(
            Diagnostic::new(bom_lists::BOM_DESIGNATORS_DIFFER, item.quantity_place.clone())
                .with("value", item.quantity.as_str())
                .with("child", item.number.as_str())
                .with("count", filled)
                .with("designators", "RefDes"),
        );
    }
    item.quantity.clone()
}
