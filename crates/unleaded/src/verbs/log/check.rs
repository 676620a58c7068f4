//! `log check`: the whole log against its checkpoint, and against an earlier one.

use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::log::{CHECKPOINT_LIMIT, Checkpoint, VerifierKey, check};

use super::{Telling, Told, key_of, yes_if};
use crate::args::Format;
use crate::exit::{Failure, Outcome};
use crate::files;
use crate::files::log_folder::LogFolder;
use crate::printer::{Printer, visible};

/// Check a whole log: its signature, every entry, every hash
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded log check log --since checkpoint-of-june
  unleaded log check received-log --log-key maker.vkey

Without `--log-key` the key that lies in the folder is used, which whoever wrote the folder could write as well. Keep a checkpoint
elsewhere and give it with `--since`: only then is a past that was rewritten seen. Exits 0 when the log is whole, else 1.")]
pub(crate) struct Args {
    /// The log's folder
    #[arg(value_name = "DIR")]
    folder: String,
    /// An earlier checkpoint that you kept (`log checkpoint DIR -o FILE`), which the log must continue
    #[arg(long, value_name = "CHECKPOINT")]
    since: Option<String>,
    /// The log's key: its file log.vkey, or the line in it; by default that of the folder
    #[arg(long, value_name = "VKEY")]
    log_key: Option<String>,
    #[command(flatten)]
    telling: Telling,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let folder = LogFolder::read(&self.folder)?;
        let key = key_of(&folder, self.log_key.as_deref())?;
        let since = self.since.as_deref().map(|path| earlier(path, &key)).transpose()?;
        let (checkpoint, defects) = check(&folder, &key, since.as_ref())?;
        let defects: Vec<Diagnostic> =
            defects.iter().map(|defect| defect.diagnostic(&self.folder, key.name())).collect();
        if self.telling.format == Format::Human {
            printer.diagnostics(&defects);
        }
        let (word, count) = match &checkpoint {
            Some(checkpoint) if defects.is_empty() => {
                (printer.word("whole; entries: ", "完整；条数："), checkpoint.size())
            }
            _ => (printer.word("NOT WHOLE; defects: ", "不完整；缺陷数："), defects.len() as u64),
        };
        let name = visible(key.name());
        let text = format!("{name}{}{word}{count}\n", printer.word(": ", "："));
        self.telling.tell(Told {
            checkpoint: checkpoint.as_ref(),
            entries: Vec::new(),
            diagnostics: &defects,
            text,
        })?;
        Ok(yes_if(|| defects.is_empty()))
    }
}

/// Reads a checkpoint that somebody kept.
fn earlier(path: &str, key: &VerifierKey) -> Result<Checkpoint, Box<Failure>> {
    let bytes = files::need(path)?;
    let bytes = &bytes[..bytes.len().min(CHECKPOINT_LIMIT + 1)];
    Checkpoint::open(bytes, key)
        .map_err(|error| Failure::of(&error.diagnostic(&FileName::new(path))))
}
