//! `whatif`: what another date, list edition or declaration would change.

use jiff::civil::Date;
use unleaded_app::diff::Mode;
use unleaded_app::input::Input;
use unleaded_app::rollup::{Replaced, Request, run};
use unleaded_documents::report::Report;
use unleaded_rules::lists::{Family, ListEdition, ListHeader, Lists};
use unleaded_trust::sha256_hex;

use crate::args::Format;
use crate::exit::{Failure, Outcome};
use crate::files::{self, With};
use crate::printer::Printer;
use crate::verbs::dates;
use crate::verbs::diff::{Comparison, Side};
use crate::verbs::rollup::nothing_summed;
use crate::verbs::sources::Sources;

/// Tell what another date, list edition or declaration would change
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("then").required(true).multiple(true).args(["as_of", "edition", "lists", "replace"])),
    after_help = "\
Examples:
  unleaded whatif bom.csv --declarations in/ --as-of 2027-08-01
  unleaded whatif bom.csv --declarations in/ --edition EUREACH-0226
  unleaded whatif bom.csv --declarations in/ --lists mine/ --edition reach-svhc@2026-06-24
  unleaded whatif bom.csv --declarations in/ --replace CR0402=new.xml --format json

Rolls up twice, as it is and as it would be, and shows what differs. Nothing is written but the answer.
Exits 0 when nothing would change, 1 when something would, 2 when it can't be told."
)]
pub(crate) struct Args {
    #[command(flatten)]
    sources: Sources,
    /// The date of the law to try
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<Date>,
    /// The date of the law as it is; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    from: Option<Date>,
    /// An edition to try: LIST@EDITION, an update of the candidate list (EUREACH-MMYY), or a standard of China RoHS; `--lists` takes it, too
    #[arg(long, value_name = "EDITION")]
    edition: Option<String>,
    /// A declaration to try in place of all that there are of a part (can be repeated)
    #[arg(long, value_name = "PART=FILE")]
    replace: Vec<String>,
    /// Tell what is equal too
    #[arg(long)]
    all: bool,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(mut self, printer: &Printer) -> Outcome {
        let mut named = self.sources.own().take(is_edition);
        named.extend(self.edition.take());
        if named.len() > 1 {
            return Err(several_editions(&named));
        }
        self.edition = named.pop();
        self.sources.complete(printer)?;
        let replaced = self.replaced()?;
        let lists = self.sources.lists(printer)?;
        let tried = self.edition.as_deref().map(|named| edition(named, &lists)).transpose()?;
        let from = self.from.unwrap_or_else(crate::clock::today);
        let now = self.rolled((from, &lists), &[], None, printer)?;
        let date = self.as_of.unwrap_or(from);
        let then = self.rolled((date, &lists), &replaced, tried.as_ref(), printer)?;
        for one in &replaced {
            is_declared(&then, one)?;
        }
        let (now, then) = (side(printer.word("as it is", "现状"), now), {
            side(printer.word("as it would be", "假设"), then)
        });
        let comparison = Comparison {
            mode: Mode::Exact,
            all: self.all,
            format: self.format,
            output: self.output.as_deref(),
        };
        comparison.tell(&now, &then, printer)
    }

    /// The report as of a date, with what is tried.
    fn rolled(
        &self,
        (date, lists): (Date, &Lists),
        replaced: &[Replaced],
        tried: Option<&Edition>,
        printer: &Printer,
    ) -> Result<Report, Box<Failure>> {
        let mut options = self.sources.options(date);
        let mut instead = None;
        match tried {
            Some(Edition::Candidates(day)) => options.candidates_on = Some(*day),
            Some(Edition::Named(name)) => instead = Some(name.as_str()),
            Some(Edition::Standard(name)) => options.china_basis = Some(name.clone()),
            None => {}
        }
        let lists = (lists, instead);
        let outcome =
            self.sources.roll_with(date, lists, printer, |request, folder, progress| {
                let (bom, options) = (request.bom.clone(), &options);
                let folder = With { folder, replaced };
                run(&Request { bom, options, replaced, ..*request }, &folder, progress)
            })?;
        if outcome.report.is_none() {
            self.sources.tell(&outcome.diagnostics, printer);
        }
        outcome.report.ok_or_else(nothing_summed)
    }

