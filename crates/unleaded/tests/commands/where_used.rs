//! `where-used`: from a substance, an entry, a part or a document to every product.

use serde_json::Value;

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::support::{Place, TODAY};

fn found(place: &Place, options: &str) -> Value {
    let line = "where-used bom.csv --declarations declarations --format json";
    let value = place.run(&format!("{line} --as-of {TODAY} {options}")).exits(0).json();
    valid("where-used-v1.schema.json", &value);
    strict("where-used-v1.schema.json", &value);
    value
}

fn products(value: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let products = value["products"].as_array().unwrap();
    products.iter().map(|p| (text(&p["part"]), text(&p["certainty"]))).collect()
}

#[test]
fn every_kind_of_question_is_answered_in_json() {
    let place = with_demo();
    let both = |a: &str, b: &str| {
        [("MONITOR-19", a), ("PHONE-1", b)].map(|(p, c)| (p.to_owned(), c.to_owned())).to_vec()
    };
    let lead = found(&place, "--substance 7439-92-1");
    assert_eq!(products(&lead), both("surely", "surely"));
    let gap = found(&place, "--substance 7439-97-6");
    assert_eq!(products(&gap), both("possibly", "possibly"), "mercury may be in what is open");
    let entry = found(&place, "--entry Pb");
    assert_eq!(entry["products"][1]["statuses"][0]["status"], "non-compliant");
    let part = found(&place, "--part CR0402");
    let path = part["products"].as_array().unwrap().last().unwrap();
    assert_eq!(path["surely"]["shown"][0].as_array().unwrap().last().unwrap(), "CR0402");
    assert!(path["mass_mg"].is_null());
    let document = found(&place, "--document cr0402.csv");
    assert_eq!(document["asked"]["key"].as_str().unwrap().len(), 64);
    assert_eq!(document["holders"][0]["part"], "CR0402");
}

#[test]
fn people_read_it_in_both_languages() {
    let place = with_demo();
    let line =
        format!("where-used bom.csv --declarations declarations --as-of {TODAY} --part CR0402");
    place.run(&line).exits(0).prints("PHONE-1").prints("holds it").prints("> CR0402");
    place.run(&format!("--lang zh {line}")).exits(0).prints("含有");
}

#[test]
fn what_is_not_known_or_not_asked_is_refused() {
    let place = with_demo();
    let line = format!("where-used bom.csv --declarations declarations --as-of {TODAY} -o out");
    place.run(&format!("{line} --part CR0403")).exits(2).says("no part `CR0403`").says("CR0402");
    place.run(&format!("{line} --substance Unobtainium")).exits(2).says("no substance");
    let odd = line.replace("-o out", "-o odd");
    place.run(&format!("{odd} --substance 7439-92-2")).says("it would be `7439-92-1`");
    place.run(&line).exits(2);
    place.run(&format!("{line} --part A --entry Pb")).exits(2);
    place.run("where-used none.csv --declarations declarations --part A").exits(2).says("none.csv");
    assert!(!place.exists("out"));
}

#[test]
fn a_part_of_no_product_asked_for_is_a_no() {
    let place = with_demo();
    let line = format!("where-used bom.csv --declarations declarations --as-of {TODAY}");
    place.run(&format!("{line} --product MONITOR-19 --part CR0402")).exits(1).prints("not in 1");
}
