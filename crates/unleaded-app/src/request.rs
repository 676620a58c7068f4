//! A customer's request for declarations, as a document in mode `Request/Reply`.

use jiff::civil::Date;
use serde::Deserialize;
use unleaded_formats::ipc1752;
use unleaded_formats::parts::ListedPart;
use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{
    Class, Company, Contact, Declaration, DeclaredPart, Format, Header, Item, Kept, ListAnswers,
    Request, Stated,
};
use unleaded_model::diagnostic::codes::exchange;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_rules::lists::{Family, ListEdition, Lists};

use crate::check::listed::editions::Editions;

/// The mode of requests and of replies to them.
pub(crate) const MODE: &str = "Request/Reply";

/// Whether something that a reader kept of a header is of the requester's side.
pub(crate) fn is_of_requester(kept: &Kept) -> bool {
    let inside = kept.path.split_once('/').map(|(_, inside)| inside);
    inside.is_some_and(|inside| inside.starts_with("BusinessInfo/Request/"))
}

/// A list as documents name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListName {
    /// Who publishes it: `IPC`, `IEC_62474`.
    pub authority: String,
    /// Its identity, edition included.
    pub identity: String,
}

impl ListName {
    /// Parses `EUREACH-0624`, or `AUTHORITY:IDENTITY` for a list that the program does not know; `None`: it is not
    /// known, and no authority is named.
    pub fn parse(text: &str) -> Option<Self> {
        let named = |(authority, identity): (&str, &str)| Self {
            authority: authority.trim().to_owned(),
            identity: identity.trim().to_owned(),
        };
        let name =
            match (ListEdition::parse(text).map(|edition| edition.family), text.split_once(':')) {
                (Some(Family::EuReach | Family::EuRohs), _) => named(("IPC", text)),
                (Some(Family::Iec62474), _) => named(("IEC_62474", text)),
                (None, Some(parts)) => named(parts),
                (None, None) => return None,
            };
        (!name.identity.is_empty()).then_some(name)
    }
}

/// What is asked, of which parts.
#[derive(Debug)]
pub struct Asked<'a> {
    /// Who asks.
    pub requester: Request,
    /// The parts.
    pub parts: &'a [ListedPart],
    /// The class that is wanted.
    pub class: Class,
    /// The lists to answer (class C).
    pub lists: &'a [ListName],
    /// The day of the request.
    pub date: Date,
    /// The day by which an answer is wanted.
    pub respond_by: Option<Date>,
}

/// What is to be said of the editions that are asked for: no such edition, or an old one.
pub fn editions(lists: &[ListName], as_of: Date) -> Vec<Diagnostic> {
    let known = Editions::on(as_of, Lists::shipped());
    let told = lists.iter().filter_map(|name| {
        let edition = ListEdition::parse(&name.identity)?;
        let list = unanswered(name, &Place::file(&FileName::new("")));
        let mut told = known.told(&list, &edition)?;
        told.places.clear();
        Some(told)
    });
    told.collect()
}

/// Writes the request as IPC-1752A, with what the format has no place for.
pub fn request(asked: Asked<'_>) -> (String, Vec<Diagnostic>) {
    let mut header = Header::empty(Format::Ipc1752a);
    MODE.clone_into(&mut header.mode);
    header.classes = vec![asked.class];
    header.request = Some(Request {
        date_raw: asked.date.to_string(),
        respond_by: asked.respond_by.map(|day| day.to_string()).unwrap_or_default(),
        ..asked.requester
    });
    let products = asked.parts.iter().map(|part| product(part, asked.lists)).collect();
    ipc1752::write(&Declaration { header, products })
}

fn product(part: &ListedPart, lists: &[ListName]) -> DeclaredPart {
    let place = &part.place;
    // A request prints a mass of zero where the supplier is to write one.
    let mass = Stated {
        raw: "0".to_owned(),
        value: MassRange::ZERO,
        rounding: MassRange::ZERO,
        place: place.clone(),
    };
    let item = Item {
        number: part.number.clone(),
        name: part.name.clone(),
        maker: String::new(),
        version: String::new(),
        site: String::new(),
        requester_number: part.requester_number.clone(),
        requester_name: part.requester_name.clone(),
        mass: Some(Box::new(mass)),
        place: place.clone(),
    };
    DeclaredPart {
        items: vec![item],
        unit_type: "Each".to_owned(),
        instances: "1".to_owned(),
        comment: String::new(),
        materials: Vec::new(),
        subparts: Vec::new(),
        lists: lists.iter().map(|name| unanswered(name, place)).collect(),
        queries: Vec::new(),
        groups: Vec::new(),
        attachments: Vec::new(),
        exemptions: Vec::new(),
        kept: Vec::new(),
        place: place.clone(),
    }
}

