//! Whether the documents are as they were put there.

use std::fs;
use std::io;

use unleaded_model::diagnostic::codes::{files, workspaces as codes};
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use crate::error::{StoreError, at};
use crate::hash::Sha256;
use crate::listing::{Kind, Listing};
use crate::workspace::Workspace;

/// Something that is wrong with what lies in a workspace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// A file belongs to nothing that is there.
    Astray {
        /// Its path.
        path: String,
    },
    /// The bytes of a document or statement are not those that it is named by.
    Changed {
        /// Its path.
        path: String,
        /// The hash of its bytes.
        found: Sha256,
    },
    /// A document does not lie in a folder named by a hash, or not alone.
    Misplaced {
        /// Its path.
        path: String,
    },
    /// A file can't be read.
    Unreadable {
        /// Its path.
        path: String,
        /// What the system says.
        reason: String,
    },
}

impl Fault {
    /// The file that it is about.
    pub fn path(&self) -> &str {
        match self {
            Self::Astray { path }
            | Self::Changed { path, .. }
            | Self::Misplaced { path }
            | Self::Unreadable { path, .. } => path,
        }
    }

    /// What is wrong, and what to do.
    pub fn diagnostic(&self, workspace: &Workspace) -> Diagnostic {
        let file = FileName::new(&workspace.path(self.path()).to_string_lossy());
        let of = |code| Diagnostic::new(code, Place::file(&file)).with("file", file.as_str());
        match self {
            Self::Astray { .. } | Self::Misplaced { .. } => of(codes::WORKSPACE_FILE_ASTRAY),
            Self::Changed { found, .. } => {
                of(codes::WORKSPACE_DOCUMENT_CHANGED).with("found", found.to_string())
            }
            Self::Unreadable { reason, .. } => of(files::FILE_INACCESSIBLE)
                .with("reason_en", reason.as_str())
                .with("reason_zh", reason.as_str()),
        }
    }

    /// What is wrong by names alone.
    pub fn of_names(listing: &Listing) -> Vec<Self> {
        let mut faults = Vec::new();
        let mut before = "";
        for entry in &listing.entries {
            let path = entry.path.clone();
            let folder = entry.folder();
            match entry.kind {
                Kind::Astray => faults.push(Self::Astray { path }),
                // An envelope whose document went away stands where only documents should.
                Kind::Statement if folder != "statements" => faults.push(Self::Astray { path }),
                Kind::Statement if hash_of(&entry.path).is_none() => {
                    faults.push(Self::Misplaced { path });
                }
                Kind::Document if hash_of(&entry.path).is_none() || before == folder => {
                    faults.push(Self::Misplaced { path });
                }
                Kind::Document => before = folder,
                Kind::Statement => {}
            }
        }
        faults
    }

    /// What is wrong with the bytes of the file at `path`; `None`: nothing, or its name tells no hash.
    pub fn of_bytes(workspace: &Workspace, path: &str) -> Option<Self> {
        let wanted = hash_of(path)?;
        match fs::read(workspace.path(path)) {
            Ok(bytes) => {
                let found = Sha256::of(&bytes);
                (found != wanted).then(|| Self::Changed { path: path.to_owned(), found })
            }
            Err(error) => {
                Some(Self::Unreadable { path: path.to_owned(), reason: error.to_string() })
            }
        }
    }
}

/// The hash that a document's folder or a statement's file is named by, where it stands where that hash belongs.
fn hash_of(path: &str) -> Option<Sha256> {
    let steps: Vec<&str> = path.split('/').collect();
    match steps.as_slice() {
        ["documents", shard, folder, _] => {
            Sha256::parse(folder).filter(|_| folder.starts_with(shard) && shard.len() == 2)
        }
        ["statements", file] => Sha256::parse(file.split_once('.')?.0),
        _ => None,
    }
}

/// The names of what a killed process left half written; the next one that writes removes it.
pub fn leftovers(workspace: &Workspace) -> Result<Vec<String>, StoreError> {
    let folder = workspace.cache("tmp");
    let entries = match fs::read_dir(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(at(&folder))?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.map_err(at(&folder))?.file_name();
        names.push(name.to_string_lossy().into_owned());
    }
    names.sort_unstable();
    Ok(names)
}
