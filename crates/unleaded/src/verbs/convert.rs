//! `convert`: another format.

use unleaded_app::check::read;
use unleaded_model::diagnostic::{FileName, any_error};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

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
        let input = files::open(&self.file).map_err(|e| files::unreadable(&self.file, &e))?;
        let (declaration, diagnostics) = read(input, &FileName::new(&self.file)).into_declaration();
        printer.diagnostics(&diagnostics);
        if any_error(&diagnostics) {
            return Ok(Exit::No);
        }
        let Some(mut declaration) = declaration else {
            return Err(Failure::new(format!("`{}` holds no declaration", self.file), "check the file"));
        };
        if let Some(supplier) = self.supplier.filter(|_| declaration.header.supplier.name.is_empty()) {
            declaration.header.supplier.name = supplier;
        }
        let (text, lost) = match self.to {
            To::Ipc1752a => unleaded_formats::ipc1752::write(&declaration),
        };
        printer.diagnostics(&lost);
        files::write(self.output.as_deref(), text.as_bytes())?;
        Ok(Exit::Yes)
    }
}
