//! `check`: every defect of every file.

use std::sync::atomic::AtomicU64;

use unleaded_app::check::{Checked, Request, check};
use unleaded_app::documents::unreadable;
use unleaded_app::input::Input;
use unleaded_app::parallel;
use unleaded_app::profile::Profile;
use unleaded_app::system::in_chinese;
use unleaded_model::diagnostic::{Code, FileName, Language, any_error, codes};
use unleaded_rules::lists::Category;

use self::findings::Fold;
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::progress::{Progress, Reading};
use crate::verbs::{annotated, dates, mapping, sources};

mod findings;
mod output;

/// Read declarations and report every defect
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded check supplier.xml parts.xlsx
  unleaded check supplier.xml --profile bomcheck
  unleaded check parts.xlsx --annotate parts-checked.xlsx
  unleaded check odd.xlsx --write-mapping odd.toml
  unleaded check odd.xlsx --mapping odd.toml

Exits 0 when no file has an error (warnings are allowed), 1 when one has, 2 when one can't be read. A profile changes what is an error.")]
pub(crate) struct Args {
    /// Declarations, or folders of them: IPC-1752A or IEC 62474 XML, chemSHERPA, or a table as CSV or XLSX; `-` is standard input
    #[arg(required = true)]
    files: Vec<String>,
    /// What the receiver accepts: bomcheck, imds, strict, or a file as docs/profiles.md describes it
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// The date by which lists and exemptions are old; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<jiff::civil::Date>,
    /// The category of product by which exemptions end; by default one has ended when it has for all
    #[arg(long, value_name = "eu-rohs=CAT", value_parser = sources::category)]
    category: Option<Category>,
    /// Show each finding in full, however often it is repeated
    #[arg(long)]
    all: bool,
    /// How to read tables whose headings or units are not understood by themselves (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<String>,
    /// Write a mapping file to begin with, from the headings of the one table that is given, and check nothing
    #[arg(long, value_name = "OUT", conflicts_with = "mapping")]
    write_mapping: Option<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
    /// Where to write the table, as a workbook with its defects marked; for one CSV or XLSX file
    #[arg(long, value_name = "OUT.xlsx")]
    annotate: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if let Some(output) = &self.write_mapping {
            return mapping::write_starter(&self.files, output, printer);
        }
        let mapping = mapping::load(self.mapping.as_deref(), printer)?;
        let mapping = mapping.map(|file| file.mapping).unwrap_or_default();
        let profile = match self.profile.as_deref() {
            Some(named) => load(named, printer)?,
            None => Profile::default(),
        };
        let request = Request {
            as_of: self.as_of.unwrap_or_else(crate::clock::today),
            category: self.category,
            profile: &profile,
            mapping: &mapping,
        };
        if let Some(output) = &self.annotate {
            return self.annotated(output, &request, printer);
        }
        let all = check_all(&files::documents(&self.files)?, &request, printer);
        self.report(&all, &request, printer)?;
        Ok(answer(&all))
    }

    fn annotated(&self, output: &str, request: &Request<'_>, printer: &Printer) -> Outcome {
        let path = annotated::only(&self.files, output)?;
        let bytes = files::need(path)?;
        let checked = check(&bytes[..], &FileName::new(path), request);
        annotated::write((path, &bytes), request.mapping, &checked.diagnostics, output, printer)?;
        let all = [(path.to_owned(), checked)];
        // What is written to standard output is the workbook, and nothing else.
        if output != files::STANDARD || self.output.is_some() {
            self.report(&all, request, printer)?;
        }
        Ok(answer(&all))
    }

    fn report(
        &self,
        all: &[(String, Checked)],
        request: &Request<'_>,
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        match self.format {
            Format::Json => {
                files::write(self.output.as_deref(), output::json(all, request).as_bytes())
            }
            Format::Human => self.show(all, request.profile, printer),
        }
    }

    fn show(
        &self,
        all: &[(String, Checked)],
        profile: &Profile,
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        let fold = if self.all { Fold::Nothing } else { Fold::Repeated };
        let mut text = String::new();
        for (path, checked) in all {
            findings::print(&checked.diagnostics, fold, printer);
            if checked.products == 0 && any_error(&checked.diagnostics) && is_bom(path) {
                printer.note(&match printer.language() {
                    Language::En => format!(
                        "`{path}` is a bill of materials: `unleaded rollup` sums it up, `unleaded show` prints it"
                    ),
                    Language::Zh => format!(
                        "“{path}”是物料清单：“unleaded rollup”可汇总，“unleaded show”可显示"
                    ),
                });
            }
            text += &output::line(path, checked, printer.language());
        }
        files::write(self.output.as_deref(), text.as_bytes())?;
        if let Some(total) = output::total(all, profile, printer.language()) {
            printer.note(&total);
        }
        Ok(())
    }
}

