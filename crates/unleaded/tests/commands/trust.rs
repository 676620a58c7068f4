//! Whose keys are accepted, for what, and what organisations say about their keys.

use unleaded_model::diagnostic::codes::life as codes;

use crate::json::{strict, valid};
use crate::support::Place;

const DAY: &str = "--as-of 2026-11-22";

/// A place with key pairs of these names, and a document.
fn with_keys(names: &[&str]) -> Place {
    let place = Place::with_board();
    for name in names {
        place.run(&format!("keygen -o {name}.pem")).exits(0);
    }
    place.write("a.csv", place.read("declarations/parts.csv"));
    place
}

#[test]
fn several_keys_sign_at_once_or_one_after_the_other() {
    let place = with_keys(&["a", "b", "c"]);
    place.run("trust add a.pub.pem --org A --trust t.json").exits(0);
    place.run("trust add b.pub.pem --org A --threshold 2 --trust t.json").exits(0);
    for (lang, says) in [("en", "from 1 to 16"), ("zh", "1 至 16 的整数")] {
        for none in ["0", "17", "two"] {
            let add = "trust add b.pub.pem --org A --trust t.json --threshold";
            place.run(&format!("--lang {lang} {add} {none}")).exits(2).says(says);
        }
    }
    place.run("sign a.csv --key a.pem --issued 2026-11-22").exits(0);
    place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(1).says("[signatures-too-few]");
    place.run("sign a.csv --key b.pem --add").exits(0);
    place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(0).prints("good");
    let added = place.read("a.csv.dsse.json");
    place.run("sign a.csv --key b.pem --add").exits(2).says("signed already").says("help: ");
    place.run("sign a.csv --key a.pem --key b.pem --issued 2026-11-22").exits(0);
    assert_eq!(place.read("a.csv.dsse.json"), added);
    // Nobody adds a signature to something else than the document.
    place.write("other.csv", "other");
    place.write("other.csv.dsse.json", &added);
    place.run("sign other.csv --key c.pem --add").exits(2).says("help: ");
    assert_eq!(place.read("other.csv.dsse.json"), added);
}

#[test]
fn what_a_key_is_for_is_listed_and_obeyed() {
    let place = with_keys(&["a", "b"]);
    let add = "trust add a.pub.pem --org A --trust t.json --from 2026-01-01";
    place.run(&format!("{add} --role log")).exits(0);
    place.run("sign a.csv --key a.pem --issued 2026-11-22").exits(0);
    place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(1).says("[key-role]");
    place.run(&format!("{add} --role supplier --scope X-")).exits(0);
    place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(1).says("[key-scope]");
    place.run("trust add b.pub.pem --org 'a' --trust t.json").exits(2).says("looks like `A`");
    place.run("trust add b.pub.pem --org 'B' --role king --trust t.json").exits(2);
    let id = place.json("t.json")["organisations"][0]["keys"][0]["id"].as_str().unwrap().to_owned();
    let revoke = format!("trust revoke {id} --from 2026-06-01 --compromised --reason stolen");
    place.run(&format!("{revoke} --trust t.json")).exits(0);
    place.run("trust list --trust t.json").exits(0).prints("compromised 2026-06-01 stolen");
    let value = place.run("trust list --trust t.json --format json").exits(0).json();
    valid("trust-list-v1.schema.json", &value);
    strict("trust-list-v1.schema.json", &value);
    assert_eq!(value["version"], 3);
    assert_eq!(value["organisations"][0]["keys"][0]["scope"], serde_json::json!(["X-"]));
    let found = place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(1);
    found.says("[key-compromised]").says("it was good from 2026-01-01 on");
    // A key without dates was good at any time; nothing stands for what is not there.
    place.run("trust add b.pub.pem --org B --trust u.json").exits(0);
    place.run("sign a.csv --key b.pem --issued 2026-11-22 -o b.json").exits(0);
    let id = place.json("u.json")["organisations"][0]["keys"][0]["id"].as_str().unwrap().to_owned();
    place.run(&format!("trust revoke {id} --from 2026-06-01 --trust u.json")).exits(0);
    let verify = format!("verify a.csv --envelope b.json --trust u.json {DAY}");
    place.run(&verify).exits(1).says("(reason: not stated; it was good at any time)");
    place.run(&format!("--lang zh {verify}")).exits(1).says("（原因：未说明；原有效期：不限）");
}

