//! Declarations of conformity.

use unleaded_model::diagnostic::codes::files as codes;

use crate::push::filing;
use crate::support::{Place, TODAY};

/// The command for a product.
fn declare(kind: &str, product: &str, more: &str) -> String {
    format!("document {kind} report.json --product {product} --declarant company.toml {more}")
}

#[test]
fn a_declaration_for_china_is_made() {
    let place = filing();
    let line = declare("china-declaration", "BOARD", "--date 2026-12-01");
    let zh = place.run(&format!("{line} --to text")).exits(0).out().to_owned();
    for said in
        ["供方符合性声明", "SDOC-2026-019", "91350100M000100Y43", "SCR-2026-019", "真实、完整"]
    {
        assert!(zh.contains(said), "{said}: {zh}");
    }
    place.run(&format!("{line} --to text --lang en")).exits(0).prints("sole responsibility");
    place.run(&format!("{line} -o a.html")).exits(0);
    place.run(&format!("{line} -o b.html")).exits(0);
    assert_eq!(place.read("a.html"), place.read("b.html"));
    assert!(place.text("a.html").contains("<html lang=\"zh-CN\">"));
    let report = place.text("report.json");
    place.write("report.json", format!("{report}\n"));
    place.run(&format!("{line} -o b.html")).exits(0);
    assert_ne!(place.read("a.html"), place.read("b.html"), "another report");
}

