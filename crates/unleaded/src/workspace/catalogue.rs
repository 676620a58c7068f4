//! The index of the workspace, brought up to date with what lies there.

use std::fs;
use std::io;

use unleaded_app::ingest::describe;
use unleaded_app::mapping::MappingFile;
use unleaded_app::parallel;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_store::{Changes, Entry, FileRecord, Index, Kind, Listing, Made, Record, Sha256};
use unleaded_trust::ENVELOPE_SUFFIX;

use super::{Opened, failed, shelf};
use crate::exit::Failure;
use crate::printer::Printer;
use crate::progress::Progress;

/// The index, and what was found out about it.
pub(crate) struct Current {
    pub(crate) index: Index,
    pub(crate) listing: Listing,
    /// A record for each document and statement that can be read.
    pub(crate) records: Vec<Record>,
    /// How many documents and statements were read since the index did not know them as they are.
    pub(crate) read: usize,
    /// How many that it knew are gone.
    pub(crate) gone: usize,
}

/// What records depend on besides the documents.
pub(crate) fn basis(mapping: Option<&MappingFile>) -> String {
    let program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));
    let mapping = mapping.map_or("none", |file| &file.sha256);
    format!("{program}, mapping {mapping}")
}

/// Opens the index and reads what it does not know as it is now. Where it can't be written the results are the same.
pub(crate) fn current(opened: &Opened, printer: &Printer) -> Result<Current, Box<Failure>> {
    let mapping = opened.mapping(printer)?;
    let (index, records) = open(opened, mapping.as_ref())?;
    refreshed(opened, (index, records), mapping.as_ref(), printer)
}

/// Makes the index again, whatever is there.
pub(crate) fn remade(opened: &Opened, printer: &Printer) -> Result<Current, Box<Failure>> {
    let mapping = opened.mapping(printer)?;
    let index = Index::remade(&opened.workspace, &basis(mapping.as_ref()));
    let index = index.map_err(|error| failed(&error))?;
    refreshed(opened, (index, Vec::new()), mapping.as_ref(), printer)
}

pub(crate) fn open(
    opened: &Opened,
    mapping: Option<&MappingFile>,
) -> Result<(Index, Vec<Record>), Box<Failure>> {
    Index::open(&opened.workspace, &basis(mapping)).map_err(|error| failed(&error))
}

fn refreshed(
    opened: &Opened,
    (mut index, records): (Index, Vec<Record>),
    mapping: Option<&MappingFile>,
    printer: &Printer,
) -> Result<Current, Box<Failure>> {
    let listing = opened.listing()?;
    let changes = Changes::between(&listing, records);
    if !changes.stale.is_empty() {
        tell(index.made(), changes.stale.len(), printer);
    }
    let progress = Progress::new(printer.word("reading documents", "读取文件"));
    let all = changes.stale.len();
    let new = parallel::map(
        &changes.stale,
        |entry| record(opened, entry, mapping),
        |done| progress.at(done as u64, all as u64),
    );
    // What can't be read is told by whoever needs it.
    let new: Vec<Record> = new.into_iter().flatten().collect();
    if !changes.is_empty() {
        // The index is a cache: where it can't be written, the records are read again next time.
        let _ = index.update(&new, &changes.gone);
    }
    let (read, gone) = (all, changes.gone.len());
    let mut records = changes.fresh;
    records.extend(new);
    records.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Current { index, listing, records, read, gone })
}

/// What the index is to know of a file.
fn record(opened: &Opened, entry: &Entry, mapping: Option<&MappingFile>) -> io::Result<Record> {
    let read = |name: &str| fs::read(opened.workspace.path(name));
    let bytes = read(&entry.path)?;
    let mut beside = Vec::with_capacity(entry.beside.len());
    let own = entry.path.rsplit('/').next().unwrap_or_default();
    let mut envelope = None;
    for (name, stamp) in &entry.beside {
        let bytes = read(&format!("{}/{name}", entry.folder()))?;
        let sha256 = Sha256::of(&bytes);
        beside.push(FileRecord { name: name.clone(), stamp: *stamp, sha256 });
        if name.strip_prefix(own) == Some(ENVELOPE_SUFFIX) {
            envelope = Some(bytes);
        }
    }
    let about = match entry.kind {
        Kind::Document => {
            let file = FileName::new(&opened.path(&entry.path));
            shelf::about(&describe(&bytes, envelope.as_deref(), &file, mapping))
        }
        Kind::Astray | Kind::Statement => unleaded_store::About::default(),
    };
    let (kind, path, stamp) = (entry.kind, entry.path.clone(), entry.stamp);
    Ok(Record { kind, path, sha256: Sha256::of(&bytes), stamp, beside, about })
}

/// Says why documents are read that an index should know.
fn tell(made: Option<Made>, documents: usize, printer: &Printer) {
    let why = match made {
        Some(Made::Damaged | Made::Foreign) => {
            printer.word("the index was damaged and is made again", "索引已损坏，正在重建")
        }
        Some(Made::InMemory) => printer
            .word("the index can't be written and is made in memory", "索引无法写入，在内存中建立"),
        Some(Made::OtherVersion) => printer
            .word("the index is of another version and is made again", "索引版本不同，正在重建"),
        Some(Made::Missing) => printer.word("the index is made", "正在建立索引"),
        None => printer.word("the index is brought up to date", "正在更新索引"),
    };
    printer.note(&match printer.language() {
        Language::En => format!("{why}: {documents} files are read"),
        Language::Zh => format!("{why}：读取 {documents} 个文件"),
    });
}
