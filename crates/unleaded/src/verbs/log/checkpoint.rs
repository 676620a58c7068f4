//! `log checkpoint`: what the log commits to, to hand out; and a witness's signature on it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::log::{
    CHECKPOINT_PATH, Checkpoint, SignatureKind, VerifierKey, VerifierKeyError, check,
};

use super::{broken, key_of, wire};
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::files::log_folder::LogFolder;
use crate::printer::Printer;
use crate::verbs::json::document;
use crate::verbs::keys;

/// Print a log's checkpoint; sign it as a witness
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded log checkpoint log
  unleaded log checkpoint log --witness witness.pem --name witness.example/w1

Whoever keeps a checkpoint can see later that nothing before it was changed. A witness checks the whole log and signs its checkpoint with
the time; proofs that are made from then on carry it, until the log grows.")]
pub(crate) struct Args {
    /// The log's folder
    #[arg(value_name = "DIR")]
    folder: String,
    /// The private key of a witness
    #[arg(long, value_name = "KEY.pem", requires = "name")]
    witness: Option<String>,
    /// The name of the witness
    #[arg(long, requires = "witness")]
    name: Option<String>,
    /// Where the passphrase of the key is: `env:NAME` or `file:PATH`
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
    /// The log's key: a file or a line NAME+ID+KEY
    #[arg(long, value_name = "VKEY")]
    log_key: Option<String>,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let checkpoint = match (&self.witness, &self.name) {
            (Some(witness), Some(name)) => self.cosigned(witness, name, printer)?,
            _ => {
                let folder = LogFolder::read(&self.folder)?;
                let key = key_of(&folder, self.log_key.as_deref())?;
                self.open(&folder, &key)?
            }
        };
        let text = match self.format {
            Format::Human => checkpoint.to_text(),
            Format::Json => document(&wire(Some(&checkpoint), Vec::new(), &[])),
        };
        files::write(self.output.as_deref(), text.as_bytes())?;
        Ok(Exit::Yes)
    }

    fn open(&self, folder: &LogFolder, key: &VerifierKey) -> Result<Checkpoint, Box<Failure>> {
        let file = FileName::new(&format!("{}/{CHECKPOINT_PATH}", self.folder));
        Checkpoint::open(&folder.file(CHECKPOINT_PATH)?, key)
            .map_err(|error| Failure::of(&error.diagnostic(&file)))
    }

    /// Checks the whole log and signs its checkpoint.
    fn cosigned(
        &self,
        witness: &str,
        name: &str,
        printer: &Printer,
    ) -> Result<Checkpoint, Box<Failure>> {
        let witness = keys::of_file(witness, self.passphrase.as_deref())?;
        let unusable =
            |error: VerifierKeyError| Failure::of(&error.diagnostic(&FileName::new("--name")));
        let seen_by = VerifierKey::new(name, SignatureKind::Cosignature, witness.public());
        let seen_by = seen_by.map_err(unusable)?;
        let folder = LogFolder::write(&self.folder)?;
        let key = key_of(&folder, self.log_key.as_deref())?;
        let (checkpoint, mut defects) = check(&folder, &key, None)?;
        let mut checkpoint = match (checkpoint, defects.pop()) {
            (Some(checkpoint), None) => checkpoint,
            (_, Some(defect)) => return Err(broken(defect.into(), &self.folder, key.name())),
            (None, None) => self.open(&folder, &key)?,
        };
        checkpoint.cosign(name, &witness, Timestamp::now()).map_err(unusable)?;
        folder.commit(&BTreeMap::new(), &checkpoint.to_text())?;
        let word = printer.word("key of the witness, to hand out: ", "见证方的密钥，可分发：");
        printer.note(&format!("{word}{seen_by}"));
        Ok(checkpoint)
    }
}
