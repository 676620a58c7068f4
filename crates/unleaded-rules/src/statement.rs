//! What statements on list editions say of entries.

use unleaded_model::amount::{Fraction, FractionRange};
use unleaded_model::declaration::{Answer, DeclaredPart, ListAnswers};
use unleaded_model::diagnostic::{Diagnostic, codes};

use crate::composition::{Bound, Says};
use crate::lists::{EntryKey, Family, Level, ListEdition, Lists, Resolved};

/// Returns the bounds that the answers of `part` give, in document order; answers that map to no entry of ours are
/// remarked on and bound nothing.
pub(crate) fn bounds(
    part: &DeclaredPart,
    document: usize,
    lists: &Lists,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Bound> {
    let mut bounds = Vec::new();
    for list in &part.lists {
        let Some(edition) = ListEdition::parse(&list.identity) else {
            diagnostics.push(
                Diagnostic::new(codes::rules::LIST_UNKNOWN, list.place.clone())
                    .with("list", list.identity.as_str()),
            );
            continue;
        };
        let covered = lists.entries_of(&list.identity);
        for answer in &list.answers {
            let resolved = lists.ipc.resolve(&list.identity, &answer.code, &answer.name);
            let entries = match resolved {
                Resolved::Entries(entries) => entries,
                Resolved::Contradiction(..) | Resolved::Unknown => {
                    remark_unresolved(list, answer, &edition, diagnostics);
                    continue;
                }
            };
            let covers = |e: &&EntryKey| covered.as_ref().is_none_or(|c| c.contains(e));
            let here = entries.iter().filter(covers);
            bounds.extend(here.filter_map(|e| bound(e, answer, list, &edition, document, lists)));
        }
    }
    bounds
}

fn remark_unresolved(
    list: &ListAnswers,
    answer: &Answer,
    edition: &ListEdition,
    diagnostics: &mut Vec<Diagnostic>,
) {
    // The entries of IEC 62474 are judged by no rule set of this version; their answers stay in the document.
    if edition.family != Family::Iec62474 {
        diagnostics.push(
            Diagnostic::new(codes::rules::LIST_ENTRY_UNKNOWN, answer.place.clone())
                .with("entry", answer.name.as_str())
                .with("code", answer.code.as_str())
                .with("list", list.identity.as_str()),
        );
    }
}

fn bound(
    entry: &EntryKey,
    answer: &Answer,
    list: &ListAnswers,
    edition: &ListEdition,
    document: usize,
    lists: &Lists,
) -> Option<Bound> {
    let (limit, level) = match (entry, edition.family) {
        (EntryKey::Svhc(_), Family::EuReach) => (lists.svhc.limit, Level::Article),
        (EntryKey::Group(key), Family::EuRohs) => {
            let entry = lists.eu_rohs.entry(key)?;
            (entry.limit, entry.level)
        }
        // A threshold of IEC 62474 is prose and per application: it bounds nothing that is judged here.
        _ => return None,
    };
    let stated = match level {
        Level::Article => answer.share_of_part.as_ref(),
        Level::HomogeneousMaterial => answer.share_of_material.as_ref(),
    };
    let (says, range) = match (answer.over?, stated) {
        (false, _) => (Says::NotOver, FractionRange::up_to(limit)),
        (true, Some(stated)) => (Says::Over, stated.value.capped()),
        (true, None) => (Says::Over, FractionRange { low: limit, high: Fraction::ONE }),
    };
    Some(Bound {
        entry: entry.clone(),
        level,
        range,
        threshold: limit,
        says,
        list: list.identity.clone(),
        claims: answer.exemptions.clone(),
        document,
    })
}
