//! `request`: what a customer asks its suppliers for.

use unleaded_app::mapping::MappingFile;
use unleaded_app::request::{Asked, ListName, editions, request, requester};
use unleaded_formats::parts;
use unleaded_formats::parts::ListedPart;
use unleaded_formats::tables::Mapping;
use unleaded_model::declaration::Class;
use unleaded_model::diagnostic::{FileName, any_error};

use crate::exit::{Both, Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{dates, mapping};

/// Write a request for declarations as IPC-1752A, for your suppliers to answer
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded request --parts parts.csv --requester us.toml --list EUREACH-0624 \\
      --list EUROHS-1907 -o request.xml

PARTS is a table with the suppliers' item numbers and yours: `item_number,our_part_number[,name]`. FILE says who asks:
`name = \"...\"`, and below `[contact]` `name` and `email`.")]
pub(crate) struct Args {
    /// The parts that are asked about: CSV or XLSX
    #[arg(long, value_name = "PARTS")]
    parts: String,
    /// How to read that table where its headings are not understood by themselves (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// Who asks, in TOML
    #[arg(long, value_name = "FILE")]
    requester: String,
    /// A list edition to answer, e.g. EUREACH-0624, or AUTHORITY:IDENTITY (can be repeated)
    #[arg(long, value_name = "LIST", value_parser = list)]
    list: Vec<ListName>,
    /// The class to answer in: C, answers on lists (the default where lists are named), or D, full compositions
    #[arg(long, value_enum, ignore_case = true)]
    class: Option<Wanted>,
    /// The day by which you want an answer
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    respond_by: Option<jiff::civil::Date>,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

/// A class that can be asked for.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Wanted {
    /// Answers on lists
    #[value(name = "C")]
    C,
    /// Full compositions
    #[value(name = "D")]
    D,
}

fn list(text: &str) -> Result<ListName, Both> {
    ListName::parse(text).ok_or_else(|| {
        Both::from((
            "a list that is not known needs its authority: AUTHORITY:IDENTITY",
            "未知的清单须写明发布方：发布方:标识",
        ))
    })
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let class = self.class()?;
        let today = crate::clock::today();
        self.refuse_past(today)?;
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let Some(parts) = parts_of(&self.parts, mapping.as_ref(), printer)? else {
            return Ok(Exit::No);
        };
        let bytes = files::need(&self.requester)?;
        let requester = match requester(&bytes, &FileName::new(&self.requester)) {
            Ok(requester) => requester,
            Err(defect) => {
                printer.diagnostics(&[*defect]);
                return Ok(Exit::No);
            }
        };
        for input in [&self.parts, &self.requester].into_iter().chain(&self.mapping) {
            files::refuse_same(input, self.output.as_deref().unwrap_or(files::STANDARD))?;
        }
        let (text, losses) = request(Asked {
            requester,
            parts: &parts,
            class,
            lists: &self.list,
            date: today,
            respond_by: self.respond_by,
        });
        printer.diagnostics(&editions(&self.list, today));
        printer.diagnostics(&losses);
        files::write(self.output.as_deref(), text.as_bytes())?;
        if let Some(output) = self.output.as_deref().filter(|path| *path != files::STANDARD) {
            printer.written(output);
        }
        Ok(Exit::Yes)
    }

    fn refuse_past(&self, today: jiff::civil::Date) -> Result<(), Box<Failure>> {
        let Some(day) = self.respond_by.filter(|day| *day < today) else { return Ok(()) };
        Err(Failure::new(
            (
                format!("nobody can answer by {day}: today is {today}"),
                format!("答复期限 {day} 已过：今天是 {today}"),
            ),
            ("name a day to come with `--respond-by`", "请用“--respond-by”指定将来的日期"),
        ))
    }

    fn class(&self) -> Result<Class, Box<Failure>> {
        match (self.class, self.list.is_empty()) {
            (Some(Wanted::D), _) | (None, true) => Ok(Class::D),
            (Some(Wanted::C) | None, false) => Ok(Class::C),
            (Some(Wanted::C), true) => Err(Failure::new(
                ("class C answers lists, and none is named", "C 类是对清单的回答，但未指定清单"),
                ("name one, e.g. `--list EUREACH-0624`", "请指定清单，例如“--list EUREACH-0624”"),
            )),
        }
    }
}

/// Reads a list of parts; `None`: it has an error, which is told.
pub(super) fn parts_of(
    path: &str,
    mapping: Option<&MappingFile>,
    printer: &Printer,
) -> Result<Option<Vec<ListedPart>>, Box<Failure>> {
    let none = Mapping::default();
    let mapping = mapping.map_or(&none, |file| &file.mapping);
    let (parts, diagnostics) = parts::read_with(&files::need(path)?, &FileName::new(path), mapping);
    printer.diagnostics(&diagnostics);
    Ok((!any_error(&diagnostics)).then_some(parts))
}
