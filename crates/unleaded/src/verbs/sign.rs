//! `sign`: a detached signature.

use jiff::civil::Date;
use unleaded_app::signing::{Saying, add, is_report, sign_as, sign_status};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Action, Digest, ENVELOPE_SUFFIX, Issuer, Outcome as Checked, Role, SSH_SUFFIX, SignError,
    SigningKey, SshSignature, Terms, TrustStore, delegation_in, verify_file,
};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::rows_of::Rows;
use crate::verbs::{aggregate, dates, keys};

mod inside;

/// Sign a document; the signature stands beside it in FILE.dsse.json
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  unleaded sign declaration.xml --key company.pem
  unleaded sign declaration.xml --key company.pem --ssh
  unleaded sign declaration.xml --key quality.pem --add
  unleaded sign new.xml --key company.pem --supersedes old.xml
  unleaded sign report.json --key company.pem
  unleaded sign recipe.xml --key company.pem --rows
  unleaded sign module.xml --key company.pem --made-from report.json
  unleaded sign declaration.xml --key company.pem --xml -o signed.xml

A key is a file, `env:NAME` (a variable that holds it) or `fd:NUMBER` (an open descriptor). A report is signed as an aggregate: the signature
commits to the signatures of everything that it was made from.")]
pub(crate) struct Args {
    /// The document; `-` is standard input, and then `-o` is needed
    file: String,
    /// The private key (can be repeated: each signs)
    #[arg(long, value_name = "KEY.pem", required = true)]
    key: Vec<String>,
    /// Where the passphrase of the key is: `env:NAME`, `fd:NUMBER` or `file:PATH` (can be repeated, in the order of the keys)
    #[arg(long, value_name = "FROM")]
    passphrase: Vec<String>,
    /// Sign every row of the declaration too, in FILE.rows.dsse.json, so that copies may hide some (see redact); the secret for it is kept in --seed
    #[arg(long)]
    rows: bool,
    /// Where the secret of the rows is kept, readable by you alone; by default FILE.seed
    #[arg(long, value_name = "FILE.seed", requires = "rows")]
    seed: Option<String>,
    /// The date to state; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    issued: Option<Date>,
    /// The last day for which you stand by it
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    valid_until: Option<Date>,
    /// An earlier document of yours that this one replaces; its signature must stand beside it (can be repeated)
    #[arg(long, value_name = "OLD")]
    supersedes: Vec<String>,
    /// Sign for a supplier, under its delegation
    #[arg(long, value_name = "DELEGATION.dsse.json")]
    delegation: Option<String>,
    /// The signed report that the document was made from; the signature commits to its signature
    #[arg(long, value_name = "REPORT.json")]
    made_from: Option<String>,
    /// Add a signature to the one that is there, which must say the same document
    #[arg(long, conflicts_with_all = ["issued", "valid_until", "supersedes", "delegation", "made_from", "rows"])]
    add: bool,
    /// Write also FILE.sig, which `ssh-keygen -Y verify` checks; the first key signs it
    #[arg(long)]
    ssh: bool,
    /// Write a copy of the XML document with the signature inside, for receivers that need it there; `-o` says where to
    #[arg(long, conflicts_with_all = ["add", "delegation", "issued", "made_from", "rows", "ssh", "supersedes", "valid_until"])]
    xml: bool,
    /// Where to write the signature instead
    #[arg(short, long)]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.xml {
            let signing = keys::several(&self.key, &self.passphrase)?;
            return inside::signed(&self.file, self.output.as_deref(), &signing, printer);
        }
        let output = match (&self.output, self.file.as_str()) {
            (Some(output), file) if !self.ssh || file != files::STANDARD => output.clone(),
            (_, files::STANDARD) => {
                return Err(Failure::new(
                    (
                        "standard input has no name to put a signature beside",
                        "标准输入没有文件名，无法确定签名文件的位置",
                    ),
                    ("give `-o FILE`", "请用 `-o FILE` 指定签名文件"),
                ));
            }
            (_, file) => format!("{file}{ENVELOPE_SUFFIX}"),
        };
        let signing = keys::several(&self.key, &self.passphrase)?;
        let signing = keys::each(&signing);
        files::refuse_same(&self.file, &output)?;
        let document = files::need(&self.file)?;
        if keys::is_private(&document) {
            return Err(keys::not_a_document(&self.file));
        }
        let file = FileName::new(&self.file);
        let old = self.old()?;
        let envelope = if self.add {
            let there = files::need(&format!("{}{ENVELOPE_SUFFIX}", self.file))?;
            add(&file, &document, &there, &signing).map_err(|error| failure(&error))?
        } else if is_report(&document) {
            if self.says_more() {
                return Err(aggregate::not_of_reports());
            }
            let issued = self.issued.unwrap_or_else(crate::clock::today);
            aggregate::signed(&file, &document, &signing, issued)?
        } else {
            let saying = self.saying(&old)?;
            sign_as(&file, &document, &signing, saying).map_err(|error| failure(&error))?
        };
        if self.rows {
            let from = Rows { file: &file, document: &document, seed: self.seed.as_deref() };
            from.sign(&signing, self.saying(&old)?, &output, printer)?;
        }
        // The envelope that gets a signature is read and written; any other file that was read is not to be written over.
        match self.add && output != files::STANDARD {
            true => files::update(&output, &envelope)?,
            false => files::write(Some(&output), &envelope)?,
        }
        if output != files::STANDARD {
            printer.note(&format!("{}{output}", printer.word("signed: ", "已签名：")));
        }
        self.tell_old(&old, Digest::of(&envelope), &signing, printer)?;
        if self.ssh {
            self.sign_for_openssh(&document, &signing, printer)?;
        }
        Ok(Exit::Yes)
    }

    /// Writes the twin that everybody can check.
    fn sign_for_openssh(
        &self,
        document: &[u8],
        signing: &[&dyn SigningKey],
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        let output = format!("{}{SSH_SUFFIX}", self.file);
        // At least one key is asked for on the command line.
        let Some(key) = signing.first() else { return Ok(()) };
        let signature = SshSignature::sign(document, *key).map_err(|e| keys::not_signed(&e))?;
        files::write(Some(&output), signature.to_file().as_bytes())?;
        printer.note(&format!("{}{output}", printer.word("signed: ", "已签名：")));
        Ok(())
    }

    fn saying(&self, old: &[Old]) -> Result<Saying, Box<Failure>> {
        let issuer = self.delegation.as_deref().map(representative).transpose()?;
        Ok(Saying {
            issued: Some(self.issued.unwrap_or_else(crate::clock::today)),
            valid_until: self.valid_until,
            supersedes: old.iter().map(|old| Digest::of(&old.envelope)).collect(),
            issuer,
            inputs: self.made_from.as_deref().map(aggregate::made_from).transpose()?,
        })
    }

    /// Whether something is to be said that only a declaration says.
    fn says_more(&self) -> bool {
        let more = [&self.made_from, &self.delegation];
        self.rows
            || more.into_iter().any(Option::is_some)
            || self.valid_until.is_some()
            || !self.supersedes.is_empty()
    }

    /// The documents that are replaced, each with an envelope that is one on it.
    fn old(&self) -> Result<Vec<Old>, Box<Failure>> {
        self.supersedes.iter().map(|name| Old::read(name)).collect()
    }

    /// Writes beside each replaced document that it is replaced, for those who have no copy of the new one.
    fn tell_old(
        &self,
        old: &[Old],
        successor: Digest,
        signing: &[&dyn SigningKey],
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        for old in old {
            let issued = self.issued.unwrap_or_else(crate::clock::today);
            let event = (Action::Supersede { successor }, "", issued);
            old.status(event, signing, ".supersede", None, printer)?;
        }
        Ok(())
    }
}

