//! `explain`: why a verdict is what it is, and what would change it.

use unleaded_app::nearest::nearest;
use unleaded_documents::explanation::{NotFound, Question, Sought, explain};
use unleaded_documents::summary::Style;

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::terminal::{Colour, colour_of, columns};
use crate::verbs::document::ReportFile;

/// Names that are offered where none is near.
const OFFERED: usize = 12;

/// Tell why a verdict is what it is, and what would change it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded explain report.json --rules eu-rohs --entry Pb
  unleaded explain report.json --product PHONE-1 --part CR0402 --format json

Everything comes from the report. What is asked for together must fit together; without a question all verdicts are explained.
Exits 0 when something is explained, 2 when the report has no such product, rule set, entry, substance or part.")]
pub(crate) struct Args {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// Only this product
    #[arg(long, value_name = "ITEM")]
    product: Option<String>,
    /// Only this rule set, e.g. eu-rohs
    #[arg(long, value_name = "SET")]
    rules: Option<String>,
    /// Only this entry, by its key, number or name: Pb, 7439-92-1
    #[arg(long, value_name = "KEY")]
    entry: Option<String>,
    /// Only this substance, by its CAS number or name
    #[arg(long, value_name = "CAS|NAME")]
    substance: Option<String>,
    /// Only places in this part, whatever its level
    #[arg(long, value_name = "ITEM")]
    part: Option<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let output = self.output.as_deref();
        output.map_or(Ok(()), |output| files::refuse_same(&self.report, output))?;
        let file = ReportFile::read(&self.report)?;
        let sha256 = file.sha256();
        let question = Question {
            product: self.product.clone(),
            rules: self.rules.clone(),
            entry: self.entry.clone(),
            substance: self.substance.clone(),
            part: self.part.clone(),
        };
        let explanation =
            explain(&file.report, &sha256, &question).map_err(|missing| not_found(&missing))?;
        let text = match self.format {
            Format::Json => explanation.to_json(),
            Format::Human => {
                let style = match colour_of(output) {
                    Colour::Always => Style::Colour,
                    Colour::Never => Style::Plain,
                };
                explanation.to_text(printer.language(), columns(), style)
            }
        };
        files::write(output, text.as_bytes())?;
        Ok(Exit::Yes)
    }
}

/// The failure for what a report does not know, with the names that are near, or the first of those there are.
fn not_found(missing: &NotFound) -> Box<Failure> {
    let (en, zh) = match missing.sought {
        Sought::Entry => ("entry", "条目"),
        Sought::Part => ("part", "部件"),
        Sought::Product => ("product", "产品"),
        Sought::RuleSet => ("rule set", "规则集"),
        Sought::Substance => ("substance", "物质"),
    };
    let asked = &missing.asked;
    let known = || missing.known.iter().map(String::as_str);
    let near = nearest(asked, known());
    let help = if near.is_empty() {
        let mut offered: Vec<&str> = known().take(OFFERED).collect();
        if missing.known.len() > OFFERED {
            offered.push("…");
        }
        let offered = offered.join(", ");
        (format!("the report has {offered}"), format!("报告中有：{offered}"))
    } else {
        let near = near.join("`, `");
        (format!("is one of these meant: `{near}`?"), format!("是否指：`{near}`？"))
    };
    Failure::new(
        (format!("the report has no {en} `{asked}`"), format!("报告中没有{zh}“{asked}”")),
        help,
    )
}
