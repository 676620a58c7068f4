//! Findings tell where their figures come from.

use unleaded_documents::report::{Finding, Range};

use crate::amounts::{bom, table};
use crate::disclosure::{class_c, none_over};
use crate::support::{TODAY, finding, options, report, report_as, verdict};

fn range(low: &str, high: &str) -> Range {
    Range { low: low.to_owned(), high: Some(high.to_owned()) }
}

fn of(rows: &[&str], law: &str, entry: &str) -> Finding {
    let report = report(&bom(&["P,X,1"]), &[("d.csv", &table(rows))]);
    finding(&report.products[0], law, entry).clone()
}

#[test]
fn a_compound_counts_with_its_factor() {
    let found = of(
        &["A,X,10,Glass,10,Lead oxide,1317-36-8,50,,", "A,X,10,Glass,10,Silica,7631-86-9,50,,"],
        "eu-rohs",
        "Pb",
    );
    let [content] = &found.contents[..] else { panic!("{:#?}", found.contents) };
    assert_eq!(content.cas.as_deref(), Some("1317-36-8"));
    assert_eq!(content.share_ppm, range("500000", "500000"));
    let factor: f64 = content.factor.low.parse().unwrap();
    assert!((factor - 0.928).abs() < 0.001, "{factor}");
    assert_eq!(content.counts_ppm, found.value_ppm);
    assert_eq!(found.named_ppm, Some(found.value_ppm.clone()));
    assert_eq!(found.undisclosed_ppm, Some(range("0", "0")));
    assert_eq!(found.place_mass_mg, Some(range("10", "10")));
    assert_eq!(
        (content.material.as_deref(), found.causes),
        (None, ["over", "not-claimed"].map(str::to_owned).to_vec())
    );
}

#[test]
fn what_is_not_disclosed_is_told_apart_from_what_is_named() {
    let found = of(
        &[
            "A,X,10,Glass,10,Lead,7439-92-1,0.05,,",
            "A,X,10,Glass,10,Proprietary,,10,,",
            "A,X,10,Glass,10,Silica,7631-86-9,89.95,,",
        ],
        "eu-rohs",
        "*",
    );
    assert_eq!(found.undisclosed_ppm, Some(range("100000", "100000")));
    assert_eq!(found.causes, ["undisclosed"]);
    let names: Vec<&str> = found.contents.iter().map(|c| c.disclosed.as_str()).collect();
    assert_eq!(names, ["undisclosed"]);
}

#[test]
fn an_article_names_its_materials() {
    let found = of(
        &["A,X,100,Pin,90,Copper,7440-50-8,100,,", "A,X,100,Solder,10,Lead,7439-92-1,100,,"],
        "reach-svhc",
        "7439-92-1 Lead",
    );
    let [content] = &found.contents[..] else { panic!("{:#?}", found.contents) };
    assert_eq!(content.material.as_deref(), Some("Solder"));
    assert_eq!(
        (&content.share_ppm, &found.value_ppm),
        (&range("100000", "100000"), &content.counts_ppm)
    );
    assert_eq!(found.place_mass_mg, Some(range("100", "100")));
}

#[test]
fn a_part_without_a_declaration_has_no_figures() {
    let report = report(&bom(&["P,X,1"]), &[]);
    let found = finding(&report.products[0], "eu-rohs", "*");
    assert_eq!(found.causes, ["no-declaration"]);
    assert_eq!(
        (&found.place_mass_mg, &found.named_ppm, &found.undisclosed_ppm),
        (&None, &None, &None)
    );
    assert!(found.contents.is_empty() && found.statements.is_empty() && found.offers.is_empty());
}

#[test]
fn an_offered_exemption_has_its_end_and_its_text() {
    let rows = table(&[
        "A,X,10,Copper alloy,10,Lead,7439-92-1,3,,",
        "A,X,10,Copper alloy,10,Copper,7440-50-8,97,,",
    ]);
    let report = report(&bom(&["P,X,1"]), &[("d.csv", &rows)]);
    let found = finding(&report.products[0], "eu-rohs", "Pb");
    let [offer] = &found.offers[..] else { panic!("{:#?}", found.offers) };
    assert_eq!((offer.id.as_str(), offer.expires.as_deref()), ("6(c)", Some("2027-06-30")));
    let [text] = &report.exemptions[..] else { panic!("{:#?}", report.exemptions) };
    assert_eq!((text.id.as_str(), text.list.as_str()), (offer.id.as_str(), offer.list.as_str()));
    assert_eq!((text.least_ppm.as_deref(), text.most_ppm.as_deref()), (None, Some("40000")));
    assert!(text.text.contains("opper"), "{text:?}");
}

#[test]
fn a_verdict_names_the_statements_it_rests_on() {
    let stated = class_c("X", "2026-01-05", "EUROHS-1907", &none_over());
    let report = report_as(&bom(&["P,X,1"]), &[("c.xml", &stated)], &options(TODAY));
    let eu = verdict(&report.products[0], "eu-rohs");
    assert_eq!(eu.status, "compliant");
    let [rests] = &eu.statements[..] else { panic!("{:#?}", eu.statements) };
    assert_eq!((rests.list.as_str(), rests.parts, rests.documents.len()), ("EUROHS-1907", 1, 1));
    let silent = verdict(&report.products[0], "reach-svhc");
    assert!(silent.statements.is_empty(), "nothing is within by a statement: {silent:#?}");
}

#[test]
fn the_next_change_of_the_rules_is_named() {
    let rows = table(&["A,X,10,Pin,10,Copper,7440-50-8,100,,"]);
    let on = |date: &str| {
        let report = report_as(&bom(&["P,X,1"]), &[("d.csv", &rows)], &options(date));
        verdict(&report.products[0], "china-rohs").rules_change.clone()
    };
    assert!(on("2024-01-01").is_some());
    assert_eq!(on("2040-01-01"), None);
}
