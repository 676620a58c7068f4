//! What stands once per declaration, as its first row.

use unleaded_model::declaration::{
    Class, Company, Contact, Format, Header, HeaderPlaces, Kept, Legal, Request,
};
use unleaded_model::diagnostic::Place;
use unleaded_trust::rows::Row;

/// The words of formats.
const FORMATS: [(Format, &str); 6] = [
    (Format::ChemSherpa, "chemSHERPA"),
    (Format::Csv, "csv"),
    (Format::Iec62474, "IEC 62474"),
    (Format::Ipc1752a, "IPC-1752A"),
    (Format::Ipc1752b, "IPC-1752B"),
    (Format::Xlsx, "xlsx"),
];

/// The letters of classes.
const CLASSES: [(Class, &str); 4] =
    [(Class::A, "A"), (Class::B, "B"), (Class::C, "C"), (Class::D, "D")];

/// The word of a format, also in signed statements.
pub(crate) fn format_word(format: Format) -> &'static str {
    FORMATS.iter().find(|(known, _)| *known == format).map_or("", |(_, word)| word)
}

/// The letter of a class, also in signed statements.
pub(crate) fn class_letter(class: Class) -> &'static str {
    CLASSES.iter().find(|(known, _)| *known == class).map_or("", |(_, letter)| letter)
}

/// Returns the row of a header.
pub(super) fn row(header: &Header) -> Row {
    let Header {
        format,
        classes,
        mode,
        date_raw,
        date,
        document_id,
        supplier,
        request,
        authorizer,
        contact,
        legal,
        comment,
        places: _,
        kept,
    } = header;
    Row::new()
        .text("kind", "document")
        .text("format", format_word(*format))
        .texts("classes", classes.iter().map(|class| class_letter(*class)))
        .text("mode", mode)
        .text("date_raw", date_raw)
        .text("date", &date.map(|date| date.to_string()).unwrap_or_default())
        .text("document_id", document_id)
        .object("supplier", Some(company(supplier)))
        .object("request", request.as_ref().map(request_row))
        .object("authorizer", authorizer.as_ref().map(contact_row))
        .object("contact", contact.as_ref().map(contact_row))
        .object("legal", legal.as_ref().map(legal_row))
        .text("comment", comment)
        .objects("kept", kept.iter().map(kept_row))
}

/// Returns the header in `row`; `None`: it is none.
pub(super) fn read(row: &Row, place: &Place) -> Option<Header> {
    let word = row.find("format")?;
    let class = |letter: String| {
        CLASSES.iter().find(|(_, known)| *known == letter).map(|(class, _)| *class)
    };
    let date = match row.find("date") {
        Some(text) => Some(text.parse().ok()?),
        None => None,
    };
    Some(Header {
        format: FORMATS.iter().find(|(_, known)| *known == word)?.0,
        classes: row.texts_of("classes").into_iter().map(class).collect::<Option<_>>()?,
        mode: row.text_of("mode"),
        date_raw: row.text_of("date_raw"),
        date,
        document_id: row.text_of("document_id"),
        supplier: read_company(row.object_of("supplier")?),
        request: row.object_of("request").map(read_request),
        authorizer: row.object_of("authorizer").map(read_contact),
        contact: row.object_of("contact").map(read_contact),
        legal: row.object_of("legal").map(read_legal),
        comment: row.text_of("comment"),
        places: HeaderPlaces::default(),
        kept: read_kept(row, place),
    })
}

fn company(company: &Company) -> Row {
    let Company { name, ids } = company;
    let ids =
        ids.iter().map(|(authority, id)| Row::new().text("authority", authority).text("id", id));
    Row::new().text("name", name).objects("ids", ids)
}

fn read_company(row: &Row) -> Company {
    let ids = row.objects_of("ids").into_iter();
    let ids = ids.map(|id| (id.text_of("authority"), id.text_of("id"))).collect();
    Company { name: row.text_of("name"), ids }
}

fn request_row(request: &Request) -> Row {
    let Request { company: who, contact, document_id, date_raw, respond_by, comment } = request;
    Row::new()
        .object("company", Some(company(who)))
        .object("contact", contact.as_ref().map(contact_row))
        .text("document_id", document_id)
        .text("date_raw", date_raw)
        .text("respond_by", respond_by)
        .text("comment", comment)
}

fn read_request(row: &Row) -> Request {
    Request {
        company: row.object_of("company").map(read_company).unwrap_or_default(),
        contact: row.object_of("contact").map(read_contact),
        document_id: row.text_of("document_id"),
        date_raw: row.text_of("date_raw"),
        respond_by: row.text_of("respond_by"),
        comment: row.text_of("comment"),
    }
}

fn contact_row(contact: &Contact) -> Row {
    let Contact { name, title, emails, phones } = contact;
    Row::new()
        .text("name", name)
        .text("title", title)
        .texts("emails", emails.iter().map(String::as_str))
        .texts("phones", phones.iter().map(String::as_str))
}

fn read_contact(row: &Row) -> Contact {
    Contact {
        name: row.text_of("name"),
        title: row.text_of("title"),
        emails: row.texts_of("emails"),
        phones: row.texts_of("phones"),
    }
}

fn legal_row(legal: &Legal) -> Row {
    let Legal { kind, text, accepted, uncertainty } = legal;
    Row::new()
        .text("kind", kind)
        .text("text", text)
        .text("accepted", yes_or_no(*accepted))
        .text("uncertainty", uncertainty)
}

fn read_legal(row: &Row) -> Legal {
    Legal {
        kind: row.text_of("kind"),
        text: row.text_of("text"),
        accepted: read_yes_or_no(row, "accepted"),
        uncertainty: row.text_of("uncertainty"),
    }
}

/// `yes`, `no`, or nothing where it is not said.
pub(super) fn yes_or_no(said: Option<bool>) -> &'static str {
    match said {
        Some(true) => "yes",
        Some(false) => "no",
        None => "",
    }
}

pub(super) fn read_yes_or_no(row: &Row, name: &str) -> Option<bool> {
    match row.find(name) {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

pub(super) fn kept_row(kept: &Kept) -> Row {
    let Kept { path, raw, place: _ } = kept;
    Row::new().text("path", path).text("raw", raw)
}

pub(super) fn read_kept(row: &Row, place: &Place) -> Vec<Kept> {
    let kept = |kept: &Row| Kept {
        path: kept.text_of("path"),
        raw: kept.text_of("raw"),
        place: place.clone(),
    };
    row.objects_of("kept").into_iter().map(kept).collect()
}
