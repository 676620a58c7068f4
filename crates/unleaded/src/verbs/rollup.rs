//! `rollup`: sums and judges.

use jiff::civil::Date;
use unleaded_app::decisions::DecisionsFile;
use unleaded_app::rollup::{Answer, Request, Weight, run_on};
use unleaded_documents::summary::{Style, summary};

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::terminal::{Colour, colour_of, columns};
use crate::verbs::engine::EngineArgs;
use crate::verbs::sources::Sources;
use crate::verbs::{aggregate, dates, decide, keys};
use crate::workspace::pieces::Pieces;

mod again;

/// What people decided on findings, and what that counts for.
type Decisions<'d> = Option<(&'d DecisionsFile, Weight)>;

/// Sum declarations up a bill of materials and judge the products
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded rollup bom.csv --declarations declarations/
  unleaded rollup bom.xlsx --declarations in/ --trust trust.json \\
      --as-of 2026-11-22 --format json -o report.json
  unleaded rollup bom.csv --declarations in/ --format json -o report.json --sign company.pem
  unleaded rollup bom.csv --declarations in/ --lists acme.toml --rules acme-restricted
  unleaded rollup bom.csv --declarations in/ --lists acme-2027.toml --what-if acme-restricted
  unleaded rollup --format json -o report.json

Exits 0 when every product is compliant; 1 when one is unknown or non-compliant, or a document was left out; 2 when the bill of
materials can't be used.")]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The date of the law; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<jiff::civil::Date>,
    /// Judgements of people on findings, see `decide`: they are shown, and change no status
    #[arg(long, value_name = "FILE")]
    decisions: Option<String>,
    /// Exit with 0 where every finding that would forbid it has a decision that holds
    #[arg(long)]
    accept_decisions: bool,
    /// Sign the report, which `--format json -o FILE` writes, with this key
    #[arg(long, value_name = "KEY.pem", requires = "output")]
    sign: Option<String>,
    /// Where the passphrase of the key is: `env:NAME` or `file:PATH`
    #[arg(long, value_name = "FROM", requires = "sign")]
    passphrase: Option<String>,
    #[command(flatten)]
    engine: EngineArgs,
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
        self.decisions = self.decisions.take().or_else(|| self.sources.decisions());
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let signer = self.signer()?;
        let decisions = self.decisions(printer)?;
        let decisions = decisions.as_ref().map(|file| (file, self.weight()));
        let answer = match self.pieces(printer)? {
            Some(pieces) => {
                let found = self.again(&pieces, as_of, decisions, printer)?;
                self.sources.tell(&found.diagnostics, printer);
                found.done.map(|_| found.answer).ok_or_else(nothing_summed)?
            }
            None => self.whole(as_of, decisions, printer)?,
        };
        if let Some((key, output)) = signer {
            aggregate::sign_beside(output, &files::need(output)?, &key, printer)?;
        }
        Ok(match answer {
            Answer::Yes => Exit::Yes,
            Answer::No => Exit::No,
        })
    }

    /// The pieces that the workspace keeps; `None`: none is asked, or something else adds up.
    fn pieces(&self, printer: &Printer) -> Result<Option<Pieces>, Box<Failure>> {
        match self.sources.workspace() {
            Some(opened) if self.engine.is_local() && self.sources.is_mapped_as(opened) => {
                Pieces::open(opened, printer)
            }
            _ => Ok(None),
        }
    }

    /// Rolls up everything and writes the result.
    fn whole(
        &self,
        as_of: Date,
        decisions: Decisions<'_>,
        printer: &Printer,
    ) -> Result<Answer, Box<Failure>> {
        let chosen = self.engine.chosen(self.output.as_deref(), printer)?;
        let outcome = self.sources.roll(as_of, printer, |request, documents, progress| {
            let bom = request.bom.clone();
            let request = Request { bom, decisions, ..*request };
            match run_on(chosen.engine(), &request, documents, progress) {
                Ok(outcome) => Ok(Ok(outcome)),
                Err(error) => chosen.failure(&error).map(Err).ok_or(error),
            }
        })??;
        self.sources.tell(&outcome.diagnostics, printer);
        let Some(report) = outcome.report else {
            return Err(nothing_summed());
        };
        let text = match self.format {
            Format::Json => report.to_json(),
            Format::Human => {
                let style = style(self.output.as_deref());
                summary(&report, printer.language(), columns(), style)
            }
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        chosen.finish();
        Ok(outcome.answer)
    }

    fn decisions(&self, printer: &Printer) -> Result<Option<DecisionsFile>, Box<Failure>> {
        let Some(path) = self.decisions.as_deref() else {
            return match self.accept_decisions {
                false => Ok(None),
                true => Err(Failure::new(
                    ("there are no decisions to accept", "没有可接受的决定"),
                    ("name their file with --decisions", "请用 --decisions 指定决定文件"),
                )),
            };
        };
        decide::read(&files::need(path)?, path, printer).map(Some)
    }

    /// The key to sign with, and the report that is signed. It is read first: a run of minutes should not end with a wrong passphrase.
    fn signer(&self) -> Result<Option<(keys::Key, &str)>, Box<Failure>> {
        let Some(key) = &self.sign else { return Ok(None) };
        match self.output.as_deref() {
            Some(output) if output != files::STANDARD && self.format == Format::Json => {
                Ok(Some((keys::private(key, self.passphrase.as_deref())?, output)))
            }
            _ => Err(Failure::new(
                ("a signature stands beside a report in a file", "签名须与报告文件放在一起"),
                ("add `--format json -o FILE`", "请加上 `--format json -o FILE`"),
            )),
        }
    }

    fn weight(&self) -> Weight {
        if self.accept_decisions { Weight::Accepted } else { Weight::Shown }
    }
}

/// The failure where the bill of materials can't be used; what is wrong has been told.
pub(crate) fn nothing_summed() -> Box<Failure> {
    Failure::new(
        ("nothing was summed", "未进行汇总"),
        ("repair what is reported above", "请先修正上述问题"),
    )
}

/// The style of what goes to `output`.
pub(crate) fn style(output: Option<&str>) -> Style {
    match colour_of(output) {
        Colour::Always => Style::Colour,
        Colour::Never => Style::Plain,
    }
}
