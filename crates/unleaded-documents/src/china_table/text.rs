//! The table for a terminal.

use unleaded_model::diagnostic::Language;

use super::words::{Words, legend};
use super::{Cell, ChinaTable, Row, substances};
use crate::made_from::MadeFrom;
use crate::standard_name::standard;
use crate::text_table::{Align, TextTable, hanging, padded, shown, width, wrapped};

/// Columns of a terminal that running text takes.
const TEXT: usize = 96;
/// Columns that a part's name takes before it is broken.
const NAME: usize = 24;
/// Columns that a substance's name takes before it is broken.
const SUBSTANCE: usize = 6;

pub(super) fn write(table: &ChinaTable, language: Language, made: &MadeFrom) -> String {
    let words = Words(language);
    let mut lines = Vec::new();
    if table.is_draft() {
        lines.push(format!("*** {} ***", words.draft()));
        lines.extend(wrapped(words.draft_why(), TEXT));
        lines.push(String::new());
    }
    lines.push(words.title().to_owned());
    let (_, product) = words.origin(table).swap_remove(0);
    lines.push(product);
    lines.push(String::new());
    lines.extend(grid(table, words));
    lines.push(String::new());
    lines.extend(below(table, words));
    lines.push(String::new());
    lines.join("\n") + &made.line()
}

fn grid(table: &ChinaTable, words: Words) -> Vec<String> {
    let mut columns = vec![(Align::Left, vec![words.part_name().to_owned()])];
    columns.extend(table.columns.iter().map(|key| (Align::Centre, header(key, words))));
    let mut grid = TextTable::new(columns);
    // All marks are as wide as the widest, so that they stand in line whether they have a note or not.
    let all = table.rows.iter().flat_map(|row| &row.cells);
    let marks = all.map(|cell| width(&mark(cell))).max().unwrap_or(0);
    for row in &table.rows {
        grid.row(cells(row, marks, words));
    }
    grid.lines()
}

/// The name in Chinese, which is short, and the symbol.
fn header(key: &str, words: Words) -> Vec<String> {
    let (name, symbol) = substances::name(key, words.0);
    let symbol = shown(symbol);
    if words.0 == Language::En || name.is_empty() {
        return vec![symbol];
    }
    let mut lines = wrapped(name, SUBSTANCE);
    lines.push(format!("({symbol})"));
    lines
}

fn cells(row: &Row, marks: usize, words: Words) -> Vec<Vec<String>> {
    let name = words.row_name(row);
    let item = shown(&row.name.item);
    let mut first = wrapped(&name, NAME);
    if name != item {
        first.extend(wrapped(&format!("[{item}]"), NAME));
    }
    let cell = |cell: &Cell| vec![padded(&mark(cell), marks)];
    std::iter::once(first).chain(row.cells.iter().map(cell)).collect()
}

/// The mark with the number of its note.
fn mark(cell: &Cell) -> String {
    let note = cell.note.map(|note| note.to_string());
    format!("{}{}", cell.mark.symbol(), note.unwrap_or_default())
}

fn below(table: &ChinaTable, words: Words) -> Vec<String> {
    let mut lines = vec![words.prepared().to_owned()];
    for mark in legend(table) {
        let meaning = words.meaning(mark, &standard(&shown(&table.basis), words.0));
        lines.extend(hanging(
            &format!("{}{}", mark.symbol(), words.pick(": ", "：")),
            &meaning,
            TEXT,
        ));
    }
    if words.0 == Language::En {
        lines.extend(hanging("", &symbols(table, words), TEXT));
    }
    if !table.notes.is_empty() {
        lines.extend([String::new(), words.notes_title().to_owned()]);
    }
    for (at, note) in table.notes.iter().enumerate() {
        let head = format!("{}{}  ", note.mark.symbol(), at + 1);
        let subject = words.note_subject(table, note);
        lines.extend(hanging(&head, &subject, TEXT));
        let indent = " ".repeat(width(&head));
        lines
            .extend(words.note_causes(note).iter().flat_map(|cause| hanging(&indent, cause, TEXT)));
    }
    let (label, after) = words.period();
    lines.extend([
        String::new(),
        format!("{label}{}____ {after}", words.pick(" ", "")),
        String::new(),
    ]);
    let origin = words.origin(table);
    let columns = origin.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    for (label, value) in origin {
        lines.extend(hanging(&format!("{}  ", padded(label, columns)), &value, TEXT));
    }
    lines.extend(wrapped(&words.stale(table), TEXT));
    lines
}

/// The names behind the symbols of the header.
fn symbols(table: &ChinaTable, words: Words) -> String {
    let named = table.columns.iter().map(|key| substances::name(key, words.0));
    let named = named.filter(|(name, _)| !name.is_empty());
    named.map(|(name, symbol)| format!("{symbol}: {name}")).collect::<Vec<_>>().join("; ")
}
