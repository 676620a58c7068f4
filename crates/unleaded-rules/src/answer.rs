//! What a part answers to the entries of a list edition, from all that is known of it: compositions and statements on
//! other editions alike.
//!
//! The numbers are those of [`crate::judge`]: what an answer says is never kinder than what a verdict on the same
//! documents says.

use std::collections::BTreeSet;

use unleaded_model::amount::FractionRange;

use crate::composition::PartComposition;
use crate::judge::{Judge, Known, OpenPlace, PartKind};
use crate::lists::{Category, EntryKey, Family, ListEdition, Lists};
use crate::options::Options;
use crate::rule_set::{RuleEntry, RuleSet, eu_rohs, reach_svhc};

/// A list edition whose entries and thresholds the shipped data holds.
#[derive(Clone, Debug)]
pub struct AnswerableList {
    /// The identity as asked for, e.g. `EUREACH-0624`.
    pub identity: String,
    /// Which list it is an edition of.
    pub family: Family,
    /// Its entries with their thresholds.
    pub rules: RuleSet,
    /// The code of each entry in this very edition; empty: not known.
    codes: Vec<String>,
}

/// What a part answers to one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryAnswer<'a> {
    /// The entry.
    pub entry: &'a RuleEntry,
    /// Its code in the list; empty: not known.
    pub code: &'a str,
    /// What is known.
    pub known: Known,
}

impl AnswerableList {
    /// Returns the list that documents name `identity`; `None`: the data does not hold its entries, or, as for
    /// IEC 62474, not the thresholds of its applications.
    pub fn find(identity: &str, lists: &Lists) -> Option<Self> {
        let edition = ListEdition::parse(identity)?;
        let (year, month) = edition.month?;
        let rules = match edition.family {
            Family::EuReach => reach_svhc(lists, lists.svhc.update_in(year, month)?),
            Family::EuRohs => {
                let last = jiff::civil::Date::new(year, month, 1).ok()?.last_of_month();
                eu_rohs(lists, Category::C1, last)
            }
            Family::Iec62474 => return None,
        };
        let code = |entry: &EntryKey| {
            let mut codes = lists.ipc.codes(identity);
            let found = codes.find(|(_, known)| known.entries == std::slice::from_ref(entry));
            found.map(|(code, _)| code.to_owned()).unwrap_or_default()
        };
        let codes = rules.entries.iter().map(|rule| code(&rule.entry)).collect();
        let identity = identity.trim().to_owned();
        (!rules.entries.is_empty()).then_some(Self {
            identity,
            family: edition.family,
            rules,
            codes,
        })
    }

    /// Every list edition that can be answered, the newest of each list last.
    pub fn known(lists: &Lists) -> Vec<String> {
        let mut updates: Vec<_> = lists.svhc.entries.values().map(|entry| entry.included).collect();
        updates.sort_unstable();
        let reach = |date: &jiff::civil::Date| {
            format!("EUREACH-{:02}{:02}", date.month(), date.year().rem_euclid(100))
        };
        let mut names: Vec<String> = updates.iter().map(reach).collect();
        names.dedup();
        names.push("EUROHS-1907".to_owned());
        names
    }

    /// The entries with their codes, in the order of the codes, else of the law.
    pub fn entries(&self) -> impl Iterator<Item = (&RuleEntry, &str)> {
        self.order().into_iter().map(|at| (&self.rules.entries[at], self.codes[at].as_str()))
    }

    /// The entries that are not among `answered`, in the order of [`Self::entries`].
    pub fn without(&self, answered: &BTreeSet<&EntryKey>) -> Vec<&RuleEntry> {
        let all = self.entries().map(|(rule, _)| rule);
        all.filter(|rule| !answered.contains(&rule.entry)).collect()
    }

