//! Sheets of an Office Open XML workbook (ISO/IEC 29500), row by row.
//!
//! A cell becomes the text that a person would type to get it: a number its shortest decimal form, a number shown in per
//! cent that figure with `%`, a date `2024-09-27`. Nothing is calculated with floats.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Style, Xlsx, XlsxCellReader, XlsxError};
use unleaded_model::amount::Number;
use unleaded_model::diagnostic::codes::tables;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use zip::ZipArchive;

use super::formulas::{self, Formulas};
use super::rows::{Row, RowResult, Spots};
use crate::chemsherpa::damaged;

pub(crate) use self::own::OwnSheet;
use self::own::own_title;

mod own;

/// Mebibytes that all members of a workbook may unpack to, and that the text of its cells may have. Shared text is
/// counted where it is used, since a workbook can use a long text in a million cells.
const LIMIT_MIB: u64 = 512;
const LIMIT: u64 = LIMIT_MIB << 20;
/// Rows of a sheet (ISO/IEC 29500).
const MOST_ROWS: u32 = 1 << 20;
/// Columns of a sheet.
const MOST_COLUMNS: u32 = 16_384;

/// The bytes that begin a compound file: a workbook in the older binary format, or one with a password.
pub(crate) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// A workbook in memory.
pub(crate) struct Workbook<'a> {
    inner: Xlsx<Cursor<&'a [u8]>>,
    file: FileName,
    sheets: Vec<String>,
    own: Vec<OwnSheet>,
    /// Bytes of cell text that may still be read.
    left: u64,
    seen: Seen,
}

impl<'a> Workbook<'a> {
    /// Opens the workbook in `bytes`, after finding how large it is.
    pub(crate) fn open(bytes: &'a [u8], file: &FileName) -> Result<Self, Diagnostic> {
        let seen = measure(bytes, file, LIMIT)?;
        let mut inner = contained(file, || Xlsx::new(Cursor::new(bytes)))?;
        let (mut sheets, mut own) = (Vec::new(), Vec::new());
        for name in inner.sheet_names() {
            match own_title(&mut inner, &name) {
                Some(title) => own.push(OwnSheet { name, title }),
                None => sheets.push(name),
            }
        }
        Ok(Self { inner, file: file.clone(), sheets, own, left: LIMIT, seen })
    }

    /// Whether any of its text may hold a number with a comma.
    pub(crate) fn has_commas(&self) -> bool {
        self.seen.commas
    }

    /// Does `read` without counting what it reads of the text that may be read.
    pub(crate) fn in_advance<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let left = self.left;
        let result = read(self);
        self.left = left;
        result
    }

    /// The names of its sheets, in the order of the workbook, without those that this program made for people.
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.sheets.clone()
    }

    /// Whether `sheet` is hidden.
    pub(crate) fn is_hidden(&self, sheet: &str) -> bool {
        let mut sheets = self.inner.sheets_metadata().iter();
        sheets.any(|one| one.name == sheet && one.visible != SheetVisible::Visible)
    }

    /// The sheets that this program made for people.
    pub(crate) fn own_sheets(&self) -> &[OwnSheet] {
        &self.own
    }

    /// The rows of `sheet`.
    pub(crate) fn rows(&mut self, sheet: &str) -> Result<SheetRows<'_, 'a>, Diagnostic> {
        let regions = contained(&self.file, || self.inner.merge_cells_by_sheet_name(sheet))?;
        let formulas = match self.seen.formulas {
            true => contained(&self.file, || {
                formulas::uncalculated(&mut self.inner.worksheet_cells_reader(sheet)?)
            })?,
            false => Formulas::new(),
        };
        let cells = contained(&self.file, || self.inner.worksheet_cells_reader(sheet))?;
        Ok(SheetRows {
            formulas,
            cells,
            ahead: None,
            row: 0,
            merged: Merged::of(&regions),
            left: &mut self.left,
            file: self.file.clone(),
            sheet: Arc::from(sheet),
            exhausted: false,
            ended: false,
        })
    }
}

