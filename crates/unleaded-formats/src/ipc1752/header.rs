//! What stands once per document: who declares, when, in which classes, under which legal text.

use std::io::BufRead;

use unleaded_model::declaration::{Contact, Header, Legal, Request};
use unleaded_model::diagnostic::Place;
use unleaded_model::diagnostic::codes::xml as codes;

use super::reading::{Reading, read_boolean};
use super::scalars::{class, date, is_absent};
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::scalars::remark;
use crate::xml::Puller;

/// The modes that real files and vendors' manuals show.
const MODES: [&str; 2] = ["Distribute", "Request/Reply"];

impl Reading {
    /// Takes an element of `kind` that has just begun, whose frame is the last.
    pub(super) fn open_header<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        match kind {
            Kind::Authorizer => self.header.authorizer = Some(Contact::default()),
            Kind::Contact => *self.contact().0 = Some(Contact::default()),
            Kind::Declaration => {
                self.header.legal = Some(Legal::default());
                self.header.places.legal = Some(puller.place());
            }
            Kind::Request => self.header.request = Some(Request::default()),
            Kind::Response => self.header.places.response = Some(puller.place()),
            Kind::CompanyId => return self.open_company_id(puller, sink),
            _ => {}
        }
        for index in 0..puller.attributes() {
            if !self.take_attribute(kind, puller, index, sink) {
                self.keep_attribute(puller, index, sink);
            }
        }
    }

    /// Whether a field took the attribute `index` of an element of `kind`.
    fn take_attribute<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        index: usize,
        sink: &mut Bounded<'_>,
    ) -> bool {
        let value = || puller.value(index).into_owned();
        let header = &mut self.header;
        match (kind, puller.attribute_name(index)) {
            (Kind::BusinessInfo, b"mode") => {
                header.mode = value();
                if !MODES.contains(&header.mode.as_str()) && !header.mode.is_empty() {
                    remark(codes::MODE_UNKNOWN, "mode", puller, index, sink);
                }
            }
            (Kind::Response, b"comment") => header.comment = value(),
            (Kind::Response, b"date") => {
                header.date_raw = value();
                header.date = date(&header.date_raw);
                if header.date.is_none() && !is_absent(&header.date_raw) {
                    remark(codes::DATE_MALFORMED, "date", puller, index, sink);
                }
            }
            (Kind::Response, b"docID") => header.document_id = value(),
            (Kind::Request, name) => {
                let field = match name {
                    b"comment" => &mut request(header).comment,
                    b"date" => &mut request(header).date_raw,
                    b"docID" => &mut request(header).document_id,
                    b"respondByDate" => &mut request(header).respond_by,
                    _ => return false,
                };
                *field = value();
            }
            (Kind::SupplyCompany, b"name") => header.supplier.name = value(),
            (Kind::RequestCompany, b"name") => request(header).company.name = value(),
            (Kind::SubSectional, b"name") => match class(&puller.value(index)) {
                Some(class) => header.classes.push(class),
                None => remark(codes::CLASS_UNKNOWN, "name", puller, index, sink),
            },
            // It has just one value, which the writer writes.
            (Kind::Sectional, b"name") => {}
            (Kind::Declaration, name) => {
                let legal = header.legal.get_or_insert_default();
                match name {
                    b"legalDef" => legal.text = value(),
                    b"legalType" => legal.kind = value(),
                    b"supplierAcceptance" => {
                        legal.accepted = read_boolean("supplierAcceptance", puller, index, sink);
                    }
                    b"uncertaintyStatement" => legal.uncertainty = value(),
                    _ => return false,
                }
            }
            _ => return self.take_contact_attribute(kind, puller, index),
        }
        true
    }

    fn take_contact_attribute<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        index: usize,
    ) -> bool {
        if !matches!(kind, Kind::Authorizer | Kind::Contact | Kind::Email | Kind::Phone) {
            return false;
        }
        let place = puller.value_place(index);
        let (contact, emails) = self.contact();
        let contact = contact.get_or_insert_default();
        let value = || puller.value(index).into_owned();
        match (kind, puller.attribute_name(index)) {
            (Kind::Authorizer | Kind::Contact, b"name") => contact.name = value(),
            (Kind::Authorizer | Kind::Contact, b"title") => contact.title = value(),
            (Kind::Email, b"address") => {
                contact.emails.push(value());
                if let Some(emails) = emails {
                    emails.push(place);
                }
            }
            (Kind::Phone, b"number") => contact.phones.push(value()),
            _ => return false,
        }
        true
    }

    /// The contact that is open (of the request, the one who authorised, or whom to ask), and where its addresses stand.
    fn contact(&mut self) -> (&mut Option<Contact>, Option<&mut Vec<Place>>) {
        let is_in = |kind| self.frames.iter().any(|frame| frame.kind == kind);
        let (in_request, is_authorizer) = (is_in(Kind::Request), is_in(Kind::Authorizer));
        let Header { authorizer, contact, places, request, .. } = &mut self.header;
        match (in_request, is_authorizer) {
            (true, _) => (&mut request.get_or_insert_default().contact, None),
            (false, true) => (authorizer, Some(&mut places.authorizer_emails)),
            (false, false) => (contact, Some(&mut places.contact_emails)),
        }
    }

    fn open_company_id<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let id = self.identity(puller, sink);
        let is_requester = self.frames.iter().any(|frame| frame.kind == Kind::RequestCompany);
        match is_requester {
            true => request(&mut self.header).company.ids.push(id),
            false => {
                self.header.supplier.ids.push(id);
                self.header.places.supplier_ids.push(puller.place());
            }
        }
    }
}

fn request(header: &mut Header) -> &mut Request {
    header.request.get_or_insert_default()
}
