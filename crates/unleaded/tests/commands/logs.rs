//! Logs: grown, proven, checked, written by several at once, and killed.

use std::process::Stdio;
use std::time::Duration;

use unleaded_model::diagnostic::codes::logs as codes;

use crate::json::{strict, valid};
use crate::support::Place;

const ORIGIN: &str = "maker.example/unleaded-log";

/// With keys, and `count` envelopes.
fn place(count: usize) -> Place {
    let place = Place::new();
    for key in ["log", "maker", "witness"] {
        place.run(&format!("keygen -o {key}.pem")).exits(0);
    }
    for n in 0..count {
        place.write(&format!("in/{n}.csv"), format!("document {n}"));
        place.run(&format!("sign in/{n}.csv --key maker.pem")).exits(0);
    }
    place.run(&format!("log init log --origin {ORIGIN} --key log.pem")).exits(0).says("log+");
    place
}

#[test]
fn a_proof_is_handed_out_and_checked() {
    let place = place(3);
    let add = "log add log in/0.csv.dsse.json in/1.csv.dsse.json --key log.pem";
    place.run(add).exits(0).prints("in/1.csv.dsse.json: added, entry 1");
    place.run(add).exits(0).prints("in the log already").prints("entries in the log: 2");
    place.run("log checkpoint log -o kept").exits(0);
    place.run("log add log in --key log.pem").exits(0).prints("2.csv.dsse.json: added, entry 2");
    place.run("log check log --since kept").exits(0).prints("whole; entries: 3");
    place.run("log prove log in/1.csv.dsse.json").exits(0).says("in/1.csv.tlog-proof");
    let verify = "log verify in/1.csv.dsse.json --log-key log/log.vkey";
    place.run(verify).exits(0).prints(&format!("entry 1 of 3 in {ORIGIN}"));
    let line = place.text("log/log.vkey");
    place.run(&format!("log verify in/1.csv.dsse.json --log-key {line}")).exits(0);
    let other = "log verify in/2.csv.dsse.json --proof in/1.csv.tlog-proof --log-key log/log.vkey";
    place.run(other).exits(1).says(&format!("[{}]", codes::LOG_PROOF_OTHER));
    // An answer that is no is written where it was asked for as well.
    place.run(&format!("{other} -o answer")).exits(1);
    let no = format!("in/2.csv.dsse.json: NOT shown to be in {ORIGIN}\n");
    assert_eq!(place.text("answer"), no);
    place.run(&format!("--lang zh {other}")).exits(1).prints("未能证明在日志中");
    place.run("--lang zh log check log").exits(0).prints("完整；条数：3");
}

#[test]
fn a_witness_vouches_for_the_time() {
    let place = place(1);
    place.run("log add log in --key log.pem").exits(0);
    let witness = "log checkpoint log --witness witness.pem --name witness.example/w1";
    let seen = place.run(witness).exits(0).prints("\u{2014} witness.example/w1 ");
    place.write("witness.vkey", seen.err.split_whitespace().last().unwrap());
    place.run("log prove log in/0.csv.dsse.json").exits(0);
    let verify = "log verify in/0.csv.dsse.json --log-key log/log.vkey --witness witness.vkey";
    place.run(verify).exits(0).prints("seen by witness.example/w1: 20");
    // The next checkpoint is a new one, which the witness has not seen.
    place.write("in/1.csv", "another");
    place.run("sign in/1.csv --key maker.pem").exits(0);
    place.run("log add log in --key log.pem").exits(0);
    place.run("log prove log in/0.csv.dsse.json -o now.tlog-proof").exits(0);
    let now = format!("{verify} --proof now.tlog-proof");
    place.run(&now).exits(1).says(&format!("[{}]", codes::LOG_WITNESSES_MISSING));
    place.run("log checkpoint log --witness witness.pem").exits(2);
    place.run("log checkpoint log --passphrase env:P").exits(2).says("--witness");
}

#[test]
fn an_envelope_that_was_never_added_has_no_proof() {
    let place = place(1);
    let code = format!("[{}]", codes::LOG_ENTRY_MISSING);
    place.run("log prove log in/0.csv.dsse.json").exits(1).says(&code);
    assert!(!place.exists("in/0.csv.tlog-proof"));
}

