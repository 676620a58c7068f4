//! Copies that hide identities: made, verified, summed up, answered late.

use crate::json::{strict, valid};
use crate::support::{Place, has};

const RECIPE: &str = "maker,part,total mass,total mass unit,material,material weight,substance,CAS,% of material,date\n\
    Maker,P,1,mg,Housing,1,Nylon 66,32131-17-2,95,2026-03-02\n\
    Maker,P,1,mg,Housing,1,Iron oxide,1309-37-1,3,2026-03-02\n\
    Maker,P,1,mg,Housing,1,Carbon black,1333-86-4,2,2026-03-02\n";

/// A recipe that was signed row by row by somebody who is trusted.
fn signed() -> Place {
    let place = Place::new();
    place.write("recipe.csv", RECIPE);
    place.write("bom.csv", "parent,child,quantity\nTOP,P,1\n");
    place.run("keygen -o k.pem").exits(0);
    place.run("trust add k.pub.pem --org Maker --trust trust.json").exits(0);
    place.run("sign recipe.csv --key k.pem --rows").exits(0).says("recipe.csv.seed");
    place
}

fn redacted() -> Place {
    let place = signed();
    place.write("d/.folder", "");
    place.run("redact recipe.csv --hide 1309-37-1 -o d/p.redacted.json").exits(0);
    place
}

#[test]
fn a_copy_verifies_and_is_summed_up() {
    let place = redacted();
    let copy = place.text("d/p.redacted.json");
    assert!(!copy.contains("1309-37-1") && !copy.contains("Iron oxide"));
    let value = place.json("d/p.redacted.json");
    valid("redacted-v1.schema.json", &value);
    strict("redacted-v1.schema.json", &value);
    place.run("verify d/p.redacted.json --trust trust.json").exits(0).prints("signed by Maker");
    place.run("show d/p.redacted.json --trust trust.json").exits(0).prints("confidential (row ");
    place.run("check d/p.redacted.json").exits(0);
    let ran = place.run("rollup bom.csv --declarations d --trust trust.json --as-of 2026-11-22");
    ran.exits(0).prints("compliant");
    // A later law than those that were spoken of is left open.
    let ran = place.run(
        "rollup bom.csv --declarations d --trust trust.json --as-of 2026-11-22 --rules us-tsca-pbt",
    );
    ran.exits(1).prints("unknown");
}

/// What is said beside a document holds for its copies: here that nobody stands by it any more.
#[test]
fn a_copy_ends_with_its_declaration() {
    let place = signed();
    place
        .run("sign recipe.csv --key k.pem --rows --issued 2026-01-01 --valid-until 2026-06-30")
        .exits(0);
    place.run("redact recipe.csv --hide 1309-37-1 -o p.redacted.json").exits(0);
    let verify = "verify p.redacted.json --trust trust.json --as-of";
    place.run(&format!("{verify} 2026-06-30")).exits(0);
    place.run(&format!("{verify} 2026-07-01")).exits(1).prints("BAD");
}

