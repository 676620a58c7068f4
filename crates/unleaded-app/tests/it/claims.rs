//! What became of the exemptions that documents claim. It changes no verdict.

use unleaded_documents::report::Product;
use unleaded_rules::lists::Category;

use crate::amounts::{bom, table};
use crate::disclosure::{NOT_OVER, class_c};
use crate::support::{TODAY, options, outcome, report, report_as};

/// A part of one material with so much lead, the claim beside the lead.
fn leaded(part: &str, material: &str, percent: &str, claim: &str) -> [String; 2] {
    let rest: f64 = 100.0 - percent.parse::<f64>().unwrap();
    [
        format!("A,{part},10,{material},10,Lead,7439-92-1,{percent},,{claim}"),
        format!("A,{part},10,{material},10,Copper,7440-50-8,{rest},,"),
    ]
}

fn rows(rows: &[[String; 2]]) -> String {
    let rows: Vec<&str> = rows.iter().flatten().map(String::as_str).collect();
    table(&rows)
}

/// The claims of the product on EU RoHS: name, entry, outcome, part, places.
fn told(product: &Product) -> Vec<(&str, &str, &str, &str, u64)> {
    let of_eu = product.claims.iter().filter(|c| c.rule_set.as_deref() == Some("eu-rohs"));
    of_eu
        .map(|c| {
            let entry = c.entry.as_deref().unwrap_or("-");
            (c.id.as_str(), entry, c.outcome.as_str(), c.part.as_str(), c.places)
        })
        .collect()
}

/// What becomes of one claim on one part.
#[track_caller]
fn check(doc: &str, as_of: &str, category: &str, expect: &[(&str, &str, &str)]) {
    let mut options = options(as_of);
    options.category = Category::parse(category).unwrap();
    let report = report_as(&bom(&["P,X,1"]), &[("d.csv", doc)], &options);
    let found: Vec<_> = told(&report.products[0]).iter().map(|c| (c.0, c.1, c.2)).collect();
    assert_eq!(found, expect);
}

fn brass(percent: &str, claim: &str) -> String {
    rows(&[leaded("X", "Brass", percent, claim)])
}

#[test]
fn every_outcome_of_a_claim_on_eu_rohs() {
    for (percent, claim, as_of, category, entry, outcome) in [
        ("3", "6(c)", TODAY, "3", "Pb", "applied"),
        ("4", "6 (C)", TODAY, "3", "Pb", "applied"),
        ("4.0001", "6(c)", TODAY, "3", "Pb", "outside-its-limit"),
        ("0.1", "6(c)", TODAY, "3", "Pb", "unneeded"),
        ("0.100001", "6(c)", TODAY, "3", "Pb", "applied"),
        ("0", "6(c)", TODAY, "3", "-", "unmatched"),
        ("3", "6(c)", "2027-06-30", "3", "Pb", "applied"),
        ("3", "6(c)", "2027-07-01", "3", "Pb", "expired"),
        ("3", "6(c)", "2024-01-01", "3", "Pb", "valid-until-decided"),
        ("0.3", "6(b)", "2026-06-11", "3", "Pb", "applied"),
        ("0.3", "6(b)", "2026-06-12", "3", "Pb", "disputed"),
        ("0.3", "6(b)", "2027-06-11", "3", "Pb", "disputed"),
        ("0.3", "6(b)", "2027-06-12", "3", "Pb", "expired"),
        ("0.3", "6(b)-I", TODAY, "8", "Pb", "out-of-scope"),
        ("0.3", "6(b)", TODAY, "8", "Pb", "scope-unclear"),
        ("0.3", "6(a)-II", "2025-12-10", "3", "Pb", "not-yet"),
        ("3", "99(z)", TODAY, "3", "Pb", "unknown-id"),
    ] {
        let id = if claim == "6 (C)" { "6(c)" } else { claim };
        check(&brass(percent, claim), as_of, category, &[(id, entry, outcome)]);
    }
    // Of a name that no list knows it is told that before anything of the places.
    check(&brass("0.01", "99(z)"), TODAY, "3", &[("99(z)", "-", "unknown-id")]);
}

#[test]
fn a_claim_beside_something_else_matches_nothing_or_another_substance() {
    let claimed = |substance: &str| {
        table(&[&format!("A,X,10,One,10,{substance},1,,6(c)"), "A,X,10,One,10,Iron,7439-89-6,99,,"])
    };
    check(&claimed("Copper,7440-50-8"), TODAY, "3", &[("6(c)", "-", "unmatched")]);
    check(&claimed("Cadmium,7440-43-9"), TODAY, "3", &[("6(c)", "Cd", "other-substance")]);
}

