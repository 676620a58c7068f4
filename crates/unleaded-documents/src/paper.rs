//! Papers: documents of headed sections, of which declarations and files consist, as a page and as text.

use unleaded_model::diagnostic::Language;

use crate::made_from::MadeFrom;

mod html;
mod origin;
mod text;

pub(crate) use self::origin::origin;

/// A document of sections.
pub(crate) struct Paper<'a> {
    pub(crate) language: Language,
    pub(crate) title: &'a str,
    /// What stands under the title; empty: nothing.
    pub(crate) subtitle: String,
    pub(crate) sections: Vec<Section>,
    /// What it was made from, in words, and until when it holds.
    pub(crate) origin: Vec<(String, String)>,
    pub(crate) validity: String,
}

/// A part of a paper.
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) blocks: Vec<Block>,
}

/// What stands in a section. All strings are as written by people; they are made safe where they are printed.
pub(crate) enum Block {
    /// Labels and values.
    Fields(Vec<(String, String)>),
    /// Where somebody signs: labels and values, then a blank with its label, and where a seal goes its label.
    Signature { fields: Vec<(String, String)>, blank: String, seal: Option<String> },
    /// A table: its head and its rows.
    Table { head: Vec<String>, rows: Vec<Vec<String>> },
    /// A paragraph.
    Text(String),
}

impl Section {
    pub(crate) fn new(heading: &str, blocks: Vec<Block>) -> Self {
        Self { heading: heading.to_owned(), blocks }
    }
}

impl Paper<'_> {
    /// Returns the paper as one HTML file without scripts or outside resources, fit for A4.
    pub(crate) fn to_html(&self, made: &MadeFrom) -> String {
        html::write(self, made)
    }

    /// Returns the paper for a terminal, with a last line for programs.
    pub(crate) fn to_text(&self, made: &MadeFrom) -> String {
        text::write(self, made)
    }
}
