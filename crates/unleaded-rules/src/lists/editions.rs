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
use super::own::OwnList;
use super::rules::{RuleList, Ruled};

/// What a run asks of lists that have several editions.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The date of the law.
    pub as_of: Date,
    /// The day whose knowledge counts; `None`: all that is known.
    pub known_on: Option<Date>,
    /// The drafts to be tried.
    pub drafts: &'a [Draft],
    /// The edition `ID@EDITION` that is used in the place of the one in force, whatever its days and its standing; `None`:
    /// the one in force is.
    pub instead: Option<&'a str>,
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

impl Asked<'_> {
    /// Whether it is the edition that is used in the place of the one in force.
    pub(super) fn means(&self, header: &ListHeader) -> bool {
        self.instead.is_some_and(|name| header.is_named(name))
    }

    /// Whether the edition was known on the day that is asked for.
    pub(super) fn knew(&self, header: &ListHeader) -> bool {
        self.known_on.is_none_or(|day| header.known_from().is_some_and(|known| known <= day))
    }
}

impl Lists {
    /// Returns these lists with `added` beside them; or all reasons why they can't stand beside each other.
    pub fn with(&self, added: Vec<OwnList>) -> Result<Self, Vec<Diagnostic>> {
        let taken = [
            self.names.header.id.as_str(),
            &self.classes.header.id,
            &self.ipc.header.id,
            &self.suspicion.header.id,
            &self.further_suspicion.header.id,
            "all",
        ];
        let mut defects = Vec::new();
        let mut known: Vec<&ListHeader> = self.headers();
        for list in &added {
            let header = list.header();
            if taken.contains(&header.id.as_str()) {
                let taken = placed(codes::RULE_LIST_ID_TAKEN, header);
                defects.push(taken.with("value", header.id.as_str()));
                continue;
            }
            let same = known.iter().filter(|other| other.id == header.id);
            defects.extend(same.filter_map(|other| clash(list, other)));
            known.push(header);
        }
        if !defects.is_empty() {
            unleaded_model::diagnostic::sort(&mut defects);
            return Err(defects);
        }
        let mut rules = self.rules.clone();
        let mut own = self.own.clone();
        for list in added {
            match list {
                OwnList::Rules(list) => rules.push(list),
                list => own.push(list),
            }
        }
        Ok(Self { own, ..self.of_rules(rules) })
    }

