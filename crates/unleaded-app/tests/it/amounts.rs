//! The sums: exact, outward, complete.

use crate::disclosure::{NOT_OVER, OVER, ROHS, class_c};
use crate::support::{Memory, TODAY, finding, options, outcome, report, verdict};

/// A table of compositions: part, its mass in mg, material, its mass in mg, substance, CAS, share in percent.
pub(crate) fn table(rows: &[&str]) -> String {
    let header = "maker,part,total mass (mg),material,material weight (mg),substance,cas,% of material,mass (mg),exemption,date";
    let lines = rows.iter().map(|row| {
        let missing = 10 - row.matches(',').count();
        format!("{row}{}", ",".repeat(missing))
    });
    std::iter::once(header.to_owned()).chain(lines).collect::<Vec<_>>().join("\n") + "\n"
}

pub(crate) fn bom(rows: &[&str]) -> String {
    format!("parent,child,quantity\n{}\n", rows.join("\n"))
}

const TIN: &str = "A,PIN,10,Body,10,Tin,7440-31-5,100";

#[test]
fn masses_are_own_plus_quantity_times_those_of_the_children() {
    let doc = table(&[TIN, "A,NUT,3,Body,3,Zinc,7440-66-6,60", "A,NUT,3,Body,3,Tin,7440-31-5,40"]);
    let bom = bom(&["P,S,2", "P,NUT,1", "S,PIN,3", "S,NUT,5"]);
    let product = &report(&bom, &[("d.csv", &doc)]).products[0];
    // 2 * (3 * 10 + 5 * 3) + 3
    assert_eq!(product.mass_mg.low, "93");
    let tin = product.substances.iter().find(|s| s.name == "Tin").unwrap();
    // 6 * 10 + 11 * 1.2
    assert_eq!(
        (tin.total.mass_mg.low.as_str(), tin.total.mass_mg.high.as_deref()),
        ("73.2", Some("73.2"))
    );
}

