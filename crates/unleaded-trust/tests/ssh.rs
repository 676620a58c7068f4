//! OpenSSH checks our signatures and we check its.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use jiff::civil::date;
use unleaded_trust::{
    PublicKey, SSH_NAMESPACE, SshError, SshSignature, TrustStore, allowed_signers,
};

use crate::common::{DOCUMENT, has_program, key, organisation};

mod common;

/// Runs `ssh-keygen` in `folder` with the document as its input; whether it accepts, and what it says.
fn ssh_keygen(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let input = File::open(folder.join("part.xml")).unwrap();
    let run = Command::new("ssh-keygen").args(arguments).current_dir(folder).stdin(input).output();
    let run = run.unwrap();
    let text = [run.stdout, run.stderr].concat();
    (run.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn folder(signature: &str, signers: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("part.xml", DOCUMENT);
    put("part.xml.sig", signature.as_bytes());
    put("allowed_signers", signers.as_bytes());
    folder
}

/// What `ssh-keygen -Y verify` says of a signer's signature on a day.
fn verified(folder: &Path, signer: &str, namespace: &str, day: &str) -> Result<(), String> {
    let time = format!("verify-time={day}");
    let arguments = ["-Y", "verify", "-f", "allowed_signers", "-I", signer, "-n", namespace];
    let arguments = [&arguments[..], &["-O", &time, "-s", "part.xml.sig"]].concat();
    let (good, text) = ssh_keygen(folder, &arguments);
    if good { Ok(()) } else { Err(text) }
}

#[test]
fn openssh_accepts_ours_under_every_name_inside_the_period() {
    if !has_program("ssh-keygen") {
        return;
    }
    let mut trust = TrustStore::empty();
    let maker = unleaded_trust::Organisation::new("甲 Maker", &["duns:123456789"]).unwrap();
    let period = (Some(date(2026, 1, 1)), Some(date(2027, 12, 31)));
    trust.add(key(1).public(), maker, period.0, period.1).unwrap();
    trust.add(key(2).public(), organisation("Other"), None, None).unwrap();
    let signature = SshSignature::sign(DOCUMENT, &key(1)).unwrap().to_file();
    let folder = folder(&signature, &allowed_signers(&trust));
    let check = |signer, namespace, day| verified(folder.path(), signer, namespace, day);
    let id = key(1).public().id();
    for signer in ["甲 Maker", "duns:123456789", id.as_str()] {
        assert_eq!(check(signer, SSH_NAMESPACE, "20261122Z"), Ok(()), "{signer}");
    }
    assert_eq!(check("甲 Maker", SSH_NAMESPACE, "20260101Z"), Ok(()), "first day");
    assert_eq!(check("甲 Maker", SSH_NAMESPACE, "20271231235900Z"), Ok(()), "last day");
    let refused = |result: Result<(), String>, why: &str| {
        let text = result.unwrap_err();
        assert!(text.contains(why), "{text}");
    };
    refused(check("甲 Maker", SSH_NAMESPACE, "20251231Z"), "not yet valid");
    refused(check("甲 Maker", SSH_NAMESPACE, "20280101Z"), "expired");
    refused(check("甲 Maker", "file", "20261122Z"), "namespace");
    assert!(check("Other", SSH_NAMESPACE, "20261122Z").is_err());
    fs::write(folder.path().join("part.xml"), "other").unwrap();
    refused(check("甲 Maker", SSH_NAMESPACE, "20261122Z"), "incorrect signature");
}

#[test]
fn we_accept_what_openssh_signs() {
    if !has_program("ssh-keygen") {
        return;
    }
    let folder = folder("", "");
    let run = |arguments: &str| {
        let (good, text) = ssh_keygen(folder.path(), &arguments.split(' ').collect::<Vec<_>>());
        assert!(good, "{text}");
    };
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let sign = |key: &str, namespace: &str, hash: &str| {
        let _ = fs::remove_file(folder.path().join("part.xml.sig"));
        run(&format!("-q -Y sign -f {key} -n {namespace} -O hashalg={hash} part.xml"));
        SshSignature::parse(read("part.xml.sig").as_bytes())
    };
    run("-q -t ed25519 -N  -f maker");
    let signature = sign("maker", SSH_NAMESPACE, "sha512").unwrap();
    assert_eq!(signature.verify(DOCUMENT), Ok(()));
    assert!(signature.verify(b"other").is_err());
    assert_eq!(signature.to_file(), read("part.xml.sig"), "byte for byte");
    assert_eq!(PublicKey::from_ssh_line(&read("maker.pub")).as_ref(), Ok(signature.key()));
    let other = sign("maker", "file", "sha512").unwrap_err();
    assert_eq!(other, SshError::NamespaceOther { found: "file".to_owned() });
    let other = sign("maker", SSH_NAMESPACE, "sha256").unwrap_err();
    assert_eq!(other, SshError::HashOther { found: "sha256".to_owned() });
    for kind in ["ecdsa", "rsa"] {
        run(&format!("-q -t {kind} -N  -f {kind}"));
        let other = sign(kind, SSH_NAMESPACE, "sha512").unwrap_err();
        assert!(
            matches!(&other, SshError::Key(error) if error.to_string().contains(kind)),
            "{other:?}"
        );
        assert!(PublicKey::from_ssh_line(&read(&format!("{kind}.pub"))).is_err());
    }
}

/// The command that `docs/verify-elsewhere.md` gives.
#[test]
fn the_page_with_ssh_keygen() {
    if !has_program("ssh-keygen") {
        return;
    }
    let page = include_str!("../../../docs/verify-elsewhere.md");
    let mut blocks = page.split("```shell\n").map(|text| text.split("```").next().unwrap());
    let block = blocks.find(|block| block.starts_with("ssh-keygen -Y verify")).unwrap();
    let mut trust = TrustStore::empty();
    trust.add(key(1).public(), organisation("Maker"), None, None).unwrap();
    let accepts = |n| {
        let signature = SshSignature::sign(DOCUMENT, &key(n)).unwrap().to_file();
        let folder = folder(&signature, &allowed_signers(&trust));
        let run = Command::new("sh").args(["-euc", block]).current_dir(folder.path()).output();
        run.unwrap().status.success()
    };
    assert!(accepts(1));
    assert!(!accepts(2));
}
