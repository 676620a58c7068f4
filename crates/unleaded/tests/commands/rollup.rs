//! The options of `rollup`.

use serde_json::Value;

use crate::support::{Place, Ran, TODAY};

const LINE: &str = "rollup bom.csv --declarations declarations --format json";

/// Rolls the board up as of the day of the tests, unless `options` name another.
pub(crate) fn run(place: &Place, options: &str) -> Ran {
    let date = if options.contains("--as-of") { String::new() } else { format!("--as-of {TODAY}") };
    place.run(&format!("{LINE} {options} {date}"))
}

fn sets(report: &Value) -> Vec<String> {
    let verdicts = report["products"][0]["verdicts"].as_array().unwrap();
    verdicts.iter().map(|v| v["rule_set"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_product_can_be_chosen() {
    let place = Place::with_board();
    place.write("bom.csv", "parent,child,quantity\nBOARD,R-1,2\nRACK,BOARD,3\n");
    let parts = |ran: &Ran| -> Vec<Value> {
        ran.json()["products"].as_array().unwrap().iter().map(|p| p["part"].clone()).collect()
    };
    assert_eq!(parts(&run(&place, "").exits(0)), ["RACK"]);
    assert_eq!(parts(&run(&place, "--product BOARD --product RACK").exits(0)), ["BOARD", "RACK"]);
    let ran = run(&place, "--product BORD -o report.json").exits(2).says("`BORD`");
    assert!(ran.err.contains("BOARD?"), "a near miss is suggested: {}", ran.err);
    assert!(!place.exists("report.json"));
    let twice = run(&place, "--product BOARD --product BOARD");
    assert_eq!(parts(&twice.exits(0)), ["BOARD"], "a product is reported once");
}

#[test]
fn rule_sets_can_be_chosen() {
    let place = Place::with_board();
    assert_eq!(sets(&run(&place, "").exits(0).json()), ["eu-rohs", "china-rohs", "reach-svhc"]);
    let ran = run(&place, "--rules reach-svhc --rules eu-rohs --rules reach-svhc").exits(0);
    assert_eq!(sets(&ran.json()), ["reach-svhc", "eu-rohs"]);
    run(&place, "--rules prop65").exits(2).says("eu-rohs").says("reach-svhc");
    let report = run(&place, "--rules eu-rohs").exits(0);
    place.write("report.json", &report.out);
    let ran = place.run("document china-rohs-table report.json --product BOARD");
    ran.exits(2).says("`china-rohs`").says("--rules china-rohs");
}

#[test]
fn a_category_is_recorded() {
    let place = Place::with_board();
    let default = run(&place, "").exits(0).json();
    assert_eq!(default["options"]["eu_rohs_category"], "3");
    let ran = run(&place, "--category eu-rohs=9-industrial").exits(0).json();
    assert_eq!(ran["options"]["eu_rohs_category"], "9-industrial");
    run(&place, "--category eu-rohs=12").exits(2).says("9-industrial");
    run(&place, "--category 9-industrial").exits(2).says("eu-rohs=");
}

#[test]
fn the_basis_must_be_allowed_on_the_date() {
    let place = Place::with_board();
    let basis = |ran: Ran| ran.json()["options"]["china_basis"].clone();
    assert_eq!(basis(run(&place, "--as-of 2025-11-19").exits(0)), "GB/T 26572-2011");
    let old = "--china-basis 'GB/T 26572-2011'";
    let ran = run(&place, &format!("{old} --as-of 2030-01-01 -o report.json")).exits(2);
    ran.says("[china-basis]").says("2030-01-01").says("GB 26572-2025").says("help: ");
    assert!(!place.exists("report.json"));
    run(&place, "--china-basis GB2006").exits(2).says("`GB2006`").says("allowed");
    assert_eq!(
        basis(run(&place, &format!("{old} --as-of 2025-11-19")).exits(0)),
        "GB/T 26572-2011"
    );
    let item = run(&place, "--china-item 2018-1/9").exits(0).json();
    assert_eq!(item["options"]["china_item"], "2018-1/9");
}

#[test]
fn the_closure_tolerance_decides_what_is_undisclosed() {
    let place = Place::with_board();
    let parts = place.text("declarations/parts.csv").replace("7631-86-9,4,", "7631-86-9,3,");
    place.write("declarations/parts.csv", parts);
    run(&place, "").exits(1);
    let ran = run(&place, "--closure-tolerance 1").exits(0).json();
    assert_eq!(ran["options"]["closure_tolerance_percent"], "1");
    run(&place, "--closure-tolerance 0.99").exits(1);
    run(&place, "--closure-tolerance a").exits(2).says("0.5");
}

/// A placeholder stays undisclosed under either policy; the policy is in the report.
#[test]
fn the_disclosure_policy_is_recorded() {
    let place = Place::with_board();
    let policy =
        |options: &str| run(&place, options).json()["options"]["disclosure_policy"].clone();
    assert_eq!(policy(""), "strict");
    assert_eq!(policy("--trust-full-disclosure"), "trust-full");
}

#[test]
fn what_is_not_there_is_told() {
    let place = Place::with_board();
    let rollup = |bom: &str, folder: &str| {
        let ran = place.run(&format!("rollup {bom} --declarations {folder} -o report.json"));
        assert!(!place.exists("report.json"));
        ran.exits(2).says("help: ")
    };
    rollup("bom.csv", "none").says("`none` can't be read");
    rollup("bom.csv", "bom.csv").says("`bom.csv` can't be read");
    rollup("none.csv", "declarations").says("`none.csv` can't be read");
    rollup("declarations", "declarations").says("it is a folder");
    place
        .run("rollup bom.csv --declarations declarations --trust none.json")
        .exits(2)
        .says("none.json");
    std::fs::create_dir(place.path("empty")).unwrap();
    place.run("rollup bom.csv --declarations empty").exits(1).says("[declaration-missing]");
}

#[test]
fn one_file_that_cannot_be_read_does_not_stop_the_rest() {
    let place = Place::with_board();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere.xml", place.path("declarations/dangling.xml")).unwrap();
    let ran = run(&place, "").exits(1).says("[file-inaccessible]").says("dangling.xml");
    assert_eq!(ran.json()["products"][0]["status"], "compliant");
}

#[test]
fn the_width_of_the_text_follows_the_terminal() {
    let place = Place::with_board();
    let width = |columns: &str| {
        let line = "rollup bom.csv --declarations declarations --as-of 2026-11-22";
        let ran = Ran::of(line, place.command(line).env("COLUMNS", columns).output().unwrap());
        ran.exits(0).out().lines().map(|l| l.chars().count()).max().unwrap()
    };
    assert_eq!(width("80"), 80);
    assert_eq!(width("100"), 100);
    assert_eq!(width("5000"), 120);
    assert_eq!(width("nonsense"), 100);
}
