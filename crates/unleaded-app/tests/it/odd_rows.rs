//! One bad row leaves the good parts beside it, and its own part unknown.

use unleaded_documents::report::Report;

use crate::amounts::bom;
use crate::support::report;

const HEADER: &str = "maker,part,material,substance,cas,content (%)\n";
const GOOD: &str = "A,PIN,Body,Tin,7440-31-5,100\n";

/// Rolls up two products: one of the good part PIN, one of the part NUT of `rows`.
fn of(rows: &str) -> Report {
    let doc = format!("{HEADER}{GOOD}{rows}");
    report(&bom(&["P,PIN,1", "Q,NUT,1"]), &[("d.csv", &doc)])
}

fn status<'r>(report: &'r Report, product: usize, law: &str) -> &'r str {
    &report.products[product].verdict(law).unwrap().status
}

#[test]
fn a_bad_row_makes_its_own_part_unknown_and_no_other() {
    let check = |rows: &str| {
        let report = of(rows);
        assert_eq!(status(&report, 0, "eu-rohs"), "compliant", "{rows}");
        assert_eq!(status(&report, 1, "eu-rohs"), "unknown", "{rows}");
    };
    let tin = "A,NUT,Body,Tin,7440-31-5,100\n";
    // A failed formula as amount, as name, as number and as material.
    check(&format!("{tin}A,NUT,Body,Lead,7439-92-1,#REF!\n"));
    check(&format!("{tin}A,NUT,Body,#REF!,,1\n"));
    check(&format!("{tin}A,NUT,Body,,#N/A,1\n"));
    check(&format!("{tin}A,NUT,#REF!,Glass,65997-17-3,100\n"));
    // No substance, no material.
    check(&format!("{tin}A,NUT,Body,,,5\n"));
    check("A,NUT,,Something,,100\n");
    // A lost and a surplus separator.
    check(&format!("{tin}A,NUT,Body,Lead, pure,7439-92-1,0.2\n"));
    check(&format!("{tin}A,NUT,Body,Lead,0.2\n"));
    check(&format!("A,NUT,Body,Lead,0.2\n{tin}"));
    // An amount that can be read in two ways, is about right, or not said.
    check(
        "A,NUT,Body,Tin,7440-31-5,99.9\nA,NUT,Body,Lead,7439-92-1,\"1,234\"\nA,NUT,Body,Zinc,7440-66-6,\"0,1\"\n",
    );
    check(&format!("{tin}A,NUT,Body,Lead,7439-92-1,ca. 0.01\n"));
    check(&format!("{tin}A,NUT,Body,Lead,7439-92-1,trace\n"));
    check(&format!("{tin}A,NUT,Body,Lead,7439-92-1,n.d.\n"));
    check(&format!("{tin}A,NUT,Body,Lead,7439-92-1,>0.01\n"));
}

#[test]
fn a_row_of_no_known_part_leaves_the_document_out() {
    for rows in ["A,B,BOLT,Body,Tin,7440-31-5,100\n", "A,#REF!,Body,Lead,7439-92-1,1\n"] {
        let report = of(rows);
        assert_eq!(status(&report, 0, "eu-rohs"), "unknown", "{rows}");
    }
}

#[test]
fn a_substance_without_a_material_is_neither_diluted_nor_concentrated() {
    let doc = "maker,part,part mass (mg),material,substance,cas,mass (mg)\nA,NUT,100,,Lead,7439-92-1,0.01\n\
               A,NUT,100,Body,Tin,7440-31-5,99.99\n";
    let report = report(&bom(&["P,NUT,1"]), &[("d.csv", doc)]);
    assert_eq!(status(&report, 0, "eu-rohs"), "unknown");
}

#[test]
fn bounds_rests_and_limits_of_detection_are_enough_where_they_are_low_enough() {
    let report =
        of("A,NUT,Body,Tin,7440-31-5,balance\nA,NUT,Body,Lead,7439-92-1,n.d. (<100 ppm)\n\
                     A,NUT,Body,Zinc,7440-66-6,\"0,5 %\"\n");
    assert_eq!(status(&report, 1, "eu-rohs"), "compliant");
    let over = of("A,NUT,Body,Tin,7440-31-5,1\nA,NUT,Body,Lead,7439-92-1,Rest\n");
    assert_eq!(status(&over, 1, "eu-rohs"), "non-compliant");
    let twice = of(
        "A,NUT,Body,Tin,7440-31-5,99\nA,NUT,Body,Lead,7439-92-1,Rest\nA,NUT,Body,Zinc,7440-66-6,Rest\n",
    );
    assert_eq!(status(&twice, 1, "eu-rohs"), "unknown");
}
