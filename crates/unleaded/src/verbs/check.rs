//! `check`: every defect of every file.

use std::cell::Cell;

use serde_json::json;
use unleaded_app::check::{Checked, check};
use unleaded_app::documents::unreadable;
use unleaded_model::diagnostic::{FileName, Severity, any_error, codes};

use crate::args::Format;
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::progress::{Progress, Reading};
use crate::verbs::json::{diagnostic, document};

/// Read declarations and report every defect
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded check supplier.xml parts.xlsx

Exits 0 when no file has an error (warnings are allowed), 1 when one has, 2 when one can't be read.")]
pub(crate) struct Args {
    /// Declarations: IPC-1752A XML, or a table as CSV or XLSX; `-` is standard input
    #[arg(required = true)]
    files: Vec<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let progress = Progress::of_bytes(printer.word("checking", "检查中"));
        let bytes = |path: &String| std::fs::metadata(path).map_or(0, |file| file.len());
        let total = self.files.iter().map(bytes).sum();
        let done = Cell::new(0);
        let mut all = Vec::with_capacity(self.files.len());
        for path in &self.files {
            let file = FileName::new(path);
            let checked = match files::open(path) {
                Ok(input) => check(Reading::new(input, &progress, &done, total), &file),
                Err(error) => Checked { products: 0, diagnostics: vec![unreadable(&file, &error)] },
            };
            all.push((path, checked));
        }
        progress.at(total, total);
        self.report(printer, &all)?;
        let unread =
            |c: &Checked| c.diagnostics.iter().any(|d| d.code == codes::files::FILE_INACCESSIBLE);
        Ok(if all.iter().any(|(_, checked)| unread(checked)) {
            Exit::Failed
        } else if all.iter().any(|(_, checked)| any_error(&checked.diagnostics)) {
            Exit::No
        } else {
            Exit::Yes
        })
    }

    fn report(
        &self,
        printer: &Printer,
        all: &[(&String, Checked)],
    ) -> Result<(), Box<crate::exit::Failure>> {
        if self.format == Format::Json {
            let files = all.iter().map(|(path, checked)| {
                json!({
                    "file": path,
                    "products": checked.products,
                    "diagnostics": checked.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
                })
            });
            let body = json!({
                "schema": "unleaded/diagnostics/v1",
                "files": files.collect::<Vec<_>>(),
                "summary": {
                    "errors": count(all, Severity::Error),
                    "warnings": count(all, Severity::Warning),
                },
            });
            return files::write(self.output.as_deref(), document(&body).as_bytes());
        }
        let mut text = String::new();
        for (path, checked) in all {
            printer.diagnostics(&checked.diagnostics);
            let of =
                |severity| checked.diagnostics.iter().filter(|d| d.severity == severity).count();
            text +=
                &line(printer, path, checked.products, of(Severity::Error), of(Severity::Warning));
        }
        files::write(self.output.as_deref(), text.as_bytes())
    }
}

fn line(printer: &Printer, path: &str, products: u64, errors: usize, warnings: usize) -> String {
    let s = |n: usize| if n == 1 { "" } else { "s" };
    match printer.language() {
        unleaded_model::diagnostic::Language::En => {
            let parts = if products == 1 { "part" } else { "parts" };
            format!(
                "{path}: {products} {parts}, {errors} error{}, {warnings} warning{}\n",
                s(errors),
                s(warnings)
            )
        }
        unleaded_model::diagnostic::Language::Zh => {
            format!("{path}：{products} 个部件，{errors} 个错误，{warnings} 个警告\n")
        }
    }
}

fn count(all: &[(&String, Checked)], severity: Severity) -> usize {
    all.iter().flat_map(|(_, c)| &c.diagnostics).filter(|d| d.severity == severity).count()
}
