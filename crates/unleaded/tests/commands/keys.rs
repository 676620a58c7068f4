//! Keys: kept from others, never replaced, read by other programs.

use std::process::Command;

use crate::support::{Place, Ran, has};

#[cfg(unix)]
#[test]
fn a_private_key_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.run("keygen -o company.pem").exits(0).says("company.pub.pem");
    let mode =
        |name: &str| std::fs::metadata(place.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("company.pem"), 0o600);
    assert_ne!(mode("company.pub.pem") & 0o400, 0);
    assert!(place.text("company.pem").starts_with("-----BEGIN PRIVATE KEY-----"));
    assert!(place.text("company.pub.pem").starts_with("-----BEGIN PUBLIC KEY-----"));
    assert_eq!(place.names("."), ["company.pem", "company.pub.pem"]);
}

#[test]
fn a_key_is_never_replaced() {
    let place = Place::new();
    place.run("keygen -o a.pem").exits(0);
    let (private, public) = (place.read("a.pem"), place.read("a.pub.pem"));
    place.run("keygen -o a.pem").exits(2).says("`a.pem` exists").says("help: ");
    std::fs::remove_file(place.path("a.pem")).unwrap();
    place.run("keygen -o a.pem").exits(2).says("`a.pub.pem` exists");
    assert!(!place.exists("a.pem"));
    assert_eq!(place.read("a.pub.pem"), public);
    place.write("a.pem", &private);
    place.run("keygen -o none/a.pem").exits(2).says("none/a");
    #[cfg(unix)]
    {
        // A link to nowhere is taken as well: what is written must be where it was asked for.
        std::os::unix::fs::symlink("elsewhere.pem", place.path("link.pem")).unwrap();
        place.run("keygen -o link.pem").exits(2);
        assert!(!place.exists("elsewhere.pem"));
    }
}

/// Not by standard output, and not by an excerpt of a file that is given in the place of another.
#[test]
fn a_private_key_is_never_shown() {
    let place = Place::with_board();
    for (lang, says) in [("en", "standard output"), ("zh", "标准输出")] {
        let ran = place.run(&format!("--lang {lang} keygen -o -")).exits(2).says(says);
        assert!(ran.out.is_empty() && !ran.err.contains("PRIVATE"));
        assert!(!place.exists("-") && !place.exists("-.pub.pem"));
    }
    place.run("keygen -o a.pem").exits(0);
    let key = place.text("a.pem");
    let body = key.lines().nth(1).unwrap();
    place.write("disguised.csv", format!("\n{key}"));
    place.write("-", &key);
    place.write("a.toml", &key);
    let quoted = |ran: Ran| assert!(!ran.err.contains(&body[..16]), "{}", ran.err);
    quoted(place.run("check a.pem"));
    quoted(place.run("check disguised.csv"));
    quoted(place.feed(b"part,mass\nA,x\n", "check -"));
    quoted(place.run("rollup a.pem --declarations declarations"));
    quoted(place.run("trust list --trust a.pem"));
    quoted(place.run("document china-rohs-table a.pem --product A"));
    for line in ["convert a.pem --to ipc1752a", "sign a.pem --key a.pem"] {
        quoted(place.run(line).exits(2).says("private key"));
    }
    assert!(!place.exists("a.pem.dsse.json"));
}

#[test]
fn two_keys_are_never_the_same() {
    let place = Place::new();
    place.run("keygen -o a.pem").exits(0);
    place.run("keygen -o b.pem").exits(0);
    assert_ne!(place.read("a.pem"), place.read("b.pem"));
}

