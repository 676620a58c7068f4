//! 0: yes. 1: no. 2: it could not be answered.

use crate::support::Place;

/// A signed document, whose key is trusted; another that is signed by a stranger; one without a signature.
fn signed() -> Place {
    let place = Place::with_board();
    place.write("declarations/other.csv", OTHER);
    for name in ["ours", "stranger"] {
        place.run(&format!("keygen -o {name}.pem")).exits(0);
    }
    place.run("trust add ours.pub.pem --org 'Supplier A' --trust trust.json").exits(0);
    place
}

const OTHER: &str = "part,material,substance,cas,mass_pct_of_material,total_mass,total_mass_unit\n\
    C-1,Ceramic,Aluminium oxide,1344-28-1,100,2,mg\n";

#[test]
fn check_answers_by_errors_alone() {
    let place = Place::new();
    for (name, from) in [
        ("good.xml", "ipc1752/valid-class-d.xml"),
        ("bad.xml", "ipc1752/invalid-number-malformed--decimal-comma.xml"),
        ("warning.xml", "ipc1752/invalid-amount-missing--no-amount.xml"),
    ] {
        place.copy(from, name);
    }
    place.run("check good.xml").exits(0).prints("good.xml: 1 part, 0 errors");
    place.run("check warning.xml").exits(0).says("warning[amount-missing]");
    let both = place.run("check good.xml bad.xml").exits(1).says("error[number-malformed]");
    assert!(both.out().contains("good.xml: 1 part, 0 errors") && both.out().contains("1 error,"));
    // One that can't be read hides neither the defects nor the good ones.
    let ran = place.run("check good.xml bad.xml missing.xml").exits(2);
    let ran = ran.says("error[file-inaccessible]").says("error[number-malformed]");
    assert!(ran.out().contains("good.xml: 1 part, 0 errors"));
    // In place of a folder its documents are checked, wherever in it they stand; a signature is none.
    std::fs::create_dir(place.path("folder")).unwrap();
    place.run("check folder").exits(2).says("holds no document");
    place.copy("ipc1752/valid-class-d.xml", "folder/in/good.xml");
    place.write("folder/in/good.xml.dsse.json", "{}");
    place.run("check folder").exits(0).prints("folder/in/good.xml: 1 part, 0 errors");
    place.copy("ipc1752/invalid-number-malformed--decimal-comma.xml", "folder/bad.xml");
    let ran = place.run("check good.xml folder").exits(1).says("3 files: 3 parts, 1 error");
    assert_eq!(ran.out().lines().count(), 3);
    place.write("folder/notes.txt", "bring milk");
    place.run("check folder").exits(2).says("[format-unknown]").says("3 files");
}

#[test]
fn verify_says_yes_only_if_all_are_good() {
    let place = signed();
    let verify =
        |files: &str| place.run(&format!("verify {files} --trust trust.json --as-of 2026-11-22"));
    verify("declarations/parts.csv").exits(1).prints("unsigned");
    place.run("sign declarations/parts.csv --key ours.pem --issued 2026-11-01").exits(0);
    verify("declarations/parts.csv").exits(0).prints("good, signed by Supplier A");
    verify("declarations/parts.csv declarations/other.csv").exits(1);
    place.run("sign declarations/other.csv --key stranger.pem").exits(0);
    verify("declarations/other.csv").exits(1).prints("unknown key").says("[key-unknown]");
    place.write("declarations/other.csv", OTHER.replace("2,mg", "3,mg"));
    place.run("sign declarations/other.csv --key ours.pem -o x.dsse.json").exits(0);
    place.write("declarations/other.csv.dsse.json", place.read("x.dsse.json"));
    place.write("declarations/other.csv", OTHER);
    verify("declarations/other.csv").exits(1).prints("BAD").says("[signature-changed-document]");
    // One that can't be read is said so beside the others.
    let ran = verify("missing.csv declarations/parts.csv").exits(2).says("[file-inaccessible]");
    ran.prints("declarations/parts.csv: good").prints("missing.csv: can't be read");
    place.run("verify declarations/parts.csv --trust missing.json").exits(2).says("missing.json");
    let two = "declarations/parts.csv declarations/other.csv";
    verify(&format!("{two} --envelope x.dsse.json")).exits(2).says("one document");
}

#[test]
fn verify_obeys_the_dates_of_a_key() {
    let place = signed();
    place.run("sign declarations/parts.csv --key ours.pem").exits(0);
    let add = "trust add ours.pub.pem --org A --from 2026-01-01 --to 2026-06-30 --trust dated.json";
    place.run(add).exits(0);
    let on = |date: &str| {
        place.run(&format!("verify declarations/parts.csv --trust dated.json --as-of {date}"))
    };
    on("2026-06-30").exits(0);
    on("2026-07-01").exits(1).says("[key-expired]");
    on("2025-12-31").exits(1).says("[key-not-yet-valid]");
    let id = place.run("trust list --trust trust.json").exits(0).out()[..64].to_owned();
    place
        .run(&format!("trust revoke {id} --from 2026-03-01 --reason stolen --trust dated.json"))
        .exits(0);
    on("2026-02-28").exits(0);
    on("2026-03-01").exits(1).says("[key-revoked]").says("stolen");
    place.run("trust list --trust dated.json").exits(0).prints("revoked 2026-03-01 stolen");
}

