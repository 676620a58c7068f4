//! Answers of a workbook on their way to the parts that they are about.

use std::collections::BTreeMap;

use unleaded_model::declaration::{DeclaredPart, Header, Item, ListAnswers, Query, QueryList};
use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, FileName};

use super::reader::own_rows;
use super::{AnswerRow, Asked};
use crate::blank;
use crate::sink::Sink;
use crate::tables::workbook::Workbook;

/// Maker and number of a part.
type Number = (String, String);

/// A sink that adds to each part what the sheet of answers says of it, and hands over those that only it names.
pub(in crate::tables) struct Answering<'s> {
    sink: &'s mut dyn Sink,
    rows: BTreeMap<Number, Vec<AnswerRow>>,
    /// The order in which the parts are first named.
    order: Vec<Number>,
}

impl<'s> Answering<'s> {
    /// Reads the sheets of answers of `workbook`, if there are any.
    pub(in crate::tables) fn new(
        workbook: &mut Workbook<'_>,
        file: &FileName,
        sink: &'s mut dyn Sink,
    ) -> Self {
        let all = own_rows(workbook, file, sink);
        let mut rows: BTreeMap<Number, Vec<AnswerRow>> = BTreeMap::new();
        let mut order = Vec::new();
        for row in all {
            let number = (row.maker.clone(), row.part.clone());
            // Parts of which only the customer's number is known are each one of their own.
            let number = match row.part.as_str() {
                "" => (format!("\u{0}{}", row.requester_number), String::new()),
                _ => number,
            };
            let of_part = rows.entry(number.clone()).or_default();
            if of_part.is_empty() {
                order.push(number);
            }
            of_part.push(row);
        }
        Self { sink, rows, order }
    }

    /// Whether there is any answer.
    pub(in crate::tables) fn is_any(&self) -> bool {
        !self.order.is_empty()
    }

    /// Hands over the parts that no table of compositions names.
    pub(in crate::tables) fn finish(mut self) {
        for number in std::mem::take(&mut self.order) {
            let Some(rows) = self.rows.remove(&number) else { continue };
            let Some(first) = rows.first() else { continue };
            let place = first.place.clone();
            let item = Item {
                number: first.part.clone(),
                maker: first.maker.clone(),
                ..blank::item(place.clone())
            };
            let mut part = DeclaredPart {
                items: vec![item],
                unit_type: "Each".to_owned(),
                instances: "1".to_owned(),
                ..blank::part(place)
            };
            add(&mut part, rows);
            self.sink.product(part);
        }
    }
}

impl Sink for Answering<'_> {
    fn header(&mut self, header: Header) {
        self.sink.header(header);
    }

    fn product(&mut self, mut part: DeclaredPart) {
        let item = part.items.first();
        let number = item.map(|item| (item.maker.clone(), item.number.clone()));
        if let Some(rows) = number.and_then(|number| self.rows.remove(&number)) {
            add(&mut part, rows);
        }
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        // Beside answers a workbook needs no compositions.
        if diagnostic.code != tables::TABLE_EMPTY || !self.is_any() {
            self.sink.diagnostic(diagnostic);
        }
    }
}

/// Adds to `part` what `rows` say.
fn add(part: &mut DeclaredPart, rows: Vec<AnswerRow>) {
    let mut lists: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut queries: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in rows {
        let list = (row.authority.clone(), row.list.clone());
        if let Some(item) = part.items.first_mut()
            && item.requester_number.is_empty()
        {
            item.requester_number.clone_from(&row.requester_number);
        }
        match row.asked {
            Asked::Entry => {
                let at = *lists.entry(list).or_insert_with(|| {
                    part.lists.push(empty_list(&row));
                    part.lists.len() - 1
                });
                if !row.asks_only() {
                    part.lists[at].answers.push(row.answer);
                }
            }
            Asked::Mass => {
                if let Some(item) = part.items.first_mut().filter(|item| item.mass.is_none()) {
                    item.mass = row.answer.mass;
                }
            }
            Asked::Number => {}
            Asked::Query => {
                let at = *queries.entry(list).or_insert_with(|| {
                    part.queries.push(empty_queries(&row));
                    part.queries.len() - 1
                });
                part.queries[at].queries.push(query(row));
            }
        }
    }
}

fn empty_list(row: &AnswerRow) -> ListAnswers {
    ListAnswers {
        authority: row.authority.clone(),
        identity: row.list.clone(),
        answers: Vec::new(),
        place: row.place.clone(),
    }
}

fn empty_queries(row: &AnswerRow) -> QueryList {
    QueryList {
        authority: row.authority.clone(),
        identity: row.list.clone(),
        queries: Vec::new(),
        place: row.place.clone(),
    }
}

fn query(row: AnswerRow) -> Query {
    Query {
        code_authority: row.answer.code_authority,
        code: row.answer.code,
        statement: row.answer.name,
        response: row.response,
        kept: Vec::new(),
        place: row.place,
    }
}
