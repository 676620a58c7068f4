//! What a user says of a table that does not say it itself: how its columns are called, their units, what is the same in
//! every row.

use std::collections::BTreeMap;

use unleaded_model::diagnostic::Diagnostic;

use super::decimal_mark::DecimalMark;
use super::header::{Found, Height, Lookahead, Named, Search};
use super::units::Scaled;
use super::words::{Column, NAMES, NEEDS, VOCABULARY};

/// How to read tables whose headings or units are not understood by themselves. The empty mapping changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// The decimal mark of all amounts that are text; `None`: what the cells show.
    pub decimal_mark: Option<DecimalMark>,
    /// The sheet of a workbook; `None`: every sheet with a header.
    pub sheet: Option<String>,
    /// The row of the header, from 1, the lowest of several; `None`: it is searched for.
    pub header_row: Option<u32>,
    pub(crate) named: Vec<Named<Column>>,
    /// Headings of columns that only lists of parts have.
    pub(crate) listed: Vec<(&'static str, String)>,
    pub(super) units: BTreeMap<Column, Scaled>,
    pub(super) fixed: BTreeMap<Column, String>,
}

/// Why something can't be said in a mapping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingError {
    /// There is no column of that name.
    ColumnUnknown,
    /// The column holds no amounts, or only shares.
    NotAnAmount,
    /// An amount can't be the same in every row.
    NotFixed,
    /// The unit is not known.
    UnitUnknown,
}

/// Columns of amounts, whose units a mapping may give.
const AMOUNTS: [Column; 6] = [
    Column::PartMass,
    Column::MaterialMass,
    Column::Mass,
    Column::Amount,
    Column::ShareOfMaterial,
    Column::ShareOfPart,
];

/// Our names of the columns that only lists of parts have: the customer's number and name of a part.
pub(crate) const LISTED: [&str; 2] = ["our_part_number", "our_part_name"];

impl Mapping {
    /// Our names of the columns that a mapping can speak of.
    pub fn columns() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(_, name)| *name)
    }

    /// Says that the column `ours` has `heading` in the table.
    pub fn name(&mut self, ours: &str, heading: &str) -> Result<(), MappingError> {
        if let Some(listed) = LISTED.into_iter().find(|listed| *listed == ours) {
            self.listed.push((listed, heading.to_owned()));
            return Ok(());
        }
        let (column, ours) = known(ours)?;
        self.named.push(Named { column, ours, heading: heading.to_owned() });
        Ok(())
    }

    /// Says that the amounts of column `ours` are in `unit`; in the column `unit`, all masses that have no other.
    pub fn set_unit(&mut self, ours: &str, unit: &str) -> Result<(), MappingError> {
        let (column, _) = known(ours)?;
        if !AMOUNTS.contains(&column) && column != Column::Unit {
            return Err(MappingError::NotAnAmount);
        }
        self.units.insert(column, Scaled::parse(unit).ok_or(MappingError::UnitUnknown)?);
        Ok(())
    }

    /// Says that every row holds `text` in the column `ours`, which the table does not have.
    pub fn fix(&mut self, ours: &str, text: &str) -> Result<(), MappingError> {
        let (column, name) = known(ours)?;
        if column == Column::Unit {
            return self.set_unit(name, text);
        }
        if AMOUNTS.contains(&column) {
            return Err(MappingError::NotFixed);
        }
        self.fixed.insert(column, text.trim().to_owned());
        Ok(())
    }

    pub(super) fn unit_of(&self, column: Column) -> Option<Scaled> {
        self.units.get(&column).copied()
    }

    pub(super) fn any_unit(&self) -> Option<Scaled> {
        self.unit_of(Column::Unit)
    }

    /// Takes rows up to and with the header of such a table.
    pub(super) fn find(&self, rows: &mut Lookahead<'_>) -> Result<Found<Column>, Diagnostic> {
        self.searching(|search| search.find(rows))
    }

    /// Hands a search for the header of such a table to `use_it`.
    pub(super) fn searching<T>(&self, use_it: impl FnOnce(&Search<'_, Column>) -> T) -> T {
        let fixed: Vec<Column> = self.fixed.keys().copied().collect();
        use_it(&Search {
            vocabulary: &VOCABULARY,
            needs: NEEDS,
            named: &self.named,
            fixed: &fixed,
            sheet: self.sheet.as_deref(),
            at: self.header_row,
            height: Height::Several,
        })
    }
}

fn known(ours: &str) -> Result<(Column, &'static str), MappingError> {
    NAMES.iter().find(|(_, name)| *name == ours).copied().ok_or(MappingError::ColumnUnknown)
}
