//! What stands once per document: who asks, who declares, when.

use std::io::BufRead;

use unleaded_model::declaration::{Company, Contact, Header, Request};
use unleaded_model::diagnostic::codes::xml as codes;

use super::open::{fill, identity};
use super::reading::Reading;
use super::value::Value;
use super::vocabulary::Kind;
use crate::bounded::Bounded;
use crate::scalars::{date, is_absent, remark};
use crate::xml::Puller;

/// The modes that readers of real files know.
const MODES: [&str; 2] = ["Distribute", "Request/Reply"];

impl Reading {
    /// Takes an element of `kind` that has just begun.
    pub(super) fn open_header<R: BufRead>(
        &mut self,
        kind: Kind,
        puller: &Puller<R>,
        sink: &mut Bounded<'_>,
    ) {
        if kind == Kind::CompanyId {
            return self.open_company_id(puller, sink);
        }
        if kind == Kind::Request {
            request(&mut self.header);
        }
        let mut others = Vec::new();
        for index in 0..puller.attributes() {
            if !self.take(kind, puller, index, sink) {
                others.push(index);
            }
        }
        self.push(kind, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    /// Whether a field took the attribute `index` of an element of `kind`.
    fn take<R: BufRead>(
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
            (Kind::Response, b"docID") => header.document_id = value(),
            (Kind::Response, b"date") => {
                header.date_raw = value();
                header.date = date(&header.date_raw);
                if header.date.is_none() && !is_absent(&header.date_raw) {
                    remark(codes::DATE_MALFORMED, "date", puller, index, sink);
                }
            }
            (Kind::Request, b"comment") => request(header).comment = value(),
            (Kind::Request, b"date") => request(header).date_raw = value(),
            (Kind::Request, b"docID") => request(header).document_id = value(),
            (Kind::Request, b"respondByDate") => request(header).respond_by = value(),
            (Kind::RequestCompany | Kind::SupplyCompany, b"name") => {
                self.company(kind).name = value();
            }
            (Kind::Authorizer | Kind::Contact, name) => {
                let contact = self.contact(kind);
                match name {
                    b"name" => contact.name = value(),
                    b"title" => contact.title = value(),
                    b"email" => contact.emails.extend(filled(value())),
                    b"phone" => contact.phones.extend(filled(value())),
                    _ => return false,
                }
            }
            _ => return false,
        }
        true
    }

    fn open_company_id<R: BufRead>(&mut self, puller: &Puller<R>, sink: &mut Bounded<'_>) {
        let mut id = (String::new(), String::new());
        let others = fill(puller, &mut id, identity);
        let kind = match self.is_inside(Kind::RequestCompany) {
            true => Kind::RequestCompany,
            false => Kind::SupplyCompany,
        };
        self.company(kind).ids.push(id);
        self.push(Kind::CompanyId, Value::None);
        self.keep_attributes(&others, puller, sink);
    }

    fn company(&mut self, kind: Kind) -> &mut Company {
        match kind {
            Kind::RequestCompany => &mut request(&mut self.header).company,
            _ => &mut self.header.supplier,
        }
    }

    fn contact(&mut self, kind: Kind) -> &mut Contact {
        let contact = match kind {
            Kind::Authorizer => &mut self.header.authorizer,
            _ if self.is_inside(Kind::Request) => &mut request(&mut self.header).contact,
            _ => &mut self.header.contact,
        };
        contact.get_or_insert_default()
    }
}

fn request(header: &mut Header) -> &mut Request {
    header.request.get_or_insert_default()
}

/// An attribute that says something; real files write an empty one for what is not given.
fn filled(value: String) -> Option<String> {
    (!value.trim().is_empty()).then_some(value)
}