    /// Returns the lists as a run uses them: of each list of rules one edition, or none and why, and the drafts; and one
    /// edition of each of the others. A draft of one of these takes the place of the edition in force.
    pub fn used(&self, asked: &Asked<'_>) -> Result<Cow<'_, Self>, (Draft, DraftError)> {
        let mut chosen: Vec<(usize, Option<Gap>)> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for list in self.rules.iter().filter(|list| !list.is_draft()) {
            if !seen.contains(&list.header.id.as_str()) {
                seen.push(&list.header.id);
                chosen.push(self.edition(&list.header.id, asked));
            }
        }
        let mut others: Vec<usize> = Vec::new();
        for draft in asked.drafts {
            match self.draft(draft).map_err(|error| (draft.clone(), error))? {
                At::Own(at) => {
                    let id = &self.own[at].header().id;
                    let other =
                        others.iter().find(|o| **o != at && self.own[**o].header().id == *id);
                    if let Some(other) = other {
                        let both = [*other, at].map(|at| self.own[at].header().rule_set());
                        return Err((draft.clone(), DraftError::Several(both.to_vec())));
                    }
                    others.push(at);
                }
                At::Rules(at) if !chosen.contains(&(at, None)) => chosen.push((at, None)),
                At::Rules(_) => {}
            }
        }
        let as_is = (0..self.rules.len()).map(|at| (at, None));
        if chosen.iter().copied().eq(as_is) && self.own.is_empty() {
            return Ok(Cow::Borrowed(self));
        }
        let rules = chosen.into_iter().map(|(at, gap)| {
            let list = self.rules[at].clone();
            let changes = match list.is_draft() {
                true => list.changes,
                false => self.changes(&list.header.id, asked),
            };
            let entries = if gap.is_some() { Vec::new() } else { list.entries };
            let list = RuleList { entries, gap, changes, ..list };
            // Only the edition that is used in the place of another is asked for so.
            if asked.means(&list.header) { list.tried() } else { list }
        });
        let mut used = self.of_rules(rules.collect());
        if !self.own.is_empty() {
            used.choose(asked, &others);
        }
        Ok(Cow::Owned(used))
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
        editions.sort_by_key(|(at, list)| (list.header.order(), *at));
        editions
    }

    /// The edition of a list that is in force, and was known; where there is none, the last one and why it is not used.
    fn edition(&self, id: &str, asked: &Asked<'_>) -> (usize, Option<Gap>) {
        let instead = self.rules.iter().position(|l| l.header.id == id && asked.means(&l.header));
        if let Some(at) = instead {
            return (at, None);
        }
        let mut all = self.editions(id);
        // There is one: the list that asked.
        let last = all.last().map_or(0, |(at, _)| *at);
        if let Some(day) = asked.known_on {
            all.retain(|(_, list)| asked.knew(&list.header));
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
        let known = self.editions(id).into_iter().filter(|(_, list)| asked.knew(&list.header));
        known.flat_map(|(_, list)| list.changes.iter().copied()).collect()
    }

    /// Where the draft is.
    fn draft(&self, draft: &Draft) -> Result<At, DraftError> {
        let rules = self.rules.iter().enumerate().map(|(at, list)| (At::Rules(at), &list.header));
        let own = self.own.iter().enumerate().map(|(at, list)| (At::Own(at), list.header()));
        let drafts: Vec<(At, &ListHeader)> =
            rules.chain(own).filter(|(_, header)| header.standing == Standing::Draft).collect();
        let is_named = |header: &ListHeader| header.rule_set() == draft.0 || header.id == draft.0;
        let named = drafts.iter().filter(|(_, header)| is_named(header));
        let named: Vec<(At, &ListHeader)> = named.copied().collect();
        let names = |of: &[(At, &ListHeader)]| -> Vec<String> {
            of.iter().map(|(_, header)| header.rule_set()).collect()
        };
        match named.as_slice() {
            [(at, _)] => Ok(*at),
            [] => Err(DraftError::Unknown(names(&drafts))),
            several => Err(DraftError::Several(names(several))),
        }
    }

    /// The same tables with other lists of rules.
    fn of_rules(&self, rules: Vec<RuleList>) -> Self {
        Self { ruled: Ruled::of(&rules), rules, ..self.clone() }
    }
}

/// Where a list of the user's own is.
#[derive(Clone, Copy)]
enum At {
    /// Among those that are held in forms of their own.
    Own(usize),
    /// Among the lists of rules.
    Rules(usize),
}

impl RuleList {
    /// The list under the name that it has in force.
    fn tried(mut self) -> Self {
        self.header.standing = Standing::InForce;
        self.rule_set = self.header.rule_set();
        self
    }

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

    /// Whether it is the edition that `ID@EDITION` names.
    pub fn is_named(&self, name: &str) -> bool {
        name.split_once('@') == Some((&self.id, &self.edition))
    }

    /// By which editions of a list are ordered: the day on which they come into effect, then that on which they were known.
    pub(crate) fn order(&self) -> (Option<Date>, Option<Date>) {
        (self.effective, self.known_from())
    }
}

/// What keeps two editions of one list from standing beside each other.
fn clash(list: &OwnList, other: &ListHeader) -> Option<Diagnostic> {
    let header = list.header();
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
    // A draft is in no order with others: it is named by its edition. Additions to groups all count.
    let in_order = [header, other].iter().any(|header| header.standing == Standing::Draft)
        || matches!(list, OwnList::Groups(_))
        || header.order() != other.order();
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
