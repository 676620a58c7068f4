//! `log init`: an empty log.

use unleaded_trust::log::{
    CHECKPOINT_PATH, Checkpoint, Edge, KEY_PATH, SignatureKind, VerifierKey,
};

use super::no_name;
use crate::exit::{Exit, Outcome};
use crate::files::log_folder::LogFolder;
use crate::printer::Printer;
use crate::verbs::keys;

/// Make an empty log
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded log init log --origin maker.example/unleaded-log --key log.pem

Make the key with `unleaded keygen -o log.pem` and use it for nothing else. The name never changes: customers who check proofs
know the log by it. Hand out log/log.vkey with the first proof.")]
pub(crate) struct Args {
    /// The folder; it must be empty or not there
    #[arg(value_name = "DIR")]
    folder: String,
    /// The name of the log, without spaces and `+`, e.g. maker.example/unleaded-log
    #[arg(long, value_name = "NAME")]
    origin: String,
    /// The log's private key
    #[arg(long, value_name = "LOGKEY.pem")]
    key: String,
    /// Where the passphrase of the key is: `env:NAME`, `fd:NUMBER` or `file:PATH`
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let key = keys::of_file(&self.key, self.passphrase.as_deref())?;
        let edge = Edge::empty();
        let named =
            VerifierKey::new(&self.origin, SignatureKind::Log, key.public()).and_then(|verifier| {
                let checkpoint = Checkpoint::sign(&self.origin, edge.size(), edge.root(), &key)?;
                Ok((verifier, checkpoint))
            });
        let (verifier, checkpoint) = named.map_err(|_| no_name("--origin", &self.origin))?;
        let folder = LogFolder::begin(&self.folder)?;
        folder.begin_with(KEY_PATH, format!("{verifier}\n").as_bytes())?;
        folder.begin_with(CHECKPOINT_PATH, checkpoint.to_text().as_bytes())?;
        let word = printer.word("key to hand out: ", "可分发的密钥：");
        printer.note(&format!("{word}{verifier}"));
        Ok(Exit::Yes)
    }
}
