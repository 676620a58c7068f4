//! The shelf of documents on the disk, with the index beside it.

use std::io;
use std::sync::{Mutex, PoisonError};

use unleaded_app::ingest::{self, Kind, Package, Put, Said};
use unleaded_app::rollup::Supersedes;
use unleaded_store::{
    About, Hashed, Index, Offered, Record, Settled, Sha256, Shelf, Staged, StoreError,
};

/// A shelf that keeps its index up to date.
pub(crate) struct OnDisk<'d> {
    shelf: Shelf<'d>,
    index: Mutex<Index>,
}

impl<'d> OnDisk<'d> {
    /// Puts documents on `shelf`, and what they say into `index`.
    pub(crate) fn new(shelf: Shelf<'d>, index: Index) -> Self {
        Self { shelf, index: Mutex::new(index) }
    }

    /// Sees to it that what was put there is still there when the power fails.
    pub(crate) fn finish(&self) -> Result<(), StoreError> {
        self.shelf.finish()
    }
}

impl ingest::Shelf for OnDisk<'_> {
    type Staged = (Staged, Option<About>);

    fn whole(&self, package: &Package<'_>) -> io::Result<Option<String>> {
        self.shelf.whole(&on_disk(package)).map_err(told)
    }

    fn stage(&self, package: &Package<'_>, said: Option<&Said>) -> io::Result<Self::Staged> {
        let staged = self.shelf.stage(&on_disk(package)).map_err(told)?;
        Ok((staged, said.map(about)))
    }

    fn let_go(&self, (staged, _): Self::Staged) {
        self.shelf.let_go(&staged);
    }

    fn settle(&self, batch: Vec<Self::Staged>) -> (Vec<Put>, io::Result<()>) {
        let (staged, abouts): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
        let (settled, result) = self.shelf.settle(staged);
        let records = settled.iter().zip(abouts).filter_map(|(one, about)| record(one, about?));
        let records: Vec<Record> = records.collect();
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        // The index is a cache: what is not in it is read again where it is asked for.
        let _ = index.update(&records, &[]);
        (settled.into_iter().map(put).collect(), result.map_err(told))
    }
}

fn on_disk<'p>(package: &Package<'p>) -> unleaded_store::Package<'p> {
    let sha256 = Sha256::from_bytes(*package.sha256.as_bytes());
    unleaded_store::Package {
        kind: match package.kind {
            Kind::Document | Kind::Alone => unleaded_store::Kind::Document,
            Kind::Statement => unleaded_store::Kind::Statement,
        },
        name: package.name,
        file: Hashed::known(package.bytes, sha256),
        beside: package.beside,
    }
}

fn put(settled: Settled) -> Put {
    let folder = settled.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let differing = settled.differing.iter().map(|name| format!("{folder}/{name}")).collect();
    Put { differing, path: settled.path, new: settled.new }
}

fn record(settled: &Settled, about: About) -> Option<Record> {
    let (own, beside) = settled.files.split_first()?;
    Some(Record {
        kind: unleaded_store::Kind::Document,
        path: settled.path.clone(),
        sha256: settled.sha256,
        stamp: own.stamp,
        beside: beside.to_vec(),
        about,
    })
}

/// What a document says, as the index keeps it.
pub(crate) fn about(said: &Said) -> About {
    let offered =
        |one: &ingest::Offered| Offered { maker: one.maker.clone(), number: one.number.clone() };
    About {
        format: said.format.to_owned(),
        supplier: said.supplier.clone(),
        date: said.date.map(|date| date.to_string()).unwrap_or_default(),
        offers: said.offers.iter().map(offered).collect(),
        asked: said.asked.clone(),
        mentions: said.mentions.clone(),
        claimed: said.claims.products.clone(),
        supersedes: said.claims.supersedes == Supersedes::Something,
        parts: said.parts,
        errors: said.errors,
        warnings: said.warnings,
        unusable: said.unusable.map(|code| code.name().to_owned()).unwrap_or_default(),
    }
}

/// An error of the disk with its path, by its kind.
fn told(error: StoreError) -> io::Error {
    match &error {
        StoreError::File { source, .. } => io::Error::new(source.kind(), error),
        _ => io::Error::other(error),
    }
}
