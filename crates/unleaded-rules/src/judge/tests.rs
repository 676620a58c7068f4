//! What the findings of alternatives come to together.

use super::*;
use crate::lists::EntryKey;
use crate::resolve::undeclared;
use crate::rule_set::{Kind, RuleEntry};
use crate::shares::tests::content;

const PLACES: usize = 20_000;

/// So many materials, half of each the entry of that number.
fn maker(name: &str, number: u16) -> Composition {
    let mut composition = undeclared(name);
    let contents = vec![content(1, Some(number), &[])];
    composition.materials = (0..PLACES)
        .map(|at| PlacedMaterial {
            steps: vec![at.to_string()],
            article: 0,
            mass: contents[0].mass,
            contents: contents.clone(),
            claims: Vec::new(),
        })
        .collect();
    composition
}

/// Each finding of one maker is compared with the worst of the others, not with all their places.
#[test]
fn what_is_over_in_many_places_of_one_maker_alone_is_unknown() {
    let level = Level::HomogeneousMaterial;
    let entry = |number| RuleEntry::stated(&EntryKey::Svhc(number), Fraction::ppm(1000), level);
    let mut rules = RuleSet::of_entries([1, 2].map(entry).to_vec());
    // Nobody asks for exemptions then.
    rules.kind = Kind::Disclosure;
    let options = Options::new(jiff::civil::date(2026, 11, 22));
    let lists = Lists::shipped();
    let judge = Judge {
        rules: &rules,
        lists,
        category: Category::C3,
        applications: &[],
        options: &options,
    };
    let alternatives = vec![maker("A", 1), maker("B", 2)];
    let judged = super::judge(&PartComposition { alternatives }, PartKind::Leaf, &judge);
    assert_eq!(judged.findings.len(), 2 * PLACES);
    let is_open = |finding: &Finding| {
        finding.status == PlaceStatus::Unknown && finding.value.low == Fraction::ZERO
    };
    assert!(judged.findings.iter().all(is_open));
}
