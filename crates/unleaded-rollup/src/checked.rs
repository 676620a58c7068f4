//! Sums in any unit, each step checked, each addend rounded outward where the unit is coarse.

use crate::compact::{Column, ColumnSums};
use crate::count::Count;
use crate::kernel::RollUp;
use crate::parts::{PartSums, Standing};
use crate::sums::{ColumnSum, RankAt, Sums};
use crate::table::Entry;
use crate::visit::{General, Visit, Visited};

/// Memory for checked sums, none until some are needed.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// One per column.
    sums: Vec<Option<ColumnSum>>,
    seen: Vec<u32>,
}

impl RollUp<'_> {
    /// Returns the sums in units of 10^power attograms; `None`: one of them can't be held.
    pub(crate) fn checked(
        &self,
        visited: &Visited,
        power: i32,
        memory: &mut Checked,
    ) -> Option<ColumnSums> {
        memory.sums.resize(self.table.columns, None);
        let added = self.add_checked(visited, power, memory);
        memory.seen.sort_unstable();
        let seen = memory.seen.iter();
        let sums: Vec<ColumnSum> =
            seen.filter_map(|column| memory.sums[*column as usize].take()).collect();
        memory.seen.clear();
        let scale = 10u128.checked_pow(power.unsigned_abs())?;
        let columns = sums.iter().map(|sum| Some(Column::of(self.graph, sum)));
        ColumnSums::ranges(self, columns, (added?, visited.leaves, scale))
    }

    /// Returns the same for rows that were added up elsewhere.
    pub(crate) fn checked_beside(&self, visited: &Visited, sums: &Sums<'_>) -> Option<ColumnSums> {
        let mut parts = PartSums::default();
        for at in 0..visited.len() {
            self.add_part(visited.at(at), sums.power, &mut parts)?;
        }
        let mut columns = sums.columns.to_vec();
        columns.sort_unstable_by_key(|sum| sum.column);
        let scale = 10u128.checked_pow(sums.power.unsigned_abs())?;
        let columns = columns.iter().map(|sum| Some(Column::of(self.graph, sum)));
        ColumnSums::ranges(self, columns, (parts, visited.leaves, scale))
    }

    fn add_checked(&self, visited: &Visited, power: i32, memory: &mut Checked) -> Option<PartSums> {
        let mut parts = PartSums::default();
        for at in 0..visited.len() {
            let visit = visited.at(at);
            let count = self.add_part(visit, power, &mut parts)?;
            let bounded = self.table.has_bounded_background(visit.node);
            for entry in self.table.entries(visit.node) {
                let sum = &mut memory.sums[entry.column as usize];
                if sum.is_none() {
                    memory.seen.push(entry.column);
                }
                let sum = sum.get_or_insert_with(|| first(&entry, visit.node));
                self.add_entry(sum, &entry, (visit.node, bounded), count)?;
            }
        }
        Some(parts)
    }

    /// Adds what a part is beside its rows, and returns its count.
    fn add_part(&self, visit: Visit<General>, power: i32, parts: &mut PartSums) -> Option<Count> {
        let Visit { node, count: General { digits, exponent, covered }, .. } = visit;
        let count = Count::new(digits, exponent, power)?;
        match self.table.unusual(node) {
            Some(part) => {
                let role = self.table.role(node);
                parts.add_unusual(part, Standing { node, role, covered }, count)?;
            }
            None => parts.add_usual(self.table.mass_of(node), count)?,
        }
        Some(count)
    }

    fn add_entry(
        &self,
        sum: &mut ColumnSum,
        entry: &Entry,
        (node, bounded): (u32, bool),
        count: Count,
    ) -> Option<()> {
        sum.rows += 1;
        sum.worst_low = self.worse(sum.worst_low, RankAt { rank: entry.low_rank, node });
        sum.worst_high = self.worse(sum.worst_high, RankAt { rank: entry.high_rank, node });
        if count.is_zero() {
            return Some(());
        }
        sum.low = sum.low.checked_add(count.floor_of(entry.low)?)?;
        match entry.excess {
            Some(excess) => sum.excess = sum.excess.checked_add(count.ceiling_of(excess)?)?,
            None => sum.unbounded += 1,
        }
        sum.unbounded_background += u64::from(!bounded);
        Some(())
    }

    /// The one with the higher rank; of equal ones the one that precedes.
    fn worse(&self, one: RankAt, other: RankAt) -> RankAt {
        let precedes = || self.graph.precedence(other.node) < self.graph.precedence(one.node);
        let is_other = other.rank > one.rank || other.rank == one.rank && precedes();
        if is_other { other } else { one }
    }
}

/// A sum that nothing was added to.
fn first(entry: &Entry, node: u32) -> ColumnSum {
    let worst = RankAt { rank: 0, node };
    ColumnSum {
        column: entry.column,
        low: 0,
        excess: 0,
        unbounded: 0,
        unbounded_background: 0,
        rows: 0,
        worst_low: worst,
        worst_high: worst,
    }
}
