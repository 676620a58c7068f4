//! `whatif`: what another date, edition or declaration would change.

use crate::explain::with_demo;
use crate::json::{strict, valid};
use crate::support::TODAY;

const LINE: &str = "whatif bom.csv --declarations declarations";

#[test]
fn nothing_else_changes_nothing() {
    let place = with_demo();
    place.run(&format!("{LINE} --from {TODAY} --as-of {TODAY}")).exits(0).prints("say the same");
}

#[test]
fn a_later_date_changes_what_ends_before_it() {
    let place = with_demo();
    let run = place.run(&format!("{LINE} --from {TODAY} --as-of 2027-08-01")).exits(1);
    run.prints("7(c)-I").prints("GB 26572-2025");
    let json = place
        .run(&format!("{LINE} --from {TODAY} --as-of 2027-08-01 --format json"))
        .exits(1)
        .json();
    valid("diff-v1.schema.json", &json);
    strict("diff-v1.schema.json", &json);
    assert_eq!(
        (json["kind"].as_str(), json["a"]["file"].as_str()),
        (Some("report"), Some("as it is"))
    );
}

#[test]
fn an_older_edition_of_the_candidate_list_has_fewer_entries() {
    let place = with_demo();
    let line = format!("{LINE} --from {TODAY} --rules reach-svhc");
    // Lead was included in June 2018.
    place.run(&format!("{line} --edition EUREACH-0118")).exits(1).prints("Lead");
    place.run(&format!("{line} --lists EUREACH-0118")).exits(1).prints("Lead");
    for (lang, says) in [("en", "several editions"), ("zh", "多个要试算的版本")] {
        let line = format!("--lang {lang} {line} --lists EUREACH-0118");
        let ran = place.run(&format!("{line} --edition EUREACH-0226")).exits(2).says(says);
        ran.says("`EUREACH-0118`").says("`EUREACH-0226`");
        place.run(&format!("{line} --lists EUREACH-0226")).exits(2).says(says);
    }
    place.run(&format!("{line} --lists none.toml")).exits(2).says("none.toml");
    place.run(&format!("{line} --edition EUREACH-0226")).exits(0);
    place
        .run(&format!("{line} --edition EUREACH-0326"))
        .exits(2)
        .says("no edition")
        .says("EUREACH-0226");
}

#[test]
fn a_declaration_in_place_of_another_is_tried_for_its_part_alone() {
    let place = with_demo();
    let clean = "part,material,substance,cas,mass_pct_of_material,total_mass,total_mass_unit\n\
                 CR0402,Body,Tin,7440-31-5,100,2,mg\n4304S-L,Body,Tin,7440-31-5,100,2,mg\n";
    place.write("clean.csv", clean);
    let line = format!("{LINE} --from {TODAY} --rules eu-rohs");
    let json =
        place.run(&format!("{line} --replace CR0402=clean.csv --format json")).exits(1).json();
    let text = json["changes"].to_string();
    assert!(text.contains("CR0402") && !text.contains("4304S-L\""), "{text}");
    place.run(&format!("{line} --replace NOPE=clean.csv")).exits(2).says("declares no part `NOPE`");
    place.run(&format!("{line} --replace CR0402")).exits(2).says("is not PART=FILE");
    place.run(&format!("{line} --replace CR0402=none.csv")).exits(2).says("none.csv");
    place.run(&format!("{LINE} --from {TODAY}")).exits(2);
}
