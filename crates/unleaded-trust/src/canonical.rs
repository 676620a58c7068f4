//! Canonical XML: one sequence of bytes for all documents that mean the same.
//!
//! [`CanonicalForm::Exclusive`] is Exclusive XML Canonicalization 1.0, [`CanonicalForm::Inclusive`] is Canonical XML 1.0; both
//! without comments. A document goes through once, and memory holds one token and the open elements, however long
//! the document is. Whatever another program could read differently is refused: a DOCTYPE, another encoding than
//! UTF-8, anything not well-formed.

use std::io::{BufRead, Write};

pub(crate) use self::characters::attribute_of_meaning;
pub use self::error::{CanonicalError, CanonicalProblem};
pub(crate) use self::namespaces::Rendered;
pub(crate) use self::stream::{Piece, Stream};

mod characters;
mod declaration;
mod error;
mod guard;
mod namespaces;
mod stream;
mod tag;

/// Most elements inside each other.
pub const MAX_DEPTH: usize = 256;
/// Most attributes of one element, declarations of namespaces included.
pub const MAX_ATTRIBUTES: usize = 1_000;
/// Most declarations of namespaces in scope at once.
pub const MAX_NAMESPACES: usize = 256;
/// Most bytes of a tag, a run of text, a comment or an instruction.
pub const MAX_TOKEN: usize = 16 << 20;

/// Bytes that are gathered before they are hashed and passed on.
const BLOCK: usize = 1 << 16;

/// Which declarations of namespaces the canonical form has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CanonicalForm {
    /// Those that are used, where they are (Exclusive XML Canonicalization 1.0), so that a part of a document is the same
    /// in another document.
    Exclusive,
    /// Those that are in scope (Canonical XML 1.0).
    Inclusive,
}

/// Writes the canonical form of `document`, without comments, to `sink` and returns `sink`.
///
/// What was written before an error is not canonical and must not be used.
pub fn canonicalise<R: BufRead, W: Write>(
    document: R,
    form: CanonicalForm,
    sink: W,
) -> Result<W, CanonicalError> {
    let mut stream = Stream::new(document)?;
    let mut rendered = Rendered::default();
    let mut output = Output::new(sink);
    loop {
        let piece = stream.next()?;
        stream.write(piece, form, &mut rendered, &mut output.buffer)?;
        if piece == Piece::Done {
            return output.finish().map_err(|problem| stream.error(problem));
        }
        output.pass_on().map_err(|problem| stream.error(problem))?;
    }
}

/// Gathers small pieces for a sink that likes large ones.
pub(crate) struct Output<W> {
    pub(crate) buffer: Vec<u8>,
    sink: W,
}

impl<W: Write> Output<W> {
    pub(crate) fn new(sink: W) -> Self {
        Self { buffer: Vec::with_capacity(2 * BLOCK), sink }
    }

    /// Writes what was gathered, if it is enough.
    pub(crate) fn pass_on(&mut self) -> Result<(), CanonicalProblem> {
        if self.buffer.len() < BLOCK { Ok(()) } else { self.empty() }
    }

    /// Writes the rest and returns the sink.
    pub(crate) fn finish(mut self) -> Result<W, CanonicalProblem> {
        self.empty()?;
        Ok(self.sink)
    }

    fn empty(&mut self) -> Result<(), CanonicalProblem> {
        let written = self.sink.write_all(&self.buffer);
        self.buffer.clear();
        written.map_err(|error| CanonicalProblem::Output { reason: error.to_string() })
    }
}
