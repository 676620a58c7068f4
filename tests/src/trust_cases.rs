//! Fixtures of keys, signatures and trust files: a folder each, `CODE--WHAT` or `valid--WHAT`.
//!
//! What is done follows from the files that are there:
//!
//! - `trust.json` and `change.json`: the change is made to the trust file;
//! - a document with its envelope and `trust.json`: the signature is verified as of [`AS_OF`], with the delegation
//!   `r.delegation.dsse.json` where there is one;
//! - a document `signed.xml` with `trust.json`: the signature inside it is verified as of [`AS_OF`];
//! - `trust.json` alone is read;
//! - `private.pem`, with `passphrase.txt` where there is one, or `public.pem`, is read;
//! - `new-passphrase.txt` alone: a key is written under it.

use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use serde_json::Value;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    AcceptedKey, Digest, ENVELOPE_SUFFIX, KeyError, Organisation, Outcome, Predicate, Presented,
    PrivateKey, PublicKey, Terms, TrustError, TrustFile, TrustStore, XmlKeys, XmlVerification,
    read_signing_key, verify_file, verify_statement, verify_xml,
};

use crate::{bytes, entries, name, text};

/// The date of every check.
pub const AS_OF: Date = date(2026, 11, 22);

/// What the case in `folder` raises.
pub fn raised(folder: &Path) -> Vec<Diagnostic> {
    let file = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
    let trust = FileName::new("trust.json");
    if let (Some(store), Some(asked)) = (file("trust.json"), file("change.json")) {
        let store = TrustStore::parse(&text(&store)).unwrap();
        return change(store, folder, &serde_json::from_str(&text(&asked)).unwrap());
    }
    if let Some(envelope) = envelope(folder) {
        return signature(&envelope, &file("trust.json").unwrap());
    }
    if let (Some(document), Some(store)) = (file("signed.xml"), file("trust.json")) {
        return signature_inside(&bytes(&document), &TrustStore::parse(&text(&store)).unwrap());
    }
    if let Some(store) = file("trust.json") {
        let read = TrustStore::parse(&text(&store)).err();
        return read.map(|error| error.diagnostic(&trust)).into_iter().collect();
    }
    if let Some(passphrase) = file("new-passphrase.txt") {
        let key = PrivateKey::from_seed([1; 32]);
        let written = key.to_encrypted_pem(&bytes(&passphrase), [1; 16], [2; 16]);
        return key_defect(written.err(), "new-passphrase.txt");
    }
    if let Some(key) = file("private.pem") {
        let passphrase = file("passphrase.txt").map(|path| bytes(&path));
        return key_defect(
            read_signing_key(&text(&key), passphrase.as_deref()).err(),
            "private.pem",
        );
    }
    let key = file("public.pem").unwrap_or_else(|| panic!("{} holds no case", folder.display()));
    key_defect(AcceptedKey::from_pem(&text(&key)).err(), "public.pem")
}

fn envelope(folder: &Path) -> Option<PathBuf> {
    entries(folder).into_iter().find(|path| name(path).ends_with(ENVELOPE_SUFFIX))
}

fn signature(envelope: &Path, trust: &Path) -> Vec<Diagnostic> {
    let document = envelope.to_str().unwrap().strip_suffix(ENVELOPE_SUFFIX).unwrap();
    let file = FileName::new(name(Path::new(document)));
    let store = TrustStore::parse(&text(trust)).unwrap();
    let delegation = envelope.with_file_name("r.delegation.dsse.json");
    let delegations: Vec<Presented> =
        if delegation.exists() { vec![presented(&bytes(&delegation), &store)] } else { Vec::new() };
    let document = bytes(Path::new(document));
    let terms = Terms { delegations: &delegations, ..Terms::new(&store, AS_OF) };
    verify_file::<Predicate>(file.as_str(), &document, &bytes(envelope), &terms).diagnostics(&file)
}

fn signature_inside(document: &[u8], trust: &TrustStore) -> Vec<Diagnostic> {
    let outcome = verify_xml(document, &XmlKeys { trust, given: &[], as_of: AS_OF, evidence: &[] });
    assert_ne!(outcome, XmlVerification::Unsigned);
    outcome.diagnostics(&FileName::new("signed.xml"))
}

fn presented(envelope: &[u8], store: &TrustStore) -> Presented {
    match verify_statement(envelope, &Terms::new(store, AS_OF)) {
        Outcome::Good(delegation) => Presented { envelope: Digest::of(envelope), delegation },
        other => panic!("{other:?}"),
    }
}

/// Makes the one change that `change` describes: `{"add": {..}}`, `{"revoke": {..}}`, `{"require": {..}}`, or `import` or `rotate`
/// with the name of a file.
fn change(mut store: TrustStore, folder: &Path, change: &Value) -> Vec<Diagnostic> {
    let trust = FileName::new("trust.json");
    let string = |value: &Value| value.as_str().unwrap().to_owned();
    if let Some(name) = change.get("rotate").map(string) {
        let rotated = store.rotate(&bytes(&folder.join(&name)), AS_OF).err();
        return rotated.map(|error| error.diagnostic(&FileName::new(&name))).into_iter().collect();
    }
    let changed = if let Some(name) = change.get("import").map(string) {
        import(store, folder, &name)
    } else if let Some(revoke) = change.get("revoke") {
        let from = string(&revoke["from"]).parse().unwrap();
        store.revoke(&string(&revoke["key"]), from, "").map(|()| Vec::new())
    } else if let Some(require) = change.get("require") {
        store.require(&string(&require["organisation"]), 2).map(|()| Vec::new())
    } else {
        add(store, folder, &change["add"])
    };
    changed.unwrap_or_else(|error| vec![error.diagnostic(&trust)])
}

fn add(mut store: TrustStore, folder: &Path, add: &Value) -> Result<Vec<Diagnostic>, TrustError> {
    let string = |value: &Value| value.as_str().unwrap().to_owned();
    let key = PublicKey::from_pem(&text(&folder.join(string(&add["key"])))).unwrap();
    let ids: Vec<String> = add["ids"].as_array().unwrap().iter().map(string).collect();
    let organisation = Organisation::new(&string(&add["organisation"]), &ids)?;
    store.check_name(&organisation)?;
    store.add(key, organisation, None, None)
}

fn import(mut store: TrustStore, folder: &Path, name: &str) -> Result<Vec<Diagnostic>, TrustError> {
    let known = store.clone();
    let file = bytes(&folder.join(name));
    let envelope = bytes(&folder.join(format!("{name}{ENVELOPE_SUFFIX}")));
    match verify_file::<TrustFile>(name, &file, &envelope, &Terms::new(&known, AS_OF)) {
        Outcome::Good(verified) => store.import(&verified, AS_OF),
        other => Ok(other.diagnostics(&FileName::new(name))),
    }
}

fn key_defect(error: Option<KeyError>, file: &str) -> Vec<Diagnostic> {
    error.map(|error| error.diagnostic(&FileName::new(file))).into_iter().collect()
}
