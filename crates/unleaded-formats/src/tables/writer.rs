//! From the model to a table of compositions.
//!
//! `docs/formats/tables.md` tells what a table holds. What it has no place for is a `write-loss`, item by item; a name
//! that a table could not tell from another, or would take for something else, is a `write-renamed`.

use std::borrow::Cow;

use unleaded_model::declaration::{Declaration, DeclaredPart};
use unleaded_model::diagnostic::{Diagnostic, Language};

use self::fields::Field;
use self::lines::{Line, Lines};
use self::losses::Losses;
use super::book::{self, Cell, Look, Sheet};

pub(super) mod amounts;
mod answers;
pub(super) mod fields;
mod lines;
mod losses;
mod statements;
mod substances;
pub(super) mod text;

/// Rows of a sheet below its header (ISO/IEC 29500).
const MOST_ROWS: usize = (1 << 20) - 1;

/// Writes `declaration` as delimited text: UTF-8, with a byte order mark where it is not plain ASCII, so that spreadsheet
/// programs read it as it is.
pub(super) fn csv(declaration: &Declaration) -> (String, Vec<Diagnostic>) {
    let table = Lines::of(&declaration.header, &declaration.products, Language::En);
    let fields = table.fields();
    let mut out = String::new();
    delimited(&mut out, fields.iter().map(|field| field.heading()));
    for line in &table.lines {
        delimited(&mut out, fields.iter().map(|field| line.text(*field)));
    }
    if !out.is_ascii() {
        out.insert(0, '\u{feff}');
    }
    (out, table.diagnostics)
}

pub(super) fn delimited<'t>(out: &mut String, cells: impl Iterator<Item = &'t str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        text::delimited(out, cell);
    }
    out.push_str("\r\n");
}

/// Writes `declaration` as a workbook with headings in `language`.
pub(super) fn xlsx(declaration: &Declaration, language: Language) -> (Vec<u8>, Vec<Diagnostic>) {
    let mut header = declaration.header.clone();
    let mut losses = Losses::default();
    let statements = statements::sheet(&mut header, &mut losses, language);
    let mut products = Cow::Borrowed(declaration.products.as_slice());
    let is_answer = |part: &DeclaredPart| !part.lists.is_empty() || !part.queries.is_empty();
    // What a requester filled in would be taken for a supplier's, since a workbook has no place for the mode.
    let is_declared = !declaration.header.is_request();
    let answers = match is_declared && products.iter().any(is_answer) {
        true => answers::take(&header, products.to_mut(), &mut losses),
        false => Vec::new(),
    };
    let mut table = Lines::of(&header, &products, language);
    table.diagnostics.extend(losses.all);
    let fields = table.fields();
    let name = language.pick("composition", "成分");
    let mut sheets = Vec::new();
    for (lines, number) in table.sheets().zip(1u32..) {
        let name = if number == 1 { name.to_owned() } else { format!("{name} {number}") };
        sheets.push(sheet(&name, &fields, lines, language));
    }
    sheets.extend(super::answers::sheets(&answers, language));
    sheets.extend(statements);
    (book::workbook(&sheets), table.diagnostics)
}

fn sheet(name: &str, fields: &[Field], lines: &[Line], language: Language) -> Sheet {
    let columns = fields.iter().map(|field| (field.width(), Look::Plain)).collect();
    let mut sheet = Sheet::new(name, columns);
    let cell = |text, look| Cell { text, look };
    sheet.row(fields.iter().map(|field| cell(field.title(language), Look::Heading)));
    sheet.freeze();
    for line in lines {
        sheet.row(fields.iter().map(|field| cell(line.text(*field), Look::Plain)));
    }
    sheet
}
