//! Names of whole groups, identities that are kept back, balances: what they leave open.

use unleaded_documents::report::{Finding, Product};

use crate::amounts::{bom, table};
use crate::support::{finding, report, verdict};

fn product(rows: &[&str]) -> Product {
    report(&bom(&["P,X,1"]), &[("d.csv", &table(rows))]).products[0].clone()
}

/// Five percent of a substance of that name and identifier, in tin.
fn in_tin(name: &str, identifier: &str) -> Product {
    let rest = format!("A,X,10,One,10,{name},{identifier},5");
    product(&["A,X,10,One,10,Tin,7440-31-5,95", &rest])
}

fn ppm(finding: &Finding) -> (&str, Option<&str>) {
    (finding.value_ppm.low.as_str(), finding.value_ppm.high.as_deref())
}

fn open<'a>(product: &'a Product, law: &str) -> Vec<&'a str> {
    verdict(product, law).findings.iter().map(|f| f.entry.as_str()).collect()
}

/// The finding on the candidate of that name, whose number the report prints before it.
fn candidate_finding<'a>(product: &'a Product, name: &str) -> &'a Finding {
    let findings = &verdict(product, "reach-svhc").findings;
    let is_it = |f: &&Finding| f.entry.split_once(' ').is_some_and(|(_, own)| own == name);
    findings
        .iter()
        .find(is_it)
        .unwrap_or_else(|| panic!("no {name}: {:?}", open(product, "reach-svhc")))
}

#[test]
fn the_name_of_a_group_may_be_any_candidate_of_it() {
    let of = [
        ("lead compounds", "Pb", ["Lead", "Lead chromate", "Lead monoxide (lead oxide)"]),
        ("铅及其化合物", "Pb", ["Lead", "Lead chromate", "Trilead bis(carbonate) dihydroxide"]),
        ("Cadmium compounds", "Cd", ["Cadmium", "Cadmium oxide", "Cadmium sulphide"]),
    ];
    for (name, group, candidates) in of {
        let product = in_tin(name, "n/a");
        assert_eq!(verdict(&product, "reach-svhc").status, "unknown", "{name}");
        for candidate in candidates {
            let found = candidate_finding(&product, candidate);
            assert_eq!(ppm(found), ("0", Some("50000")), "{name} {candidate}");
        }
        let named = open(&product, "reach-svhc");
        assert!(!named.iter().any(|entry| entry.contains("phthalate (DBP)")), "{name}");
        let own = finding(&product, "eu-rohs", group);
        assert_eq!((own.status.as_str(), ppm(own)), ("unknown", ("0", Some("50000"))), "{name}");
        assert!(own.reason.contains(name), "{}", own.reason);
        assert!(!open(&product, "eu-rohs").contains(&"PBB"), "{name}");
    }
}

#[test]
fn what_members_of_a_group_also_are_stays_open() {
    // Lead chromate is a lead compound and holds hexavalent chromium.
    assert_eq!(finding(&in_tin("lead compounds", ""), "eu-rohs", "Cr6").status, "unknown");
    // A number tells which member it is.
    let oxide = in_tin("lead compounds", "1317-36-8");
    assert_eq!(open(&oxide, "eu-rohs"), ["Pb"]);
    assert_eq!(finding(&oxide, "eu-rohs", "Pb").status, "non-compliant");
    let named = open(&oxide, "reach-svhc");
    assert_eq!(named, ["1317-36-8 Lead monoxide (lead oxide)"]);
}

#[test]
fn polybrominated_diphenyl_ethers_may_be_the_candidate_among_them() {
    let product = in_tin("Polybrominated diphenyl ethers", "");
    assert_eq!(finding(&product, "eu-rohs", "PBDE").status, "non-compliant");
    assert_eq!(verdict(&product, "reach-svhc").status, "unknown");
}

#[test]
fn a_class_whose_number_is_kept_back_is_undisclosed() {
    for identifier in [
        "trade secret",
        "Proprietary",
        "CONFIDENTIAL",
        "保密",
        "商业秘密",
        "企業秘密",
        "Betriebsgeheimnis",
    ] {
        for name in ["flame retardant mixture", "阻燃剂", "Epoxy resin", "lead compounds"] {
            let product = in_tin(name, identifier);
            let eu = verdict(&product, "eu-rohs");
            assert_eq!(eu.status, "unknown", "{name} {identifier}");
            assert_eq!(ppm(finding(&product, "eu-rohs", "*")), ("0", Some("50000")));
        }
        // A definite name tells what it is all the same.
        assert_eq!(verdict(&in_tin("Copper", identifier), "eu-rohs").status, "compliant");
    }
}

#[test]
fn words_for_no_number_leave_a_class_as_it_is() {
    for identifier in ["N/A", "-", "none", "无", ""] {
        let product = in_tin("flame retardant mixture", identifier);
        let named = open(&product, "eu-rohs");
        assert_eq!(named, ["PBB", "PBDE"], "{identifier}");
    }
}

#[test]
fn a_laminate_is_a_mixture() {
    for name in ["Epoxy glass laminate", "FR4 prepreg", "覆铜板"] {
        let product = product(&[&format!("A,X,10,One,10,{name},,100")]);
        assert_eq!(open(&product, "eu-rohs"), ["*"], "{name}");
        assert_eq!(verdict(&product, "reach-svhc").status, "unknown", "{name}");
    }
}

/// A brass with the rest named by `word`.
fn brass(copper: &str, lead: &str, word: &str) -> Product {
    product(&[
        &format!("A,X,10,Brass,10,Copper,7440-50-8,{copper}"),
        &format!("A,X,10,Brass,10,Lead,7439-92-1,{lead}"),
        &format!("A,X,10,Brass,10,Zinc,7440-66-6,{word}"),
    ])
}

#[test]
fn a_balance_leaves_nothing_undisclosed_beside_a_range() {
    for word in ["balance", "余量", "Rest"] {
        assert_eq!(brass("58-60", "<0.05", word).status, "compliant", "{word}");
        let product = brass("58-60", "<0.2", word);
        assert_eq!(open(&product, "eu-rohs"), ["Pb"], "{word}");
        let lead = finding(&product, "eu-rohs", "Pb");
        assert_eq!((lead.status.as_str(), ppm(lead)), ("unknown", ("0", Some("2000"))), "{word}");
        assert!(lead.reason.contains("`Lead` is a range: 0 to 0.2 %"), "{}", lead.reason);
        assert!(!lead.reason.contains("no usable amount"), "{}", lead.reason);
    }
    // Ranges alone leave what they leave.
    assert_eq!(open(&brass("58-60", "0.05", "38-39"), "eu-rohs"), ["*"]);
}

#[test]
fn a_substance_without_an_amount_beside_a_balance_may_be_what_is_left() {
    let lead = brass("58-60", "", "balance");
    let lead = finding(&lead, "eu-rohs", "Pb");
    assert_eq!((lead.status.as_str(), ppm(lead)), ("unknown", ("0", Some("420000"))));
    assert!(lead.reason.contains("no usable amount"), "{}", lead.reason);
}
