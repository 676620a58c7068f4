//! The unknown heading that a needed column may be meant by.

use std::collections::BTreeSet;

use super::forms::word;
use super::{Need, Vocabulary};

/// The least likeness, in thousandths, of a heading that is worth a suggestion. Below it a suggestion is mostly wrong, and
/// who follows a wrong one gets wrong amounts.
const PLAUSIBLE: usize = 600;
/// Headings that are compared, and the longest of them in bytes; words of columns are shorter.
const COMPARED: usize = 64;

/// Returns the heading of `unknown` that is most like a word for the column that `need` is named after, where it is plausible
/// and no word for another column is as near.
pub(super) fn to<'h, C: Copy + Eq>(
    need: &Need<C>,
    vocabulary: &Vocabulary<C>,
    unknown: impl Iterator<Item = &'h str>,
) -> Option<&'h str> {
    let wanted = *vocabulary.columns(&word(need.name)).first()?;
    let words: Vec<(bool, BTreeSet<(char, char)>)> = vocabulary
        .words
        .iter()
        .flat_map(|(column, words)| words.split_whitespace().map(move |word| (*column, word)))
        .map(|(column, word)| (column == wanted, pairs(word)))
        .collect();
    let score = |heading: &str| {
        let own = pairs(&word(heading));
        let best = |is_wanted: bool| {
            let words = words.iter().filter(|(of_wanted, _)| *of_wanted == is_wanted);
            words.map(|(_, other)| likeness(&own, other)).max().unwrap_or(0)
        };
        let (likeness, other) = (best(true), best(false));
        (likeness >= PLAUSIBLE && likeness > other).then_some(likeness)
    };
    // The first of several that are equally near.
    let short = unknown.filter(|heading| heading.len() <= COMPARED).take(COMPARED);
    let scored = short.filter_map(|heading| Some((score(heading)?, heading)));
    scored.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, heading)| heading)
}

/// The neighbouring letters of a word.
fn pairs(word: &str) -> BTreeSet<(char, char)> {
    word.chars().zip(word.chars().skip(1)).collect()
}

/// The pairs in common, in thousandths of all.
fn likeness(a: &BTreeSet<(char, char)>, b: &BTreeSet<(char, char)>) -> usize {
    let all = a.len() + b.len();
    (a.intersection(b).count() * 2000).checked_div(all).unwrap_or(0)
}