/// Whoever has a copy is told by a statement of its own, which gives away no hash of the declaration.
#[test]
fn copies_are_withdrawn_with_their_declaration() {
    let place = redacted();
    let verify = "verify d/p.redacted.json --trust trust.json";
    let ran = place.run("withdraw recipe.csv --key k.pem --reason wrong").exits(0);
    ran.says("recipe.csv.withdraw.dsse.json").says("recipe.csv.withdraw.rows.dsse.json");
    place.run("verify recipe.csv --trust trust.json").exits(1).prints("WITHDRAWN");
    place.run(verify).exits(0);
    // What is said of the declaration alone says nothing of its copies.
    place.write("d/w.dsse.json", place.read("recipe.csv.withdraw.dsse.json"));
    place.run(verify).exits(0);
    place.write("d/w.dsse.json", place.read("recipe.csv.withdraw.rows.dsse.json"));
    place.run(verify).exits(1).prints("WITHDRAWN").says("wrong");
    // Rows that are shown afterwards end with it.
    place.run("disclose recipe.csv --row 1309-37-1 -o d/row.late.json").exits(0);
    let late = "verify d/row.late.json --envelope d/p.redacted.json --trust trust.json";
    place.run(late).exits(1).prints("WITHDRAWN");
    let rollup = "rollup bom.csv --declarations d --trust trust.json --as-of 2026-11-22";
    place.run(rollup).exits(1).says("[declaration-withdrawn]");
    std::fs::remove_file(place.path("d/w.dsse.json")).unwrap();
    // A copy is as good as the declaration for that, and without the secret of the rows it goes as well.
    place.run("withdraw d/p.redacted.json --key k.pem --reason wrong").exits(0);
    place.run(verify).exits(1).prints("WITHDRAWN");
    std::fs::remove_file(place.path("recipe.csv.seed")).unwrap();
    place.run("withdraw recipe.csv --key k.pem --reason again -o w.dsse.json").exits(0);
    place.write("d/p.redacted.json.withdraw.dsse.json", place.read("w.rows.dsse.json"));
    place.run(verify).exits(1).says("again");
    place.run("withdraw recipe.csv --key k.pem --reason x -o -").exits(2).says("two files");
}

/// The secret of another declaration would have the wrong rows withdrawn.
#[test]
fn rows_are_withdrawn_with_the_secret_that_is_theirs() {
    let place = signed();
    place.write("other.csv", RECIPE.replace("2026-03-02", "2026-03-03"));
    place.run("sign other.csv --key k.pem --rows").exits(0);
    place.write("recipe.csv.seed", place.read("other.csv.seed"));
    let ran = place.run("withdraw recipe.csv --key k.pem --reason wrong").exits(2);
    ran.says("`recipe.csv.seed`");
    assert!(!place.exists("recipe.csv.withdraw.dsse.json"));
}

#[test]
fn copies_of_what_is_replaced_are_replaced() {
    let place = redacted();
    place.write("new.csv", RECIPE.replace("2026-03-02", "2026-03-03"));
    place.run("sign new.csv --key k.pem --rows --supersedes recipe.csv").exits(0);
    place.run("redact new.csv --hide 1309-37-1 -o d/new.redacted.json").exits(0);
    let verify = "verify d/p.redacted.json d/new.redacted.json --trust trust.json";
    let ran = place.run(verify).exits(1);
    let ran = ran.prints("d/p.redacted.json: REPLACED").prints("d/new.redacted.json: good");
    assert!(!ran.err.contains("declaration-fork"), "{}", ran.err);
    place.write("d/s.dsse.json", place.read("recipe.csv.supersede.rows.dsse.json"));
    let ran = place.run(verify).exits(1).prints("d/p.redacted.json: REPLACED");
    assert!(!ran.err.contains("declaration-fork"), "{}", ran.err);
    place.run("verify d/p.redacted.json --trust trust.json").exits(1).prints("REPLACED");
    let ran = place.run("verify recipe.csv new.csv --trust trust.json").exits(1);
    let ran = ran.prints("recipe.csv: REPLACED").prints("new.csv: good");
    assert!(!ran.err.contains("declaration-fork"), "{}", ran.err);
    place.run("disclose recipe.csv --row 4 -o a.late.json").exits(0);
    let of_copy = "disclose d/p.redacted.json --row 4 -o b.late.json --seed recipe.csv.seed";
    place.run(of_copy).exits(2).says("is a copy").says("`--seed`");
    place.run("withdraw a.late.json --key k.pem --reason x").exits(2).says("single rows");
}

/// A report that was made from a copy is checked down to the signature that the copy holds.
#[test]
fn a_signed_report_rests_on_copies_too() {
    let place = redacted();
    let made =
        "rollup bom.csv --declarations d --trust trust.json --as-of 2026-11-22 --format json";
    place.run(&format!("{made} -o report.json")).exits(0);
    place.run("sign report.json --key k.pem").exits(0);
    let deep = "verify report.json --trust trust.json --deep --bom bom.csv --declarations d";
    place.run(deep).exits(0);
    let copy = place.text("d/p.redacted.json");
    place.write("d/p.redacted.json", copy.replace("Carbon black", "Carbon white"));
    place.run(deep).exits(1);
}

