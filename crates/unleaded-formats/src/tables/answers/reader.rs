//! From rows of cells to rows of answers.

use unleaded_model::declaration::{Answer, ExemptionClaim};
use unleaded_model::diagnostic::codes::{cells, limits, sheets, tables};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_model::identity::key;

use super::columns::{Column, NEEDS, VOCABULARY};
use super::{AnswerRow, Asked, SHEETS};
use crate::bounded::Bounded;
use crate::detect::{Kind, detect};
use crate::sink::{Collected, Sink};
use crate::tables::amounts::{self, Cell};
use crate::tables::columns::AmountColumn;
use crate::tables::compose::is_fault;
use crate::tables::header::{Header, Lookahead, Search};
use crate::tables::plain::item_number;
use crate::tables::rows::{Row, RowResult};
use crate::tables::statement::yes_or_no;
use crate::tables::substance::claimed;
use crate::tables::workbook::Workbook;
use crate::tables::{formulas, source};

/// Rows of all sheets of answers of a document, as of its tables.
const MOST_ROWS: usize = 1 << 20;

pub(super) fn read(bytes: &[u8], file: &FileName) -> (Vec<AnswerRow>, Vec<Diagnostic>) {
    let mut collected = Collected::default();
    let sink = &mut Bounded::new(&mut collected);
    let mut taken = Vec::new();
    if detect(bytes) != Some(Kind::Xlsx) {
        let _defect_is_told = read_text(bytes, file, &mut taken, sink);
    } else {
        match Workbook::open(bytes, file) {
            Ok(mut workbook) => read_workbook(&mut workbook, file, &mut taken, sink),
            Err(defect) => sink.diagnostic(defect),
        }
    }
    (taken, collected.diagnostics)
}

/// Reads the sheets that this program made; where there are none, all.
fn read_workbook(
    workbook: &mut Workbook<'_>,
    file: &FileName,
    taken: &mut Vec<AnswerRow>,
    sink: &mut dyn Sink,
) {
    if !own_sheets(workbook).is_empty() {
        taken.extend(own_rows(workbook, file, sink));
        return;
    }
    let search = Search::plain(&VOCABULARY, NEEDS);
    let survey = |_: &Header<Column>, _: &mut dyn Iterator<Item = RowResult>| ();
    source::sheets_of(workbook, file, &search, sink, survey, |header, (), rows, sink| {
        take(header, rows, taken, sink);
    });
}

fn read_text(
    bytes: &[u8],
    file: &FileName,
    taken: &mut Vec<AnswerRow>,
    sink: &mut dyn Sink,
) -> Option<()> {
    let text =
        source::text(bytes, file, &VOCABULARY).map_err(|defect| sink.diagnostic(defect)).ok()?;
    let mut rows = text.rows(file, &VOCABULARY);
    read_rows(&mut rows, &Place::file(file), taken, sink);
    Some(())
}

fn read_rows(
    rows: &mut dyn Iterator<Item = RowResult>,
    place: &Place,
    taken: &mut Vec<AnswerRow>,
    sink: &mut dyn Sink,
) {
    let search = Search::plain(&VOCABULARY, NEEDS);
    let rows = &mut Lookahead::new(rows);
    let found = match search.find(rows) {
        Ok(found) => found.or_report(NEEDS, &VOCABULARY, place, sink),
        Err(defect) => return sink.diagnostic(defect),
    };
    if let Some(header) = found {
        header.report_unused(sink);
        take(&header, rows, taken, sink);
    }
}

/// The rows of the sheets of answers that this program made, whatever people named them.
pub(super) fn own_rows(
    workbook: &mut Workbook<'_>,
    file: &FileName,
    sink: &mut dyn Sink,
) -> Vec<AnswerRow> {
    let mut taken = Vec::new();
    for name in own_sheets(workbook) {
        let place = Place::cell(file, name.as_str(), "A1");
        match workbook.rows(&name) {
            Ok(mut rows) => read_rows(&mut rows, &place, &mut taken, sink),
            Err(defect) => sink.diagnostic(defect),
        }
    }
    taken
}

fn own_sheets(workbook: &Workbook<'_>) -> Vec<String> {
    let own = workbook.own_sheets().iter().filter(|sheet| sheet.is(&SHEETS));
    own.map(|sheet| sheet.name.clone()).collect()
}

