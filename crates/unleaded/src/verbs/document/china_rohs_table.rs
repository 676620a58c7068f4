//! `document china-rohs-table`: the table of hazardous substances.

use unleaded_documents::china_table::{ChinaTable, KIND};
use unleaded_model::diagnostic::Language;

use super::{ReportFile, To, refused};
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::printer::Printer;

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

impl ChinaRohsTable {
    /// The table is for China: it is in Chinese unless another language is asked for.
    pub(super) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        let file = ReportFile::read(&self.report)?;
        let source = file.source();
        let table = ChinaTable::new(&file.report, &self.product, &source.sha256)
            .map_err(|error| refused(&error))?;
        let made = source.made(KIND, &self.product, table.holds_until());
        let language = asked.unwrap_or(Language::Zh);
        let text = match self.to {
            To::Html => table.to_html(language, &made),
            To::Text => table.to_text(language, &made),
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
