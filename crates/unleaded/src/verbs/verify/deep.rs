//! `verify --deep`: a signed report, checked down to what it was made from.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use serde_json::{Value, json};
use unleaded_app::aggregate::{Checked, Deep, Named, Shelf, Signed, check};
use unleaded_app::documents::Documents;
use unleaded_app::evidence::{proof_name, stamp_name};
use unleaded_app::signing::is_report;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{Clocks, Terms};

use super::deep_text::text;
use super::deep_wire::wire;
use super::{Args, companions};
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files::{self, Folder};
use crate::printer::Printer;
use crate::progress::Progress;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::own_lists::OwnLists;

/// What a deep check has at hand.
#[derive(Debug, clap::Args)]
pub(crate) struct DeepArgs {
    /// Check a signed report down to what it was made from, tier by tier, and roll it up again
    #[arg(long)]
    pub(super) deep: bool,
    /// With --deep: the folder of declarations that the report was made from
    #[arg(long, value_name = "DIR", requires = "deep")]
    declarations: Option<String>,
    /// With --deep: the bill of materials
    #[arg(long, value_name = "FILE", requires = "deep")]
    bom: Option<String>,
    /// With --deep: the decisions
    #[arg(long, value_name = "FILE", requires = "deep")]
    decisions: Option<String>,
    /// With --deep: the mapping of tables
    #[arg(long, value_name = "FILE", requires = "deep")]
    mapping: Option<String>,
    #[command(flatten)]
    own: OwnLists,
    /// With --deep: whatever else is at hand, found by its content: the trust file of the time, reports and documents of lower tiers
    /// (can be repeated)
    #[arg(long = "with", value_name = "FILE|DIR", requires = "deep")]
    with: Vec<String>,
}

/// The names of files, wherever they lie.
struct Files(Vec<String>);

impl Documents for Files {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.clone())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        // A folder reads any file by its path, and refuses what is no regular one.
        Folder::new("").read(name)
    }
}

/// A report, and what became of it.
pub(super) struct Found {
    pub(super) file: String,
    pub(super) checked: Checked,
}

impl DeepArgs {
    /// The files that are named.
    pub(super) fn named(&self) -> impl Iterator<Item = &String> {
        let named = [&self.bom, &self.decisions, &self.mapping, &self.declarations];
        named.into_iter().flatten().chain(&self.with)
    }

    /// Refuses options that nothing is done with.
    pub(super) fn refuse_lists(&self) -> Result<(), Box<Failure>> {
        if self.deep || !self.own.is_given() {
            return Ok(());
        }
        Err(Failure::new(
            ("`--lists` is for `--deep` alone", "`--lists` 仅用于 `--deep`"),
            ("add `--deep`, or leave out `--lists`", "请加上 `--deep`，或去掉 `--lists`"),
        ))
    }

    /// The files that are at hand, and which the user named as what.
    fn at_hand(&self, trust: &str) -> Result<(Files, Named), Box<Failure>> {
        let folder = |path: &str| {
            let names = Folder::new(path).names();
            names.map_err(|error| files::unreadable(path, &error))
        };
        let named = Named {
            bom: self.bom.clone(),
            decisions: self.decisions.clone(),
            mapping: self.mapping.clone(),
            folder: self.declarations.as_deref().map(folder).transpose()?.unwrap_or_default(),
        };
        let mut names: BTreeSet<String> = named.folder.iter().cloned().collect();
        let single = [&self.bom, &self.decisions, &self.mapping].into_iter().flatten();
        for path in single.chain(&self.with) {
            match Path::new(path).is_dir() {
                true => names.extend(folder(path)?),
                false => {
                    std::fs::metadata(path).map_err(|error| files::unreadable(path, &error))?;
                    names.insert(path.clone());
                }
            }
        }
        names.insert(trust.to_owned());
        Ok((Files(names.into_iter().collect()), named))
    }
}

impl Args {
    pub(super) fn run_deep(&self, clocks: &Clocks<'_>, as_of: Date, printer: &Printer) -> Outcome {
        let (mut at_hand, named) = self.below.at_hand(&self.trust)?;
        at_hand.0.extend(self.evidence_of_reports());
        let lists = self.below.own.load(printer)?;
        let beside = at_hand.0.iter().chain(&self.files);
        let beside = companions::of(beside, self.delegations.as_deref(), clocks)?;
        printer.diagnostics(&beside.told);
        let progress = Progress::new(printer.word("reading what is at hand", "读取现有文件"));
        let read = Shelf::new(&at_hand, |done, all| progress.at(done as u64, all as u64));
        let (shelf, mut unread) =
            read.map_err(|error| files::unreadable(&self.files[0], &error))?;
        let is_new = |defect: &Diagnostic| !unread.contains(defect);
        let further: Vec<Diagnostic> = beside.unread.into_iter().filter(is_new).collect();
        unread.extend(further);
        let companions = &beside.companions;
        let terms = Terms { delegations: &companions.delegations, ..clocks.terms() };
        let deep = Deep { shelf: &shelf, terms, clocks, companions, lists: &lists, named };
        let mut found = Vec::new();
        for file in &self.files {
            found.push(self.checked(file, &deep)?);
        }
        self.tell(&found, &unread, as_of, printer)?;
        Ok(match found.iter().all(|found| found.checked.is_fine()) {
            _ if !unread.is_empty() => Exit::Failed,
            true => Exit::Yes,
            false => Exit::No,
        })
    }

    /// The envelopes of the reports, with the evidence of when they were signed that lies beside them.
    fn evidence_of_reports(&self) -> Vec<String> {
        let envelopes = self.files.iter().map(|file| self.envelope_of(file).0);
        let names = envelopes.flat_map(|name| [stamp_name(&name), proof_name(&name), name]);
        names.filter(|name| Path::new(name).is_file()).collect()
    }

    fn checked(&self, path: &str, deep: &Deep<'_>) -> Result<Found, Box<Failure>> {
        let bytes = files::need(path)?;
        if !is_report(&bytes) {
            return Err(Failure::new(
                (format!("`{path}` is no report"), format!("“{path}”不是报告")),
                (
                    "only a signed report says what it was made from; leave out `--deep`",
                    "只有已签名的报告才写明其依据；请去掉 `--deep`",
                ),
            ));
        }
        let (name, needed) = self.envelope_of(path);
        let envelope = match files::read(&name) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => None,
            Err(error) => return Err(files::unreadable(&name, &error)),
        };
        let (file, envelope) = (FileName::new(path), envelope.as_deref());
        let checked = check(&Signed { file, bytes: &bytes, envelope }, deep);
        Ok(Found { file: path.to_owned(), checked })
    }

    fn tell(
        &self,
        found: &[Found],
        unread: &[Diagnostic],
        as_of: Date,
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        match self.format {
            Format::Human => {
                printer.diagnostics(unread);
                for found in found {
                    let tiers = found.checked.tiers.iter();
                    let all: Vec<Diagnostic> =
                        tiers.flat_map(|tier| tier.all_diagnostics()).cloned().collect();
                    printer.diagnostics(&all);
                }
                let text: String = found.iter().map(|found| text(found, printer)).collect();
                files::write(self.output.as_deref(), text.as_bytes())
            }
            Format::Json => {
                let body = json!({
                    "schema": "unleaded/deep-verification/v1",
                    "as_of": as_of.to_string(),
                    "reports": found.iter().map(wire).collect::<Vec<Value>>(),
                    "unread": unread.iter().map(diagnostic).collect::<Vec<Value>>(),
                });
                files::write(self.output.as_deref(), document(&body).as_bytes())
            }
        }
    }
}
