//! From rows of answers to cells.

use std::borrow::Cow;
use std::collections::BTreeSet;

use unleaded_model::diagnostic::Language;

use super::columns::Column;
use super::reader::Basis;
use super::words::{BASES, MASS_UNITS, SHARE_UNITS, YES_NO, hint};
use super::{AnswerRow, Asked, SHEETS};
use crate::tables::book::{Allowed, Cell, Look, OWN, Rule, Sheet};
use crate::tables::compose::is_fault;
use crate::tables::rows::letters;
use crate::tables::writer::amounts::Probe;
use crate::tables::writer::text::{Fit, fit};

/// The columns that every sheet of answers has.
const ALWAYS: [Column; 6] =
    [Column::Part, Column::List, Column::Name, Column::Code, Column::Question, Column::Answer];
/// The last row that rules are for: the last of a sheet.
const LAST_ROW: u32 = 1 << 20;
/// Rows of a sheet below its title and header (ISO/IEC 29500).
pub(super) const MOST_ROWS: usize = (1 << 20) - 2;

/// Returns the sheets of `rows`, with the columns that hold anything; none where there are no rows.
pub(in crate::tables) fn sheets(rows: &[AnswerRow], language: Language) -> Vec<Sheet> {
    let probe = Probe::new();
    let used = |column: &Column| {
        ALWAYS.contains(column)
            || rows.iter().any(|row| !text(row, *column, language, &probe).is_empty())
    };
    let columns: Vec<Column> = Column::ALL.into_iter().filter(used).collect();
    let numbered = rows.chunks(MOST_ROWS).zip(1u32..);
    numbered.map(|(rows, number)| sheet(rows, &columns, number, language, None)).collect()
}

/// Returns the sheet of the answers `rows`, the `number`th; `exemptions` are the cells of those to choose from.
pub(super) fn sheet(
    rows: &[AnswerRow],
    columns: &[Column],
    number: u32,
    language: Language,
    exemptions: Option<&str>,
) -> Sheet {
    let probe = Probe::new();
    let name = language.pick(SHEETS[0], SHEETS[1]);
    let title = if number == 1 { name.to_owned() } else { format!("{name} {number}") };
    let widths = columns.iter().map(|column| (column.width(), typed(*column))).collect();
    let mut sheet = Sheet::new(&title, widths);
    sheet.row([Cell { text: &format!("{OWN}{title}"), look: Look::Title }]);
    sheet.row(columns.iter().map(|column| Cell {
        text: column.title(language),
        look: if Column::TO_FILL.contains(column) { Look::Needed } else { Look::Heading },
    }));
    sheet.freeze();
    for row in rows {
        let cells: Vec<Cow<'_, str>> =
            columns.iter().map(|column| text(row, *column, language, &probe)).collect();
        sheet.row(
            cells.iter().zip(columns).map(|(text, column)| Cell { text, look: look(row, *column) }),
        );
    }
    for (column, at) in columns.iter().zip(0..) {
        sheet.rules(rule(*column, &letters(at), language, exemptions));
    }
    sheet
}

fn look(row: &AnswerRow, column: Column) -> Look {
    match column {
        column if is_to_fill(row, column) => Look::Fill,
        // Wrapped, it would make each row tall, and nobody reads it.
        Column::Request => Look::Text,
        _ => Look::Prose,
    }
}

/// Whether `column` is for whoever answers `row`.
fn is_to_fill(row: &AnswerRow, column: Column) -> bool {
    match (row.asked, column) {
        (Asked::Entry | Asked::Query, Column::Answer) | (_, Column::Remarks) => true,
        (Asked::Entry, column) => Column::TO_FILL.contains(&column),
        (Asked::Mass, Column::Mass | Column::MassUnit) | (Asked::Number, Column::Part) => true,
        _ => false,
    }
}

/// How the cells under `column` look below the rows.
fn typed(column: Column) -> Look {
    match column {
        Column::Share | Column::Mass => Look::Plain,
        _ => Look::Text,
    }
}

/// What may be typed under `column`; `None`: anything.
fn rule(
    column: Column,
    letters: &str,
    language: Language,
    exemptions: Option<&str>,
) -> Option<Rule> {
    let words = |words: &[(&str, &str)]| {
        let words: Vec<&str> = words.iter().map(|(en, zh)| language.pick(en, zh)).collect();
        Allowed::Choice(format!("\"{}\"", words.join(",")))
    };
    let allowed = match column {
        Column::Answer => words(&YES_NO),
        Column::Basis => words(&BASES),
        Column::ShareUnit => words(&SHARE_UNITS),
        Column::MassUnit => words(&MASS_UNITS),
        Column::Exemption => Allowed::Choice(exemptions?.to_owned()),
        // `<0.1` and `5-10` are text; a number is not negative.
        Column::Share | Column::Mass => {
            Allowed::Formula(format!("OR(ISTEXT({letters}3),{letters}3>=0)"))
        }
        _ => return None,
    };
    let refusal = language.pick(
        "This does not look right. Keep it if you are sure; what can't be read is told with its cell.",
        "填写内容可能有误。如确认无误可保留；无法读取的单元格会逐一指出。",
    );
    let title = column.title(language);
    Some(Rule {
        cells: format!("{letters}3:{letters}{LAST_ROW}"),
        allowed,
        refusal: (title.to_owned(), refusal.to_owned()),
        hint: (title.to_owned(), hint(column, language).to_owned()),
    })
}

