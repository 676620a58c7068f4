//! Fixtures of logs, proofs, time stamps and signatures of OpenSSH: a folder each, `CODE--WHAT` or `valid--WHAT`.
//!
//! What is done follows from the files that are there:
//!
//! - an envelope with `FILE.dsse.json.tsr`: the time stamp is verified, with `authority.pem` where it is there;
//! - a document with `FILE.sig`: the signature is verified;
//! - an envelope with `FILE.tlog-proof`: the proof is verified with `log.vkey`, and with `witness.vkey` where there is one;
//! - a folder `log`: it is checked with `log.vkey`, and against the checkpoint `since` where there is one;
//! - `log.vkey` alone is read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::log::{Checkpoint, LogProof, PROOF_SUFFIX, VerifierKey, check};
use unleaded_trust::{
    Digest, ENVELOPE_SUFFIX, SSH_SUFFIX, SshSignature, TIME_STAMP_SUFFIX, TimeStamp,
    TimeStampAuthority,
};

use crate::{bytes, entries, name, text};

/// What the case in `folder` raises.
pub fn raised(folder: &Path) -> Vec<Diagnostic> {
    let ending = |suffix: &str| {
        let mut files = entries(folder).into_iter();
        files.find(|path| name(path).ends_with(suffix))
    };
    if let Some(stamp) = ending(TIME_STAMP_SUFFIX) {
        return time_stamp(&stamp, &folder.join("authority.pem"));
    }
    if let Some(signature) = ending(SSH_SUFFIX) {
        return ssh(&signature);
    }
    let key = |file: &str| {
        VerifierKey::parse(text(&folder.join(file)).trim())
            .map_err(|error| error.diagnostic(&FileName::new(file)))
    };
    let log = match key("log.vkey") {
        Ok(log) => log,
        Err(defect) => return vec![defect],
    };
    if let Some(path) = ending(PROOF_SUFFIX) {
        let has_witness = folder.join("witness.vkey").exists();
        let witnesses = has_witness.then(|| key("witness.vkey").unwrap());
        return proof(&path, &log, witnesses.as_slice());
    }
    let since = Some(folder.join("since")).filter(|path| path.exists());
    let since = since.map(|path| Checkpoint::open(&bytes(&path), &log).unwrap());
    let Ok((_, defects)) = check(&files(&folder.join("log")), &log, since.as_ref());
    defects.iter().map(|defect| defect.diagnostic("log", log.name())).collect()
}

fn time_stamp(path: &Path, authority: &Path) -> Vec<Diagnostic> {
    let envelope = path.to_str().unwrap().strip_suffix(TIME_STAMP_SUFFIX).unwrap();
    let envelope = bytes(Path::new(envelope));
    let is_pinned = authority.exists();
    let authority = is_pinned.then(|| TimeStampAuthority::from_pem(&text(authority)).unwrap());
    let verified = TimeStamp::parse(&bytes(path))
        .and_then(|stamp| stamp.verify_envelope(&envelope, authority.as_slice()));
    let file = FileName::new(name(path));
    verified.err().map(|error| error.diagnostic(&file)).into_iter().collect()
}

fn ssh(signature: &Path) -> Vec<Diagnostic> {
    let document = signature.to_str().unwrap().strip_suffix(SSH_SUFFIX).unwrap();
    let document = bytes(Path::new(document));
    let verified =
        SshSignature::parse(&bytes(signature)).and_then(|signature| signature.verify(&document));
    let file = FileName::new(name(signature));
    verified.err().map(|error| error.diagnostic(&file)).into_iter().collect()
}

fn proof(path: &Path, log: &VerifierKey, witnesses: &[VerifierKey]) -> Vec<Diagnostic> {
    let document = path.to_str().unwrap().strip_suffix(PROOF_SUFFIX).unwrap();
    let envelope = PathBuf::from(format!("{document}{ENVELOPE_SUFFIX}"));
    let digest = Digest::of(&bytes(&envelope));
    let verified = LogProof::parse(&bytes(path))
        .and_then(|proof| proof.verify(digest, log, witnesses, witnesses.len()));
    let (file, envelope) = (FileName::new(name(path)), FileName::new(name(&envelope)));
    verified.err().map(|error| error.diagnostic(&file, &envelope)).into_iter().collect()
}

/// Every file of a log's folder, by its path in it.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_path_buf()]);
    while let Some(next) = open.pop() {
        if next.is_dir() {
            open.extend(entries(&next));
        } else {
            let path = next.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            found.insert(path, bytes(&next));
        }
    }
    found
}
