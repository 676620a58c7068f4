//! Which substances count toward a restricted group, and with which share of their mass.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use unleaded_model::amount::FractionRange;
use unleaded_model::identity::key;

use super::header::{File, ListError, ListHeader};

/// The known members of the groups. Informative, not closed: a substance that is not in it may still be a member.
#[derive(Clone, Debug)]
pub struct Groups {
    /// The table's identity.
    pub header: ListHeader,
    /// The members, by group and CAS number.
    pub members: Vec<GroupMember>,
    by_cas: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Groups {
    /// Returns the memberships of the substance of that CAS number (in normal form); lead chromate has two.
    pub fn by_cas(&self, cas: &str) -> impl Iterator<Item = &GroupMember> {
        self.at(self.by_cas.get(cas))
    }

    /// Returns the memberships of the substance of that name, in any spelling.
    pub fn by_name(&self, name: &str) -> impl Iterator<Item = &GroupMember> {
        self.at(self.by_name.get(&key(name)))
    }

    /// The names of the groups, each once, in the order of the table.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.members.iter().map(|m| m.group.as_str()).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        names
    }

    fn at<'a>(&'a self, found: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a GroupMember> {
        found.into_iter().flatten().filter_map(|&index| self.members.get(index))
    }
}

/// A substance in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupMember {
    /// The group: `Pb`, `Hg`, `Cd`, `Cr6`, `PBB`, `PBDE`, `DEHP`, `BBP`, `DBP` or `DIBP`; or, of those that lists of
    /// rules alone are about, `As`, `PCB` ...
    pub group: String,
    /// The CAS number, in normal form; `None`: the row is known by name only.
    pub cas: Option<String>,
    /// The English name.
    pub name: String,
    /// The formula that the factor is computed from; empty: unknown or variable.
    pub formula: String,
    /// The share of the substance's mass that counts: of the element for `Pb`, `Hg`, `Cd`, `Cr6` (the hexavalent
    /// chromium only) and other groups of compounds of one element; 1 for the others. `[0, 1]` where the formula is unknown or variable.
    pub factor: FractionRange,
    /// Whether a source names the substance; if not, only its check digit was verified.
    pub confirmed: bool,
    /// How the row came about.
    pub derivation: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    group: String,
    cas: String,
    name: String,
    formula: String,
    factor_low: String,
    factor_high: String,
    confirmed: String,
    derivation: String,
}

pub(super) fn read(file: File<'_>) -> Result<Groups, ListError> {
    let (header, rows) = file.table::<Row>()?;
    let members: Vec<GroupMember> =
        rows.into_iter().map(|row| row.member(file)).collect::<Result<_, _>>()?;
    let (mut by_cas, mut by_name) = (BTreeMap::new(), BTreeMap::new());
    for (index, member) in members.iter().enumerate() {
        if let Some(cas) = &member.cas {
            by_cas.entry(cas.clone()).or_insert_with(Vec::new).push(index);
        }
        by_name.entry(key(&member.name)).or_insert_with(Vec::new).push(index);
    }
    Ok(Groups { header, members, by_cas, by_name })
}

impl Row {
    fn member(self, file: File<'_>) -> Result<GroupMember, ListError> {
        Ok(GroupMember {
            factor: FractionRange {
                low: file.fraction("factor_low", &self.factor_low)?,
                high: file.fraction("factor_high", &self.factor_high)?,
            },
            confirmed: match self.confirmed.as_str() {
                "confirmed" => true,
                "unconfirmed" => false,
                other => return Err(file.value("confirmed", other)),
            },
            group: self.group,
            cas: (!self.cas.is_empty()).then_some(self.cas),
            name: self.name,
            formula: self.formula,
            derivation: self.derivation,
        })
    }
}
