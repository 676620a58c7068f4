//! `verify --tsa` and `--witness`: since when a signature is known, by others than its signer.

use std::io;

use serde_json::{Value, json};
use unleaded_app::documents::unreadable;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::log::{LogProof, VerifierKey};
use unleaded_trust::{
    Digest, Evidence, EvidenceKind, KeyError, TIME_STAMP_SUFFIX, TimeStamp, TimeStampAuthority,
};

use crate::exit::Failure;
use crate::files;
use crate::verbs::log::{proof_name, verifier_key};

/// Whose word on times is taken.
#[derive(Debug, clap::Args)]
pub(crate) struct TimeArgs {
    /// The certificate of a time-stamping authority; its word is FILE.dsse.json.tsr (can be repeated)
    #[arg(long, value_name = "CERT.pem", conflicts_with = "deep")]
    tsa: Vec<String>,
    /// The key of the log of which FILE.tlog-proof is a proof
    #[arg(long, value_name = "VKEY", requires = "witness", conflicts_with = "deep")]
    log_key: Option<String>,
    /// The key of a witness of that log, whose time is taken (can be repeated)
    #[arg(long, value_name = "VKEY", requires = "log_key")]
    witness: Vec<String>,
}

/// The same, read.
pub(super) struct Clocks {
    authorities: Vec<TimeStampAuthority>,
    log: Option<VerifierKey>,
    witnesses: Vec<VerifierKey>,
}

impl TimeArgs {
    pub(super) fn read(&self) -> Result<Clocks, Box<Failure>> {
        let authorities = self.tsa.iter().map(|path| authority(path));
        let witnesses = self.witness.iter().map(|text| verifier_key(text));
        Ok(Clocks {
            authorities: authorities.collect::<Result<_, _>>()?,
            log: self.log_key.as_deref().map(verifier_key).transpose()?,
            witnesses: witnesses.collect::<Result<_, _>>()?,
        })
    }
}

fn authority(path: &str) -> Result<TimeStampAuthority, Box<Failure>> {
    let text = String::from_utf8(files::need(path)?).map_err(|_| KeyError::NotPem);
    text.and_then(|text| TimeStampAuthority::from_pem(&text))
        .map_err(|error| Failure::of(&error.diagnostic(&FileName::new(path))))
}

impl Clocks {
    /// Returns the evidence that lies beside the envelope called `name`, and what is wrong with it: evidence that is none changes
    /// nothing, but is told.
    pub(super) fn evidence(&self, name: &str, envelope: &[u8]) -> (Vec<Evidence>, Vec<Diagnostic>) {
        let (mut evidence, mut found) = (Vec::new(), Vec::new());
        if !self.authorities.is_empty() {
            let stamp = format!("{name}{TIME_STAMP_SUFFIX}");
            if let Some(bytes) = beside(&stamp, &mut found) {
                let verified = TimeStamp::parse(&bytes)
                    .and_then(|stamp| stamp.verify_envelope(envelope, &self.authorities));
                match verified {
                    Ok(stamped) => evidence.push(stamped),
                    Err(error) => found.push(error.diagnostic(&FileName::new(&stamp))),
                }
            }
        }
        if let Some(log) = &self.log {
            let proof = proof_name(name);
            if let Some(bytes) = beside(&proof, &mut found) {
                let digest = Digest::of(envelope);
                let verified = LogProof::parse(&bytes)
                    .and_then(|proof| proof.verify(digest, log, &self.witnesses, 1));
                match verified {
                    Ok(inclusion) => evidence.extend(inclusion.evidence()),
                    Err(error) => {
                        let (file, envelope) = (FileName::new(&proof), FileName::new(name));
                        found.push(error.diagnostic(&file, &envelope));
                    }
                }
            }
        }
        (evidence, found)
    }
}

/// The bytes of a file that need not be there.
fn beside(name: &str, found: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    match files::read(name) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            found.push(unreadable(&FileName::new(name), &error));
            None
        }
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
