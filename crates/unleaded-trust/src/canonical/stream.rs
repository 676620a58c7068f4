//! The document as a stream of well-formed pieces, each of which can be written in canonical form.

use std::io::{BufRead, Chain, Cursor, Read};
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::Event;

use super::characters::{self, is_blank};
use super::guard::Guard;
use super::namespaces::{Rendered, Scope};
use super::tag::Tag;
use super::{CanonicalError, CanonicalForm, CanonicalProblem as Problem, MAX_DEPTH, declaration};

mod asked;

/// Bytes that tell the encoding: two byte order marks of UTF-8, of which the second is one too many.
const HEAD: usize = 6;

/// A piece of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Cdata,
    /// The end of an element, also of an empty-element tag, which comes as two pieces.
    Close,
    Comment,
    /// The XML declaration, or white space outside the root.
    Ignored,
    /// A processing instruction.
    Instruction,
    /// The document has ended, whole.
    Done,
    Open,
    /// A character or entity reference in text.
    Reference,
    Text,
}

/// Where the document is with respect to its root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    After,
    Before,
    Inside,
}

/// A reader of XML that lets nothing pass which XML 1.0 or Namespaces in XML 1.0 forbid. Holds one token, the open
/// names and the declarations in scope.
pub(crate) struct Stream<R> {
    reader: Reader<Guard<Chain<Cursor<Vec<u8>>, R>>>,
    /// The last token with its delimiters.
    token: Vec<u8>,
    /// Bytes of the document that the parser does not see: the byte order mark.
    skipped: u64,
    /// Where the last token begins.
    at: u64,
    root: Root,
    scope: Scope,
    tag: Tag,
    /// The last tag was an empty-element tag, so it ends with the next piece.
    closes: bool,
    /// Kept for its memory: the declarations that an element needs.
    needed: Vec<usize>,
}

impl<R: BufRead> Stream<R> {
    /// Begins to read `input`.
    pub(crate) fn new(mut input: R) -> Result<Self, CanonicalError> {
        let mut head = Vec::with_capacity(HEAD);
        let read = input.by_ref().take(HEAD as u64).read_to_end(&mut head);
        let at_start = |problem| CanonicalError { problem, offset: 0 };
        read.map_err(|error| at_start(Problem::Input { reason: error.to_string() }))?;
        let mark = declaration::mark(&head).map_err(at_start)?;
        let mut head = Cursor::new(head);
        head.set_position(mark);
        let mut reader = Reader::from_reader(Guard::new(head.chain(input)));
        reader.config_mut().check_comments = true;
        Ok(Self {
            reader,
            token: Vec::new(),
            skipped: mark,
            at: mark,
            root: Root::Before,
            scope: Scope::default(),
            tag: Tag::default(),
            closes: false,
            needed: Vec::new(),
        })
    }

    /// Goes to the next piece.
    pub(crate) fn next(&mut self) -> Result<Piece, CanonicalError> {
        if std::mem::take(&mut self.closes) {
            self.close();
            return Ok(Piece::Close);
        }
        self.at = self.skipped + self.reader.buffer_position();
        self.reader.get_mut().renew();
        self.token.clear();
        let piece = match self.reader.read_event_into(&mut self.token) {
            Ok(Event::CData(_)) => self.inside(Piece::Cdata),
            Ok(Event::Comment(_)) => Ok(Piece::Comment),
            Ok(Event::Decl(_)) => self.declared(),
            Ok(Event::DocType(_)) => Err(Problem::Doctype),
            Ok(Event::Empty(_)) => self.open(2),
            Ok(Event::End(_)) => {
                self.close();
                Ok(Piece::Close)
            }
            Ok(Event::Eof) => self.done(),
            Ok(Event::GeneralRef(_)) => self.inside(Piece::Reference),
            Ok(Event::PI(_)) => Ok(Piece::Instruction),
            Ok(Event::Start(_)) => self.open(1),
            Ok(Event::Text(_)) => self.text(),
            Err(error) => Err(self.failure(&error)),
        };
        piece.map_err(|problem| self.error(problem))
    }

