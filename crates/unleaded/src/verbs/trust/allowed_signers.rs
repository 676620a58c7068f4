//! `trust allowed-signers`: whose keys are accepted, for `ssh-keygen`.

use unleaded_trust::allowed_signers;

use super::load;
use crate::exit::{Exit, Outcome};
use crate::files;

/// Write whose keys you accept as `ssh-keygen -Y verify` reads it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust allowed-signers --trust trust.json -o allowed_signers

Keys that are revoked, and those that count only with others, for some items or under a delegation, are left out: ssh-keygen can't see
that. docs/verify-elsewhere.md shows how to check a signature with it.")]
pub(crate) struct AllowedSigners {
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// Where to write it; by default standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

impl AllowedSigners {
    pub(crate) fn run(self) -> Outcome {
        let store = load(&self.trust)?.store;
        files::write(self.output.as_deref(), allowed_signers(&store).as_bytes())?;
        Ok(Exit::Yes)
    }
}
