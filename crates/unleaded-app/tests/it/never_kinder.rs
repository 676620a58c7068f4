//! What a composition comes to when it is answered as class C is never kinder than what it comes to itself.

use std::fmt::Write as _;

use proptest::prelude::*;
use unleaded_app::convert::{Converted, Split};
use unleaded_model::diagnostic::codes::exchange as codes;

use crate::convert::{HEADER, made, newest};
use crate::support::{TODAY, options, rank, report_as};

const LAWS: [&str; 2] = ["eu-rohs", "reach-svhc"];

/// The statuses of the two laws, from best to worst.
fn ranks(name: &str, text: &str, as_of: &str) -> [usize; 2] {
    let bom = "parent,child,quantity\nPRODUCT,P,1\n";
    let report = report_as(bom, &[(name, text)], &options(as_of));
    LAWS.map(|law| rank(&report.products[0].verdict(law).unwrap().status))
}

fn answered(table: &str) -> Converted {
    made(table, &["EUROHS-1907", &newest()], Split::Whole)
}

/// The ranks of a table, and of the answers made of it; `None`: it has an error, and nothing is made.
fn both(table: &str, as_of: &str) -> Option<([usize; 2], [usize; 2])> {
    let converted = answered(table);
    let answers = String::from_utf8(converted.made.first()?.bytes.clone()).unwrap();
    Some((ranks("d.csv", table, as_of), ranks("c.xml", &answers, as_of)))
}

#[test]
fn an_open_place_is_not_covered_by_the_exemption_of_another() {
    let table = format!(
        "{HEADER}P,2,mg,Brass,1,Copper,7440-50-8,98,\nP,2,mg,Brass,1,Lead,7439-92-1,2,6(c)\n\
         P,2,mg,Potting,1,Silicon dioxide,7631-86-9,75,\nP,2,mg,Potting,1,Lead wonderate compound,99999-99-2,25,\n"
    );
    let (full, said) = both(&table, TODAY).unwrap();
    assert_eq!((full[0], said[0]), (2, 2));
    let converted = answered(&table);
    let open = |d: &unleaded_model::diagnostic::Diagnostic| {
        let lists = d.argument("list").map(ToString::to_string);
        d.code == codes::ENTRY_OPEN && lists.as_deref() == Some("EUROHS-1907")
    };
    assert!(converted.losses.iter().any(open), "{:#?}", converted.losses);
    // Without the exemption it is over whatever the potting is.
    let (full, said) = both(&table.replace("6(c)", ""), TODAY).unwrap();
    assert_eq!((full[0], said[0]), (3, 3));
}

#[test]
fn an_approximate_amount_is_answered_by_nothing() {
    let table = format!(
        "{HEADER}P,1,mg,Body,1,Copper,7440-50-8,95,\nP,1,mg,Body,1,Lead,7439-92-1,ca. 5,\n"
    );
    let (full, said) = both(&table, TODAY).unwrap();
    assert!(said[0] >= full[0] && said[1] >= full[1], "{full:?} {said:?}");
    assert_eq!(full[1], 2);
}

fn line() -> impl Strategy<Value = String> {
    let substance = prop::sample::select(vec![
        "Lead,7439-92-1",
        "Lead,7439-92-1",
        "Cadmium,7440-43-9",
        "Lead wonderate compound,99999-99-2",
        "Proprietary,",
        "Tin,7440-31-5",
    ]);
    let share = prop::sample::select(vec![
        "0.005", "0.05", "0.3", "2", "5", "20", "0.05-3", "2-20", "<1", "ca. 5", "",
    ]);
    let claim = prop::sample::select(vec!["", "6(c)", "6(c)", "6(a)", "7(a)", "13(b)"]);
    (substance, share, claim).prop_map(|(s, share, claim)| format!("{s},{share},{claim}"))
}

fn table() -> impl Strategy<Value = String> {
    let copper = vec!["balance", "balance", "balance", "78", "80", "95", "98", "99.7", "99.95", ""];
    tables(HEADER, copper, prop::collection::vec(line(), 0..3))
}

/// Tables of one part of some materials, each of copper and of lines `SUBSTANCE,CAS,SHARE,CLAIM`.
pub(crate) fn tables(
    header: &'static str,
    copper: Vec<&'static str>,
    lines: impl Strategy<Value = Vec<String>>,
) -> impl Strategy<Value = String> {
    let material = (prop::sample::select(copper), lines);
    prop::collection::vec(material, 1..4).prop_map(move |materials| {
        let (mut text, mass) = (header.to_owned(), materials.len());
        for (at, (copper, lines)) in materials.iter().enumerate() {
            let start = format!("P,{mass},mg,M{at},1");
            let _ = writeln!(text, "{start},Copper,7440-50-8,{copper},");
            for line in lines {
                let _ = writeln!(text, "{start},{line}");
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_are_never_kinder_than_the_composition(table in table()) {
        if let Some((full, said)) = both(&table, TODAY) {
            prop_assert!(said[0] >= full[0] && said[1] >= full[1], "{table}{full:?} {said:?}");
        }
    }
}
