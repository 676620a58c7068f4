//! Workbooks as this crate writes them (Office Open XML, ISO/IEC 29500): sheets of text and numbers, and nothing that is
//! calculated. The same content gives the same bytes: no clock, no names of programs or persons.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::rows::letters;

/// What the first cell of a sheet begins with that this program made for people: help, choices, findings. Such a sheet holds no
/// table, and is not reported as one that was passed over.
pub(crate) const OWN: &str = "unleaded · ";

/// Characters that a cell may hold (the limit of the spreadsheet programs).
pub(crate) const LONGEST_CELL: usize = 32_767;
/// The height of a line in points, and the lines of the tallest row (ISO/IEC 29500: 409 points).
const LINE: u32 = 15;
const MOST_LINES: u32 = 27;
/// Digits of a number that every spreadsheet program keeps.
const EXACT_DIGITS: usize = 15;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/";
pub(crate) const DECLARATION: &str =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// How a cell looks; the value is its number among the formats of [`STYLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// As the program shows it.
    Plain = 0,
    /// A heading.
    Heading = 1,
    /// A heading of a column that must be filled.
    Needed = 2,
    /// Text to read, wrapped.
    Prose = 3,
    /// A title.
    Title = 4,
    /// An example.
    Example = 5,
    /// A cell with an error.
    Wrong = 6,
    /// A cell with a warning.
    Doubtful = 7,
    /// A cell to fill, whose content is text whatever is typed: `1-2` is no date.
    Text = 8,
    /// A cell to fill in a row that is filled otherwise; text as well.
    Fill = 9,
}

/// A cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell<'a> {
    /// What it holds.
    pub(crate) text: &'a str,
    /// How it looks.
    pub(crate) look: Look,
}

impl Cell<'_> {
    /// How many lines it takes in a column of so many characters; letters of East Asia are as wide as two.
    pub(crate) fn lines(&self, width: u32) -> u32 {
        let wide = |c: char| if c >= '\u{1100}' { 2 } else { 1 };
        let of = |text: &str| -> u32 {
            let all: u32 = text.chars().map(wide).sum();
            // A word that does not fit begins a line, so that a few characters of each are left over.
            all.div_ceil(width.saturating_sub(width / 8).max(1)).max(1)
        };
        match self.look {
            Look::Title => 2,
            Look::Heading | Look::Needed | Look::Prose | Look::Fill if width > 0 => {
                self.text.split('\n').map(of).sum()
            }
            _ => 1,
        }
    }
}

/// What may be typed into cells.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    /// The cells: `A2:A9`.
    pub(crate) cells: String,
    /// What is allowed.
    pub(crate) allowed: Allowed,
    /// What is said when something else is typed: title and text.
    pub(crate) refusal: (String, String),
    /// What is said when a cell is chosen: title and text.
    pub(crate) hint: (String, String),
}

/// What a [`Rule`] allows.
#[derive(Clone, Debug)]
pub(crate) enum Allowed {
    /// One of the values in these cells; other text is taken after a question.
    Choice(String),
    /// What this formula says, taken after a question where it is false.
    Formula(String),
}

/// A sheet.
pub(crate) struct Sheet {
    name: String,
    columns: Vec<(u32, Look)>,
    /// Rows that stay in view.
    frozen: u32,
    rules: Vec<Rule>,
    body: String,
    row: u32,
}

impl Sheet {
    /// Returns an empty sheet, with the width of each column in characters and the look of what is typed there.
    pub(crate) fn new(name: &str, columns: Vec<(u32, Look)>) -> Self {
        let name = name.to_owned();
        Self { name, columns, frozen: 0, rules: Vec::new(), body: String::new(), row: 0 }
    }

    /// Keeps the rows so far in view.
    pub(crate) fn freeze(&mut self) {
        self.frozen = self.row;
    }

    /// Adds a rule about what may be typed.
    pub(crate) fn rule(&mut self, rule: Rule) {
        self.rules.push(rule);
    }

    /// Adds those rules.
    pub(crate) fn rules(&mut self, rules: impl IntoIterator<Item = Rule>) {
        self.rules.extend(rules);
    }

