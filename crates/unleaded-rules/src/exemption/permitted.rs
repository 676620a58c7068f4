//! What an exemption permits, in words.

use jiff::civil::Date;

use super::AppliedExemption;
use crate::lists::{Category, ExemptionClaimRow, ExemptionLimit, Lists};

/// What an exemption permits, as far as the data holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    /// In English; empty: not known.
    pub text_en: String,
    /// In Chinese; empty: not known.
    pub text_zh: String,
    /// Its own limit.
    pub limit: ExemptionLimit,
}

/// Returns what `exemption` permits in products of `category`: the words of the latest act that had begun on `as_of`;
/// `None`: the data does not hold it.
pub fn permitted(
    exemption: &AppliedExemption,
    category: Category,
    as_of: Date,
    lists: &Lists,
) -> Option<Permitted> {
    let annex = exemption.list.strip_prefix("EU RoHS Annex ")?;
    let rows = lists.exemptions.of(&exemption.id);
    let rank = |row: &&ExemptionClaimRow| {
        let is_told = !row.text_en.is_empty();
        let is_for = row.covers(category) != Some(false);
        (is_told, is_for, super::has_begun(row, as_of), row.act_order)
    };
    // Of rows alike in all that the first is taken, as where a verdict is made.
    let rows = rows.filter(|row| row.annex == annex).collect::<Vec<_>>();
    let row = rows.into_iter().rev().max_by_key(rank)?;
    Some(Permitted { text_en: row.text_en.clone(), text_zh: row.text_zh.clone(), limit: row.limit })
}
