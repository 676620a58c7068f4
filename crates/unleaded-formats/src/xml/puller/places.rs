//! Where pieces and parts of them stand.

use std::io::BufRead;
use std::ops::Range;
use std::sync::Arc;

use unleaded_model::diagnostic::Place;

use super::{Alphabet, Puller};

impl<R: BufRead> Puller<R> {
    /// The place of the last piece.
    pub(crate) fn place(&self) -> Place {
        self.within(self.at.place(&self.file, self.bytes().len()))
    }

    /// The place of the value of the attribute `index`.
    pub(crate) fn value_place(&self, index: usize) -> Place {
        self.place_of(self.attributes[index].value.clone())
    }

    pub(super) fn place_of(&self, span: Range<usize>) -> Place {
        let mut start = self.at;
        match self.alphabet {
            Alphabet::AsciiLine => start.advance_in_line(span.start, span.start),
            Alphabet::Any => start.advance(&self.bytes()[..span.start]),
        }
        self.within(start.place(&self.file, span.len()))
    }

    /// The place, in the member that is read.
    fn within(&self, inner: Place) -> Place {
        match &self.member {
            None => inner,
            Some(member) => Place::in_member(&self.file, &**member, inner),
        }
    }

    /// Has places say that they are in `member` of an archive.
    pub(crate) fn in_member(mut self, member: Option<Arc<str>>) -> Self {
        self.member = member;
        self
    }
}