    /// Adds a row; a blank cell is written only for its look.
    pub(crate) fn row<'c>(&mut self, cells: impl IntoIterator<Item = Cell<'c>>) {
        self.row += 1;
        let row = self.row;
        let mut body = String::new();
        let mut lines = 1;
        for (column, cell) in cells.into_iter().enumerate() {
            write_cell(&mut body, &format!("{}{row}", letters(column)), &cell);
            let width = self.columns.get(column).map_or(0, |(width, _)| *width);
            lines = lines.max(cell.lines(width));
        }
        put(&mut self.body, format_args!("{}{body}</row>", row_start(row, lines)));
    }

    /// The member of the workbook.
    pub(crate) fn xml(&self) -> String {
        let mut xml = self.head();
        put(&mut xml, format_args!("<sheetData>{}</sheetData>", self.body));
        write_rules(&mut xml, &self.rules);
        xml.push_str("</worksheet>");
        xml
    }

    /// What stands before the rows.
    pub(crate) fn head(&self) -> String {
        let mut xml = format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\">"
        );
        if self.frozen > 0 {
            let (frozen, first) = (self.frozen, self.frozen + 1);
            put(
                &mut xml,
                format_args!(
                    "<pane ySplit=\"{frozen}\" topLeftCell=\"A{first}\" activePane=\"bottomLeft\" state=\"frozen\"/>\
                     <selection pane=\"bottomLeft\" activeCell=\"A{first}\" sqref=\"A{first}\"/>"
                ),
            );
        }
        xml.push_str("</sheetView></sheetViews>");
        if !self.columns.is_empty() {
            xml.push_str("<cols>");
            for ((width, look), at) in self.columns.iter().zip(1..) {
                let style = *look as u8;
                put(
                    &mut xml,
                    format_args!(
                        "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" style=\"{style}\" customWidth=\"1\"/>"
                    ),
                );
            }
            xml.push_str("</cols>");
        }
        xml
    }

    /// Keeps so many rows in view, where they are written elsewhere.
    pub(crate) fn freeze_first(&mut self, rows: u32) {
        self.frozen = rows;
    }
}

/// The start tag of a row of so many lines.
pub(crate) fn row_start(row: u32, lines: u32) -> String {
    match lines {
        0 | 1 => format!("<row r=\"{row}\">"),
        // Not every program finds the height of wrapped text by itself.
        lines => {
            let height = LINE * lines.min(MOST_LINES);
            format!("<row r=\"{row}\" ht=\"{height}\" customHeight=\"1\">")
        }
    }
}

fn write_rules(xml: &mut String, rules: &[Rule]) {
    if rules.is_empty() {
        return;
    }
    put(xml, format_args!("<dataValidations count=\"{}\">", rules.len()));
    for rule in rules {
        let (kind, formula) = match &rule.allowed {
            Allowed::Choice(cells) => ("list", cells),
            Allowed::Formula(formula) => ("custom", formula),
        };
        put(
            xml,
            format_args!(
                "<dataValidation type=\"{kind}\" errorStyle=\"warning\" allowBlank=\"1\" showInputMessage=\"1\" \
                 showErrorMessage=\"1\" errorTitle=\"{}\" error=\"{}\" promptTitle=\"{}\" prompt=\"{}\" \
                 sqref=\"{}\"><formula1>{}</formula1></dataValidation>",
                escaped(&rule.refusal.0),
                escaped(&rule.refusal.1),
                escaped(&rule.hint.0),
                escaped(&rule.hint.1),
                rule.cells,
                escaped(formula),
            ),
        );
    }
    xml.push_str("</dataValidations>");
}

