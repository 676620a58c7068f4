//! Signatures beside documents: nothing else is written over, and nobody's signature is lost.

use crate::support::Place;

/// A place with the keys `a` and `b`, and a document that `a` signed.
fn signed() -> Place {
    let place = Place::with_board();
    for key in ["a", "b"] {
        place.run(&format!("keygen -o {key}.pem")).exits(0);
    }
    place.write("p.csv", place.read("declarations/parts.csv"));
    place.run("sign p.csv --key a.pem --issued 2026-11-22").exits(0);
    place
}

#[test]
fn only_the_envelope_itself_is_changed_by_another_signature() {
    let place = signed();
    let (key, first) = (place.read("b.pem"), place.read("p.csv.dsse.json"));
    place.write("notes.txt", "notes");
    let add = "sign p.csv --key b.pem --add";
    place.run(&format!("{add} -o b.pem")).exits(2).says("`b.pem`").says("help: ");
    place.run(&format!("{add} -o notes.txt")).exits(2).says("`notes.txt` exists");
    place.run(&format!("{add} -o p.csv")).exits(2);
    assert_eq!(place.read("b.pem"), key);
    assert_eq!(place.text("notes.txt"), "notes");
    assert_eq!(place.read("p.csv.dsse.json"), first, "nothing was signed");
    place.run(&format!("{add} -o both.json")).exits(0);
    assert_eq!(place.read("p.csv.dsse.json"), first);
    // Its own name, however it is written.
    place.run(&format!("{add} -o ./p.csv.dsse.json")).exits(0);
    assert_eq!(place.read("p.csv.dsse.json"), place.read("both.json"));
    place.run("sign bom.csv --key a.pem --add").exits(2).says("bom.csv.dsse.json").says("`--add`");
    for (lang, says) in [("en", "no signature"), ("zh", "没有可追加")] {
        let line = format!("--lang {lang} sign bom.csv --key a.pem --add");
        place.run(&line).exits(2).says(says);
    }
}

#[test]
fn standard_input_gets_further_signatures_where_the_envelope_is_named() {
    let place = signed();
    let document = place.read("p.csv");
    place.write("e.json", place.read("p.csv.dsse.json"));
    place.feed(&document, "sign - --key b.pem --add -o e.json").exits(0);
    place.run("sign p.csv --key b.pem --add").exits(0);
    assert_eq!(place.read("e.json"), place.read("p.csv.dsse.json"));
    place.feed(&document, "sign - --key b.pem --ssh -o x").exits(2).says("`--ssh`");
    place.feed(&document, "sign - --key b.pem").exits(2).says("`-o FILE`");
    assert!(!place.exists("-.dsse.json") && !place.exists("x"));
}

#[test]
fn the_signature_of_another_key_is_not_lost() {
    let place = signed();
    let first = place.read("p.csv.dsse.json");
    let ran = place.run("sign p.csv --key b.pem").exits(2);
    ran.says("`p.csv.dsse.json`").says("another key").says("`sign --add`");
    let ran = place.run("--lang zh sign p.csv --key b.pem").exits(2);
    ran.says("p.csv.dsse.json").says("另一密钥").says("`sign --add`");
    assert_eq!(place.read("p.csv.dsse.json"), first);
    // One's own gives way to a new one, also beside others.
    place.run("sign p.csv --key a.pem --issued 2026-11-21").exits(0);
    place.run("sign p.csv --key a.pem --key b.pem --issued 2026-11-22").exits(0);
    place.run("sign p.csv --key b.pem").exits(2);
    place.run("sign p.csv --key a.pem").exits(2);
    // What is no envelope is not written over; an empty file is nothing.
    place.write("declarations/parts.csv.dsse.json", "{");
    place.run("sign declarations/parts.csv --key a.pem").exits(2).says("is no signature");
    place.write("declarations/parts.csv.dsse.json", "");
    place.run("sign declarations/parts.csv --key a.pem").exits(0);
    #[cfg(unix)]
    place.run("sign p.csv --key b.pem -o /dev/null").exits(0);
}

#[test]
fn what_another_said_of_a_document_is_not_lost() {
    let place = signed();
    // Whether the key is one of the signer, only others know.
    let ran = place.run("withdraw p.csv --key b.pem --reason mine -o x.dsse.json").exits(0);
    ran.says("none of the keys given here");
    let ran = place.run("--lang zh withdraw p.csv --key b.pem --reason mine").exits(0);
    ran.says("均未签署");
    let first = place.read("p.csv.withdraw.dsse.json");
    let ran = place.run("withdraw p.csv --key a.pem --reason wrong").exits(2);
    ran.says("p.csv.withdraw.dsse.json").says("put that file away");
    assert_eq!(place.read("p.csv.withdraw.dsse.json"), first);
    let ran = place.run("withdraw p.csv --key a.pem --reason wrong -o w.dsse.json").exits(0);
    assert!(!ran.err.contains("none of the keys"), "{}", ran.err);
    place.run("trust add a.pub.pem --org A --trust t.json").exits(0);
    place.run("verify p.csv --trust t.json").exits(1).prints("WITHDRAWN");
}

