//! How an exemption stands from a day on, whatever it is claimed for, and when it ends.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_model::amount::{Fraction, FractionRange};

use super::claimed::list_of;
use super::{Question, governing, in_force};
use crate::lists::{Category, ExemptionClaimRow, Exemptions};
use crate::reason::Reason;
use crate::rule_set::Law;

/// How an exemption stands for a category on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It is in force.
    InForce,
    /// Sources contradict each other about its last day, which lies behind for one of them.
    Disputed,
    /// Its nominal last day is over; whether a renewal was applied for is not known.
    Pending,
    /// It has ended.
    Ended,
    /// No claim that is held speaks of the date: it may have been in force by an earlier act.
    NoClaim,
    /// The source does not say whether it is for that category.
    Unclear,
}

impl State {
    /// The word of `lists`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Disputed => "disputed",
            Self::Pending => "pending",
            Self::Ended => "ended",
            Self::NoClaim => "no-claim",
            Self::Unclear => "unclear",
        }
    }
}

/// When an exemption ends for some entries and categories, as far as the sources say that govern on a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending<'a> {
    /// The exemption, as the law writes it.
    pub id: &'a str,
    /// Its list: `EU RoHS Annex III`.
    pub list: String,
    /// How it stands on the date.
    pub state: State,
    /// The last days that sources give, ascending; several: they contradict each other; none: no end is known.
    pub ends: Vec<Date>,
    /// Whether a source says that a renewal may carry it past its nominal end.
    pub renewable: bool,
    /// The entries that it is so for, by key.
    pub keys: Vec<&'a str>,
    /// The categories that it is so for.
    pub categories: Vec<Category>,
    /// What sources say of it that govern there.
    pub sources: Vec<&'a ExemptionClaimRow>,
}

/// What entries and categories share that are told together.
type Alike = (State, Vec<Date>, bool);

/// Entries or categories of which the same is to be said, and the rows that say it.
type Of<'a, T> = (Vec<T>, Vec<&'a ExemptionClaimRow>);

/// Returns how every exemption stands on `date`, in the order of the table; entries and categories of which the same is
/// to be said are told together.
pub fn endings(exemptions: &Exemptions, date: Date) -> Vec<Ending<'_>> {
    exemptions.by_name().iter().flat_map(|rows| endings_of(rows, date)).collect()
}

/// Returns how the exemption of that name and list stands on `date` for one entry and one category; `None`: no source
/// says that it is for them.
pub fn ending<'a>(
    exemptions: &'a Exemptions,
    (id, list): (&str, &str),
    (key, category): (&str, Category),
    date: Date,
) -> Option<Ending<'a>> {
    let rows: Vec<&ExemptionClaimRow> =
        exemptions.of(id).filter(|row| list_of(row) == list).collect();
    let key = rows.iter().flat_map(|row| &row.permits).find(|permitted| *permitted == key)?;
    let (alike, sources) = state(&rows, key, category, date)?;
    Some(told(&rows, alike, (vec![key.as_str()], vec![category]), sources))
}

/// How the exemption that `rows` are about, at least one, stands on `date`.
pub(crate) fn endings_of<'a>(rows: &[&'a ExemptionClaimRow], date: Date) -> Vec<Ending<'a>> {
    let mut keys: Vec<&str> = rows.iter().flat_map(|r| &r.permits).map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut found: BTreeMap<(Alike, Vec<&str>), Of<'_, Category>> = BTreeMap::new();
    for category in Category::ALL {
        let mut here: BTreeMap<Alike, Of<'_, &str>> = BTreeMap::new();
        for key in &keys {
            if let Some((alike, sources)) = state(rows, key, category, date) {
                let (keys, all) = here.entry(alike).or_default();
                keys.push(key);
                add(all, sources);
            }
        }
        for (alike, (keys, sources)) in here {
            let (categories, all) = found.entry((alike, keys)).or_default();
            categories.push(category);
            add(all, sources);
        }
    }
    let endings = found.into_iter().map(|((alike, keys), (categories, sources))| {
        told(rows, alike, (keys, categories), sources)
    });
    endings.collect()
}

fn add<'a>(all: &mut Vec<&'a ExemptionClaimRow>, more: Vec<&'a ExemptionClaimRow>) {
    for row in more {
        if !all.contains(&row) {
            all.push(row);
        }
    }
}

fn told<'a>(
    rows: &[&'a ExemptionClaimRow],
    (state, ends, renewable): Alike,
    (keys, categories): (Vec<&'a str>, Vec<Category>),
    sources: Vec<&'a ExemptionClaimRow>,
) -> Ending<'a> {
    let (id, list) = (rows[0].id.as_str(), list_of(rows[0]));
    Ending { id, list, state, ends, renewable, keys, categories, sources }
}

/// How the exemption that `rows` are about stands for the entry `key` and a category, and the rows that say so; `None`: it
/// is not for that category or entry.
fn state<'a>(
    rows: &[&'a ExemptionClaimRow],
    key: &str,
    category: Category,
    as_of: Date,
) -> Option<(Alike, Vec<&'a ExemptionClaimRow>)> {
    // Any share: what an exemption's own limit comes to is no matter of the date.
    let value = FractionRange { low: Fraction::ZERO, high: Fraction::ONE };
    let question = Question { law: Law::EuRohs, key, value, category, as_of, steps: &[] };
    match governing(rows, &question) {
        Ok(governing) => {
            let (_, _, reason) = in_force(&governing, &question);
            let state = match reason {
                Reason::ExemptionDisputed { .. } => State::Disputed,
                Reason::ExemptionExpired { .. } => State::Ended,
                Reason::ExemptionPending { .. } => State::Pending,
                _ => State::InForce,
            };
            let mut ends: Vec<Date> = governing.iter().filter_map(|row| row.expires).collect();
            ends.sort_unstable();
            ends.dedup();
            let renewable = governing.iter().any(|row| row.pending);
            Some(((state, ends, renewable), governing))
        }
        Err((_, Reason::ExemptionNotYet { .. })) => {
            Some(((State::NoClaim, Vec::new(), false), Vec::new()))
        }
        Err((_, Reason::ExemptionScopeUnclear { .. })) => {
            Some(((State::Unclear, Vec::new(), false), Vec::new()))
        }
        Err(_) => None,
    }
}
