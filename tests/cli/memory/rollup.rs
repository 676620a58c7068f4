//! Roll-ups: documents that are small, and would be large if each thing in them were multiplied by another.

use std::fmt::Write as _;

use super::{Hostile, YES, put, run};
use crate::support::folder;

/// One part with so many item numbers and so many substances.
fn part(numbers: u32, substances: u32) -> String {
    let mut text = r#"<MainDeclaration xmlns="http://webstds.ipc.org/175x/2.0" version="2.0"><BusinessInfo mode="Distribute"><Response date="2026-01-01"><SupplyCompany name="A"/></Response></BusinessInfo><Product>"#.to_owned();
    for number in 0..numbers {
        write!(text, r#"<ProductID itemNumber="R-{number}"/>"#).unwrap();
    }
    text.push_str(r#"<MaterialInfo><HomogeneousMaterialList><HomogeneousMaterial name="Wire"><Amount value="1" UOM="g"/><SubstanceCategoryList><SubstanceCategory name="Supplier">"#);
    for _ in 0..substances {
        write!(text, r#"<Substance name="Copper"><SubstanceID identity="7440-50-8" authority="CAS"/><Concentration value="{}" UOM="ppm"/></Substance>"#, 1_000_000 / substances).unwrap();
    }
    text.push_str("</SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial></HomogeneousMaterialList></MaterialInfo></Product></MainDeclaration>");
    text
}

#[test]
fn many_numbers_of_a_part() {
    let documents = folder("memory-documents-with-many-numbers");
    std::fs::write(documents.join("a.xml"), part(2_000, 2_000)).unwrap();
    let hostile =
        Hostile { what: "many numbers", mib: 512, exit: YES, code: "declaration-unmatched" };
    let words = "rollup - --rules eu-rohs --as-of 2026-11-22 -o out.json --declarations";
    run(&hostile, &format!("{words} {}", documents.display()), |out| {
        put(out, "parent,child,quantity\nP,R-7,1\n");
    });
}
