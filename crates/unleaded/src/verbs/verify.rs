//! `verify`: who signed what.

use std::io;

use serde_json::{Value, json};
use unleaded_app::documents::unreadable;
use unleaded_app::evidence;
use unleaded_app::parallel;
use unleaded_app::signatures::{Checked, Outcome as Signed, check};
use unleaded_app::signing::beyond_bounds;
use unleaded_model::diagnostic::{Diagnostic, FileName};
use unleaded_trust::{
    Clocks, ENVELOPE_SUFFIX, Evidence, EvidenceKind, Known, Organisation, Signer, Standing, Terms,
};

use self::deep::DeepArgs;
use self::included::{Included, IncludedArgs};
use self::time::TimeArgs;
use crate::args::Format;
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::{Printer, visible};
use crate::progress::Progress;
use crate::verbs::json::{diagnostic, document};
use crate::verbs::{dates, trust};

pub(crate) mod companions;
mod deep;
mod deep_text;
mod deep_wire;
mod included;
pub(crate) mod time;

/// Check the signatures beside documents, or inside them
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded verify declarations/*.xml --trust trust.json
  unleaded verify part.xml --trust trust.json --tsa authority.pem
  unleaded verify report.json --trust trust.json --deep --bom bom.csv --declarations declarations/
  unleaded verify part.xml --trust trust.json --in report.json.dsse.json --proof part.proof.json

Exits 0 when every document is signed well by a key you trust; 1 when one is unsigned, changed, signed by an unknown key, or
replaced or withdrawn by its signer. With --deep 0 means that everything that a report was made from was seen, is good, and comes to
the same report. A key that was revoked or ended later is good for what others vouch to have seen before: a time-stamping authority,
or a witness of a log, of the trust file or named with --tsa, --log-key and --witness.")]
pub(crate) struct Args {
    /// The documents, or folders of them; the signature of each is FILE.dsse.json beside it, that of a redacted copy is in it, and
    /// without one beside it that of an XML document may be in it
    #[arg(required = true)]
    files: Vec<String>,
    /// Whose keys you accept
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// A folder with delegations, and with what became of documents; those beside the documents are found as well
    #[arg(long, value_name = "DIR")]
    delegations: Option<String>,
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
    signers: Vec<Signer>,
    diagnostics: Vec<Diagnostic>,
    /// Since when others know the signature; `None`: nobody vouches for a time.
    since: Option<Evidence>,
    /// What tells whether it was replaced or withdrawn; `None`: no trusted key signed it.
    known: Option<Known>,
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
        self.refuse()?;
        let store = trust::load(&self.trust)?.store;
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let clocks = self.time.clocks(&store, as_of)?;
        if self.below.deep {
            return self.run_deep(&clocks, as_of, printer);
        }
        let files = files::documents(&self.files)?;
        self.refuse_several(&files)?;
        let (lines, unread) = self.lines(&files, &clocks, printer)?;
        match self.format {
            Format::Human => {
                lines.iter().for_each(|line| printer.diagnostics(&line.diagnostics));
                printer.diagnostics(&unread);
                let text: String = lines.iter().map(|line| human(line, printer)).collect();
                files::write(self.output.as_deref(), text.as_bytes())?;
            }
            Format::Json => {
                let documents: Vec<Value> = lines.iter().map(wire).collect();
                let body = json!({
                    "schema": "unleaded/verification/v1",
                    "documents": documents,
                    "unread": unread.iter().map(diagnostic).collect::<Vec<Value>>(),
                });
                files::write(self.output.as_deref(), document(&body).as_bytes())?;
            }
        }
        Ok(match &lines {
            _ if !unread.is_empty() => Exit::Failed,
            lines if lines.iter().any(|line| line.outcome == UNREADABLE) => Exit::Failed,
            lines if lines.iter().all(Line::is_good) => Exit::Yes,
            _ => Exit::No,
        })
    }

    /// Refuses what does not go together.
    fn refuse(&self) -> Result<(), Box<Failure>> {
        self.below.refuse_lists()?;
        let named = [Some(&self.trust), self.envelope.as_ref()].into_iter().flatten();
        let (below, included) = (self.below.named(), self.included.named());
        let all = self.files.iter().chain(named).chain(below).chain(included);
        files::refuse_standard_twice(all.chain(self.time.named()))?;
        self.refuse_several(&self.files)
    }

    /// Refuses to take what belongs to one document as that of several.
    fn refuse_several(&self, files: &[String]) -> Result<(), Box<Failure>> {
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
        Ok(())
    }

    /// What the documents come to, and what could not be read that may say something about them.
    fn lines(
        &self,
        files: &[String],
        clocks: &Clocks<'_>,
        printer: &Printer,
    ) -> Result<(Vec<Line>, Vec<Diagnostic>), Box<Failure>> {
        // What comes from standard input has its envelope in a folder.
        let named = files.iter().chain(&self.envelope);
        let beside = companions::of(named, self.delegations.as_deref(), clocks)?;
        // They are about no single document, so they are told to people, and where they matter in the lines.
        printer.diagnostics(&beside.told);
        let delegations = &beside.companions.delegations;
        let terms = Terms { delegations, ..clocks.terms() };
        let progress = Progress::new(printer.word("verifying", "正在验证"));
        let one = |bytes: &mut Vec<u8>, file: &String| self.line(file, bytes, &terms, clocks);
        let done = |done| progress.at(done as u64, files.len() as u64);
        let lines = parallel::map_with(files, Vec::new, one, done);
        let mut lines: Vec<Line> = lines.into_iter().collect::<Result<_, Box<Failure>>>()?;
        let signed: Vec<&mut Line> = lines.iter_mut().filter(|line| line.known.is_some()).collect();
        let known = signed.iter().filter_map(|line| line.known.clone());
        let known: Vec<Known> = known.chain(beside.successors).collect();
        for (line, told) in signed.into_iter().zip(beside.companions.lives(&known)) {
            line.diagnostics.extend(told.diagnostics(&FileName::new(&line.file)));
            line.outcome = match told.standing() {
                Standing::Current => line.outcome,
                Standing::Superseded { .. } => "superseded",
                Standing::Withdrawn { .. } => "withdrawn",
            };
        }
        Ok((lines, beside.unread))
    }

    /// The name of the envelope of the document at `path`, and whether it must be there.
    fn envelope_of(&self, path: &str) -> (String, bool) {
        match &self.envelope {
            Some(envelope) => (envelope.clone(), true),
            None => (format!("{path}{ENVELOPE_SUFFIX}"), false),
        }
    }

    /// What the document `path` comes to, which is read into `bytes`. One that can't be read is a line as well: it must not
    /// hide what the others come to.
    fn line(
        &self,
        path: &str,
        bytes: &mut Vec<u8>,
        terms: &Terms<'_>,
        clocks: &Clocks<'_>,
    ) -> Result<Line, Box<Failure>> {
        let unread = |name: &str, error: &io::Error| Line {
            file: path.to_owned(),
            outcome: UNREADABLE,
            signers: Vec::new(),
            diagnostics: vec![unreadable(&FileName::new(name), error)],
            since: None,
            known: None,
            included: None,
        };
        if let Err(error) = files::read_into(path, bytes) {
            return Ok(unread(path, &error));
        }
        let bytes = bytes.as_slice();
        let (name, needed) = self.envelope_of(path);
        let envelope = match files::read(&name) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => None,
            Err(error) => return Ok(unread(&name, &error)),
        };
        let envelope = envelope.as_deref();
        let signed = evidence::Signed {
            document: (path, bytes),
            envelope: envelope.map(|bytes| (name.as_str(), bytes)),
        };
        let beside = evidence::beside(&signed, clocks, &mut time::if_there);
        let terms = Terms { evidence: &beside.evidence, ..*terms };
        let file = FileName::new(path);
        let checked = check(&file, bytes, envelope, &terms);
        let envelope = match &checked {
            // What is signed inside is its own envelope.
            Some(checked) if checked.envelope.is_empty() => bytes.to_vec(),
            Some(checked) => checked.envelope.clone(),
            None => Vec::new(),
        };
        let mut line = told(&file, bytes, checked);
        line.diagnostics.extend(beside.diagnostics);
        line.included = self.included.check(&envelope, clocks)?;
        let proof = line.included.iter().flat_map(|included| included.diagnostics.clone());
        line.diagnostics.extend(proof);
        Ok(line)
    }
}

/// What the signature on a document comes to; `None`: there is none.
fn told(file: &FileName, bytes: &[u8], checked: Option<Checked>) -> Line {
    let mut line = Line {
        file: file.as_str().to_owned(),
        outcome: "unsigned",
        signers: Vec::new(),
        diagnostics: Vec::new(),
        since: None,
        known: None,
        included: None,
    };
    let Some(checked) = checked else {
        return line;
    };
    line.diagnostics = checked.diagnostics;
    line.outcome = match checked.outcome {
        Signed::Bad | Signed::NotJudged => "bad",
        Signed::Good => "good",
        Signed::UnknownKey => "unknown-key",
    };
    if let Some(verified) = &checked.verified
        && let Some(beyond) = beyond_bounds(verified, bytes, file)
    {
        line.diagnostics.push(beyond);
        line.outcome = "bad";
        return line;
    }
    line.known = checked.known;
    line.since = since(&checked.signers);
    line.signers = checked.signers;
    line
}

/// The earliest evidence of the signatures.
fn since(signers: &[Signer]) -> Option<Evidence> {
    let evidence = signers.iter().filter_map(|signer| signer.evidence.as_ref());
    evidence.min_by_key(|evidence| evidence.time()).cloned()
}

fn human(line: &Line, printer: &Printer) -> String {
    let outcome = match line.outcome {
        "good" => printer.word("good", "有效"),
        "bad" => printer.word("BAD", "无效"),
        "superseded" => printer.word("REPLACED by its signer", "已被签名方取代"),
        "withdrawn" => printer.word("WITHDRAWN by its signer", "已被签名方撤回"),
        "unknown-key" => printer.word("unknown key", "未知密钥"),
        UNREADABLE => printer.word("can't be read", "无法读取"),
        _ => printer.word("unsigned", "未签名"),
    };
    let (file, colon) = (visible(&line.file), printer.word(": ", "："));
    let mut included = line.included.as_ref().map(|i| i.text(printer)).unwrap_or_default();
    if let Some(evidence) = &line.since {
        let word = printer.word("  known since ", "  已知早于 ");
        let text = format!("{word}{}: {}\n", evidence.time(), visible(&time::by(evidence)));
        included.insert_str(0, &text);
    }
    match line.signers.is_empty() {
        true => format!("{file}{colon}{outcome}\n{included}"),
        false => {
            let by = printer.word(", signed by ", "，签名方：");
            let signers: Vec<String> = line.signers.iter().map(|s| named(s, printer)).collect();
            let signers = signers.join(printer.word(", ", "、"));
            format!("{file}{colon}{outcome}{by}{}\n{included}", visible(&signers))
        }
    }
}

/// A signer, and for whom it signed.
fn named(signer: &Signer, printer: &Printer) -> String {
    let mut text = signer.organisation.name().to_owned();
    if let Some(supplier) = &signer.on_behalf_of {
        let (before, after) = (printer.word(" for ", "（代表 "), printer.word("", "）"));
        text += &format!("{before}{}{after}", supplier.name());
    }
    text
}

fn wire_signer(signer: &Signer) -> Value {
    let evidence = signer.evidence.as_ref().map(|evidence| {
        let kind = match evidence.kind() {
            EvidenceKind::TimeStamp { .. } => "time-stamp",
            _ => "log",
        };
        json!({"kind": kind, "time": evidence.time().to_string()})
    });
    json!({
        "organisation": signer.organisation.name(),
        "key": signer.key_id,
        "role": signer.role.name(),
        "on_behalf_of": signer.on_behalf_of.as_ref().map(Organisation::name),
        "evidence": evidence,
    })
}

fn wire(line: &Line) -> Value {
    let names = line.signers.iter().map(|signer| signer.organisation.name());
    json!({
        "file": line.file,
        "outcome": line.outcome,
        "signers": names.collect::<Vec<_>>(),
        "signatures": line.signers.iter().map(wire_signer).collect::<Vec<_>>(),
        "diagnostics": line.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        "known": line.since.as_ref().map(time::wire),
        "in": line.included.as_ref().map(Included::wire),
    })
}
