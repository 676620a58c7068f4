//! Which column of a table holds what, and which unit belongs to which amount.

use std::collections::BTreeMap;

use unleaded_model::amount::Unit;

use super::header::{Header, Heading};
use super::rows::Row;
use super::words::Column;
use crate::number::PrintedUnit;

/// Where the unit of an amount stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitSource {
    Column(usize),
    Known(Unit),
    Missing,
}

/// A column of amounts.
#[derive(Clone, Debug)]
pub(crate) struct AmountColumn {
    /// Its number, from 0.
    pub(crate) column: usize,
    /// Its heading.
    pub(crate) name: String,
    unit: UnitSource,
}

impl AmountColumn {
    /// The unit of the amount in `row`.
    pub(crate) fn unit<'r>(&self, row: &'r Row) -> PrintedUnit<'r> {
        match self.unit {
            UnitSource::Column(column) => PrintedUnit::Text(row.text(column)),
            UnitSource::Known(unit) => PrintedUnit::Known(unit),
            UnitSource::Missing => PrintedUnit::Missing,
        }
    }
}

/// Which column of a table holds what.
pub(crate) struct Layout {
    plain: BTreeMap<Column, (usize, String)>,
    used: Vec<(usize, String)>,
    /// Amounts of a part.
    pub(crate) part_mass: Option<AmountColumn>,
    /// Amounts of a material.
    pub(crate) material_mass: Option<AmountColumn>,
    /// Masses of substances.
    pub(crate) mass: Option<AmountColumn>,
    /// Shares of substances in their material.
    pub(crate) share_of_material: Option<AmountColumn>,
    /// Shares of substances in their part.
    pub(crate) share_of_part: Option<AmountColumn>,
    /// Amounts of substances whose unit says what they are.
    pub(crate) amount: Option<AmountColumn>,
    /// The number of cells of a row.
    pub(crate) width: usize,
}

impl Layout {
    /// Finds out what the columns of `header` hold.
    pub(crate) fn of(header: &Header<Column>) -> Self {
        let masses = UnnamedMasses::of(header);
        let column = |named: Column, unnamed: Option<&Heading<Column>>| {
            let heading = header.heading(named).or(unnamed)?;
            Some(AmountColumn {
                column: heading.column,
                name: heading.name.clone(),
                unit: unit_source(header, heading, named),
            })
        };
        let used = header
            .headings
            .iter()
            .filter_map(|heading| Some((heading.means?, (heading.column, heading.name.clone()))));
        Self {
            // The first of several stays when it is put in last.
            plain: used.clone().rev().collect(),
            used: used.map(|(_, column)| column).collect(),
            part_mass: column(Column::PartMass, masses.part),
            material_mass: column(Column::MaterialMass, masses.material),
            mass: column(Column::Mass, masses.substance),
            share_of_material: column(Column::ShareOfMaterial, None),
            share_of_part: column(Column::ShareOfPart, None),
            amount: column(Column::Amount, masses.share),
            width: header.width,
        }
    }

    /// The number of the column that holds `column`, where the table has it.
    pub(crate) fn at(&self, column: Column) -> Option<usize> {
        self.plain.get(&column).map(|(at, _)| *at)
    }

    /// The text of `column` in `row`; empty where the table has no such column.
    pub(crate) fn text<'r>(&self, column: Column, row: &'r Row) -> &'r str {
        self.at(column).map_or("", |at| row.text(at))
    }

    /// The heading of `column`; empty where the table has no such column.
    pub(crate) fn name(&self, column: Column) -> &str {
        self.plain.get(&column).map_or("", |(_, name)| name)
    }

    /// Every column that is read, with its heading.
    pub(crate) fn used(&self) -> impl Iterator<Item = (usize, &str)> {
        self.used.iter().map(|(at, name)| (*at, name.as_str()))
    }
}

/// Columns headed just `mass` or `weight`: each belongs to what stands left of it.
#[derive(Default)]
struct UnnamedMasses<'h> {
    part: Option<&'h Heading<Column>>,
    material: Option<&'h Heading<Column>>,
    substance: Option<&'h Heading<Column>>,
    share: Option<&'h Heading<Column>>,
}

impl<'h> UnnamedMasses<'h> {
    fn of(header: &'h Header<Column>) -> Self {
        let mut found = Self::default();
        let mut last = None;
        for heading in &header.headings {
            match heading.means {
                Some(Column::Part | Column::PartName) => last = Some(Column::Part),
                Some(Column::Material | Column::Subpart) => last = Some(Column::Material),
                Some(Column::Substance | Column::Cas) => last = Some(Column::Substance),
                Some(Column::AnyMass) => {
                    let is_share = heading.unit.is_some_and(|unit| unit.share_power().is_some());
                    let slot = match last {
                        _ if is_share => &mut found.share,
                        Some(Column::Part) => &mut found.part,
                        Some(Column::Material) => &mut found.material,
                        _ => &mut found.substance,
                    };
                    slot.get_or_insert(heading);
                }
                _ => {}
            }
        }
        found
    }
}

/// The unit of the amounts under `heading`, which are `amounts`: in the heading itself, in a column of that name, in the
/// column right of it, in the only column of units.
fn unit_source(header: &Header<Column>, heading: &Heading<Column>, amounts: Column) -> UnitSource {
    if let Some(unit) = heading.unit {
        return UnitSource::Known(unit);
    }
    let named = match amounts {
        Column::PartMass => &[Column::PartMassUnit][..],
        Column::MaterialMass => &[Column::MaterialMassUnit],
        Column::Mass | Column::Amount => &[Column::MassUnit],
        // The heading of a share says that it is one.
        _ => return UnitSource::Known(Unit::MassPercent),
    };
    let named = named.iter().find_map(|column| header.column(*column));
    let units: Vec<_> = header
        .headings
        .iter()
        .filter(|h| h.means == Some(Column::Unit))
        .map(|h| h.column)
        .collect();
    let beside = units.iter().find(|at| **at == heading.column + 1).copied();
    let only = if let [only] = units[..] { Some(only) } else { None };
    // The masses of materials are printed in the unit of the part's mass where they have none of their own.
    let of_part = match amounts {
        Column::MaterialMass => header.column(Column::PartMassUnit),
        _ => None,
    };
    named.or(beside).or(of_part).or(only).map_or(UnitSource::Missing, UnitSource::Column)
}
