//! What counts as disclosed, and what statements exclude.

use unleaded_rules::Disclosure;

use crate::amounts::{bom, table};
use crate::support::{TODAY, finding, options, report, report_as, verdict};

fn status(rows: &[&str]) -> String {
    report(&bom(&["P,X,1"]), &[("d.csv", &table(rows))]).products[0].status.clone()
}

const TIN: &str = "A,X,10,One,10,Tin,7440-31-5,";

#[test]
fn a_number_or_a_listed_name_is_disclosed_and_a_placeholder_is_not() {
    assert_eq!(status(&["A,X,10,One,10,Tin,7440-31-5,100"]), "compliant");
    assert_eq!(status(&["A,X,10,One,10,Tin,,100"]), "compliant");
    assert_eq!(status(&["A,X,10,One,10,锡,,100"]), "compliant");
    for name in
        ["other", "Proprietary", "trade secret", "\"misc., not to declare\"", "其他", "Zyxxite 9"]
    {
        let row = format!("A,X,10,One,10,{name},,1");
        let rows = [format!("{TIN}99"), row];
        assert_eq!(status(&[&rows[0], &rows[1]]), "unknown", "{name}");
    }
}

#[test]
fn what_is_undisclosed_widens_every_entry_and_is_one_finding() {
    let doc = table(&[&format!("{TIN}99"), "A,X,10,One,10,Proprietary,,1"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let eu = verdict(product, "eu-rohs");
    assert_eq!(eu.findings.len(), 1);
    assert_eq!(eu.findings[0].entry, "*");
    assert_eq!(eu.findings[0].value_ppm.high.as_deref(), Some("10000"));
    // The share is nobody's mass: tin may be all of it, and surely is 9.9 mg.
    let tin = &product.substances[0].total;
    assert_eq!((tin.mass_mg.low.as_str(), tin.mass_mg.high.as_deref()), ("9.9", Some("10")));
}

#[test]
fn a_small_undisclosed_share_is_unknown_only_where_the_limit_is_smaller() {
    let doc = table(&[&format!("{TIN}99.95"), "A,X,10,One,10,Proprietary,,0.05"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let eu = verdict(product, "eu-rohs");
    let keys: Vec<&str> = eu.findings.iter().map(|f| f.entry.as_str()).collect();
    assert_eq!(keys, ["Cd"], "500 ppm may be cadmium over 100 ppm, and nothing else over 1000");
}

#[test]
fn a_generic_name_is_disclosed_as_its_class() {
    for number in ["", "N/A", "-", "none", "无"] {
        assert_eq!(status(&[&format!("A,X,10,One,10,Epoxy resin,{number},100")]), "compliant");
    }
    let doc = table(&["A,X,10,One,10,Metal hydroxide,,100"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert!(lead.reason.contains("Metal hydroxide"));
    assert!(!verdict(product, "eu-rohs").findings.iter().any(|f| f.entry == "PBB"));
}

#[test]
fn glass_is_undisclosed_for_just_what_it_may_hold() {
    let doc = table(&["A,X,10,One,10,Glass oxide,65997-17-3,100"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let eu = verdict(product, "eu-rohs");
    assert_eq!(eu.status, "unknown");
    assert!(eu.findings.iter().any(|f| f.entry == "Pb" && f.status == "unknown"));
    assert!(!eu.findings.iter().any(|f| f.entry == "*" || f.entry == "DEHP"));
}

#[test]
fn a_name_that_holds_the_element_counts_from_nothing_to_all_of_it() {
    let doc = table(&["A,X,10,One,10,Lead zyxxate hydrate,123456-78-8,100"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(
        (lead.value_ppm.low.as_str(), lead.value_ppm.high.as_deref()),
        ("0", Some("1000000"))
    );
    assert_eq!(lead.status, "unknown");
}

#[test]
fn within_the_closure_tolerance_nothing_is_undisclosed() {
    assert_eq!(status(&[&format!("{TIN}99.5")]), "compliant");
    assert_eq!(status(&[&format!("{TIN}99.4")]), "unknown");
    let mut wide = options(TODAY);
    wide.closure_tolerance = unleaded_model::amount::Fraction::ppm(10_000);
    let doc = table(&[&format!("{TIN}99.4")]);
    let report = report_as(&bom(&["P,X,1"]), &[("d.csv", &doc)], &wide);
    assert_eq!(report.products[0].status, "compliant");
    assert_eq!(report.options.closure_tolerance_percent, "1");
}

#[test]
fn a_sum_above_the_whole_widens_the_mass_and_the_document_is_used() {
    let doc = table(&["A,X,,One,10,Tin,7440-31-5,70", "A,X,,One,10,Zinc,7440-66-6,50"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    assert_eq!(product.substances.len(), 2);
    let tin = product.substances.iter().find(|s| s.name == "Tin").unwrap();
    assert_eq!(tin.total.mass_mg.low, "7");
}

#[test]
fn a_part_closes_within_the_printed_rounding_of_its_materials() {
    // 3.3 + 3.3 + 3.3 = 9.9 against 10.0: four addends printed to 0.1 may be 0.2 apart.
    let rows = |stated: &str| {
        table(&[
            &format!("A,X,{stated},One,3.3,Tin,7440-31-5,100"),
            &format!("A,X,{stated},Two,3.3,Tin,7440-31-5,100"),
            &format!("A,X,{stated},Three,3.3,Tin,7440-31-5,100"),
        ])
    };
    let product =
        |stated: &str| report(&bom(&["P,X,1"]), &[("d.csv", &rows(stated))]).products[0].clone();
    assert_eq!(product("10.1").status, "compliant");
    let short = product("10.2");
    assert_eq!(short.status, "unknown");
    let undisclosed = finding(&short, "eu-rohs", "*");
    assert_eq!(undisclosed.path, ["P", "X", "(undisclosed)"]);
    assert_eq!(undisclosed.value_ppm.high.as_deref(), Some("1000000"));
    let over = product("9.0");
    assert_eq!((over.mass_mg.low.as_str(), over.mass_mg.high.as_deref()), ("9", Some("9.9")));
    assert_eq!(over.status, "compliant");
}

#[test]
fn without_a_stated_mass_the_mass_is_the_sum() {
    let doc = table(&["A,X,,One,3,Tin,7440-31-5,100", "A,X,,Two,4,Zinc,7440-66-6,100"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    assert_eq!(product.mass_mg.low, "7");
}

#[test]
fn trusting_full_disclosure_is_an_option_that_the_report_records() {
    let doc = table(&[&format!("{TIN}90"), "A,X,10,One,10,Proprietary,,10"]);
    let bom = bom(&["P,X,1"]);
    let strict = report(&bom, &[("d.csv", &doc)]);
    assert_eq!(strict.products[0].status, "unknown");
    assert_eq!(strict.options.disclosure_policy, "strict");
    let mut trusting = options(TODAY);
    trusting.disclosure = Disclosure::TrustFull;
    let trusted = report_as(&bom, &[("d.csv", &doc)], &trusting);
    assert_eq!(trusted.products[0].status, "compliant");
    assert_eq!(trusted.options.disclosure_policy, "trust-full");
}

/// A class C document of one part with one list.
pub(crate) fn class_c(part: &str, date: &str, list: &str, answers: &[(&str, &str)]) -> String {
    let categories: String = answers
        .iter()
        .map(|(name, inside)| {
            format!("<SubstanceCategory name=\"{name}\" reportableApplication=\"All\">{inside}</SubstanceCategory>")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\">\
<BusinessInfo mode=\"Distribute\"><Response date=\"{date}\"><SupplyCompany name=\"A\"/></Response>\
<Declaration legalType=\"Standard\" supplierAcceptance=\"true\"/></BusinessInfo>\
<Include><Sectional name=\"MaterialInfo\"><SubSectional name=\"C\"/></Sectional></Include>\
<Product unitType=\"Each\" numberOfInstances=\"1\"><ProductID itemName=\"x\" itemNumber=\"{part}\"><Amount value=\"10\" UOM=\"mg\"/></ProductID>\
<MaterialInfo><SubstanceCategoryList><SubstanceCategoryListID identity=\"{list}\" authority=\"IPC\"/>{categories}\
</SubstanceCategoryList></MaterialInfo></Product></MainDeclaration>\n"
    )
}

pub(crate) const NOT_OVER: &str = "<Threshold overThreshold=\"false\" threshold=\"0.1 mass%\"/>";
pub(crate) const NOT_OVER_CADMIUM: &str =
    "<Threshold overThreshold=\"false\" threshold=\"0.01 mass% of homogeneous material\"/>";
pub(crate) const OVER: &str = "<Threshold overThreshold=\"true\" threshold=\"0.1 mass%\"/>";

/// The ten entries of EU RoHS as IPC names them.
pub(crate) const ROHS: [&str; 10] = [
    "Cadmium/Cadmium Compounds",
    "Chromium VI Compounds",
    "Lead/Lead Compounds",
    "Mercury/Mercury Compounds",
    "Polybrominated Biphenyls (PBB)",
    "Polybrominated Diphenylethers (PBDE)",
    "Bis (2-ethylhexyl) phthalate (DEHP)",
    "Butyl benzyl phthalate (BBP)",
    "Dibutyl phthalate (DBP)",
    "Diisobutyl phthalate (DIBP)",
];

/// An answer for each of the ten, in the words of the list.
pub(crate) fn none_over() -> Vec<(&'static str, &'static str)> {
    let of = |name: &str| if name.starts_with("Cadmium") { NOT_OVER_CADMIUM } else { NOT_OVER };
    ROHS.iter().map(|name| (*name, of(name))).collect()
}

#[test]
fn a_statement_against_a_looser_threshold_leaves_the_limit_open() {
    let mut answers = none_over();
    answers[0].1 = NOT_OVER;
    let loose = class_c("X", "2026-01-05", "EUROHS-1907", &answers);
    let product = &report(&bom(&["P,X,1"]), &[("c.xml", &loose)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "unknown");
    let cadmium = finding(product, "eu-rohs", "Cd");
    assert_eq!(cadmium.value_ppm.high.as_deref(), Some("1000"));
}

#[test]
fn statements_cover_exactly_the_entries_that_they_answer() {
    let answers = none_over();
    let all = class_c("X", "2026-01-05", "EUROHS-1907", &answers);
    let product = &report(&bom(&["P,X,1"]), &[("c.xml", &all)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "compliant");
    assert_eq!(product.coverage.parts.declared, 1);
    // A statement on EU RoHS says nothing of candidates.
    assert_eq!(verdict(product, "reach-svhc").status, "unknown");
    let most = class_c("X", "2026-01-05", "EUROHS-1907", &answers[1..]);
    let product = &report(&bom(&["P,X,1"]), &[("c.xml", &most)]).products[0];
    let open: Vec<&str> =
        verdict(product, "eu-rohs").findings.iter().map(|f| f.entry.as_str()).collect();
    assert_eq!(open, ["Cd"]);
}

#[test]
fn statements_on_an_assembly_speak_for_what_is_undeclared_in_it() {
    let answers = none_over();
    let lines = bom(&["P,S,1", "S,GONE,1"]);
    let all = class_c("S", "2026-01-05", "EUROHS-1907", &answers);
    let product = &report(&lines, &[("c.xml", &all)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "compliant");
    assert_eq!(product.mass_mg.high.as_deref(), Some("10"));
    let some = class_c("S", "2026-01-05", "EUROHS-1907", &answers[..1]);
    let product = &report(&lines, &[("c.xml", &some)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "unknown");
    assert_eq!(verdict(product, "eu-rohs").findings.len(), 9);
    // Where everything in it is declared, its masses come from its children.
    let doc = table(&["A,GONE,7,One,7,Tin,7440-31-5,100"]);
    let product = &report(&lines, &[("c.xml", &some), ("d.csv", &doc)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "compliant");
    assert_eq!(product.mass_mg.low, "7");
}

#[test]
fn a_statement_closes_what_a_composition_leaves_open() {
    let d = table(&[&format!("{TIN}90"), "A,X,10,One,10,Proprietary,,10"]);
    let answers = none_over();
    let c = class_c("X", "2026-01-05", "EUROHS-1907", &answers);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &d), ("c.xml", &c)]).products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "compliant");
    assert_eq!(product.mass_mg.low, "10");
}

#[test]
fn over_without_an_amount_is_over_by_statement() {
    let c = class_c("X", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", OVER)]);
    let product = &report(&bom(&["P,X,1"]), &[("c.xml", &c)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "non-compliant");
    assert_eq!(
        (lead.value_ppm.low.as_str(), lead.value_ppm.high.as_deref()),
        ("1000", Some("1000000"))
    );
    assert!(lead.reason.contains("EUROHS-1907"));
}

#[test]
fn a_contradiction_gives_the_hull_and_names_both() {
    let d = table(&["A,X,10,One,10,Tin,7440-31-5,99", "A,X,10,One,10,Lead,7439-92-1,1"]);
    let c = class_c("X", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", NOT_OVER)]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &d), ("c.xml", &c)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert_eq!((lead.value_ppm.low.as_str(), lead.value_ppm.high.as_deref()), ("0", Some("10000")));
    assert!(lead.reason.contains("EUROHS-1907"), "{}", lead.reason);
}

#[test]
fn the_newest_composition_of_a_maker_counts() {
    let old = table(&["A,X,10,One,10,Lead,7439-92-1,100,,,2024-01-01"]);
    let new = table(&["A,X,10,One,10,Tin,7440-31-5,100,,,2025-01-01"]);
    let report = report(&bom(&["P,X,1"]), &[("old.csv", &old), ("new.csv", &new)]);
    assert_eq!(report.products[0].status, "compliant");
    let used: Vec<bool> = report.inputs.declarations.iter().map(|d| d.used).collect();
    assert_eq!(used.iter().filter(|used| **used).count(), 1);
}

#[test]
fn makers_are_alternatives_and_what_only_one_has_is_unknown() {
    let one = table(&["A,X,10,One,10,Lead,7439-92-1,100"]);
    let other = table(&["B,X,12,One,12,Tin,7440-31-5,100"]);
    let product = &report(&bom(&["P,X,1"]), &[("a.csv", &one), ("b.csv", &other)]).products[0];
    assert_eq!((product.mass_mg.low.as_str(), product.mass_mg.high.as_deref()), ("10", Some("12")));
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert!(lead.reason.contains("only the part of maker `A`"), "{}", lead.reason);
    let named = "parent,child,quantity,maker\nP,X,1,B\n";
    let product = &report(named, &[("a.csv", &one), ("b.csv", &other)]).products[0];
    assert_eq!(product.status, "compliant");
}
