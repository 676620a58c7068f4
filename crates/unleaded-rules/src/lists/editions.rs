//! Lists of rules of the user's own beside the shipped ones, and which editions a run uses.
//!
//! Two times are kept: from when to when an edition is in force, and from when it was known to us. Of the editions that
//! are in force on the date of the law, and were known on the day that is asked for, the one that came into effect last
//! is used; among those of one day, the one that became known last. An edition that is not used says nothing at all.

use std::borrow::Cow;

use jiff::civil::Date;
use unleaded_model::diagnostic::codes::rule_lists as codes;
use unleaded_model::diagnostic::{Diagnostic, Place};

use super::Lists;
use super::header::{ListHeader, Standing};
use super::rules::{KnownGroups, RuleFile, RuleList, Ruled, read_rules};

/// What a run asks of lists that have several editions.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The date of the law.
    pub as_of: Date,
    /// The day whose knowledge counts; `None`: all that is known.
    pub known_on: Option<Date>,
    /// The drafts to be tried.
    pub drafts: &'a [Draft],
}

/// The name of a draft: `ID@EDITION`, or `ID` where the list has only one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Draft(pub String);

/// Why a draft can't be tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftError {
    /// The list has several; their names.
    Several(Vec<String>),
    /// There is none of that name; the names of those there are.
    Unknown(Vec<String>),
}

/// Why a list says nothing in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// No edition is in force on the date of the law.
    NotInForce,
    /// No edition was known on the day asked for, or nobody noted when it became known.
    NotKnown(Date),
}

impl Lists {
    /// Reads a list of rules of the user's own; it is there where nothing is an error. All defects are told at once.
    pub fn read_rules(&self, file: &RuleFile<'_>) -> (Option<RuleList>, Vec<Diagnostic>) {
        let (further, words) = (&self.further_groups, &self.further_suspicion);
        read_rules(file, &KnownGroups::of(&self.groups, further, words))
    }

    /// Returns these lists with `added` behind them; or all reasons why they can't stand beside each other.
    pub fn with(&self, added: Vec<RuleList>) -> Result<Self, Vec<Diagnostic>> {
        let laws = |header: &ListHeader| self.rules.iter().any(|l| l.header.id == header.id);
        let tables: Vec<&str> = self
            .headers()
            .into_iter()
            .filter(|header| !laws(header))
            .map(|header| header.id.as_str())
            .chain(["all"])
            .collect();
        let mut defects = Vec::new();
        let mut rules = self.rules.clone();
        for list in added {
            let header = &list.header;
            if tables.contains(&header.id.as_str()) {
                let taken = placed(codes::RULE_LIST_ID_TAKEN, header);
                defects.push(taken.with("value", header.id.as_str()));
                continue;
            }
            let same = rules.iter().filter(|other| other.header.id == header.id);
            defects.extend(same.filter_map(|other| clash(header, &other.header)));
            rules.push(list);
        }
        if !defects.is_empty() {
            unleaded_model::diagnostic::sort(&mut defects);
            return Err(defects);
        }
        Ok(self.of_rules(rules))
    }

