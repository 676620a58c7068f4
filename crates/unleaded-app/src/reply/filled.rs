//! Answers that the supplier wrote into a file of questions.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_formats::parts::ListedPart;
use unleaded_formats::tables::answers::{self, AnswerRow, Asked};
use unleaded_model::amount::MassRange;
use unleaded_model::declaration::{Answer, Query, QueryList, Stated};
use unleaded_model::diagnostic::codes::{exchange, tables};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place, any_error};
use unleaded_model::identity::key;

use super::draft::Subject;

/// What a supplier answered; by default nothing.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    rows: Vec<AnswerRow>,
    /// The rows of each part: by the supplier's number, else by the customer's.
    by_part: BTreeMap<String, Vec<usize>>,
    diagnostics: Vec<Diagnostic>,
}

impl Filled {
    /// Adds what a workbook or delimited text holds that was made for the request of that SHA-256; fails where it is none, or
    /// belongs to another request.
    pub fn add(
        &mut self,
        bytes: &[u8],
        file: &FileName,
        request: &str,
    ) -> Result<(), Vec<Diagnostic>> {
        let (rows, mut diagnostics) = answers::read(bytes, file);
        let named = rows.iter().find(|row| !row.request.is_empty());
        let other = rows.iter().find(|r| !r.request.is_empty() && !same_hash(&r.request, request));
        let foreign = other.or(rows.first().filter(|_| named.is_none()));
        if let Some(row) = foreign {
            diagnostics.push(of_another(row, request));
            return Err(diagnostics);
        }
        if rows.is_empty() && any_error(&diagnostics) {
            return Err(diagnostics);
        }
        for row in rows {
            let numbers = [&row.part, &row.requester_number];
            if let Some(number) = numbers.into_iter().find(|number| !number.is_empty()) {
                self.by_part.entry(number.clone()).or_default().push(self.rows.len());
            }
            self.rows.push(row);
        }
        self.diagnostics.extend(diagnostics);
        Ok(())
    }

    /// Whether anything in it could not be read.
    pub fn has_error(&self) -> bool {
        any_error(&self.diagnostics)
    }

    /// What is wrong with it.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The supplier's numbers of parts that it tells.
    pub(super) fn numbers(&self) -> impl Iterator<Item = ListedPart> {
        let told =
            self.rows.iter().filter(|row| row.asked == Asked::Number && !row.part.is_empty());
        told.map(|row| ListedPart {
            number: row.part.clone(),
            name: String::new(),
            requester_number: row.requester_number.clone(),
            requester_name: String::new(),
            place: row.place.clone(),
        })
    }

    fn of_part(&self, subject: &Subject<'_>) -> impl Iterator<Item = (usize, &AnswerRow)> {
        // Customers may use the supplier's numbers.
        let numbers = BTreeSet::from([&subject.number, &subject.requester_number]);
        let rows = numbers.into_iter().filter(|number| !number.is_empty());
        let rows = rows.flat_map(|number| self.by_part.get(number).into_iter().flatten());
        rows.map(|at| (*at, &self.rows[*at])).filter(move |(_, row)| {
            let other = &row.requester_number;
            let is_other = !other.is_empty() && !subject.requester_number.is_empty();
            !is_other || *other == subject.requester_number
        })
    }
}

fn same_hash(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b)
}

fn of_another(row: &AnswerRow, request: &str) -> Diagnostic {
    let told = Diagnostic::new(exchange::ANSWERS_OF_ANOTHER, row.place.clone());
    let found = match row.request.as_str() {
        "" => ("none is given", "未注明"),
        found => (found, found),
    };
    told.with("found", found).with("wanted", request)
}

/// Takes answers out of a file, and keeps in mind which.
#[derive(Debug)]
pub(super) struct Taking<'a> {
    filled: &'a Filled,
    used: BTreeSet<usize>,
    /// What is remarkable about what was taken.
    pub(super) told: Vec<Diagnostic>,
}

/// Name and code of an entry.
pub(super) type Entry = (String, String);

impl<'a> Taking<'a> {
    pub(super) fn new(filled: &'a Filled) -> Self {
        Self { filled, used: BTreeSet::new(), told: Vec::new() }
    }

