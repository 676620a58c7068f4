//! `prove`: that one signature is among those that a report was made from.

use std::io::ErrorKind::NotFound;

use unleaded_app::aggregate;
use unleaded_formats::detect::{Kind, detect};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{ENVELOPE_SUFFIX, mentions_xml_signature};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::aggregate::report_and_envelope;

/// Write the proof that a signed report was made from a document, for someone who may not see the others
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded prove report.json declarations/cr0402.xml -o cr0402.proof.json

Hand out the document and its signature, the proof, and the signature of the report (report.json.dsse.json), which names no supplier.
They check it with `unleaded verify cr0402.xml --in report.json.dsse.json --proof cr0402.proof.json --trust trust.json`. Exits 1 when the report was not made
from the document.")]
pub(crate) struct Args {
    /// The report, with its signature beside it in REPORT.json.dsse.json
    #[arg(value_name = "REPORT.json")]
    report: String,
    /// The document, with its signature beside it; or that signature
    #[arg(value_name = "FILE")]
    child: String,
    /// Where to write the proof; by default standard output
    #[arg(short, long, value_name = "PROOF.json")]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let (bytes, aggregate) = report_and_envelope(&self.report)?;
        let file = FileName::new(&self.report);
        let report = unleaded_app::input::report(&bytes, &file).map_err(|d| Failure::of(&d))?;
        let envelope = self.envelope()?;
        let child = FileName::new(&self.child);
        match aggregate::prove((&report, &file), &aggregate, (&envelope, &child)) {
            Ok(proof) => {
                files::write(self.output.as_deref(), proof.to_json().as_bytes())?;
                Ok(Exit::Yes)
            }
            Err(defect) => {
                printer.diagnostics(&[defect]);
                Ok(Exit::No)
            }
        }
    }

    /// The bytes of the child's envelope; a document that is signed inside is its own.
    fn envelope(&self) -> Result<Vec<u8>, Box<Failure>> {
        let bytes = files::need(&self.child)?;
        if detect(&bytes) == Some(Kind::Dsse) {
            return Ok(bytes);
        }
        let name = format!("{}{ENVELOPE_SUFFIX}", self.child);
        match files::read(&name) {
            Err(error) if error.kind() == NotFound && mentions_xml_signature(&bytes) => Ok(bytes),
            read => read.map_err(|error| files::unreadable(&name, &error)),
        }
    }
}
