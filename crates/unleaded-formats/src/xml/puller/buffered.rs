//! The short way: tags and the white space between them, where they lie whole in the input's buffer.
//!
//! Most of a document is such pieces. They are taken out of the buffer with one look at each byte; everything else (text,
//! references, comments, a tag across the end of the buffer, a tag with anything unusual in it) is left untouched to the
//! parser, which stands between two pieces then as it did before.

use std::io::{self, BufRead};

use quick_xml::errors::Error;

use super::super::MAX_ATTRIBUTES;
use super::super::attributes::{Attribute, starts_name};
use super::{By, Piece, Puller};
use crate::position::characters;

// What a byte can be in a name, and do to a value in double quotes; 0: nothing.
const BEYOND_ASCII: u8 = 1;
const IN_NAME: u8 = 2;
const QUOTE: u8 = 4;
const REFERENCE: u8 = 8;
const UNUSUAL: u8 = 16;

const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'"' => QUOTE,
            b'&' => REFERENCE,
            b'<' | ..b' ' => UNUSUAL,
            b'_' | b':' | b'-' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => IN_NAME,
            0x80.. => BEYOND_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// A start tag in a buffer.
struct Tag {
    length: usize,
    name_end: usize,
    is_empty: bool,
    is_ascii: bool,
}

impl<R: BufRead> Puller<R> {
    /// Takes the next piece out of the buffer; `None`: it is for the parser.
    pub(super) fn buffered(&mut self) -> Option<Piece> {
        if !self.between_tags {
            return None;
        }
        let guard = self.reader.get_mut();
        let buffer = match guard.fill_buf() {
            Ok(buffer) => buffer,
            // The parser tries again.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return None,
            Err(error) => return Some(Piece::Failed(Error::Io(error.into()))),
        };
        let (length, piece) = match buffer {
            [b'<', b'/', rest @ ..] => {
                // What the parser saw begin it sees end, so that it does not remember it forever.
                if *self.open_by.last()? == By::Parser {
                    return None;
                }
                let name = &self.open_names[*self.open_starts.last()?..];
                if !rest.starts_with(name) || rest.get(name.len()) != Some(&b'>') {
                    return None;
                }
                // The name came out of the buffer too, so it is ASCII.
                let length = name.len() + 3;
                self.next.advance_in_line(length, length);
                (length, Piece::End)
            }
            [b'<', ..] => {
                let tag = start_tag(buffer, &mut self.attributes)?;
                self.name = 1..tag.name_end;
                self.is_clean = tag.is_ascii;
                let characters = match tag.is_ascii {
                    true => tag.length,
                    false => characters(&buffer[..tag.length]),
                };
                self.next.advance_in_line(tag.length, characters);
                (tag.length, if tag.is_empty { Piece::Empty } else { Piece::Start })
            }
            _ => {
                let blank = blank(buffer)?;
                if blank.line_end > 0 {
                    self.next.advance_line(blank.line_end);
                }
                self.next.advance_in_line(blank.blanks, blank.blanks);
                (blank.line_end + blank.blanks, Piece::Blank)
            }
        };
        self.bytes.extend_from_slice(&buffer[..length]);
        guard.consume(length);
        Some(piece)
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
    let blanks = rest.iter().position(|b| *b != b' ')?;
    (line_end + blanks > 0 && rest[blanks] == b'<').then_some(Blank { line_end, blanks })
}

/// The start tag that the buffer begins with, if it is whole, on one line and has its values in double quotes. Its
/// attributes go to `out`.
fn start_tag(buffer: &[u8], out: &mut Vec<Attribute>) -> Option<Tag> {
    out.clear();
    let name_end = name(buffer, 1)?;
    let (mut at, mut seen) = (name_end, 0);
    let is_empty = loop {
        match buffer.get(at..)? {
            [b'>', ..] => break false,
            [b'/', b'>', ..] => break true,
            [b' ', b' ' | b'/' | b'>', ..] => at += 1,
            [b' ', _, ..] if out.len() < MAX_ATTRIBUTES => {
                let name_start = at + 1;
                let name_end = name(buffer, name_start)?;
                let start = name_end + 2;
                if buffer.get(name_end..start)? != b"=\"" {
                    return None;
                }
                let mut found = 0;
                let length = buffer[start..].iter().position(|byte| {
                    let class = CLASSES[usize::from(*byte)];
                    found |= class;
                    class & QUOTE != 0
                });
                let value = start..start + length?;
                seen |= found;
                at = value.end + 1;
                let plain = found & REFERENCE == 0;
                out.push(Attribute { name: name_start..name_end, value, plain });
            }
            _ => return None,
        }
    };
    let length = at + if is_empty { 2 } else { 1 };
    let is_ascii = seen & BEYOND_ASCII == 0;
    let is_usual =
        seen & UNUSUAL == 0 && (is_ascii || std::str::from_utf8(&buffer[..length]).is_ok());
    is_usual.then_some(Tag { length, name_end, is_empty, is_ascii })
}

/// Where the name in ASCII that begins at `from` ends.
fn name(buffer: &[u8], from: usize) -> Option<usize> {
    let rest = buffer.get(from..)?;
    let length = rest.iter().position(|b| CLASSES[usize::from(*b)] & IN_NAME == 0)?;
    (length > 0 && starts_name(rest[0])).then_some(from + length)
}
