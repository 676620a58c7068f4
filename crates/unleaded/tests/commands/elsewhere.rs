//! Envelopes between this program and securesystemslib, the library of in-toto and TUF for Python, by the very scripts that
//! `docs/verify-elsewhere.md` gives.

use std::process::Command;

use crate::support::{Place, has, missing};

const PAGE: &str = include_str!("../../../../docs/verify-elsewhere.md");

/// The Python that has the library: `UNLEADED_PYTHON`, or the one of the system. `None`: the test is skipped.
fn python() -> Option<String> {
    let python = std::env::var("UNLEADED_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    if !has(&python) {
        return None;
    }
    let mut command = Command::new(&python);
    let output = command.args(["-c", "import cryptography, securesystemslib"]).output().unwrap();
    if !output.status.success() {
        missing("securesystemslib for Python");
        return None;
    }
    Some(python)
}

/// A script of the page, by the name that the page gives it.
fn script(name: &str) -> &'static str {
    let mut blocks = PAGE.split("```py\n").skip(1).map(|block| block.split_once("```").unwrap());
    let named =
        blocks.find(|(_, after)| after.trim_start().starts_with(&format!("Save it as `{name}`")));
    named.unwrap_or_else(|| panic!("the page has no {name}")).0
}

/// A document, a key, a trust file that has it, and the scripts.
fn place() -> Place {
    let place = Place::new();
    place.copy("trust/valid--signed/part.csv", "part.csv");
    place.run("keygen -o maker.pem").exits(0);
    place.run("trust add maker.pub.pem --org Maker --trust trust.json").exits(0);
    for name in ["check.py", "sign.py"] {
        place.write(name, script(name));
    }
    place
}

/// Whether the script accepts; if not, it must be for the reason that is `expected`.
fn runs(python: &str, place: &Place, line: &str, expected: &str) -> bool {
    let mut command = Command::new(python);
    let output = command.args(line.split(' ')).current_dir(place.path(".")).output().unwrap();
    let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(said.contains(expected), "`{line}` says no `{expected}`:\n{said}");
    output.status.success()
}

#[test]
fn securesystemslib_verifies_what_we_sign() {
    let Some(python) = python() else { return };
    let place = place();
    let check = |expected: &str| runs(&python, &place, "check.py part.csv maker.pub.pem", expected);
    place.run("sign part.csv --key maker.pem").exits(0);
    assert!(check("good: part.csv"));
    // With another signature beside it, of which the library knows no key.
    place.run("keygen -o other.pem").exits(0);
    place.run("sign part.csv --key other.pem --add").exits(0);
    assert!(check("good: part.csv"));
    assert!(runs(&python, &place, "check.py part.csv other.pub.pem", "good: part.csv"));
    place.run("keygen -o third.pem").exits(0);
    assert!(!runs(&python, &place, "check.py part.csv third.pub.pem", "VerificationError"));
    let envelope = place.text("part.csv.dsse.json");
    let changed = envelope.replacen("eyJfdHlwZSI6", "eyJfdHlwZSI7", 1);
    assert_ne!(changed, envelope);
    place.write("part.csv.dsse.json", changed);
    assert!(!check("VerificationError"));
    place.write("part.csv.dsse.json", envelope);
    place.write("part.csv", "other");
    assert!(!check("BAD: this is not the document that was signed"));
}

#[test]
fn we_verify_what_securesystemslib_signs() {
    let Some(python) = python() else { return };
    let place = place();
    assert!(runs(&python, &place, "sign.py part.csv maker.pem R-1", ""));
    place.run("verify part.csv --trust trust.json").exits(0).prints("Maker");
    assert!(runs(&python, &place, "check.py part.csv maker.pub.pem", "good: part.csv"));
    // A second one is added to what the library wrote.
    place.run("keygen -o other.pem").exits(0);
    place.run("sign part.csv --key other.pem --add").exits(0);
    place.run("verify part.csv --trust trust.json").exits(0).prints("Maker");
    place.run("keygen -o stranger.pem").exits(0);
    assert!(runs(&python, &place, "sign.py part.csv stranger.pem R-1", ""));
    place.run("verify part.csv --trust trust.json").exits(1).prints("unknown key");
    assert!(runs(&python, &place, "sign.py part.csv maker.pem R-1", ""));
    place.write("part.csv", "other");
    place.run("verify part.csv --trust trust.json").exits(1).says("is not the document");
}
