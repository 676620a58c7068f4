//! `convert`: formats, classes, without the supplier, many at once.

use crate::json::{strict, valid};
use crate::support::{Place, fixture_text};

const TABLE: &str = "maker,part,total_mass,total_mass_unit,material,substance,cas,mass_pct_of_material\n\
    Supplier A,RC-1,2,mg,Body,Copper,7440-50-8,99\nSupplier A,RC-1,2,mg,Body,Lead,7439-92-1,1\n\
    Supplier A,RC/2,1,mg,Body,Proprietary,,100\n";

fn place() -> Place {
    let place = Place::new();
    place.write("parts.csv", TABLE);
    place
}

#[test]
fn every_format_reads_back() {
    let place = place();
    place.run("convert parts.csv --to ipc1752a -o a.xml").exits(0).says("written: a.xml");
    place.run("convert a.xml --to csv -o b.csv").exits(0);
    place.run("convert b.csv --to xlsx -o c.xlsx").exits(0);
    place.run("convert c.xlsx --to ipc1752a -o d.xml").exits(0);
    assert_eq!(place.text("a.xml"), place.text("d.xml"));
    for file in ["a.xml", "b.csv", "c.xlsx"] {
        place.run(&format!("check {file}")).exits(0).prints("2 parts, 0 errors");
    }
    let piped = place.feed(TABLE.as_bytes(), "convert - --to ipc1752a").exits(0).out();
    assert_eq!(piped, place.text("a.xml"));
}

#[test]
fn what_is_lost_is_told_item_by_item() {
    let place = place();
    place.copy("ipc1752/valid-class-c.xml", "c.xml");
    let ran = place.run("convert c.xml --to csv -o c.csv --format json").exits(0);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let value = ran.json();
    valid("conversion-v1.schema.json", &value);
    strict("conversion-v1.schema.json", &value);
    let losses = value["files"][0]["losses"].as_array().unwrap();
    assert!(!losses.is_empty(), "{value:#}");
    assert!(losses.iter().any(|lost| lost["places"][0]["line"].is_u64()), "{losses:#?}");
    place.run("convert c.xml --to csv -o c.csv").exits(0).says("warning[write-loss]");
    place.run("--lang zh convert c.xml --to csv -o c.csv").exits(0).says("此格式无法表达");
    // Two documents on one stream would be neither.
    place.run("convert c.xml --to csv --format json").exits(2).says("-o");
}

#[test]
fn a_list_is_answered_from_the_composition() {
    let place = place();
    let line = "convert parts.csv --to ipc1752a --class c --list EUROHS-1907 -o c.xml";
    place.run(line).exits(0).says("warning[entry-open]").says("RC/2");
    let text = place.text("c.xml");
    assert!(text.contains("name=\"C\"") && !text.contains("HomogeneousMaterial"), "{text}");
    assert_eq!(text.matches("overThreshold=\"true\"").count(), 1);
    assert_eq!(text.matches("overThreshold=\"false\"").count(), 9);
    place.run("check c.xml").exits(0);
    let value = place.run(&format!("{line} --format json")).exits(0).json();
    valid("conversion-v1.schema.json", &value);
    let open = value["files"][0]["losses"].as_array().unwrap();
    let open: Vec<_> = open.iter().filter(|lost| lost["code"] == "entry-open").collect();
    assert_eq!(open[0]["what"], "EUROHS-1907");
    assert!(open[0]["value"].as_str().unwrap().contains("Mercury"));
    for refused in ["--class C", "--list EUROHS-1907", "--class C --list EUREACH-9999"] {
        place.run(&format!("convert parts.csv --to ipc1752a {refused}")).exits(2);
    }
}

#[test]
fn the_supplier_is_hidden_and_the_kinds_are_told() {
    let place = place();
    let line = "convert parts.csv --to ipc1752a --strip supplier --supplier 'Brand B' -o out.xml";
    place.run(line).exits(0).says("hidden: makers of parts (2)");
    let text = place.text("out.xml");
    assert!(!text.contains("Supplier A") && text.contains("Brand B"), "{text}");
    let value = place.run(&format!("{line} --format json")).exits(0).json();
    valid("conversion-v1.schema.json", &value);
    assert_eq!(value["files"][0]["hidden"][0]["kind"], "maker");
    place.run(&format!("--lang zh {line}")).exits(0).says("已隐藏：部件制造商");
    place.write("tells.csv", TABLE.replace("RC-1", "supplier a 1"));
    place
        .run("convert tells.csv --to csv --strip supplier -o tells.out")
        .exits(1)
        .says("error[number-tells]");
    assert!(!place.exists("tells.out"));
}

#[test]
fn many_documents_at_once() {
    let place = place();
    place.write("in/one.csv", TABLE);
    place.write("in/two.csv", TABLE.replace("RC", "RD"));
    place.write("in/bad.csv", TABLE.replace(",99\n", ",much\n"));
    let value = place.run("convert in --to ipc1752a -o out/ --format json").exits(1).json();
    valid("conversion-v1.schema.json", &value);
    assert_eq!(place.names("out"), ["one.xml", "two.xml"]);
    assert_eq!(value["files"][0]["written"].as_array().unwrap().len(), 0);
    place.run("convert parts.csv --to ipc1752a --split -o parts/").exits(0);
    assert_eq!(place.names("parts"), ["RC-1.xml", "RC_2.xml"]);
    // Nothing is written over, and no two go to one file.
    place.run("convert in/one.csv in/two.csv --to ipc1752a -o one.xml").exits(2).says("-o FOLDER/");
    place.run("convert in/one.csv parts.csv in/one.csv --to csv -o x/").exits(2).says("both");
    place.run("convert in --to csv -o in/").exits(2);
    place.write("clash.csv", format!("{TABLE}Supplier A,RC_2,1,mg,Body,Copper,7440-50-8,100\n"));
    place.run("convert clash.csv --to csv --split -o clash/").exits(2).says("RC_2");
    assert!(place.names("clash").is_empty());
    place.run("convert in/one.csv missing.csv --to csv -o y/").exits(2).says("missing.csv");
    assert_eq!(place.names("y"), ["one.csv"]);
}

#[test]
fn an_error_writes_nothing() {
    let place = Place::new();
    place.write("bad.xml", fixture_text("ipc1752/invalid-number-malformed--decimal-comma.xml"));
    for to in ["ipc1752a", "csv", "xlsx"] {
        let ran = place.run(&format!("convert bad.xml --to {to}")).exits(1);
        assert!(ran.out.is_empty());
        place.run(&format!("convert bad.xml --to {to} -o out")).exits(1);
        assert!(!place.exists("out"));
    }
}

/// What is written is checked without a remark, also where the supplier withholds a number; a sum that is a range is told as one.
#[test]
fn what_convert_writes_raises_nothing_that_was_not_there() {
    let place = Place::new();
    let head = "part,material,substance,cas,share (%)\n";
    place.write(
        "a.csv",
        format!("{head}A-1,Alloy,Tin,7440-31-5,95\nA-1,Alloy,Filler,Proprietary,5\n"),
    );
    place.run("convert a.csv --to ipc1752a -o a.xml").exits(0);
    let ran = place.run("check a.xml").exits(0);
    assert_eq!(ran.err, "");
    place.write("b.csv", format!("{head}B-1,Alloy,Tin,7440-31-5,4-5\n"));
    place.run("check b.csv").exits(0).says("sum to 4–5 %");
}
