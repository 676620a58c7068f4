//! The check of declarations: every defect of every file.

use unleaded_formats::sink::{Collected, Sink};
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, FileName};

/// What a check of one file found.
#[derive(Debug, Default)]
pub struct Checked {
    /// How many products it declares.
    pub products: u64,
    /// Its defects, sorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Keeps counts and defects and lets the products go, so that a file larger than memory can be checked.
#[derive(Default)]
struct Counter {
    products: u64,
    diagnostics: Vec<Diagnostic>,
}

impl Sink for Counter {
    fn header(&mut self, _: Header) {}

    fn product(&mut self, _: DeclaredPart) {
        self.products += 1;
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// Checks one document.
pub fn check(input: impl std::io::BufRead, file: &FileName) -> Checked {
    let mut counter = Counter::default();
    unleaded_formats::read_declaration(input, file, &mut counter);
    unleaded_model::diagnostic::sort(&mut counter.diagnostics);
    Checked { products: counter.products, diagnostics: counter.diagnostics }
}

/// Reads one document whole.
pub fn read(input: impl std::io::BufRead, file: &FileName) -> Collected {
    let mut collected = Collected::default();
    unleaded_formats::read_declaration(input, file, &mut collected);
    unleaded_model::diagnostic::sort(&mut collected.diagnostics);
    collected
}
