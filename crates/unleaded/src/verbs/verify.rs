//! `verify`: who signed what.

use serde_json::{Value, json};
use unleaded_app::signing::{Checked, check};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{ENVELOPE_SUFFIX, TrustStore, Verification};

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::{dates, trust};

/// Check the signatures beside documents
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded verify declarations/*.xml --trust trust.json

Exits 0 when every document is signed well by a key you trust; 1 when one is unsigned, changed, or signed by an unknown key.")]
pub(crate) struct Args {
    /// The documents; the signature of each is FILE.dsse.json beside it
    #[arg(required = true)]
    files: Vec<String>,
    /// Whose keys you accept
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// The envelope of a document from standard input
    #[arg(long, value_name = "FILE.dsse.json")]
    envelope: Option<String>,
    /// The date on which keys must be good; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<jiff::civil::Date>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// One document's line of the result.
struct Line {
    file: String,
    outcome: &'static str,
    signers: Vec<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let store = trust::load(&self.trust, printer)?.store;
        let lines: Vec<Line> =
            self.files.iter().map(|file| self.line(file, &store)).collect::<Result<_, _>>()?;
        match self.format {
            Format::Human => {
                lines.iter().for_each(|line| printer.diagnostics(&line.diagnostics));
                let text: String = lines.iter().map(|line| human(line, printer)).collect();
                files::write(self.output.as_deref(), text.as_bytes())?;
            }
            Format::Json => {
                let documents: Vec<Value> = lines.iter().map(wire).collect();
                let body = json!({"schema": "unleaded/verification/v1", "documents": documents});
                files::write(self.output.as_deref(), document(&body).as_bytes())?;
            }
        }
        Ok(if lines.iter().all(|line| line.outcome == "good") { Exit::Yes } else { Exit::No })
    }

    fn line(&self, path: &str, store: &TrustStore) -> Result<Line, Box<Failure>> {
        let bytes = files::need(path)?;
        let envelope = match &self.envelope {
            Some(envelope) => Some(files::need(envelope)?),
            None => beside(path)?,
        };
        let file = FileName::new(path);
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let (outcome, signers, diagnostics) =
            match check(&file, &bytes, envelope.as_deref(), store, as_of) {
                Checked::Unsigned => ("unsigned", Vec::new(), Vec::new()),
                Checked::Signed(verification) => {
                    let diagnostics = verification.diagnostics(&file);
                    let (outcome, signers) = words(&verification);
                    (outcome, signers, diagnostics)
                }
            };
        Ok(Line { file: path.to_owned(), outcome, signers, diagnostics })
    }
}

fn beside(path: &str) -> Result<Option<Vec<u8>>, Box<Failure>> {
    let path = format!("{path}{ENVELOPE_SUFFIX}");
    match files::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(files::unreadable(&path, &error)),
    }
}

fn words(verification: &Verification<'_>) -> (&'static str, Vec<String>) {
    match verification {
        Verification::Good(verified) => {
            let signers = verified.signers().iter();
            ("good", signers.map(|s| s.organisation.name().to_owned()).collect())
        }
        Verification::Bad(_) => ("bad", Vec::new()),
        Verification::UnknownKey { .. } => ("unknown-key", Vec::new()),
    }
}

fn human(line: &Line, printer: &Printer) -> String {
    let outcome = match line.outcome {
        "good" => printer.word("good", "有效"),
        "bad" => printer.word("BAD", "无效"),
        "unknown-key" => printer.word("unknown key", "未知密钥"),
        _ => printer.word("unsigned", "未签名"),
    };
    match line.signers.is_empty() {
        true => format!("{}: {outcome}\n", line.file),
        false => {
            let by = printer.word("signed by", "签名方");
            format!("{}: {outcome}, {by} {}\n", line.file, line.signers.join(", "))
        }
    }
}

fn wire(line: &Line) -> Value {
    json!({
        "file": line.file,
        "outcome": line.outcome,
        "signers": line.signers,
        "diagnostics": line.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}
