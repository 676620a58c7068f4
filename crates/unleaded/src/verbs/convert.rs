//! `convert`: another format.

use std::io::BufRead as _;

use unleaded_app::convert::to_ipc1752a;
use unleaded_model::diagnostic::FileName;

use crate::exit::{Exit, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::keys;

/// Write a declaration in another format, with a list of what was lost
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded convert composition.csv --to ipc1752a -o declaration.xml

Exits 1 and writes nothing when the declaration has an error.")]
pub(crate) struct Args {
    /// The declaration; `-` is standard input
    file: String,
    /// The format to write
    #[arg(long, value_enum)]
    to: To,
    /// The supplier to name where the document names none
    #[arg(long, value_name = "NAME")]
    supplier: Option<String>,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

/// A format that can be written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum To {
    /// IPC-1752A XML, class C and D
    Ipc1752a,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if let Some(output) = &self.output {
            files::refuse_same(&self.file, output)?;
        }
        let mut input = files::open(&self.file).map_err(|e| files::unreadable(&self.file, &e))?;
        if keys::is_private(input.fill_buf().map_err(|e| files::unreadable(&self.file, &e))?) {
            return Err(keys::not_a_document(&self.file));
        }
        let converted = match self.to {
            To::Ipc1752a => {
                to_ipc1752a(input, &FileName::new(&self.file), self.supplier.as_deref())
            }
        };
        printer.diagnostics(&converted.diagnostics);
        let Some(text) = converted.text else {
            return Ok(Exit::No);
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        if let Some(output) = self.output.as_deref().filter(|path| *path != files::STANDARD) {
            printer.note(&format!("{}{output}", printer.word("written: ", "已写入：")));
        }
        Ok(Exit::Yes)
    }
}
