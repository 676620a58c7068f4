//! `document report`: the report for people.

use unleaded_app::report_workbook::report_workbook;
use unleaded_documents::full_report::{FullReport, FullReportError};
use unleaded_documents::made_from::MadeFrom;
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::files as codes;

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

/// The report for people: a page or a workbook
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document report report.json --to html -o report.html
  unleaded document report report.json --product PHONE-1 --lang zh --to xlsx -o report.xlsx

The page needs no network and no script. Of very many findings it shows the worst and says how many
it leaves out; the workbook holds all.")]
pub(crate) struct ReportForPeople {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// A product (can be repeated); by default all
    #[arg(long, value_name = "ITEM")]
    product: Vec<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t)]
    to: To,
    /// The font of a PDF; by default one that is installed
    #[cfg(feature = "pdf")]
    #[arg(long, value_name = "FILE")]
    font: Option<String>,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

/// The form of a report for people.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum To {
    /// A page for a browser or a printer
    #[default]
    Html,
    /// A workbook
    Xlsx,
    /// A page on A4, in the font of --font
    #[cfg(feature = "pdf")]
    Pdf,
}

impl ReportForPeople {
    pub(super) fn run(self, printer: &Printer) -> Outcome {
        let file = super::ReportFile::read(&self.report)?;
        let sha256 = file.sha256();
        let full =
            FullReport::new(&file.report, &sha256, &self.product).map_err(|e| refused(&e))?;
        let bytes = self.bytes(&full, &full.made(&file.source()), printer)?;
        files::write(self.output.as_deref(), &bytes)?;
        Ok(Exit::Yes)
    }

    fn bytes(
        &self,
        full: &FullReport<'_>,
        made: &MadeFrom,
        printer: &Printer,
    ) -> Result<Vec<u8>, Box<Failure>> {
        let language = printer.language();
        match self.to {
            To::Html => Ok(full.to_html(language, made).into_bytes()),
            To::Xlsx => Ok(report_workbook(full, language, made)),
            #[cfg(feature = "pdf")]
            To::Pdf => {
                let (font, path) = super::font::font(self.font.as_deref(), printer)?;
                full.to_pdf(language, &font, made)
                    .map_err(|error| super::font::refused(&error, &path))
            }
        }
    }
}

/// Item numbers that an error lists.
const LISTED: usize = 10;

fn few(known: &[String]) -> String {
    let few = known.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if known.len() > LISTED { format!("{few}, …") } else { few }
}

/// Returns the failure for a product that the report does not have.
fn refused(error: &FullReportError) -> Box<Failure> {
    match error {
        FullReportError::ProductUnknown { product, known } => Failure::of(
            &Diagnostic::unplaced(codes::PRODUCT_UNKNOWN)
                .with("part", product.as_str())
                .with("known", few(known)),
        ),
        other => Failure::new((other.to_string(), other.to_string()), ("", "")),
    }
}
