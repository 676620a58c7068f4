//! What the index knows of a document.

use serde::{Deserialize, Serialize};

use crate::hash::Sha256;
use crate::listing::{Entry, Kind, Stamp};

/// A file as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRecord {
    /// Its name in its folder.
    pub name: String,
    /// What it was without being read.
    pub stamp: Stamp,
    /// The hash of its bytes.
    pub sha256: Sha256,
}

/// A number under which a document offers a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Offered {
    /// The maker, as written; empty: none is named.
    pub maker: String,
    /// The item number.
    pub number: String,
}

/// What a document says, as far as it helps to find it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The form of the document; empty: none that is known.
    pub format: String,
    /// Who declares; empty: nobody is named.
    pub supplier: String,
    /// The date of the declaration, `YYYY-MM-DD`; empty: none.
    pub date: String,
    /// Its parts under each number by which a part of a bill of materials is matched, sorted.
    pub offers: Vec<Offered>,
    /// The numbers of parts that it only asks about, sorted.
    pub asked: Vec<String>,
    /// Further numbers that it speaks of: of the parts inside its parts, and of whoever asked; sorted.
    pub mentions: Vec<String>,
    /// The numbers of the products that its signatures claim, sorted; an empty one where one claims none.
    pub claimed: Vec<String>,
    /// Whether one of its signatures says that it takes the place of another document.
    pub supersedes: bool,
    /// How many parts it declares.
    pub parts: u64,
    /// How many of its defects are errors.
    pub errors: u64,
    /// How many are warnings.
    pub warnings: u64,
    /// The code of the defect for which it can't be used; empty: it can.
    pub unusable: String,
}

/// What the index knows of a document or a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Its file from the workspace's folder, with `/` between folders.
    pub path: String,
    /// The hash of the bytes that were read, whatever its folder is called.
    pub sha256: Sha256,
    /// What its file was without being read.
    pub stamp: Stamp,
    /// The files that belong to it, sorted by name.
    pub beside: Vec<FileRecord>,
    /// What it says; nothing for a statement.
    pub about: About,
}

impl Record {
    /// Whether it is one of `entry` as that is now.
    pub fn is_of(&self, entry: &Entry) -> bool {
        let beside = entry.beside.iter().map(|(name, stamp)| (name, stamp));
        self.path == entry.path
            && self.kind == entry.kind
            && self.stamp == entry.stamp
            && self.beside.iter().map(|file| (&file.name, &file.stamp)).eq(beside)
    }

    /// Whether its bytes are those that its folder is named by; so are all that are in a folder of another name.
    pub fn is_in_its_folder(&self) -> bool {
        self.kind != Kind::Document
            || self.path.starts_with(&format!("{}/", crate::Workspace::folder_of(&self.sha256)))
    }
}

/// A record as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Wire {
    kind: Kind,
    sha256: String,
    stamp: Stamp,
    beside: Vec<(String, Stamp, String)>,
    about: About,
}

impl Wire {
    pub(super) fn of(record: &Record) -> Self {
        let beside = record.beside.iter();
        let beside = beside.map(|f| (f.name.clone(), f.stamp, f.sha256.to_string())).collect();
        Self {
            kind: record.kind,
            sha256: record.sha256.to_string(),
            stamp: record.stamp,
            beside,
            about: record.about.clone(),
        }
    }

    pub(super) fn into_record(self, path: String) -> Option<Record> {
        let beside = self.beside.into_iter().map(|(name, stamp, sha256)| {
            Some(FileRecord { name, stamp, sha256: Sha256::parse(&sha256)? })
        });
        Some(Record {
            kind: self.kind,
            path,
            sha256: Sha256::parse(&self.sha256)?,
            stamp: self.stamp,
            beside: beside.collect::<Option<_>>()?,
            about: self.about,
        })
    }
}
