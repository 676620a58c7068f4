//! Keys in tokens, with SoftHSM as the token: <https://www.softhsm.org>.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{Place, Ran, has, words};

/// Where the packages of the systems put the module.
const MODULES: [&str; 4] = [
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
];

const PIN: &str = "hush-4711";

/// A folder with an own store of tokens.
struct Tokens {
    place: Place,
    module: &'static str,
}

impl Tokens {
    /// One token, `Sign here`, without keys; `None`: there is no SoftHSM.
    fn new() -> Option<Self> {
        let module = MODULES.into_iter().find(|path| Path::new(path).exists());
        if !has("softhsm2-util") {
            return None;
        }
        let module = module.expect("softhsm2-util is there, and its module is in no known place");
        let tokens = Self { place: Place::new(), module };
        let store = tokens.place.path("tokens");
        std::fs::create_dir(&store).unwrap();
        let conf = format!("directories.tokendir = {}\nlog.level = ERROR\n", store.display());
        tokens.place.write("softhsm2.conf", conf);
        tokens.place.write("pin", format!("{PIN}\n"));
        tokens.place.write("part.csv", "a,b\n");
        tokens.make("Sign here");
        Some(tokens)
    }

    fn make(&self, label: &str) {
        self.util(&format!("--init-token --free --label '{label}' --so-pin 12345678 --pin {PIN}"));
    }

    /// Puts the key of the file `key` into the token `Sign here`.
    fn import(&self, key: &str, label: &str, id: &str, more: &str) {
        let line = format!("--import {key} --token 'Sign here' --label {label} --id {id}");
        self.util(&format!("{line} --pin {PIN} {more}"));
    }

    fn util(&self, line: &str) {
        let mut command = Command::new("softhsm2-util");
        command.args(words(line)).current_dir(self.place.path("."));
        let output = command.env("SOFTHSM2_CONF", self.place.path("softhsm2.conf")).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs the program, which sees the tokens; neither it nor its answer shows the PIN.
    fn run(&self, line: &str) -> Ran {
        let mut command = self.place.command(line);
        command.env("SOFTHSM2_CONF", self.place.path("softhsm2.conf")).env("TOKEN_PIN", PIN);
        let ran = Ran::of(line, command.stdin(Stdio::null()).output().unwrap());
        assert!(!ran.err.contains(PIN) && !ran.out().contains(PIN), "{}", ran.err);
        ran
    }

    /// Signs `part.csv` with the key that `path` and the query `more` name.
    fn sign(&self, path: &str, more: &str) -> Ran {
        let module = self.module;
        self.run(&format!("sign part.csv --key 'pkcs11:{path}?module-path={module}{more}' -o s"))
    }
}

const FROM_FILE: &str = "&pin-source=file:pin";

#[test]
fn a_key_in_a_token_signs_as_that_of_a_file() {
    let Some(tokens) = Tokens::new() else { return };
    tokens.place.run("keygen -o company.pem").exits(0);
    tokens.import("company.pem", "company", "a1", "");
    let date = "--issued 2026-11-22";
    tokens.run(&format!("sign part.csv --key company.pem {date}")).exits(0);
    let expected = tokens.place.read("part.csv.dsse.json");
    let module = tokens.module;
    for (path, query, more) in [
        ("token=Sign%20here;object=company;id=%a1;type=private", FROM_FILE, ""),
        ("object=company", "&pin-source=env:TOKEN_PIN", ""),
        ("id=%A1", "", "--passphrase file:pin"),
        ("", "&pin-source=file:pin", ""),
    ] {
        let uri = format!("pkcs11:{path}?module-path={module}{query}");
        tokens.run(&format!("sign part.csv --key '{uri}' {more} {date} -o s")).exits(0);
        assert!(tokens.place.read("s") == expected, "{path}");
    }
    tokens.run("trust add company.pub.pem --org Maker --trust trust.json").exits(0);
    tokens.run("verify part.csv --envelope s --trust trust.json").exits(0).prints("Maker");
}

#[test]
fn what_is_not_in_the_token_is_told() {
    let Some(tokens) = Tokens::new() else { return };
    tokens.sign("", FROM_FILE).exits(2).says("no such private key").says("`object=`");
    for name in ["a", "b"] {
        tokens.place.run(&format!("keygen -o {name}.pem")).exits(0);
    }
    tokens.import("a.pem", "one", "01", "");
    tokens.import("b.pem", "two", "02", "--no-public-key");
    tokens.sign("object=three", FROM_FILE).exits(2).says("no such private key");
    tokens.sign("object=one;id=%02", FROM_FILE).exits(2).says("no such private key");
    tokens.sign("token=Sign%20here", FROM_FILE).exits(2).says("2 keys in the token");
    tokens.sign("object=two", FROM_FILE).exits(2).says("no public key beside").says("`CKA_ID`");
    tokens.sign("token=sign%20here", FROM_FILE).exits(2).says("there is: `Sign here`");
    tokens.make("Other");
    tokens.sign("", FROM_FILE).exits(2).says("several tokens").says("`token=`");
    tokens.sign("token=Other", FROM_FILE).exits(2).says("no such private key");
    tokens.sign("token=Sign%20here;object=one", FROM_FILE).exits(0);
    assert!(tokens.place.exists("s"));
}

/// The halves of two keys under one identifier: nothing is written that no verifier would accept.
#[test]
fn halves_of_two_keys_sign_nothing() {
    let Some(tokens) = Tokens::new() else { return };
    for name in ["a", "b"] {
        tokens.place.run(&format!("keygen -o {name}.pem")).exits(0);
    }
    tokens.import("a.pem", "one", "01", "--no-public-key");
    tokens.import("b.pem", "two", "01", "--force");
    tokens.sign("object=one", FROM_FILE).exits(2).says("not a signature of key");
    assert!(!tokens.place.exists("s"));
    tokens.sign("object=two", FROM_FILE).exits(0);
}

#[test]
fn a_key_of_another_algorithm_is_told() {
    let Some(tokens) = Tokens::new() else { return };
    if !has("openssl") {
        return;
    }
    let made = Command::new("openssl")
        .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "r.pem"])
        .current_dir(tokens.place.path("."))
        .output();
    assert!(made.unwrap().status.success());
    tokens.import("r.pem", "rsa", "01", "");
    tokens.sign("object=rsa", FROM_FILE).exits(2).says("not an Ed25519 key but CKK_RSA");
}

