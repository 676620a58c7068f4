//! What is wrong, where, and what to do.
//!
//! A [`Diagnostic`] is data: a code, a severity, typed arguments and places. Its words come from
//! (code, arguments, language) through [`Diagnostic::message`] and [`Diagnostic::help`], so that
//! the same finding reads in English and in Chinese and can be tested without comparing prose.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use self::code::{Code, Severity, Words};

mod code;
pub mod codes;
mod order;

/// A language that the tool speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

impl Language {
    /// Returns the words of this language.
    pub fn pick<'a>(self, en: &'a str, zh: &'a str) -> &'a str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

/// The name of a file as the user gave it; cheap to copy into many places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Not `Arc<str>`: nearly every value of a document has a place, so its size counts.
pub struct FileName(Arc<Box<str>>);

impl FileName {
    /// Returns a name for `text`; `-` stands for standard input.
    pub fn new(text: &str) -> Self {
        Self(Arc::new(text.into()))
    }

    /// The name as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where something stands. Places order by kind, file and position; cells by row, then column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A whole file: nothing inside it can be pointed at.
    File {
        /// The file.
        file: FileName,
    },
    /// A member of an archive, and the place inside that member.
    Member {
        /// The archive.
        file: FileName,
        /// Where in the archive.
        member: Box<Member>,
    },
    /// A cell of a spreadsheet.
    Sheet {
        /// The workbook.
        file: FileName,
        /// Where in the workbook.
        cell: Box<Cell>,
    },
    /// A span of text.
    Text {
        /// The file.
        file: FileName,
        /// Line, from 1.
        line: u32,
        /// Column in characters, from 1.
        column: u32,
        /// First byte of the span, from 0.
        start: u64,
        /// Bytes of the span; of a longer one, `u32::MAX`.
        length: u32,
    },
}

/// A place in a member of an archive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The member's name inside the archive.
    pub name: String,
    /// The place inside the member.
    pub place: Place,
}

/// A place in a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The sheet's name.
    pub sheet: String,
    /// The cell in A1 notation; a whole row is `5:5`.
    pub name: String,
}

impl Place {
    /// Returns the place that is the whole of `file`.
    pub fn file(file: &FileName) -> Self {
        Self::File { file: file.clone() }
    }

    /// Returns the place of the cell `name`, in A1 notation, of a workbook.
    pub fn cell(file: &FileName, sheet: impl Into<String>, name: impl Into<String>) -> Self {
        let cell = Cell { sheet: sheet.into(), name: name.into() };
        Self::Sheet { file: file.clone(), cell: Box::new(cell) }
    }

    /// Returns the place of the bytes `span` of `text`, which is all of `file`.
    pub fn span(file: &FileName, text: &str, span: Range<usize>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let lines = before.bytes().filter(|byte| *byte == b'\n').count();
        let columns = before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        Self::Text {
            file: file.clone(),
            line: small(lines + 1),
            column: small(columns + 1),
            start: span.start as u64,
            length: small(span.len()),
        }
    }

    /// Returns `place` as one in the member `name` of the archive `file`.
    pub fn in_member(file: &FileName, name: impl Into<String>, place: Self) -> Self {
        let member = Member { name: name.into(), place };
        Self::Member { file: file.clone(), member: Box::new(member) }
    }

    /// The file that the place lies in (the archive, for a member).
    pub fn file_name(&self) -> &FileName {
        match self {
            Self::File { file }
            | Self::Member { file, .. }
            | Self::Sheet { file, .. }
            | Self::Text { file, .. } => file,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file } => write!(f, "{file}"),
            Self::Member { file, member } => {
                write!(f, "{file}!{}", member.name)?;
                match &member.place {
                    Self::File { .. } => Ok(()),
                    Self::Member { member, .. } => write!(f, "!{}", member.name),
                    Self::Sheet { cell, .. } => write!(f, ":{}!{}", cell.sheet, cell.name),
                    Self::Text { line, column, .. } => write!(f, ":{line}:{column}"),
                }
            }
            Self::Sheet { file, cell } => write!(f, "{file}:{}!{}", cell.sheet, cell.name),
            Self::Text { file, line, column, .. } => write!(f, "{file}:{line}:{column}"),
        }
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// One value that a message speaks of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Argument {
    /// A count of things.
    Count(u64),
    /// A calendar date.
    Date(jiff::civil::Date),
    /// A path of names from a product downwards.
    Path(Vec<String>),
    /// Text from the document or a name of the tool's own.
    Text(String),
    /// The name of a thing in both languages.
    Words {
        /// English.
        en: String,
        /// Chinese.
        zh: String,
    },
}

