//! The short way: tags and the white space between them, where they lie whole in the window on the input.
//!
//! Most of a document is such pieces. They are found with one look at each byte and stay where they are; everything
//! else (text, references, comments, a tag across the end of the window, a tag with anything unusual in it) is left
//! untouched to the parser, which stands between two pieces then as it did before.

use std::io::BufRead;
use std::ops::Range;

use super::super::MAX_ATTRIBUTES;
use super::super::attributes::{Attribute, starts_name};
use super::super::scan;
use super::known::{Alphabet, Traits};
use super::{By, Piece, Puller};
use crate::position::characters;

// What a byte can do to a value in double quotes; 0: nothing.
const BEYOND_ASCII: u8 = 1;
const QUOTE: u8 = 2;
const REFERENCE: u8 = 4;
const UNUSUAL: u8 = 8;

const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'"' => QUOTE,
            b'&' => REFERENCE,
            b'<' | ..b' ' => UNUSUAL,
            0x80.. => BEYOND_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// A start tag in the window.
struct Tag {
    length: usize,
    name_end: usize,
    is_empty: bool,
    /// There is a colon in a name.
    prefixes: bool,
    /// The classes of bytes in values.
    in_values: u8,
    /// There is a declaration of a namespace.
    binds: bool,
}

/// Whether white space before a tag is a piece of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Blanks {
    /// It is.
    Apart,
    /// It is let go with the tag.
    Joined,
}

impl<R: BufRead> Puller<R> {
    /// Finds the next piece in the window; `None`: it is for the parser.
    pub(super) fn buffered(&mut self, blanks: Blanks) -> Option<Piece> {
        if !self.between_tags {
            return None;
        }
        let window = self.reader.get_mut().inner_mut();
        window.renew();
        let text = window.text().as_bytes();
        let mut start = 0;
        let mut position = self.at;
        if *text.first()? != b'<' {
            let blank = blank(text)?;
            if blank.line_end > 0 {
                position.advance_line(blank.line_end);
            }
            position.advance_in_line(blank.blanks, blank.blanks);
            start = blank.line_end + blank.blanks;
            if blanks == Blanks::Apart {
                self.next = position;
                return Some(self.hold(0..start, Alphabet::Any, Piece::Blank));
            }
        }
        let (length, alphabet, piece) = match &text[start..] {
            [b'<', b'/', rest @ ..] => {
                // What the parser saw begin it sees end, so that it does not remember it forever.
                let (from, by) = *self.open.last()?;
                let name = &self.open_names[from..];
                let is_it = by == By::Buffer && rest.starts_with(name);
                if !is_it || rest.get(name.len()) != Some(&b'>') {
                    return None;
                }
                // The name came out of the window too, so it is ASCII.
                (name.len() + 3, Alphabet::AsciiLine, Piece::End)
            }
            tag => {
                let tag = start_tag(tag, &mut self.attributes)?;
                self.name = 1..tag.name_end;
                self.traits = Traits {
                    prefixes: tag.prefixes,
                    references: tag.in_values & REFERENCE != 0,
                    binds: tag.binds,
                };
                let alphabet = match tag.in_values & BEYOND_ASCII {
                    0 => Alphabet::AsciiLine,
                    _ => Alphabet::Any,
                };
                (tag.length, alphabet, if tag.is_empty { Piece::Empty } else { Piece::Start })
            }
        };
        self.at = position;
        self.next = position;
        let count = match alphabet {
            Alphabet::AsciiLine => length,
            Alphabet::Any => characters(&text[start..start + length]),
        };
        self.next.advance_in_line(length, count);
        Some(self.hold(start..start + length, alphabet, piece))
    }

    /// Keeps hold of a piece of the window, and of what is before it there.
    fn hold(&mut self, span: Range<usize>, alphabet: Alphabet, piece: Piece) -> Piece {
        self.alphabet = alphabet;
        self.by = By::Buffer;
        self.span = self.window().place_of(span);
        piece
    }
}

/// White space in a buffer.
struct Blank {
    /// Bytes of a line end.
    line_end: usize,
    /// Blanks behind it.
    blanks: usize,
}

/// The white space that the buffer begins with, if it is at most one line end, then blanks, and a tag follows it.
fn blank(buffer: &[u8]) -> Option<Blank> {
    let line_end = match buffer {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    };
    let rest = &buffer[line_end..];
    let eights = rest.chunks_exact(8).take_while(|eight| *eight == [b' '; 8]).count() * 8;
    let blanks = eights + rest[eights..].iter().position(|b| *b != b' ')?;
    (line_end + blanks > 0 && rest[blanks] == b'<').then_some(Blank { line_end, blanks })
}

/// The start tag that the buffer begins with, if it is whole, on one line and has its values in double quotes. Its
/// attributes go to `out`.
fn start_tag(buffer: &[u8], out: &mut Vec<Attribute>) -> Option<Tag> {
    out.clear();
    let (name_end, mut prefixes) = name(buffer, 1)?;
    let (mut at, mut in_values, mut binds) = (name_end, 0, false);
    let is_empty = loop {
        match buffer.get(at..)? {
            [b'>', ..] => break false,
            [b'/', b'>', ..] => break true,
            [b' ', b' ' | b'/' | b'>', ..] => at += 1,
            [b' ', _, ..] if out.len() < MAX_ATTRIBUTES => {
                let name_start = at + 1;
                let (name_end, found) = name(buffer, name_start)?;
                prefixes |= found;
                binds |= buffer[name_start..].starts_with(b"xmlns");
                let start = name_end + 2;
                if buffer.get(name_end..start)? != b"=\"" {
                    return None;
                }
                let (length, found) = value(buffer, start)?;
                let value = start..start + length;
                in_values |= found;
                at = value.end + 1;
                let plain = found & REFERENCE == 0;
                out.push(Attribute { name: name_start..name_end, value, plain });
            }
            _ => return None,
        }
    };
    let length = at + if is_empty { 2 } else { 1 };
    let tag = Tag { length, name_end, is_empty, prefixes, in_values, binds };
    (in_values & UNUSUAL == 0).then_some(tag)
}

/// Bytes of the value that begins at `from`, and their classes.
fn value(buffer: &[u8], from: usize) -> Option<(usize, u8)> {
    if let Some(length) = scan::plain_value(buffer, from) {
        return Some((length, 0));
    }
    let mut found = 0;
    let length = buffer.get(from..)?.iter().position(|byte| {
        let class = CLASSES[usize::from(*byte)];
        found |= class;
        class & QUOTE != 0
    })?;
    Some((length, found))
}

/// Where the name in ASCII that begins at `from` ends, and whether it holds a colon.
fn name(buffer: &[u8], from: usize) -> Option<(usize, bool)> {
    // A name so near to the end is left to the parser.
    let (length, colon) = scan::name(buffer, from)?;
    (length > 0 && starts_name(buffer[from])).then_some((from + length, colon))
}
