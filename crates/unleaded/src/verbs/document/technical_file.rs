//! `document technical-file`: the index of evidence.

use unleaded_documents::technical_file::{TechnicalFile, TechnicalFileError};
use unleaded_model::diagnostic::Language;

use super::{ReportFile, product_unknown};
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

/// The index of a technical file after EN IEC 63000: which document is the evidence for which part
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document technical-file report.json --product PHONE-1 -o file.html

What is missing stands first. A table (--to csv) has a row for each part and document.
Exits 1 when more evidence is called for; the index is written all the same.")]
pub(crate) struct TechnicalFileArgs {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// The product
    #[arg(long, value_name = "ITEM")]
    product: String,
    /// Form of the index
    #[arg(long, value_enum, default_value_t)]
    to: IndexForm,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

/// The form of an index.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
enum IndexForm {
    /// A page for a browser or a printer
    #[default]
    Html,
    /// A table
    Csv,
    /// Text
    Text,
}

impl TechnicalFileArgs {
    /// The index is for whoever works with it: it is in the language of the messages.
    pub(super) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        let file = ReportFile::read(&self.report)?;
        let source = file.source();
        let index = TechnicalFile::new(&source, &self.product).map_err(|error| refused(&error))?;
        let language = asked.unwrap_or(printer.language());
        let text = match self.to {
            IndexForm::Html => index.to_html(language),
            IndexForm::Csv => index.to_csv(),
            IndexForm::Text => index.to_text(language),
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        if index.has_gaps() {
            printer.note(
                printer.word("more evidence is called for: see the gaps", "仍缺少证据：见“缺口”"),
            );
            return Ok(Exit::No);
        }
        Ok(Exit::Yes)
    }
}

fn refused(error: &TechnicalFileError) -> Box<Failure> {
    match error {
        TechnicalFileError::ProductUnknown { product, known } => product_unknown(product, known),
        _ => Failure::new(
            (
                "the report does not name the parts of its products: an older version made it",
                "报告未列出产品的部件：由较早的版本生成",
            ),
            ("make the report anew", "请重新生成报告"),
        ),
    }
}
