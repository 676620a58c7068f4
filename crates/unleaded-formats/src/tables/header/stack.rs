//! Header rows above each other, as one.

use std::borrow::Cow;
use std::ops::Range;

use unleaded_model::diagnostic::Place;

use super::forms::forms;
use crate::tables::book::OWN;
use crate::tables::rows::Row;
use crate::tables::units::Scaled;

/// Rows of a header, from the top. A cell of an upper row stands also over the blank ones right of it, as a merged cell does.
pub(super) struct Stack<'a> {
    rows: &'a [&'a Row],
    width: usize,
}

/// A way to read a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The heading behind those that stand above it.
    pub(super) text: String,
    /// What stands above it, in `text`; empty: nothing.
    above: String,
}

impl Reading {
    fn alone(text: impl Into<String>) -> Self {
        Self { text: text.into(), above: String::new() }
    }

    /// Its forms. One that holds nothing of the heading itself, as the Chinese words of `料号 R-1`, is none.
    pub(super) fn forms(&self) -> Vec<(String, Option<Scaled>)> {
        let mut own = forms(&self.text);
        if !self.above.is_empty() {
            let above = forms(&self.above);
            own.retain(|form| !above.contains(form));
        }
        own
    }
}

impl<'a> Stack<'a> {
    pub(super) fn new(rows: &'a [&'a Row]) -> Self {
        Self { rows, width: rows.iter().map(|row| row.filled()).max().unwrap_or(0) }
    }

    /// The number of cells, up to the last that is not blank in any row.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The columns that have a heading of their own.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        (0..self.width).filter(|column| self.lowest(*column).is_some())
    }

    /// The row whose cell in `column` is the heading, and its text.
    fn lowest(&self, column: usize) -> Option<(usize, &'a str)> {
        let cells = self.rows.iter().enumerate().rev();
        let mut texts = cells.map(|(at, row)| (at, row.text(column)));
        texts.find(|(_, text)| !text.is_empty())
    }

    /// The ways to read the heading of `column`: with all that stands above it, with what stands nearest, alone.
    pub(super) fn readings(&self, column: usize) -> Vec<Reading> {
        let Some((at, own)) = self.lowest(column) else {
            return Vec::new();
        };
        // A heading that is just a unit is one of a mass or of a share.
        let own = match Scaled::parse(own).map(|unit| unit.unit.share_power()) {
            Some(Some(_)) => {
                return vec![Reading::alone(own), Reading::alone(format!("content ({own})"))];
            }
            Some(None) => Cow::Owned(format!("mass ({own})")),
            None => Cow::Borrowed(own),
        };
        let mut readings = Vec::with_capacity(self.rows.len());
        for from in 0..at {
            let mut parts = self.above(from..at, column);
            parts.dedup();
            if parts.last().is_some_and(|nearest| *nearest == own) {
                parts.pop();
            }
            if !parts.is_empty() {
                let above = parts.join(" ");
                readings.push(Reading { text: format!("{above} {own}"), above });
            }
        }
        readings.push(Reading::alone(own));
        readings.dedup();
        readings
    }

    /// The heading of `column` for people: `Material / Mass`.
    pub(super) fn name(&self, column: usize) -> String {
        let Some((at, own)) = self.lowest(column) else {
            return String::new();
        };
        // A column of findings that this program wrote is below nothing.
        let above = if own.starts_with(OWN) { 0..0 } else { 0..at };
        let mut parts = self.above(above, column);
        parts.push(own);
        parts.dedup();
        parts.join(" / ")
    }

    /// Where the heading of `column` stands.
    pub(super) fn place(&self, column: usize) -> Place {
        let at = self.lowest(column).map_or(0, |(at, _)| at);
        self.rows[at].place(column)
    }

    /// Where the header stands: its lowest row.
    pub(super) fn whole(&self) -> Place {
        self.rows[self.rows.len() - 1].whole()
    }

    /// What the rows `upper` say over `column`.
    fn above(&self, upper: Range<usize>, column: usize) -> Vec<&str> {
        let over = |at: usize| {
            let mut texts = (0..=column).rev().map(|column| self.rows[at].text(column));
            texts.find(|text| !text.is_empty())
        };
        upper.filter_map(over).collect()
    }
}