#[test]
fn a_new_key_is_accepted_with_the_old_one() {
    let place = with_keys(&["old", "new", "thief"]);
    place.run("trust add old.pub.pem --org A --trust t.json").exits(0);
    let make = "trust rotate --from 2026-11-01";
    place.run(&format!("{make} --old old.pem --new new.pem -o r.dsse.json")).exits(0);
    place.run(&format!("{make} --old thief.pem --new new.pem -o thief.dsse.json")).exits(0);
    place.run(&format!("trust rotate thief.dsse.json --trust t.json {DAY}")).exits(2).says("both");
    place.run(&format!("trust rotate r.dsse.json --trust t.json {DAY}")).exits(0).says("= A");
    place.run("sign a.csv --key new.pem --issued 2026-11-22").exits(0);
    place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(0).prints("signed by A");
    place.run("trust rotate --old old.pem --new old.pem -o x.json").exits(2).says("the old one");
    place.run("trust rotate r.dsse.json").exits(2);
    // What would be passed over is refused.
    for more in ["-o x.json", "--passphrase env:P", "--from 2026-01-01"] {
        place.run(&format!("trust rotate r.dsse.json --trust t.json {more}")).exits(2);
    }
    for more in ["--trust t.json", DAY] {
        let line = format!("{make} --old old.pem --new new.pem -o x.json {more}");
        place.run(&line).exits(2).says("cannot be used with");
    }
    place
        .run("sign a.csv --key new.pem --passphrase env:A --passphrase env:B")
        .exits(2)
        .says("1 key");
    assert!(!place.exists("x.json"));
}

#[test]
fn a_trust_file_is_handed_on_and_never_goes_back() {
    let place = with_keys(&["hq", "a", "b"]);
    place.run("trust add a.pub.pem --org A --trust hq.json").exits(0);
    let export = "trust export --trust hq.json --key hq.pem --issued 2026-11-22";
    place.run(&format!("{export} --expires 2027-06-30 -o one.json")).exits(0).says("version 1");
    place.run("trust add b.pub.pem --org B --trust hq.json").exits(0);
    place.run(&format!("{export} --expires 2027-06-30 -o two.json")).exits(0).says("version 2");
    let import = |file: &str, day: &str| {
        place.run(&format!("trust import {file}.json --trust site.json --as-of {day}"))
    };
    place.run("trust add hq.pub.pem --org HQ --trust site.json").exits(0);
    import("two", "2026-11-22").exits(1).says("[key-role]");
    place.run("trust add hq.pub.pem --org HQ --role root --trust site.json").exits(0);
    import("two", "2026-11-22").exits(0).says("version 2");
    import("one", "2026-11-22").exits(2).says("older");
    import("two", "2027-07-01").exits(2).says("2027-06-30");
    place.run("trust list --trust site.json").exits(0).prints("imported from HQ");
    place.run("sign a.csv --key b.pem --issued 2026-11-22").exits(0);
    place.run(&format!("verify a.csv --trust site.json {DAY}")).exits(0).prints("signed by B");
    let late = "verify a.csv --trust site.json --as-of 2027-07-01";
    place.run(late).exits(1).says("[trust-expired]");
    place.write("two.json", place.text("two.json").replace("\"B\"", "\"A\""));
    import("two", "2026-11-22").exits(1).says("[signature-changed-document]");
    place.run(&format!("{export} --expires 2027-06-30 -o -")).exits(2);
    place
        .run(&format!("{export} --expires 2026-11-21 -o x.json"))
        .exits(2)
        .says("before 2026-11-22");
    // A signature of another kind is told as what it is not.
    for (lang, says) in [("en", "is no trust file for others"), ("zh", "不是供他人使用的信任文件")]
    {
        let ran = place.run(&format!("--lang {lang} trust import a.csv --trust site.json"));
        ran.exits(2).says(says).says("`trust export`");
    }
    let rotate = "trust rotate a.csv.dsse.json --trust site.json";
    place.run(rotate).exits(2).says("`a.csv.dsse.json` is signed, but is no rotation");
    place.write("bad.dsse.json", "{}");
    let bad = place.run("trust rotate bad.dsse.json --trust site.json").exits(2);
    assert!(bad.err.contains("`bad.dsse.json`") && !bad.err.contains("json.dsse"), "{}", bad.err);
    let sign = "sign bom.csv --key a.pem --delegation a.csv.dsse.json";
    place.run(sign).exits(2).says("is no delegation").says("`trust delegate`");
    // Nothing that an empty variable may stand for lifts a bound.
    place.run("trust add a.pub.pem --org A --scope '' --trust new.json").exits(2);
    assert!(!place.exists("new.json"));
}

