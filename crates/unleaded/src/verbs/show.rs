//! `show`: a declaration for a person.

use std::cell::Cell;
use std::io::{self, BufRead, Cursor, Read, Write};
use std::sync::atomic::AtomicU64;

use unleaded_app::documents::unreadable;
use unleaded_app::input::{Input, names_report};
use unleaded_app::rows::read_declaration;
use unleaded_formats::check::CheckOptions;
use unleaded_formats::detect::{Kind, detect};
use unleaded_formats::sink::{Collected, Sink};
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, any_error};

use self::human::Human;
use self::signature::{Judge, Signature};
use self::wire::Wire;
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::page::Page;
use crate::printer::Printer;
use crate::progress::{Progress, Reading};
use crate::terminal::{Colour, colour_of, columns, shows};
use crate::verbs::trust;
use crate::verbs::{diff, keys, mapping};

mod amounts;
mod bom;
mod header;
mod human;
mod rows;
mod sections;
mod signature;
mod undisclosed;
mod wire;
mod words;

/// Bytes of a file by which it is told what it is.
const HEAD: u64 = 64 << 10;

/// Print a declaration or a bill of materials for a person, or as JSON
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded show supplier.xml
  unleaded show declaration.xlsx --format json -o declaration.json

Amounts stand as the document prints them. Exits 0 when all is shown, 1 when a file has an error, so that something may be missing
(`unleaded check` tells it), 2 when a file can't be read.")]
pub(crate) struct Args {
    /// Declarations, in any format; a bill of materials is shown as a tree; `-` is standard input
    #[arg(required = true)]
    files: Vec<String>,
    /// Show every answer and all that was kept, not only what is over a threshold
    #[arg(long)]
    all: bool,
    /// Whose keys you accept; without it signatures are mentioned and not checked
    #[arg(long, value_name = "TRUST.json")]
    trust: Option<String>,
    /// How to read tables whose headings or units are not understood by themselves (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Everything.
    All,
    /// What is over a threshold, and counts of the rest.
    Notable,
}

/// Whether there was anything to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// No header and no product.
    Nothing,
    /// A header or a product.
    Something,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        for file in &self.files {
            self.output.as_deref().map_or(Ok(()), |output| files::refuse_same(file, output))?;
        }
        let trust = self.trust.as_deref().map(trust::load).transpose()?;
        let judge = trust.as_ref().map(|trust| Judge::new(trust, &self.files)).transpose()?;
        let unread = judge.as_ref().map_or(&[][..], Judge::unread);
        printer.diagnostics(unread);
        let mut exit = if unread.is_empty() { Exit::Yes } else { Exit::Failed };
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let to_screen = shows(self.output.as_deref());
        let shown = Shown {
            printer,
            judge,
            mapping: mapping.map(|file| file.mapping).unwrap_or_default(),
            scope: if self.all { Scope::All } else { Scope::Notable },
            colour: colour_of(self.output.as_deref()),
            progress: (!to_screen).then(|| Progress::of_bytes(printer.word("reading", "读取中"))),
            done: AtomicU64::new(0),
            all: self.files.iter().map(|f| std::fs::metadata(f).map_or(0, |m| m.len())).sum(),
        };
        files::stream(self.output.as_deref(), &mut |out| {
            match self.format {
                Format::Human => {
                    for (at, path) in self.files.iter().enumerate() {
                        if at > 0 {
                            writeln!(out)?;
                        }
                        exit = exit.worse(shown.human(path, out)?);
                    }
                }
                Format::Json => exit = exit.worse(shown.json(&self.files, out)?),
            }
            if let Some(progress) = &shown.progress {
                progress.at(shown.all, shown.all);
            }
            Ok(())
        })?;
        Ok(exit)
    }
}

/// What all files are shown with.
struct Shown<'a> {
    printer: &'a Printer,
    /// What signatures are judged with; `None`: they are mentioned.
    judge: Option<Judge<'a>>,
    mapping: Mapping,
    scope: Scope,
    colour: Colour,
    /// None where the result itself goes to the screen.
    progress: Option<Progress>,
    done: AtomicU64,
    all: u64,
}

