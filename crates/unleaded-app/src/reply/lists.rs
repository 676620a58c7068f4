//! The lists of a request, answered as far as is known.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use unleaded_model::declaration::{Answer, ListAnswers};
use unleaded_model::diagnostic::Language;
use unleaded_model::identity::key;
use unleaded_rules::lists::{EntryKey, ListEdition, Resolved};
use unleaded_rules::{AnswerableList, RuleEntry};

use super::draft::{Drafter, Subject};
use super::question::{Added, AddedEntry, Question, Wanted};
use crate::answers::{Answered, OpenEntry, answer, blank, reason};

impl Drafter<'_> {
    /// Answers one list that is asked for.
    pub(super) fn list(&mut self, asked: &ListAnswers, subject: &Subject<'_>) -> ListAnswers {
        let shipped = self.shipped;
        let find = || AnswerableList::find(&asked.identity, shipped).map(Rc::new);
        // Thousands of parts are asked about the same lists.
        match self.found.entry(asked.identity.clone()).or_insert_with(find).clone() {
            Some(list) => self.answerable(asked, &list, subject),
            None => self.verbatim(asked, subject),
        }
    }

    fn answerable(
        &mut self,
        asked: &ListAnswers,
        list: &AnswerableList,
        subject: &Subject<'_>,
    ) -> ListAnswers {
        let name = (subject.number.as_str(), &asked.place);
        let answered = answer(&subject.composition, name, list, self.shipped, self.options);
        let Answered { list: mut drafted, open, losses } = answered;
        self.losses.extend(losses);
        self.add_masses(&mut drafted.answers, list, subject);
        drafted.answers = with_open(drafted.answers, list, asked);
        let settled = self.taking.answers(&asked.identity, subject, &mut drafted.answers);
        self.tell_added(list, &drafted.answers, subject);
        self.ask_amounts(&drafted.answers, asked, subject);
        let is_open =
            |entry: &&OpenEntry| !settled.contains(&(entry.name.clone(), entry.code.clone()));
        let open: Vec<&OpenEntry> = open.iter().filter(is_open).collect();
        self.ask_entries(&open, &drafted, list, subject);
        drafted.authority.clone_from(&asked.authority);
        drafted.identity.clone_from(&asked.identity);
        drafted
    }

    /// Asks whether the part is over the thresholds of `open`, which `drafted` holds.
    fn ask_entries(
        &mut self,
        open: &[&OpenEntry],
        drafted: &ListAnswers,
        list: &AnswerableList,
        subject: &Subject<'_>,
    ) {
        let earlier = if open.is_empty() { BTreeMap::new() } else { self.declared_before(subject) };
        let rules: BTreeMap<(&str, &str), &RuleEntry> =
            list.entries().map(|(rule, code)| ((rule.name_en.as_str(), code), rule)).collect();
        for entry in open {
            let rule = rules.get(&(entry.name.as_str(), entry.code.as_str()));
            let of_entry =
                |answer: &&Answer| answer.name == entry.name && answer.code == entry.code;
            let before = rule.and_then(|rule| earlier.get(&rule.entry));
            let reason = |language| reason(&entry.reasons, language);
            self.questions.push(subject.question(Wanted::Answer {
                list: list.identity.clone(),
                entry: entry.name.clone(),
                code: entry.code.clone(),
                reason: (reason(Language::En), reason(Language::Zh)),
                earlier: before.map(in_words).unwrap_or_default(),
                known_as: rule.map_or_else(String::new, |rule| self.known_as(rule)),
                asked: drafted.answers.iter().find(of_entry).cloned().map(Box::new),
            }));
        }
    }

    /// What the newest earlier answer to each entry says, and to which list.
    fn declared_before<'s>(&self, subject: &Subject<'s>) -> BTreeMap<EntryKey, (&'s str, bool)> {
        let mut earlier = BTreeMap::new();
        for list in subject.documents.iter().rev().flat_map(|d| &d.part.lists) {
            for answer in &list.answers {
                let found = self.shipped.ipc.resolve(&list.identity, &answer.code, &answer.name);
                let Some(over) = answer.over else { continue };
                if let Resolved::Entries([entry]) = found {
                    earlier.entry(entry.clone()).or_insert((list.identity.as_str(), over));
                }
            }
        }
        earlier
    }

    /// CAS numbers and the Chinese name of an entry.
    fn known_as(&self, rule: &RuleEntry) -> String {
        let numbers: &[String] = match &rule.entry {
            EntryKey::Svhc(number) => {
                self.shipped.svhc.entries.get(number).map_or(&[], |entry| &entry.cas)
            }
            EntryKey::Group(_) | EntryKey::Listed(..) => &[],
        };
        let known = numbers.iter().chain([&rule.name_zh]).filter(|text| !text.is_empty());
        known.map(String::as_str).collect::<Vec<_>>().join("; ")
    }

    /// Asks how much there is of what is over.
    fn ask_amounts(&mut self, answers: &[Answer], asked: &ListAnswers, subject: &Subject<'_>) {
        let without_amount = |answer: &&Answer| {
            answer.over == Some(true)
                && answer.mass.is_none()
                && answer.share_of_material.is_none()
                && answer.share_of_part.is_none()
        };
        let amounts = answers.iter().filter(without_amount).map(|answer| {
            let (list, entry) = (asked.identity.clone(), answer.name.clone());
            let asked = Box::new(answer.clone());
            subject.question(Wanted::Amount { list, entry, asked })
        });
        self.questions.extend(amounts);
    }

    /// Adds the masses that the newest earlier answers give for what is over: a verdict does not need them.
    fn add_masses(&self, answers: &mut [Answer], list: &AnswerableList, subject: &Subject<'_>) {
        for answer in answers.iter_mut().filter(|answer| answer.over == Some(true)) {
            let mut rules = list.entries();
            let Some((rule, _)) = rules.find(|(rule, _)| rule.name_en == answer.name) else {
                continue;
            };
            let wanted = Resolved::Entries(std::slice::from_ref(&rule.entry));
            let of_entry = |(list, earlier): &(&ListAnswers, &Answer)| {
                let lists = &self.shipped.ipc;
                earlier.over == Some(true)
                    && lists.resolve(&list.identity, &earlier.code, &earlier.name) == wanted
            };
            let newest = subject.documents.iter().rev().flat_map(|d| &d.part.lists);
            let mut earlier = newest.flat_map(|list| list.answers.iter().map(move |a| (list, a)));
            answer.mass = earlier.find(of_entry).and_then(|(_, earlier)| earlier.mass.clone());
        }
    }

    /// Tells what `list` holds beyond the edition that the part answered last.
    fn tell_added(&mut self, list: &AnswerableList, answers: &[Answer], subject: &Subject<'_>) {
        let Some((since, old)) = self.answered_last(list, subject) else {
            return;
        };
        let entries: Vec<AddedEntry> = list
            .entries()
            .filter(|(rule, _)| !old.contains(&rule.entry))
            .map(|(rule, code)| {
                let mut answers = answers.iter();
                let over = answers.find(|a| a.name == rule.name_en).and_then(|a| a.over);
                AddedEntry { name: rule.name_en.clone(), code: code.to_owned(), over }
            })
            .collect();
        if !entries.is_empty() {
            let (part, list) = (subject.number.clone(), list.identity.clone());
            self.added.push(Added { part, list, since, entries });
        }
    }

    /// The newest edition of `list`, not after it, that an earlier document answered, and its entries.
    fn answered_last(
        &self,
        list: &AnswerableList,
        subject: &Subject<'_>,
    ) -> Option<(String, BTreeSet<EntryKey>)> {
        let wanted = ListEdition::parse(&list.identity)?;
        let earlier = |identity: &String| {
            let edition = ListEdition::parse(identity)?;
            let same = edition.family == wanted.family && edition.month <= wanted.month;
            same.then(|| (edition.month, identity.clone()))
        };
        let documents = subject.documents.iter().flat_map(|d| &d.part.lists);
        let answered = documents.filter(|l| l.answers.iter().any(|a| a.over.is_some()));
        let (_, identity) = answered.filter_map(|l| earlier(&l.identity)).max()?;
        let entries = self.shipped.entries_of(&identity)?;
        Some((identity, entries.into_iter().collect()))
    }

    /// A list whose thresholds the program does not know is answered only as an earlier document answered this very
    /// edition.
    fn verbatim(&mut self, asked: &ListAnswers, subject: &Subject<'_>) -> ListAnswers {
        let same_list = |list: &&ListAnswers| {
            key(&list.identity) == key(&asked.identity)
                && key(&list.authority) == key(&asked.authority)
        };
        let newest = subject.documents.iter().rev();
        let lists = newest.filter_map(|d| d.part.lists.iter().find(same_list));
        let earlier: Vec<&Answer> = lists.flat_map(|list| &list.answers).collect();
        let mut drafted = asked.clone();
        if drafted.answers.is_empty() {
            drafted.answers = first_of_each(&earlier);
        } else {
            for answer in &mut drafted.answers {
                if let Some(known) = earlier.iter().find(|a| same_entry(a, answer)) {
                    *answer = Answer { place: answer.place.clone(), ..(*known).clone() };
                }
            }
        }
        let settled = self.taking.answers(&asked.identity, subject, &mut drafted.answers);
        if drafted.answers.is_empty() {
            drafted.answers = self.taking.whole_list(&asked.identity, subject);
        }
        if !settled.is_empty() || asked.answers.is_empty() {
            self.ask_amounts(&drafted.answers, asked, subject);
        }
        if drafted.answers.is_empty() {
            let list = asked.identity.clone();
            self.questions.push(subject.question(Wanted::List { list }));
        }
        let open = drafted.answers.iter().filter(|answer| answer.over.is_none());
        let open: Vec<Question> = open.map(|a| subject.question(unanswered(a, asked))).collect();
        self.questions.extend(open);
        drafted
    }
}

