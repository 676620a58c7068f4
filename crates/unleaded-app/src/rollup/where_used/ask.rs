//! What a name that is asked for means.

use unleaded_documents::report::Product;
use unleaded_model::identity::{Cas, key};
use unleaded_rules::Kind;

use super::super::columns::Column;
use super::{NotKnown, Question, Rolled, Sought, column_of};

/// Digits of a hash by which a document may be asked for.
const HASH: usize = 8;

impl Rolled<'_> {
    /// What is meant, and the name by which it is found.
    pub(super) fn sought(&self, question: &Question) -> Result<(String, Sought), NotKnown> {
        match question {
            Question::Document(name) => self.document(name),
            Question::Entry(name) => self.entry(name),
            Question::Part(number) => self.part(number),
            Question::Substance(name) => self.substance(name),
        }
    }

    fn part(&self, number: &str) -> Result<(String, Sought), NotKnown> {
        let parts = &self.context.bom.parts;
        match parts.iter().position(|part| part.number == *number) {
            Some(at) => Ok((number.to_owned(), Sought::Parts([at].into()))),
            None => Err(not_known(parts.iter().map(|part| part.number.clone()))),
        }
    }

    fn document(&self, name: &str) -> Result<(String, Sought), NotKnown> {
        let loaded = self.context.loaded;
        let hash = name.strip_prefix("sha256:").unwrap_or(name).to_lowercase();
        let is_sought = |document: &crate::documents::Loaded| {
            let file = document.file.as_str();
            let base = file.rsplit(['/', '\\']).next().unwrap_or(file);
            hash.len() >= HASH && document.sha256.starts_with(&hash) || file == name || base == name
        };
        let Some(at) = loaded.iter().position(is_sought) else {
            return Err(not_known(loaded.iter().map(|document| document.file.to_string())));
        };
        let documents = self.context.parts.documents.iter().enumerate();
        let declared = documents
            .filter(|(_, all)| all.iter().any(|(document, _)| *document == at))
            .map(|(part, _)| part);
        Ok((loaded[at].sha256.clone(), Sought::Parts(declared.collect())))
    }

    /// A number that no document names may still be in what is not disclosed; a name might be misspelt.
    fn substance(&self, name: &str) -> Result<(String, Sought), NotKnown> {
        let table = self.context.table;
        let number = Cas::parse(name).ok().map(|cas| cas.as_str().to_owned());
        let wanted = key(name);
        let by_name = || {
            let mut shown = table.shown.iter();
            let is_sought = |known: &str| !wanted.is_empty() && key(known) == wanted;
            shown.find(|(key, shown)| is_sought(key) || is_sought(&shown.name)).map(|(key, _)| key)
        };
        match number.or_else(|| by_name().cloned()) {
            Some(key) => {
                let column = column_of(table, &Column::Substance(key.clone()));
                Ok((key, Sought::Column(column)))
            }
            None => {
                let names = table.shown.iter().flat_map(|(key, shown)| [key, &shown.name]);
                Err(not_known(names.cloned()))
            }
        }
    }

    fn entry(&self, name: &str) -> Result<(String, Sought), NotKnown> {
        let sets = || self.context.judged.default_rules().iter().enumerate();
        let entries = || {
            sets().flat_map(|(set, rules)| {
                rules.entries.iter().enumerate().map(move |(at, entry)| (set, at, entry))
            })
        };
        let wanted = key(name);
        let numbered = |entry: &str| entry.split_once(' ').map(|(number, _)| key(number));
        let exact = entries().find(|(.., entry)| entry.key == *name);
        let found = exact.or_else(|| {
            entries().find(|(.., entry)| {
                let names = [&entry.key, &entry.name_en, &entry.name_zh].map(|name| key(name));
                let is_named =
                    names.contains(&wanted) || numbered(&entry.key) == Some(wanted.clone());
                is_named && !wanted.is_empty()
            })
        });
        let Some((set, at, entry)) = found else {
            return Err(not_known(entries().map(|(.., entry)| entry.key.clone())));
        };
        let column = column_of(self.context.table, &Column::Entry(set, at));
        Ok((entry.key.clone(), Sought::Column(column)))
    }

    /// What the product is under each rule set: under the entry that was asked for, else altogether.
    pub(super) fn statuses(
        &self,
        question: &Question,
        key: &str,
        product: &Product,
    ) -> Vec<(String, String)> {
        let of_entry = matches!(question, Question::Entry(_));
        let rules = self.context.judged.default_rules();
        let mut statuses = Vec::new();
        for verdict in &product.verdicts {
            let rules = rules.iter().find(|rules| rules.id == verdict.rule_set);
            let knows = rules.is_some_and(|r| r.entries.iter().any(|entry| entry.key == key));
            if !of_entry {
                statuses.push((verdict.rule_set.clone(), verdict.status.clone()));
            } else if knows {
                let told = verdict.entries.iter().find(|entry| entry.entry == key);
                let open = verdict.findings.iter().any(|f| f.entry == "*" || f.entry == key);
                let silent = match (open, rules.map(|rules| rules.kind)) {
                    (true, _) | (_, None) => "unknown",
                    (false, Some(Kind::Disclosure)) => "nothing-to-declare",
                    (false, Some(Kind::Restriction)) => "compliant",
                };
                let status = told.map_or(silent, |told| &told.status);
                statuses.push((verdict.rule_set.clone(), status.to_owned()));
            }
        }
        statuses
    }
}

fn not_known(names: impl Iterator<Item = String>) -> NotKnown {
    let mut known: Vec<String> = names.filter(|name| !name.is_empty()).collect();
    known.sort_unstable();
    known.dedup();
    NotKnown { known }
}
