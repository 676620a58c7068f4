//! `decide`: a person's judgement on a finding.

use jiff::civil::Date;
use unleaded_app::decisions::{Decided, DecisionsFile, Subject, entry, subject};
use unleaded_app::nearest::nearest;
use unleaded_documents::report::{Finding, Report, Verdict};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::sha256_hex;

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{dates, document};

/// Record a judgement on a finding of a report
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded decide report.json --rules eu-rohs --entry Pb --part CR0402 \\
      --reason 'exempted by 7(c)-I; the maker confirms it by letter' \\
      --owner 'Quality, M. Li' --evidence letter.pdf --expires 2027-05-31 \\
      --decisions decisions.toml

The decision is added to the file; `rollup --decisions decisions.toml` shows it beside the finding. It holds for the part and the
document that was judged, in every product and revision, until its last day. It changes no status.")]
pub(crate) struct Args {
    /// The report, made by `unleaded rollup --format json`; `-` is standard input
    report: String,
    /// The file of decisions; it is made when it is not there
    #[arg(long, value_name = "FILE")]
    decisions: String,
    /// The rule set of the finding
    #[arg(long, value_name = "SET")]
    rules: String,
    /// The entry of the finding, e.g. Pb; `*` for one that is common to all entries
    #[arg(long, value_name = "KEY")]
    entry: String,
    /// The item number of the part
    #[arg(long, value_name = "ITEM")]
    part: String,
    /// The steps from the part down to the place, one option each; by default every place of the part
    #[arg(long, value_name = "STEP")]
    place: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who decides
    #[arg(long, value_name = "NAME")]
    owner: String,
    /// What shows it: a file, of which the SHA-256 is recorded
    #[arg(long, value_name = "FILE")]
    evidence: Option<String>,
    /// The last day on which the decision holds
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    expires: Date,
    /// The day of the decision; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    decided: Option<Date>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let report = document::ReportFile::read(&self.report)?.report;
        let on = self.subject(&report)?;
        let decided = self.decided.unwrap_or_else(crate::clock::today);
        if self.expires < decided {
            return Err(Failure::new(
                (
                    format!("the decision would end on {}, before it is made", self.expires),
                    format!("到期日 {} 早于决定日", self.expires),
                ),
                ("name a later day with --expires", "请用 --expires 指定更晚的日期"),
            ));
        }
        let evidence = self.evidence.as_deref().map(files::need).transpose()?;
        let evidence = evidence.map(|bytes| format!("sha256:{}", sha256_hex(&bytes)));
        let entry = entry(&Decided {
            on: &on,
            place: Some(self.place.as_slice()).filter(|place| !place.is_empty()),
            reason: &self.reason,
            owner: &self.owner,
            evidence: evidence.as_deref(),
            decided,
            expires: self.expires,
        });
        files::alone(&self.decisions, || self.add(&entry, printer))?;
        printer.written(&self.decisions);
        Ok(Exit::Yes)
    }

    fn add(&self, entry: &str, printer: &Printer) -> Result<(), Box<Failure>> {
        let mut bytes = self.known(printer)?;
        bytes.extend_from_slice(entry.as_bytes());
        // What is written must be read again: a reason or a name that is empty is refused as in a file written by hand.
        read(&bytes, &self.decisions, printer)?;
        files::update(&self.decisions, &bytes)
    }

    /// The file so far; empty where there is none.
    fn known(&self, printer: &Printer) -> Result<Vec<u8>, Box<Failure>> {
        if !std::path::Path::new(&self.decisions).exists() {
            return Ok(Vec::new());
        }
        let mut bytes = files::need(&self.decisions)?;
        read(&bytes, &self.decisions, printer)?;
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        Ok(bytes)
    }

    /// The finding that is meant: one document, whatever the number of products and places.
    fn subject(&self, report: &Report) -> Result<Subject, Box<Failure>> {
        let verdicts = report.products.iter().flat_map(|product| &product.verdicts);
        let verdicts: Vec<&Verdict> = verdicts.filter(|v| v.rule_set == self.rules).collect();
        let of_part = verdicts.iter().flat_map(|verdict| &verdict.findings);
        let of_part: Vec<&Finding> = of_part.filter(|finding| finding.part == self.part).collect();
        let mut meant: Vec<Subject> = Vec::new();
        for finding in of_part.iter().filter(|finding| finding.entry == self.entry) {
            let (on, steps) = subject(&self.rules, finding);
            if (self.place.is_empty() || self.place == steps) && !meant.contains(&on) {
                meant.push(on);
            }
        }
        match meant.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(self.none(report, &of_part)),
            several => Err(self.several(several)),
        }
    }

    fn none(&self, report: &Report, of_part: &[&Finding]) -> Box<Failure> {
        let verdicts = report.products.iter().flat_map(|product| &product.verdicts);
        let findings: Vec<(&str, &Finding)> = verdicts
            .flat_map(|verdict| verdict.findings.iter().map(|f| (verdict.rule_set.as_str(), f)))
            .collect();
        let help = if of_part.is_empty() {
            let parts = findings.iter().map(|(_, finding)| finding.part.as_str());
            let parts: std::collections::BTreeSet<&str> = parts.collect();
            let near = nearest(&self.part, parts.iter().copied());
            let shown = if near.is_empty() { parts.into_iter().take(8).collect() } else { near };
            let shown = shown.join(", ");
            (format!("parts with findings: {shown}"), format!("有问题的部件：{shown}"))
        } else {
            let entries = of_part.iter().map(|finding| finding.entry.as_str());
            let entries: std::collections::BTreeSet<&str> = entries.collect();
            let shown = entries.into_iter().collect::<Vec<_>>().join(", ");
            (
                format!("entries of the part with findings under `{}`: {shown}", self.rules),
                format!("该部件在“{}”下有问题的条目：{shown}", self.rules),
            )
        };
        let (rules, entry, part) = (&self.rules, &self.entry, &self.part);
        Failure::new(
            (
                format!("the report has no finding on `{entry}` of part `{part}` under `{rules}`"),
                format!("报告中没有部件“{part}”在“{rules}”下关于“{entry}”的问题"),
            ),
            help,
        )
    }

    fn several(&self, meant: &[Subject]) -> Box<Failure> {
        let documents = meant.iter().map(|on| on.document.as_deref().unwrap_or("none"));
        let documents = documents.collect::<Vec<_>>().join(", ");
        Failure::new(
            (
                format!("the finding rests on several documents: {documents}"),
                format!("该问题涉及多个文件：{documents}"),
            ),
            ("name the place with --place", "请用 --place 指明部位"),
        )
    }
}

/// Reads a file of decisions; prints what is wrong with it and fails.
pub(crate) fn read(
    bytes: &[u8],
    path: &str,
    printer: &Printer,
) -> Result<DecisionsFile, Box<Failure>> {
    DecisionsFile::read(bytes, &FileName::new(path)).map_err(|diagnostics| {
        printer.diagnostics(&diagnostics);
        Failure::new(
            (format!("the decisions `{path}` can't be used"), format!("决定文件“{path}”无法使用")),
            ("repair what is reported above", "请先修正上述问题"),
        )
    })
}
