//! Names and symbols of definite substances, so that one that is named without a CAS number counts as disclosed.

use std::collections::BTreeMap;

use serde::Deserialize;
use unleaded_model::identity::key;

use super::header::{File, ListError, ListHeader};

/// Names of definite substances.
#[derive(Clone, Debug)]
pub struct Names {
    /// The table's identity.
    pub header: ListHeader,
    by_key: BTreeMap<String, KnownName>,
    by_cas: BTreeMap<String, Vec<String>>,
}

/// A name and the substance it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownName {
    /// The name, as the table has it.
    pub name: String,
    /// The CAS number of the substance, in normal form.
    pub cas: String,
}

impl Names {
    /// Returns what `name` means, in any spelling: `Pb`, `铅`, `Copper (Cu)`. A remark in square brackets at the end
    /// (`Lead (Pb) [impurity]`) is left aside.
    pub fn lookup(&self, name: &str) -> Option<&KnownName> {
        let bare = name.trim_end().strip_suffix(']').and_then(|text| text.rsplit_once('['));
        let found = self.by_key.get(&key(name));
        found.or_else(|| self.by_key.get(&key(bare?.0)))
    }

    /// Returns the names of the substance of that CAS number, the first one being the name to show. None: the table
    /// does not know it. Serves to notice a printed name that belongs to another number.
    pub fn of_cas(&self, cas: &str) -> &[String] {
        self.by_cas.get(cas).map_or(&[], Vec::as_slice)
    }

    /// Returns every name.
    pub fn iter(&self) -> impl Iterator<Item = &KnownName> {
        self.by_key.values()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    cas: String,
    names: String,
}

pub(super) fn read(file: File<'_>) -> Result<Names, ListError> {
    let (header, rows) = file.table::<Row>()?;
    let (mut by_key, mut by_cas) = (BTreeMap::new(), BTreeMap::new());
    for row in rows {
        let names: Vec<String> = super::header::several(&row.names).map(str::to_owned).collect();
        for name in &names {
            let known = KnownName { name: name.clone(), cas: row.cas.clone() };
            if by_key.insert(key(name), known).is_some() {
                return Err(file.value("names", name));
            }
        }
        if by_cas.insert(row.cas.clone(), names).is_some() {
            return Err(file.value("cas", &row.cas));
        }
    }
    Ok(Names { header, by_key, by_cas })
}
