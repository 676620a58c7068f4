//! The records of a workspace in memory, to be asked.

use std::collections::{BTreeMap, BTreeSet};

use crate::index::record::Record;
use crate::listing::Kind;

/// The records of everything that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    documents: Vec<Record>,
    statements: Vec<Record>,
    by_number: BTreeMap<String, Vec<usize>>,
}

impl Catalogue {
    /// Orders records.
    pub fn new(records: impl IntoIterator<Item = Record>) -> Self {
        let mut records: Vec<Record> = records.into_iter().collect();
        records.sort_unstable_by(|a, b| (&a.sha256, &a.path).cmp(&(&b.sha256, &b.path)));
        let (documents, statements): (Vec<_>, Vec<_>) =
            records.into_iter().partition(|record| record.kind == Kind::Document);
        let mut by_number: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, record) in documents.iter().enumerate() {
            for number in record.numbers() {
                match by_number.get_mut(number) {
                    Some(known) if known.last() == Some(&at) => {}
                    Some(known) => known.push(at),
                    None => {
                        by_number.insert(number.to_owned(), vec![at]);
                    }
                }
            }
        }
        Self { documents, statements, by_number }
    }

    /// The documents, sorted by the hashes of their bytes and then by their paths.
    pub fn documents(&self) -> &[Record] {
        &self.documents
    }

    /// The statements that stand beside no document, in the same order.
    pub fn statements(&self) -> &[Record] {
        &self.statements
    }

    /// The documents that speak of any of `numbers`, each once, in the same order.
    pub fn documents_about<'n>(&self, numbers: impl IntoIterator<Item = &'n str>) -> Vec<&Record> {
        let found = numbers.into_iter().filter_map(|number| self.by_number.get(number));
        let found: BTreeSet<usize> = found.flatten().copied().collect();
        found.into_iter().map(|at| &self.documents[at]).collect()
    }

    /// Every number that a document speaks of, sorted.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        self.by_number.keys().map(String::as_str)
    }
}