    /// Writes `piece`, the last one, in canonical form; what has none is only checked.
    pub(crate) fn write(
        &mut self,
        piece: Piece,
        form: CanonicalForm,
        rendered: &mut Rendered,
        out: &mut Vec<u8>,
    ) -> Result<(), CanonicalError> {
        let written = match piece {
            Piece::Cdata => characters::text(cut(&self.token, 9, 3), out),
            Piece::Close => {
                rendered.leave();
                write_end(&self.token[self.tag_name()], out);
                Ok(())
            }
            Piece::Comment => characters::only_allowed(cut(&self.token, 4, 3)),
            Piece::Done | Piece::Ignored => Ok(()),
            Piece::Instruction => self.write_instruction(out),
            Piece::Open => self.write_start(form, rendered, out),
            Piece::Reference => {
                characters::reference(&self.token).map(|(c, _)| characters::text_character(c, out))
            }
            Piece::Text => characters::text(&self.token, out),
        };
        written.map_err(|problem| self.error(problem))
    }

    /// The error that the last piece has `problem`.
    pub(crate) fn error(&self, problem: Problem) -> CanonicalError {
        CanonicalError { problem, offset: self.at }
    }

    /// Where in the token the name of a tag is.
    fn tag_name(&self) -> Range<usize> {
        match self.token.strip_prefix(b"</") {
            Some(rest) => 2..2 + rest.iter().position(|b| *b == b'>' || is_blank(*b)).unwrap_or(0),
            None => self.tag.name.span.clone(),
        }
    }

    fn declared(&mut self) -> Result<Piece, Problem> {
        if self.at != self.skipped {
            return Err(Problem::Malformed { what: "an XML declaration that is not at the start" });
        }
        let content = cut(&self.token, 5, 2);
        characters::only_allowed(content)?;
        declaration::check(content)?;
        Ok(Piece::Ignored)
    }

    /// Takes a start tag whose last `tail` bytes are its end.
    fn open(&mut self, tail: usize) -> Result<Piece, Problem> {
        if self.root == Root::After {
            return Err(Problem::OutsideRoot);
        }
        if self.scope.depth() == MAX_DEPTH {
            return Err(Problem::TooDeep);
        }
        self.root = Root::Inside;
        self.tag.read(&self.token, tail, &mut self.scope)?;
        self.closes = tail == 2;
        Ok(Piece::Open)
    }

    fn close(&mut self) {
        self.scope.leave();
        if self.scope.depth() == 0 {
            self.root = Root::After;
        }
    }

    fn text(&self) -> Result<Piece, Problem> {
        match self.root {
            Root::Inside => Ok(Piece::Text),
            _ if self.token.iter().all(|byte| is_blank(*byte)) => Ok(Piece::Ignored),
            _ => Err(Problem::OutsideRoot),
        }
    }

    /// Lets `piece` pass only inside the root.
    fn inside(&self, piece: Piece) -> Result<Piece, Problem> {
        if self.root == Root::Inside { Ok(piece) } else { Err(Problem::OutsideRoot) }
    }

    fn done(&self) -> Result<Piece, Problem> {
        if self.root == Root::After { Ok(Piece::Done) } else { Err(Problem::Truncated) }
    }