#[test]
fn a_key_may_be_in_a_variable_or_behind_a_descriptor_and_is_never_shown() {
    let place = with_keys(&["a"]);
    place.write("word", "a passphrase\n");
    place.run("keygen -o locked.pem --passphrase file:word").exits(0);
    place.run("trust add a.pub.pem --org A --trust t.json").exits(0);
    let pem = place.text("a.pem");
    let body = pem.lines().nth(1).unwrap();
    let run = |line: &str, name: &str, value: &str| {
        let output = place.command(line).env(name, value).output().unwrap();
        let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!text.contains(&body[..16]) && !text.contains("a passphrase"), "{text}");
        (output.status.code().unwrap(), text)
    };
    assert_eq!(run("sign a.csv --key env:K --issued 2026-11-22", "K", &pem).0, 0);
    place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(0);
    std::fs::remove_file(place.path("a.csv.dsse.json")).unwrap();
    assert_eq!(run("sign a.csv --key locked.pem --passphrase env:K", "K", "a passphrase").0, 0);
    assert_eq!(run("sign a.csv --key locked.pem --passphrase env:K", "K", "another").0, 2);
    // What is no key is not quoted either.
    assert_eq!(run("sign a.csv --key env:K", "K", &pem.replace("PRIVATE", "SECRET")).0, 2);
    assert_eq!(run("sign a.csv --key env:K", "K", &pem[..90]).0, 2);
    place.run("sign a.csv --key env:NOT_THERE").exits(2).says("NOT_THERE");
    place.run("sign a.csv --key fd:x").exits(2).says("help: ");
    #[cfg(target_os = "linux")]
    {
        std::fs::remove_file(place.path("a.csv.dsse.json")).unwrap();
        let key = std::fs::File::open(place.path("a.pem")).unwrap();
        let output =
            place.command("sign a.csv --key fd:0 --issued 2026-11-22").stdin(key).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        place.run(&format!("verify a.csv --trust t.json {DAY}")).exits(0);
    }
}

