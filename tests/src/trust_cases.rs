//! Fixtures of keys, signatures and trust files: a folder each, `CODE--WHAT` or `valid--WHAT`.
//!
//! What is done follows from the files that are there:
//!
//! - a document with its envelope and `trust.json`: the signature is verified as of [`AS_OF`];
//! - `trust.json` and `change.json`: the change is made to the trust file;
//! - `trust.json` alone is read;
//! - `private.pem`, with `passphrase.txt` where there is one, or `public.pem`, is read;
//! - `new-passphrase.txt` alone: a key is written under it.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use serde_json::Value;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    ENVELOPE_SUFFIX, KeyError, Organisation, PrivateKey, PublicKey, TrustError, TrustStore, verify,
};

use crate::{bytes, entries, name, text};

/// The date of every check.
pub const AS_OF: Date = date(2026, 11, 22);

/// What the case in `folder` raises.
pub fn raised(folder: &Path) -> Vec<Diagnostic> {
    let file = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
    let trust = FileName::new("trust.json");
    if let Some(envelope) = envelope(folder) {
        return signature(&envelope, &file("trust.json").unwrap());
    }
    if let Some(store) = file("trust.json") {
        let changed =
            TrustStore::parse(&text(&store)).and_then(|store| match file("change.json") {
                Some(change_file) => {
                    change(store, folder, &serde_json::from_str(&text(&change_file)).unwrap())
                }
                None => Ok(Vec::new()),
            });
        return changed.unwrap_or_else(|error| vec![error.diagnostic(&trust)]);
    }
    if let Some(passphrase) = file("new-passphrase.txt") {
        let key = PrivateKey::from_seed([1; 32]);
        let written = key.to_encrypted_pem(&bytes(&passphrase), [1; 16], [2; 16]);
        return key_defect(written.err(), "new-passphrase.txt");
    }
    if let Some(key) = file("private.pem") {
        let passphrase = file("passphrase.txt").map(|path| bytes(&path));
        return key_defect(
            PrivateKey::from_pem(&text(&key), passphrase.as_deref()).err(),
            "private.pem",
        );
    }
    let key = file("public.pem").unwrap_or_else(|| panic!("{} holds no case", folder.display()));
    key_defect(PublicKey::from_pem(&text(&key)).err(), "public.pem")
}

fn envelope(folder: &Path) -> Option<PathBuf> {
    entries(folder).into_iter().find(|path| name(path).ends_with(ENVELOPE_SUFFIX))
}

fn signature(envelope: &Path, trust: &Path) -> Vec<Diagnostic> {
    let document = envelope.to_str().unwrap().strip_suffix(ENVELOPE_SUFFIX).unwrap();
    let file = FileName::new(name(Path::new(document)));
    let store = TrustStore::parse(&text(trust)).unwrap();
    let document = bytes(Path::new(document));
    verify(file.as_str(), &document, &bytes(envelope), &store, AS_OF).diagnostics(&file)
}

/// Makes the one change that `change` describes: `{"add": {..}}` or `{"revoke": {..}}`.
fn change(
    mut store: TrustStore,
    folder: &Path,
    change: &Value,
) -> Result<Vec<Diagnostic>, TrustError> {
    let string = |value: &Value| value.as_str().unwrap().to_owned();
    if let Some(revoke) = change.get("revoke") {
        let from = string(&revoke["from"]).parse().unwrap();
        return store.revoke(&string(&revoke["key"]), from, "").map(|()| Vec::new());
    }
    let add = &change["add"];
    let key = PublicKey::from_pem(&text(&folder.join(string(&add["key"])))).unwrap();
    let ids: Vec<String> = add["ids"].as_array().unwrap().iter().map(string).collect();
    store.add(key, Organisation::new(&string(&add["organisation"]), &ids)?, None, None)
}

fn key_defect(error: Option<KeyError>, file: &str) -> Vec<Diagnostic> {
    error.map(|error| error.diagnostic(&FileName::new(file))).into_iter().collect()
}
