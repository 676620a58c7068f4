//! Compositions against statements of the same maker.

use std::collections::BTreeMap;

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::diagnostic::{Diagnostic, Place, codes};

use crate::composition::{Bound, Composition, Says};
use crate::lists::{EntryKey, Level};
use crate::reason::Reason;
use crate::shares::Shares;

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
    let bounds = composition.bounds.iter().filter(|bound| bound.is_of_own_list());
    let shares = Shares::of(composition, bounds.clone().map(|bound| &bound.entry));
    let mut known: BTreeMap<(&EntryKey, Level), Extremes<'_>> = BTreeMap::new();
    for bound in bounds {
        let (entry, level) = (&bound.entry, bound.level);
        let extremes = known.entry((entry, level));
        let extremes = extremes.or_insert_with(|| Extremes::of(shares.each(entry, level)));
        let Some(place) = extremes.contradicting(bound) else { continue };
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

/// Returns a remark for each list of a document that `is_older` than `composition`, and without which more of an entry could be
/// there: the statement was made of what the part was then.
pub(crate) fn older_statements(
    composition: &Composition,
    part: &str,
    place_of: impl Fn(usize) -> Option<Place>,
    is_older: impl Fn(usize) -> bool,
) -> Vec<Diagnostic> {
    let is_meant = |bound: &&Bound| bound.says == Says::NotOver && is_older(bound.document);
    let bounds: Vec<&Bound> = composition.bounds.iter().filter(is_meant).collect();
    let shares = Shares::of(composition, bounds.iter().map(|bound| &bound.entry));
    let mut narrowed: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
    for bound in bounds {
        let mut places = shares.each(&bound.entry, bound.level);
        if places.any(|(_, share)| share.high > bound.range.high) {
            let entries = narrowed.entry((bound.document, &bound.list)).or_default();
            entries.push(bound.entry.to_string());
        }
    }
    let remark = |((document, list), mut entries): ((usize, &str), Vec<String>)| {
        if entries.len() > NAMED {
            entries.truncate(NAMED);
            entries.push("…".to_owned());
        }
        let mut remark = Diagnostic::unplaced(codes::rules::STATEMENT_OLDER)
            .with("part", part)
            .with("list", list)
            .with("entry", entries.join(", "));
        remark.places.extend(
            [Some(document), composition.document].into_iter().flatten().filter_map(&place_of),
        );
        remark
    };
    narrowed.into_iter().map(remark).collect()
}

/// How much the places of one level hold of an entry.
struct Extremes<'c> {
    /// The places that surely hold more than each one before them, in the order of the composition.
    rising: Vec<(&'c [String], Fraction)>,
    /// The most that any may hold; `None`: there is no place.
    highest: Option<Fraction>,
}

impl<'c> Extremes<'c> {
    fn of(places: impl Iterator<Item = (&'c [String], FractionRange)>) -> Self {
        let mut extremes = Self { rising: Vec::new(), highest: None };
        for (steps, share) in places {
            if extremes.rising.last().is_none_or(|(_, most)| share.low > *most) {
                extremes.rising.push((steps, share.low));
            }
            extremes.highest = extremes.highest.max(Some(share.high));
        }
        extremes
    }

    /// The place that contradicts: the first one that is surely over what was stated not to be, or the part, where no place
    /// can be over although that was stated.
    fn contradicting(&self, bound: &Bound) -> Option<&'c [String]> {
        match bound.says {
            Says::NotOver => {
                let within = self.rising.partition_point(|(_, low)| *low <= bound.range.high);
                self.rising.get(within).map(|(steps, _)| *steps)
            }
            Says::Over => {
                let none_can_be = self.highest.is_none_or(|highest| highest <= bound.threshold);
                none_can_be.then_some(&[])
            }
        }
    }
}
