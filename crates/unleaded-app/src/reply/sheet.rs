//! What is left to answer as rows of a file to fill.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use unleaded_formats::tables::answers::{self, AnswerRow, Asked};
use unleaded_model::declaration::Answer;
use unleaded_model::diagnostic::Language;

use super::filled::nowhere;
use super::question::{Question, Wanted};
use crate::template::exemptions;

/// Returns a workbook that asks `questions` for the request of that SHA-256, with the exemptions that may be in force on `as_of`.
pub fn workbook(questions: &[Question], request: &str, language: Language, as_of: Date) -> Vec<u8> {
    answers::workbook(&rows(questions, request, language), &exemptions(language, as_of), language)
}

/// Returns delimited text that asks the same.
pub fn csv(questions: &[Question], request: &str, language: Language) -> String {
    answers::csv(&rows(questions, request, language), language)
}

fn rows(questions: &[Question], request: &str, language: Language) -> Vec<AnswerRow> {
    let mut rows: Vec<AnswerRow> = Vec::new();
    let mut asked: BTreeMap<[String; 6], usize> = BTreeMap::new();
    for question in questions.iter().filter(|question| question.wanted.fits_a_row()) {
        let row = AnswerRow { request: request.to_owned(), ..row(question, language) };
        if row.asked != Asked::Entry {
            rows.push(row);
            continue;
        }
        // An entry that is over without an amount, and open beside that, is asked about once.
        match asked.entry(entry(&row)) {
            Entry::Occupied(known) => rows[*known.get()] = row,
            Entry::Vacant(new) => {
                new.insert(rows.len());
                rows.push(row);
            }
        }
    }
    rows
}

/// Part, list and entry.
fn entry(row: &AnswerRow) -> [String; 6] {
    let Answer { name, code, application, .. } = &row.answer;
    [&row.part, &row.requester_number, &row.list, name, code, application].map(String::clone)
}

fn row(question: &Question, language: Language) -> AnswerRow {
    let Question { part, requester_number, wanted } = question;
    let asked = match wanted {
        Wanted::Mass => Asked::Mass,
        Wanted::Number => Asked::Number,
        Wanted::Query { .. } => Asked::Query,
        _ => Asked::Entry,
    };
    let mut row = AnswerRow::blank(part, requester_number, asked, nowhere());
    row.list = wanted.list().unwrap_or_default().to_owned();
    match wanted {
        Wanted::Answer { asked, entry, code, reason, earlier, known_as, .. } => {
            row.known_as.clone_from(known_as);
            row.answer.name.clone_from(entry);
            row.answer.code.clone_from(code);
            if let Some(asked) = asked {
                row.answer = Answer { over: None, ..(**asked).clone() };
            }
            row.reason = language.pick(&reason.0, &reason.1).to_owned();
            row.earlier = language.pick(&earlier.0, &earlier.1).to_owned();
        }
        Wanted::Amount { asked, .. } => {
            row.answer = (**asked).clone();
            row.reason = wanted.words(language);
        }
        Wanted::List { .. } => row.reason = wanted.words(language),
        Wanted::Query { code, statement, .. } => {
            row.answer.code.clone_from(code);
            row.answer.name.clone_from(statement);
        }
        _ => {}
    }
    row
}
