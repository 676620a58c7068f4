//! A workbook for suppliers to fill.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_formats::tables::{self, Choice};
use unleaded_model::diagnostic::Language;
use unleaded_rules::lists::{ExemptionClaimRow, Lists};

/// Returns the workbook in `language`, with the exemptions of EU RoHS to choose from that no source says had ended before
/// `as_of`.
pub fn template(language: Language, as_of: Date) -> Vec<u8> {
    tables::template(language, &exemptions(language, as_of))
}

/// The exemptions to choose from.
pub(crate) fn exemptions(language: Language, as_of: Date) -> Vec<Choice> {
    let claims = &Lists::shipped().exemptions.claims;
    let may_hold =
        |row: &&ExemptionClaimRow| row.pending || row.expires.is_none_or(|last| last >= as_of);
    let mut seen = BTreeSet::new();
    let ids = claims.iter().filter(may_hold).filter(|row| seen.insert(&row.id));
    ids.map(|row| Choice { value: row.id.clone(), meaning: meaning(row, language) }).collect()
}

fn meaning(row: &ExemptionClaimRow, language: Language) -> String {
    let text = match language.pick(&row.text_en, &row.text_zh) {
        "" => &row.text_en,
        text => text,
    };
    format!("{} {}: {text}", language.pick("Annex", "附件"), row.annex)
}
