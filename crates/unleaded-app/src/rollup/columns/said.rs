//! Which part says something of which column: what a product holds is told by its own parts, whatever else is in the bill of
//! materials.

use std::collections::BTreeSet;

use unleaded_rollup::{ColumnTotal, PartInput, ProductTotals, Reached};
use unleaded_rules::Content;

use super::Column;

/// A substance as the report shows it.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub(crate) cas: Option<String>,
    /// As the first part names it.
    pub(crate) name: String,
    /// Whether all parts name it so.
    pub(crate) alone: bool,
}

impl Shown {
    pub(super) fn of(content: &Content) -> Self {
        Self { cas: content.cas.clone(), name: content.name.clone(), alone: true }
    }
}

/// What parts say themselves, of the columns that some part has a row of and says nothing of.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// By column, whether a part has a row of it and says nothing of it.
    doubtful: Vec<bool>,
    /// By node, the doubtful columns that it says something of, ascending.
    by_node: Vec<Box<[u32]>>,
}

impl Said {
    pub(super) fn new(
        inputs: &[PartInput],
        columns: &[Column],
        unsaid: &[BTreeSet<Column>],
    ) -> Self {
        let all: BTreeSet<&Column> = unsaid.iter().flatten().collect();
        let doubtful: Vec<bool> = columns.iter().map(|column| all.contains(column)).collect();
        let says = |(input, unsaid): (&PartInput, &BTreeSet<Column>)| {
            let named = input.rows.iter().map(|row| row.column);
            let is_said = |column: &u32| {
                let at = *column as usize;
                doubtful[at] && !unsaid.contains(&columns[at])
            };
            named.filter(is_said).collect()
        };
        let by_node = inputs.iter().zip(unsaid).map(says).collect();
        Self { doubtful, by_node }
    }

    /// The columns of a product of which some part of it says something; `said` are the doubtful ones among them.
    pub(crate) fn told<'t>(
        &self,
        totals: &'t ProductTotals,
        said: &BTreeSet<u32>,
    ) -> impl Iterator<Item = &'t ColumnTotal> {
        let is_told = |column: u32| !self.doubtful[column as usize] || said.contains(&column);
        totals.columns.iter().filter(move |total| is_told(total.column))
    }

    /// The doubtful columns that one of `reached` says something of.
    pub(crate) fn by(&self, reached: &[Reached]) -> BTreeSet<u32> {
        reached.iter().flat_map(|at| self.by_node[at.node as usize].iter().copied()).collect()
    }
}
