//! `reply`: the draft of a reply to a customer's request.

use std::io;

use serde_json::{Value, json};
use unleaded_app::convert::{Target, written};
use unleaded_app::documents::{Documents, is_of_check};
use unleaded_app::reply::{Asked, Question, Reply, reply};
use unleaded_model::declaration::{Contact, Declaration};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Severity};
use unleaded_rules::Options;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files::{self, Folder};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::request::parts_of;

mod text;

/// Fill in a customer's request from what you declared before, and list what is left to answer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded reply request.xml --from last-year/ -o reply.xml
  unleaded reply request.xml --from full.csv --parts-map our-numbers.csv --accept --authorizer \"A. Person\" -o reply.xml

Nothing is invented: a weight or an answer that no earlier document gives stays open, and is listed. Answer it in the
draft and give the draft as another `--from`. Exits 1 while a question is open.")]
pub(crate) struct Args {
    /// The request: IPC-1752A in mode Request/Reply; `-` is standard input
    request: String,
    /// Declarations of the same parts, or folders of them: last year's, or full compositions (can be repeated)
    #[arg(long, value_name = "FILE")]
    from: Vec<String>,
    /// A table of your item numbers and the customer's: `item_number,customer_part_number`
    #[arg(long, value_name = "FILE")]
    parts_map: Option<String>,
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
    /// Where to write the draft: .xml, or .xlsx or .csv for a table of the compositions
    #[arg(short, long)]
    output: String,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        self.refuse_two_outputs()?;
        let map = match &self.parts_map {
            Some(path) => match parts_of(path, printer)? {
                Some(map) => map,
                None => return Ok(Exit::No),
            },
            None => Vec::new(),
        };
        let options = Options::new(crate::clock::today());
        let asked = Asked {
            file: FileName::new(&self.request),
            map: &map,
            supplier: self.supplier.as_deref(),
            authorizer: self.authorizer.clone().map(|name| Contact {
                name,
                title: self.title.clone().unwrap_or_default(),
                ..Contact::default()
            }),
            options: &options,
        };
        let sources = Sources::new(&self.from)?;
        let progress = Progress::new(printer.word("reading declarations", "读取声明"));
        let input = files::open(&self.request).map_err(|e| files::unreadable(&self.request, &e))?;
        let mut at = |done: usize, all: usize| progress.at(done as u64, all as u64);
        let mut drafted = reply(input, &sources, &asked, &mut at)
            .map_err(|error| files::unreadable(&self.request, &error))?;
        let Some(mut declaration) = drafted.declaration.take() else {
            printer.diagnostics(&drafted.diagnostics);
            return Ok(Exit::No);
        };
        let mut losses = std::mem::take(&mut drafted.losses);
        losses.extend(self.write(&mut declaration, printer.language())?);
        self.report(printer, &drafted, &losses)?;
        Ok(if drafted.questions.is_empty() { Exit::Yes } else { Exit::No })
    }

    fn refuse_two_outputs(&self) -> Result<(), Box<Failure>> {
        let refused = self.output == files::STANDARD && self.format == Format::Json;
        for input in self.from.iter().chain([&self.request]).chain(&self.parts_map) {
            files::refuse_same(input, &self.output)?;
        }
        match refused {
            true => Err(Failure::new(
                (
                    "the draft and the list of questions can't both go to standard output",
                    "草稿与问题清单不能同时写到标准输出",
                ),
                ("name a file with `-o`", "请用“-o”指定文件"),
            )),
            false => Ok(()),
        }
    }

    fn write(
        &self,
        declaration: &mut Declaration,
        language: Language,
    ) -> Result<Vec<Diagnostic>, Box<Failure>> {
        let name = self.output.to_lowercase();
        let target = if name.ends_with(".xlsx") {
            Target::Xlsx(language)
        } else if name.ends_with(".csv") {
            Target::Csv
        } else {
            Target::Ipc1752a
        };
        let (bytes, losses) = written(declaration, target);
        files::write(Some(&self.output), &bytes)?;
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
        if self.output == files::STANDARD {
            printer.note(text.trim_end());
            return Ok(());
        }
        printer.note(&format!("{}{}", printer.word("written: ", "已写入："), self.output));
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
