//! A declaration or a bill of materials as JSON, described by `schemas/declaration-v1.schema.json`: product by product, each on a line.

use std::cell::Cell;
use std::io::{self, Write};

use serde_json::{Value, json};
use unleaded_formats::bom::BomRead;
use unleaded_formats::sink::Sink;
use unleaded_model::declaration::{DeclaredPart, Header};
use unleaded_model::diagnostic::{Diagnostic, sort};

use super::Found;
use super::signature::Signature;
use crate::verbs::json::diagnostic;

mod bom;
mod model;

/// Writes one file of the document.
pub(super) struct Wire<'a> {
    out: &'a mut dyn Write,
    stop: &'a Cell<bool>,
    written: io::Result<()>,
    header: Option<Header>,
    bom: Option<Value>,
    products: u64,
    diagnostics: Vec<Diagnostic>,
    signature: Signature,
}

impl<'a> Wire<'a> {
    pub(super) fn begin(
        out: &'a mut dyn Write,
        path: &str,
        signature: Signature,
        stop: &'a Cell<bool>,
    ) -> io::Result<Self> {
        write!(out, "{{\"file\":{},\"products\":[", json!(path))?;
        Ok(Self {
            out,
            stop,
            written: Ok(()),
            header: None,
            bom: None,
            products: 0,
            diagnostics: Vec::new(),
            signature,
        })
    }

    /// Takes what was read of a bill of materials.
    pub(super) fn bom(&mut self, read: BomRead) {
        self.bom = read.bom.as_ref().map(bom::bom);
        self.diagnostics.extend(read.diagnostics);
    }

    /// Writes what stands behind the products. Returns whether there was anything to write, and the diagnostics.
    pub(super) fn finish(self) -> io::Result<(Found, Vec<Diagnostic>)> {
        self.written?;
        let mut diagnostics = self.diagnostics;
        sort(&mut diagnostics);
        let found = match (&self.header, &self.bom, self.products) {
            (None, None, 0) => Found::Nothing,
            _ => Found::Something,
        };
        let header = self.header.as_ref().map_or(Value::Null, model::header);
        let told: Vec<Value> = diagnostics.iter().map(diagnostic).collect();
        writeln!(self.out, "],")?;
        writeln!(self.out, "\"header\":{header},")?;
        if let Some(bom) = &self.bom {
            writeln!(self.out, "\"bom\":{bom},")?;
        }
        let (word, signers) = (self.signature.word(), self.signature.signers());
        writeln!(self.out, "\"signature\":{},\"signers\":{},", json!(word), json!(signers))?;
        write!(self.out, "\"diagnostics\":{}}}", json!(told))?;
        Ok((found, diagnostics))
    }
}

impl Sink for Wire<'_> {
    fn header(&mut self, header: Header) {
        self.header = Some(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        let before = if self.products == 0 { "\n" } else { ",\n" };
        self.products += 1;
        if self.written.is_ok() {
            self.written = write!(self.out, "{before}{}", model::part(&part));
            self.stop.set(self.written.is_err());
        }
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}
