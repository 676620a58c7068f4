//! Text for a terminal, line by line: broken to the width, coloured where that is wanted.

use std::io::{self, Write};

use unleaded_documents::text_table::{width, wrapped};

use crate::terminal::Colour;

/// The narrowest text that is still legible; a narrower terminal breaks the lines itself.
const NARROWEST: usize = 60;
/// Longer lines are hard to read.
const WIDEST: usize = 120;

/// How text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Bold,
    Faint,
    Green,
    Plain,
    Red,
    Yellow,
}

impl Ink {
    /// The parameters of SGR (ECMA-48).
    fn sgr(self) -> Option<&'static str> {
        match self {
            Self::Bold => Some("1"),
            Self::Faint => Some("2"),
            Self::Green => Some("32"),
            Self::Plain => None,
            Self::Red => Some("31"),
            Self::Yellow => Some("33"),
        }
    }
}

/// Where lines are written to.
pub(crate) struct Page<'w> {
    out: &'w mut dyn Write,
    columns: usize,
    colour: Colour,
}

impl<'w> Page<'w> {
    /// A page for a terminal of `columns`.
    pub(crate) fn new(out: &'w mut dyn Write, columns: usize, colour: Colour) -> Self {
        Self { out, columns: columns.clamp(NARROWEST, WIDEST), colour }
    }

    /// Columns of a line.
    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    /// Returns `text` in that look.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        match (self.colour, ink.sgr()) {
            (Colour::Always, Some(code)) if !text.is_empty() => {
                format!("\u{1b}[{code}m{text}\u{1b}[0m")
            }
            _ => text.to_owned(),
        }
    }

    /// Writes a line as it is, without blanks at its end.
    pub(crate) fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "{}", line.trim_end())
    }

    /// Writes `text` behind `first`, with its further lines behind `rest`, which takes at least as many columns; `first` may be
    /// coloured.
    pub(crate) fn text(&mut self, first: &str, rest: &str, text: &str, ink: Ink) -> io::Result<()> {
        let room = self.columns.saturating_sub(width(rest));
        for (at, line) in wrapped(text, room.max(NARROWEST / 3)).iter().enumerate() {
            let before = if at == 0 { first } else { rest };
            let line = format!("{before}{}", self.ink(ink, line));
            self.line(&line)?;
        }
        Ok(())
    }
}