fn take(
    header: &Header<Column>,
    rows: &mut dyn Iterator<Item = RowResult>,
    taken: &mut Vec<AnswerRow>,
    sink: &mut dyn Sink,
) {
    let table = Table::of(header);
    for row in rows {
        match row {
            Ok(row) if taken.len() == MOST_ROWS => {
                let long = Diagnostic::new(limits::TABLE_TOO_LONG, row.whole());
                return sink.diagnostic(long.with("limit", MOST_ROWS));
            }
            Ok(row) if row.is_blank() || !row.fits(header.width, sink) => {}
            Ok(row) => taken.extend(table.row(&row, sink)),
            Err(defect) => sink.diagnostic(defect),
        }
    }
}

/// A table of answers.
struct Table<'a> {
    header: &'a Header<Column>,
    share: Option<AmountColumn>,
    mass: Option<AmountColumn>,
}

impl<'a> Table<'a> {
    fn of(header: &'a Header<Column>) -> Self {
        let amount = |column, unit| {
            let heading = header.heading(column)?;
            Some(AmountColumn::beside(heading.column, &heading.name, header.column(unit)))
        };
        Self {
            header,
            share: amount(Column::Share, Column::ShareUnit),
            mass: amount(Column::Mass, Column::MassUnit),
        }
    }

