//! What a careful reader at the customer's would ask about: placeholders, repetitions, weights of no scale, answers that contradict
//! each other. [`crate::check`] tells what is wrong with the numbers; this tells what is hardly meant.
//!
//! It runs for `check` alone, since a roll-up judges the same documents again and again and none of this changes a verdict.

use unleaded_model::declaration::{DeclaredPart, Format, Header};
use unleaded_model::diagnostic::codes::checks;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use crate::sink::Sink;

pub use self::document::{is_refused, is_request};

mod answers;
mod document;
mod names;
mod repeats;
mod weights;

/// A sink that looks at each product, and at the whole document when it has ended, and passes everything on.
pub struct Linting<'a> {
    sink: &'a mut dyn Sink,
    file: FileName,
    header: Option<Header>,
    weights: weights::Weights,
}

impl<'a> Linting<'a> {
    /// Returns a sink for the document `file` that passes on to `sink`. [`Linting::finish`] is to be called behind the last product.
    pub fn new(sink: &'a mut dyn Sink, file: &FileName) -> Self {
        Self { sink, file: file.clone(), header: None, weights: weights::Weights::default() }
    }

    /// Tells what only the whole document shows.
    pub fn finish(self) {
        let place = Place::file(&self.file);
        if let Some(header) = &self.header {
            document::check(header, &place, self.sink);
        }
        if !self.is_request() {
            self.weights.finish(self.sink);
        }
    }

    /// Whether the document asks and does not answer yet, so that what is to be filled in may be missing.
    fn is_request(&self) -> bool {
        self.header.as_ref().is_some_and(document::is_request)
    }

    /// Whether the document's format has a place for authorities.
    fn names_authorities(&self) -> bool {
        self.header.as_ref().is_some_and(|header| match header.format {
            Format::Ipc1752a | Format::Ipc1752b | Format::Iec62474 => true,
            Format::ChemSherpa | Format::Csv | Format::Xlsx => false,
        })
    }
}

impl Sink for Linting<'_> {
    fn header(&mut self, header: Header) {
        self.header = Some(header.clone());
        self.sink.header(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        let (is_request, names_authorities) = (self.is_request(), self.names_authorities());
        if !is_request {
            check_content(&part, self.sink);
            self.weights.take(&part);
        }
        let mut open = vec![&part];
        while let Some(part) = open.pop() {
            names::check(part, self.sink);
            repeats::check(part, self.sink);
            answers::check(part, self.sink);
            if names_authorities {
                names::check_authorities(part, self.sink);
            }
            if !is_request {
                weights::check(part, self.sink);
            }
            open.extend(part.subparts.iter().rev());
        }
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }
}

/// A product says something, and what it weighs.
fn check_content(part: &DeclaredPart, sink: &mut dyn Sink) {
    if part.materials.is_empty()
        && part.subparts.is_empty()
        && part.lists.is_empty()
        && part.queries.is_empty()
        && part.groups.is_empty()
        && part.attachments.is_empty()
    {
        let empty = Diagnostic::new(checks::DECLARATION_EMPTY, part.place.clone());
        sink.diagnostic(empty.with("part", part_name(part)));
    }
    if part.mass().is_none() {
        let missing = Diagnostic::new(checks::WEIGHT_MISSING, part.place.clone());
        sink.diagnostic(missing.with("part", part_name(part)));
    }
}

/// The number of a part, else its name, else the requester's number of it.
fn part_name(part: &DeclaredPart) -> &str {
    let item = part.items.first();
    let names = item.map_or(["", ""], |item| [item.name.as_str(), &item.requester_number]);
    part.number().or(names.into_iter().find(|name| !name.is_empty())).unwrap_or_default()
}
