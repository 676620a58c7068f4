//! `log prove`: a proof to hand out.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::codes::logs as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::Digest;
use unleaded_trust::log::LogTree;

use super::{broken, key_of, open, proof_name};
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::files::log_folder::LogFolder;
use crate::printer::Printer;

/// Make a proof that a signature is in a log
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded log prove log part.xml.dsse.json -o part.xml.tlog-proof

The proof can be handed out without the rest of the log, and tells nothing about it but its size. Who receives it checks it with `log verify`.
Exits 1 when the signature is not in the log.")]
pub(crate) struct Args {
    /// The log's folder
    #[arg(value_name = "DIR")]
    folder: String,
    /// The signature
    #[arg(value_name = "FILE.dsse.json")]
    file: String,
    /// The log's key: its file log.vkey, or the line in it; by default that of the folder
    #[arg(long, value_name = "VKEY")]
    log_key: Option<String>,
    /// Where to write the proof; by default FILE.tlog-proof beside the signature
    #[arg(short, long, value_name = "FILE.tlog-proof")]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let digest = Digest::of(&files::need(&self.file)?);
        let folder = LogFolder::read(&self.folder)?;
        let key = key_of(&folder, self.log_key.as_deref())?;
        let checkpoint = open(&folder, &key)?;
        let tree = LogTree::new(&folder, &checkpoint);
        let fail = |error| broken(error, &folder, &key);
        let found = tree.find(&BTreeSet::from([digest])).map_err(fail)?;
        let Some(index) = found.get(&digest) else {
            let file = FileName::new(&self.file);
            let missing = Diagnostic::new(codes::LOG_ENTRY_MISSING, Place::file(&file));
            let missing = missing.with("file", file.as_str()).with("name", key.name());
            printer.diagnostics(&[missing]);
            return Ok(Exit::No);
        };
        let proof = tree.prove(digest, *index).map_err(fail)?;
        let output = self.output.unwrap_or_else(|| proof_name(&self.file));
        files::write(Some(&output), proof.to_text().as_bytes())?;
        if output != files::STANDARD {
            printer.written(&output);
        }
        Ok(Exit::Yes)
    }
}
