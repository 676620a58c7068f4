//! The questions of a request as a file to fill: a workbook with choices, hints and help, or delimited text.

use unleaded_model::diagnostic::Language;

use super::AnswerRow;
use super::columns::Column;
use super::sheet::{sheet, text};
use super::words::{help, hint};
use crate::tables::book::{self, Cell, Look, OWN, Sheet};
use crate::tables::template::Choice;
use crate::tables::writer::amounts::Probe;
use crate::tables::writer::delimited;

/// The columns of a file of questions.
const COLUMNS: [Column; 20] = [
    Column::Part,
    Column::Requester,
    Column::List,
    Column::Name,
    Column::KnownAs,
    Column::Threshold,
    Column::Earlier,
    Column::Question,
    Column::Answer,
    Column::Share,
    Column::ShareUnit,
    Column::Basis,
    Column::Mass,
    Column::MassUnit,
    Column::Exemption,
    Column::Remarks,
    Column::Reason,
    Column::Code,
    Column::Application,
    Column::Request,
];

/// Returns the workbook that asks `rows` in `language`; `exemptions` are those to choose from. [`super::read`] reads it
/// back. Rows beyond those of a sheet go to a second one.
pub fn workbook(rows: &[AnswerRow], exemptions: &[Choice], language: Language) -> Vec<u8> {
    let (choices, cells) = choices(exemptions, language);
    let chunks = rows.chunks(super::sheet::MOST_ROWS);
    let mut sheets: Vec<Sheet> = chunks
        .zip(1u32..)
        .map(|(rows, number)| sheet(rows, &COLUMNS, number, language, Some(&cells)))
        .collect();
    if sheets.is_empty() {
        sheets.push(sheet(&[], &COLUMNS, 1, language, Some(&cells)));
    }
    sheets.push(guide(language));
    sheets.push(choices);
    book::workbook(&sheets)
}

/// Returns the delimited text that asks `rows`: UTF-8, with a byte order mark where it is not plain ASCII.
pub fn csv(rows: &[AnswerRow], language: Language) -> String {
    let probe = Probe::new();
    let mut out = String::new();
    delimited(&mut out, COLUMNS.iter().map(|column| column.title(language)));
    for row in rows {
        let cells: Vec<_> =
            COLUMNS.iter().map(|column| text(row, *column, language, &probe)).collect();
        delimited(&mut out, cells.iter().map(AsRef::as_ref));
    }
    if !out.is_ascii() {
        out.insert(0, '\u{feff}');
    }
    out
}

fn guide(language: Language) -> Sheet {
    let mut sheet =
        Sheet::new(language.pick("help", "填写说明"), vec![(24, Look::Plain), (110, Look::Plain)]);
    let title = format!("{OWN}{}", language.pick("how to fill this workbook", "填写说明"));
    sheet.row([Cell { text: &title, look: Look::Title }]);
    for text in help(language) {
        sheet.row([Cell { text, look: Look::Plain }]);
    }
    sheet.row([]);
    for column in COLUMNS.into_iter().filter(|column| !hint(*column, language).is_empty()) {
        let name = Cell { text: column.title(language), look: Look::Heading };
        sheet.row([name, Cell { text: hint(column, language), look: Look::Prose }]);
    }
    sheet
}

/// The sheet of exemptions to choose from, and the cells in which they stand.
fn choices(exemptions: &[Choice], language: Language) -> (Sheet, String) {
    let name = language.pick("choices", "选项");
    let mut sheet = Sheet::new(name, vec![(16, Look::Text), (110, Look::Text)]);
    let title = format!("{OWN}{name}");
    sheet.row([Cell { text: &title, look: Look::Title }]);
    for choice in exemptions {
        let value = Cell { text: &choice.value, look: Look::Text };
        sheet.row([value, Cell { text: &choice.meaning, look: Look::Prose }]);
    }
    let cells = format!("'{name}'!$A$2:$A${}", exemptions.len().max(1) + 1);
    (sheet, cells)
}