#[test]
fn a_representative_needs_its_supplier() {
    let place = with_keys(&["s", "r"]);
    place.run("trust add s.pub.pem --org S --trust t.json").exits(0);
    let add = "trust add r.pub.pem --org R --role authorised-representative --trust t.json";
    place.run(add).exits(0);
    let delegate = "trust delegate r.pub.pem --org R --from 2026-01-01 --to 2026-12-31";
    place.write("apart/x", "");
    let out = "apart/r.delegation.dsse.json";
    place.run(&format!("{delegate} --scope '*' --key s.pem -o {out}")).exits(0);
    place.run(&format!("sign a.csv --key r.pem --delegation {out} --issued 2026-11-22")).exits(0);
    let verify = format!("verify a.csv --trust t.json {DAY}");
    place.run(&verify).exits(1).says("[delegation-missing]");
    let value = place.run(&format!("{verify} --delegations apart --format json")).exits(0).json();
    valid("verification-v1.schema.json", &value);
    let signature = &value["documents"][0]["signatures"][0];
    assert_eq!(signature["role"], "authorised-representative");
    assert_eq!(signature["on_behalf_of"], "S");
    // Beside the document it is found without being asked for.
    place.write("r.delegation.dsse.json", place.read(out));
    place.run(&verify).exits(0).prints("signed by R for S");
    // The supplier takes it back; another one's word does not count.
    let withdraw = "withdraw r.delegation.dsse.json --reason 'has left' -o gone.dsse.json";
    place.run(&format!("{withdraw} --key r.pem")).exits(0);
    place.run(&verify).exits(0);
    std::fs::remove_file(place.path("gone.dsse.json")).unwrap();
    place.run(&format!("{withdraw} --key s.pem")).exits(0);
    place.run(&verify).exits(1).says("[delegation-missing]");
    std::fs::remove_file(place.path("gone.dsse.json")).unwrap();
    // A statement that tells the right items does not make a document about others one of them.
    place.run(&format!("{delegate} --scope X- --key s.pem -o r.delegation.dsse.json")).exits(0);
    place.run(&verify).exits(1);
    place.run(&format!("{delegate} --scope '' --key s.pem -o x.json")).exits(2);
    place.run("trust delegate r.pub.pem --org R --scope X --from 2027-01-01 --to 2026-01-01 --key s.pem -o x.json").exits(2);
}

#[test]
fn a_stale_copy_is_recognised() {
    let place = with_keys(&["s", "other"]);
    place.run("trust add s.pub.pem --org S --trust t.json").exits(0);
    place.run("trust add other.pub.pem --org Other --trust t.json").exits(0);
    place.write("b.csv", place.text("a.csv") + "\n");
    let sign = |line: &str| place.run(&format!("sign {line} --issued 2026-11-22")).exits(0);
    sign("a.csv --key s.pem");
    sign("b.csv --key s.pem --supersedes a.csv");
    let verify = |files: &str| place.run(&format!("verify {files} --trust t.json {DAY}"));
    let word = place.read("a.csv.supersede.dsse.json");
    verify("a.csv b.csv").exits(1).prints("a.csv: REPLACED").prints("b.csv: good");
    std::fs::remove_file(place.path("a.csv.supersede.dsse.json")).unwrap();
    verify("a.csv b.csv").exits(1).prints("a.csv: REPLACED");
    // The new document lies beside it, and says so itself.
    verify("a.csv").exits(1).prints("a.csv: REPLACED").says("[declaration-superseded]");
    let show = |file: &str| place.run(&format!("show {file} --trust t.json"));
    show("a.csv").prints("REPLACED by its signer: S");
    show("b.csv").prints("good, signed by S");
    place.write("apart/a.csv", place.read("a.csv"));
    place.write("apart/a.csv.dsse.json", place.read("a.csv.dsse.json"));
    verify("apart/a.csv").exits(0);
    show("apart/a.csv").prints("good, signed by S");
    place.write("a.csv.supersede.dsse.json", &word);
    let value = verify("a.csv --format json").exits(1).json();
    valid("verification-v1.schema.json", &value);
    assert_eq!(value["documents"][0]["outcome"], "superseded");
    // A second successor is a fork.
    place.write("c.csv", place.text("a.csv") + "\n\n");
    sign("c.csv --key s.pem --supersedes a.csv");
    verify("a.csv b.csv c.csv").exits(1).says("[declaration-fork]");
    // Nobody else withdraws it.
    place.run("withdraw b.csv --key other.pem --reason 'I say so'").exits(0);
    verify("b.csv").exits(0).says("[status-other-signer]");
    place.run("withdraw b.csv --key s.pem --reason 'wrong mass' -o w.dsse.json").exits(0);
    verify("b.csv").exits(1).prints("WITHDRAWN").says("wrong mass");
    place.run("withdraw b.csv --key s.pem --reason ' '").exits(2);
    place.run("withdraw declarations/parts.csv --key s.pem --reason x").exits(2).says("dsse.json");
}

