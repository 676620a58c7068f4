//! The table as data, for whoever files it.

use super::ChinaTable;

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartMarks {
    /// The item number of the part.
    pub item: String,
    /// Its name; empty: not given.
    pub name: String,
    /// Its Chinese name; empty: not given.
    pub name_zh: String,
    /// For each substance its key (`Pb`) and its mark: `○`, `×` or `?`.
    pub marks: Vec<(String, &'static str)>,
}

impl ChinaTable {
    /// Returns the rows.
    pub fn marks(&self) -> Vec<PartMarks> {
        let row = |row: &super::Row| PartMarks {
            item: row.name.item.clone(),
            name: row.name.name.clone(),
            name_zh: row.name.name_zh.clone(),
            marks: self
                .columns
                .iter()
                .cloned()
                .zip(row.cells.iter().map(|c| c.mark.symbol()))
                .collect(),
        };
        self.rows.iter().map(row).collect()
    }
}
