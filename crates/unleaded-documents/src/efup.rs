//! The mark of the environment-friendly use period (环保使用期限): a green `e` where nothing is above a limit, else a number of years.
//!
//! Which mark a product bears follows from its table of hazardous substances (SJ/T 11364). The years are the producer's word: the table
//! of years of SJ/Z 11388 is not known here.

use unleaded_model::diagnostic::Language;

use crate::china_table::{Above, ChinaTable};
use crate::made_from::MadeFrom;

mod svg;

/// The kind of document.
pub const KIND: &str = "efup-mark";

/// Most years that a mark shows.
pub const LONGEST: u32 = 100;

/// A mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EfupMark {
    /// Nothing is above a limit: the green `e`.
    Nothing,
    /// Something is: so many years, from 1 to [`LONGEST`].
    Years(u32),
}

/// Why there is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EfupError {
    /// The table has an unknown cell, or contradicts its verdict.
    #[error("whether anything is above a limit is not known")]
    Undecided,
    /// Something is above a limit, and nobody said for how many years the product is safe to use.
    #[error("something is above a limit: the mark is a number of years, which the producer states")]
    YearsMissing,
    /// Nothing is above a limit, and the `e` has no years.
    #[error("nothing is above a limit: the mark is the green e, which has no years")]
    YearsOfNothing,
    /// The years are none, or too many.
    #[error("the years are from 1 to {LONGEST}")]
    YearsOutOfRange,
}

impl EfupMark {
    /// Returns the mark of the product of `table`, with the years that its producer states; `None`: it states none.
    pub fn new(table: &ChinaTable, years: Option<u32>) -> Result<Self, EfupError> {
        match (table.above(), years) {
            (Above::Unknown, _) => Err(EfupError::Undecided),
            (Above::Nothing, None) => Ok(Self::Nothing),
            (Above::Nothing, Some(_)) => Err(EfupError::YearsOfNothing),
            (Above::Something, None) => Err(EfupError::YearsMissing),
            (Above::Something, Some(years @ 1..=LONGEST)) => Ok(Self::Years(years)),
            (Above::Something, Some(_)) => Err(EfupError::YearsOutOfRange),
        }
    }

    /// Returns the mark as an SVG picture that needs no font, with its name and what it was made from.
    pub fn to_svg(self, language: Language, made: &MadeFrom) -> String {
        svg::write(self, language, made)
    }
}
