//! The page of a product: what stands of it in a report, and what the rest of the report takes from it.

use std::io;

use serde::{Deserialize, Serialize};
use unleaded_documents::report::Product;
use unleaded_trust::Digest;

use super::super::write::exemptions_of;
use super::super::{Request, may_go_out};
use super::hashed::Hashed;
use super::{Answer, Workspace};
use crate::decisions::{Index, Met};

/// What the rest of a report takes from a page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Told {
    /// Whether it may go out.
    may_go_out: bool,
    /// The category by which exemptions are told.
    pub(super) category: String,
    /// The exemptions that it names, by list and name.
    pub(super) exemptions: Vec<(String, String)>,
    /// The decisions that were met.
    pub(super) met: Met,
}

impl Told {
    /// Puts the decisions beside the findings of `product`, and returns what the rest of the report takes from it.
    fn of(request: &Request<'_>, index: Option<&Index<'_>>, product: &mut Product) -> Self {
        let mut met = Met::default();
        if let Some(index) = index {
            met.add(index, product, request.options.as_of);
        }
        let named = |(list, id): (&str, &str)| (list.to_owned(), id.to_owned());
        let mut exemptions: Vec<(String, String)> = exemptions_of(product).map(named).collect();
        exemptions.sort_unstable();
        exemptions.dedup();
        Self {
            may_go_out: may_go_out(request, product),
            category: product.eu_rohs_category.clone(),
            exemptions,
            met,
        }
    }

    pub(super) fn answer(&self) -> Answer {
        if self.may_go_out { Answer::Yes } else { Answer::No }
    }

    pub(super) fn read(workspace: &dyn Workspace, page: &Digest) -> io::Result<Self> {
        let key = told_key(page);
        let bytes = piece(workspace, &key)?;
        serde_json::from_slice(&bytes).map_err(damaged)
    }
}

/// The error of a piece that can't be read.
pub(super) fn damaged(error: serde_json::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// The key of what the rest of a report takes from the page under `page`.
pub(super) fn told_key(page: &Digest) -> Digest {
    let mut key = Hashed::new("told");
    key.digest(page);
    key.done()
}

/// The pieces of a product: its page under `key`, indented as in a report, and what the rest of the report takes from it.
pub(super) fn pieces(
    (request, index): (&Request<'_>, Option<&Index<'_>>),
    key: Digest,
    mut product: Product,
) -> io::Result<[(Digest, Vec<u8>); 2]> {
    let told = Told::of(request, index, &mut product);
    let told = serde_json::to_vec(&told).map_err(io::Error::other)?;
    let page = serde_json::to_string_pretty(&product).map_err(io::Error::other)?;
    // No string of JSON holds a line break.
    let page = format!("    {}", page.replace('\n', "\n    "));
    Ok([(key, page.into_bytes()), (told_key(&key), told)])
}

/// A piece that must be there. One that is damaged is gone, too: the kind of the error is [`io::ErrorKind::InvalidData`].
pub(super) fn piece(workspace: &dyn Workspace, key: &Digest) -> io::Result<Vec<u8>> {
    let gone = || {
        let why = "a kept piece of the report is damaged or gone";
        io::Error::new(io::ErrorKind::InvalidData, why)
    };
    workspace.piece(key)?.ok_or_else(gone)
}
