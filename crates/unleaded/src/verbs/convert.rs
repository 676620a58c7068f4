//! `convert`: another form of a declaration.

use serde_json::{Value, json};
use unleaded_app::convert::{Converted, Split, Supplier, Target, Wanted, convert};
use unleaded_model::diagnostic::{Argument, Diagnostic, FileName, Language, any_error};
use unleaded_rules::lists::Lists;
use unleaded_rules::{AnswerableList, Options};

use self::outputs::{Job, Output, jobs};
use crate::args::Format;
use crate::exit::{Both, Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::{keys, mapping};

mod outputs;

/// Write declarations in another format or class, or without their supplier, with a list of what was lost
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded convert composition.csv --to ipc1752a -o declaration.xml
  unleaded convert full.xml --to ipc1752a --class C --list EUROHS-1907 \\
      --list EUREACH-0624 -o answers.xml
  unleaded convert supplier.xml --to ipc1752a --strip supplier \\
      --supplier \"Brand B\" -o for-customer.xml
  unleaded convert declaration.xml --to xlsx -o composition.xlsx
  unleaded convert part-list.csv --to ipc1752a --split -o declarations/

Exits 1 and writes nothing for a declaration with an error.")]
pub(crate) struct Args {
    /// Declarations, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<String>,
    /// The format to write
    #[arg(long, value_enum)]
    to: To,
    /// The supplier to name where the document names none, or it is hidden
    #[arg(long, value_name = "NAME")]
    supplier: Option<String>,
    /// How to read tables whose headings or units are not understood by themselves (TOML, see `--write-mapping` of `check`)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// Leave out what tells who supplied; what the requester wrote stays
    #[arg(long, value_enum, value_name = "WHAT")]
    strip: Option<Strip>,
    /// Answer lists instead of giving the composition
    #[arg(long, value_enum, ignore_case = true, requires = "list")]
    class: Option<Class>,
    /// A list edition to answer, e.g. EUREACH-0624 or EUROHS-1907 (can be repeated)
    #[arg(long, value_name = "LIST", requires = "class", value_parser = list)]
    list: Vec<Answerable>,
    /// Make one document for each part, in the folder of `-o`
    #[arg(long, requires = "output")]
    split: bool,
    /// Form of the account of what was lost, which goes to standard output when the document goes to a file
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write it; a folder for several documents
    #[arg(short, long)]
    output: Option<String>,
}

/// A format that can be written.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum To {
    /// A table of compositions in comma-separated values
    Csv,
    /// IPC-1752A XML
    Ipc1752a,
    /// A table of compositions in a workbook
    Xlsx,
}

/// What can be left out.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Strip {
    /// Who supplied: names, identifiers, contacts, makers, sites, comments, attachments, unknown elements
    Supplier,
}

/// A class that a composition can be turned into.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Class {
    /// Substances of a list, over its threshold or not
    #[value(name = "C")]
    C,
}

/// A list edition, as an option.
#[derive(Clone, Debug)]
struct Answerable(AnswerableList);

fn list(text: &str) -> Result<Answerable, Both> {
    let lists = Lists::shipped();
    let known = || AnswerableList::known(lists).join(", ");
    AnswerableList::find(text, lists).map(Answerable).ok_or_else(|| {
        let en = format!("its entries are not known; known are {}", known());
        Both::from((en, format!("其条目未知；已知的有 {}", known())))
    })
}

impl To {
    fn target(self, language: Language) -> Target {
        match self {
            Self::Csv => Target::Csv,
            Self::Ipc1752a => Target::Ipc1752a,
            Self::Xlsx => Target::Xlsx(language),
        }
    }
}

