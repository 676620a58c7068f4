//! Hostile inputs take bounded memory: each is checked by the program under a limit on its address space.
//!
//! `docs/limits.md` has the same bounds. They are those of a build without optimisation, whose program alone is 61 MB.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::folder;

mod archives;
mod rollup;
mod text;
mod xml;

/// An input, and what must come of it.
struct Hostile {
    /// What it is.
    what: &'static str,
    /// MiB of address space that reading it may take, the program included.
    mib: u32,
    /// The exit code.
    exit: i32,
    /// A code that must be told.
    code: &'static str,
}

/// Checks the input that `write` makes.
fn check(hostile: &Hostile, write: impl FnOnce(&mut dyn Write) + Send) {
    run(hostile, "check -", write);
}

/// Runs `words` with the input that `write` makes.
fn run(hostile: &Hostile, words: &str, write: impl FnOnce(&mut dyn Write) + Send) {
    let Hostile { what, exit, code, mib } = hostile;
    let command = format!("ulimit -v {}; exec \"$0\" --lang en {words}", mib << 10);
    let mut child = Command::new("sh")
        .args(["-c", &command, env!("CARGO_BIN_EXE_unleaded")])
        .current_dir(folder(&format!("memory-{}", what.replace(' ', "-"))))
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let input = child.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut input = std::io::BufWriter::with_capacity(1 << 16, Closed { inner: input });
            write(&mut input);
        });
        child.wait_with_output().unwrap()
    });
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let beginning: String = err.chars().take(2000).collect();
    assert_eq!(output.status.code(), Some(*exit), "{what}: {out}{beginning}");
    assert!(err.contains(&format!("[{code}]")), "{what}: no {code}: {out}{beginning}");
}

/// A pipe whose reader may have gone, having seen enough.
struct Closed<W> {
    inner: W,
}

impl<W: Write> Write for Closed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        Ok(self.inner.write(bytes).unwrap_or(bytes.len()))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        // The program may have gone away.
        let _ = self.inner.flush();
        Ok(())
    }
}

/// Writes what `one` makes of each number below `count`.
fn each(out: &mut dyn Write, count: u32, one: impl Fn(u32) -> String) {
    for number in 0..count {
        out.write_all(one(number).as_bytes()).unwrap();
    }
}

fn put(out: &mut dyn Write, text: &str) {
    out.write_all(text.as_bytes()).unwrap();
}

/// The exit code for a document with an error.
const NO: i32 = 1;
/// The exit code where nothing has an error.
const YES: i32 = 0;
/// The exit code where nothing could be done.
const FAILED: i32 = 2;
