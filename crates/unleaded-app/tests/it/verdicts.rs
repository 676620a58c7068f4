//! Verdicts: every status for the right reason, on the right date, at the right level.

use crate::amounts::{bom, table};
use crate::disclosure::{NOT_OVER, class_c};
use crate::support::{TODAY, finding, options, report, report_as, verdict};

/// A part of one material with so much lead, the claim in the column of exemptions.
fn leaded(material: &str, percent: &str, claim: &str) -> String {
    let rest: f64 = 100.0 - percent.parse::<f64>().unwrap();
    table(&[
        &format!("A,X,10,{material},10,Lead,7439-92-1,{percent},,{claim}"),
        &format!("A,X,10,{material},10,Copper,7440-50-8,{rest},,{claim}"),
    ])
}

fn eu(doc: &str, as_of: &str) -> (String, String) {
    let report = report_as(&bom(&["P,X,1"]), &[("d.csv", doc)], &options(as_of));
    let verdict = verdict(&report.products[0], "eu-rohs");
    let reason = verdict.findings.first().map(|f| f.reason.clone()).unwrap_or_default();
    (verdict.status.clone(), reason)
}

#[test]
fn every_status_of_a_restriction() {
    assert_eq!(eu(&leaded("Brass", "0.05", ""), TODAY).0, "compliant");
    assert_eq!(eu(&leaded("Brass", "3", "6(c)"), TODAY).0, "compliant-by-exemption");
    assert_eq!(eu(&leaded("Brass", "3", "99(z)"), TODAY).0, "unknown");
    assert_eq!(eu(&leaded("Brass", "3", ""), TODAY).0, "non-compliant");
}

#[test]
fn an_unclaimed_exemption_is_offered_and_changes_nothing() {
    let (status, reason) = eu(&leaded("Copper alloy", "3", ""), TODAY);
    assert_eq!(status, "non-compliant");
    assert!(reason.contains("6(c)") && reason.contains("not claimed"), "{reason}");
}

#[test]
fn an_exemption_has_its_own_limit() {
    assert_eq!(eu(&leaded("Brass", "4", "6(c)"), TODAY).0, "compliant-by-exemption");
    let (status, reason) = eu(&leaded("Brass", "4.01", "6(c)"), TODAY);
    assert_eq!(status, "non-compliant");
    assert!(reason.contains("limit of exemption 6(c)"), "{reason}");
    assert_eq!(eu(&leaded("Solder", "92", "7(a)"), TODAY).0, "compliant-by-exemption");
    assert_eq!(eu(&leaded("Solder", "60", "7(a)"), TODAY).0, "non-compliant");
}

#[test]
fn an_exemption_ends_and_its_end_is_named() {
    let doc = leaded("Brass", "3", "6(c)");
    let report = report_as(&bom(&["P,X,1"]), &[("d.csv", &doc)], &options("2027-06-30"));
    let last = verdict(&report.products[0], "eu-rohs").clone();
    assert_eq!(
        (last.status.as_str(), last.earliest_expiry.as_deref()),
        ("compliant-by-exemption", Some("2027-06-30"))
    );
    let (status, reason) = eu(&doc, "2027-07-01");
    assert_eq!(status, "non-compliant");
    assert!(reason.contains("ended on 2027-06-30"), "{reason}");
    // Between the nominal end of 2021 and the act of 2025 a renewal was pending.
    let (status, reason) = eu(&doc, "2024-01-01");
    assert_eq!(status, "unknown");
    assert!(reason.contains("pending"), "{reason}");
}

#[test]
fn disputed_ends_are_unknown_between_them() {
    let doc = leaded("Aluminium", "0.3", "6(b)");
    assert_eq!(eu(&doc, "2026-05-01").0, "compliant-by-exemption");
    let (status, reason) = eu(&doc, TODAY);
    assert_eq!(status, "unknown");
    assert!(reason.contains("2026-06-11") && reason.contains("2027-06-11"), "{reason}");
    assert_eq!(eu(&doc, "2027-12-01").0, "non-compliant");
}

#[test]
fn an_exemption_is_for_its_categories() {
    let doc = leaded("Aluminium", "0.3", "6(b)-I");
    let in_scope = |category: &str| {
        let mut options = options("2027-01-15");
        options.category = unleaded_rules::lists::Category::parse(category).unwrap();
        let report = report_as(&crate::amounts::bom(&["P,X,1"]), &[("d.csv", &doc)], &options);
        (verdict(&report.products[0], "eu-rohs").status.clone(), report.options.eu_rohs_category)
    };
    // Ended on 2026-12-11 for categories 1 to 7 and 10, runs on for industrial instruments.
    assert_eq!(in_scope("3"), ("non-compliant".to_owned(), "3".to_owned()));
    assert_eq!(in_scope("9-industrial").0, "compliant-by-exemption");
}

