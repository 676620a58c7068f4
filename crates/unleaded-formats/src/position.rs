//! From byte offsets to lines and columns.

use unleaded_model::diagnostic::{FileName, Place};

/// A position that moves forward through UTF-8 text which arrives piece by piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Bytes before the position, from 0.
    pub offset: u64,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Default for Cursor {
    fn default() -> Self {
        Self::start()
    }
}

impl Cursor {
    /// Returns the position before the first byte.
    pub fn start() -> Self {
        Self { offset: 0, line: 1, column: 1 }
    }

    /// Moves behind `bytes`. A line ends with a line feed; a carriage return is a character of its line.
    pub fn advance(&mut self, bytes: &[u8]) {
        self.offset += bytes.len() as u64;
        let tail = match memchr::memrchr(b'\n', bytes) {
            None => bytes,
            Some(last) => {
                let lines = 1 + memchr::memchr_iter(b'\n', &bytes[..last]).count();
                self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
                self.column = 1;
                &bytes[last + 1..]
            }
        };
        let columns = u32::try_from(characters(tail)).unwrap_or(u32::MAX);
        self.column = self.column.saturating_add(columns);
    }

    /// Moves behind `bytes` bytes that hold `characters` characters and no line feed.
    pub(crate) fn advance_in_line(&mut self, bytes: usize, characters: usize) {
        self.offset += bytes as u64;
        let columns = u32::try_from(characters).unwrap_or(u32::MAX);
        self.column = self.column.saturating_add(columns);
    }

    /// Moves behind a line end of `bytes` bytes.
    pub(crate) fn advance_line(&mut self, bytes: usize) {
        self.offset += bytes as u64;
        self.line = self.line.saturating_add(1);
        self.column = 1;
    }

    /// Returns the position behind `bytes`.
    #[must_use]
    pub fn after(mut self, bytes: &[u8]) -> Self {
        self.advance(bytes);
        self
    }

    /// Returns the place of `length` bytes from here on.
    pub fn place(self, file: &FileName, length: usize) -> Place {
        Place::Text {
            file: file.clone(),
            line: self.line,
            column: self.column,
            start: self.offset,
            length: u32::try_from(length).unwrap_or(u32::MAX),
        }
    }
}

/// Characters in UTF-8: every byte that does not continue one.
pub(crate) fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xc0) != 0x80).count()
}

/// The line starts of a text that is wholly in memory, for places in any order.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Finds the line starts of `text`.
    pub fn new(text: &'a str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// Returns the position at byte `offset`, which counts no further than the end of the text.
    pub fn at(&self, offset: usize) -> Cursor {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let before = &self.text.as_bytes()[self.starts[line]..offset];
        Cursor {
            offset: offset as u64,
            line: u32::try_from(line + 1).unwrap_or(u32::MAX),
            column: u32::try_from(characters(before) + 1).unwrap_or(u32::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_line_feeds() {
        let text = "ab\n铅x\r\n\nend";
        let lines = Lines::new(text);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let cursor = Cursor::start().after(&text.as_bytes()[..at]);
            assert_eq!(cursor, lines.at(at), "{at}");
        }
        let x = lines.at(text.find('x').unwrap());
        assert_eq!((x.line, x.column, x.offset), (2, 2, 6));
    }

    #[test]
    fn pieces_give_the_same_position_as_the_whole() {
        let bytes = "a\n\u{1f600}b\nc".as_bytes();
        for at in 0..bytes.len() {
            let pieces = Cursor::start().after(&bytes[..at]).after(&bytes[at..]);
            assert_eq!(pieces, Cursor::start().after(bytes));
        }
    }
}
