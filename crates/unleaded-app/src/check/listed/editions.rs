//! Which editions of a list there are, and which is in force.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unleaded_model::declaration::ListAnswers;
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::checks;
use unleaded_rules::lists::{Category, Family, ListEdition, Lists};

/// The days on which the two lists with dates in their names changed.
pub(crate) struct Editions {
    as_of: Date,
    reach: BTreeSet<Date>,
    rohs: BTreeSet<Date>,
}

impl Editions {
    pub(crate) fn on(as_of: Date, lists: &Lists) -> Self {
        // An edition of the list of RoHS follows what is forbidden in the first category; the others came later, without one.
        let entries = &lists.eu_rohs.entries;
        let periods = entries.iter().flat_map(|entry| &entry.applies);
        let first = periods.filter(|period| period.scope.covers(Category::C1) == Some(true));
        Self {
            as_of,
            reach: lists.svhc.entries.values().map(|entry| entry.included).collect(),
            rohs: first.map(|period| period.from).collect(),
        }
    }

    /// What is to be said of the edition that a list names; `None`: it is the newest, or one without a date in its name.
    pub(crate) fn told(&self, list: &ListAnswers, edition: &ListEdition) -> Option<Diagnostic> {
        let family = edition.family;
        let dates = match family {
            Family::EuReach => &self.reach,
            Family::EuRohs => &self.rohs,
            Family::Iec62474 => return None,
        };
        let newest = *dates.range(..=self.as_of).next_back()?;
        let in_month = |month| dates.iter().find(|date| month == (date.year(), date.month()));
        let named = edition.month.and_then(in_month);
        let swapped = swapped(edition).and_then(in_month);
        // Of RoHS there may be an edition in any month up to the last change.
        let is_known = named.is_some()
            || family == Family::EuRohs && swapped.is_none() && is_before(edition, &newest);
        if !is_known {
            let known = name(family, *swapped.unwrap_or(&newest));
            return Some(
                Diagnostic::new(checks::LIST_EDITION_UNKNOWN, list.place.clone())
                    .with("list", list.identity.as_str())
                    .with("known", known),
            );
        }
        (edition.month < Some((newest.year(), newest.month()))).then(|| {
            Diagnostic::new(checks::LIST_STALE, list.place.clone())
                .with("list", list.identity.as_str())
                .with("newest", newest)
                .with("date", self.as_of)
                .with("edition", name(family, newest))
        })
    }
}

fn is_before(edition: &ListEdition, newest: &Date) -> bool {
    edition.month.is_some_and(|month| month <= (newest.year(), newest.month()))
}

/// The month that the digits mean in the order of the other list.
fn swapped(edition: &ListEdition) -> Option<(i16, i8)> {
    let (first, second) = edition.edition.split_at_checked(2)?;
    let other = match edition.family {
        Family::EuReach => format!("EUREACH-{second}{first}"),
        Family::EuRohs => format!("EUROHS-{second}{first}"),
        Family::Iec62474 => return None,
    };
    ListEdition::parse(&other)?.month
}

/// The name of the edition of `date`.
fn name(family: Family, date: Date) -> String {
    let (year, month) = (date.year() % 100, date.month());
    match family {
        Family::EuRohs => format!("EUROHS-{year:02}{month:02}"),
        Family::EuReach | Family::Iec62474 => format!("EUREACH-{month:02}{year:02}"),
    }
}
