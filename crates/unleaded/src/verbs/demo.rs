//! `demo`: the whole chain on sample suppliers, each step by the command that a person would type.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;

use self::folder::prepare;
use self::steps::{Run, STEPS, Step};

mod folder;
mod steps;

/// What stands in the commands where the platform's address will be.
const PLATFORM: &str = "{platform}";
/// What stands in the commands where the number of the public record will be.
const RECORD: &str = "{record}";

/// Run the whole chain on sample suppliers, printing each command, so that it can be repeated by hand
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded demo

Makes the folder `demo` anew. In it the printed commands can be repeated by hand, except that `keygen` never replaces a key,
and that the platform ends with the demo: start it again with `platform serve`, and use the address that it prints.")]
pub(crate) struct Args {
    /// The folder to make; one that the demo did not make is never touched, and neither is a file that it did not write
    #[arg(default_value = "demo")]
    dir: String,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let folder = prepare(Path::new(&self.dir))?;
        let program = std::env::current_exe().map_err(|error| {
            Failure::new(
                (
                    format!("the program can't find itself: {error}"),
                    format!("程序找不到自身：{}", unleaded_app::system::in_chinese(&error)),
                ),
                ("give its full path", "请使用完整路径运行"),
            )
        })?;
        let mut stage = Stage { folder, program, printer, platform: None, values: Vec::new() };
        stage.say(printer.word(
            "The sample suppliers' compositions are those that the makers of these parts publish; the suppliers are not.\n",
            "示例供应商的成分数据取自这些部件制造商公开的资料；供应商本身为虚构的示例。\n",
        ))?;
        for step in STEPS {
            stage.run(step)?;
        }
        let shown = self.dir.trim_end_matches('/');
        stage.say(&format!(
            "\n{} {shown}/table-MONITOR-19.html {} {shown}/report.json\n",
            printer.word("Done. Look at", "完成。请查看"),
            printer.word("and", "和"),
        ))?;
        Ok(Exit::Yes)
    }
}

/// A platform that runs while the demo does.
struct Running {
    child: Child,
    address: String,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way nothing is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Stage<'a> {
    folder: PathBuf,
    program: PathBuf,
    printer: &'a Printer,
    platform: Option<Running>,
    values: Vec<(&'static str, String)>,
}

impl Stage<'_> {
    fn say(&self, text: &str) -> Result<(), Box<Failure>> {
        files::print(text.as_bytes())
    }

    fn run(&mut self, step: &Step) -> Result<(), Box<Failure>> {
        let title = self.printer.word(step.title, step.title_zh);
        self.say(&format!("\n# {title}\n"))?;
        for run in step.runs {
            match run {
                Run::Command { line, exit } => self.command(line, *exit)?,
                Run::Serve { line } => self.serve(line)?,
                Run::Learn { file, field, name } => self.learn(file, field, name)?,
            }
        }
        Ok(())
    }

    /// The words of a command line, with what is known by now in place.
    fn words(&self, line: &str) -> Vec<String> {
        let mut filled = line.to_owned();
        for (name, value) in &self.values {
            filled = filled.replace(name, value);
        }
        split(&filled)
    }

    fn announce(&self, words: &[String]) -> Result<(), Box<Failure>> {
        let quoted = words.iter().map(|word| {
            let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "-_./:=".contains(c));
            if plain { word.clone() } else { format!("'{word}'") }
        });
        self.say(&format!("$ unleaded {}\n", quoted.collect::<Vec<_>>().join(" ")))
    }

    fn prepared(&self, words: &[String]) -> Command {
        let mut command = Command::new(&self.program);
        let lang = self.printer.word("en", "zh");
        command.args(words).current_dir(&self.folder).stdin(Stdio::null()).env("LC_ALL", lang);
        command
    }

    fn command(&self, line: &str, expected: i32) -> Result<(), Box<Failure>> {
        let words = self.words(line);
        self.announce(&words)?;
        let status = self.prepared(&words).status().map_err(|error| broken(&error))?;
        if status.code() == Some(expected) {
            return Ok(());
        }
        Err(Failure::new(
            (
                format!("`unleaded {}` ended with {status}, not {expected}", words.join(" ")),
                format!("`unleaded {}`的结果为 {status}，应为退出码 {expected}", words.join(" ")),
            ),
            (
                "this is a defect of the program: please report what stands above",
                "这是程序缺陷：请反馈上述输出",
            ),
        ))
    }

    /// Starts the platform and waits for the line that tells its address.
    fn serve(&mut self, line: &str) -> Result<(), Box<Failure>> {
        let words = self.words(line);
        self.announce(&words)?;
        let mut child =
            self.prepared(&words).stdout(Stdio::piped()).spawn().map_err(|error| broken(&error))?;
        let mut first = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut first).map_err(|error| broken(&error))?;
        }
        let address = first.trim().strip_prefix("listening on ").unwrap_or_default().to_owned();
        let running = Running { child, address };
        self.say(&first)?;
        if running.address.is_empty() {
            return Err(Failure::new(
                ("the platform did not start", "平台未能启动"),
                ("see what it says above", "原因见上述输出"),
            ));
        }
        self.values.push((PLATFORM, running.address.clone()));
        self.platform = Some(running);
        Ok(())
    }

    /// Takes a value from a file that a step wrote.
    fn learn(&mut self, file: &str, field: &str, name: &'static str) -> Result<(), Box<Failure>> {
        let value: Option<String> = fs::read(self.folder.join(file))
            .ok()
            .and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok())
            .and_then(|json| json[field].as_str().map(str::to_owned));
        let value = value.ok_or_else(|| {
            Failure::new(
                (format!("`{file}` has no `{field}`"), format!("“{file}”中没有“{field}”")),
                ("this is a defect of the program: please report it", "这是程序缺陷：请反馈"),
            )
        })?;
        self.values.push((name, value));
        Ok(())
    }
}

fn broken(error: &std::io::Error) -> Box<Failure> {
    Failure::new(
        (
            format!("a step could not be started: {error}"),
            format!("有一步无法启动：{}", unleaded_app::system::in_chinese(error)),
        ),
        ("run the commands by hand", "请手动运行这些命令"),
    )
}

/// Splits a command line at blanks; a part in single quotes is one word.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