/// Writes `cell` at `at`: a number where every program reads back the same digits, else text, which is never a formula.
pub(crate) fn write_cell(xml: &mut String, at: &str, cell: &Cell<'_>) {
    let style = match cell.look {
        Look::Plain => String::new(),
        look => format!(" s=\"{}\"", look as u8),
    };
    match cell.text {
        "" if style.is_empty() => {}
        "" => put(xml, format_args!("<c r=\"{at}\"{style}/>")),
        number if is_exact(number) => {
            put(xml, format_args!("<c r=\"{at}\"{style}><v>{number}</v></c>"));
        }
        text => put(xml, format_args!("<c r=\"{at}\"{style}{}</c>", inline(text, ""))),
    }
}

/// The end of a start tag and the content of a cell that holds `text`; its elements have `prefix`.
pub(crate) fn inline(text: &str, prefix: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        // `_x000D_` stands for a character (ISO/IEC 29500-1, 22.9.2.19), so an underscore that begins such a thing is one itself.
        match c {
            '_' if is_escape(&text[at..]) => kept.push_str("_x005F_"),
            c => kept.push(c),
        }
    }
    format!(
        " t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">{}</{prefix}t></{prefix}is>",
        escaped(&kept)
    )
}

/// Whether `text` begins with `_xHHHH_`.
fn is_escape(text: &str) -> bool {
    let hex = text.strip_prefix("_x").and_then(|rest| rest.split_once('_'));
    hex.is_some_and(|(hex, _)| hex.len() == 4 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Whether `text` is the shortest decimal form of a number of at most fifteen digits, so that it comes back as it is
/// from a binary floating-point number.
pub(crate) fn is_exact(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let all_digits = digits(whole) && digits(part) && text.len() <= 2 * EXACT_DIGITS;
    let is_shortest =
        (whole == "0" || !whole.starts_with('0')) && (!text.contains('.') || !part.ends_with('0'));
    let figures = format!("{whole}{}", if text.contains('.') { part } else { "" });
    all_digits && is_shortest && figures.trim_start_matches('0').len() <= EXACT_DIGITS
}

/// Returns `text` fit for the content of an element or an attribute.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Whether XML has no way to hold `c`.
pub(crate) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Returns the bytes of a workbook of `sheets`.
pub(crate) fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
    let mut files = frame(&names);
    for (sheet, number) in sheets.iter().zip(1..) {
        files.push((member(number), sheet.xml()));
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in &files {
        archive
            .start_file(name.as_str(), options(text.len()))
            .and_then(|()| Ok(archive.write_all(text.as_bytes())?))
            .expect("memory takes what is written, and no name stands twice");
    }
    archive.finish().expect("memory takes what is written").into_inner()
}

/// The members of a workbook beside its sheets, which are called so.
pub(crate) fn frame(names: &[&str]) -> Vec<(String, String)> {
    vec![
        ("[Content_Types].xml".to_owned(), content_types(names.len())),
        ("_rels/.rels".to_owned(), relations(&[("officeDocument", "xl/workbook.xml".to_owned())])),
        ("xl/workbook.xml".to_owned(), index(names)),
        ("xl/_rels/workbook.xml.rels".to_owned(), sheet_relations(names.len())),
        ("xl/styles.xml".to_owned(), STYLES.to_owned()),
    ]
}

/// The member that holds the sheet of that number, from 1.
pub(crate) fn member(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// How a member of `size` bytes is stored.
pub(crate) fn options(size: usize) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .large_file(u32::try_from(size).is_err())
}

fn content_types(sheets: usize) -> String {
    let mut xml = format!(
        "{DECLARATION}<Types xmlns=\"{PACKAGE}content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let mut part = |name: &str, kind: &str| {
        put(
            &mut xml,
            format_args!(
                "<Override PartName=\"/xl/{name}.xml\" \
                 ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
            ),
        );
    };
    part("workbook", "sheet.main");
    part("styles", "styles");
    for number in 1..=sheets {
        part(&format!("worksheets/sheet{number}"), "worksheet");
    }
    xml + "</Types>"
}

fn relations(targets: &[(&str, String)]) -> String {
    let mut xml = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}relationships\">");
    for ((kind, target), number) in targets.iter().zip(1..) {
        put(
            &mut xml,
            format_args!(
                "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>"
            ),
        );
    }
    xml + "</Relationships>"
}