#[test]
fn a_claim_on_chinas_exceptions_is_unknown_and_one_on_the_eus_does_not_carry_over() {
    let eu = leaded("Brass", "3", "6(c)");
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &eu)]).products[0];
    assert_eq!(verdict(product, "china-rohs").status, "non-compliant");
    assert_eq!(product.status, "non-compliant");
    let claim = "<Threshold overThreshold=\"true\" threshold=\"0.1\"/><ExemptionList><ExemptionListID identity=\"China RoHS 2018\" authority=\"MIIT\"/><Exemption identity=\"6\"/></ExemptionList>";
    let c = class_c("X", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", claim)]);
    let product = &report(&bom(&["P,X,1"]), &[("c.xml", &c)]).products[0];
    let lead = finding(product, "china-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert!(lead.reason.contains("not in the data"), "{}", lead.reason);
    assert!(lead.reason_zh.contains("没有其文本"));
}

#[test]
fn candidates_are_counted_per_article_not_per_material_and_not_per_product() {
    // 5 % of a material that is 2.2 % of the part: 0.11 % of the article, far below once built into the product.
    let doc = table(&[
        "A,COIL,1000,Glue,22,2-methylimidazole,693-98-1,5",
        "A,COIL,1000,Glue,22,Silica,60676-86-0,95",
        "A,COIL,1000,Core,978,Iron,7439-89-6,100",
        "A,CASE,99000,Case,99000,Iron,7439-89-6,100",
    ]);
    let product = &report(&bom(&["P,COIL,1", "P,CASE,1"]), &[("d.csv", &doc)]).products[0];
    let reach = verdict(product, "reach-svhc");
    assert_eq!((reach.status.as_str(), reach.kind.as_str()), ("declare", "disclosure"));
    let found = finding(product, "reach-svhc", "693-98-1 2-methylimidazole");
    assert_eq!(found.value_ppm.low, "1100");
    assert_eq!(
        (found.level.as_str(), found.path.as_slice()),
        ("article", &["P".to_owned(), "COIL".to_owned()][..])
    );
    assert!(
        found.duties.iter().any(|d| d.contains("Article 33"))
            && found.duties.iter().any(|d| d.contains("SCIP"))
    );
    // A duty to tell is not a breach: the product as a whole stays compliant.
    assert_eq!(product.status, "compliant");
}

#[test]
fn a_newer_edition_leaves_only_the_added_entries_open() {
    let doc = table(&["A,X,10,One,10,Tin,7440-31-5,90", "A,X,10,One,10,Proprietary,,10"]);
    let names: Vec<String> = unleaded_rules::lists::Lists::shipped()
        .svhc
        .on("2024-06-30".parse().unwrap())
        .map(|e| e.name_en.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;"))
        .collect();
    let answers: Vec<(&str, &str)> = names.iter().map(|n| (n.as_str(), NOT_OVER)).collect();
    let c = class_c("X", "2024-07-01", "EUREACH-0624", &answers);
    let files = [("d.csv", doc.as_str()), ("c.xml", c.as_str())];
    let then = report_as(&bom(&["P,X,1"]), &files, &options("2024-07-01"));
    assert_eq!(verdict(&then.products[0], "reach-svhc").status, "nothing-to-declare");
    let now = report(&bom(&["P,X,1"]), &files);
    let open = verdict(&now.products[0], "reach-svhc");
    assert_eq!(open.status, "unknown");
    assert_eq!(open.findings.len(), 253 - 241);
}

#[test]
fn the_basis_of_china_rohs_follows_the_date_of_assessment() {
    let doc = leaded("Brass", "0.05", "");
    let basis = |date: &str| {
        let report = report_as(&bom(&["P,X,1"]), &[("d.csv", &doc)], &options(date));
        (report.options.china_basis.unwrap(), report.options.china_bases_allowed.len())
    };
    assert_eq!(basis("2025-11-19"), ("GB/T 26572-2011".to_owned(), 1));
    assert_eq!(basis("2025-11-20"), ("GB/T 26572-2011".to_owned(), 3));
    assert_eq!(basis("2025-12-31"), ("GB/T 26572-2011".to_owned(), 3));
    assert_eq!(basis("2026-01-01"), ("GB/T 26572-2011+A1".to_owned(), 2));
    assert_eq!(basis("2027-07-31"), ("GB/T 26572-2011+A1".to_owned(), 2));
    assert_eq!(basis("2027-08-01"), ("GB 26572-2025".to_owned(), 1));
}

#[test]
fn phthalates_are_restricted_in_china_from_the_amendment_on() {
    let doc = table(&["A,X,10,One,10,DEHP,117-81-7,1", "A,X,10,One,10,Silica,60676-86-0,99"]);
    let status = |date: &str| {
        let report = report_as(&bom(&["P,X,1"]), &[("d.csv", &doc)], &options(date));
        verdict(&report.products[0], "china-rohs").status.clone()
    };
    assert_eq!(status("2025-12-31"), "compliant");
    assert_eq!(status("2026-01-01"), "non-compliant");
}

#[test]
fn counts_are_of_places_and_every_status_is_shown() {
    let doc = table(&[
        "A,X,30,One,10,Tin,7440-31-5,100",
        "A,X,30,Two,10,Lead,7439-92-1,100",
        "A,X,30,Three,10,Tin,7440-31-5,100",
    ]);
    let product = &report(&bom(&["P,X,3"]), &[("d.csv", &doc)]).products[0];
    let counts = &verdict(product, "eu-rohs").counts;
    assert_eq!(counts["compliant"], 2);
    assert_eq!(counts["non-compliant"], 1);
    assert_eq!((counts["unknown"], counts["compliant-by-exemption"]), (0, 0));
}

#[test]
fn a_bad_signature_leaves_the_document_out() {
    use std::collections::BTreeMap;

    use unleaded_app::signing::sign;
    use unleaded_model::diagnostic::FileName;
    use unleaded_trust::PrivateKey;

    let doc = leaded("Brass", "0.05", "");
    let key = PrivateKey::from_seed([7; 32]);
    let envelope =
        sign(&FileName::new("d.csv"), doc.as_bytes(), &key, TODAY.parse().unwrap()).unwrap();
    let folder = |doc: &str| {
        let files = [("d.csv", doc.as_bytes().to_vec()), ("d.csv.dsse.json", envelope.clone())];
        crate::support::Memory(BTreeMap::from(files.map(|(n, b)| (n.to_owned(), b))))
    };
    let good = crate::support::outcome(&bom(&["P,X,1"]), &folder(&doc), &options(TODAY), None);
    let report = good.report.unwrap();
    assert_eq!(report.inputs.declarations[0].signature, "not-checked");
    assert_eq!(report.products[0].status, "compliant");
    // Without any trust file a changed byte is seen all the same.
    let changed = doc.replace("0.05", "0.06");
    let bad = crate::support::outcome(&bom(&["P,X,1"]), &folder(&changed), &options(TODAY), None);
    let report = bad.report.unwrap();
    assert_eq!(report.inputs.declarations[0].signature, "bad");
    assert_eq!(
        report.inputs.declarations[0].left_out.as_deref(),
        Some("signature-changed-document")
    );
    assert_eq!(report.products[0].status, "unknown");
}

#[test]
fn a_sub_product_with_a_number_of_its_own_is_an_article_and_a_layer_is_not() {
    let material = |name: &str, mass: &str, cas: &str, share: &str| {
        format!(
            "<HomogeneousMaterial name=\"{name}\"><Amount value=\"{mass}\" UOM=\"mg\"/><SubstanceCategoryList>\
<SubstanceCategoryListID identity=\"x\" authority=\"y\"/><SubstanceCategory name=\"Supplier\">\
<Substance name=\"s\"><SubstanceID identity=\"{cas}\" authority=\"CAS\"/><Concentration value=\"{share}\" UOM=\"massPercent\"/></Substance>\
<Substance name=\"Iron\"><SubstanceID identity=\"7439-89-6\" authority=\"CAS\"/><Concentration value=\"{}\" UOM=\"massPercent\"/></Substance>\
</SubstanceCategory></SubstanceCategoryList></HomogeneousMaterial>",
            100.0 - share.parse::<f64>().unwrap()
        )
    };
    let document = |number: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MainDeclaration xmlns=\"http://webstds.ipc.org/175x/2.0\" version=\"2.0\">\
<BusinessInfo mode=\"Distribute\"><Response date=\"2026-01-05\"><SupplyCompany name=\"A\"/></Response>\
<Declaration legalType=\"Standard\" supplierAcceptance=\"true\"/></BusinessInfo>\
<Include><Sectional name=\"MaterialInfo\"><SubSectional name=\"D\"/></Sectional></Include>\
<Product unitType=\"Each\" numberOfInstances=\"1\"><ProductID itemName=\"x\" itemNumber=\"X\"><Amount value=\"10000\" UOM=\"mg\"/></ProductID>\
<SubProduct><ProductID itemName=\"seal\" {number}><Amount value=\"100\" UOM=\"mg\"/></ProductID><MaterialInfo><HomogeneousMaterialList>\
{}</HomogeneousMaterialList></MaterialInfo></SubProduct>\
<MaterialInfo><HomogeneousMaterialList>{}</HomogeneousMaterialList></MaterialInfo></Product></MainDeclaration>\n",
            material("Rubber", "100", "117-81-7", "0.5"),
            material("Steel", "9900", "7440-50-8", "1"),
        )
    };
    let with_number = report(&bom(&["P,X,1"]), &[("d.xml", &document("itemNumber=\"SEAL-1\""))]);
    let found = finding(
        &with_number.products[0],
        "reach-svhc",
        "117-81-7 Bis (2-ethylhexyl)phthalate (DEHP)",
    );
    assert_eq!(found.path, ["P", "X", "SEAL-1"]);
    assert_eq!((found.status.as_str(), found.value_ppm.low.as_str()), ("declare", "5000"));
    // As a layer it is diluted by the part: 0.5 mg in 10 g is 50 ppm.
    let layer = report(&bom(&["P,X,1"]), &[("d.xml", &document(""))]);
    assert_eq!(verdict(&layer.products[0], "reach-svhc").status, "nothing-to-declare");
    let rohs = finding(&layer.products[0], "eu-rohs", "DEHP");
    assert_eq!(rohs.path, ["P", "X", "seal", "Rubber"]);
}
