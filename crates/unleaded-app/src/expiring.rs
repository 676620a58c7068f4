//! What ends or changes within a time: exemptions, the products that rest on them, and other dates of the lists.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use unleaded_documents::report::Report;
use unleaded_rules::lists::{Asked, ExemptionClaimRow, Lists};
use unleaded_rules::{Ending, State, endings};

mod changes;
mod needs;

/// The days that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day: exemptions stand as they do on it.
    pub from: Date,
    /// The last day, included.
    pub until: Date,
}

/// What happens within a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// What ends or changes on a day, the earliest first. What sources contradict each other about stands at the earliest
    /// day, which may lie before the time.
    pub events: Vec<Event>,
    /// Exemptions without a day to plan by: valid until a renewal is decided, for categories that the source does not
    /// name, without a known end.
    pub apart: Vec<Event>,
    /// The products that are compliant by exemption and fall within the time, the first to fall first.
    pub falling: Vec<Falling>,
}

/// Something that ends or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Of an exemption its last day, the earliest that any source gives; of a change its first day; `None`: not known.
    pub date: Option<Date>,
    /// What it is.
    pub about: About,
    /// The products that it touches, by report and product; empty without reports.
    pub products: Vec<Touched>,
}

/// What ends or changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A list says something else from a day on.
    Change(Change),
    /// An exemption ends.
    Exemption(ExemptionEnd),
}

/// A list that says something else from a day on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The list, which is also the name of its rule set.
    pub list: String,
    /// Entries and standards that hold no more, by key.
    pub removed: Vec<String>,
    /// Those that hold from then on.
    pub added: Vec<String>,
    /// Those of which something else is said.
    pub changed: Vec<String>,
    /// What it asks for, in English; empty: the keys say it.
    pub text_en: String,
    /// The same in Chinese.
    pub text_zh: String,
}

/// An exemption that ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionEnd {
    /// Its name in its list.
    pub id: String,
    /// Its list.
    pub list: String,
    /// The entries that it ends for.
    pub entries: Vec<String>,
    /// The categories that it ends for.
    pub categories: Vec<String>,
    /// How sure the date is.
    pub certainty: Certainty,
    /// Every last day that a source gives, ascending.
    pub ends: Vec<Date>,
    /// Who says so.
    pub sources: Vec<Source>,
}

/// How sure an end is. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Sources give different days.
    Disputed,
    /// No day is known.
    NotKnown,
    /// Its source does not say whether it is for the category.
    ScopeUnclear,
    /// All sources give that day.
    Stated,
    /// The day is nominal: it stays valid until a renewal that may have been applied for is decided.
    ValidUntilDecided,
}

impl Certainty {
    /// The word of JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Disputed => "disputed",
            Self::NotKnown => "not-known",
            Self::ScopeUnclear => "scope-unclear",
            Self::Stated => "stated",
            Self::ValidUntilDecided => "valid-until-decided",
        }
    }
}

/// What a source says of an exemption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The act, as written; empty: not known, or a report says so.
    pub act: String,
    /// The last day that it gives.
    pub expires: Option<Date>,
    /// Where it was read.
    pub source: String,
}

/// A product that is touched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The report, by its position.
    pub report: usize,
    /// The item number.
    pub part: String,
    /// Its name; empty: not given.
    pub name: String,
    /// Its status under the law.
    pub status: String,
    /// How many of its places rest on the exemption.
    pub places: u64,
    /// The first of them; empty: the change touches the product as a whole.
    pub path: Vec<String>,
    /// Whether its compliance ends with this: the first exemption that it needs, or the standard that it was assessed by.
    pub falls: bool,
}

/// A product that is compliant by exemption, and the first end of one that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Falling {
    /// The report, by its position.
    pub report: usize,
    /// The item number.
    pub part: String,
    /// Its name; empty: not given.
    pub name: String,
    /// The law.
    pub rule_set: String,
    /// The last day on which it is compliant.
    pub last_day: Date,
    /// How sure that day is.
    pub certainty: Certainty,
    /// The exemptions that end then.
    pub exemptions: Vec<String>,
}

/// Returns the calendar of `window`: of what the products of `reports` rest on, or, without reports, of all that the lists
/// hold. Of several editions of the table of exemptions the one that is in force on the first day counts.
pub fn calendar(reports: &[&Report], window: Window, lists: &Lists) -> Calendar {
    let asked = Asked { as_of: window.from, known_on: None, drafts: &[], instead: None };
    // Only a draft can be unknown, and none is asked for.
    let used = lists.used(&asked).unwrap_or(Cow::Borrowed(lists));
    let mut calendar = match reports {
        [] => of_lists(window, &used),
        reports => needs::calendar(reports, window, &used),
    };
    calendar.events.extend(changes::events(reports, window, lists));
    for events in [&mut calendar.events, &mut calendar.apart] {
        let day = |event: &Event| (event.date.is_none(), event.date);
        events.sort_by(|a, b| (day(a), name(a)).cmp(&(day(b), name(b))));
    }
    calendar
}

fn name(event: &Event) -> (&str, &str, &[String]) {
    match &event.about {
        About::Change(change) => (&change.list, "", &[]),
        About::Exemption(end) => (&end.list, &end.id, &end.categories),
    }
}

fn of_lists(window: Window, lists: &Lists) -> Calendar {
    let mut calendar = Calendar::default();
    for ending in endings(&lists.exemptions, window.from) {
        if matches!(ending.state, State::Ended | State::NoClaim) {
            continue;
        }
        let end = exemption_end(&ending);
        let event = Event {
            date: end.ends.first().copied(),
            about: About::Exemption(end),
            products: Vec::new(),
        };
        calendar.add(event, window);
    }
    calendar
}

impl Calendar {
    /// Adds what happens until the end of the time, and what has no day to plan by.
    fn add(&mut self, event: Event, window: Window) {
        let certainty = match &event.about {
            About::Change(_) => Certainty::Stated,
            About::Exemption(end) => end.certainty,
        };
        match (certainty, event.date) {
            (Certainty::Disputed | Certainty::Stated, Some(date)) => {
                if date <= window.until {
                    self.events.push(event);
                }
            }
            _ => self.apart.push(event),
        }
    }
}

fn exemption_end(ending: &Ending<'_>) -> ExemptionEnd {
    let certainty = match ending.state {
        State::Unclear => Certainty::ScopeUnclear,
        _ if ending.renewable => Certainty::ValidUntilDecided,
        State::NoClaim => Certainty::NotKnown,
        _ => certainty_of(&ending.ends),
    };
    ExemptionEnd {
        id: ending.id.to_owned(),
        list: ending.list.clone(),
        entries: ending.keys.iter().map(|key| (*key).to_owned()).collect(),
        categories: ending.categories.iter().map(ToString::to_string).collect(),
        certainty,
        ends: ending.ends.clone(),
        sources: sources(&ending.sources),
    }
}

fn certainty_of(ends: &[Date]) -> Certainty {
    match ends {
        [] => Certainty::NotKnown,
        [_] => Certainty::Stated,
        _ => Certainty::Disputed,
    }
}

/// What each act and source says, once.
fn sources(rows: &[&ExemptionClaimRow]) -> Vec<Source> {
    let mut said: BTreeMap<(Option<Date>, &str, &str), Source> = BTreeMap::new();
    for row in rows {
        said.entry((row.expires, &row.act, &row.source)).or_insert_with(|| Source {
            act: row.act.clone(),
            expires: row.expires,
            source: row.source.clone(),
        });
    }
    said.into_values().collect()
}
