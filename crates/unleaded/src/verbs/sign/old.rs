//! A document that was signed before, and what becomes of it.

use std::path::Path;

use jiff::civil::Date;
use unleaded_app::signing::{Meant, is_report, sign_status};
use unleaded_formats::detect::{Kind, detect};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::rows::{ROWS_ENVELOPE_SUFFIX, RedactedCopy, SEED_SUFFIX, SeedFile, commitment};
use unleaded_trust::{
    Action, Delegation, Digest, ENVELOPE_SUFFIX, Form, Outcome as Checked, SigningKey, Terms,
    TrustStore, claimed_type, delegate_in, stated_keys, verify_file, xml_identity,
};

use super::failure;
use crate::exit::Failure;
use crate::files;
use crate::printer::Printer;
use crate::verbs::{envelopes, keys, rows_of};

/// A document that was signed before.
pub(crate) struct Old {
    name: String,
    /// What its signatures go by; at least one.
    meant: Vec<(Signed, Meant)>,
    /// The keys that its envelopes name; none: it has none.
    keys: Vec<String>,
}

/// What was signed of a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signed {
    /// It.
    Document,
    /// Its rows, of which others have copies.
    Rows,
}

/// A statement about a document, to be written.
#[derive(Clone)]
pub(crate) struct Statement {
    document: String,
    signed: Signed,
    output: String,
    envelope: Vec<u8>,
}

impl Old {
    /// Reads a document and its signatures, which must be ones on it. Whose they are, their readers judge.
    pub(crate) fn read(name: &str) -> Result<Self, Box<Failure>> {
        let document = files::need(name)?;
        if keys::is_private(&document) {
            return Err(keys::not_a_document(name));
        }
        let mut keys = Vec::new();
        let meant = match detect(&document) {
            Some(Kind::Redacted) => vec![(Signed::Document, of_copy(name, &document, &mut keys)?)],
            Some(Kind::LateDisclosure) => return Err(not_alone(name)),
            _ if is_report(&document) => return Err(of_report(name)),
            _ if claimed_type(&document).as_deref() == Some(Delegation::TYPE) => {
                vec![(Signed::Document, of_delegation(name, &document, &mut keys)?)]
            }
            _ => {
                let beside = of_document(name, &document, &mut keys)?;
                let rows = of_rows(name, &document)?.map(|meant| (Signed::Rows, meant));
                beside.map(|meant| (Signed::Document, meant)).into_iter().chain(rows).collect()
            }
        };
        match meant.is_empty() {
            true => Err(unsigned(name)),
            false => Ok(Self { name: name.to_owned(), meant, keys }),
        }
    }

    /// Tells where none of the keys signed it: whether they are of the same organisation, only its readers know.
    pub(crate) fn note_strangers(&self, signing: &[&dyn SigningKey], printer: &Printer) {
        let is_stranger = |key: &&dyn SigningKey| !self.keys.contains(&key.id());
        if !self.keys.is_empty() && signing.iter().all(is_stranger) {
            let words = printer.word(
                "signed by none of the keys given here; what they say of it counts where they are known as keys of its signer: ",
                "所给密钥均未签署该文件；只有接收方知道它们属于同一签名方时，其声明才算数：",
            );
            printer.note(&format!("{words}{}", self.name));
        }
    }

    /// What its signatures go by: those on `signed`, or all where there is none.
    pub(super) fn declarations(&self, signed: Option<Signed>) -> Vec<Digest> {
        let is_it = |it: &Signed| signed.is_none_or(|signed| signed == *it);
        let any = self.meant.iter().any(|(it, _)| is_it(it));
        let meant = self.meant.iter().filter(|(it, _)| !any || is_it(it));
        meant.map(|(_, meant)| meant.declaration).collect()
    }

    /// Signs what became of it, for each of its signatures; `None` as output: beside it, in FILE and `kind`.
    pub(crate) fn statements(
        &self,
        (action, reason, issued): (impl Fn(Signed) -> Action, &str, Date),
        signing: &[&dyn SigningKey],
        (kind, output): (&str, Option<&str>),
    ) -> Result<Vec<Statement>, Box<Failure>> {
        if output == Some(files::STANDARD) && self.meant.len() > 1 {
            return Err(Failure::new(
                (
                    format!(
                        "`{}` is signed as a whole and row by row, which makes two files",
                        self.name
                    ),
                    format!("“{}”既有整体签名又有逐行签名，须写成两个文件", self.name),
                ),
                ("give `-o FILE.dsse.json`", "请用 `-o FILE.dsse.json` 指定文件"),
            ));
        }
        let file = FileName::new(&self.name);
        let statement = |(signed, meant): &(Signed, Meant)| {
            let event = (action(*signed), reason, issued);
            let envelope = sign_status(&file, meant, event, signing).map_err(|e| failure(&e))?;
            let beside = || format!("{}{kind}{ENVELOPE_SUFFIX}", self.name);
            let output = output.map_or_else(beside, str::to_owned);
            let output = match signed {
                Signed::Document => output,
                Signed::Rows => rows_name(&output),
            };
            Ok(Statement { document: self.name.clone(), signed: *signed, output, envelope })
        };
        self.meant.iter().map(statement).collect()
    }
}

