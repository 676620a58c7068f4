//! A folder, a clean environment, and the program in it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The date of the law in all tests.
pub(crate) const TODAY: &str = "2026-11-22";

/// A file or folder of the repository's fixtures.
pub(crate) fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(path)
}

/// The text of a fixture.
pub(crate) fn fixture_text(path: &str) -> String {
    std::fs::read_to_string(fixture(path)).unwrap()
}

/// A schema of the repository.
pub(crate) fn schema(name: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas").join(name);
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// Where a test works: an empty folder, which is also the home.
pub(crate) struct Place {
    dir: TempDir,
    language: &'static str,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self::speaking("C")
    }

    pub(crate) fn speaking(language: &'static str) -> Self {
        let dir = TempDir::new().unwrap();
        Self { dir, language }
    }

    /// With the fixture of one board: `bom.csv`, and `declarations/parts.csv`.
    pub(crate) fn with_board() -> Self {
        let place = Self::new();
        for name in ["bom.csv", "declarations/parts.csv"] {
            place.write(name, fixture_text(&format!("rollup/valid--one-board/{name}")));
        }
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn copy(&self, from: &str, name: &str) {
        self.write(name, std::fs::read(fixture(from)).unwrap());
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        let path = self.path(name);
        std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    pub(crate) fn json(&self, name: &str) -> serde_json::Value {
        serde_json::from_slice(&self.read(name)).unwrap()
    }

    pub(crate) fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// The names in a folder, sorted; hidden ones too.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = self.path(folder).read_dir().unwrap();
        let mut names: Vec<String> =
            entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The program with the words of `line`, not started yet.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_unleaded"));
        command
            .args(words(line))
            .current_dir(self.dir.path())
            .env_clear()
            .env("HOME", self.dir.path())
            .env("TMPDIR", self.dir.path())
            .env("LC_ALL", self.language)
            .env("COLUMNS", "100");
        command
    }

    /// Runs the program and waits.
    pub(crate) fn run(&self, line: &str) -> Ran {
        Ran::of(line, self.command(line).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs the program with `input` on its standard input.
    pub(crate) fn feed(&self, input: &[u8], line: &str) -> Ran {
        self.stream(line, |pipe| pipe.write_all(input))
    }

    /// Runs the program with what `write` writes on its standard input.
    pub(crate) fn stream(
        &self,
        line: &str,
        write: impl FnOnce(&mut dyn Write) -> std::io::Result<()> + Send,
    ) -> Ran {
        let mut child = self
            .command(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let output = std::thread::scope(|scope| {
            // The program may stop reading as soon as it has seen enough, which closes the pipe.
            scope.spawn(move || write(&mut pipe));
            child.wait_with_output().unwrap()
        });
        Ran::of(line, output)
    }
}

/// What a run came to. Every one is checked for panics, escape codes and a proper exit.
pub(crate) struct Ran {
    line: String,
    pub(crate) code: i32,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(line: &str, output: Output) -> Self {
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(!err.contains("panicked"), "`{line}`: {err}");
        assert!(!err.contains('\u{1b}'), "`{line}`: escape codes in {err:?}");
        // A workbook may hold any byte.
        let is_text = !output.stdout.starts_with(b"PK");
        assert!(!is_text || !output.stdout.contains(&0x1b), "`{line}`: escape codes");
        let code = output
            .status
            .code()
            .unwrap_or_else(|| panic!("`{line}` was ended by {}: {err}", output.status));
        Self { line: line.to_owned(), code, out: output.stdout, err }
    }

    /// Fails unless the exit code is `code`.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "`{}`\n{}{}", self.line, self.out(), self.err);
        self
    }

    /// Fails unless standard error holds `text`.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.err.contains(text), "`{}` says no `{text}`:\n{}", self.line, self.err);
        self
    }

    /// Fails unless standard output holds `text`.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        let out = self.out();
        assert!(out.contains(text), "`{}` prints no `{text}`:\n{out}", self.line);
        self
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.out.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.out)
            .unwrap_or_else(|e| panic!("`{}` prints no JSON: {e}\n{}", self.line, self.out()))
    }
}

/// Splits a line at blanks; a part in single quotes is one word.
pub(crate) fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

/// Whether a program of the system is there. Without it the test is skipped, unless all are required.
pub(crate) fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(program).is_file());
    if !found {
        missing(&format!("`{program}`"));
    }
    found
}

/// Says that a test is skipped because `what` is not there, past the harness, which would swallow it; fails where all is required.
pub(crate) fn missing(what: &str) {
    let required = std::env::var("UNLEADED_REQUIRE_PROGRAMS").is_ok_and(|value| value == "1");
    assert!(!required, "{what} is required and not installed");
    let _ = writeln!(std::io::stderr(), "skipped: {what} is not installed");
}