#[test]
fn a_changed_copy_is_bad_and_left_out() {
    let place = redacted();
    let copy = place.text("d/p.redacted.json");
    place.write("d/p.redacted.json", copy.replace("Carbon black", "Carbon white"));
    place.run("verify d/p.redacted.json --trust trust.json").exits(1).prints("BAD");
    let ran = place.run("rollup bom.csv --declarations d --as-of 2026-11-22");
    ran.exits(1).says("rows-changed");
}

#[test]
fn the_secret_is_its_owners_alone_and_serves_once() {
    let place = signed();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(place.path("recipe.csv.seed")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let secret = place.read("recipe.csv.seed");
    let before = place.text("recipe.csv.dsse.json");
    // Signed again, the same document has the same rows under the same secret.
    place.run("sign recipe.csv --key k.pem --rows --issued 2026-01-01").exits(0);
    assert_eq!(place.read("recipe.csv.seed"), secret);
    assert_ne!(place.text("recipe.csv.dsse.json"), before);
    // Another document may not have it.
    place.write("other.csv", RECIPE.replace("Carbon black", "Graphite"));
    let ran = place.run("sign other.csv --key k.pem --rows --seed recipe.csv.seed");
    ran.exits(2).says("the secret of other rows");
    assert!(!place.exists("other.csv.dsse.json"));
    assert_eq!(place.read("recipe.csv.seed"), secret);
    // The secret of one declaration tells nothing of another, nor under another signature.
    place.run("sign other.csv --key k.pem --rows").exits(0);
    let ran = place.run("redact other.csv --seed recipe.csv.seed --hide 1309-37-1 -o x.json");
    ran.exits(2).says("the secret of another document");
    let other = "recipe.csv.rows.dsse.json";
    let ran = place.run(&format!("redact other.csv --envelope {other} --hide 1309-37-1 -o x.json"));
    ran.exits(2).says("is not a copy of the declaration that was signed");
    assert!(!place.exists("x.json"));
    // No line that names it prints it.
    let digits = String::from_utf8(secret).unwrap();
    let digits = digits.split('"').nth(7).unwrap().to_owned();
    assert_eq!(digits.len(), 64);
    for line in [
        "check recipe.csv.seed",
        "show recipe.csv.seed",
        "verify recipe.csv.seed --trust trust.json",
    ] {
        let ran = place.run(line);
        assert!(!ran.err.contains(&digits[..8]) && !ran.out().contains(&digits[..8]), "{line}");
    }
}

/// A copy must not carry the signature on the document: from the hash in it a hidden name could be guessed.
#[test]
fn the_signature_on_the_document_is_apart_and_what_it_was() {
    let place = redacted();
    place.run("sign recipe.csv --key k.pem --issued 2026-01-01 -o a.dsse.json").exits(0);
    place.run("sign recipe.csv --key k.pem --issued 2026-01-01 -o b.dsse.json --rows").exits(0);
    assert_eq!(place.read("a.dsse.json"), place.read("b.dsse.json"));
    assert!(place.exists("b.rows.dsse.json") && !place.exists("a.rows.dsse.json"));
    place.run("verify recipe.csv --trust trust.json").exits(0);
    let rows = "verify recipe.csv --envelope recipe.csv.rows.dsse.json --trust trust.json";
    place.run(rows).exits(1).prints("BAD");
    let ran = place.run("redact recipe.csv --envelope a.dsse.json --hide 1309-37-1 -o x.json");
    ran.exits(2).says("signed without rows");
}

#[test]
fn what_may_not_be_hidden_stays() {
    let place = signed();
    let ran = place.run("redact recipe.csv --hide 'Nylon 66' -o x.json");
    ran.exits(1).says("hidden-share");
    place.run("redact recipe.csv --hide Unobtainium -o x.json").exits(2).says("Unobtainium");
    place.run("redact recipe.csv -o x.json").exits(2);
    assert!(!place.exists("x.json"));
    place.run("redact recipe.csv --hide 'Nylon 66' --most 95 -o x.json").exits(0);
    // A copy can hide more, and never show again what it lacks.
    place.run("redact x.json --hide 1333-86-4 --most 100 -o y.json").exits(0);
    place.run("disclose x.json --row 32131-17-2 -o z.late.json").exits(2);
}

/// A list that no row speaks of would hide nothing, and the whole recipe would be handed out in silence.
#[test]
fn a_list_that_no_row_speaks_of_is_refused_and_what_is_hidden_is_counted() {
    let place = signed();
    let redact = "redact recipe.csv --most 100 -o out.redacted.json --hide-all-but";
    for list in ["NOSUCH", "EUREACH-0119"] {
        place.run(&format!("{redact} {list}")).exits(2).says(list);
        assert!(!place.exists("out.redacted.json"));
    }
    place.run(&format!("{redact} EUROHS-1907")).exits(0).says("identities hidden: ");
}

#[test]
fn a_row_is_disclosed_late() {
    let place = redacted();
    place.run("disclose recipe.csv --row 1309-37-1 -o answer.late.json").exits(0);
    let value = place.json("answer.late.json");
    valid("late-disclosure-v1.schema.json", &value);
    strict("late-disclosure-v1.schema.json", &value);
    for envelope in ["recipe.csv.rows.dsse.json", "d/p.redacted.json"] {
        let line = format!("verify answer.late.json --envelope {envelope} --trust trust.json");
        place.run(&line).exits(0).prints("signed by Maker");
    }
    place.run("verify answer.late.json --trust trust.json").exits(1).prints("unsigned");
    place.run("disclose d/p.redacted.json --with answer.late.json -o full.redacted.json").exits(0);
    assert!(place.text("full.redacted.json").contains("1309-37-1"));
    place.run("verify full.redacted.json --trust trust.json").exits(0);
    // Of another declaration it says nothing.
    place.write("other.csv", RECIPE.replace("Maker,P", "Maker,Q"));
    place.run("sign other.csv --key k.pem --rows").exits(0);
    place.run("redact other.csv --hide 1309-37-1 -o other.redacted.json").exits(0);
    let ran = place.run("disclose other.redacted.json --with answer.late.json -o x.json");
    ran.exits(2).says("rows of the statement");
    let line = "verify answer.late.json --envelope other.redacted.json --trust trust.json";
    place.run(line).exits(1).prints("BAD");
    // Beside declarations it is none.
    place.write("d/answer.late.json", place.read("answer.late.json"));
    place.run("rollup bom.csv --declarations d --trust trust.json --as-of 2026-11-22").exits(0);
}

/// What `docs/formats/redacted.md` says can be done without this program.
#[test]
fn python_alone_comes_to_the_same_root() {
    if !has("python3") {
        return;
    }
    let page = include_str!("../../../../docs/formats/redacted.md");
    let code = page.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let place = redacted();
    let copy = place.text("d/p.redacted.json");
    let python = |copy: &str| {
        place.write("customer.redacted.json", copy);
        let mut python = std::process::Command::new("python3");
        let output = python.args(["-c", code]).current_dir(place.path(".")).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(python(&copy), "True");
    assert_eq!(python(&copy.replace("Carbon black", "Carbon white")), "False");
}

#[test]
fn a_document_that_cannot_be_read_is_not_signed_by_rows() {
    let place = signed();
    place.write("bad.csv", "hello");
    place.run("sign bad.csv --key k.pem --rows").exits(2).says("row by row");
    assert!(!place.exists("bad.csv.seed") && !place.exists("bad.csv.dsse.json"));
}
