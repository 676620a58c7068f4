//! Text on pages: headings, paragraphs, and tables whose headings stand on every page.

use super::font::Metrics;
use super::{Look, Run};
use crate::full_report::blocks::Head;
use crate::text_table::atoms;

/// A4, in thousandths of a point.
pub(super) const WIDTH: i32 = 595_276;
pub(super) const HEIGHT: i32 = 841_890;
/// The margins.
pub(super) const MARGIN: i32 = 40_000;
const TOP: i32 = 40_000;
const BOTTOM: i32 = HEIGHT - 52_000;
/// The width of the text.
const ROOM: i32 = WIDTH - 2 * MARGIN;
/// Sizes of type.
const TITLE: i32 = 17_000;
const HEADINGS: [i32; 3] = [13_500, 10_800, 9_600];
const TEXT: i32 = 9_000;
const SMALL: i32 = 8_000;
/// Where values stand behind labels.
const LABEL: i32 = 120_000;
/// Space beside the text of a cell.
const PAD: i32 = 3_000;

/// Text at a place, from its baseline.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) size: i32,
    pub(super) look: Look,
    pub(super) text: String,
}

/// A filled box: a line, or what is behind headings.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fill {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
    /// From 0, black, to 255.
    pub(super) grey: u8,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) fills: Vec<Fill>,
    pub(super) texts: Vec<Text>,
}

/// A place that a reader may want to go to.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) title: String,
    pub(super) page: usize,
    pub(super) y: i32,
}

/// A line of a cell.
type Line = (String, Look);

/// A table that is being set.
struct Columns {
    /// Left edges and widths.
    places: Vec<(i32, i32)>,
    heads: Vec<Vec<Line>>,
}

/// Pages being set.
pub(super) struct Layout<'l, 'f> {
    metrics: &'l Metrics<'f>,
    pages: Vec<Page>,
    marks: Vec<Mark>,
    /// How far the page is filled.
    y: i32,
    table: Option<Columns>,
}

impl<'l, 'f> Layout<'l, 'f> {
    pub(super) fn new(metrics: &'l Metrics<'f>) -> Self {
        Self { metrics, pages: vec![Page::default()], marks: Vec::new(), y: TOP, table: None }
    }

