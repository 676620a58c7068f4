//! Workbooks of plain tables for people: rows under one row of headings that stay in view and can be filtered. Rows are
//! written as they come. A table that is longer than a sheet can be goes on in a further sheet.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::book::{self, Cell, LONGEST_CELL, Look, OWN, Sheet};
use super::rows::letters;

/// Rows that a sheet can have (the limit of the spreadsheet programs).
const ROWS: u32 = 1 << 20;
/// Bytes of a sheet before it is packed; a member of an archive can have somewhat more without an extension of the format.
const BYTES: usize = 3 << 30;
/// Rows before the first of the table: one that says what it is, and the headings.
const BEFORE: u32 = 2;
/// Columns at least so wide are wrapped.
const WRAPPED: u32 = 40;

/// A table.
pub struct Grid<'g> {
    /// What the sheet is called; at most 28 characters, so that a further sheet can have a number.
    pub name: &'g str,
    /// The columns.
    pub columns: Vec<GridColumn<'g>>,
    /// Rows of as many cells as there are columns. A cell takes 32 767 characters; whoever has more says so in them.
    pub rows: Box<dyn Iterator<Item = Vec<String>> + 'g>,
}

/// A column of a [`Grid`].
#[derive(Clone, Copy, Debug)]
pub struct GridColumn<'g> {
    /// Its heading.
    pub heading: &'g str,
    /// Its width in characters.
    pub width: u32,
    /// What its cells are.
    pub kind: GridKind,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridKind {
    /// Numbers where every program reads back the same digits, else text.
    Number,
    /// Text, also where it looks like a number or a formula.
    Text,
}

/// A member beside the sheets, for programs. It is not packed, so that it can be found in the bytes of the workbook.
#[derive(Clone, Debug)]
pub struct Plain {
    /// Its path in the archive; it ends in `.xml`.
    pub member: &'static str,
    /// What it holds, without an XML declaration.
    pub xml: String,
}

/// Returns the bytes of a workbook. The same tables give the same bytes.
pub fn workbook(grids: Vec<Grid<'_>>, beside: &[Plain]) -> Vec<u8> {
    workbook_of(grids, beside, ROWS)
}

fn workbook_of(grids: Vec<Grid<'_>>, beside: &[Plain], most: u32) -> Vec<u8> {
    let mut sheets = Sheets { archive: ZipWriter::new(Cursor::new(Vec::new())), names: Vec::new() };
    for grid in grids {
        sheets.grid(grid, most);
    }
    sheets.finish(beside)
}

/// What cannot fail when an archive is written to memory.
const IN_MEMORY: &str = "memory takes what is written, and no name stands twice";

/// The sheets so far, packed.
struct Sheets {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    names: Vec<String>,
}

impl Sheets {
    /// Writes a table into as many sheets as it needs.
    fn grid(&mut self, mut grid: Grid<'_>, most: u32) {
        let mut next = grid.rows.next();
        let mut number = 1;
        loop {
            self.names.push(match number {
                1 => grid.name.to_owned(),
                number => format!("{} {number}", grid.name),
            });
            next = self.sheet(&mut grid, next, most);
            if next.is_none() {
                return;
            }
            number += 1;
        }
    }

    /// Writes a sheet of rows that begin with `next`; returns the first that has no room any more.
    fn sheet(
        &mut self,
        grid: &mut Grid<'_>,
        mut next: Option<Vec<String>>,
        most: u32,
    ) -> Option<Vec<String>> {
        self.archive.start_file(book::member(self.names.len()), book::options(0)).expect(IN_MEMORY);
        let mut written = self.put(&start(grid));
        let mut row = BEFORE;
        while let Some(cells) = next.take() {
            if row == most || written > BYTES {
                next = Some(cells);
                break;
            }
            row += 1;
            written += self.put(&row_of(&grid.columns, &cells, row));
            next = grid.rows.next();
        }
        self.put(&end(grid, row));
        next
    }

    fn put(&mut self, xml: &str) -> usize {
        self.archive.write_all(xml.as_bytes()).expect(IN_MEMORY);
        xml.len()
    }

    /// Puts what every workbook has before the sheets, some programs look for it there.
    fn finish(self, beside: &[Plain]) -> Vec<u8> {
        let names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        let sheets = self.archive.finish().expect(IN_MEMORY);
        let mut packed = ZipArchive::new(sheets).expect("it was just written");
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in book::frame(&names) {
            archive.start_file(name, book::options(text.len())).expect(IN_MEMORY);
            archive.write_all(text.as_bytes()).expect(IN_MEMORY);
        }
        for at in 0..packed.len() {
            let sheet = packed.by_index_raw(at).expect("it was just written");
            archive.raw_copy_file(sheet).expect(IN_MEMORY);
        }
        for plain in beside {
            let options = book::options(plain.xml.len());
            let options = options.compression_method(CompressionMethod::Stored);
            archive.start_file(plain.member, options).expect(IN_MEMORY);
            archive.write_all(book::DECLARATION.as_bytes()).expect(IN_MEMORY);
            archive.write_all(plain.xml.as_bytes()).expect(IN_MEMORY);
        }
        archive.finish().expect(IN_MEMORY).into_inner()
    }
}

