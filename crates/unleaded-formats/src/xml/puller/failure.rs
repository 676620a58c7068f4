//! The ways in which a document can end, and the words for them.

use std::io::{self, BufRead};
use std::ops::Range;

use quick_xml::errors::{Error, IllFormedError};
use unleaded_model::diagnostic::codes::xml as codes;
use unleaded_model::diagnostic::{Code, Diagnostic, FileName, Place};

use super::super::MAX_EVENT;
use super::super::unescape::Problem;
use super::{Puller, Root, Step, Stopped, end_name, text_of};
use crate::sink::Sink;
use crate::text;

impl<R: BufRead> Puller<R> {
    pub(super) fn undeclared<T>(
        &self,
        name: Range<usize>,
        sink: &mut dyn Sink,
    ) -> Result<T, Stopped> {
        let written = self.part(&name);
        let prefix = written.split(':').next().unwrap_or_default();
        let defect = Diagnostic::new(codes::XML_PREFIX_UNDECLARED, self.place_of(name));
        sink.diagnostic(defect.with("prefix", prefix).with("value", written));
        Err(Stopped)
    }

    pub(super) fn end(&mut self, sink: &mut dyn Sink) -> Result<Option<Step>, Stopped> {
        match self.root {
            Root::After => Ok(Some(Step::End)),
            Root::Before if self.at.line == 1 && self.at.column == 1 => {
                sink.diagnostic(Diagnostic::new(codes::FILE_EMPTY, Place::file(&self.file)));
                Err(Stopped)
            }
            Root::Before | Root::Inside => self.truncated(sink),
        }
    }

    fn truncated<T>(&self, sink: &mut dyn Sink) -> Result<T, Stopped> {
        let element = match self.open.last() {
            Some((start, _)) => text_of(&self.open_names[*start..]).to_owned(),
            None => shortened(self.raw().to_owned()),
        };
        let place = self.next.place(&self.file, 0);
        sink.diagnostic(Diagnostic::new(codes::XML_TRUNCATED, place).with("element", element));
        Err(Stopped)
    }

    pub(super) fn fail<T>(&mut self, error: &Error, sink: &mut dyn Sink) -> Result<T, Stopped> {
        let (guard, stream) = (self.reader.get_ref(), self.window().inner());
        if self.window().has_failed()
            && let Some(offset) = stream.broken_at()
        {
            let encoding = stream.found().encoding;
            sink.diagnostic(*text::broken(encoding, offset, &self.file));
            return Err(Stopped);
        }
        if guard.is_used_up() {
            let what: String =
                String::from_utf8_lossy(&self.bytes()[..40.min(self.bytes().len())]).into();
            return self.too_long(&what, MAX_EVENT, sink);
        }
        match error {
            Error::Io(error) => {
                sink.diagnostic(unreadable(error, self.next.offset, &self.file));
                Err(Stopped)
            }
            Error::Encoding(_) => self.not_utf8(sink),
            Error::Syntax(_) if self.bytes().starts_with(b"<!DOCTYPE") => {
                self.stop(codes::XML_DOCTYPE, self.raw().to_owned(), sink)
            }
            Error::Syntax(_) if self.is_at_end() => self.truncated(sink),
            Error::IllFormed(IllFormedError::UnclosedReference) => {
                self.stop(codes::XML_ENTITY, self.raw().to_owned(), sink)
            }
            _ => self.stop(codes::XML_MALFORMED, self.raw().to_owned(), sink),
        }
    }

    /// An end tag that is not that of the innermost open element.
    pub(super) fn mismatched<T>(&self, sink: &mut dyn Sink) -> Result<T, Stopped> {
        let start = self.open.last().map_or(0, |(start, _)| *start);
        let found = end_name(self.bytes());
        let defect = Diagnostic::new(codes::XML_MISMATCHED_TAG, self.place());
        sink.diagnostic(
            defect
                .with("expected", text_of(&self.open_names[start..]))
                .with("found", text_of(found)),
        );
        Err(Stopped)
    }

    /// Whether nothing follows the last piece.
    fn is_at_end(&mut self) -> bool {
        self.reader.get_mut().fill_buf().is_ok_and(<[u8]>::is_empty)
    }

    fn not_utf8<T>(&self, sink: &mut dyn Sink) -> Result<T, Stopped> {
        let stream = self.window().inner();
        let valid = std::str::from_utf8(self.bytes()).map_or_else(|e| e.valid_up_to(), str::len);
        let offset = self.at.offset + valid as u64;
        let mut broken = *text::broken(stream.found().encoding, offset, &self.file);
        broken.places = vec![self.place_of(valid..valid + 1)];
        sink.diagnostic(broken);
        Err(Stopped)
    }

    pub(super) fn too_long<T>(
        &self,
        what: &str,
        limit: usize,
        sink: &mut dyn Sink,
    ) -> Result<T, Stopped> {
        let defect = Diagnostic::new(codes::XML_VALUE_TOO_LONG, self.place());
        sink.diagnostic(defect.with("what", what).with("limit", limit));
        Err(Stopped)
    }

    pub(super) fn stop<T>(
        &self,
        code: Code,
        value: String,
        sink: &mut dyn Sink,
    ) -> Result<T, Stopped> {
        let value = match value.is_empty() {
            true => String::from_utf8_lossy(self.bytes()).into_owned(),
            false => value,
        };
        sink.diagnostic(Diagnostic::new(code, self.place()).with("value", shortened(value)));
        Err(Stopped)
    }
}

/// Holds no more of a value than a message shows.
fn shortened(mut value: String) -> String {
    let end = value.char_indices().nth(200).map_or(value.len(), |(at, _)| at);
    value.truncate(end);
    value
}

pub(super) fn reference_defect(problem: Problem<'_>, place: Place) -> Diagnostic {
    let (code, text) = match problem {
        Problem::Character(text) => (codes::XML_CHARACTER, text),
        Problem::Entity(text) => (codes::XML_ENTITY, text),
    };
    Diagnostic::new(code, place).with("value", text)
}

pub(super) fn unreadable(error: &io::Error, offset: u64, file: &FileName) -> Diagnostic {
    Diagnostic::new(codes::FILE_UNREADABLE, Place::file(file))
        .with("offset", offset)
        .with("reason", error.to_string())
}
