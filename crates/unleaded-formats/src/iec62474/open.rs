//! What is done with an element that begins or ends.

use std::io::BufRead;

use super::reading::Reading;
use super::value::{Claims, Value};
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::xml::Puller;

/// Puts each attribute of the element that has just begun into the field of `target` that `field` gives for its name, and
/// returns the others.
pub(super) fn fill<R: BufRead, T>(
    puller: &Puller<R>,
    target: &mut T,
    field: for<'t> fn(&'t mut T, &[u8]) -> Option<&'t mut String>,
) -> Vec<usize> {
    let mut others = Vec::new();
    for index in 0..puller.attributes() {
        match field(target, puller.attribute_name(index)) {
            Some(field) => *field = puller.value(index).into_owned(),
            None => others.push(index),
        }
    }
    others
}

/// The fields of an identifier: authority and identity.
pub(super) fn identity<'t>(id: &'t mut (String, String), name: &[u8]) -> Option<&'t mut String> {
    match name {
        b"authority" => Some(&mut id.0),
        b"identity" => Some(&mut id.1),
        _ => None,
    }
}

impl Reading {
    /// Takes an element of `kind` that has just begun.
    pub(super) fn open<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        match kind {
            Kind::Product => {
                self.begin_product(puller.offset(), sink);
                self.open_part(kind, puller, sink);
            }
            Kind::ProductPart => self.open_part(kind, puller, sink),
            Kind::ProductId => self.open_item(puller, sink),
            Kind::Attachment => self.open_attachment(puller, sink),
            Kind::Material => self.open_material(puller, sink),
            Kind::MaterialClass => self.open_class(puller, sink),
            Kind::EntryId => self.open_entry(puller, sink),
            Kind::Substance | Kind::SubstanceGroup => self.open_substance(kind, puller, sink),
            Kind::SubstanceId => self.open_substance_id(puller, sink),
            Kind::Mass | Kind::MassPercent | Kind::MatMassPercent => {
                self.open_amount(kind, puller, sink);
            }
            Kind::Threshold | Kind::ComplianceThreshold => self.open_threshold(kind, puller, sink),
            Kind::DsDsg => self.open_row(puller, sink),
            Kind::DsDsgId => self.open_row_id(puller, sink),
            Kind::QueryList => self.open_queries(puller, sink),
            Kind::Query => self.open_query(puller, sink),
            Kind::DeclarableList | Kind::DeclarableListId => self.open_list(kind, puller, sink),
            Kind::Exemptions => {
                self.push(kind, Value::Exemptions(Claims::default()));
                self.keep_all(puller, sink);
            }
            Kind::ExemptionListId => self.open_exemption_list_id(puller, sink),
            Kind::Exemption => self.open_exemption(puller, sink),
            Kind::Compliance
            | Kind::Composition
            | Kind::MaterialClassDeclaration
            | Kind::MaterialClassId => {
                self.push(kind, Value::None);
                self.keep_all(puller, sink);
            }
            _ => self.open_header(kind, puller, sink),
        }
    }

    /// Keeps all attributes of an element that has none that are known.
    fn keep_all<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let all: Vec<usize> = (0..puller.attributes()).collect();
        self.keep_attributes(&all, puller, sink);
    }

    /// Takes the end of the innermost open element.
    pub(super) fn close(&mut self, sink: &mut Bounded<'_>) {
        // Every end that the puller tells belongs to a frame, since it checks that tags match.
        let Some(frame) = self.frames.pop() else { return };
        match frame.value {
            Value::None => {}
            Value::Answer(row) => self.close_row(*row, sink),
            Value::Class(class) => {
                if let Some(part) = self.part() {
                    part.part.groups.push(*class);
                }
            }
            Value::Exemptions(claims) => self.close_exemptions(claims),
            Value::Item(item) => {
                if let Some(part) = self.part() {
                    part.part.items.push(*item);
                }
            }
            Value::Material(material) => {
                if let Some(part) = self.part() {
                    part.part.materials.push(*material);
                }
            }
            Value::Part(part) => match self.part() {
                Some(parent) => parent.part.subparts.push(part.finish()),
                None => self.end_product(*part, sink),
            },
            Value::Queries(list) => {
                if let Some(part) = self.part() {
                    part.part.queries.push(*list);
                }
            }
            Value::Query(query) => {
                if let Some(Value::Queries(list)) = self.value() {
                    list.queries.push(*query);
                }
            }
            Value::Substance(substance) => self.close_substance(*substance, sink),
        }
    }
}
