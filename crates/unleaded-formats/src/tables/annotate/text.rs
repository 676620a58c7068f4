//! Delimited text as a workbook with the same rows and its findings.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::{Diagnostic, FileName, Language, Place, Severity};

use super::findings::{InSheet, Loose, loose, sheet, worst_first};
use super::{Margin, heading, own_column};
use crate::sink::Collected;
use crate::tables::book::{Cell, Look, Sheet, workbook};
use crate::tables::fit;
use crate::tables::header::{Found, Lookahead};
use crate::tables::mapping::Mapping;
use crate::tables::rows::Row;
use crate::tables::source;
use crate::tables::words::VOCABULARY;

/// Returns the workbook.
pub(super) fn annotate(
    bytes: &[u8],
    file: &FileName,
    mapping: &Mapping,
    diagnostics: &[Diagnostic],
    language: Language,
) -> Result<Vec<u8>, Diagnostic> {
    let text = source::text(bytes, file, &VOCABULARY)?;
    let rows = text.rows_with(file, &VOCABULARY, &mapping.named);
    let none = Mapping::default();
    // That a mapping does not fit is among the diagnostics, and so is a defect that ends the reading.
    let mapping = fit::to_text(mapping, &none, &rows, &mut Collected::default());
    let rows: Vec<Row> = rows.map_while(Result::ok).collect();
    let margin = margin(&rows, mapping);
    let mut placed = InSheet::default();
    let mut others: Vec<Loose> = Vec::new();
    let starts = starts(&rows);
    for diagnostic in worst_first(diagnostics) {
        let spot = diagnostic.places.first().and_then(|place| spot(place, &starts));
        match spot {
            Some((row, column)) => placed.add(diagnostic, (row, column), language, &margin),
            None => others.push(loose(diagnostic, language)),
        }
        if spot.is_some_and(|(row, _)| row <= margin.header) {
            others.push(loose(diagnostic, language));
        }
    }
    let mut sheets = vec![table(&rows, &margin, &placed, language)];
    if !others.is_empty() {
        sheets.push(sheet(language.pick("check", "检查"), &others, language));
    }
    Ok(workbook(&sheets))
}

fn margin(rows: &[Row], mapping: &Mapping) -> Margin {
    let mut searched = rows.iter().cloned().map(Ok);
    let widest = rows.iter().map(Row::filled).max().unwrap_or(0);
    let (header, own) = match mapping.find(&mut Lookahead::new(&mut searched)) {
        Ok(Found::Header(header)) => {
            let lowest = rows.iter().position(|row| row.whole() == header.place);
            (lowest.map_or(0, |at| at + 1), own_column(&header))
        }
        _ => (0, None),
    };
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Margin { header: number(header), column: number(own.unwrap_or(widest)) }
}

/// Row and column of each cell, by its first byte, with its length.
type Starts = BTreeMap<u64, (u32, u32, u32)>;

fn starts(rows: &[Row]) -> Starts {
    let mut starts = Starts::new();
    for (row, number) in rows.iter().zip(1..) {
        for column in 0..row.cells().len() {
            if let Place::Text { start, length, .. } = row.place(column) {
                let column = u32::try_from(column).unwrap_or(u32::MAX);
                starts.entry(start).or_insert((number, column, length));
            }
        }
    }
    starts
}

fn spot(place: &Place, starts: &Starts) -> Option<(u32, Option<u32>)> {
    let Place::Text { start, length, .. } = place else {
        return None;
    };
    let (row, column, in_cell) = starts.get(start)?;
    Some((*row, (length <= in_cell).then_some(*column)))
}

fn table(rows: &[Row], margin: &Margin, placed: &InSheet, language: Language) -> Sheet {
    let width = |column: u32| if column == margin.column { 80 } else { 16 };
    let columns = (0..=margin.column).map(|column| (width(column), Look::Plain)).collect();
    let mut sheet = Sheet::new(language.pick("composition", "成分"), columns);
    let title = heading(language);
    for (row, number) in rows.iter().zip(1..) {
        let (grave, words) = match placed.rows.get(&number) {
            Some((severity, words)) => (Some(*severity), words.as_str()),
            None if number == margin.header => (None, title.as_str()),
            None => (None, ""),
        };
        let cells = (0..margin.column).map(|column| {
            let found = placed.cells.get(&(number, column)).copied();
            let plain = if number == margin.header { Look::Heading } else { Look::Plain };
            Cell { text: row.text(column as usize), look: look(found, plain) }
        });
        let words = Cell { text: words, look: look(grave, Look::Prose) };
        sheet.row(cells.chain([words]));
        if number == margin.header {
            sheet.freeze();
        }
    }
    sheet
}

fn look(severity: Option<Severity>, plain: Look) -> Look {
    match severity {
        Some(Severity::Error) => Look::Wrong,
        Some(Severity::Warning) => Look::Doubtful,
        _ => plain,
    }
}
