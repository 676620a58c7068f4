//! What makes an answer open that a careless reader would call closed.

use unleaded_app::documents::Trust;
use unleaded_app::signing::sign;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{Organisation, PrivateKey, TrustStore};

use crate::amounts::{bom, table};
use crate::support::{Memory, TODAY, finding, options, outcome, report, report_as, verdict};

const TIN: &str = "10,Tin,7440-31-5,100";

#[test]
fn a_leaf_inside_two_wholes_may_hold_what_either_leaves_open() {
    let of_lead = "10,Lead,7439-92-1,5";
    let doc = table(&[
        &format!("A,CLEAN,10,One,{TIN}"),
        &format!("A,LEADED,10,One,{of_lead}"),
        "A,LEADED,10,One,10,Tin,7440-31-5,95",
    ]);
    for lines in [["CLEAN,GONE,1", "LEADED,GONE,1"], ["LEADED,GONE,1", "CLEAN,GONE,1"]] {
        let lines = [&["P,CLEAN,1", "P,LEADED,1"][..], &lines[..]].concat();
        let product = &report(&bom(&lines), &[("d.csv", &doc)]).products[0];
        let reach = verdict(product, "reach-svhc");
        assert_eq!(reach.status, "unknown", "{lines:?}");
        assert!(reach.findings.iter().any(|f| f.path.last().is_some_and(|at| at == "GONE")));
    }
}

