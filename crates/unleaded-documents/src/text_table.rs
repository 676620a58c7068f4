//! Text for terminals: how wide it is, how it is wrapped, and tables that line up.
//!
//! Widths follow Unicode Standard Annex #11: wide and full-width characters take two columns, combining marks none,
//! and ambiguous ones (`○`, `×`) one, as terminals do unless they are told otherwise.

use std::ops::Range;

/// Characters of a foreign text that are shown on one line; a name of a megabyte is not echoed.
const SHOWN: usize = 200;

/// Ranges of characters that take no column: combining marks and joiners.
const ZERO: &[(u32, u32)] = &[
    (0x0300, 0x036F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x200B, 0x200D),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
];

/// Ranges of characters that take two columns.
const WIDE: &[(u32, u32)] = &[
    (0x1100, 0x115F),
    (0x231A, 0x231B),
    (0x2329, 0x232A),
    (0x23E9, 0x23EC),
    (0x2614, 0x2615),
    (0x26A1, 0x26A1),
    (0x2705, 0x2705),
    (0x274C, 0x274C),
    (0x2E80, 0x303E),
    (0x3041, 0x4DBF),
    (0x4E00, 0xA4CF),
    (0xA960, 0xA97F),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFE10, 0xFE19),
    (0xFE30, 0xFE6F),
    (0xFF01, 0xFF60),
    (0xFFE0, 0xFFE6),
    (0x1B000, 0x1B2FF),
    (0x1F300, 0x1F64F),
    (0x1F680, 0x1F6FF),
    (0x1F900, 0x1FAFF),
    (0x20000, 0x3FFFD),
];

/// Marks that must not begin a line.
const CLOSING: &str = "，。；：、）》”」』！？％";

/// Returns how many columns of a terminal `text` takes.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    let within = |ranges: &[(u32, u32)]| {
        let after = ranges.partition_point(|(_, last)| *last < u32::from(c));
        ranges.get(after).is_some_and(|(first, _)| *first <= u32::from(c))
    };
    match c {
        ' '..='~' => 1,
        _ if within(ZERO) => 0,
        _ if within(WIDE) => 2,
        _ => 1,
    }
}

/// Returns foreign `text` fit for a terminal or a page: on one line, at most [`SHOWN`] characters, with control
/// characters and marks that turn the direction of text replaced, since they can make a line say something else.
pub fn shown(text: &str) -> String {
    cut(text, SHOWN)
}

/// Returns a sentence as [`shown`] returns a name; it may be longer.
pub(crate) fn sentence(text: &str) -> String {
    cut(text, 4 * SHOWN)
}

fn cut(text: &str, characters: usize) -> String {
    let mut safe: String = text.chars().take(characters).map(safe_char).collect();
    if text.chars().nth(characters).is_some() {
        safe.push('…');
    }
    safe
}

/// Returns `text` on one line, with characters replaced that act on a terminal instead of being seen.
pub fn safe(text: &str) -> String {
    text.chars().map(safe_char).collect()
}

fn safe_char(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

/// Returns `text` with spaces after it up to `columns`.
pub fn padded(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Returns the lines of `text` at no more than `columns` each. It breaks at spaces and beside wide characters, and
/// inside a word only where the word alone is too long. Never empty.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    fill(atoms(text, &[]), [columns, columns], Long::Broken)
}

/// Returns the lines of a message, the first at no more than `first` columns and each other at no more than `rest`.
///
/// Unlike [`wrapped`] it never breaks inside a path, a number or what stands in quotation marks: that can be copied, if
/// need be from a line that is longer. Never empty.
pub fn wrapped_whole(text: &str, first: usize, rest: usize) -> Vec<String> {
    fill(atoms(text, &kept(text, rest)), [first, rest], Long::Whole)
}

/// Returns the lines of `text` behind `head` at no more than `columns` each, its further lines indented as far. Never empty.
pub(crate) fn hanging(head: &str, text: &str, columns: usize) -> Vec<String> {
    let indent = " ".repeat(width(head));
    let lines = wrapped(text, columns.saturating_sub(width(head)).max(20));
    let before = |at: usize| if at == 0 { head } else { &indent };
    lines.iter().enumerate().map(|(at, line)| format!("{}{line}", before(at))).collect()
}

/// What becomes of a word that is longer than a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Long {
    Broken,
    Whole,
}

