//! `log checkpoint`: what the log commits to, to hand out; and a witness's signature on it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use unleaded_trust::log::{Checkpoint, SignatureKind, VerifierKey, check};

use super::{Telling, Told, broken, key_of, no_name, open};
use crate::exit::{Exit, Failure, Outcome};
use crate::files::log_folder::LogFolder;
use crate::printer::Printer;
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
    /// The name of the witness, e.g. witness.example/w1; it never changes
    #[arg(long, requires = "witness")]
    name: Option<String>,
    /// Where the passphrase of that key is: `env:NAME`, `fd:NUMBER` or `file:PATH`
    #[arg(long, value_name = "FROM", requires = "witness")]
    passphrase: Option<String>,
    /// The log's key: its file log.vkey, or the line in it; by default that of the folder
    #[arg(long, value_name = "VKEY")]
    log_key: Option<String>,
    #[command(flatten)]
    telling: Telling,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let checkpoint = match (&self.witness, &self.name) {
            (Some(witness), Some(name)) => self.cosigned(witness, name, printer)?,
            _ => {
                let folder = LogFolder::read(&self.folder)?;
                let key = key_of(&folder, self.log_key.as_deref())?;
                open(&folder, &key)?
            }
        };
        self.telling.tell(Told {
            checkpoint: Some(&checkpoint),
            entries: Vec::new(),
            diagnostics: &[],
            text: checkpoint.to_text(),
        })?;
        Ok(Exit::Yes)
    }

    /// Checks the whole log and signs its checkpoint.
    fn cosigned(
        &self,
        witness: &str,
        name: &str,
        printer: &Printer,
    ) -> Result<Checkpoint, Box<Failure>> {
        let witness = keys::of_file(witness, self.passphrase.as_deref())?;
        let seen_by = VerifierKey::new(name, SignatureKind::Cosignature, witness.public());
        let seen_by = seen_by.map_err(|_| no_name("--name", name))?;
        let folder = LogFolder::write(&self.folder)?;
        let key = key_of(&folder, self.log_key.as_deref())?;
        let (checkpoint, mut defects) = check(&folder, &key, None)?;
        let mut checkpoint = match (checkpoint, defects.pop()) {
            (Some(checkpoint), None) => checkpoint,
            (_, Some(defect)) => return Err(broken(defect.into(), &folder, &key)),
            (None, None) => open(&folder, &key)?,
        };
        let seen = checkpoint.cosign(name, &witness, Timestamp::now());
        seen.map_err(|_| no_name("--name", name))?;
        folder.commit(&BTreeMap::new(), &checkpoint.to_text())?;
        let word = printer.word("key of the witness, to hand out: ", "见证方的密钥，可分发：");
        printer.note(&format!("{word}{seen_by}"));
        Ok(checkpoint)
    }
}
