//! Answers to what a customer asks, in tables: one row per entry of a list, per statement, or per fact of a part.
//!
//! The same rows are what `reply` asks a supplier in a workbook or in delimited text, and the sheet `answers` (回答) in which a
//! workbook carries the answers of a declaration beside its compositions. `docs/formats/tables.md` describes the sheet.

use unleaded_model::declaration::Answer;
use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place};
use unleaded_model::identity::key;

pub(super) use self::parts::Answering;
pub(super) use self::sheet::{fill, sheets, unfit};
pub use self::workbook::{csv, workbook};

mod columns;
mod parts;
mod reader;
mod sheet;
mod words;
mod workbook;

/// What a row asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asked {
    /// Whether an entry of a list is over its threshold; without a name: all entries of the list.
    Entry,
    /// The mass of one piece.
    Mass,
    /// The supplier's number of the part.
    Number,
    /// Whether a statement is true.
    Query,
}

impl Asked {
    const ALL: [Self; 4] = [Self::Entry, Self::Mass, Self::Number, Self::Query];

    /// The question in words.
    fn words(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Entry => ("over the threshold?", "是否超过阈值？"),
            Self::Mass => ("mass of one piece?", "单件质量？"),
            Self::Number => ("which of your part numbers?", "对应贵司哪个料号？"),
            Self::Query => ("is it true?", "是否属实？"),
        };
        language.pick(en, zh)
    }

    fn of(words: &str) -> Option<Self> {
        let words = key(words);
        let is = |asked: &Self| {
            [Language::En, Language::Zh].iter().any(|language| key(asked.words(*language)) == words)
        };
        Self::ALL.into_iter().find(is)
    }
}

/// A row of answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// The supplier's number of the part; empty: not known.
    pub part: String,
    /// The customer's number of the part; empty: not given.
    pub requester_number: String,
    /// The maker of the part; empty: the document's supplier.
    pub maker: String,
    /// What is asked for.
    pub asked: Asked,
    /// The authority of the list; empty: not given.
    pub authority: String,
    /// The identity of the list, edition included; empty: the row is about the part itself.
    pub list: String,
    /// Entry or statement with its code, and what is said of it; its mass is that of the part where that is asked for.
    pub answer: Answer,
    /// The text of the answer to a statement; empty: not answered, or no statement.
    pub response: String,
    /// CAS numbers and the Chinese name of the entry, for a person; not read back.
    pub known_as: String,
    /// Why it is asked, for a person; not read back.
    pub reason: String,
    /// What was declared before, for a person; not read back.
    pub earlier: String,
    /// Remarks of whoever answers.
    pub remarks: String,
    /// SHA-256 of the request that is answered; empty: the row says nothing of it.
    pub request: String,
    /// Where the answer stands.
    pub place: Place,
}

impl AnswerRow {
    /// A row about a part of these numbers that says nothing yet.
    pub fn blank(part: &str, requester_number: &str, asked: Asked, place: Place) -> Self {
        Self {
            part: part.to_owned(),
            requester_number: requester_number.to_owned(),
            maker: String::new(),
            asked,
            authority: String::new(),
            list: String::new(),
            answer: crate::blank::answer(place.clone()),
            response: String::new(),
            known_as: String::new(),
            reason: String::new(),
            earlier: String::new(),
            remarks: String::new(),
            request: String::new(),
            place,
        }
    }

    /// Whether it only tells that a list is asked for. What is said of an entry that nobody names is said of one of them.
    pub(super) fn asks_only(&self) -> bool {
        let answer = &self.answer;
        let texts = [
            &answer.name,
            &answer.application,
            &answer.code_authority,
            &answer.code,
            &answer.threshold,
        ];
        let has_amount = answer.share_of_material.is_some()
            || answer.share_of_part.is_some()
            || answer.mass.is_some();
        let says = answer.over.is_some() || has_amount || !answer.exemptions.is_empty();
        self.asked == Asked::Entry && !says && texts.into_iter().all(String::is_empty)
    }
}

/// Reads the rows of answers in a workbook or in delimited text; a cell that can't be read is told and says nothing.
pub fn read(bytes: &[u8], file: &FileName) -> (Vec<AnswerRow>, Vec<Diagnostic>) {
    reader::read(bytes, file)
}

/// The first words of a sheet of answers, and the names of such sheets.
const SHEETS: [&str; 2] = ["answers", "回答"];
