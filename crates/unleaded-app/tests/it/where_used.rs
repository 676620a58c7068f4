//! The way up: every product that holds something or may, and how many ways lead there.

use unleaded_app::rollup::{
    Certainty, NotKnown, Question, Request, Signatures, WhereUsed, where_used,
};
use unleaded_model::diagnostic::FileName;
use unleaded_rules::Law;
use unleaded_rules::lists::Lists;

use crate::amounts::{bom, table};
use crate::support::{Memory, TODAY, options};

fn ask(bom: &str, files: &[(&str, &str)], question: &Question) -> Result<WhereUsed, NotKnown> {
    let options = options(TODAY);
    let request = Request {
        bom: FileName::new("bom.csv"),
        bom_bytes: bom.as_bytes(),
        trust: None,
        mapping: None,
        decisions: None,
        lists: Lists::shipped(),
        options: &options,
        replaced: &[],
        laws: &Law::DEFAULT,
        products: &[],
        signatures: Signatures::Optional,
    };
    let question = (question, 5);
    let (outcome, found) =
        where_used(&request, &Memory::of(files), question, &mut |_, _, _| {}).unwrap();
    found.unwrap_or_else(|| panic!("{:#?}", outcome.diagnostics))
}

fn substance(name: &str) -> Question {
    Question::Substance(name.to_owned())
}

fn part(number: &str) -> Question {
    Question::Part(number.to_owned())
}

/// Product, certainty, and how many ways lead to what holds it and to what may.
fn told(found: &WhereUsed) -> Vec<(&str, Certainty, u128, u128)> {
    let one = |p| -> (&str, Certainty, u128, u128) {
        let p: &unleaded_app::rollup::InProduct = p;
        (&p.part, p.certainty, p.surely.count.unwrap(), p.possibly.count.unwrap())
    };
    found.products.iter().map(one).collect()
}

const LEAD: &str = "A,PIN,10,Body,10,Lead,7439-92-1,5";
const COPPER: &str = "A,PIN,10,Body,10,Copper,7440-50-8,95";
const NUT: &str = "A,NUT,3,Body,3,Zinc,7440-66-6,100";

#[test]
fn products_that_hold_it_that_may_and_that_do_not() {
    let bom = bom(&["P,PIN,2", "Q,NUT,1", "R,NUT,1", "R,GAP,1"]);
    let docs = table(&[LEAD, COPPER, NUT]);
    let found = ask(&bom, &[("d.csv", &docs)], &substance("7439-92-1")).unwrap();
    assert_eq!(told(&found), [("P", Certainty::Surely, 1, 0), ("R", Certainty::Possibly, 0, 1)]);
    assert_eq!(found.without, 1);
    let (p, r) = (&found.products[0], &found.products[1]);
    assert_eq!(p.surely.shown, [["P", "PIN"]]);
    assert_eq!(p.mass_mg.as_ref().unwrap().low, "1");
    assert_eq!(p.worst_ppm.as_ref().unwrap().low, "50000");
    assert_eq!(r.mass_mg.as_ref().unwrap().high, None, "nothing bounds a part without a mass");
    assert_eq!(r.possibly.shown, [["R", "GAP"]]);
    let why: Vec<_> = found.holders.iter().map(|h| (&*h.part, h.why)).collect();
    assert_eq!(why, [("PIN", "named"), ("GAP", "no-declaration")]);
}

#[test]
fn a_number_that_nobody_names_may_be_in_what_is_not_disclosed() {
    let bom = bom(&["P,PIN,1", "Q,NUT,1"]);
    let open = "A,PIN,10,Body,10,Proprietary,,100";
    let docs = table(&[open, NUT]);
    let found = ask(&bom, &[("d.csv", &docs)], &substance("7439-97-6")).unwrap();
    assert_eq!(told(&found), [("P", Certainty::Possibly, 0, 1)]);
    assert_eq!(found.products[0].mass_mg.as_ref().unwrap().high.as_deref(), Some("10"));
    assert_eq!(found.holders[0].why, "undisclosed");
    let missing = ask(&bom, &[("d.csv", &docs)], &substance("Unobtainium")).unwrap_err();
    assert!(missing.known.contains(&"Zinc".to_owned()), "{missing:?}");
}