impl Shown<'_> {
    fn human(&self, path: &str, out: &mut dyn Write) -> io::Result<Exit> {
        let file = FileName::new(path);
        let (head, mut input) = match self.open(path) {
            Ok(opened) => opened,
            Err(error) => {
                self.printer.diagnostics(&[unreadable(&file, &error)]);
                return Ok(Exit::Failed);
            }
        };
        if let Some(failure) = no_declaration(path, &head) {
            self.printer.failure(&failure);
            return Ok(Exit::Failed);
        }
        let mut page = Page::new(out, columns(), self.colour);
        let language = self.printer.language();
        let whole = match whole(&head, &mut input, &file, &self.mapping) {
            Ok(whole) => whole,
            Err(error) => {
                self.printer.diagnostics(&[unreadable(&file, &error)]);
                return Ok(Exit::Failed);
            }
        };
        if let Some(Input::Bom(found)) = &whole {
            bom::write(&mut page, path, found, language)?;
            self.tell(&found.diagnostics);
            return Ok(if any_error(&found.diagnostics) { Exit::No } else { Exit::Yes });
        }
        let signature = Signature::of(path, self.judge.as_ref());
        let stop = Cell::new(false);
        let mut human = Human::new(&mut page, path, self.scope, language, signature, &stop);
        match whole {
            Some(Input::Declaration(collected)) => replay(*collected, &mut human),
            _ => {
                let input = Stopping { inner: Cursor::new(head).chain(input), stop: &stop };
                let options = CheckOptions::default();
                read_declaration(input, &file, options, &self.mapping, &mut human);
            }
        }
        let (found, diagnostics) = human.finish()?;
        mapping::tell_unused(&diagnostics, self.printer);
        if found == Found::Nothing {
            self.tell(&diagnostics);
        }
        Ok(exit(found, &diagnostics))
    }

    /// Tells the errors of what can't be shown.
    fn tell(&self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics
            .iter()
            .filter(|d| d.severity == unleaded_model::diagnostic::Severity::Error);
        self.printer.diagnostics(&errors.cloned().collect::<Vec<_>>());
    }

    fn json(&self, paths: &[String], out: &mut dyn Write) -> io::Result<Exit> {
        let mut exit = Exit::Yes;
        writeln!(out, "{{\"schema\":\"unleaded/declaration/v1\",\"files\":[")?;
        for (at, path) in paths.iter().enumerate() {
            if at > 0 {
                writeln!(out, ",")?;
            }
            exit = exit.worse(self.json_of(path, out)?);
        }
        writeln!(out, "\n]}}")?;
        Ok(exit)
    }

    fn json_of(&self, path: &str, out: &mut dyn Write) -> io::Result<Exit> {
        let file = FileName::new(path);
        let stop = Cell::new(false);
        let mut wire = Wire::begin(out, path, Signature::of(path, self.judge.as_ref()), &stop)?;
        match self.open(path) {
            Err(error) => wire.diagnostic(unreadable(&file, &error)),
            Ok((head, mut input)) => match whole(&head, &mut input, &file, &self.mapping) {
                Err(error) => wire.diagnostic(unreadable(&file, &error)),
                Ok(Some(Input::Bom(read))) => wire.bom(read),
                Ok(Some(Input::Declaration(collected))) => replay(*collected, &mut wire),
                Ok(_) => {
                    let input = Stopping { inner: Cursor::new(head).chain(input), stop: &stop };
                    let options = CheckOptions::default();
                    read_declaration(input, &file, options, &self.mapping, &mut wire);
                }
            },
        }
        let (found, diagnostics) = wire.finish()?;
        Ok(exit(found, &diagnostics))
    }

    /// Opens a file and reads its beginning.
    fn open(&self, path: &str) -> io::Result<(Vec<u8>, Box<dyn BufRead + '_>)> {
        let input = files::open(path)?;
        let mut input: Box<dyn BufRead> = match &self.progress {
            Some(progress) => Box::new(Reading::new(input, progress, &self.done, self.all)),
            None => input,
        };
        let mut head = Vec::new();
        input.by_ref().take(HEAD).read_to_end(&mut head)?;
        Ok((head, input))
    }
}

/// What a file comes to of which nothing or something could be shown.
fn exit(found: Found, diagnostics: &[Diagnostic]) -> Exit {
    let closed = diagnostics.iter().any(|d| d.code == codes::FILE_INACCESSIBLE);
    match (closed || found == Found::Nothing, any_error(diagnostics)) {
        (true, true) => Exit::Failed,
        (_, true) => Exit::No,
        (_, false) => Exit::Yes,
    }
}

/// The failure for a file that is well known, and no declaration.
fn no_declaration(path: &str, head: &[u8]) -> Option<Box<Failure>> {
    if keys::is_private(head) {
        return Some(keys::not_a_document(path));
    }
    match detect(head) {
        Some(Kind::Dsse) => Some(diff::envelope(path)),
        Some(Kind::Json) if names_report(head) => Some(Failure::new(
            (format!("`{path}` is a report"), format!("“{path}”是报告")),
            (
                "`unleaded document` makes pages of it, and `unleaded diff` compares two",
                "“unleaded document”可由报告生成文件，“unleaded diff”可比较两份报告",
            ),
        )),
        _ => None,
    }
}

/// The whole of a file that may be a bill of materials, which is taken as a whole; `None`: it is a declaration, or nothing known.
fn whole(
    head: &[u8],
    input: &mut dyn BufRead,
    file: &FileName,
    mapping: &Mapping,
) -> io::Result<Option<Input>> {
    let may_be_bom = match detect(head) {
        // The beginning of these says nothing.
        Some(Kind::Json | Kind::Xlsx | Kind::Xml) => true,
        Some(Kind::Csv) => matches!(Input::read_mapped(head, file, mapping), Input::Bom(_)),
        Some(
            Kind::Dsse | Kind::Iec62474 | Kind::Ipc1752a | Kind::LateDisclosure | Kind::Redacted,
        )
        | None => false,
    };
    if !may_be_bom {
        return Ok(None);
    }
    let mut bytes = head.to_vec();
    input.take(files::LARGEST).read_to_end(&mut bytes)?;
    Ok(Some(Input::read_mapped(&bytes, file, mapping)))
}

/// Hands over what was read.
fn replay(collected: Collected, sink: &mut dyn Sink) {
    collected.header.into_iter().for_each(|header| sink.header(header));
    collected.products.into_iter().for_each(|product| sink.product(product));
    collected.diagnostics.into_iter().for_each(|defect| sink.diagnostic(defect));
}

/// A reader that ends where nobody reads the result any more.
struct Stopping<'a, R> {
    inner: R,
    stop: &'a Cell<bool>,
}

impl<R: BufRead> Read for Stopping<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.get() { Ok(0) } else { self.inner.read(buffer) }
    }
}

impl<R: BufRead> BufRead for Stopping<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.stop.get() { Ok(&[]) } else { self.inner.fill_buf() }
    }

    fn consume(&mut self, amount: usize) {
        if !self.stop.get() {
            self.inner.consume(amount);
        }
    }
}
