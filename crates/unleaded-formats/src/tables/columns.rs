//! Which column of a table holds what, and which unit belongs to which amount.

use std::collections::BTreeMap;

use unleaded_model::amount::Unit;

use super::cell_text::{Said, folded, numbers, said};
use super::decimal_mark::Evidence;
use super::header::{Header, Heading};
use super::mapping::Mapping;
use super::rows::{Row, RowResult};
use super::units::Scaled;
use super::words::Column;

/// Where the unit of an amount stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitSource {
    Column(usize),
    Known(Scaled),
    Missing,
}

/// The unit of an amount in one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellUnit<'r> {
    /// It is known.
    Known(Scaled),
    /// There is none.
    Missing,
    /// The row gives text that is no known unit.
    Text(&'r str),
}

/// A column of amounts.
#[derive(Clone, Debug)]
pub(crate) struct AmountColumn {
    /// Its number, from 0.
    pub(crate) column: usize,
    /// Its heading.
    pub(crate) name: String,
    unit: UnitSource,
    /// What its cells show of their decimal mark.
    pub(crate) evidence: Evidence,
}

impl AmountColumn {
    /// The column `at` with that heading, whose units stand in the column `unit`, if there is one.
    pub(crate) fn beside(at: usize, heading: &str, unit: Option<usize>) -> Self {
        Self {
            column: at,
            name: heading.to_owned(),
            unit: unit.map_or(UnitSource::Missing, UnitSource::Column),
            evidence: Evidence::default(),
        }
    }

    /// The unit of the amount in `row`.
    pub(crate) fn unit<'r>(&self, row: &'r Row) -> CellUnit<'r> {
        match self.unit {
            UnitSource::Column(column) => match row.text(column) {
                "" => CellUnit::Missing,
                text => Scaled::parse(text).map_or(CellUnit::Text(text), CellUnit::Known),
            },
            UnitSource::Known(unit) => CellUnit::Known(unit),
            UnitSource::Missing => CellUnit::Missing,
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
    /// What a mapping says that every row holds.
    fixed: BTreeMap<Column, String>,
}

