//! Taking declarations in: each is read, hashed, checked and verified, and what is good is put on a shelf.
//!
//! Several are in work at a time, and of each no more is kept in memory than what is told of it. A bad one spoils no other.
//! What is on the shelf already is passed over as soon as its hash is known, so that a run that was ended goes on where it was.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use unleaded_model::diagnostic::codes::workspaces as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};
use unleaded_trust::{
    Aggregate, Clocks, Digest, Form, PREDICATE_TYPE, Terms, TrustStore, claimed_type,
};

use self::examine::{Bytes, Examined, examine};
use crate::companions::{Companion, Companions};
use crate::documents::{Documents, Settings, Signature, unreadable};
use crate::parallel;

mod examine;
mod given;
mod said;

#[cfg(test)]
mod tests;

pub use self::given::{Given, Kind, given};
pub use self::said::{Offered, Said, describe};

/// How many are written to the disk at once, at most.
const BATCH: usize = 512;

/// A document or a statement, to be put on a shelf.
#[derive(Clone, Copy, Debug)]
pub struct Package<'p> {
    /// What it is.
    pub kind: Kind,
    /// Its name, without folders.
    pub name: &'p str,
    /// Its bytes.
    pub bytes: &'p [u8],
    /// Their SHA-256.
    pub sha256: Digest,
    /// What belongs to it: what each name has behind its own, and the bytes.
    pub beside: &'p [(String, Vec<u8>)],
}

/// What became of a package on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Where it is.
    pub path: String,
    /// The names of the files that are new there; none: all of it was there.
    pub new: Vec<String>,
    /// The paths of files that are there with other bytes, and stay as they are.
    pub differing: Vec<String>,
}

/// Where documents are put.
pub trait Shelf: Sync {
    /// A package that is written, and not in its place yet.
    type Staged: Send;

