//! The page being written: lines, indentation, colours.

use super::Style;
use crate::text_table::{sentence, wrapped};

/// Lines of at most `width` columns.
pub(crate) struct Page {
    width: usize,
    style: Style,
    text: String,
}

impl Page {
    pub(crate) fn new(width: usize, style: Style) -> Self {
        Self { width, style, text: String::new() }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// Adds a line as it is.
    pub(crate) fn line(&mut self, indent: usize, line: &str) {
        let line = format!("{}{line}", " ".repeat(indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// Adds running text, broken to the width; control characters of the report don't get through.
    pub(crate) fn text(&mut self, indent: usize, text: &str) {
        for line in wrapped(&sentence(text), self.width.saturating_sub(indent)) {
            self.line(indent, &line);
        }
    }

    /// Adds running text behind a mark such as `- `; its further lines are indented as far.
    pub(crate) fn item(&mut self, indent: usize, mark: &str, text: &str) {
        let hang = indent + crate::text_table::width(mark);
        let lines = wrapped(&sentence(text), self.width.saturating_sub(hang));
        for (at, line) in lines.iter().enumerate() {
            match at {
                0 => self.line(indent, &format!("{mark}{line}")),
                _ => self.line(hang, line),
            }
        }
    }

    /// Returns `text` in the colour of a status.
    pub(crate) fn coloured(&self, status: &str, text: &str) -> String {
        self.sgr(colour(status), text)
    }

    /// Returns `text` in bold type.
    pub(crate) fn bold(&self, text: &str) -> String {
        self.sgr("1", text)
    }

    /// Returns `text` in faint type.
    pub(crate) fn faint(&self, text: &str) -> String {
        self.sgr("2", text)
    }

    fn sgr(&self, code: &str, text: &str) -> String {
        match self.style {
            Style::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            Style::Plain => text.to_owned(),
        }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// The parameters of SGR: bold red, yellow, cyan, green.
fn colour(status: &str) -> &'static str {
    match status {
        "compliant" | "nothing-to-declare" => "32",
        "compliant-by-exemption" => "36",
        "non-compliant" => "1;31",
        _ => "33",
    }
}