/// A document that was signed before.
pub(crate) struct Old {
    name: String,
    document: Vec<u8>,
    envelope: Vec<u8>,
}

impl Old {
    /// Reads a document and the envelope beside it, which must be one on it.
    pub(crate) fn read(name: &str) -> Result<Self, Box<Failure>> {
        let document = files::need(name)?;
        let envelope = files::need(&format!("{name}{ENVELOPE_SUFFIX}"))?;
        // Whose it is, its readers judge; here it must only be the right one.
        let nobody = TrustStore::empty();
        let terms = Terms::new(&nobody, crate::clock::today());
        match verify_file::<unleaded_trust::Predicate>(name, &document, &envelope, &terms) {
            Checked::Bad(reason) => Err(Failure::of(&reason.diagnostic(&FileName::new(name)))),
            _ => Ok(Self { name: name.to_owned(), document, envelope }),
        }
    }

    /// Signs what became of it and writes that beside it, or to `output`.
    pub(crate) fn status(
        &self,
        event: (Action, &str, Date),
        signing: &[&dyn SigningKey],
        kind: &str,
        output: Option<String>,
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        let file = FileName::new(&self.name);
        let status = sign_status(&file, &self.document, &self.envelope, event, signing);
        let status = status.map_err(|error| failure(&error))?;
        let output = output.unwrap_or_else(|| format!("{}{kind}{ENVELOPE_SUFFIX}", self.name));
        files::write(Some(&output), &status)?;
        if output != files::STANDARD {
            let word =
                printer.word("written, to be sent to whoever has ", "已写入，请发给持有者：");
            printer.note(&format!("{word}{}: {output}", self.name));
        }
        Ok(())
    }
}

/// Who signs under the delegation in the file `path`.
fn representative(path: &str) -> Result<Issuer, Box<Failure>> {
    let envelope = files::need(path)?;
    let delegation = delegation_in(&envelope)
        .map_err(|reason| Failure::of(&reason.diagnostic(&FileName::new(path))))?;
    Ok(Issuer {
        party: delegation.delegate,
        role: Role::AuthorisedRepresentative,
        delegation: Some(Digest::of(&envelope)),
    })
}

pub(crate) fn failure(error: &SignError) -> Box<Failure> {
    if let SignError::Key(error) = error {
        return keys::not_signed(error);
    }
    let zh = match error {
        SignError::AlreadySigned { key_id } => format!("密钥 {key_id} 已经签过名"),
        SignError::KeyCount { count } => format!("签名须有 1 至 16 个，而不是 {count} 个"),
        SignError::OtherStatement { name } => format!("该签名信封不是针对“{name}”的"),
        other => format!("无法签名：{other}"),
    };
    let help = match error {
        SignError::AlreadySigned { .. } => ("sign with another key", "请用另一个密钥签名"),
        SignError::OtherStatement { .. } | SignError::Envelope(_) => {
            ("sign the document without `--add`", "请不带 `--add` 重新签名")
        }
        SignError::KeyCount { .. } => ("give 1 to 16 keys", "请提供 1 至 16 个密钥"),
        _ => ("split the document", "请拆分该文件"),
    };
    Failure::new((error.to_string(), zh), help)
}