    /// Fills in what is answered of the list `identity`, and returns the entries that are settled by that. What is known
    /// already stays, unless the part is said to be over.
    pub(super) fn answers(
        &mut self,
        identity: &str,
        subject: &Subject<'_>,
        answers: &mut [Answer],
    ) -> BTreeSet<Entry> {
        let mut settled = BTreeSet::new();
        for (at, row) in self.of_list(identity, Asked::Entry, subject) {
            let given = &row.answer;
            if given.over.is_none() {
                self.used.insert(at);
                continue;
            }
            let mut same: Vec<&mut Answer> =
                answers.iter_mut().filter(|answer| is_same(answer, given)).collect();
            // What has no amount yet comes first, where exemptions divide an entry.
            same.sort_by_key(|answer| has_amount(answer));
            let Some(answer) = same.into_iter().next() else { continue };
            self.used.insert(at);
            if merged(answer, given).denies_its_amount() {
                self.told.push(contradicts(row));
                continue;
            }
            let (known, said) = (answer.over, given.over);
            if known.is_some() && known != said {
                self.told.push(differs(row, subject));
            }
            let is_news = known.is_none() || (known == said && !has_amount(answer));
            if is_news || (known, said) == (Some(false), Some(true)) {
                *answer = merged(answer, given);
            }
            if known.is_none() || (known == said && has_amount(given)) {
                settled.insert((answer.name.clone(), answer.code.clone()));
            }
        }
        settled
    }

    /// The answers to a list whose entries nobody names.
    pub(super) fn whole_list(&mut self, identity: &str, subject: &Subject<'_>) -> Vec<Answer> {
        let rows = self.of_list(identity, Asked::Entry, subject);
        let named = rows.into_iter().filter(|(_, row)| {
            row.answer.over.is_some() && !(row.answer.name.is_empty() && row.answer.code.is_empty())
        });
        let named: Vec<_> = named.collect();
        self.used.extend(named.iter().map(|(at, _)| *at));
        let (wrong, right): (Vec<_>, Vec<_>) =
            named.into_iter().partition(|(_, row)| row.answer.denies_its_amount());
        self.told.extend(wrong.into_iter().map(|(_, row)| contradicts(row)));
        right.into_iter().map(|(_, row)| row.answer.clone()).collect()
    }

    /// The response to a statement, of which `known` is what the earlier documents say: `true` or `false`, or their words. Where
    /// not all that is said of it agrees, it is what says that a law is not met, else none: which of a yes and a no is the
    /// worse depends on the statement.
    pub(super) fn response(
        &mut self,
        query: &Query,
        known: Option<String>,
        identity: &str,
        subject: &Subject<'_>,
    ) -> Option<String> {
        let same = |row: &AnswerRow| {
            row.answer.code == query.code && key(&row.answer.name) == key(&query.statement)
        };
        let said = |response: &str| Query { response: response.to_owned(), ..query.clone() };
        let mut all: Vec<Query> = known.iter().map(|response| said(response)).collect();
        let mut differing = None;
        for (at, row) in self.of_list(identity, Asked::Query, subject) {
            if !same(row) {
                continue;
            }
            self.used.insert(at);
            if row.response.trim().is_empty() {
                continue;
            }
            let mut given = said(&row.response);
            match given.is_affirmed() {
                Some(yes) => given.response = yes.to_string(),
                None => {
                    self.told.push(malformed(row));
                    given.response.clear();
                }
            }
            let first = all.first().map(|first| (first.is_affirmed(), given.is_affirmed()));
            if first.is_some_and(|(first, given)| first.is_none() || first != given) {
                differing = Some(row);
            }
            all.push(given);
        }
        let taken = match differing {
            None => all.into_iter().next(),
            Some(row) => {
                self.told.push(statement_differs(row, subject));
                all.into_iter().find(speaks_against)
            }
        };
        taken.map(|query| query.response).filter(|response| !response.is_empty())
    }

    /// The mass of one piece; zero is none.
    pub(super) fn mass(&mut self, subject: &Subject<'_>) -> Option<Box<Stated<MassRange>>> {
        let mut rows = self.filled.of_part(subject).filter(|(_, row)| row.asked == Asked::Mass);
        let mass = rows.find_map(|(_, row)| row.answer.mass.clone())?;
        (mass.value != MassRange::ZERO).then_some(mass)
    }