#[test]
fn a_declaration_for_the_union_needs_nothing_chinese() {
    let place = filing();
    let line = declare("eu-declaration", "BOARD", "--date 2026-11-01");
    let en = place.run(&format!("{line} --to text")).exits(0).out().to_owned();
    for said in ["EU declaration of conformity", "EU-DOC-2026-019", "1 Example Road", "2011/65/EU"]
    {
        assert!(en.contains(said), "{said}: {en}");
    }
    place.run(&format!("{line} --lang zh")).exits(0).prints("欧盟符合性声明");
    let company = "\
[declarant]
name_en = \"Maker\"
address_en = \"1 Road\"
[eu_representative]
name = \"Agent\"
address = \"2 Street\"
[signatory]
name = \"A. Person\"
title = \"Owner\"
place_en = \"Town\"
[products.\"BOARD\"]
eu_declaration_no = \"7\"
";
    place.write("company.toml", company);
    place.run(&format!("{line} --to text")).exits(0).prints("Agent").prints("2 Street");
    for (from, field) in [
        ("address = ", "`eu_representative.address`"),
        ("name = \"A", "`signatory.name`"),
        ("address_en", "`declarant.address_en`"),
        ("place_en", "`signatory.place_en`"),
        ("eu_declaration_no", "`products.\"BOARD\".eu_declaration_no`"),
    ] {
        place.write("company.toml", company.replace(from, "# "));
        place.run(&line).exits(1).says("[declarant-field-missing]").says(field);
    }
}

#[test]
fn what_does_not_conform_is_not_declared() {
    let place = filing();
    let code = format!("[{}]", codes::NOT_CONFORMING);
    for kind in ["china-declaration", "eu-declaration"] {
        let line = declare(kind, "BAD", "--date 2026-12-01 -o out.html");
        place.run(&line).exits(1).says(&code).says("unknown").says("R-2");
        place.run(&format!("{line} --lang zh")).exits(1).says("无法判定");
        assert!(!place.exists("out.html"));
        place.run(&declare(kind, "NONE", "--date 2026-12-01")).exits(2).says("`NONE`");
    }
}

/// Rolls up the products of [`filing`] as that item of the catalogue.
fn judged_as(item: &str) -> Place {
    let place = filing();
    let line = "rollup bom.csv --declarations declarations --format json -o report.json";
    place.run(&format!("{line} --as-of {TODAY} --china-item {item}")).exits(1);
    place
}

#[test]
fn what_is_outside_the_catalogue_is_not_declared() {
    let code = format!("[{}]", codes::NOT_ASSESSED);
    for (item, why) in [("outside", "no item"), ("2018-1/1,volume=801L", "volume 801L")] {
        let place = judged_as(item);
        let line = declare("china-declaration", "BOARD", "--date 2026-12-01 -o out.html");
        place.run(&line).exits(1).says(&code).says("`BOARD`").says(why).says("china-rohs-table");
        place.run(&format!("{line} --lang zh")).exits(1).says("不属于");
        assert!(!place.exists("out.html"));
        let push = "push report.json --product BOARD --declarant company.toml --key company.pem";
        place.run(&format!("{push} --platform http://127.0.0.1:9")).exits(1).says(why);
        place.run(&declare("eu-declaration", "BOARD", "--date 2026-12-01 -o eu.html")).exits(0);
        // Marking is due all the same.
        let table = "document china-rohs-table report.json --product BOARD --to text";
        place.run(&format!("{table} --lang en")).exits(0).prints("marking is due");
        place.run(table).exits(0).prints("达标管理目录").prints("仍须标识");
        place.run("document efup-mark report.json --product BOARD").exits(0);
        let told = place.run("explain report.json --product BOARD --rules china-rohs").exits(0);
        told.prints(why).prints("Marking is due").prints("by a draft");
        let summary = place.run(&format!(
            "rollup bom.csv --declarations declarations --as-of {TODAY} --china-item {item}"
        ));
        summary.exits(1).prints(why).prints("compliant (not binding)");
    }
}

#[test]
fn another_item_of_the_catalogue_is_not_declared() {
    let place = judged_as("2018-1/11");
    let code = format!("[{}]", codes::CATALOGUE_ITEM_DIFFERS);
    let line = declare("china-declaration", "BOARD", "--date 2026-12-01 --to text");
    place.run(&line).exits(1).says(&code).says("`2018-1/9`").says("`2018-1/11`");
    let push = "push report.json --product BOARD --declarant company.toml --key company.pem";
    place.run(&format!("{push} --platform http://127.0.0.1:9")).exits(1).says(&code);
    let place = judged_as("监视器");
    place.run(&line).exits(0).prints("目录范围").prints("目录条目 2018-1/9（监视器");
    place.run("document report report.json --lang en -o report.html").exits(0);
    assert!(place.text("report.html").contains("China RoHS catalogue"));
}

#[test]
fn a_declaration_is_issued_on_a_day_on_which_it_holds() {
    let place = filing();
    let line = declare("china-declaration", "BOARD", "--date 2026-11-21");
    let code = format!("[{}]", codes::DECLARATION_DATE);
    place.run(&line).exits(1).says(&code).says(TODAY);
    place.run(&declare("china-declaration", "BOARD", "")).exits(2).says("--date");
    place.run(&declare("china-declaration", "BOARD", "--date 1.12.2026")).exits(2);
}

#[test]
fn what_the_declarant_does_not_say_is_asked_for() {
    let place = filing();
    let line = declare("china-declaration", "BOARD", "--date 2026-12-01 -o out.html");
    let good = place.text("company.toml");
    for (from, to, field) in [
        ("china_declaration_no", "# ", "`products.\"BOARD\".china_declaration_no`"),
        ("place_zh", "# ", "`signatory.place_zh`"),
        ("[products.\"BOARD\"]", "[products.\"X\"]", "`products.\"BOARD\"`"),
        ("phone", "# ", "`contact.phone`"),
    ] {
        place.write("company.toml", good.replace(from, to));
        place.run(&line).exits(1).says("[declarant-field-missing]").says(field);
        assert!(!place.exists("out.html"));
    }
}

#[test]
fn the_mark_follows_from_the_table() {
    let place = filing();
    let mark = |more: &str| format!("document efup-mark report.json --product {more}");
    let green = place.run(&mark("BOARD")).exits(0).prints("<title>环保标志").out().to_owned();
    assert!(green.starts_with("<svg "), "{green}");
    place.run(&mark("BOARD --lang en")).exits(0).prints("<title>Environment-friendly use");
    place.run(&mark("BOARD --years 10")).exits(2).says("green e");
    let code = format!("[{}]", codes::MARK_UNDECIDED);
    place.run(&mark("BAD -o bad.svg")).exits(1).says(&code).says("`BAD`");
    assert!(!place.exists("bad.svg"));
    place.run(&mark("BOARD --years 0")).exits(2);
    place.run(&mark("NONE")).exits(2).says("`NONE`");
}

#[test]
fn what_is_above_a_limit_takes_years() {
    let place = Place::new();
    place.write("bom.csv", "parent,child,quantity\nP,R-1,1\n");
    let table = "item_number,material,substance,cas,ppm\nR-1,Solder,Lead,7439-92-1,370000\nR-1,Solder,Tin,7440-31-5,630000\n";
    place.write("d/parts.csv", table);
    let line = "rollup bom.csv --declarations d --format json -o report.json";
    place.run(&format!("{line} --as-of {TODAY}")).exits(1);
    let mark = "document efup-mark report.json --product P";
    place.run(mark).exits(2).says("--years").says("SJ/Z 11388");
    place.run(&format!("{mark} --years 25")).exits(0).prints("环保使用期限：25 年");
}

#[test]
fn the_technical_file_tells_what_is_missing() {
    let place = filing();
    let line = "document technical-file report.json --product";
    let text = place.run(&format!("{line} BAD --to text")).exits(1).says("evidence");
    let text = text.out().to_owned();
    assert!(text.contains("R-2") && text.contains("missing"), "{text}");
    place.run(&format!("{line} BAD --lang zh -o file.html")).exits(1);
    assert!(place.text("file.html").contains("证据索引"));
    let csv = place.run(&format!("{line} BOARD --to csv")).exits(1).out().to_owned();
    let report = place.json("report.json");
    for input in report["inputs"]["declarations"].as_array().unwrap() {
        let line = csv.lines().find(|line| line.contains(input["sha256"].as_str().unwrap()));
        assert!(line.is_some_and(|line| line.starts_with("R-1,part,composition,")), "{csv}");
    }
    assert!(csv.contains("signature-or-contract"));
    place.run(&format!("{line} NONE")).exits(2).says("`NONE`");
}
