//! Other programs read our keys and check our signatures, by the very commands that `docs/verify-elsewhere.md` gives.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use unleaded_trust::{Predicate, PrivateKey, ProductId, PublicKey, sign_document};

use crate::common::{DOCUMENT, envelope, has_program, key, predicate};

mod common;

const PAGE: &str = include_str!("../../../docs/verify-elsewhere.md");

/// The code blocks of the page in `language`, one after the other.
fn blocks(language: &str) -> String {
    let fence = format!("```{language}\n");
    let blocks = PAGE.split(fence.as_str()).skip(1);
    let text: String = blocks.map(|block| block.split("```").next().unwrap()).collect();
    assert!(!text.is_empty(), "the page has no {language}");
    text
}

fn run(directory: &Path, program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).current_dir(directory).output().unwrap()
}

/// Lays out a document, its signature and the key of `n` as the page names them.
fn laid_out(document: &[u8], envelope: &[u8], n: u8) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    write("part.xml", document);
    write("part.xml.dsse.json", envelope);
    write("maker.pub.pem", key(n).public().to_pem().as_bytes());
    write("verify.py", blocks("python").as_bytes());
    directory
}

/// Whether the commands of the page accept; each `program` is one way of the page.
fn accepts(program: &str, document: &[u8], envelope: &[u8], n: u8) -> bool {
    let directory = laid_out(document, envelope, n);
    let output = match program {
        "sh" => run(directory.path(), "sh", &["-euc", &blocks("sh")]),
        _ => run(directory.path(), "python3", &["verify.py", "part.xml", "maker.pub.pem"]),
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let expected = if program == "sh" { "Verified Successfully" } else { "good: part.xml" };
    assert!(!output.status.success() || text.contains(expected), "{text}");
    output.status.success()
}

fn check_way(program: &str) {
    let good = envelope(1);
    let large = Predicate {
        products: vec![ProductId { authority: "甲公司".to_owned(), id: "X".to_owned() }; 3000],
        ..predicate()
    };
    let large = sign_document("part.xml", DOCUMENT, &large, &key(1)).unwrap();
    assert!(accepts(program, DOCUMENT, &good, 1));
    assert!(accepts(program, DOCUMENT, &large, 1), "a long statement");
    assert!(!accepts(program, DOCUMENT, &good, 2), "another key");
    assert!(!accepts(program, b"other", &good, 1), "another document");
    let text = String::from_utf8(good).unwrap();
    let changed = text.replacen("eyJfdHlwZSI6", "eyJfdHlwZSI7", 1);
    assert_ne!(changed, text);
    assert!(!accepts(program, DOCUMENT, changed.as_bytes(), 1), "another statement");
}

#[test]
fn the_page_with_sh_and_openssl() {
    if has_program("openssl") {
        check_way("sh");
    }
}

#[test]
fn the_page_with_python_and_openssl() {
    if has_program("openssl") && has_program("python3") {
        check_way("python3");
    }
}

#[test]
fn the_page_names_the_identifier_of_the_key() {
    if !has_program("openssl") {
        return;
    }
    let directory = laid_out(DOCUMENT, &envelope(1), 1);
    let output = run(directory.path(), "sh", &["-euc", &blocks("sh")]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with(&key(1).public().id()), "{text}");
}

#[test]
fn openssl_reads_our_keys() {
    if !has_program("openssl") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let passphrase = "pass phrase";
    let encrypted = key(4).to_encrypted_pem(passphrase.as_bytes(), [3; 16], [4; 16]).unwrap();
    for (name, pem) in [("plain.pem", key(4).to_pem()), ("encrypted.pem", encrypted)] {
        fs::write(directory.path().join(name), pem.as_bytes()).unwrap();
        let pass = format!("pass:{passphrase}");
        let arguments = ["pkey", "-in", name, "-pubout", "-passin", &pass];
        let output = run(directory.path(), "openssl", &arguments);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text, key(4).public().to_pem(), "{name}");
    }
}

#[test]
fn we_read_the_keys_of_openssl() {
    if !has_program("openssl") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let openssl = |arguments: &str| {
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let output = run(directory.path(), "openssl", &arguments);
        assert!(output.status.success(), "{output:?}");
    };
    let read = |name: &str| fs::read_to_string(directory.path().join(name)).unwrap();
    openssl("genpkey -algorithm ed25519 -out plain.pem");
    openssl("pkey -in plain.pem -pubout -out public.pem");
    let public = PublicKey::from_pem(&read("public.pem")).unwrap();
    assert_eq!(PrivateKey::from_pem(&read("plain.pem"), None).unwrap().public(), public);
    for options in ["-v2 aes-256-cbc", "-scrypt", "-v2 aes-128-cbc -v2prf hmacWithSHA512"] {
        openssl(&format!("pkcs8 -topk8 -in plain.pem -out e.pem -passout pass:secret {options}"));
        let key = PrivateKey::from_pem(&read("e.pem"), Some(b"secret"));
        assert_eq!(key.unwrap().public(), public, "{options}");
    }
    openssl("genpkey -algorithm x25519 -out x.pem");
    assert!(PrivateKey::from_pem(&read("x.pem"), None).is_err());
}
