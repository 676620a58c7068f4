//! The part of the input that is in view: text, checked once to be UTF-8, that stays where it is until it is let go.

use std::io::{self, BufRead, Read};
use std::ops::Range;

/// Text in view below which more is asked for; a tag of this length or less lies whole in it.
const LOW: usize = 4 << 10;
/// Most bytes that are brought into view at once.
const MOST: usize = 64 << 10;

/// An input, and the text of it that is in view. Read as bytes it is the same as the input.
pub(super) struct Window<R> {
    inner: R,
    view: View,
    /// How much of the text was let go.
    from: usize,
    /// Whether the input has ended.
    ended: bool,
    /// Why nothing follows the text; told once the text is let go.
    failure: Option<io::Error>,
    /// It was told.
    failed: bool,
}

/// Text, and what follows it that is none.
#[derive(Default)]
struct View {
    text: String,
    /// The beginning of a character, or from [`Self::broken`] on anything.
    rest: Vec<u8>,
    /// The rest is not UTF-8, and never will be.
    broken: bool,
}

impl View {
    fn push(&mut self, bytes: &[u8]) {
        if !self.rest.is_empty() {
            let mut joined = std::mem::take(&mut self.rest);
            joined.extend_from_slice(bytes);
            return self.push(&joined);
        }
        let (valid, rest) = match std::str::from_utf8(bytes) {
            Ok(text) => return self.text.push_str(text),
            Err(error) => {
                self.broken = error.error_len().is_some();
                bytes.split_at(error.valid_up_to())
            }
        };
        self.text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        self.rest.extend_from_slice(rest);
    }
}

impl<R: BufRead> Window<R> {
    pub(super) fn new(inner: R) -> Self {
        let view = View::default();
        Self { inner, view, from: 0, ended: false, failure: None, failed: false }
    }

    pub(super) fn inner(&self) -> &R {
        &self.inner
    }

    /// Whether reading has failed, after all text before that was let go.
    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    /// The text in view.
    pub(super) fn text(&self) -> &str {
        self.view.text.get(self.from..).unwrap_or_default()
    }

    /// All that is in memory, what was let go before the text in view included.
    pub(super) fn memory(&self) -> &str {
        &self.view.text
    }

    /// Where `span` of the text in view is in the memory, until more is brought into view.
    pub(super) fn place_of(&self, span: Range<usize>) -> Range<usize> {
        self.from + span.start..self.from + span.end
    }

    /// Brings more into view where little is.
    pub(super) fn renew(&mut self) {
        if self.view.text.len() - self.from < LOW && self.failure.is_none() && !self.view.broken {
            self.fetch();
        }
    }

    /// Lets the text go up to here in the memory.
    pub(super) fn let_go(&mut self, end: usize) {
        self.from = end.max(self.from).min(self.view.text.len());
    }

    fn fetch(&mut self) {
        if self.ended {
            return;
        }
        if self.view.text.is_char_boundary(self.from) {
            self.view.text.drain(..self.from);
            self.from = 0;
        }
        match self.inner.fill_buf() {
            Ok([]) => self.ended = true,
            Ok(bytes) => {
                let length = bytes.len().min(MOST);
                self.view.push(&bytes[..length]);
                self.inner.consume(length);
            }
            Err(error) => self.failure = Some(error),
        }
    }
}

impl<R: BufRead> BufRead for Window<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.from == self.view.text.len() && !self.view.broken && !self.ended {
            if let Some(error) = self.failure.take() {
                self.failed = error.kind() != io::ErrorKind::Interrupted;
                return Err(error);
            }
            self.fetch();
        }
        match &self.view.text.as_bytes()[self.from..] {
            [] if !self.view.rest.is_empty() || self.ended => Ok(&self.view.rest),
            [] => self.inner.fill_buf(),
            text => Ok(text),
        }
    }

    fn consume(&mut self, amount: usize) {
        if self.from < self.view.text.len() {
            self.let_go(self.from + amount);
        } else if !self.view.rest.is_empty() {
            self.view.rest.drain(..amount);
        } else {
            self.inner.consume(amount);
        }
    }
}

impl<R: BufRead> Read for Window<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    #[test]
    fn the_bytes_are_those_of_the_input() {
        let long = "铅\u{1f600}x".repeat(20_000);
        for bytes in
            [&b""[..], b"a", "铅".as_bytes(), b"a\xe9", b"\xe9\x93", b"a\xffb", long.as_bytes()]
        {
            for buffer in [1, 2, 5, 1 << 20] {
                let mut window = Window::new(BufReader::with_capacity(buffer, bytes));
                let mut found = Vec::new();
                window.read_to_end(&mut found).unwrap();
                assert!(found == bytes, "in buffers of {buffer}");
            }
        }
    }

    #[test]
    fn only_text_is_in_view() {
        let mut window = Window::new(&b"ab\xffcd"[..]);
        window.renew();
        assert_eq!(window.text(), "ab");
        window.let_go(1);
        window.renew();
        assert_eq!(window.text(), "b");
        let mut rest = Vec::new();
        window.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, b"b\xffcd");
    }

    #[test]
    fn a_failure_is_told_behind_the_text_before_it() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::ErrorKind::TimedOut.into())
            }
        }
        let mut window = Window::new(BufReader::new(b"ab".chain(Failing)));
        window.renew();
        window.renew();
        assert_eq!((window.text(), window.has_failed()), ("ab", false));
        window.consume(2);
        assert_eq!(window.fill_buf().unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert!(window.has_failed());
    }
}
