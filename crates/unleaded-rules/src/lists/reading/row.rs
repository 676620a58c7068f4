//! The fields of an entry or a header as texts, each with its place.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::defects::At;
use crate::lists::header::several;

/// The fields of an entry or a header.
pub(in crate::lists) struct Row<'t> {
    /// Where all of it stands.
    pub(in crate::lists) whole: At,
    cells: BTreeMap<&'static str, Cell<'t>>,
}

struct Cell<'t> {
    /// `None`: it is no text, which was told.
    text: Option<Cow<'t, str>>,
    at: At,
}

/// Which fields of a row are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lists) enum Lacking {
    /// All that must be there.
    Told,
    /// Those that have a column; that one is missing was told of the header.
    ToldOfHeader,
}

impl<'t> Row<'t> {
    pub(super) fn at(whole: At) -> Self {
        Self { whole, cells: BTreeMap::new() }
    }

    pub(super) fn set(&mut self, field: &'static str, text: Option<Cow<'t, str>>, at: At) {
        self.cells.insert(field, Cell { text, at });
    }

    /// The text of a field; empty: it is not there, or no text.
    pub(in crate::lists) fn text(&self, field: &str) -> &str {
        self.cells.get(field).and_then(|cell| cell.text.as_deref()).unwrap_or_default()
    }

    /// The text of a field, owned.
    pub(in crate::lists) fn owned(&self, field: &str) -> String {
        self.text(field).to_owned()
    }

    /// The texts of a cell that holds several, separated by `|`.
    pub(in crate::lists) fn all(&self, field: &str) -> Vec<String> {
        several(self.text(field)).map(str::to_owned).collect()
    }

    /// Where the field stands; where it is not there, the whole of the row.
    pub(in crate::lists) fn place(&self, field: &str) -> At {
        self.cells.get(field).map_or(&self.whole, |cell| &cell.at).clone()
    }

    /// Whether a field that must be there is not, and nothing was told of it yet.
    pub(in crate::lists) fn lacks(&self, field: &str) -> bool {
        let told = self.cells.get(field).is_some_and(|cell| cell.text.is_none());
        !told && self.text(field).is_empty()
    }

    /// Whether there is such a field, also an empty one.
    pub(in crate::lists) fn has(&self, field: &str) -> bool {
        self.cells.contains_key(field)
    }
}