#[test]
fn nobody_signs_what_has_ended() {
    let place = signed();
    let sign = "sign bom.csv --key a.pem --issued 2026-11-22 --valid-until";
    for (lang, says) in [("en", "2026-11-21, is before 2026-11-22"), ("zh", "早于签发日期")] {
        let ran = place.run(&format!("--lang {lang} {sign} 2026-11-21")).exits(2);
        ran.says(says).says("`--valid-until`");
    }
    assert!(!place.exists("bom.csv.dsse.json"));
    place.run(&format!("{sign} 2026-11-22")).exits(0);
}

#[test]
fn a_twin_for_openssh_is_not_lost_either() {
    let place = signed();
    place.run("sign p.csv --key a.pem --ssh").exits(0).says("p.csv.sig");
    let twin = place.read("p.csv.sig");
    let ran = place.run("sign p.csv --key b.pem --ssh --add").exits(2);
    ran.says("`p.csv.sig` holds the signature of another key");
    assert_eq!(place.read("p.csv.sig"), twin);
}

/// Eight at once: each signature is there in the end.
#[test]
fn several_at_once_lose_no_signature() {
    let place = signed();
    for n in 0..8 {
        place.run(&format!("keygen -o k{n}.pem")).exits(0);
    }
    at_once(&place, |n| format!("sign p.csv --key k{n}.pem --add"));
    assert_eq!(place.json("p.csv.dsse.json")["signatures"].as_array().unwrap().len(), 9);
    at_once(&place, |n| format!("trust add k{n}.pub.pem --org O{n} --trust t.json"));
    let trust = place.json("t.json");
    assert_eq!(trust["organisations"].as_array().unwrap().len(), 8);
    assert_eq!(trust["version"], "8");
    let ids = trust["organisations"].as_array().unwrap().iter();
    let ids: Vec<String> = ids.map(|of| of["keys"][0]["id"].as_str().unwrap().to_owned()).collect();
    at_once(&place, |n| format!("trust revoke {} --from 2026-01-01 --trust t.json", ids[n]));
    let list = place.run("trust list --trust t.json").exits(0).out();
    assert_eq!(list.matches("revoked 2026-01-01").count(), 8, "{list}");
}

/// Runs eight lines at once, each of which must succeed.
fn at_once(place: &Place, line: impl Fn(usize) -> String) {
    let start = |n| place.command(&line(n)).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut running: Vec<_> = (0..8).map(start).collect();
    assert!(running.iter_mut().all(|child| child.wait().unwrap().success()));
}

#[test]
fn what_is_withdrawn_is_a_signed_declaration() {
    let place = signed();
    place.run("rollup bom.csv --declarations declarations --format json -o report.json").exits(0);
    let withdraw =
        |file: &str| place.run(&format!("withdraw {file} --key a.pem --reason wrong")).exits(2);
    withdraw("report.json").says("`report.json` is a report").says("help: ");
    withdraw("bom.csv").says("`bom.csv` is not signed").says("bom.csv.dsse.json");
    withdraw("a.pem").says("private key");
    place.write("p.csv", "changed");
    withdraw("p.csv").says("`p.csv`").says("help: ");
    assert!(!place.exists("p.csv.withdraw.dsse.json"));
}

/// A name can't colour a terminal or break a line in what is told of it.
#[cfg(unix)]
#[test]
fn names_are_shown_as_they_are() {
    let place = Place::new();
    place.run("keygen -o k.pem").exits(0);
    place.write("a\u{1b}[31m.csv", "x");
    let ran = place.run("sign 'a\u{1b}[31m.csv' --key k.pem").exits(0);
    assert!(ran.err.contains("[31m.csv.dsse.json"), "{:?}", ran.err);
    place.run("log init log --origin o --key k.pem").exits(0);
    let envelope = "'a\u{1b}[31m.csv.dsse.json'";
    place.run(&format!("log add log {envelope} --key k.pem")).exits(0);
    place.run(&format!("log prove log {envelope}")).exits(0);
    place.run(&format!("log verify {envelope} --log-key log/log.vkey")).exits(0);
}

#[test]
fn what_nobody_can_make_again_is_not_written_over() {
    let place = signed();
    let (signature, other) = (place.read("p.csv.dsse.json"), "bom.csv");
    place.run(&format!("sign {other} --key a.pem -o p.csv.dsse.json")).exits(2).says("`p.csv`");
    let withdraw = "withdraw p.csv --key a.pem --reason x";
    place.run(&format!("{withdraw} -o p.csv.dsse.json")).exits(2).says("would be lost");
    place.run("sign p.csv --key a.pem").exits(0);
    place.write("p.csv.dsse.json", &signature);
    place.write("x.csv.seed", "secret");
    for kept in ["p.csv.dsse.json", "x.csv.seed"] {
        for verb in ["check p.csv --format json", "convert p.csv --to csv", "show p.csv"] {
            place.run(&format!("{verb} -o {kept}")).exits(2).says("would be lost");
        }
    }
    assert_eq!(place.read("p.csv.dsse.json"), signature);
    assert_eq!(place.text("x.csv.seed"), "secret");
}
