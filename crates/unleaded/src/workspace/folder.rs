//! The documents of a workspace, to be read.

use std::io;

use unleaded_app::documents;

use super::Opened;
use crate::files::Folder;

/// The documents and statements of a workspace, wherever below their folders they lie.
pub(crate) struct Documents {
    shelves: Vec<Folder>,
}

impl Documents {
    pub(crate) fn of(opened: &Opened) -> Self {
        let shelves = unleaded_store::Workspace::SHELVES;
        Self { shelves: shelves.map(|shelf| Folder::new(&opened.path(shelf))).into() }
    }

    /// The statements alone.
    pub(crate) fn statements(opened: &Opened) -> Self {
        Self { shelves: vec![Folder::new(&opened.path("statements"))] }
    }
}

impl documents::Documents for Documents {
    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for shelf in &self.shelves {
            match shelf.names() {
                // Version control keeps no empty folder.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                found => names.extend(found?),
            }
        }
        Ok(names)
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        // A name is a whole path: either folder reads it.
        self.shelves[0].read(name)
    }
}