#[test]
fn a_pin_is_told_apart_and_never_shown() {
    let Some(tokens) = Tokens::new() else { return };
    tokens.place.run("keygen -o a.pem").exits(0);
    tokens.import("a.pem", "one", "01", "");
    tokens.place.write("wrong", "0000\n");
    tokens.sign("", "").exits(2).says("asks for a PIN").says("pin-source=file:PATH");
    tokens.sign("", "&pin-source=file:wrong").exits(2).says("the PIN is wrong");
    tokens.sign("", "&pin-source=file:none").exits(2).says("none");
    tokens.sign("", "&pin-source=env:NONE").exits(2).says("`NONE`");
    tokens.sign("", &format!("&pin-source={PIN}")).exits(2).says("`pin-source` is neither");
    tokens.sign("", &format!("&pin-value={PIN}")).exits(2).says("where others can read it");
    tokens.sign("", &format!("&{PIN}")).exits(2).says("attribute 2 has no `=`");
    tokens.sign("", &format!("&{PIN}=")).exits(2).says("attribute 2 is none of RFC 7512");
    tokens.sign(&format!("slot-id={PIN}"), "").exits(2).says("`slot-id` is not a number");
    let module = tokens.module;
    let uri = format!("pkcs11:?module-path={module}{FROM_FILE}");
    tokens
        .run(&format!("sign part.csv --key '{uri}' --passphrase file:pin -o s"))
        .exits(2)
        .says("two places of the PIN");
    assert!(!tokens.place.exists("s"));
    tokens
        .run(&format!("--lang zh sign part.csv --key 'pkcs11:?module-path={module}'"))
        .says("PIN");
}

#[test]
fn a_module_that_is_none_is_told() {
    let place = Place::new();
    place.write("part.csv", "a\n");
    place.write("m.so", "no library");
    for (uri, says) in [
        ("pkcs11:?module-path=none.so", "`none.so` can't be loaded"),
        ("pkcs11:?module-path=./m.so", "`./m.so` can't be loaded"),
        ("PKCS11:token=a", "names no `module-path`"),
    ] {
        let ran = place.run(&format!("sign part.csv --key '{uri}'")).exits(2).says(says);
        assert!(ran.err.contains("help: "), "{}", ran.err);
    }
}