/// An earlier answer in words, English and Chinese.
fn in_words((list, over): &(&str, bool)) -> (String, String) {
    let (en, zh) = if *over { ("over", "超过") } else { ("not over", "未超过") };
    (format!("{list}: {en}"), format!("{list}：{zh}"))
}

fn unanswered(answer: &Answer, asked: &ListAnswers) -> Wanted {
    Wanted::Answer {
        list: asked.identity.clone(),
        entry: match answer.application.as_str() {
            "" | "All" => answer.name.clone(),
            application => format!("{} ({application})", answer.name),
        },
        code: answer.code.clone(),
        reason: (reason(&[], Language::En), reason(&[], Language::Zh)),
        earlier: Default::default(),
        known_as: String::new(),
        asked: Some(Box::new(answer.clone())),
    }
}

/// All entries of the list, those that are open without an answer.
fn with_open(answers: Vec<Answer>, list: &AnswerableList, asked: &ListAnswers) -> Vec<Answer> {
    let mut rest = answers.into_iter().peekable();
    let mut all = Vec::new();
    for (rule, code) in list.entries() {
        let before = all.len();
        while let Some(answer) = rest.next_if(|a| a.name == rule.name_en && a.code == code) {
            all.push(answer);
        }
        if all.len() == before {
            all.push(blank(rule, code, &asked.place));
        }
    }
    all
}

/// The newest answer to each entry; `answers` begin with the newest.
fn first_of_each(answers: &[&Answer]) -> Vec<Answer> {
    let mut seen = BTreeSet::new();
    let entry = |a: &Answer| (a.code.clone(), key(&a.name), key(&a.application));
    answers.iter().filter(|a| seen.insert(entry(a))).map(|a| (*a).clone()).collect()
}

fn same_entry(a: &Answer, b: &Answer) -> bool {
    a.over.is_some()
        && a.code == b.code
        && (key(&a.name), key(&a.application)) == (key(&b.name), key(&b.application))
}