#[test]
fn an_entry_counts_its_compounds() {
    let bom = bom(&["P,PIN,1", "Q,NUT,1"]);
    let oxide = "A,PIN,10,Glass,10,Lead oxide,1317-36-8,100";
    let docs = table(&[oxide, NUT]);
    for name in ["Pb", "pb", "铅"] {
        let found = ask(&bom, &[("d.csv", &docs)], &Question::Entry(name.to_owned())).unwrap();
        assert_eq!((&*found.key, told(&found)), ("Pb", vec![("P", Certainty::Surely, 1, 0)]));
        let statuses = &found.products[0].statuses;
        assert_eq!(statuses[0], ("eu-rohs".to_owned(), "non-compliant".to_owned()));
        assert_eq!(statuses.len(), 2, "both laws know the entry: {statuses:?}");
    }
}

#[test]
fn distinct_ways_are_counted_and_lines_are_not() {
    // P > A > X, P > B > X, P > X; two lines for A are one way.
    let bom = bom(&["P,A,1", "P,A,2", "P,B,1", "P,X,1", "A,X,1", "B,X,3"]);
    let found = ask(&bom, &[], &part("X")).unwrap();
    assert_eq!(told(&found), [("P", Certainty::Surely, 3, 0)]);
    let shown = &found.products[0].surely.shown;
    assert_eq!(shown.len(), 3);
    assert!(shown.contains(&vec!["P".to_owned(), "B".to_owned(), "X".to_owned()]), "{shown:?}");
    assert!(found.products[0].mass_mg.is_none());
    assert_eq!(told(&ask(&bom, &[], &part("P")).unwrap()), [("P", Certainty::Surely, 1, 0)]);
    assert!(ask(&bom, &[], &part("Y")).is_err());
}

#[test]
fn what_is_there_zero_times_may_be_there() {
    let bom = bom(&["P,A,0", "A,X,1", "Q,X,1"]);
    let found = ask(&bom, &[], &part("X")).unwrap();
    assert_eq!(told(&found), [("P", Certainty::Possibly, 0, 1), ("Q", Certainty::Surely, 1, 0)]);
    assert_eq!(found.products[0].possibly.shown, [["P", "A", "X"]]);
}

#[test]
fn a_document_leads_to_all_that_it_declares() {
    let bom = bom(&["P,PIN,1", "Q,NUT,1", "R,Z,1"]);
    let docs = table(&[LEAD, COPPER, NUT]);
    let found = ask(&bom, &[("in/d.csv", &docs)], &Question::Document("d.csv".to_owned())).unwrap();
    let parts: Vec<_> = told(&found).into_iter().map(|(part, ..)| part).collect();
    assert_eq!(parts, ["P", "Q"]);
    let hash = found.key[..8].to_uppercase();
    assert_eq!(ask(&bom, &[("in/d.csv", &docs)], &Question::Document(hash)).unwrap(), found);
    let short = Question::Document(found.key[..7].to_owned());
    assert!(ask(&bom, &[("in/d.csv", &docs)], &short).is_err());
}

/// 2^100 ways through 100 levels of two parts each, and 3^100 are more than 2^128: nothing walks them.
#[test]
fn more_ways_than_can_be_walked_are_counted() {
    let layered = |width: usize, first: u8| {
        let name = |level: usize, at: usize| format!("L{level}-{at}");
        let mut rows = vec![];
        rows.extend((0..width).map(|at| format!("P,{},{first}", name(1, at))));
        for level in 1..100 {
            for at in 0..width {
                rows.extend(
                    (0..width).map(|to| format!("{},{},1", name(level, at), name(level + 1, to))),
                );
            }
        }
        rows.extend((0..width).map(|at| format!("{},X,1", name(100, at))));
        bom(&rows.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let found = ask(&layered(2, 1), &[], &part("X")).unwrap();
    let paths = &found.products[0].surely;
    assert_eq!((paths.count, paths.shown.len()), (Some(1 << 100), 5));
    assert!(paths.shown.iter().all(|path| path.len() == 102));
    // So many pieces could not be summed; none, "as required", can.
    let found = ask(&layered(3, 0), &[], &part("X")).unwrap();
    let paths = &found.products[0].possibly;
    assert_eq!((paths.count, paths.shown.len()), (None, 5));
    assert_eq!(found.products[0].certainty, Certainty::Possibly);
}
