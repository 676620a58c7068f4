//! The check of declarations: every defect of every file, as severe as the receiver's profile says.

use jiff::civil::Date;
use unleaded_formats::bounded::Bounded;
use unleaded_formats::check::CheckOptions;
use unleaded_formats::lint::Linting;
use unleaded_formats::sink::{Collected, Sink};
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_rules::lists::{Category, Lists};

use self::listed::Listed;
use crate::profile::Profile;
use crate::rows::read_declaration;

pub use self::listed::unanswered::unanswered;

pub(crate) mod listed;

/// What a check depends on besides the document.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The date by which lists and exemptions are told to be old.
    pub as_of: Date,
    /// The category of product by which exemptions are told to be over; `None`: any that they are for.
    pub category: Option<Category>,
    /// What the receiver asks for.
    pub profile: &'a Profile,
    /// How tables are read.
    pub mapping: &'a Mapping,
}

/// What a check of one file found.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many products it declares.
    pub products: u64,
    /// Its defects, sorted, as severe as the profile says.
    pub diagnostics: Vec<Diagnostic>,
    /// Those that the profile turned off, sorted, with the severity of their code.
    pub off: Vec<Diagnostic>,
}

/// Keeps counts and defects and lets the products go, so that a file larger than memory can be checked.
struct Counter<'a> {
    profile: &'a Profile,
    checked: Checked,
}

impl Sink for Counter<'_> {
    fn header(&mut self, _: Header) {}

    fn product(&mut self, _: DeclaredPart) {
        self.checked.products += 1;
    }

    fn diagnostic(&mut self, mut diagnostic: Diagnostic) {
        match self.profile.severity(&diagnostic) {
            Some(severity) => {
                diagnostic.severity = severity;
                self.checked.diagnostics.push(diagnostic);
            }
            None => self.checked.off.push(diagnostic),
        }
    }
}

/// Lets through what is always told, and of what receivers ask for only what the profile names.
struct Asked<'a> {
    profile: &'a Profile,
    sink: &'a mut dyn Sink,
}

impl Sink for Asked<'_> {
    fn header(&mut self, header: Header) {
        self.sink.header(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        if self.profile.asks_for(diagnostic.code) {
            self.sink.diagnostic(diagnostic);
        }
    }
}

/// Checks one document.
pub fn check(input: impl std::io::BufRead, file: &FileName, request: &Request<'_>) -> Checked {
    let profile = request.profile;
    let mut counter = Counter { profile, checked: Checked::default() };
    let mut bounded = Bounded::new(&mut counter);
    let mut asked = Asked { profile, sink: &mut bounded };
    let mut listed = Listed::new(&mut asked, request, Lists::shipped());
    let mut linting = Linting::new(&mut listed, file);
    let mut options = CheckOptions::default();
    if let Some(tolerance) = profile.closure_tolerance {
        options.closure_tolerance = tolerance;
    }
    read_declaration(input, file, options, request.mapping, &mut linting);
    linting.finish();
    let mut checked = counter.checked;
    unleaded_model::diagnostic::sort(&mut checked.diagnostics);
    unleaded_model::diagnostic::sort(&mut checked.off);
    checked
}

/// Reads one document whole.
pub fn read(input: impl std::io::BufRead, file: &FileName) -> Collected {
    read_mapped(input, file, &Mapping::default())
}

/// Reads one document whole, a table as `mapping` says.
pub fn read_mapped(input: impl std::io::BufRead, file: &FileName, mapping: &Mapping) -> Collected {
    let mut collected = Collected::default();
    let options = CheckOptions::default();
    read_declaration(input, file, options, mapping, &mut collected);
    unleaded_model::diagnostic::sort(&mut collected.diagnostics);
    collected
}
