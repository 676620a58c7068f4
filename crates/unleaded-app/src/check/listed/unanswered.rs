//! Which entries of a list a part does not answer.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_formats::lint::is_request;
use unleaded_formats::sink::Sink;
use unleaded_model::declaration::{Answer, Header, ListAnswers};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::diagnostic::codes::checks;
use unleaded_rules::lists::{EntryKey, Lists};
use unleaded_rules::{AnswerableList, Meaning, meaning};

/// Names of entries that one finding tells.
const NAMED: usize = 3;
/// Editions that are remembered; beyond them each is looked up again.
const MOST: usize = 64;

/// What one part answers, by the identity of the list: a list that is cut into several is one.
#[derive(Default)]
pub(super) struct Answered<'a>(BTreeMap<&'a str, (&'a ListAnswers, BTreeSet<&'static EntryKey>)>);

impl<'a> Answered<'a> {
    /// Takes a list that the part names, answered or not.
    pub(super) fn list(&mut self, list: &'a ListAnswers) {
        self.0.entry(list.identity.trim()).or_insert_with(|| (list, BTreeSet::new()));
    }

    /// Takes an answer on `entries`.
    pub(super) fn answer(
        &mut self,
        list: &ListAnswers,
        answer: &Answer,
        entries: &'static [EntryKey],
    ) {
        let known = self.0.get_mut(list.identity.trim()).filter(|_| is_given(answer));
        if let Some((_, answered)) = known {
            answered.extend(entries);
        }
    }
}

/// Whether an answer says anything of its entry.
fn is_given(answer: &Answer) -> bool {
    answer.over.is_some()
        || answer.mass.is_some()
        || answer.share_of_material.is_some()
        || answer.share_of_part.is_some()
}

/// Tells the entries without an answer, unless the document only asks.
pub(super) struct Unanswered {
    lists: &'static Lists,
    is_request: bool,
    editions: BTreeMap<String, Option<AnswerableList>>,
}

impl Unanswered {
    pub(super) fn by(lists: &'static Lists) -> Self {
        Self { lists, is_request: false, editions: BTreeMap::new() }
    }

    /// Begins a document.
    pub(super) fn begin(&mut self, header: &Header) {
        self.is_request = is_request(header);
    }

    /// Tells what one part leaves open, list by list.
    pub(super) fn tell(&mut self, answered: Answered<'_>, sink: &mut dyn Sink) {
        for (identity, (list, answered)) in answered.0 {
            if let Some(told) = self.told(identity, list, &answered) {
                sink.diagnostic(told);
            }
        }
    }

    fn told(
        &mut self,
        identity: &str,
        list: &ListAnswers,
        answered: &BTreeSet<&EntryKey>,
    ) -> Option<Diagnostic> {
        if self.is_request {
            return None;
        }
        if self.editions.len() >= MOST {
            self.editions.clear();
        }
        let lists = self.lists;
        let find = || AnswerableList::find(identity, lists);
        let edition = self.editions.entry(identity.to_owned()).or_insert_with(find).as_ref()?;
        let open = edition.without(answered);
        let mut names: Vec<&str> = open.iter().take(NAMED).map(|e| e.name_en.as_str()).collect();
        if open.len() > NAMED {
            names.push("…");
        }
        (!open.is_empty()).then(|| {
            Diagnostic::new(checks::LIST_UNANSWERED, list.place.clone())
                .with("count", open.len())
                .with("all", edition.entries().count())
                .with("list", identity)
                .with("entries", names.join("; "))
        })
    }
}

/// How many entries of its edition a list leaves without an answer, those that it prints blank among them; `None`: the
/// shipped data does not hold the edition's entries.
pub fn unanswered(list: &ListAnswers) -> Option<usize> {
    let lists = Lists::shipped();
    let edition = AnswerableList::find(&list.identity, lists)?;
    let given = list.answers.iter().filter(|answer| is_given(answer));
    let entries = given.filter_map(|answer| {
        match meaning(&list.identity, &answer.code, &answer.name, lists) {
            Meaning::Entries(entries) => Some(entries),
            Meaning::Contradiction(_) | Meaning::Unknown => None,
        }
    });
    Some(edition.without(&entries.flatten().collect()).len())
}
