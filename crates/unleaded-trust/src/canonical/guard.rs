//! A bound on what one token may take, since the parser gathers it in memory before it shows it.

use std::io::{self, BufRead, Read};

use super::MAX_TOKEN;

/// An input that fails once more than [`MAX_TOKEN`] bytes were read since the last [`Guard::renew`].
pub(super) struct Guard<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Guard<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, left: MAX_TOKEN }
    }

    /// Allows another token.
    pub(super) fn renew(&mut self) {
        self.left = MAX_TOKEN;
    }

    /// Whether the bound was met.
    pub(super) fn is_used_up(&self) -> bool {
        self.left == 0
    }
}

impl<R: BufRead> BufRead for Guard<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let available = self.inner.fill_buf()?;
        Ok(&available[..available.len().min(self.left)])
    }

    fn consume(&mut self, amount: usize) {
        self.left = self.left.saturating_sub(amount);
        self.inner.consume(amount);
    }
}

impl<R: BufRead> Read for Guard<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(out)?;
        self.consume(count);
        Ok(count)
    }
}