    /// Where a package is, where all of it is there; `None`: something is not, or differs.
    fn whole(&self, package: &Package<'_>) -> io::Result<Option<String>>;

    /// Writes what is new of a package. `said` is what it says; `None`: it is a statement.
    fn stage(&self, package: &Package<'_>, said: Option<&Said>) -> io::Result<Self::Staged>;

    /// Removes what was written of a package that is not put into its place.
    fn let_go(&self, staged: Self::Staged);

    /// Puts packages into their places, in this order. What was put there before something failed stays there.
    fn settle(&self, batch: Vec<Self::Staged>) -> (Vec<Put>, io::Result<()>);
}

/// What became of a file that was given.
#[derive(Clone, Debug)]
pub enum Fate {
    /// It is in its place.
    Kept(Put),
    /// It was not come to.
    NotReached,
    /// It is refused, for the reasons told.
    Refused,
    /// It can't be read.
    Unreadable,
}

/// What there is to say of a file that was given.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// What became of it.
    pub fate: Fate,
    /// The SHA-256 of its bytes; `None`: it was not read.
    pub sha256: Option<Digest>,
    /// What it says and who signed; `None`: it was there, or is refused, or is a statement.
    pub examined: Option<Examined>,
    /// Why it is refused, and what there is to say otherwise.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a run came to.
#[derive(Debug)]
pub struct Ingested {
    /// What became of each file, in the order of their names.
    pub taken: Vec<Taken>,
    /// What the disk said, if it failed.
    pub failure: Option<io::Error>,
}

/// A file in work.
struct Worked<S> {
    taken: Taken,
    staged: Option<S>,
    failure: Option<io::Error>,
}

impl<S> Worked<S> {
    fn let_go(self, shelf: &impl Shelf<Staged = S>) -> Taken {
        if let Some(staged) = self.staged {
            shelf.let_go(staged);
        }
        self.taken.not_reached()
    }
}

/// Takes in what is given, reading from `documents`; the statements in `known` may hold delegations. Once `stop` is set nothing more is
/// begun, and what was begun is put into its place.
pub fn ingest<S: Shelf>(
    given: &[Given],
    (documents, known): (&dyn Documents, &dyn Documents),
    settings: &Settings<'_>,
    shelf: &S,
    stop: &AtomicBool,
    mut progress: impl FnMut(usize, usize),
) -> io::Result<Ingested> {
    let nobody = TrustStore::empty();
    let store = settings.trust.map_or(&nobody, |trust| &trust.store);
    let clocks = Clocks::new(store, settings.as_of);
    let companions = companions(given, documents, known, &clocks)?;
    let terms = Terms { delegations: &companions.delegations, ..clocks.terms() };
    let run = Run { documents, settings, shelf, clocks: &clocks, terms, stop };
    let mut ingested = Ingested { taken: Vec::with_capacity(given.len()), failure: None };
    thread::scope(|scope| {
        let mut settling: Option<thread::ScopedJoinHandle<'_, Settled>> = None;
        let mut done = 0;
        for batch in given.chunks(BATCH) {
            let worked = parallel::map(
                batch,
                |one| run.one(one),
                |now| {
                    progress(done + now, given.len());
                },
            );
            done += batch.len();
            ingested.join(settling.take());
            if ingested.failure.is_some() {
                run.stop.store(true, Ordering::Relaxed);
                ingested.taken.extend(worked.into_iter().map(|one| one.let_go(shelf)));
                continue;
            }
            // While one batch goes to the disk, the next is read.
            settling = Some(scope.spawn(|| settle(shelf, worked)));
        }
        ingested.join(settling);
    });
    Ok(ingested)
}

/// What became of a batch, and what the disk said.
type Settled = (Vec<Taken>, io::Result<()>);

impl Ingested {
    fn join(&mut self, settling: Option<thread::ScopedJoinHandle<'_, Settled>>) {
        let Some(settling) = settling else { return };
        let (taken, result) =
            settling.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        self.taken.extend(taken);
        if let Err(error) = result {
            self.failure.get_or_insert(error);
        }
    }
}

fn settle<S: Shelf>(shelf: &S, mut worked: Vec<Worked<S::Staged>>) -> Settled {
    let failed = worked.iter_mut().find_map(|one| one.failure.take());
    let staged: Vec<S::Staged> = worked.iter_mut().filter_map(|one| one.staged.take()).collect();
    let (put, result) = shelf.settle(staged);
    let mut put = put.into_iter();
    let taken = worked.into_iter().map(|one| {
        let mut taken = one.taken;
        // Only what was staged waits for its place.
        if matches!(taken.fate, Fate::NotReached) && taken.sha256.is_some() {
            match put.next() {
                Some(put) => taken.put(put),
                None => return taken.not_reached(),
            }
        }
        taken
    });
    (taken.collect(), result.and(failed.map_or(Ok(()), Err)))
}

/// The statements of delegates, among those that are given and those that are there.
fn companions(
    given: &[Given],
    documents: &dyn Documents,
    known: &dyn Documents,
    clocks: &Clocks<'_>,
) -> io::Result<Companions> {
    let mut found = Vec::new();
    for one in given.iter().filter(|one| one.kind == Kind::Statement) {
        let mut beside = |name: &str| {
            let is_there = one.beside.iter().any(|(_, whole)| whole == name);
            is_there.then(|| documents.read(name))
        };
        // What can't be read is told where its turn comes.
        if let Ok(bytes) = documents.read(&one.name) {
            found.push(Companion::new(&one.name, bytes, clocks, &mut beside));
        }
    }
    let mut companions = Companions::verified(&found, clocks, &mut Vec::new());
    let names = known.names()?;
    let there = Companions::in_folder(known, &names, clocks, &mut Vec::new());
    companions.delegations.extend(there.delegations);
    Ok(companions)
}

/// What is the same for every file.
struct Run<'a, S> {
    documents: &'a dyn Documents,
    settings: &'a Settings<'a>,
    shelf: &'a S,
    clocks: &'a Clocks<'a>,
    terms: Terms<'a>,
    stop: &'a AtomicBool,
}

impl<S: Shelf> Run<'_, S> {
    fn one(&self, given: &Given) -> Worked<S::Staged> {
        let mut worked = Worked { taken: Taken::begun(given), staged: None, failure: None };
        if !self.stop.load(Ordering::Relaxed)
            && let Err(error) = self.work(given, &mut worked)
        {
            // The disk failed: what comes behind would fail as well.
            self.stop.store(true, Ordering::Relaxed);
            worked.failure = Some(error);
            worked.taken.fate = Fate::NotReached;
            worked.taken.sha256 = None;
        }
        worked
    }

