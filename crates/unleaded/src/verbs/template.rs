//! `template`: a workbook for suppliers to fill.

use jiff::civil::Date;
use unleaded_app::template::template;

use crate::exit::{Exit, Outcome};
use crate::printer::Printer;
use crate::verbs::dates;
use crate::{clock, files};

/// Write a workbook for a supplier to fill, with choices and help
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded template --lang zh -o template.xlsx

The supplier fills it in any spreadsheet program; `unleaded check` reads it.")]
pub(crate) struct Args {
    /// Where to write it; `-` is standard output
    #[arg(short, long)]
    output: String,
    /// The day on which the exemptions offered may still be in force; by default today
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<Date>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let as_of = self.as_of.unwrap_or_else(clock::today);
        let workbook = template(printer.language(), as_of);
        files::begin(&self.output, &workbook)?;
        if self.output != files::STANDARD {
            printer.written(&self.output);
        }
        Ok(Exit::Yes)
    }
}
