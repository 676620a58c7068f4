//! A bound on what one event may read, since the parser gathers an event in memory before it shows it.

use std::io::{self, BufRead, Read};

use super::MAX_EVENT;

/// An input that fails once more than [`MAX_EVENT`] bytes were read since the last [`Guard::renew`].
pub(super) struct Guard<R> {
    inner: R,
    left: usize,
}

impl<R: BufRead> Guard<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, left: MAX_EVENT }
    }

    /// Allows another event.
    pub(super) fn renew(&mut self) {
        self.left = MAX_EVENT;
    }

    /// Whether the last failure was the bound's.
    pub(super) fn is_used_up(&self) -> bool {
        self.left == 0
    }

    pub(super) fn inner(&self) -> &R {
        &self.inner
    }

    /// The input itself; what is read from it directly is not counted.
    pub(super) fn inner_mut(&mut self) -> &mut R {
        &mut self.inner
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
        self.left -= amount;
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
