//! `decide`, and decisions in a roll-up.

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::support::TODAY;

#[test]
fn a_decision_is_recorded_and_stands_beside_the_finding() {
    let place = with_demo();
    let rollup = format!(
        "rollup bom.csv --declarations declarations --rules eu-rohs --as-of {TODAY} --product PHONE-1"
    );
    place.run(&format!("{rollup} --format json -o report.json")).exits(1);
    let decide = format!(
        "decide report.json --rules eu-rohs --part 4304S-L --reason replaced --owner Quality \
         --decided {TODAY} --expires 2027-05-31 --decisions decisions.toml"
    );
    place.run(&format!("{decide} --entry Pb --evidence bom.csv")).exits(0);
    let json =
        place.run(&format!("{rollup} --decisions decisions.toml --format json")).exits(1).json();
    valid("report-v1.schema.json", &json);
    strict("report-v1.schema.json", &json);
    let findings = json["products"][0]["verdicts"][0]["findings"].as_array().unwrap();
    let decided = findings.iter().find(|f| !f["decision"].is_null()).unwrap();
    assert_eq!(
        (decided["part"].as_str(), decided["status"].as_str()),
        (Some("4304S-L"), Some("non-compliant"))
    );
    place
        .run(&format!("{rollup} --decisions decisions.toml"))
        .exits(1)
        .prints("decision of Quality, until 2027-05-31");
    place
        .run(&format!("--lang zh {rollup} --decisions decisions.toml"))
        .exits(1)
        .prints("Quality 的决定，有效至 2027-05-31");
    // What was written stays, and the next decision comes after it.
    place.run(&format!("{decide} --entry *")).exits(0);
    assert_eq!(place.text("decisions.toml").matches("[[decision]]").count(), 2);
}

#[test]
fn what_can_t_be_decided_on_is_refused_and_nothing_is_written() {
    let place = with_demo();
    let report = format!(
        "rollup bom.csv --declarations declarations --rules eu-rohs --as-of {TODAY} --format json -o report.json"
    );
    place.run(&report).exits(1);
    let decide = "decide report.json --rules eu-rohs --reason x --owner y --decisions d.toml --decided 2026-11-22";
    place
        .run(&format!("{decide} --part 4304S-L --entry Hg --expires 2027-01-01"))
        .exits(2)
        .says("Pb");
    place
        .run(&format!("{decide} --part NOPE --entry Pb --expires 2027-01-01"))
        .exits(2)
        .says("4304S-L");
    place
        .run(&format!("{decide} --part 4304S-L --entry Pb --expires 2026-01-01"))
        .exits(2)
        .says("--expires");
    assert!(!place.exists("d.toml"));
    place.write("d.toml", "[[decision]]\nrules = 1\n");
    place
        .run(&format!("{decide} --part 4304S-L --entry Pb --expires 2027-01-01"))
        .exits(2)
        .says("decision-malformed");
    let rollup = "rollup bom.csv --declarations declarations";
    place.run(&format!("{rollup} --decisions d.toml")).exits(2).says("decision-malformed");
    place.run(&format!("{rollup} --accept-decisions")).exits(2);
}

/// Each run reads the file, adds to it and writes it: runs at the same moment must not undo each other.
#[test]
fn decisions_of_runs_at_the_same_moment_are_all_kept() {
    let place = with_demo();
    let report = format!(
        "rollup bom.csv --declarations declarations --rules eu-rohs --as-of {TODAY} --format json -o report.json"
    );
    place.run(&report).exits(1);
    let runs: Vec<_> = (0..8)
        .map(|n| {
            let line = format!(
                "decide report.json --rules eu-rohs --part 4304S-L --entry Pb --reason r{n} --owner o \
                 --decided {TODAY} --expires 2027-01-01 --decisions d.toml"
            );
            place.command(&line).spawn().unwrap()
        })
        .collect();
    for mut run in runs {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!(place.text("d.toml").matches("[[decision]]").count(), 8);
}
