//! What stands once per document: who declares, who asked, when, under which legal text.

use super::{Class, Format, Kept};
use crate::diagnostic::Place;

/// An organisation as a document names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Company {
    /// The name; empty: not given.
    pub name: String,
    /// Identifiers: (authority, identity), both as written; the authority may be empty.
    pub ids: Vec<(String, String)>,
}

/// What a customer asks for, in a document of mode `Request/Reply`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Who asks.
    pub company: Company,
    /// Whom to answer.
    pub contact: Option<Contact>,
    /// The request's own identifier; empty: none.
    pub document_id: String,
    /// The date of the request as written; empty: not given.
    pub date_raw: String,
    /// The day by which an answer is wanted, as written; empty: not given.
    pub respond_by: String,
    /// Remarks.
    pub comment: String,
}

/// A person or office to write to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The person's or office's name.
    pub name: String,
    /// The title, if any.
    pub title: String,
    /// E-mail addresses, as written.
    pub emails: Vec<String>,
    /// Telephone numbers, as written.
    pub phones: Vec<String>,
}

/// The legal text of a declaration and whether the supplier accepted it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legal {
    /// `Standard` or the supplier's own type, as written.
    pub kind: String,
    /// The text.
    pub text: String,
    /// Whether the supplier accepted it; `None`: not stated.
    pub accepted: Option<bool>,
    /// The statement about uncertainty; empty: none.
    pub uncertainty: String,
}

/// What stands once per document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The form of the document.
    pub format: Format,
    /// The classes that it says it holds; empty: it does not say.
    pub classes: Vec<Class>,
    /// The mode as written: `Distribute`, `Request/Reply`; empty: not given.
    pub mode: String,
    /// The date of the declaration as written; empty: not given.
    pub date_raw: String,
    /// The same, where it is a date. `2014-05-22-00-00` (met in real files) is read as 2014-05-22.
    pub date: Option<jiff::civil::Date>,
    /// The document's own identifier; empty: none.
    pub document_id: String,
    /// Who declares.
    pub supplier: Company,
    /// What was asked and by whom; `None` in mode `Distribute`.
    pub request: Option<Request>,
    /// Who authorised the declaration.
    pub authorizer: Option<Contact>,
    /// Whom to ask.
    pub contact: Option<Contact>,
    /// The legal text.
    pub legal: Option<Legal>,
    /// Remarks on the whole document.
    pub comment: String,
    /// Where the parts of the header stand.
    pub places: HeaderPlaces,
    /// Elements that the reader does not know, byte for byte.
    pub kept: Vec<Kept>,
}

/// Where the parts of a header stand, as far as its reader tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeaderPlaces {
    /// The answer: its date, who authorised it, the supplier.
    pub response: Option<Place>,
    /// The legal text.
    pub legal: Option<Place>,
    /// The authoriser's e-mail addresses, in the order of [`Contact::emails`].
    pub authorizer_emails: Vec<Place>,
    /// The contact's.
    pub contact_emails: Vec<Place>,
    /// The supplier's identifiers, in the order of [`Company::ids`].
    pub supplier_ids: Vec<Place>,
}

impl Header {
    /// Returns the header of a document that says nothing about itself.
    pub fn empty(format: Format) -> Self {
        Self {
            format,
            classes: Vec::new(),
            mode: String::new(),
            date_raw: String::new(),
            date: None,
            document_id: String::new(),
            supplier: Company::default(),
            request: None,
            authorizer: None,
            contact: None,
            legal: None,
            comment: String::new(),
            places: HeaderPlaces::default(),
            kept: Vec::new(),
        }
    }

    /// Whether the document is a request, or a reply to one.
    pub fn is_exchange(&self) -> bool {
        self.request.is_some() || self.mode.trim().eq_ignore_ascii_case("Request/Reply")
    }

    /// Whether nobody has answered: what stands in a request is what the requester filled in, and no statement of a supplier.
    pub fn is_request(&self) -> bool {
        let nobody = self.supplier.name.trim().is_empty() && self.supplier.ids.is_empty();
        self.is_exchange() && nobody && self.date_raw.trim().is_empty() && self.date.is_none()
    }
}