fn sheet_relations(sheets: usize) -> String {
    let sheets = (1..=sheets).map(|n| ("worksheet", format!("worksheets/sheet{n}.xml")));
    let mut targets: Vec<_> = sheets.collect();
    targets.push(("styles", "styles.xml".to_owned()));
    relations(&targets)
}

fn index(names: &[&str]) -> String {
    let mut xml = format!(
        "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELATIONS}\"><bookViews><workbookView/></bookViews><sheets>"
    );
    for (name, number) in names.iter().zip(1..) {
        put(
            &mut xml,
            format_args!(
                "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>",
                escaped(name)
            ),
        );
    }
    xml + "</sheets></workbook>"
}

fn put(xml: &mut String, text: std::fmt::Arguments<'_>) {
    xml.write_fmt(text).expect("memory takes what is written");
}

/// The formats of cells, in the order of [`Look`].
pub(crate) const STYLES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">",
    "<fonts count=\"4\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>",
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font>",
    "<font><b/><sz val=\"16\"/><name val=\"Calibri\"/></font>",
    "<font><i/><sz val=\"11\"/><color rgb=\"FF7F7F7F\"/><name val=\"Calibri\"/></font></fonts>",
    "<fills count=\"7\"><fill><patternFill patternType=\"none\"/></fill>",
    "<fill><patternFill patternType=\"gray125\"/></fill>",
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFE7E6E6\"/></patternFill></fill>",
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFBDD7EE\"/></patternFill></fill>",
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFF9A9B\"/></patternFill></fill>",
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFEB9D\"/></patternFill></fill>",
    "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FFFFFBE5\"/></patternFill></fill></fills>",
    "<borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border><border>",
    "<left style=\"thin\"><color rgb=\"FFD9D9D9\"/></left><right style=\"thin\"><color rgb=\"FFD9D9D9\"/></right>",
    "<top style=\"thin\"><color rgb=\"FFD9D9D9\"/></top><bottom style=\"thin\"><color rgb=\"FFD9D9D9\"/></bottom>",
    "<diagonal/></border></borders>",
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>",
    "<cellXfs count=\"10\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>",
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" ",
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"3\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" ",
    "applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyAlignment=\"1\">",
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"0\" fontId=\"2\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>",
    "<xf numFmtId=\"0\" fontId=\"3\" fillId=\"2\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\"/>",
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"4\" borderId=\"0\" xfId=\"0\" applyFill=\"1\" applyAlignment=\"1\">",
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"5\" borderId=\"0\" xfId=\"0\" applyFill=\"1\" applyAlignment=\"1\">",
    "<alignment vertical=\"top\" wrapText=\"1\"/></xf>",
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" ",
    "applyAlignment=\"1\"><alignment vertical=\"top\"/></xf>",
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"6\" borderId=\"1\" xfId=\"0\" applyNumberFormat=\"1\" applyFill=\"1\" ",
    "applyBorder=\"1\" applyAlignment=\"1\"><alignment vertical=\"top\" wrapText=\"1\"/></xf></cellXfs>",
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_come_back_as_they_are() {
        for text in ["0", "7", "0.5", "120", "123456789012345", "0.000123", "99.9"] {
            assert!(is_exact(text), "{text}");
            assert_eq!(text.parse::<f64>().unwrap().to_string(), text);
        }
        for text in [
            "",
            ".5",
            "5.",
            "05",
            "1.0",
            "1.50",
            "-1",
            "+1",
            "1e3",
            "1234567890123456",
            "0.",
            "1,5",
            "NaN",
            "١",
        ] {
            assert!(!is_exact(text), "{text}");
        }
    }

    #[test]
    fn the_same_content_gives_the_same_bytes() {
        let sheet = || {
            let mut sheet = Sheet::new("<&>", vec![(10, Look::Plain)]);
            sheet.row([Cell { text: "=1+1", look: Look::Plain }]);
            sheet
        };
        assert_eq!(workbook(&[sheet()]), workbook(&[sheet()]));
        assert!(sheet().xml().contains("<t xml:space=\"preserve\">=1+1</t>"));
    }
}
