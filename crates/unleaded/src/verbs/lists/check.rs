//! `lists check`: every defect of a list of rules.

use serde_json::json;
use unleaded_app::documents::unreadable;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Severity, any_error, codes};
use unleaded_rules::lists::{Lists, OwnList};

use crate::args::Format;
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::language::counted;
use crate::printer::Printer;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::own_lists::{OwnFile, files_of};

/// Read lists of your own and report every defect
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded lists check acme.toml
  unleaded lists check lists/ --format json

docs/formats/lists.md describes the form. Exits 0 when no list has an error (warnings are allowed), 1 when one has, 2 when one can't be read.")]
pub(super) struct Args {
    /// Lists (TOML, each with its CSV of the same name), or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE|DIR")]
    files: Vec<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// What is known of one file.
struct Checked {
    path: String,
    rules: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Checked {
    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == severity).count()
    }

    fn is_unread(&self) -> bool {
        self.diagnostics.iter().any(|d| d.code == codes::files::FILE_INACCESSIBLE)
    }
}

impl Args {
    pub(super) fn run(self, printer: &Printer) -> Outcome {
        let all = check(files_of(&self.files)?);
        let text = match self.format {
            Format::Json => json(&all),
            Format::Human => {
                all.iter().for_each(|checked| printer.diagnostics(&checked.diagnostics));
                all.iter().map(|checked| line(checked, printer.language())).collect()
            }
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        Ok(if all.iter().any(Checked::is_unread) {
            Exit::Failed
        } else if all.iter().any(|checked| any_error(&checked.diagnostics)) {
            Exit::No
        } else {
            Exit::Yes
        })
    }
}

/// Reads each file, and then whether all can stand beside the shipped lists.
fn check(paths: Vec<String>) -> Vec<Checked> {
    let shipped = Lists::shipped();
    let (mut all, mut lists) = (Vec::new(), Vec::new());
    for path in paths {
        let (list, diagnostics) = match OwnFile::read(&path) {
            Ok(file) => file.list(shipped),
            Err(error) => (None, vec![unreadable(&FileName::new(&path), &error)]),
        };
        let rules = list.as_ref().map_or(0, OwnList::entries);
        all.push(Checked { path, rules, diagnostics });
        lists.extend(list);
    }
    for clash in shipped.with(lists).err().into_iter().flatten() {
        let is_of = |checked: &&mut Checked| {
            clash.places.iter().any(|place| place.file_name().as_str() == checked.path)
        };
        if let Some(checked) = all.iter_mut().find(is_of) {
            checked.diagnostics.push(clash);
            unleaded_model::diagnostic::sort(&mut checked.diagnostics);
        }
    }
    all
}

fn line(checked: &Checked, language: Language) -> String {
    let Checked { path, rules, .. } = checked;
    let (errors, warnings) = (checked.count(Severity::Error), checked.count(Severity::Warning));
    match language {
        Language::En => {
            let counts = [(*rules, "rule"), (errors, "error"), (warnings, "warning")];
            let counts = counts.map(|(count, word)| counted(count as u64, word)).join(", ");
            format!("{path}: {counts}\n")
        }
        Language::Zh => {
            format!("{path}：{rules} 条规则，{errors} 个错误，{warnings} 个警告\n")
        }
    }
}

/// The whole result, described by `schemas/diagnostics-v1.schema.json`.
fn json(all: &[Checked]) -> String {
    let files = all.iter().map(|checked| {
        json!({
            "file": checked.path,
            "products": 0,
            "rules": checked.rules,
            "diagnostics": checked.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        })
    });
    let count = |severity| all.iter().map(|checked| checked.count(severity)).sum::<usize>();
    document(&json!({
        "schema": "unleaded/diagnostics/v1",
        "files": files.collect::<Vec<_>>(),
        "summary": {"errors": count(Severity::Error), "warnings": count(Severity::Warning)},
    }))
}
