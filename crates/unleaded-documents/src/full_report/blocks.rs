//! What a page is made of, before it is HTML or anything else. All text is foreign: whoever writes it escapes it.

/// A piece of a page.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// Labels and what stands behind them.
    Facts(Vec<(String, Cell)>),
    /// Findings, worst first.
    Findings(Vec<Item>),
    /// That something is left out, and where it is.
    LeftOut(String),
    /// A table.
    Table(Table),
    /// A paragraph.
    Text(String),
}

/// A part of a page under a heading.
#[derive(Clone, Debug)]
pub(super) struct Section {
    /// What links point to; empty: nothing does.
    pub(super) id: String,
    /// The heading.
    pub(super) title: String,
    /// The status that stands beside the heading.
    pub(super) status: Option<String>,
    /// How it is first seen on a screen. On paper all is open.
    pub(super) fold: Fold,
    /// What stands in it.
    pub(super) blocks: Vec<Block>,
    /// Sections under it.
    pub(super) sections: Vec<Section>,
}

impl Section {
    /// Returns a section that is always open, with nothing in it.
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self {
            id: String::new(),
            title: title.into(),
            status: None,
            fold: Fold::Never,
            blocks: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// Returns the section with that fold.
    pub(super) fn folded(mut self, fold: Fold) -> Self {
        self.fold = fold;
        self
    }

    /// Returns the section with one more block.
    pub(super) fn with(mut self, block: impl Into<Option<Block>>) -> Self {
        self.blocks.extend(block.into());
        self
    }
}

/// Whether a section can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// It can, and is.
    Closed,
    /// It cannot.
    Never,
    /// It can, and is not.
    Open,
}

/// A table; the first cell of a row names the row.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// What the table is, for those who do not see what stands around it.
    pub(super) caption: String,
    /// The columns.
    pub(super) columns: Vec<Head>,
    /// As many cells as columns in each.
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whether readers may want to search it.
    pub(super) use_: Use,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// To be read.
    Read,
    /// To be searched, too: the overview of products.
    Search,
}

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// Its heading.
    pub(super) name: String,
    /// Its share of the width, beside the others'.
    pub(super) share: u16,
}

/// What stands in a table or behind a label.
#[derive(Clone, Debug)]
pub(super) enum Cell {
    /// An amount in few digits, with the exact one behind it.
    Amount {
        /// What is read.
        shown: String,
        /// The figures of the report: `LOW HIGH`.
        exact: String,
    },
    /// A hash, in full.
    Hash(String),
    /// One thing below the other.
    Lines(Vec<Cell>),
    /// A link inside the page.
    Link {
        /// What is read.
        text: String,
        /// The section.
        to: String,
    },
    /// A plain count or date.
    Number(String),
    /// A status of the report.
    Status(String),
    /// Text.
    Text(String),
}

/// A finding as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// The status of the report.
    pub(super) status: String,
    /// What was looked for.
    pub(super) entry: String,
    /// From the product to the place, and the substance.
    pub(super) path: String,
    /// The share in the place, its limit, and the exact figures behind them; `None`: all entries are meant.
    pub(super) value: Option<Value>,
    /// Why.
    pub(super) reason: String,
    /// Labels and values: law, exemption, document, signer, duties.
    pub(super) facts: Vec<(&'static str, String)>,
}

/// A share and what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// What is read: `200000 ppm (20 %)`.
    pub(super) shown: String,
    /// The figures of the report: `LOW HIGH`.
    pub(super) exact: String,
    /// What it is compared with: `limit 1000 ppm`.
    pub(super) limit: String,
}