    fn replaced(&self) -> Result<Vec<Replaced>, Box<Failure>> {
        let read = |text: &String| {
            let (part, file) = text
                .split_once('=')
                .filter(|(part, file)| !part.trim().is_empty() && !file.trim().is_empty())?;
            Some((part.to_owned(), file.to_owned()))
        };
        let mut replaced = Vec::new();
        for text in &self.replace {
            let (part, file) = read(text).ok_or_else(|| {
                Failure::new(
                    (format!("`{text}` is not PART=FILE"), format!("“{text}”不是 料号=文件")),
                    ("write e.g. --replace CR0402=new.xml", "例如 --replace CR0402=new.xml"),
                )
            })?;
            let sha256 = sha256_hex(&files::need(&file)?);
            replaced.push(Replaced { part, file, sha256 });
        }
        Ok(replaced)
    }
}

/// An edition that can be tried.
enum Edition {
    /// The candidate list as of an update.
    Candidates(Date),
    /// An edition of a list, shipped or the user's own, as `ID@EDITION`.
    Named(String),
    /// A standard of China RoHS.
    Standard(String),
}

fn several_editions(named: &[String]) -> Box<Failure> {
    let listed: Vec<String> = named.iter().map(|name| format!("`{name}`")).collect();
    Failure::new(
        (
            format!("several editions are to be tried: {}", listed.join(", ")),
            format!("给出了多个要试算的版本：{}", listed.join("、")),
        ),
        (
            "try one at a time, so that it is clear which one changes what",
            "请一次只试算一个版本，以便看清变化由谁引起",
        ),
    )
}

/// Whether what is no file may be meant as the name of an edition.
fn is_edition(text: &str) -> bool {
    text.contains('@')
        || Lists::shipped().china.set(text).is_some()
        || ListEdition::parse(text).is_some_and(|asked| asked.month.is_some())
}

fn edition(named: &str, lists: &Lists) -> Result<Edition, Box<Failure>> {
    let laws = lists.laws();
    if laws.iter().any(|header| header.is_named(named)) {
        return Ok(Edition::Named(named.to_owned()));
    }
    if lists.china.set(named).is_some() {
        return Ok(Edition::Standard(named.to_owned()));
    }
    let asked = ListEdition::parse(named).filter(|asked| asked.family == Family::EuReach);
    let month = asked.and_then(|asked| asked.month);
    let update = month.and_then(|(year, month)| lists.candidate_update(year, month));
    update.map(Edition::Candidates).ok_or_else(|| unknown_edition(named, lists, &laws))
}

fn unknown_edition(edition: &str, lists: &Lists, laws: &[&ListHeader]) -> Box<Failure> {
    let sets = lists.china.sets.iter().map(|set| set.name.as_str()).collect::<Vec<_>>().join(", ");
    let own = laws.iter().filter(|header| header.place.is_some());
    let own: String = own.map(|header| format!(", {}@{}", header.id, header.edition)).collect();
    Failure::new(
        (format!("there is no edition `{edition}`"), format!("没有版本“{edition}”")),
        (
            format!(
                "name the month of an update of the candidate list, e.g. EUREACH-0226, LIST@EDITION of a list that is loaded, or one of {sets}{own}"
            ),
            format!(
                "请给出候选清单更新的月份，例如 EUREACH-0226，或已加载清单的 清单@版本，或以下之一：{sets}{own}"
            ),
        ),
    )
}

/// Fails where the file that was to replace a part's declarations declares nothing of it.
fn is_declared(report: &Report, replaced: &Replaced) -> Result<(), Box<Failure>> {
    let is_it = |input: &unleaded_documents::report::DeclarationInput| {
        input.part == replaced.part && input.sha256 == replaced.sha256
    };
    if report.inputs.declarations.iter().any(is_it) {
        return Ok(());
    }
    let Replaced { part, file, .. } = replaced;
    Err(Failure::new(
        (
            format!("`{file}` declares no part `{part}` of the bill of materials"),
            format!("“{file}”没有声明物料清单中的部件“{part}”"),
        ),
        (
            "name a part of the bill of materials and a declaration of it; `unleaded show` tells what a file declares",
            "请指定物料清单中的部件及其声明；可用“unleaded show”查看文件所声明的内容",
        ),
    ))
}

fn side(name: &str, report: Report) -> Side {
    let sha256 = sha256_hex(report.to_json().as_bytes());
    Side { path: name.to_owned(), sha256, input: Input::Report(Ok(Box::new(report))) }
}