    /// The text of a cell; what a formula leaves that failed says nothing.
    fn text<'r>(&self, column: Column, row: &'r Row) -> &'r str {
        let text = self.header.column(column).map_or("", |at| row.text(at));
        if is_fault(text) { "" } else { text }
    }

    fn place(&self, column: Column, row: &Row) -> Place {
        self.header.column(column).map_or_else(|| row.whole(), |at| row.place(at))
    }

    fn row(&self, row: &Row, sink: &mut dyn Sink) -> Option<AnswerRow> {
        self.report_faults(row, sink);
        let text = |column| self.text(column, row).to_owned();
        let asked = match (self.text(Column::Question, row), self.text(Column::List, row)) {
            ("", "") => None,
            ("", _) => Some(Asked::Entry),
            (words, _) => Asked::of(words),
        };
        let is_named = |column| !self.text(column, row).is_empty();
        if !is_named(Column::Part) && !is_named(Column::Requester) {
            let column = self.header.heading(Column::Part).map_or("", |h| h.name.as_str());
            let defect = Diagnostic::new(tables::ROW_WITHOUT_PART, row.whole());
            sink.diagnostic(defect.with("column", column));
            return None;
        }
        let Some(asked) = asked else {
            sink.diagnostic(self.malformed(Column::Question, row));
            return None;
        };
        // Who is asked for a number may write it where other questions are answered.
        let number = match (asked, self.text(Column::Part, row)) {
            (Asked::Number, "") => self.text(Column::Answer, row),
            (_, number) => number,
        };
        Some(AnswerRow {
            part: item_number(number).into_owned(),
            requester_number: item_number(self.text(Column::Requester, row)).into_owned(),
            maker: text(Column::Maker),
            asked,
            authority: text(Column::Authority),
            list: text(Column::List),
            answer: self.answer(asked, row, sink),
            response: if asked == Asked::Query { text(Column::Answer) } else { String::new() },
            known_as: String::new(),
            reason: String::new(),
            earlier: String::new(),
            remarks: text(Column::Remarks),
            request: text(Column::Request),
            place: self.place(Column::Answer, row),
        })
    }

    fn answer(&self, asked: Asked, row: &Row, sink: &mut dyn Sink) -> Answer {
        let text = |column| self.text(column, row).to_owned();
        let (share, is_share_read) = self.amount(self.share.as_ref(), row, sink, amounts::share);
        let (mass, is_mass_read) = self.amount(self.mass.as_ref(), row, sink, amounts::mass);
        let mut answer = Answer {
            name: text(Column::Name),
            application: text(Column::Application),
            code_authority: text(Column::CodeAuthority),
            code: text(Column::Code),
            over: if asked == Asked::Entry { self.over(row, sink) } else { None },
            threshold: text(Column::Threshold),
            mass,
            exemptions: self.exemptions(row),
            ..crate::blank::answer(self.place(Column::Answer, row))
        };
        let mut is_read = is_share_read && is_mass_read;
        if let Some(share) = share {
            match Basis::of(self.text(Column::Basis, row), &answer.threshold) {
                Some(Basis::Material) => answer.share_of_material = Some(share),
                Some(Basis::Part) => answer.share_of_part = Some(share),
                None => {
                    is_read = false;
                    sink.diagnostic(self.malformed(Column::Basis, row));
                }
            }
        }
        // An amount that nobody can read may be over what is said not to be exceeded.
        answer.over = answer.over.filter(|over| *over || is_read);
        answer
    }

    /// The amount in a cell, and whether the cell says no more than that. `n.d.` beside a `no` is no contradiction.
    fn amount<T>(
        &self,
        column: Option<&AmountColumn>,
        row: &Row,
        sink: &mut dyn Sink,
        read: fn(&Cell<'_>, &mut dyn Sink) -> Option<T>,
    ) -> (Option<T>, bool) {
        let Some(column) = column else { return (None, true) };
        let mut told = Collected::default();
        let amount = read(&Cell { column, row }, &mut told);
        let is_unread = told.diagnostics.iter().any(|d| d.code != cells::AMOUNT_UNBOUNDED);
        let is_read = amount.is_some() || !(is_unread || is_fault(row.text(column.column)));
        told.diagnostics.into_iter().for_each(|diagnostic| sink.diagnostic(diagnostic));
        (amount, is_read)
    }

    fn over(&self, row: &Row, sink: &mut dyn Sink) -> Option<bool> {
        let text = self.text(Column::Answer, row);
        match key(text).as_str() {
            "" => None,
            "over" | "超过" => Some(true),
            "notover" | "未超过" => Some(false),
            _ => yes_or_no(text).or_else(|| {
                sink.diagnostic(self.malformed(Column::Answer, row));
                None
            }),
        }
    }

    fn exemptions(&self, row: &Row) -> Vec<ExemptionClaim> {
        let claims = claimed(self.text(Column::Exemption, row));
        let place = self.place(Column::Exemption, row);
        let claim = |id: &str| ExemptionClaim {
            authority: String::new(),
            list: String::new(),
            id: id.to_owned(),
            place: place.clone(),
        };
        claims.map(claim).collect()
    }

    /// The cell under `column` is none of the values that it may have.
    fn malformed(&self, column: Column, row: &Row) -> Diagnostic {
        let heading = self.header.heading(column).map_or("", |heading| heading.name.as_str());
        let choices = match column {
            Column::Answer => ("yes, no", "是、否"),
            Column::Basis => ("material, article", "均质材料、物品"),
            _ => ("the words of the other rows", "其他行的写法"),
        };
        Diagnostic::new(tables::ANSWER_MALFORMED, self.place(column, row))
            .with("column", heading)
            .with("value", self.text(column, row))
            .with("choices", choices)
    }

    fn report_faults(&self, row: &Row, sink: &mut dyn Sink) {
        for heading in self.header.headings.iter().filter(|h| is_fault(row.text(h.column))) {
            let text = row.text(heading.column);
            let (code, value) = match formulas::of_text(text) {
                Some(formula) => (sheets::FORMULA_UNCALCULATED, formula),
                None => (tables::CELL_ERROR, text),
            };
            let defect = Diagnostic::new(code, row.place(heading.column));
            sink.diagnostic(defect.with("column", heading.name.as_str()).with("value", value));
        }
    }
}

/// What a concentration is a share of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    /// The homogeneous material where it is highest.
    Material,
    /// The whole part, which is the article.
    Part,
}

impl Basis {
    /// As the cell says, else as the threshold in words does.
    pub(super) fn of(cell: &str, threshold: &str) -> Option<Self> {
        let words = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        let of = |text: &str| match (
            words(text, &["material", "材料"]),
            words(text, &["article", "part", "product", "物品", "部件"]),
        ) {
            (true, false) => Some(Self::Material),
            (false, true) => Some(Self::Part),
            _ => None,
        };
        let cell = key(cell);
        if cell.is_empty() { of(&key(threshold)) } else { of(&cell) }
    }
}
