//! `document`: what the law asks for on paper. One module per kind; what they share, the reading of a report and the refusal of a
//! product, is here.

use unleaded_documents::china_table::ChinaTableError;
use unleaded_documents::made_from::Source;
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language};
use unleaded_trust::sha256_hex;

use self::china_rohs_table::ChinaRohsTable;
use crate::exit::{Failure, Outcome};
use crate::files;
use crate::printer::Printer;

mod china_rohs_table;

/// Write a document from a report
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  unleaded document china-rohs-table report.json --product PHONE-1 -o table.html"
)]
pub(crate) enum Kind {
    ChinaRohsTable(ChinaRohsTable),
}

/// The form of a page.
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

/// A report as a file has it.
pub(crate) struct ReportFile {
    pub(crate) report: Report,
    bytes: Vec<u8>,
}

impl ReportFile {
    pub(crate) fn read(path: &str) -> Result<Self, Box<Failure>> {
        let bytes = files::need(path)?;
        let report = unleaded_app::input::report(&bytes, &FileName::new(path))
            .map_err(|diagnostic| Failure::of(&diagnostic))?;
        Ok(Self { report: *report, bytes })
    }

    /// The report with the hashes that documents name.
    fn source(&self) -> Source<'_> {
        Source::new(&self.report, &self.bytes, sha256_hex)
    }

    /// SHA-256 of its bytes.
    pub(crate) fn sha256(&self) -> String {
        sha256_hex(&self.bytes)
    }
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
