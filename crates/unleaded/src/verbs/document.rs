//! `document`: what the law asks for on paper.

use unleaded_documents::china_table::ChinaTable;
use unleaded_documents::report::{ReadError, Report};
use unleaded_trust::sha256_hex;

use crate::args::Lang;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

/// Write a document from a report
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Kind {
    ChinaRohsTable(ChinaRohsTable),
}

/// The table of hazardous substances of SJ/T 11364
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document china-rohs-table report.json --product PHONE-1 --lang zh --to html -o table.html

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
    /// Language of the table; by default Chinese
    #[arg(long = "lang", value_enum)]
    table_lang: Option<Lang>,
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
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        match self {
            Self::ChinaRohsTable(args) => args.run(printer),
        }
    }
}
