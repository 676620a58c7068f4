//! `document efup-mark`: the mark of the environment-friendly use period.

use unleaded_documents::china_table::ChinaTable;
use unleaded_documents::efup::{EfupError, EfupMark, KIND, LONGEST};
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, Language};

use super::{ReportFile, Unmade, put, refused};
use crate::exit::{Failure, Outcome};
use crate::printer::Printer;

/// The mark of the environment-friendly use period (SJ/T 11364), as a picture
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded document efup-mark report.json --product PHONE-1 --years 10 -o mark.svg

The mark is a green e where nothing is above a limit of China RoHS, else a number of years, which the producer states: the table of
years of SJ/Z 11388 is not known to the program. The years begin on the production date.
Exits 1, and writes nothing, when the table of hazardous substances has an unknown cell.")]
pub(crate) struct EfupMarkArgs {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// The product
    #[arg(long, value_name = "ITEM")]
    product: String,
    /// The years, as the producer states them; needed where something is above a limit
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(LONGEST)))]
    years: Option<u32>,
    /// Where to write it
    #[arg(short, long)]
    output: Option<String>,
}

impl EfupMarkArgs {
    /// The mark is for China: its name is in Chinese unless another language is asked for.
    pub(super) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        let made = self.made(asked.unwrap_or(Language::Zh))?;
        put(made, self.output.as_deref(), printer)
    }

    fn made(&self, language: Language) -> Result<Result<String, Unmade>, Box<Failure>> {
        let file = ReportFile::read(&self.report)?;
        let source = file.source();
        let table = ChinaTable::new(&file.report, &self.product, &source.sha256)
            .map_err(|error| refused(&error))?;
        let made = source.made(KIND, &self.product, table.holds_until());
        match EfupMark::new(&table, self.years) {
            Ok(mark) => Ok(Ok(mark.to_svg(language, &made))),
            Err(EfupError::Undecided) => {
                let undecided =
                    Diagnostic::unplaced(codes::MARK_UNDECIDED).with("part", self.product.as_str());
                Ok(Err(Unmade::from(vec![undecided])))
            }
            Err(error) => Err(of_years(&self.product, error)),
        }
    }
}

/// Returns the failure for years that are missing or out of place.
fn of_years(product: &str, error: EfupError) -> Box<Failure> {
    match error {
        EfupError::YearsOfNothing => Failure::new(
            (
                format!(
                    "nothing in `{product}` is above a limit: its mark is the green e, which has no years"
                ),
                format!("“{product}”中没有超出限量的物质：其标志为绿色 e，不带年数"),
            ),
            ("leave out --years", "请去掉 --years"),
        ),
        _ => Failure::new(
            (
                format!("something in `{product}` is above a limit: its mark is a number of years"),
                format!("“{product}”中有物质超出限量：其标志为年数"),
            ),
            (
                "state the years with --years N; the producer decides them, and the table of SJ/Z 11388 is not known to the program",
                "请用 --years N 给出年数；年数由生产者确定，程序不掌握 SJ/Z 11388 的年数表",
            ),
        ),
    }
}
