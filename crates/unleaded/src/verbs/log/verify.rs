//! `log verify`: a proof that was handed out.

use serde_json::{Value, json};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::Digest;
use unleaded_trust::log::{Inclusion, LogProof, PROOF_LIMIT, VerifierKey};

use super::{proof_name, verifier_key, wire, yes_if};
use crate::args::Format;
use crate::exit::{Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::verbs::json::{diagnostic, document};

/// Check a proof that an envelope is in a log
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded log verify part.xml.dsse.json --proof part.xml.tlog-proof --log-key maker.vkey

Says nothing of who signed the envelope: that does `unleaded verify`. With `--witness` each one that is named must have seen the
checkpoint, and its time is told. Exits 0 when the proof is good, else 1.")]
pub(crate) struct Args {
    /// The envelope
    #[arg(value_name = "FILE.dsse.json")]
    file: String,
    /// The proof; by default FILE.tlog-proof beside the envelope
    #[arg(long, value_name = "FILE.tlog-proof")]
    proof: Option<String>,
    /// The log's key: a file or a line NAME+ID+KEY
    #[arg(long, value_name = "VKEY")]
    log_key: String,
    /// The key of a witness that must have seen the log: a file or a line (can be repeated)
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let log = verifier_key(&self.log_key)?;
        let witnesses: Result<Vec<VerifierKey>, Box<Failure>> =
            self.witness.iter().map(|text| verifier_key(text)).collect();
        let witnesses = witnesses?;
        let digest = Digest::of(&files::need(&self.file)?);
        let name = self.proof.clone().unwrap_or_else(|| proof_name(&self.file));
        let bytes = files::need(&name)?;
        let proof = LogProof::parse(&bytes[..bytes.len().min(PROOF_LIMIT + 1)]);
        let verified = proof.and_then(|p| p.verify(digest, &log, &witnesses, witnesses.len()));
        let (file, envelope) = (FileName::new(&name), FileName::new(&self.file));
        let verified = verified.map_err(|error| error.diagnostic(&file, &envelope));
        match self.format {
            Format::Human => match &verified {
                Ok(inclusion) => {
                    let text = self.told(inclusion, printer);
                    files::write(self.output.as_deref(), text.as_bytes())?;
                }
                Err(defect) => printer.diagnostics(std::slice::from_ref(defect)),
            },
            Format::Json => {
                let checkpoint = verified.as_ref().ok().map(Inclusion::checkpoint);
                let body = wire(checkpoint, vec![self.wire(digest, &verified)], &[]);
                files::write(self.output.as_deref(), document(&body).as_bytes())?;
            }
        }
        Ok(yes_if(|| verified.is_ok()))
    }

    fn told(&self, inclusion: &Inclusion, printer: &Printer) -> String {
        let (index, size) = (inclusion.index(), inclusion.checkpoint().size());
        let origin = inclusion.checkpoint().origin();
        let mut text = match printer.word("en", "zh") {
            "en" => format!("{}: entry {index} of {size} in {origin}\n", visible(&self.file)),
            _ => format!("{}：{origin} 的第 {index} 条，共 {size} 条\n", visible(&self.file)),
        };
        for seen in inclusion.cosignatures() {
            let word = printer.word("seen by ", "见证方 ");
            text += &format!("  {word}{}: {}\n", seen.witness, seen.time);
        }
        text
    }

    fn wire(&self, digest: Digest, verified: &Result<Inclusion, Diagnostic>) -> Value {
        let inclusion = verified.as_ref().ok();
        let seen = inclusion.map(Inclusion::cosignatures).unwrap_or_default();
        let seen: Vec<Value> = seen
            .iter()
            .map(|seen| json!({"witness": seen.witness, "time": seen.time.to_string()}))
            .collect();
        json!({
            "file": self.file,
            "sha256": digest.to_string(),
            "index": inclusion.map(Inclusion::index),
            "outcome": if inclusion.is_some() { "included" } else { "not-shown" },
            "cosignatures": seen,
            "diagnostics": verified.as_ref().err().map(diagnostic).into_iter().collect::<Vec<_>>(),
        })
    }
}
