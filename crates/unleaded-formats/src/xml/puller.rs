//! The stream of steps.

use std::borrow::Cow;
use std::io::BufRead;
use std::ops::Range;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::Event;
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Diagnostic, FileName, Place};

use self::buffered::Blanks;
use self::failure::{reference_defect, unreadable};
use self::known::{Alphabet, Traits};
use super::attributes::{Attribute, is_blank, is_name};
use super::guard::Guard;
pub(crate) use super::namespaces::Belongs;
use super::namespaces::Namespaces;
use super::unescape::{is_allowed, resolve, unescape};
use super::window::Window;
use super::{MAX_DEPTH, MAX_EVENT};
use crate::position::Cursor;
use crate::sink::Sink;
use crate::text::{Undeclared, Utf8Stream};

mod buffered;
mod failure;
mod known;
mod places;
mod start_tag;

/// What the document does next. White space between elements, comments and processing instructions are no steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// An element ends.
    Close,
    /// The document ends, whole.
    End,
    /// An element begins.
    Open,
    /// Text that is not white space, or a reference in text.
    Text,
}

/// Nothing more can be read; the diagnostic that says why has been given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stopped;

/// A piece of the document as the parser delivers it.
#[derive(Debug)]
enum Piece {
    /// White space between tags.
    Blank,
    Comment,
    Declaration,
    Doctype,
    Empty,
    Eof,
    End,
    Failed(Error),
    Reference,
    Start,
    Text,
}

/// What took a piece out of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// [`Puller::buffered`].
    Buffer,
    /// The parser.
    Parser,
}

/// Where the document is with respect to its root element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    After,
    Before,
    Inside,
}

/// A reader of XML that keeps hold of the bytes of its last piece.
pub(crate) struct Puller<R> {
    reader: Reader<Guard<Window<Utf8Stream<R>>>>,
    file: FileName,
    /// The member of the archive `file` that is read; `None`: the file itself.
    member: Option<Arc<str>>,
    root: Root,
    /// The names of the open elements, one behind the other; where each begins, and how its element did.
    open_names: Vec<u8>,
    open: Vec<(usize, By)>,
    /// The parser stands between two pieces, where a tag may begin.
    between_tags: bool,
    namespaces: Namespaces,
    /// What found the last piece, and where it is: in the window, or in what the parser has taken out.
    by: By,
    span: Range<usize>,
    taken: String,
    /// The same where it is not UTF-8; nothing is read after that.
    broken: Vec<u8>,
    alphabet: Alphabet,
    traits: Traits,
    /// Where the last piece begins and ends.
    at: Cursor,
    next: Cursor,
    /// Of the last element that began.
    name: Range<usize>,
    prefix_length: usize,
    belongs: Belongs,
    attributes: Vec<Attribute>,
    /// The last element was an empty-element tag, so it ends with the next step.
    closes: bool,
}

