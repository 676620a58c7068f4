//! One sheet with its findings: coloured cells, and a column of words.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use unleaded_model::diagnostic::Severity;

use super::findings::InSheet;
use super::styles::Styles;
use super::tags::{self, Kind};
use super::{Margin, heading};
use crate::tables::book::inline;
use crate::tables::rows::letters;
use unleaded_model::diagnostic::Language;

/// The width of the column of findings, in characters.
const WIDTH: u32 = 80;

/// The height of a line, in points.
const LINE: usize = 15;

/// The lines that a sentence takes; characters beyond ASCII are mostly twice as wide.
fn lines(sentence: &str) -> usize {
    let width: usize = sentence.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    width.div_ceil(WIDTH as usize).max(1)
}

/// Returns the sheet `xml` with `findings`; what an earlier call wrote is gone. `None`: it is no sheet.
pub(super) fn annotated(
    xml: &str,
    margin: Margin,
    findings: &InSheet,
    styles: &mut Styles,
    language: Language,
) -> Option<String> {
    let mut words: BTreeMap<u32, (Option<Severity>, String)> = findings
        .rows
        .iter()
        .map(|(row, (severity, words))| (*row, (Some(*severity), words.clone())))
        .collect();
    words.insert(margin.header, (None, heading(language)));
    let mut editor = Editor {
        out: String::with_capacity(xml.len() + xml.len() / 8),
        margin,
        findings,
        words,
        styles,
        row: 0,
        column: 0,
        open: BTreeSet::new(),
        prefix: String::new(),
        has_widths: false,
        skipping: 0,
    };
    editor.edit(xml)?;
    Some(editor.out)
}

struct Editor<'e> {
    out: String,
    margin: Margin,
    findings: &'e InSheet,
    words: BTreeMap<u32, (Option<Severity>, String)>,
    styles: &'e mut Styles,
    /// The row being read, from 1.
    row: u32,
    /// The column behind the last cell.
    column: u32,
    /// The columns of the row that are still to be written.
    open: BTreeSet<u32>,
    prefix: String,
    has_widths: bool,
    /// How many elements deep in one that is left out.
    skipping: u32,
}

