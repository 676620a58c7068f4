//! `document status`: whether documents still hold.

use serde_json::Value;

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::own_lists::board;
use crate::support::{Place, TODAY};

const ROLLUP: &str = "rollup bom.csv --declarations declarations --format json --as-of 2026-11-22";
const GIVEN: &str = "--bom bom.csv --declarations declarations --as-of 2026-11-22";

/// The demo with a report and every kind of document that can be made of it.
fn place() -> Place {
    let place = with_demo();
    place.run(&format!("{ROLLUP} -o report.json"));
    for line in [
        "china-rohs-table report.json --product PHONE-1 -o made/table.html",
        "china-rohs-table report.json --product PHONE-1 --to text -o made/table.txt",
        "technical-file report.json --product PHONE-1 -o made/file.html",
        "technical-file report.json --product PHONE-1 --to csv -o made/file.csv",
        "report report.json -o made/report.html",
        "report report.json --lang zh --product PHONE-1 -o made/phone.html",
    ] {
        std::fs::create_dir_all(place.path("made")).unwrap();
        let ran = place.run(&format!("document {line}"));
        assert!(ran.code < 2, "{}", ran.err);
    }
    place
}

fn found(place: &Place, options: &str, exit: i32) -> Value {
    let value = place.run(&format!("document status {options} --format json")).exits(exit).json();
    valid("document-status-v1.schema.json", &value);
    strict("document-status-v1.schema.json", &value);
    for document in value["documents"].as_array().unwrap() {
        assert!(document["altered"].is_null());
        assert_eq!(document["state"] == "unknown", !document["reason"].is_null(), "{document:#}");
    }
    value
}

fn states(value: &Value) -> Vec<&str> {
    let documents = value["documents"].as_array().unwrap();
    documents.iter().map(|document| document["state"].as_str().unwrap()).collect()
}

fn changes(value: &Value) -> &[Value] {
    value["documents"][0]["changes"].as_array().unwrap()
}

#[test]
fn every_form_is_current_until_something_changes() {
    let place = place();
    for given in [GIVEN, &format!("--report report.json --as-of {TODAY}")] {
        let value = found(&place, &format!("made {given}"), 0);
        assert_eq!(states(&value), ["current"; 6], "{value:#}");
    }
    let value = found(&place, &format!("made --as-of {TODAY}"), 1);
    assert_eq!(states(&value), ["unknown"; 6]);
    assert_eq!(value["documents"][0]["reason"], "too-little-given");
    let all = place.run(&format!("document status made {GIVEN}")).exits(0);
    let all = all.prints("✓ made/file.csv: current").prints("report, as of 2026-11-22");
    all.prints("technical-file of PHONE-1, as of 2026-11-22").prints("not signed");
}

#[test]
fn a_mark_says_what_it_was_made_from() {
    let place = Place::with_board();
    place.run(&format!("{ROLLUP} -o report.json"));
    let mark = "document efup-mark report.json --product BOARD -o mark.svg";
    place.run(mark).exits(0);
    assert_eq!(states(&found(&place, &format!("mark.svg {GIVEN}"), 0)), ["current"]);
    let line = format!("document status - {GIVEN}");
    place.feed(&place.read("mark.svg"), &line).exits(0).prints("✓ -: current");
}

#[test]
fn a_changed_declaration_is_named_with_its_file_and_part() {
    let place = place();
    let old = place.text("declarations/cr0402.csv");
    place.write("declarations/cr0402.csv", format!("{old}\n"));
    let value = found(&place, &format!("made/table.html {GIVEN}"), 1);
    let hows: Vec<&str> = changes(&value).iter().map(|c| c["how"].as_str().unwrap()).collect();
    assert_eq!(hows, ["removed", "added"], "{value:#}");
    let value = found(&place, &format!("made/table.html {GIVEN} --report report.json"), 1);
    let [change] = changes(&value) else { panic!("{value:#}") };
    assert_eq!((&change["what"], &change["how"]), (&"declaration".into(), &"changed".into()));
    assert_eq!(change["files"], serde_json::json!(["declarations/cr0402.csv"]));
    assert_eq!(change["parts"], serde_json::json!(["CR0402"]));
    let line = format!("document status made/table.html {GIVEN} --report report.json");
    place.run(&line).exits(1).prints("declaration changed: ").prints("cr0402.csv, part CR0402");
    place.run(&format!("--lang zh {line}")).exits(1).prints("已过时").prints("声明有变化");
}

