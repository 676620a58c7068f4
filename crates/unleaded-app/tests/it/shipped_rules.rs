//! The shipped lists of rules: thresholds, days, what only words find, and what nothing finds.

use unleaded_documents::report::Report;

use crate::amounts::bom;
use crate::listed_rules::{judged_on, verdict};
use crate::support::TODAY;

/// A box of that declaration, judged by one law.
fn judged(date: &str, table: &str, law: &str, told: &[&str]) -> Report {
    judged_on(date, &bom(&["P,BOX,1"]), &[("d.csv", table)], (law, told))
}

/// The status of a box of which that much is the substance, and the reasons of the findings.
fn box_of(date: &str, substance: &str, share: &str, law: &str, told: &[&str]) -> (String, String) {
    let rest = match share {
        "1" => "99",
        "0.1" => "99.9",
        "0.1001" => "99.8999",
        other => panic!("{other}"),
    };
    let (substance, intent) = substance.split_once(';').unwrap_or((substance, ""));
    let table = format!(
        "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,intent\n\
         A,BOX,1000,Body,1000,{substance},{share},{intent}\n\
         A,BOX,1000,Body,1000,Tin,7440-31-5,{rest},\n"
    );
    let report = judged(date, &table, law, told);
    let reasons = verdict(&report).findings.iter().map(|f| format!("{}: {}", f.entry, f.reason));
    (verdict(&report).status.clone(), reasons.collect::<Vec<_>>().join("\n"))
}

#[test]
fn iec62474_is_declared_over_its_thresholds() {
    let of = |substance, share, told: &[&str]| box_of(TODAY, substance, share, "iec62474", told);
    assert_eq!(of("Boric acid,10043-35-3", "0.1", &[]).0, "nothing-to-declare");
    let (status, reasons) = of("Boric acid,10043-35-3", "0.1001", &[]);
    assert_eq!(status, "declare");
    assert!(reasons.contains("00007 Boric acid") && reasons.contains("December 2018"), "{reasons}");
    // A share of tin: 0.1 % of dibutyltin dilaurate is a fifth of that.
    assert_eq!(of("DBT dilaurate,77-58-7", "0.1001", &[]).0, "nothing-to-declare");
    assert_eq!(of("DBT dilaurate,77-58-7", "1", &[]).0, "declare");
    // Added on purpose: any amount of the product.
    assert_eq!(of("Asbestos,1332-21-4", "0.1", &[]).0, "declare");
    assert_eq!(of("Nickel,7440-02-0", "0.1", &["skin-contact"]).0, "declare");
    assert_eq!(of("Nickel,7440-02-0", "0.1", &[]).0, "nothing-to-declare");
}

#[test]
fn the_survey_form_is_answered_and_never_met_in_silence() {
    let of = |substance, share, told: &[&str]| box_of(TODAY, substance, share, "jig", told);
    let (status, reasons) = of("Nickel,7440-02-0;impurity", "1", &[]);
    assert_eq!(status, "unknown");
    for open in ["C02", "B19", "SVHC"] {
        assert!(reasons.contains("is not held") && reasons.contains(open), "{open}: {reasons}");
    }
    assert_eq!(of("Nickel,7440-02-0", "0.1", &[]).0, "declare");
    assert_eq!(of("Polyvinyl chloride,", "1", &[]).0, "declare");
    let (status, reasons) = of("Boric acid,11113-50-1", "0.1001", &[]);
    assert_eq!(status, "declare");
    let told = ["10043-35-3 Boric acid", "version 4.3", "part as supplied"];
    assert!(told.iter().all(|told| reasons.contains(told)), "{reasons}");
}

#[test]
fn a_name_that_hints_at_a_group_of_rules_is_suspect_under_them_alone() {
    let suspect = "Nickel unobtainate,99999-99-4";
    assert_eq!(box_of(TODAY, suspect, "1", "iec62474", &["skin-contact"]).0, "unknown");
    assert_eq!(box_of(TODAY, suspect, "1", "iec62474", &[]).0, "nothing-to-declare");
    let (_, reasons) = box_of(TODAY, suspect, "1", "reach-annex-xvii", &[]);
    let about = reasons.lines().find(|line| line.starts_with("27 Nickel")).unwrap_or_default();
    assert!(about.contains("hints"), "{reasons}");
    assert_eq!(box_of(TODAY, suspect, "1", "eu-rohs", &[]).0, "compliant");
}

#[test]
fn a_law_with_entries_that_nothing_finds_is_never_met_in_silence() {
    // The textile entry is about dyes that no table names.
    let (status, reasons) = box_of(TODAY, "Iron,7439-89-6", "1", "iec62474", &["textile"]);
    assert_eq!(status, "unknown");
    assert!(reasons.contains("is not held") && reasons.contains("00004"), "{reasons}");
    let (status, reasons) = box_of(TODAY, "Iron,7439-89-6", "1", "reach-annex-xvii", &[]);
    assert_eq!(status, "unknown");
    assert!(reasons.contains("28 carcinogens 1A and 1B"), "{reasons}");
    assert_eq!(box_of(TODAY, "Iron,7439-89-6", "1", "reach-annex-xiv", &[]).0, "compliant");
    assert_eq!(box_of(TODAY, "Iron,7439-89-6", "1", "eu-pops", &[]).0, "compliant");
}

#[test]
fn pollutants_are_forbidden_from_their_day() {
    let of = |date, substance| box_of(date, substance, "0.1", "eu-pops", &[]);
    let added = "Dechlorane Plus,13560-89-9;intended";
    assert_eq!(of("2025-09-24", added).0, "compliant");
    assert_eq!(of("2025-09-25", added).0, "non-compliant");
    let (status, reasons) = of("2025-09-25", "Dechlorane Plus,13560-89-9;impurity");
    assert_eq!(status, "unknown", "the limit of unintentional traces is not held");
    assert!(reasons.contains("names no limit"), "{reasons}");
    let (status, _) = of("2025-09-25", "Polybrominated diphenyl ethers,;intended");
    assert_eq!(status, "unknown", "of which degree nobody says");
}

#[test]
fn what_only_exposure_or_use_decides_is_unknown_and_says_why() {
    let (status, reasons) = box_of(TODAY, "Nickel,7440-02-0", "1", "us-ca-prop65", &[]);
    assert_eq!(status, "unknown");
    assert!(reasons.contains("7440-02-0 Nickel") && reasons.contains("exposure"), "{reasons}");
    let chromate = "Lead chromate,7758-97-6";
    assert_eq!(box_of("2015-05-20", chromate, "1", "reach-annex-xiv", &[]).0, "compliant");
    let (status, reasons) = box_of("2015-05-21", chromate, "1", "reach-annex-xiv", &[]);
    assert_eq!(status, "unknown");
    assert!(reasons.contains("an article that is imported"), "{reasons}");
}