impl Editor<'_> {
    fn edit(&mut self, xml: &str) -> Option<()> {
        let mut reader = Reader::from_str(xml);
        loop {
            let start = usize::try_from(reader.buffer_position()).ok()?;
            let event = reader.read_event().ok()?;
            let end = usize::try_from(reader.buffer_position()).ok()?;
            let raw = xml.get(start..end)?;
            if self.skipping > 0 {
                match event {
                    Event::Start(_) => self.skipping += 1,
                    Event::End(_) => self.skipping -= 1,
                    Event::Eof => return None,
                    _ => {}
                }
                continue;
            }
            match event {
                Event::Start(tag) => self.element(&tag, Kind::Open, raw),
                Event::Empty(tag) => self.element(&tag, Kind::Empty, raw),
                Event::End(tag) => {
                    match tag.local_name().as_ref() {
                        "row" => self.insert_before(u32::MAX),
                        "cols" => self.width(),
                        _ => {}
                    }
                    self.out.push_str(raw);
                }
                Event::Eof => return Some(()),
                _ => self.out.push_str(raw),
            }
        }
    }

    fn element(&mut self, tag: &BytesStart<'_>, kind: Kind, raw: &str) {
        match tag.local_name().as_ref() {
            // How far the sheet reaches is found out by whoever opens it.
            "dimension" => self.skipping = u32::from(kind == Kind::Open),
            "cols" => {
                self.has_widths = true;
                self.out.push_str(raw);
            }
            "sheetData" => {
                tags::prefix(&tags::name(tag)).clone_into(&mut self.prefix);
                if !self.has_widths {
                    let p = self.prefix.clone();
                    self.out.push_str(&format!("<{p}cols>"));
                    self.width();
                    self.out.push_str(&format!("</{p}cols>"));
                }
                self.out.push_str(raw);
            }
            "row" => self.begin_row(tag, kind, raw),
            "c" => self.cell(tag, kind, raw),
            _ => self.out.push_str(raw),
        }
    }

    /// Widens the column of findings, unless the last width that is there reaches over it.
    fn width(&mut self) {
        let at = self.margin.column + 1;
        let tail = self.out.rfind("max=\"").map(|begin| &self.out[begin + 5..]);
        let last = tail.and_then(|tail| tail.split('"').next()).and_then(|n| n.parse::<u32>().ok());
        let is_in_widths = self.has_widths && last.is_some_and(|last| last >= at);
        if !is_in_widths {
            let p = &self.prefix;
            self.out.push_str(&format!(
                "<{p}col min=\"{at}\" max=\"{at}\" width=\"{WIDTH}\" customWidth=\"1\"/>"
            ));
        }
    }

    fn begin_row(&mut self, tag: &BytesStart<'_>, kind: Kind, raw: &str) {
        let number = tags::attribute(tag, "r").and_then(|row| row.parse().ok());
        self.row = number.unwrap_or(self.row + 1);
        self.column = 0;
        let cells = self.findings.cells.range((self.row, 0)..=(self.row, u32::MAX));
        self.open = cells.map(|((_, column), _)| *column).collect();
        if self.words.contains_key(&self.row) {
            self.open.insert(self.margin.column);
        }
        if self.open.is_empty() {
            return self.out.push_str(raw);
        }
        // The span of a row is a hint that would no longer be true.
        let mut changed = vec![("spans", None)];
        let height = self.height(tag);
        if let Some(height) = &height {
            changed.push(("ht", Some(height.as_str())));
        }
        self.out.push_str(&tags::with(tag, Kind::Open, &changed));
        if kind == Kind::Empty {
            self.insert_before(u32::MAX);
            self.out.push_str(&format!("</{}>", tags::name(tag)));
        }
    }

    /// The height in points at which all words of the row are seen; `None`: it is the usual one, or the user's own.
    fn height(&self, tag: &BytesStart<'_>) -> Option<String> {
        let (_, words) = self.words.get(&self.row)?;
        let lines: usize = words.lines().map(lines).sum();
        let is_own = tags::attribute(tag, "customHeight").is_some_and(|own| own != "0");
        let known = tags::attribute(tag, "ht");
        let known = known.and_then(|points| points.split('.').next()?.parse::<usize>().ok());
        let needed = lines * LINE;
        (lines > 1 && !is_own && known.is_none_or(|known| known < needed))
            .then(|| needed.to_string())
    }

    fn cell(&mut self, tag: &BytesStart<'_>, kind: Kind, raw: &str) {
        let reference = tags::attribute(tag, "r");
        let at = reference.as_deref().and_then(tags::reference);
        let column = at.map_or(self.column, |(_, column)| column);
        self.column = column + 1;
        self.insert_before(column);
        if column == self.margin.column && self.row >= self.margin.header {
            self.skipping = u32::from(kind == Kind::Open);
            if self.open.remove(&column) {
                self.insert(column);
            }
            return;
        }
        self.open.remove(&column);
        let severity = self.findings.cells.get(&(self.row, column)).copied();
        let old = tags::attribute(tag, "s").and_then(|s| s.parse().ok()).unwrap_or(0);
        let style = self.styles.coloured(old, severity);
        if style == old {
            return self.out.push_str(raw);
        }
        self.out.push_str(&tags::with(tag, kind, &[("s", Some(&style.to_string()))]));
    }

    /// Writes the cells left of `column` that the sheet does not have.
    fn insert_before(&mut self, column: u32) {
        while let Some(next) = self.open.first().copied().filter(|next| *next < column) {
            self.open.remove(&next);
            self.insert(next);
        }
    }

    fn insert(&mut self, column: u32) {
        let at = format!("{}{}", letters(column as usize), self.row);
        let p = &self.prefix;
        if column != self.margin.column {
            let severity = self.findings.cells.get(&(self.row, column)).copied();
            let style = self.styles.coloured(0, severity);
            return self.out.push_str(&format!("<{p}c r=\"{at}\" s=\"{style}\"/>"));
        }
        if let Some((severity, words)) = self.words.get(&self.row) {
            let style = self.styles.margin(*severity);
            let text = inline(words, p);
            self.out.push_str(&format!("<{p}c r=\"{at}\" s=\"{style}\"{text}</{p}c>"));
        }
    }
}
