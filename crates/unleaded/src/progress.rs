//! Progress on standard error, and only where a person looks at it.

use std::io::{self, BufRead, IsTerminal, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done within this time shows no bar.
const SHORT: Duration = Duration::from_millis(500);
/// Bytes after which the bar of a reading moves.
const STEP: u64 = 1 << 20;

/// A bar with a caption; draws nothing when standard error is not a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
    began: Instant,
}

impl Progress {
    /// A bar that counts things.
    pub(crate) fn new(caption: &str) -> Self {
        // Not as wide as the terminal: the caption may hold wide characters, and a bar that wraps is never cleared.
        Self::with(caption, "{msg} {bar:40} {pos}/{len}")
    }

    /// A bar that counts bytes.
    pub(crate) fn of_bytes(caption: &str) -> Self {
        Self::with(caption, "{msg} {bar:40} {bytes}/{total_bytes}")
    }

    fn with(caption: &str, template: &str) -> Self {
        let bar = ProgressBar::hidden();
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(caption.to_owned());
        Self { bar, began: Instant::now() }
    }

    pub(crate) fn at(&self, done: u64, all: u64) {
        let late = self.began.elapsed() > SHORT;
        if self.bar.is_hidden() && late && done < all && io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        if done < all {
            self.bar.set_length(all);
            self.bar.set_position(done);
        } else {
            self.bar.finish_and_clear();
        }
    }
}

/// A reader that moves a bar.
pub(crate) struct Reading<'a, R> {
    inner: R,
    progress: &'a Progress,
    /// Bytes that were read, of this reader and all others.
    done: &'a AtomicU64,
    all: u64,
}

impl<'a, R> Reading<'a, R> {
    pub(crate) fn new(inner: R, progress: &'a Progress, done: &'a AtomicU64, all: u64) -> Self {
        Self { inner, progress, done, all }
    }

    fn advance(&self, bytes: usize) {
        let before = self.done.fetch_add(bytes as u64, Ordering::Relaxed);
        let now = before + bytes as u64;
        // The end is told by whoever knows it: of a pipe no length is known.
        if before / STEP != now / STEP && now < self.all {
            self.progress.at(now, self.all);
        }
    }
}

impl<R: BufRead> Read for Reading<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.advance(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Reading<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.advance(amount);
    }
}