impl Argument {
    /// Returns the two names of `en (zh)`; text without a name in brackets at its end is the same in both languages.
    pub fn in_both(text: &str) -> Self {
        match text.strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
            Some((en, zh)) if !zh.is_ascii() => Self::from((en, zh)),
            _ => Self::from(text),
        }
    }

    /// The value in words of `language`.
    fn shown(&self, language: Language) -> String {
        match self {
            Self::Words { en, zh } => shortened(language.pick(en, zh)),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(n) => write!(f, "{n}"),
            Self::Date(date) => write!(f, "{date}"),
            Self::Path(steps) => f.write_str(&steps.join(" > ")),
            Self::Text(text) | Self::Words { en: text, .. } => f.write_str(&shortened(text)),
        }
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<En: Into<String>, Zh: Into<String>> From<(En, Zh)> for Argument {
    fn from((en, zh): (En, Zh)) -> Self {
        Self::Words { en: en.into(), zh: zh.into() }
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Argument {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<usize> for Argument {
    fn from(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

impl From<jiff::civil::Date> for Argument {
    fn from(date: jiff::civil::Date) -> Self {
        Self::Date(date)
    }
}

impl From<Vec<String>> for Argument {
    fn from(path: Vec<String>) -> Self {
        Self::Path(path)
    }
}

/// Characters of a document's text that a message shows; a gigabyte is not echoed.
const SHOWN: usize = 120;

/// Returns `text` fit for one line of a message: control characters visible, at most [`SHOWN`] characters.
fn shortened(text: &str) -> String {
    let mut shown: String = text
        .chars()
        .take(SHOWN)
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            c => c,
        })
        .collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// One defect or remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of defect.
    pub code: Code,
    /// How grave; the code's own severity unless a profile changed it.
    pub severity: Severity,
    /// The values that the message speaks of, by name.
    pub arguments: Vec<(&'static str, Argument)>,
    /// Where it is, the main place first. Empty: it has no place in any file.
    pub places: Vec<Place>,
}

impl Diagnostic {
    /// Returns a diagnostic of `code` at `place`, with the code's own severity.
    pub fn new(code: Code, place: Place) -> Self {
        Self { code, severity: code.severity(), arguments: Vec::new(), places: vec![place] }
    }

    /// Returns a diagnostic that lies in no file.
    pub fn unplaced(code: Code) -> Self {
        Self { code, severity: code.severity(), arguments: Vec::new(), places: Vec::new() }
    }

    /// Adds the argument `name`, which the code's words name as `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn also_at(mut self, place: Place) -> Self {
        self.places.push(place);
        self
    }

    /// What is wrong with this value, in one sentence without a full stop.
    pub fn message(&self, language: Language) -> String {
        self.filled(self.code.words(language).message, language)
    }

    /// What to do about it.
    pub fn help(&self, language: Language) -> String {
        self.filled(self.code.words(language).help, language)
    }

    /// The value of the argument `name`.
    pub fn argument(&self, name: &str) -> Option<&Argument> {
        self.arguments.iter().find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// Replaces each `{name}` of `template`; a name without an argument stays as it is.
    fn filled(&self, template: &str, language: Language) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, from_open) = rest.split_at(open);
            out.push_str(before);
            let Some(close) = from_open.find('}') else {
                break;
            };
            match self.argument(&from_open[1..close]) {
                Some(value) => out.push_str(&value.shown(language)),
                None => out.push_str(&from_open[..=close]),
            }
            rest = &from_open[close + 1..];
        }
        out.push_str(rest);
        out
    }
}

/// Sorts by place, then code, then arguments, so that output does not depend on the order of threads.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics
        .sort_by(|a, b| (&a.places, a.code, &a.arguments).cmp(&(&b.places, b.code, &b.arguments)));
}

/// Whether any of them is an error.
pub fn any_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_filled_in_both_languages() {
        let d = Diagnostic::unplaced(codes::identity::CAS_CHECK_DIGIT)
            .with("value", "7439-92-2")
            .with("expected", "7439-92-1");
        assert!(d.message(Language::En).contains("`7439-92-2`"));
        assert!(d.message(Language::Zh).contains("7439-92-2"));
        assert!(!d.message(Language::En).contains('{'));
    }

    #[test]
    fn a_name_in_both_languages_is_shown_in_one() {
        let d = Diagnostic::unplaced(codes::xml::WRITE_LOSS)
            .with("what", Argument::in_both("contact (联系人)"))
            .with("value", "a (b)");
        let (en, zh) = (d.message(Language::En), d.message(Language::Zh));
        assert!(en.contains("contact `a (b)`") && !en.contains("联系人"), "{en}");
        assert!(zh.contains("联系人") && !zh.contains("contact"), "{zh}");
        assert_eq!(Argument::in_both("mass (net)"), Argument::from("mass (net)"));
    }

    #[test]
    fn a_place_in_a_member_names_the_archive_once() {
        let file = FileName::new("a.shai");
        let member = |place| Place::in_member(&file, "m.xml", place);
        let text = Place::Text { file: file.clone(), line: 3, column: 7, start: 40, length: 1 };
        assert_eq!(member(text).to_string(), "a.shai!m.xml:3:7");
        assert_eq!(member(Place::file(&file)).to_string(), "a.shai!m.xml");
    }

    #[test]
    fn a_gigabyte_is_not_echoed() {
        let d = Diagnostic::unplaced(codes::amounts::NUMBER_TOO_LONG)
            .with("value", "9".repeat(1_000_000));
        assert!(d.message(Language::En).chars().count() < 400);
    }
}