#[test]
fn a_number_that_contradicts_a_listed_name_may_be_either() {
    let doc = table(&["A,X,10,One,10,Copper,7440-50-8,95", "A,X,10,One,10,Lead,7440-31-5,5"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!((lead.status.as_str(), lead.value_ppm.low.as_str()), ("unknown", "0"));
    assert_eq!(lead.value_ppm.high.as_deref(), Some("50000"));
}

#[test]
fn an_amount_that_can_not_be_read_may_be_any() {
    let doc = table(&["A,X,10,One,10,Copper,7440-50-8,100", "A,X,10,One,10,Lead,7439-92-1,abc"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert!(lead.reason.contains("no usable amount"), "{}", lead.reason);
}

#[test]
fn where_no_rule_applies_nothing_is_complied_with() {
    let doc = table(&[&format!("A,X,10,One,{TIN}")]);
    let report = report_as(&bom(&["P,X,1"]), &[("d.csv", &doc)], &options("2001-01-01"));
    let product = &report.products[0];
    assert_eq!(verdict(product, "eu-rohs").status, "unknown");
    let open = finding(product, "eu-rohs", "*");
    assert_eq!(open.path, ["P"]);
    assert!(open.reason.contains("2001-01-01"), "{}", open.reason);
}

#[test]
fn a_second_maker_in_the_bill_of_materials_is_a_second_source() {
    let bom = "parent,child,quantity,maker\nP,X,1,Acme\nQ,X,1,Bolt\n";
    let of = |maker: &str, row: &str| table(&[&row.replacen('A', maker, 1)]);
    let acme = of("Acme", &format!("A,X,10,One,{TIN}"));
    let bolt = of("Bolt", "A,X,10,One,10,Lead,7439-92-1,100");
    let cast = of("Cast", "A,X,10,One,10,Mercury,7439-97-6,100");
    let files = [("a.csv", acme.as_str()), ("b.csv", &bolt), ("c.csv", &cast)];
    let product = &report(bom, &files).products[0];
    assert_eq!(finding(product, "eu-rohs", "Pb").status, "unknown");
    assert!(verdict(product, "eu-rohs").findings.iter().all(|f| f.entry != "Hg"));
}

#[test]
fn a_second_maker_without_a_declaration_may_deliver_anything() {
    let lines = "parent,child,quantity,maker\nP,X,1,A\nP,X,1,Bolt\n";
    for row in [format!("A,X,10,One,{TIN}"), "A,X,10,One,10,Lead,7439-92-1,100".to_owned()] {
        let product = &report(lines, &[("d.csv", &table(&[&row]))]).products[0];
        let eu = verdict(product, "eu-rohs");
        assert_eq!(eu.status, "unknown", "{row}");
        assert_eq!(product.mass_mg.high, None);
        assert!(eu.findings.iter().any(|f| f.document.is_none()), "{row}");
    }
}

#[test]
fn whether_an_undated_document_is_the_newest_can_not_be_told() {
    let leaded = table(&["A,X,10,One,10,Lead,7439-92-1,100"]);
    let clean = table(&["A,X,10,One,10,Tin,7440-31-5,100,,,2025-01-01"]);
    let files = [("a.csv", leaded.as_str()), ("b.csv", &clean)];
    let product = &report(&bom(&["P,X,1"]), &files).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert!(lead.reason.contains("another document of the same maker"), "{}", lead.reason);
}

#[test]
fn a_listed_substance_without_an_amount_may_hide_in_the_rounding() {
    let doc = table(&["A,X,10,One,10,Iron,7439-89-6,100", "A,X,10,One,10,Lead,7439-92-1,"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!((lead.status.as_str(), lead.value_ppm.high.as_deref()), ("unknown", Some("5000")));
}

#[test]
fn a_number_inside_a_cell_that_is_no_number_is_seen() {
    let cells = [
        ("CAS 1317-36-8", "unknown"),
        ("7631-86-9/1317-36-8", "unknown"),
        ("0001317-36-8", "non-compliant"),
    ];
    for (cell, status) in cells {
        let doc = table(&[&format!("A,X,10,One,10,Silicon dioxide,{cell},100")]);
        let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
        assert_eq!(finding(product, "eu-rohs", "Pb").status, status, "{cell}");
    }
}

#[test]
fn shares_of_a_sum_over_the_whole_lie_between_the_printed_and_the_scaled() {
    let doc = table(&["A,X,10,One,10,Iron,7439-89-6,150", "A,X,10,One,10,Lead,7439-92-1,0.14"]);
    let product = &report(&bom(&["P,X,1"]), &[("d.csv", &doc)]).products[0];
    let lead = finding(product, "eu-rohs", "Pb");
    assert_eq!(lead.status, "unknown");
    assert_eq!(lead.value_ppm.high.as_deref(), Some("1400"));
    assert_eq!(
        (product.mass_mg.low.as_str(), product.mass_mg.high.as_deref()),
        ("10", Some("15.014"))
    );
    let iron = product.substances.iter().find(|s| s.name == "Iron").unwrap();
    assert_eq!(iron.total.mass_mg.high.as_deref(), Some("15"));
}

#[test]
fn a_category_that_is_none_is_refused() {
    let bom = "parent,child,quantity,category\n,P,,12\nP,X,1,\n";
    let outcome = outcome(bom, &Memory::default(), &options(TODAY), None);
    assert!(outcome.report.is_none());
}

#[test]
fn an_unsigned_document_never_supersedes_a_signed_one() {
    let leaded = table(&["A,X,10,One,10,Lead,7439-92-1,100,,,2026-01-01"]);
    let clean = table(&["A,X,10,One,10,Tin,7440-31-5,100,,,2026-06-01"]);
    let key = PrivateKey::from_seed([7; 32]);
    let date = "2026-01-02".parse().unwrap();
    let envelope = sign(&FileName::new("a.csv"), leaded.as_bytes(), &key, date).unwrap();
    let files = [
        ("a.csv", leaded.into_bytes()),
        ("a.csv.dsse.json", envelope),
        ("b.csv", clean.into_bytes()),
    ];
    let files = Memory(files.map(|(name, bytes)| (name.to_owned(), bytes)).into());
    let lead = |trust: Option<&Trust>| {
        let outcome = outcome(&bom(&["P,X,1"]), &files, &options(TODAY), trust);
        let product = outcome.report.unwrap().products.remove(0);
        verdict(&product, "eu-rohs").status.clone()
    };
    let mut store = TrustStore::empty();
    let maker = Organisation::new::<&str>("A", &[]).unwrap();
    store.add(key.public(), maker, None, None).unwrap();
    let trust = Trust { store, sha256: String::new() };
    // Both count, so neither answer stands.
    assert_eq!(lead(Some(&trust)), "unknown");
    // Where nobody is trusted the newer one is the maker's word.
    assert_eq!(lead(None), "compliant");
}
