//! `diff`: what changed between two documents.

use unleaded_app::diff::{Change, Mode, boms, declarations, reports};
use unleaded_app::input::Input;
use unleaded_formats::tables::Mapping;
use unleaded_model::diagnostic::{Diagnostic, FileName, Severity};
use unleaded_trust::sha256_hex;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::page::Page;
use crate::printer::Printer;
use crate::terminal::{colour_of, columns};
use crate::verbs::json::document;
use crate::verbs::{keys, mapping};

mod tree;
mod wire;
mod words;

/// Tell what changed between two declarations, bills of materials or reports
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded diff supplier-2025.xml supplier-2026.xlsx
  unleaded diff old-report.json new-report.json --format json -o changes.json

Exits 0 when nothing differs, 1 when something does, 2 when it can't be told. The order of rows makes no difference, nor does the
unit that an amount is written in; `--printed` compares what is printed as well.")]
pub(crate) struct Args {
    /// The first document; `-` is standard input
    a: String,
    /// The second document, in any format; `-` is standard input
    b: String,
    /// Tell what is equal too
    #[arg(long)]
    all: bool,
    /// Count an amount as changed that is written differently and has the same value
    #[arg(long)]
    printed: bool,
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

/// How much is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Also what is equal.
    All,
    /// What differs.
    Differences,
}

/// One of the two documents.
pub(crate) struct Side {
    pub(crate) path: String,
    pub(crate) sha256: String,
    pub(crate) input: Input,
}

impl Side {
    fn read(path: &str, mapping: &Mapping) -> Result<Self, Box<Failure>> {
        let bytes = files::need(path)?;
        if keys::is_private(&bytes) {
            return Err(keys::not_a_document(path));
        }
        let input = Input::read_mapped(&bytes, &FileName::new(path), mapping);
        Ok(Self { path: path.to_owned(), sha256: sha256_hex(&bytes), input })
    }

    fn diagnostics(&self) -> &[Diagnostic] {
        self.input.diagnostics()
    }
}

/// What two documents came to.
struct Compared {
    kind: &'static str,
    mode: Mode,
    root: Change,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.a == files::STANDARD && self.b == files::STANDARD {
            return Err(Failure::new(
                ("standard input is one document, not two", "标准输入只能是一个文件"),
                ("name a file for one of them", "请为其中之一指定文件名"),
            ));
        }
        for input in [&self.a, &self.b] {
            self.output.as_deref().map_or(Ok(()), |output| files::refuse_same(input, output))?;
        }
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let mapping = mapping.map(|file| file.mapping).unwrap_or_default();
        let (a, b) = (Side::read(&self.a, &mapping)?, Side::read(&self.b, &mapping)?);
        let whole = [&a, &b].map(|side| self.tell(side, printer));
        if whole.contains(&false) {
            return Ok(Exit::Failed);
        }
        let comparison = Comparison {
            mode: if self.printed { Mode::Printed } else { Mode::Exact },
            all: self.all,
            format: self.format,
            output: self.output.as_deref(),
        };
        comparison.tell(&a, &b, printer)
    }

    /// Tells the errors of a file, and returns whether it can be compared.
    fn tell(&self, side: &Side, printer: &Printer) -> bool {
        if let Input::Envelope = side.input {
            printer.failure(&envelope(&side.path));
            return false;
        }
        let whole = side.input.is_whole();
        mapping::tell_unused(side.diagnostics(), printer);
        if self.format == Format::Human || !whole {
            let errors = side.diagnostics().iter().filter(|d| d.severity == Severity::Error);
            printer.diagnostics(&errors.cloned().collect::<Vec<_>>());
        }
        whole
    }
}

/// How two documents are compared, and where that goes.
pub(crate) struct Comparison<'a> {
    pub(crate) mode: Mode,
    pub(crate) all: bool,
    pub(crate) format: Format,
    pub(crate) output: Option<&'a str>,
}

impl Comparison<'_> {
    /// Tells what differs; no where something does.
    pub(crate) fn tell(&self, a: &Side, b: &Side, printer: &Printer) -> Outcome {
        let Some(compared) = compared(&a.input, &b.input, self.mode) else {
            return Err(unlike(a, b));
        };
        self.write(&compared, [a, b], printer)?;
        Ok(if compared.root.is_equal() { Exit::Yes } else { Exit::No })
    }

    fn write(
        &self,
        compared: &Compared,
        sides: [&Side; 2],
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        let scope = if self.all { Scope::All } else { Scope::Differences };
        if self.format == Format::Json {
            let body = wire::body(compared, sides, scope);
            return files::write(self.output, document(&body).as_bytes());
        }
        let colour = colour_of(self.output);
        files::stream(self.output, &mut |out| {
            let mut page = Page::new(out, columns(), colour);
            tree::write(&mut page, compared, sides.map(|side| side.path.as_str()), scope, printer)
        })
    }
}

/// Compares two inputs of one kind; `None`: they are of different kinds.
fn compared(a: &Input, b: &Input, mode: Mode) -> Option<Compared> {
    let (kind, root) = match (a, b) {
        (Input::Declaration(a), Input::Declaration(b)) => ("declaration", declarations(a, b, mode)),
        (Input::Bom(a), Input::Bom(b)) => ("bom", boms(a.bom.as_ref()?, b.bom.as_ref()?, mode)),
        (Input::Report(Ok(a)), Input::Report(Ok(b))) => ("report", reports(a, b, mode)),
        _ => return None,
    };
    Some(Compared { kind, mode, root })
}

fn unlike(a: &Side, b: &Side) -> Box<Failure> {
    let kind = |side: &Side| match side.input {
        Input::Bom(_) => ("a bill of materials", "物料清单"),
        Input::Declaration(_) => ("a declaration", "声明"),
        Input::Envelope => ("the envelope of a signature", "签名信封"),
        Input::Report(_) => ("a report", "报告"),
    };
    let ((a_en, a_zh), (b_en, b_zh)) = (kind(a), kind(b));
    Failure::new(
        (
            format!("`{}` is {a_en} and `{}` is {b_en}", a.path, b.path),
            format!("“{}”是{a_zh}，而“{}”是{b_zh}", a.path, b.path),
        ),
        ("compare two documents of one kind", "请比较同类的两个文件"),
    )
}

/// The failure for the envelope of a signature where the document beside it is meant.
pub(crate) fn envelope(path: &str) -> Box<Failure> {
    Failure::new(
        (format!("`{path}` is the envelope of a signature"), format!("“{path}”是签名信封")),
        (
            "name the document that lies beside it; `unleaded verify` checks the signature",
            "请指定它旁边的文件；“unleaded verify”可验证签名",
        ),
    )
}
