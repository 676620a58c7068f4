//! `document report`.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use crate::support::Place;

const ROLLUP: &str =
    "rollup bom.csv --declarations declarations --format json --as-of 2026-11-22 -o report.json";

fn place() -> Place {
    let place = Place::with_board();
    place.run(ROLLUP);
    place
}

fn member(workbook: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_page_is_made_of_a_report() {
    let place = place();
    place.run("document report report.json -o en.html").exits(0);
    place.run("document report report.json --lang zh --to html -o zh.html").exits(0);
    assert!(place.text("en.html").contains("<h1>Report on regulated substances</h1>"));
    assert!(place.text("zh.html").contains("<h1>受管控物质评定报告</h1>"));
    let printed = place.run("document report report.json").exits(0);
    assert_eq!(printed.out(), place.text("en.html"));
    let sent = place.feed(&place.read("report.json"), "document report - --product BOARD -o -");
    assert!(sent.exits(0).out().contains("BOARD"));
}

#[test]
fn a_changed_byte_of_the_report_changes_the_page() {
    let place = place();
    let first = place.run("document report report.json").exits(0).out();
    let mut bytes = place.read("report.json");
    bytes.push(b' ');
    place.write("report.json", bytes);
    assert_ne!(place.run("document report report.json").exits(0).out(), first);
}

#[test]
fn a_workbook_opens_and_is_the_same_each_time() {
    let place = place();
    place.run("document report report.json --to xlsx -o a.xlsx").exits(0);
    place.run("document report report.json --to xlsx -o b.xlsx").exits(0);
    let book = place.read("a.xlsx");
    assert_eq!(book, place.read("b.xlsx"));
    let index = member(&book, "xl/workbook.xml");
    for sheet in ["Overview", "Findings", "Entries", "Substances", "Parts", "Inputs", "About"] {
        assert!(index.contains(&format!("name=\"{sheet}\"")), "{sheet}");
    }
    assert!(member(&book, "xl/worksheets/sheet1.xml").contains("<autoFilter ref=\"A2:"));
    assert!(member(&book, "xl/worksheets/sheet1.xml").contains("BOARD"));
}

#[test]
fn a_workbook_is_no_declaration() {
    let place = place();
    place.run("document report report.json --to xlsx -o declarations/report.xlsx").exits(0);
    let before = place.json("report.json");
    place.run(ROLLUP);
    let after = place.json("report.json");
    assert_eq!(before["products"], after["products"]);
}

#[test]
fn what_is_no_report_or_no_product_is_refused() {
    let place = place();
    place
        .run("document report report.json --product BORD -o none.html")
        .exits(2)
        .says("product `BORD` is not in the report; it holds BOARD");
    place.run("document report bom.csv -o none.html").exits(2).says("bom.csv");
    place.run("document report report.json -o report.json").exits(2);
    assert!(!place.exists("none.html"));
}