#[test]
fn everything_else_that_changes_is_named() {
    let place = place();
    let of = |options: &str| {
        let value = found(&place, &format!("made/table.html {options}"), 1);
        assert_eq!(states(&value), ["stale"], "{value:#}");
        changes(&value).to_vec()
    };
    place.write("other.csv", format!("{}\n", place.text("bom.csv")));
    let bom = of(&format!("--bom other.csv --declarations declarations --as-of {TODAY}"));
    assert_eq!(bom[0]["what"], "bom");
    place.write("decisions.toml", "");
    let decided = of(&format!("{GIVEN} --decisions decisions.toml"));
    assert_eq!((&decided[0]["what"], &decided[0]["then"]), (&"decisions".into(), &Value::Null));
    place.run(&format!("{} -o later.json", ROLLUP.replace("11-22", "12-01")));
    let later = of(&format!("--report later.json --as-of {TODAY}"));
    let what: Vec<&str> = later.iter().map(|change| change["what"].as_str().unwrap()).collect();
    assert_eq!(what, ["report", "as-of"]);
    let holds = "\"holds_until\":";
    let table = place.text("made/table.html");
    let (before, after) = table.split_once(holds).unwrap();
    let after = after.split_once('}').unwrap().1;
    place.write("made/table.html", format!("{before}{holds}\"2026-11-21\"}}{after}"));
    let ended = of(&format!("--report report.json --as-of {TODAY}"));
    assert_eq!(
        (&ended[0]["what"], &ended[0]["holds_until"]),
        (&"ended".into(), &"2026-11-21".into())
    );
    let line = format!("document status made/table.html --report report.json --as-of {TODAY}");
    place.run(&line).exits(1).prints("it held until 2026-11-21");
}

#[test]
fn a_list_of_another_edition_is_named_with_both() {
    let place = place();
    let table = place.text("made/table.html");
    let (before, rest) = table.split_once("\"edition\":\"").unwrap();
    let (edition, after) = rest.split_once('"').unwrap();
    place.write("made/table.html", format!("{before}\"edition\":\"of old\"{after}"));
    let value = found(&place, &format!("made/table.html {GIVEN}"), 1);
    let change = &changes(&value)[0];
    assert_eq!((&change["what"], &change["then"]["edition"]), (&"list".into(), &"of old".into()));
    assert_eq!(change["now"]["edition"], edition);
    place.run(&format!("document status made/table.html {GIVEN}")).exits(1).prints("of old (");
}

#[test]
fn what_says_nothing_or_cannot_be_read_is_told_beside_the_others() {
    let place = place();
    place.run("document report report.json --to xlsx -o made/report.xlsx").exits(0);
    place.write("report.xlsx", b"PK\x03\x04 and nothing of ours");
    place.write("broken.html", r#"{"schema":"unleaded/made-from/v1","document":7}"#);
    let given = format!("--report report.json --as-of {TODAY}");
    let docs = "report.xlsx broken.html made/table.html made/report.xlsx";
    let value = found(&place, &format!("{docs} {given}"), 1);
    assert_eq!(states(&value), ["unknown", "unknown", "current", "current"]);
    assert_eq!(value["documents"][0]["reason"], "absent");
    assert_eq!(value["documents"][1]["reason"], "malformed");
    let value = found(&place, &format!("none.html made/table.html {given}"), 2);
    assert_eq!(
        (states(&value), &value["documents"][0]["reason"]),
        (vec!["unknown", "current"], &"unreadable".into())
    );
    place
        .run(&format!("document status none.html {given}"))
        .exits(2)
        .says("`none.html` can't be read");
    place.run("document status made/table.html --bom none.csv").exits(2).says("none.csv");
    place.run("document status made/table.html --declarations none").exits(2).says("none");
    place.run("document status made/table.html --report bom.csv").exits(2).says("bom.csv");
    place.run("document status - --report -").exits(2).says("`-` is given twice");
    place.run("document status").exits(2);
}

#[test]
fn the_edition_in_force_on_the_day_counts() {
    let place = board();
    for file in ["2026.toml", "2027.toml"] {
        place.copy(&format!("lists/valid--editions/{file}"), &format!("lists/{file}"));
    }
    let rules = "--lists lists --rules acme-restricted";
    place.run(&format!("{ROLLUP} {rules} -o report.json")).exits(1);
    place.run("document report report.json -o made.html").exits(0);
    let given = "made.html --bom bom.csv --declarations declarations";
    let of = |options: &str, exit| found(&place, &format!("{given} {options}"), exit);
    let then = of("--lists lists --as-of 2026-12-31", 0);
    assert_eq!(states(&then), ["current"]);
    let later = of("--lists lists --as-of 2027-01-01", 1);
    let [change, rules] = changes(&later) else { panic!("{later:#}") };
    assert_eq!((&rules["what"], &rules["since"]), (&"rules".into(), &"2027-01-01".into()));
    let edition = |of: &str| change[of]["edition"].as_str().unwrap();
    assert_eq!(
        (&change["what"], edition("then"), edition("now")),
        (&"list".into(), "2026", "2027")
    );
    let gone = of("--as-of 2026-12-31", 1);
    assert_eq!(
        (&changes(&gone)[0]["id"], &changes(&gone)[0]["now"]),
        (&"acme-restricted".into(), &Value::Null)
    );
}
