//! `lists export`: the files of a shipped list, to begin an edition of one's own with.

use std::path::Path;

use unleaded_rules::lists::Lists;

use super::unknown_list;
use crate::exit::{Exit, Outcome};
use crate::files;
use crate::printer::Printer;

/// Write a shipped list as files, to begin an edition of your own with
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded lists export reach-svhc

Give the copy an `edition` and a day of its own, change what is new, and name it with `--lists`. docs/formats/lists.md describes the form.
No file that is there is replaced.")]
pub(super) struct Args {
    /// The list, as `unleaded lists` names it
    id: String,
    /// The folder
    #[arg(value_name = "DIR", default_value = ".")]
    folder: String,
}

impl Args {
    pub(super) fn run(self, printer: &Printer) -> Outcome {
        let (toml, table) = Lists::shipped_files(&self.id)
            .ok_or_else(|| unknown_list(Lists::shipped(), &self.id))?;
        let files = [("toml", Some(toml)), ("csv", table)];
        for (ending, text) in files {
            let Some(text) = text else { continue };
            let path = Path::new(&self.folder).join(format!("{}.{ending}", self.id));
            let path = path.to_string_lossy();
            files::begin(&path, text.as_bytes())?;
            printer.written(&path);
        }
        Ok(Exit::Yes)
    }
}
