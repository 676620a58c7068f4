//! `export`: the tables of a roll-up, for databases.

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::path::Path;

use unleaded_app::rollup::export;
use unleaded_app::rollup::tables::{Cell, Sink, Table};
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::any_error;

use self::text::Csv;
use crate::exit::{Exit, Failure, Outcome};
use crate::files::whole_folder::{Contents, WholeFolder};
use crate::files::{self, unwritable};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::dates;
use crate::verbs::rollup::nothing_summed;
use crate::verbs::sources::Sources;

mod about;
#[cfg(feature = "parquet")]
mod parquet;
mod text;

/// The file that tells of the others.
const ABOUT: &str = "export.json";

/// Write the parts, edges, compositions and totals of a roll-up as tables, for databases
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded export bom.csv --declarations declarations/ --to csv -o tables/
  unleaded export bom.xlsx --declarations in/ --trust trust.json --to parquet -o tables/

The folder holds a file for each table, and `export.json`, which tells what they were made from. It appears whole or not at all; one that
is there is replaced only where it holds nothing but an earlier export. docs/formats/export.md describes every column.
Exits 0 when every document was used, 1 when one was left out or has an error, 2 when the bill of materials can't be used or a file can't be
written.")]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The date of the law; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<jiff::civil::Date>,
    /// The form of the tables
    #[arg(long, value_enum)]
    to: To,
    /// The folder to write them to
    #[arg(short, long, value_name = "FOLDER")]
    output: String,
}

/// The form of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum To {
    /// Text, with a header
    Csv,
    /// Apache Parquet, if built with `--features parquet`
    Parquet,
}

impl To {
    fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
        }
    }

    fn file_name(self, table: Table) -> String {
        format!("{}.{}", table.name(), self.word())
    }
}

impl Args {
    pub(crate) fn run(mut self, printer: &Printer) -> Outcome {
        if self.to == To::Parquet && !cfg!(feature = "parquet") {
            return Err(without_parquet());
        }
        self.sources.complete(printer)?;
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let folder = WholeFolder::begin(&self.output, CONTENTS)?;
        let failed = |error: io::Error| unwritable(&self.output, &error);
        let mut tables = Tables::new(self.to, folder.path(), printer).map_err(failed)?;
        let (outcome, written) =
            self.sources.roll(as_of, printer, |request, documents, progress| {
                export(request, documents, &mut tables, progress)
            })?;
        self.sources.tell(&outcome.diagnostics, printer);
        let (Some(written), Some(report)) = (written, outcome.report) else {
            return Err(nothing_summed());
        };
        let rows = written.and_then(|()| tables.close()).map_err(failed)?;
        let about = folder.path().join(ABOUT);
        files::write(
            Some(&about.to_string_lossy()),
            about::body(self.to, &report, &rows).as_bytes(),
        )?;
        folder.place()?;
        printer.written(&self.output);
        let is_whole = !any_error(&outcome.diagnostics) && !leaves_out(&report);
        Ok(if is_whole { Exit::Yes } else { Exit::No })
    }
}

fn leaves_out(report: &Report) -> bool {
    report.inputs.declarations.iter().any(|document| document.left_out.is_some())
}

fn without_parquet() -> Box<Failure> {
    Failure::new(
        (
            "this program was built without the crate that writes Parquet",
            "本程序编译时未启用写 Parquet 的库",
        ),
        (
            "build it with `--features parquet`, or write `--to csv`",
            "请用 `--features parquet` 重新编译，或使用 `--to csv`",
        ),
    )
}

/// What the folder of an export holds, whatever its form.
const CONTENTS: Contents = Contents { mark: ABOUT, is_mark: about::is_about, is_known };

fn is_known(name: &str) -> bool {
    let forms = [To::Csv, To::Parquet];
    Table::ALL.iter().any(|table| forms.iter().any(|to| to.file_name(*table) == name))
}

/// A table that is being written.
trait Writer {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Brings what is left to the disk.
    fn close(self: Box<Self>) -> io::Result<()>;
}

fn writer(to: To, table: Table, folder: &Path) -> io::Result<Box<dyn Writer>> {
    let file = File::create_new(folder.join(to.file_name(table)))?;
    Ok(match to {
        To::Csv => Box::new(Csv::new(table, file)?),
        #[cfg(feature = "parquet")]
        To::Parquet => Box::new(parquet::Parquet::new(table, file)?),
        #[cfg(not(feature = "parquet"))]
        To::Parquet => return Err(io::ErrorKind::Unsupported.into()),
    })
}

/// The files of all tables.
struct Tables {
    /// With the number of rows of each.
    writers: BTreeMap<Table, (Box<dyn Writer>, u64)>,
    progress: Progress,
}

impl Tables {
    fn new(to: To, folder: &Path, printer: &Printer) -> io::Result<Self> {
        let begun = |table: &Table| Ok((*table, (writer(to, *table, folder)?, 0)));
        Ok(Self {
            writers: Table::ALL.iter().map(begun).collect::<io::Result<_>>()?,
            progress: Progress::new(printer.word("writing tables", "写入表格")),
        })
    }

    /// Brings the files to the disk, and returns how many rows each has.
    fn close(self) -> io::Result<BTreeMap<Table, u64>> {
        let close = |(table, (writer, rows)): (Table, (Box<dyn Writer>, u64))| {
            writer.close()?;
            Ok((table, rows))
        };
        self.writers.into_iter().map(close).collect()
    }
}

impl Sink for Tables {
    fn row(&mut self, table: Table, cells: &[Cell<'_>]) -> io::Result<()> {
        let Some((writer, rows)) = self.writers.get_mut(&table) else { return Ok(()) };
        *rows += 1;
        writer.row(cells)
    }

    fn written(&mut self, done: usize, all: usize) {
        self.progress.at(done as u64, all as u64);
    }
}