    fn work(&self, given: &Given, worked: &mut Worked<S::Staged>) -> io::Result<()> {
        let taken = &mut worked.taken;
        let file = FileName::new(&given.name);
        let (bytes, beside) = match self.read(given) {
            Ok(both) => both,
            Err((name, error)) => {
                taken.refuse(Fate::Unreadable, [unreadable(&FileName::new(name), &error)]);
                return Ok(());
            }
        };
        let kind = given.kind;
        if kind == Kind::Alone || kind == Kind::Statement && is_on_document(&bytes) {
            let alone = Diagnostic::new(codes::WORKSPACE_FILE_ALONE, Place::file(&file));
            taken.refuse(Fate::Refused, [alone.with("file", given.name.as_str())]);
            return Ok(());
        }
        let sha256 = Digest::of(&bytes);
        let (name, beside) = (given.base(), beside.as_slice());
        let package = Package { kind, name, bytes: &bytes, sha256, beside };
        if let Some(path) = self.shelf.whole(&package)? {
            taken.sha256 = Some(sha256);
            taken.put(Put { path, new: Vec::new(), differing: Vec::new() });
            return Ok(());
        }
        let examined = match kind {
            Kind::Document => self.document(given, &package).map(Some),
            Kind::Alone | Kind::Statement => self.statement(given, &bytes).map(|()| None),
        };
        let examined = match examined {
            Ok(examined) => examined,
            Err(why) => {
                taken.refuse(Fate::Refused, why);
                return Ok(());
            }
        };
        let said = examined.as_ref().map(|examined| &examined.said);
        worked.staged = Some(self.shelf.stage(&package, said)?);
        taken.sha256 = Some(sha256);
        if let Some(examined) = examined {
            taken.diagnostics.extend(examined.diagnostics.iter().cloned());
            taken.examined = Some(examined);
        }
        Ok(())
    }

    /// The bytes of a file and of those that belong to it; or which of them can't be read.
    #[expect(clippy::type_complexity, reason = "it is taken apart where it is called")]
    fn read<'g>(
        &self,
        given: &'g Given,
    ) -> Result<(Vec<u8>, Vec<(String, Vec<u8>)>), (&'g str, io::Error)> {
        let read = |name: &'g str| self.documents.read(name).map_err(|error| (name, error));
        let beside = given.beside.iter();
        let beside = beside.map(|(suffix, name)| Ok((suffix.clone(), read(name)?)));
        Ok((read(&given.name)?, beside.collect::<Result<_, _>>()?))
    }

    fn document(&self, given: &Given, package: &Package<'_>) -> Result<Examined, Vec<Diagnostic>> {
        let bytes = Bytes { document: package.bytes, beside: package.beside };
        examine(given, bytes, self.settings, (self.clocks, self.terms))
    }

    /// A statement is kept whatever its signature comes to: few keys or a key that ended may still take something back, and a roll-up
    /// that does not know of it would be kinder.
    fn statement(&self, given: &Given, bytes: &[u8]) -> Result<(), Vec<Diagnostic>> {
        let nothing = &mut |_: &str| None;
        let companion = Companion::new(&given.name, bytes.to_vec(), self.clocks, nothing);
        let defects = companion.defects(&self.terms);
        if defects.is_empty() { Ok(()) } else { Err(defects) }
    }
}

/// Whether an envelope is the signature on a document.
fn is_on_document(envelope: &[u8]) -> bool {
    claimed_type(envelope).is_some_and(|kind| [PREDICATE_TYPE, Aggregate::TYPE].contains(&&*kind))
}

impl Taken {
    fn begun(given: &Given) -> Self {
        Self {
            name: given.name.clone(),
            kind: given.kind,
            fate: Fate::NotReached,
            sha256: None,
            examined: None,
            diagnostics: Vec::new(),
        }
    }

    fn refuse(&mut self, fate: Fate, why: impl IntoIterator<Item = Diagnostic>) {
        self.fate = fate;
        self.diagnostics.extend(why);
    }

    fn put(&mut self, put: Put) {
        for stored in &put.differing {
            let differs = Diagnostic::new(
                codes::WORKSPACE_FILE_DIFFERS,
                Place::file(&FileName::new(&self.name)),
            );
            let differs = differs.with("stored", stored.as_str());
            self.diagnostics.push(differs.with("file", self.name.as_str()));
        }
        self.fate = Fate::Kept(put);
    }

    /// The same where the disk failed before it was in its place.
    fn not_reached(mut self) -> Self {
        if !matches!(self.fate, Fate::Refused | Fate::Unreadable) {
            self.fate = Fate::NotReached;
        }
        self
    }

    /// The signature; `None`: it was not looked at.
    pub fn signature(&self) -> Option<&Signature> {
        self.examined.as_ref().map(|examined| &examined.signature)
    }
}