    fn failure(&mut self, error: &Error) -> Problem {
        if self.reader.get_ref().is_used_up() {
            return Problem::TokenTooLong;
        }
        match error {
            Error::Io(error) => Problem::Input { reason: error.to_string() },
            Error::Encoding(_) => Problem::NotUtf8,
            Error::Syntax(_) if self.token.get(..3).is_some_and(is_doctype) => Problem::Doctype,
            Error::Syntax(_) if self.is_at_end() => Problem::Truncated,
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
                Problem::Malformed { what: "`--` in a comment" }
            }
            Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => {
                Problem::Malformed { what: "an end tag of another element" }
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                Problem::Malformed { what: "`&` that begins no reference" }
            }
            _ => Problem::Malformed { what: "markup that is none" },
        }
    }

    fn is_at_end(&mut self) -> bool {
        self.reader.get_mut().fill_buf().is_ok_and(<[u8]>::is_empty)
    }

    fn write_start(
        &mut self,
        form: CanonicalForm,
        rendered: &mut Rendered,
        out: &mut Vec<u8>,
    ) -> Result<(), Problem> {
        out.push(b'<');
        out.extend_from_slice(&self.token[self.tag.name.span.clone()]);
        self.write_namespaces(form, rendered, out);
        for attribute in &self.tag.attributes {
            out.push(b' ');
            out.extend_from_slice(&self.token[attribute.name.span.clone()]);
            out.extend_from_slice(b"=\"");
            characters::attribute(&self.token[attribute.value.clone()], out)?;
            out.push(b'"');
        }
        out.push(b'>');
        Ok(())
    }

    fn write_namespaces(
        &mut self,
        form: CanonicalForm,
        rendered: &mut Rendered,
        out: &mut Vec<u8>,
    ) {
        let (needed, scope) = (&mut self.needed, &self.scope);
        needed.clear();
        match form {
            // Only what the element or an attribute uses (Exclusive XML Canonicalization 1.0 section 3).
            CanonicalForm::Exclusive => {
                let names = self.tag.attributes.iter().map(|attribute| &attribute.name);
                needed.extend(names.chain([&self.tag.name]).filter_map(|name| name.binding()));
            }
            // All that is in scope, which is all that is new below an element that was written.
            CanonicalForm::Inclusive if rendered.is_outside() => {
                let seen = |binding: &usize| scope.find(scope.prefix(*binding)) == Some(*binding);
                needed.extend((0..scope.len()).filter(seen));
            }
            CanonicalForm::Inclusive => needed.extend(scope.own()),
        }
        rendered.enter();
        needed.retain(|binding| scope.prefix(*binding) != b"xml");
        // A prefix has one declaration here, so no two are equal unless they are the same.
        needed.sort_unstable_by(|a, b| scope.prefix(*a).cmp(scope.prefix(*b)));
        needed.dedup();
        for binding in needed.iter().filter(|binding| rendered.must_write(**binding, scope)) {
            let (prefix, uri) = (scope.prefix(*binding), scope.uri(*binding));
            out.extend_from_slice(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
            out.extend_from_slice(prefix);
            out.extend_from_slice(b"=\"");
            characters::attribute_of_meaning(&String::from_utf8_lossy(uri), out);
            out.push(b'"');
        }
    }

    /// Canonical XML 1.0 section 2.3, processing instruction nodes.
    fn write_instruction(&self, out: &mut Vec<u8>) -> Result<(), Problem> {
        let content = cut(&self.token, 2, 2);
        let end = content.iter().position(|byte| is_blank(*byte)).unwrap_or(content.len());
        let (target, data) = content.split_at(end);
        if !characters::is_simple_name(target) || target.eq_ignore_ascii_case(b"xml") {
            return Err(Problem::Malformed { what: "a processing instruction without a name" });
        }
        characters::only_allowed(data)?;
        if self.root == Root::After {
            out.push(b'\n');
        }
        out.extend_from_slice(b"<?");
        out.extend_from_slice(target);
        let data = data.trim_ascii_start();
        if !data.is_empty() {
            out.push(b' ');
            characters::line_ends(data, out);
        }
        out.extend_from_slice(b"?>");
        if self.root == Root::Before {
            out.push(b'\n');
        }
        Ok(())
    }
}

fn is_doctype(start: &[u8]) -> bool {
    start.eq_ignore_ascii_case(b"<!d")
}

/// `token` without its first `head` and last `tail` bytes.
fn cut(token: &[u8], head: usize, tail: usize) -> &[u8] {
    token.get(head..token.len().saturating_sub(tail)).unwrap_or_default()
}

pub(crate) fn write_end(name: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"</");
    out.extend_from_slice(name);
    out.push(b'>');
}
