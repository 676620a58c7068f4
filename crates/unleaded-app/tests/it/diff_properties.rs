//! What holds of every comparison: nothing differs from itself, the other way round is the mirror image, and the order
//! of rows makes no difference.

use proptest::prelude::*;
use unleaded_app::diff::{Change, How, Mode, declarations};

use crate::diff::table;

/// Rows of few names and numbers, so that names stand twice, numbers are missing, and documents share much.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let maker = prop::sample::select(vec!["", "A", "B"]);
    let part = prop::sample::select(vec!["P-1", "P-2", "P-3"]);
    let subpart = prop::sample::select(vec!["", "Tip"]);
    let material = prop::sample::select(vec!["Body", "Coat"]);
    let substance = prop::sample::select(vec![
        "Tin,7440-31-5",
        "Tin,",
        "Tin,231-141-8",
        "Lead,7439-92-1",
        "lead,",
        "proprietary,",
        "铅,",
    ]);
    let amount = prop::sample::select(vec!["1,", "1.0,", "2,", ",0.1", ",", "30,3"]);
    let exemption = prop::sample::select(vec!["", "7(a)"]);
    let row = (maker, part, subpart, material, substance, amount, exemption).prop_map(
        |(maker, part, subpart, material, substance, amount, exemption)| {
            format!("{maker},{part},,10,{subpart},{material},10,{substance},{amount},{exemption},")
        },
    );
    prop::collection::vec(row, 1..12)
}

/// A comparison as text; `turned` reads it the other way round.
fn picture(change: &Change, turned: Turned, depth: usize, out: &mut String) {
    let how = |how: How| match (how, turned) {
        (How::Added, Turned::Yes) => How::Removed,
        (How::Removed, Turned::Yes) => How::Added,
        (how, _) => how,
    };
    let sides = |a: Option<String>, b: Option<String>| match turned {
        Turned::No => format!("{a:?} {b:?}"),
        Turned::Yes => format!("{b:?} {a:?}"),
    };
    let names = sides(change.a.clone(), change.b.clone());
    *out += &format!("{depth} {:?} {} {names}\n", how(change.how), change.kind.name());
    for fact in &change.facts {
        let print = |value: &Option<unleaded_app::diff::Value>| {
            value.as_ref().map(|value| value.printed.clone())
        };
        let values = sides(print(&fact.a), print(&fact.b));
        *out += &format!("{depth}   {:?} {} {values}\n", how(fact.how), fact.field.name());
    }
    for child in &change.children {
        picture(child, turned, depth + 1, out);
    }
}

#[derive(Clone, Copy)]
enum Turned {
    No,
    Yes,
}

fn drawn(change: &Change, turned: Turned) -> String {
    let mut out = String::new();
    picture(change, turned, 0, &mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_differs_from_itself(rows in rows()) {
        let a = table(&rows);
        for mode in [Mode::Exact, Mode::Printed] {
            let change = declarations(&a, &a, mode);
            prop_assert!(change.is_equal(), "{}", drawn(&change, Turned::No));
        }
    }

    #[test]
    fn the_other_way_round_is_the_mirror_image(a in rows(), b in rows()) {
        let (a, b) = (table(&a), table(&b));
        for mode in [Mode::Exact, Mode::Printed] {
            let there = drawn(&declarations(&a, &b, mode), Turned::No);
            let back = drawn(&declarations(&b, &a, mode), Turned::Yes);
            prop_assert_eq!(there, back);
        }
    }

    #[test]
    fn the_order_of_what_is_inside_makes_no_difference(a in rows(), b in rows(), turn in 0usize..12) {
        let (a, b) = (table(&a), table(&b));
        let mut other = b.clone();
        let by = turn % other.products.len().max(1);
        other.products.rotate_left(by);
        for part in &mut other.products {
            part.materials.reverse();
            part.materials.iter_mut().for_each(|material| material.substances.reverse());
        }
        let told = drawn(&declarations(&a, &b, Mode::Exact), Turned::No);
        prop_assert_eq!(told, drawn(&declarations(&a, &other, Mode::Exact), Turned::No));
        prop_assert!(declarations(&b, &other, Mode::Printed).is_equal());
    }
}
