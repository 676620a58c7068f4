//! Answers that a threshold is exceeded, and the exemptions that are claimed with them.

use unleaded_documents::report::Product;
use unleaded_rules::lists::Category;

use crate::disclosure::{NOT_OVER, NOT_OVER_CADMIUM, OVER, ROHS, class_c};
use crate::support::{options, report_as};

fn over(exemption: &str) -> String {
    format!("{OVER}<ExemptionList><Exemption identity=\"{exemption}\"/></ExemptionList>")
}

/// A medical device of 2020 whose part answers these entries so, the others with not over.
fn product(answers: &[(&str, &str)]) -> Product {
    let others = ROHS.iter().filter(|name| answers.iter().all(|(known, _)| known != *name));
    let all: Vec<(&str, &str)> = others
        .map(|name| (*name, if name.starts_with("Cadmium") { NOT_OVER_CADMIUM } else { NOT_OVER }))
        .chain(answers.iter().copied())
        .collect();
    let text = class_c("X", "2020-01-05", "EUROHS-1907", &all);
    let mut options = options("2020-06-01");
    options.category = Category::C8;
    report_as("parent,child,quantity\nP,X,1\n", &[("c.xml", &text)], &options).products.remove(0)
}

fn status(answers: &[(&str, &str)]) -> String {
    product(answers).verdict("eu-rohs").unwrap().status.clone()
}

const LEAD: &str = ROHS[2];
const CADMIUM: &str = ROHS[0];

#[test]
fn the_exemption_of_one_entry_covers_no_other() {
    let claimed = over("31a(a)");
    assert_eq!(status(&[(LEAD, &claimed), (CADMIUM, &claimed)]), "compliant-by-exemption");
    for answers in [[(LEAD, OVER), (CADMIUM, &claimed)], [(CADMIUM, &claimed), (LEAD, OVER)]] {
        assert_eq!(status(&answers), "non-compliant");
    }
}

#[test]
fn one_entry_with_and_without_an_exemption_is_over() {
    let claimed = over("31a(a)");
    for answers in [[(LEAD, OVER), (LEAD, &claimed)], [(LEAD, &claimed), (LEAD, OVER)]] {
        assert_eq!(status(&answers), "non-compliant");
    }
    assert_eq!(status(&[(LEAD, &claimed), (LEAD, &claimed)]), "compliant-by-exemption");
}

/// Each set of exemptions is one place; so many answers took minutes when each was compared with all before it.
#[test]
fn many_answers_on_one_entry_are_judged_at_once() {
    let claims: Vec<String> = (0..4_000).map(|n| over(&format!("made-up {n}"))).collect();
    let answers: Vec<(&str, &str)> = claims.iter().map(|claim| (LEAD, claim.as_str())).collect();
    assert_ne!(status(&answers), "compliant-by-exemption");
}