    pub(super) fn metrics(&self) -> &Metrics<'f> {
        self.metrics
    }

    pub(super) fn finish(self) -> (Vec<Page>, Vec<Mark>) {
        (self.pages, self.marks)
    }

    pub(super) fn space(&mut self) {
        self.y += 5_000;
    }

    pub(super) fn title(&mut self, text: &str) {
        for line in self.broken(text, TITLE, ROOM) {
            self.line(MARGIN, &line, TITLE, Look::Strong);
        }
        self.space();
    }

    /// Sets a heading and the status behind it, never at the foot of a page.
    pub(super) fn heading(&mut self, text: &str, status: Option<Run>, depth: usize) {
        let size = HEADINGS[depth.min(HEADINGS.len() - 1)];
        let lines = self.broken(text, size, ROOM);
        self.y += size / 2;
        self.need(height(size) * i32::try_from(lines.len()).unwrap_or(1) + 70_000);
        if depth == 0 {
            let mark = Mark { title: text.to_owned(), page: self.pages.len() - 1, y: self.y };
            self.marks.push(mark);
            self.rule(0);
            self.y += 2_000;
        }
        for line in lines {
            self.line(MARGIN, &line, size, Look::Strong);
        }
        if let Some(status) = status {
            self.line(MARGIN, &status.text, TEXT, status.look);
        }
        self.y += 2_000;
    }

    pub(super) fn paragraph(&mut self, text: &str) {
        for line in self.broken(text, TEXT, ROOM) {
            self.line(MARGIN, &line, TEXT, Look::Plain);
        }
        self.y += 3_000;
    }

    /// Sets what a table is, and keeps it with the table.
    pub(super) fn caption(&mut self, text: &str) {
        self.need(60_000);
        for line in self.broken(text, SMALL, ROOM) {
            self.line(MARGIN, &line, SMALL, Look::Faint);
        }
    }

    /// Sets a label and what stands behind it.
    pub(super) fn fact(&mut self, label: &str, value: &[Run]) {
        let label: Vec<Line> =
            self.broken(label, TEXT, LABEL - PAD).into_iter().map(|l| (l, Look::Faint)).collect();
        let value = self.lines(value, TEXT, ROOM - LABEL);
        let places = [(MARGIN, LABEL), (MARGIN + LABEL, ROOM - LABEL)];
        self.columns(&[label, value], &places, TEXT);
    }

    pub(super) fn begin_table(&mut self, heads: &[Head]) {
        let sum: i32 = heads.iter().map(|head| i32::from(head.share)).sum();
        let mut x = MARGIN;
        let mut places = Vec::new();
        for head in heads {
            let width = ROOM / sum.max(1) * i32::from(head.share);
            places.push((x, width));
            x += width;
        }
        let of = |(head, (_, width)): (&Head, &(i32, i32))| {
            let lines = self.broken(&head.name, SMALL, width - 2 * PAD);
            lines.into_iter().map(|line| (line, Look::Strong)).collect()
        };
        let heads = heads.iter().zip(&places).map(of).collect();
        self.table = Some(Columns { places, heads });
        self.head();
    }

    pub(super) fn end_table(&mut self) {
        self.table = None;
        self.y += 6_000;
    }

    /// Sets a row. One that does not fit begins on the next page; one that is longer than a page goes on there.
    pub(super) fn row(&mut self, cells: &[Vec<Run>]) {
        let Some(table) = &self.table else { return };
        let places = table.places.clone();
        let cells: Vec<Vec<Line>> = cells
            .iter()
            .zip(&places)
            .map(|(runs, (_, width))| self.lines(runs, SMALL, width - 2 * PAD))
            .collect();
        let padded: Vec<(i32, i32)> = places.iter().map(|(x, width)| (x + PAD, *width)).collect();
        self.y += 1_500;
        self.columns(&cells, &padded, SMALL);
        self.y += 1_500;
        self.rule(190);
    }

    fn head(&mut self) {
        let Some(table) = &self.table else { return };
        let tallest = table.heads.iter().map(Vec::len).max().unwrap_or(1);
        let tall = height(SMALL) * i32::try_from(tallest).unwrap_or(1) + 4_000;
        let heads = table.heads.clone();
        let places: Vec<(i32, i32)> = table.places.iter().map(|(x, w)| (x + PAD, *w)).collect();
        if self.y + tall + 30_000 > BOTTOM {
            self.pages.push(Page::default());
            self.y = TOP;
        }
        let fill = Fill { x: MARGIN, y: self.y, width: ROOM, height: tall, grey: 235 };
        self.page().fills.push(fill);
        let top = self.y;
        for (lines, (x, _)) in heads.iter().zip(&places) {
            self.y = top + 2_000;
            for (text, look) in lines {
                self.line(*x, text, SMALL, *look);
            }
        }
        self.y = top + tall;
    }

    /// Sets lines beside each other.
    fn columns(&mut self, cells: &[Vec<Line>], places: &[(i32, i32)], size: i32) {
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let tall = height(size) * i32::try_from(count).unwrap_or(i32::MAX / 100_000);
        // What fits on a page of its own begins there; what does not is broken wherever the page ends.
        self.need(tall.min(BOTTOM - TOP - 80_000));
        for at in 0..count {
            self.need(height(size));
            let top = self.y;
            for (lines, (x, _)) in cells.iter().zip(places) {
                if let Some((text, look)) = lines.get(at) {
                    self.y = top;
                    self.line(*x, text, size, *look);
                }
            }
            self.y = top + height(size);
        }
    }

    /// Begins a new page, with the headings of the table that goes on, where so much does not fit any more.
    fn need(&mut self, tall: i32) {
        if self.y + tall > BOTTOM && self.y > TOP {
            self.pages.push(Page::default());
            self.y = TOP;
            self.head();
        }
    }

    fn page(&mut self) -> &mut Page {
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    fn line(&mut self, x: i32, text: &str, size: i32, look: Look) {
        if self.y + height(size) > BOTTOM {
            self.pages.push(Page::default());
            self.y = TOP;
        }
        let y = self.y + size;
        self.page().texts.push(Text { x, y, size, look, text: text.to_owned() });
        self.y += height(size);
    }

    fn rule(&mut self, grey: u8) {
        let fill = Fill { x: MARGIN, y: self.y, width: ROOM, height: 500, grey };
        self.page().fills.push(fill);
    }

    fn lines(&self, runs: &[Run], size: i32, room: i32) -> Vec<Line> {
        let of = |run: &Run| {
            let look = run.look;
            self.broken(&run.text, size, room).into_iter().map(move |line| (line, look))
        };
        runs.iter().flat_map(of).collect()
    }

    /// Breaks text into lines that fit, between words and between Chinese characters; inside a word only where it alone is too
    /// long.
    fn broken(&self, text: &str, size: i32, room: i32) -> Vec<String> {
        let mut lines = vec![String::new()];
        let mut used = 0;
        for atom in atoms(text, &[]) {
            if used > 0 && used + self.metrics.width(atom.trim_end(), size) > room {
                lines.push(String::new());
                used = 0;
            }
            let whole = self.metrics.width(atom, size) <= room;
            for c in atom.chars() {
                let width = self.metrics.width(c.encode_utf8(&mut [0; 4]), size);
                if !whole && used > 0 && used + width > room {
                    lines.push(String::new());
                    used = 0;
                }
                if let Some(last) = lines.last_mut() {
                    last.push(c);
                }
                used += width;
            }
        }
        lines.iter().map(|line| line.trim_end().to_owned()).collect()
    }
}

/// The distance between lines of type of that size.
fn height(size: i32) -> i32 {
    size / 100 * 142
}
