//! Products, parts, materials and material classes.

use std::io::BufRead;

use unleaded_model::declaration::{
    Attachment, DeclaredPart, Extent, Item, Material, MaterialGroup, Query, QueryList,
};

use super::lists::AUTHORITY;
use super::open::{fill, identity};
use super::reading::Reading;
use super::value::{Direct, Part, Value};
use super::vocabulary::Kind;
use crate::blank;
use crate::bounded::Bounded;
use crate::xml::Puller;

impl Part {
    /// The part, with the substances that stand in it without a material in a material without a name.
    ///
    /// Beside a composition by materials, a row with a threshold is one of a compliance table, which says again what
    /// the composition says: its amounts are not added. The substance stays, with an unknown amount, since the
    /// composition may have left it out.
    pub(super) fn finish(self) -> DeclaredPart {
        let Self { mut part, direct } = self;
        let has_composition = !part.materials.is_empty() || !part.subparts.is_empty();
        let Some(first) = direct.first() else { return part };
        let mut loose = blank::material(first.substance.place.clone());
        loose.extent = Extent::Loose;
        loose.substances.extend(direct.into_iter().map(
            |Direct { mut substance, has_threshold }| {
                if has_threshold && has_composition {
                    (substance.mass, substance.share, substance.share_of_part) = (None, None, None);
                }
                substance
            },
        ));
        part.materials.push(loose);
        part
    }
}

fn part_field<'t>(part: &'t mut DeclaredPart, name: &[u8]) -> Option<&'t mut String> {
    match name {
        b"comment" => Some(&mut part.comment),
        b"numberOfUnits" => Some(&mut part.instances),
        b"unitType" => Some(&mut part.unit_type),
        _ => None,
    }
}

fn item_field<'t>(item: &'t mut Item, name: &[u8]) -> Option<&'t mut String> {
    Some(match name {
        b"identifier" => &mut item.number,
        b"manufacturingSite" => &mut item.site,
        b"name" => &mut item.name,
        b"requesterIdentifier" => &mut item.requester_number,
        b"requesterName" => &mut item.requester_name,
        b"version" => &mut item.version,
        _ => return None,
    })
}

fn material_field<'t>(material: &'t mut Material, name: &[u8]) -> Option<&'t mut String> {
    Some(match name {
        b"comment" => &mut material.comment,
        b"materialClassID" => &mut material.group,
        b"name" => &mut material.name,
        _ => return None,
    })
}

fn class_field<'t>(class: &'t mut MaterialGroup, name: &[u8]) -> Option<&'t mut String> {
    Some(match name {
        b"comment" => &mut class.comment,
        b"id" => &mut class.code,
        b"name" => &mut class.name,
        _ => return None,
    })
}

fn attachment_field<'t>(file: &'t mut Attachment, name: &[u8]) -> Option<&'t mut String> {
    Some(match name {
        b"data" => &mut file.data,
        b"fileName" => &mut file.name,
        b"fileType" => &mut file.media_type,
        _ => return None,
    })
}

fn query_field<'t>(query: &'t mut Query, name: &[u8]) -> Option<&'t mut String> {
    match name {
        b"response" => Some(&mut query.response),
        b"statement" => Some(&mut query.statement),
        _ => None,
    }
}

impl Reading {
    pub(super) fn open_part<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut part = blank::part(puller.place());
        let others = fill(puller, &mut part, part_field);
        self.push(kind, Value::Part(Box::new(Part { part, direct: Vec::new() })));
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_item<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut item = blank::item(puller.place());
        let others = fill(puller, &mut item, item_field);
        self.push(Kind::ProductId, Value::Item(Box::new(item)));
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_material<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut material = blank::material(puller.place());
        material.extent = Extent::Listed;
        let others = fill(puller, &mut material, material_field);
        self.push(Kind::Material, Value::Material(Box::new(material)));
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_class<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut class = MaterialGroup {
            authority: AUTHORITY.to_owned(),
            code: String::new(),
            name: String::new(),
            mass: None,
            share_of_part: None,
            comment: String::new(),
            kept: Vec::new(),
            place: puller.place(),
        };
        let others = fill(puller, &mut class, class_field);
        self.push(Kind::MaterialClass, Value::Class(Box::new(class)));
        self.keep_attributes(&others, puller, sink);
    }

    /// Takes the `EntryID` of a material's class, or of a row of a compliance declaration.
    pub(super) fn open_entry<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut entry = String::new();
        let others =
            fill(puller, &mut entry, |entry, name| (name == b"entryIdentity").then_some(entry));
        match self.value() {
            Some(Value::Answer(row)) if !entry.is_empty() => row.answer.code = entry,
            Some(Value::Class(class)) if !entry.is_empty() => class.code = entry,
            Some(Value::Material(material)) if !entry.is_empty() => material.group = entry,
            _ => {}
        }
        self.push(Kind::EntryId, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_attachment<R: BufRead>(
        &mut self,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        let mut attachment = Attachment {
            name: String::new(),
            media_type: String::new(),
            data: String::new(),
            place: puller.place(),
        };
        let others = fill(puller, &mut attachment, attachment_field);
        if let Some(part) = self.part() {
            part.part.attachments.push(attachment);
        }
        self.push(Kind::Attachment, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_queries<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut id = (String::new(), String::new());
        let others = fill(puller, &mut id, identity);
        let (authority, identity) = id;
        let list = QueryList { authority, identity, queries: Vec::new(), place: puller.place() };
        self.push(Kind::QueryList, Value::Queries(Box::new(list)));
        self.keep_attributes(&others, puller, sink);
    }

    pub(super) fn open_query<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut query = Query {
            code_authority: String::new(),
            code: String::new(),
            statement: String::new(),
            response: String::new(),
            kept: Vec::new(),
            place: puller.place(),
        };
        let others = fill(puller, &mut query, query_field);
        self.push(Kind::Query, Value::Query(Box::new(query)));
        self.keep_attributes(&others, puller, sink);
    }
}
