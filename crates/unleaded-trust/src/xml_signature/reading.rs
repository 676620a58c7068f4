//! A document with its signature, in one pass: the hash of all but the signature, and what the signature says.

use std::io::{self, BufRead, Write};

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::algorithm::{DS, Hash};
use super::element::{Parts, Reader};
use super::{Method, XmlBadReason};
use crate::canonical::{Output, Piece, Rendered, Stream};

/// A document that was read. Nothing about it is believed.
pub(super) struct Reading<S> {
    /// What took the canonical form without the signature.
    pub(super) sink: S,
    /// The hash of that.
    pub(super) digest: Vec<u8>,
    /// What the signature says; `None`: there is none.
    pub(super) parts: Option<Parts>,
    /// Where the end tag of the root begins; `None`: the root is an empty-element tag.
    pub(super) end: Option<u64>,
}

/// Reads `document` and writes its canonical form, without its signature and comments, to `sink`.
pub(super) fn read<R: BufRead, S: Write>(
    document: R,
    method: Method,
    sink: S,
) -> Result<Reading<S>, XmlBadReason> {
    let mut walk = Walk {
        stream: Stream::new(document)?,
        method,
        rendered: Rendered::default(),
        output: Output::new(Tee { hash: Hashing::new(method.digest), sink }),
        inherited: Vec::new(),
        within: None,
        parts: None,
        end: None,
    };
    while walk.step()? != Piece::Done {}
    let finished = walk.output.finish().map_err(|problem| walk.stream.error(problem));
    let Tee { hash, sink } = finished?;
    Ok(Reading { sink, digest: hash.finish(), parts: walk.parts, end: walk.end })
}

struct Walk<R, S> {
    stream: Stream<R>,
    method: Method,
    rendered: Rendered,
    output: Output<Tee<S>>,
    /// The `xml:` attributes of the root.
    inherited: Vec<(String, String)>,
    /// The signature that is being read.
    within: Option<Box<Reader>>,
    parts: Option<Parts>,
    end: Option<u64>,
}

impl<R: BufRead, S: Write> Walk<R, S> {
    fn step(&mut self) -> Result<Piece, XmlBadReason> {
        let piece = self.stream.next()?;
        if let Some(reader) = &mut self.within {
            if piece == Piece::Open && self.stream.is(DS, "Signature") {
                return Err(XmlBadReason::Misplaced);
            }
            if let Some(parts) = reader.take(piece, &mut self.stream)? {
                (self.parts, self.within) = (Some(parts), None);
            }
            return Ok(piece);
        }
        match piece {
            Piece::Open if self.stream.is(DS, "Signature") => {
                self.signature()?;
                return Ok(piece);
            }
            Piece::Open if self.stream.depth() == 1 => {
                self.inherited = self.stream.xml_attributes()?;
            }
            Piece::Close if self.stream.depth() == 0 && !self.stream.is_empty_tag() => {
                self.end = Some(self.stream.offset());
            }
            _ => {}
        }
        let out = &mut self.output.buffer;
        self.stream.write(piece, self.method.document, &mut self.rendered, out)?;
        self.output.pass_on().map_err(|problem| self.stream.error(problem))?;
        Ok(piece)
    }

    /// Begins with a signature: the one child of the root that is not part of the document.
    fn signature(&mut self) -> Result<(), XmlBadReason> {
        if self.stream.depth() != 2 {
            return Err(XmlBadReason::Misplaced);
        }
        if self.parts.is_some() {
            return Err(XmlBadReason::Several);
        }
        let inherited = std::mem::take(&mut self.inherited);
        let reader = Reader::begin(self.method, inherited, &mut self.stream)?;
        self.within = Some(Box::new(reader));
        Ok(())
    }
}

/// Hashes what it passes on.
struct Tee<S> {
    hash: Hashing,
    sink: S,
}

impl<S: Write> Write for Tee<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.sink.write_all(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.sink.flush()
    }
}

enum Hashing {
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl Hashing {
    fn new(hash: Hash) -> Self {
        match hash {
            Hash::Sha256 => Self::Sha256(Sha256::new()),
            Hash::Sha384 => Self::Sha384(Sha384::new()),
            Hash::Sha512 => Self::Sha512(Sha512::new()),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hash) => hash.update(bytes),
            Self::Sha384(hash) => hash.update(bytes),
            Self::Sha512(hash) => hash.update(bytes),
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Sha256(hash) => hash.finalize().to_vec(),
            Self::Sha384(hash) => hash.finalize().to_vec(),
            Self::Sha512(hash) => hash.finalize().to_vec(),
        }
    }
}
