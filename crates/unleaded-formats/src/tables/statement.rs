//! What stands once per document, in a workbook: a sheet `declaration` or `声明` of names and values.
//!
//! The sheet is one that this program made (its first cell begins with [`OWN`]); below are rows of a name and a value.

use unleaded_model::declaration::{Contact, DeclaredPart, Header, Legal};
use unleaded_model::diagnostic::codes::{tables, xml};
use unleaded_model::diagnostic::{Diagnostic, Language};
use unleaded_model::identity::key;

use super::compose::is_fault;
use super::rows::Row;
use super::substance::read_date;
use super::workbook::Workbook;
use crate::sink::Sink;

/// The names of the sheet.
pub(super) const SHEETS: [&str; 2] = ["declaration", "声明"];
/// Rows of it that are read.
const MOST_ROWS: usize = 10_000;

/// What a row of the sheet states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Statement {
    /// Who declares.
    Supplier,
    /// Whom to ask.
    Contact,
    /// Where to write to.
    Email,
    /// Where to call.
    Phone,
    /// The date of the declaration.
    Date,
    /// The document's own number.
    DocumentId,
    /// Whether the supplier stands by the data.
    Accepted,
    /// Remarks.
    Comment,
}

impl Statement {
    /// All, in the order in which they are written.
    pub(super) const ALL: [Self; 8] = [
        Self::Supplier,
        Self::Contact,
        Self::Email,
        Self::Phone,
        Self::Date,
        Self::DocumentId,
        Self::Accepted,
        Self::Comment,
    ];

    /// Its name.
    pub(super) fn name(self, language: Language) -> &'static str {
        let (en, zh) = match self {
            Self::Supplier => ("Supplier", "供应商名称"),
            Self::Contact => ("Contact", "联系人"),
            Self::Email => ("E-mail", "电子邮箱"),
            Self::Phone => ("Telephone", "电话"),
            Self::Date => ("Date", "声明日期"),
            Self::DocumentId => ("Document number", "文件编号"),
            Self::Accepted => ("Data confirmed", "确认数据属实"),
            Self::Comment => ("Remarks", "备注"),
        };
        language.pick(en, zh)
    }

    fn of(name: &str) -> Option<Self> {
        let name = key(name);
        let is_named = |s: &Self| {
            [Language::En, Language::Zh].iter().any(|language| key(s.name(*language)) == name)
        };
        Self::ALL.into_iter().find(is_named)
    }
}

/// A sink that adds what the sheet states to the header.
pub(super) struct Stating<'s> {
    sink: &'s mut dyn Sink,
    rows: Vec<Row>,
}

impl<'s> Stating<'s> {
    /// Reads the sheet of `workbook`, if there is one.
    pub(super) fn new(workbook: &mut Workbook<'_>, sink: &'s mut dyn Sink) -> Self {
        Self { sink, rows: rows(workbook) }
    }

    fn state(&mut self, row: &Row, header: &mut Header) {
        let (name, value) = (row.text(0), row.text(1));
        // What was not calculated says nothing.
        let value = if is_fault(value) { "" } else { value };
        let Some(statement) = Statement::of(name).filter(|_| !value.is_empty()) else {
            if !value.is_empty() {
                let unknown = Diagnostic::new(tables::COLUMN_UNKNOWN, row.place(0));
                self.sink.diagnostic(unknown.with("name", name));
            }
            return;
        };
        let text = value.to_owned();
        match statement {
            Statement::Supplier => header.supplier.name = text,
            Statement::Contact => contact(header).name = text,
            Statement::Email => contact(header).emails.push(text),
            Statement::Phone => contact(header).phones.push(text),
            Statement::Date => self.date(row, name, value, header),
            Statement::DocumentId => header.document_id = text,
            Statement::Accepted => {
                let accepted = yes_or_no(value);
                if accepted.is_none() {
                    let malformed = Diagnostic::new(tables::ANSWER_MALFORMED, row.place(1));
                    let malformed = malformed.with("column", name).with("value", value);
                    self.sink.diagnostic(malformed.with("choices", ("yes, no", "是、否")));
                }
                header.legal = Some(Legal { text: name.to_owned(), accepted, ..Legal::default() });
            }
            Statement::Comment => header.comment = text,
        }
    }

    /// The date of the document, unless the rows of the table give another.
    fn date(&mut self, row: &Row, name: &str, value: &str, header: &mut Header) {
        let date = read_date(value);
        if date.is_none() {
            let defect = Diagnostic::new(xml::DATE_MALFORMED, row.place(1));
            self.sink.diagnostic(defect.with("what", name).with("value", value));
        }
        if !header.date_raw.is_empty() && header.date != date {
            let differ = Diagnostic::new(tables::DATES_DIFFER, row.place(1));
            let first = std::mem::take(&mut header.date_raw);
            self.sink.diagnostic(differ.with("first", first).with("value", value));
            header.date = None;
            return;
        }
        value.clone_into(&mut header.date_raw);
        header.date = date;
    }
}

/// What a word says that stands for yes or no; `None`: it is neither.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    match key(text).as_str() {
        "yes" | "y" | "true" | "1" | "是" | "ja" | "はい" => Some(true),
        "no" | "n" | "false" | "0" | "否" | "nein" | "いいえ" => Some(false),
        _ => None,
    }
}

fn contact(header: &mut Header) -> &mut Contact {
    header.contact.get_or_insert_default()
}

impl Sink for Stating<'_> {
    fn header(&mut self, mut header: Header) {
        for row in std::mem::take(&mut self.rows) {
            self.state(&row, &mut header);
        }
        self.sink.header(header);
    }

    fn product(&mut self, part: DeclaredPart) {
        self.sink.product(part);
    }

    fn diagnostic(&mut self, diagnostic: Diagnostic) {
        self.sink.diagnostic(diagnostic);
    }
}

fn rows(workbook: &mut Workbook<'_>) -> Vec<Row> {
    let own = workbook.own_sheets().iter().filter(|sheet| sheet.is(&SHEETS));
    // Of several, that which has the name, of which others may be copies.
    let named = own.min_by_key(|sheet| !SHEETS.contains(&sheet.name.as_str()));
    let Some(sheet) = named.map(|sheet| sheet.name.clone()) else {
        return Vec::new();
    };
    // What can't be read is told by the reader of the table.
    let Ok(rows) = workbook.rows(&sheet) else {
        return Vec::new();
    };
    rows.take(MOST_ROWS).map_while(Result::ok).skip(1).collect()
}
