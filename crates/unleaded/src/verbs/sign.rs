//! `sign`: a detached signature.

use unleaded_app::signing::{is_report, sign_made_from};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::ENVELOPE_SUFFIX;

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{aggregate, dates, keys};

/// Sign a document; the signature stands beside it in FILE.dsse.json
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded sign declaration.xml --key company.pem
  unleaded sign report.json --key company.pem
  unleaded sign module.xml --key company.pem --made-from report.json

A report is signed as an aggregate: the signature commits to the signatures of everything that it was made from.")]
pub(crate) struct Args {
    /// The document; `-` is standard input, and then `-o` is needed
    file: String,
    /// The private key
    #[arg(long, value_name = "KEY.pem")]
    key: String,
    /// Where the passphrase of the key is: `env:NAME` or `file:PATH`
    #[arg(long, value_name = "FROM")]
    passphrase: Option<String>,
    /// The date to state; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    issued: Option<jiff::civil::Date>,
    /// The signed report that the document was made from; the signature commits to its signature
    #[arg(long, value_name = "REPORT.json")]
    made_from: Option<String>,
    /// Where to write the signature instead
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let output = match (&self.output, self.file.as_str()) {
            (Some(output), _) => output.clone(),
            (None, files::STANDARD) => {
                return Err(Failure::new(
                    (
                        "standard input has no name to put a signature beside",
                        "标准输入没有文件名，无法确定签名文件的位置",
                    ),
                    ("give `-o FILE`", "请用 `-o FILE` 指定签名文件"),
                ));
            }
            (None, file) => format!("{file}{ENVELOPE_SUFFIX}"),
        };
        let key = keys::private(&self.key, self.passphrase.as_deref())?;
        files::refuse_same(&self.file, &output)?;
        let document = files::need(&self.file)?;
        if keys::is_private(&document) {
            return Err(keys::not_a_document(&self.file));
        }
        let issued = self.issued.unwrap_or_else(crate::clock::today);
        let file = FileName::new(&self.file);
        let envelope = match (is_report(&document), &self.made_from) {
            (true, None) => aggregate::signed(&file, &document, &key, issued)?,
            (true, Some(_)) => return Err(aggregate::not_of_reports()),
            (false, made_from) => {
                let inputs = made_from.as_deref().map(aggregate::made_from).transpose()?;
                sign_made_from(&file, &document, &key, issued, inputs)
                    .map_err(|e| aggregate::unsigned(&e))?
            }
        };
        files::write(Some(&output), &envelope)?;
        if output != files::STANDARD {
            printer.note(&format!("{}{output}", printer.word("signed: ", "已签名：")));
        }
        Ok(Exit::Yes)
    }
}
