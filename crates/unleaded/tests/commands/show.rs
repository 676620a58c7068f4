//! `show`: a declaration for a person.

use crate::support::{Place, TODAY, fixture_text};

fn part(rows: &str) -> String {
    format!(
        "maker,part,part name,total mass,total mass unit,subpart,material,material weight,substance,CAS,% of material,exemption\n{rows}\n"
    )
}

#[test]
fn a_composition_is_a_tree() {
    let place = Place::new();
    place.copy("ipc1752/valid-subproducts.xml", "relay.xml");
    let ran = place.run("show relay.xml").exits(0);
    let expected = [
        "relay.xml  IPC-1752A, class D, Distribute",
        "  declared by  Supplier A",
        "PN-300  Relay",
        "5.00 g",
        "├─ Coil",
        "│  └─ Copper",
        "EC 231-159-6",
        "└─ sub-product PN-301  Contact × 2",
        "         └─ Silver ",
        "99.8 %",
    ];
    for text in expected {
        assert!(ran.out().contains(text), "no `{text}` in:\n{}", ran.out());
    }
    assert!(ran.err.is_empty());
    assert!(ran.out().lines().all(|line| line == line.trim_end()), "blanks at the end of a line");
}

#[test]
fn what_is_not_disclosed_is_seen() {
    let place = Place::new();
    let rows = [
        "A,P-1,Pin,10,mg,,Body,10,Tin,7440-31-5,90,",
        "A,P-1,Pin,10,mg,,Body,10,proprietary,,4,",
        "A,P-1,Pin,10,mg,,Coat,,,,,",
    ];
    place.write("a.csv", part(&rows[..2].join("\n")));
    let ran = place.run("show a.csv").exits(0).prints("not disclosed");
    assert!(ran.out().lines().any(|l| l.contains("undisclosed rest") && l.ends_with("6 %")));
    place.run("--lang zh show a.csv").prints("未披露部分");
    place.write("whole.csv", part("A,P-1,Pin,10,mg,,Body,10,Tin,7440-31-5,100,"));
    assert!(!place.run("show whole.csv").exits(0).out().contains("undisclosed"));
}

#[test]
fn lists_are_counted_and_what_is_over_is_told() {
    let place = Place::new();
    place.copy("ipc1752/valid-class-c.xml", "cable.xml");
    let ran = place.run("show cable.xml").exits(0);
    let ran = ran.prints("list EUREACH-0624 (IPC): 2 entries, 1 over the threshold, 1 not over");
    let ran = ran.prints("over  00012 Bis (2-ethylhexyl) phthalate (DEHP); 1.2 % of part");
    let ran = ran.prints("IEC_62474 D19.00 (IEC_62474): to be answered");
    let ran = ran.prints("exemption 6(c)").prints("kept and not understood: 1");
    assert!(!ran.out().contains("00144"), "{}", ran.out());
    place.run("show cable.xml --all").exits(0).prints("not over      00144 Lead");
    place.run("--lang zh show cable.xml").prints("共 2 项，1 项超过阈值，1 项未超过");
}

#[test]
fn lines_fit_the_terminal_also_in_chinese() {
    let place = Place::new();
    let rows: Vec<String> = (0..2000)
        .map(|n| format!("甲公司,电阻-1,厚膜贴片电阻器,10,g,电阻层,厚膜浆料,10,某种名称很长的化学物质第{n}号,,0.05,7(c)-I"))
        .collect();
    place.write("big.csv", part(&rows.join("\n")));
    for columns in [60, 80, 120] {
        let output = place
            .command("--lang zh show big.csv")
            .env("COLUMNS", columns.to_string())
            .output()
            .unwrap();
        let ran = crate::support::Ran::of("show big.csv", output).exits(0);
        let wide = |c: char| if ('\u{2e80}'..'\u{ffe0}').contains(&c) { 2 } else { 1 };
        for line in ran.out().lines() {
            let taken: usize = line.chars().map(wide).sum();
            assert!(taken <= columns, "{taken} columns: {line}");
        }
        assert_eq!(ran.out().matches("号").count(), 2000);
        assert_eq!(ran.out().matches("豁免 7(c)-I（所有物质）").count(), 1);
    }
}

#[test]
fn several_files_and_standard_input() {
    let place = Place::new();
    place.copy("ipc1752/valid-class-d.xml", "a.xml");
    let ran =
        place.feed(fixture_text("tables/valid-chinese.csv").as_bytes(), "show a.xml - missing.xml");
    let ran = ran.exits(2).says("[file-inaccessible]").prints("a.xml  IPC-1752A");
    ran.prints("-  CSV").prints("焊料");
    place.run("show a.xml -o shown.txt").exits(0);
    assert!(place.text("shown.txt").contains("IPC-1752A"));
    place.run("show a.xml -o a.xml").exits(2).says("is the file that is read");
}

#[test]
fn errors_are_counted_and_the_exit_code_tells_them() {
    let place = Place::new();
    place.copy("ipc1752/invalid-number-malformed--decimal-comma.xml", "bad.xml");
    place.run("show bad.xml").exits(1).prints("1 error, ").prints("unleaded check bad.xml");
    place.write("nothing.txt", "hello");
    place.run("show nothing.txt").exits(2).says("[format-unknown]");
    place.write("empty.csv", "");
    place.run("show empty.csv").exits(2).says("[file-empty]");
}

#[test]
fn what_is_no_declaration_is_named() {
    let place = Place::with_board();
    let ran = place.run("show bom.csv").exits(0);
    ran.prints("bill of materials");
    place.run(&format!(
        "rollup bom.csv --declarations declarations --as-of {TODAY} --format json -o report.json"
    ));
    place.run("show report.json").exits(2).says("is a report").says("unleaded document");
    place.run("keygen -o key.pem").exits(0);
    place.run("show key.pem").exits(2).says("is a private key");
    let ran = place.run("show key.pem --format json").exits(2);
    assert!(!ran.out().contains("MC4CAQ"), "a key is never quoted");
    place.run("sign declarations/parts.csv --key key.pem").exits(0);
    place.run("show declarations/parts.csv.dsse.json").exits(2).says("envelope of a signature");
    place.run("show declarations/parts.csv").exits(0).prints("not checked");
    place.run("trust add key.pub.pem --org 'Supplier A' --trust trust.json").exits(0);
    let ran = place.run("show declarations/parts.csv --trust trust.json").exits(0);
    ran.prints("good, signed by Supplier A");
}

#[test]
fn bills_of_materials_of_other_programs_are_shown() {
    let place = Place::new();
    for name in ["valid-cyclonedx.json", "valid-cyclonedx.xml", "valid-granta-1711.xml"] {
        place.copy(&format!("bom/{name}"), name);
        let ran = place.run(&format!("show {name}")).exits(0);
        assert!(ran.out().lines().count() > 3, "{name}: {}", ran.out());
    }
}

/// A bill of materials in which two parts hold each other is shown all the same, each part once.
#[test]
fn a_cycle_is_shown_and_ends() {
    let place = Place::new();
    place.write("bom.csv", "parent,child,quantity\nA,B,2\nB,A,1\nP,Q,3\n");
    let ran = place.run("show bom.csv");
    assert!(ran.out().contains("2 ×  B") && ran.out().contains("(as above)"), "{}", ran.out());
    assert!(ran.out().contains("3 ×  Q"), "{}", ran.out());
}