#[test]
fn rollup_says_whether_the_products_may_go_out() {
    let place = Place::with_board();
    let rollup = "rollup bom.csv --declarations declarations --as-of 2026-11-22";
    place.run(rollup).exits(0).prints("COMPLIANT");
    place.write(
        "declarations/parts.csv",
        place.text("declarations/parts.csv").replace("Silicon dioxide,7631-86-9", "Lead,7439-92-1"),
    );
    place.run(rollup).exits(1).prints("NON-COMPLIANT");
    std::fs::remove_file(place.path("declarations/parts.csv")).unwrap();
    place.run(rollup).exits(1).prints("UNKNOWN").says("[declaration-missing]");
    place.write("bom.csv", "parent,child,quantity\nBOARD,R-1,two\n");
    place
        .run(&format!("{rollup} -o report.json"))
        .exits(2)
        .says("[bom-quantity]")
        .says("bom.csv:2");
    assert!(!place.exists("report.json"));
}

#[test]
fn rollup_uses_and_marks_what_nobody_known_signed() {
    let place = signed();
    let rollup = "rollup bom.csv --declarations declarations --trust trust.json --as-of 2026-11-22 --format json -o report.json";
    let left_out = |place: &Place| {
        let report = place.json("report.json");
        let documents = report["inputs"]["declarations"].as_array().unwrap().clone();
        let of = documents.into_iter().find(|d| d["part"] == "R-1" || d["part"] == "").unwrap();
        (of["signature"].as_str().unwrap().to_owned(), of["left_out"].as_str().map(str::to_owned))
    };
    std::fs::remove_file(place.path("declarations/other.csv")).unwrap();
    place.run(rollup).exits(0);
    assert_eq!(left_out(&place), ("unsigned".to_owned(), None));
    place.run(&format!("{rollup} --require-signed")).exits(1);
    assert_eq!(left_out(&place), ("unsigned".to_owned(), Some("signature-required".to_owned())));
    place.run("sign declarations/parts.csv --key stranger.pem").exits(0);
    place.run(rollup).exits(0);
    assert_eq!(left_out(&place).0, "unknown-key");
    place.run(&format!("{rollup} --require-signed")).exits(1);
    std::fs::remove_file(place.path("declarations/parts.csv.dsse.json")).unwrap();
    place.run("sign declarations/parts.csv --key ours.pem").exits(0);
    place.run(&format!("{rollup} --require-signed")).exits(0);
    assert_eq!(left_out(&place), ("good".to_owned(), None));
    place.write("declarations/parts.csv", place.text("declarations/parts.csv") + "\n");
    place.run(rollup).exits(1).says("[signature-changed-document]");
    let (signature, reason) = left_out(&place);
    assert!(signature == "bad" && reason.is_some());
    place
        .run("rollup bom.csv --declarations declarations --require-signed")
        .exits(2)
        .says("--trust");
}

#[test]
fn a_draft_is_no() {
    let place = Place::with_board();
    place.run("rollup bom.csv --declarations declarations --as-of 2026-11-22 --format json -o good.json").exits(0);
    place.run("document china-rohs-table good.json --product BOARD -o good.html").exits(0);
    std::fs::remove_file(place.path("declarations/parts.csv")).unwrap();
    place.run("rollup bom.csv --declarations declarations --as-of 2026-11-22 --format json -o unknown.json").exits(1);
    let draft = place.run("document china-rohs-table unknown.json --product BOARD -o draft.html");
    draft.exits(1).says("draft");
    assert!(place.exists("draft.html"), "a draft is written all the same");
    let ran = place.run("document china-rohs-table good.json --product BORD -o none.html");
    ran.exits(2).says("`BORD`").says("BOARD");
    place
        .run("document china-rohs-table bom.csv --product BOARD -o none.html")
        .exits(2)
        .says("no report");
    assert!(!place.exists("none.html"));
}

#[test]
fn a_wrong_command_line_is_two() {
    let place = Place::with_board();
    for line in [
        "",
        "bogus",
        "check",
        "check --frobnicate x",
        "rollup bom.csv",
        "rollup bom.csv --declarations declarations --as-of 2026-13-01",
        "rollup bom.csv --declarations declarations --as-of 22.11.2026",
        "rollup bom.csv --declarations declarations --rules eu-rohz",
        "rollup bom.csv --declarations declarations --category 3",
        "rollup bom.csv --declarations declarations --category eu-rohs=12",
        "rollup bom.csv --declarations declarations --closure-tolerance 50",
        "rollup bom.csv --declarations declarations --closure-tolerance -1",
        "verify bom.csv",
        "sign bom.csv",
        "document invoice report.json",
        "push report.json --timeout 0",
    ] {
        let ran = place.run(line).exits(2);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "`{line}`");
    }
}

#[test]
fn a_date_that_does_not_exist_says_how_to_write_one() {
    let place = Place::with_board();
    let ran = place.run("rollup bom.csv --declarations declarations --as-of 2026-13-01");
    ran.exits(2).says("2026-13-01").says("YYYY-MM-DD").says("--as-of");
}

#[test]
fn what_is_no_declaration_is_not_converted() {
    let place = Place::new();
    place.copy("ipc1752/invalid-number-malformed--decimal-comma.xml", "bad.xml");
    place.write("out.xml", "old");
    place.run("convert bad.xml --to ipc1752a -o out.xml").exits(1).says("[number-malformed]");
    assert_eq!(place.text("out.xml"), "old");
    place.run("convert missing.csv --to ipc1752a -o out.xml").exits(2).says("missing.csv");
    place.run("convert bad.xml --to pdf -o out.xml").exits(2).says("ipc1752a");
    assert_eq!(place.text("out.xml"), "old");
}