impl Layout {
    /// Finds out what the columns of `header` hold, and what `mapping` says of them.
    pub(crate) fn of(header: &Header<Column>, mapping: &Mapping) -> Self {
        let mut masses = UnnamedMasses::of(header);
        // `substance weight (%)` is a share, whatever it is called.
        let mass = header.heading(Column::Mass);
        let is_share = mass.is_some_and(is_share);
        if is_share {
            masses.share = masses.share.or(mass);
        }
        let evidence = mapping.decimal_mark.map(Evidence::of).unwrap_or_default();
        let column = |named: Column, unnamed: Option<&Heading<Column>>| {
            let heading = header.heading(named).or(unnamed)?;
            let unit = mapping.unit_of(named).map(UnitSource::Known);
            Some(AmountColumn {
                column: heading.column,
                name: heading.name.clone(),
                unit: unit.unwrap_or_else(|| match unit_source(header, heading, named) {
                    UnitSource::Missing => {
                        mapping.any_unit().map_or(UnitSource::Missing, UnitSource::Known)
                    }
                    found => found,
                }),
                evidence,
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
            mass: column(Column::Mass, masses.substance).filter(|_| !is_share),
            share_of_material: column(Column::ShareOfMaterial, None),
            share_of_part: column(Column::ShareOfPart, None),
            amount: column(Column::Amount, masses.share),
            width: header.width,
            fixed: mapping.fixed.clone(),
        }
    }

    /// The columns of amounts.
    fn amounts(&mut self) -> impl Iterator<Item = &mut AmountColumn> {
        let columns = [
            &mut self.part_mass,
            &mut self.material_mass,
            &mut self.mass,
            &mut self.share_of_material,
            &mut self.share_of_part,
            &mut self.amount,
        ];
        columns.into_iter().flatten()
    }

    /// Looks through `rows` for what their numbers show of the decimal mark; returns it by column.
    pub(crate) fn survey(mut self, rows: &mut dyn Iterator<Item = RowResult>) -> Survey {
        for row in rows.flatten() {
            for column in self.amounts().filter(|column| !row.is_typed(column.column)) {
                let text = row.text(column.column);
                if !text.bytes().all(|b| b.is_ascii_digit()) {
                    numbers(&folded(text)).for_each(|number| column.evidence.see(number));
                }
            }
        }
        Survey(self.amounts().map(|column| (column.column, column.evidence)).collect())
    }

    /// Takes what a survey showed: the columns decide for themselves, and for those that show nothing the whole table.
    pub(crate) fn surveyed(&mut self, survey: &Survey) {
        let mut table = Evidence::default();
        survey.0.values().for_each(|evidence| table.add(*evidence));
        for column in self.amounts() {
            let own = survey.0.get(&column.column).copied().unwrap_or_default();
            column.evidence = own.or(table);
        }
    }

    /// The number of the column that holds `column`, where the table has it.
    pub(crate) fn at(&self, column: Column) -> Option<usize> {
        self.plain.get(&column).map(|(at, _)| *at)
    }

    /// The text of `column` in `row`; where the table has no such column what the mapping says, else nothing.
    pub(crate) fn text<'r>(&'r self, column: Column, row: &'r Row) -> &'r str {
        match self.at(column) {
            Some(at) => row.text(at),
            None => self.fixed.get(&column).map_or("", String::as_str),
        }
    }

    /// The heading of `column`; empty where the table has no such column.
    pub(crate) fn name(&self, column: Column) -> &str {
        self.plain.get(&column).map_or("", |(_, name)| name)
    }

    /// Whether a cell of an amount in `row` holds a figure, or words that stand for an amount.
    pub(super) fn states_amount(&self, row: &Row) -> bool {
        let columns = [
            &self.part_mass,
            &self.material_mass,
            &self.mass,
            &self.share_of_material,
            &self.share_of_part,
            &self.amount,
        ];
        columns.into_iter().flatten().any(|column| {
            let text = row.text(column.column);
            let is_figure = text.chars().any(char::is_numeric) && !text.contains([':', '：']);
            is_figure || !matches!(said(&folded(text)), Said::Nothing | Said::Number(_))
        })
    }

    /// Every column that is read, with its heading.
    pub(crate) fn used(&self) -> impl Iterator<Item = (usize, &str)> {
        self.used.iter().map(|(at, name)| (*at, name.as_str()))
    }
}

/// What the numbers of each column show of the decimal mark.
#[derive(Clone, Debug, Default)]
pub(crate) struct Survey(BTreeMap<usize, Evidence>);

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
                    let slot = match last {
                        _ if is_share(heading) => &mut found.share,
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

/// Whether the unit in `heading` is that of a share.
fn is_share(heading: &Heading<Column>) -> bool {
    heading.unit.is_some_and(|unit| unit.share_power().is_some())
}

/// The unit of the amounts under `heading`, which are `amounts`: in the heading itself, in a column of that name, in the
/// column right of it, in the only column of units.
fn unit_source(header: &Header<Column>, heading: &Heading<Column>, amounts: Column) -> UnitSource {
    if let Some(unit) = heading.scaled() {
        return UnitSource::Known(unit);
    }
    let named = match amounts {
        Column::PartMass => &[Column::PartMassUnit][..],
        Column::MaterialMass => &[Column::MaterialMassUnit],
        Column::Mass | Column::Amount => &[Column::MassUnit],
        // The heading of a share says that it is one.
        _ => return UnitSource::Known(Scaled { unit: Unit::MassPercent, power: 0 }),
    };
    let named = named.iter().find_map(|column| header.column(*column));
    let units: Vec<_> = header
        .headings
        .iter()
        .filter(|h| h.means == Some(Column::Unit))
        .map(|h| h.column)
        .collect();
    let beside = units.iter().find(|at| stands_beside(header, **at, heading.column)).copied();
    let only = if let [only] = units[..] { Some(only) } else { None };
    // The masses of materials are printed in the unit of the part's mass where they have none of their own.
    let of_part = match amounts {
        Column::MaterialMass => header.column(Column::PartMassUnit),
        _ => None,
    };
    named.or(beside).or(of_part).or(only).map_or(UnitSource::Missing, UnitSource::Column)
}

/// Whether the column of units at `unit` belongs to the amounts at `amount` beside it: right of it, or left of it in a
/// table whose first unit stands before its first amount.
fn stands_beside(header: &Header<Column>, unit: usize, amount: usize) -> bool {
    let is_amount = |means: Column| {
        use Column::{Amount, AnyMass, Mass, MaterialMass, PartMass};
        matches!(means, Amount | AnyMass | Mass | MaterialMass | PartMass)
    };
    let mut order = header.headings.iter().filter_map(|heading| heading.means);
    let first = order.find(|means| *means == Column::Unit || is_amount(*means));
    if first == Some(Column::Unit) { unit + 1 == amount } else { unit == amount + 1 }
}