/// What is not fit for a cell in `row`, which would be left out or changed.
pub(in crate::tables) fn unfit(row: &AnswerRow) -> BTreeSet<&str> {
    let answer = &row.answer;
    let texts = [
        &row.authority,
        &row.list,
        &answer.name,
        &answer.code_authority,
        &answer.code,
        &answer.application,
        &answer.threshold,
        &row.response,
    ];
    let changed = |text: &&str| !matches!(fit(text), Fit::Whole(fitting) if !is_fault(&fitting));
    texts.into_iter().map(String::as_str).filter(changed).collect()
}

/// Makes the texts of a row what its cells hold.
pub(in crate::tables) fn fill(row: &mut AnswerRow) {
    let answer = &mut row.answer;
    let texts = [
        &mut row.authority,
        &mut row.list,
        &mut answer.name,
        &mut answer.code_authority,
        &mut answer.code,
        &mut answer.application,
        &mut answer.threshold,
        &mut row.response,
    ];
    for text in texts {
        *text = cell(text);
    }
}

/// The text of `row` under `column`.
pub(super) fn text<'r>(
    row: &'r AnswerRow,
    column: Column,
    language: Language,
    probe: &Probe,
) -> Cow<'r, str> {
    let answer = &row.answer;
    let share = answer.share_of_material.as_ref().or(answer.share_of_part.as_ref());
    let text = match column {
        Column::Part => &row.part,
        Column::Requester => &row.requester_number,
        Column::Maker => &row.maker,
        Column::List => &row.list,
        Column::Authority => &row.authority,
        Column::Name => &answer.name,
        Column::KnownAs => &row.known_as,
        Column::Code => &answer.code,
        Column::CodeAuthority => &answer.code_authority,
        Column::Application => &answer.application,
        Column::Threshold => &answer.threshold,
        Column::Reason => &row.reason,
        Column::Earlier => &row.earlier,
        Column::Question => return row.asked.words(language).into(),
        Column::Answer => match answer.over {
            Some(true) => return language.pick(YES_NO[0].0, YES_NO[0].1).into(),
            Some(false) => return language.pick(YES_NO[1].0, YES_NO[1].1).into(),
            None => &row.response,
        },
        Column::Share => return share.map_or_else(String::new, |s| probe.share(s).0).into(),
        Column::ShareUnit => return share.map_or("", |share| probe.share(share).1).into(),
        Column::Basis => return basis(row, language).into(),
        Column::Mass => return mass(row, probe).map_or_else(String::new, |mass| mass.0).into(),
        Column::MassUnit => return mass(row, probe).map_or("", |mass| mass.1).into(),
        Column::Exemption => {
            let ids: Vec<&str> = answer.exemptions.iter().map(|claim| claim.id.as_str()).collect();
            return ids.join("; ").into();
        }
        Column::Remarks => &row.remarks,
        Column::Request => &row.request,
    };
    cell(text).into()
}

/// Returns `text` as a cell holds it; empty: it can't.
fn cell(text: &str) -> String {
    match fit(text) {
        Fit::Whole(text) | Fit::Replaced(text, _) if !is_fault(&text) => text,
        _ => String::new(),
    }
}

fn mass(row: &AnswerRow, probe: &Probe) -> Option<(String, &'static str)> {
    probe.mass(row.answer.mass.as_ref()?)
}

/// What the concentration is a share of: as stated, else as the threshold has it, so that nobody need write it.
fn basis(row: &AnswerRow, language: Language) -> &'static str {
    let answer = &row.answer;
    let basis = match (&answer.share_of_material, &answer.share_of_part) {
        (Some(_), _) => Some(Basis::Material),
        (None, Some(_)) => Some(Basis::Part),
        (None, None) if row.asked == Asked::Entry && answer.over.is_none() => {
            Basis::of("", &answer.threshold)
        }
        (None, None) => None,
    };
    let words = |at: usize| language.pick(BASES[at].0, BASES[at].1);
    basis.map_or("", |basis| words(usize::from(basis == Basis::Part)))
}
