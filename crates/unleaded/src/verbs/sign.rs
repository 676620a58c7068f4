//! `sign`: a detached signature.

use std::path::Path;

use jiff::civil::Date;
use unleaded_app::signing::{Saying, add, is_report, sign_as};
use unleaded_model::diagnostic::FileName;
use unleaded_trust::{
    Action, BadReason, Delegation, Digest, ENVELOPE_SUFFIX, Issuer, Role, SSH_SUFFIX, SignError,
    SigningKey, SshSignature, delegation_in,
};

pub(crate) use self::old::{Old, Statement};
use self::old::{Signed, rows_name};

use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::rows_of::{Rows, no_place};
use crate::verbs::{aggregate, dates, envelopes, keys};

mod inside;
mod old;

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

A key is a file, `env:NAME` (a variable that holds it), `fd:NUMBER` (an open descriptor), or the URI `pkcs11:...` of one in a token (docs/keys.md
tells how). A signature that another key made is never written over: `--add` adds yours to it. With --supersedes also OLD.supersede.dsse.json
is written, for those who have the old document. A report is signed as an aggregate: the signature commits to the signatures of everything
that it was made from.")]
pub(crate) struct Args {
    /// The document; `-` is standard input, and then `-o` is needed
    file: String,
    /// The private key: a file, `env:NAME`, `fd:NUMBER` or `pkcs11:...` (can be repeated: each signs)
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
    /// The date to state as that of the signature; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    issued: Option<Date>,
    /// The last day for which you stand by the document; after it the signature is bad
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    valid_until: Option<Date>,
    /// An earlier document of yours that this one replaces, with its signature beside it or in it (can be repeated)
    #[arg(long, value_name = "OLD")]
    supersedes: Vec<String>,
    /// Sign for a supplier, under the delegation that it made with `trust delegate`
    #[arg(long, value_name = "DELEGATION.dsse.json")]
    delegation: Option<String>,
    /// The signed report that the document was made from; the signature commits to its signature
    #[arg(long, value_name = "REPORT.json")]
    made_from: Option<String>,
    /// Add a signature to the one that is there, which must be one on the same document
    #[arg(long, conflicts_with_all = ["issued", "valid_until", "supersedes", "delegation", "made_from", "rows"])]
    add: bool,
    /// Write also FILE.sig, which `ssh-keygen -Y verify` checks; the first key signs it
    #[arg(long)]
    ssh: bool,
    /// Write a copy of the XML document with the signature inside, for receivers that need it there; `-o` says where to
    #[arg(long, conflicts_with_all = ["add", "delegation", "issued", "made_from", "rows", "ssh", "supersedes", "valid_until"])]
    xml: bool,
    /// Where to write the signature instead; with --xml the signed copy
    #[arg(short, long, value_name = "FILE")]
    output: Option<String>,
}