#[test]
fn decimal_quantities_are_exact_and_grams_count_a_raw_material() {
    let doc = table(&[TIN, "A,GLUE,2000,Glue,2000,Silica,60676-86-0,100"]);
    let bom =
        "parent,child,quantity,unit\nP,PIN,0.1,pcs\nP,S,0.2,pcs\nS,PIN,0.3,pcs\nP,GLUE,1.25,g\n";
    let product = &report(bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(product.mass_mg.low, "1251.6");
    assert_eq!(product.mass_mg.high.as_deref(), Some("1251.6"));
    assert_eq!(product.parts[2].unit, "grams");
}

#[test]
fn a_missing_declaration_is_unbounded_and_unknown_never_zero() {
    let doc = table(&[TIN]);
    let product = &report(&bom(&["P,PIN,1", "P,GONE,1"]), &[("d.csv", &doc)]).products[0];
    assert_eq!(product.status, "unknown");
    assert_eq!(product.mass_mg.high, None);
    assert_eq!(product.substances[0].total.mass_mg.high, None);
    assert_eq!(product.substances[0].total.mass_mg.low, "10");
    assert_eq!(product.coverage.parts.declared, 1);
    assert_eq!(product.coverage.parts.total, 2);
    assert_eq!(product.coverage.mass_declared_share, None);
    let missing = finding(product, "eu-rohs", "*");
    assert_eq!(missing.path, ["P", "GONE"]);
    assert_eq!(missing.reason, "the part has no usable declaration");
    assert_eq!(
        (missing.value_ppm.low.as_str(), missing.value_ppm.high.as_deref()),
        ("0", Some("1000000"))
    );
}

#[test]
fn a_weighed_mass_bounds_a_missing_part() {
    let doc = table(&[TIN]);
    let bom = "parent,child,quantity,mass,mass_unit\nP,PIN,1,,\nP,GONE,2,5,mg\n";
    let product = &report(bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(product.mass_mg.high.as_deref(), Some("20"));
    assert_eq!(product.substances[0].total.mass_mg.high.as_deref(), Some("20"));
    assert_eq!(product.coverage.mass_declared_share.as_deref(), Some("0.5"));
}

#[test]
fn a_declared_assembly_speaks_for_its_mass_and_its_children_for_the_worst_place() {
    let doc = table(&[
        "A,S,40,Steel,40,Iron,7439-89-6,100",
        "A,PIN,10,Solder,10,Lead,7439-92-1,50",
        "A,PIN,10,Solder,10,Tin,7440-31-5,50",
    ]);
    let memory = Memory::of(&[("d.csv", &doc)]);
    let outcome = outcome(&bom(&["P,S,1", "S,PIN,2"]), &memory, &options(TODAY), None);
    let report = outcome.report.unwrap();
    let product = &report.products[0];
    assert_eq!(product.mass_mg.low, "40");
    let lead = product.substances.iter().find(|s| s.name == "Lead").unwrap();
    assert_eq!(lead.total.mass_mg.low, "0");
    assert_eq!(lead.total.worst_ppm.low, "500000");
    assert_eq!(verdict(product, "eu-rohs").status, "non-compliant");
    assert!(outcome.diagnostics.iter().any(|d| d.code.name() == "assembly-mass-differs"));
}

#[test]
fn an_undeclared_child_of_a_declared_assembly_is_covered_by_it() {
    let doc = table(&["A,S,40,Steel,40,Iron,7439-89-6,100"]);
    let product = &report(&bom(&["P,S,1", "S,PIN,2"]), &[("d.csv", &doc)]).products[0];
    assert_eq!(product.status, "compliant");
    assert_eq!(verdict(product, "reach-svhc").status, "nothing-to-declare");
    assert_eq!(product.coverage.parts.declared, 1);
    assert_eq!(product.mass_mg.high.as_deref(), Some("40"));
    // The child alone is no worse than the worst material of the whole, and no better.
    let of = |product: &unleaded_documents::report::Product| {
        product.parts[0].statuses.iter().map(|s| s.status.clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(product)[..2], ["compliant", "compliant"]);
    let leaded = table(&["A,P,40,Solder,40,Lead,7439-92-1,100"]);
    let product = &report(&bom(&["P,PIN,2"]), &[("d.csv", &leaded)]).products[0];
    assert_eq!(product.status, "non-compliant");
    assert_eq!(of(product)[..2], ["unknown", "unknown"]);
}

#[test]
fn what_an_assembly_adds_is_added() {
    let doc = table(&[TIN, "A,S,5,Glue,5,Silica,60676-86-0,100"]);
    let bom = "parent,child,quantity,composition\nP,S,1,adds\nS,PIN,2,\n";
    let product = &report(bom, &[("d.csv", &doc)]).products[0];
    assert_eq!(product.mass_mg.low, "25");
}

/// What an assembly adds and nobody declares is no more zero than any part is.
#[test]
fn what_an_assembly_adds_without_a_composition_is_open() {
    let bom = "parent,child,quantity,composition\nP,S,1,adds\nS,PIN,2,\n";
    let tin = table(&[TIN]);
    let no_mercury = class_c("S", "2026-01-05", "EUROHS-1907", &[(ROHS[3], NOT_OVER)]);
    let leaded = class_c("S", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", OVER)]);
    let of = |document: &str, status: &str, high: Option<&str>, entry: &str, missing: usize| {
        let files = [("d.csv", tin.as_str()), ("s.xml", document)];
        let files = &files[..if document.is_empty() { 1 } else { 2 }];
        let outcome = outcome(bom, &Memory::of(files), &options(TODAY), None);
        let product = &outcome.report.unwrap().products[0];
        assert_eq!((product.status.as_str(), product.mass_mg.high.as_deref()), (status, high));
        assert_eq!(finding(product, "eu-rohs", entry).path, ["P", "S"]);
        assert_eq!(verdict(product, "reach-svhc").status, "unknown");
        let tin = product.substances[0].total.mass_mg.high.as_deref();
        assert_eq!(tin, high, "the rest may be tin, too");
        let told = outcome.diagnostics.iter().filter(|d| d.code.name() == "declaration-missing");
        assert_eq!(told.count(), missing);
    };
    of("", "unknown", None, "*", 1);
    of(&no_mercury, "unknown", Some("30"), "Pb", 0);
    of(&leaded, "non-compliant", Some("30"), "Pb", 0);
}

#[test]
fn lead_chromate_counts_in_both_groups_and_once_in_the_masses() {
    let doc = table(&["A,PAINT,100,Pigment,100,Lead chromate,7758-97-6,100"]);
    let product = &report(&bom(&["P,PAINT,1"]), &[("d.csv", &doc)]).products[0];
    assert_eq!(product.mass_mg.low, "100");
    assert_eq!(product.substances.len(), 1);
    let eu = verdict(product, "eu-rohs");
    let value = |key: &str| -> f64 {
        let entry = eu.entries.iter().find(|e| e.entry == key).unwrap();
        entry.total.worst_ppm.low.parse().unwrap()
    };
    // Of 323.2 g/mol, 207.2 are lead and 52.0 chromium.
    assert!((value("Pb") - 641_100.0).abs() < 300.0, "{}", value("Pb"));
    assert!((value("Cr6") - 160_900.0).abs() < 300.0, "{}", value("Cr6"));
}

#[test]
fn members_of_a_group_are_summed_inside_a_place_and_then_the_places_compared() {
    let doc = table(&[
        "A,X,20,One,10,Lead,7439-92-1,0.06",
        "A,X,20,One,10,Lead monoxide,1317-36-8,0.06",
        "A,X,20,One,10,Tin,7440-31-5,99.88",
        "A,X,20,Two,10,Lead,7439-92-1,0.08",
        "A,X,20,Two,10,Tin,7440-31-5,99.92",
    ]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.path, ["P", "X", "One"]);
    // 600 ppm of lead and 600 * 207.2 / 223.2 in the oxide; nowhere is a single substance over.
    assert!(
        lead.value_ppm.low.starts_with("1156.9") || lead.value_ppm.low.starts_with("1157"),
        "{}",
        lead.value_ppm.low
    );
    assert_eq!(verdict(product, "eu-rohs").findings.len(), 1);
}

#[test]
fn exactly_at_the_limit_is_within_and_one_attogram_more_is_over() {
    let exactly =
        table(&["A,X,1000,One,1000,Lead,7439-92-1,,1", "A,X,1000,One,1000,Tin,7440-31-5,,999"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &exactly)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "compliant");
    let more = table(&[
        "A,X,1000,One,1000,Lead,7439-92-1,,1.000000000000001",
        "A,X,1000,One,1000,Tin,7440-31-5,,998.999999999999999",
    ]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &more)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "non-compliant");
}

#[test]
fn the_same_inputs_give_the_same_bytes_whatever_their_names_and_order() {
    let (a, b) = (table(&[TIN]), table(&["B,NUT,3,Body,3,Zinc,7440-66-6,100"]));
    let bom = bom(&["P,PIN,1", "P,NUT,1"]);
    let first = report(&bom, &[("1.csv", &a), ("2.csv", &b)]).to_json();
    let second = report(&bom, &[("z.csv", &a), ("a.csv", &b)]).to_json();
    assert_eq!(first, second);
}

#[test]
fn overflow_is_an_error_never_a_wrap() {
    let doc = table(&["A,X,1e30,One,1e20,Tin,7440-31-5,100"]);
    let memory = Memory::of(&[("d.csv", &doc)]);
    let outcome = outcome(&bom(&["P,X,1"]), &memory, &options(TODAY), None);
    assert!(outcome.diagnostics.iter().any(|d| d.code.name() == "amount-overflow"));
    let doc = table(&["A,X,1e20,One,1e20,Tin,7440-31-5,100"]);
    let memory = Memory::of(&[("d.csv", &doc)]);
    let outcome = crate::support::outcome(
        "parent,child,quantity\nP,X,10000\n",
        &memory,
        &options(TODAY),
        None,
    );
    assert!(outcome.report.is_none());
    assert!(outcome.diagnostics.iter().any(|d| d.code.name() == "amount-overflow"));
}
