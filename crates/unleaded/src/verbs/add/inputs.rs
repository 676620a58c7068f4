//! The files that are given, and those that belong to them.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use unleaded_app::documents::{Documents, is_document};
use unleaded_formats::detect::{Kind, detect};

use crate::exit::Failure;
use crate::files::{self, Folder, STANDARD};

/// The names of the files, and what came on standard input.
pub(super) struct Inputs {
    names: BTreeSet<String>,
    standard: Option<(String, Vec<u8>)>,
    folder: Folder,
}

impl Inputs {
    /// Finds the files of `given`: of a folder all in it, of a file those beside it that belong to it.
    pub(super) fn of(given: &[String]) -> Result<Self, Box<Failure>> {
        files::refuse_standard_twice(given)?;
        let (mut names, mut standard) = (BTreeSet::new(), None);
        let mut folders: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
        for input in given {
            if input == STANDARD {
                let bytes = files::need(input)?;
                let name = format!("standard-input{}", ending(&bytes));
                names.insert(name.clone());
                standard = Some((name, bytes));
            } else if Path::new(input).is_dir() {
                let inside = Folder::new(input).names();
                names.extend(inside.map_err(|error| files::unreadable(input, &error))?);
            } else {
                let folder = Path::new(input).parent().unwrap_or(Path::new("")).to_owned();
                let beside = folders
                    .entry(folder)
                    .or_insert_with_key(|folder| files::names(folder).unwrap_or_default());
                names.insert(input.clone());
                names.extend(belonging(input, beside));
            }
        }
        Ok(Self { names, standard, folder: Folder::new(".") })
    }

    /// The names, sorted.
    pub(super) fn names(&self) -> &BTreeSet<String> {
        &self.names
    }
}

/// The files among `sorted` that belong to `input`, or to the document that it belongs to.
fn belonging<'n>(input: &str, sorted: &'n [String]) -> impl Iterator<Item = String> + use<'n> {
    let is_there = |name: &str| sorted.binary_search_by(|known| known.as_str().cmp(name)).is_ok();
    let documents = input.rmatch_indices('.').map(|(at, _)| &input[..at]);
    let own = documents.into_iter().find(|name| is_document(name) && is_there(name));
    let own = own.filter(|_| !is_document(input)).unwrap_or(input).to_owned();
    let start = sorted.partition_point(|name| *name < own);
    let all = sorted[start..].iter().take_while({
        let own = own.clone();
        move |name| name.starts_with(&own)
    });
    // Another document whose name begins alike is none of it.
    all.filter(move |name| **name == own || !is_document(name)).cloned()
}

/// What the name of a document that has none ends with.
fn ending(bytes: &[u8]) -> &'static str {
    match detect(bytes) {
        Some(Kind::Csv) => ".csv",
        Some(Kind::Iec62474 | Kind::Ipc1752a | Kind::Xml) => ".xml",
        Some(Kind::Xlsx) => ".xlsx",
        Some(Kind::Dsse) => ".dsse.json",
        Some(Kind::Json | Kind::LateDisclosure | Kind::Redacted) => ".json",
        None => "",
    }
}

impl Documents for Inputs {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.names.iter().cloned().collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        match &self.standard {
            Some((own, bytes)) if own == name => Ok(bytes.clone()),
            _ => self.folder.read(name),
        }
    }
}