/// Returns what `read` returns. The reader of workbooks is not hardened against every malformed file (sums of its own
/// positions may overflow), so a panic inside it is a defect of the file, not the end of the program.
fn contained<T>(
    file: &FileName,
    read: impl FnOnce() -> Result<T, XlsxError>,
) -> Result<T, Diagnostic> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(unreadable(file, &error.to_string())),
        Err(_) => Err(unreadable(file, CONTRADICTORY)),
    }
}

const CONTRADICTORY: &str = "its parts contradict each other";
const OLD_OR_LOCKED: &str = "it is in the older binary format, or has a password";
const OUT_OF_ORDER: &str = "its cells are out of order";

pub(crate) fn unreadable(file: &FileName, reason: &str) -> Diagnostic {
    Diagnostic::new(tables::WORKBOOK_UNREADABLE, Place::file(file)).with("reason", in_both(reason))
}

/// The reason in both languages; what the readers of archives and workbooks say themselves stands in brackets.
fn in_both(reason: &str) -> (String, String) {
    let chinese = match reason {
        OLD_OR_LOCKED => "该文件为旧版二进制格式，或设有密码",
        CONTRADICTORY => "其各部分相互矛盾",
        OUT_OF_ORDER => "单元格次序混乱",
        other => return damaged(other),
    };
    (reason.to_owned(), chinese.to_owned())
}

fn too_large(file: &FileName) -> Diagnostic {
    Diagnostic::new(tables::ARCHIVE_TOO_LARGE, Place::file(file)).with("limit", LIMIT_MIB)
}

/// Refuses an archive that unpacks to more than `limit` bytes: by the sizes that it declares, then, since these may lie, by
/// unpacking it to nowhere. Returns what went by.
fn measure(bytes: &[u8], file: &FileName, limit: u64) -> Result<Seen, Diagnostic> {
    if bytes.starts_with(COMPOUND) {
        return Err(unreadable(file, OLD_OR_LOCKED));
    }
    let opened = ZipArchive::new(Cursor::new(bytes));
    let mut archive = opened.map_err(|error| unreadable(file, &error.to_string()))?;
    if archive.decompressed_size().is_some_and(|declared| declared > u128::from(limit)) {
        return Err(too_large(file));
    }
    let mut left = limit;
    let mut seen = Seen::default();
    for index in 0..archive.len() {
        // A member that can't be unpacked is reported when it is needed; pictures in odd compressions are not.
        let Ok(member) = archive.by_index(index) else {
            continue;
        };
        let mut member = Counted { inner: member, count: 0, limit: left + 1 };
        let _unpacked = io::copy(&mut member, &mut seen);
        left = left.checked_sub(member.count).ok_or_else(|| too_large(file))?;
    }
    Ok(seen)
}

/// Lets all bytes go by and sees what is among them.
#[derive(Debug, Default)]
struct Seen {
    /// A comma between digits, or a full-width one.
    commas: bool,
    /// The end of an element `f`, which holds a formula.
    formulas: bool,
    /// The last bytes that went by.
    before: [u8; 2],
}

impl io::Write for Seen {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            match (self.before, *byte) {
                ([digit, b','], next) => {
                    self.commas |= digit.is_ascii_digit() && next.is_ascii_digit();
                }
                ([0xef, 0xbc], 0x8c) => self.commas = true,
                ([b'/' | b':', b'f'], b'>') => self.formulas = true,
                _ => {}
            }
            self.before = [self.before[1], *byte];
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Counts what is read, also when reading fails later, and ends at a limit.
struct Counted<R> {
    inner: R,
    count: u64,
    limit: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.count >= self.limit {
            return Ok(0);
        }
        let read = self.inner.read(out)?;
        self.count += read as u64;
        Ok(read)
    }
}

/// A cell that holds something: row and column from 0, its text, and how it was stored.
type Filled = (u32, u32, String, Stored);

