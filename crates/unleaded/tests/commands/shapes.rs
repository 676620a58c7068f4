//! Bills of materials of extreme shapes: what comes out is right, and a report grows with what there is, not with the square of it.

use std::fmt::Write as _;

use serde_json::Value;

use crate::json::valid;
use crate::support::{Place, Ran, TODAY};

const HEAD: &str = "part,material,substance,cas,mass,unit\n";

/// A part of 1 mg, 3 % of it lead.
fn declared(part: &str) -> String {
    format!("{part},Wire,Lead,7439-92-1,0.03,mg\n{part},Wire,Copper,7440-50-8,0.97,mg\n")
}

fn place(lines: &str, parts: &[&str]) -> Place {
    let place = Place::new();
    place.write("bom.csv", format!("parent,child,quantity\n{lines}"));
    let rows: String = parts.iter().map(|part| declared(part)).collect();
    place.write("declarations/parts.csv", format!("{HEAD}{rows}"));
    place
}

fn rolled(place: &Place, options: &str) -> Ran {
    let line = "rollup bom.csv --declarations declarations --format json";
    place.run(&format!("{line} --as-of {TODAY} {options}"))
}

fn lead(product: &Value) -> &Value {
    let substances = product["substances"].as_array().unwrap();
    substances.iter().find(|substance| substance["cas"] == "7439-92-1").unwrap()
}

/// So many diamonds on top of each other: each doubles the number of ways.
fn diamonds(count: u32) -> String {
    let mut lines = String::new();
    for at in 0..count {
        let next = at + 1;
        writeln!(lines, "D{at},A{at},1\nD{at},B{at},1\nA{at},D{next},1\nB{at},D{next},1").unwrap();
    }
    lines
}

#[test]
fn a_hundred_thousand_levels() {
    let mut lines = String::new();
    for level in 0..100_000 {
        writeln!(lines, "P{level},P{},1", level + 1).unwrap();
    }
    let place = place(&lines, &["P100000"]);
    let ran = rolled(&place, "").exits(1);
    let report = ran.json();
    let [product] = &report["products"].as_array().unwrap()[..] else { panic!("one product") };
    assert_eq!(lead(product)["mass_mg"]["low"], "0.03");
    assert_eq!(product["coverage"]["parts"], serde_json::json!({"declared": 1, "total": 1}));
    let worst = lead(product)["worst_at"].as_array().unwrap();
    // The first 32, how many are left out, the last 31, and the material.
    assert_eq!((worst.len(), &worst[0], &worst[63]), (65, &"P0".into(), &"P100000".into()));
    assert_eq!(worst[32], "… 99938 …");
    assert!(ran.out.len() < 100_000, "{} bytes", ran.out.len());
    let line = format!("where-used bom.csv --declarations declarations --as-of {TODAY}");
    place.run(&format!("{line} --part P100000")).exits(0).prints("P100000");
}

#[test]
fn more_ways_than_can_be_counted() {
    // 2^60 pieces of 0.03 mg.
    let report = rolled(&place(&diamonds(60), &["D60"]), "").exits(1).json();
    assert_eq!(lead(&report["products"][0])["mass_mg"]["low"], "34587645138205409.28");
    // 2^400 pieces are more than can be weighed: that is told, and nothing is wrapped.
    let many = place(&diamonds(400), &["D400"]);
    rolled(&many, "-o report.json").exits(2).says("error[amount-overflow]").says("`D0`");
    assert!(!many.exists("report.json"));
}

#[test]
fn each_diamond_inside_a_declared_whole_is_told_once() {
    let whole = place(&diamonds(300), &["D0"]);
    let ran = rolled(&whole, "--rules eu-rohs").exits(1);
    let report = ran.json();
    let product = &report["products"][0];
    assert_eq!(lead(product)["mass_mg"]["low"], "0.03", "the masses of its parts are in its own");
    assert_eq!(product["verdicts"][0]["status"], "non-compliant");
    assert!(ran.out.len() < 2_000_000, "{} bytes", ran.out.len());
}

#[test]
fn what_is_common_to_all_entries_is_told_once_of_each_of_many_children() {
    const CHILDREN: usize = 2_000;
    let mut lines = String::new();
    for child in 0..CHILDREN {
        writeln!(lines, "STAR,C{child},1").unwrap();
    }
    let place = place(&lines, &["C7"]);
    let ran = rolled(&place, "").exits(1);
    let report = ran.json();
    valid("report-v1.schema.json", &report);
    let product = &report["products"][0];
    let parts = product["parts"].as_array().unwrap();
    assert_eq!(parts.len(), CHILDREN);
    let svhc = |part: usize| {
        let statuses = parts[part]["statuses"].as_array().unwrap();
        let status = statuses.iter().find(|status| status["rule_set"] == "reach-svhc").unwrap();
        status["entries"].clone()
    };
    assert_eq!(svhc(8), serde_json::json!({"*": "unknown"}));
    assert_eq!(svhc(7), serde_json::json!({"7439-92-1 Lead": "declare"}));
    let restricted = parts[8]["statuses"][0]["entries"].as_object().unwrap();
    assert_eq!((restricted.len(), &restricted["Pb"]), (10, &"unknown".into()), "each by name");
    assert!(ran.out.len() < CHILDREN * 5_000, "{} bytes", ran.out.len());
    // What `*` stands for can still be asked for.
    assert!(report["entries"]["reach-svhc"].as_array().unwrap().len() > 200);
    place.write("report.json", &ran.out);
    let cadmium = "explain report.json --rules reach-svhc --entry '10124-36-4' --part C8";
    place.run(cadmium).exits(0).prints("no usable declaration");
    place.run(&cadmium.replace("10124-36-4", "7440-50-8")).exits(2).says("the report has no entry");
    // The workbook says it in words.
    place.run("document report report.json --to xlsx -o report.xlsx").exits(0);
}

#[test]
fn a_product_that_is_a_part_of_another() {
    let place = place("RACK,BOARD,3\nBOARD,R-1,2\nRACK,R-1,1\n", &["R-1"]);
    let ran = rolled(&place, "--product RACK --product BOARD --product R-1").exits(1);
    let report = ran.json();
    let products = report["products"].as_array().unwrap();
    let masses: Vec<&str> =
        products.iter().map(|p| lead(p)["mass_mg"]["low"].as_str().unwrap()).collect();
    assert_eq!(masses, ["0.21", "0.06", "0.03"]);
}
