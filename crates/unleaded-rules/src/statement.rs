//! What statements on list editions say of entries.

use unleaded_model::amount::{Fraction, FractionRange, Number};
use unleaded_model::declaration::{Answer, DeclaredPart, ListAnswers};
use unleaded_model::diagnostic::{Diagnostic, codes};
use unleaded_model::identity::{key, matching_text};

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
            if !speaks_of_all(answer) {
                continue;
            }
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

/// Whether an answer holds for every application: that a threshold is not exceeded in textiles says nothing of the
/// rest of the part. That it is exceeded in one application is enough.
fn speaks_of_all(answer: &Answer) -> bool {
    let application = key(&answer.application);
    answer.over == Some(true) || matches!(application.as_str(), "" | "all" | "所有产品" | "全部")
}

/// The share that a threshold in words names: the first number before `%` or `ppm`. `None`: there is none.
fn printed_threshold(text: &str) -> Option<Fraction> {
    let text = matching_text(text).to_lowercase();
    let end = text.find(['%', 'p'])?;
    let power = match &text[end..] {
        rest if rest.starts_with('%') => -2,
        rest if rest.starts_with("ppm") => -6,
        _ => return None,
    };
    let before = text[..end].trim_end().trim_end_matches("mass").trim_end();
    let start = before.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |at| at + 1);
    let number = Number::parse(&before[start..]).ok()?;
    FractionRange::of(&number, power).map(|share| share.high)
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
    // A threshold in words that names no share ("intentionally added") bounds nothing.
    let printed = match answer.threshold.trim() {
        "" => Some(limit),
        text => printed_threshold(text),
    };
    let (says, range) = match (answer.over?, stated) {
        (false, _) => (Says::NotOver, FractionRange::up_to(limit.max(printed?))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_in_words() {
        let check = |text: &str, ppm: Option<u128>| {
            assert_eq!(printed_threshold(text), ppm.map(Fraction::ppm), "{text}");
        };
        check("0.1% by weight (1 000 ppm) of any article", Some(1000));
        check("0.1 mass% of article", Some(1000));
        check("0.01 mass % of homogeneous materials", Some(100));
        check("1000 ppm", Some(1000));
        check("5 mass% of homogeneous materials", Some(50_000));
        check("Intentionally added or 0.01 mass% of article", Some(100));
        check("Intentionally added", None);
        check("", None);
    }
}
