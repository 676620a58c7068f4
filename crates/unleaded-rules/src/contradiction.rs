//! Compositions against statements of the same maker.

use unleaded_model::amount::FractionRange;
use unleaded_model::diagnostic::{Diagnostic, Place, codes};

use crate::composition::{Bound, Composition, Says};
use crate::lists::Level;
use crate::rule_set::{RuleEntry, RuleSet};
use crate::value::{article_values, material_values};

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
    for bound in &composition.bounds {
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
    found
}

/// The place that contradicts: one that is surely over what was stated not to be, or the part, where no place can be
/// over although that was stated.
fn contradicted_at(composition: &Composition, bound: &Bound) -> Option<Vec<String>> {
    let rules = RuleSet::of_one(RuleEntry::stated(&bound.entry, bound.range.high, bound.level));
    let shares: Vec<(Vec<String>, FractionRange)> = match bound.level {
        Level::HomogeneousMaterial => composition
            .materials
            .iter()
            .map(|m| (m.steps.clone(), material_values(m, &rules).of(0)))
            .collect(),
        Level::Article => (0..composition.articles.len())
            .map(|at| {
                let values = article_values(composition, at, &rules);
                (composition.articles[at].steps.clone(), values.of(0))
            })
            .collect(),
    };
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
