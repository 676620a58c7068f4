//! Generic names, substances of variable composition and placeholders: what each may contain.

use std::collections::BTreeMap;

use serde::Deserialize;
use unleaded_model::identity::key;

use super::entry::EntryKey;
use super::header::{File, ListError, ListHeader, several};

/// The table of classes.
#[derive(Clone, Debug)]
pub struct Classes {
    /// The table's identity.
    pub header: ListHeader,
    /// The rows, in the order of the file.
    pub rows: Vec<ClassRow>,
    by_cas: BTreeMap<String, usize>,
    by_name: BTreeMap<String, usize>,
    patterns: Vec<usize>,
}

/// A class of substances, and how it is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRow {
    /// How `pattern` is compared.
    pub matching: Matching,
    /// A CAS number in normal form, or a key of letters and digits; empty for the row of the empty name.
    pub pattern: String,
    /// What the class is.
    pub kind: ClassKind,
    /// The name of the class, e.g. `epoxy resin`.
    pub class: String,
    /// What a substance of the class may contain or be.
    pub may_contain: MayContain,
    /// Why.
    pub reason: String,
}

/// How the pattern of a row is compared with a name or number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matching {
    /// The CAS number is the pattern.
    Cas,
    /// The key of the name holds the pattern.
    Contains,
    /// The key of the name is the pattern.
    Exact,
    /// The key of the name begins with the pattern.
    Prefix,
}

/// What a class is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassKind {
    /// A name for many substances: epoxy resin. Disclosed as that class.
    Generic,
    /// No identity: `other`. Undisclosed.
    Placeholder,
    /// A mixture, or a substance of unknown or variable composition: glass. Undisclosed for what it may contain.
    Variable,
    /// No identity, on purpose: `trade secret`. Undisclosed; in the place of an identifier, so is the class that the name is of.
    Withheld,
}

/// What a substance of a class may contain or be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MayContain {
    /// Any listed substance.
    Anything,
    /// These entries, and no other listed one.
    Entries(Vec<EntryKey>),
    /// No listed substance.
    NothingListed,
}

impl MayContain {
    /// Whether `entry` may be inside.
    pub fn holds(&self, entry: &EntryKey) -> bool {
        match self {
            Self::Anything => true,
            Self::Entries(entries) => entries.contains(entry),
            Self::NothingListed => false,
        }
    }
}

impl Classes {
    /// Returns the class of a substance: by its CAS number (in normal form) if that is in the table, else by its exact
    /// name, else the first prefix or part of a name that fits, in the order of the table, which puts the more
    /// cautious rows first. `None`: the table does not know it. A name is only asked about where there is no CAS
    /// number; a number that the table lacks is a definite substance.
    pub fn classify(&self, name: &str, cas: Option<&str>) -> Option<&ClassRow> {
        if let Some(cas) = cas {
            return self.by_cas.get(cas).and_then(|&index| self.rows.get(index));
        }
        let name = key(name);
        let exact = self.by_name.get(&name).copied();
        let index = exact.or_else(|| {
            self.patterns.iter().copied().find(|&index| match self.rows[index].matching {
                Matching::Prefix => name.starts_with(&self.rows[index].pattern),
                Matching::Contains => name.contains(&self.rows[index].pattern),
                Matching::Cas | Matching::Exact => false,
            })
        });
        index.and_then(|index| self.rows.get(index))
    }

    /// Whether `identifier` is no number but the word that it is kept back: `trade secret`, `保密`. Words for there being
    /// none (`n/a`, `无`) are not.
    pub fn is_withheld(&self, identifier: &str) -> bool {
        self.classify(identifier, None).is_some_and(|class| class.kind == ClassKind::Withheld)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    matching: String,
    patterns: String,
    kind: String,
    class: String,
    may_contain: String,
    reason: String,
}

pub(super) fn read(file: File<'_>) -> Result<Classes, ListError> {
    let (header, wires) = file.table::<Row>()?;
    let mut rows = Vec::new();
    for wire in wires {
        wire.push_rows(file, &mut rows)?;
    }
    let (mut by_cas, mut by_name) = (BTreeMap::new(), BTreeMap::new());
    let mut patterns = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let twice = match row.matching {
            Matching::Cas => by_cas.insert(row.pattern.clone(), index).is_some(),
            Matching::Exact => by_name.insert(row.pattern.clone(), index).is_some(),
            Matching::Contains | Matching::Prefix => {
                patterns.push(index);
                false
            }
        };
        if twice {
            return Err(file.value("patterns", &row.pattern));
        }
    }
    Ok(Classes { header, rows, by_cas, by_name, patterns })
}

impl Row {
    /// A line of the file holds several patterns of one class; each becomes a row.
    fn push_rows(&self, file: File<'_>, rows: &mut Vec<ClassRow>) -> Result<(), ListError> {
        let matching = match self.matching.as_str() {
            "cas" => Matching::Cas,
            "contains" => Matching::Contains,
            "exact" => Matching::Exact,
            "prefix" => Matching::Prefix,
            other => return Err(file.value("matching", other)),
        };
        let kind = match self.kind.as_str() {
            "generic" => ClassKind::Generic,
            "placeholder" => ClassKind::Placeholder,
            "variable" => ClassKind::Variable,
            "withheld" => ClassKind::Withheld,
            other => return Err(file.value("kind", other)),
        };
        let may_contain = self.may_contain(file)?;
        for pattern in self.patterns.split('|') {
            let cas = matching == Matching::Cas;
            rows.push(ClassRow {
                matching,
                pattern: if cas { pattern.to_owned() } else { key(pattern) },
                kind,
                class: self.class.clone(),
                may_contain: may_contain.clone(),
                reason: self.reason.clone(),
            });
        }
        Ok(())
    }

    fn may_contain(&self, file: File<'_>) -> Result<MayContain, ListError> {
        match self.may_contain.as_str() {
            "anything" => Ok(MayContain::Anything),
            "nothing-listed" => Ok(MayContain::NothingListed),
            entries => {
                let parsed = several(entries).map(EntryKey::parse).collect::<Option<Vec<_>>>();
                let parsed = parsed.filter(|found| !found.is_empty());
                parsed.map(MayContain::Entries).ok_or_else(|| file.value("may_contain", entries))
            }
        }
    }
}
