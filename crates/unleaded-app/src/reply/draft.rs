//! One part of a reply.

use std::collections::BTreeMap;
use std::rc::Rc;

use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{Class, DeclaredPart, Header, Item, Query, QueryList};
use unleaded_model::diagnostic::Diagnostic;
use unleaded_model::identity::key;
use unleaded_rules::lists::Lists;
use unleaded_rules::{AnswerableList, Options, PartComposition, PartDocument, resolve};

use super::filled::{Filled, Taking};
use super::is_wanted;
use super::known::Known;
use super::question::{Added, Question, Wanted};

/// Drafts part after part.
pub(super) struct Drafter<'a> {
    known: &'a Known<'a>,
    pub(super) options: &'a Options,
    request: &'a Header,
    pub(super) shipped: &'static Lists,
    /// The lists that were asked for so far, by identity.
    pub(super) found: BTreeMap<String, Option<Rc<AnswerableList>>>,
    pub(super) questions: Vec<Question>,
    pub(super) added: Vec<Added>,
    /// What the answers can't hold of what is known.
    pub(super) losses: Vec<Diagnostic>,
    /// What the supplier answered.
    pub(super) taking: Taking<'a>,
}

/// The part that is being drafted.
pub(super) struct Subject<'a> {
    /// The supplier's number; empty: not known.
    pub(super) number: String,
    /// The customer's number; empty: not given.
    pub(super) requester_number: String,
    /// What is declared of it, the oldest first.
    pub(super) documents: &'a [PartDocument<'a>],
    /// What that comes to.
    pub(super) composition: PartComposition,
}

impl Subject<'_> {
    pub(super) fn question(&self, wanted: Wanted) -> Question {
        let (part, requester_number) = (self.number.clone(), self.requester_number.clone());
        Question { part, requester_number, wanted }
    }
}

impl<'a> Drafter<'a> {
    pub(super) fn new(
        known: &'a Known<'a>,
        options: &'a Options,
        request: &'a Header,
        filled: &'a Filled,
    ) -> Self {
        let shipped = Lists::shipped();
        let found = BTreeMap::new();
        let (questions, added, losses) = (Vec::new(), Vec::new(), Vec::new());
        let taking = Taking::new(filled);
        Self { known, options, request, shipped, found, questions, added, losses, taking }
    }

