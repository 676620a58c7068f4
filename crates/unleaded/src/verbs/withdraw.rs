//! `withdraw`: a declaration no longer holds.

use jiff::civil::Date;
use unleaded_trust::Action;

use crate::exit::{Exit, Failure, Outcome};
use crate::printer::Printer;
use crate::verbs::sign::{Old, Statement};
use crate::verbs::{dates, keys};

/// Say that a declaration that you signed no longer holds
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded withdraw declaration.xml --reason \"wrong mass of lead\" --key company.pem
  unleaded withdraw signed.xml --reason \"wrong mass of lead\" --key company.pem

Writes declaration.xml.withdraw.dsse.json, and where the declaration was signed with --rows also declaration.xml.withdraw.rows.dsse.json for
those who have a redacted copy. Send it to whoever has the declaration: `verify` and `rollup` see it when it lies in the same folder. A copy
with the signature inside (sign --xml) is withdrawn by itself. Where another declaration takes its place, use `sign --supersedes`. It counts
only with a key of the organisation that signed.")]
pub(crate) struct Args {
    /// The declaration, with its signature beside it or in it; or a redacted copy
    file: String,
    /// Why, in your words, for those who have the declaration
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// A private key of the organisation that signed it (can be repeated: each signs)
    #[arg(long, value_name = "KEY.pem", required = true)]
    key: Vec<String>,
    /// Where the passphrase of the key is: `env:NAME`, `fd:NUMBER` or `file:PATH` (can be repeated, in the order of the keys)
    #[arg(long, value_name = "FROM")]
    passphrase: Vec<String>,
    /// The date to state; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    issued: Option<Date>,
    /// Where to write the withdrawal instead; its name must end with .dsse.json to be found
    #[arg(short, long, value_name = "FILE.dsse.json")]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.reason.trim().is_empty() {
            return Err(Failure::new(
                ("a withdrawal needs a reason", "撤回声明需要说明原因"),
                ("write it in `--reason`", "请用 `--reason` 填写"),
            ));
        }
        let signing = keys::several(&self.key, &self.passphrase)?;
        let signing = keys::each(&signing);
        let old = Old::read(&self.file)?;
        let issued = self.issued.unwrap_or_else(crate::clock::today);
        let event = (|_| Action::Withdraw, self.reason.as_str(), issued);
        let statements = old.statements(event, &signing, (".withdraw", self.output.as_deref()))?;
        statements.iter().try_for_each(Statement::refuse_loss)?;
        statements.iter().try_for_each(|statement| statement.write(printer))?;
        old.note_strangers(&signing, printer);
        Ok(Exit::Yes)
    }
}
