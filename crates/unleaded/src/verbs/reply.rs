//! `reply`: the draft of a reply to a customer's request.

use std::io;

use serde_json::{Value, json};
use unleaded_app::convert::{Target, written};
use unleaded_app::documents::{Documents, is_of_check};
use unleaded_app::reply::{Asked, Filled, Question, Reply, reply, sheet};
use unleaded_model::declaration::{Contact, Declaration};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Severity};
use unleaded_rules::Options;
use unleaded_trust::sha256_hex;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files::{self, Folder};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::mapping;
use crate::verbs::request::parts_of;

mod text;

/// Fill in a customer's request from what you declared before, and list what is left to answer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded reply request.xml --from last-year/ -o reply.xml
  unleaded reply request.xml --from full.csv --parts-map our-numbers.csv --accept --authorizer \"A. Person\" -o reply.xml
  unleaded reply request.xml --from last-year/ --questions questions.xlsx --lang zh
  unleaded reply request.xml --from last-year/ --answers questions.xlsx -o reply.xml

Nothing is invented: a weight or an answer that no earlier document gives stays open, and is listed. Answer it in the
workbook that `--questions` writes, or in the draft, which is then another `--from`. Exits 1 while a question is open.")]
pub(crate) struct Args {
    /// The request: IPC-1752A in mode Request/Reply; `-` is standard input
    request: String,
    /// Declarations of the same parts, or folders of them: last year's, or full compositions (can be repeated)
    #[arg(long, value_name = "FILE")]
    from: Vec<String>,
    /// How to read tables among them whose headings or units are not understood by themselves (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// A table of your item numbers and the customer's: `item_number,customer_part_number`
    #[arg(long, value_name = "FILE")]
    parts_map: Option<String>,
    /// Where to write what is left to answer, as a file to fill: .xlsx, or .csv
    #[arg(long, value_name = "OUT")]
    questions: Option<String>,
    /// The filled file that `--questions` wrote for this request (can be repeated)
    #[arg(long, value_name = "FILE")]
    answers: Vec<String>,
    /// The supplier, where the earlier declarations do not name it
    #[arg(long, value_name = "NAME")]
    supplier: Option<String>,
    /// Accept the legal text
    #[arg(long, requires = "authorizer")]
    accept: bool,
    /// Who accepts it
    #[arg(long, value_name = "NAME", requires = "accept")]
    authorizer: Option<String>,
    /// The title of whoever accepts it
    #[arg(long, value_name = "TITLE", requires = "accept")]
    title: Option<String>,
    /// Form of the list of what is left, which goes to standard output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the draft: .xml, or .xlsx or .csv for a table of the compositions, which as .xlsx holds the answers too
    #[arg(short, long, required_unless_present = "questions")]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        self.refuse_two_outputs()?;
        let map = match &self.parts_map {
            Some(path) => match parts_of(path, None, printer)? {
                Some(map) => map,
                None => return Ok(Exit::No),
            },
            None => Vec::new(),
        };
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let request = files::need(&self.request)?;
        let sha256 = sha256_hex(&request);
        let Some(filled) = self.filled(&sha256, printer)? else {
            return Ok(Exit::No);
        };
        let options = Options::new(crate::clock::today());
        let asked = Asked {
            file: FileName::new(&self.request),
            map: &map,
            supplier: self.supplier.as_deref(),
            authorizer: self.authorizer(),
            filled: &filled,
            mapping: mapping.as_ref(),
            options: &options,
        };
        let sources = Sources::new(&self.from)?;
        let progress = Progress::new(printer.word("reading declarations", "读取声明"));
        let mut at = |done: usize, all: usize| progress.at(done as u64, all as u64);
        let mut drafted = reply(&request[..], &sources, &asked, &mut at)
            .map_err(|error| files::unreadable(&self.request, &error))?;
        let Some(mut declaration) = drafted.declaration.take() else {
            printer.diagnostics(&drafted.diagnostics);
            return Ok(Exit::No);
        };
        let mut losses = std::mem::take(&mut drafted.losses);
        losses.extend(self.write(&mut declaration, printer.language())?);
        self.report(printer, &drafted, &losses)?;
        self.ask(&drafted.questions, &sha256, &options, printer)?;
        let is_done = drafted.questions.is_empty() && !filled.has_error();
        Ok(if is_done { Exit::Yes } else { Exit::No })
    }

    fn authorizer(&self) -> Option<Contact> {
        self.authorizer.clone().map(|name| Contact {
            name,
            title: self.title.clone().unwrap_or_default(),
            ..Contact::default()
        })
    }

    /// What the supplier answered; `None`: it can't be used, which is told.
    fn filled(&self, sha256: &str, printer: &Printer) -> Result<Option<Filled>, Box<Failure>> {
        let mut filled = Filled::default();
        for path in &self.answers {
            let bytes = files::need(path)?;
            if let Err(defects) = filled.add(&bytes, &FileName::new(path), sha256) {
                printer.diagnostics(&defects);
                return Ok(None);
            }
        }
        Ok(Some(filled))
    }

    fn refuse_two_outputs(&self) -> Result<(), Box<Failure>> {
        let outputs: Vec<&String> = self.output.iter().chain(&self.questions).collect();
        let standard = outputs.iter().filter(|output| **output == files::STANDARD).count();
        let inputs = self.from.iter().chain([&self.request]).chain(&self.parts_map);
        for input in inputs.chain(&self.answers).chain(&self.mapping) {
            outputs.iter().try_for_each(|output| files::refuse_same(input, output))?;
        }
        if let [draft, questions] = outputs[..] {
            files::refuse_same(draft, questions)?;
        }
        match standard > 1 || standard == 1 && self.format == Format::Json {
            true => Err(Failure::new(
                (
                    "the draft and the list of questions can't both go to standard output",
                    "草稿与问题清单不能同时写到标准输出",
                ),
                ("name a file for one of them", "请为其中之一指定文件名"),
            )),
            false => Ok(()),
        }
    }

    /// Writes the questions as a file to fill.
    fn ask(
        &self,
        questions: &[Question],
        sha256: &str,
        options: &Options,
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        let Some(path) = &self.questions else {
            return Ok(());
        };
        let language = printer.language();
        let rows = questions.iter().filter(|question| question.wanted.fits_a_row()).count();
        if rows == 0 {
            let (en, zh) = (
                "no question for a table: `{}` is not written",
                "没有可用表格回答的问题，未写入“{}”",
            );
            printer.note(&printer.word(en, zh).replace("{}", path));
            return Ok(());
        }
        let bytes = match path.to_lowercase().ends_with(".csv") {
            true => sheet::csv(questions, sha256, language).into_bytes(),
            false => sheet::workbook(questions, sha256, language, options.as_of),
        };
        // What somebody may be filling already is not written over.
        files::begin(path, &bytes)?;
        if path != files::STANDARD {
            printer.note(&format!(
                "{}{path}",
                printer.word("questions to answer: ", "待回答的问题：")
            ));
        }
        Ok(())
    }

    fn write(
        &self,
        declaration: &mut Declaration,
        language: Language,
    ) -> Result<Vec<Diagnostic>, Box<Failure>> {
        let Some(output) = &self.output else {
            return Ok(Vec::new());
        };
        let name = output.to_lowercase();
        let target = if name.ends_with(".xlsx") {
            Target::Xlsx(language)
        } else if name.ends_with(".csv") {
            Target::Csv
        } else {
            Target::Ipc1752a
        };
        let (bytes, losses) = written(declaration, target);
        files::write(Some(output), &bytes)?;
        Ok(losses)
    }

    fn report(
        &self,
        printer: &Printer,
        drafted: &Reply,
        losses: &[Diagnostic],
    ) -> Result<(), Box<Failure>> {
        if self.format == Format::Json {
            return files::print(document(&self.json(drafted, losses)).as_bytes());
        }
        let told = |d: &&Diagnostic| !is_of_check(d) || d.severity == Severity::Error;
        let told: Vec<Diagnostic> = drafted.diagnostics.iter().filter(told).cloned().collect();
        printer.diagnostics(&told);
        printer.diagnostics(losses);
        let text = text::text(drafted, printer.language());
        if self.output.iter().chain(&self.questions).any(|output| output == files::STANDARD) {
            printer.note(text.trim_end());
            return Ok(());
        }
        if let Some(output) = &self.output {
            printer.written(output);
        }
        files::print(text.as_bytes())
    }

    fn json(&self, drafted: &Reply, losses: &[Diagnostic]) -> Value {
        let added = drafted.added.iter().map(|added| {
            let entries = added.entries.iter();
            json!({
                "part": added.part,
                "list": added.list,
                "since": added.since,
                "entries": entries
                    .map(|e| json!({"name": e.name, "code": e.code, "over": e.over}))
                    .collect::<Vec<_>>(),
            })
        });
        json!({
            "schema": "unleaded/reply/v1",
            "request": self.request,
            "reply": self.output,
            "added": added.collect::<Vec<_>>(),
            "questions": drafted.questions.iter().map(question).collect::<Vec<_>>(),
            "diagnostics": drafted.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
            "losses": losses.iter().map(diagnostic).collect::<Vec<_>>(),
        })
    }
}

fn question(question: &Question) -> Value {
    json!({
        "part": question.part,
        "requester_number": question.requester_number,
        "kind": question.wanted.word(),
        "list": question.wanted.list(),
        "entry": question.wanted.entry(),
        "question": question.wanted.words(Language::En),
        "question_zh": question.wanted.words(Language::Zh),
    })
}

/// The earlier declarations: files, and folders of them.
struct Sources(Vec<String>);

impl Sources {
    fn new(paths: &[String]) -> Result<Self, Box<Failure>> {
        for path in paths {
            std::fs::metadata(path).map_err(|error| files::unreadable(path, &error))?;
        }
        Ok(Self(paths.to_vec()))
    }
}

impl Documents for Sources {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for path in &self.0 {
            match std::fs::metadata(path)?.is_dir() {
                true => names.extend(Folder::new(path).names()?),
                false => names.push(path.clone()),
            }
        }
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        Folder::new("").read(name)
    }
}
