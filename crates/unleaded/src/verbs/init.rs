//! `init`: makes a workspace.

use std::fs;
use std::path::Path;

use unleaded_model::diagnostic::Language;
use unleaded_store::{Initial, StoreError, Workspace};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::workspace::failed;

/// Make a workspace: a folder that keeps declarations, and remembers what is rolled up and how
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded init
  unleaded init products --bom bom.csv --trust trust.json

Files from elsewhere are copied into the folder. What is there is never replaced. docs/workspace.md describes the folder.")]
pub(crate) struct Args {
    /// The folder; by default the one you are in
    #[arg(default_value = ".")]
    dir: String,
    /// The bill of materials
    #[arg(long, value_name = "FILE")]
    bom: Option<String>,
    /// Whose keys you accept
    #[arg(long, value_name = "TRUST.json")]
    trust: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let root = Path::new(&self.dir);
        let settings = root.join("unleaded.toml");
        if settings.exists() {
            return Err(failed(&StoreError::IsThere { root: root.to_owned() }));
        }
        fs::create_dir_all(root).map_err(|error| files::unwritable(&self.dir, &error))?;
        let bom = self.bom.as_deref().map(|bom| brought(root, bom)).transpose()?;
        let trust = self.trust.as_deref().map(|trust| brought(root, trust)).transpose()?;
        let text = text(bom.as_deref(), trust.as_deref());
        Workspace::init(root, Initial { settings: &text }).map_err(|error| failed(&error))?;
        printer.written(&settings.to_string_lossy());
        printer.note(match printer.language() {
            Language::En => {
                "next: `unleaded add DIR` takes declarations in, `unleaded rollup` sums them up"
            }
            Language::Zh => "下一步：“unleaded add 文件夹”收入声明，“unleaded rollup”进行汇总",
        });
        Ok(Exit::Yes)
    }
}

/// The name of `file` from the folder `root`, where it is copied to if it is elsewhere.
fn brought(root: &Path, file: &str) -> Result<String, Box<Failure>> {
    let whole = |path: &Path| fs::canonicalize(path);
    let from = whole(Path::new(file)).map_err(|error| files::unreadable(file, &error))?;
    let inside = whole(root).map_err(|error| files::unreadable(&root.to_string_lossy(), &error))?;
    if let Ok(name) = from.strip_prefix(&inside) {
        let steps: Vec<_> = name.iter().map(|step| step.to_string_lossy()).collect();
        return Ok(steps.join("/"));
    }
    let bytes = files::need(file)?;
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let copy = root.join(&name).to_string_lossy().into_owned();
    // A run that was ended before its settings were written has copied it already.
    match files::there(&copy, bytes.len())? {
        Some(there) if there == bytes => {}
        _ => files::begin(&copy, &bytes)?,
    }
    Ok(name)
}

/// The settings to begin with.
fn text(bom: Option<&str>, trust: Option<&str>) -> String {
    let setting = |key: &str, value: Option<&str>, usual: &str| match value {
        Some(value) => format!("{key} = {}\n", quoted(value)),
        None => format!("# {key} = {usual}\n"),
    };
    let mut text = "# A workspace of unleaded; docs/workspace.md lists the settings. Names of files are from this folder.\n".to_owned();
    text += &setting("bom", bom, "\"bom.csv\"");
    text += &setting("trust", trust, "\"trust.json\"");
    text += &setting("decisions", None, "\"decisions.toml\"");
    text += &setting("lists", None, "[\"lists\"]");
    text += &setting("rules", None, "[\"eu-rohs\", \"china-rohs\", \"reach-svhc\"]");
    text += &setting("category", None, "\"eu-rohs=3\"");
    text
}

/// A text of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted += &format!("\\u{:04X}", u32::from(c)),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
