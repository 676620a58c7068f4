//! Killed without warning at any moment: a file is whole, as it was, or not there.

use std::process::Stdio;
use std::time::Duration;

use crate::support::{Place, fixture_text};

const ROUNDS: u64 = 60;

/// Starts the program and kills it after a while that grows from 0 to 20 ms.
fn kill(place: &Place, line: &str, round: u64) {
    let mut child =
        place.command(line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_micros(round * 20_000 / ROUNDS));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn sign() {
    let place = Place::with_board();
    place.run("keygen -o a.pem").exits(0);
    place.run("trust add a.pub.pem --org A --trust trust.json").exits(0);
    let name = "declarations/parts.csv.dsse.json";
    for round in 0..ROUNDS {
        let _ = std::fs::remove_file(place.path(name));
        kill(&place, "sign declarations/parts.csv --key a.pem", round);
        if place.exists(name) {
            place.run("verify declarations/parts.csv --trust trust.json").exits(0);
        }
        // What is left behind is not taken for a declaration.
        place.run("rollup bom.csv --declarations declarations --as-of 2026-11-22").exits(0);
    }
}

#[test]
fn rollup() {
    let place = Place::with_board();
    let line = "rollup bom.csv --declarations declarations --as-of 2026-11-22 --format json";
    let whole = place.run(line).exits(0).out;
    for old in [None, Some("old")] {
        for round in 0..ROUNDS {
            let _ = std::fs::remove_file(place.path("report.json"));
            if let Some(old) = old {
                place.write("report.json", old);
            }
            kill(&place, &format!("{line} -o report.json"), round);
            if place.exists("report.json") {
                let now = place.read("report.json");
                assert!(
                    now == whole || old.is_some_and(|old| now == old.as_bytes()),
                    "half written"
                );
            } else {
                assert!(old.is_none(), "the old report is lost");
            }
        }
    }
}

#[test]
fn trust_add() {
    let place = Place::new();
    place.run("keygen -o first.pem").exits(0);
    place.run("trust add first.pub.pem --org First --trust trust.json").exits(0);
    let first = place.text("trust.json");
    place.run("keygen -o second.pem").exits(0);
    for round in 0..ROUNDS {
        place.write("trust.json", &first);
        kill(&place, "trust add second.pub.pem --org Second --trust trust.json", round);
        let listed = place.run("trust list --trust trust.json").exits(0).out();
        assert!(listed.contains("First"), "a trust file is never lost");
    }
}

#[test]
fn keygen() {
    let place = Place::new();
    for round in 0..ROUNDS {
        let name = format!("k{round}");
        kill(&place, &format!("keygen -o {name}.pem"), round);
        if place.exists(&format!("{name}.pem")) {
            assert!(
                place.exists(&format!("{name}.pub.pem")),
                "a private key comes with its public one"
            );
            place.write(&format!("{name}.xml"), fixture_text("ipc1752/valid-class-d.xml"));
            place.run(&format!("sign {name}.xml --key {name}.pem")).exits(0);
        }
        if place.exists(&format!("{name}.pub.pem")) {
            place
                .run(&format!("trust add {name}.pub.pem --org {name} --trust trust.json"))
                .exits(0);
        }
    }
}
