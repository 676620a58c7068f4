//! The tables of a roll-up, for people who go on with them in a database: `docs/formats/export.md` describes them.
//!
//! Rows are handed over one by one, in an order that depends on the inputs alone.

use std::io;

use jiff::civil::Date;

use super::where_used::Rolled;

mod cells;
mod fields;
mod parts;
mod products;

pub(super) use self::products::Sums;

/// The version of the tables. Columns and tables are added in it, never renamed, removed or given another type.
pub const SCHEMA: &str = "unleaded/export/v1";

/// Places behind the point of parts per million.
pub const PPM_PLACES: i32 = 9;
/// Places behind the point of a quantity.
pub const QUANTITY_PLACES: i32 = 12;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    /// What is counted: substances, entries of rule sets, what is not disclosed.
    Columns,
    /// What one unit of a part holds itself.
    Compositions,
    /// Which documents speak of which part.
    Documents,
    /// Which part is built into which.
    Edges,
    /// Whom a part comes from.
    Makers,
    /// The parts.
    Parts,
    /// The products.
    Products,
    /// What one piece of a product holds.
    Totals,
    /// What a product is under each rule set.
    Verdicts,
}

impl Table {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Columns,
        Self::Compositions,
        Self::Documents,
        Self::Edges,
        Self::Makers,
        Self::Parts,
        Self::Products,
        Self::Totals,
        Self::Verdicts,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Columns => "columns",
            Self::Compositions => "compositions",
            Self::Documents => "documents",
            Self::Edges => "edges",
            Self::Makers => "makers",
            Self::Parts => "parts",
            Self::Products => "products",
            Self::Totals => "totals",
            Self::Verdicts => "verdicts",
        }
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether a row may have nothing there.
    pub presence: Presence,
}

/// Whether a row has a value in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Each has.
    Always,
    /// Some may have none.
    Sometimes,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole number, 64 bits.
    Count,
    /// A day.
    Date,
    /// Yes or no.
    Flag,
    /// Attograms: whole, of at most 38 digits.
    Mass,
    /// Parts per million by mass, of at most 18 digits, [`PPM_PLACES`] of them behind the point.
    Ppm,
    /// A quantity, of at most 38 digits, [`QUANTITY_PLACES`] of them behind the point.
    Quantity,
    /// Text that is not empty.
    Text,
}

impl Kind {
    /// Digits in all, and behind the point; `None`: it is no decimal number.
    pub fn decimal(self) -> Option<(i32, i32)> {
        match self {
            Self::Mass => Some((38, 0)),
            Self::Ppm => Some((18, PPM_PLACES)),
            Self::Quantity => Some((38, QUANTITY_PLACES)),
            Self::Count | Self::Date | Self::Flag | Self::Text => None,
        }
    }
}

/// A value in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// In a column of [`Kind::Count`].
    Count(i64),
    /// In a column of [`Kind::Date`].
    Date(Date),
    /// In a column of [`Kind::Mass`], [`Kind::Ppm`] or [`Kind::Quantity`]: its digits, those behind the point included.
    Digits(i128),
    /// In a column of [`Kind::Flag`].
    Flag(Flag),
    /// In any column that is not always there.
    Nothing,
    /// In a column of [`Kind::Text`].
    Text(&'a str),
}

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// It is not so.
    No,
    /// It is so.
    Yes,
}

impl From<bool> for Flag {
    fn from(is_so: bool) -> Self {
        if is_so { Self::Yes } else { Self::No }
    }
}

/// What takes the rows.
pub trait Sink {
    /// Takes a row of `table`: a cell for each of [`Table::fields`].
    fn row(&mut self, table: Table, cells: &[Cell<'_>]) -> io::Result<()>;

    /// Takes note that so many parts and products of `all` are written.
    fn written(&mut self, done: usize, all: usize);
}

impl Rolled<'_> {
    /// Hands every row of every table to `sink`; `sums` are those of the products of the report.
    pub(super) fn tables(&self, sums: &[Sums], sink: &mut dyn Sink) -> io::Result<()> {
        let products: Vec<u32> = sums.iter().map(|sums| sums.product).collect();
        let parts = parts::Parts::new(self.context, &products);
        let all = parts.len() + sums.len();
        parts.write(self.report, all, sink)?;
        let products = sums.iter().zip(&self.report.products);
        for ((sums, product), done) in products.zip(parts.len() + 1..) {
            products::write(self.context, sums, product, sink)?;
            sink.written(done, all);
        }
        Ok(())
    }
}
