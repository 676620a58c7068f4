//! A roll-up again, after little has changed: only what depends on that is computed.
//!
//! A report is put together from *pieces*: a page for each product, and what a report tells of the documents. A piece is
//! kept under a key, the SHA-256 of all that it is made from: the lists, the options, the date, the trust file, the
//! statements, the program itself, and, of a product, its part of the bill of materials with the documents about each part.
//! Whatever changes, changes the keys of just those pieces that depend on it, so that nobody has to think of what to
//! throw away, and a piece that is found is right. What is not found is made from a bill of materials narrowed to it.

use std::io::{self, Write};

use unleaded_model::diagnostic::Diagnostic;
use unleaded_trust::Digest;

pub use self::about::{About, Claims, Supersedes};
use self::plan::Plan;
use self::work::Work;
use super::ground::Ground;
use super::{Answer, Request, Step};
use crate::documents::Documents;

mod about;
mod assembly;
mod hashed;
mod page;
mod plan;
mod work;

/// Documents that do not change, and a place for pieces.
pub trait Workspace: Documents {
    /// What is known of each document without reading it, in any order.
    fn known(&self) -> io::Result<Vec<KnownDocument>>;

    /// Those of `keys` under which there is no piece.
    fn missing(&self, keys: &[Digest]) -> io::Result<Vec<Digest>>;

    /// The piece that was kept under `key`; `None`: there is none.
    fn piece(&self, key: &Digest) -> io::Result<Option<Vec<u8>>>;

    /// Keeps pieces: all of them or none.
    fn keep(&self, pieces: &[(Digest, Vec<u8>)]) -> io::Result<()>;
}

/// What is known of a document without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownDocument {
    /// Its files, the document and what stands beside it, by their names, each with the SHA-256 of its bytes.
    pub files: Vec<(String, Digest)>,
    /// SHA-256 of the document.
    pub sha256: Digest,
    /// What tells it, with what stands beside it, from any other: a SHA-256 over all of it.
    pub key: Digest,
    /// The bytes of all its files.
    pub size: u64,
    /// What it is about.
    pub about: About,
}

/// What a roll-up again gives.
#[derive(Debug)]
pub struct Again {
    /// What was done; `None`: the bill of materials can't be used, or a sum is too large, and nothing was written.
    pub done: Option<Done>,
    /// What was remarked on the way, sorted: on the bill of materials, and on what was computed.
    pub diagnostics: Vec<Diagnostic>,
    /// The answer.
    pub answer: Answer,
}

/// How much of a roll-up had to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Products of the report.
    pub products: usize,
    /// Those that were computed.
    pub computed: usize,
    /// Documents of the workspace.
    pub documents: usize,
    /// Those that were read.
    pub read: usize,
    /// The keys of all pieces of the report: no other piece is needed any more.
    pub pieces: Vec<Digest>,
}

/// How a roll-up again is done.
#[derive(Clone, Copy, Debug)]
pub struct Means {
    /// What tells this program from any other that might make other pieces.
    pub program: Digest,
    /// The bytes of documents that are in memory at a time; one product may have more.
    pub block: u64,
}

/// Rolls up, computes only what no piece is kept of, and writes the report to `out`: the bytes of [`run`](super::run) on the
/// same documents.
///
/// `request` replaces no declarations: those have no place in a workspace.
pub fn again(
    request: &Request<'_>,
    workspace: &dyn Workspace,
    means: &Means,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(Step, usize, usize),
) -> io::Result<Again> {
    if !request.replaced.is_empty() {
        let why = "a declaration that is tried has no place in a workspace";
        return Err(io::Error::new(io::ErrorKind::InvalidInput, why));
    }
    let mut diagnostics = Vec::new();
    let Some(ground) = Ground::read(request, &mut diagnostics) else {
        return Ok(refused(diagnostics));
    };
    let plan = Plan::new(request, &ground, workspace, means)?;
    let mut work = Work::new(request, &ground, &plan, workspace);
    let made = work.run(means.block, progress)?;
    diagnostics.append(&mut work.diagnostics);
    let read = work.documents_read();
    let answer = match made {
        Some(computed) => {
            let done = Done {
                products: plan.products.len(),
                computed,
                documents: plan.documents.len(),
                read,
                pieces: plan.keys(),
            };
            let answer =
                assembly::write(request, &ground, &plan, workspace, &mut diagnostics, out)?;
            Some((answer, done))
        }
        None => None,
    };
    let Some((answer, done)) = answer else { return Ok(refused(diagnostics)) };
    unleaded_model::diagnostic::sort(&mut diagnostics);
    diagnostics.dedup();
    Ok(Again { done: Some(done), diagnostics, answer })
}

fn refused(mut diagnostics: Vec<Diagnostic>) -> Again {
    unleaded_model::diagnostic::sort(&mut diagnostics);
    Again { done: None, diagnostics, answer: Answer::No }
}