#[test]
fn what_is_no_envelope_spoils_nothing() {
    let place = place(2);
    let line = "log add log in/0.csv in/0.csv.dsse.json none in/1.csv.dsse.json --key log.pem";
    let ran = place.run(&format!("{line} --format json")).exits(2);
    let value = ran.json();
    let outcomes: Vec<_> =
        value["entries"].as_array().unwrap().iter().map(|entry| &entry["outcome"]).collect();
    assert_eq!(outcomes, ["refused", "added", "unreadable", "added"]);
    assert_eq!(value["size"], 2);
    let refused = &value["entries"][0]["diagnostics"][0];
    assert_eq!(refused["code"], codes::LOG_NO_ENVELOPE.name());
    place.run("log check log").exits(0);
    // A document is not said to be a broken signature; a folder without signatures is not taken for one with none to add.
    let ran = place.run("log add log in/0.csv --key log.pem").exits(1);
    ran.says("`in/0.csv` is no signature").says("unleaded sign");
    place.write("in/bad.dsse.json", "{");
    let ran = place.run("log add log in/bad.dsse.json --key log.pem").exits(1);
    ran.says("[envelope-not-json]").says("`in/bad.dsse.json`");
    place.write("none/x.csv", "x");
    for (lang, says) in [("en", "`none` holds no signature"), ("zh", "“none”中没有签名文件")]
    {
        place.run(&format!("--lang {lang} log add log none --key log.pem")).exits(2).says(says);
    }
}

/// What was changed is named by `prove` and `add` as by `check`: the checkpoint is not to blame.
#[test]
fn a_changed_tile_is_named() {
    let place = place(3);
    place.run("log add log in --key log.pem").exits(0);
    let hashes = place.read("log/tile/0/000.p/3");
    let changed: Vec<u8> = hashes.iter().map(|byte| byte ^ 1).collect();
    place.write("log/tile/0/000.p/3", changed);
    let says = "`log/tile/0/000.p/3` was changed";
    let check = place.run("log check log").exits(1).says(says);
    assert_eq!(check.out(), format!("{ORIGIN}: NOT WHOLE; defects: 1\n"));
    place.run("--lang zh log check log -o answer").exits(1);
    assert!(place.text("answer").contains("不完整；缺陷数：1"));
    let ran = place.run("log prove log in/0.csv.dsse.json").exits(2);
    ran.says(says).says("`unleaded log check log`");
    place.write("in/3.csv", "document 3");
    place.run("sign in/3.csv --key maker.pem").exits(0);
    place.run("log add log in --key log.pem").exits(2).says(says);
}

#[test]
fn a_log_is_made_once_and_grown_by_its_own_key() {
    let place = place(1);
    let init = |words: &str| place.run(&format!("log init {words} --key log.pem"));
    init(&format!("log --origin {ORIGIN}")).exits(2).says("is not empty");
    let ran = init("new --origin 'two words'").exits(2);
    ran.says("`--origin`: `two words` can't be a name").says("without spaces");
    let witness = "log checkpoint log --witness witness.pem --name 'a+b'";
    place.run(witness).exits(2).says("`--name`: `a+b` can't be a name");
    place.run(&format!("--lang zh {witness}")).exits(2).says("“a+b”不能作为名称");
    assert!(!place.exists("new"));
    place.run("log add log in --key maker.pem").exits(2).says("is not signed by");
    place.run("log add none in --key log.pem").exits(2).says("`none` holds no log");
    place.run("log check none").exits(2).says("`none` holds no log");
    place.run("log check log --log-key nonsense").exits(2);
    place.run("log check log --log-key a+b+c").exits(2).says("NAME+ID+KEY");
}

#[test]
fn json_is_as_described() {
    let place = place(2);
    let add = place.run("log add log in/0.csv.dsse.json in/1.csv --key log.pem --format json");
    let witness = "log checkpoint log --witness witness.pem --name w --format json";
    let checkpoint = place.run(witness).exits(0).json();
    place.run("log prove log in/0.csv.dsse.json").exits(0);
    let key = place.run("log checkpoint log --witness witness.pem --name w").exits(0);
    let key = key.err.split_whitespace().last().unwrap().to_owned();
    let verify = format!("log verify in/0.csv.dsse.json --log-key log/log.vkey --witness {key}");
    let verified = place.run(&format!("{verify} --format json")).exits(0).json();
    assert_eq!(verified["entries"][0]["outcome"], "included");
    assert_eq!(verified["entries"][0]["cosignatures"][0]["witness"], "w");
    place.write("in/1.csv.tlog-proof", place.read("in/0.csv.tlog-proof"));
    let other = place.run(&format!("{} --format json", verify.replace("0.csv", "1.csv")));
    let other = other.exits(1).json();
    assert_eq!(other["entries"][0]["outcome"], "not-shown");
    let whole = place.run("log check log --format json").exits(0).json();
    place.write("log/tile/0/000.p/1", [0; 32]);
    let forged = place.run("log check log --format json").exits(1).json();
    assert_eq!(forged["diagnostics"][0]["code"], codes::LOG_FORGED.name());
    place.write("log/checkpoint", "nonsense");
    let nonsense = place.run("log check log --format json").exits(1).json();
    for value in [&add.exits(1).json(), &checkpoint, &verified, &other, &whole, &forged, &nonsense]
    {
        valid("log-v1.schema.json", value);
        strict("log-v1.schema.json", value);
    }
}

