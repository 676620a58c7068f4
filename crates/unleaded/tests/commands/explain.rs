//! `explain`: from a report to the reasons and what would change them.

use serde_json::Value;

use crate::json::{strict, valid};
use crate::support::{Place, Ran, TODAY, fixture};

/// The bill of materials and the declarations of the demo.
pub(crate) fn with_demo() -> Place {
    let place = Place::new();
    place.copy("demo/bom.csv", "bom.csv");
    for folder in ["demo/declarations", "demo/tables"] {
        for entry in fixture(folder).read_dir().unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            place.copy(&format!("{folder}/{name}"), &format!("declarations/{name}"));
        }
    }
    place
}

/// The demo's report on its two products.
fn demo() -> Place {
    let place = with_demo();
    let line = "rollup bom.csv --declarations declarations --format json -o report.json";
    place.run(&format!("{line} --as-of {TODAY}")).exits(1);
    place
}

fn explained(place: &Place, options: &str) -> Value {
    let value = place.run(&format!("explain report.json {options} --format json")).exits(0).json();
    valid("explanation-v1.schema.json", &value);
    strict("explanation-v1.schema.json", &value);
    value
}

fn findings(value: &Value) -> Vec<&Value> {
    let verdicts = value["verdicts"].as_array().unwrap();
    verdicts.iter().flat_map(|verdict| verdict["findings"].as_array().unwrap()).collect()
}

#[test]
fn every_verdict_is_explained_in_json() {
    let place = demo();
    let value = explained(&place, "");
    let report = place.json("report.json");
    let count = |value: &Value, list: &str| -> usize {
        let of = |v: &Value| v[list].as_array().map_or(0, Vec::len);
        value.as_array().unwrap().iter().map(of).sum()
    };
    assert_eq!(value["verdicts"].as_array().unwrap().len(), count(&report["products"], "verdicts"));
    for finding in findings(&value) {
        let is_compliant = finding["status"] == "compliant";
        assert!(is_compliant || !finding["changes"].as_array().unwrap().is_empty(), "{finding:#}");
        assert_eq!(finding["margin"].is_null(), finding["limit_ppm"].is_null());
    }
}

#[test]
fn a_finding_over_the_limit_says_by_how_much() {
    let place = demo();
    let value = explained(&place, "--product PHONE-1 --rules eu-rohs --entry Pb --part CR0402");
    let found = findings(&value);
    let [film] = found[..] else { panic!("{value:#}") };
    assert_eq!(film["margin"]["times_limit"], serde_json::json!({"low": "200", "high": "200"}));
    assert_eq!(film["margin"]["over_by_ppm"]["low"], "199000");
    assert_eq!(film["permits"]["id"], "7(c)-I");
    let ends = &film["changes"][0];
    assert_eq!((&ends["change"], &ends["date"]), (&"exemption-ends".into(), &"2027-07-01".into()));
    let line = "explain report.json --product PHONE-1 --rules eu-rohs --part CR0402";
    place
        .run(line)
        .exits(0)
        .prints("200 times the limit")
        .prints("over by 199000 ppm")
        .prints("└ Resistive Element")
        .prints("last day 2027-06-30")
        .prints("What would change this");
    place
        .run(&format!("--lang zh {line}"))
        .exits(0)
        .prints("超出 199000 ppm")
        .prints("什么会改变此结果");
}

#[test]
fn what_is_missing_is_named() {
    let place = demo();
    let value = explained(&place, "--product PHONE-1 --rules eu-rohs --part 'BUK7S1R5-40H'");
    let found = findings(&value);
    assert_eq!(found.len(), 1, "{value:#}");
    let change = &found[0]["changes"][0];
    assert_eq!((&change["change"], &change["part"]), (&"declare".into(), &"BUK7S1R5-40H".into()));
}

#[test]
fn a_compliant_verdict_says_what_it_rests_on() {
    let place = demo();
    let value = explained(&place, "--product MONITOR-19 --rules china-rohs");
    let verdict = &value["verdicts"][0];
    assert_eq!(verdict["status"], "compliant");
    assert!(!verdict["entries"].as_array().unwrap().is_empty());
    assert!(!verdict["rests_on"]["statements"].as_array().unwrap().is_empty(), "{verdict:#}");
    assert_eq!(verdict["changes"][0]["change"], "rules-change");
    let ran = place.run("explain report.json --product MONITOR-19 --rules china-rohs").exits(0);
    ran.prints("Nearest to the limit").prints("What it rests on").prints("EUROHS-1907");
}

#[test]
fn a_substance_is_found_by_number_and_by_name() {
    let place = demo();
    let by_number = explained(&place, "--substance 7439-92-1");
    let by_name = explained(&place, "--substance lead");
    assert!(by_number["verdicts"] == by_name["verdicts"], "a number and its names are one");
    assert!(findings(&by_number).iter().any(|f| f["entry"] == "Pb"));
}

#[test]
fn a_bound_of_the_undisclosed_is_computed() {
    let place = Place::with_board();
    // 500 ppm are not disclosed: only cadmium may be over its limit of 100 ppm.
    let parts = place.text("declarations/parts.csv").replace("7631-86-9,4,", "7631-86-9,3.95,");
    place.write("declarations/parts.csv", parts);
    let line = "rollup bom.csv --declarations declarations --closure-tolerance 0.01";
    place.run(&format!("{line} --as-of {TODAY} --format json -o report.json")).exits(1);
    let value = explained(&place, "--rules eu-rohs");
    let found = findings(&value);
    let [cadmium] = found[..] else { panic!("{value:#}") };
    let change = &cadmium["changes"][0];
    assert_eq!((&cadmium["entry"], &change["change"]), (&"Cd".into(), &"disclose".into()));
    assert_eq!((&change["subject"], &change["at_most_ppm"]), (&"500".into(), &"100".into()));
    assert_eq!(change["becomes"], "compliant");
    let ran = place.run("explain report.json --rules eu-rohs").exits(0);
    ran.prints("may be over by up to 400 ppm").prints("5 times the limit");
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    let place = demo();
    let refused = |options: &str| -> Ran {
        place.run(&format!("explain report.json {options} -o out.txt")).exits(2)
    };
    refused("--product PHONE").says("no product `PHONE`").says("PHONE-1");
    refused("--rules eu-rosh").says("no rule set").says("eu-rohs");
    refused("--entry Unobtainium").says("no entry `Unobtainium`");
    refused("--substance 1-2-3").says("no substance");
    refused("--part CR0403").says("no part `CR0403`").says("CR0402");
    assert!(!place.exists("out.txt"));
    place.write("other.json", "{}");
    place.run("explain other.json").exits(2);
    place.run("explain report.json -o report.json").exits(2);
    let report = place.read("report.json");
    place.feed(&report, "explain - --rules eu-rohs").exits(0).prints("PHONE-1");
}
