//! `log verify`: a proof that was handed out.

use serde_json::{Value, json};
use unleaded_model::diagnostic::{Diagnostic, FileName, Language};
use unleaded_trust::Digest;
use unleaded_trust::log::{Inclusion, LogProof, PROOF_LIMIT, VerifierKey};

use super::{Telling, Told, proof_name, verifier_key, wire_entry, yes_if};
use crate::args::Format;
use crate::exit::{Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};

/// Check a proof that a signature is in a log
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded log verify part.xml.dsse.json --proof part.xml.tlog-proof --log-key maker.vkey

Says nothing of whose signature it is: that does `unleaded verify`. With `--witness` each one that is named must have seen the
checkpoint, and its time is told. Exits 0 when the proof is good, else 1.")]
pub(crate) struct Args {
    /// The signature
    #[arg(value_name = "FILE.dsse.json")]
    file: String,
    /// The proof; by default FILE.tlog-proof beside the signature
    #[arg(long, value_name = "FILE.tlog-proof")]
    proof: Option<String>,
    /// The log's key: the file log.vkey that was handed out, or the line in it
    #[arg(long, value_name = "VKEY")]
    log_key: String,
    /// The key of a witness that must have seen the log: a file or a line (can be repeated)
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,
    #[command(flatten)]
    telling: Telling,
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
        let text = match &verified {
            Ok(inclusion) => self.told(inclusion, printer),
            Err(defect) => {
                if self.telling.format == Format::Human {
                    printer.diagnostics(std::slice::from_ref(defect));
                }
                let no = printer.word(": NOT shown to be in ", "：未能证明在日志中 ");
                format!("{}{no}{}\n", visible(&self.file), visible(log.name()))
            }
        };
        self.telling.tell(Told {
            checkpoint: verified.as_ref().ok().map(Inclusion::checkpoint),
            entries: vec![self.wire(digest, &verified)],
            diagnostics: &[],
            text,
        })?;
        Ok(yes_if(|| verified.is_ok()))
    }

    fn told(&self, inclusion: &Inclusion, printer: &Printer) -> String {
        let (index, size) = (inclusion.index(), inclusion.checkpoint().size());
        let origin = inclusion.checkpoint().origin();
        let (file, origin) = (visible(&self.file), visible(origin));
        let mut text = match printer.language() {
            Language::En => format!("{file}: entry {index} of {size} in {origin}\n"),
            Language::Zh => format!("{file}：{origin} 的第 {index} 条，共 {size} 条\n"),
        };
        for seen in inclusion.cosignatures() {
            let word = printer.word("seen by ", "见证方 ");
            text += &format!("  {word}{}: {}\n", visible(&seen.witness), seen.time);
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
        let outcome = if inclusion.is_some() { "included" } else { "not-shown" };
        let entry = (Some(digest), inclusion.map(Inclusion::index), outcome);
        wire_entry(&self.file, entry, seen, verified.as_ref().err())
    }
}
