//! `trust export` and `trust import`: trust files handed from one to another.

use jiff::civil::Date;
use unleaded_model::diagnostic::{FileName, Language};
use unleaded_trust::{
    Digest, ENVELOPE_SUFFIX, Outcome as Checked, Terms, TrustFile, sign_statement, verify_file,
};

use super::{Missing, change, failure, load};
use crate::exit::{Exit, Failure, Outcome};
use crate::files;
use crate::printer::Printer;
use crate::verbs::{dates, envelopes, keys, sign};

/// What is said of a file that was signed as something else.
const TRUST_FILE: ((&str, &str), (&str, &str)) = (
    ("trust file for others", "供他人使用的信任文件"),
    ("name the file that `trust export` wrote", "请指定由 `trust export` 写出的文件"),
);

/// Write whose keys you accept for others to import, and sign it
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust export --trust trust.json --expires 2027-06-30 \\
      --key company.pem -o for-others.json

Writes for-others.json and, beside it, the signature for-others.json.dsse.json; send both. Left out are keys that you imported yourself, and
who may sign trust files.")]
pub(crate) struct Export {
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// The last day on which others may use it
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    expires: Date,
    /// The private key to sign it with, one that the receivers accept as `root` (can be repeated: each signs)
    #[arg(long, value_name = "KEY.pem", required = true)]
    key: Vec<String>,
    /// Where the passphrase of the key is: `env:NAME`, `fd:NUMBER` or `file:PATH` (can be repeated, in the order of the keys)
    #[arg(long, value_name = "FROM")]
    passphrase: Vec<String>,
    /// The date to state; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    issued: Option<Date>,
    /// Where to write it; the signature stands beside it
    #[arg(short, long, value_name = "FILE.json")]
    output: String,
}

/// Take over the keys of a signed trust file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Example:
  unleaded trust import from-headquarters.json --trust trust.json

The file must be signed, beside it, by a key that the trust file accepts with `--role root`. It replaces what an earlier file of the same
organisation brought; an older file is refused. Keys that you accepted yourself stay as they are, but its revocations count.")]
pub(crate) struct Import {
    /// The trust file of the others, with its signature beside it
    #[arg(value_name = "FILE.json")]
    file: String,
    /// The trust file
    #[arg(long, value_name = "TRUST.json")]
    trust: String,
    /// The date on which it must be good; by default today in UTC
    #[arg(long, value_name = "DATE", value_parser = dates::parse)]
    as_of: Option<Date>,
}

impl Export {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        if self.output == files::STANDARD {
            return Err(Failure::new(
                ("a trust file for others is two files", "供他人使用的信任文件由两个文件组成"),
                ("name a file: `-o FILE.json`", "请指定文件：`-o FILE.json`"),
            ));
        }
        files::refuse_same(&self.trust, &self.output)?;
        let issued = self.issued.unwrap_or_else(crate::clock::today);
        if self.expires < issued {
            let last = self.expires;
            return Err(Failure::new(
                (
                    format!("the last day, {last}, is before {issued}, the date of the signature"),
                    format!("截止日 {last} 早于签发日期 {issued}"),
                ),
                ("give a later day with `--expires`", "请用 `--expires` 给出更晚的日期"),
            ));
        }
        let signing = keys::several(&self.key, &self.passphrase)?;
        let signing = keys::each(&signing);
        let file = load(&self.trust)?.store.export(self.expires);
        let text = file.to_json();
        let claim = TrustFile {
            version: file.version(),
            expires: self.expires,
            issued_at: issued.to_string(),
        };
        let envelope = sign_statement(&self.output, &Digest::of(text.as_bytes()), &claim, &signing)
            .map_err(|error| sign::failure(&error))?;
        files::write(Some(&self.output), text.as_bytes())?;
        files::write(Some(&format!("{}{ENVELOPE_SUFFIX}", self.output)), &envelope)?;
        let (version, word) = (file.version(), printer.word("exported: version ", "已导出：第 "));
        printer.note(&format!("{word}{version}{}{}", printer.word(", ", " 版，"), self.output));
        Ok(Exit::Yes)
    }
}

impl Import {
    pub(crate) fn run(self, printer: &Printer) -> Outcome {
        let bytes = files::need(&self.file)?;
        let envelope = files::need(&format!("{}{ENVELOPE_SUFFIX}", self.file))?;
        envelopes::refuse_other_kind::<TrustFile>(&self.file, &envelope, TRUST_FILE)?;
        let as_of = self.as_of.unwrap_or_else(crate::clock::today);
        let file = FileName::new(&self.file);
        let imported = change(&self.trust, Missing::Refused, |store| {
            let known = store.clone();
            let terms = Terms::new(&known, as_of);
            let verified = match verify_file::<TrustFile>(&self.file, &bytes, &envelope, &terms) {
                Checked::Good(verified) => verified,
                other => {
                    printer.diagnostics(&other.diagnostics(&file));
                    return Ok(None);
                }
            };
            printer.diagnostics(&verified.remarks(&file));
            let left_out = store.import(&verified, as_of);
            printer.diagnostics(&left_out.map_err(|error| failure(&error, &self.file))?);
            let from = verified.organisation().name().to_owned();
            Ok(Some((verified.predicate().version, from)))
        })?;
        let Some((version, from)) = imported else { return Ok(Exit::No) };
        printer.note(&match printer.language() {
            Language::En => format!("imported: version {version} of `{from}`"),
            Language::Zh => format!("已导入：“{from}”的第 {version} 版"),
        });
        Ok(Exit::Yes)
    }
}
