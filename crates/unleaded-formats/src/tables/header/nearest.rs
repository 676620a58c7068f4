//! The unknown heading that comes nearest to what a table needs.

use std::collections::BTreeSet;

use super::forms::word;
use super::{Need, Vocabulary};

/// Returns the heading of `unknown` that has most in common with a word for `need`; the first, where none has anything;
/// `None`: there is no unknown heading.
pub(super) fn to<'h, C: Copy + Eq>(
    need: &Need<C>,
    vocabulary: &Vocabulary<C>,
    unknown: impl Iterator<Item = &'h str>,
) -> Option<&'h str> {
    let of_need = vocabulary.words.iter().filter(|(column, _)| need.any_of.contains(column));
    let words: Vec<BTreeSet<(char, char)>> =
        of_need.flat_map(|(_, words)| words.split_whitespace()).map(pairs).collect();
    let score = |heading: &str| {
        let own = pairs(&word(heading));
        words.iter().map(|other| likeness(&own, other)).max().unwrap_or(0)
    };
    // The first of several that are equally near.
    unknown
        .map(|heading| (score(heading), heading))
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
        .map(|(_, heading)| heading)
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