impl Statement {
    /// Refuses where writing it would lose what another said.
    pub(crate) fn refuse_loss(&self) -> Result<(), Box<Failure>> {
        envelopes::refuse_loss(&self.output, &self.envelope)
    }

    pub(crate) fn write(&self, printer: &Printer) -> Result<(), Box<Failure>> {
        envelopes::write(&self.output, &self.envelope)?;
        if self.output != files::STANDARD {
            let word = match self.signed {
                Signed::Document => {
                    printer.word("written, to be sent to whoever has ", "已写入，请发给持有者：")
                }
                Signed::Rows => printer.word(
                    "written, to be sent to whoever has a redacted copy of ",
                    "已写入，请发给持有隐去副本者：",
                ),
            };
            printer.note(&format!("{word}{}: {}", self.document, self.output));
        }
        Ok(())
    }
}

/// `FILE.rows.dsse.json` for `FILE.dsse.json`.
pub(crate) fn rows_name(envelope: &str) -> String {
    let stem = envelope.strip_suffix(ENVELOPE_SUFFIX).unwrap_or(envelope);
    format!("{stem}{ROWS_ENVELOPE_SUFFIX}")
}

/// The signature on a document: beside it, or without one there inside it; `None`: there is none.
fn of_document(
    name: &str,
    document: &[u8],
    keys: &mut Vec<String>,
) -> Result<Option<Meant>, Box<Failure>> {
    let subject = Digest::of(document);
    let envelope = format!("{name}{ENVELOPE_SUFFIX}");
    if !Path::new(&envelope).exists() {
        let inside = match unleaded_trust::mentions_xml_signature(document) {
            true => xml_identity(document),
            false => Ok(None),
        };
        let inside = inside.map_err(|e| Failure::of(&e.diagnostic(&FileName::new(name))))?;
        return Ok(inside.map(|declaration| Meant { subject, declaration }));
    }
    let envelope = files::need(&envelope)?;
    let nobody = TrustStore::empty();
    let terms = Terms::new(&nobody, crate::clock::today());
    match verify_file::<unleaded_trust::Predicate>(name, document, &envelope, &terms) {
        Checked::Bad(reason) => Err(Failure::of(&reason.diagnostic(&FileName::new(name)))),
        _ => {
            keys.extend(stated_keys(&envelope).into_iter().flatten());
            Ok(Some(Meant { subject, declaration: Digest::of(&envelope) }))
        }
    }
}

/// The signature on the rows of a document; `None`: there is none.
fn of_rows(name: &str, document: &[u8]) -> Result<Option<Meant>, Box<Failure>> {
    let beside = format!("{name}{ROWS_ENVELOPE_SUFFIX}");
    if !Path::new(&beside).exists() {
        return Ok(None);
    }
    let envelope = files::need(&beside)?;
    let (_, tree) = commitment(&envelope).map_err(|error| rows_of::failure(&error, &beside))?;
    // Only the secret tells of which document the rows are; who has lost it must be able to withdraw them all the same.
    let seed = format!("{name}{SEED_SUFFIX}");
    if Path::new(&seed).exists() {
        let SeedFile { seed: secret, document: of, rows } = rows_of::seed_file(&seed)?;
        if of != Digest::of(document) || secret.root(&rows) != tree.root {
            return Err(rows_of::other_document(name, &seed));
        }
    }
    Ok(Some(Meant { subject: tree.root, declaration: Digest::of(&envelope) }))
}

/// The signature in a redacted copy, whose rows must be those that were signed.
fn of_copy(name: &str, document: &[u8], keys: &mut Vec<String>) -> Result<Meant, Box<Failure>> {
    let copy = RedactedCopy::parse(document);
    let read = copy.and_then(|copy| {
        copy.rows()?;
        keys.extend(stated_keys(&copy.envelope).into_iter().flatten());
        Ok(Meant { subject: copy.root(), declaration: Digest::of(&copy.envelope) })
    });
    read.map_err(|error| rows_of::failure(&error, name))
}

fn not_alone(name: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{name}` shows single rows, which do not stand on their own"),
            format!("“{name}”只披露个别行，不能单独处理"),
        ),
        ("name the declaration that they are of", "请指定这些行所属的声明"),
    )
}

fn of_report(name: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("`{name}` is a report, and only declarations are withdrawn or replaced"),
            format!("“{name}”是报告，只有声明可以撤回或取代"),
        ),
        ("hand out a new report", "请提供新的报告"),
    )
}

fn unsigned(name: &str) -> Box<Failure> {
    let envelope = format!("{name}{ENVELOPE_SUFFIX}");
    Failure::new(
        (
            format!("`{name}` is not signed: there is no `{envelope}`, and no signature in it"),
            format!("“{name}”没有签名：没有“{envelope}”，文件内也没有签名"),
        ),
        (
            "name the document that was handed out, with its signature beside it",
            "请指定已提供给他人的文件，其签名须在旁边",
        ),
    )
}

/// What a delegation goes by: it is about the delegate's key.
fn of_delegation(
    name: &str,
    envelope: &[u8],
    keys: &mut Vec<String>,
) -> Result<Meant, Box<Failure>> {
    let subject = delegate_in(envelope)
        .map_err(|reason| Failure::of(&reason.diagnostic(&envelopes::document_of(name))))?;
    keys.extend(stated_keys(envelope).into_iter().flatten());
    Ok(Meant { subject, declaration: Digest::of(envelope) })
}