impl Args {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.xml {
            let signing = keys::several(&self.key, &self.passphrase)?;
            return inside::signed(&self.file, self.output.as_deref(), &signing, printer);
        }
        let output = self.envelope()?;
        if self.rows && output == files::STANDARD {
            return Err(no_place());
        }
        let signing = keys::several(&self.key, &self.passphrase)?;
        let signing = keys::each(&signing);
        files::refuse_same(&self.file, &output)?;
        let document = files::need(&self.file)?;
        if keys::is_private(&document) {
            return Err(keys::not_a_document(&self.file));
        }
        let twin = if self.ssh { self.for_openssh(&document, &signing)? } else { None };
        if let Some((path, bytes)) = &twin {
            envelopes::refuse_loss(path, bytes)?;
        }
        if self.add {
            self.add_to(&document, &output, &signing)?;
            told(&output, printer);
        } else {
            self.sign(&document, &output, &signing, printer)?;
        }
        if let Some((path, bytes)) = &twin {
            envelopes::write(path, bytes)?;
            told(path, printer);
        }
        Ok(Exit::Yes)
    }

    /// Where the envelope goes.
    fn envelope(&self) -> Result<String, Box<Failure>> {
        let unnamed = self.file == files::STANDARD;
        match &self.output {
            _ if unnamed && self.ssh => Err(Failure::new(
                (
                    "`--ssh` writes FILE.sig beside the document, and standard input has no name",
                    "`--ssh` 在文件旁写出 FILE.sig，而标准输入没有文件名",
                ),
                ("name the document's file, or leave out `--ssh`", "请指定文件，或去掉 `--ssh`"),
            )),
            Some(output) => Ok(output.clone()),
            None if unnamed => Err(Failure::new(
                (
                    "standard input has no name to put a signature beside",
                    "标准输入没有文件名，无法确定签名文件的位置",
                ),
                ("give `-o FILE`", "请用 `-o FILE` 指定签名文件"),
            )),
            None => Ok(format!("{}{ENVELOPE_SUFFIX}", self.file)),
        }
    }

    /// Signs the document, and where asked its rows, and says of those that it replaces that they are replaced.
    fn sign(
        &self,
        document: &[u8],
        output: &str,
        signing: &[&dyn SigningKey],
        printer: &Printer,
    ) -> Result<(), Box<Failure>> {
        let old = self.old()?;
        let file = FileName::new(&self.file);
        let envelope = self.signed(&file, document, &old, signing)?;
        let (of_document, mut of_rows) = (Digest::of(&envelope), None);
        let mut written = vec![(output.to_owned(), envelope)];
        if self.rows {
            let rows = Rows { file: &file, document, seed: self.seed.as_deref() };
            let envelope = rows.sign(signing, self.saying(&old, Some(Signed::Rows))?, printer)?;
            of_rows = Some(Digest::of(&envelope));
            written.push((rows_name(output), envelope));
        }
        // Copies of an old one are replaced by copies of the new one, where it can have some.
        let successor = |signed: Signed| match signed {
            Signed::Document => of_document,
            Signed::Rows => of_rows.unwrap_or(of_document),
        };
        let statements = self.of_old(&old, successor, signing)?;
        // Before anything is written: half of it would be a signature without its word about the old document.
        written.iter().try_for_each(|(path, bytes)| envelopes::refuse_loss(path, bytes))?;
        statements.iter().try_for_each(Statement::refuse_loss)?;
        for (path, bytes) in &written {
            envelopes::write(path, bytes)?;
            told(path, printer);
        }
        statements.iter().try_for_each(|statement| statement.write(printer))?;
        old.iter().for_each(|old| old.note_strangers(signing, printer));
        Ok(())
    }

    /// The envelope on the document.
    fn signed(
        &self,
        file: &FileName,
        document: &[u8],
        old: &[Old],
        signing: &[&dyn SigningKey],
    ) -> Result<Vec<u8>, Box<Failure>> {
        if !is_report(document) {
            let of = self.rows.then_some(Signed::Document);
            let saying = self.saying(old, of)?;
            return sign_as(file, document, signing, saying).map_err(|error| failure(&error));
        }
        if self.says_more() {
            return Err(aggregate::not_of_reports());
        }
        let issued = self.issued.unwrap_or_else(crate::clock::today);
        aggregate::signed(file, document, signing, issued)
    }

    /// Adds signatures to the envelope that is there, and writes what it becomes: in its own place, unless `output` is another file.
    fn add_to(
        &self,
        document: &[u8],
        output: &str,
        signing: &[&dyn SigningKey],
    ) -> Result<(), Box<Failure>> {
        let there = match self.file.as_str() {
            files::STANDARD => output.to_owned(),
            file => format!("{file}{ENVELOPE_SUFFIX}"),
        };
        let grown = || {
            if !Path::new(&there).exists() {
                return Err(nothing_to_add_to(&there));
            }
            let envelope = files::need(&there)?;
            let file = FileName::new(&self.file);
            add(&file, document, &envelope, signing).map_err(|error| match error {
                // The words about an envelope name the document that it is beside.
                SignError::Envelope(error) => {
                    Failure::of(&BadReason::from(error).diagnostic(&file))
                }
                error => failure(&error),
            })
        };
        if there != output && !files::is_same(&there, output) {
            return envelopes::write(output, &grown()?);
        }
        files::alone(&there, || files::update(&there, &grown()?))
    }

    /// The twin that everybody can check, and its name.
    fn for_openssh(
        &self,
        document: &[u8],
        signing: &[&dyn SigningKey],
    ) -> Result<Option<(String, Vec<u8>)>, Box<Failure>> {
        // At least one key is asked for on the command line.
        let Some(key) = signing.first() else { return Ok(None) };
        let signature = SshSignature::sign(document, *key).map_err(|e| keys::not_signed(&e))?;
        Ok(Some((format!("{}{SSH_SUFFIX}", self.file), signature.to_file().into_bytes())))
    }

    /// What is said beside the document, of the old ones by their signatures on `of`; `None`: by all.
    fn saying(&self, old: &[Old], of: Option<Signed>) -> Result<Saying, Box<Failure>> {
        let issuer = self.delegation.as_deref().map(representative).transpose()?;
        let issued = self.issued.unwrap_or_else(crate::clock::today);
        if let Some(last) = self.valid_until.filter(|last| *last < issued) {
            return Err(Failure::new(
                (
                    format!("the last day, {last}, is before {issued}, the date of the signature"),
                    format!("截止日 {last} 早于签发日期 {issued}"),
                ),
                (
                    "give a later day with `--valid-until`, or the right date with `--issued`",
                    "请用 `--valid-until` 给出更晚的日期，或用 `--issued` 给出正确的签发日期",
                ),
            ));
        }
        Ok(Saying {
            issued: Some(issued),
            valid_until: self.valid_until,
            supersedes: old.iter().flat_map(|old| old.declarations(of)).collect(),
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

    /// The documents that are replaced, each with its signatures.
    fn old(&self) -> Result<Vec<Old>, Box<Failure>> {
        self.supersedes.iter().map(|name| Old::read(name)).collect()
    }

    /// That each replaced document is replaced by the new one with that envelope, for those who have no copy of it.
    fn of_old(
        &self,
        old: &[Old],
        successor: impl Fn(Signed) -> Digest,
        signing: &[&dyn SigningKey],
    ) -> Result<Vec<Statement>, Box<Failure>> {
        let issued = self.issued.unwrap_or_else(crate::clock::today);
        let action = |signed| Action::Supersede { successor: successor(signed) };
        let mut statements = Vec::new();
        for old in old {
            statements.extend(old.statements(
                (action, "", issued),
                signing,
                (".supersede", None),
            )?);
        }
        Ok(statements)
    }
}

fn told(output: &str, printer: &Printer) {
    if output != files::STANDARD {
        printer.note(&format!("{}{output}", printer.word("signed: ", "已签名：")));
    }
}

fn nothing_to_add_to(envelope: &str) -> Box<Failure> {
    Failure::new(
        (
            format!("there is no signature `{envelope}` to add one to"),
            format!("没有可追加签名的签名文件“{envelope}”"),
        ),
        ("leave out `--add` for the first signature", "首次签名请去掉 `--add`"),
    )
}

/// Who signs under the delegation in the file `path`.
fn representative(path: &str) -> Result<Issuer, Box<Failure>> {
    let envelope = files::need(path)?;
    let words = (
        ("delegation", "授权"),
        ("name the file that `trust delegate` wrote", "请指定由 `trust delegate` 写出的文件"),
    );
    envelopes::refuse_other_kind::<Delegation>(path, &envelope, words)?;
    let delegation = delegation_in(&envelope)
        .map_err(|reason| Failure::of(&reason.diagnostic(&envelopes::document_of(path))))?;
    Ok(Issuer {
        party: delegation.delegate,
        role: Role::AuthorisedRepresentative,
        delegation: Some(Digest::of(&envelope)),
    })
}

/// The failure for a document that was not signed.
pub(crate) fn failure(error: &SignError) -> Box<Failure> {
    let (zh, help) = match error {
        SignError::Key(error) => return keys::not_signed(error),
        SignError::AlreadySigned { key_id } => {
            (format!("密钥 {key_id} 已经签过名"), ("sign with another key", "请用另一个密钥签名"))
        }
        SignError::KeyCount { count } => (
            format!("签名须有 1 至 16 个，而不是 {count} 个"),
            ("give 1 to 16 keys", "请提供 1 至 16 个密钥"),
        ),
        SignError::OtherStatement { name } => (
            format!("该签名文件不是针对“{name}”现有内容的"),
            (
                "it was made for other bytes: put it away, and sign without `--add`",
                "它针对的是其他内容：请将其移走，并不带 `--add` 重新签名",
            ),
        ),
        SignError::Statement(error) => (
            format!("待签内容不完整：“{}”缺失或不是：{}", error.path, error.expected),
            ("say what is missing, and sign again", "请补全后重新签名"),
        ),
        SignError::TooLarge { name, size, products } => (
            format!(
                "“{name}”的签名文件将有 {size} 字节，超过验证时读取的上限；其中写明 {products} 个产品"
            ),
            ("split the document", "请拆分该文件"),
        ),
        _ => (
            "无法读取要追加签名的签名文件".to_owned(),
            ("put it away, and sign without `--add`", "请将其移走，并不带 `--add` 重新签名"),
        ),
    };
    Failure::new((error.to_string(), zh), help)
}
