//! `disclose`: single rows shown after the fact, and put into a copy that hides them.

use unleaded_app::rows::{Refusal, Wanted, disclose};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::rows::{LateDisclosure, RedactedCopy};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::redact::not_found;
use crate::verbs::rows_of::{From, failure};

/// Show single rows of a signed declaration after the fact, proven against the old signature
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded disclose recipe.xml --row 17 -o answer.late.json
  unleaded disclose customer.redacted.json --with answer.late.json -o new.redacted.json

The supplier makes a file of rows and their proofs. The receiver checks it with
`unleaded verify answer.late.json --envelope customer.redacted.json --trust trust.json` and puts the rows into the copy. Exits 1 when a row
may not be shown, and then writes nothing.")]
pub(crate) struct Args {
    #[command(flatten)]
    from: From,
    /// What to show: the number of a row, a CAS number or a name (repeatable)
    #[arg(
        long,
        value_name = "ROW|CAS|NAME",
        required_unless_present = "with",
        conflicts_with = "with"
    )]
    row: Vec<String>,
    /// Rows that were disclosed, to be put into the copy
    #[arg(long, value_name = "LATE.late.json")]
    with: Option<String>,
    /// Where to write the rows, or the copy with them
    #[arg(short, long, value_name = "OUT.json")]
    output: String,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        files::refuse_same(&self.from.file, &self.output)?;
        let copy = self.from.copy()?;
        let bytes = match &self.with {
            Some(with) => merged(&copy, with)?,
            None => {
                let wanted: Vec<Wanted> = self.row.iter().map(|text| Wanted::parse(text)).collect();
                let late = disclose(&copy, &FileName::new(&self.from.file), &wanted);
                match late {
                    Ok(late) => late.write(),
                    Err(Refusal::Forbidden(defects)) => {
                        printer.diagnostics(&defects);
                        return Ok(Exit::No);
                    }
                    Err(Refusal::NotFound(what)) => return Err(not_found(&what)),
                }
            }
        };
        files::write(Some(&self.output), &bytes)?;
        Ok(Exit::Yes)
    }
}

/// The copy with the rows of a file, which must be rows of it.
fn merged(copy: &RedactedCopy, with: &str) -> Result<Vec<u8>, Box<Failure>> {
    let merge = |bytes: &[u8]| {
        let late = LateDisclosure::parse(bytes)?;
        late.proven(&copy.envelope)?;
        let merged = late.merged(copy)?;
        merged.rows().map(|_| merged.write())
    };
    merge(&files::need(with)?).map_err(|error| failure(&error, with))
}
