//! `document status`: whether documents still hold.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_app::held::held;
use unleaded_app::mapping::MappingFile;
use unleaded_documents::made_from::{
    Compared, FindError, Held, ListEdition, MadeFrom, Now, State, compare,
};
use unleaded_rules::lists::Standing;
use unleaded_trust::sha256_hex;

use super::ReportFile;
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files::{self, Folder};
use crate::page::Page;
use crate::printer::Printer;
use crate::progress::Progress;
use crate::terminal::{colour_of, columns};
use crate::verbs::json::document;
use crate::verbs::own_lists::{self, OwnLists};
use crate::verbs::{dates, mapping};

mod text;
mod wire;

/// Tell whether documents still hold, and what changed of that which they were made from
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded document status table.html --report report.json
  unleaded document status filed/ --bom bom.csv --declarations declarations/

A document says in itself what it was made from. To tell, --report is needed, or --bom, --declarations and whatever else was used.
List editions are always compared with those of this program and of --lists that are in force on the day. Documents are not signed: whether somebody altered one can't be told.
Exits 0 when all are current, 1 when one is stale or can't be told, 2 when something can't be read.")]
pub(crate) struct StatusArgs {
    /// The documents, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "DOC")]
    docs: Vec<String>,
    /// The report as it is now, made by `unleaded rollup --format json`
    #[arg(long, value_name = "REPORT")]
    report: Option<String>,
    /// The bill of materials as it is now
    #[arg(long, value_name = "BOM")]
    bom: Option<String>,
    /// The folder of declarations as it is now
    #[arg(long, value_name = "DIR")]
    declarations: Option<String>,
    /// The decisions as they are now, see `decide`
    #[arg(long, value_name = "FILE")]
    decisions: Option<String>,
    /// The trust file as it is now
    #[arg(long, value_name = "TRUST.json")]
    trust: Option<String>,
    /// The mapping file as it is now
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    #[command(flatten)]
    own: OwnLists,
    /// The day; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<Date>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// What is told of a document.
struct Told {
    file: String,
    /// What it was made from, and what became of that.
    found: Result<(MadeFrom, Compared), Untold>,
}

/// Why nothing is told of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Untold {
    /// It does not say what it was made from.
    Absent,
    /// It says so in a form that can't be read.
    Malformed,
    /// It can't be read.
    Unreadable,
}

impl Told {
    fn state(&self) -> State {
        self.found.as_ref().map_or(State::Unknown, |(_, compared)| compared.state)
    }

    fn exit(&self) -> Exit {
        match (&self.found, self.state()) {
            (Err(Untold::Unreadable), _) => Exit::Failed,
            (_, State::Current) => Exit::Yes,
            (_, State::Stale | State::Unknown) => Exit::No,
        }
    }
}

impl StatusArgs {
    pub(super) fn run(self, printer: &Printer) -> Outcome {
        self.refuse_standard_twice()?;
        let documents = files::documents(&self.docs)?;
        let report = self.report.as_deref().map(ReportFile::read).transpose()?;
        let now = self.now(report.as_ref(), printer)?;
        let told: Vec<Told> = documents.into_iter().map(|file| told(file, &now, printer)).collect();
        let output = self.output.as_deref();
        if self.format == Format::Json {
            files::write(output, document(&wire::body(&told, &now)).as_bytes())?;
        } else {
            files::stream(output, &mut |out| {
                let mut page = Page::new(out, columns(), colour_of(output));
                text::write(&mut page, &told, &now, printer.language())
            })?;
        }
        Ok(told.iter().map(Told::exit).fold(Exit::Yes, Exit::worse))
    }

    /// Standard input can be read once.
    fn refuse_standard_twice(&self) -> Result<(), Box<Failure>> {
        let options =
            [&self.report, &self.bom, &self.decisions, &self.trust, &self.mapping].into_iter();
        files::refuse_standard_twice(self.docs.iter().chain(options.flatten()))
    }

    fn now<'a>(
        &self,
        report: Option<&'a ReportFile>,
        printer: &Printer,
    ) -> Result<Now<'a>, Box<Failure>> {
        let hash = |path: &Option<String>| -> Result<Option<String>, Box<Failure>> {
            let bytes = path.as_deref().map(files::need).transpose()?;
            Ok(bytes.map(|bytes| sha256_hex(&bytes)))
        };
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        Ok(Now {
            as_of: as_of.to_string(),
            report: report.map(ReportFile::source),
            bom: hash(&self.bom)?,
            documents: self.documents(report, mapping.as_ref(), printer)?,
            decisions: hash(&self.decisions)?,
            trust: hash(&self.trust)?,
            mapping: mapping.map(|file| file.sha256),
            lists: self.lists(as_of, printer)?,
            sha256: sha256_hex,
        })
    }

    /// The editions that are used on that day, and every draft: a document may have been made with it.
    fn lists(&self, as_of: Date, printer: &Printer) -> Result<Vec<ListEdition>, Box<Failure>> {
        let all = self.own.load(printer)?;
        let used = own_lists::used(&all, as_of, None, &[], None)?;
        let drafts = all.headers().into_iter().filter(|header| header.standing == Standing::Draft);
        let editions = used.headers().into_iter().chain(drafts).map(|header| ListEdition {
            id: header.id.clone(),
            edition: header.edition.clone(),
            sha256: header.sha256.clone(),
        });
        Ok(editions.collect())
    }

    /// The documents of the folder. Of those that the report does not name the parts are read, so that it can be told which of them
    /// stands in the place of which.
    fn documents(
        &self,
        report: Option<&ReportFile>,
        mapping: Option<&MappingFile>,
        printer: &Printer,
    ) -> Result<Option<Vec<Held>>, Box<Failure>> {
        let Some(folder) = self.declarations.as_deref() else { return Ok(None) };
        let known: Option<BTreeSet<&str>> = report.map(|file| {
            let inputs = &file.report.inputs;
            let matched = inputs.declarations.iter().map(|input| input.sha256.as_str());
            matched.chain(inputs.unmatched.iter().map(String::as_str)).collect()
        });
        let bar = Progress::new(printer.word("reading declarations", "读取声明"));
        let progress = |done: usize, all: usize| bar.at(done as u64, all as u64);
        let held = held(&Folder::new(folder), mapping, known.as_ref(), progress);
        held.map(Some).map_err(|unread| {
            let file = if unread.file.is_empty() { folder } else { &unread.file };
            files::unreadable(file, &unread.error)
        })
    }
}

/// Reads a document and compares; one that can't be read is said to be so, and the others are told all the same.
fn told(file: String, now: &Now<'_>, printer: &Printer) -> Told {
    let found = match files::need(&file) {
        Ok(bytes) => match MadeFrom::find(&bytes) {
            Ok(made) => {
                let compared = compare(&made, now);
                Ok((made, compared))
            }
            Err(FindError::Absent) => Err(Untold::Absent),
            Err(_) => Err(Untold::Malformed),
        },
        Err(failure) => {
            printer.failure(&failure);
            Err(Untold::Unreadable)
        }
    };
    Told { file, found }
}