#[test]
fn an_encrypted_key_needs_its_passphrase() {
    let place = Place::with_board();
    let with = |line: &str, value: &str| {
        Ran::of(line, place.command(line).env("SECRET", value).output().unwrap())
    };
    with("keygen -o a.pem --passphrase env:SECRET", "correct horse 电池").exits(0);
    assert!(place.text("a.pem").contains("BEGIN ENCRYPTED PRIVATE KEY"));
    place.run("trust add a.pub.pem --org A --trust trust.json").exits(0);
    let sign = "sign declarations/parts.csv --key a.pem";
    let name = "declarations/parts.csv.dsse.json";
    place.run(sign).exits(2).says("encrypted").says("--passphrase");
    let wrong = with(&format!("{sign} --passphrase env:SECRET"), "correct horse").exits(2);
    assert!(wrong.err.contains("passphrase") && wrong.err.contains("help: "), "{}", wrong.err);
    assert!(!wrong.err.contains("correct horse"), "a secret is never printed");
    assert!(!place.exists(name));
    place.run(&format!("{sign} --passphrase env:NONE")).exits(2).says("`NONE`");
    place.run(&format!("{sign} --passphrase hunter2")).exits(2).says("env:NAME");
    with(&format!("{sign} --passphrase env:SECRET"), "correct horse 电池").exits(0);
    place.run("verify declarations/parts.csv --trust trust.json").exits(0);
    let folder = place.run("verify declarations --trust trust.json").exits(0);
    folder.prints("declarations/parts.csv: good, signed by A");
    place.write("secret", "correct horse 电池\n");
    place.run(&format!("{sign} --passphrase file:secret -o again.json")).exits(0);
    assert_eq!(place.read("again.json"), place.read(name));
    with("keygen -o b.pem --passphrase env:SECRET", "").exits(2).says("help: ");
    assert!(!place.exists("b.pem") && !place.exists("b.pub.pem"));
}

#[test]
fn openssl_reads_a_key() {
    if !has("openssl") {
        return;
    }
    let place = Place::new();
    place.run("keygen -o a.pem").exits(0);
    let openssl = |args: &[&str]| {
        let output =
            Command::new("openssl").args(args).current_dir(place.path(".")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(openssl(&["pkey", "-in", "a.pem", "-pubout"]), place.text("a.pub.pem"));
    let line = "keygen -o b.pem --passphrase env:SECRET";
    let output = place.command(line).env("SECRET", "a passphrase").output().unwrap();
    Ran::of(line, output).exits(0);
    let read = openssl(&["pkey", "-in", "b.pem", "-passin", "pass:a passphrase", "-pubout"]);
    assert_eq!(read, place.text("b.pub.pem"));
}

#[test]
fn the_wrong_file_for_a_key_is_told() {
    let place = Place::with_board();
    place.run("keygen -o a.pem").exits(0);
    for (key, says) in [
        ("a.pub.pem", "`PUBLIC KEY`"),
        ("bom.csv", "PEM"),
        ("none.pem", "none.pem"),
        ("declarations", "folder"),
    ] {
        let line = format!("sign bom.csv --key {key} -o out.json");
        place.run(&line).exits(2).says(says).says("help: ");
        assert!(!place.exists("out.json"));
    }
}

/// What `sign --ssh` and `trust allowed-signers` write is all that ssh-keygen needs.
#[test]
fn openssh_checks_what_we_sign() {
    let place = Place::new();
    place.write("part.xml", "part");
    place.run("keygen -o a.pem").exits(0);
    place.run("sign part.xml --key a.pem --ssh").exits(0).says("part.xml.sig");
    place.run("sign - --key a.pem --ssh -o out").exits(2);
    place.run("trust add a.pub.pem --org 'Maker A' --trust trust.json").exits(0);
    place.run("trust allowed-signers --trust trust.json -o allowed_signers").exits(0);
    assert!(place.exists("part.xml.dsse.json"));
    if !has("ssh-keygen") {
        return;
    }
    let verify = |name: &str| {
        let words = ["-Y", "verify", "-f", "allowed_signers", "-I", name, "-n"];
        let mut command = Command::new("ssh-keygen");
        command.args(words).args(["declaration-v1@unleaded.example", "-s", "part.xml.sig"]);
        let input = std::fs::File::open(place.path("part.xml")).unwrap();
        command.current_dir(place.path(".")).stdin(input).output().unwrap().status.success()
    };
    assert!(verify("Maker A") && !verify("Maker B"));
    place.write("part.xml", "Part");
    assert!(!verify("Maker A"));
}