/// Two that add at once both get in, in either order.
#[test]
fn two_at_once() {
    let place = place(8);
    let mut running: Vec<_> = (0..8)
        .map(|n| {
            let line = format!("log add log in/{n}.csv.dsse.json --key log.pem");
            place.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
        })
        .collect();
    assert!(running.iter_mut().all(|child| child.wait().unwrap().success()));
    place.run("log check log").exits(0).prints("whole; entries: 8");
}

/// Killed at any moment: what was in the log is in it, it continues what it was, and the next addition makes it whole.
#[test]
fn killed_at_any_moment() {
    let place = place(20);
    place.run("log add log in/0.csv.dsse.json --key log.pem").exits(0);
    for n in 1..20 {
        place.run("log checkpoint log -o before").exits(0);
        let line = format!("log add log in/{n}.csv.dsse.json --key log.pem");
        let mut child =
            place.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(n * 2000));
        child.kill().unwrap();
        child.wait().unwrap();
        let checked = place.run("log check log --since before");
        let extended = format!("[{}]", codes::LOG_EXTENDED);
        let errors = checked.err.matches("error[").count();
        assert_eq!(errors, checked.err.matches(&extended).count(), "{}", checked.err);
        place.run("log prove log in/0.csv.dsse.json -o first").exits(0);
        place.run(&line).exits(0);
        place.run("log check log --since before").exits(0).prints(&format!("entries: {}", n + 1));
        let halves = |folder: &str| place.names(folder).iter().any(|name| name.ends_with(".tmp"));
        assert!(!halves("log") && !halves("log/tile/0/000.p"), "halves are removed");
    }
}

/// A key that ended is still good for what a witness saw before.
#[test]
fn what_a_witness_saw_outlives_the_key() {
    let place = place(1);
    place.run("trust add maker.pub.pem --org Maker --to 2098-12-31 --trust trust.json").exits(0);
    place.run("log add log in --key log.pem").exits(0);
    let witness = "log checkpoint log --witness witness.pem --name witness.example/w1";
    let seen = place.run(witness).exits(0);
    place.write("witness.vkey", seen.err.split_whitespace().last().unwrap());
    place.run("log prove log in/0.csv.dsse.json").exits(0);
    let verify = "verify in/0.csv --trust trust.json --as-of 2099-06-01";
    place.run(verify).exits(1).says("[key-expired]");
    let with = format!("{verify} --log-key log/log.vkey --witness witness.vkey");
    place.run(&with).exits(0).prints("known since 20").prints("witness.example/w1");
    let value = place.run(&format!("{with} --format json")).exits(0).json();
    valid("verification-v1.schema.json", &value);
    strict("verification-v1.schema.json", &value);
    assert_eq!(value["documents"][0]["known"]["by"], format!("witness.example/w1 ({ORIGIN})"));
    // A proof of something else is told, and is no evidence.
    place.write("in/1.csv", "another");
    place.run("sign in/1.csv --key maker.pem").exits(0);
    place.write("in/1.csv.tlog-proof", place.read("in/0.csv.tlog-proof"));
    let other = place.run(&with.replace("0.csv", "1.csv")).exits(1);
    other.says(&format!("[{}]", codes::LOG_PROOF_OTHER)).says("[key-expired]");
    place.run(&format!("{verify} --log-key log/log.vkey")).exits(2);
}

#[test]
fn what_an_authority_stamped_outlives_the_key() {
    let place = Place::new();
    for name in ["part.csv.dsse.json", "part.csv.dsse.json.tsr", "authority.pem"] {
        place.copy(&format!("proofs/valid--time-stamp/{name}"), name);
    }
    place.copy("proofs/valid--ssh-signature/part.csv", "part.csv");
    place.copy("trust/valid--public-key/public.pem", "maker.pub.pem");
    place.run("trust add maker.pub.pem --org Maker --to 2098-12-31 --trust trust.json").exits(0);
    let verify = "verify part.csv --trust trust.json --as-of 2099-06-01";
    place.run(verify).exits(1).says("[key-expired]");
    place.run(&format!("{verify} --tsa authority.pem")).exits(0).prints("known since 2026-11-22");
    place.copy("proofs/time-stamp-invalid--another-key/authority.pem", "other.pem");
    let other = place.run(&format!("{verify} --tsa other.pem")).exits(1);
    other.says("[time-stamp-").says("[key-expired]");
    place.run(&format!("{verify} --tsa part.csv")).exits(2).says("PEM");
}