/// How a cell was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stored {
    /// As a number.
    Number,
    /// As text, or something else.
    Text,
}

/// The rows of a sheet that hold anything. Stops after the first defect.
pub(crate) struct SheetRows<'w, 'b> {
    cells: XlsxCellReader<'w, Cursor<&'b [u8]>>,
    ahead: Option<Filled>,
    /// Rows before this one have been read.
    row: u32,
    merged: Merged,
    formulas: Formulas,
    left: &'w mut u64,
    file: FileName,
    sheet: Arc<str>,
    /// Whether the last cell has been read.
    exhausted: bool,
    /// Whether the last row has been read, or a defect met.
    ended: bool,
}

impl SheetRows<'_, '_> {
    /// The next cell that holds anything.
    fn cell(&mut self) -> Result<Option<Filled>, Diagnostic> {
        // The reader of workbooks must not be asked again behind the last cell.
        while !self.exhausted {
            let next = contained(&self.file, || self.cells.next_cell_with_style_id())?;
            let Some((cell, style)) = next else {
                self.exhausted = true;
                break;
            };
            let (row, column) = cell.get_position();
            if row >= MOST_ROWS || column >= MOST_COLUMNS || row < self.row {
                return Err(unreadable(&self.file, OUT_OF_ORDER));
            }
            let text = match self.formulas.remove(&(row, column)) {
                Some(formula) => formulas::text(&formula),
                None => text(cell.get_value(), self.cells.styles().get(style)),
            };
            spend(self.left, &text, &self.file)?;
            if !text.trim().is_empty() {
                let stored = match cell.get_value() {
                    DataRef::Int(_) | DataRef::Float(_) => Stored::Number,
                    _ => Stored::Text,
                };
                return Ok(Some((row, column, text, stored)));
            }
        }
        Ok(None)
    }

    fn row(&mut self) -> Result<Option<Row>, Diagnostic> {
        let first = match self.ahead.take() {
            Some(cell) => Some(cell),
            None => self.cell()?,
        };
        let Some((row, mut column, mut text, mut stored)) = first else {
            return Ok(None);
        };
        let (mut cells, mut typed) = (Vec::new(), Vec::new());
        loop {
            put(&mut cells, column, text);
            if stored == Stored::Number {
                typed.push(column as usize);
            }
            match self.cell()? {
                Some(next) if next.0 == row => (_, column, text, stored) = next,
                next => {
                    self.ahead = next;
                    break;
                }
            }
        }
        self.row = row + 1;
        for (column, text) in self.merged.fill(row, &cells) {
            spend(self.left, &text, &self.file)?;
            put(&mut cells, column, text);
        }
        typed.sort_unstable();
        let (file, sheet) = (self.file.clone(), Arc::clone(&self.sheet));
        Ok(Some(Row::new(cells, Spots::Sheet { file, sheet, row: row + 1, typed })))
    }
}

impl Iterator for SheetRows<'_, '_> {
    type Item = RowResult;

    fn next(&mut self) -> Option<RowResult> {
        if self.ended {
            return None;
        }
        let row = self.row();
        self.ended = !matches!(row, Ok(Some(_)));
        row.transpose()
    }
}

fn spend(left: &mut u64, text: &str, file: &FileName) -> Result<(), Diagnostic> {
    *left = left.checked_sub(text.len() as u64).ok_or_else(|| too_large(file))?;
    Ok(())
}

fn put(cells: &mut Vec<String>, column: u32, text: String) {
    let column = column as usize;
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text;
}

/// The text of a cell.
fn text(value: &DataRef<'_>, style: Option<&Style>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Int(number) => number_text(number.to_string(), style),
        DataRef::Float(number) => number_text(number.to_string(), style),
        DataRef::DateTime(date) if date.is_duration() => date.as_f64().to_string(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    }
}