/// Why TOML is refused, in Chinese where the words are known.
fn in_chinese(reason: &str) -> String {
    if reason == NAME_EMPTY {
        return "“name”为空".to_owned();
    }
    let field = reason.strip_prefix("unknown field ").and_then(|r| r.split_once(", expected "));
    if let Some((field, expected)) = field {
        let expected = expected.trim_start_matches("one of ").replace(" or ", "、");
        return format!("未知项 {field}，可用：{expected}");
    }
    match reason.strip_prefix("missing field ") {
        Some(field) => format!("缺少 {field}"),
        None => format!("不符合格式（{reason}）"),
    }
}

/// A list to answer.
fn unanswered(name: &ListName, place: &Place) -> ListAnswers {
    ListAnswers {
        authority: name.authority.clone(),
        identity: name.identity.clone(),
        answers: Vec::new(),
        place: place.clone(),
    }
}

const NAME_EMPTY: &str = "`name` is empty";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    name: String,
    #[serde(default)]
    id: Vec<Id>,
    contact: Option<ContactWire>,
    #[serde(default)]
    document_id: String,
    #[serde(default)]
    comment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Id {
    authority: String,
    identity: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContactWire {
    name: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
}

/// Reads who asks, from TOML: `name`, `[[id]]` with `authority` and `identity`, `[contact]`, `document_id`, `comment`.
pub fn requester(bytes: &[u8], file: &FileName) -> Result<Request, Box<Diagnostic>> {
    let defect = |reason: String, place: Place| {
        let defect = Diagnostic::new(exchange::REQUESTER_MALFORMED, place);
        Box::new(
            defect
                .with("file", file.as_str())
                .with("reason", (reason.as_str(), in_chinese(&reason))),
        )
    };
    let whole = || Place::file(file);
    let text = std::str::from_utf8(bytes).map_err(|error| defect(error.to_string(), whole()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let wire: Wire = toml::from_str(text).map_err(|error| {
        let place = error.span().map_or_else(whole, |span| Place::span(file, text, span));
        defect(error.message().to_owned(), place)
    })?;
    if wire.name.trim().is_empty() {
        return Err(defect(NAME_EMPTY.to_owned(), whole()));
    }
    let some = |text: String| if text.is_empty() { Vec::new() } else { vec![text] };
    let contact = |c: ContactWire| Contact {
        name: c.name,
        title: c.title,
        emails: some(c.email),
        phones: some(c.phone),
    };
    Ok(Request {
        company: Company {
            name: wire.name,
            ids: wire.id.into_iter().map(|id| (id.authority, id.identity)).collect(),
        },
        contact: wire.contact.map(contact),
        document_id: wire.document_id,
        comment: wire.comment,
        ..Request::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_by_name() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let found = ListName::parse(text);
            let found = found.as_ref().map(|l| (l.authority.as_str(), l.identity.as_str()));
            assert_eq!(found, expected, "{text}");
        };
        check("EUREACH-0624", Some(("IPC", "EUREACH-0624")));
        check("IEC_62474 D19.00", Some(("IEC_62474", "IEC_62474 D19.00")));
        check("BOMcheck:Prop_65_substances", Some(("BOMcheck", "Prop_65_substances")));
        check("Prop_65_substances", None);
        check("BOMcheck:", None);
        check("", None);
    }

    #[test]
    fn editions_that_are_none_or_old() {
        let as_of = jiff::civil::date(2026, 11, 22);
        let told = |text: &str| {
            let told = editions(&[ListName::parse(text).unwrap()], as_of);
            told.iter().map(|d| d.code.name()).collect::<Vec<_>>()
        };
        assert_eq!(told("EUREACH-9999"), ["list-edition-unknown"]);
        assert_eq!(told("EUREACH-0624"), ["list-stale"]);
        for fine in ["EUREACH-0226", "EUROHS-1907", "BOMcheck:Prop_65_substances"] {
            assert!(told(fine).is_empty(), "{fine}");
        }
    }

    #[test]
    fn who_asks() {
        let read = |text: &str| requester(text.as_bytes(), &FileName::new("us.toml"));
        let full = read(
            "name = \"品牌 B\"\n[[id]]\nauthority = \"DUNS\"\nidentity = \"1\"\n[contact]\nname = \"Purchasing\"\nemail = \"a@b.example\"\n",
        );
        let full = full.unwrap();
        assert_eq!(full.company.name, "品牌 B");
        assert_eq!(full.contact.unwrap().emails, ["a@b.example"]);
        for wrong in ["", "name = ", "name = \"\"", "name = \"B\"\ncolour = \"red\"", "name = 1"] {
            assert_eq!(read(wrong).unwrap_err().code, exchange::REQUESTER_MALFORMED, "{wrong}");
        }
        let unknown = read("name = \"B\"\ncolour = \"red\"").unwrap_err();
        let zh = unknown.message(unleaded_model::diagnostic::Language::Zh);
        assert!(zh.contains("未知项 `colour`，可用") && !zh.contains("unknown"), "{zh}");
        assert!(requester(b"name = \"\xff\"", &FileName::new("us.toml")).is_err());
    }
}
