//! Other programs read our keys and check our signatures, by the very commands that `docs/verify-elsewhere.md` gives.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read files, and their helpers may panic"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use unleaded_trust::{
    Aggregate, Digest, Inputs, Predicate, PrivateKey, ProductId, PublicKey, sign_document,
    sign_statement,
};

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

/// A report that was made from the documents with these envelopes, and from one that was left out, with the aggregate's envelope.
fn signed_report(envelopes: &[Vec<u8>]) -> (String, Vec<u8>) {
    let row = |envelope: &Vec<u8>| {
        format!(r#"{{"envelope_sha256": "{}", "left_out": null}}"#, Digest::of(envelope))
    };
    let out = format!(r#"{{"envelope_sha256": "{}", "left_out": "why"}}"#, Digest::of(b"out"));
    let unsigned = r#"{"envelope_sha256": null, "left_out": null}"#.to_owned();
    let rows: Vec<String> = envelopes.iter().map(row).chain([out, unsigned]).collect();
    let report = format!(r#"{{"inputs": {{"declarations": [{}]}}}}"#, rows.join(", "));
    let claim = Aggregate {
        as_of: jiff::civil::date(2026, 11, 22),
        bom: Digest::of(b"bom"),
        inputs: Inputs::new(envelopes.iter().map(|envelope| Digest::of(envelope))).tree(),
        lists: Vec::new(),
        products: vec![ProductId { authority: String::new(), id: "PHONE-1".to_owned() }],
        tool: "unleaded 1".to_owned(),
        issued_at: String::new(),
        issuer: None,
        supersedes: Vec::new(),
    };
    let digest = Digest::of(report.as_bytes());
    let envelope = sign_statement("report.json", &digest, &claim, &[&key(1)]).unwrap();
    (report, envelope)
}

/// The scripts of the page on signed reports.
fn scripts() -> [&'static str; 2] {
    let blocks = PAGE.split("```python3\n").skip(1);
    let blocks: Vec<&str> = blocks.map(|block| block.split("```").next().unwrap()).collect();
    blocks.try_into().unwrap()
}

/// Runs a script of the page and returns what it printed, if it accepted.
fn python(folder: &Path, script: &str, arguments: &[&str]) -> Option<String> {
    fs::write(folder.join("script.py"), script).unwrap();
    let output = run(folder, "python3", &[&["script.py"], arguments].concat());
    let (text, error) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
    let error = error.unwrap();
    assert!(output.status.success() || error.starts_with("BAD: "), "{error}");
    output.status.success().then(|| text.unwrap())
}

#[test]
fn the_page_computes_the_root_of_a_signed_report() {
    if !has_program("python3") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    let [script, _] = scripts();
    for count in [0, 1, 3, 8] {
        let envelopes: Vec<Vec<u8>> = (0..count).map(|n| vec![n, 1, 2]).collect();
        let (report, envelope) = signed_report(&envelopes);
        write("report.json", report.as_bytes());
        write("report.json.dsse.json", &envelope);
        write("one", &[0, 1, 2]);
        let text = python(directory.path(), script, &["report.json", "one"]).unwrap();
        assert_eq!(text.matches("not seen: ").count(), usize::from(count).saturating_sub(1));
        assert!(text.contains(&format!("good: {} of {count} signatures", count.min(1))), "{text}");
        let (other, _) = signed_report(&[envelopes, vec![vec![9, 9]]].concat());
        write("report.json", other.as_bytes());
        assert_eq!(python(directory.path(), script, &["report.json"]), None);
        // The same report signed for other inputs.
        let other = other.replace(&Digest::of(&[9, 9]).to_string(), &Digest::of(b"x").to_string());
        write("report.json", other.as_bytes());
        assert_eq!(python(directory.path(), script, &["report.json"]), None);
    }
}

#[test]
fn the_page_checks_the_proof_of_a_customer() {
    if !has_program("python3") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(directory.path().join(name), bytes).unwrap();
    let [_, script] = scripts();
    let accepts =
        || python(directory.path(), script, &["one", "proof.json", "aggregate"]).is_some();
    for count in [1_u8, 3, 6] {
        let envelopes: Vec<Vec<u8>> = (0..count).map(|n| vec![n, 1, 2]).collect();
        let (_, aggregate) = signed_report(&envelopes);
        write("aggregate", &aggregate);
        let inputs = Inputs::new(envelopes.iter().map(|envelope| Digest::of(envelope)));
        for envelope in &envelopes {
            write("one", envelope);
            let place = inputs.membership(&Digest::of(envelope)).unwrap();
            let proof = |index: u64, count: u8| {
                let hashes: Vec<String> =
                    place.path.iter().map(|hash| format!("\"{hash}\"")).collect();
                format!(
                    r#"{{"aggregate_sha256": "{}", "envelope_sha256": "{}", "count": "{count}", "index": "{index}", "hashes": [{}]}}"#,
                    Digest::of(&aggregate),
                    Digest::of(envelope),
                    hashes.join(", ")
                )
            };
            write("proof.json", proof(place.index, count).as_bytes());
            assert!(accepts(), "{count} {}", place.index);
            for wrong in [proof(place.index ^ 1, count), proof(place.index, count + 1)] {
                write("proof.json", wrong.as_bytes());
                assert!(!accepts(), "{wrong}");
            }
        }
        write("one", b"other");
        assert!(!accepts());
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
