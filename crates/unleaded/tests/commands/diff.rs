//! `diff`: what changed, and the exit code that says whether anything did.

use crate::support::{Place, fixture_text};

fn relay() -> Place {
    let place = Place::new();
    place.copy("ipc1752/valid-subproducts.xml", "a.xml");
    place
}

#[test]
fn the_answer_is_the_exit_code() {
    let place = relay();
    place.copy("ipc1752/valid-class-d.xml", "b.xml");
    place.run("diff a.xml a.xml").exits(0).prints("`a.xml` and `a.xml` say the same");
    place.run("diff a.xml b.xml").exits(1).prints("- PN-300 Relay").prints("+ ");
    place.run("diff a.xml missing.xml").exits(2).says("missing.xml");
    place.run("diff - -").exits(2).says("not two");
    place.run("diff a.xml a.xml -o a.xml").exits(2).says("is the file that is read");
    let ran = place.feed(&place.read("a.xml"), "diff - a.xml").exits(0);
    ran.prints("say the same");
}

#[test]
fn the_same_share_written_differently_is_equal() {
    let place = relay();
    let ppm = "value=\"998000\" UOM=\"ppm\"";
    let b = place.text("a.xml").replace("value=\"99.8\" UOM=\"massPercent\"", ppm);
    assert!(b.contains(ppm));
    place.write("b.xml", b);
    place.run("diff a.xml b.xml").exits(0);
    let ran = place.run("diff a.xml b.xml --printed").exits(1);
    ran.prints("share of the material: 99.8 % → 998000 ppm");
    let ran = place.run("diff a.xml b.xml --all").exits(0);
    ran.prints("= ").prints("99.8 % → 998000 ppm");
}

/// What `convert` writes says what the table says, beside what a header is needed for.
#[test]
fn a_conversion_changes_the_header_alone() {
    let place = Place::new();
    for name in ["cr0402", "sdr0805", "ltc1163cn8"] {
        place.copy(&format!("demo/tables/{name}.csv"), "a.csv");
        place.run("convert a.csv --to ipc1752a -o a.xml").exits(0);
        let ran = place.run("diff a.csv a.xml").exits(1);
        ran.prints("0 added, 0 removed, 1 changed").prints("~ header CSV → IPC-1752A");
    }
}

#[test]
fn errors_are_told_and_what_is_cut_is_not_compared() {
    let place = relay();
    let text = place.text("a.xml");
    place.write("error.xml", text.replace("\"5.00\"", "\"5,00\""));
    let ran = place.run("diff a.xml error.xml").exits(1).says("[number-malformed]");
    ran.prints("mass: 5.00 g → not stated");
    // Products that were never read are not gone.
    place.write("cut.xml", &text[..text.len() * 2 / 3]);
    let ran = place.run("diff a.xml cut.xml").exits(2).says("error[xml-");
    assert!(ran.out().is_empty());
    place.write("bom.csv", fixture_text("bom/valid-flat.csv"));
    place.run("diff a.xml bom.csv").exits(2).says("is a declaration and `bom.csv` is a bill of");
    place.write("odd.txt", "hello");
    place.run("diff odd.txt a.xml").exits(2).says("[format-unknown]");
}

#[test]
fn it_speaks_both_languages() {
    let place = Place::speaking("zh_CN.UTF-8");
    place.copy("ipc1752/valid-class-c.xml", "a.xml");
    let b = place.text("a.xml").replacen("overThreshold=\"true\"", "overThreshold=\"false\"", 1);
    place.write("b.xml", b);
    let ran = place.run("diff a.xml b.xml").exits(1).prints("清单 EUREACH-0624");
    ran.prints("阈值判断：超过阈值 → 未超过阈值").prints("变更 1 项");
    place.run("diff a.xml a.xml").exits(0).prints("内容相同");
    place.run("diff a.xml missing.xml").exits(2).says("错误: ");
}

#[test]
fn bills_of_materials_by_line() {
    let place = Place::new();
    place.write(
        "a.csv",
        "parent,child,quantity,name\nBOARD,R-1,2,resistor\nBOARD,C-1,1,capacitor\n",
    );
    place.write(
        "b.csv",
        "parent,child,quantity,name\nBOARD,C-1,1.0,capacitor\nBOARD,R-1,3,resistor\n",
    );
    let ran = place.run("diff a.csv b.csv").exits(1).prints("~   holds R-1 resistor");
    ran.prints("quantity: 2 → 3").prints("0 added, 0 removed, 1 changed");
}

#[test]
fn of_two_reports_the_options_that_differ_are_named() {
    let place = Place::new();
    place.write("bom.csv", "parent,child,quantity\nP-1,A-1,1\n");
    place.write(
        "d/a.csv",
        "part,total_mass,total_mass_unit,material,substance,cas,share (%)\nA-1,1,mg,Wire,Copper,7440-50-8,100\n",
    );
    let rollup = "rollup bom.csv --declarations d --as-of 2026-11-22 --format json";
    place.run(&format!("{rollup} --rules eu-rohs -o a.json")).exits(0);
    place.run(&format!("{rollup} --rules china-rohs -o b.json")).exits(0);
    let ran = place.run("diff a.json b.json").exits(1);
    assert!(!ran.out().contains("closure tolerance"), "{}", ran.out());
    ran.prints("options: rules eu-rohs").prints("→ rules china-rohs");
    let ran = place.run("diff a.json b.json --lang zh").exits(1);
    ran.prints("判定 eu-rohs  符合");
}
