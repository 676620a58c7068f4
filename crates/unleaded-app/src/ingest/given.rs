//! What is given to be taken in: documents with what belongs to them, by the names of files.

use std::collections::{BTreeMap, BTreeSet};

use unleaded_trust::ENVELOPE_SUFFIX;
use unleaded_trust::rows::SEED_SUFFIX;

use crate::documents::is_document;

/// A document or a statement, by the names of its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its file.
    pub name: String,
    /// The files that belong to it, sorted: what each name has behind its own, and the whole name.
    pub beside: Vec<(String, String)>,
    /// What it is by its name.
    pub kind: Kind,
}

/// What a file is by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It belongs to a file that is not there.
    Alone,
    /// A document.
    Document,
    /// An envelope beside no document, such as a withdrawal.
    Statement,
}

/// Files that are somebody's secret, or keys: they are nobody's document and belong into no folder that is handed on.
const NEVER: [&str; 3] = [SEED_SUFFIX, ".pem", ".pub"];

/// Sorts files into documents with what belongs to them, in the order of their names. Hidden files and keys are passed over.
pub fn given<'n>(names: impl IntoIterator<Item = &'n String>) -> Vec<Given> {
    let names: BTreeSet<&str> = names.into_iter().map(String::as_str).collect();
    let (documents, rest): (BTreeSet<&str>, BTreeSet<&str>) =
        names.iter().partition(|name| is_document(name));
    let rest = rest.into_iter().filter(|name| {
        let lower = name.to_lowercase();
        !is_hidden(name) && !NEVER.iter().any(|suffix| lower.ends_with(suffix))
    });
    let make = |name: &str, kind| Given { name: name.to_owned(), beside: Vec::new(), kind };
    let mut all: BTreeMap<&str, Given> =
        documents.iter().map(|name| (*name, make(name, Kind::Document))).collect();
    let mut left = Vec::new();
    for name in rest {
        match owner(name, &documents) {
            Some(owner) => attach(&mut all, owner, name, owner.len()),
            None => left.push(name),
        }
    }
    let (envelopes, left): (Vec<&str>, Vec<&str>) =
        left.into_iter().partition(|name| name.ends_with(ENVELOPE_SUFFIX));
    let stems: BTreeMap<&str, &str> = envelopes
        .iter()
        .map(|name| (name.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(name), *name))
        .collect();
    all.extend(envelopes.iter().map(|name| (*name, make(name, Kind::Statement))));
    let known: BTreeSet<&str> = stems.keys().copied().collect();
    for name in left {
        match owner(name, &known) {
            Some(stem) => attach(&mut all, stems[stem], name, stem.len()),
            None => {
                all.insert(name, make(name, Kind::Alone));
            }
        }
    }
    all.into_values().collect()
}

fn is_hidden(name: &str) -> bool {
    name.rsplit(['/', '\\']).next().unwrap_or(name).starts_with(['.', '~'])
}

/// The longest of `known` that `name` begins with, before a full stop.
fn owner<'n>(name: &'n str, known: &BTreeSet<&str>) -> Option<&'n str> {
    name.rmatch_indices('.').map(|(at, _)| &name[..at]).find(|start| known.contains(start))
}

fn attach(all: &mut BTreeMap<&str, Given>, owner: &str, name: &str, behind: usize) {
    if let Some(given) = all.get_mut(owner) {
        given.beside.push((name[behind..].to_owned(), name.to_owned()));
    }
}

impl Given {
    /// The name of the envelope beside it; `None`: there is none.
    pub(super) fn envelope(&self) -> Option<&str> {
        self.beside.iter().find(|(suffix, _)| suffix == ENVELOPE_SUFFIX).map(|(_, name)| &**name)
    }

    /// Its name without folders.
    pub fn base(&self) -> &str {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use unleaded_trust::TIME_STAMP_SUFFIX;

    use super::*;

    #[test]
    fn files_belong_to_the_longest_name_that_they_begin_with() {
        let stamp = format!("d/w.dsse.json{TIME_STAMP_SUFFIX}");
        let names = [
            "d/a.xml",
            "d/a.xml.csv",
            "d/a.xml.csv.dsse.json",
            "d/a.xml.dsse.json",
            "d/a.xml.dsse.json.tsr",
            "d/a.xml.seed",
            "d/b.tsr",
            "d/key.pem",
            "d/w.dsse.json",
            &stamp,
            "e/a.xml.tlog-proof",
            "d/.hidden.xml",
        ];
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let line = |given: &Given| {
            let beside: Vec<&str> = given.beside.iter().map(|(suffix, _)| &**suffix).collect();
            format!("{:?} {} {}", given.kind, given.name, beside.join(" "))
        };
        let lines: Vec<String> = given(&names).iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "Document d/a.xml .dsse.json .dsse.json.tsr",
                "Document d/a.xml.csv .dsse.json",
                "Alone d/b.tsr ",
                "Statement d/w.dsse.json .dsse.json.tsr",
                "Alone e/a.xml.tlog-proof ",
            ]
        );
    }
}
