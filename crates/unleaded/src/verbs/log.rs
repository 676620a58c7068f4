//! `log`: what was signed and received, in an order that nobody can change unseen.

use serde_json::{Value, json};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::log::{
    CHECKPOINT_PATH, Checkpoint, KEY_PATH, LogDefect, LogError, PROOF_SUFFIX, VerifierKey,
    check as check_all,
};
use unleaded_trust::{Digest, ENVELOPE_SUFFIX};

use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::files::log_folder::LogFolder;
use crate::printer::Printer;
use crate::verbs::json::{diagnostic, document};

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
  unleaded log prove log part.xml.dsse.json

A log is a folder of files that only ever grows. Its checkpoint is a few lines that the log's key signs: they commit to every entry, so that
whoever keeps one sees later whether anything before it was changed.")]
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

/// Reads the checkpoint of the log in `folder`, whose key is `key`.
fn open(folder: &LogFolder, key: &VerifierKey) -> Result<Checkpoint, Box<Failure>> {
    let file = FileName::new(&folder.name(CHECKPOINT_PATH));
    Checkpoint::open(&folder.file(CHECKPOINT_PATH)?, key)
        .map_err(|error| Failure::of(&error.diagnostic(&file)))
}

/// Returns the failure for a log that can't be used as it is.
fn broken(error: LogError<Box<Failure>>, folder: &LogFolder, key: &VerifierKey) -> Box<Failure> {
    let defect = match error {
        LogError::Files(failure) => return failure,
        LogError::Defect(defect) => defect,
        _ => return Failure::new(("the log can't be read", "无法读取日志"), ("", "")),
    };
    let is_forged = matches!(&defect, LogDefect::Forged { .. });
    // A part of the log leads elsewhere than the checkpoint: only the whole of it tells which file was changed.
    let found = if is_forged { check_all(folder, key, None) } else { Ok((None, Vec::new())) };
    let defect = match found {
        Ok((_, defects)) => defects.into_iter().next().unwrap_or(defect),
        Err(failure) => return failure,
    };
    let path = folder.path();
    let mut failure = Failure::of(&defect.diagnostic(path, key.name()));
    failure.help.en += &format!("; `unleaded log check {path}` tells all");
    failure.help.zh += &format!("；用“unleaded log check {path}”查看全部");
    failure
}

/// Returns the failure for the text `name`, which can't be the name of a log or a witness.
fn no_name(option: &str, name: &str) -> Box<Failure> {
    let name: String = name.chars().take(80).collect();
    Failure::new(
        (
            format!("`{option}`: `{name}` can't be a name"),
            format!("`{option}`：“{name}”不能作为名称"),
        ),
        (
            "write 1 to 255 bytes without spaces and `+`, e.g. `maker.example/unleaded-log`",
            "请写 1 至 255 字节，不含空格和“+”，例如 maker.example/unleaded-log",
        ),
    )
}

/// `FILE.tlog-proof` for the envelope `FILE.dsse.json`.
pub(crate) fn proof_name(envelope: &str) -> String {
    let document = envelope.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(envelope);
    format!("{document}{PROOF_SUFFIX}")
}

/// What a run comes to, to be written in one form or the other.
struct Told<'a> {
    checkpoint: Option<&'a Checkpoint>,
    entries: Vec<Value>,
    diagnostics: &'a [Diagnostic],
    /// The same for people.
    text: String,
}

/// How and where a run tells what it comes to.
#[derive(Debug, clap::Args)]
struct Telling {
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result; by default standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

impl Telling {
    /// Writes it; whatever the answer is, it is written.
    fn tell(&self, told: Told<'_>) -> Result<(), Box<Failure>> {
        let text = match self.format {
            Format::Human => told.text,
            Format::Json => document(&wire(told.checkpoint, told.entries, told.diagnostics)),
        };
        files::write(self.output.as_deref(), text.as_bytes())
    }
}

/// An entry as JSON.
fn wire_entry(
    file: &str,
    (digest, index, outcome): (Option<Digest>, Option<u64>, &str),
    cosignatures: Vec<Value>,
    found: Option<&Diagnostic>,
) -> Value {
    json!({
        "file": file,
        "sha256": digest.map(|digest| digest.to_string()),
        "index": index,
        "outcome": outcome,
        "cosignatures": cosignatures,
        "diagnostics": found.into_iter().map(diagnostic).collect::<Vec<_>>(),
    })
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
