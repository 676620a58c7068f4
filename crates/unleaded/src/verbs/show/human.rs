//! A declaration in a terminal, product by product.

use std::cell::Cell;
use std::io;

use unleaded_formats::sink::Sink;
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, Language, Severity, sort};

use super::signature::Signature;
use super::words::Words;
use super::{Found, Scope, header, rows, sections};
use crate::page::{Ink, Page};

/// Writes what it is given; what stands once comes first, and again where the document ends with another header.
pub(super) struct Human<'a, 'w> {
    page: &'a mut Page<'w>,
    path: &'a str,
    scope: Scope,
    words: Words,
    signature: Signature,
    stop: &'a Cell<bool>,
    written: io::Result<()>,
    header: Option<Header>,
    /// Whether the header was written as it is now.
    told: bool,
    products: u64,
    diagnostics: Vec<Diagnostic>,
}

impl<'a, 'w> Human<'a, 'w> {
    pub(super) fn new(
        page: &'a mut Page<'w>,
        path: &'a str,
        scope: Scope,
        language: Language,
        signature: Signature,
        stop: &'a Cell<bool>,
    ) -> Self {
        Self {
            page,
            path,
            scope,
            words: Words(language),
            signature,
            stop,
            written: Ok(()),
            header: None,
            told: false,
            products: 0,
            diagnostics: Vec::new(),
        }
    }

    /// Writes what is left. Returns whether there was anything to show, and the diagnostics.
    pub(super) fn finish(mut self) -> io::Result<(Found, Vec<Diagnostic>)> {
        std::mem::replace(&mut self.written, Ok(()))?;
        sort(&mut self.diagnostics);
        if self.header.is_none() && self.products == 0 {
            return Ok((Found::Nothing, self.diagnostics));
        }
        self.head()?;
        let count = |severity| self.diagnostics.iter().filter(|d| d.severity == severity).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            let ink = if errors > 0 { Ink::Red } else { Ink::Yellow };
            let line = self.words.diagnostics(errors, warnings, self.path);
            self.page.line("")?;
            self.page.text("", "", &line, ink)?;
        }
        Ok((Found::Something, self.diagnostics))
    }

    fn head(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.told, true) {
            return Ok(());
        }
        if self.products > 0 {
            self.page.line("")?;
        }
        match &self.header {
            Some(found) => {
                header::write(self.page, self.path, found, &self.signature, self.scope, self.words)
            }
            None => Ok(()),
        }
    }

    fn part(&mut self, part: &DeclaredPart) -> io::Result<()> {
        self.head()?;
        self.products += 1;
        self.page.line("")?;
        rows::write(self.page, part, self.words)?;
        sections::write(self.page, part, self.scope, self.words)
    }
}

impl Sink for Human<'_, '_> {
    fn header(&mut self, header: Header) {
        if self.header.as_ref() != Some(&header) {
            self.told = false;
            self.header = Some(header);
        }
    }

    fn product(&mut self, part: DeclaredPart) {
        if self.written.is_ok() {
            self.written = self.part(&part);
            self.stop.set(self.written.is_err());
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
