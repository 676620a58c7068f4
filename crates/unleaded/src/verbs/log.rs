//! `log`: what was signed and received, in an order that nobody can change unseen.

use serde_json::{Value, json};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::log::{Checkpoint, LogError, VerifierKey};
use unleaded_trust::{ENVELOPE_SUFFIX, log::KEY_PATH, log::PROOF_SUFFIX};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::files::log_folder::LogFolder;
use crate::printer::Printer;
use crate::verbs::json::diagnostic;

mod add;
mod check;
mod checkpoint;
mod init;
mod prove;
mod verify;

/// Keep a log of what was signed and received, and hand out proofs
#[derive(Debug, clap::Subcommand)]
#[command(after_help = "\
Examples:
  unleaded log init log --origin maker.example/unleaded-log --key log.pem
  unleaded log add log part.xml.dsse.json --key log.pem
  unleaded log prove log part.xml.dsse.json")]
pub(crate) enum Action {
    Add(add::Args),
    Check(check::Args),
    Checkpoint(checkpoint::Args),
    Init(init::Args),
    Prove(prove::Args),
    Verify(verify::Args),
}

impl Action {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        match self {
            Self::Add(args) => args.run(printer),
            Self::Check(args) => args.run(printer),
            Self::Checkpoint(args) => args.run(printer),
            Self::Init(args) => args.run(printer),
            Self::Prove(args) => args.run(printer),
            Self::Verify(args) => args.run(printer),
        }
    }
}

/// Reads a verifier key: a line, or a file that holds one.
pub(crate) fn verifier_key(text: &str) -> Result<VerifierKey, Box<Failure>> {
    // A line holds two plus signs and is no file; a file's name may hold them as well.
    let line = match files::read(text) {
        Err(_) if text.matches('+').count() >= 2 => text.to_owned(),
        Err(error) => return Err(files::unreadable(text, &error)),
        Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
    };
    VerifierKey::parse(&line)
        .map_err(|error| Failure::of(&error.diagnostic(&FileName::new(&shortened(text)))))
}

/// The beginning of an argument, for a message.
fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The key of the log in `folder`: the one that is given, else the one that lies in the folder.
fn key_of(folder: &LogFolder, given: Option<&str>) -> Result<VerifierKey, Box<Failure>> {
    if let Some(given) = given {
        return verifier_key(given);
    }
    let bytes = folder.file(KEY_PATH)?;
    let line = String::from_utf8_lossy(&bytes);
    VerifierKey::parse(line.trim())
        .map_err(|error| Failure::of(&error.diagnostic(&FileName::new(KEY_PATH))))
}

/// Returns the failure for a log that can't be used as it is.
fn broken(error: LogError<Box<Failure>>, folder: &str, name: &str) -> Box<Failure> {
    match error {
        LogError::Files(failure) => failure,
        LogError::Defect(defect) => {
            let mut failure = Failure::of(&defect.diagnostic(folder, name));
            failure.help.en += &format!("; `unleaded log check {folder}` tells all");
            failure.help.zh += &format!("；用“unleaded log check {folder}”查看全部");
            failure
        }
        _ => Failure::new(("the log can't be read", "无法读取日志"), ("", "")),
    }
}

/// `FILE.tlog-proof` for the envelope `FILE.dsse.json`.
pub(crate) fn proof_name(envelope: &str) -> String {
    let document = envelope.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(envelope);
    format!("{document}{PROOF_SUFFIX}")
}

/// A result as JSON, described by `schemas/log-v1.schema.json`.
fn wire(checkpoint: Option<&Checkpoint>, entries: Vec<Value>, found: &[Diagnostic]) -> Value {
    json!({
        "schema": "unleaded/log/v1",
        "origin": checkpoint.map(Checkpoint::origin),
        "size": checkpoint.map(Checkpoint::size),
        "root": checkpoint.map(|checkpoint| checkpoint.root().to_string()),
        "entries": entries,
        "diagnostics": found.iter().map(diagnostic).collect::<Vec<_>>(),
    })
}

fn yes_if(good: impl FnOnce() -> bool) -> Exit {
    if good() { Exit::Yes } else { Exit::No }
}
