//! Which part says something of which column: what a product holds is told by its own parts, whatever else is in the bill of
//! materials.

use std::collections::BTreeSet;

use unleaded_rollup::{PartInput, Reached};
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

    /// Whether every part that has a row of the column says something of it.
    pub(crate) fn is_sure(&self, column: u32) -> bool {
        !self.doubtful[column as usize]
    }

    /// The other columns that one of `reached` says something of.
    pub(crate) fn by(&self, reached: &[Reached]) -> BTreeSet<u32> {
        reached.iter().flat_map(|at| self.by_node[at.node as usize].iter().copied()).collect()
    }
}
