//! `verify`: who signed what.

use std::io;

use serde_json::{Value, json};
use unleaded_app::documents::unreadable;
use unleaded_app::rows::{Outcome as Signed, check};
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{ENVELOPE_SUFFIX, Evidence, Signer, Terms, TrustStore};

use self::deep::DeepArgs;
use self::included::{Included, IncludedArgs};
use self::time::{Clocks, TimeArgs};
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::verbs::json::{diagnostic, document};
use crate::verbs::{dates, trust};

mod deep;
mod deep_text;
mod deep_wire;
mod included;
mod time;

/// Check the signatures beside documents
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded verify declarations/*.xml --trust trust.json
  unleaded verify part.xml --trust trust.json --tsa authority.pem
  unleaded verify report.json --trust trust.json --deep --bom bom.csv --declarations declarations/
  unleaded verify part.xml --trust trust.json --in report.json.dsse.json --proof part.proof.json

Exits 0 when every document is signed well by a key you trust; 1 when one is unsigned, changed, or signed by an unknown key. With --deep
0 means that everything that a report was made from was seen, is good, and comes to the same report. A key that was revoked or ended
later is good for what others vouch to have seen before: a time-stamping authority (--tsa), or a witness of a log (--witness).")]
pub(crate) struct Args {
    /// The documents, or folders of them; the signature of each is FILE.dsse.json beside it, that of a redacted copy is in it
    #[arg(required = true)]
    files: Vec<String>,
    /// Whose keys you accept
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// The envelope of a document from standard input, or of rows that are disclosed late; for these also the copy
    #[arg(long, value_name = "FILE.dsse.json")]
    envelope: Option<String>,
    /// The date on which keys must be good; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<jiff::civil::Date>,
    #[command(flatten)]
    below: DeepArgs,
    #[command(flatten)]
    included: IncludedArgs,
    #[command(flatten)]
    time: TimeArgs,
    /// Form of the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write the result
    #[arg(short, long)]
    output: Option<String>,
}

/// The outcome of a document that can't be read, or whose envelope can't.
const UNREADABLE: &str = "unreadable";

/// One document's line of the result.
struct Line {
    file: String,
    outcome: &'static str,
    signers: Vec<String>,
    diagnostics: Vec<Diagnostic>,
    /// Since when others know the signature; `None`: nobody vouches for a time.
    known: Option<Evidence>,
    /// What the proof comes to; `None`: none was given.
    included: Option<Included>,
}

impl Line {
    fn is_good(&self) -> bool {
        self.outcome == "good" && self.included.as_ref().is_none_or(Included::is_good)
    }
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        self.below.refuse_lists()?;
        let store = trust::load(&self.trust)?.store;
        if self.below.deep {
            let as_of = self.as_of.unwrap_or_else(crate::clock::today);
            return self.run_deep(&store, as_of, printer);
        }
        let files = files::documents(&self.files)?;
        if self.included.proof.is_some() && files.len() > 1 {
            return Err(Failure::new(
                ("a proof is that of one document", "一份证明只针对一个文件"),
                ("name one document", "请只指定一个文件"),
            ));
        }
        if self.envelope.is_some() && files.len() > 1 {
            return Err(Failure::new(
                ("an envelope is that of one document", "一个签名信封只对应一个文件"),
                (
                    "leave out `--envelope`, or name one document",
                    "请去掉 `--envelope`，或只指定一个文件",
                ),
            ));
        }
        let clocks = self.time.read()?;
        let lines = files.iter().map(|file| self.line(file, &store, &clocks));
        let lines: Vec<Line> = lines.collect::<Result<_, Box<Failure>>>()?;
        match self.format {
            Format::Human => {
                lines.iter().for_each(|line| printer.diagnostics(&line.diagnostics));
                let text: String = lines.iter().map(|line| human(line, printer)).collect();
                files::write(self.output.as_deref(), text.as_bytes())?;
            }
            Format::Json => {
                let documents: Vec<Value> = lines.iter().map(wire).collect();
                let body = json!({"schema": "unleaded/verification/v1", "documents": documents});
                files::write(self.output.as_deref(), document(&body).as_bytes())?;
            }
        }
        Ok(match &lines {
            lines if lines.iter().any(|line| line.outcome == UNREADABLE) => Exit::Failed,
            lines if lines.iter().all(Line::is_good) => Exit::Yes,
            _ => Exit::No,
        })
    }

    /// A document that can't be read is a line as well: it must not hide what the others come to.
    fn line(&self, path: &str, store: &TrustStore, clocks: &Clocks) -> Result<Line, Box<Failure>> {
        let unread = |name: &str, error: &io::Error| Line {
            file: path.to_owned(),
            outcome: UNREADABLE,
            signers: Vec::new(),
            diagnostics: vec![unreadable(&FileName::new(name), error)],
            known: None,
            included: None,
        };
        let bytes = match files::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(unread(path, &error)),
        };
        let (name, needed) = match &self.envelope {
            Some(envelope) => (envelope.clone(), true),
            None => (format!("{path}{ENVELOPE_SUFFIX}"), false),
        };
        let envelope = match files::read(&name) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => None,
            Err(error) => return Ok(unread(&name, &error)),
        };
        let file = FileName::new(path);
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let (evidence, remarks) =
            envelope.as_deref().map(|e| clocks.evidence(&name, e)).unwrap_or_default();
        let terms = Terms { evidence: &evidence, ..Terms::new(store, as_of) };
        let checked = check(&file, &bytes, envelope.as_deref(), &terms);
        let outcome = checked.as_ref().map_or("unsigned", |checked| word(checked.outcome));
        let signers = checked.iter().flat_map(|checked| &checked.signers);
        let (signers, known) = (signers.clone().map(organisation).collect(), known(signers));
        let (mut diagnostics, envelope) =
            checked.map(|checked| (checked.diagnostics, checked.envelope)).unwrap_or_default();
        diagnostics.extend(remarks);
        let included = self.included.check(&envelope, store, as_of)?;
        diagnostics.extend(included.iter().flat_map(|included| included.diagnostics.clone()));
        Ok(Line { file: path.to_owned(), outcome, signers, diagnostics, known, included })
    }
}

fn word(outcome: Signed) -> &'static str {
    match outcome {
        Signed::Bad => "bad",
        Signed::Good => "good",
        Signed::UnknownKey => "unknown-key",
    }
}

fn organisation(signer: &Signer) -> String {
    signer.organisation.name().to_owned()
}

/// The earliest evidence of the signatures.
fn known<'s>(signers: impl Iterator<Item = &'s Signer>) -> Option<Evidence> {
    let evidence = signers.filter_map(|signer| signer.evidence.as_ref());
    evidence.min_by_key(|evidence| evidence.time()).cloned()
}

fn human(line: &Line, printer: &Printer) -> String {
    let outcome = match line.outcome {
        "good" => printer.word("good", "有效"),
        "bad" => printer.word("BAD", "无效"),
        "unknown-key" => printer.word("unknown key", "未知密钥"),
        UNREADABLE => printer.word("can't be read", "无法读取"),
        _ => printer.word("unsigned", "未签名"),
    };
    let colon = printer.word(": ", "：");
    let mut included = line.included.as_ref().map(|i| i.text(printer)).unwrap_or_default();
    if let Some(evidence) = &line.known {
        let word = printer.word("  known since ", "  已知早于 ");
        let text = format!("{word}{}: {}\n", evidence.time(), visible(&time::by(evidence)));
        included.insert_str(0, &text);
    }
    match line.signers.is_empty() {
        true => format!("{}{colon}{outcome}\n{included}", line.file),
        false => {
            let by = printer.word(", signed by ", "，签名方：");
            let signers = line.signers.join(printer.word(", ", "、"));
            format!("{}{colon}{outcome}{by}{signers}\n{included}", line.file)
        }
    }
}

fn wire(line: &Line) -> Value {
    json!({
        "file": line.file,
        "outcome": line.outcome,
        "signers": line.signers,
        "diagnostics": line.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        "known": line.known.as_ref().map(time::wire),
        "in": line.included.as_ref().map(Included::wire),
    })
}
