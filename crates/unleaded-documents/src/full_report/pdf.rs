//! The page as PDF, on A4. It is set in one font, which the caller gives; a character that the font lacks is an error, never a
//! box.
//!
//! Lengths are whole thousandths of a point, so that a page is the same everywhere.

use std::collections::BTreeSet;

use unleaded_model::diagnostic::Language;

use self::font::Metrics;
use self::layout::Layout;
use super::blocks::{Block, Cell, Item, Section, Table};
use super::{FullReport, content};
use crate::made_from::MadeFrom;
use crate::status::{icon, word};
use crate::text_table::shown;

mod font;
mod layout;
mod writer;

/// A font file.
#[derive(Clone, Debug)]
pub struct Font {
    /// OpenType or TrueType, also a collection: of that the face for simplified Chinese is used.
    pub bytes: Vec<u8>,
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// The font has no glyph for these characters, or they are of a script whose letters join or run from right to left,
    /// which is not set here.
    #[error("{} characters cannot be set in the font", .0.len())]
    CharactersMissing(Vec<char>),
    /// The bytes are no font that can be used.
    #[error("the font can't be read")]
    FontUnreadable,
    /// The PDF could not be written, in the words of the library.
    #[error("the PDF can't be written: {0}")]
    Unwritable(String),
}

/// Returns the bytes of the PDF. The same report and font give the same bytes.
pub(super) fn write(
    full: &FullReport<'_>,
    language: Language,
    font: &Font,
    made: &MadeFrom,
) -> Result<Vec<u8>, PdfError> {
    let metrics = Metrics::of(&font.bytes).ok_or(PdfError::FontUnreadable)?;
    let mut page = Setter { layout: Layout::new(&metrics), language };
    let title = content::long_title(full, language);
    page.layout.title(content::title(language));
    page.facts(&content::facts(full, language));
    for section in content::sections(full, language) {
        page.section(&section, 0);
    }
    let report = full.report;
    let footer = format!(
        "{} {} · {} {} · {} {}",
        language.pick("Report SHA-256", "报告 SHA-256"),
        shown(full.sha256),
        language.pick("as of", "评定日期"),
        shown(&report.as_of),
        shown(&report.tool.name),
        shown(&report.tool.version),
    );
    let (pages, marks) = page.layout.finish();
    let missing = missing(&metrics, &pages, &footer);
    if !missing.is_empty() {
        return Err(PdfError::CharactersMissing(missing));
    }
    let made = made.to_json();
    let paper = writer::Paper { pages: &pages, marks, footer, title, made, language };
    writer::write(&paper, font, &metrics)
}

fn missing(metrics: &Metrics<'_>, pages: &[layout::Page], footer: &str) -> Vec<char> {
    let on_pages = pages.iter().flat_map(|page| &page.texts).flat_map(|text| text.text.chars());
    let all: BTreeSet<char> = on_pages.chain(footer.chars()).collect();
    all.into_iter().filter(|c| !metrics.has(*c)).collect()
}

/// Sets blocks on pages.
struct Setter<'l, 'f> {
    layout: Layout<'l, 'f>,
    language: Language,
}

impl Setter<'_, '_> {
    fn section(&mut self, section: &Section, depth: usize) {
        let status = section.status.as_deref().map(|status| self.status(status));
        self.layout.heading(&section.title, status, depth);
        for block in &section.blocks {
            self.block(block);
        }
        for under in &section.sections {
            self.section(under, depth + 1);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Facts(facts) => self.facts(facts),
            Block::Findings(items) => self.findings(items),
            Block::LeftOut(text) | Block::Text(text) => self.layout.paragraph(text),
            Block::Table(table) => self.table(table),
        }
    }

    fn facts(&mut self, facts: &[(String, Cell)]) {
        for (label, cell) in facts {
            let value = self.cell(cell);
            self.layout.fact(label, &value);
        }
        self.layout.space();
    }

    fn table(&mut self, table: &Table) {
        self.layout.caption(&table.caption);
        self.layout.begin_table(&table.columns);
        for row in &table.rows {
            let cells: Vec<Vec<Run>> = row.iter().map(|cell| self.cell(cell)).collect();
            self.layout.row(&cells);
        }
        self.layout.end_table();
    }

    /// Findings are a table here, so that its headings stand on every page.
    fn findings(&mut self, items: &[Item]) {
        let language = self.language;
        let columns = super::words::columns([
            (language.pick("Status and entry", "结论与条目"), 22),
            (language.pick("Where, why, and from what", "位置、原因与依据"), 56),
            (language.pick("Share and limit", "含量与限值"), 22),
        ]);
        self.layout.begin_table(&columns);
        let colon = self.language.pick(": ", "：");
        for item in items {
            let first = vec![self.status(&item.status), Run::strong(&item.entry)];
            let mut middle = vec![Run::strong(&item.path), Run::plain(&item.reason)];
            middle.extend(
                item.facts.iter().map(|(label, text)| Run::faint(&format!("{label}{colon}{text}"))),
            );
            let value = item.value.iter();
            let last = value.flat_map(|value| [Run::plain(&value.shown), Run::plain(&value.limit)]);
            self.layout.row(&[first, middle, last.collect()]);
        }
        self.layout.end_table();
    }

    fn status(&self, status: &str) -> Run {
        let mark = icon(status);
        let known = mark.chars().all(|c| self.layout.metrics().has(c));
        let word = word(status, self.language);
        let text = if known { format!("{mark} {word}") } else { word };
        Run { text, look: Look::Status(class(status)) }
    }

    fn cell(&self, cell: &Cell) -> Vec<Run> {
        match cell {
            Cell::Amount { shown: text, .. }
            | Cell::Hash(text)
            | Cell::Link { text, .. }
            | Cell::Number(text)
            | Cell::Text(text) => vec![Run::plain(text)],
            Cell::Lines(lines) => lines.iter().flat_map(|line| self.cell(line)).collect(),
            Cell::Status(status) => vec![self.status(status)],
        }
    }
}

/// A line of text before it is broken.
#[derive(Clone, Debug)]
struct Run {
    text: String,
    look: Look,
}

impl Run {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), look: Look::Plain }
    }

    fn strong(text: &str) -> Self {
        Self { text: text.to_owned(), look: Look::Strong }
    }

    fn faint(text: &str) -> Self {
        Self { text: text.to_owned(), look: Look::Faint }
    }
}

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Faint,
    Plain,
    Status(Tone),
    Strong,
}

/// The colour of a status; its word says the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Bad,
    Exempt,
    Good,
    Open,
    Tell,
}

fn class(status: &str) -> Tone {
    match status {
        "compliant" | "nothing-to-declare" => Tone::Good,
        "compliant-by-exemption" => Tone::Exempt,
        "declare" => Tone::Tell,
        "non-compliant" => Tone::Bad,
        _ => Tone::Open,
    }
}
