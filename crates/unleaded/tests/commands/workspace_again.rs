//! `rollup` in a workspace computes what changed, and writes what a full one does.

use std::path::Path;

use crate::support::{Place, TODAY};

const HEAD: &str = "maker,part,mass (mg),material,substance,cas,% of material,date\n";

/// A declaration of `part` with so much lead.
fn declared(part: &str, lead: &str, date: &str) -> String {
    format!(
        "{HEAD}A,{part},1,M,Lead,7439-92-1,{lead},{date}\nA,{part},1,M,Tin,7440-31-5,balance,{date}\n"
    )
}

/// A workspace with two products of three parts, all signed, and the bill of materials for a full run.
fn workspace() -> Place {
    let place = Place::new();
    place.write("bom.csv", "parent,child,quantity\nP1,X1,1\nP1,X2,2\nP2,X2,1\nP2,X3,4\n");
    place.run("init --bom bom.csv").exits(0);
    place.run("keygen -o a.pem").exits(0);
    place.run("trust add a.pub.pem --org A --trust trust.json").exits(0);
    place.write("unleaded.toml", "bom = \"bom.csv\"\ntrust = \"trust.json\"\n");
    for part in ["X1", "X2", "X3"] {
        let name = format!("in/{part}.csv");
        place.write(&name, declared(part, "0.01", "2026-01-01"));
        place.run(&format!("sign {name} --key a.pem")).exits(0);
    }
    place.run("add in").exits(0);
    place
}

/// Rolls up both ways, holds that report and exit are the same, and that the remark says what was computed.
fn check(place: &Place, computed: &str) {
    let as_of = format!("--as-of {TODAY} --format json");
    let full =
        place.run(&format!("rollup bom.csv --declarations documents --trust trust.json {as_of}"));
    let own = place.run(&format!("rollup {as_of}"));
    assert_eq!(own.out(), full.out());
    assert_eq!(own.code, full.code);
    own.says(computed);
    place.run(&format!("rollup {as_of} -o report.json"));
    assert_eq!(place.text("report.json"), full.out());
    place.run(&format!("rollup --as-of {TODAY}")).says("0 of 2 products were computed");
}

#[test]
fn the_report_is_that_of_a_full_run_after_every_change() {
    let place = workspace();
    check(&place, "2 of 2 products were computed, from 3 of 3 documents");
    // The part of one product is declared anew.
    place.write("new/X1.csv", declared("X1", "3", "2026-02-01"));
    place.run("sign new/X1.csv --key a.pem").exits(0);
    place.run("add new").exits(0);
    check(&place, "1 of 2 products were computed");
    // One document takes the place of two by name; it speaks of one of their parts.
    let both =
        declared("X2", "0.02", "2026-03-01") + &declared("X3", "0.03", "2026-03-01")[HEAD.len()..];
    place.write("both.csv", both);
    place.run("sign both.csv --key a.pem").exits(0);
    place.run("add both.csv").exits(0);
    check(&place, "2 of 2 products were computed");
    place.write("only.csv", declared("X3", "0.04", "2026-04-01"));
    place.run("sign only.csv --key a.pem --supersedes both.csv").exits(0);
    place.run("add only.csv").exits(0);
    check(&place, "2 of 2 products were computed");
    // A line of one product.
    place.write("bom.csv", "parent,child,quantity\nP1,X1,1\nP1,X2,2\nP2,X2,1\nP2,X3,5\n");
    check(&place, "1 of 2 products were computed");
    // A document on nothing that is built in, and one that can't be read any more.
    place.write("N.csv", declared("N-1", "1", "2026-03-01"));
    place.run("add N.csv").exits(0);
    check(&place, "0 of 2 products were computed");
    // The key is no longer trusted: everything depends on that.
    place.write("trust.json", place.text("trust.json").replace("\"A\"", "\"B\""));
    check(&place, "2 of 2 products were computed");
}

#[test]
fn a_damaged_index_costs_time_and_nothing_else() {
    let place = workspace();
    check(&place, "2 of 2 products were computed");
    let index = place.path(".unleaded/index.sqlite");
    spoil_pages(&index);
    let as_of = format!("--as-of {TODAY} --format json");
    let full =
        place.run(&format!("rollup bom.csv --declarations documents --trust trust.json {as_of}"));
    // What is damaged is told once at most, and made again.
    let first = place.run(&format!("rollup {as_of}"));
    let second = place.run(&format!("rollup {as_of}"));
    assert!(first.out() == full.out() || first.code == 2, "{}", first.err);
    assert_eq!(second.out(), full.out());
    std::fs::remove_file(&index).unwrap();
    assert_eq!(place.run(&format!("rollup {as_of}")).out(), full.out());
}

/// Changes bytes all over the file.
fn spoil_pages(path: &Path) {
    for suffix in ["-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(suffix);
        let _ = std::fs::remove_file(beside);
    }
    let mut bytes = std::fs::read(path).unwrap();
    for at in (8_192..bytes.len()).step_by(997) {
        bytes[at] ^= 0x55;
    }
    std::fs::write(path, bytes).unwrap();
}