fn fill(atoms: Vec<&str>, columns: [usize; 2], long: Long) -> Vec<String> {
    let [first, rest] = columns.map(|columns| columns.max(2));
    let mut lines = vec![String::new()];
    let (mut used, mut room) = (0, first);
    for atom in atoms {
        let atom_width = width(atom);
        if used > 0 && used + width(atom.trim_end()) > room {
            lines.push(String::new());
            (used, room) = (0, rest);
        }
        if atom_width <= room || long == Long::Whole {
            push(&mut lines, atom);
            used += atom_width;
            continue;
        }
        for c in atom.chars() {
            if used + char_width(c) > room {
                lines.push(String::new());
                (used, room) = (0, rest);
            }
            push(&mut lines, c.encode_utf8(&mut [0; 4]));
            used += char_width(c);
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

fn push(lines: &mut [String], text: &str) {
    if let Some(last) = lines.last_mut() {
        last.push_str(text);
    }
}

/// The pieces of `text` between which a line may break: words with the spaces after them, and wide characters with the
/// closing marks after them. Inside the ranges of `kept`, which are in order, there is no break.
pub(crate) fn atoms<'t>(text: &'t str, kept: &[Range<usize>]) -> Vec<&'t str> {
    let mut kept = kept.iter().peekable();
    let mut atoms = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        while kept.next_if(|range| range.end <= at).is_some() {}
        let inside = kept.peek().is_some_and(|range| range.start < at);
        if !inside && before.is_some_and(|before| may_break(before, c)) {
            atoms.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    atoms.push(&text[start..]);
    atoms
}

fn may_break(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || char_width(after) == 0 {
        return false;
    }
    let opens = matches!(before, '（' | '《' | '“' | '「' | '(');
    before == ' ' || (!opens && (char_width(before) == 2 || char_width(after) == 2))
}

/// Where a message must not be broken, in order.
fn kept(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, whole) = piece(rest, columns);
        if whole {
            kept.push(at..at + length);
        }
        at += length;
    }
    kept
}

