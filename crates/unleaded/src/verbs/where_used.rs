//! `where-used`: which products hold a substance, an entry, a part, or what a document declares.

use unleaded_app::nearest::nearest;
use unleaded_app::rollup::{NotKnown, Question, where_used};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::identity;
use unleaded_model::identity::Cas;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::page::Page;
use crate::printer::Printer;
use crate::terminal::{colour_of, columns};
use crate::verbs::dates;
use crate::verbs::json::document;
use crate::verbs::rollup::nothing_summed;
use crate::verbs::sources::Sources;

mod text;
mod wire;

/// Paths of a product that are shown.
const PATHS: usize = 5;
/// Paths of a product that are shown with `--all`: there may be more than any file holds.
const ALL_PATHS: usize = 100_000;
/// Names that are offered where none is near.
const OFFERED: usize = 12;

/// Find every product that holds a substance, an entry, a part, or what a document declares
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("sought").required(true).args(["substance", "entry", "part", "document"])),
    after_help = "\
Examples:
  unleaded where-used bom.csv --declarations declarations/ --substance 7439-92-1
  unleaded where-used bom.xlsx --declarations in/ --part CR0402 --all --format json

Products that only may hold it, in what is not disclosed or not declared, are told as such and never left out.
Exits 0 when some product holds it or may, 1 when none does, 2 when the name is not known or the bill of materials can't be used."
)]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// A substance, by its CAS number or name
    #[arg(long, value_name = "CAS|NAME")]
    substance: Option<String>,
    /// An entry of a rule set, by its key, number or name: Pb, 7439-92-1
    #[arg(long, value_name = "KEY")]
    entry: Option<String>,
    /// A part, by its item number
    #[arg(long, value_name = "ITEM")]
    part: Option<String>,
    /// A document of the folder, by its file name or the beginning of its SHA-256
    #[arg(long, value_name = "FILE|HASH")]
    document: Option<String>,
    /// The date of the law; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<jiff::civil::Date>,
    /// Show every path and part, not only the first
    #[arg(long)]
    all: bool,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(mut self, printer: &Printer) -> Outcome {
        self.sources.complete(printer)?;
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let Some(question) = self.question() else { return Err(nothing_summed()) };
        printer.diagnostics(self.odd_number().as_slice());
        let shown = if self.all { ALL_PATHS } else { PATHS };
        let (outcome, found) = self.sources.roll(as_of, printer, |request, folder, progress| {
            where_used(request, folder, (&question, shown), progress)
        })?;
        self.sources.tell(&outcome.diagnostics, printer);
        let (Some(found), Some(report)) = (found, outcome.report) else {
            return Err(nothing_summed());
        };
        let found = found.map_err(|missing| not_known(&question, &missing))?;
        let output = self.output.as_deref();
        if self.format == Format::Json {
            let body = wire::body(&report, &question, &found);
            files::write(output, document(&body).as_bytes())?;
        } else {
            let most = if self.all { usize::MAX } else { text::HOLDERS };
            files::stream(output, &mut |out| {
                let mut page = Page::new(out, columns(), colour_of(output));
                text::write(&mut page, &found, most, printer.language())
            })?;
        }
        Ok(if found.products.is_empty() { Exit::No } else { Exit::Yes })
    }

    /// A remark on a CAS number that fails its check digit: it is looked for all the same, since a document may hold it.
    fn odd_number(&self) -> Option<Diagnostic> {
        let cas = Cas::parse(self.substance.as_deref()?).ok().filter(|cas| !cas.is_valid())?;
        let remark = Diagnostic::unplaced(identity::CAS_CHECK_DIGIT);
        Some(remark.with("value", cas.as_str()).with("expected", cas.expected()))
    }

    /// One of them is given: the parser requires it.
    fn question(&self) -> Option<Question> {
        let substance = self.substance.clone().map(Question::Substance);
        let entry = self.entry.clone().map(Question::Entry);
        let part = self.part.clone().map(Question::Part);
        substance.or(entry).or(part).or_else(|| self.document.clone().map(Question::Document))
    }
}

/// What is asked for: its kind in JSON, in both languages, and its name.
fn asked(question: &Question) -> (&'static str, &'static str, &str) {
    match question {
        Question::Document(name) => ("document", "文件", name),
        Question::Entry(name) => ("entry", "条目", name),
        Question::Part(name) => ("part", "部件", name),
        Question::Substance(name) => ("substance", "物质", name),
    }
}

fn not_known(question: &Question, missing: &NotKnown) -> Box<Failure> {
    let (kind, zh, name) = asked(question);
    let known = || missing.known.iter().map(String::as_str);
    let near = nearest(name, known());
    let help = if near.is_empty() {
        let offered = known().take(OFFERED).collect::<Vec<_>>().join(", ");
        let more = if missing.known.len() > OFFERED { ", …" } else { "" };
        (format!("there are: {offered}{more}"), format!("现有：{offered}{more}"))
    } else {
        let near = near.join("`, `");
        (format!("is one of these meant: `{near}`?"), format!("是否指：`{near}`？"))
    };
    Failure::new((format!("no {kind} `{name}` is known"), format!("没有{zh}“{name}”")), help)
}
