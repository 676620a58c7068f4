//! `status`: what the workspace holds, what is missing, and whether it is sound.

use std::collections::BTreeMap;

use unleaded_app::coverage::{Coverage, coverage};
use unleaded_app::parallel;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_store::{Changes, Fault, Kind, Made, Record, leftovers};
use unleaded_trust::{ENVELOPE_SUFFIX, sha256_hex};

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::progress::Progress;
use crate::workspace::{Opened, catalogue, failed};

mod output;

/// Say what the workspace holds, what is missing against the bill of materials, and whether it is sound
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded status
  unleaded status --verify --format json

Exits 0 when the workspace is sound, 1 when it is not: a document was changed, or a file lies where none belongs. What is missing, an old
index and what a killed run left behind are told, and make no workspace unsound.")]
pub(crate) struct Args {
    /// Read every document, to see that it is as it was when it was added
    #[arg(long)]
    verify: bool,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// What there is to say of a workspace.
struct Status {
    root: String,
    index: IndexState,
    /// What was read without its being asked for.
    records: Vec<Record>,
    leftovers: usize,
    /// Whether the bytes of all documents were compared with their hashes.
    verified: bool,
    /// What is wrong, sorted by path.
    faults: Vec<Diagnostic>,
    boms: Vec<Bom>,
}

/// A bill of materials, and what of it is declared.
struct Bom {
    file: String,
    sha256: String,
    coverage: Result<Coverage, Vec<Diagnostic>>,
}

/// What the index was, before it was brought up to date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum IndexState {
    Current,
    Made(Made),
    Stale,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let status = self.status(&Opened::need(printer)?, printer)?;
        let text = match self.format {
            Format::Json => output::json(&status),
            Format::Human => {
                printer.diagnostics(&status.faults);
                for bom in &status.boms {
                    printer.diagnostics(bom.coverage.as_ref().err().map_or(&[], Vec::as_slice));
                }
                output::text(&status, printer.language())
            }
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        Ok(if status.is_sound() { Exit::Yes } else { Exit::No })
    }

    fn status(&self, opened: &Opened, printer: &Printer) -> Result<Status, Box<Failure>> {
        let current = catalogue::current(opened, printer)?;
        let index = match current.index.made() {
            Some(made) => IndexState::Made(made),
            None if current.read > 0 || current.gone > 0 => IndexState::Stale,
            None => IndexState::Current,
        };
        let mut faults = Fault::of_names(&current.listing);
        if self.verify {
            faults.extend(changed(opened, &current.records, printer));
        }
        // What was not read just now is as it was when it was.
        let unread = Changes::between(&current.listing, current.records.clone()).stale;
        faults.extend(
            unread.iter().filter_map(|entry| Fault::of_bytes(&opened.workspace, &entry.path)),
        );
        faults.sort_unstable();
        faults.dedup();
        let faults = faults.iter().map(|fault| fault.diagnostic(&opened.workspace)).collect();
        let leftovers = leftovers(&opened.workspace).map_err(|error| failed(&error))?.len();
        let boms = boms(opened, &current.records)?;
        let root = opened.workspace.root().to_string_lossy().into_owned();
        let (records, verified) = (current.records, self.verify);
        Ok(Status { root, index, records, leftovers, verified, faults, boms })
    }
}

/// The documents and statements whose bytes are not those that they are named by.
fn changed(opened: &Opened, records: &[Record], printer: &Printer) -> Vec<Fault> {
    let progress = Progress::new(printer.word("verifying", "核对中"));
    let all = records.len() as u64;
    let one = |record: &Record| Fault::of_bytes(&opened.workspace, &record.path);
    let found = parallel::map(records, one, |done| progress.at(done as u64, all));
    found.into_iter().flatten().collect()
}

fn boms(opened: &Opened, records: &[Record]) -> Result<Vec<Bom>, Box<Failure>> {
    let usable = records.iter().filter(|record| record.about.unusable.is_empty());
    let mut offered: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for offer in usable.flat_map(|record| &record.about.offers) {
        offered.entry(&offer.number).or_default().push(&offer.maker);
    }
    let one = |file: String| {
        let bytes = files::need(&file)?;
        let coverage = coverage(&bytes, &FileName::new(&file), &offered);
        Ok(Bom { sha256: sha256_hex(&bytes), coverage, file })
    };
    opened.files("bom").into_iter().map(one).collect()
}

impl Status {
    fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.boms.iter().all(|bom| bom.coverage.is_ok())
    }

    fn of(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |record| record.kind == kind)
    }

    fn documents(&self) -> usize {
        self.of(Kind::Document).count()
    }

    /// How many documents have an envelope beside them; whether it is good, a roll-up tells.
    fn with_envelope(&self) -> usize {
        let has = |record: &&Record| {
            let own = record.path.rsplit('/').next().unwrap_or_default();
            record.beside.iter().any(|file| file.name.strip_prefix(own) == Some(ENVELOPE_SUFFIX))
        };
        self.of(Kind::Document).filter(has).count()
    }

    fn with_errors(&self) -> usize {
        self.of(Kind::Document).filter(|record| record.about.errors > 0).count()
    }

    fn bytes(&self) -> u64 {
        self.records
            .iter()
            .map(|r| r.stamp.size + r.beside.iter().map(|file| file.stamp.size).sum::<u64>())
            .sum()
    }
}