    /// The remarks on the part, with what each is about.
    pub(super) fn remarks(&self, subject: &Subject<'_>) -> Vec<String> {
        let about = |row: &AnswerRow| {
            let about = [&row.list, &row.answer.name].map(|text| text.trim());
            let about: Vec<&str> = about.into_iter().filter(|text| !text.is_empty()).collect();
            match about.is_empty() {
                true => row.remarks.clone(),
                false => format!("{}: {}", about.join(" "), row.remarks),
            }
        };
        let rows = self.filled.of_part(subject).filter(|(_, row)| !row.remarks.is_empty());
        rows.map(|(_, row)| about(row)).collect()
    }

    /// Tells what was answered and not asked.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        for (row, at) in self.filled.rows.iter().zip(0..) {
            let says = row.answer.over.is_some() || !row.response.trim().is_empty();
            if says && !self.used.contains(&at) {
                let part = if row.part.is_empty() { &row.requester_number } else { &row.part };
                let told = Diagnostic::new(exchange::ANSWER_UNASKED, row.place.clone());
                let told = told.with("part", part.as_str()).with("list", row.list.as_str());
                self.told.push(told.with("entry", row.answer.name.as_str()));
            }
        }
        self.told
    }

    fn of_list(
        &self,
        identity: &str,
        asked: Asked,
        subject: &Subject<'_>,
    ) -> Vec<(usize, &'a AnswerRow)> {
        let rows = self.filled.of_part(subject);
        rows.filter(|(_, row)| row.asked == asked && key(&row.list) == key(identity)).collect()
    }
}

fn is_same(answer: &Answer, given: &Answer) -> bool {
    let application = |answer: &Answer| match key(&answer.application).as_str() {
        "" | "all" => String::new(),
        application => application.to_owned(),
    };
    answer.code == given.code
        && key(&answer.name) == key(&given.name)
        && application(answer) == application(given)
}

fn has_amount(answer: &Answer) -> bool {
    answer.mass.is_some() || answer.share_of_material.is_some() || answer.share_of_part.is_some()
}

/// The entry as the request has it, with what is answered.
fn merged(asked: &Answer, given: &Answer) -> Answer {
    Answer {
        over: given.over,
        share_of_material: given.share_of_material.clone(),
        share_of_part: given.share_of_part.clone(),
        mass: given.mass.clone().or_else(|| asked.mass.clone()),
        exemptions: match given.exemptions.is_empty() {
            true => asked.exemptions.clone(),
            false => given.exemptions.clone(),
        },
        ..asked.clone()
    }
}

fn contradicts(row: &AnswerRow) -> Diagnostic {
    Diagnostic::new(exchange::ANSWER_DENIES, row.place.clone())
        .with("entry", row.answer.name.as_str())
        .with("list", row.list.as_str())
}

fn differs(row: &AnswerRow, subject: &Subject<'_>) -> Diagnostic {
    Diagnostic::new(exchange::ANSWER_DIFFERS, row.place.clone())
        .with("part", subject.number.as_str())
        .with("entry", row.answer.name.as_str())
        .with("list", row.list.as_str())
}

fn malformed(row: &AnswerRow) -> Diagnostic {
    Diagnostic::new(tables::ANSWER_MALFORMED, row.place.clone())
        .with("column", ("Answer", "回答"))
        .with("value", row.response.as_str())
        .with("choices", ("yes, no", "是、否"))
}

fn statement_differs(row: &AnswerRow, subject: &Subject<'_>) -> Diagnostic {
    Diagnostic::new(exchange::STATEMENT_DIFFERS, row.place.clone())
        .with("part", subject.number.as_str())
        .with("entry", row.answer.name.as_str())
        .with("list", row.list.as_str())
}

/// Whether the answer to `query` by itself says that a law is not met.
fn speaks_against(query: &Query) -> bool {
    let place = query.place.clone();
    let alone = QueryList {
        authority: String::new(),
        identity: String::new(),
        queries: vec![query.clone()],
        place,
    };
    alone.admissions().next().is_some()
}

/// The place of a row that stands in no file.
pub(super) fn nowhere() -> Place {
    Place::file(&FileName::new(""))
}
