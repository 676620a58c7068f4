//! `document`: what the law asks for on paper. One module per kind; what they share, the reading of a report and the refusal of a
//! product, is here.

use unleaded_documents::china_table::ChinaTableError;
use unleaded_documents::declaration::DeclarationError;
use unleaded_documents::made_from::Source;
use unleaded_documents::report::Report;
use unleaded_model::diagnostic::codes::files as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language};
use unleaded_trust::sha256_hex;

use self::china_declaration::ChinaDeclaration;
use self::china_rohs_table::ChinaRohsTable;
use self::efup_mark::EfupMarkArgs;
use self::eu_declaration::EuDeclaration;
use self::report::ReportForPeople;
use self::status::StatusArgs;
use self::technical_file::TechnicalFileArgs;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::conformity::NotConforming;
use crate::verbs::filing::item_differs;

mod china_declaration;
mod china_rohs_table;
mod efup_mark;
mod eu_declaration;
#[cfg(feature = "pdf")]
mod font;
mod report;
mod status;
mod technical_file;

/// Write a document from a report, or tell whether one still holds
#[derive(Debug, clap::Subcommand)]
#[command(
    after_help = "Example:\n  unleaded document china-rohs-table report.json --product PHONE-1 -o table.html"
)]
pub(crate) enum Kind {
    ChinaDeclaration(ChinaDeclaration),
    ChinaRohsTable(ChinaRohsTable),
    EfupMark(EfupMarkArgs),
    EuDeclaration(EuDeclaration),
    Report(ReportForPeople),
    Status(StatusArgs),
    TechnicalFile(TechnicalFileArgs),
}

/// The form of a page.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(crate) enum To {
    /// A page for a browser or a printer
    #[default]
    Html,
    /// Text
    Text,
}

impl Kind {
    pub(crate) fn run(self, printer: &Printer, asked: Option<Language>) -> Outcome {
        match self {
            Self::ChinaDeclaration(args) => args.run(printer, asked),
            Self::ChinaRohsTable(args) => args.run(printer, asked),
            Self::EfupMark(args) => args.run(printer, asked),
            Self::EuDeclaration(args) => args.run(printer, asked),
            Self::Report(args) => args.run(printer),
            Self::Status(args) => args.run(printer),
            Self::TechnicalFile(args) => args.run(printer, asked),
        }
    }
}

/// A report as a file has it.
pub(crate) struct ReportFile {
    pub(crate) report: Report,
    bytes: Vec<u8>,
}

impl ReportFile {
    pub(crate) fn read(path: &str) -> Result<Self, Box<Failure>> {
        let bytes = files::need(path)?;
        let report = unleaded_app::input::report(&bytes, &FileName::new(path))
            .map_err(|diagnostic| Failure::of(&diagnostic))?;
        Ok(Self { report: *report, bytes })
    }

    /// The report with the hashes that documents name.
    fn source(&self) -> Source<'_> {
        Source::new(&self.report, &self.bytes, sha256_hex)
    }

    /// SHA-256 of its bytes.
    pub(crate) fn sha256(&self) -> String {
        sha256_hex(&self.bytes)
    }
}

/// Returns the failure for a product that a report has no table of.
pub(crate) fn refused(error: &ChinaTableError) -> Box<Failure> {
    match error {
        ChinaTableError::ProductUnknown { product, known } => product_unknown(product, known),
        _ => rule_set_missing("china-rohs"),
    }
}

/// Returns the failure for a product that the report does not have.
pub(crate) fn product_unknown(product: &str, known: &[String]) -> Box<Failure> {
    let diagnostic = Diagnostic::unplaced(codes::PRODUCT_UNKNOWN)
        .with("part", product)
        .with("known", known.join(", "));
    Failure::of(&diagnostic)
}

/// Returns the failure for a report without a verdict under that law.
pub(crate) fn rule_set_missing(law: &str) -> Box<Failure> {
    Failure::of(&Diagnostic::unplaced(codes::RULE_SET_MISSING).with("rules", law))
}

/// Why a document is not made.
struct Unmade {
    diagnostics: Vec<Diagnostic>,
    /// What stands against conformity; none: it is not the product that is at fault.
    open: Option<NotConforming>,
}

impl Unmade {
    fn open(open: NotConforming, item: &str, law: &str) -> Self {
        Self { diagnostics: vec![open.diagnostic(item, law)], open: Some(open) }
    }
}

impl From<Vec<Diagnostic>> for Unmade {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, open: None }
    }
}

/// Writes a document, or says why there is none.
fn put(made: Result<String, Unmade>, output: Option<&str>, printer: &Printer) -> Outcome {
    match made {
        Ok(text) => {
            files::write(output, text.as_bytes())?;
            Ok(Exit::Yes)
        }
        Err(unmade) => {
            printer.diagnostics(&unmade.diagnostics);
            if let Some(open) = unmade.open {
                open.tell(printer);
            }
            Ok(Exit::No)
        }
    }
}

/// Returns the diagnostic for a declaration that can't be issued on that day.
fn impossible(error: &DeclarationError) -> Diagnostic {
    if let DeclarationError::OtherItem { declared, judged } = error {
        return item_differs(declared, judged);
    }
    let (date, reason) = match error {
        DeclarationError::BeforeAssessment { date, as_of } => (
            date.as_str(),
            (
                format!("the product was assessed on {as_of}, later than that"),
                format!("产品的评定日期为 {as_of}，晚于签发日期"),
            ),
        ),
        DeclarationError::Outlived { date, last } => (
            date.as_str(),
            (
                format!("an exemption or the basis that it rests on ended on {last}"),
                format!("所依据的豁免或限量依据已于 {last} 到期"),
            ),
        ),
        _ => ("", (error.to_string(), error.to_string())),
    };
    Diagnostic::unplaced(codes::DECLARATION_DATE).with("date", date).with("reason", reason)
}