/// One file, converted.
struct Done {
    job: Job,
    converted: Converted,
    /// The files that were written.
    written: Vec<Output>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        self.refuse_two_outputs()?;
        let target = self.to.target(printer.language());
        let split = if self.split { Split::Products } else { Split::Whole };
        let jobs = jobs(&self.files, self.output.as_deref(), target, split)?;
        let lists: Vec<AnswerableList> = self.list.iter().map(|list| list.0.clone()).collect();
        let options = Options::new(crate::clock::today());
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let mapping = mapping.map(|file| file.mapping).unwrap_or_default();
        let wanted = Wanted {
            target,
            supplier: self.strip.map_or(Supplier::Named, |Strip::Supplier| Supplier::Hidden),
            name: self.supplier.as_deref(),
            lists: &lists,
            options: &options,
            split,
            mapping: &mapping,
        };
        let progress = Progress::new(printer.word("converting", "转换中"));
        let all = jobs.len() as u64;
        let mut exit = Exit::Yes;
        let mut done = Vec::with_capacity(jobs.len());
        for (at, job) in jobs.into_iter().enumerate() {
            progress.at(at as u64, all);
            match one(job, &wanted) {
                Ok(one) => {
                    if one.converted.made.is_empty() {
                        exit = exit.worse(Exit::No);
                    }
                    done.push(one);
                }
                // One that can't be read spoils no other.
                Err(failure) => {
                    printer.failure(&failure);
                    exit = Exit::Failed;
                }
            }
        }
        progress.at(all, all);
        self.report(printer, &done)?;
        Ok(exit)
    }

    fn refuse_two_outputs(&self) -> Result<(), Box<Failure>> {
        let to_screen = self.output.as_deref().is_none_or(|path| path == files::STANDARD);
        if to_screen && self.format == Format::Json {
            return Err(Failure::new(
                (
                    "the document and the account of what was lost can't both go to standard output",
                    "文件与丢失清单不能同时写到标准输出",
                ),
                ("name a file with `-o`", "请用“-o”指定文件"),
            ));
        }
        Ok(())
    }

    fn report(&self, printer: &Printer, done: &[Done]) -> Result<(), Box<Failure>> {
        if self.format == Format::Json {
            let files: Vec<Value> = done.iter().map(|done| self.file(done)).collect();
            let body = json!({"schema": "unleaded/conversion/v1", "files": files});
            return files::print(document(&body).as_bytes());
        }
        for Done { converted, written, .. } in done {
            printer.diagnostics(&converted.diagnostics);
            printer.diagnostics(&converted.losses);
            hidden(printer, converted);
            for output in written.iter().filter(|output| output.path != files::STANDARD) {
                printer.written(&output.path);
            }
        }
        Ok(())
    }

    fn file(&self, done: &Done) -> Value {
        let Done { job, converted, written } = done;
        let hidden = converted.hidden.iter();
        json!({
            "file": job.input,
            "format": self.to.target(Language::En).id(),
            "written": written.iter()
                .map(|output| json!({"file": output.path, "products": output.products}))
                .collect::<Vec<_>>(),
            "diagnostics": converted.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
            "losses": converted.losses.iter().map(loss).collect::<Vec<_>>(),
            "hidden": hidden
                .map(|(kind, count)| json!({"kind": kind.word(), "count": count}))
                .collect::<Vec<_>>(),
        })
    }
}

/// A loss: the diagnostic, and what it is about as it stands in the document.
fn loss(lost: &Diagnostic) -> Value {
    let text = |name: &str| match lost.argument(name) {
        Some(Argument::Text(text)) => json!(text),
        Some(other) => json!(other.to_string()),
        None => Value::Null,
    };
    let first = |names: [&str; 2]| {
        names.into_iter().map(text).find(|value| !value.is_null()).unwrap_or(Value::Null)
    };
    let mut value = diagnostic(lost);
    value["what"] = first(["what", "list"]);
    value["value"] = first(["value", "entries"]);
    if value["value"].is_null() {
        value["value"] = text("range");
    }
    value
}

fn hidden(printer: &Printer, converted: &Converted) {
    if converted.hidden.is_empty() || converted.made.is_empty() {
        return;
    }
    let named = converted.hidden.iter().map(|(kind, count)| {
        let (en, zh) = kind.words();
        format!("{} ({count})", printer.word(en, zh))
    });
    let named: Vec<String> = named.collect();
    printer.note(&format!(
        "{}{}",
        printer.word("hidden: ", "已隐藏："),
        named.join(printer.word(", ", "、"))
    ));
}

fn one(job: Job, wanted: &Wanted<'_>) -> Result<Done, Box<Failure>> {
    let mut input = files::open(&job.input).map_err(|e| files::unreadable(&job.input, &e))?;
    let head = std::io::BufRead::fill_buf(&mut input);
    if keys::is_private(head.map_err(|e| files::unreadable(&job.input, &e))?) {
        return Err(keys::not_a_document(&job.input));
    }
    let converted = convert(input, &FileName::new(&job.input), wanted);
    debug_assert!(!any_error(&converted.diagnostics) || converted.made.is_empty());
    let written = job.write(&converted.made)?;
    Ok(Done { job, converted, written })
}