impl<R: BufRead> Puller<R> {
    /// Begins to read `input`; elements are told apart by whether they are in a namespace of `expected`.
    pub(crate) fn new(
        input: R,
        file: &FileName,
        expected: &'static [&'static str],
        sink: &mut dyn Sink,
    ) -> Result<Self, Stopped> {
        let stream = match Utf8Stream::new(input, file, Undeclared::Utf8) {
            Ok(Ok(stream)) => stream,
            Ok(Err(diagnostic)) => {
                sink.diagnostic(*diagnostic);
                return Err(Stopped);
            }
            Err(error) => {
                sink.diagnostic(unreadable(&error, 0, file));
                return Err(Stopped);
            }
        };
        let mut start = Cursor::start();
        start.offset = stream.found().mark as u64;
        let mut reader = Reader::from_reader(Guard::new(Window::new(stream)));
        reader.config_mut().check_comments = true;
        // Checked here, since the parser does not see every tag.
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Ok(Self {
            reader,
            file: file.clone(),
            member: None,
            root: Root::Before,
            open_names: Vec::new(),
            open: Vec::new(),
            between_tags: false,
            namespaces: Namespaces::new(expected),
            by: By::Parser,
            span: 0..0,
            taken: String::new(),
            broken: Vec::new(),
            alphabet: Alphabet::Any,
            traits: Traits::ANY,
            at: start,
            next: start,
            name: 0..0,
            prefix_length: 0,
            belongs: Belongs::Nowhere,
            attributes: Vec::new(),
            closes: false,
        })
    }

    /// Goes to the next step.
    pub(crate) fn step(&mut self, sink: &mut dyn Sink) -> Result<Step, Stopped> {
        loop {
            if let Some(step) = self.piece(Blanks::Joined, sink)? {
                return Ok(step);
            }
        }
    }

    /// Reads to the end of the element that has just begun and returns its bytes as text, tags included.
    pub(crate) fn raw_element(&mut self, sink: &mut dyn Sink) -> Result<String, Stopped> {
        let depth = self.depth();
        let mut raw = self.raw().to_owned();
        loop {
            let own_piece = !self.closes;
            let step = self.piece(Blanks::Apart, sink)?;
            if own_piece {
                raw.push_str(self.raw());
            }
            if raw.len() > MAX_EVENT {
                let element = text_of(&raw.as_bytes()[..raw.len().min(40)]).to_owned();
                return self.too_long(&element, MAX_EVENT, sink);
            }
            if step == Some(Step::Close) && self.depth() < depth {
                return Ok(raw);
            }
        }
    }

    /// The bytes of the last piece as text.
    pub(crate) fn raw(&self) -> &str {
        self.memory().get(self.span.clone()).unwrap_or_default()
    }

    /// A part of it.
    fn part(&self, span: &Range<usize>) -> &str {
        let from = self.span.start;
        self.memory().get(from + span.start..from + span.end).unwrap_or_default()
    }

    /// What the last piece is in.
    fn memory(&self) -> &str {
        match self.by {
            By::Buffer => self.window().memory(),
            By::Parser => &self.taken,
        }
    }

    /// The bytes of the last piece, which are not UTF-8 where reading has failed for that.
    fn bytes(&self) -> &[u8] {
        match self.broken.as_slice() {
            [] => self.raw().as_bytes(),
            broken => broken,
        }
    }

    fn window(&self) -> &Window<Utf8Stream<R>> {
        self.reader.get_ref().inner()
    }

    /// The characters that the last step of text stands for.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        let raw = self.raw();
        if let Some(data) = raw.strip_prefix("<![CDATA[").and_then(|raw| raw.strip_suffix("]]>")) {
            return Cow::Borrowed(data);
        }
        match raw.starts_with('&').then(|| resolve(raw)) {
            Some(Ok(c)) => Cow::Owned(c.to_string()),
            // A reference that can't be resolved was told, and stays as it is.
            Some(Err(_)) | None => Cow::Borrowed(raw),
        }
    }

    /// The bytes of the last step of text, without the white space around it, which is layout. Blanks of other scripts
    /// are none to XML, and stay.
    pub(crate) fn raw_text(&self) -> &str {
        self.raw().trim_matches([' ', '\t', '\r', '\n'])
    }

    /// Bytes of the document before the last piece.
    pub(crate) fn offset(&self) -> u64 {
        self.at.offset
    }

    /// Elements that are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// The local name of the element that has just begun.
    pub(crate) fn name(&self) -> &[u8] {
        self.part(&(self.name.start + self.prefix_length..self.name.end)).as_bytes()
    }

    /// Its name as written.
    pub(crate) fn written_name(&self) -> &str {
        self.part(&self.name)
    }

    /// Whose it is.
    pub(crate) fn belongs(&self) -> Belongs {
        self.belongs
    }

    /// The name of its namespace; empty: none.
    pub(crate) fn namespace(&self) -> &str {
        let prefix = self.part(&(self.name.start..self.name.start + self.prefix_length));
        self.namespaces.name(prefix.strip_suffix(':').unwrap_or(prefix).as_bytes())
    }

    /// How many attributes it has.
    pub(crate) fn attributes(&self) -> usize {
        self.attributes.len()
    }

    /// The name of the attribute `index`, as written.
    pub(crate) fn attribute_name(&self, index: usize) -> &[u8] {
        self.part(&self.attributes[index].name).as_bytes()
    }

    /// The value of the attribute `index`, with its references resolved.
    pub(crate) fn value(&self, index: usize) -> Cow<'_, str> {
        let attribute = &self.attributes[index];
        let raw = self.part(&attribute.value);
        match attribute.plain {
            true => Cow::Borrowed(raw),
            false => Cow::Owned(unescape(raw, |_, _| {})),
        }
    }

    /// The bytes of the attribute `index`, from its name to its closing quote, and their place.
    pub(crate) fn raw_attribute(&self, index: usize) -> (&str, Place) {
        let attribute = &self.attributes[index];
        let span = attribute.name.start..attribute.value.end + 1;
        (self.part(&span), self.place_of(span))
    }

    /// Reads one piece; `None`: it is no step.
    fn piece(&mut self, blanks: Blanks, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        if std::mem::take(&mut self.closes) {
            return Ok(Some(self.close()));
        }
        self.at = self.next;
        let guard = self.reader.get_mut();
        guard.renew();
        if self.by == By::Buffer {
            guard.inner_mut().let_go(self.span.end);
        }
        let piece = match self.buffered(blanks) {
            Some(piece) => piece,
            None => self.parsed(),
        };
        let by = self.by;
        if self.alphabet == Alphabet::Any
            && !matches!(piece, Piece::Blank | Piece::End | Piece::Failed(_))
        {
            self.check_characters(sink);
        }
        match piece {
            Piece::Blank | Piece::Comment => Ok(None),
            Piece::Declaration => self.declaration(sink),
            Piece::Doctype => self.stop(codes::XML_DOCTYPE, self.raw().to_owned(), sink),
            Piece::Empty => self.open(2, by, sink),
            Piece::End if by == By::Parser => self.end_tag(sink),
            Piece::End => Ok(Some(self.close())),
            Piece::Eof => self.end(sink),
            Piece::Failed(error) => self.fail(&error, sink),
            Piece::Reference => self.reference(sink),
            Piece::Start => self.open(1, by, sink),
            Piece::Text => self.content(sink),
        }
    }

    /// Lets the parser read the next piece.
    fn parsed(&mut self) -> Piece {
        let mut bytes = std::mem::take(&mut self.taken).into_bytes();
        bytes.clear();
        let piece = match self.reader.read_event_into(&mut bytes) {
            Ok(Event::CData(_) | Event::Text(_)) => Piece::Text,
            Ok(Event::Comment(_) | Event::PI(_)) => Piece::Comment,
            Ok(Event::Decl(_)) => Piece::Declaration,
            Ok(Event::DocType(_)) => Piece::Doctype,
            Ok(Event::Empty(_)) => Piece::Empty,
            Ok(Event::End(_)) => Piece::End,
            Ok(Event::Eof) => Piece::Eof,
            Ok(Event::GeneralRef(_)) => Piece::Reference,
            Ok(Event::Start(_)) => Piece::Start,
            Err(error) => Piece::Failed(error),
        };
        self.next.advance(&bytes);
        (self.by, self.span) = (By::Parser, 0..bytes.len());
        match String::from_utf8(bytes) {
            Ok(text) => self.taken = text,
            Err(error) => self.broken = error.into_bytes(),
        }
        // Behind text the parser waits for a tag or reference that it has not taken yet.
        self.between_tags = !matches!(piece, Piece::Text);
        self.alphabet = Alphabet::Any;
        self.traits = Traits::ANY;
        piece
    }

    /// An XML declaration may stand only before everything else (XML 1.0 section 2.8).
    fn declaration(&mut self, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        if self.at.line == 1 && self.at.column == 1 {
            return Ok(None);
        }
        self.stop(codes::XML_MALFORMED, self.raw().to_owned(), sink)
    }

    fn close(&mut self) -> Step {
        self.namespaces.leave(self.depth());
        self.open_names.truncate(self.open.pop().map_or(0, |(start, _)| start));
        if self.depth() == 0 {
            self.root = Root::After;
        }
        Step::Close
    }

    /// Takes an end tag, which must be that of the innermost open element (XML 1.0 section 3, element type match).
    fn end_tag(&mut self, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        let name = end_name(self.bytes());
        match self.open.last() {
            None => self.stop(codes::XML_OUTSIDE_ROOT, self.raw().to_owned(), sink),
            Some((start, _)) if &self.open_names[*start..] != name => self.mismatched(sink),
            Some(_) => {
                self.check_characters(sink);
                Ok(Some(self.close()))
            }
        }
    }

    fn content(&mut self, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        if self.bytes().iter().all(|b| is_blank(*b)) {
            return Ok(None);
        }
        match self.root {
            Root::After => self.stop(codes::XML_OUTSIDE_ROOT, self.raw().trim().to_owned(), sink),
            Root::Before => self.stop(codes::FORMAT_UNKNOWN, self.raw().trim().to_owned(), sink),
            Root::Inside => {
                let is_text = !self.raw().starts_with("<![CDATA[");
                if is_text && self.raw().contains("]]>") {
                    return self.stop(codes::XML_MALFORMED, "]]>".to_owned(), sink);
                }
                Ok(Some(Step::Text))
            }
        }
    }

    fn reference(&mut self, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        if self.root != Root::Inside {
            return self.content(sink);
        }
        if let Err(problem) = resolve(self.raw()) {
            sink.diagnostic(reference_defect(problem, self.place()));
        }
        Ok(Some(Step::Text))
    }

    /// Takes a start tag whose last `tail` bytes are its end: `>` or `/>`.
    fn open(&mut self, tail: usize, by: By, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        let end = self.span.len() - tail;
        if by == By::Parser {
            let length = self.bytes()[1..end].iter().position(|b| is_blank(*b));
            self.name = 1..length.map_or(end, |length| 1 + length);
        }
        if self.root == Root::After {
            return self.stop(codes::XML_OUTSIDE_ROOT, self.written_name().to_owned(), sink);
        }
        if by == By::Parser && !is_name(self.written_name().as_bytes()) {
            return self.stop(codes::XML_MALFORMED, self.written_name().to_owned(), sink);
        }
        if self.depth() == MAX_DEPTH {
            let deep = Diagnostic::new(codes::XML_TOO_DEEP, self.place());
            sink.diagnostic(
                deep.with("limit", MAX_DEPTH).with("element", self.written_name().to_owned()),
            );
            return Err(Stopped);
        }
        self.root = Root::Inside;
        self.open.push((self.open_names.len(), by));
        let memory = match by {
            By::Buffer => self.reader.get_ref().inner().memory(),
            By::Parser => &self.taken,
        };
        let name = self.span.start + self.name.start..self.span.start + self.name.end;
        let name = memory.get(name).unwrap_or_default();
        self.open_names.extend_from_slice(name.as_bytes());
        self.closes = tail == 2;
        if by == By::Parser {
            self.split_attributes(end, sink)?;
        }
        self.check_attributes(sink)?;
        self.bind(sink)?;
        self.resolve_name(sink)?;
        Ok(Some(Step::Open))
    }

    /// Looks for characters that XML forbids (XML 1.0 section 2.2); one per piece is told.
    fn check_characters(&self, sink: &mut dyn Sink) {
        // Without an early exit, so that the compiler can look at many bytes at once. 0xEF begins U+FFFE and U+FFFF.
        let suspicious = self.bytes().iter().fold(false, |found, b| {
            found | (*b < b' ' && !matches!(b, b'\t' | b'\r' | b'\n')) | (*b == 0xef)
        });
        if !suspicious {
            return;
        }
        let text = self.raw();
        if let Some((at, c)) = text.char_indices().find(|(_, c)| !is_allowed(*c)) {
            let place = self.place_of(at..at + c.len_utf8());
            let value = format!("U+{:04X}", u32::from(c));
            sink.diagnostic(Diagnostic::new(codes::XML_CHARACTER, place).with("value", value));
        }
    }
}

/// Names and values are cut at ASCII characters, so this is never empty for want of validity.
fn text_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// The name in an end tag.
fn end_name(tag: &[u8]) -> &[u8] {
    tag.strip_prefix(b"</")
        .and_then(|tag| tag.strip_suffix(b">"))
        .unwrap_or_default()
        .trim_ascii_end()
}
