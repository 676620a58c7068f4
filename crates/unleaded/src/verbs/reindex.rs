//! `reindex`: makes the index of a workspace again.

use unleaded_model::diagnostic::Language;
use unleaded_store::Kind;

use crate::exit::{Exit, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::workspace::{Opened, catalogue};

/// Make the index of the workspace again from its documents
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded reindex

The index is a cache: nothing is lost with it, and a roll-up that finds it old or damaged makes it again by itself.")]
pub(crate) struct Args {}

impl Args {
    #[expect(clippy::unused_self, reason = "verbs are run alike")]
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let opened = Opened::need(printer)?;
        let current = catalogue::remade(&opened, printer)?;
        let is_document = |record: &&unleaded_store::Record| record.kind == Kind::Document;
        let documents = current.records.iter().filter(is_document).count();
        let statements = current.records.len() - documents;
        files::print(
            match printer.language() {
                Language::En => {
                    format!("{documents} documents and {statements} statements are in the index\n")
                }
                Language::Zh => format!("索引中有 {documents} 个文件和 {statements} 份声明\n"),
            }
            .as_bytes(),
        )?;
        Ok(Exit::Yes)
    }
}