fn check_all(files: &[String], request: &Request<'_>, printer: &Printer) -> Vec<(String, Checked)> {
    let progress = Progress::of_bytes(printer.word("checking", "检查中"));
    let bytes = |path: &String| std::fs::metadata(path).map_or(0, |file| file.len());
    let total = files.iter().map(bytes).sum();
    let done = AtomicU64::new(0);
    let one = |path: &String| {
        let file = FileName::new(path);
        let checked = match crate::files::open(path) {
            Ok(input) => check(Reading::new(input, &progress, &done, total), &file, request),
            Err(error) => {
                Checked { diagnostics: vec![unreadable(&file, &error)], ..Checked::default() }
            }
        };
        (path.clone(), checked)
    };
    let all = parallel::map(files, one, |_| {});
    progress.at(total, total);
    all
}

/// The built-in profile of that name, or the one in that file.
fn load(named: &str, printer: &Printer) -> Result<Profile, Box<Failure>> {
    if let Some(profile) = Profile::built_in(named) {
        return Ok(profile);
    }
    let bytes = files::read(named).map_err(|error| {
        let (known, zh) = (Profile::names().collect::<Vec<_>>(), in_chinese(&error));
        let known = known.join(", ");
        Failure::new(
            (
                format!("there is no profile `{named}`, and no such file: {error}"),
                format!("没有配置“{named}”，也没有该文件：{zh}"),
            ),
            (
                format!("name one of {known}, or a file as docs/profiles.md describes it"),
                format!("请使用 {known} 之一，或 docs/profiles.md 所述的文件"),
            ),
        )
    })?;
    let unusable = || {
        Failure::new(
            (format!("the profile `{named}` can't be used"), format!("无法使用配置“{named}”")),
            (
                "docs/profiles.md describes the form: TOML in UTF-8",
                "格式见 docs/profiles.md：UTF-8 编码的 TOML",
            ),
        )
    };
    let text = String::from_utf8(bytes).map_err(|_| unusable())?;
    Profile::parse(&text, &FileName::new(named)).map_err(|found| {
        printer.diagnostics(&found);
        unusable()
    })
}

/// Whether a file that is no declaration is a bill of materials.
fn is_bom(path: &str) -> bool {
    // A pipe can't be read twice.
    let is_file = path != files::STANDARD && std::fs::metadata(path).is_ok_and(|f| f.is_file());
    let bytes = if is_file { files::read(path).ok() } else { None };
    bytes.is_some_and(|bytes| matches!(Input::read(&bytes, &FileName::new(path)), Input::Bom(_)))
}

/// Findings that mean that a file is no declaration, or can't be opened.
const UNREAD: [Code; 3] =
    [codes::files::FILE_INACCESSIBLE, codes::xml::FORMAT_UNKNOWN, codes::xml::PRIVATE_KEY];

fn answer(all: &[(String, Checked)]) -> Exit {
    let unread = |c: &Checked| c.diagnostics.iter().any(|d| UNREAD.contains(&d.code));
    if all.iter().any(|(_, checked)| unread(checked)) {
        Exit::Failed
    } else if all.iter().any(|(_, checked)| any_error(&checked.diagnostics)) {
        Exit::No
    } else {
        Exit::Yes
    }
}