#[test]
fn of_two_that_would_cover_the_one_that_ends_first_is_named() {
    // 7(a)-I runs until 2027-12-31, 7(a) until 2027-06-30.
    let doc = rows(&[leaded("X", "Joint", "92", "7(a)-I;7(a)")]);
    let report = report(&bom(&["P,X,1"]), &[("d.csv", &doc)]);
    let verdict = report.products[0].verdict("eu-rohs").unwrap();
    assert_eq!(verdict.earliest_expiry.as_deref(), Some("2027-06-30"));
    let found = told(&report.products[0]);
    assert_eq!(found, [("7(a)", "Pb", "applied", "X", 1), ("7(a)-I", "Pb", "alternative", "X", 1)]);
}

#[test]
fn what_may_be_over_leaves_the_need_open() {
    let doc = table(&[
        "A,X,10,Alloy,10,Lead,7439-92-1,0.05,,6(c)",
        "A,X,10,Alloy,10,Proprietary,,99.95,,",
    ]);
    check(&doc, TODAY, "3", &[("6(c)", "Pb", "open")]);
}

/// One row for a part, a claim and an outcome, however many places are so; one that is needed somewhere is not told of
/// where it is not.
#[test]
fn places_are_counted_and_what_says_the_most_is_told() {
    let mut lines = Vec::new();
    for (at, percent) in ["3", "2", "0.01"].iter().enumerate() {
        lines.push(format!("A,X,30,M{at},10,Lead,7439-92-1,{percent},,6(c)"));
        let rest: f64 = 100.0 - percent.parse::<f64>().unwrap();
        lines.push(format!("A,X,30,M{at},10,Copper,7440-50-8,{rest},,"));
    }
    lines.extend(leaded("Y", "Brass", "0.01", "6(c)"));
    let doc = table(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let report = report(&bom(&["P,X,2", "P,Y,1", "P,S,1", "S,X,5"]), &[("d.csv", &doc)]);
    let product = &report.products[0];
    assert_eq!(
        told(product),
        [("6(c)", "Pb", "applied", "X", 2), ("6(c)", "Pb", "unneeded", "Y", 1)]
    );
    let first = &product.claims[0];
    assert_eq!(first.path, ["P", "X", "M0"]);
    assert_eq!(first.document.as_deref().map(str::len), Some("sha256:".len() + 64));
    assert_eq!(first.expires.as_deref(), Some("2027-06-30"));
    assert_eq!(product.claims[1].expires, None);
}

#[test]
fn lists_that_are_not_judged_are_told_apart() {
    let claim = "<Threshold overThreshold=\"true\" threshold=\"0.1\"/><ExemptionList><ExemptionListID identity=\"ELV Annex II\" authority=\"EU\"/><Exemption identity=\"3\"/></ExemptionList>";
    let doc = class_c("X", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", claim)]);
    let product = &report(&bom(&["P,X,1"]), &[("c.xml", &doc)]).products[0];
    assert_eq!(product.claims.len(), 1, "{:#?}", product.claims);
    let claim = &product.claims[0];
    assert_eq!((&claim.rule_set, claim.outcome.as_str()), (&None, "unmatched"));
    assert_eq!((claim.id.as_str(), claim.list.as_str()), ("3", "EU ELV Annex II"));
}

#[test]
fn claims_on_chinas_exceptions_stand_under_that_law() {
    let over = "<Threshold overThreshold=\"true\" threshold=\"0.1\"/>";
    let claim = "<ExemptionList><ExemptionListID identity=\"China RoHS 2018\" authority=\"MIIT\"/><Exemption identity=\"6\"/></ExemptionList>";
    for (answer, outcome) in [(over, "not-held"), (NOT_OVER, "unneeded")] {
        let answers = [("Lead/Lead Compounds", format!("{answer}{claim}"))];
        let answers = [(answers[0].0, answers[0].1.as_str())];
        let doc = class_c("X", "2026-01-05", "EUROHS-1907", &answers);
        let product = &report(&bom(&["P,X,1"]), &[("c.xml", &doc)]).products[0];
        let claims: Vec<_> = product
            .claims
            .iter()
            .map(|c| (c.rule_set.as_deref(), c.entry.as_deref(), c.outcome.as_str()))
            .collect();
        assert_eq!(claims, [(Some("china-rohs"), Some("Pb"), outcome)]);
    }
}

#[test]
fn an_answer_that_claims_for_one_of_several_places_tells_which_is_not_known() {
    let over = "<Threshold overThreshold=\"true\" threshold=\"0.1\"/><ExemptionList><Exemption identity=\"6(c)\"/></ExemptionList>";
    let c = class_c("X", "2026-01-05", "EUROHS-1907", &[("Lead/Lead Compounds", over)]);
    let d = rows(&[leaded("X", "Brass", "3", "")]);
    let files = [("c.xml", c.as_str()), ("d.csv", d.as_str())];
    let product = &report(&bom(&["P,X,1"]), &files).products[0];
    assert_eq!(told(product), [("6(c)", "Pb", "applied", "X", 1)]);
    let two = |claim: &str| {
        rows(&[leaded("X", "Brass", "3", claim), leaded("X", "Paint", "3", "")])
            .replace("A,X,10,", "A,X,20,")
            .replace(",\n", ",2026-01-05\n")
    };
    for (claim, covered) in [("", 0), ("6(c)", 1)] {
        let files = [("c.xml", c.as_str()), ("d.csv", &two(claim))];
        let product = &report(&bom(&["P,X,1"]), &files).products[0];
        let over = product.verdict("eu-rohs").unwrap();
        let exempt = over.findings.iter().filter(|f| f.status == "compliant-by-exemption");
        assert_eq!((over.status.as_str(), exempt.count()), ("non-compliant", covered));
        let paint = over.findings.iter().find(|f| f.path.ends_with(&["Paint".to_owned()])).unwrap();
        assert!(paint.reason.contains("EUROHS-1907, which does not tell"), "{}", paint.reason);
        assert!(told(product).iter().any(|claim| claim.2 == "apart"), "{:?}", told(product));
    }
}

/// An exemption of another country's law covers nothing, and is told; who issued a list does not move a claim to China.
#[test]
fn only_a_claim_on_eu_rohs_covers_under_eu_rohs() {
    let brass = crate::beside::ipc(
        "",
        &crate::beside::WIRE.replace("'100'", "'97'").replace(
            "</SubstanceCategory>",
            "<Substance name='Lead'><SubstanceID identity='7439-92-1' authority='CAS'/>\
         <Concentration value='3' UOM='massPercent'/></Substance></SubstanceCategory>",
        ),
    );
    for (authority, list, eu) in [
        ("IPC", "EL2011/534/EU", "compliant-by-exemption"),
        ("TUV China", "EL2011/534/EU", "compliant-by-exemption"),
        ("", "Korea Act on Resource Circulation", "non-compliant"),
        ("UK", "SI 2012/3032 Schedule A1", "non-compliant"),
        ("", "J-Moss", "non-compliant"),
    ] {
        let claim = format!(
            "<ExemptionList><ExemptionListID identity='{list}' authority='{authority}'/>\
             <Exemption identity='6(c)'/></ExemptionList><MaterialInfo>"
        );
        let doc = brass.replacen("<MaterialInfo>", &claim, 1);
        let product = &report(&bom(&["P,X,1"]), &[("d.xml", &doc)]).products[0];
        let status = |law: &str| product.verdict(law).unwrap().status.as_str();
        assert_eq!((status("eu-rohs"), status("china-rohs")), (eu, "non-compliant"), "{list}");
        assert_eq!(product.claims[0].rule_set.is_none(), eu == "non-compliant", "{list}");
    }
}

/// Taking away every claim that is told to be unneeded or unmatched leaves each verdict as it was.
#[test]
fn what_is_told_to_be_unneeded_can_go() {
    let with = [
        leaded("X", "Brass", "3", "6(c)"),
        leaded("Y", "Brass", "0.02", "6(c)"),
        leaded("Z", "Steel", "0", "6(a)-I"),
    ];
    let without = [
        leaded("X", "Brass", "3", "6(c)"),
        leaded("Y", "Brass", "0.02", ""),
        leaded("Z", "Steel", "0", ""),
    ];
    let bom = bom(&["P,X,1", "P,Y,1", "P,Z,1"]);
    let [with, without] = [with, without].map(|parts| {
        let files = crate::support::Memory::of(&[("d.csv", rows(&parts).as_str())]);
        let outcome = outcome(&bom, &files, &options(TODAY), None);
        (outcome.answer, outcome.report.unwrap())
    });
    let outcomes: Vec<&str> = told(&with.1.products[0]).iter().map(|c| c.2).collect();
    assert_eq!(outcomes, ["unmatched", "applied", "unneeded"]);
    assert_eq!(told(&without.1.products[0]).len(), 1);
    assert_eq!(with.0, without.0);
    for (a, b) in with.1.products[0].verdicts.iter().zip(&without.1.products[0].verdicts) {
        assert_eq!((&a.status, &a.counts), (&b.status, &b.counts));
    }
}
