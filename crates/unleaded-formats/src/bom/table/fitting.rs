//! Whether a line is built in when the board is made.

use unleaded_model::identity::{key, matching_text};

use super::words::{Column, Layout};
use crate::tables::rows::Row;

/// Whether a line is built in.
pub(super) enum Fitting {
    /// It is.
    Fitted,
    /// It is not; the words that say so.
    LeftOut(String),
    /// The column holds these words, which are not known. The line counts: a part that is left out by mistake is never asked
    /// about.
    Unclear(String),
}

const YES: &str = "1 yes y true t x ja j wahr oui si sí 是 对";
const NO: &str = "0 no n false f na none nein non falsch 否 无 不是";
/// Marks that are no letters.
const TICKS: &str = "✓ ✔ √ ☑";
const FITTED: &str = "populate populated place placed fit fitted mount mounted install installed \
                      贴 贴装 装 実装";
/// What a value may say too.
const UNFITTED: &str = "dnp dni dnf dnm nofit notfitted notpopulated notmounted donotpopulate \
                        不贴 未実装";
/// What is clear only in the column.
const UNFITTED_IN_COLUMN: &str = "donotplace donotfit donotmount donotinstall donotstuff dns notplaced notinstalled unfitted \
     unpopulated 不装 不贴装 未贴";
/// Headings that ask whether the line is built in; the others ask whether it is left out.
const ASKING_FOR_FITTED: &str = "populate populated fitted mounted 是否贴装 実装";

fn is_of(word: &str, words: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Returns whether the line in `row` is built in, by its column and, where that says nothing, by its value.
pub(super) fn fitting(row: &Row, layout: &Layout) -> Fitting {
    let text = layout.text(Column::DoNotPopulate, row);
    let word = match key(text) {
        word if word.is_empty() => matching_text(text),
        word => word,
    };
    let heading = key(layout.name(Column::DoNotPopulate));
    let yes = is_of(&word, YES) || is_of(&word, TICKS);
    let (left_out, fitted) = match is_of(&heading, ASKING_FOR_FITTED) {
        true => (is_of(&word, NO), yes),
        false => (yes, is_of(&word, NO)),
    };
    if left_out || is_of(&word, UNFITTED) || is_of(&word, UNFITTED_IN_COLUMN) {
        return Fitting::LeftOut(text.to_owned());
    }
    let value = layout.text(Column::Value, row);
    let says = |word: &str| is_of(&key(word), UNFITTED);
    if says(value) || value.split([' ', '/', '(', ',']).any(says) {
        return Fitting::LeftOut(value.to_owned());
    }
    match word.is_empty() || word == "-" || fitted || is_of(&word, FITTED) {
        true => Fitting::Fitted,
        false => Fitting::Unclear(text.to_owned()),
    }
}