/// `plain`, or as a percentage where that is what the cell shows: 0.96 in the format `0%` was typed as 96 %.
fn number_text(plain: String, style: Option<&Style>) -> String {
    let format = style.and_then(|style| style.number_format.as_ref());
    if !format.is_some_and(|format| shows_percent(&format.format_code)) {
        return plain;
    }
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
    match Number::parse(digits) {
        Ok(number) => format!("{sign}{}%", number.low.scaled(2)),
        Err(_) => plain,
    }
}

/// Whether a number format has a per cent sign that is not quoted text.
fn shows_percent(format: &str) -> bool {
    let mut quoted = false;
    let mut literal = false;
    for c in format.chars() {
        match c {
            _ if literal => literal = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => literal = true,
            '%' => return true,
            _ => {}
        }
    }
    false
}

/// Cells merged downwards: the value of the first stands for each of them.
struct Merged {
    /// By first row: column and last row.
    starts: BTreeMap<u32, Vec<(u32, u32)>>,
    /// By column: last row and value.
    open: BTreeMap<u32, (u32, String)>,
}

impl Merged {
    fn of(regions: &[Dimensions]) -> Self {
        let mut starts: BTreeMap<u32, Vec<(u32, u32)>> = BTreeMap::new();
        for region in regions.iter().filter(|region| region.start.0 < region.end.0) {
            starts.entry(region.start.0).or_default().push((region.start.1, region.end.0));
        }
        Self { starts, open: BTreeMap::new() }
    }

    /// The cells of `row` that are blank only because they are merged with one above.
    fn fill(&mut self, row: u32, cells: &[String]) -> Vec<(u32, String)> {
        self.open.retain(|_, (last, _)| *last >= row);
        let blank = |column: u32| cells.get(column as usize).is_none_or(String::is_empty);
        let filled = self.open.iter().filter(|(column, _)| blank(**column));
        let filled = filled.map(|(column, (_, text))| (*column, text.clone())).collect();
        for (column, last) in self.starts.remove(&row).unwrap_or_default() {
            if let Some(text) = cells.get(column as usize).filter(|text| !text.is_empty()) {
                self.open.insert(column, (last, text.clone()));
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn per_cent_formats() {
        let check =
            |format: &str, expected| assert_eq!(shows_percent(format), expected, "{format}");
        check("0%", true);
        check("0.00%;[Red]-0.00%", true);
        check("0.0\"%\"", false);
        check("0\\%", false);
        check("General", false);
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        let file = FileName::new("t");
        for bytes in [&b""[..], b"PK\x03\x04", b"a,b\n1,2\n", COMPOUND] {
            let error = Workbook::open(bytes, &file).map(|_| ()).unwrap_err();
            assert_eq!(error.code.name(), "workbook-unreadable");
        }
    }

    #[test]
    fn a_workbook_that_unpacks_beyond_the_limit_is_refused() {
        let file = FileName::new("t");
        let bytes = include_bytes!("../../../../fixtures/tables/valid-chinese.xlsx");
        let mut archive = ZipArchive::new(Cursor::new(&bytes[..])).unwrap();
        let sizes = (0..archive.len()).map(|index| archive.by_index(index).unwrap().size());
        let unpacked: u64 = sizes.sum();
        measure(bytes, &file, unpacked).unwrap();
        let refused = measure(bytes, &file, unpacked - 1).unwrap_err();
        assert_eq!(refused.code.name(), "archive-too-large");
        // An archive that was written as a stream (bit 3 of the flags) is measured by unpacking it.
        let mut streamed = bytes.to_vec();
        let mut at = 0;
        while let Some(found) = streamed[at..].windows(4).position(|w| w == b"PK\x01\x02") {
            at += found + 8;
            streamed[at] |= 8;
        }
        let declared = ZipArchive::new(Cursor::new(&streamed[..])).unwrap().decompressed_size();
        assert_eq!(declared, None);
        measure(&streamed, &file, unpacked).unwrap();
        let refused = measure(&streamed, &file, unpacked - 1).unwrap_err();
        assert_eq!(refused.code.name(), "archive-too-large");
    }
}