    /// Drafts what is answered of `asked`.
    pub(super) fn part(
        &mut self,
        asked: &DeclaredPart,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> DeclaredPart {
        let number = self.known.number(asked);
        let offered = number.as_deref().map_or(Vec::new(), |number| self.known.offers(number));
        let documents = self.known.documents(&offered);
        let composition = resolve(&documents, self.shipped, self.options, diagnostics);
        let other = asked.items.iter().map(|item| item.requester_number.as_str());
        let subject = Subject {
            number: number.clone().unwrap_or_default(),
            requester_number: other
                .into_iter()
                .find(|n| !n.is_empty())
                .unwrap_or_default()
                .to_owned(),
            documents: &documents,
            composition: composition.unwrap_or(PartComposition { alternatives: Vec::new() }),
        };
        let before = self.questions.len();
        if number.is_none() {
            self.questions.push(subject.question(Wanted::Number));
        }
        let mut drafted = DeclaredPart {
            items: self.items(asked, &subject),
            lists: asked.lists.iter().map(|list| self.list(list, &subject)).collect(),
            queries: asked.queries.iter().map(|list| self.queries(list, &subject)).collect(),
            ..asked.clone()
        };
        if is_wanted(self.request, Class::D, asked) {
            self.composition(&mut drafted, &subject);
        }
        if is_wanted(self.request, Class::B, asked) {
            self.groups(&mut drafted, &subject);
        }
        let remarks = self.taking.remarks(&subject);
        if !remarks.is_empty() {
            let comment = [drafted.comment].into_iter().filter(|comment| !comment.is_empty());
            drafted.comment = comment.chain(remarks).collect::<Vec<_>>().join("\n");
        }
        if number.is_none() {
            // Everything else may be known as soon as the part is.
            self.questions.truncate(before + 1);
        }
        drafted
    }

    /// The identities: the customer's as they were, the supplier's as the newest document has them.
    fn items(&mut self, asked: &DeclaredPart, subject: &Subject<'_>) -> Vec<Item> {
        let newest = subject.documents.iter().rev();
        let own = || newest.clone().flat_map(|d| &d.part.items);
        let weighed = own().find_map(|i| i.mass.clone().filter(|m| m.value != MassRange::ZERO));
        let weighed = weighed.or_else(|| self.taking.mass(subject));
        if weighed.is_none() {
            self.questions.push(subject.question(Wanted::Mass));
        }
        let first = |text: fn(&Item) -> &str, asked: &str| {
            let known = own().map(text).find(|known| !known.is_empty());
            known.filter(|_| asked.is_empty()).unwrap_or(asked).to_owned()
        };
        let item = |(at, item): (usize, &Item)| Item {
            // The number that was found stands once: the other identities are the customer's.
            number: match (at, asked.number()) {
                (0, None) => subject.number.clone(),
                _ => item.number.clone(),
            },
            name: first(|i| &i.name, &item.name),
            maker: String::new(),
            version: first(|i| &i.version, &item.version),
            site: first(|i| &i.site, &item.site),
            requester_number: item.requester_number.clone(),
            requester_name: item.requester_name.clone(),
            mass: weighed.clone(),
            place: item.place.clone(),
        };
        asked.items.iter().enumerate().map(item).collect()
    }

    /// The full composition in force, where it is asked for: otherwise it stays with the supplier.
    fn composition(&mut self, drafted: &mut DeclaredPart, subject: &Subject<'_>) {
        let in_force = subject.composition.alternatives.last();
        let is_in_force = |d: &&PartDocument<'_>| {
            let composed = !d.part.materials.is_empty() || !d.part.subparts.is_empty();
            composed && in_force.is_some_and(|c| c.document == Some(d.document))
        };
        let Some(document) = subject.documents.iter().rev().find(is_in_force) else {
            self.questions.push(subject.question(Wanted::Composition));
            return;
        };
        // Without the statements beside it, or what nobody read, it would read better than it is.
        let is_overruled = in_force.is_some_and(|one| one.is_overruled(self.shipped));
        let is_unread = document.part.unread().next().is_some() || document.part.has_unread_mass();
        if is_overruled || is_unread {
            self.questions.push(subject.question(Wanted::Composition));
            return;
        }
        drafted.materials.clone_from(&document.part.materials);
        drafted.subparts.clone_from(&document.part.subparts);
        drafted.exemptions.clone_from(&document.part.exemptions);
    }

    fn groups(&mut self, drafted: &mut DeclaredPart, subject: &Subject<'_>) {
        let mut newest = subject.documents.iter().rev().map(|d| &d.part.groups);
        match newest.find(|groups| !groups.is_empty()) {
            Some(groups) => drafted.groups.clone_from(groups),
            None => self.questions.push(subject.question(Wanted::Groups)),
        }
    }

    /// Answers the queries that an earlier document answered in the same words or under the same code.
    fn queries(&mut self, asked: &QueryList, subject: &Subject<'_>) -> QueryList {
        let mut drafted = asked.clone();
        for query in &mut drafted.queries {
            let known = response(query, asked, subject);
            let taken = self.taking.response(query, known, &asked.identity, subject);
            query.response = taken.unwrap_or_default();
            if query.response.is_empty() {
                self.questions.push(subject.question(Wanted::Query {
                    list: asked.identity.clone(),
                    code: query.code.clone(),
                    statement: query.statement.clone(),
                }));
            }
        }
        drafted
    }
}

fn response(query: &Query, list: &QueryList, subject: &Subject<'_>) -> Option<String> {
    let same_list = |other: &&QueryList| key(&other.identity) == key(&list.identity);
    // A statement in other words may mean something else, whatever its code.
    let same =
        |other: &&Query| other.code == query.code && key(&other.statement) == key(&query.statement);
    let newest = subject.documents.iter().rev().flat_map(|d| &d.part.queries);
    let answered = newest.filter(same_list).flat_map(|list| &list.queries).filter(same);
    answered.map(|q| q.response.clone()).find(|response| !response.trim().is_empty())
}
