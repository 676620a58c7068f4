//! Spreadsheets: the template for suppliers, and a table given back with its defects.

use crate::support::{Place, fixture};

const GOOD: &str = "part,material,substance,cas,content,unit\nR-1,Tin,Tin,7440-31-5,100,%\n";
const BAD: &str = "part,material,substance,cas,content,unit\nR-1,Tin,Tin,7440-31-5,15x,%\n";

#[test]
fn a_template_is_written_in_either_language() {
    let place = Place::new();
    place.run("template -o en.xlsx").exits(0).says("written: en.xlsx");
    place.run("--lang zh template -o zh.xlsx").exits(0).says("已写入");
    assert_ne!(place.read("en.xlsx"), place.read("zh.xlsx"));
    let day = "template --as-of 2026-11-22 -o";
    let printed = place.run(&format!("{day} -")).exits(0).out;
    place.run(&format!("{day} same.xlsx")).exits(0);
    assert_eq!(printed, place.read("same.xlsx"), "the same day gives the same bytes");
    for name in ["en.xlsx", "zh.xlsx"] {
        let ran = place.run(&format!("check {name}")).exits(1).says("error[table-empty]");
        assert_eq!(ran.err.matches("error[").count(), 1, "{}", ran.err);
        assert!(!ran.err.contains("warning[") && !ran.err.contains("info["), "{}", ran.err);
    }
    place.run("template").exits(2).says("--output");
}

#[test]
fn a_faulty_table_comes_back_with_its_defects() {
    let place = Place::new();
    place.write("bad.csv", BAD);
    let ran = place.run("check bad.csv --annotate out.xlsx").exits(1).says("written: out.xlsx");
    ran.says("[number-malformed]").prints("bad.csv: 1 part, 1 error");
    // The workbook has the same defects, and is annotated again.
    place.run("check out.xlsx").exits(1).says("[number-malformed]").says("composition!E2");
    place.run("--lang zh check out.xlsx --annotate again.xlsx").exits(1);
    let ran = place.feed(BAD.as_bytes(), "check - --annotate -").exits(1);
    assert!(ran.out.starts_with(b"PK"), "standard output is the workbook alone");
    place.write("good.csv", GOOD);
    place.run("check good.csv --annotate good.xlsx").exits(0);
    place.run("check good.xlsx").exits(0);
}

#[test]
fn a_bad_value_is_quoted_as_it_is_written() {
    let place = Place::new();
    for (cell, told) in [("1-May", "`1-May` is a date"), ("1.2.3 KG", "`1.2.3 KG` is not")] {
        place.write("bad.csv", BAD.replace("15x,%", &format!("{cell},")));
        place.run("check bad.csv").exits(1).says(told);
    }
}

#[test]
fn a_bill_of_materials_is_told_from_a_bad_declaration() {
    let place = Place::with_board();
    place.run("check bom.csv").exits(1).says("`bom.csv` is a bill of materials");
    let ran = place.run("check declarations/parts.csv").exits(0);
    assert!(!ran.err.contains("bill of materials"), "{}", ran.err);
}

#[test]
fn only_one_table_is_annotated() {
    let place = Place::new();
    place.write("bad.csv", BAD);
    place.copy("ipc1752/valid-class-d.xml", "part.xml");
    place.run("check bad.csv bad.csv --annotate out.xlsx").exits(2).says("takes one file");
    place.run("check part.xml --annotate out.xlsx").exits(2).says("is no table");
    place.run("check bad.csv --annotate bad.csv").exits(2).says("is the file that is read");
    place.run("check none.csv --annotate out.xlsx").exits(2).says("none.csv");
    place.copy("tables/invalid-workbook-unreadable--truncated.xlsx", "broken.xlsx");
    place.run("check broken.xlsx --annotate out.xlsx").exits(2).says("can't be read");
    assert!(!place.exists("out.xlsx"));
    assert_eq!(place.text("bad.csv"), BAD);
    let workbook = fixture("tables/valid-chinese.xlsx");
    let ran =
        place.run(&format!("check '{}' --annotate fine.xlsx --format json", workbook.display()));
    assert_eq!(ran.exits(0).json()["summary"]["errors"], 0);
}
