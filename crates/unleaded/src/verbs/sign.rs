//! `sign`: a detached signature.

use unleaded_app::signing::sign;
use unleaded_model::diagnostic::FileName;
use unleaded_trust::ENVELOPE_SUFFIX;

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{dates, keys};

/// Sign a document; the signature stands beside it in FILE.dsse.json
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded sign declaration.xml --key company.pem")]
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
        let envelope =
            sign(&FileName::new(&self.file), &document, &key, issued).map_err(|error| {
                Failure::new(
                    (error.to_string(), format!("无法签名：{error}")),
                    ("split the document", "请拆分该文件"),
                )
            })?;
        files::write(Some(&output), &envelope)?;
        if output != files::STANDARD {
            printer.note(&format!("{}{output}", printer.word("signed: ", "已签名：")));
        }
        Ok(Exit::Yes)
    }
}
