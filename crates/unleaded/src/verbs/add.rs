//! `add`: takes declarations into the workspace.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::civil::Date;
use unleaded_app::documents::{Settings, is_document};
use unleaded_app::ingest::{Fate, Ingested, given, ingest};
use unleaded_app::system::{in_chinese, in_english};
use unleaded_store::disk::System;
use unleaded_store::{Lock, Patience, Shelf, StoreError};

use self::inputs::Inputs;
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::dates;
use crate::workspace::shelf::OnDisk;
use crate::workspace::{Documents, Opened, catalogue, failed};
use crate::{files, interrupt};

mod inputs;
mod output;

/// What is waited for another process before that is told.
const LONG: Duration = Duration::from_secs(1);

/// Take declarations into the workspace, with the signatures and evidence beside them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded add supplier.xml
  unleaded add incoming/ --format json -o added.json

Documents that can't be read or whose signature is bad are refused and named; one with defects is kept, and told. What is there stays as it
is. A run that was ended goes on where it was when the same command is run again.

Exits 0 when all of it is in the workspace, 1 when something was refused, 2 when a file could not be read or written.")]
pub(crate) struct Args {
    /// Declarations, or folders of them; `-` is standard input
    #[arg(required = true)]
    files: Vec<String>,
    /// The date on which keys must be valid; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<Date>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let opened = Opened::need(printer)?;
        let inputs = Inputs::of(&self.files)?;
        let stop = interrupt::watched();
        let ingested = self.taken(&opened, &inputs, stop, printer)?;
        let text = match self.format {
            Format::Json => output::json(&ingested),
            Format::Human => {
                output::tell(&ingested, printer);
                output::totals(&ingested, printer.language())
            }
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        match &ingested.failure {
            Some(error) => Err(full(&ingested, error)),
            None if stop.load(Ordering::Relaxed) => Err(stopped(&ingested)),
            None => Ok(answer(&ingested)),
        }
    }

    fn taken(
        &self,
        opened: &Opened,
        inputs: &Inputs,
        stop: &AtomicBool,
        printer: &Printer,
    ) -> Result<Ingested, Box<Failure>> {
        let trust = opened.trust()?;
        let mapping = opened.mapping(printer)?;
        let settings = Settings {
            trust: trust.as_ref(),
            mapping: mapping.as_ref(),
            as_of: self.as_of.unwrap_or_else(crate::clock::today),
        };
        let lock = locked(opened, stop, printer)?;
        let told = |error: StoreError| failed(&error);
        let shelf = Shelf::open(&opened.workspace, lock, &System, is_document).map_err(told)?;
        let (index, _) = catalogue::open(opened, mapping.as_ref())?;
        let shelf = OnDisk::new(shelf, index);
        let progress = Progress::new(printer.word("taking in", "收入"));
        let statements = Documents::statements(opened);
        let ingested = ingest(
            &given(inputs.names()),
            (inputs, &statements),
            &settings,
            &shelf,
            stop,
            |done, all| progress.at(done as u64, all as u64),
        );
        let mut ingested =
            ingested.map_err(|error| files::unreadable(&opened.path("statements"), &error))?;
        if let Err(StoreError::File { source, .. }) = shelf.finish() {
            ingested.failure.get_or_insert(source);
        }
        Ok(ingested)
    }
}

/// Waits until no other process writes, and says so where that takes long.
fn locked(opened: &Opened, stop: &AtomicBool, printer: &Printer) -> Result<Lock, Box<Failure>> {
    let mut is_told = false;
    let lock = Lock::take(&opened.workspace, |waited| {
        if waited >= LONG && !is_told {
            is_told = true;
            printer.note(printer.word(
                "another process writes to the workspace; waiting for it",
                "另一进程正在写入工作区，正在等待",
            ));
        }
        if stop.load(Ordering::Relaxed) { Patience::GiveUp } else { Patience::Wait }
    });
    lock.map_err(|error| failed(&error))
}

fn answer(ingested: &Ingested) -> Exit {
    let of = |taken: &unleaded_app::ingest::Taken| match &taken.fate {
        Fate::Kept(put) if put.differing.is_empty() => Exit::Yes,
        Fate::Kept(_) | Fate::Refused => Exit::No,
        Fate::NotReached | Fate::Unreadable => Exit::Failed,
    };
    ingested.taken.iter().map(of).fold(Exit::Yes, Exit::worse)
}

/// How many files are in the workspace, of how many.
fn reached(ingested: &Ingested) -> (usize, usize) {
    let open = ingested.taken.iter().filter(|taken| matches!(taken.fate, Fate::NotReached));
    let all = ingested.taken.len();
    (all - open.count(), all)
}

const GO_ON: (&str, &str) = (
    "what is in the workspace is whole; the same command goes on from there",
    "工作区中已有的内容完好；重新执行同一命令即可继续",
);

fn stopped(ingested: &Ingested) -> Box<Failure> {
    let (done, all) = reached(ingested);
    Failure::new(
        (
            format!("stopped as you asked, after {done} of {all} files"),
            format!("已按要求停止：共 {all} 个文件，已处理 {done} 个"),
        ),
        GO_ON,
    )
}

fn full(ingested: &Ingested, error: &std::io::Error) -> Box<Failure> {
    let (done, all) = reached(ingested);
    Failure::new(
        (
            format!("{}, after {done} of {all} files", in_english(error)),
            format!("{}：共 {all} 个文件，已处理 {done} 个", in_chinese(error)),
        ),
        (format!("make room; {}", GO_ON.0), format!("请腾出空间；{}", GO_ON.1)),
    )
}
