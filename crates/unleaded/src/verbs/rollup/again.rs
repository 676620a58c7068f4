//! `rollup` in a workspace: what no piece is kept of is computed.

use std::io;

use jiff::civil::Date;
use unleaded_app::rollup::{Again, Means, Request, again};
use unleaded_documents::report::Report;
use unleaded_documents::summary::summary;
use unleaded_model::diagnostic::Language;
use unleaded_trust::Digest;

use super::{Args, nothing_summed, style};
use crate::args::Format;
use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;
use crate::terminal::columns;
use crate::workspace::pieces::Pieces;

/// The bytes of documents that are in memory at a time. In memory a document is some ten times its bytes.
const BLOCK: u64 = 256 << 20;

impl Args {
    /// Rolls up from `pieces` and writes the result.
    pub(super) fn again(
        &self,
        pieces: &Pieces,
        as_of: Date,
        decisions: super::Decisions<'_>,
        printer: &Printer,
    ) -> Result<Again, Box<Failure>> {
        let found = match self.format {
            Format::Json => self.streamed(pieces, as_of, decisions, printer)?,
            Format::Human => {
                let mut json = Vec::new();
                let found = self.rolled(pieces, as_of, decisions, printer, &mut json)?;
                if found.done.is_some() {
                    let report = Report::from_json(&json).map_err(|_| nothing_summed())?;
                    let style = style(self.output.as_deref());
                    let text = summary(&report, printer.language(), columns(), style);
                    files::write(self.output.as_deref(), text.as_bytes())?;
                }
                found
            }
        };
        if let Some(done) = &found.done {
            pieces.tidy(&done.pieces);
            let (computed, products) = (done.computed, done.products);
            let (read, documents) = (done.read, done.documents);
            printer.note(&match printer.language() {
                Language::En => format!(
                    "{computed} of {products} products were computed, from {read} of {documents} documents; the others are as before, and so are the remarks on them"
                ),
                Language::Zh => format!(
                    "共 {products} 个产品，计算了 {computed} 个，读取了 {documents} 个文件中的 {read} 个；其余及其提示同前"
                ),
            });
        }
        Ok(found)
    }

    /// Writes the report as it is put together: it may be larger than memory.
    fn streamed(
        &self,
        pieces: &Pieces,
        as_of: Date,
        decisions: super::Decisions<'_>,
        printer: &Printer,
    ) -> Result<Again, Box<Failure>> {
        let mut outcome = None;
        let written = files::stream(self.output.as_deref(), &mut |out| {
            let found = self.rolled(pieces, as_of, decisions, printer, out);
            let is_whole = matches!(&found, Ok(found) if found.done.is_some());
            outcome = Some(found);
            // Nothing appears where there is no report.
            if is_whole { Ok(()) } else { Err(io::Error::other("there is no report")) }
        });
        match outcome {
            Some(Ok(found)) if found.done.is_none() => Ok(found),
            Some(Ok(found)) => written.map(|()| found),
            Some(Err(failure)) => Err(failure),
            None => written.and(Err(nothing_summed())),
        }
    }

    fn rolled(
        &self,
        pieces: &Pieces,
        as_of: Date,
        decisions: super::Decisions<'_>,
        printer: &Printer,
        out: &mut dyn io::Write,
    ) -> Result<Again, Box<Failure>> {
        let means = Means { program: program(), block: BLOCK };
        self.sources.roll(as_of, printer, |request, _, progress| {
            let bom = request.bom.clone();
            let request = Request { bom, decisions, ..*request };
            match again(&request, pieces, &means, out, progress) {
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    // The next run makes all of them anew.
                    pieces.forget()?;
                    Ok(Err(damaged()))
                }
                found => found.map(Ok),
            }
        })?
    }
}

/// The failure where what the index keeps is damaged.
fn damaged() -> Box<Failure> {
    Failure::new(
        ("a kept piece of the report is damaged or gone", "保存的报告片段已损坏或丢失"),
        (
            "run the same command again: all pieces are made anew",
            "请重新执行同一命令：所有片段将重新生成",
        ),
    )
}

/// What tells this program from any other: what another one made may be made otherwise.
fn program() -> Digest {
    let bytes = std::env::current_exe().and_then(std::fs::read);
    // A program that can't be read is told by its version, and by the moment, so that it finds nothing.
    bytes.map(|bytes| Digest::of(&bytes)).unwrap_or_else(|_| {
        let now = std::process::id();
        Digest::of(format!("{} {now}", env!("CARGO_PKG_VERSION")).as_bytes())
    })
}
