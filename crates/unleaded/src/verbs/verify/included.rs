//! `verify --proof`: that a document is among those that a signed report was made from, without the report.

use serde_json::{Value, json};
use unleaded_app::aggregate::Proof;
use unleaded_app::evidence::beside_statement;
use unleaded_formats::detect::{Kind, detect};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    Aggregate, Clocks, ENVELOPE_SUFFIX, Outcome, Terms, verify_file, verify_statement,
};

use super::time::if_there;
use crate::exit::Failure;
use crate::files;
use crate::printer::{Printer, visible};

/// A proof and the aggregate that it is about.
#[derive(Debug, clap::Args)]
pub(crate) struct IncludedArgs {
    /// The proof, made by `unleaded prove`, that the document is among those that the report of --in was made from
    #[arg(long, value_name = "FILE", requires = "within", conflicts_with = "deep")]
    pub(super) proof: Option<String>,
    /// The signature of that report (REPORT.json.dsse.json), or the report with its signature beside it
    #[arg(long = "in", value_name = "REPORT.json.dsse.json", requires = "proof")]
    within: Option<String>,
}

/// What a proof comes to.
pub(super) struct Included {
    file: String,
    signature: &'static str,
    signers: Vec<String>,
    about: Option<Aggregate>,
    proven: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The aggregate as it was given.
struct Given {
    /// The name of the report, or of the envelope where there is nothing else.
    file: FileName,
    envelope: Vec<u8>,
    report: Option<Vec<u8>>,
}

impl IncludedArgs {
    /// The files that are named.
    pub(super) fn named(&self) -> impl Iterator<Item = &String> {
        self.proof.iter().chain(&self.within)
    }

    /// Checks the proof for the document whose envelope is `envelope`; `None`: no proof was given.
    pub(super) fn check(
        &self,
        envelope: &[u8],
        clocks: &Clocks<'_>,
    ) -> Result<Option<Included>, Box<Failure>> {
        let Some((proof, within)) = self.proof.as_deref().zip(self.within.as_deref()) else {
            return Ok(None);
        };
        let (given, bytes) = (Given::read(within)?, files::need(proof)?);
        let mut included = given.verified(clocks);
        let file = FileName::new(proof);
        let checked = Proof::read(&bytes, &file).and_then(|proof| match &included.about {
            Some(about) => proof.check(envelope, about, &given.envelope, &file).map(|()| true),
            None => Ok(false),
        });
        match checked {
            Ok(proven) => included.proven = proven,
            Err(defect) => included.diagnostics.push(defect),
        }
        Ok(Some(included))
    }
}

impl Given {
    fn read(path: &str) -> Result<Self, Box<Failure>> {
        let bytes = files::need(path)?;
        let file = FileName::new(path);
        if detect(&bytes) == Some(Kind::Dsse) {
            return Ok(Self { file, envelope: bytes, report: None });
        }
        let envelope = files::need(&format!("{path}{ENVELOPE_SUFFIX}"))?;
        Ok(Self { file, envelope, report: Some(bytes) })
    }

    /// Judges the aggregate's signature. What it says is taken from a good one alone.
    fn verified(&self, clocks: &Clocks<'_>) -> Included {
        let name = self.file.as_str();
        let holder = match &self.report {
            Some(_) => format!("{name}{ENVELOPE_SUFFIX}"),
            None => name.to_owned(),
        };
        let beside = beside_statement((&holder, &self.envelope), clocks, &mut if_there);
        let terms = Terms { evidence: &beside.evidence, ..clocks.terms() };
        let mut included = match &self.report {
            Some(report) => {
                self.included(verify_file::<Aggregate>(name, report, &self.envelope, &terms))
            }
            None => self.included(verify_statement::<Aggregate>(&self.envelope, &terms)),
        };
        included.diagnostics.extend(beside.diagnostics);
        included
    }

    fn included<T>(&self, outcome: Outcome<T, Aggregate>) -> Included {
        // What is wrong with an envelope is told of the document that it is beside.
        let name = self.file.as_str();
        let beside = FileName::new(name.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(name));
        let diagnostics = outcome.diagnostics(&beside);
        let (signature, signers, about) = match outcome {
            Outcome::Good(verified) => {
                let signers = verified.signers().iter();
                let names = signers.map(|signer| signer.organisation.name().to_owned()).collect();
                ("good", names, Some(verified.predicate().clone()))
            }
            Outcome::Bad(_) => ("bad", Vec::new(), None),
            Outcome::UnknownKey { .. } => ("unknown-key", Vec::new(), None),
        };
        let file = name.to_owned();
        Included { file, signature, signers, about, proven: false, diagnostics }
    }
}

impl Included {
    /// Whether the aggregate has a good signature and the proof leads to it.
    pub(super) fn is_good(&self) -> bool {
        self.proven && self.about.is_some()
    }

    pub(super) fn wire(&self) -> Value {
        json!({
            "file": self.file,
            "proven": self.is_good(),
            "signature": self.signature,
            "signers": self.signers,
            "as_of": self.about.as_ref().map(|about| about.as_of.to_string()),
            "products": self.products(),
        })
    }

    pub(super) fn text(&self, printer: &Printer) -> String {
        if !self.is_good() {
            let no = printer.word("NOT proven to be in ", "未能证明包含于 ");
            return format!("  {no}{}\n", visible(&self.file));
        }
        let (yes, by) = (
            printer.word("proven to be in ", "已证明包含于 "),
            printer.word(", signed by ", "，签名方："),
        );
        let signers = self.signers.join(printer.word(", ", "、"));
        let products = self.products().join(printer.word(", ", "、"));
        let of = printer.word(", about ", "，产品 ");
        visible(&format!("  {yes}{}{by}{signers}{of}{products}", self.file)) + "\n"
    }

    fn products(&self) -> Vec<String> {
        let products = self.about.iter().flat_map(|about| &about.products);
        products.map(|product| product.id.clone()).collect()
    }
}