/// The length of what `text` begins with, and whether it must stay whole: what is quoted, if it fits on a line; a path; a
/// number with the short word after it, which may be its unit.
fn piece(text: &str, columns: usize) -> (usize, bool) {
    let first = text.chars().next().unwrap_or(' ');
    if first == ' ' {
        return (1, false);
    }
    let closing = match first {
        '`' => Some('`'),
        '“' => Some('”'),
        _ => None,
    };
    // Looked for no further than it would be kept, so that many marks that nothing closes take no time.
    let near = || text.char_indices().skip(1).take(columns);
    let quoted = closing.and_then(|closing| near().find(|(_, c)| *c == closing));
    if let Some((end, c)) = quoted.filter(|(end, _)| width(&text[..*end]) < columns) {
        return (end + c.len_utf8(), true);
    }
    let ends = |c: char| c == ' ' || c == '`' || "“（《「".contains(c) || CLOSING.contains(c);
    let inner = text[first.len_utf8()..].find(ends).map(|end| end + first.len_utf8());
    let word = &text[..inner.unwrap_or(text.len())];
    let name = |(at, _)| word[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
    if word.contains(['/', '\\']) || word.match_indices('.').any(name) {
        return (word.len(), true);
    }
    let unit = text[word.len()..].strip_prefix(' ').map_or(0, unit);
    match word.ends_with(|c: char| c.is_ascii_digit()) && unit > 0 {
        true => (word.len() + 1 + unit, true),
        false => (word.len(), false),
    }
}

/// The length of the short word that `text` begins with; 0: a longer one.
fn unit(text: &str) -> usize {
    let short = text.char_indices().take(4).find(|(_, c)| !c.is_alphabetic() && *c != '%');
    match (text.chars().next(), short) {
        (Some(c), _) if char_width(c) == 2 => c.len_utf8(),
        (_, Some((end, _))) => end,
        (_, None) if text.len() < 4 => text.len(),
        _ => 0,
    }
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// In the middle.
    Centre,
    /// From the left.
    Left,
    /// To the right.
    Right,
}

/// A table of cells; a cell of several lines is a vector of them.
pub(crate) struct TextTable {
    align: Vec<Align>,
    header: Vec<Vec<String>>,
    rows: Vec<Vec<Vec<String>>>,
}

impl TextTable {
    /// Returns a table with these columns.
    pub(crate) fn new(columns: Vec<(Align, Vec<String>)>) -> Self {
        let (align, header) = columns.into_iter().unzip();
        Self { align, header, rows: Vec::new() }
    }

    /// Adds a row; a row has as many cells as there are columns.
    pub(crate) fn row(&mut self, cells: Vec<Vec<String>>) {
        self.rows.push(cells);
    }

    /// The lines: the header, set low, a rule, and the rows, set high.
    pub(crate) fn lines(&self) -> Vec<String> {
        let widths = self.widths();
        let mut lines = self.block(&low(&self.header), &widths);
        lines.push("─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)));
        for row in &self.rows {
            lines.extend(self.block(row, &widths));
        }
        lines
    }

    fn widths(&self) -> Vec<usize> {
        let rows = || std::iter::once(&self.header).chain(&self.rows);
        let of_column = |at: usize| {
            let cells = rows().filter_map(move |row| row.get(at));
            cells.flatten().map(|line| width(line)).max().unwrap_or(0)
        };
        (0..self.align.len()).map(of_column).collect()
    }

    fn block(&self, cells: &[Vec<String>], widths: &[usize]) -> Vec<String> {
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        let line = |at: usize| {
            let set = cells.iter().zip(&self.align).zip(widths).map(|((cell, align), columns)| {
                aligned(cell.get(at).map_or("", String::as_str), *align, *columns)
            });
            set.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        (0..height).map(line).collect()
    }
}

fn aligned(text: &str, align: Align, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    let before = match align {
        Align::Centre => missing / 2,
        Align::Left => 0,
        Align::Right => missing,
    };
    padded(&format!("{}{text}", " ".repeat(before)), columns)
}

/// Cells with empty lines above, so that all end on the same line.
fn low(cells: &[Vec<String>]) -> Vec<Vec<String>> {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let lowered = cells.iter().map(|cell| {
        let mut lines = vec![String::new(); height - cell.len()];
        lines.extend(cell.iter().cloned());
        lines
    });
    lowered.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_those_of_a_terminal() {
        for (text, expect) in [
            ("", 0),
            ("Lead", 4),
            ("铅(Pb)", 6),
            ("○×", 2),
            ("e\u{301}", 1),
            ("（）", 4),
            ("한글", 4),
            ("𠮷", 2),
            ("ｶ", 1),
        ] {
            assert_eq!(width(text), expect, "{text}");
        }
    }

    #[test]
    fn ranges_are_in_order() {
        for ranges in [ZERO, WIDE] {
            assert!(ranges.windows(2).all(|pair| pair[0].1 < pair[1].0));
            assert!(ranges.iter().all(|(first, last)| first <= last));
        }
    }

    #[test]
    fn lines_break_where_they_may() {
        for (text, columns, expect) in [
            ("", 10, vec![""]),
            ("one two three", 7, vec!["one two", "three"]),
            ("有害物质的含量", 6, vec!["有害物", "质的含", "量"]),
            ("含量，限值", 4, vec!["含", "量，", "限值"]),
            ("abcdefghij", 4, vec!["abcd", "efgh", "ij"]),
            ("铅(Pb)", 4, vec!["铅", "(Pb)"]),
        ] {
            let lines = wrapped(text, columns);
            assert_eq!(lines, expect, "{text}");
            assert!(lines.iter().all(|line| width(line) <= columns), "{text}");
        }
    }

    #[test]
    fn messages_keep_whole_what_is_copied() {
        for (text, columns, expect) in [
            ("see `unleaded check` now", 8, vec!["see", "`unleaded", "check`", "now"]),
            ("see `unleaded check` now", 16, vec!["see", "`unleaded check`", "now"]),
            ("in /a/b/long/path.xml:3 it", 8, vec!["in", "/a/b/long/path.xml:3", "it"]),
            ("在样品/供应商.xml中，有", 12, vec!["在样品/供应商.xml中，", "有"]),
            ("it has 12.5 mg of it", 10, vec!["it has", "12.5 mg of", "it"]),
            ("as in a.csv:3, a.csv:4, b.csv:5", 16, vec!["as in a.csv:3,", "a.csv:4, b.csv:5"]),
            ("“a b c”已存在", 8, vec!["“a b c”", "已存在"]),
            ("“长长长长长长 b", 8, vec!["“长长长", "长长长 b"]),
            ("", 8, vec![""]),
        ] {
            assert_eq!(wrapped_whole(text, columns, columns), expect, "{text}");
        }
        assert_eq!(wrapped_whole("one two three", 4, 9), ["one", "two three"]);
        let marks = "“`".repeat(200_000);
        assert!(wrapped_whole(&marks, 80, 80).concat() == marks);
    }

    #[test]
    fn foreign_text_cannot_act() {
        assert_eq!(shown("a\u{1b}[31mb\nc"), "a\u{fffd}[31mb c");
        assert_eq!(shown("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(shown(&"长".repeat(1_000_000)).chars().count(), SHOWN + 1);
    }
}
