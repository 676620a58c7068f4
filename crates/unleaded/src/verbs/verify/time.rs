//! `verify --tsa` and `--witness`: since when a signature is known, by others than its signer.

use std::io;

use jiff::civil::Date;
use serde_json::{Value, json};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Clocks, Evidence, EvidenceKind, KeyError, TimeStampAuthority, TrustStore};

use crate::exit::Failure;
use crate::files;
use crate::verbs::log::verifier_key;

/// Whose word on times is taken beside those that the trust file has.
#[derive(Debug, clap::Args)]
pub(crate) struct TimeArgs {
    /// The certificate of a time-stamping authority beside those of the trust file; its word is FILE.dsse.json.tsr (can be repeated)
    #[arg(long, value_name = "CERT.pem")]
    tsa: Vec<String>,
    /// The key of the log of which FILE.tlog-proof is a proof, beside those of the trust file
    #[arg(long, value_name = "VKEY")]
    log_key: Option<String>,
    /// The key of a witness of a log, whose time is taken, beside those of the trust file (can be repeated)
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,
}

impl TimeArgs {
    /// The files that are named.
    pub(super) fn named(&self) -> impl Iterator<Item = &String> {
        self.tsa.iter().chain(&self.log_key).chain(&self.witness)
    }

    /// Reads them and adds those of the trust file.
    pub(super) fn clocks<'t>(
        &self,
        store: &'t TrustStore,
        as_of: Date,
    ) -> Result<Clocks<'t>, Box<Failure>> {
        let mut clocks = Clocks::new(store, as_of);
        for path in &self.tsa {
            clocks.authorities.push(authority(path)?);
        }
        if let Some(text) = &self.log_key {
            clocks.logs.push(verifier_key(text)?);
        }
        for text in &self.witness {
            clocks.witnesses.push(verifier_key(text)?);
        }
        let asks = self.log_key.is_some() || !self.witness.is_empty();
        match asks && !clocks.take_proofs() {
            true => Err(Failure::new(
                (
                    "a proof takes the key of a log and that of a witness",
                    "证明需要日志的公钥和见证方的公钥",
                ),
                (
                    "give both `--log-key` and `--witness`, or have them in the trust file",
                    "请同时给出 `--log-key` 和 `--witness`，或将其写入信任文件",
                ),
            )),
            false => Ok(clocks),
        }
    }
}

fn authority(path: &str) -> Result<TimeStampAuthority, Box<Failure>> {
    let text = String::from_utf8(files::need(path)?).map_err(|_| KeyError::NotPem);
    text.and_then(|text| TimeStampAuthority::from_pem(&text))
        .map_err(|error| Failure::of(&error.diagnostic(&FileName::new(path))))
}

/// Reads a file that need not be there; `None`: it is not.
pub(crate) fn if_there(name: &str) -> Option<io::Result<Vec<u8>>> {
    match files::read(name) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        read => Some(read),
    }
}

/// Who vouches for the time, in a few words.
pub(super) fn by(evidence: &Evidence) -> String {
    match evidence.kind() {
        EvidenceKind::LogInclusion { origin, witness } => format!("{witness} ({origin})"),
        EvidenceKind::TimeStamp { authority } => format!("sha256:{authority}"),
        _ => String::new(),
    }
}

pub(super) fn wire(evidence: &Evidence) -> Value {
    json!({"time": evidence.time().to_string(), "by": by(evidence)})
}
