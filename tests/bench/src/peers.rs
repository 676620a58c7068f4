//! Readers that are not ours, over the same documents: one in this process, others as programs that are asked over a pipe.
//!
//! A program is started with the name of a file that holds the documents, each behind a line with its length in bytes.
//! It loads them, writes `ready`, and then for each line that it is sent reads all of them and writes its
//! [`Facts`] as one line. So it takes its turns in a race like everything else. What is not installed is left out.

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::facts::Facts;

mod namespaced;

pub use namespaced::namespaced;

/// Where the sources of the programs are.
const SOURCES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/peers");

/// A program that waits for its turn.
pub struct Peer {
    child: Child,
    ask: Option<ChildStdin>,
    answer: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts libxml2's SAX2 reader on the documents in `set`; it is compiled into `folder` before. An error says why it
    /// can't be had.
    pub fn sax2(set: &Path, folder: &Path) -> Result<Self, String> {
        let flags = output(Command::new("xml2-config").args(["--cflags", "--libs"]))?;
        let program = folder.join("sax2");
        let mut compiler = Command::new("cc");
        compiler
            .args(["-O3", "-Wall", "-Wextra", "-Werror", "-o"])
            .arg(&program)
            .arg(source("sax2.c"));
        output(compiler.args(flags.split_whitespace()).arg("-lm"))?;
        Self::start(Command::new(program).arg(set))
    }

    /// Starts lxml's iterparse on the documents in `set`, with the Python that the variable `PYTHON` names, else `python3`.
    pub fn lxml(set: &Path) -> Result<Self, String> {
        Self::python("lxml_facts.py", set)
    }

    /// Starts lxml's canonicalisation of the one document `file`, as [`Peer::lxml`] does.
    pub fn lxml_canonical(file: &Path) -> Result<Self, String> {
        Self::python("lxml_canonical.py", file)
    }

    fn python(program: &str, file: &Path) -> Result<Self, String> {
        Self::start(with_module("lxml.etree")?.arg(source(program)).arg(file))
    }

    /// Starts an engine that rolls up the first `products` products of the set in `file`, on as many threads as there are
    /// processors where it can, in the Python that the variable `UNLEADED_PYTHON` names, else as [`Peer::lxml`] does.
    pub fn engine(engine: Engine, file: &Path, products: usize) -> Result<Self, String> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        with_module("numpy")?;
        let mut program = with_module(engine.module())?;
        program.arg(source("rollup.py")).arg(engine.module()).arg(file);
        Self::start(program.arg(threads.to_string()).arg(products.to_string()))
    }

    /// Starts OpenSSL on the documents in `set`: their hashes and a signature for each, on two threads. It is compiled into
    /// `folder` before. An error says why it can't be had.
    pub fn openssl(set: &Path, folder: &Path) -> Result<Self, String> {
        let program = folder.join("verify");
        let mut compiler = Command::new("cc");
        compiler.args(["-O3", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&program);
        output(compiler.arg(source("verify.c")).args(["-lcrypto", "-lpthread"]))?;
        // As many threads as our own contenders have.
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self::start(Command::new(program).arg(set).arg(threads.to_string()))
    }

    fn start(command: &mut Command) -> Result<Self, String> {
        let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| failed(command, &error))?;
        let (ask, answer) = (child.stdin.take(), child.stdout.take());
        let answer = BufReader::new(answer.ok_or("it has no output")?);
        let mut peer = Self { child, ask, answer };
        match peer.line() {
            Ok(line) if line == "ready" => Ok(peer),
            Ok(line) => Err(format!("it said `{line}` and not that it is ready")),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Lets it read all documents.
    pub fn run(&mut self) -> Result<Facts, String> {
        self.ask()?.parse()
    }

    /// Lets it do its work and returns what it answers.
    pub fn ask(&mut self) -> Result<String, String> {
        let ask = self.ask.as_mut().ok_or("it is gone")?;
        ask.write_all(b"\n").map_err(|error| error.to_string())?;
        self.line().map_err(|error| error.to_string())
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.answer.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

/// An engine that can roll up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// DuckDB, the fastest of its queries.
    Duckdb,
    /// SciPy, sparse products.
    Scipy,
    /// SQLite, a recursive query.
    Sqlite,
}

impl Engine {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Duckdb => "DuckDB",
            Self::Scipy => "SciPy",
            Self::Sqlite => "SQLite",
        }
    }

    fn module(self) -> &'static str {
        match self {
            Self::Duckdb => "duckdb",
            Self::Scipy => "scipy",
            Self::Sqlite => "sqlite3",
        }
    }
}

/// The Python that has `module`.
fn with_module(module: &str) -> Result<Command, String> {
    let named = ["UNLEADED_PYTHON", "PYTHON"].iter().find_map(std::env::var_os);
    let python = named.unwrap_or_else(|| "python3".into());
    output(Command::new(&python).args(["-c", &format!("import {module}")]))?;
    Ok(Command::new(python))
}

/// The end of its input tells it to leave.
impl Drop for Peer {
    fn drop(&mut self) {
        self.ask = None;
        // It left before, or does now.
        let _ = self.child.wait();
    }
}

/// Writes `documents` to a file that the programs read.
pub fn write_set(documents: &[String], path: &Path) -> io::Result<()> {
    let mut file = io::BufWriter::new(std::fs::File::create(path)?);
    for document in documents {
        write!(file, "{}\n{document}", document.len())?;
    }
    file.flush()
}

fn source(name: &str) -> PathBuf {
    Path::new(SOURCES).join(name)
}

/// What a program prints; an error where it is not there or does not succeed.
fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| failed(command, &error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(command, &said.lines().last().unwrap_or("it failed")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn failed(command: &Command, why: &dyn std::fmt::Display) -> String {
    format!("{}: {why}", command.get_program().to_string_lossy())
}