/// One of two keys that must sign has withdrawn it: that counts for nothing yet, and is told.
#[test]
fn a_withdrawal_by_fewer_keys_than_must_sign_is_told() {
    let place = with_keys(&["a", "b"]);
    place.run("trust add a.pub.pem --org A --trust t.json").exits(0);
    place.run("trust add b.pub.pem --org A --threshold 2 --trust t.json").exits(0);
    let document = "declarations/parts.csv";
    let sign = format!("sign {document} --key a.pem --key b.pem --issued 2026-11-22");
    place.run(&sign).exits(0);
    let verify = format!("verify {document} --trust t.json {DAY}");
    let quiet = place.run(&verify).exits(0);
    assert!(!quiet.err.contains("status-too-few"), "{}", quiet.err);
    place.run(&format!("withdraw {document} --key a.pem --reason wrong")).exits(0);
    let code = format!("warning[{}]", codes::STATUS_TOO_FEW);
    place.run(&verify).exits(0).prints("parts.csv: good").says(&code);
    let value = place.run(&format!("{verify} --format json")).exits(0).json();
    let codes = value["documents"][0]["diagnostics"].as_array().unwrap();
    assert!(codes.iter().any(|defect| defect["code"] == "status-too-few"), "{value:#}");
    let rollup = format!("rollup bom.csv --declarations declarations --trust t.json {DAY}");
    place.run(&rollup).says("[status-too-few]");
}

#[test]
fn what_is_withdrawn_is_left_out_of_a_rollup() {
    let place = with_keys(&["s"]);
    place.run("trust add s.pub.pem --org S --trust t.json").exits(0);
    place.run("sign declarations/parts.csv --key s.pem --issued 2026-11-22").exits(0);
    let rollup = format!("rollup bom.csv --declarations declarations --trust t.json {DAY}");
    assert!(!place.run(&rollup).err.contains("declaration-withdrawn"));
    let show = "show declarations/parts.csv --trust t.json";
    place.run(show).prints("good, signed by S");
    place.run("withdraw declarations/parts.csv --key s.pem --reason wrong").exits(0);
    place.run(&rollup).exits(1).says("[declaration-withdrawn]");
    place.run(show).prints("WITHDRAWN by its signer: S");
    let shown = place.run(&format!("{show} --format json")).json();
    valid("declaration-v1.schema.json", &shown);
    assert_eq!(shown["files"][0]["signature"], "withdrawn");
    let report = place.run(&format!("{rollup} --format json")).exits(1).out();
    assert!(report.contains("\"declaration-withdrawn\""), "{report}");
    // Who knows no keys is told that somebody says something.
    let untrusting = rollup.replace(" --trust t.json", "");
    let told = place.run(&untrusting).err;
    assert!(told.contains("[key-unknown]") && told.contains("parts.csv.withdraw"), "{told}");
    let envelope = "--envelope declarations/parts.csv.dsse.json --trust t.json";
    let document = place.read("declarations/parts.csv");
    place.feed(&document, &format!("verify - {envelope}")).exits(1).prints("WITHDRAWN");
    // A copy without its signature does not bring it back.
    std::fs::remove_file(place.path("declarations/parts.csv.dsse.json")).unwrap();
    place.run(&rollup).exits(1).says("[declaration-withdrawn]");
    let report = place.run(&format!("{rollup} --format json")).json();
    let all = report["inputs"]["declarations"].as_array().unwrap();
    assert!(all.iter().any(|one| one["left_out"] == "declaration-withdrawn"), "{all:?}");
    // What is left of a statement may have been a withdrawal.
    let statement = place.text("declarations/parts.csv.withdraw.dsse.json");
    for cut in ["", &statement[..300]] {
        place.write("declarations/parts.csv.withdraw.dsse.json", cut);
        place.run(&rollup).says("parts.csv.withdraw");
        place.run("verify declarations/parts.csv --trust t.json").says("withdraw").exits(2);
    }
}
