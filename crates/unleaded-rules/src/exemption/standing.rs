//! How a claimed exemption stands on a date, whatever it is claimed for.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_model::amount::FractionRange;
use unleaded_model::declaration::ExemptionClaim;
use unleaded_model::identity::key;

use super::claimed::readings;
use super::{Force, Question, governing, in_force, law_of};
use crate::lists::{Category, ExemptionClaimRow, Lists, exemption_key};
use crate::reason::Reason;
use crate::rule_set::Law;

/// What can be said of a claimed exemption without the place that it is claimed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The data does not tell that it has ended.
    Open,
    /// Another law's, of which no table is held.
    OtherLaw,
    /// It is no name of an exemption of EU RoHS; with the name of the table that differs in spelling only, if there is one.
    Malformed(Option<String>),
    /// It may be one, and the table lacks it.
    NotInTable,
    /// It has ended for every category that is asked about, without an application to renew it.
    Expired(Date),
}

/// Returns how the exemption `claim` stands on `as_of` for products of `category`; `None`: of any category that it is for.
pub fn standing(
    claim: &ExemptionClaim,
    category: Option<Category>,
    as_of: Date,
    lists: &Lists,
) -> Standing {
    if law_of(claim) != Some(Law::EuRohs) {
        return Standing::OtherLaw;
    }
    let readings = readings(claim, lists);
    if readings.is_empty() {
        return match alike(&claim.id, lists) {
            None if is_well_formed(&claim.id) => Standing::NotInTable,
            alike => Standing::Malformed(alike),
        };
    }
    let categories = category.map_or_else(|| Category::ALL.to_vec(), |category| vec![category]);
    let mut ended = None;
    for rows in &readings {
        for category in &categories {
            match end_in(rows, *category, as_of) {
                Some(Ended::On(date)) => ended = ended.max(Some(date)),
                Some(Ended::No) => return Standing::Open,
                None => {}
            }
        }
    }
    ended.map_or(Standing::Open, Standing::Expired)
}

enum Ended {
    On(Date),
    No,
}

/// Whether it has ended in `category`, for whatever it permits; `None`: it is not for that category.
fn end_in(rows: &[&ExemptionClaimRow], category: Category, as_of: Date) -> Option<Ended> {
    let keys: BTreeSet<&str> =
        rows.iter().flat_map(|row| &row.permits).map(String::as_str).collect();
    // A row that names no substance permits any.
    let keys = if keys.is_empty() { BTreeSet::from(["Pb"]) } else { keys };
    let mut ended = None;
    for key in keys {
        let value = FractionRange::ZERO;
        let question = Question { law: Law::EuRohs, key, value, category, as_of, steps: &[] };
        match governing(rows, &question) {
            Ok(governing) => match in_force(&governing, &question) {
                (Force::None, _, Reason::ExemptionExpired { date, .. }) => {
                    ended = ended.max(Some(date));
                }
                _ => return Some(Ended::No),
            },
            Err((_, Reason::ExemptionOutOfScope { .. })) => {}
            Err(_) => return Some(Ended::No),
        }
    }
    ended.map(Ended::On)
}

/// Whether `id` has the form of a name in the annexes: `4(f)-IV`, `31a(b)`, `1(a-e)`, `41`.
fn is_well_formed(id: &str) -> bool {
    let key = exemption_key(id);
    let rest = key.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = (1..=2).contains(&(key.len() - rest.len()));
    let mut rest = rest.strip_prefix(|c: char| c.is_ascii_lowercase()).unwrap_or(rest);
    while let Some((inside, behind)) = rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        let is_label =
            inside.len() <= 3 && inside.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_label {
            return false;
        }
        rest = behind;
    }
    let is_numeral = |text: &str| text.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    is_numbered && (rest.is_empty() || rest.strip_prefix('-').is_some_and(is_numeral))
}

/// The exemption whose name has the same letters and digits.
fn alike(id: &str, lists: &Lists) -> Option<String> {
    let wanted = key(id);
    let mut alike = lists.exemptions.claims.iter().filter(|row| key(&row.id) == wanted);
    alike.next().map(|row| row.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_exemptions() {
        for id in ["7(c)-I", "41", "1(a-e)", "31a(b)", "4(f)-IV", "8(b)", "2(b)(4)-II", "6 (a)"] {
            assert!(is_well_formed(id), "{id}");
        }
        for id in ["", "lead solder", "(lead solder)", "6(c) style note", "2011/65/EU", "yes"] {
            assert!(!is_well_formed(id), "{id}");
        }
    }
}