/// All that stands before the rows. The first cell says whose sheet it is, so that no reader takes it for a declaration.
fn start(grid: &Grid<'_>) -> String {
    let columns = grid.columns.iter().map(|column| (column.width, Look::Plain)).collect();
    let mut sheet = Sheet::new(grid.name, columns);
    sheet.freeze_first(BEFORE);
    let mut xml = sheet.head() + "<sheetData><row r=\"1\">";
    let title = format!("{OWN}{}", grid.name);
    book::write_cell(&mut xml, "A1", &Cell { text: &title, look: Look::Plain });
    let heads = || {
        let cell = |column: &GridColumn<'_>| column.heading.to_owned();
        grid.columns.iter().map(cell).zip(&grid.columns)
    };
    let lines = |(text, column): (String, &GridColumn<'_>)| {
        Cell { text: &text, look: Look::Heading }.lines(column.width)
    };
    let tallest = heads().map(lines).max().unwrap_or(1);
    xml.push_str("</row>");
    xml.push_str(&book::row_start(BEFORE, tallest));
    for (at, (text, _)) in heads().enumerate() {
        let place = format!("{}{BEFORE}", letters(at));
        book::write_cell(&mut xml, &place, &Cell { text: &text, look: Look::Heading });
    }
    xml + "</row>"
}

/// All that stands after the rows, of which the last is `row`.
fn end(grid: &Grid<'_>, row: u32) -> String {
    let last = letters(grid.columns.len().saturating_sub(1));
    format!("</sheetData><autoFilter ref=\"A{BEFORE}:{last}{row}\"/></worksheet>")
}

fn row_of(columns: &[GridColumn<'_>], cells: &[String], row: u32) -> String {
    let mut body = String::new();
    let mut lines = 1;
    for (at, (text, column)) in cells.iter().zip(columns).enumerate() {
        let look = if column.width < WRAPPED { Look::Plain } else { Look::Prose };
        lines = lines.max(Cell { text, look }.lines(column.width));
        let style = look as u8;
        let place = format!("{}{row}", letters(at));
        let text = short(text);
        let cell = match (text, column.kind) {
            ("", _) => Ok(()),
            (number, GridKind::Number) if book::is_exact(number) => {
                write!(body, "<c r=\"{place}\" s=\"{style}\"><v>{number}</v></c>")
            }
            (text, _) => {
                write!(body, "<c r=\"{place}\" s=\"{style}\"{}</c>", book::inline(text, ""))
            }
        };
        cell.expect("memory takes what is written");
    }
    book::row_start(row, lines) + &body + "</row>"
}

/// Returns as much of `text` as makes a workbook that opens; spreadsheet programs count in the units of UTF-16.
fn short(text: &str) -> &str {
    if text.len() <= LONGEST_CELL {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_CELL
    });
    end.map_or(text, |(end, _)| &text[..end])
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use zip::ZipArchive;

    use super::*;

    fn grid(rows: &'static [[&'static str; 2]]) -> Grid<'static> {
        let column = |heading, kind| GridColumn { heading, width: 10, kind };
        Grid {
            name: "Findings",
            columns: vec![column("Item", GridKind::Text), column("ppm", GridKind::Number)],
            rows: Box::new(rows.iter().map(|row| row.map(str::to_owned).to_vec())),
        }
    }

    fn member(workbook: &[u8], name: &str) -> String {
        let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    const CELLS: &[[&str; 2]] =
        &[["1206", "1000.5"], ["=1+1", "no bound"], ["@SUM(A1)", "1234567890.123456789"]];

    #[test]
    fn text_stays_text_and_numbers_are_numbers() {
        let sheet = member(&workbook(vec![grid(CELLS)], &[]), "xl/worksheets/sheet1.xml");
        for cell in [
            "<c r=\"A3\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">1206</t>",
            "<c r=\"B3\" s=\"0\"><v>1000.5</v></c>",
            "<t xml:space=\"preserve\">=1+1</t>",
            "<t xml:space=\"preserve\">@SUM(A1)</t>",
            "<t xml:space=\"preserve\">1234567890.123456789</t>",
            "<autoFilter ref=\"A2:B5\"/>",
        ] {
            assert!(sheet.contains(cell), "{cell}\n{sheet}");
        }
        assert!(!sheet.contains("<f>"));
    }

    #[test]
    fn what_is_too_long_for_a_sheet_goes_on_in_the_next() {
        let book = workbook_of(vec![grid(CELLS), grid(&[])], &[], 4);
        let index = member(&book, "xl/workbook.xml");
        assert!(index.contains("name=\"Findings\"") && index.contains("name=\"Findings 2\""));
        let first = member(&book, "xl/worksheets/sheet1.xml");
        let second = member(&book, "xl/worksheets/sheet2.xml");
        assert!(first.contains("=1+1") && !first.contains("@SUM"), "{first}");
        assert!(second.contains("@SUM") && second.contains(">ppm<"), "{second}");
        assert!(second.contains("<autoFilter ref=\"A2:B3\"/>"));
        assert!(member(&book, "xl/worksheets/sheet3.xml").contains("<autoFilter ref=\"A2:B2\"/>"));
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        assert_eq!(workbook(vec![grid(CELLS)], &[]), workbook(vec![grid(CELLS)], &[]));
    }

    #[test]
    fn no_cell_is_longer_than_programs_open() {
        let long = "𠮷".repeat(LONGEST_CELL);
        assert_eq!(short(&long).encode_utf16().count(), LONGEST_CELL - 1);
        let fits = "长".repeat(LONGEST_CELL);
        assert_eq!(short(&fits), fits);
    }
}
