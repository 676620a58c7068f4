//! The draft of a reply to a customer's request: what is known already is filled in, and the rest is asked for.
//!
//! Nothing is invented: no weight, no answer, no acceptance. What is known comes from earlier declarations and full
//! compositions of the supplier, resolved as a roll-up resolves them.

use unleaded_formats::parts::ListedPart;
use unleaded_formats::sink::Collected;
use unleaded_model::declaration::{
    Class, Contact, Declaration, DeclaredPart, Format, Header, Legal,
};
use unleaded_model::diagnostic::codes::exchange;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};
use unleaded_rules::Options;

use self::draft::Drafter;
use self::known::Known;
use crate::check::read;
use crate::documents::{Documents, Settings, load};
use crate::mapping::MappingFile;
use crate::offers::is_unanswered;
use crate::request::{MODE, is_of_requester};

pub use self::filled::Filled;
pub use self::question::{Added, AddedEntry, Question, Wanted};

mod draft;
mod filled;
mod known;
mod lists;
mod question;
pub mod sheet;

/// What to answer, and from what.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The name of the request.
    pub file: FileName,
    /// The supplier's and the customer's numbers of the parts.
    pub map: &'a [ListedPart],
    /// The supplier, where the earlier declarations do not name it.
    pub supplier: Option<&'a str>,
    /// Who accepts the legal text; `None`: nobody does yet.
    pub authorizer: Option<Contact>,
    /// What the supplier wrote into a file of questions.
    pub filled: &'a Filled,
    /// How tables among the earlier documents are read that need to be told.
    pub mapping: Option<&'a MappingFile>,
    /// How compositions are judged; its date is that of the reply.
    pub options: &'a Options,
}

/// A draft.
#[derive(Debug, Default)]
pub struct Reply {
    /// The reply as far as it is known; `None`: the request can't be used.
    pub declaration: Option<Declaration>,
    /// What is left to answer, part by part.
    pub questions: Vec<Question>,
    /// What the lists asked for hold beyond the editions answered last.
    pub added: Vec<Added>,
    /// What is remarkable about the request and the earlier documents.
    pub diagnostics: Vec<Diagnostic>,
    /// What the answers can't hold of what is known.
    pub losses: Vec<Diagnostic>,
}

/// Drafts the reply to the request that `input` holds, from the documents of `sources`.
pub fn reply(
    input: impl std::io::BufRead,
    sources: &dyn Documents,
    asked: &Asked<'_>,
    progress: &mut dyn FnMut(usize, usize),
) -> std::io::Result<Reply> {
    let Collected { header, products, diagnostics } = read(input, &asked.file);
    let mut reply = Reply { diagnostics: diagnostics.clone(), ..Reply::default() };
    reply.diagnostics.extend(asked.filled.diagnostics().iter().cloned());
    let told: Vec<ListedPart> = asked.filled.numbers().collect();
    let map: Vec<&ListedPart> = asked.map.iter().chain(&told).collect();
    let twice = mapped_twice(&map);
    let is_usable = !any_error(&diagnostics) && twice.is_empty();
    reply.diagnostics.extend(twice);
    let request = header.filter(|_| is_usable);
    let Some(request) = request else {
        return Ok(reply);
    };
    if request.request.is_none() && !request.mode.trim().eq_ignore_ascii_case(MODE) {
        reply.diagnostics.push(
            Diagnostic::new(exchange::NO_REQUEST, Place::file(&asked.file))
                .with("file", asked.file.as_str()),
        );
        return Ok(reply);
    }
    let answered = products.iter().filter(|part| !is_unanswered(part, Some(&request)));
    reply.diagnostics.extend(answered.map(|part| {
        let told = Diagnostic::new(exchange::ANSWERED_IN_REQUEST, part.place.clone());
        told.with("part", crate::convert::class_c::name(part))
    }));
    let as_of = asked.options.as_of;
    let settings = Settings { trust: None, as_of, mapping: asked.mapping };
    let loaded = load(sources, &settings, &mut reply.diagnostics, progress)?.documents;
    let known = Known::new(&loaded, &map, &mut reply.diagnostics);
    let mut drafter = Drafter::new(&known, asked.options, &request, asked.filled);
    let products: Vec<DeclaredPart> =
        products.iter().map(|part| drafter.part(part, &mut reply.diagnostics)).collect();
    let mut questions = std::mem::take(&mut drafter.questions);
    reply.diagnostics.extend(drafter.taking.finish());
    reply.added = drafter.added;
    reply.losses = drafter.losses;
    unleaded_model::diagnostic::sort(&mut reply.losses);
    reply.losses.dedup();
    let header = header_of(request, &known, asked, &mut questions);
    reply.declaration = Some(Declaration { header, products });
    reply.questions = questions;
    unleaded_model::diagnostic::sort(&mut reply.diagnostics);
    reply.diagnostics.dedup();
    Ok(reply)
}

/// One number of the customer's stands for one part.
fn mapped_twice(map: &[&ListedPart]) -> Vec<Diagnostic> {
    let mut first: std::collections::BTreeMap<&str, &ListedPart> =
        std::collections::BTreeMap::new();
    let mut defects = Vec::new();
    let full = |p: &&ListedPart| !p.requester_number.is_empty() && !p.number.is_empty();
    for part in map.iter().copied().filter(full) {
        let known = *first.entry(&part.requester_number).or_insert(part);
        if known.number != part.number {
            defects.push(
                Diagnostic::new(exchange::PART_MAPPED_TWICE, part.place.clone())
                    .with("number", part.requester_number.as_str())
                    .with("first", known.number.as_str())
                    .with("second", part.number.as_str())
                    .also_at(known.place.clone()),
            );
        }
    }
    defects
}

/// The header: what the requester wrote, and what the newest of the documents that were used says of the supplier.
fn header_of(
    request: Header,
    known: &Known<'_>,
    asked: &Asked<'_>,
    questions: &mut Vec<Question>,
) -> Header {
    let date = asked.options.as_of;
    let newest = known.newest_header();
    let mut header = Header {
        mode: MODE.to_owned(),
        classes: request.classes,
        request: Some(request.request.unwrap_or_default()),
        date_raw: date.to_string(),
        date: Some(date),
        supplier: known.supplier(),
        contact: newest.and_then(|h| h.contact.clone()),
        authorizer: asked.authorizer.clone(),
        kept: request.kept,
        ..Header::empty(Format::Ipc1752a)
    };
    // What was kept of the requester's side stays; the rest of the form is the supplier's to fill in.
    header.kept.retain(is_of_requester);
    if let Some(name) = asked.supplier {
        name.clone_into(&mut header.supplier.name);
    } else if header.supplier.name.is_empty() {
        questions.push(Question::of_document(Wanted::Supplier));
    }
    let accepted = asked.authorizer.is_some();
    if !accepted {
        questions.push(Question::of_document(Wanted::Acceptance));
    }
    let text = request.legal.or_else(|| newest.and_then(|h| h.legal.clone()));
    let standard = || Legal { kind: "Standard".to_owned(), ..Legal::default() };
    header.legal = Some(Legal { accepted: Some(accepted), ..text.unwrap_or_else(standard) });
    header
}

/// Whether a class is asked for; a request that names none asks for what its lists say, and else for the composition.
fn is_wanted(header: &Header, class: Class, part: &DeclaredPart) -> bool {
    match (header.classes.is_empty(), class) {
        (false, class) => header.classes.contains(&class),
        (true, Class::D) => part.lists.is_empty() && part.queries.is_empty(),
        (true, _) => false,
    }
}