    /// Returns the lists as a run uses them: of each list of rules one edition, or none and why, and the drafts.
    pub fn used(&self, asked: &Asked<'_>) -> Result<Cow<'_, Self>, (Draft, DraftError)> {
        let mut chosen: Vec<(usize, Option<Gap>)> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for list in self.rules.iter().filter(|list| !list.is_draft()) {
            if !seen.contains(&list.header.id.as_str()) {
                seen.push(&list.header.id);
                chosen.push(self.edition(&list.header.id, asked));
            }
        }
        for draft in asked.drafts {
            let at = self.draft(draft).map_err(|error| (draft.clone(), error))?;
            if !chosen.contains(&(at, None)) {
                chosen.push((at, None));
            }
        }
        let as_is = (0..self.rules.len()).map(|at| (at, None));
        if chosen.iter().copied().eq(as_is) {
            return Ok(Cow::Borrowed(self));
        }
        let rules = chosen.into_iter().map(|(at, gap)| {
            let list = self.rules[at].clone();
            let changes = match list.is_draft() {
                true => list.changes,
                false => self.changes(&list.header.id, asked),
            };
            let entries = if gap.is_some() { Vec::new() } else { list.entries };
            RuleList { entries, gap, changes, ..list }
        });
        Ok(Cow::Owned(self.of_rules(rules.collect())))
    }

    /// Returns the edition of a list of rules that is in force on `date`; where there is none, the last one.
    pub fn edition_on(&self, id: &str, date: Date) -> Option<&RuleList> {
        let all = self.editions(id);
        let in_force = all.iter().rfind(|(_, list)| list.header.is_in_force(date));
        in_force.map(|(_, list)| *list).or_else(|| self.last_edition(id))
    }

    /// Returns the edition of a list of rules that comes into effect last; a draft where there is nothing else.
    pub fn last_edition(&self, id: &str) -> Option<&RuleList> {
        let last = self.editions(id).last().map(|(_, list)| *list);
        last.or_else(|| self.rules.iter().rfind(|list| list.header.id == id))
    }

    /// The editions of a list that are no drafts, with their positions, in the order in which they come into effect.
    fn editions(&self, id: &str) -> Vec<(usize, &RuleList)> {
        let all = self.rules.iter().enumerate();
        let mut editions: Vec<(usize, &RuleList)> =
            all.filter(|(_, list)| list.header.id == id && !list.is_draft()).collect();
        editions.sort_by_key(|(at, list)| (list.header.effective, list.header.known_from(), *at));
        editions
    }

    /// The edition of a list that is in force, and was known; where there is none, the last one and why it is not used.
    fn edition(&self, id: &str, asked: &Asked<'_>) -> (usize, Option<Gap>) {
        let mut all = self.editions(id);
        // There is one: the list that asked.
        let last = all.last().map_or(0, |(at, _)| *at);
        if let Some(day) = asked.known_on {
            all.retain(|(_, list)| list.header.known_from().is_some_and(|known| known <= day));
            if all.is_empty() {
                return (last, Some(Gap::NotKnown(day)));
            }
        }
        match all.iter().rfind(|(_, list)| list.header.is_in_force(asked.as_of)) {
            Some((at, _)) => (*at, None),
            None => (all.last().map_or(last, |(at, _)| *at), Some(Gap::NotInForce)),
        }
    }

    /// The days on which an edition of a list that was known comes into effect or is repealed.
    fn changes(&self, id: &str, asked: &Asked<'_>) -> Vec<Date> {
        let was_known = |list: &RuleList| {
            let from = list.header.known_from();
            asked.known_on.is_none_or(|day| from.is_some_and(|known| known <= day))
        };
        let known = self.editions(id).into_iter().filter(|(_, list)| was_known(list));
        known.flat_map(|(_, list)| list.changes.iter().copied()).collect()
    }

    /// Where the draft is.
    fn draft(&self, draft: &Draft) -> Result<usize, DraftError> {
        let drafts = || self.rules.iter().enumerate().filter(|(_, list)| list.is_draft());
        let named: Vec<(usize, &RuleList)> = drafts()
            .filter(|(_, list)| list.rule_set == draft.0 || list.header.id == draft.0)
            .collect();
        let names = |of: &mut dyn Iterator<Item = &RuleList>| -> Vec<String> {
            of.map(|list| list.rule_set.clone()).collect()
        };
        match named.as_slice() {
            [(at, _)] => Ok(*at),
            [] => Err(DraftError::Unknown(names(&mut drafts().map(|(_, list)| list)))),
            several => Err(DraftError::Several(names(&mut several.iter().map(|(_, list)| *list)))),
        }
    }

    /// The same tables with other lists of rules.
    fn of_rules(&self, rules: Vec<RuleList>) -> Self {
        Self { ruled: Ruled::of(&rules), rules, ..self.clone() }
    }
}

impl RuleList {
    /// Whether it is proposed and binds nobody.
    pub fn is_draft(&self) -> bool {
        self.header.standing == Standing::Draft
    }
}

impl ListHeader {
    /// Whether the edition as a whole is in force on `date`; its entries may have dates of their own.
    pub fn is_in_force(&self, date: Date) -> bool {
        let begun = self.effective.is_none_or(|from| from <= date);
        begun && self.repealed.is_none_or(|until| date < until)
    }
}

/// What keeps two editions of one list from standing beside each other.
fn clash(header: &ListHeader, other: &ListHeader) -> Option<Diagnostic> {
    let id = header.id.as_str();
    if header.edition == other.edition {
        let (en, zh) = match &other.place {
            Some(place) => (format!("in `{place}`"), format!("见“{place}”")),
            None => ("it is shipped".to_owned(), "随程序提供".to_owned()),
        };
        let taken = placed(codes::RULE_LIST_EDITION_TAKEN, header);
        let taken = taken.with("id", id).with("edition", header.edition.as_str());
        return Some(taken.with("other_en", en).with("other_zh", zh));
    }
    let order = |header: &ListHeader| (header.effective, header.known_from());
    // A draft is in no order with others: it is named by its edition.
    let in_order = [header, other].iter().any(|header| header.standing == Standing::Draft)
        || order(header) != order(other);
    (!in_order).then(|| {
        placed(codes::RULE_LIST_EDITIONS_UNORDERED, header)
            .with("id", id)
            .with("edition", header.edition.as_str())
            .with("other", other.edition.as_str())
    })
}

fn placed(code: unleaded_model::diagnostic::Code, header: &ListHeader) -> Diagnostic {
    let place: Option<Place> = header.place.clone();
    match place {
        Some(place) => Diagnostic::new(code, place),
        None => Diagnostic::unplaced(code),
    }
}
