//! `document`: what the law asks for on paper.

use unleaded_documents::china_table::{ChinaTable, ChinaTableError};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language};
use unleaded_trust::sha256_hex;

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

/// Write a document from a report
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  unleaded document china-rohs-table report.json --product PHONE-1 -o table.html"
)]
pub(crate) enum Kind {
    ChinaRohsTable(ChinaRohsTable),
}

/// The table of hazardous substances of SJ/T 11364
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document china-rohs-table report.json --product PHONE-1 --lang zh \\
      --to html -o table.html

Exits 1 when the table is a draft: a cell is unknown.")]
pub(crate) struct ChinaRohsTable {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// The product
    #[arg(long, value_name = "ITEM")]
    product: String,
    /// Form of the table
    #[arg(long, value_enum, default_value_t)]
    to: To,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

/// The form of a table.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(crate) enum To {
    /// A page for a browser or a printer
    #[default]
    Html,
    /// Text
    Text,
}

impl Kind {
    pub(crate) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        match self {
            Self::ChinaRohsTable(args) => args.run(printer, asked),
        }
    }
}

impl ChinaRohsTable {
    /// The table is for China: it is in Chinese unless another language is asked for.
    fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        let (report, sha256) = report(&self.report)?;
        let table =
            ChinaTable::new(&report, &self.product, &sha256).map_err(|error| refused(&error))?;
        let language = asked.unwrap_or(Language::Zh);
        let text = match self.to {
            To::Html => table.to_html(language),
            To::Text => table.to_text(language),
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        if table.is_draft() {
            printer.note(
                printer.word(
                    "the table is a draft: a cell is unknown",
                    "该表为草稿：存在未知的单元格",
                ),
            );
            return Ok(Exit::No);
        }
        Ok(Exit::Yes)
    }
}

/// Reads a report and returns it with the SHA-256 of its bytes.
pub(crate) fn report(path: &str) -> Result<(Report, String), Box<Failure>> {
    let bytes = files::need(path)?;
    let report = unleaded_app::input::report(&bytes, &FileName::new(path))
        .map_err(|diagnostic| Failure::of(&diagnostic))?;
    Ok((*report, sha256_hex(&bytes)))
}

/// Returns the failure for a product that a report has no table of.
pub(crate) fn refused(error: &ChinaTableError) -> Box<Failure> {
    let diagnostic = match error {
        ChinaTableError::ProductUnknown { product, known } => {
            Diagnostic::unplaced(codes::PRODUCT_UNKNOWN)
                .with("part", product.as_str())
                .with("known", known.join(", "))
        }
        _ => Diagnostic::unplaced(codes::RULE_SET_MISSING).with("rules", "china-rohs"),
    };
    Failure::of(&diagnostic)
}