    /// Returns what `part` answers, in the order of [`Self::entries`].
    pub fn answers(
        &self,
        part: &PartComposition,
        lists: &Lists,
        options: &Options,
    ) -> Vec<EntryAnswer<'_>> {
        let (category, applications) = (options.category, &options.applications);
        let judge = Judge { rules: &self.rules, lists, category, applications, options };
        let alternatives = part.alternatives.iter().map(|a| judge.entries(a, PartKind::Leaf));
        let known =
            alternatives.reduce(|a, b| a.into_iter().zip(b).map(|(a, b)| both(a, b)).collect());
        let mut known: Vec<Option<Known>> =
            known.unwrap_or_default().into_iter().map(Some).collect();
        let answer = |at: usize| EntryAnswer {
            entry: &self.rules.entries[at],
            code: &self.codes[at],
            known: known.get_mut(at).and_then(Option::take).unwrap_or_else(nothing_known),
        };
        self.order().into_iter().map(answer).collect()
    }

    fn order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.rules.entries.len()).collect();
        order.sort_by_key(|at| (self.codes[*at].is_empty(), &self.codes[*at]));
        order
    }
}

fn nothing_known() -> Known {
    Known::Open(OpenPlace { value: FractionRange::ANYTHING, reasons: Vec::new() })
}

/// What two makers' parts, or two documents that contradict each other, come to.
fn both(a: Known, b: Known) -> Known {
    match (a, b) {
        (Known::Within, Known::Within) => Known::Within,
        (Known::Over { places: mut a, open }, Known::Over { places: b, open: other }) => {
            a.extend(b);
            let open = match (open, other) {
                (Some(a), Some(b)) => Some(wider(a, b)),
                (a, b) => a.or(b),
            };
            Known::Over { places: a, open }
        }
        (Known::Open(open), other) | (other, Known::Open(open)) => Known::Open(match other {
            Known::Open(other) => wider(open, other),
            Known::Over { places, open: Some(other) } => {
                let all = wider(open, other);
                OpenPlace { value: all.value.hull(hull(&places)), ..all }
            }
            Known::Over { places, open: None } => OpenPlace { value: hull(&places), ..open },
            Known::Within => open,
        }),
        (Known::Over { places, .. }, Known::Within)
        | (Known::Within, Known::Over { places, .. }) => Known::Open(OpenPlace {
            value: hull(&places),
            reasons: vec![crate::reason::Reason::OtherDocument],
        }),
    }
}

/// Both places in one, for the causes of both.
fn wider(mut a: OpenPlace, b: OpenPlace) -> OpenPlace {
    let new: Vec<_> = b.reasons.into_iter().filter(|r| !a.reasons.contains(r)).collect();
    a.reasons.extend(new);
    OpenPlace { value: a.value.hull(b.value), ..a }
}

/// From nothing to the most that any of the places holds.
fn hull(places: &[crate::judge::OverPlace]) -> FractionRange {
    let all = places.iter().map(|place| place.value.unwrap_or(FractionRange::ANYTHING));
    all.fold(FractionRange::ZERO, FractionRange::hull)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::Resolved;

    /// What is written must be understood again, as this very entry and no other.
    #[test]
    fn every_entry_is_understood_by_its_name_and_code() {
        let lists = Lists::shipped();
        for identity in AnswerableList::known(lists) {
            let list = AnswerableList::find(&identity, lists).unwrap();
            let covered = lists.entries_of(&identity).unwrap();
            assert_eq!(list.rules.entries.len(), covered.len(), "{identity}");
            for (rule, code) in list.entries() {
                let resolved = lists.ipc.resolve(&identity, code, &rule.name_en);
                assert_eq!(
                    resolved,
                    Resolved::Entries(std::slice::from_ref(&rule.entry)),
                    "{identity} {code} {}",
                    rule.name_en
                );
            }
        }
    }

    #[test]
    fn codes_are_those_of_the_edition() {
        let lists = Lists::shipped();
        for (identity, entries) in [("EUREACH-0624", 241), ("EUROHS-1907", 10)] {
            let list = AnswerableList::find(identity, lists).unwrap();
            let codes: Vec<&str> = list.entries().map(|(_, code)| code).collect();
            let serial: Vec<String> = (1..=entries).map(|n| format!("{n:05}")).collect();
            assert_eq!(codes, serial, "{identity}");
        }
        let newest = AnswerableList::known(lists);
        assert!(newest.len() > 20, "{newest:?}");
    }

    #[test]
    fn what_the_data_lacks_is_not_answered() {
        for identity in ["IEC_62474 D19.00", "Prop_65_substances", "EUREACH-0224", "EUREACH", ""] {
            assert!(AnswerableList::find(identity, Lists::shipped()).is_none(), "{identity}");
        }
    }
}
