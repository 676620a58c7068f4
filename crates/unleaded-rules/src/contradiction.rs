//! Compositions against statements of the same maker.

use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::diagnostic::{Diagnostic, Place, codes};

use crate::composition::{Bound, Composition, Says};
use crate::lists::{EntryKey, Level};
use crate::reason::Reason;
use crate::rule_set::{RuleEntry, RuleSet};
use crate::value::{article_values, material_values};

/// How many entries a diagnostic names.
const NAMED: usize = 3;

/// Returns a diagnostic for each statement that can't be right if `composition` is. `place_of` gives the place of a
/// document's part.
pub(crate) fn contradictions(
    composition: &Composition,
    part: &str,
    place_of: impl Fn(usize) -> Option<Place>,
) -> Vec<Diagnostic> {
    if composition.materials.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for bound in composition.bounds.iter().filter(|bound| bound.is_of_own_list()) {
        let Some(place) = contradicted_at(composition, bound) else { continue };
        let mut diagnostic = Diagnostic::unplaced(codes::rules::STATEMENT_CONTRADICTS)
            .with("part", part)
            .with("place", place.join(" > "))
            .with("entry", bound.entry.to_string())
            .with("list", bound.list.as_str());
        diagnostic.places.extend(composition.document.and_then(&place_of));
        diagnostic.places.extend(place_of(bound.document));
        found.push(diagnostic);
    }
    let mut doubted: BTreeMap<(usize, &str, &[String]), Vec<&EntryKey>> = BTreeMap::new();
    for doubt in &composition.doubts {
        if let (Some(entry), Reason::StatementContradicts { list }) = (&doubt.entry, &doubt.reason)
        {
            doubted.entry((doubt.document, list, &doubt.steps)).or_default().push(entry);
        }
    }
    for ((document, list, steps), entries) in doubted {
        let mut names: Vec<String> = entries.iter().take(NAMED).map(|e| e.to_string()).collect();
        if entries.len() > NAMED {
            names.push("…".to_owned());
        }
        let mut diagnostic = Diagnostic::unplaced(codes::rules::STATEMENT_CONTRADICTS)
            .with("part", part)
            .with("place", steps.join(" > "))
            .with("entry", names.join(", "))
            .with("list", list);
        diagnostic.places.extend(composition.document.and_then(&place_of));
        diagnostic.places.extend(place_of(document));
        found.push(diagnostic);
    }
    found
}

/// The place that contradicts: one that is surely over what was stated not to be, or the part, where no place can be
/// over although that was stated.
fn contradicted_at(composition: &Composition, bound: &Bound) -> Option<Vec<String>> {
    let shares = shares(composition, &bound.entry, bound.level);
    match bound.says {
        Says::NotOver => shares
            .into_iter()
            .find(|(_, share)| share.low > bound.range.high)
            .map(|(steps, _)| steps),
        Says::Over => {
            let none_can_be = shares.iter().all(|(_, share)| share.high <= bound.threshold);
            none_can_be.then(Vec::new)
        }
    }
}

/// The share of `entry` in each place of that level, with the steps down to it.
pub(crate) fn shares(
    composition: &Composition,
    entry: &EntryKey,
    level: Level,
) -> Vec<(Vec<String>, FractionRange)> {
    // Of a rule set with one entry the limit counts for nothing here.
    let rules = RuleSet::of_one(RuleEntry::stated(entry, Fraction::ONE, level));
    match level {
        Level::HomogeneousMaterial => composition
            .materials
            .iter()
            .map(|m| (m.steps.clone(), material_values(m, &rules).of(0)))
            .collect(),
        Level::Article | Level::Product | Level::ProductPart => (0..composition.articles.len())
            .map(|at| {
                let values = article_values(composition, at, &rules);
                (composition.articles[at].steps.clone(), values.of(0))
            })
            .collect(),
    }
}
